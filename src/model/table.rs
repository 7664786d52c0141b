//! The token evidence as it is kept in a model: buckets of tokens, two bytes each.
//!
//! What matters of a token's key is a bucket by its high bits and a byte by the bits behind; odds are a byte, too. So
//! many rare names fit that a few frequent ones would take elsewhere. Of 80 tokens that are not known about one is taken
//! for another that is, which training meets as often as classifying does.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::features::{EvidenceSource, Odds};

/// Tokens that a bucket holds at most.
const MAX_IN_BUCKET: usize = 15;
/// Tokens of a bucket that are looked up at once; few buckets hold more.
const WIDTH: usize = 8;
/// Buckets of a table at most, as a power of two: eight bits of a key are left.
const MAX_BUCKETS_BITS: u32 = 24;
/// Tokens that buckets hold on average at most.
const MEAN_IN_BUCKET: usize = 4;

/// Log-odds by key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "StoredTable", into = "StoredTable")]
pub(crate) struct EvidenceTable {
    /// A power of two, two at least: a token that is looked up costs one line of the cache.
    buckets: Vec<Bucket>,
    /// The odds of what buckets hold beyond their width, by [`rest_key`].
    rest: BTreeMap<u32, u8>,
}

/// A few tokens whose keys begin with the same bits, those that say most first.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[repr(align(16))]
struct Bucket {
    /// The byte of every token's key behind the bits that name the bucket.
    lows: [u8; WIDTH],
    /// The odds of every token, by [`encode`]; zero where there is none.
    odds: [u8; WIDTH],
}

impl Bucket {
    fn len(&self) -> usize {
        self.odds.iter().take_while(|odds| **odds != 0).count()
    }
}

/// The table as it lies in a model file.
#[derive(Serialize, Deserialize)]
struct StoredTable {
    /// How many tokens every bucket holds, two buckets a byte, the first in the low half.
    #[serde(with = "serde_bytes")]
    sizes: Vec<u8>,
    #[serde(with = "serde_bytes")]
    lows: Vec<u8>,
    #[serde(with = "serde_bytes")]
    odds: Vec<u8>,
}

impl TryFrom<StoredTable> for EvidenceTable {
    type Error = &'static str;

    fn try_from(stored: StoredTable) -> Result<Self, &'static str> {
        let n_buckets = 2 * stored.sizes.len();
        if !n_buckets.is_power_of_two() || n_buckets > 1 << MAX_BUCKETS_BITS {
            return Err("the buckets of the token table are no power of two");
        }
        let mut table = EvidenceTable::with_buckets(n_buckets);
        let (mut lows, mut odds) = (&stored.lows[..], &stored.odds[..]);
        let sizes = stored.sizes.iter().flat_map(|pair| [pair & 15, pair >> 4]).map(usize::from);
        for ((at, bucket), size) in table.buckets.iter_mut().enumerate().zip(sizes) {
            let (Some((own_lows, other_lows)), Some((own_odds, other_odds))) =
                (lows.split_at_checked(size), odds.split_at_checked(size))
            else {
                return Err("the token table ends too soon");
            };
            let n = size.min(WIDTH);
            bucket.lows[..n].copy_from_slice(&own_lows[..n]);
            bucket.odds[..n].copy_from_slice(&own_odds[..n]);
            table.rest.extend(own_lows[n..].iter().map(|low| rest_key(at, *low)).zip(own_odds[n..].iter().copied()));
            (lows, odds) = (other_lows, other_odds);
        }
        if !lows.is_empty() || !odds.is_empty() || stored.odds.contains(&0) {
            return Err("the token table holds more than its buckets");
        }
        Ok(table)
    }
}

