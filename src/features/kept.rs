//! The odds of a page's tokens and crosses, each looked up once however often the page has it.
//!
//! Numbered tokens and an evidence table come in; what stands at a token's number is added up for every block that holds
//! it, without asking whether the token is known. Short blocks are looked up as they come: keeping theirs gains nothing.

use crate::features::PageView;
use crate::features::crosses::{Crossing, N_CROSSES};
use crate::features::evidence::{EvidenceSource, Kind, Odds, key_of};

/// What a page keeps of a token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kept {
    /// One for a token that is known, zero for another; below zero before it is looked up.
    pub(super) n: f32,
    pub(super) odds: Odds,
}

/// The odds of the tokens of long blocks.
pub(super) struct KeptOdds {
    /// By the token's number.
    odds: Vec<Kept>,
}

impl KeptOdds {
    pub(super) fn of<E: EvidenceSource>(view: &PageView<'_>, source: &E) -> Self {
        let tokens = &view.page_values.tokens;
        let mut odds = vec![Kept { n: -1.0, odds: Odds::default() }; tokens.n_tokens()];
        for idx in (0..view.n_blocks()).filter(|idx| is_long(view, *idx)) {
            for (token, id) in view.single(idx).iter().zip(tokens.of_block(idx)) {
                let kept = &mut odds[*id as usize];
                if kept.n < 0.0 {
                    let odds = source.odds(key_of(Kind::LongText, *token));
                    *kept = Kept { n: f32::from(u8::from(odds.is_some())), odds: odds.unwrap_or_default() };
                }
            }
        }
        KeptOdds { odds }
    }

    /// What is kept of the tokens of a block; nothing if it is short.
    pub(super) fn of_block(&self, view: &PageView<'_>, idx: usize) -> impl Iterator<Item = Kept> {
        let ids = if is_long(view, idx) { view.page_values.tokens.of_block(idx) } else { &[] };
        ids.iter().map(|id| self.odds[*id as usize])
    }
}

/// Crosses whose odds are kept, as a power of two.
const KEPT_CROSSES_BITS: u32 = 10;

/// The content odds of the crosses met last: neighbours are alike, and the token of a cross costs more than all else.
pub(super) struct KeptCrosses {
    /// Packed crosses and their odds.
    slots: Vec<(u64, f32)>,
}

impl Default for KeptCrosses {
    fn default() -> Self {
        KeptCrosses { slots: vec![(0, 0.0); 1 << KEPT_CROSSES_BITS] }
    }
}

impl KeptCrosses {
    /// Appends the content odds of crosses; zero where they are not known.
    pub(super) fn fill<E: EvidenceSource>(
        &mut self,
        crosses: impl Iterator<Item = Crossing>,
        source: &E,
        row: &mut Vec<f32>,
    ) {
        // What is not kept is looked up at the end, so that one wait for memory does not keep the next from beginning.
        let mut missed = [(0usize, 0u32, 0u64); N_CROSSES];
        let mut n_missed = 0;
        for cross in crosses {
            let packed = cross.packed();
            let (known, odds) = self.slots[place_of(packed)];
            if known != packed {
                missed[n_missed % N_CROSSES] = (row.len(), key_of(Kind::Cross, cross.token()), packed);
                n_missed += 1;
            }
            row.push(odds);
        }
        for (at, key, packed) in missed.into_iter().take(n_missed) {
            row[at] = source.odds(key).unwrap_or_default().content;
            self.slots[place_of(packed)] = (packed, row[at]);
        }
    }
}

fn place_of(packed: u64) -> usize {
    (packed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - KEPT_CROSSES_BITS)) as usize
}

fn is_long(view: &PageView<'_>, idx: usize) -> bool {
    !view.stats[idx].tokens.is_short()
}
