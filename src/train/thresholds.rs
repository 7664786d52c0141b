//! Choose where probabilities become labels, from scores out of fold.

use crate::evaluate::{Ranked, Ranking};
use crate::label::{Label, Scores};
use crate::model::{CurvePoint, Curves, Thresholds, content_share};
use crate::train::PreparedPage;

/// Alarms of a page that count at most: one odd list holds as many as hundreds of other pages.
const MAX_ALARMS_A_PAGE: usize = 2;
/// Lowest threshold of spam, and the highest in HTML and in plain text. Beyond the highest, much spam is lost to spare
/// few blocks; sooner in plain text, where little is sure.
const MIN_SPAM: f32 = 0.2;
const MAX_SPAM: f32 = 0.88;
const MAX_SPAM_IN_TEXT: f32 = 0.61;
/// Lowest threshold of content in HTML and in plain text, and the highest, in hundredths. Below the lowest, articles lose
/// what lists of short blocks gain; later in plain text, where content is less sure of itself.
const MIN_CONTENT: usize = 45;
const MIN_CONTENT_IN_TEXT: usize = 38;
const MAX_CONTENT: usize = 60;
/// Differences of mean F1 that say nothing; the lowest threshold is taken then, which loses the least.
const ALIKE: f64 = 0.002;

/// The thresholds for one kind of page.
pub(crate) fn choose_thresholds(pages: &[PreparedPage], scores: &[Vec<Scores>], false_alarms: f32) -> Thresholds {
    let spam = choose_spam(pages, scores, false_alarms);
    let of = |percent: usize| Thresholds { spam, content: percent as f32 / 100.0 };
    let f1_of = |percent: usize| (mean_page_f1(pages, scores, of(percent)), percent);
    let min = if are_text(pages) { MIN_CONTENT_IN_TEXT } else { MIN_CONTENT };
    let all: Vec<(f64, usize)> = (min..=MAX_CONTENT).map(f1_of).collect();
    let best = all.iter().map(|(f1, _)| *f1).fold(f64::MIN, f64::max);
    let lowest = all.iter().find(|(f1, _)| *f1 >= best - ALIKE);
    of(lowest.map_or(min, |(_, percent)| *percent))
}

fn are_text(pages: &[PreparedPage]) -> bool {
    pages.iter().all(PreparedPage::is_text)
}

/// The blocks of a page that are labelled for sure: label, scores and characters of text.
fn judged<'p>(page: &'p PreparedPage, scores: &'p [Scores]) -> impl Iterator<Item = (Label, Scores, u32)> + 'p {
    page.blocks.blocks.iter().zip(&page.gold).zip(scores).filter_map(|((block, gold), score)| match gold {
        Some((label, false)) => Some((*label, *score, page.blocks.text_of(block).chars().count() as u32)),
        _ => None,
    })
}

/// What every threshold gives; the threshold of spam is as chosen where that of content is varied.
pub(crate) fn measure_curves(pages: &[PreparedPage], scores: &[Vec<Scores>], thresholds: Thresholds) -> Curves {
    let (mut content, mut spam) = (Vec::new(), Vec::new());
    for (page, scores) in pages.iter().zip(scores) {
        for (label, score, n_chars) in judged(page, scores) {
            spam.push(Ranked { score: score.spam, is_gold: label == Label::Spam, weight: 1 });
            if score.spam < thresholds.spam {
                let is_gold = label == Label::Content;
                content.push(Ranked { score: content_share(score), is_gold, weight: n_chars });
            }
        }
    }
    Curves { content: curve(content), spam: curve(spam) }
}

/// The steps at which something is taken, the lowest threshold first.
fn curve(ranked: Vec<Ranked>) -> Vec<CurvePoint> {
    let ranking = Ranking::new(ranked);
    let point = |threshold: f32| {
        let taken = ranking.at(threshold);
        let recall = taken.recall().unwrap_or(0.0) as f32;
        taken.precision().map(|precision| CurvePoint { threshold, precision: precision as f32, recall })
    };
    (0..N_STEPS).map(threshold_of).filter_map(point).collect()
}

