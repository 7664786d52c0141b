//! Count tokens by label, so that the evidence of a page's tokens never comes from the page itself.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::features::Odds;
use crate::label::Label;
use crate::model::{EvidenceTable, LEAST_SPAM};
use crate::train::folds::Fold;

/// Folds of the cross-validation. A model is made of all pages: the more folds, the more alike what judges a fold.
pub(crate) const N_FOLDS: usize = 10;

/// Times that one page counts for a token at most.
const MAX_PER_PAGE: f32 = 3.0;
/// Pages that must hold a token for it to be known.
const MIN_PAGES: u16 = 3;
/// How much log-odds against spam count beside those for it where tokens are chosen: most words have some.
const INNOCENCE: f32 = 0.5;
/// Blocks of no particular label that every token is given, where it is asked about content and about spam. Names that
/// spam sells are many and rare, so few uses of one say more.
const CONTENT_SMOOTHING: f32 = 4.0;
const SPAM_SMOOTHING: f32 = 2.0;

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

/// Uses by label: on all pages, then on those that are no planted copies. What speaks for content is learned from the
/// latter alone, or pages would count again with every copy; spam is what copies are made for.
type Sums = [f32; 2 * FIRST_HAND];
/// Where the uses begin that are on no planted copies; before them stand as many labels.
const FIRST_HAND: usize = 3;

/// Uses of one token in every fold.
#[derive(Clone, Copy, Debug, Default)]
struct Uses {
    by_label: [Sums; N_FOLDS],
    n_pages: [u16; N_FOLDS],
}

/// Uses of one token, or of all, on the pages of one fold that are hidden from the same others.
#[derive(Clone, Copy, Debug)]
struct HiddenUses {
    fold: Fold,
    by_label: Sums,
    n_pages: u16,
}

/// Uses of all tokens.
#[derive(Default)]
pub(crate) struct Counts {
    uses: KeyMap<Uses>,
    totals: [Sums; N_FOLDS],
    /// Uses on the pages that are hidden from more folds than their own; empty where nothing is left out.
    hidden: KeyMap<Vec<HiddenUses>>,
    hidden_totals: Vec<HiddenUses>,
}

impl Counts {
    /// Adds the labelled token uses of one page, which may be a planted copy of another.
    pub(crate) fn add_page(&mut self, fold: Fold, is_copy: bool, uses: impl Iterator<Item = (u32, Label)>) {
        let mut page: KeyMap<[f32; 3]> = KeyMap::default();
        for (key, label) in uses {
            page.entry(key).or_default()[label.idx()] += 1.0;
        }
        // Sums of floats depend on their order, so the order is that of the keys.
        let mut page: Vec<(u32, [f32; 3])> = page.into_iter().collect();
        page.sort_unstable_by_key(|(key, _)| *key);
        for (key, counts) in page {
            let scale = (MAX_PER_PAGE / counts.iter().sum::<f32>()).min(1.0);
            let (sums, n_pages, totals) = if fold.hidden_from != 0 {
                let known = hidden_uses(self.hidden.entry(key).or_default(), fold);
                (&mut known.by_label, &mut known.n_pages, &mut hidden_uses(&mut self.hidden_totals, fold).by_label)
            } else {
                let known = self.uses.entry(key).or_default();
                (&mut known.by_label[fold.site], &mut known.n_pages[fold.site], &mut self.totals[fold.site])
            };
            *n_pages = n_pages.saturating_add(1);
            let n_added = if is_copy { FIRST_HAND } else { 2 * FIRST_HAND };
            for ((sum, total), n) in sums.iter_mut().zip(totals).zip(counts.iter().cycle()).take(n_added) {
                *sum += n * scale;
                *total += n * scale;
            }
        }
    }

    /// The evidence of all pages that the head of a fold may see, or of all.
    pub(crate) fn without(&self, fold: Option<usize>) -> CountedEvidence<'_> {
        let mut totals = Sums::default();
        for (_, by_label) in self.totals.iter().enumerate().filter(|(at, _)| Some(*at) != fold) {
            totals.iter_mut().zip(by_label).for_each(|(sum, n)| *sum += n);
        }
        add_hidden(&mut totals, &self.hidden_totals, fold);
        CountedEvidence { counts: self, fold, totals }
    }
}

