//! `dehusk evaluate`: how well a model's labels agree with those of people.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use dehusk::evaluate::{Meter, Outcome as CaseOutcome, Report, SpamCase, pr_curves_svg, reliability_svg};
use dehusk::{Kind, LabelledPage};

use crate::cli::corpus::{Corpora, LABELLED_PAGE, for_each_line};
use crate::cli::model_file::ModelArgs;
use crate::cli::output::NewFile;
use crate::cli::stream::Jobs;
use crate::cli::{Outcome, output, train};

/// Columns that tables for people take.
pub(super) const TABLE_WIDTH: usize = 100;

#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    corpora: Corpora,
    #[command(flatten)]
    model: ModelArgs,
    /// Judge pages of HTML as the lines of plain text that a crawler would write, as training does
    #[arg(long)]
    lines: bool,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
    /// Write the report into a directory: report.json, report.txt, charts as SVG, and as JSONL the blocks that
    /// are spam or are called so: found.jsonl, missed.jsonl, alarms.jsonl
    #[arg(long, value_name = "DIR")]
    report: Option<PathBuf>,
    /// Worst errors that are shown with their text
    #[arg(long, value_name = "N", default_value_t = 20)]
    worst: usize,
    /// Seed of the resampling behind the intervals
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    jobs: Jobs,
}

pub(super) fn run(args: &Args) -> Result<Outcome> {
    let classifier = args.model.load(if args.lines { &[Kind::Text] } else { &[Kind::Html, Kind::Text] })?;
    if let Some(dir) = &args.report {
        check_report_dir(dir)?;
    }
    let mut meter = Meter::new(args.worst);
    let make = |_: &Path, _: usize, page: LabelledPage| {
        let page = train::prepare_page(&page)?;
        let page = if args.lines { page.into_lines() } else { page };
        let scores = page.score(&classifier);
        let cases = if args.report.is_some() { page.cases_with(&classifier, &scores) } else { Vec::new() };
        Ok((page, scores, cases))
    };
    let mut all_cases = Vec::new();
    let read = args.jobs.run(|| {
        for_each_line(&args.corpora.paths, LABELLED_PAGE, make, |(page, scores, cases)| {
            all_cases.extend(cases);
            page.judge_with(&classifier, &scores, &mut meter);
            Ok(())
        })
    })?;
    ensure!(read.files.iter().any(|file| file.n_pages > 0), "no labelled page to measure on");
    let report = meter.report(args.seed);
    if let Some(dir) = &args.report {
        write_report_dir(dir, &report)?;
        write_cases(dir, &all_cases)?;
    }
    let shown = if args.json { serde_json::to_string(&report)? + "\n" } else { report.to_table(TABLE_WIDTH) };
    output::to_stdout(|out| out.write_all(shown.as_bytes()))?;
    Ok(Outcome::of(read.n_failed))
}

/// Sees, before long work, that a directory for reports is there or can be made.
pub(super) fn check_report_dir(dir: &Path) -> Result<()> {
    std::fs::create_dir_all(dir).with_context(|| format!("{}: cannot be made", dir.display()))?;
    output::check_places(&[&dir.join("report.json")], &[])
}

/// Writes a report and its charts into a directory.
pub(super) fn write_report_dir(dir: &Path, report: &Report) -> Result<()> {
    std::fs::create_dir_all(dir).with_context(|| format!("{}: cannot be made", dir.display()))?;
    let json = serde_json::to_string_pretty(report)? + "\n";
    output::write_file(&dir.join("report.json"), json.as_bytes())?;
    output::write_file(&dir.join("report.txt"), report.to_table(TABLE_WIDTH).as_bytes())?;
    output::write_file(&dir.join("precision-recall.svg"), pr_curves_svg(report).as_bytes())?;
    output::write_file(&dir.join("reliability.svg"), reliability_svg(report).as_bytes())
}

/// Writes the blocks that are spam or are called so beside a report, by what became of them.
pub(super) fn write_cases(dir: &Path, cases: &[SpamCase]) -> Result<()> {
    let files = [
        ("found.jsonl", CaseOutcome::Found),
        ("missed.jsonl", CaseOutcome::Missed),
        ("alarms.jsonl", CaseOutcome::Alarm),
    ];
    for (name, outcome) in files {
        let mut out = NewFile::create(&dir.join(name))?;
        for case in cases.iter().filter(|case| case.outcome() == outcome) {
            writeln!(out, "{}", serde_json::to_string(case)?)?;
        }
        out.finish()?;
    }
    Ok(())
}
