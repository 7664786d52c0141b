//! Read the attributes of an element: the words of its class and id, and what it says it is for.
//!
//! Attribute values come in; word hashes and [`Semantics`] go out. No word means anything here: what
//! `related` or `sidebar` stand for is learned by the model.

use crate::blocks::Semantics;
use crate::document::{AttributeName as A, Element};
use crate::hash::hash_bytes;

/// Words taken from one element at most.
const MAX_WORDS: usize = 16;

const CLASS_SEED: u32 = 0x636c;
const PROPERTY_SEED: u32 = 0x7072;

/// Class attributes whose words are kept; a power of two.
const N_KEPT: usize = 256;

/// The words of class attributes met last, because pages give many elements the same classes.
pub(crate) struct KeptWords<'d> {
    slots: Vec<(&'d str, [u32; MAX_WORDS], usize)>,
}

impl Default for KeptWords<'_> {
    fn default() -> Self {
        KeptWords { slots: vec![("", [0; MAX_WORDS], 0); N_KEPT] }
    }
}

impl<'d> KeptWords<'d> {
    /// Appends the words of a class attribute, up to `limit` words in all.
    fn push_classes(&mut self, value: &'d str, words: &mut Vec<u32>, limit: usize) {
        let (kept, kept_words, n) = &mut self.slots[hash_bytes(0, value.as_bytes()) as usize % N_KEPT];
        if *kept != value {
            let begin = words.len();
            push_names(value, words, begin + MAX_WORDS);
            *kept = value;
            *n = words.len() - begin;
            kept_words[..*n].copy_from_slice(&words[begin..]);
            words.truncate(limit);
            return;
        }
        let n_wanted = (*n).min(limit.saturating_sub(words.len()));
        words.extend_from_slice(&kept_words[..n_wanted]);
    }
}

fn push_names(value: &str, words: &mut Vec<u32>, limit: usize) {
    for name in value.split_ascii_whitespace() {
        push_name(name, words, limit);
    }
}

/// What an element says that its code is written in, as highlighters have it: `language-rust`, `lang-c++`,
/// `highlight-source-python`, `brush: java` or an attribute of its own.
pub(crate) fn language_of<'d>(element: Element<'d>) -> Option<&'d str> {
    let is_name = |name: &&str| {
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'#' | b'-' | b'_' | b'.');
        let says_nothing = || {
            let no_languages = ["none", "text", "plain", "plaintext", "undefined", "nohighlight", "default"];
            let shapes = ["block", "body", "box", "code", "container", "content", "inner", "wrap", "wrapper"];
            no_languages.contains(name) || shapes.contains(name)
        };
        (1..=24).contains(&name.len()) && name.bytes().all(is_part) && !says_nothing()
    };
    let named = ["data-lang", "data-language"].into_iter().find_map(|name| element.attribute(name));
    let mut is_brush = false;
    let mut words = element.attribute("class").unwrap_or_default().split_ascii_whitespace();
    named.filter(is_name).or_else(|| {
        words.find_map(|word| {
            let was_brush = std::mem::replace(&mut is_brush, word == "brush:");
            let prefixes = ["language-", "lang-", "highlight-source-", "highlight-", "brush:"];
            let named = prefixes.into_iter().find_map(|prefix| word.strip_prefix(prefix));
            let name = if was_brush { Some(word) } else { named };
            name.map(|name| name.trim_end_matches(';')).filter(is_name)
        })
    })
}

/// Appends the hashes of the words of an element's attributes.
pub(crate) fn push_attribute_words<'d>(element: Element<'d>, words: &mut Vec<u32>, kept: &mut KeptWords<'d>) {
    let begin = words.len();
    for (name, value) in element.named_attributes() {
        let name_length = match name {
            A::Class => {
                kept.push_classes(value, words, begin + MAX_WORDS);
                continue;
            }
            A::Id => {
                push_names(value, words, begin + MAX_WORDS);
                continue;
            }
            A::Rel => 3,
            A::Role | A::Type => 4,
            A::Itemprop | A::Itemtype | A::Property => 8,
            A::AriaLabel => 10,
            _ => continue,
        };
        if words.len() < begin + MAX_WORDS {
            let value = value.rsplit('/').next().unwrap_or_default();
            let value = value.get(..value.floor_char_boundary(40)).unwrap_or_default();
            let mut lower = [0u8; 40];
            let lower = &mut lower[..value.len()];
            lower.copy_from_slice(value.as_bytes());
            lower.make_ascii_lowercase();
            words.push(hash_bytes(PROPERTY_SEED ^ name_length, lower));
        }
    }
}

