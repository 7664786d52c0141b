//! The odds of a page's tokens, each looked up once however often the page has it.
//!
//! Numbered tokens and an evidence table come in; what stands at a token's number is added up for every block that holds
//! it, without asking whether the token is known.

use crate::features::PageView;
use crate::features::evidence::{EvidenceSource, Kind, Odds, key_of};

/// What a page keeps of a token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kept {
    /// One for a token that is known, zero for another; below zero before it is looked up.
    pub(super) n: f32,
    pub(super) odds: Odds,
}

/// The odds of single tokens in one family, for long blocks or for short ones.
pub(super) struct KeptOdds {
    pub(super) kind: Kind,
    /// By the token's number.
    odds: Vec<Kept>,
}

impl KeptOdds {
    pub(super) fn of<E: EvidenceSource>(view: &PageView<'_>, kind: Kind, source: &E) -> Self {
        let tokens = &view.page_values.tokens;
        let mut kept = KeptOdds { kind, odds: Vec::new() };
        let mut odds = vec![Kept { n: -1.0, odds: Odds::default() }; tokens.n_tokens()];
        for idx in (0..view.n_blocks()).filter(|idx| kept.are_for(view, *idx)) {
            for (token, id) in view.single(idx).iter().zip(tokens.of_block(idx)) {
                let kept = &mut odds[*id as usize];
                if kept.n < 0.0 {
                    let odds = source.odds(key_of(kind, *token));
                    *kept = Kept { n: f32::from(u8::from(odds.is_some())), odds: odds.unwrap_or_default() };
                }
            }
        }
        kept.odds = odds;
        kept
    }

    /// Whether a block is one of those whose tokens are kept.
    pub(super) fn are_for(&self, view: &PageView<'_>, idx: usize) -> bool {
        view.stats[idx].tokens.is_short() == (self.kind != Kind::LongText)
    }

    /// What is kept of the single tokens of such a block.
    pub(super) fn of_single(&self, view: &PageView<'_>, idx: usize) -> impl Iterator<Item = Kept> {
        view.page_values.tokens.of_block(idx).iter().map(|id| self.odds[*id as usize])
    }
}
