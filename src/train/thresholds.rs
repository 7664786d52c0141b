//! Choose where probabilities become labels, from scores out of fold.

use crate::label::{Label, Scores};
use crate::model::Thresholds;
use crate::train::PreparedPage;

/// Precision that spam must reach on the labelled blocks: a lost sentence is worse than a kept spam line.
const SPAM_PRECISION: f64 = 0.985;
/// Lowest and highest threshold of spam.
const SPAM_RANGE: (usize, usize) = (50, 97);
/// Lowest and highest threshold of content.
const CONTENT_RANGE: (usize, usize) = (30, 60);

/// The thresholds for one kind of page.
pub(crate) fn choose_thresholds(pages: &[PreparedPage], scores: &[Vec<Scores>]) -> Thresholds {
    let spam = choose_spam(pages, scores);
    let of = |percent: usize| Thresholds { spam, content: percent as f32 / 100.0 };
    let best = (CONTENT_RANGE.0..=CONTENT_RANGE.1)
        .map(|percent| (mean_page_f1(pages, scores, of(percent)), percent))
        .fold((f64::MIN, 50), |best, now| if now.0 > best.0 { now } else { best });
    of(best.1)
}

/// The lowest threshold from which on spam is precise enough.
fn choose_spam(pages: &[PreparedPage], scores: &[Vec<Scores>]) -> f32 {
    let mut hits = [(0.0f64, 0.0f64); 101];
    for (page, scores) in pages.iter().zip(scores) {
        for (gold, score) in page.gold.iter().zip(scores) {
            if let Some((label, false)) = gold {
                let hit = &mut hits[(score.spam * 100.0) as usize];
                *(if *label == Label::Spam { &mut hit.0 } else { &mut hit.1 }) += 1.0;
            }
        }
    }
    let precision = |percent: usize| {
        let (right, wrong) = hits[percent..].iter().fold((0.0, 0.0), |sum, hit| (sum.0 + hit.0, sum.1 + hit.1));
        if right > 0.0 { right / (right + wrong) } else { 1.0 }
    };
    let percent = (SPAM_RANGE.0..SPAM_RANGE.1).find(|percent| precision(*percent) >= SPAM_PRECISION);
    percent.unwrap_or(SPAM_RANGE.1) as f32 / 100.0
}

/// Mean over pages of the F1 of content, every block counting by its characters.
fn mean_page_f1(pages: &[PreparedPage], scores: &[Vec<Scores>], thresholds: Thresholds) -> f64 {
    let (mut sum, mut n) = (0.0, 0.0);
    for (page, scores) in pages.iter().zip(scores) {
        let (mut both, mut gold_only, mut said_only) = (0.0, 0.0, 0.0);
        for ((block, gold), score) in page.blocks.blocks.iter().zip(&page.gold).zip(scores) {
            let Some((label, false)) = gold else { continue };
            let n_bytes = f64::from(block.text.end - block.text.start);
            match (*label == Label::Content, thresholds.label(*score) == Label::Content) {
                (true, true) => both += n_bytes,
                (true, false) => gold_only += n_bytes,
                (false, true) => said_only += n_bytes,
                (false, false) => {}
            }
        }
        if both + gold_only > 0.0 {
            sum += f64::from(page.weight) * 2.0 * both / (2.0 * both + gold_only + said_only);
            n += f64::from(page.weight);
        }
    }
    if n > 0.0 { sum / n } else { 0.0 }
}
