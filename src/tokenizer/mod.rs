//! A fast HTML tokenizer.
//!
//! In: one whole document (decoded text, at most [`MAX_SOURCE`] bytes). Out:
//! the tokens of the WHATWG tokenization stage, fed to a [`TokenSink`] in
//! document order, and then its end.
//!
//! It refuses nothing: every string has a token stream. What it does not do:
//! report parse errors, run scripts, take input in pieces, or tokenize from a
//! state other than the data state (a sink can switch it with its first
//! answer). Attributes beyond [`TokenLimits::max_attributes`] are dropped.
//! Time is linear in the input; names and values of attributes are spans of
//! the input wherever they are verbatim.

mod attributes;
mod char_refs;
mod comments;
mod doctype;
mod names;
mod raw_text;
mod scan;
mod tags;
mod text;
mod token;

#[cfg(test)]
pub(crate) mod tests;

pub(crate) use char_refs::whole_reference;
pub(crate) use names::Name;
pub(crate) use token::{Attribute, Doctype, MAX_SOURCE, Next, RawKind, Span, Strings, Tag, TagKind, TokenSink};

/// What to leave out of the token stream.
///
/// The default leaves out nothing that a page written by a person would have.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TokenLimits {
    /// How many distinct attributes a tag may have; the rest are dropped.
    pub max_attributes: usize,
    /// Whether comments are handed over. Without them text on both sides of a
    /// comment reaches the sink as neighbouring texts.
    pub keep_comments: bool,
}

impl Default for TokenLimits {
    fn default() -> Self {
        Self { max_attributes: 512, keep_comments: true }
    }
}

/// Feeds the tokens of `html` to `sink` and gives what their spans are of.
///
/// A leading U+FEFF is dropped.
pub(crate) fn tokenize<'a, S: TokenSink>(html: &'a str, sink: &mut S, limits: &TokenLimits) -> Strings<'a> {
    let mut tokenizer = Tokenizer::new(html, sink, limits);
    tokenizer.run();
    tokenizer.sink.end(html.len());
    tokenizer.strings
}

/// The state between two tokens.
struct Tokenizer<'a, 's, S> {
    html: &'a str,
    bytes: &'a [u8],
    strings: Strings<'a>,
    /// Offset of the next byte to read.
    pos: usize,
    /// The input has neither U+000D nor U+0000, so no run of it needs to be
    /// looked through for them.
    clean: bool,
    /// Where the name of the last start tag stands in the input.
    last_start: (usize, usize),
    /// The tag that is read; kept for its room.
    tag: Tag,
    /// Text that had to be changed; kept for its room.
    changed_text: String,
    sink: &'s mut S,
    limits: &'s TokenLimits,
}

impl<'a, 's, S: TokenSink> Tokenizer<'a, 's, S> {
    fn new(html: &'a str, sink: &'s mut S, limits: &'s TokenLimits) -> Self {
        let bytes = html.as_bytes();
        Self {
            html,
            bytes,
            strings: Strings::new(html),
            pos: if html.starts_with('\u{feff}') { 3 } else { 0 },
            clean: memchr::memchr2(b'\r', 0, bytes).is_none(),
            last_start: (0, 0),
            tag: Tag::default(),
            changed_text: String::new(),
            sink,
            limits,
        }
    }

    /// The data state, until the input is used up.
    fn run(&mut self) {
        while self.pos < self.bytes.len() {
            let start = self.pos;
            let (end, has_refs) = scan::text_run(self.bytes, start);
            if end > start {
                self.emit_data(start, end, has_refs);
            }
            self.markup(end);
        }
    }

    /// What starts with the `<` at `open`; at the end of input nothing does.
    fn markup(&mut self, open: usize) {
        match self.byte(open + 1) {
            None => self.pos = self.bytes.len(),
            Some(b'/') => match self.byte(open + 2) {
                Some(b) if b.is_ascii_alphabetic() => self.tag(TagKind::End, open, open + 2),
                Some(b'>') => self.pos = open + 3,
                _ => self.bogus_comment(open, open + 2),
            },
            Some(b'!') => self.markup_declaration(open),
            Some(b'?') => self.bogus_comment(open, open + 1),
            Some(_) => self.tag(TagKind::Start, open, open + 1),
        }
    }

    /// Hands the tag to the sink and follows its answer.
    fn emit_tag(&mut self, offset: usize) {
        match self.sink.tag(&mut self.tag, &mut self.strings, offset) {
            Next::Data => {}
            Next::Raw(kind) => self.raw_text(kind, true),
            Next::SkipRaw(kind) => self.raw_text(kind, false),
            Next::Plaintext => self.plaintext(),
        }
    }

    /// Everything up to the end tag that fits the last start tag.
    fn raw_text(&mut self, kind: RawKind, keep_text: bool) {
        let start = self.pos;
        let name = self.slice(self.last_start.0, self.last_start.1).as_bytes();
        let end = raw_text::content_end(self.bytes, start, name, kind);
        if keep_text && end > start {
            let refs = kind == RawKind::Rcdata && memchr::memchr(b'&', self.slice(start, end).as_bytes()).is_some();
            self.emit_text(start, end, refs);
        }
        self.pos = end;
    }

    /// Everything to the end of the input.
    fn plaintext(&mut self) {
        let (start, end) = (self.pos, self.bytes.len());
        if end > start {
            self.emit_text(start, end, false);
        }
        self.pos = end;
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    /// `start..end` of the input; both always are character boundaries.
    fn slice(&self, start: usize, end: usize) -> &'a str {
        self.html.get(start..end).unwrap_or_default()
    }
}
