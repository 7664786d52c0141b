//! `dehusk clean`: keep the content of pages.

use std::io::Write;

use anyhow::Result;
use clap::ValueEnum;
use dehusk::Role;
use dehusk::render::{self, Style};
use dehusk::repair::Repairs;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::cli::input::{RawPage, TextPage};
use crate::cli::page_args::PageArgs;
use crate::cli::page_head::PageHead;
use crate::cli::{Outcome, output, repairs, stream};

#[derive(clap::Args)]
#[command(
    after_help = "With several pages, text puts a line `==> NAME <==` before each, Markdown a comment `<!-- NAME -->`; \
    HTML is one document with an <article> for every page."
)]
pub(super) struct Args {
    #[command(flatten)]
    pages: PageArgs,
    /// What is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Roles to leave out: headline, heading, paragraph, list_item, table_cell, caption, code, quote, other
    #[arg(long, value_name = "ROLES", value_delimiter = ',', value_parser = role)]
    without: Vec<Role>,
    /// Keep links in Markdown
    #[arg(long)]
    links: bool,
    /// Restore damaged text: readings in brackets that a conversion left, invisible signs strewn into words,
    /// references such as &nbsp; escaped twice. Says on standard error what was changed, in JSONL in "repairs" too
    #[arg(long)]
    repair: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The title, an empty line, the text
    Text,
    /// {"source","title","text"}, a line a page; "repairs" with --repair
    Jsonl,
    /// An HTML document
    Html,
    /// Markdown
    Markdown,
}

fn role(name: &str) -> Result<Role, String> {
    let known = Role::ALL.into_iter().find(|role| role.name() == name.trim());
    known.ok_or_else(|| format!("no role; roles are {}", Role::ALL.map(Role::name).join(", ")))
}

/// A page as `--format jsonl` prints it.
#[derive(Serialize)]
struct CleanRow<'a> {
    #[serde(flatten)]
    head: PageHead,
    title: Option<&'a str>,
    text: String,
    /// How many changes of every kind `--repair` made.
    #[serde(skip_serializing_if = "Option::is_none")]
    repairs: Option<Map<String, Value>>,
}

/// What is written of one page.
struct Cleaned {
    source: String,
    title: Option<String>,
    body: String,
    repairs: Option<Repairs>,
}

pub(super) fn run(args: &Args) -> Result<Outcome> {
    let classifier = args.pages.classifier()?;
    let style = Style { without: args.without.clone(), links: args.links };
    let make = |raw: &RawPage, page: TextPage| -> Result<Cleaned> {
        let mut labelled = classifier.classify_str(&page.text, page.kind());
        let repairs = args.repair.then(|| labelled.repair());
        let title = render::title(&labelled, &style);
        let body = match args.format {
            Format::Text => render::render(&labelled, render::Format::Text, &style),
            Format::Markdown => render::render(&labelled, render::Format::Markdown, &style),
            Format::Html => render::render(&labelled, render::Format::Html, &style),
            Format::Jsonl => serde_json::to_string(&CleanRow {
                head: PageHead::new(raw, page.about, labelled.is_truncated()),
                title,
                text: render::body_text(&labelled, &style),
                repairs: repairs.as_ref().map(repairs::counts),
            })?,
        };
        Ok(Cleaned { source: raw.source.clone(), title: title.map(str::to_owned), body, repairs })
    };
    let mut writer =
        Writer { out: output::stdout(), format: args.format, is_many: is_many(args), n_written: 0, first: None };
    let n_failed = stream::for_each_page(&args.pages.input, make, |page| {
        if let Some(repairs) = &page.repairs {
            repairs::tell(&page.source, repairs);
        }
        Ok(writer.take(page)?)
    })?;
    writer.finish()?;
    Ok(Outcome::of(n_failed))
}

/// Whether more than one page may come.
fn is_many(args: &Args) -> bool {
    let inputs = &args.pages.input.inputs;
    inputs.len() > 1 || inputs.iter().any(|input| input.is_dir() || input.to_string_lossy().contains(".jsonl"))
}

struct Writer<W> {
    out: W,
    format: Format,
    is_many: bool,
    n_written: usize,
    /// The first page, while nobody knows whether there are more: one page alone gets no line with its name.
    first: Option<Cleaned>,
}

impl<W: Write> Writer<W> {
    /// Takes the next page.
    fn take(&mut self, page: Cleaned) -> std::io::Result<()> {
        if !self.is_many && self.n_written == 0 && self.first.is_none() {
            self.first = Some(page);
            return Ok(());
        }
        self.is_many = true;
        if let Some(first) = self.first.take() {
            self.push(&first)?;
        }
        self.push(&page)
    }

    fn push(&mut self, page: &Cleaned) -> std::io::Result<()> {
        let gap = if self.n_written > 0 { "\n" } else { "" };
        match self.format {
            Format::Jsonl => return writeln!(self.out, "{}", page.body),
            Format::Text if self.is_many => writeln!(self.out, "{gap}==> {} <==", page.source)?,
            Format::Markdown if self.is_many => {
                // Two hyphens may end a comment; of three the last two are left after one round.
                let name = page.source.replace("--", "- -").replace("--", "- -");
                writeln!(self.out, "{gap}<!-- {name} -->\n")?;
            }
            Format::Html if self.n_written == 0 => self.begin_html(page.title.as_deref())?,
            _ => {}
        }
        self.n_written += 1;
        self.out.write_all(page.body.as_bytes())
    }

    fn begin_html(&mut self, title: Option<&str>) -> std::io::Result<()> {
        let title = title.unwrap_or("dehusk").replace('&', "&amp;").replace('<', "&lt;");
        writeln!(
            self.out,
            "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n</head>\n<body>"
        )
    }

    fn finish(&mut self) -> std::io::Result<()> {
        if let Some(only) = self.first.take() {
            self.push(&only)?;
        }
        if self.format == Format::Html && self.n_written > 0 {
            writeln!(self.out, "</body>\n</html>")?;
        }
        self.out.flush()
    }
}
