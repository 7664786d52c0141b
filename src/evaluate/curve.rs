//! What each threshold on one label's score would give.
//!
//! Scores of one label with "is it gold?" and a weight come in; the precision-recall curve, its average
//! precision, the threshold table and, for the model file, what is taken at any threshold go out.
//! One label is judged against the other two, whatever the classifier predicted: at threshold `t`
//! a block is taken if its score is `>= t`.
//! Nothing is interpolated: every point is one that was measured. No point is chosen here: that is the
//! business of `Target`, which the model's thresholds stand beside.

use serde::{Deserialize, Serialize};

use super::confusion::{f1, ratio};

/// Thresholds of the printed table: every twentieth, and .99 for the careful.
pub const THRESHOLDS: [f32; 20] = [
    0.05, 0.10, 0.15, 0.20, 0.25, 0.30, 0.35, 0.40, 0.45, 0.50, 0.55, 0.60, 0.65, 0.70, 0.75, 0.80, 0.85, 0.90, 0.95,
    0.99,
];

/// Points a curve keeps in a report, ends included; a chart shows no more.
pub(super) const MAX_POINTS: usize = 200;

/// One measured threshold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PrPoint {
    /// Lowest score taken, 0 to 1.
    pub threshold: f32,
    /// Share of gold among the taken, 0 to 1.
    pub precision: f64,
    /// Share of taken among the gold, 0 to 1.
    pub recall: f64,
}

/// Precision-recall curve of one label, from the highest threshold to the lowest.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PrCurve {
    /// Area under the full curve by steps, 0 to 1: the sum of `(R_n - R_n-1) P_n`, as scikit-learn's
    /// `average_precision_score`; `None` if the label is absent from gold.
    pub average_precision: Option<f64>,
    /// Thresholds falling, recall rising; empty if the label is absent from gold.
    pub points: Vec<PrPoint>,
}

impl PrCurve {
    /// The same curve with at most `limit` of its points, both ends kept.
    ///
    /// Points are spread over recall and threshold together, so that neither a steep end nor a
    /// crowd of scores near one takes them all.
    pub(super) fn thinned(&self, limit: usize) -> PrCurve {
        let (Some(first), Some(last)) = (self.points.first(), self.points.last()) else {
            return self.clone();
        };
        if self.points.len() <= limit.max(3) {
            return self.clone();
        }
        let n_spans = limit.max(3) - 2;
        let span = (place(last) - place(first)) / n_spans as f64;
        let mut points = vec![*first];
        let mut previous = None;
        for point in &self.points[1..self.points.len() - 1] {
            let span_idx = (((place(point) - place(first)) / span) as usize).min(n_spans - 1);
            if previous != Some(span_idx) {
                points.push(*point);
                previous = Some(span_idx);
            }
        }
        points.push(*last);
        PrCurve { average_precision: self.average_precision, points }
    }
}

/// Where along the curve a point lies, 0 to 2, rising.
fn place(point: &PrPoint) -> f64 {
    point.recall + 1.0 - f64::from(point.threshold)
}

/// One row of the threshold table.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ThresholdRow {
    /// Lowest score taken, one of [`THRESHOLDS`].
    pub threshold: f32,
    /// Share of gold among the taken, 0 to 1; `None` if nothing is taken.
    pub precision: Option<f64>,
    /// Share of taken among the gold, 0 to 1; `None` if the label is absent from gold.
    pub recall: Option<f64>,
    /// Harmonic mean of the two from counts, 0 to 1.
    pub f1: Option<f64>,
}

/// A block as a ranking sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ranked {
    /// One label's score; a number.
    pub(crate) score: f32,
    /// Whether the label is gold.
    pub(crate) is_gold: bool,
    /// What the block counts: one, or its size.
    pub(crate) weight: u32,
}

/// Blocks in order of one label's score, equal scores together.
pub(crate) struct Ranking {
    steps: Vec<Taken>,
    n_gold: u64,
}

/// What is taken at one score and above, in units of weight.
#[derive(Clone, Copy, Default)]
pub(crate) struct Taken {
    /// The score, 0 to 1.
    score: f32,
    n_taken: u64,
    n_hits: u64,
    n_gold: u64,
}

impl Taken {
    /// Share of gold among the taken, 0 to 1; `None` if nothing is taken.
    pub(crate) fn precision(&self) -> Option<f64> {
        ratio(self.n_hits, self.n_taken)
    }

    /// Share of taken among the gold, 0 to 1; `None` if the label is absent from gold.
    pub(crate) fn recall(&self) -> Option<f64> {
        ratio(self.n_hits, self.n_gold)
    }

    fn f1(&self) -> Option<f64> {
        f1(self.n_hits, self.n_taken, self.n_gold)
    }
}

impl Ranking {
    /// Ranks blocks.
    pub(crate) fn new(mut ranked: Vec<Ranked>) -> Ranking {
        ranked.sort_unstable_by(|a, b| b.score.total_cmp(&a.score));
        let n_gold = ranked.iter().filter(|one| one.is_gold).map(|one| u64::from(one.weight)).sum();
        let mut steps: Vec<Taken> = Vec::new();
        let mut step = Taken { n_gold, ..Taken::default() };
        for Ranked { score, is_gold, weight } in ranked {
            // Equal scores cannot be told apart by a threshold: they are one step.
            if step.n_taken > 0 && step.score != score {
                steps.push(step);
            }
            step.score = score;
            step.n_taken += u64::from(weight);
            step.n_hits += if is_gold { u64::from(weight) } else { 0 };
        }
        if step.n_taken > 0 {
            steps.push(step);
        }
        Ranking { steps, n_gold }
    }

