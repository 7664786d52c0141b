//! Runs of content: where the blocks of a page that the pass before took for content stand together.
//!
//! Probabilities of content come in, and the words of content between two blocks; for each block its run comes out, and
//! where it stands to the run with the most content. A run may leap over a few blocks.

use std::ops::Range;

use crate::features::declare::share;

/// Blocks that a run of content may leap over.
const LEAP: usize = 2;

/// The run that a block is in; all zero for a block in none.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Run {
    /// Blocks, those that are leapt over among them.
    pub(super) length: f32,
    /// Words of content.
    pub(super) units: f32,
    /// Share of the page's words of content.
    pub(super) share: f32,
    /// Whether no run has more words of content.
    pub(super) is_main: bool,
}

/// The runs of a page.
#[derive(Debug, Default)]
pub(super) struct Runs {
    of_block: Vec<Run>,
    main: Range<usize>,
}

impl Runs {
    /// Finds the runs: blocks more likely content than not, with at most [`LEAP`] others between.
    pub(super) fn of(content: &[f32], content_units: impl Fn(usize, usize) -> f32) -> Self {
        let n = content.len();
        let all = content_units(0, n);
        let mut runs = Runs { of_block: vec![Run::default(); n], main: 0..0 };
        let mut start = 0;
        let mut best = 0.0;
        while start < n {
            if content[start] < 0.5 {
                start += 1;
                continue;
            }
            let mut end = start + 1;
            let mut ahead = end;
            while ahead < n && ahead - end <= LEAP {
                if content[ahead] >= 0.5 {
                    end = ahead + 1;
                }
                ahead += 1;
            }
            let units = content_units(start, end);
            let run = Run { length: (end - start) as f32, units, share: share(units, all), is_main: false };
            runs.of_block[start..end].fill(run);
            if units > best {
                best = units;
                runs.main = start..end;
            }
            start = end;
        }
        for run in &mut runs.of_block[runs.main.clone()] {
            run.is_main = true;
        }
        runs
    }

    pub(super) fn of_block(&self, idx: usize) -> Run {
        self.of_block[idx]
    }

    /// Blocks from a block to the run with the most content; zero inside it.
    pub(super) fn main_distance(&self, idx: usize) -> f32 {
        if idx < self.main.start {
            (self.main.start - idx) as f32
        } else {
            (idx + 1).saturating_sub(self.main.end) as f32
        }
    }

    /// Whether a block stands behind the run with the most content.
    pub(super) fn is_behind_main(&self, idx: usize) -> bool {
        !self.main.is_empty() && idx >= self.main.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_leap_over_few_blocks_and_the_one_with_the_most_words_is_the_main_one() {
        let content = [0.1, 0.9, 0.2, 0.3, 0.8, 0.1, 0.1, 0.1, 0.6];
        let runs = Runs::of(&content, |from, to| (from..to).map(|at| if at == 8 { 90.0 } else { 10.0 }).sum());
        assert_eq!((runs.of_block(0).length, runs.of_block(2).length, runs.of_block(8).length), (0.0, 4.0, 1.0));
        assert_eq!((runs.of_block(4).is_main, runs.of_block(8).is_main), (false, true));
        assert_eq!((runs.main_distance(4), runs.main_distance(8)), (4.0, 0.0));
        assert!(!runs.is_behind_main(8));
    }
}