/// The entry of one fold and of what it is hidden from.
fn hidden_uses(all: &mut Vec<HiddenUses>, fold: Fold) -> &mut HiddenUses {
    let at = all.iter().position(|uses| uses.fold == fold).unwrap_or(all.len());
    if at == all.len() {
        all.push(HiddenUses { fold, by_label: Sums::default(), n_pages: 0 });
    }
    &mut all[at]
}

/// Adds the uses on hidden pages that the head of a fold may see; gives the number of those pages.
fn add_hidden(sums: &mut Sums, hidden: &[HiddenUses], fold: Option<usize>) -> u16 {
    let mut n_pages = 0u16;
    for uses in hidden.iter().filter(|uses| fold.is_none_or(|fold| uses.fold.teaches(fold))) {
        sums.iter_mut().zip(uses.by_label).for_each(|(sum, n)| *sum += n);
        n_pages = n_pages.saturating_add(uses.n_pages);
    }
    n_pages
}

/// Token evidence as counted, a fold left out.
pub(crate) struct CountedEvidence<'c> {
    counts: &'c Counts,
    fold: Option<usize>,
    totals: Sums,
}

impl CountedEvidence<'_> {
    /// The table of the tokens that say most, at most `n` of them.
    pub(crate) fn table(&self, n: usize) -> EvidenceTable {
        let weigh = |key: u32| -> Option<(f32, u32, Odds)> {
            let (sums, n_pages) = self.sums(key);
            let odds = self.odds_of(&sums, n_pages)?;
            let strength = odds.content.abs().max(odds.spam.max(-INNOCENCE * odds.spam));
            (strength >= 0.1).then(|| (strength * strength * sums[..FIRST_HAND].iter().sum::<f32>().sqrt(), key, odds))
        };
        let of_hidden = self.counts.hidden.keys().filter(|key| !self.counts.uses.contains_key(key));
        let mut all: Vec<(f32, u32, Odds)> =
            self.counts.uses.keys().chain(of_hidden).filter_map(|key| weigh(*key)).collect();
        all.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        all.truncate(n);
        let entries: Vec<(u32, Odds)> = all.into_iter().map(|(_, key, odds)| (key, odds)).collect();
        EvidenceTable::new(&entries)
    }

    /// Uses of a token by label on the pages that count, and how many those are.
    fn sums(&self, key: u32) -> (Sums, u16) {
        let uses = self.counts.uses.get(&key).copied().unwrap_or_default();
        let mut sums = Sums::default();
        let mut n_pages = 0u16;
        for fold in (0..N_FOLDS).filter(|fold| Some(*fold) != self.fold) {
            sums.iter_mut().zip(&uses.by_label[fold]).for_each(|(sum, n)| *sum += n);
            n_pages = n_pages.saturating_add(uses.n_pages[fold]);
        }
        let hidden = self.counts.hidden.get(&key).map_or(&[][..], Vec::as_slice);
        n_pages = n_pages.saturating_add(add_hidden(&mut sums, hidden, self.fold));
        (sums, n_pages)
    }

    /// What uses speak for; nothing where the pages are too few.
    fn odds_of(&self, sums: &Sums, n_pages: u16) -> Option<Odds> {
        (n_pages >= MIN_PAGES).then(|| Odds {
            content: log_odds(&sums[FIRST_HAND..], &self.totals[FIRST_HAND..], Label::Content, CONTENT_SMOOTHING),
            spam: log_odds(&sums[..FIRST_HAND], &self.totals[..FIRST_HAND], Label::Spam, SPAM_SMOOTHING)
                .max(LEAST_SPAM),
        })
    }
}

