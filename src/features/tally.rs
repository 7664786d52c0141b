//! What tokens say together: the mean, the extremes, a damped sum of their odds and their strongest stretch.
//!
//! Tokens and where their odds come from go in, numbers for a row come out.

use crate::features::declare::ln1p;
use crate::features::evidence::{EvidenceSource, Kind, Odds, key_of};
use crate::features::kept::Kept;

/// Tokens that are looked up together.
const N_TOGETHER: usize = 16;

/// Mean, extremes and sum under way.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    n: f32,
    content_sum: f32,
    content_max: f32,
    content_min: f32,
    spam_sum: f32,
    spam_max: f32,
    /// The sum of the stretch that ends with the token added last, and the largest that any token ended.
    spam_stretch: f32,
    best_stretch: f32,
}

impl Tally {
    fn add(&mut self, odds: Odds) {
        self.n += 1.0;
        self.content_sum += odds.content;
        self.content_max = larger(self.content_max, odds.content);
        self.content_min = smaller(self.content_min, odds.content);
        self.spam_sum += odds.spam;
        self.spam_max = larger(self.spam_max, odds.spam);
        self.spam_stretch = larger(0.0, self.spam_stretch + odds.spam);
        self.best_stretch = larger(self.best_stretch, self.spam_stretch);
    }

    /// Adds the odds of a token, if they are known.
    pub(super) fn add_known(&mut self, odds: Option<Odds>) {
        if let Some(odds) = odds {
            self.add(odds);
        }
    }

    /// Adds the odds of tokens. Many are looked up before the first is added, without a branch on what is known, so that
    /// waits for memory overlap.
    pub(super) fn add_all<E: EvidenceSource>(&mut self, tokens: &[u32], kind: Kind, source: &E) {
        for tokens in tokens.chunks(N_TOGETHER) {
            let (mut known, mut n) = ([Odds::default(); N_TOGETHER], 0usize);
            for token in tokens {
                let odds = source.odds(key_of(kind, *token));
                known[n % N_TOGETHER] = odds.unwrap_or_default();
                n += usize::from(odds.is_some());
            }
            known.iter().take(n).for_each(|odds| self.add(*odds));
        }
    }

    /// Adds the odds of tokens that do not stand in the order of the text, so that they are no part of a stretch.
    pub(super) fn add_unordered<E: EvidenceSource>(&mut self, tokens: &[u32], kind: Kind, source: &E) {
        let best = self.best_stretch;
        self.add_all(tokens, kind, source);
        self.best_stretch = best;
    }

    /// Adds what a page keeps of a token; of one that is not known it keeps zeros, which change nothing.
    pub(super) fn add_kept(&mut self, kept: Kept) {
        let n = self.n + kept.n;
        self.add(kept.odds);
        self.n = n;
    }

    pub(super) fn merge(&mut self, other: &Tally) {
        if other.n == 0.0 {
            return;
        }
        self.n += other.n;
        self.content_sum += other.content_sum;
        self.content_max = larger(self.content_max, other.content_max);
        self.content_min = smaller(self.content_min, other.content_min);
        self.spam_sum += other.spam_sum;
        self.spam_max = larger(self.spam_max, other.spam_max);
    }

    /// Appends the sum of the stretch of tokens that speaks most for spam, what stands around it left out: a phrase of
    /// keywords put before an honest sentence counts whole (Kadane's largest sum of neighbours).
    pub(super) fn fill_stretch(&self, row: &mut Vec<f32>) {
        row.push(ln1p(self.best_stretch));
    }

    pub(super) fn fill(&self, tells_spam: bool, row: &mut Vec<f32>) {
        let n = self.n.max(1.0);
        let strength = ln1p(self.n) / n;
        row.extend_from_slice(&[self.content_sum / n, self.content_max, self.content_min, self.content_sum * strength]);
        if tells_spam {
            row.extend_from_slice(&[self.spam_sum / n, self.spam_max, self.spam_sum * strength]);
        }
    }
}

/// The larger of two numbers; what is not a number is never among odds.
fn larger(a: f32, b: f32) -> f32 {
    if b > a { b } else { a }
}

fn smaller(a: f32, b: f32) -> f32 {
    if b < a { b } else { a }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Odds of a half a unit against spam for token 0, of the token's number for others; tokens from 10 on are not known.
    struct Source;

    impl EvidenceSource for Source {
        fn odds(&self, key: u32) -> Option<Odds> {
            let token = (0..10).find(|token| key_of(Kind::LongText, *token) == key)?;
            Some(Odds { content: 0.0, spam: if token == 0 { -0.5 } else { token as f32 } })
        }
    }

    fn stretch(tokens: &[u32], unordered: &[u32]) -> f32 {
        let mut tally = Tally::default();
        tally.add_all(tokens, Kind::LongText, &Source);
        tally.add_unordered(unordered, Kind::LongText, &Source);
        let mut row = Vec::new();
        tally.fill_stretch(&mut row);
        row[0].exp_m1().round()
    }

    #[test]
    fn the_strongest_stretch_is_not_thinned_by_what_stands_around() {
        assert_eq!(stretch(&[2, 3, 0, 0, 0, 0, 0, 0, 0, 0], &[]), 5.0);
        assert_eq!(stretch(&[0, 0, 0, 0, 2, 3], &[]), 5.0);
        assert_eq!(stretch(&[2, 99, 3, 0, 0, 4], &[]), 8.0);
        assert_eq!(stretch(&[1, 0, 0, 0, 0, 0, 3], &[]), 3.0);
        assert_eq!(stretch(&[0, 0], &[]), 0.0);
        assert_eq!(stretch(&[2, 0], &[3, 3]), 2.0);
    }
}
