//! Find where linfa begins: a quick L-BFGS for the multinomial logistic loss.
//!
//! linfa goes over its f64 rows four times a step; this goes over f32 rows once, on all cores, and sums in
//! f64 in a fixed order, so that the answer is the same on any number of threads. linfa then finishes the
//! fit from here and is the judge of it.

use rayon::prelude::*;

/// Rows that one task sums up.
const CHUNK: usize = 2_048;
/// Steps that the curvature is remembered for.
const MEMORY: usize = 10;
/// Halvings of a step before the search gives up.
const MAX_HALVINGS: usize = 20;

/// Standardised rows, one after the other, and the label of each.
pub(crate) struct Problem<'a> {
    pub(crate) rows: &'a [f32],
    pub(crate) labels: &'a [usize],
    pub(crate) n_features: usize,
    pub(crate) alpha: f64,
}

/// Loss and gradient at one place.
struct Eval {
    loss: f64,
    gradient: Vec<f64>,
}

impl Problem<'_> {
    /// Weights by feature and label, then the biases: `(n_features + 1) * 3` numbers.
    pub(crate) fn solve(&self, max_iterations: usize) -> Vec<f64> {
        let n = (self.n_features + 1) * 3;
        let mut place = vec![0.0f64; n];
        let mut eval = self.eval(&place);
        let mut memory: Vec<(Vec<f64>, Vec<f64>, f64)> = Vec::new();
        for _ in 0..max_iterations {
            let direction = direction(&eval.gradient, &memory);
            let slope = dot(&direction, &eval.gradient);
            if slope >= -1e-9 {
                break;
            }
            let first = if memory.is_empty() { 1.0 / dot(&eval.gradient, &eval.gradient).sqrt().max(1.0) } else { 1.0 };
            let Some((next_place, next)) = self.search(&place, &eval, &direction, slope, first) else { break };
            let step: Vec<f64> = next_place.iter().zip(&place).map(|(a, b)| a - b).collect();
            let change: Vec<f64> = next.gradient.iter().zip(&eval.gradient).map(|(a, b)| a - b).collect();
            let curvature = dot(&step, &change);
            if curvature > 1e-12 {
                if memory.len() == MEMORY {
                    memory.remove(0);
                }
                memory.push((step, change, 1.0 / curvature));
            }
            let gain = eval.loss - next.loss;
            (place, eval) = (next_place, next);
            if gain < 1e-6 * eval.loss.abs() {
                break;
            }
        }
        place
    }

    fn search(&self, place: &[f64], eval: &Eval, direction: &[f64], slope: f64, first: f64) -> Option<(Vec<f64>, Eval)> {
        let mut length = first;
        for _ in 0..MAX_HALVINGS {
            let next_place: Vec<f64> = place.iter().zip(direction).map(|(p, d)| p + length * d).collect();
            let next = self.eval(&next_place);
            if next.loss <= eval.loss + 1e-4 * length * slope {
                return Some((next_place, next));
            }
            length *= 0.5;
        }
        None
    }

    fn eval(&self, place: &[f64]) -> Eval {
        let weights: Vec<[f32; 3]> = place.as_chunks::<3>().0.iter().map(|w| w.map(|w| w as f32)).collect();
        let chunks: Vec<(f64, Vec<f64>)> = self
            .rows
            .par_chunks(CHUNK * self.n_features)
            .zip(self.labels.par_chunks(CHUNK))
            .map(|(rows, labels)| self.eval_chunk(rows, labels, &weights))
            .collect();
        let mut sum = Eval { loss: 0.0, gradient: vec![0.0; place.len()] };
        for (loss, gradient) in chunks {
            sum.loss += loss;
            sum.gradient.iter_mut().zip(gradient).for_each(|(a, b)| *a += b);
        }
        let n_penalised = self.n_features * 3;
        for (weight, slope) in place[..n_penalised].iter().zip(&mut sum.gradient) {
            sum.loss += 0.5 * self.alpha * weight * weight;
            *slope += self.alpha * weight;
        }
        sum
    }

    fn eval_chunk(&self, rows: &[f32], labels: &[usize], weights: &[[f32; 3]]) -> (f64, Vec<f64>) {
        let mut gradient = vec![[0.0f32; 3]; weights.len()];
        let mut loss = 0.0;
        let (bias, weights) = weights.split_last().map_or(([0.0; 3], weights), |(bias, weights)| (*bias, weights));
        for (row, label) in rows.chunks_exact(self.n_features).zip(labels) {
            let mut margins = bias;
            for (value, weight) in row.iter().zip(weights) {
                for (margin, weight) in margins.iter_mut().zip(weight) {
                    *margin += value * weight;
                }
            }
            let scores = crate::model::softmax(margins);
            let mut slopes = [scores.content, scores.chrome, scores.spam];
            loss -= f64::from(slopes[*label].max(1e-30)).ln();
            slopes[*label] -= 1.0;
            for (sum, value) in gradient.iter_mut().zip(row) {
                for (sum, slope) in sum.iter_mut().zip(slopes) {
                    *sum += value * slope;
                }
            }
            if let Some(sum) = gradient.last_mut() {
                sum.iter_mut().zip(slopes).for_each(|(sum, slope)| *sum += slope);
            }
        }
        (loss, gradient.into_iter().flatten().map(f64::from).collect())
    }
}

/// The quasi-Newton direction: down the slope, bent by the curvature of the last steps.
fn direction(gradient: &[f64], memory: &[(Vec<f64>, Vec<f64>, f64)]) -> Vec<f64> {
    let mut result: Vec<f64> = gradient.iter().map(|g| -g).collect();
    let mut parts = Vec::with_capacity(memory.len());
    for (step, change, inverse) in memory.iter().rev() {
        let part = inverse * dot(step, &result);
        result.iter_mut().zip(change).for_each(|(r, c)| *r -= part * c);
        parts.push(part);
    }
    if let Some((_, change, inverse)) = memory.last() {
        let scale = 1.0 / (inverse * dot(change, change)).max(1e-30);
        result.iter_mut().for_each(|r| *r *= scale);
    }
    for ((step, change, inverse), part) in memory.iter().zip(parts.into_iter().rev()) {
        let correction = part - inverse * dot(change, &result);
        result.iter_mut().zip(step).for_each(|(r, s)| *r += correction * s);
    }
    result
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
