//! Pages in: from files, directories, standard input and JSONL, gzipped or not, one after the other.
//!
//! Names come in, [`RawPage`]s go out in the order of the names, each read only when it is asked for. A file
//! that cannot be read is one failed input; the ones after it are read all the same.

mod form;
mod open;
mod pages;
mod walk;

use std::io::IsTerminal;
use std::path::PathBuf;

use anyhow::{Result, bail, ensure};
use clap::ValueEnum;
use dehusk::Kind;
use serde_json::Value;

pub(crate) use form::not_a_page;
pub(crate) use open::{Opened, drop_mark, open, read_line};
pub(crate) use pages::Pages;
pub(crate) use walk::{CORPORA, HTML_PAGES, Name, files_of};

use crate::cli::stream::Jobs;

/// Bytes of a page that are read at most: what the library reads of one.
pub(crate) const MAX_PAGE_BYTES: usize = 64 << 20;

/// What the inputs of a verb are.
#[derive(clap::Args)]
pub(crate) struct InputArgs {
    /// Files, directories (walked for .html .htm .xhtml .txt .text .jsonl, each also .gz), or - for standard input
    #[arg(value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) jobs: Jobs,
}

impl InputArgs {
    /// The inputs; standard input if none is named and no person sits there.
    pub(crate) fn names(&self) -> Result<Vec<PathBuf>> {
        if self.inputs.is_empty() {
            ensure!(!std::io::stdin().is_terminal(), "no input: name a file or directory, or - for standard input");
            return Ok(vec![PathBuf::from("-")]);
        }
        Ok(self.inputs.clone())
    }
}

/// How inputs are read.
#[derive(clap::Args, Clone)]
pub(crate) struct ReadingArgs {
    /// What the inputs are; auto looks at the name, then at what is inside
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = InputFormat::Auto)]
    pub(crate) input_format: InputFormat,
    /// Encoding that the pages are likely in, such as gbk; a byte order mark and valid UTF-8 go before it
    #[arg(long, value_name = "NAME", value_parser = encoding_name)]
    pub(crate) encoding: Option<String>,
}

/// What an input is, as the user says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputFormat {
    Auto,
    Html,
    Text,
    Jsonl,
}

impl InputFormat {
    /// The kinds of pages that such inputs hold.
    pub(crate) fn kinds(self) -> &'static [Kind] {
        match self {
            InputFormat::Html => &[Kind::Html],
            InputFormat::Text => &[Kind::Text],
            InputFormat::Auto | InputFormat::Jsonl => &[Kind::Html, Kind::Text],
        }
    }
}

fn encoding_name(name: &str) -> Result<String, String> {
    let known = encoding_rs::Encoding::for_label(name.as_bytes());
    known.map(|encoding| encoding.name().to_owned()).ok_or_else(|| "no encoding that browsers know".to_owned())
}

/// A page as it was read.
#[derive(Debug)]
pub(crate) struct RawPage {
    /// Name of the input; a line of JSONL is `NAME:LINE`.
    pub(crate) source: String,
    pub(crate) body: Body,
}

/// What was read.
#[derive(Debug)]
pub(crate) enum Body {
    Html(Vec<u8>),
    Text(Vec<u8>),
    /// A line of JSONL, not parsed yet.
    JsonLine(Vec<u8>),
}

impl Body {
    /// Bytes that the page takes.
    pub(crate) fn n_bytes(&self) -> usize {
        match self {
            Body::Html(bytes) | Body::Text(bytes) | Body::JsonLine(bytes) => bytes.len(),
        }
    }
}

/// An input that could not be read, and why.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) source: String,
    pub(crate) reason: String,
}

/// A page that is text, with what its line of JSONL says about it.
#[derive(Debug, Default)]
pub(crate) struct TextPage {
    pub(crate) text: String,
    pub(crate) encoding: &'static str,
    pub(crate) is_html: bool,
    pub(crate) about: About,
}

/// What a line of JSONL says about its page.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub(crate) struct About {
    #[serde(default)]
    pub(crate) id: Option<Value>,
    #[serde(default)]
    pub(crate) url: Option<Value>,
    #[serde(default)]
    pub(crate) set: Option<String>,
    #[serde(default)]
    pub(crate) lang: Option<String>,
    #[serde(default)]
    pub(crate) site: Option<String>,
}

#[derive(serde::Deserialize)]
struct JsonPage {
    #[serde(default)]
    html: Option<String>,
    #[serde(default)]
    text: Option<String>,
    #[serde(flatten)]
    about: About,
}

impl TextPage {
    /// What the library calls the kind of page.
    pub(crate) fn kind(&self) -> dehusk::Kind {
        if self.is_html { dehusk::Kind::Html } else { dehusk::Kind::Text }
    }
}

/// Turns a page into text. `encoding` is the user's hint.
pub(crate) fn read_page(body: &Body, encoding: Option<&str>) -> Result<TextPage> {
    let (bytes, is_html) = match body {
        Body::JsonLine(line) => return parse_line(line),
        Body::Html(bytes) => (bytes, true),
        Body::Text(bytes) => (bytes, false),
    };
    if let Some(what) = form::not_a_page(bytes, encoding) {
        bail!("{what}, not a page");
    }
    let (text, encoding) = dehusk::decode_page(bytes, encoding);
    Ok(TextPage { text: text.into_owned(), encoding, is_html, about: About::default() })
}

/// Why a line is no JSON. The parser counts lines from the one that it was given; the file's are counted elsewhere.
pub(crate) fn json_reason(error: &serde_json::Error) -> String {
    error.to_string().replace(" at line 1 column ", " at column ")
}

fn parse_line(line: &[u8]) -> Result<TextPage> {
    let page: JsonPage = match serde_json::from_str(&String::from_utf8_lossy(line)) {
        Ok(page) => page,
        Err(error) => bail!("expected a JSON object with \"html\" or \"text\": {}", json_reason(&error)),
    };
    let (text, is_html) = match (page.html, page.text) {
        (Some(html), _) => (html, true),
        (None, Some(text)) => (text, false),
        (None, None) => bail!("neither \"html\" nor \"text\" is there"),
    };
    Ok(TextPage { text, encoding: "UTF-8", is_html, about: page.about })
}
