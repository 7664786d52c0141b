//! A fast HTML tokenizer for html5ever's tree builder.
//!
//! In: one whole document as a [`StrTendril`] (decoded text, at most 4 GiB, as
//! the tendril type demands). Out: the tokens of the WHATWG tokenization
//! stage, fed to a [`TokenSink`] in document order, then `EOFToken` and
//! [`TokenSink::end`]. What html5ever calls the line number is the byte offset
//! of the token's first byte here.
//!
//! It refuses nothing: every string has a token stream. What it does not do:
//! report parse errors, run scripts, take input in pieces, or tokenize from a
//! state other than the data state (a sink can switch it with its first
//! answer). Attributes beyond [`TokenLimits::max_attributes`] are dropped.
//! Time is linear in the input; memory is what the tokens take, and text and
//! attribute values share the input's buffer wherever they are verbatim.

mod attributes;
mod char_refs;
mod comments;
mod doctype;
mod names;
mod raw_text;
mod scan;
mod tags;
mod text;

#[cfg(test)]
mod tests;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};

pub(crate) use char_refs::whole_reference;
use names::NameCache;

/// What to leave out of the token stream.
///
/// The default leaves out nothing that a page written by a person would have.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TokenLimits {
    /// How many distinct attributes a tag may have; the rest are dropped.
    pub max_attributes: usize,
    /// How many times a name of eight or more bytes that html5ever does not
    /// know may be interned anew in one document. Further attributes with such
    /// names are dropped, and further tags are called `unknown`. (html5ever's
    /// table of names has chains that grow with the number of live names, so
    /// millions of them would take quadratic time.)
    pub max_new_names: usize,
    /// Whether comments are emitted. Without them text on both sides of a
    /// comment reaches the tree builder as neighbouring character tokens.
    pub keep_comments: bool,
    /// Asked about each `script`, `style`, `iframe`, `noembed`, `noframes`,
    /// `noscript` and `xmp` start tag: if it answers `false` and the sink then
    /// switches to raw text, the text up to the end tag is not emitted.
    /// `None` keeps all text.
    pub keep_raw_text: Option<fn(&Tag) -> bool>,
}

impl Default for TokenLimits {
    fn default() -> Self {
        Self { max_attributes: 512, max_new_names: 100_000, keep_comments: true, keep_raw_text: None }
    }
}

/// Feeds the tokens of `html` to `sink`.
///
/// The `line_number` that html5ever passes along is used for the byte offset
/// of the token's first byte in `html` instead; the tree builder hands it on
/// through `TreeSink::set_current_line` (except an offset of exactly 1, which
/// it takes for "unchanged").
///
/// A leading U+FEFF is dropped. `Script` and `EncodingIndicator` answers are
/// taken as `Continue`.
pub(crate) fn tokenize<S: TokenSink>(html: &StrTendril, sink: &S, limits: &TokenLimits) {
    let mut tokenizer = Tokenizer::new(html, sink, limits);
    tokenizer.run();
    tokenizer.emit(Token::EOFToken, html.len());
    sink.end();
}

/// The state between two tokens.
struct Tokenizer<'a, S> {
    input: &'a StrTendril,
    html: &'a str,
    bytes: &'a [u8],
    /// Offset of the next byte to read.
    pos: usize,
    /// The input has neither U+000D nor U+0000, so no run of it needs to be
    /// looked through for them.
    clean: bool,
    /// Where the name of the last start tag stands in the input.
    last_start: (usize, usize),
    names: NameCache,
    sink: &'a S,
    limits: &'a TokenLimits,
}

impl<'a, S: TokenSink> Tokenizer<'a, S> {
    fn new(input: &'a StrTendril, sink: &'a S, limits: &'a TokenLimits) -> Self {
        let html: &str = input;
        let bytes = html.as_bytes();
        Self {
            input,
            html,
            bytes,
            pos: if html.starts_with('\u{feff}') { 3 } else { 0 },
            clean: memchr::memchr2(b'\r', 0, bytes).is_none(),
            last_start: (0, 0),
            names: NameCache::new(limits.max_new_names),
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
                Some(b) if b.is_ascii_alphabetic() => self.tag(TagKind::EndTag, open, open + 2),
                Some(b'>') => self.pos = open + 3,
                _ => self.bogus_comment(open, open + 2),
            },
            Some(b'!') => self.markup_declaration(open),
            Some(b'?') => self.bogus_comment(open, open + 1),
            Some(_) => self.tag(TagKind::StartTag, open, open + 1),
        }
    }

    /// Hands a tag to the sink and follows its answer.
    fn emit_tag(&mut self, tag: Tag, offset: usize) {
        let keep_text = match self.limits.keep_raw_text {
            Some(keep) if tags::may_hold_raw_text(&tag) => keep(&tag),
            _ => true,
        };
        match self.sink.process_token(Token::TagToken(tag), offset as u64) {
            TokenSinkResult::RawData(kind) => self.raw_text(kind, keep_text),
            TokenSinkResult::Plaintext => self.plaintext(),
            TokenSinkResult::Continue | TokenSinkResult::Script(_) | TokenSinkResult::EncodingIndicator(_) => {}
        }
    }

    /// Everything up to the end tag that fits the last start tag.
    fn raw_text(&mut self, kind: RawKind, keep_text: bool) {
        let start = self.pos;
        let name = self.slice(self.last_start.0, self.last_start.1).as_bytes();
        let end = raw_text::content_end(self.bytes, start, name, kind);
        if keep_text && end > start {
            let refs = kind == RawKind::Rcdata && memchr::memchr(b'&', self.slice(start, end).as_bytes()).is_some();
            self.emit_replaced(start, end, refs);
        }
        self.pos = end;
    }

    /// Everything to the end of the input.
    fn plaintext(&mut self) {
        let (start, end) = (self.pos, self.bytes.len());
        if end > start {
            self.emit_replaced(start, end, false);
        }
        self.pos = end;
    }

    /// Hands over a token other than a tag, whose answer can only be "go on".
    fn emit(&self, token: Token, offset: usize) {
        let _ = self.sink.process_token(token, offset as u64);
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    /// `start..end` of the input; both always are character boundaries.
    fn slice(&self, start: usize, end: usize) -> &'a str {
        self.html.get(start..end).unwrap_or_default()
    }
}
