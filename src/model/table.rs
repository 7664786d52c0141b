//! The token evidence as it is kept in a model: a hash table that is looked up where it lies.

use serde::{Deserialize, Serialize};

use crate::features::{EvidenceSource, Odds};

/// Steps of a natural logarithm unit that log-odds are kept in.
const STEPS: f32 = 16.0;

/// Log-odds by key. Slots are a power of two; a key's slot is its low bits or the next free one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct EvidenceTable {
    keys: Vec<u32>,
    /// Content and spam log-odds in steps of 1/16.
    odds: Vec<[i8; 2]>,
    /// A bit for the high bits of every key: most tokens that are not known are told off by it. Made when a table is.
    #[serde(skip)]
    known: Vec<u64>,
}

/// Bits of [`EvidenceTable::known`], as a power of two.
const KNOWN_BITS: u32 = 20;

/// The word and the bit of a key among the known.
fn known_place(key: u32) -> (usize, u64) {
    let place = key >> (32 - KNOWN_BITS);
    ((place / 64) as usize, 1 << (place % 64))
}

impl EvidenceTable {
    /// Builds the table; zero, the mark of an empty slot, is no key.
    pub(crate) fn new(entries: &[(u32, Odds)]) -> Self {
        let n_slots = (entries.len() * 3 / 2).next_power_of_two().max(16);
        let mut table = EvidenceTable { keys: vec![0; n_slots], odds: vec![[0; 2]; n_slots], known: Vec::new() };
        for (key, odds) in entries.iter().filter(|(key, _)| *key != 0) {
            let slot = table.slot(*key);
            table.keys[slot] = *key;
            table.odds[slot] = [quantise(odds.content), quantise(odds.spam)];
        }
        table.note_known();
        table
    }

    /// Notes which keys are known; to be called once a table is read.
    pub(super) fn note_known(&mut self) {
        self.known = vec![0; 1 << KNOWN_BITS >> 6];
        for key in self.keys.iter().filter(|key| **key != 0) {
            let (word, bit) = known_place(*key);
            self.known[word] |= bit;
        }
    }

    /// Whether the table can be looked up: as many odds as keys, a power of two, a free slot.
    pub(crate) fn is_sound(&self) -> bool {
        self.keys.len().is_power_of_two() && self.keys.len() == self.odds.len() && self.keys.contains(&0)
    }

    /// How many tokens are known.
    pub(crate) fn n_tokens(&self) -> usize {
        self.keys.iter().filter(|key| **key != 0).count()
    }

    fn slot(&self, key: u32) -> usize {
        let mask = self.keys.len() - 1;
        let mut at = key as usize & mask;
        while self.keys[at] != 0 && self.keys[at] != key {
            at = (at + 1) & mask;
        }
        at
    }
}

impl EvidenceSource for EvidenceTable {
    fn odds(&self, key: u32) -> Option<Odds> {
        let (word, bit) = known_place(key);
        if self.known.get(word).is_none_or(|known| known & bit == 0) {
            return None;
        }
        let slot = self.slot(key);
        (self.keys[slot] != 0).then(|| {
            let [content, spam] = self.odds[slot];
            Odds { content: f32::from(content) / STEPS, spam: f32::from(spam) / STEPS }
        })
    }
}

fn quantise(odds: f32) -> i8 {
    (odds * STEPS).round().clamp(-127.0, 127.0) as i8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_and_others_are_not() {
        let entries: Vec<(u32, Odds)> =
            (1..500u32).map(|k| (k * 64, Odds { content: k as f32 / 100.0, spam: -1.0 })).collect();
        let table = EvidenceTable::new(&entries);
        assert!(table.is_sound());
        assert_eq!(table.n_tokens(), 499);
        for (key, odds) in &entries {
            let found = table.odds(*key).unwrap_or_default();
            assert!((found.content - odds.content).abs() <= 0.5 / STEPS && found.spam == -1.0);
        }
        assert_eq!(table.odds(65), None);
    }
}
