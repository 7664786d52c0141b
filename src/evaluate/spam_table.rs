//! The sections of the report for people that tell of planted spam.
//!
//! Counts per group come in; lines go out. It computes no figure of its own.

use super::columns::{count, left, n_columns, printable, share};
use super::{LeftOut, SpamSlice, SpamSlices};

/// Columns of the figures behind a name.
const N_FIGURES: usize = 68;

/// A line on what was left out, if anything was.
pub(super) fn left_out(left_out: Option<&LeftOut>) -> Vec<String> {
    let line = |left_out: &LeftOut| {
        let what = printable(&left_out.what);
        if left_out.n_planted == 0 {
            return format!("left out by {what}");
        }
        let (n_judged, n_planted) = (count(left_out.n_judged), count(left_out.n_planted));
        format!("left out by {what}: {n_judged} of {n_planted} planted pages were judged")
    };
    left_out.map(line).into_iter().collect()
}

/// The sections on spam, those without a page left away.
pub(super) fn spam(slices: &SpamSlices, width: usize) -> Vec<String> {
    let sections = [
        ("Planted, by family", &slices.families),
        ("Planted, by language", &slices.langs),
        ("Planted, by place", &slices.places),
        ("Planted, by trick", &slices.tricks),
        ("Nothing planted, by set", &slices.clean_sets),
    ];
    let mut lines = Vec::new();
    for (title, slices) in sections {
        for (is_text, kind) in [(false, "HTML"), (true, "plain text")] {
            let of_kind: Vec<&SpamSlice> = slices.iter().filter(|slice| slice.is_text == is_text).collect();
            lines.extend(section(&format!("{title}, {kind}"), &of_kind, width));
        }
    }
    lines
}

fn section(title: &str, slices: &[&SpamSlice], width: usize) -> Vec<String> {
    if slices.is_empty() {
        return Vec::new();
    }
    let n_name = slices.iter().map(|slice| n_columns(&name_of(slice))).max().unwrap_or(0);
    let n_name = n_name.min(width.saturating_sub(N_FIGURES));
    let row = |name: &str, cells: [&str; 9]| {
        let [pages, planted, recall, called, prec, content, content_called, chrome, chrome_called] = cells;
        let found = format!("{pages:>7} {planted:>8} {recall:>6} {called:>7} {prec:>5}");
        let clean = format!("{content:>9} {content_called:>5} {chrome:>9} {chrome_called:>5}");
        format!("{}{found}{clean}", left(name, n_name))
    };
    let heads = ["pages", "planted", "recall", "called", "prec", "content", "spam", "chrome", "spam"];
    let note = "recall of what was planted; clean blocks, and how many of them were called spam";
    let mut lines = vec![String::new(), title.to_uppercase(), note.to_owned(), row("", heads)];
    for slice in slices {
        let counts = [slice.n_pages, slice.n_planted, slice.n_called].map(count);
        let clean = [slice.n_content, slice.n_content_called, slice.n_chrome, slice.n_chrome_called].map(count);
        let (recall, precision) = (share(slice.recall), share(slice.precision));
        let cells =
            [&counts[0], &counts[1], &recall, &counts[2], &precision, &clean[0], &clean[1], &clean[2], &clean[3]];
        lines.push(row(&name_of(slice), cells.map(String::as_str)));
    }
    lines
}

fn name_of(slice: &SpamSlice) -> String {
    let name = printable(&slice.name);
    if name.is_empty() { "(none)".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_keep_to_their_width_and_kinds_apart() {
        let slice = |is_text| SpamSlice {
            name: "offtopic_paragraph_and_more".to_owned(),
            is_text,
            n_pages: 12_345,
            n_planted: 123_456,
            recall: Some(0.5),
            n_content: 1_234_567,
            n_chrome: 1_234_567,
            ..SpamSlice::default()
        };
        let slices = SpamSlices { families: vec![slice(false), slice(true)], ..SpamSlices::default() };
        for width in [80, 100] {
            let lines = spam(&slices, width);
            assert_eq!(lines.len(), 10);
            assert_eq!(lines[1], "PLANTED, BY FAMILY, HTML");
            assert_eq!(lines[6], "PLANTED, BY FAMILY, PLAIN TEXT");
            assert!(lines[4].contains("12,345  123,456   .500"), "{}", lines[4]);
            assert!(lines.iter().all(|line| n_columns(line) <= width), "{lines:?}");
        }
    }
}
