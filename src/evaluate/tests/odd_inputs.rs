//! Inputs that tempt a meter to claim too much, and what must hold for every report.

use super::super::columns::n_columns;
use super::super::*;
use super::{block, page, random_blocks, report};

#[test]
fn the_order_of_blocks_does_not_matter() -> Result<(), serde_json::Error> {
    let mut blocks = random_blocks(400, 6);
    let forward = report(&blocks);
    blocks.reverse();
    assert_eq!(serde_json::to_string(&forward)?, serde_json::to_string(&report(&blocks))?);
    Ok(())
}

#[test]
fn a_report_survives_json_and_a_newer_one_is_refused() -> Result<(), serde_json::Error> {
    let report = report(&random_blocks(400, 7));
    let json = serde_json::to_string(&report)?;
    // serde_json may read the last digit of a float differently: what people see stays the same.
    let read: Report = serde_json::from_str(&json)?;
    assert_eq!(read.to_table(100), report.to_table(100));
    assert_eq!(pr_curves_svg(&read), pr_curves_svg(&report));
    assert_eq!((read.counts, read.worst_errors), (report.counts, report.worst_errors));
    let newer = json.replacen("\"format\":1", "\"format\":2", 1);
    let refusal = serde_json::from_str::<Report>(&newer).map_err(|error| error.to_string());
    assert!(matches!(&refusal, Err(why) if why.starts_with("evaluation report of format 2")));
    Ok(())
}

#[test]
fn nothing_in_nothing_claimed() -> Result<(), serde_json::Error> {
    let report = report(&[]);
    assert_eq!(report.counts, Counts::default());
    assert_eq!(report.by_block, Figures::default());
    assert_eq!(report.curves, PerLabel::default());
    assert_eq!(report.calibration_of_predicted.expected_error, None);
    let expected = "EVALUATION  blocks 0, characters 0, pages 0, sites 0
no block was judged
";
    assert_eq!(report.to_table(80), expected);
    assert_eq!(serde_json::from_str::<Report>(&serde_json::to_string(&report)?)?, report);
    assert!(!pr_curves_svg(&report).contains("NaN") && !reliability_svg(&report).contains("NaN"));
    Ok(())
}

#[test]
fn one_site_has_figures_but_no_intervals() {
    let blocks = [
        block(Label::Content, Label::Content, 0.9),
        block(Label::Content, Label::Chrome, 0.6),
        block(Label::Chrome, Label::Chrome, 0.8),
    ];
    let report = report(&blocks);
    assert_eq!((report.counts.n_pages, report.counts.n_sites), (1, 1));
    assert_eq!(report.by_block.macro_f1, Some(2.0 / 3.0));
    assert_eq!(report.intervals, Intervals { seed: 1, ..Intervals::default() });
    assert!(report.slices.worst_sites.is_empty());
    assert_eq!(report.by_block.labels.spam, LabelFigures::default());
}

#[test]
fn pages_without_a_site_stand_alone() {
    let mut blocks = vec![block(Label::Content, Label::Content, 0.9); 3];
    for (idx, block) in blocks.iter_mut().enumerate() {
        block.page = page("dev", "", &format!("p{idx}"), "");
    }
    assert_eq!(report(&blocks).counts.n_sites, 3);
}

#[test]
fn the_worst_site_comes_first_and_small_ones_are_not_named() {
    let mut blocks = Vec::new();
    for site_idx in 0..30 {
        let n_blocks = if site_idx == 0 { 19 } else { 20 };
        for idx in 0..n_blocks {
            let predicted = if idx < 30 - site_idx { Label::Chrome } else { Label::Content };
            let mut block = block(Label::Content, predicted, 0.7);
            block.page.site = format!("s{site_idx:02}.example");
            blocks.push(block);
        }
    }
    let sites = report(&blocks).slices.worst_sites;
    assert_eq!(sites.len(), 20);
    assert_eq!(sites.first().map(|site| site.name.as_str()), Some("s01.example"));
    assert!(sites.is_sorted_by(|a, b| a.mean_f1 <= b.mean_f1));
}

