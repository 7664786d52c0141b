//! Read the attributes of an element: the words of its class and id, and what it says it is for.
//!
//! Attribute values come in; word hashes and [`Semantics`] go out. No word means anything here: what
//! `related` or `sidebar` stand for is learned by the model.

use crate::blocks::Semantics;
use crate::document::Element;
use crate::hash::hash_bytes;

/// Words taken from one element at most.
const MAX_WORDS: usize = 16;

const CLASS_SEED: u32 = 0x636c;
const PROPERTY_SEED: u32 = 0x7072;

/// Appends the hashes of the words of an element's attributes.
pub(crate) fn push_attribute_words(element: &Element, words: &mut Vec<u32>) {
    let begin = words.len();
    for attribute in &element.attributes {
        match &*attribute.name.local {
            "class" | "id" => {
                for name in attribute.value.split_ascii_whitespace() {
                    push_name(name, words, begin + MAX_WORDS);
                }
            }
            "role" | "itemprop" | "itemtype" | "rel" | "property" | "type" | "aria-label" => {
                let value = attribute.value.rsplit('/').next().unwrap_or_default();
                let value = value.get(..value.floor_char_boundary(40)).unwrap_or_default();
                let seed = PROPERTY_SEED ^ attribute.name.local.len() as u32;
                if words.len() < begin + MAX_WORDS {
                    words.push(hash_bytes(seed, value.to_ascii_lowercase().as_bytes()));
                }
            }
            _ => {}
        }
    }
}

/// Appends the pieces of a class name or id, and the whole where it has several pieces: `postBody-12`
/// gives `post`, `body` and `post-body`.
fn push_name(name: &str, words: &mut Vec<u32>, limit: usize) {
    let mut whole = [0u8; 40];
    let (mut n_whole, mut n_pieces) = (0usize, 0usize);
    let mut piece_start = 0usize;
    let bytes = name.as_bytes();
    let mut previous_lower = false;
    let mut end_piece = |whole: &[u8; 40], from: usize, to: usize, n: &mut usize| {
        if to >= from + 2 && words.len() < limit {
            words.push(hash_bytes(CLASS_SEED, &whole[from..to]));
            *n += 1;
        }
    };
    for &byte in bytes.iter().take(64) {
        let is_letter = byte.is_ascii_alphabetic() || byte >= 0x80;
        let is_boundary = !is_letter || (byte.is_ascii_uppercase() && previous_lower);
        if is_boundary && n_whole > piece_start {
            end_piece(&whole, piece_start, n_whole, &mut n_pieces);
            if n_whole < whole.len() {
                whole[n_whole] = b'-';
                n_whole += 1;
            }
            piece_start = n_whole;
        }
        if is_letter && n_whole < whole.len() {
            whole[n_whole] = byte.to_ascii_lowercase();
            n_whole += 1;
        }
        previous_lower = byte.is_ascii_lowercase();
    }
    end_piece(&whole, piece_start, n_whole, &mut n_pieces);
    if n_pieces > 1 && words.len() < limit {
        let end = if whole[n_whole - 1] == b'-' { n_whole - 1 } else { n_whole };
        words.push(hash_bytes(CLASS_SEED, &whole[..end]));
    }
}

/// What an element's attributes say it is for.
pub(crate) fn semantics_of(element: &Element) -> Semantics {
    let mut semantics = Semantics::default();
    for attribute in &element.attributes {
        let value = &*attribute.value;
        match &*attribute.name.local {
            "itemprop" => {
                semantics.is_body_property |=
                    value.split_ascii_whitespace().any(|v| matches!(v, "articleBody" | "text" | "description"));
                semantics.is_comment_property |= value.contains("comment") || value.contains("review");
            }
            "itemtype" => {
                semantics.is_comment_property |= value.ends_with("/Comment") || value.ends_with("/Review");
            }
            "role" => {
                semantics.is_main_role |= matches!(value, "main" | "article");
                semantics.is_frame_role |=
                    matches!(value, "navigation" | "banner" | "contentinfo" | "complementary" | "search");
                semantics.is_dialog |= matches!(value, "dialog" | "alertdialog");
            }
            "aria-modal" => semantics.is_dialog |= value == "true",
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
