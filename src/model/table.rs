//! The token evidence as it is kept in a model: a hash table that is looked up where it lies.

use serde::{Deserialize, Serialize};

use crate::features::{EvidenceSource, Odds};

/// Steps of a natural logarithm unit that log-odds are kept in.
const STEPS: f32 = 16.0;

/// Log-odds by key. Slots are a power of two; a key's slot is its low bits or the next free one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "StoredTable", into = "StoredTable")]
pub(crate) struct EvidenceTable {
    /// Key and odds side by side: a token that is known costs one line of the cache.
    slots: Vec<Slot>,
    /// A bit for the high bits of every key: most tokens that are not known are told off by it.
    known: Vec<u64>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Slot {
    /// Zero in an empty slot.
    key: u32,
    /// Content and spam log-odds in steps of 1/16.
    odds: [i8; 2],
}

/// The table as it lies in a model file.
#[derive(Serialize, Deserialize)]
struct StoredTable {
    keys: Vec<u32>,
    odds: Vec<[i8; 2]>,
}

impl From<StoredTable> for EvidenceTable {
    /// Keys without odds, or odds without keys, give a table that is not sound.
    fn from(stored: StoredTable) -> Self {
        let StoredTable { keys, odds } = stored;
        if keys.len() != odds.len() {
            return EvidenceTable::default();
        }
        EvidenceTable::of(keys.into_iter().zip(odds).map(|(key, odds)| Slot { key, odds }).collect())
    }
}

impl From<EvidenceTable> for StoredTable {
    fn from(table: EvidenceTable) -> Self {
        let (keys, odds) = table.slots.iter().map(|slot| (slot.key, slot.odds)).unzip();
        StoredTable { keys, odds }
    }
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
        let n_slots = (entries.len() * 5 / 4).next_power_of_two().max(16);
        let mut table = EvidenceTable { slots: vec![Slot::default(); n_slots], known: Vec::new() };
        for (key, odds) in entries.iter().filter(|(key, _)| *key != 0) {
            let slot = table.slot(*key);
            table.slots[slot] = Slot { key: *key, odds: [quantise(odds.content), quantise(odds.spam)] };
        }
        EvidenceTable::of(table.slots)
    }

    /// The table of these slots.
    fn of(slots: Vec<Slot>) -> Self {
        let mut known = vec![0; 1 << KNOWN_BITS >> 6];
        for slot in slots.iter().filter(|slot| slot.key != 0) {
            let (word, bit) = known_place(slot.key);
            known[word] |= bit;
        }
        EvidenceTable { slots, known }
    }

    /// Whether the table can be looked up: a power of two, a free slot.
    pub(crate) fn is_sound(&self) -> bool {
        self.slots.len().is_power_of_two() && self.slots.iter().any(|slot| slot.key == 0)
    }

    /// How many tokens are known.
    pub(crate) fn n_tokens(&self) -> usize {
        self.slots.iter().filter(|slot| slot.key != 0).count()
    }

    fn slot(&self, key: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = key as usize & mask;
        while self.slots[at].key != 0 && self.slots[at].key != key {
            at = (at + 1) & mask;
        }
        at
    }
}

impl EvidenceSource for EvidenceTable {
    #[inline]
    fn may_know(&self, key: u32) -> bool {
        let (word, bit) = known_place(key);
        self.known.get(word).is_some_and(|known| known & bit != 0)
    }

    #[inline]
    fn odds(&self, key: u32) -> Option<Odds> {
        let (word, bit) = known_place(key);
        if self.known.get(word).is_none_or(|known| known & bit == 0) {
            return None;
        }
        let slot = self.slots[self.slot(key)];
        (slot.key != 0).then(|| {
            let [content, spam] = slot.odds;
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