/// The lowest threshold at which few enough blocks of pages without spam are called so; pages count by their weight.
fn choose_spam(pages: &[PreparedPage], scores: &[Vec<Scores>], false_alarms: f32) -> f32 {
    let mut alarms: Vec<(f32, f64)> = Vec::new();
    let mut n_clean = 0.0;
    for (page, scores) in pages.iter().zip(scores) {
        // Spam that nobody is sure of makes a page no clean one, either.
        if page.has_spam() {
            continue;
        }
        let weight = f64::from(page.weight);
        let mut clean: Vec<f32> = judged(page, scores).map(|(_, score, _)| score.spam).collect();
        n_clean += weight * clean.len() as f64;
        clean.sort_by(|a, b| b.total_cmp(a));
        alarms.extend(clean.iter().take(MAX_ALARMS_A_PAGE).map(|score| (*score, weight)));
    }
    alarms.sort_by(|a, b| b.0.total_cmp(&a.0));
    // The highest score that must not be spam any more.
    let mut left = n_clean * f64::from(false_alarms);
    let over = alarms.iter().find(|(_, weight)| {
        left -= weight;
        left < 0.0
    });
    let bound = over.map_or(0.0, |(score, _)| *score);
    let mut steps = (0..N_STEPS).map(threshold_of).filter(|threshold| *threshold > bound);
    let highest = if are_text(pages) { MAX_SPAM_IN_TEXT } else { MAX_SPAM };
    steps.next().unwrap_or(1.0).clamp(MIN_SPAM, highest)
}

/// Thresholds that a curve tells of: hundredths up to .99, then thousandths, because spam is decided near one.
const N_STEPS: usize = 108;

fn threshold_of(step: usize) -> f32 {
    if step < 99 { (step + 1) as f32 / 100.0 } else { (step + 892) as f32 / 1_000.0 }
}

/// Mean over pages of the F1 of content, every block counting by its characters. Planted copies say nothing new of it.
fn mean_page_f1(pages: &[PreparedPage], scores: &[Vec<Scores>], thresholds: Thresholds) -> f64 {
    let (mut sum, mut n) = (0.0, 0.0);
    for (page, scores) in pages.iter().zip(scores).filter(|(page, _)| page.key.planted.is_none()) {
        let (mut both, mut gold_only, mut said_only) = (0.0, 0.0, 0.0);
        for (label, score, n_chars) in judged(page, scores) {
            let n_chars = f64::from(n_chars);
            match (label == Label::Content, thresholds.label(score) == Label::Content) {
                (true, true) => both += n_chars,
                (true, false) => gold_only += n_chars,
                (false, true) => said_only += n_chars,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{GoldBlock, LabelledPage};
    use crate::train::prepare;

    /// A page of a hundred chrome lines, one of which has a score of spam.
    fn clean(weight: f32, spam: f32) -> (PreparedPage, Vec<Scores>) {
        let lines: Vec<String> = (0..100).map(|n| format!("Line {n}")).collect();
        let block =
            |text: &String| GoldBlock { text: text.clone(), label: Label::Chrome, unsure: false, planted: false };
        let blocks = lines.iter().map(block).collect();
        let page =
            LabelledPage { text: Some(lines.join("\n")), blocks, weight: Some(weight), ..LabelledPage::default() };
        let mut scores = vec![Scores { content: 0.0, chrome: 1.0, spam: 0.0 }; lines.len()];
        scores[7] = Scores { content: 0.0, chrome: 1.0 - spam, spam };
        (prepare(&page).unwrap_or_else(|e| unreachable!("{e}")), scores)
    }

    #[test]
    fn false_alarms_count_by_the_weight_of_their_page() {
        let spam_from = |weight: f32| {
            let (pages, scores): (Vec<_>, Vec<_>) = [clean(1.0, 0.305), clean(weight, 0.605)].into_iter().unzip();
            choose_thresholds(&pages, &scores, 0.002).spam
        };
        assert!((spam_from(1.0) - 0.61).abs() < 1e-6, "{}", spam_from(1.0));
        assert!((spam_from(0.1) - 0.31).abs() < 1e-6, "{}", spam_from(0.1));
    }
}
