//! Which tokens of a page stand in which of its blocks.
//!
//! Every different token of a page gets a number, and every block the numbers of its tokens, so that what
//! is summed up by token is a look-up in an array. Blocks that repeat another count once.

use std::collections::HashMap;

use crate::features::{BlockStats, PageView};
use crate::label::Scores;

/// The tokens of a page, numbered.
#[derive(Debug, Default)]
pub(crate) struct PageTokens {
    /// Numbers of the single tokens of all blocks, block after block.
    ids: Vec<u32>,
    /// Where each block's numbers begin, and where the last ends.
    starts: Vec<u32>,
    /// By number: how many blocks hold the token, repeated blocks left out.
    n_blocks: Vec<u32>,
}

/// A slot that holds no token.
const EMPTY: u32 = u32::MAX;
/// Slots that are looked at for a token.
const MAX_STEPS: usize = 32;

impl PageTokens {
    pub(crate) fn of(view: &PageView<'_>) -> Self {
        let stats = &view.stats;
        let n_tokens: usize = stats.iter().map(|s| s.tokens.n_single as usize).sum();
        let n_slots = (n_tokens * 2).next_power_of_two().max(16);
        let mask = n_slots - 1;
        // A slot's place is the token's low bits or the next free one. Words that somebody chose for their low bits are
        // looked up in a table whose order nobody knows.
        let mut slots: Vec<(u32, u32)> = vec![(0, EMPTY); n_slots];
        let mut crowded: HashMap<u32, u32> = HashMap::new();
        let mut tokens = PageTokens::default();
        let mut last_block: Vec<u32> = Vec::new();
        tokens.ids.reserve_exact(n_tokens);
        tokens.n_blocks.reserve_exact(n_tokens);
        last_block.reserve_exact(n_tokens);
        tokens.starts.reserve_exact(stats.len() + 1);
        tokens.starts.push(0);
        for (block, stats) in stats.iter().enumerate() {
            let counts = u32::from(stats.n_same_before == 0);
            for token in view.single(block) {
                let first = *token as usize & mask;
                let mut places = (first..first + MAX_STEPS).map(|at| at & mask);
                let is_its_own = |at: &usize| slots[*at].1 == EMPTY || slots[*at].0 == *token;
                let next_id = last_block.len() as u32;
                let id = match places.find(is_its_own) {
                    Some(at) if slots[at].1 == EMPTY => {
                        slots[at] = (*token, next_id);
                        next_id
                    }
                    Some(at) => slots[at].1,
                    None => *crowded.entry(*token).or_insert(next_id),
                };
                if id == next_id {
                    last_block.push(EMPTY);
                    tokens.n_blocks.push(0);
                }
                if last_block[id as usize] != block as u32 {
                    last_block[id as usize] = block as u32;
                    tokens.n_blocks[id as usize] += counts;
                }
                tokens.ids.push(id);
            }
            tokens.starts.push(tokens.ids.len() as u32);
        }
        tokens
    }

    /// How many different tokens there are.
    pub(crate) fn n_tokens(&self) -> usize {
        self.n_blocks.len()
    }

    /// The numbers of a block's tokens.
    pub(crate) fn of_block(&self, idx: usize) -> &[u32] {
        &self.ids[self.starts[idx] as usize..self.starts[idx + 1] as usize]
    }

    /// Share of a block's tokens that more than one block of the page holds.
    pub(crate) fn known_share(&self, idx: usize) -> f32 {
        let ids = self.of_block(idx);
        let n_known = ids.iter().filter(|id| self.n_blocks[**id as usize] > 1).count();
        crate::features::declare::share(n_known as f32, ids.len() as f32)
    }

    /// For every block which of the rarest words of some blocks it holds, a bit each, and how many there are. Words
    /// that no other block holds, or that a fifth of all hold (half on small pages), are not among them.
    pub(crate) fn holders(&self, named: &[usize]) -> (Vec<u32>, u32) {
        let n_blocks = self.starts.len() - 1;
        let mut ids: Vec<u32> = named.iter().flat_map(|idx| self.of_block(*idx)).copied().collect();
        ids.sort_unstable();
        ids.dedup();
        let n_most = (n_blocks as u32 / 5).max(6).max((n_blocks as u32 / 2).min(12));
        let is_telling = |id: &u32| (2..=n_most).contains(&self.n_blocks[*id as usize]);
        let mut ids: Vec<u32> = ids.into_iter().filter(is_telling).collect();
        ids.sort_by_key(|id| (self.n_blocks[*id as usize], *id));
        ids.truncate(32);
        let mut bits = vec![0u32; self.n_blocks.len()];
        for (bit, id) in ids.iter().enumerate() {
            bits[*id as usize] = 1 << bit;
        }
        let held = |idx: usize| self.of_block(idx).iter().fold(0, |all, id| all | bits[*id as usize]);
        ((0..n_blocks).map(held).collect(), ids.len() as u32)
    }

