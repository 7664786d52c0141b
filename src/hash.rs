//! The one hash of words and shapes. It is part of the model format: the same on every machine, for ever.

/// Hashes bytes to 32 bits. `seed` keeps families of words apart.
pub(crate) fn hash_bytes(seed: u32, bytes: &[u8]) -> u32 {
    let mut state = u64::from(seed) ^ 0xcbf2_9ce4_8422_2325;
    let (chunks, _) = bytes.as_chunks::<8>();
    for chunk in chunks {
        state = mix(state ^ u64::from_le_bytes(*chunk));
    }
    state = mix(state ^ last_bytes(bytes));
    (mix(state ^ bytes.len() as u64) >> 32) as u32
}

/// What is left of bytes behind all groups of eight, as a little-endian number. Whole words are read where there are
/// any, overlapping, because copying a few bytes costs more than all the rest.
fn last_bytes(bytes: &[u8]) -> u64 {
    let n_rest = bytes.len() % 8;
    if let Some(last) = bytes.last_chunk::<8>() {
        return u64::from_le_bytes(*last) >> 1 >> (63 - 8 * n_rest);
    }
    match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        (Some(first), Some(last)) => {
            u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << (8 * (n_rest - 4))
        }
        _ => bytes.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
    }
}

/// Hashes two hashes to one.
pub(crate) fn hash_pair(a: u32, b: u32) -> u32 {
    (mix((u64::from(a) << 32) ^ u64::from(b) ^ 0x9e37_79b9_7f4a_7c15) >> 32) as u32
}

fn mix(state: u64) -> u64 {
    let product = state.wrapping_mul(0xff51_afd7_ed55_8ccd);
    product ^ (product >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_bytes_are_read_whatever_their_number() {
        let bytes: Vec<u8> = (1..=40).collect();
        for n in 0..=bytes.len() {
            let mut last = [0u8; 8];
            let rest = bytes[..n].as_chunks::<8>().1;
            last[..rest.len()].copy_from_slice(rest);
            assert_eq!(last_bytes(&bytes[..n]), u64::from_le_bytes(last), "{n} bytes");
        }
    }

    #[test]
    fn is_what_model_files_were_written_with() {
        assert_eq!(hash_bytes(1, b"navigation"), hash_bytes(1, b"navigation"));
        assert_ne!(hash_bytes(1, b"navigation"), hash_bytes(2, b"navigation"));
        assert_ne!(hash_bytes(1, b"a"), hash_bytes(1, b"a\0"));
        assert_ne!(hash_pair(1, 2), hash_pair(2, 1));
    }
}