#[test]
fn one_missed_spam_block_does_not_make_a_site_the_worst() {
    let mut blocks = vec![block(Label::Content, Label::Content, 0.9); 30];
    blocks[0] = block(Label::Spam, Label::Content, 0.9);
    let sites = report(&blocks).slices.worst_sites;
    let mean_f1 = sites.first().and_then(|site| site.mean_f1);
    assert_eq!(mean_f1, Some(58.0 / 59.0));
}

#[test]
fn the_worst_errors_are_kept_and_their_text_cut() {
    let mut blocks = Vec::new();
    for idx in 0..50u8 {
        let mut block = block(Label::Content, Label::Spam, 0.5 + f32::from(idx % 25) / 100.0);
        block.text = "页".repeat(200);
        block.page.id = format!("p{idx}");
        blocks.push(block);
    }
    blocks.push(block(Label::Spam, Label::Spam, 0.99));
    let misses = report(&blocks).worst_errors;
    let pages: Vec<&str> = misses.iter().map(|miss| miss.page.as_str()).collect();
    assert_eq!(pages, ["p24", "p49", "p23", "p48", "p22"]);
    assert!(misses.iter().all(|miss| miss.text.chars().count() == 160));
}

#[test]
fn scores_that_are_no_probability_are_mended_and_told() {
    let mut odd = block(Label::Content, Label::Content, 0.9);
    odd.scores = Scores { content: 1.00001, chrome: f32::NAN, spam: -3.0 };
    let report = report(&[odd, block(Label::Chrome, Label::Chrome, 0.9)]);
    assert_eq!(report.counts.n_mended_scores, 2);
    assert_eq!(report.calibration.chrome.bins[0].n_blocks, 1);
    assert!(report.to_table(80).contains("\nwarning: 2 scores"));
}

#[test]
fn the_table_keeps_to_its_width() {
    let mut blocks = random_blocks(900, 8);
    for block in &mut blocks {
        block.page.set = "一个名字很长很长很长很长很长很长很长的测试集".into();
    }
    let report = report(&blocks);
    for (asked, given) in [(0, 80), (80, 80), (90, 90), (97, 97), (usize::MAX, 100)] {
        let table = report.to_table(asked);
        for line in table.lines() {
            assert!(n_columns(line) <= given, "{asked}: {line}");
            assert_eq!(line.trim_end(), line);
        }
        assert!(!table.contains('\u{1b}'));
    }
}

#[test]
fn the_table_reads_as_expected() {
    let mut blocks = vec![block(Label::Content, Label::Content, 0.9); 3];
    blocks.push(block(Label::Chrome, Label::Content, 0.8));
    blocks.push(block(Label::Chrome, Label::Chrome, 0.7));
    for (idx, block) in blocks.iter_mut().enumerate() {
        block.page.site = format!("s{}.example", idx % 2);
    }
    let table = report(&blocks).to_table(80);
    let (start, _) = table.split_once("\nCALIBRATION").unwrap_or_default();
    let start: Vec<&str> = start.lines().take(23).collect();
    assert_eq!(start.join("\n"), EXPECTED_START);
}

const EXPECTED_START: &str = "\
EVALUATION  blocks 5, characters 50, pages 1, sites 2

LABELS  by block; in brackets 95 % intervals over sites
          precision           recall              F1                     blocks
content   .750 [.500 1.00]    1.00 [1.00 1.00]    .857 [.667 1.00]            3
chrome    1.00                .500 [.000 1.00]    .667 [.000 1.00]            2
spam         -                   -                   -                        0
macro F1                                          .762 [.333 1.00]
accuracy                                          .800 [.500 1.00]

LABELS  by character
          precision     recall         F1      characters
content        .750       1.00       .857              30
chrome         1.00       .500       .667              20
spam              -          -          -               0
macro F1                             .762
accuracy                             .800

CONFUSION  blocks; rows gold, columns predicted
              content       chrome         spam          all
content             3            0            0            3
chrome              1            1            0            2
spam                0            0            0            0";
