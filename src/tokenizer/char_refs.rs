//! Character references.
//!
//! In: the text behind a `&`, up to where the text run or attribute value
//! ends, and which of the two it is. Out: the characters it stands for, added
//! to a string, and how many bytes of the text were used. What is no
//! reference becomes a plain `&` that uses nothing.

use std::sync::OnceLock;

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};

/// Where a reference stands: names without semicolon are taken less often in
/// attributes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Text,
    Attribute,
}

/// No name is longer than this without its semicolon.
const MAX_NAME: usize = 32;
/// No name that does without semicolon is longer than this.
const MAX_BARE: usize = 7;

/// Decodes the reference that `rest` (the text behind a `&`) starts with,
/// pushes what it stands for, and returns how many bytes of `rest` it took.
pub(super) fn decode(rest: &str, place: Place, out: &mut String) -> usize {
    let decoded = match rest.as_bytes() {
        [b'#', b'x' | b'X', digits @ ..] => numeric(digits, 16).map(|(c, n)| (c, '\0', n + 2)),
        [b'#', digits @ ..] => numeric(digits, 10).map(|(c, n)| (c, '\0', n + 1)),
        [first, ..] if first.is_ascii_alphanumeric() => named(rest, place),
        _ => None,
    };
    let Some((first, second, used)) = decoded else {
        out.push('&');
        return 0;
    };
    out.push(first);
    if second != '\0' {
        out.push(second);
    }
    used
}

/// What a whole reference stands for, its semicolon included; `rest` is the text behind its `&`. Also the bytes
/// of `rest` that it takes.
pub(crate) fn whole_reference(rest: &str) -> Option<(String, usize)> {
    let mut decoded = String::new();
    let used = decode(rest, Place::Attribute, &mut decoded);
    rest.get(..used)?.ends_with(';').then_some((decoded, used))
}

/// A numeric reference from its first digit on; also the bytes it takes.
fn numeric(digits: &[u8], base: u32) -> Option<(char, usize)> {
    let mut number = 0_u32;
    let mut used = 0;
    for &byte in digits {
        let Some(digit) = char::from(byte).to_digit(base) else {
            break;
        };
        number = number.saturating_mul(base).saturating_add(digit);
        used += 1;
    }
    if used == 0 {
        return None;
    }
    used += usize::from(digits.get(used) == Some(&b';'));
    Some((replacement(number), used))
}

/// The character that a numeric reference to `number` stands for.
fn replacement(number: u32) -> char {
    let from_table = match number {
        0 => Some('\u{fffd}'),
        0x80..=0x9F => C1_REPLACEMENTS.get((number - 0x80) as usize).copied().flatten(),
        _ => None,
    };
    from_table.or_else(|| char::from_u32(number)).unwrap_or('\u{fffd}')
}

/// A named reference; also the bytes it takes, semicolon included.
fn named(rest: &str, place: Place) -> Option<(char, char, usize)> {
    let bytes = rest.as_bytes();
    let run = bytes.iter().take(MAX_NAME).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let after = bytes.get(run);
    if after == Some(&b';') {
        if let Some(c) = common(bytes.get(..run)?) {
            return Some((c, '\0', run + 1));
        }
        if let Some(&(first, second)) = NAMED_ENTITIES.get(rest.get(..=run)?)
            && first != 0
        {
            let second = char::from_u32(second)?;
            return Some((char::from_u32(first)?, second, run + 1));
        }
    }
    match place {
        Place::Attribute if after == Some(&b'=') => None,
        Place::Attribute => bare(bytes.get(..run)?).map(|c| (c, '\0', run)),
        Place::Text => {
            (2..=run.min(MAX_BARE)).rev().find_map(|length| bare(bytes.get(..length)?).map(|c| (c, '\0', length)))
        }
    }
}

/// The names that make up nearly all references of real pages.
fn common(name: &[u8]) -> Option<char> {
    Some(match name {
        b"amp" => '&',
        b"nbsp" => '\u{a0}',
        b"quot" => '"',
        b"lt" => '<',
        b"gt" => '>',
        b"apos" => '\'',
        _ => return None,
    })
}

/// A name that may stand without semicolon.
fn bare(name: &[u8]) -> Option<char> {
    static BARE: OnceLock<Vec<(u64, char)>> = OnceLock::new();
    let key = packed(name)?;
    let table = BARE.get_or_init(bare_names);
    let found = table.binary_search_by_key(&key, |entry| entry.0).ok()?;
    table.get(found).map(|entry| entry.1)
}

/// All names that may stand without semicolon, sorted by their packed form.
fn bare_names() -> Vec<(u64, char)> {
    let mut names: Vec<_> = NAMED_ENTITIES
        .entries()
        .filter(|(name, value)| value.0 != 0 && !name.ends_with(';'))
        .filter_map(|(name, value)| Some((packed(name.as_bytes())?, char::from_u32(value.0)?)))
        .collect();
    names.sort_unstable();
    names
}

/// Up to [`MAX_BARE`] bytes as one number; `None` if there are more.
fn packed(name: &[u8]) -> Option<u64> {
    if name.len() > MAX_BARE {
        return None;
    }
    Some(name.iter().fold(0, |key, &byte| key << 8 | u64::from(byte)))
}

#[cfg(test)]
mod tests {
    use super::{MAX_BARE, MAX_NAME, NAMED_ENTITIES, bare_names};

    #[test]
    fn the_bounds_hold_for_the_whole_table() {
        let mut bare = 0;
        for (name, value) in NAMED_ENTITIES.entries().filter(|entry| entry.1.0 != 0) {
            assert!(name.trim_end_matches(';').len() <= MAX_NAME);
            if !name.ends_with(';') {
                bare += 1;
                assert!((2..=MAX_BARE).contains(&name.len()));
                assert_eq!(value.1, 0);
            }
        }
        assert_eq!(bare, 106);
        assert_eq!(bare_names().len(), bare);
    }
}
