//! One linear head: standardise, weigh, softmax.

use serde::{Deserialize, Serialize};

use crate::label::{Label, Scores};

/// Features that are weighed at once.
const LANES: usize = 8;

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

/// Means and scales apart, so that several features are standardised at once.
struct Standards {
    means: Vec<f32>,
    scales: Vec<f32>,
}

impl Standards {
    fn of(standards: &[Standard]) -> Self {
        Standards {
            means: standards.iter().map(|standard| standard.mean).collect(),
            scales: standards.iter().map(|standard| standard.scale).collect(),
        }
    }

    /// Standardises the values of a row from feature `from` on.
    fn apply(&self, row: &[f32], from: usize, standardised: &mut Vec<f32>) {
        let standards =
            self.means.get(from..).unwrap_or_default().iter().zip(self.scales.get(from..).unwrap_or_default());
        standardised.resize(row.len(), 0.0);
        for ((standardised, value), (mean, scale)) in standardised.iter_mut().zip(row).zip(standards) {
            *standardised = Standard { mean: *mean, scale: *scale }.apply(*value);
        }
    }

    /// Whether these are the others, and maybe more.
    fn begin_with(&self, others: &Standards) -> bool {
        self.means.starts_with(&others.means) && self.scales.starts_with(&others.scales)
    }
}

/// Sums for the three labels, in lanes.
type Sums = [[f32; LANES]; 3];

/// Adds standardised values times weights for the three labels, in lanes whose order is fixed: the same on every
/// machine. The first value is feature `from`, which begins the lanes. What does not fill the lanes is left out.
///
/// Never inlined, because the compiler makes one instruction of a lane here and loses that in a larger function.
#[inline(never)]
fn add_sums(sums: &Sums, standardised: &[f32], from: usize, weights: &[Vec<f32>; 3]) -> Sums {
    fn chunks(values: &[f32], from: usize) -> &[[f32; LANES]] {
        values.get(from..).unwrap_or_default().as_chunks().0
    }
    let weights = chunks(&weights[0], from).iter().zip(chunks(&weights[1], from)).zip(chunks(&weights[2], from));
    let [mut sum1, mut sum2, mut sum3] = *sums;
    for (values, ((first, second), third)) in chunks(standardised, 0).iter().zip(weights) {
        add_products(&mut sum1, values, first);
        add_products(&mut sum2, values, second);
        add_products(&mut sum3, values, third);
    }
    [sum1, sum2, sum3]
}

