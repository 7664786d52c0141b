//! How far the figures would move with other sites.
//!
//! One confusion matrix per site comes in; 95 % intervals go out, from rounds that draw whole
//! sites with replacement: the blocks of one site err together, so drawing blocks would promise
//! too much.
//! It gives no interval where fewer than two sites carry a figure.

use serde::{Deserialize, Serialize};

use super::{Confusion, PerLabel};
use crate::label::Label;

/// Rounds of resampling behind each interval.
pub const N_ROUNDS: usize = 500;

/// Shares of the rounds below and above which a figure is left out: 95 % remain.
const TAILS: (f64, f64) = (0.025, 0.975);

/// The middle 95 % of a figure's rounds (percentile bootstrap); both ends 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// The 2.5 % quantile.
    pub low: f64,
    /// The 97.5 % quantile.
    pub high: f64,
}

/// Intervals of the figures counted in blocks.
///
/// Rounds in which a figure has no denominator are left out of that figure's interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Intervals {
    /// Seed of the resampling.
    pub seed: u64,
    /// Interval of the accuracy.
    pub accuracy: Option<Interval>,
    /// Interval of the macro F1.
    pub macro_f1: Option<Interval>,
    /// Intervals of each label's figures.
    pub labels: PerLabel<LabelIntervals>,
}

/// Intervals of one label's figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LabelIntervals {
    /// Interval of the precision.
    pub precision: Option<Interval>,
    /// Interval of the recall.
    pub recall: Option<Interval>,
    /// Interval of F1.
    pub f1: Option<Interval>,
}

/// Resamples sites; same sites in the same order and same seed, same intervals.
pub(super) fn intervals(sites: &[Confusion], seed: u64) -> Intervals {
    let rounds = rounds(sites, seed);
    let label_intervals = |label: Label| LabelIntervals {
        precision: interval(sites, &rounds, |confusion| confusion.precision(label)),
        recall: interval(sites, &rounds, |confusion| confusion.recall(label)),
        f1: interval(sites, &rounds, |confusion| confusion.f1(label)),
    };
    Intervals {
        seed,
        accuracy: interval(sites, &rounds, Confusion::accuracy),
        macro_f1: interval(sites, &rounds, Confusion::macro_f1),
        labels: PerLabel::from_fn(label_intervals),
    }
}

/// Draws as many sites as there are, [`N_ROUNDS`] times, and sums each draw.
fn rounds(sites: &[Confusion], seed: u64) -> Vec<Confusion> {
    let mut random = SplitMix64(seed);
    let mut rounds = Vec::with_capacity(N_ROUNDS);
    if sites.len() < 2 {
        return rounds;
    }
    for _ in 0..N_ROUNDS {
        let mut round = Confusion::default();
        for _ in 0..sites.len() {
            round.merge(&sites[random.below(sites.len())]);
        }
        rounds.push(round);
    }
    rounds
}

fn interval(sites: &[Confusion], rounds: &[Confusion], figure: impl Fn(&Confusion) -> Option<f64>) -> Option<Interval> {
    // With one such site every round repeats its figure: an interval of no width, and a lie.
    if sites.iter().filter_map(&figure).take(2).count() < 2 {
        return None;
    }
    let mut figures: Vec<f64> = rounds.iter().filter_map(&figure).collect();
    figures.sort_unstable_by(f64::total_cmp);
    Some(Interval { low: quantile(&figures, TAILS.0)?, high: quantile(&figures, TAILS.1)? })
}

/// Quantile of sorted values, straight lines between them (NumPy's default).
fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let place = share * sorted.len().checked_sub(1)? as f64;
    let (below, above) = (sorted.get(place.floor() as usize)?, sorted.get(place.ceil() as usize)?);
    Some(below + (above - below) * place.fract())
}

/// A small seeded generator: Steele, Lea and Flood 2014.
pub(super) struct SplitMix64(pub(super) u64);

impl SplitMix64 {
    /// The next 64 random bits.
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// A number in `0..n`, even but for a bias of less than `n / 2^64`.
    pub(super) fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A site with `n_hits` of content found, `n_missed` taken for chrome.
    fn site(n_hits: u64, n_missed: u64) -> Confusion {
        Confusion { counts: [[n_hits, n_missed, 0], [0, 5, 0], [0, 0, 0]] }
    }

    #[test]
    fn generator_gives_the_published_sequence() {
        let mut random = SplitMix64(1234567);
        assert_eq!(random.next(), 6457827717110365317);
        assert_eq!(random.next(), 3203168211198807973);
    }

    #[test]
    fn quantiles_lie_between_values() {
        assert_eq!(quantile(&[0.0, 1.0, 2.0, 3.0, 4.0], 0.5), Some(2.0));
        assert_eq!(quantile(&[0.0, 1.0], 0.25), Some(0.25));
        assert_eq!(quantile(&[], 0.5), None);
    }

    #[test]
    fn two_sites_span_from_the_worse_to_the_better() {
        let intervals = intervals(&[site(10, 0), site(5, 5)], 7);
        assert_eq!(intervals.labels.content.recall, Some(Interval { low: 0.5, high: 1.0 }));
    }

    #[test]
    fn same_seed_same_intervals() {
        let sites: Vec<Confusion> = (0..40).map(|i| site(10 + i % 7, i % 5)).collect();
        assert_eq!(intervals(&sites, 1), intervals(&sites, 1));
        assert_ne!(intervals(&sites, 1).macro_f1, intervals(&sites, 2).macro_f1);
    }

    #[test]
    fn one_site_gives_no_interval() {
        assert_eq!(intervals(&[site(10, 1)], 7), Intervals { seed: 7, ..Intervals::default() });
        assert_eq!(intervals(&[], 7), Intervals { seed: 7, ..Intervals::default() });
    }

    #[test]
    fn a_label_on_one_site_only_gives_no_interval() {
        let mut sites = vec![site(10, 1); 9];
        sites[3].add(Label::Spam, Label::Spam, 4);
        let intervals = intervals(&sites, 7);
        assert_eq!(intervals.labels.spam, LabelIntervals::default());
        assert!(intervals.labels.content.f1.is_some());
    }
}