/// Appends the pieces of a class name or id, and the whole where it has several pieces: `postBody-12`
/// gives `post`, `body` and `post-body`.
fn push_name(name: &str, words: &mut Vec<u32>, limit: usize) {
    let mut whole = [0u8; 40];
    let (mut n_whole, mut n_pieces) = (0usize, 0usize);
    let mut piece_start = 0usize;
    let mut previous_lower = false;
    let mut end_piece = |whole: &[u8; 40], from: usize, to: usize| {
        let is_piece = to >= from + 2 && words.len() < limit;
        if is_piece {
            words.push(hash_bytes(CLASS_SEED, &whole[from..to]));
        }
        usize::from(is_piece)
    };
    for &byte in name.as_bytes().iter().take(64) {
        let class = LETTERS[usize::from(byte)];
        if (class == NO_LETTER || class == UPPER && previous_lower) && n_whole > piece_start {
            n_pieces += end_piece(&whole, piece_start, n_whole);
            if let Some(slot) = whole.get_mut(n_whole) {
                *slot = b'-';
                n_whole += 1;
            }
            piece_start = n_whole;
        }
        if class != NO_LETTER
            && let Some(slot) = whole.get_mut(n_whole)
        {
            *slot = if class == UPPER { byte | 0x20 } else { byte };
            n_whole += 1;
        }
        previous_lower = class == LOWER;
    }
    n_pieces += end_piece(&whole, piece_start, n_whole);
    if n_pieces > 1 && words.len() < limit {
        let end = if whole[n_whole - 1] == b'-' { n_whole - 1 } else { n_whole };
        words.push(hash_bytes(CLASS_SEED, &whole[..end]));
    }
}

const NO_LETTER: u8 = 0;
const LOWER: u8 = 1;
const UPPER: u8 = 2;
/// A byte of a character that is not ASCII.
const OTHER: u8 = 3;

static LETTERS: [u8; 256] = {
    let mut classes = [NO_LETTER; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' => LOWER,
            b'A'..=b'Z' => UPPER,
            0x80.. => OTHER,
            _ => NO_LETTER,
        };
        byte += 1;
    }
    classes
};

/// What an element's attributes say it is for.
pub(crate) fn semantics_of(element: Element<'_>) -> Semantics {
    let mut semantics = Semantics::default();
    if !element.has_any(&[A::Itemprop, A::Itemtype, A::Role, A::AriaModal]) {
        return semantics;
    }
    for (name, value) in element.named_attributes() {
        match name {
            A::Itemprop => {
                semantics.is_body_property |=
                    value.split_ascii_whitespace().any(|v| matches!(v, "articleBody" | "text" | "description"));
                semantics.is_comment_property |= value.contains("comment") || value.contains("review");
            }
            A::Itemtype => {
                semantics.is_comment_property |= value.ends_with("/Comment") || value.ends_with("/Review");
            }
            A::Role => {
                semantics.is_main_role |= matches!(value, "main" | "article");
                semantics.is_frame_role |=
                    matches!(value, "navigation" | "banner" | "contentinfo" | "complementary" | "search");
                semantics.is_dialog |= matches!(value, "dialog" | "alertdialog");
            }
            A::AriaModal => semantics.is_dialog |= value == "true",
            _ => {}
        }
    }
    semantics
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, pieces: &[&str]) {
        let mut words = Vec::new();
        push_name(name, &mut words, MAX_WORDS);
        let expected: Vec<u32> = pieces.iter().map(|p| hash_bytes(CLASS_SEED, p.as_bytes())).collect();
        assert_eq!(words, expected, "{name}");
    }

    #[test]
    fn class_names_are_cut_at_case_digits_and_signs() {
        check("related", &["related"]);
        check("postBody-12", &["post", "body", "post-body"]);
        check("entry__content", &["entry", "content", "entry-content"]);
        check("c-1", &[]);
        check("NAV", &["nav"]);
        check("相关", &["相关"]);
        check("", &[]);
    }
}
