//! Count tokens by label, so that the evidence of a page's tokens never comes from the page itself.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::features::Odds;
use crate::label::Label;
use crate::model::EvidenceTable;
use crate::train::folds::Fold;

/// Folds of the cross-validation. A model is made of all pages: the more folds, the more alike what judges a fold.
pub(crate) const N_FOLDS: usize = 10;

/// Times that one page counts for a token at most.
const MAX_PER_PAGE: f32 = 3.0;
/// Pages that must hold a token for it to be known.
const MIN_PAGES: u16 = 3;
/// Lowest log-odds of spam. Spam is rare, so what a word without any has below this tells how common the word is, not
/// how innocent.
const LEAST_SPAM: f32 = -2.0;
/// Blocks of no particular label that every token is given.
const SMOOTHING: f32 = 4.0;

/// A hasher for keys that are hashes already.
#[derive(Default)]
pub(crate) struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u32(&mut self, key: u32) {
        self.0 = u64::from(key).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

type KeyMap<T> = HashMap<u32, T, BuildHasherDefault<KeyHasher>>;

/// Uses of one token in every fold.
#[derive(Clone, Copy, Debug, Default)]
struct Uses {
    by_label: [[f32; 3]; N_FOLDS],
    n_pages: [u16; N_FOLDS],
}

/// Uses of one token, or of all, on planted pages of one fold and group.
#[derive(Clone, Copy, Debug)]
struct PlantedUses {
    fold: Fold,
    by_label: [f32; 3],
    n_pages: u16,
}

/// Uses of all tokens.
#[derive(Default)]
pub(crate) struct Counts {
    uses: KeyMap<Uses>,
    totals: [[f32; 3]; N_FOLDS],
    /// Uses on the pages that have a group. They are kept apart by group, too, and empty where nothing is left out.
    planted: KeyMap<Vec<PlantedUses>>,
    planted_totals: Vec<PlantedUses>,
}

impl Counts {
    /// Adds the labelled token uses of one page.
    pub(crate) fn add_page(&mut self, fold: Fold, uses: impl Iterator<Item = (u32, Label)>) {
        let mut page: KeyMap<[f32; 3]> = KeyMap::default();
        for (key, label) in uses {
            page.entry(key).or_default()[label.idx()] += 1.0;
        }
        // Sums of floats depend on their order, so the order is that of the keys.
        let mut page: Vec<(u32, [f32; 3])> = page.into_iter().collect();
        page.sort_unstable_by_key(|(key, _)| *key);
        for (key, counts) in page {
            let scale = (MAX_PER_PAGE / counts.iter().sum::<f32>()).min(1.0);
            let (sums, n_pages, totals) = if fold.group.is_some() {
                let known = planted_uses(self.planted.entry(key).or_default(), fold);
                (&mut known.by_label, &mut known.n_pages, &mut planted_uses(&mut self.planted_totals, fold).by_label)
            } else {
                let known = self.uses.entry(key).or_default();
                (&mut known.by_label[fold.site], &mut known.n_pages[fold.site], &mut self.totals[fold.site])
            };
            *n_pages = n_pages.saturating_add(1);
            for ((sum, total), n) in sums.iter_mut().zip(totals).zip(counts) {
                *sum += n * scale;
                *total += n * scale;
            }
        }
    }

    /// The evidence of all pages that the head of a fold may see, or of all.
    pub(crate) fn without(&self, fold: Option<usize>) -> CountedEvidence<'_> {
        let mut totals = [0.0; 3];
        for (_, by_label) in self.totals.iter().enumerate().filter(|(at, _)| Some(*at) != fold) {
            totals.iter_mut().zip(by_label).for_each(|(sum, n)| *sum += n);
        }
        add_planted(&mut totals, &self.planted_totals, fold);
        CountedEvidence { counts: self, fold, totals }
    }
}

/// The entry of one fold and group.
fn planted_uses(all: &mut Vec<PlantedUses>, fold: Fold) -> &mut PlantedUses {
    let at = all.iter().position(|uses| uses.fold == fold).unwrap_or(all.len());
    if at == all.len() {
        all.push(PlantedUses { fold, by_label: [0.0; 3], n_pages: 0 });
    }
    &mut all[at]
}

/// Adds the uses on planted pages that the head of a fold may see; gives the number of those pages.
fn add_planted(sums: &mut [f32; 3], planted: &[PlantedUses], fold: Option<usize>) -> u16 {
    let mut n_pages = 0u16;
    for uses in planted.iter().filter(|uses| fold.is_none_or(|fold| uses.fold.teaches(fold))) {
        sums.iter_mut().zip(uses.by_label).for_each(|(sum, n)| *sum += n);
        n_pages = n_pages.saturating_add(uses.n_pages);
    }
    n_pages
}

/// Token evidence as counted, a fold left out.
pub(crate) struct CountedEvidence<'c> {
    counts: &'c Counts,
    fold: Option<usize>,
    totals: [f32; 3],
}

