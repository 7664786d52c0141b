//! What each threshold on one label's score would give.
//!
//! Scores of one label with "is it gold?" come in; the precision-recall curve, its average
//! precision and the threshold table go out.
//! One label is judged against the other two, whatever the classifier predicted: at threshold `t`
//! a block is taken if its score is `>= t`.
//! Nothing is interpolated: every point is one that was measured.

use std::cmp::Ordering;

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
    /// The threshold that takes most gold at no less than this precision.
    ///
    /// `None` if no threshold reaches the target. On a thinned curve the answer still holds the
    /// target; at most a little recall is left on the table.
    pub fn threshold_for_precision(&self, target: f64) -> Option<f32> {
        self.point_for_precision(target).map(|point| point.threshold)
    }

    /// The threshold of highest precision that takes no less than this share of gold.
    ///
    /// `None` if the label is absent from gold or the target is above one.
    pub fn threshold_for_recall(&self, target: f64) -> Option<f32> {
        self.point_for_recall(target).map(|point| point.threshold)
    }

    /// The point behind [`PrCurve::threshold_for_precision`]: it tells what recall is paid.
    pub fn point_for_precision(&self, target: f64) -> Option<PrPoint> {
        let reached = self.points.iter().filter(|point| point.precision >= target);
        reached.copied().max_by(|a, b| better(a.recall, b.recall, a.precision, b.precision))
    }

    /// The point behind [`PrCurve::threshold_for_recall`]: it tells what precision is left.
    pub fn point_for_recall(&self, target: f64) -> Option<PrPoint> {
        let reached = self.points.iter().filter(|point| point.recall >= target);
        reached.copied().max_by(|a, b| better(a.precision, b.precision, a.recall, b.recall))
    }

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