impl From<EvidenceTable> for StoredTable {
    fn from(table: EvidenceTable) -> Self {
        let (mut sizes, mut lows, mut odds) = (Vec::new(), Vec::new(), Vec::new());
        for (at, bucket) in table.buckets.iter().enumerate() {
            let n_before = odds.len();
            lows.extend_from_slice(&bucket.lows[..bucket.len()]);
            odds.extend_from_slice(&bucket.odds[..bucket.len()]);
            for (key, rest) in table.rest.range(rest_key(at, 0)..=rest_key(at, u8::MAX)) {
                lows.push(*key as u8);
                odds.push(*rest);
            }
            sizes.push((odds.len() - n_before) as u8);
        }
        StoredTable { sizes: sizes.as_chunks::<2>().0.iter().map(|[a, b]| a | b << 4).collect(), lows, odds }
    }
}

impl EvidenceTable {
    /// Builds the table of tokens of which the first say most: where two cannot be told apart, or a bucket is full, they
    /// stay.
    pub(crate) fn new(entries: &[(u32, Odds)]) -> Self {
        let n_buckets = entries.len().div_ceil(MEAN_IN_BUCKET).next_power_of_two();
        let mut table = EvidenceTable::with_buckets(n_buckets.clamp(2, 1 << MAX_BUCKETS_BITS));
        for (key, odds) in entries {
            let (at, low) = table.place_of(*key);
            let is_full = || table.rest.range(rest_key(at, 0)..=rest_key(at, u8::MAX)).count() >= MAX_IN_BUCKET - WIDTH;
            if table.code(at, low) != 0 || is_full() {
                continue;
            }
            let bucket = &mut table.buckets[at];
            let n = bucket.len();
            if n < WIDTH {
                (bucket.lows[n], bucket.odds[n]) = (low, encode(*odds));
            } else {
                table.rest.insert(rest_key(at, low), encode(*odds));
            }
        }
        table
    }

    fn with_buckets(n: usize) -> Self {
        EvidenceTable { buckets: vec![Bucket::default(); n], rest: BTreeMap::new() }
    }

    /// How many tokens are known.
    pub(crate) fn n_tokens(&self) -> usize {
        self.buckets.iter().map(Bucket::len).sum::<usize>() + self.rest.len()
    }

    /// The bucket of a key, and the byte of the bits behind.
    fn place_of(&self, key: u32) -> (usize, u8) {
        let shift = u32::BITS - self.buckets.len().ilog2();
        ((key >> shift) as usize, (key >> (shift - 8)) as u8)
    }

    /// The odds of a token by [`encode`]; zero if it is not known. There is no branch on that, which would be guessed
    /// wrong half the time.
    #[inline]
    fn code(&self, at: usize, low: u8) -> u8 {
        let Some(bucket) = self.buckets.get(at) else { return 0 };
        // Behind the last place stand zeros.
        let place = first_place_of(low, u64::from_le_bytes(bucket.lows));
        let code = (u128::from(u64::from_le_bytes(bucket.odds)) >> (8 * place)) as u8;
        let is_wide = place == WIDTH && bucket.odds[WIDTH - 1] != 0;
        if is_wide { self.rest.get(&rest_key(at, low)).copied().unwrap_or_default() } else { code }
    }
}

/// The key of a token beyond the width of its bucket.
fn rest_key(at: usize, low: u8) -> u32 {
    (at as u32) << 8 | u32::from(low)
}

impl EvidenceSource for EvidenceTable {
    #[inline]
    fn odds(&self, key: u32) -> Option<Odds> {
        let (at, low) = self.place_of(key);
        let code = self.code(at, low);
        (code != 0).then(|| decode(code))
    }
}

/// Where a byte stands first among eight, without a branch; 8 if it does not.
fn first_place_of(byte: u8, all: u64) -> usize {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    let differences = all ^ (ONES * u64::from(byte));
    // The lowest byte that is zero has its high bit set here; bits above it may be wrong.
    let zeros = differences.wrapping_sub(ONES) & !differences & (ONES << 7);
    zeros.trailing_zeros() as usize / 8
}

