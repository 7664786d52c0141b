//! `dehusk train`: a model from labelled pages, and an honest report of how well it does.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use dehusk::evaluate::PageKey;
use dehusk::render::{Style, body_text};
use dehusk::train::{FitParams, LeaveOut, PreparedPage, Trained, prepare, train};
use dehusk::{CorpusInfo, LabelledPage, Page, TrainedBy};
use serde_json::json;

use crate::cli::corpus::{Corpora, CorporaRead, LABELLED_PAGE, for_each_line};
use crate::cli::output::{self, NewFile};
use crate::cli::progress::Teller;
use crate::cli::stream::Jobs;
use crate::cli::{Outcome, evaluate};

/// Errors with their text that the report shows.
const N_WORST: usize = 20;

#[derive(clap::Args)]
#[command(
    after_help = "Every figure of the report is out of fold: by heads that saw no page of the same site. The same corpora \
    and knobs give the same model, byte for byte. A corpus with a line that cannot be used trains nothing."
)]
pub(super) struct Args {
    #[command(flatten)]
    corpora: Corpora,
    /// Where the model goes; the file appears when it is whole
    #[arg(long, value_name = "FILE", required_unless_present = "leave_out")]
    out: Option<PathBuf>,
    /// Name that the model has in its file
    #[arg(long, default_value = "unnamed")]
    name: String,
    /// Write what is kept of every page, out of fold, as JSONL with "key" and "text"; plain text beside it in
    /// a file that ends in .text.jsonl
    #[arg(long, value_name = "FILE")]
    predictions: Option<PathBuf>,
    #[command(flatten)]
    knobs: Knobs,
    /// Measure what was never seen: planted pages are judged by heads and evidence that saw nothing planted of
    /// their family, or in their language; or all pages by such that saw no page of their set. Makes a report
    /// and no model
    #[arg(long, value_name = "WHAT", conflicts_with = "out", requires = "report")]
    leave_out: Option<Left>,
    /// Print the reports as JSON
    #[arg(long)]
    json: bool,
    /// Write the reports, with charts and every block that is spam or is called so, into a directory: html and
    /// text in it
    #[arg(long, value_name = "DIR")]
    report: Option<PathBuf>,
    /// Say nothing but the report
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    jobs: Jobs,
}

/// What can be left out.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Left {
    Family,
    Language,
    Set,
}

/// The knobs of the fit.
#[derive(clap::Args)]
struct Knobs {
    /// Strength of the penalty on weights
    #[arg(long, default_value_t = FitParams::default().alpha, allow_negative_numbers = true)]
    alpha: f64,
    /// Rows that every head is fitted on at most
    #[arg(long, default_value_t = FitParams::default().max_rows)]
    rows: usize,
    /// Share of the blocks of clean pages that may be called spam where the threshold is chosen, 0 to 1: more where
    /// the corpora hold many pages that were written to be mistaken for spam
    #[arg(long, value_name = "SHARE", default_value_t = FitParams::default().false_alarms)]
    false_alarms: f32,
    /// Steps of the solver at most
    #[arg(long, default_value_t = FitParams::default().max_iterations)]
    iterations: u64,
    /// Let the pages of a set count W times as much, so that no one set's taste rules; for every set again
    #[arg(long, value_name = "NAME=W", value_parser = set_weight)]
    set_weight: Vec<(String, f32)>,
    /// Seed of what is drawn
    #[arg(long, default_value_t = FitParams::default().seed)]
    seed: u64,
}

pub(super) fn run(args: &Args) -> Result<Outcome> {
    let knobs = &args.knobs;
    ensure!(knobs.alpha.is_finite() && knobs.alpha >= 0.0, "--alpha must be zero or more");
    ensure!(knobs.rows > 0, "--rows must be more than zero");
    ensure!((0.0..=1.0).contains(&knobs.false_alarms), "--false-alarms must be between 0 and 1");
    ensure!(knobs.iterations > 0, "--iterations must be more than zero");
    let of_text = args.predictions.as_deref().map(place_of_text);
    let places = [args.out.as_deref(), args.predictions.as_deref(), of_text.as_deref()];
    output::check_places(&places.into_iter().flatten().collect::<Vec<_>>(), &args.corpora.paths)?;
    if let Some(dir) = &args.report {
        evaluate::check_report_dir(dir)?;
    }
    args.jobs.run(|| {
        let teller = Teller::new(args.quiet);
        let (pages, read) = read_pages(args, &teller)?;
        check_read(args, &pages, &read)?;
        let params = params_of(args);
        let trained =
            train(pages, trained_by(&read, &params, &knobs.set_weight), &params, &teller)?.with_name(&args.name);
        teller.finish();
        if let Some(path) = &args.predictions {
            write_predictions(path, &trained)?;
        }
        if let Some(out) = &args.out {
            output::write_file(out, &trained.to_bytes()?)?;
        }
        write_reports(args, &trained)
    })?;
    Ok(Outcome::Done)
}

fn params_of(args: &Args) -> FitParams {
    let knobs = &args.knobs;
    let leave_out = args.leave_out.map(|left| match left {
        Left::Family => LeaveOut::Family,
        Left::Language => LeaveOut::Language,
        Left::Set => LeaveOut::Set,
    });
    FitParams {
        alpha: knobs.alpha,
        max_iterations: knobs.iterations,
        max_rows: knobs.rows,
        seed: knobs.seed,
        leave_out,
        false_alarms: knobs.false_alarms,
    }
}

