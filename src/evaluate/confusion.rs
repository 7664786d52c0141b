//! Counts of gold against predicted labels, and the figures they give.
//!
//! Pairs of labels with a weight come in; precision, recall, F1 and their kin go out.
//! It keeps no scores, and answers `None` where a denominator is zero.

use serde::{Deserialize, Serialize};

use super::PerLabel;
use crate::label::Label;

/// Confusion matrix: rows are gold labels, columns predicted ones, in the order of [`Label::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Confusion {
    /// `counts[gold][predicted]`, in blocks or in characters.
    pub counts: [[u64; 3]; 3],
}

impl Confusion {
    /// Adds `weight` to the cell of one gold and one predicted label.
    pub fn add(&mut self, gold: Label, predicted: Label, weight: u64) {
        self.counts[gold.idx()][predicted.idx()] += weight;
    }

    /// Adds every cell of another matrix.
    pub fn merge(&mut self, other: &Confusion) {
        for (row, other_row) in self.counts.iter_mut().zip(&other.counts) {
            for (cell, other_cell) in row.iter_mut().zip(other_row) {
                *cell += other_cell;
            }
        }
    }

    /// Sum of all cells.
    pub fn total(&self) -> u64 {
        self.counts.iter().flatten().sum()
    }

    /// How much people gave this label.
    pub fn support(&self, label: Label) -> u64 {
        self.counts[label.idx()].iter().sum()
    }

    /// How much the classifier gave this label.
    pub fn predicted(&self, label: Label) -> u64 {
        self.counts.iter().map(|row| row[label.idx()]).sum()
    }

    /// How much got this label from both.
    pub fn hits(&self, label: Label) -> u64 {
        self.counts[label.idx()][label.idx()]
    }

    /// Hits among predicted, 0 to 1; `None` if the label was never predicted.
    pub fn precision(&self, label: Label) -> Option<f64> {
        ratio(self.hits(label), self.predicted(label))
    }

    /// Hits among gold, 0 to 1; `None` if the label is absent from gold.
    pub fn recall(&self, label: Label) -> Option<f64> {
        ratio(self.hits(label), self.support(label))
    }

    /// Harmonic mean of precision and recall as `2 hits / (predicted + gold)`, 0 to 1.
    ///
    /// `None` only if the label is neither in gold nor predicted (as in fastText's `meter.h`).
    pub fn f1(&self, label: Label) -> Option<f64> {
        f1(self.hits(label), self.predicted(label), self.support(label))
    }

    /// Mean F1 of the labels that occur in gold, 0 to 1; `None` without blocks.
    ///
    /// A label absent from gold has no F1 worth averaging: its false alarms already cost the
    /// others recall.
    pub fn macro_f1(&self) -> Option<f64> {
        let figures: Vec<f64> = Label::ALL
            .into_iter()
            .filter(|&label| self.support(label) > 0)
            .filter_map(|label| self.f1(label))
            .collect();
        mean(&figures)
    }

    /// Share that got the gold label, 0 to 1; `None` without blocks.
    pub fn accuracy(&self) -> Option<f64> {
        ratio(Label::ALL.into_iter().map(|label| self.hits(label)).sum(), self.total())
    }

    /// Precision, recall, F1 and support of one label.
    pub fn label_figures(&self, label: Label) -> LabelFigures {
        LabelFigures {
            precision: self.precision(label),
            recall: self.recall(label),
            f1: self.f1(label),
            support: self.support(label),
        }
    }

    /// All figures of the matrix, with the matrix.
    pub fn figures(&self) -> Figures {
        Figures {
            accuracy: self.accuracy(),
            macro_f1: self.macro_f1(),
            labels: PerLabel::from_fn(|label| self.label_figures(label)),
            confusion: *self,
        }
    }
}

/// What can be said of one label; the figures are 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LabelFigures {
    /// See [`Confusion::precision`].
    pub precision: Option<f64>,
    /// See [`Confusion::recall`].
    pub recall: Option<f64>,
    /// See [`Confusion::f1`].
    pub f1: Option<f64>,
    /// How much people gave this label, in blocks or in characters.
    pub support: u64,
}

/// What can be said of all labels together; the figures are 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// See [`Confusion::accuracy`].
    pub accuracy: Option<f64>,
    /// See [`Confusion::macro_f1`].
    pub macro_f1: Option<f64>,
    /// The figures of each label.
    pub labels: PerLabel<LabelFigures>,
    /// The counts behind them.
    pub confusion: Confusion,
}

/// `part / whole`, or `None` where there is no whole.
pub(super) fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// The mean, or `None` where there is nothing to average.
pub(super) fn mean(figures: &[f64]) -> Option<f64> {
    (!figures.is_empty()).then(|| figures.iter().sum::<f64>() / figures.len() as f64)
}

/// F1 from counts, or `None` where nothing was predicted and nothing is gold.
pub(super) fn f1(n_hits: u64, n_predicted: u64, n_gold: u64) -> Option<f64> {
    ratio(2 * n_hits, n_predicted + n_gold)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_match_hand_computation() {
        let confusion = Confusion { counts: [[6, 2, 0], [1, 9, 0], [1, 0, 0]] };
        assert_eq!(confusion.precision(Label::Content), Some(6.0 / 8.0));
        assert_eq!(confusion.recall(Label::Content), Some(6.0 / 8.0));
        assert_eq!(confusion.f1(Label::Content), Some(0.75));
        assert_eq!(confusion.f1(Label::Chrome), Some(18.0 / 21.0));
        assert_eq!(confusion.accuracy(), Some(15.0 / 19.0));
        assert_eq!(confusion.macro_f1(), Some((0.75 + 18.0 / 21.0 + 0.0) / 3.0));
    }

    #[test]
    fn a_label_never_predicted_has_recall_but_no_precision() {
        let confusion = Confusion { counts: [[3, 0, 0], [0, 0, 0], [2, 0, 0]] };
        let spam = confusion.label_figures(Label::Spam);
        let expected = LabelFigures { precision: None, recall: Some(0.0), f1: Some(0.0), support: 2 };
        assert_eq!(spam, expected);
    }

    #[test]
    fn a_label_absent_from_gold_stays_out_of_the_mean() {
        let confusion = Confusion { counts: [[3, 0, 1], [0, 4, 0], [0, 0, 0]] };
        let spam = confusion.label_figures(Label::Spam);
        let expected = LabelFigures { precision: Some(0.0), recall: None, f1: Some(0.0), support: 0 };
        assert_eq!(spam, expected);
        assert_eq!(confusion.macro_f1(), Some((6.0 / 7.0 + 1.0) / 2.0));
    }

    #[test]
    fn an_empty_matrix_has_no_figures() {
        assert_eq!(Confusion::default().figures(), Figures::default());
    }
}
