//! Text and attribute values: from a range of the input to a string.
//!
//! In: the range, and whether it holds a `&` that may begin a character
//! reference. Out: the input itself where nothing has to be replaced, else
//! a string with line ends normalised and character references decoded.
//! In the data state U+0000 becomes a token of its own, elsewhere U+FFFD.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memchr3};

use super::char_refs::{self, Place};
use super::scan::Run;
use super::{Span, TokenSink, Tokenizer};

impl<'a, S: TokenSink> Tokenizer<'a, '_, S> {
    /// Emits a run of the data state.
    pub(super) fn emit_data(&mut self, start: usize, end: usize, has_refs: bool) {
        if self.clean {
            self.emit_text(start, end, has_refs);
        } else {
            self.emit_around_nulls(start, end, has_refs);
        }
    }

    /// Emits a run with U+0000 as a token of its own.
    pub(super) fn emit_around_nulls(&mut self, start: usize, end: usize, has_refs: bool) {
        let mut from = start;
        while from < end {
            let rest = self.slice(from, end);
            let stop = memchr(0, rest.as_bytes()).map_or(end, |found| from + found);
            if stop > from {
                self.emit_text(from, stop, has_refs);
            }
            if stop < end {
                self.sink.null(stop);
            }
            from = stop + 1;
        }
    }

    /// Emits a run with U+FFFD for U+0000.
    pub(super) fn emit_text(&mut self, start: usize, end: usize, has_refs: bool) {
        let text = self.slice(start, end);
        if has_refs || self.is_dirty(text) {
            self.changed_text.clear();
            push_replaced(text, self.clean, has_refs.then_some(Place::Text), &mut self.changed_text);
            self.sink.text(&self.changed_text, start);
        } else {
            self.sink.text(text, start);
        }
    }

    /// An attribute's value.
    pub(super) fn attribute_value(&mut self, run: Run) -> Span {
        let text = self.slice(run.start, run.end);
        if run.special || self.is_dirty(text) {
            let (clean, place) = (self.clean, run.special.then_some(Place::Attribute));
            self.strings.change(|changed| push_replaced(text, clean, place, changed))
        } else {
            Span::of(run.start, run.end)
        }
    }

    /// A comment's data, or another run without character references.
    pub(super) fn verbatim(&self, start: usize, end: usize) -> Cow<'a, str> {
        let text = self.slice(start, end);
        if !self.is_dirty(text) {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        push_replaced(text, false, None, &mut out);
        Cow::Owned(out)
    }

    fn is_dirty(&self, text: &str) -> bool {
        !self.clean && memchr2(b'\r', 0, text.as_bytes()).is_some()
    }
}

/// Pushes `text` with line ends normalised, U+FFFD for U+0000, and character
/// references decoded if a place is given.
fn push_replaced(text: &str, clean: bool, references: Option<Place>, out: &mut String) {
    let mut rest = text;
    while let Some(found) = next_special(rest.as_bytes(), clean, references.is_some()) {
        out.push_str(rest.get(..found).unwrap_or_default());
        rest = rest.get(found..).unwrap_or_default();
        let used = match (rest.as_bytes().first(), references) {
            (Some(b'&'), Some(place)) => char_refs::decode(rest.get(1..).unwrap_or_default(), place, out) + 1,
            _ => replace_one(rest, out),
        };
        rest = rest.get(used..).unwrap_or_default();
    }
    out.push_str(rest);
}

fn next_special(bytes: &[u8], clean: bool, has_refs: bool) -> Option<usize> {
    match (clean, has_refs) {
        (true, _) => memchr(b'&', bytes),
        (false, true) => memchr3(b'&', b'\r', 0, bytes),
        (false, false) => memchr2(b'\r', 0, bytes),
    }
}

/// Replaces the U+000D or U+0000 that `rest` starts with and tells how many
/// bytes that took.
fn replace_one(rest: &str, out: &mut String) -> usize {
    match rest.as_bytes() {
        [b'\r', b'\n', ..] => {
            out.push('\n');
            2
        }
        [b'\r', ..] => {
            out.push('\n');
            1
        }
        _ => {
            out.push('\u{fffd}');
            1
        }
    }
}
