//! Take the tokens of ASCII text, where folding and taking tokens is one pass over its bytes.
//!
//! A text comes in, the tokens that folding and [`tokenize`](crate::text::tokenize) would give go out.

use crate::hash::hash_bytes;
use crate::text::tokens::{MAX_TOKENS, MAX_WORD, NUMBER_SEED, SIGN_SEED, Tokens, WORD_SEED};

const LETTER: u8 = 1;
const DIGIT: u8 = 2;
/// A sign that goes on a number: `.`, `:`, `-`, `/`, `,`.
const NUMBER_SIGN: u8 = 4;
const BLANK: u8 = 8;

static CLASSES: [u8; 256] = {
    let mut classes = [0u8; 256];
    let mut byte = 0;
    while byte < 128u8 {
        classes[byte as usize] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            b'0'..=b'9' => DIGIT,
            b'.' | b':' | b'-' | b'/' | b',' => NUMBER_SIGN,
            b'\t'..=b'\r' | b' ' => BLANK,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

/// Takes the tokens of ASCII text into `tokens`, which is emptied first.
pub(crate) fn tokenize_ascii(text: &[u8], tokens: &mut Tokens) {
    tokens.clear();
    let mut at = 0usize;
    while let Some(&byte) = text.get(at)
        && tokens.hashes.len() < MAX_TOKENS
    {
        let class = CLASSES[usize::from(byte)];
        at = match class {
            LETTER => push_run(text, at, WORD_SEED, LETTER, tokens),
            DIGIT => push_run(text, at, NUMBER_SEED, DIGIT | NUMBER_SIGN, tokens),
            BLANK => at + 1,
            _ => {
                tokens.hashes.push(hash_bytes(SIGN_SEED, &u32::from(byte).to_le_bytes()));
                at + 1
            }
        };
    }
    tokens.finish();
}

/// A run of characters that make one token; digits count as zeros.
fn push_run(text: &[u8], start: usize, seed: u32, classes: u8, tokens: &mut Tokens) -> usize {
    let mut word = [0u8; MAX_WORD];
    let mut length = 0usize;
    for &byte in text.get(start..).unwrap_or_default() {
        let class = CLASSES[usize::from(byte)];
        if class & classes == 0 {
            break;
        }
        if let Some(slot) = word.get_mut(length) {
            *slot = match class {
                LETTER => byte | 0x20,
                DIGIT => b'0',
                _ => byte,
            };
        }
        length += 1;
    }
    let kept = word.get(..length).unwrap_or(&word);
    tokens.hashes.push(hash_bytes(seed, kept));
    if seed == WORD_SEED {
        tokens.push_ascii_pieces(kept);
    }
    start + length
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{fold, tokenize};

    #[test]
    fn tokens_are_those_of_the_folded_text() {
        let every: String = (0..128u8).map(char::from).collect();
        let long = "Donaudampfschifffahrtsgesellschaftskapitaen 123456789012345678901234567890 ".repeat(200);
        for text in ["", "Read MORE >>", "2024-01-31 at 10:30, v1.2.", "a", "it's\x0bso\x1cit", &every, &long] {
            let (mut folded, mut expected, mut tokens) = (Vec::new(), Tokens::default(), Tokens::default());
            fold(text, &mut folded);
            tokenize(&folded, &mut expected);
            tokenize_ascii(text.as_bytes(), &mut tokens);
            assert_eq!((tokens.hashes, tokens.n_single), (expected.hashes, expected.n_single), "{text:?}");
            assert_eq!(tokens.pieces, expected.pieces, "{text:?}");
        }
    }
}
