//! A small pseudo-random generator (splitmix64), so that a seed fixes every byte of the output.
//!
//! Not for cryptography. Two generators with the same seed say the same for ever, on every machine.

/// A splitmix64 generator.
#[derive(Clone, Debug)]
pub struct Rng(u64);

impl Rng {
    /// Starts a generator from a seed.
    pub fn new(seed: u64) -> Self {
        Rng(seed)
    }

    /// A generator for one part of a job, so that adding draws to one part leaves the others as they were.
    pub fn for_part(seed: u64, part: &str) -> Self {
        Rng(mix(seed, part, 0))
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        finish(self.0)
    }

    /// A number from 0 up to, not including, `n`; 0 where `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        match n {
            0 => 0,
            n => (self.bits() % n as u64) as usize,
        }
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// True in `percent` cases of a hundred.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One item of a slice, none of an empty one.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let idx = self.below(items.len());
        items.get(idx)
    }

    /// One of several words, the empty word of an empty slice.
    pub fn word<'a>(&mut self, words: &[&'a str]) -> &'a str {
        self.pick(words).copied().unwrap_or("")
    }

    /// One item in proportion to the weights; `otherwise` where every weight is 0.
    pub fn weighted<T: Copy>(&mut self, table: &[(T, u32)], otherwise: T) -> T {
        let total: u32 = table.iter().map(|(_, weight)| weight).sum();
        let mut left = self.below(total as usize) as u32;
        for (item, weight) in table {
            if left < *weight {
                return *item;
            }
            left -= weight;
        }
        otherwise
    }

    /// Puts a slice into a random order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for idx in (1..items.len()).rev() {
            items.swap(idx, self.below(idx + 1));
        }
    }
}

/// Hashes a seed, a name and a number into a new seed.
pub(crate) fn mix(seed: u64, name: &str, number: u64) -> u64 {
    let mut hash = finish(seed ^ 0x51_7C_C1_B7_27_22_0A_95);
    for byte in name.bytes() {
        hash = finish(hash ^ u64::from(byte)).wrapping_add(0x9E37_79B9_7F4A_7C15);
    }
    finish(hash ^ number.wrapping_mul(0xD6E8_FEB8_6659_FD93))
}

fn finish(state: u64) -> u64 {
    let z = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_seed_same_numbers() {
        let (mut a, mut b) = (Rng::new(7), Rng::new(7));
        assert!((0..100).all(|_| a.bits() == b.bits()));
    }

    #[test]
    fn bounds_hold() {
        let mut rng = Rng::new(1);
        assert!((0..1000).all(|_| rng.below(3) < 3 && (2..=4).contains(&rng.between(2, 4))));
        assert_eq!(rng.below(0), 0);
        assert_eq!(rng.pick::<u8>(&[]), None);
        assert_eq!(rng.weighted(&[('a', 0)], 'b'), 'b');
    }
}
