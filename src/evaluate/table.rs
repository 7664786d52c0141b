//! The report for people, as plain text.
//!
//! A [`Report`] comes in; lines of at most the asked width go out, sections under short headings.
//! It computes no figure of its own and prints nothing.

use super::columns::{count, cut, left, n_columns, printable, share};
use super::spam_table;
use super::{Confusion, Figures, Interval, LabelFigures, Miss, Report, Slice};
use crate::label::Label;

/// Columns the tables need, and the most that eyes can follow.
const WIDTHS: (usize, usize) = (80, 100);

/// Columns from which slices show how many blocks of each label they hold.
const WIDTH_WITH_SUPPORT: usize = 96;

impl Report {
    /// The report as a table for a terminal of `width` columns (held to 80 to 100).
    ///
    /// Figures are shares of one without their zero: `.941`; `-` is a figure that does not exist.
    pub fn to_table(&self, width: usize) -> String {
        let width = width.clamp(WIDTHS.0, WIDTHS.1);
        let mut lines = head(self);
        if self.counts.n_blocks == 0 {
            return lines.join("\n") + "\nno block was judged\n";
        }
        lines.extend(labels(self));
        lines.extend(characters(&self.by_char));
        lines.extend(confusion(&self.by_block.confusion));
        lines.extend(thresholds(self));
        lines.extend(calibration(self));
        lines.extend(slices("Languages", &self.slices.langs, width));
        lines.extend(slices("Sets", &self.slices.sets, width));
        lines.extend(slices("Worst sites", &self.slices.worst_sites, width));
        lines.extend(spam_table::spam(&self.spam, width));
        lines.extend(worst_errors(&self.worst_errors, width));
        lines.iter().map(|line| line.trim_end().to_owned() + "\n").collect()
    }
}

/// An empty line, then the heading and what it is about.
fn heading(title: &str, note: &str) -> Vec<String> {
    vec![String::new(), format!("{}  {note}", title.to_uppercase())]
}

fn head(report: &Report) -> Vec<String> {
    let counts = &report.counts;
    let mut lines = vec![format!(
        "EVALUATION  blocks {}, characters {}, pages {}, sites {}",
        count(counts.n_blocks),
        count(counts.n_chars),
        count(counts.n_pages),
        count(counts.n_sites)
    )];
    lines.extend(spam_table::left_out(report.left_out.as_ref()));
    if counts.n_mended_scores > 0 {
        let n = count(counts.n_mended_scores);
        lines.push(format!("warning: {n} scores were no probability and were moved into 0 to 1"));
    }
    lines
}

fn labels(report: &Report) -> Vec<String> {
    let mut lines = heading("Labels", "by block; in brackets 95 % intervals over sites");
    lines.push(format!("{:<8}  {:<18}  {:<18}  {:<18}  {:>9}", "", "precision", "recall", "F1", "blocks"));
    for (label, figures) in report.by_block.labels.iter() {
        let intervals = report.intervals.labels.of(label);
        lines.push(format!(
            "{:<8}  {:<18}  {:<18}  {:<18}  {:>9}",
            label.name(),
            with_interval(figures.precision, intervals.precision),
            with_interval(figures.recall, intervals.recall),
            with_interval(figures.f1, intervals.f1),
            count(figures.support)
        ));
    }
    let macro_f1 = with_interval(report.by_block.macro_f1, report.intervals.macro_f1);
    let accuracy = with_interval(report.by_block.accuracy, report.intervals.accuracy);
    lines.push(format!("{:<48}  {macro_f1}", "macro F1"));
    lines.push(format!("{:<48}  {accuracy}", "accuracy"));
    lines
}

fn with_interval(figure: Option<f64>, interval: Option<Interval>) -> String {
    match interval {
        None => format!("{:>4}", share(figure)),
        Some(Interval { low, high }) => {
            format!("{:>4} [{} {}]", share(figure), share(Some(low)), share(Some(high)))
        }
    }
}

