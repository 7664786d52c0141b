//! Take the tokens of a block: hashes of its words, character pairs, numbers and signs.
//!
//! Words of spaced scripts are tokens; scripts without spaces give pairs of neighbouring characters (their
//! words are `lexicon`'s business). Digits count as shapes, so that all dates are one token. Of long words the beginning
//! and the end are pieces, so that inflected and glued words are known by what they are made of.

use crate::hash::{hash_bytes, hash_pair};
use crate::text::scan::is_unspaced;

/// Tokens taken from one block; more would only cost time.
pub(super) const MAX_TOKENS: usize = 768;
/// Bytes of a word or number that its token is made of.
pub(super) const MAX_WORD: usize = 24;
/// Blocks of at most this many tokens also give pairs, their first, their last and their whole.
const MAX_SHORT: usize = 14;

pub(super) const WORD_SEED: u32 = 0x776f;
const PAIR_SEED: u32 = 0x7061;
pub(super) const NUMBER_SEED: u32 = 0x6e75;
pub(super) const SIGN_SEED: u32 = 0x7369;
const FRONT_SEED: u32 = 0x6672;
const BACK_SEED: u32 = 0x6261;
/// Letters of a piece, and letters that a word with pieces has at least; of Hangul, where a letter is a syllable.
const PIECE: (usize, usize) = (4, 6);
const HANGUL_PIECE: (usize, usize) = (2, 3);
const FIRST_MARK: u32 = 0x6669;
const LAST_MARK: u32 = 0x6c61;
const WHOLE_MARK: u32 = 0x7768;

/// The tokens of a block.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    /// Hashes, repeated tokens repeated.
    pub(crate) hashes: Vec<u32>,
    /// How many of them, at the front, are single words, character pairs, numbers and signs.
    pub(crate) n_single: usize,
    /// Words of the lexicon, for text in Chinese characters.
    pub(crate) words: Vec<u32>,
    /// Beginnings and ends of long words.
    pub(crate) pieces: Vec<u32>,
}

impl Tokens {
    pub(super) fn clear(&mut self) {
        self.hashes.clear();
        self.words.clear();
        self.pieces.clear();
    }

    /// Adds the pieces of a word of ASCII letters.
    pub(super) fn push_ascii_pieces(&mut self, word: &[u8]) {
        let (n, n_least) = PIECE;
        if word.len() >= n_least {
            self.pieces.push(hash_bytes(FRONT_SEED, &word[..n]));
            self.pieces.push(hash_bytes(BACK_SEED, &word[word.len() - n..]));
        }
    }

    /// Adds the pieces of a word.
    fn push_pieces(&mut self, word: &[char], bytes: &mut Vec<u8>) {
        let is_hangul = matches!(word.first(), Some('\u{ac00}'..='\u{d7a3}'));
        let (n, n_least) = if is_hangul { HANGUL_PIECE } else { PIECE };
        let word = &word[..word.len().min(MAX_WORD)];
        if word.len() < n_least {
            return;
        }
        for (seed, piece) in [(FRONT_SEED, &word[..n]), (BACK_SEED, &word[word.len() - n..])] {
            bytes.clear();
            piece.iter().for_each(|c| bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()));
            self.pieces.push(hash_bytes(seed, bytes));
        }
    }

    /// Counts the tokens taken, and adds what the order of a short block's tell.
    pub(super) fn finish(&mut self) {
        self.n_single = self.hashes.len();
        if self.n_single <= MAX_SHORT {
            push_wording(&mut self.hashes);
        }
    }

    /// The single words, pairs, numbers and signs.
    pub(crate) fn single(&self) -> &[u32] {
        &self.hashes[..self.n_single]
    }
}

/// Where the tokens of a block stand among those of its page.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct TokenSpan {
    start: u32,
    pub(crate) n_single: u32,
    n_hashes: u32,
    n_words: u32,
    n_pieces: u32,
}

impl TokenSpan {
    /// Whether the block is short enough for its wording as a whole to matter.
    pub(crate) fn is_short(self) -> bool {
        self.n_single as usize <= MAX_SHORT
    }
}

/// The tokens of all blocks of a page, block after block.
#[derive(Debug, Default)]
pub(crate) struct TokenStore {
    tokens: Vec<u32>,
}

impl TokenStore {
    /// A store with room for the tokens of most pages with so many bytes of text.
    pub(crate) fn for_text(n_bytes: usize) -> Self {
        TokenStore { tokens: Vec::with_capacity(n_bytes / 2) }
    }

    /// Adds the tokens of a block.
    pub(crate) fn push(&mut self, tokens: &Tokens) -> TokenSpan {
        let start = self.tokens.len() as u32;
        for part in [&tokens.hashes, &tokens.words, &tokens.pieces] {
            self.tokens.extend_from_slice(part);
        }
        TokenSpan {
            start,
            n_single: tokens.n_single as u32,
            n_hashes: tokens.hashes.len() as u32,
            n_words: tokens.words.len() as u32,
            n_pieces: tokens.pieces.len() as u32,
        }
    }

    fn slice(&self, from: u32, n: u32) -> &[u32] {
        self.tokens.get(from as usize..(from + n) as usize).unwrap_or_default()
    }

    /// All tokens of a block but pieces and words of the lexicon.
    pub(crate) fn hashes(&self, span: TokenSpan) -> &[u32] {
        self.slice(span.start, span.n_hashes)
    }

    /// The single words, pairs, numbers and signs of a block.
    pub(crate) fn single(&self, span: TokenSpan) -> &[u32] {
        self.slice(span.start, span.n_single)
    }

    /// The words of the lexicon in a block.
    pub(crate) fn words(&self, span: TokenSpan) -> &[u32] {
        self.slice(span.start + span.n_hashes, span.n_words)
    }

