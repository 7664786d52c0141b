//! Text and attribute values: from a range of the input to a tendril.
//!
//! In: the range, and whether it holds a `&` that may begin a character
//! reference. Out: a view of the input where nothing has to be replaced, else
//! a new string with line ends normalised and character references decoded.
//! In the data state U+0000 becomes a token of its own, elsewhere U+FFFD.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Token, TokenSink};
use memchr::{memchr, memchr2, memchr3};

use super::Tokenizer;
use super::char_refs::{self, Place};
use super::scan::Run;

/// Shorter runs are copied: a view costs more than a small copy.
const SHARE_FROM: usize = 9;

impl<S: TokenSink> Tokenizer<'_, S> {
    /// Emits a run of the data state.
    pub(super) fn emit_data(&self, start: usize, end: usize, has_refs: bool) {
        if self.clean {
            let text = if has_refs { self.decoded(start, end, Place::Text) } else { self.view(start, end) };
            self.emit(Token::CharacterTokens(text), start);
        } else {
            self.emit_around_nulls(start, end, has_refs);
        }
    }

    /// Emits a run with U+0000 as a token of its own.
    pub(super) fn emit_around_nulls(&self, start: usize, end: usize, has_refs: bool) {
        let mut from = start;
        while from < end {
            let rest = self.slice(from, end);
            let stop = memchr(0, rest.as_bytes()).map_or(end, |found| from + found);
            if stop > from {
                let text = self.text(from, stop, has_refs, Place::Text);
                self.emit(Token::CharacterTokens(text), from);
            }
            if stop < end {
                self.emit(Token::NullCharacterToken, stop);
            }
            from = stop + 1;
        }
    }

    /// Emits a run with U+FFFD for U+0000.
    pub(super) fn emit_replaced(&self, start: usize, end: usize, has_refs: bool) {
        let text = self.text(start, end, has_refs, Place::Text);
        self.emit(Token::CharacterTokens(text), start);
    }

    /// An attribute's value.
    pub(super) fn attribute_value(&self, run: Run) -> StrTendril {
        self.text(run.start, run.end, run.special, Place::Attribute)
    }

    /// A comment's data, or another run without character references.
    pub(super) fn verbatim(&self, start: usize, end: usize) -> StrTendril {
        self.text(start, end, false, Place::Text)
    }

    /// The range, with whatever has to be replaced in it replaced.
    fn text(&self, start: usize, end: usize, has_refs: bool, place: Place) -> StrTendril {
        if has_refs {
            return self.decoded(start, end, place);
        }
        let dirty = !self.clean && memchr2(b'\r', 0, self.slice(start, end).as_bytes()).is_some();
        if dirty { normalised(self.slice(start, end)) } else { self.view(start, end) }
    }

    /// The range as it is.
    fn view(&self, start: usize, end: usize) -> StrTendril {
        if end - start < SHARE_FROM {
            return StrTendril::from_slice(self.slice(start, end));
        }
        let (Ok(offset), Ok(length)) = (u32::try_from(start), u32::try_from(end - start)) else {
            return StrTendril::new();
        };
        self.input.try_subtendril(offset, length).unwrap_or_default()
    }

    /// The range with character references decoded and line ends normalised.
    fn decoded(&self, start: usize, end: usize, place: Place) -> StrTendril {
        let text = self.slice(start, end);
        let mut out = StrTendril::with_capacity(u32::try_from(text.len()).unwrap_or(0));
        let mut rest = text;
        while let Some(found) = self.next_special(rest.as_bytes()) {
            out.push_slice(rest.get(..found).unwrap_or_default());
            rest = rest.get(found..).unwrap_or_default();
            let used = match rest.as_bytes().first() {
                Some(b'&') => char_refs::decode(rest.get(1..).unwrap_or_default(), place, &mut out) + 1,
                _ => replace_one(rest, &mut out),
            };
            rest = rest.get(used..).unwrap_or_default();
        }
        out.push_slice(rest);
        out
    }

    fn next_special(&self, bytes: &[u8]) -> Option<usize> {
        if self.clean { memchr(b'&', bytes) } else { memchr3(b'&', b'\r', 0, bytes) }
    }
}

/// `text` with U+000A for each line end and U+FFFD for U+0000.
fn normalised(text: &str) -> StrTendril {
    let mut out = StrTendril::with_capacity(u32::try_from(text.len()).unwrap_or(0));
    let mut rest = text;
    while let Some(found) = memchr2(b'\r', 0, rest.as_bytes()) {
        out.push_slice(rest.get(..found).unwrap_or_default());
        rest = rest.get(found..).unwrap_or_default();
        let used = replace_one(rest, &mut out);
        rest = rest.get(used..).unwrap_or_default();
    }
    out.push_slice(rest);
    out
}

/// Replaces the U+000D or U+0000 that `rest` starts with and tells how many
/// bytes that took.
fn replace_one(rest: &str, out: &mut StrTendril) -> usize {
    match rest.as_bytes() {
        [b'\r', b'\n', ..] => {
            out.push_char('\n');
            2
        }
        [b'\r', ..] => {
            out.push_char('\n');
            1
        }
        _ => {
            out.push_char('\u{fffd}');
            1
        }
    }
}
