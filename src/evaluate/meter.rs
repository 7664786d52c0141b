//! Counts judged blocks as they come, page after page.
//!
//! Judged blocks come in, in any order; a [`Report`] goes out, the same for any order.
//! It keeps 16 bytes a block and the text of the worst errors only, and never judges itself: gold
//! and predicted labels are the caller's.

use super::bootstrap::intervals;
use super::calibration::ReliabilitySums;
use super::curve::{MAX_POINTS, Ranked, Ranking};
use super::misses::WorstMisses;
use super::slices::Groups;
use super::spam_slices::SpamGroups;
use super::{Confusion, Counts, FORMAT, Judged, PerLabel, PrCurve, Report};
use crate::label::{Label, Scores};

/// How far a score may stray from 0 to 1 by rounding alone.
const ROUNDING: f32 = 1e-4;

/// Accumulates judged blocks; [`Meter::report`] may be asked at any time.
#[derive(Clone, Debug)]
pub struct Meter {
    by_block: Confusion,
    by_char: Confusion,
    scored: Vec<Scored>,
    calibration: PerLabel<ReliabilitySums>,
    calibration_of_predicted: ReliabilitySums,
    groups: Groups,
    spam: SpamGroups,
    worst: WorstMisses,
    n_mended_scores: u64,
}

/// What the curves need of a block.
#[derive(Clone, Copy, Debug)]
struct Scored {
    scores: Scores,
    gold: Label,
}

impl Meter {
    /// An empty meter that will remember the `n_worst` worst errors.
    pub fn new(n_worst: usize) -> Meter {
        Meter {
            by_block: Confusion::default(),
            by_char: Confusion::default(),
            scored: Vec::new(),
            calibration: PerLabel::default(),
            calibration_of_predicted: ReliabilitySums::default(),
            groups: Groups::default(),
            spam: SpamGroups::default(),
            worst: WorstMisses::new(n_worst),
            n_mended_scores: 0,
        }
    }

    /// Counts one block.
    ///
    /// A score outside 0 to 1 is moved to the nearer end, one that is no number to 0; the report
    /// says how many were.
    pub fn add(&mut self, judged: &Judged) {
        let judged = Judged { scores: self.mended(judged.scores), ..*judged };
        let Judged { gold, predicted, scores, .. } = judged;
        self.by_block.add(gold, predicted, 1);
        self.by_char.add(gold, predicted, u64::from(judged.n_chars));
        self.scored.push(Scored { scores, gold });
        for label in Label::ALL {
            self.calibration.of_mut(label).add(scores.of(label), gold == label);
        }
        self.calibration_of_predicted.add(scores.of(predicted), gold == predicted);
        self.groups.add(&judged);
        self.spam.add(&judged);
        self.worst.add(&judged);
    }

    /// The full precision-recall curve of one label, a point for each distinct score.
    pub fn curve(&self, label: Label) -> PrCurve {
        self.ranking(label).curve()
    }

    /// Everything counted so far; `seed` feeds the resampling behind the intervals.
    pub fn report(&self, seed: u64) -> Report {
        let sites = self.groups.sites();
        let rankings = PerLabel::from_fn(|label| self.ranking(label));
        Report {
            format: FORMAT,
            counts: Counts {
                n_blocks: self.by_block.total(),
                n_chars: self.by_char.total(),
                n_pages: self.groups.n_pages(),
                n_sites: sites.len() as u64,
                n_mended_scores: self.n_mended_scores,
            },
            by_block: self.by_block.figures(),
            by_char: self.by_char.figures(),
            intervals: intervals(&sites, seed),
            curves: PerLabel::from_fn(|label| rankings.of(label).curve().thinned(MAX_POINTS)),
            thresholds: PerLabel::from_fn(|label| rankings.of(label).threshold_table()),
            calibration: PerLabel::from_fn(|label| self.calibration.of(label).calibration()),
            calibration_of_predicted: self.calibration_of_predicted.calibration(),
            slices: self.groups.slices(),
            spam: self.spam.slices(),
            left_out: None,
            worst_errors: self.worst.misses().to_vec(),
        }
    }

    fn ranking(&self, label: Label) -> Ranking {
        let ranked = |one: &Scored| Ranked { score: one.scores.of(label), is_gold: one.gold == label, weight: 1 };
        Ranking::new(self.scored.iter().map(ranked).collect())
    }

    fn mended(&mut self, scores: Scores) -> Scores {
        let mut mend = |score: f32| {
            let is_probability = (-ROUNDING..=1.0 + ROUNDING).contains(&score);
            self.n_mended_scores += u64::from(!is_probability);
            if score.is_nan() { 0.0 } else { score.clamp(0.0, 1.0) }
        };
        Scores { content: mend(scores.content), chrome: mend(scores.chrome), spam: mend(scores.spam) }
    }
}
