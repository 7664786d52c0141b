//! In: identifiers of selectors and attributes. Out: 64-bit names, compared instead of text.
//!
//! Two identifiers with one name are taken for the same: harmless for evidence.
//! No seed, so that the same page always gives the same answer.

const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

/// Bytes of an identifier that its name is made from, besides its length.
const MAX_NAME_BYTES: usize = 96;

/// The name of an identifier.
pub(super) fn name_of(text: &str) -> u64 {
    let mut state = FACTOR ^ text.len() as u64;
    let bytes = text.as_bytes();
    let mut chunks = bytes.get(..MAX_NAME_BYTES).unwrap_or(bytes).chunks_exact(8);
    for chunk in chunks.by_ref() {
        let word = chunk.iter().rev().fold(0u64, |word, &byte| word << 8 | u64::from(byte));
        state = mix(state, word);
    }
    let rest = chunks.remainder();
    if !rest.is_empty() {
        let word = rest.iter().rev().fold(0u64, |word, &byte| word << 8 | u64::from(byte));
        state = mix(state, word);
    }
    state ^ state >> 31
}

fn mix(state: u64, word: u64) -> u64 {
    (state ^ word).wrapping_mul(FACTOR).rotate_left(29)
}

/// Whether a class name tells a passing state (`open`, `is-active`, `menu--shown`).
pub(super) fn is_state_class(class: &str) -> bool {
    if class.len() > 40 {
        return false;
    }
    let last = class.rsplit(['-', '_']).next().unwrap_or(class);
    let is_state = is_state_word(last) && (last.len() > 2 || last.len() == class.len());
    is_state || class.starts_with("is-") || class.starts_with("has-") || ends_in_camel_state(class)
}

/// Words that, as a class or as a part of one, tell a passing state of an element.
fn is_state_word(word: &str) -> bool {
    let words: &[&str] = match word.len() {
        2 => &["in", "js", "on"],
        3 => &["cur"],
        4 => &["curr", "init", "open", "show"],
        5 => &["focus", "hover", "ready", "shown"],
        6 => &["active", "expand", "loaded", "opened", "select", "unfold"],
        7 => &["checked", "current", "showing", "visible"],
        8 => &["animated", "expanded", "selected"],
        9 => &["activated"],
        10 => &["lazyloaded"],
        11 => &["initialized"],
        _ => &[],
    };
    words.iter().any(|state| state.eq_ignore_ascii_case(word))
}

/// `menuOpen`, `isVisible`: the last hump is a state word.
fn ends_in_camel_state(class: &str) -> bool {
    let Some(hump) = class.rfind(|c: char| c.is_ascii_uppercase()) else {
        return false;
    };
    hump > 0 && class.get(hump..).is_some_and(is_state_word)
}
