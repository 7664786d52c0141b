//! The doctype.
//!
//! In: the offset of a `<!doctype` in any case. Out: one doctype token, the
//! position moved behind its `>`. A malformed one is not refused: it has the
//! force-quirks flag on, or what cannot be read is skipped to the next `>`.

use memchr::{memchr, memchr2};

use super::names::push_changed;
use super::scan::{is_space, skip_space, tail};
use super::{Doctype, TokenSink, Tokenizer};

/// Which of the two identifiers comes next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Id {
    Public,
    System,
}

/// How the reading of a doctype's parts went.
enum Outcome {
    /// It ended with the `>` at the position.
    Closed,
    /// The rest up to the next `>` means nothing.
    Bogus,
    /// It is broken at the position, by a `>` that comes too early, by the end
    /// of the input or by something that does not belong there.
    Quirks,
}

impl<S: TokenSink> Tokenizer<'_, '_, S> {
    /// Reads and emits the doctype that starts at `open`.
    pub(super) fn doctype(&mut self, open: usize) {
        self.pos = open + "<!doctype".len();
        let mut doctype = Doctype::default();
        if let Outcome::Quirks = self.doctype_parts(&mut doctype) {
            doctype.force_quirks = true;
        }
        let rest = tail(self.bytes, self.pos);
        self.pos = memchr(b'>', rest).map_or(self.bytes.len(), |n| self.pos + n + 1);
        self.sink.doctype(doctype, open);
    }

    fn doctype_parts(&mut self, doctype: &mut Doctype) -> Outcome {
        let start = skip_space(self.bytes, self.pos);
        let name = tail(self.bytes, start);
        let length = name.iter().position(|&byte| byte == b'>' || is_space(byte)).unwrap_or(name.len());
        if length > 0 {
            let mut name = String::new();
            push_changed(self.slice(start, start + length), &mut name);
            doctype.name = Some(name);
        }
        self.pos = skip_space(self.bytes, start + length);
        let rest = tail(self.bytes, self.pos);
        if length == 0 || rest.is_empty() {
            return Outcome::Quirks;
        }
        let keyword = rest.get(..6).map(<[u8]>::to_ascii_lowercase);
        match keyword.as_deref() {
            _ if rest.starts_with(b">") => Outcome::Closed,
            Some(b"public") => self.doctype_ids(doctype, Id::Public),
            Some(b"system") => self.doctype_ids(doctype, Id::System),
            _ => Outcome::Quirks,
        }
    }

    /// What follows the word `public` or `system` at the position.
    fn doctype_ids(&mut self, doctype: &mut Doctype, first: Id) -> Outcome {
        self.pos = skip_space(self.bytes, self.pos + 6);
        if first == Id::Public {
            let Some(quote @ (b'"' | b'\'')) = self.byte(self.pos) else {
                return Outcome::Quirks;
            };
            let (id, closed) = self.doctype_id(quote);
            doctype.public_id = Some(id);
            if !closed {
                return Outcome::Quirks;
            }
            self.pos = skip_space(self.bytes, self.pos);
            if self.byte(self.pos) == Some(b'>') {
                return Outcome::Closed;
            }
        }
        let Some(quote @ (b'"' | b'\'')) = self.byte(self.pos) else {
            return Outcome::Quirks;
        };
        let (id, closed) = self.doctype_id(quote);
        doctype.system_id = Some(id);
        if !closed {
            return Outcome::Quirks;
        }
        self.pos = skip_space(self.bytes, self.pos);
        match self.byte(self.pos) {
            Some(b'>') => Outcome::Closed,
            Some(_) => Outcome::Bogus,
            None => Outcome::Quirks,
        }
    }

    /// The identifier whose opening `quote` is at the position, and whether it
    /// is closed by the same quote; if so the position moves behind that.
    fn doctype_id(&mut self, quote: u8) -> (String, bool) {
        let start = self.pos + 1;
        let found = memchr2(quote, b'>', tail(self.bytes, start));
        let end = found.map_or(self.bytes.len(), |n| start + n);
        let closed = self.byte(end) == Some(quote);
        self.pos = end + usize::from(closed);
        (self.verbatim(start, end).into_owned(), closed)
    }
}