impl CountedEvidence<'_> {
    /// The table of the tokens that say most, at most `n` of them.
    pub(crate) fn table(&self, n: usize) -> EvidenceTable {
        let weigh = |key: u32| -> Option<(f32, u32, Odds)> {
            let (sums, n_pages) = self.sums(key);
            let odds = self.odds_of(&sums, n_pages)?;
            let strength = odds.content.abs().max(odds.spam.abs());
            (strength >= 0.1 && key != 0).then(|| (strength * strength * sums.iter().sum::<f32>().sqrt(), key, odds))
        };
        let of_planted = self.counts.planted.keys().filter(|key| !self.counts.uses.contains_key(key));
        let mut all: Vec<(f32, u32, Odds)> =
            self.counts.uses.keys().chain(of_planted).filter_map(|key| weigh(*key)).collect();
        all.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        all.truncate(n);
        all.sort_by_key(|(_, key, _)| *key);
        let entries: Vec<(u32, Odds)> = all.into_iter().map(|(_, key, odds)| (key, odds)).collect();
        EvidenceTable::new(&entries)
    }

    /// Uses of a token by label on the pages that count, and how many those are.
    fn sums(&self, key: u32) -> ([f32; 3], u16) {
        let uses = self.counts.uses.get(&key).copied().unwrap_or_default();
        let mut sums = [0.0; 3];
        let mut n_pages = 0u16;
        for fold in (0..N_FOLDS).filter(|fold| Some(*fold) != self.fold) {
            sums.iter_mut().zip(&uses.by_label[fold]).for_each(|(sum, n)| *sum += n);
            n_pages = n_pages.saturating_add(uses.n_pages[fold]);
        }
        let planted = self.counts.planted.get(&key).map_or(&[][..], Vec::as_slice);
        n_pages = n_pages.saturating_add(add_planted(&mut sums, planted, self.fold));
        (sums, n_pages)
    }

    /// What uses speak for; nothing where the pages are too few.
    fn odds_of(&self, sums: &[f32; 3], n_pages: u16) -> Option<Odds> {
        (n_pages >= MIN_PAGES).then(|| Odds {
            content: self.log_odds(sums, Label::Content),
            spam: self.log_odds(sums, Label::Spam).max(LEAST_SPAM),
        })
    }

    /// How much more often a token's blocks have a label than all blocks, as log-odds.
    fn log_odds(&self, sums: &[f32; 3], label: Label) -> f32 {
        let all: f32 = self.totals.iter().sum();
        let prior = (self.totals[label.idx()] / all.max(1.0)).clamp(0.001, 0.999);
        let n: f32 = sums.iter().sum();
        let inside = sums[label.idx()];
        let posterior = (inside + SMOOTHING * prior) / (n - inside + SMOOTHING * (1.0 - prior));
        (posterior.ln() - (prior / (1.0 - prior)).ln()).clamp(-6.0, 6.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::EvidenceSource;

    impl CountedEvidence<'_> {
        fn odds(&self, key: u32) -> Option<Odds> {
            let (sums, n_pages) = self.sums(key);
            self.odds_of(&sums, n_pages)
        }
    }

    fn site(site: usize) -> Fold {
        Fold { site, group: None }
    }

    #[test]
    fn evidence_of_a_fold_knows_nothing_of_its_group() {
        let mut counts = Counts::default();
        for n in 0..8 {
            counts.add_page(site(n % 5), [(1, Label::Content), (2, Label::Chrome)].into_iter());
            counts.add_page(Fold { site: n % 2, group: Some(3) }, [(7, Label::Spam)].into_iter());
        }
        assert_eq!(counts.without(Some(3)).odds(7), None);
        assert_eq!(counts.without(Some(3)).totals, [7.0, 7.0, 0.0]);
        assert_eq!(counts.without(Some(0)).totals, [6.0, 6.0, 4.0]);
        assert!(counts.without(Some(4)).odds(7).is_some_and(|odds| odds.spam > 1.0));
    }

    #[test]
    fn evidence_of_a_fold_comes_from_the_others() {
        let mut counts = Counts::default();
        for fold in 0..4 {
            counts.add_page(site(fold), [(5, Label::Content), (9, Label::Chrome)].into_iter());
        }
        counts.add_page(site(4), (0..100).map(|_| (5, Label::Chrome)));
        let without = counts.without(Some(4)).odds(5).unwrap_or_default();
        let with = counts.without(None).odds(5).unwrap_or_default();
        assert!(without.content > 0.5, "{without:?}");
        assert!(with.content < without.content, "{with:?}");
        assert_eq!(counts.without(Some(4)).odds(77), None);
    }

    #[test]
    fn a_table_keeps_what_says_most() {
        let mut counts = Counts::default();
        for fold in 0..4 {
            counts.add_page(site(fold), [(5, Label::Content), (9, Label::Chrome), (9, Label::Content)].into_iter());
            counts.add_page(site(fold), [(7, Label::Spam), (8, Label::Chrome)].into_iter());
        }
        let without = counts.without(Some(4));
        let (all, some) = (without.table(100), without.table(1));
        assert_eq!((all.n_tokens(), some.n_tokens()), (without.table(4).n_tokens(), 1));
        assert!(all.odds(8).is_some_and(|odds| (LEAST_SPAM..0.0).contains(&odds.spam)));
        assert!(all.odds(7).is_some_and(|odds| odds.spam > 1.0));
        assert!(some.odds(7).is_some() && some.odds(9).is_none());
    }

    #[test]
    fn rare_tokens_are_not_known() {
        let mut counts = Counts::default();
        counts.add_page(site(0), (0..50).map(|_| (5, Label::Content)));
        counts.add_page(site(1), (0..50).map(|_| (5, Label::Content)));
        assert_eq!(counts.without(None).odds(5), None);
    }
}