/// How much more often a token's blocks have a label than all blocks, as log-odds.
fn log_odds(sums: &[f32], totals: &[f32], label: Label, smoothing: f32) -> f32 {
    let all: f32 = totals.iter().sum();
    let prior = (totals[label.idx()] / all.max(1.0)).clamp(0.001, 0.999);
    let n: f32 = sums.iter().sum();
    let inside = sums[label.idx()];
    let posterior = (inside + smoothing * prior) / (n - inside + smoothing * (1.0 - prior));
    (posterior.ln() - (prior / (1.0 - prior)).ln()).clamp(-6.0, 6.0)
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
        Fold { site, hidden_from: 0 }
    }

    #[test]
    fn evidence_of_a_fold_knows_nothing_that_is_hidden_from_it() {
        let mut counts = Counts::default();
        for n in 0..8 {
            counts.add_page(site(n % 5), false, [(1, Label::Content), (2, Label::Chrome)].into_iter());
            counts.add_page(Fold { site: n % 2, hidden_from: 1 << 3 }, false, [(7, Label::Spam)].into_iter());
        }
        assert_eq!(counts.without(Some(3)).odds(7), None);
        assert_eq!(counts.without(Some(3)).totals[..FIRST_HAND], [7.0, 7.0, 0.0]);
        assert_eq!(counts.without(Some(0)).totals[..FIRST_HAND], [6.0, 6.0, 4.0]);
        assert!(counts.without(Some(4)).odds(7).is_some_and(|odds| odds.spam > 1.0));
    }

    #[test]
    fn planted_copies_speak_for_spam_and_not_for_content() {
        let mut counts = Counts::default();
        let add = |counts: &mut Counts, is_copy: bool| {
            for n in 0..4 {
                counts.add_page(
                    site(n),
                    is_copy,
                    [(1, Label::Content), (2, Label::Chrome), (3, Label::Spam)].into_iter(),
                );
            }
        };
        add(&mut counts, false);
        let before = counts.without(None).odds(1);
        let spam_before = counts.without(None).odds(3);
        add(&mut counts, true);
        assert_eq!(counts.without(None).odds(1).map(|odds| odds.content), before.map(|odds| odds.content));
        assert!(counts.without(None).odds(3).map(|odds| odds.spam) > spam_before.map(|odds| odds.spam));
    }

    #[test]
    fn evidence_of_a_fold_comes_from_the_others() {
        let mut counts = Counts::default();
        for fold in 0..4 {
            counts.add_page(site(fold), false, [(5, Label::Content), (9, Label::Chrome)].into_iter());
        }
        counts.add_page(site(4), false, (0..100).map(|_| (5, Label::Chrome)));
        let without = counts.without(Some(4)).odds(5).unwrap_or_default();
        let with = counts.without(None).odds(5).unwrap_or_default();
        assert!(without.content > 0.5, "{without:?}");
        assert!(with.content < without.content, "{with:?}");
        assert_eq!(counts.without(Some(4)).odds(77), None);
    }

    #[test]
    fn a_table_keeps_what_says_most() {
        // A table tells tokens apart by the high bits of their keys.
        let [a, b, c, d] = [5, 7, 8, 9].map(|key| key << 24);
        let mut counts = Counts::default();
        for fold in 0..4 {
            counts.add_page(
                site(fold),
                false,
                [(a, Label::Content), (d, Label::Chrome), (d, Label::Content)].into_iter(),
            );
            counts.add_page(site(fold), false, [(b, Label::Spam), (c, Label::Chrome)].into_iter());
        }
        let without = counts.without(Some(4));
        let (all, some) = (without.table(100), without.table(1));
        assert_eq!((all.n_tokens(), some.n_tokens()), (without.table(4).n_tokens(), 1));
        assert!(all.odds(c).is_some_and(|odds| (LEAST_SPAM..0.0).contains(&odds.spam)));
        assert!(all.odds(b).is_some_and(|odds| odds.spam > 1.0));
        assert!(some.odds(b).is_some() && some.odds(d).is_none());
    }

    #[test]
    fn rare_tokens_are_not_known() {
        let mut counts = Counts::default();
        counts.add_page(site(0), false, (0..50).map(|_| (5, Label::Content)));
        counts.add_page(site(1), false, (0..50).map(|_| (5, Label::Content)));
        assert_eq!(counts.without(None).odds(5), None);
    }
}
