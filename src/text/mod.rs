//! Look at the text of a block: count its signs, fold it, and take its tokens.
//!
//! A block's text comes in; counts and token hashes go out. Folding is for tokens only: no text that is
//! folded here is ever shown.

mod ascii;
mod fold;
mod scan;
mod tokens;

pub(crate) use ascii::tokenize_ascii;
pub(crate) use fold::{fold, without_readings};
pub(crate) use scan::{TextCounts, is_unspaced, is_visible};
pub(crate) use tokens::{Tokens, tokenize};