    /// What a threshold takes.
    pub(crate) fn at(&self, threshold: f32) -> Taken {
        let n_steps = self.steps.partition_point(|step| step.score >= threshold);
        let none = Taken { n_gold: self.n_gold, ..Taken::default() };
        n_steps.checked_sub(1).map_or(none, |idx| self.steps[idx])
    }

    /// The full curve.
    pub(super) fn curve(&self) -> PrCurve {
        let mut points = Vec::new();
        let mut area = 0.0;
        let mut recall_before = 0.0;
        for step in &self.steps {
            let (Some(precision), Some(recall)) = (step.precision(), step.recall()) else {
                continue;
            };
            area += (recall - recall_before) * precision;
            recall_before = recall;
            points.push(PrPoint { threshold: step.score, precision, recall });
        }
        PrCurve { average_precision: (self.n_gold > 0).then_some(area), points }
    }

    /// The figures at each of [`THRESHOLDS`].
    pub(super) fn threshold_table(&self) -> Vec<ThresholdRow> {
        THRESHOLDS.iter().map(|&threshold| self.row(threshold)).collect()
    }

    fn row(&self, threshold: f32) -> ThresholdRow {
        let taken = self.at(threshold);
        ThresholdRow { threshold, precision: taken.precision(), recall: taken.recall(), f1: taken.f1() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(threshold: f32, precision: f64, recall: f64) -> PrPoint {
        PrPoint { threshold, precision, recall }
    }

    /// Blocks that count one each.
    fn ranking(scored: &[(f32, bool)]) -> Ranking {
        Ranking::new(scored.iter().map(|&(score, is_gold)| Ranked { score, is_gold, weight: 1 }).collect())
    }

    #[test]
    fn curve_and_area_match_hand_computation() {
        let ranking = ranking(&[(0.4, true), (0.9, true), (0.8, false), (0.1, false)]);
        let curve = ranking.curve();
        let expected =
            vec![point(0.9, 1.0, 0.5), point(0.8, 0.5, 0.5), point(0.4, 2.0 / 3.0, 1.0), point(0.1, 0.5, 1.0)];
        assert_eq!(curve.points, expected);
        assert_eq!(curve.average_precision, Some(0.5 + 0.5 * (2.0 / 3.0)));
    }

    #[test]
    fn equal_scores_are_one_point_in_any_order() {
        let one = ranking(&[(0.7, true), (0.7, false), (0.2, true)]).curve();
        let other = ranking(&[(0.2, true), (0.7, false), (0.7, true)]).curve();
        assert_eq!(one, other);
        assert_eq!(one.points, vec![point(0.7, 0.5, 0.5), point(0.2, 2.0 / 3.0, 1.0)]);
    }

    #[test]
    fn weights_count_as_so_many_blocks() {
        let weighted = [(0.9, true, 3), (0.6, false, 1), (0.3, true, 0), (0.2, false, 2)];
        let ranked = weighted.map(|(score, is_gold, weight)| Ranked { score, is_gold, weight });
        let at = |threshold| Ranking::new(ranked.to_vec()).at(threshold);
        assert_eq!((at(0.6).precision(), at(0.6).recall()), (Some(0.75), Some(1.0)));
        assert_eq!((at(0.1).precision(), at(0.1).recall()), (Some(0.5), Some(1.0)));
        assert_eq!((at(0.91).precision(), at(0.91).recall()), (None, Some(0.0)));
    }

    #[test]
    fn thresholds_take_scores_equal_to_them() {
        let rows = ranking(&[(0.95, true), (0.5, false), (0.05, true)]).threshold_table();
        let at = |idx: usize| (rows[idx].precision, rows[idx].recall, rows[idx].f1);
        assert_eq!(at(0), (Some(2.0 / 3.0), Some(1.0), Some(4.0 / 5.0)));
        assert_eq!(at(9), (Some(0.5), Some(0.5), Some(0.5)));
        assert_eq!(at(18), (Some(1.0), Some(0.5), Some(2.0 / 3.0)));
        assert_eq!(at(19), (None, Some(0.0), Some(0.0)));
    }

    #[test]
    fn without_gold_there_is_no_curve() {
        let ranking = ranking(&[(0.7, false), (0.2, false)]);
        assert_eq!(ranking.curve(), PrCurve::default());
        assert_eq!(ranking.row(0.5).precision, Some(0.0));
        assert_eq!(ranking.row(0.5).recall, None);
        assert_eq!(ranking.row(0.9).f1, None);
    }

    #[test]
    fn thinning_keeps_ends_and_measured_points() {
        let n = 5000;
        let scored: Vec<(f32, bool)> = (0..n).map(|i| (i as f32 / n as f32, i % 7 == 0 || i > 3500)).collect();
        let full = ranking(&scored).curve();
        let thin = full.thinned(MAX_POINTS);
        assert!(thin.points.len() <= MAX_POINTS && thin.points.len() > MAX_POINTS / 2);
        assert_eq!(thin.points.first(), full.points.first());
        assert_eq!(thin.points.last(), full.points.last());
        assert!(thin.points.iter().all(|point| full.points.contains(point)));
        let recall_at_80 = |curve: &PrCurve| {
            let reached = curve.points.iter().filter(|point| point.precision >= 0.8);
            reached.map(|point| point.recall).fold(0.0, f64::max)
        };
        let (exact, found) = (recall_at_80(&full), recall_at_80(&thin));
        assert!(found > 0.0 && found <= exact && exact - found < 0.02);
    }
}