fn characters(figures: &Figures) -> Vec<String> {
    let mut lines = heading("Labels", "by character");
    let header = ["precision", "recall", "F1", "characters"];
    lines.push(format!("{:<8}  {:>9}  {:>9}  {:>9}  {:>14}", "", header[0], header[1], header[2], header[3]));
    for (label, row) in figures.labels.iter() {
        let LabelFigures { precision, recall, f1, support } = *row;
        lines.push(format!(
            "{:<8}  {:>9}  {:>9}  {:>9}  {:>14}",
            label.name(),
            share(precision),
            share(recall),
            share(f1),
            count(support)
        ));
    }
    lines.push(format!("{:<30}  {:>9}", "macro F1", share(figures.macro_f1)));
    lines.push(format!("{:<30}  {:>9}", "accuracy", share(figures.accuracy)));
    lines
}

fn confusion(confusion: &Confusion) -> Vec<String> {
    let mut lines = heading("Confusion", "blocks; rows gold, columns predicted");
    let cells = |name: &str, cells: [String; 4]| {
        let [a, b, c, d] = cells;
        format!("{name:<8}  {a:>11}  {b:>11}  {c:>11}  {d:>11}")
    };
    let [content, chrome, spam] = Label::ALL.map(|label| label.name().to_owned());
    lines.push(cells("", [content, chrome, spam, "all".to_owned()]));
    for label in Label::ALL {
        let [content, chrome, spam] = confusion.counts[label.idx()].map(count);
        lines.push(cells(label.name(), [content, chrome, spam, count(confusion.support(label))]));
    }
    let [content, chrome, spam] = Label::ALL.map(|label| count(confusion.predicted(label)));
    lines.push(cells("all", [content, chrome, spam, count(confusion.total())]));
    lines
}

/// A name and each label's cell, gaps between them.
fn per_label(name: &str, cell: impl Fn(Label) -> String) -> String {
    let [content, chrome, spam] = Label::ALL.map(cell);
    format!("{name}  {content}  {chrome}  {spam}")
}

fn thresholds(report: &Report) -> Vec<String> {
    let mut lines = heading("Thresholds", "each label taken where its own score reaches it");
    lines.push(per_label("     ", |label| {
        let area = share(report.curves.of(label).average_precision);
        format!("{:<20}", format!("  {} (AP {area})", label.name()))
    }));
    lines.push(per_label("score", |_| format!("{:>6}  {:>6}  {:>4}", "prec", "recall", "F1")));
    for (idx, row) in report.thresholds.content.iter().enumerate() {
        let at = format!("{:.2}", row.threshold);
        lines.push(per_label(&format!("{:>5}", at.trim_start_matches('0')), |label| {
            let row = report.thresholds.of(label).get(idx);
            let [precision, recall, f1] =
                [row.and_then(|row| row.precision), row.and_then(|row| row.recall), row.and_then(|row| row.f1)]
                    .map(share);
            format!("{precision:>6}  {recall:>6}  {f1:>4}")
        }));
    }
    lines
}

fn calibration(report: &Report) -> Vec<String> {
    let mut lines = heading("Calibration", "mean score and observed share; ECE expected calibration error");
    lines.push(per_label("     ", |label| {
        let error = share(report.calibration.of(label).expected_error);
        format!("{:<20}", format!("  {} (ECE {error})", label.name()))
    }));
    lines.push(per_label("score", |_| format!("{:>8}  {:>4}  {:>4}", "blocks", "mean", "seen")));
    for (idx, bin) in report.calibration.content.bins.iter().enumerate() {
        let edges = format!("{:.1}-{:.1}", bin.low, bin.high).replace("0.", ".");
        lines.push(per_label(&left(&edges.replace("1.0", "1"), 5), |label| {
            let bin = report.calibration.of(label).bins.get(idx).copied().unwrap_or_default();
            let [mean, seen] = [bin.mean_score, bin.observed_share].map(share);
            format!("{:>8}  {mean:>4}  {seen:>4}", count(bin.n_blocks))
        }));
    }
    let error = share(report.calibration_of_predicted.expected_error);
    lines.push(format!("score of whatever label was predicted: ECE {error}"));
    lines
}

