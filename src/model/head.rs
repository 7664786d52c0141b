//! One linear head: standardise, weigh, softmax.

use serde::{Deserialize, Serialize};

use crate::label::{Label, Scores};

/// Standardised values stay within this many standard deviations.
const CLIP: f32 = 6.0;

/// Mean and scale of one feature over the training rows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Standard {
    pub(crate) mean: f32,
    /// One over the standard deviation; zero for a feature that never varies.
    pub(crate) scale: f32,
}

impl Standard {
    pub(crate) fn apply(self, value: f32) -> f32 {
        ((value - self.mean) * self.scale).clamp(-CLIP, CLIP)
    }
}

/// A multinomial logistic head over the three labels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Head {
    pub(crate) features: Vec<String>,
    pub(crate) standards: Vec<Standard>,
    /// For every label, in the order of [`Label::ALL`], the weights of the features.
    pub(crate) weights: [Vec<f32>; 3],
    pub(crate) bias: [f32; 3],
}

impl Head {
    pub(crate) fn n_features(&self) -> usize {
        self.features.len()
    }

    /// The standardised values of a row.
    pub(crate) fn standardise(&self, row: &[f32], values: &mut Vec<f32>) {
        values.clear();
        values.extend(row.iter().zip(&self.standards).map(|(value, standard)| standard.apply(*value)));
    }

    /// The margins of the labels for standardised values.
    fn margins_of(&self, values: &[f32]) -> [f32; 3] {
        std::array::from_fn(|label| self.bias[label] + dot(values, &self.weights[label]))
    }

    /// The margins of the labels for one row.
    pub(crate) fn margins(&self, row: &[f32]) -> [f32; 3] {
        let mut values = Vec::new();
        self.standardise(row, &mut values);
        self.margins_of(&values)
    }

    /// The probabilities of every row of a flat matrix.
    pub(crate) fn score_rows(&self, rows: &[f32], n_features: usize) -> Vec<Scores> {
        let mut values = Vec::with_capacity(n_features);
        let mut score = |row: &[f32]| {
            self.standardise(row, &mut values);
            softmax(self.margins_of(&values))
        };
        rows.chunks_exact(n_features.max(1)).map(&mut score).collect()
    }

    /// What every feature adds to a label's margin, against the mean of the labels' margins; with the bias's
    /// part they add up to the margin itself.
    pub(crate) fn contributions(&self, row: &[f32], label: Label) -> Vec<f32> {
        let values = row.iter().zip(&self.standards).map(|(value, standard)| standard.apply(*value));
        values.enumerate().map(|(feature, value)| value * self.weight(feature, label)).collect()
    }

    /// The weight of a feature's standardised value for a label, against the mean of the labels' weights.
    pub(crate) fn weight(&self, feature: usize, label: Label) -> f32 {
        let of = |label: usize| self.weights[label][feature];
        of(label.idx()) - (of(0) + of(1) + of(2)) / 3.0
    }

    /// The bias's part of a label's margin, against the mean of the labels' margins.
    pub(crate) fn bias_contribution(&self, label: Label) -> f32 {
        self.bias[label.idx()] - self.bias.iter().sum::<f32>() / 3.0
    }
}

/// Sum of products, in eight lanes whose order is fixed: the same on every machine.
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0f32; 8];
    let (a_chunks, a_rest) = a.as_chunks::<8>();
    let (b_chunks, b_rest) = b.as_chunks::<8>();
    for (a, b) in a_chunks.iter().zip(b_chunks) {
        for lane in 0..8 {
            lanes[lane] += a[lane] * b[lane];
        }
    }
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    lanes.iter().sum::<f32>() + rest
}

/// Turns margins into probabilities.
pub(crate) fn softmax(margins: [f32; 3]) -> Scores {
    let top = margins.iter().fold(f32::MIN, |a, b| a.max(*b));
    let exp = margins.map(|m| (m - top).exp());
    let sum: f32 = exp.iter().sum();
    Scores { content: exp[0] / sum, chrome: exp[1] / sum, spam: exp[2] / sum }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head() -> Head {
        let standard = |mean, scale| Standard { mean, scale };
        Head {
            features: vec!["a".into(), "b".into()],
            standards: vec![standard(1.0, 2.0), standard(0.0, 0.0)],
            weights: [vec![1.0, 3.0], vec![-1.0, 3.0], vec![0.5, 3.0]],
            bias: [0.1, 0.2, -0.3],
        }
    }

    #[test]
    fn contributions_add_up_to_the_margin() {
        let (head, row) = (head(), [1.7, 9.0]);
        let margins = head.margins(&row);
        let mean = margins.iter().sum::<f32>() / 3.0;
        for label in Label::ALL {
            let sum: f32 = head.contributions(&row, label).iter().sum();
            let whole = sum + head.bias_contribution(label);
            assert!((whole - (margins[label.idx()] - mean)).abs() < 1e-5);
        }
    }

    #[test]
    fn probabilities_add_up_to_one_for_any_margins() {
        for margins in [[0.0, 0.0, 0.0], [500.0, -500.0, 0.0], [-1e4, -1e4, -1e4]] {
            let scores = softmax(margins);
            assert!((scores.content + scores.chrome + scores.spam - 1.0).abs() < 1e-5);
        }
    }
}
