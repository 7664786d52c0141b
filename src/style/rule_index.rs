//! In: compiled rules with their keys. Out: the rules that one element may meet, latest first.
//!
//! Sorted lists with a bit filter before them: no hashing attack, no hash order.

use super::limits::{MAX_KEYLESS_SELECTORS, MAX_SELECTORS_TRIED};
use super::matching::Subject;
use super::selector::{Selector, class_key, id_key, tag_key};

/// How far a rule's word counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// It takes part in the cascade.
    Now,
    /// It would, in another state (`:hover`, `:checked`, another place among siblings).
    InOtherState,
    /// It would, on another medium or screen size.
    OnOtherMedium,
}

/// One selector with its declarations.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    pub(super) selector: Selector,
    /// Start and number in the sheet's declarations.
    pub(super) declarations: (u32, u8),
    /// Place in the page, counted in selectors.
    pub(super) order: u32,
    pub(super) reach: Reach,
}

/// Bits of the filter; a power of two.
const FILTER_BITS: usize = 1 << 13;

/// Rules by the key of their last compound.
#[derive(Clone, Debug, Default)]
pub(super) struct RuleIndex {
    rules: Vec<Rule>,
    keyed: Vec<(u64, u32)>,
    keyless: Vec<u32>,
    /// Whether a keyless rule asks for no attribute (`*`, `:not(.a)`).
    has_bare_keyless: bool,
    filter: Vec<u64>,
}

impl RuleIndex {
    pub(super) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.rules.len()
    }

    /// Makes room for so many more rules.
    pub(super) fn reserve(&mut self, n_rules: usize) {
        self.rules.reserve(n_rules);
        self.keyed.reserve(n_rules);
    }

    pub(super) fn insert(&mut self, rule: Rule) {
        let Ok(idx) = u32::try_from(self.rules.len()) else {
            return;
        };
        match rule.selector.key {
            Some(key) => self.keyed.push((key, idx)),
            None if self.keyless.len() < MAX_KEYLESS_SELECTORS => {
                self.has_bare_keyless |= !rule.selector.asks_attribute;
                self.keyless.push(idx);
            }
            None => return,
        }
        self.rules.push(rule);
    }

    /// Sorts the index; to be called once, after the last rule.
    pub(super) fn finish(&mut self) {
        self.keyed.sort_unstable();
        if self.rules.is_empty() {
            return;
        }
        self.filter = vec![0; FILTER_BITS / 64];
        for &(key, _) in &self.keyed {
            let (word, bit) = filter_place(key);
            if let Some(word) = self.filter.get_mut(word) {
                *word |= bit;
            }
        }
    }

    /// Whether a rule may fit an element of this tag that has no attribute at all.
    pub(super) fn may_fit_bare(&self, tag: u64) -> bool {
        self.has_bare_keyless || self.may_hold(tag_key(tag))
    }

    /// Visits the rules whose keys the element has.
    pub(super) fn visit<E>(&self, subject: &mut Subject<E>, mut tried: impl FnMut(&mut Subject<E>, &Rule))
    where
        E: super::StyledElement,
    {
        let mut left = subject.max_tried;
        let mut keys = [0u64; super::limits::MAX_CLASSES + 2];
        let names = subject.id.map(id_key).into_iter().chain(subject.classes().iter().map(|&name| class_key(name)));
        let names = names.chain([tag_key(subject.tag)]);
        let mut n_keys = 0;
        for (slot, key) in keys.iter_mut().zip(names.filter(|&key| self.may_hold(key))) {
            *slot = key;
            n_keys += 1;
        }
        for &key in keys.iter().take(n_keys) {
            for &(_, idx) in self.bucket(key).iter().rev() {
                let (Some(rule), true) = (self.rules.get(idx as usize), left > 0) else {
                    return;
                };
                left -= 1;
                tried(subject, rule);
            }
        }
        for &idx in self.keyless.iter().rev() {
            if let Some(rule) = self.rules.get(idx as usize) {
                tried(subject, rule);
            }
        }
    }

    fn may_hold(&self, key: u64) -> bool {
        let (word, bit) = filter_place(key);
        self.filter.get(word).is_some_and(|word| word & bit != 0)
    }

    fn bucket(&self, key: u64) -> &[(u64, u32)] {
        let start = self.keyed.partition_point(|&(other, _)| other < key);
        let rest = self.keyed.get(start..).unwrap_or_default();
        let len = rest.iter().take(MAX_SELECTORS_TRIED).take_while(|&&(other, _)| other == key).count();
        if len < MAX_SELECTORS_TRIED {
            return rest.get(..len).unwrap_or_default();
        }
        let end = rest.partition_point(|&(other, _)| other == key);
        rest.get(..end).unwrap_or_default()
    }
}

fn filter_place(key: u64) -> (usize, u64) {
    let bit = (key as usize) & (FILTER_BITS - 1);
    (bit / 64, 1 << (bit % 64))
}