fn read_pages(args: &Args, teller: &Teller) -> Result<(Vec<PreparedPage>, CorporaRead)> {
    let mut pages = Vec::new();
    let make = |_: &Path, _: usize, page: LabelledPage| {
        let prepared = prepare_page(&page)?;
        let weighed = args.knobs.set_weight.iter().find(|(name, _)| *name == prepared.key.set);
        Ok(match weighed {
            Some((_, weight)) => prepared.reweighed(*weight),
            None => prepared,
        })
    };
    let read = for_each_line(&args.corpora.paths, LABELLED_PAGE, make, |page| {
        pages.push(page);
        teller.pages(pages.len());
        Ok(())
    })?;
    Ok((pages, read))
}

/// Sees that everything was read, and that every set that is weighed is there.
fn check_read(args: &Args, pages: &[PreparedPage], read: &CorporaRead) -> Result<()> {
    let what = if read.n_failed == 1 { "line or file" } else { "lines or files" };
    ensure!(read.n_failed == 0, "nothing trained: {} {what} of the corpora cannot be used", read.n_failed);
    let sets: BTreeSet<&str> = pages.iter().map(|page| page.key.set.as_str()).collect();
    for (name, _) in &args.knobs.set_weight {
        let known = || sets.iter().map(|set| format!("\"{set}\"")).collect::<Vec<_>>().join(", ");
        ensure!(sets.contains(name.as_str()), "--set-weight: no page is of the set \"{name}\"; sets are {}", known());
    }
    Ok(())
}

/// Reads `NAME=W`.
fn set_weight(text: &str) -> Result<(String, f32)> {
    let (name, weight) = text.rsplit_once('=').context("expected NAME=W, such as news=0.5")?;
    let weight: f32 = weight.parse().with_context(|| format!("\"{weight}\" is not a number"))?;
    ensure!((0.0..=100.0).contains(&weight), "a weight is from 0 to 100");
    Ok((name.to_owned(), weight))
}

/// Cuts a labelled page and places its labels.
pub(super) fn prepare_page(page: &LabelledPage) -> Result<PreparedPage> {
    ensure!(page.html.is_some() || page.text.is_some(), "neither \"html\" nor \"text\" is there");
    ensure!(page.weight.is_none_or(|weight| (0.0..=100.0).contains(&weight)), "\"weight\" must be between 0 and 100");
    prepare(page).with_context(|| format!("page \"{}\"", page.id))
}

fn trained_by(read: &CorporaRead, params: &FitParams, set_weights: &[(String, f32)]) -> TrainedBy {
    let corpus = |file: &crate::cli::corpus::CorpusFile| CorpusInfo {
        name: file.name.clone(),
        n_pages: file.n_pages,
        checksum: file.checksum,
    };
    TrainedBy {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        corpora: read.files.iter().map(corpus).collect(),
        seed: params.seed,
        alpha: params.alpha,
        max_iterations: params.max_iterations,
        n_rows: params.max_rows as u64,
        false_alarms: params.false_alarms,
        set_weights: set_weights.to_vec(),
    }
}

/// Where the predictions of plain text go, beside those of HTML.
fn place_of_text(predictions: &Path) -> PathBuf {
    predictions.with_extension("text.jsonl")
}

/// Writes the kept text of every page as scoring scripts read it.
fn write_predictions(path: &Path, trained: &Trained) -> Result<()> {
    for (is_text, path) in [(false, path.to_owned()), (true, place_of_text(path))] {
        let mut out = NewFile::create(&path)?;
        for (key, page) in trained.pages_out_of_fold(is_text) {
            writeln!(out, "{}", prediction(key, &page))?;
        }
        out.finish()?;
    }
    Ok(())
}

fn prediction(key: &PageKey, page: &Page) -> serde_json::Value {
    json!({"key": format!("{}/{}", key.set, key.id), "text": body_text(page, &Style::default())})
}

fn write_reports(args: &Args, trained: &Trained) -> Result<()> {
    let has = |is_text: bool| trained.pages.iter().any(|page| page.is_text() == is_text);
    let kinds = [("html", "HTML", false), ("text", "Plain text", true)];
    let reports: Vec<_> = kinds
        .into_iter()
        .filter(|kind| has(kind.2))
        .map(|(key, name, is_text)| (key, name, is_text, trained.report(is_text, N_WORST)))
        .collect();
    if let Some(dir) = &args.report {
        for (key, _, is_text, report) in &reports {
            let dir = dir.join(key);
            evaluate::write_report_dir(&dir, report)?;
            evaluate::write_cases(&dir, &trained.spam_cases(*is_text).collect::<Vec<_>>())?;
        }
    }
    output::to_stdout(|out| {
        if args.json {
            let all: serde_json::Map<String, serde_json::Value> =
                reports.iter().map(|(key, _, _, report)| ((*key).to_owned(), json!(report))).collect();
            return writeln!(out, "{}", json!(all));
        }
        for (_, name, _, report) in &reports {
            writeln!(out, "{name}, out of fold\n\n{}", report.to_table(evaluate::TABLE_WIDTH))?;
        }
        Ok(())
    })
}
