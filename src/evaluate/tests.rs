//! The room as a whole: every figure against a slow recomputation on random blocks.

mod odd_inputs;

use super::bootstrap::SplitMix64;
use super::*;

/// A judged block that owns its page.
#[derive(Clone)]
struct Block {
    gold: Label,
    predicted: Label,
    scores: Scores,
    n_chars: u32,
    text: String,
    page: PageKey,
}

fn page(set: &str, site: &str, id: &str, lang: &str) -> PageKey {
    PageKey { id: id.into(), site: site.into(), set: set.into(), lang: lang.into(), ..PageKey::default() }
}

fn block(gold: Label, predicted: Label, score: f32) -> Block {
    let rest = (1.0 - score) / 2.0;
    let mut scores = Scores { content: rest, chrome: rest, spam: rest };
    match predicted {
        Label::Content => scores.content = score,
        Label::Chrome => scores.chrome = score,
        Label::Spam => scores.spam = score,
    }
    let page = page("dev", "a.example", "p1", "en");
    Block { gold, predicted, scores, n_chars: 10, text: "words".into(), page }
}

fn report(blocks: &[Block]) -> Report {
    let mut meter = Meter::new(5);
    for block in blocks {
        meter.add(&Judged {
            gold: block.gold,
            predicted: block.predicted,
            scores: block.scores,
            n_chars: block.n_chars,
            text: &block.text,
            is_planted: false,
            page: &block.page,
        });
    }
    meter.report(1)
}

/// Blocks with coarse scores, so that many are equal; gold follows the scores loosely.
fn random_blocks(n_blocks: usize, seed: u64) -> Vec<Block> {
    let mut random = SplitMix64(seed);
    let mut blocks = Vec::new();
    for idx in 0..n_blocks {
        let parts = [0, 1, 2].map(|_| 1 + random.below(20) as u32);
        let sum: u32 = parts.iter().sum();
        let [content, chrome, spam] = parts.map(|part| part as f32 / sum as f32);
        let mut draw = random.below(sum as usize) as u32;
        let mut gold = Label::Spam;
        for label in [Label::Content, Label::Chrome] {
            if draw < parts[label.idx()] {
                gold = label;
                break;
            }
            draw -= parts[label.idx()];
        }
        let predicted = Label::ALL[(0..3).max_by_key(|&idx| parts[idx]).unwrap_or(0)];
        let site = format!("s{}.example", random.below(9));
        let lang = ["zh", "en", ""][random.below(3)];
        let page = page(["one", "two"][random.below(2)], &site, &format!("p{}", idx / 10), lang);
        let n_chars = random.below(300) as u32;
        let text = format!("正文 block {idx}\n\u{1b}[2J").repeat(12);
        let scores = Scores { content, chrome, spam };
        blocks.push(Block { gold, predicted, scores, n_chars, text, page });
    }
    blocks
}

/// (taken, hits, gold) by going through all blocks.
fn slow_counts(
    blocks: &[Block],
    label: Label,
    weight: impl Fn(&Block) -> f64,
    is_taken: impl Fn(&Block) -> bool,
) -> (f64, f64, f64) {
    let (mut taken, mut hits, mut gold) = (0.0, 0.0, 0.0);
    for block in blocks {
        taken += if is_taken(block) { weight(block) } else { 0.0 };
        gold += if block.gold == label { weight(block) } else { 0.0 };
        hits += if is_taken(block) && block.gold == label { weight(block) } else { 0.0 };
    }
    (taken, hits, gold)
}

fn assert_close(found: Option<f64>, expected: f64, what: &str) {
    let is_close = found.is_some_and(|found| (found - expected).abs() < 1e-6);
    assert!(is_close, "{what}: found {found:?}, expected {expected}");
}

fn assert_figures(figures: &Figures, blocks: &[Block], weight: impl Fn(&Block) -> f64 + Copy) {
    for label in Label::ALL {
        let (taken, hits, gold) = slow_counts(blocks, label, weight, |block| block.predicted == label);
        let found = figures.labels.of(label);
        let (precision, recall) = (hits / taken, hits / gold);
        assert_close(found.precision, precision, "precision");
        assert_close(found.recall, recall, "recall");
        assert_close(found.f1, 2.0 * precision * recall / (precision + recall), "F1");
        assert_eq!(found.support as f64, gold);
    }
    let total: f64 = blocks.iter().map(weight).sum();
    let right: f64 = blocks.iter().filter(|b| b.gold == b.predicted).map(weight).sum();
    assert_close(figures.accuracy, right / total, "accuracy");
}

#[test]
fn figures_match_a_slow_recomputation() {
    let blocks = random_blocks(700, 3);
    let report = report(&blocks);
    assert_figures(&report.by_block, &blocks, |_| 1.0);
    assert_figures(&report.by_char, &blocks, |block| f64::from(block.n_chars));
    for slice in report.slices.sets.iter().chain(&report.slices.langs) {
        let in_slice = |block: &&Block| block.page.set == slice.name || block.page.lang == slice.name;
        let part: Vec<Block> = blocks.iter().filter(in_slice).cloned().collect();
        let (taken, hits, _) = slow_counts(&part, Label::Spam, |_| 1.0, |block| block.predicted == Label::Spam);
        assert_close(slice.labels.spam.precision, hits / taken, "slice precision");
        assert_eq!(slice.n_blocks, part.len() as u64);
    }
}

#[test]
fn thresholds_and_curves_match_a_slow_recomputation() {
    let blocks = random_blocks(700, 4);
    let report = report(&blocks);
    for label in Label::ALL {
        let at = |t: f32| slow_counts(&blocks, label, |_| 1.0, |b| b.scores.of(label) >= t);
        for row in report.thresholds.of(label) {
            let (taken, hits, gold) = at(row.threshold);
            assert_eq!(row.precision, (taken > 0.0).then(|| hits / taken));
            assert_close(row.recall, hits / gold, "recall at threshold");
            assert_close(row.f1, 2.0 * hits / (taken + gold), "F1 at threshold");
        }
        let curve = report.curves.of(label);
        for point in &curve.points {
            let (taken, hits, gold) = at(point.threshold);
            assert_eq!((point.precision, point.recall), (hits / taken, hits / gold));
        }
        let mut thresholds: Vec<f32> = blocks.iter().map(|b| b.scores.of(label)).collect();
        thresholds.sort_by(|a, b| b.total_cmp(a));
        thresholds.dedup();
        let (mut area, mut recall_before) = (0.0, 0.0);
        for threshold in thresholds {
            let (taken, hits, gold) = at(threshold);
            area += (hits / gold - recall_before) * hits / taken;
            recall_before = hits / gold;
        }
        assert_close(curve.average_precision, area, "average precision");
    }
}

#[test]
fn calibration_matches_a_slow_recomputation() {
    let blocks = random_blocks(700, 5);
    let report = report(&blocks);
    for label in Label::ALL {
        let mut error = 0.0;
        for bin in &report.calibration.of(label).bins {
            let is_in = |score: f32| score >= bin.low && (score < bin.high || bin.high == 1.0);
            let in_bin = |b: &&Block| is_in(b.scores.of(label));
            let part: Vec<&Block> = blocks.iter().filter(in_bin).collect();
            assert_eq!(bin.n_blocks, part.len() as u64);
            let scores: f64 = part.iter().map(|b| f64::from(b.scores.of(label))).sum();
            let n_gold = part.iter().filter(|b| b.gold == label).count() as f64;
            error += (scores - n_gold).abs() / blocks.len() as f64;
        }
        assert_close(report.calibration.of(label).expected_error, error, "ECE");
    }
}
