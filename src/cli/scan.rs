//! `dehusk scan`: one line a page with its verdict, the worst first.
//!
//! Of every page only the verdict is kept, so that a crawl of any size fits in memory.

use std::cmp::Ordering;
use std::io::Write;

use anyhow::Result;
use dehusk::{Evidence, Verdict, VerdictKind};
use serde::Serialize;

use crate::cli::input::{RawPage, TextPage};
use crate::cli::page_args::PageArgs;
use crate::cli::page_head::PageHead;
use crate::cli::{Outcome, output, stream};

#[derive(clap::Args)]
#[command(
    after_help = "A line is the verdict (clean, injected, taken_over, doorway), the share of spam, the source and \
    the evidence, separated by tabs. Exit code 1 says that some page is not clean or some input failed."
)]
pub(super) struct Args {
    #[command(flatten)]
    pages: PageArgs,
    /// Print one JSON object a page, a line each
    #[arg(long)]
    json: bool,
}

/// What is kept of a page.
#[derive(Serialize)]
struct Row {
    #[serde(flatten)]
    head: PageHead,
    #[serde(flatten)]
    verdict: Verdict,
}

pub(super) fn run(args: &Args) -> Result<Outcome> {
    let classifier = args.pages.classifier()?;
    let make = |raw: &RawPage, page: TextPage| {
        let labelled = classifier.classify_str(&page.text, page.kind());
        Ok(Row { head: PageHead::new(raw, page.about, labelled.is_truncated()), verdict: labelled.verdict() })
    };
    let mut rows = Vec::new();
    let n_failed = stream::for_each_page(&args.pages.input, make, |row| {
        rows.push(row);
        Ok(())
    })?;
    rows.sort_by(worst_first);
    output::to_stdout(|out| rows.iter().try_for_each(|row| row.write(out, args.json)))?;
    let is_clean = rows.iter().all(|row| row.verdict.kind == VerdictKind::Clean);
    Ok(if is_clean { Outcome::of(n_failed) } else { Outcome::SomeNotClean })
}

/// The worse verdict first, then the greater share of spam, then the name.
fn worst_first(a: &Row, b: &Row) -> Ordering {
    let by_verdict = b.verdict.kind.cmp(&a.verdict.kind);
    let by_share = || b.verdict.spam_share.total_cmp(&a.verdict.spam_share);
    by_verdict.then_with(by_share).then_with(|| name_and_line(&a.head.source).cmp(&name_and_line(&b.head.source)))
}

/// A source as it is ordered: lines of JSONL by number, so that line 9 comes before line 10.
fn name_and_line(source: &str) -> (&str, u64) {
    let line = source.rsplit_once(':').and_then(|(name, line)| Some((name, line.parse().ok()?)));
    line.unwrap_or((source, 0))
}

impl Row {
    fn write(&self, out: &mut dyn Write, as_json: bool) -> std::io::Result<()> {
        if as_json {
            return writeln!(out, "{}", serde_json::to_string(self)?);
        }
        // A name may hold anything, but a line has four columns.
        let source = self.head.source.replace(char::is_control, " ");
        let evidence: Vec<String> = self.verdict.evidence.iter().map(Evidence::to_string).collect();
        let (verdict, share) = (self.verdict.kind.name(), self.verdict.spam_share);
        writeln!(out, "{verdict}\t{share:.4}\t{source}\t{}", evidence.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::input::{About, Body};

    fn row(source: &str, kind: VerdictKind, spam_share: f32) -> Row {
        let verdict = Verdict { spam_share, kind, evidence: vec![] };
        let raw = RawPage { source: source.to_owned(), body: Body::Text(Vec::new()) };
        Row { head: PageHead::new(&raw, About::default(), false), verdict }
    }

    #[test]
    fn the_worst_comes_first() {
        let mut rows = [
            row("b", VerdictKind::Clean, 0.0),
            row("p.jsonl:10", VerdictKind::Clean, 0.0),
            row("p.jsonl:9", VerdictKind::Clean, 0.0),
            row("a", VerdictKind::Clean, 0.0),
            row("most", VerdictKind::Injected, 0.5),
            row("least", VerdictKind::Injected, 0.01),
            row("shell", VerdictKind::TakenOver, 0.3),
            row("door", VerdictKind::Doorway, 0.9),
        ];
        rows.sort_by(worst_first);
        let sources = rows.each_ref().map(|row| row.head.source.as_str());
        assert_eq!(sources, ["door", "shell", "most", "least", "a", "b", "p.jsonl:9", "p.jsonl:10"]);
    }

    #[test]
    fn a_line_has_four_columns_whatever_the_name() {
        let mut out = Vec::new();
        let written = row("a\tb\nc", VerdictKind::TakenOver, 0.25).write(&mut out, false);
        assert!(written.is_ok());
        assert_eq!(String::from_utf8_lossy(&out), "taken_over\t0.2500\ta b c\t\n");
    }
}
