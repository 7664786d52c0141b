//! In: CSS text. Out: where its comments, strings, brackets, declarations and blocks end.
//!
//! Looks at every byte once; decides nothing about meaning. All positions are byte
//! offsets next to ASCII characters, so slices of the text never fail on them.

/// Byte classes; `seek` stops at any byte whose class is in its mask.
pub(super) const OPEN: u8 = 1;
pub(super) const CLOSE: u8 = 2;
pub(super) const SEMICOLON: u8 = 4;
pub(super) const COLON: u8 = 8;
/// What `seek` steps over as a whole: quotes, slash, backslash, round bracket.
const SPECIAL: u8 = 16;
/// Letters, digits, hyphen, underscore and whatever is not ASCII.
const NAME: u8 = 32;

const CLASSES: [u8; 256] = {
    let mut classes = [0u8; 256];
    classes[b'{' as usize] = OPEN;
    classes[b'}' as usize] = CLOSE;
    classes[b';' as usize] = SEMICOLON;
    classes[b':' as usize] = COLON;
    classes[b'"' as usize] = SPECIAL;
    classes[b'\'' as usize] = SPECIAL;
    classes[b'/' as usize] = SPECIAL;
    classes[b'\\' as usize] = SPECIAL;
    classes[b'(' as usize] = SPECIAL;
    let mut byte = 0;
    while byte < 256 {
        if (byte as u8).is_ascii_alphanumeric() || byte as u8 == b'-' || byte as u8 == b'_' || byte >= 0x80 {
            classes[byte] = NAME;
        }
        byte += 1;
    }
    classes
};

/// Whether a byte may be part of a name without being escaped.
pub(super) fn is_name_byte(byte: u8) -> bool {
    class_of(byte) == NAME
}

fn class_of(byte: u8) -> u8 {
    CLASSES.get(usize::from(byte)).copied().unwrap_or(0)
}

/// The first place at or after `at` whose byte is of a class in `mask` and stands outside
/// comments, strings and round brackets; the text's length if there is none.
pub(super) fn seek(bytes: &[u8], mut at: usize, mask: u8) -> usize {
    let mask = mask | SPECIAL;
    while let Some(&byte) = bytes.get(at) {
        let class = class_of(byte) & mask;
        if class == 0 {
            at += 1;
        } else if class == SPECIAL {
            at = skip_special(bytes, at, byte);
        } else {
            return at;
        }
    }
    bytes.len()
}

/// The end of the plain name that begins at `at`: letters, digits, hyphens and underscores.
pub(super) fn name_end(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(|&byte| is_name_byte(byte)) {
        at += 1;
    }
    at
}

/// Steps over the comment, string, escape or bracket that begins at `at`.
fn skip_special(bytes: &[u8], at: usize, byte: u8) -> usize {
    match byte {
        b'/' if bytes.get(at + 1) == Some(&b'*') => skip_comment(bytes, at),
        b'"' | b'\'' => skip_string(bytes, at, byte),
        b'\\' => (at + 2).min(bytes.len()),
        b'(' => skip_brackets(bytes, at),
        _ => at + 1,
    }
}

fn skip_comment(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at + 2..).unwrap_or_default();
    memchr::memmem::find(rest, b"*/").map_or(bytes.len(), |len| at + 2 + len + 2)
}

/// A string ends at its quote or, broken, before a line end.
pub(super) fn skip_string(bytes: &[u8], at: usize, quote: u8) -> usize {
    let mut at = at + 1;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let Some(len) = memchr::memchr3(quote, b'\\', b'\n', rest) else {
            return bytes.len();
        };
        at += len;
        match bytes.get(at) {
            Some(b'\\') => at = (at + 2).min(bytes.len()),
            Some(b'\n') => return at,
            _ => return at + 1,
        }
    }
}

/// Steps over `(…)`; an unquoted `url(` ends at the first `)`, whatever it holds.
fn skip_brackets(bytes: &[u8], open: usize) -> usize {
    let before = open.checked_sub(3).and_then(|start| bytes.get(start..open)).unwrap_or_default();
    if before.eq_ignore_ascii_case(b"url") {
        let rest = bytes.get(open + 1..).unwrap_or_default();
        let is_quoted =
            rest.iter().find(|byte| !byte.is_ascii_whitespace()).is_some_and(|byte| matches!(byte, b'"' | b'\''));
        if !is_quoted {
            return memchr::memchr(b')', rest).map_or(bytes.len(), |len| open + 1 + len + 1);
        }
    }
    let mut depth = 0usize;
    let mut at = open;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'(' => {
                depth += 1;
                at += 1;
            }
            b')' if depth == 1 => return at + 1,
            b')' => {
                depth -= 1;
                at += 1;
            }
            b'"' | b'\'' | b'\\' | b'/' => at = skip_special(bytes, at, byte),
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Steps over the `{…}` block that opens at `open`, nested blocks included.
pub(super) fn skip_block(bytes: &[u8], open: usize) -> usize {
    let mut depth = 0usize;
    let mut at = open;
    loop {
        at = seek(bytes, at, OPEN | CLOSE);
        match bytes.get(at) {
            Some(b'{') => depth += 1,
            Some(_) if depth <= 1 => return at + 1,
            Some(_) => depth -= 1,
            None => return bytes.len(),
        }
        at += 1;
    }
}

/// Steps over white space, comments and the `<!--` and `-->` that old pages wrap CSS in.
pub(super) fn skip_blanks(bytes: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        at = match byte {
            b' ' | b'\n' | b'\t' | b'\r' | b'\x0c' => at + 1,
            b'/' if rest.starts_with(b"/*") => skip_comment(bytes, at),
            b'<' if rest.starts_with(b"<!--") => at + 4,
            b'-' if rest.starts_with(b"-->") => at + 3,
            _ => return at,
        };
    }
    bytes.len()
}

/// The first `len` bytes of a text, or up to three less so as not to cut a character.
pub(super) fn head_of(text: &str, len: usize) -> &str {
    let end = len.min(text.len());
    (0..=end).rev().find_map(|end| text.get(..end)).unwrap_or_default()
}