/// Steps that log-odds are kept in.
const CONTENT_STEP: f32 = 0.8;
const SPAM_STEP: f32 = 0.5;
/// The lowest log-odds of spam that are kept. Spam is rare, so what a word without any has below this tells how common
/// the word is, not how innocent.
pub(crate) const LEAST_SPAM: f32 = -2.0;
/// The step of content that means nothing.
const NEUTRAL: f32 = 8.0;

/// Odds as a byte that is not zero: content from -5.6 to 5.6 in the high half, spam from -2 to 5.5 in the low one.
fn encode(odds: Odds) -> u8 {
    let content = (odds.content / CONTENT_STEP + NEUTRAL).round().clamp(1.0, 15.0) as u8;
    let spam = ((odds.spam - LEAST_SPAM) / SPAM_STEP).round().clamp(0.0, 15.0) as u8;
    content << 4 | spam
}

fn decode(odds: u8) -> Odds {
    Odds {
        content: (f32::from(odds >> 4) - NEUTRAL) * CONTENT_STEP,
        spam: f32::from(odds & 15) * SPAM_STEP + LEAST_SPAM,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::hash_pair;

    fn entries(n: u32) -> Vec<(u32, Odds)> {
        let key = |k: u32| hash_pair(4, k);
        (0..n)
            .map(|k| (key(k), Odds { content: (k % 15) as f32 * 0.8 - 5.6, spam: (k % 15) as f32 * 0.5 - 2.0 }))
            .collect()
    }

    #[test]
    fn tokens_are_found_and_hardly_another() {
        for n in [0, 1, 3, 500, 20_000] {
            let entries = entries(n);
            let table = EvidenceTable::new(&entries);
            assert!(table.n_tokens() as f32 >= 0.98 * n as f32, "{} of {n}", table.n_tokens());
            let n_wrong = entries
                .iter()
                .filter(|(key, odds)| {
                    table
                        .odds(*key)
                        .is_none_or(|found| (found.content - odds.content).abs() > 0.01 || found.spam != odds.spam)
                })
                .count();
            assert!(n_wrong as f32 <= 0.02 * n as f32, "{n_wrong} of {n}");
            let n_others = (0..100_000u32).filter(|k| table.odds(hash_pair(5, *k)).is_some()).count();
            assert!(n_others < 2_000, "{n_others} of {n}");
        }
    }

    #[test]
    fn comes_back_from_a_file_as_it_was() {
        let table = EvidenceTable::new(&entries(1_000));
        assert_eq!(EvidenceTable::try_from(StoredTable::from(table.clone())).unwrap(), table);
    }

    #[test]
    fn what_a_file_holds_wrongly_is_told() {
        let table = |sizes: &[u8], lows: &[u8], odds: &[u8]| {
            EvidenceTable::try_from(StoredTable { sizes: sizes.to_vec(), lows: lows.to_vec(), odds: odds.to_vec() })
        };
        assert!(table(&[0x21], &[1, 1, 2], &[9; 3]).is_ok());
        assert!(table(&[0x0a], &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], &[9; 10]).is_ok());
        for (sizes, lows, odds) in [
            (&[][..], &[][..], &[][..]),
            (&[0; 3], &[], &[]),
            (&[1], &[1], &[]),
            (&[1], &[], &[9]),
            (&[1], &[1, 2], &[9; 2]),
            (&[1], &[1, 2], &[9]),
            (&[1], &[1], &[0]),
        ] {
            assert!(table(sizes, lows, odds).is_err(), "{sizes:?} {lows:?} {odds:?}");
        }
    }

    #[test]
    fn the_first_of_like_bytes_is_found() {
        let all = u64::from_le_bytes([1, 0, 0x80, 0x7f, 0, 0xff, 1, 2]);
        for (byte, place) in [(1, 0), (0, 1), (0x80, 2), (0x7f, 3), (0xff, 5), (2, 7), (3, 8)] {
            assert_eq!(first_place_of(byte, all), place);
        }
    }
}
