//! The errors worth reading first.
//!
//! Judged blocks come in; the few wrong ones with the highest score for the wrong label go out.
//! It keeps the text of those and of no other block.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::Judged;
use crate::label::{Label, Scores};

/// Characters of a miss's text that are kept.
const MAX_TEXT_CHARS: usize = 160;

/// One wrongly labelled block.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Miss {
    /// Set of the page.
    pub set: String,
    /// Name of the page.
    pub page: String,
    /// What people said.
    pub gold: Label,
    /// What the classifier said.
    pub predicted: Label,
    /// The scores of the three labels, each 0 to 1.
    pub scores: Scores,
    /// The block's text, its first 160 characters.
    pub text: String,
}

impl Miss {
    fn new(judged: &Judged) -> Miss {
        Miss {
            set: judged.page.set.clone(),
            page: judged.page.id.clone(),
            gold: judged.gold,
            predicted: judged.predicted,
            scores: judged.scores,
            text: judged.text.chars().take(MAX_TEXT_CHARS).collect(),
        }
    }

    /// The score given to the wrong label.
    fn wrong_score(&self) -> f32 {
        self.scores.of(self.predicted)
    }

    /// Worst first; the rest of the order only makes it the same for any order of blocks.
    fn order(&self, other: &Miss) -> Ordering {
        other
            .wrong_score()
            .total_cmp(&self.wrong_score())
            .then_with(|| self.scores.of(self.gold).total_cmp(&other.scores.of(other.gold)))
            .then_with(|| self.set.cmp(&other.set))
            .then_with(|| self.page.cmp(&other.page))
            .then_with(|| self.text.cmp(&other.text))
            .then_with(|| (self.predicted, self.gold).cmp(&(other.predicted, other.gold)))
    }
}

/// The worst misses so far, at most `limit`.
#[derive(Clone, Debug)]
pub(super) struct WorstMisses {
    limit: usize,
    misses: Vec<Miss>,
}

impl WorstMisses {
    /// Room for `limit` misses.
    pub(super) fn new(limit: usize) -> WorstMisses {
        WorstMisses { limit, misses: Vec::new() }
    }

    /// Takes the block in if it is wrong and among the worst so far.
    pub(super) fn add(&mut self, judged: &Judged) {
        if judged.gold == judged.predicted || !self.has_room(judged.scores.of(judged.predicted)) {
            return;
        }
        let miss = Miss::new(judged);
        let idx = self.misses.partition_point(|kept| kept.order(&miss).is_lt());
        self.misses.insert(idx, miss);
        self.misses.truncate(self.limit);
    }

    /// The misses, worst first.
    pub(super) fn misses(&self) -> &[Miss] {
        &self.misses
    }

    /// Saves copying the text of a miss that would fall out again.
    fn has_room(&self, wrong_score: f32) -> bool {
        let is_full = self.misses.len() >= self.limit;
        !is_full || self.misses.last().is_some_and(|last| wrong_score >= last.wrong_score())
    }
}
