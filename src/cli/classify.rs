//! `dehusk classify`: one JSON object a page, with every block and its label.

use std::io::Write;

use anyhow::Result;
use dehusk::{Classifier, LabelledBlock, Scores, Verdict};
use serde::Serialize;
use serde_json::Value;

use crate::cli::input::{RawPage, TextPage};
use crate::cli::page_args::PageArgs;
use crate::cli::page_head::PageHead;
use crate::cli::{Outcome, output, stream};

#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    pages: PageArgs,
    /// Print labelled pages: the page itself and its blocks with labels, ready to be corrected and learned from
    #[arg(long)]
    with_source: bool,
}

/// A page as `classify` prints it.
#[derive(Serialize)]
struct PageRow<'a> {
    #[serde(flatten)]
    head: PageHead,
    encoding: &'static str,
    page: Verdict,
    blocks: Vec<BlockRow<'a>>,
}

#[derive(Serialize)]
struct BlockRow<'a> {
    n: usize,
    label: &'static str,
    scores: ScoresRow,
    role: &'static str,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    hidden: bool,
    head: bool,
}

/// Probabilities with four decimals.
#[derive(Serialize)]
struct ScoresRow {
    content: f64,
    chrome: f64,
    spam: f64,
}

/// A page as `classify --with-source` prints it: a labelled page with scores.
#[derive(Serialize)]
struct SourceRow<'a> {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    set: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    site: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    html: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    blocks: Vec<GoldRow<'a>>,
}

#[derive(Serialize)]
struct GoldRow<'a> {
    text: &'a str,
    label: &'static str,
    unsure: bool,
    scores: ScoresRow,
}

pub(super) fn run(args: &Args) -> Result<Outcome> {
    let classifier = args.pages.classifier()?;
    let mut out = output::stdout();
    let make = |raw: &RawPage, page: TextPage| {
        if args.with_source { source_row(&classifier, raw, &page) } else { page_row(&classifier, raw, page) }
    };
    let n_failed = stream::for_each_page(&args.pages.input, make, |line| Ok(writeln!(out, "{line}")?))?;
    out.flush()?;
    Ok(Outcome::of(n_failed))
}

fn page_row(classifier: &Classifier, raw: &RawPage, page: TextPage) -> Result<String> {
    let labelled = classifier.classify_str(&page.text, page.kind());
    let blocks = labelled.blocks().map(block_row).collect();
    let row = PageRow {
        head: PageHead::new(raw, page.about, labelled.is_truncated()),
        encoding: page.encoding,
        page: labelled.verdict(),
        blocks,
    };
    Ok(serde_json::to_string(&row)?)
}

fn block_row(block: LabelledBlock<'_>) -> BlockRow<'_> {
    BlockRow {
        n: block.n(),
        label: block.label().name(),
        scores: ScoresRow::of(block.scores()),
        role: block.role().name(),
        text: block.text(),
        path: block.path(),
        line: block.line(),
        hidden: block.is_hidden(),
        head: block.is_head(),
    }
}

fn source_row(classifier: &Classifier, raw: &RawPage, page: &TextPage) -> Result<String> {
    let labelled = classifier.classify_str(&page.text, page.kind());
    let about = &page.about;
    let id = match &about.id {
        Some(Value::String(id)) => id.clone(),
        Some(id) => id.to_string(),
        None => raw.source.clone(),
    };
    let row = SourceRow {
        id,
        url: about.url.as_ref().and_then(Value::as_str),
        set: about.set.as_deref(),
        lang: about.lang.as_deref(),
        site: about.site.as_deref(),
        html: page.is_html.then_some(&page.text),
        text: (!page.is_html).then_some(&page.text),
        blocks: labelled.blocks().map(gold_row).collect(),
    };
    Ok(serde_json::to_string(&row)?)
}

fn gold_row(block: LabelledBlock<'_>) -> GoldRow<'_> {
    GoldRow { text: block.text(), label: block.label().name(), unsure: false, scores: ScoresRow::of(block.scores()) }
}

impl ScoresRow {
    fn of(scores: Scores) -> Self {
        let round = |score: f32| (f64::from(score) * 1e4).round() / 1e4;
        ScoresRow { content: round(scores.content), chrome: round(scores.chrome), spam: round(scores.spam) }
    }
}