    /// For every block what a pass said of the other blocks that hold its tokens. A token counts the less
    /// the more blocks hold it.
    pub(crate) fn company(&self, stats: &[BlockStats], scores: &[Scores]) -> Vec<Company> {
        let mut sums = vec![(0.0f32, 0.0f32); self.n_blocks.len()];
        let mut last_block = vec![EMPTY; self.n_blocks.len()];
        for (idx, (stats, scores)) in stats.iter().zip(scores).enumerate().filter(|(_, (s, _))| s.n_same_before == 0) {
            debug_assert_eq!(stats.tokens.n_single as usize, self.of_block(idx).len());
            for id in self.of_block(idx) {
                if last_block[*id as usize] != idx as u32 {
                    last_block[*id as usize] = idx as u32;
                    let sum = &mut sums[*id as usize];
                    *sum = (sum.0 + scores.content, sum.1 + scores.spam);
                }
            }
        }
        let of_block = |(idx, (stats, scores)): (usize, (&BlockStats, &Scores))| {
            let own = if stats.n_same_before == 0 { 1.0 } else { 0.0 };
            let (mut weight, mut content, mut spam) = (0.0, 0.0, 0.0);
            for id in self.of_block(idx) {
                let n_others = self.n_blocks[*id as usize] as f32 - own;
                if n_others >= 1.0 {
                    let sum = sums[*id as usize];
                    let rarity = 1.0 / (n_others * n_others);
                    weight += 1.0 / n_others;
                    content += (sum.0 - own * scores.content) * rarity;
                    spam += (sum.1 - own * scores.spam) * rarity;
                }
            }
            let n = self.of_block(idx).len().max(1) as f32;
            Company {
                content: if weight > 0.0 { content / weight } else { scores.content },
                spam: if weight > 0.0 { spam / weight } else { scores.spam },
                weight: weight / n,
            }
        };
        stats.iter().zip(scores).enumerate().map(of_block).collect()
    }
}

/// What was said of the other blocks that hold a block's tokens.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Company {
    /// Mean probability of content; the block's own where no other holds its tokens.
    pub(crate) content: f32,
    /// Mean probability of spam; the block's own where no other holds its tokens.
    pub(crate) spam: f32,
    /// How much of the block the others hold, 0 to 1: rare tokens count more than common ones.
    pub(crate) weight: f32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::cut_text;
    use crate::document::Limits;
    use crate::features::Scratch;
    use crate::text::Lexicon;

    #[test]
    fn words_that_want_the_same_slot_get_numbers_of_their_own() {
        let letters = |n: u32| (0..5).map(move |at| char::from(b'a' + (n / 26u32.pow(at) % 26) as u8));
        let words: Vec<String> = (0..200_000).map(|n| letters(n).collect()).collect();
        let one_slot = |word: &&String| {
            let page = cut_text(word, &Limits::default());
            let view = PageView::new(&page, &Lexicon::default(), &mut Scratch::default());
            view.single(0).first().is_some_and(|token| token & 1_023 == 7)
        };
        let chosen: Vec<&String> = words.iter().filter(one_slot).take(4 * MAX_STEPS).collect();
        let line: Vec<&str> = chosen.iter().chain(&chosen).map(|word| word.as_str()).collect();
        let page = cut_text(&line.join(" "), &Limits::default());
        let tokens = PageTokens::of(&PageView::new(&page, &Lexicon::default(), &mut Scratch::default()));
        assert_eq!((chosen.len(), tokens.n_tokens()), (4 * MAX_STEPS, 4 * MAX_STEPS));
        let (first, second) = tokens.of_block(0).split_at(chosen.len());
        assert_eq!(first, second);
    }
}
