//! Look at the text of a block: count its signs, fold it, and take its tokens.
//!
//! A block's text comes in; counts and token hashes go out. Folding is for tokens only: no text that is
//! folded here is ever shown. What a reading in brackets is, is said here once, for tokens and for repairing.

mod ascii;
mod fold;
mod lexicon;
mod scan;
mod tokens;

pub(crate) use ascii::tokenize_ascii;
pub(crate) use fold::{HanForm, fold, han_form, reading_in_brackets, without_readings};
pub(crate) use lexicon::Lexicon;
pub(crate) use scan::{TextCounts, han_runs, is_han, is_unspaced, is_visible};
pub(crate) use tokens::{TokenSpan, TokenStore, Tokens, tokenize};
