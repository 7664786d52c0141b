//! Finds where runs of bytes end.
//!
//! In: the document's bytes and an offset. Out: the offset of the first byte
//! that a run cannot hold, or the document's length. Nothing is copied, and no
//! function looks back before the offset it was given.

use memchr::{memchr, memchr2};

/// The bytes from `at` on; none past the end.
pub(super) fn tail(bytes: &[u8], at: usize) -> &[u8] {
    bytes.get(at..).unwrap_or_default()
}

/// [`memchr2`] for runs that mostly are short: it looks at two words first.
#[inline]
fn find_either(a: u8, b: u8, bytes: &[u8]) -> Option<usize> {
    if let Some((chunk, rest)) = bytes.split_first_chunk::<8>() {
        let first = either(u64::from_le_bytes(*chunk), a, b);
        if first != 0 {
            return Some(first.trailing_zeros() as usize / 8);
        }
        if let Some(chunk) = rest.first_chunk::<8>() {
            let second = either(u64::from_le_bytes(*chunk), a, b);
            if second != 0 {
                return Some(8 + second.trailing_zeros() as usize / 8);
            }
            return memchr2(a, b, tail(rest, 8)).map(|found| found + 16);
        }
    }
    memchr2(a, b, bytes)
}

/// A word whose lowest set bit lies in the first byte of `word` that is `a` or
/// `b`; 0 if there is none.
#[inline]
fn either(word: u64, a: u8, b: u8) -> u64 {
    const LOW: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let a = word ^ (LOW * u64::from(a));
    let b = word ^ (LOW * u64::from(b));
    ((a.wrapping_sub(LOW) & !a) | (b.wrapping_sub(LOW) & !b)) & HIGH
}

/// Whether `byte` is white space inside a tag (U+000D counts: it is
/// normalised to U+000A).
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | b'\x0C')
}

/// The first offset from `at` on that does not hold white space.
pub(super) fn skip_space(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(|&byte| is_space(byte)) {
        at += 1;
    }
    at
}

/// The end of the text that starts at `from` in the data state, and whether
/// there is a `&` in it. The end is a `<` that opens a tag, a comment or a
/// declaration, or the end of the input.
pub(super) fn text_run(bytes: &[u8], from: usize) -> (usize, bool) {
    let mut at = from;
    while let Some(found) = find_either(b'<', b'&', tail(bytes, at)) {
        at += found;
        if bytes.get(at) == Some(&b'&') {
            return (next_markup(bytes, at + 1), true);
        }
        if opens_markup(bytes, at) {
            return (at, false);
        }
        at += 1;
    }
    (bytes.len(), false)
}

/// The next `<` from `at` on that opens something.
fn next_markup(bytes: &[u8], mut at: usize) -> usize {
    while let Some(found) = memchr(b'<', tail(bytes, at)) {
        at += found;
        if opens_markup(bytes, at) {
            return at;
        }
        at += 1;
    }
    bytes.len()
}

/// Whether the `<` at `at` is more than text.
fn opens_markup(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at + 1) {
        Some(b'/') => bytes.len() > at + 2,
        Some(b'!' | b'?') => true,
        Some(byte) => byte.is_ascii_alphabetic(),
        None => false,
    }
}

/// The run is over at this byte.
const END: u8 = 1;
/// The byte must be changed: upper case or U+0000.
const CHANGE: u8 = 2;

/// Builds a table of byte classes; `ends` are the bytes that end the run.
const fn classes(ends: &[u8]) -> [u8; 256] {
    let mut table = [0; 256];
    let mut i = 0;
    while i < ends.len() {
        table[ends[i] as usize] = END;
        i += 1;
    }
    let mut upper = b'A';
    while upper <= b'Z' {
        table[upper as usize] = CHANGE;
        upper += 1;
    }
    table[0] = CHANGE;
    table
}

static TAG_NAME: [u8; 256] = classes(b"\t\n\x0C\r />");
static ATTRIBUTE_NAME: [u8; 256] = classes(b"\t\n\x0C\r />=");

/// A run of bytes in the document.
#[derive(Clone, Copy)]
pub(super) struct Run {
    pub(super) start: usize,
    pub(super) end: usize,
    /// There is something in it that has to be changed: in a name an upper
    /// case letter or U+0000, in text or a value a `&`.
    pub(super) special: bool,
}

/// The tag name that starts at `start`.
pub(super) fn tag_name(bytes: &[u8], start: usize) -> Run {
    name_run(&TAG_NAME, bytes, start, 0)
}

/// The attribute name that starts at `start`. Its first byte belongs to it
/// whatever it is, even a `=`.
pub(super) fn attribute_name(bytes: &[u8], start: usize) -> Run {
    name_run(&ATTRIBUTE_NAME, bytes, start, 1)
}

fn name_run(table: &[u8; 256], bytes: &[u8], start: usize, taken: usize) -> Run {
    let name = tail(bytes, start);
    let mut seen = name.iter().take(taken).fold(0, |seen, &byte| seen | table[usize::from(byte)]);
    let mut end = start + taken;
    for &byte in name.iter().skip(taken) {
        let class = table[usize::from(byte)];
        if class == END {
            break;
        }
        seen |= class;
        end += 1;
    }
    Run { start, end, special: seen & CHANGE != 0 }
}

/// The unquoted attribute value that starts at `start`.
pub(super) fn unquoted_value(bytes: &[u8], start: usize) -> Run {
    let mut special = false;
    let mut end = start;
    for &byte in tail(bytes, start) {
        if byte == b'>' || is_space(byte) {
            break;
        }
        special |= byte == b'&';
        end += 1;
    }
    Run { start, end, special }
}

/// The quoted attribute value that starts at `start`, behind its `quote`;
/// `None` if the quote is never closed.
pub(super) fn quoted_value(bytes: &[u8], start: usize, quote: u8) -> Option<Run> {
    let found = start + find_either(quote, b'&', tail(bytes, start))?;
    let special = bytes.get(found) != Some(&quote);
    let end = if special { found + memchr(quote, tail(bytes, found))? } else { found };
    Some(Run { start, end, special })
}
