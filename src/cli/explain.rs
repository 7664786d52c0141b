//! `dehusk explain`: the features that decided over a page's blocks, with what each added.

use std::io::Write;

use anyhow::{Context, Result, bail, ensure};
use dehusk::{Explanation, Label, LabelledBlock, PassExplanation};
use serde_json::{Value, json};

use crate::cli::input::{Pages, ReadingArgs, TextPage, read_page};
use crate::cli::model_file::ModelArgs;
use crate::cli::{Outcome, output, report};

/// Features that the overview names for a block.
const N_IN_OVERVIEW: usize = 3;

#[derive(clap::Args)]
#[command(after_help = "Of a JSONL file the first page is explained; FILE.jsonl:12 names the page on line 12.")]
pub(super) struct Args {
    /// The page: a file, FILE.jsonl:LINE, or - for standard input
    input: std::path::PathBuf,
    /// Explain this block in full; blocks are numbered from 0, as by classify
    #[arg(long, value_name = "N")]
    block: Option<usize>,
    /// Explain why, or why not, this label instead of the one that was given
    #[arg(long, value_parser = ["content", "chrome", "spam"])]
    label: Option<String>,
    /// Features shown for every pass
    #[arg(long, value_name = "K", default_value_t = 12)]
    top: usize,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    reading: ReadingArgs,
    #[command(flatten)]
    model: ModelArgs,
}

pub(super) fn run(args: &Args) -> Result<Outcome> {
    let classifier = args.model.load(args.reading.input_format.kinds())?;
    let page = match read_one(args) {
        Ok(page) => page,
        Err(error) => {
            report(&format!("{error:#}"));
            return Ok(Outcome::SomeFailed);
        }
    };
    let explained = classifier.explain_page(&page.text, page.kind());
    let label = args.label.as_ref().and_then(|name| Label::ALL.into_iter().find(|label| label.name() == name));
    let numbers = match args.block {
        Some(n) if n >= explained.page.n_blocks() => {
            bail!("{}: no block {n}; the page has {}", args.input.display(), explained.page.n_blocks())
        }
        Some(n) => n..n + 1,
        None => 0..explained.page.n_blocks(),
    };
    let mut out = output::stdout();
    for n in numbers {
        let block = explained.page.blocks().nth(n).context("no such block")?;
        let why = explained.why(n, label).context("no such block")?;
        match (args.json, args.block) {
            (true, _) => writeln!(out, "{}", to_json(block, &why, args.top))?,
            (false, Some(_)) => write_full(&mut out, block, &why, args.top)?,
            (false, None) => write_line(&mut out, block, &why)?,
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn read_one(args: &Args) -> Result<TextPage> {
    ensure!(!args.input.is_dir(), "{}: is a directory; explain takes one page", args.input.display());
    let mut pages = Pages::new(std::slice::from_ref(&args.input), args.reading.input_format);
    let page = match pages.next() {
        Some(Ok(page)) => page,
        Some(Err(failure)) => bail!("{}: {}", failure.source, failure.reason),
        None => bail!("{}: holds no page", args.input.display()),
    };
    read_page(&page.body, args.reading.encoding.as_deref()).with_context(|| page.source.clone())
}

/// What the deciding pass added up.
fn last_pass(why: &Explanation) -> Option<&PassExplanation> {
    why.passes.last()
}

/// A block on a line: number, label, probability, the strongest features, the beginning of its text.
fn write_line(out: &mut dyn Write, block: LabelledBlock<'_>, why: &Explanation) -> std::io::Result<()> {
    let strongest = last_pass(why).map_or(&[][..], |pass| &pass.contributions);
    let names = strongest.iter().take(N_IN_OVERVIEW).map(|c| format!("{} {:+.2}", c.feature.name, c.contribution));
    let text: String = block.text().chars().take(40).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let probability = block.scores().of(why.label);
    let names = names.collect::<Vec<_>>().join("  ");
    writeln!(out, "{:>4}  {:<7} {probability:.3}  {names}  \"{text}\"", block.n(), why.label.name())
}

fn write_full(out: &mut dyn Write, block: LabelledBlock<'_>, why: &Explanation, top: usize) -> std::io::Result<()> {
    let scores = block.scores();
    writeln!(out, "block   {}", block.n())?;
    writeln!(out, "label   {}", block.label().name())?;
    writeln!(out, "scores  content {:.4}  chrome {:.4}  spam {:.4}", scores.content, scores.chrome, scores.spam)?;
    writeln!(out, "role    {}", block.role().name())?;
    match (block.path(), block.line()) {
        (Some(path), _) => writeln!(out, "path    {path}")?,
        (None, line) => writeln!(out, "line    {}", line.unwrap_or_default())?,
    }
    if block.is_head() {
        writeln!(out, "head    never shown on the page itself")?;
    }
    if let Some(how) = block.hidden_how() {
        writeln!(out, "hidden  {how}")?;
    }
    writeln!(out, "text    {}", block.text())?;
    for (n, pass) in why.passes.iter().enumerate() {
        write_pass(out, n + 1, why.label, pass, top)?;
    }
    Ok(())
}

fn write_pass(out: &mut dyn Write, n: usize, label: Label, pass: &PassExplanation, top: usize) -> std::io::Result<()> {
    let sum: f32 = pass.contributions.iter().map(|c| c.contribution).sum();
    let (label, probability) = (label.name(), pass.scores.of(label));
    writeln!(
        out,
        "\npass {n}: margin for {label} {:+.4} = bias {:+.4} + features {sum:+.4}; probability {probability:.4}",
        pass.margin, pass.bias
    )?;
    let shown: Vec<_> = pass.contributions.iter().filter(|c| c.contribution != 0.0).take(top).collect();
    let width = shown.iter().map(|c| c.feature.name.len()).max().unwrap_or(0);
    writeln!(out, "  {:>8}  {:>9}  {:<width$}  what it measures", "added", "value", "feature")?;
    for c in &shown {
        writeln!(out, "  {:>+8.4}  {:>9.4}  {:<width$}  {}", c.contribution, c.value, c.feature.name, c.feature.doc)?;
    }
    let rest = sum - shown.iter().map(|c| c.contribution).sum::<f32>();
    let n_rest = pass.contributions.len() - shown.len();
    writeln!(out, "  {rest:>+8.4}  {:>9}  {n_rest} others", "")
}

fn to_json(block: LabelledBlock<'_>, why: &Explanation, top: usize) -> Value {
    let contribution = |c: &dehusk::Contribution| {
        let feature = &c.feature;
        json!({"feature": feature.name, "value": c.value, "contribution": c.contribution, "doc": feature.doc})
    };
    let pass = |pass: &PassExplanation| {
        let features: Vec<Value> = pass.contributions.iter().take(top).map(contribution).collect();
        let sum: f32 = pass.contributions.iter().map(|c| c.contribution).sum();
        json!({"scores": pass.scores, "margin": pass.margin, "bias": pass.bias, "sum": sum, "features": features})
    };
    json!({
        "n": block.n(),
        "label": block.label().name(),
        "explained": why.label.name(),
        "scores": block.scores(),
        "role": block.role().name(),
        "text": block.text(),
        "path": block.path(),
        "line": block.line(),
        "head": block.is_head(),
        "hidden": block.hidden_how(),
        "passes": why.passes.iter().map(pass).collect::<Vec<_>>(),
    })
}
