//! Fit one head with linfa.
//!
//! linfa takes rows and no weights, so weights become rows: each row is taken as often as its weight says,
//! by systematic sampling. It needs standardised columns in f64 and does not say when it has learned
//! nothing or lost what it began with, so the loss is checked afterwards.

use linfa::Dataset;
use linfa::traits::Fit;
use linfa_logistic::MultiLogisticRegression;
use ndarray::{Array1, Array2};

use crate::error::{Error, Result};
use crate::label::Label;
use crate::model::{Head, Standard};
use crate::train::folds::LeaveOut;
use crate::train::solver::Problem;

/// Steps of the search that finds where linfa begins.
const MAX_QUICK_STEPS: usize = 250;

/// Bias of a label that no row has.
const NEVER: f64 = -30.0;

/// How heads are fitted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FitParams {
    /// Strength of the penalty on squared weights; the loss it is added to is a sum over rows.
    pub alpha: f64,
    /// Steps of the solver at most.
    pub max_iterations: u64,
    /// Rows that a head is fitted on at most.
    pub max_rows: usize,
    /// Seed of what is drawn: folds and the begin of sampling.
    pub seed: u64,
    /// What the heads and the evidence that judge a page see nothing of, beside its site.
    pub leave_out: Option<LeaveOut>,
    /// Share of the blocks of pages without spam that may be called spam, 0 to 1. The thresholds of spam are chosen by
    /// it: a lost sentence is worse than a kept spam line. Pages count by their weight, and at most two blocks of a page.
    pub false_alarms: f32,
}

impl Default for FitParams {
    fn default() -> Self {
        FitParams { alpha: 30.0, max_iterations: 4, max_rows: 120_000, seed: 1, leave_out: None, false_alarms: 0.000_2 }
    }
}

/// A row to learn from.
#[derive(Clone, Copy)]
pub(crate) struct Sample<'r> {
    pub(crate) row: &'r [f32],
    pub(crate) label: Label,
    pub(crate) weight: f32,
}

/// Fits a head to the samples. `features` names their values.
pub(crate) fn fit_head(samples: &[Sample<'_>], features: Vec<String>, params: &FitParams) -> Result<Head> {
    let chosen = draw(samples, params);
    let standards = standards_of(&chosen, features.len());
    let values: Vec<f32> =
        chosen.iter().flat_map(|sample| sample.row.iter().zip(&standards).map(|(value, s)| s.apply(*value))).collect();
    let labels: Vec<usize> = chosen.iter().map(|sample| sample.label.idx()).collect();
    let n_features = features.len();
    let problem = Problem { rows: &values, labels: &labels, n_features, alpha: params.alpha };
    let mut begin = problem.solve(MAX_QUICK_STEPS);
    // Labels that no row has stay at a margin that nothing reaches.
    for (label, place) in begin.chunks_exact_mut(n_features + 1).enumerate() {
        if !labels.contains(&label) {
            place.fill(0.0);
            place[n_features] = NEVER;
        }
    }
    let place = problem.better(finish(&problem, &begin, params)?, begin);
    let of_label = |label: usize| &place[label * (n_features + 1)..(label + 1) * (n_features + 1)];
    let weights = std::array::from_fn(|label| of_label(label)[..n_features].iter().map(|w| *w as f32).collect());
    let bias = std::array::from_fn(|label| of_label(label)[n_features] as f32);
    let head = Head { features, standards, weights, bias };
    check_learned(&head, &chosen)?;
    Ok(head)
}

/// Goes on with linfa from the place where the quick search ended. Labels without rows are left out there and stay as
/// they are here.
fn finish(problem: &Problem<'_>, begin: &[f64], params: &FitParams) -> Result<Vec<f64>> {
    let not_learned = |e: &dyn std::fmt::Display| Error::NotLearned(e.to_string());
    let n = problem.n_features;
    let present: Vec<usize> = (0..3).filter(|label| problem.labels.contains(label)).collect();
    let start = Array2::from_shape_fn((n + 1, present.len()), |(at, column)| begin[present[column] * (n + 1) + at]);
    let wide: Vec<f64> = problem.rows.iter().map(|value| f64::from(*value)).collect();
    let rows = Array2::from_shape_vec((problem.labels.len(), n), wide).map_err(|e| not_learned(&e))?;
    let fitted = MultiLogisticRegression::default()
        .alpha(params.alpha)
        .max_iterations(params.max_iterations)
        .gradient_tolerance(1e-2)
        .initial_params(start)
        .fit(&Dataset::new(rows, Array1::from_vec(problem.labels.to_vec())))
        .map_err(|e| not_learned(&e))?;
    let mut end = begin.to_vec();
    for (column, label) in fitted.classes().iter().enumerate() {
        let of_label = &mut end[label * (n + 1)..(label + 1) * (n + 1)];
        of_label[..n].iter_mut().zip(fitted.params().column(column)).for_each(|(to, from)| *to = *from);
        of_label[n] = fitted.intercept()[column];
    }
    Ok(end)
}

/// Takes each sample as often as its weight says, `max_rows` in all.
fn draw<'r>(samples: &[Sample<'r>], params: &FitParams) -> Vec<Sample<'r>> {
    let total: f64 = samples.iter().map(|s| f64::from(s.weight)).sum();
    let n_rows = params.max_rows.min(samples.len().max(1));
    let step = total / n_rows as f64;
    let mut next = step * (0.25 + 0.5 * (params.seed % 97) as f64 / 97.0);
    let mut reached = 0.0;
    let mut chosen = Vec::with_capacity(n_rows + 1);
    for sample in samples {
        reached += f64::from(sample.weight);
        while next < reached {
            chosen.push(*sample);
            next += step;
        }
    }
    chosen
}

fn standards_of(samples: &[Sample<'_>], n_features: usize) -> Vec<Standard> {
    let n = samples.len().max(1) as f64;
    let mut sums = vec![(0.0f64, 0.0f64); n_features];
    for sample in samples {
        for (sum, value) in sums.iter_mut().zip(sample.row) {
            sum.0 += f64::from(*value);
            sum.1 += f64::from(*value) * f64::from(*value);
        }
    }
    let standard = |(sum, squares): (f64, f64)| {
        let mean = sum / n;
        let deviation = (squares / n - mean * mean).max(0.0).sqrt();
        Standard { mean: mean as f32, scale: if deviation > 1e-4 { (1.0 / deviation) as f32 } else { 0.0 } }
    };
    sums.into_iter().map(standard).collect()
}

/// Sees that the head knows more than how common the labels are.
fn check_learned(head: &Head, samples: &[Sample<'_>]) -> Result<()> {
    let mut n_by_label = [0.0f64; 3];
    let mut loss = 0.0;
    for sample in samples {
        n_by_label[sample.label.idx()] += 1.0;
        let scores = crate::model::softmax(head.margins(sample.row));
        loss -= f64::from(scores.of(sample.label).max(1e-12)).ln();
    }
    let n = samples.len().max(1) as f64;
    let ignorant: f64 = n_by_label.iter().filter(|k| **k > 0.0).map(|k| -k * (k / n).ln()).sum();
    if loss.is_finite() && loss < 0.98 * ignorant {
        return Ok(());
    }
    Err(Error::NotLearned(format!(
        "the loss after the fit, {:.4} a row, is not below that of knowing the labels' shares, {:.4}",
        loss / n,
        ignorant / n
    )))
}
