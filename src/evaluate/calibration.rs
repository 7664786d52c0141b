//! Are scores worth their face value?
//!
//! Scores with "was it so?" come in; a reliability table and the expected calibration error go
//! out. It judges scores and mends none.

use serde::{Deserialize, Serialize};

use super::confusion::ratio;

/// Equal-width bins of the reliability table.
pub const N_BINS: usize = 10;

/// One unit of a score in the integer sums: whole numbers add up the same in any order.
const UNIT: f64 = (1u64 << 32) as f64;

/// Reliability table of one kind of score.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Expected calibration error, 0 to 1: the mean of |observed share - mean score| over bins,
    /// weighted by blocks (Guo et al. 2017); `None` without blocks.
    pub expected_error: Option<f64>,
    /// [`N_BINS`] bins, scores rising.
    pub bins: Vec<ReliabilityBin>,
}

/// Blocks whose score lies in `low..high`; the last bin holds 1 too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReliabilityBin {
    /// Lowest score of the bin, 0 to 1.
    pub low: f32,
    /// Where the next bin begins, 0 to 1.
    pub high: f32,
    /// Number of blocks in the bin.
    pub n_blocks: u64,
    /// Mean score of those blocks, 0 to 1; `None` if there are none.
    pub mean_score: Option<f64>,
    /// Share of them for which it was so, 0 to 1; `None` if there are none.
    pub observed_share: Option<f64>,
}

impl ReliabilityBin {
    /// How far the bin's scores are from what was observed, 0 to 1.
    fn gap(&self) -> Option<f64> {
        Some((self.observed_share? - self.mean_score?).abs())
    }
}

/// Running sums behind one [`Calibration`].
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ReliabilitySums {
    bins: [BinSums; N_BINS],
}

#[derive(Clone, Copy, Debug, Default)]
struct BinSums {
    n_blocks: u64,
    n_true: u64,
    scores: u64,
}

impl ReliabilitySums {
    /// Counts one score in 0 to 1 and whether it was so.
    pub(super) fn add(&mut self, score: f32, is_true: bool) {
        let bin = &mut self.bins[((score * N_BINS as f32) as usize).min(N_BINS - 1)];
        bin.n_blocks += 1;
        bin.n_true += u64::from(is_true);
        bin.scores += (f64::from(score) * UNIT).round() as u64;
    }

    /// The table so far.
    pub(super) fn calibration(&self) -> Calibration {
        let edge = |idx: usize| idx as f32 / N_BINS as f32;
        let bins: Vec<ReliabilityBin> = self
            .bins
            .iter()
            .enumerate()
            .map(|(idx, sums)| ReliabilityBin {
                low: edge(idx),
                high: edge(idx + 1),
                n_blocks: sums.n_blocks,
                mean_score: ratio(sums.scores, sums.n_blocks).map(|mean| mean / UNIT),
                observed_share: ratio(sums.n_true, sums.n_blocks),
            })
            .collect();
        Calibration { expected_error: expected_error(&bins), bins }
    }
}

fn expected_error(bins: &[ReliabilityBin]) -> Option<f64> {
    let n_blocks: u64 = bins.iter().map(|bin| bin.n_blocks).sum();
    let gaps: f64 = bins.iter().filter_map(|bin| bin.gap().map(|gap| gap * bin.n_blocks as f64)).sum();
    (n_blocks > 0).then(|| gaps / n_blocks as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_matches_hand_computation() {
        let mut sums = ReliabilitySums::default();
        for (score, is_true) in [(0.75, true), (0.75, false), (0.25, false), (1.0, true)] {
            sums.add(score, is_true);
        }
        let calibration = sums.calibration();
        assert_eq!(calibration.expected_error, Some((2.0 * 0.25 + 0.25) / 4.0));
        let expected =
            ReliabilityBin { low: 0.7, high: 0.8, n_blocks: 2, mean_score: Some(0.75), observed_share: Some(0.5) };
        assert_eq!(calibration.bins[7], expected);
        assert_eq!(calibration.bins[9].n_blocks, 1);
        assert_eq!(calibration.bins[0].mean_score, None);
    }

    #[test]
    fn every_tenth_opens_its_own_bin() {
        for idx in 0..N_BINS {
            let mut sums = ReliabilitySums::default();
            sums.add(idx as f32 / 10.0, true);
            assert_eq!(sums.bins[idx].n_blocks, 1, "score {idx}/10");
        }
    }

    #[test]
    fn no_scores_no_error() {
        let calibration = ReliabilitySums::default().calibration();
        assert_eq!(calibration.expected_error, None);
        assert_eq!(calibration.bins.len(), N_BINS);
    }
}
