//! What every block weighs in training.
//!
//! Pages and what they count come in, later the scores of a pass; for every block its weight comes out, zero where its
//! label is not sure. How a weight is turned into rows is for `fit` to know.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::corpus::Gold;
use crate::features::BlockStats;
use crate::label::{Label, Scores};
use crate::text::Lexicon;
use crate::train::prepare::PreparedPage;

/// A page with n labelled blocks weighs as much as n to the power of one minus this blocks.
const PAGE_DAMPING: f32 = 0.8;
/// Share of all weight that spam gets at least, however rare it is in the corpora.
const SPAM_SHARE: f32 = 0.12;

/// How many times its weight a page without spam has if people marked spam on pages of its set: what honest pages of such
/// sites look like, in languages that other sets hardly have, is known from these alone.
const CLEAN_WEIGHT: f32 = 2.0;

/// From this probability of spam on, said by the pass before, a block is suspected.
const SUSPECTED: f32 = 0.1;
/// How many times its weight a suspected block of a page without spam has in a later pass: nearly all false alarms come of
/// such blocks, and they are too few to be heard among the others.
const SUSPECT_WEIGHT: f32 = 4.0;

/// The weights of the blocks of every page, less on pages with many blocks, more for long blocks. Spam blocks get their
/// share of the whole, by a factor that comes with the weights.
pub(super) fn weights_of(pages: &[PreparedPage], lexicon: &Lexicon) -> (Vec<Vec<f32>>, f32) {
    let spam_sets = sets_with_spam(pages);
    let of = |page: &PreparedPage| -> Vec<f32> {
        let view = page.view(lexicon);
        let is_clean = page.key.planted.is_none() && !page.has_spam() && spam_sets.contains(page.key.set.as_str());
        let weight = page.weight * if is_clean { CLEAN_WEIGHT } else { 1.0 };
        let page_weight = weight / (page.n_labelled().max(4) as f32).powf(PAGE_DAMPING);
        let weigh = |(gold, stats): (&Gold, &BlockStats)| match gold {
            Some((_, false)) => page_weight * (1.0 + stats.counts.n_units().ln_1p()),
            _ => 0.0,
        };
        page.gold.iter().zip(&view.stats).map(weigh).collect()
    };
    let mut weights: Vec<Vec<f32>> = pages.par_iter().map(of).collect();
    let is_spam = |page: usize, block: usize| matches!(pages[page].gold[block], Some((Label::Spam, false)));
    let (mut spam, mut rest) = (0.0f64, 0.0f64);
    for (page, weights) in weights.iter().enumerate() {
        for (block, weight) in weights.iter().enumerate() {
            *(if is_spam(page, block) { &mut spam } else { &mut rest }) += f64::from(*weight);
        }
    }
    let wanted = rest * f64::from(SPAM_SHARE / (1.0 - SPAM_SHARE));
    let factor = if spam > 0.0 { (wanted / spam).max(1.0) as f32 } else { 1.0 };
    for (page, weights) in weights.iter_mut().enumerate() {
        for (block, weight) in weights.iter_mut().enumerate() {
            *weight *= if is_spam(page, block) { factor } else { 1.0 };
        }
    }
    (weights, factor)
}

/// The sets in which people marked spam; planted copies have sets of their own.
fn sets_with_spam(pages: &[PreparedPage]) -> BTreeSet<&str> {
    let marked = |page: &&PreparedPage| page.key.planted.is_none() && page.has_spam();
    pages.iter().filter(marked).map(|page| page.key.set.as_str()).collect()
}

/// The weights in a pass that knows the scores of the one before.
pub(super) fn later_weights(pages: &[PreparedPage], weights: &[Vec<f32>], scores: &[Vec<Scores>]) -> Vec<Vec<f32>> {
    let of = |((page, weights), scores): ((&PreparedPage, &Vec<f32>), &Vec<Scores>)| {
        if page.has_spam() {
            return weights.clone();
        }
        let factor = |score: &Scores| if score.spam > SUSPECTED { SUSPECT_WEIGHT } else { 1.0 };
        weights.iter().zip(scores).map(|(weight, score)| weight * factor(score)).collect()
    };
    pages.iter().zip(weights).zip(scores).map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{GoldBlock, LabelledPage};
    use crate::train::prepare;

    /// A page of one line.
    fn page(set: &str, label: Label) -> PreparedPage {
        let text = format!("A line of {}", label.name());
        let blocks = vec![GoldBlock { text: text.clone(), label, unsure: false, planted: false }];
        let set = Some(set.to_owned());
        prepare(&LabelledPage { text: Some(text), blocks, set, ..LabelledPage::default() })
            .unwrap_or_else(|e| unreachable!("{e}"))
    }

    #[test]
    fn pages_without_spam_weigh_more_where_people_marked_spam() {
        let pages =
            [("a", Label::Spam), ("a", Label::Chrome), ("b", Label::Chrome)].map(|(set, label)| page(set, label));
        let (weights, _) = weights_of(&pages, &Lexicon::default());
        assert!((weights[1][0] / weights[2][0] - CLEAN_WEIGHT).abs() < 1e-6, "{weights:?}");
    }

    #[test]
    fn suspected_blocks_of_pages_without_spam_weigh_more_in_a_later_pass() {
        let pages = [page("", Label::Content), page("", Label::Spam)];
        let weights = vec![vec![0.5]; 2];
        let later = |spam: f32| {
            let scores = vec![vec![Scores { content: 1.0 - spam, chrome: 0.0, spam }]; 2];
            later_weights(&pages, &weights, &scores)
        };
        assert_eq!(later(SUSPECTED / 2.0), weights);
        assert_eq!(later(0.9), [[0.5 * SUSPECT_WEIGHT], [0.5]]);
    }
}