/// Orders by the first pair of figures, then by the second.
fn better(a: f64, b: f64, then_a: f64, then_b: f64) -> Ordering {
    a.total_cmp(&b).then(then_a.total_cmp(&then_b))
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

/// Blocks in order of one label's score, equal scores together.
pub(super) struct Ranking {
    steps: Vec<Step>,
    n_gold: u64,
}

/// What is taken at one distinct score and above.
#[derive(Clone, Copy, Default)]
struct Step {
    threshold: f32,
    n_taken: u64,
    n_hits: u64,
}

impl Ranking {
    /// Ranks blocks given as (score, is the label gold?); scores must be numbers.
    pub(super) fn new(mut scored: Vec<(f32, bool)>) -> Ranking {
        scored.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
        let mut steps: Vec<Step> = Vec::new();
        let mut step = Step::default();
        for (score, is_gold) in scored {
            // Equal scores cannot be told apart by a threshold: they are one step.
            if step.n_taken > 0 && step.threshold != score {
                steps.push(step);
            }
            step.threshold = score;
            step.n_taken += 1;
            step.n_hits += u64::from(is_gold);
        }
        if step.n_taken > 0 {
            steps.push(step);
        }
        Ranking { steps, n_gold: step.n_hits }
    }

    /// The full curve.
    pub(super) fn curve(&self) -> PrCurve {
        let mut points = Vec::new();
        let mut area = 0.0;
        let mut recall_before = 0.0;
        for step in &self.steps {
            let precision = ratio(step.n_hits, step.n_taken);
            let recall = ratio(step.n_hits, self.n_gold);
            let (Some(precision), Some(recall)) = (precision, recall) else {
                continue;
            };
            area += (recall - recall_before) * precision;
            recall_before = recall;
            points.push(PrPoint { threshold: step.threshold, precision, recall });
        }
        PrCurve { average_precision: (self.n_gold > 0).then_some(area), points }
    }

    /// The figures at each of [`THRESHOLDS`].
    pub(super) fn threshold_table(&self) -> Vec<ThresholdRow> {
        THRESHOLDS.iter().map(|&threshold| self.row(threshold)).collect()
    }

    fn row(&self, threshold: f32) -> ThresholdRow {
        let n_steps = self.steps.partition_point(|step| step.threshold >= threshold);
        let taken = n_steps.checked_sub(1).map(|idx| self.steps[idx]).unwrap_or_default();
        ThresholdRow {
            threshold,
            precision: ratio(taken.n_hits, taken.n_taken),
            recall: ratio(taken.n_hits, self.n_gold),
            f1: f1(taken.n_hits, taken.n_taken, self.n_gold),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(threshold: f32, precision: f64, recall: f64) -> PrPoint {
        PrPoint { threshold, precision, recall }
    }

    #[test]
    fn curve_and_area_match_hand_computation() {
        let ranking = Ranking::new(vec![(0.4, true), (0.9, true), (0.8, false), (0.1, false)]);
        let curve = ranking.curve();
        let expected =
            vec![point(0.9, 1.0, 0.5), point(0.8, 0.5, 0.5), point(0.4, 2.0 / 3.0, 1.0), point(0.1, 0.5, 1.0)];
        assert_eq!(curve.points, expected);
        assert_eq!(curve.average_precision, Some(0.5 + 0.5 * (2.0 / 3.0)));
    }

    #[test]
    fn equal_scores_are_one_point_in_any_order() {
        let one = Ranking::new(vec![(0.7, true), (0.7, false), (0.2, true)]).curve();
        let other = Ranking::new(vec![(0.2, true), (0.7, false), (0.7, true)]).curve();
        assert_eq!(one, other);
        assert_eq!(one.points, vec![point(0.7, 0.5, 0.5), point(0.2, 2.0 / 3.0, 1.0)]);
    }

    #[test]
    fn targets_pick_the_point_that_costs_least() {
        let ranking = Ranking::new(vec![(0.4, true), (0.9, true), (0.8, false), (0.1, false)]);
        let curve = ranking.curve();
        assert_eq!(curve.threshold_for_precision(0.9), Some(0.9));
        assert_eq!(curve.threshold_for_precision(0.6), Some(0.4));
        assert_eq!(curve.threshold_for_precision(1.1), None);
        assert_eq!(curve.threshold_for_recall(0.5), Some(0.9));
        assert_eq!(curve.threshold_for_recall(0.51), Some(0.4));
        assert_eq!(curve.threshold_for_recall(1.1), None);
    }

    #[test]
    fn thresholds_take_scores_equal_to_them() {
        let rows = Ranking::new(vec![(0.95, true), (0.5, false), (0.05, true)]).threshold_table();
        let at = |idx: usize| (rows[idx].precision, rows[idx].recall, rows[idx].f1);
        assert_eq!(at(0), (Some(2.0 / 3.0), Some(1.0), Some(4.0 / 5.0)));
        assert_eq!(at(9), (Some(0.5), Some(0.5), Some(0.5)));
        assert_eq!(at(18), (Some(1.0), Some(0.5), Some(2.0 / 3.0)));
        assert_eq!(at(19), (None, Some(0.0), Some(0.0)));
    }

    #[test]
    fn without_gold_there_is_no_curve() {
        let ranking = Ranking::new(vec![(0.7, false), (0.2, false)]);
        assert_eq!(ranking.curve(), PrCurve::default());
        assert_eq!(ranking.row(0.5).precision, Some(0.0));
        assert_eq!(ranking.row(0.5).recall, None);
        assert_eq!(ranking.row(0.9).f1, None);
    }

    #[test]
    fn thinning_keeps_ends_and_measured_points() {
        let n = 5000;
        let scored = (0..n).map(|i| (i as f32 / n as f32, i % 7 == 0 || i > 3500)).collect();
        let full = Ranking::new(scored).curve();
        let thin = full.thinned(MAX_POINTS);
        assert!(thin.points.len() <= MAX_POINTS && thin.points.len() > MAX_POINTS / 2);
        assert_eq!(thin.points.first(), full.points.first());
        assert_eq!(thin.points.last(), full.points.last());
        assert!(thin.points.iter().all(|point| full.points.contains(point)));
        let target = 0.8;
        let exact = full.point_for_precision(target).map(|point| point.recall);
        let found = thin.point_for_precision(target).map(|point| (point.precision, point.recall));
        assert!(matches!((exact, found), (Some(exact), Some((p, r)))
            if p >= target && r <= exact && exact - r < 0.02));
    }
}