fn slices(title: &str, slices: &[Slice], width: usize) -> Vec<String> {
    if slices.is_empty() {
        return Vec::new();
    }
    let layout = SliceLayout::new(slices, width);
    let mut lines = heading(title, "n blocks; mean F1 of labels with 5 gold blocks or more");
    lines.push(layout.row("", ["", ""], |label| [label.name(), "", "", ""].map(str::to_owned)));
    lines.push(layout.row("", ["n", "mean"], |_| ["P", "R", "F1", "n"].map(str::to_owned)));
    for slice in slices {
        let start = [slice.n_blocks.to_string(), share(slice.mean_f1)];
        lines.push(layout.row(&slice_name(slice), [&start[0], &start[1]], |label| {
            let figures = slice.labels.of(label);
            let [precision, recall, f1] = [figures.precision, figures.recall, figures.f1].map(share);
            [precision, recall, f1, figures.support.to_string()]
        }));
    }
    lines
}

fn slice_name(slice: &Slice) -> String {
    let name = printable(&slice.name);
    if name.is_empty() { "(none)".to_owned() } else { name }
}

/// Widths of a table of slices.
struct SliceLayout {
    n_name: usize,
    n_digits: usize,
    with_support: bool,
}

impl SliceLayout {
    fn new(slices: &[Slice], width: usize) -> SliceLayout {
        let with_support = width >= WIDTH_WITH_SUPPORT;
        let n_digits = slices.iter().map(|slice| slice.n_blocks.to_string().len()).max();
        let n_digits = n_digits.unwrap_or(1);
        let n_cell = "  .123 .123 .123".len() + if with_support { 1 + n_digits } else { 0 };
        let n_figures = "  ".len() + n_digits + "  .123".len() + Label::ALL.len() * n_cell;
        let n_longest = slices.iter().map(|slice| n_columns(&slice_name(slice))).max();
        let n_name = n_longest.unwrap_or(0).min(width.saturating_sub(n_figures));
        SliceLayout { n_name, n_digits, with_support }
    }

    /// A name, its blocks and mean F1, and precision, recall, F1 and support of each label.
    fn row(&self, name: &str, start: [&str; 2], cell: impl Fn(Label) -> [String; 4]) -> String {
        let n_digits = self.n_digits;
        let [n_blocks, mean_f1] = start;
        let start = format!("{}  {n_blocks:>n_digits$}  {mean_f1:>4}", left(name, self.n_name));
        per_label(&start, |label| {
            let [a, b, c, support] = cell(label);
            let figures = format!("{a:>4} {b:>4} {c:>4}");
            if self.with_support { format!("{figures} {support:>n_digits$}") } else { figures }
        })
    }
}

fn worst_errors(misses: &[Miss], width: usize) -> Vec<String> {
    if misses.is_empty() {
        return Vec::new();
    }
    let mut lines = heading("Worst errors", "highest score for the wrong label first");
    lines.push("     predicted  gold     content  chrome  spam  set/page".to_owned());
    for (idx, miss) in misses.iter().enumerate() {
        let [content, chrome, spam] = Label::ALL.map(|label| share(Some(f64::from(miss.scores.of(label)))));
        let (predicted, gold) = (miss.predicted.name(), miss.gold.name());
        let page = printable(&format!("{}/{}", miss.set, miss.page));
        let line = format!("{:>3}  {predicted:<9}  {gold:<7}  {content:>7}  {chrome:>6}  {spam:>4}  {page}", idx + 1);
        lines.push(cut(&line, width));
        lines.push(cut(&format!("     {}", printable(&miss.text)), width));
    }
    lines
}
