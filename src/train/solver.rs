//! Find where linfa begins: a quick L-BFGS for the multinomial logistic loss.
//!
//! linfa goes over its f64 rows four times a step; this goes over f32 rows once, on all cores, and sums in
//! f64 in a fixed order, so that the answer is the same on any number of threads. linfa then finishes the
//! fit from here; where its search leaves the valley, the place where it began stays.

use rayon::prelude::*;

use crate::model::{dot, softmax};

/// Rows that one task sums up.
const CHUNK: usize = 2_048;
/// Steps that the curvature is remembered for.
const MEMORY: usize = 30;
/// Share of the loss that a step must gain not to be idle, and idle steps in a row that end the search: one alone may
/// be a bad direction.
const MIN_GAIN: f64 = 1e-6;
const MAX_IDLE: usize = 5;
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
    /// Of two places the one with the smaller loss, penalty included; the first if they are equal.
    pub(crate) fn better(&self, one: Vec<f64>, other: Vec<f64>) -> Vec<f64> {
        if self.eval(&one).loss <= self.eval(&other).loss { one } else { other }
    }

    /// For every label its weights, then its bias: `3 * (n_features + 1)` numbers.
    pub(crate) fn solve(&self, max_iterations: usize) -> Vec<f64> {
        let n = (self.n_features + 1) * 3;
        let mut place = vec![0.0f64; n];
        let mut eval = self.eval(&place);
        let mut memory: Vec<(Vec<f64>, Vec<f64>, f64)> = Vec::new();
        let mut n_idle = 0;
        for _ in 0..max_iterations {
            let direction = direction(&eval.gradient, &memory);
            let slope = dot_f64(&direction, &eval.gradient);
            if slope >= -1e-9 {
                break;
            }
            let first =
                if memory.is_empty() { 1.0 / dot_f64(&eval.gradient, &eval.gradient).sqrt().max(1.0) } else { 1.0 };
            let Some((next_place, next)) = self.search(&place, &eval, &direction, slope, first) else {
                if memory.is_empty() {
                    break;
                }
                // The remembered curvature misled: begin anew, straight down the slope.
                memory.clear();
                continue;
            };
            let step: Vec<f64> = next_place.iter().zip(&place).map(|(a, b)| a - b).collect();
            let change: Vec<f64> = next.gradient.iter().zip(&eval.gradient).map(|(a, b)| a - b).collect();
            let curvature = dot_f64(&step, &change);
            if curvature > 1e-12 {
                if memory.len() == MEMORY {
                    memory.remove(0);
                }
                memory.push((step, change, 1.0 / curvature));
            }
            n_idle = if eval.loss - next.loss < MIN_GAIN * eval.loss.abs() { n_idle + 1 } else { 0 };
            (place, eval) = (next_place, next);
            if n_idle == MAX_IDLE {
                break;
            }
        }
        place
    }

    fn search(
        &self,
        place: &[f64],
        eval: &Eval,
        direction: &[f64],
        slope: f64,
        first: f64,
    ) -> Option<(Vec<f64>, Eval)> {
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
        let place_f32: Vec<f32> = place.iter().map(|w| *w as f32).collect();
        let chunks: Vec<(f64, Vec<f32>)> = self
            .rows
            .par_chunks(CHUNK * self.n_features)
            .zip(self.labels.par_chunks(CHUNK))
            .map(|(rows, labels)| self.eval_chunk(rows, labels, &place_f32))
            .collect();
        let mut sum = Eval { loss: 0.0, gradient: vec![0.0; place.len()] };
        for (loss, gradient) in chunks {
            sum.loss += loss;
            sum.gradient.iter_mut().zip(gradient).for_each(|(a, b)| *a += f64::from(b));
        }
        for (at, (weight, slope)) in place.iter().zip(&mut sum.gradient).enumerate() {
            if at % (self.n_features + 1) < self.n_features {
                sum.loss += 0.5 * self.alpha * weight * weight;
                *slope += self.alpha * weight;
            }
        }
        sum
    }

    fn eval_chunk(&self, rows: &[f32], labels: &[usize], place: &[f32]) -> (f64, Vec<f32>) {
        let n = self.n_features;
        let mut gradient = vec![0.0f32; place.len()];
        let mut loss = 0.0;
        for (row, label) in rows.chunks_exact(n).zip(labels) {
            let margins = std::array::from_fn(|k| {
                let weights = &place[k * (n + 1)..(k + 1) * (n + 1)];
                weights[n] + dot(row, &weights[..n])
            });
            let scores = softmax(margins);
            let mut slopes = [scores.content, scores.chrome, scores.spam];
            loss -= f64::from(slopes[*label].max(1e-30)).ln();
            slopes[*label] -= 1.0;
            for (sums, slope) in gradient.chunks_exact_mut(n + 1).zip(slopes) {
                for (sum, value) in sums.iter_mut().zip(row) {
                    *sum += value * slope;
                }
                sums[n] += slope;
            }
        }
        (loss, gradient)
    }
}

/// The quasi-Newton direction: down the slope, bent by the curvature of the last steps.
fn direction(gradient: &[f64], memory: &[(Vec<f64>, Vec<f64>, f64)]) -> Vec<f64> {
    let mut result: Vec<f64> = gradient.iter().map(|g| -g).collect();
    let mut parts = Vec::with_capacity(memory.len());
    for (step, change, inverse) in memory.iter().rev() {
        let part = inverse * dot_f64(step, &result);
        result.iter_mut().zip(change).for_each(|(r, c)| *r -= part * c);
        parts.push(part);
    }
    if let Some((_, change, inverse)) = memory.last() {
        let scale = 1.0 / (inverse * dot_f64(change, change)).max(1e-30);
        result.iter_mut().for_each(|r| *r *= scale);
    }
    for ((step, change, inverse), part) in memory.iter().zip(parts.into_iter().rev()) {
        let correction = part - inverse * dot_f64(change, &result);
        result.iter_mut().zip(step).for_each(|(r, s)| *r += correction * s);
    }
    result
}

fn dot_f64(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_with_the_smaller_loss_is_kept() {
        let (rows, labels) = (vec![1.0, -1.0, 0.5, -0.5], vec![0, 1, 0, 1]);
        let problem = Problem { rows: &rows, labels: &labels, n_features: 1, alpha: 0.1 };
        let solved = problem.solve(50);
        let astray: Vec<f64> = solved.iter().map(|w| -3.0 * w).collect();
        assert_eq!(problem.better(astray.clone(), solved.clone()), solved);
        assert_eq!(problem.better(solved.clone(), astray), solved);
    }
}