#[inline(always)]
fn add_products(sums: &mut [f32; LANES], a: &[f32; LANES], b: &[f32; LANES]) {
    for lane in 0..LANES {
        sums[lane] += a[lane] * b[lane];
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

    /// The margins of the labels for one row.
    pub(crate) fn margins(&self, row: &[f32]) -> [f32; 3] {
        self.scorer().margins(row, &mut Vec::new())
    }

    /// The head made ready to score many rows.
    pub(crate) fn scorer(&self) -> Scorer<'_> {
        Scorer { head: self, standards: Standards::of(&self.standards), has_standards_of_last: false }
    }

    /// The head made ready to go on with rows that `last` has scored or begun.
    pub(crate) fn scorer_after(&self, last: &Scorer<'_>) -> Scorer<'_> {
        let scorer = self.scorer();
        Scorer { has_standards_of_last: scorer.standards.begin_with(&last.standards), ..scorer }
    }

    /// The probabilities of every row of a flat matrix.
    pub(crate) fn score_rows(&self, rows: &[f32], n_features: usize) -> Vec<Scores> {
        let (scorer, mut standardised) = (self.scorer(), Vec::new());
        rows.chunks_exact(n_features.max(1)).map(|row| softmax(scorer.margins(row, &mut standardised))).collect()
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

/// A head that scores rows.
pub(crate) struct Scorer<'h> {
    head: &'h Head,
    standards: Standards,
    /// Whether a row need not be standardised anew after the head before.
    has_standards_of_last: bool,
}

/// The sums that the first values of a row gave, and the values that did not fill the lanes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Begun {
    sums: Sums,
    n_summed: usize,
    left_over: [f32; LANES],
    n_left_over: usize,
}

impl Begun {
    /// The values that did not fill the lanes.
    pub(super) fn left_over(&self) -> &[f32] {
        &self.left_over[..self.n_left_over]
    }
}

impl Scorer<'_> {
    /// The margins of one row, of which the standardised values are left in `standardised`.
    fn margins(&self, row: &[f32], standardised: &mut Vec<f32>) -> [f32; 3] {
        self.standards.apply(row, 0, standardised);
        self.margins_from(&Sums::default(), standardised, 0)
    }

    /// The margins for a row of which the values from feature `from` on are given, standardised, and the sums of those
    /// before.
    fn margins_from(&self, sums: &Sums, standardised: &[f32], from: usize) -> [f32; 3] {
        let head = self.head;
        let sums = add_sums(sums, standardised, from, &head.weights);
        let n_summed = standardised.len() - standardised.len() % LANES;
        let rest = standardised.get(n_summed..).unwrap_or_default();
        std::array::from_fn(|label| {
            let weights = head.weights[label].get(from + n_summed..).unwrap_or_default();
            let products = rest.iter().zip(weights).map(|(value, weight)| value * weight);
            head.bias[label] + (sums[label].iter().sum::<f32>() + products.sum::<f32>())
        })
    }

    /// The probabilities of one row, of which the standardised values are left in `standardised`.
    pub(super) fn score(&self, row: &[f32], standardised: &mut Vec<f32>) -> Scores {
        softmax(self.margins(row, standardised))
    }

    /// Sums up the first values of a row, after the head before has left them standardised.
    pub(super) fn begin(&self, row: &[f32], standardised: &mut Vec<f32>) -> Begun {
        if !self.has_standards_of_last {
            self.standards.apply(row, 0, standardised);
        }
        let (_, rest) = row.split_at(row.len() - row.len() % LANES);
        let mut left_over = [0.0; LANES];
        left_over[..rest.len()].copy_from_slice(rest);
        let sums = add_sums(&Sums::default(), standardised, 0, &self.head.weights);
        Begun { sums, n_summed: row.len() - rest.len(), left_over, n_left_over: rest.len() }
    }

    /// The probabilities of a row that was begun; `row` is what was left over and all that follows.
    pub(super) fn finish(&self, begun: &Begun, row: &[f32], standardised: &mut Vec<f32>) -> Scores {
        self.standards.apply(row, begun.n_summed, standardised);
        softmax(self.margins_from(&begun.sums, standardised, begun.n_summed))
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

    #[test]
    fn a_row_may_be_scored_in_two_parts() {
        let values = |seed: u32, n: usize| -> Vec<f32> {
            (0..n as u32).map(|i| (i.wrapping_mul(2_654_435_761).wrapping_add(seed) >> 8) as f32 / 4e6).collect()
        };
        for n in 1..40 {
            let standards = values(1, n).into_iter().map(|mean| Standard { mean, scale: 0.7 }).collect();
            let weights = [values(2, n), values(3, n), values(4, n)];
            let head = Head { features: vec![String::new(); n], standards, weights, bias: [0.1, 0.2, -0.3] };
            let (scorer, row) = (head.scorer(), values(5, n));
            let after = head.scorer_after(&scorer);
            assert!(after.has_standards_of_last);
            let mut standardised = Vec::new();
            let whole = scorer.score(&row, &mut standardised);
            for n_first in 0..=n {
                scorer.score(&row[..n_first], &mut standardised);
                for scorer in [&after, &scorer] {
                    let begun = scorer.begin(&row[..n_first], &mut standardised.clone());
                    let rest = [begun.left_over(), &row[n_first..]].concat();
                    assert_eq!(scorer.finish(&begun, &rest, &mut Vec::new()), whole, "{n_first} of {n}");
                }
            }
        }
    }
}