    /// The beginnings and ends of a block's long words.
    pub(crate) fn pieces(&self, span: TokenSpan) -> &[u32] {
        self.slice(span.start + span.n_hashes + span.n_words, span.n_pieces)
    }
}

/// Takes the tokens of folded text into `tokens`, which is emptied first.
pub(crate) fn tokenize(folded: &[char], tokens: &mut Tokens) {
    tokens.clear();
    let mut word = Vec::new();
    let mut at = 0usize;
    while at < folded.len() && tokens.hashes.len() < MAX_TOKENS {
        let c = folded[at];
        at = if is_unspaced(c) {
            push_pairs(folded, at, &mut tokens.hashes)
        } else if c.is_alphabetic() {
            let start = at;
            let end = push_run(folded, start, WORD_SEED, &mut word, &mut tokens.hashes, |c| {
                c.is_alphabetic() && !is_unspaced(c)
            });
            tokens.push_pieces(&folded[start..end], &mut word);
            end
        } else if c.is_ascii_digit() {
            push_run(folded, at, NUMBER_SEED, &mut word, &mut tokens.hashes, |c| {
                c.is_ascii_digit() || matches!(c, '.' | ':' | '-' | '/' | ',')
            })
        } else {
            if !c.is_whitespace() {
                tokens.hashes.push(hash_bytes(SIGN_SEED, &(c as u32).to_le_bytes()));
            }
            at + 1
        };
    }
    tokens.finish();
}

/// A run of characters that make one token; digits count as zeros.
fn push_run(
    folded: &[char],
    start: usize,
    seed: u32,
    word: &mut Vec<u8>,
    hashes: &mut Vec<u32>,
    goes_on: impl Fn(char) -> bool,
) -> usize {
    let mut end = start;
    word.clear();
    while end < folded.len() && goes_on(folded[end]) {
        if word.len() < MAX_WORD {
            let c = if folded[end].is_ascii_digit() { '0' } else { folded[end] };
            match u8::try_from(c) {
                Ok(byte @ ..0x80) => word.push(byte),
                _ => word.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
            }
        }
        end += 1;
    }
    hashes.push(hash_bytes(seed, word));
    end
}

/// The pairs of neighbours in a run of a script without spaces; a character alone is paired with nothing.
fn push_pairs(folded: &[char], start: usize, hashes: &mut Vec<u32>) -> usize {
    let n_run = folded[start..].iter().take(MAX_TOKENS).take_while(|c| is_unspaced(**c)).count();
    let run = &folded[start..start + n_run];
    if let [single] = run {
        hashes.push(hash_pair(PAIR_SEED, *single as u32));
    }
    hashes.extend(run.array_windows().map(|[a, b]| hash_pair(*a as u32 ^ PAIR_SEED << 16, *b as u32)));
    start + n_run
}

/// What only the order of words tells: pairs of tokens, how the block begins and ends, and all of it.
fn push_wording(hashes: &mut Vec<u32>) {
    let n_single = hashes.len();
    let (Some(first), Some(last)) = (hashes.first().copied(), hashes.last().copied()) else { return };
    let whole = hashes.iter().fold(WHOLE_MARK, |hash, token| hash_pair(hash, *token));
    for at in 1..n_single {
        hashes.push(hash_pair(hashes[at - 1], hashes[at]));
    }
    hashes.extend([hash_pair(FIRST_MARK, first), hash_pair(LAST_MARK, last), whole]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    fn tokens_of(text: &str) -> Tokens {
        let (mut folded, mut tokens) = (Vec::new(), Tokens::default());
        fold(text, &mut folded);
        tokenize(&folded, &mut tokens);
        tokens
    }

    #[test]
    fn words_pairs_numbers_and_signs() {
        assert_eq!(tokens_of("Read more »").n_single, 3);
        assert_eq!(tokens_of("医院门诊").n_single, 3);
        assert_eq!(tokens_of("院").n_single, 1);
        assert_eq!(tokens_of("2024-01-31").single(), tokens_of("1999-12-05").single());
        assert_eq!(tokens_of("醫院門診").single(), tokens_of("医院门诊").single());
    }

    #[test]
    fn long_words_give_their_beginning_and_end() {
        let pieces = |text: &str| tokens_of(text).pieces;
        assert!(pieces("house 123456 医院门诊 토토").is_empty());
        assert_eq!(pieces("Gambling")[0], pieces("gambler")[0]);
        assert_ne!(pieces("gambling")[1], pieces("gambler")[1]);
        assert_eq!(pieces("свободный")[1], pieces("народный")[1]);
        assert_eq!(pieces("토토사이트")[0], pieces("토토를")[0]);
    }

    #[test]
    fn a_page_gives_back_the_tokens_of_each_block() {
        let mut store = TokenStore::default();
        let blocks = ["Read more gambling", "", &"unabhängig 医院 ".repeat(40)].map(|text| {
            let tokens = Tokens { words: vec![text.len() as u32; text.len() % 7], ..tokens_of(text) };
            (store.push(&tokens), tokens)
        });
        for (span, tokens) in &blocks {
            assert_eq!((store.hashes(*span), store.single(*span)), (&tokens.hashes[..], tokens.single()));
            assert_eq!((store.words(*span), store.pieces(*span)), (&tokens.words[..], &tokens.pieces[..]));
        }
    }

    #[test]
    fn order_counts_in_short_blocks_only() {
        assert_ne!(tokens_of("go home").hashes, tokens_of("home go").hashes);
        assert!(!TokenStore::default().push(&tokens_of(&"word ".repeat(40))).is_short());
        assert_eq!(tokens_of(&"word ".repeat(5000)).hashes.len(), MAX_TOKENS);
    }
}
