//! Where probabilities become labels, and what other places would give.

use serde::{Deserialize, Serialize};

use crate::label::{Label, Scores};

/// Where probabilities become labels.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Thresholds {
    /// A block is spam from this probability of spam on, 0 to 1.
    pub spam: f32,
    /// A block that is not spam is content from this share of content in content and chrome on, 0 to 1.
    pub content: f32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Thresholds { spam: 0.5, content: 0.5 }
    }
}

impl Thresholds {
    /// The label of a block.
    pub(crate) fn label(&self, scores: Scores) -> Label {
        if scores.spam >= self.spam {
            Label::Spam
        } else if content_share(scores) >= self.content {
            Label::Content
        } else {
            Label::Chrome
        }
    }
}

/// The share of content in content and chrome, 0 to 1: what the threshold of content is held against.
pub(crate) fn content_share(scores: Scores) -> f32 {
    let both = scores.content + scores.chrome;
    if both > 0.0 { scores.content / both } else { 0.0 }
}

/// What one threshold gives on the pages that the model was trained on, each judged by heads that never saw
/// its site.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// The threshold, 0 to 1.
    pub threshold: f32,
    /// Of what it takes, the share that is right.
    pub precision: f32,
    /// Of what is right, the share that it takes.
    pub recall: f32,
}

/// What every threshold would give, from the lowest to the highest.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Curves {
    /// Content against chrome; every block counts by its characters.
    pub content: Vec<CurvePoint>,
    /// Spam against everything else, by blocks.
    pub spam: Vec<CurvePoint>,
}

/// What a caller wants of a threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target {
    /// As much recall as can be had at this precision or more, 0 to 1.
    Precision(f32),
    /// As much precision as can be had at this recall or more, 0 to 1.
    Recall(f32),
}

impl Target {
    /// The point of a curve that meets the target at the least cost; `None` where none does.
    pub(crate) fn choose(self, curve: &[CurvePoint]) -> Option<CurvePoint> {
        // What the target bounds, and what is had for it.
        let figures = |point: &CurvePoint| match self {
            Target::Precision(_) => (point.precision, point.recall),
            Target::Recall(_) => (point.recall, point.precision),
        };
        let (Target::Precision(wanted) | Target::Recall(wanted)) = self;
        let reached = curve.iter().filter(|point| figures(point).0 >= wanted);
        // Of thresholds that give the same the highest: `max_by` takes the last.
        let cheapest = reached.max_by(|a, b| {
            let ((bound_a, had_a), (bound_b, had_b)) = (figures(a), figures(b));
            had_a.total_cmp(&had_b).then(bound_a.total_cmp(&bound_b))
        });
        cheapest.copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_choose_the_point_that_costs_least() {
        let point = |threshold, precision, recall| CurvePoint { threshold, precision, recall };
        let curve = [point(0.2, 0.7, 0.9), point(0.4, 0.92, 0.8), point(0.6, 0.9, 0.7), point(0.8, 0.97, 0.5)];
        let threshold = |target: Target| target.choose(&curve).map(|point| point.threshold);
        assert_eq!(threshold(Target::Precision(0.6)), Some(0.2));
        assert_eq!(threshold(Target::Precision(0.91)), Some(0.4));
        assert_eq!(threshold(Target::Precision(0.98)), None);
        assert_eq!(threshold(Target::Recall(0.75)), Some(0.4));
        // A higher threshold reaches it, too, at less precision.
        assert_eq!(threshold(Target::Recall(0.7)), Some(0.4));
        assert_eq!(threshold(Target::Recall(0.95)), None);
    }

    #[test]
    fn of_points_that_cost_the_same_the_better_one_is_chosen() {
        let point = |threshold, precision, recall| CurvePoint { threshold, precision, recall };
        let curve = [point(0.1, 0.5, 1.0), point(0.2, 0.6, 1.0), point(0.3, 0.6, 1.0)];
        let threshold = |target: Target| target.choose(&curve).map(|point| point.threshold);
        assert_eq!(threshold(Target::Precision(0.4)), Some(0.3));
        assert_eq!(threshold(Target::Recall(0.4)), Some(0.3));
    }
}
