//! What the tokenizer hands over, and to whom.
//!
//! Names and values of attributes are spans of [`Strings`]: ranges of the page's source, or of what stands behind it
//! because it had to be changed (upper case, character references, line ends). So a token costs no allocation.

use super::names::Name;

/// The longest source whose spans fit into 32 bits: what is changed is at most three times as long.
pub(crate) const MAX_SOURCE: usize = (1 << 30) - 1;

/// A range of [`Strings`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    start: u32,
    end: u32,
}

impl Span {
    pub(crate) const NOTHING: Span = Span { start: 0, end: 0 };

    pub(super) fn of(start: usize, end: usize) -> Self {
        Span { start: start as u32, end: end as u32 }
    }

    pub(crate) fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// The span without its first `n` bytes, which are ASCII.
    pub(crate) fn skip(self, n: usize) -> Self {
        Span { start: self.start.saturating_add(n as u32).min(self.end), end: self.end }
    }
}

/// The source of a page, and behind it what had to be changed.
#[derive(Debug)]
pub(crate) struct Strings<'s> {
    source: &'s str,
    changed: String,
}

impl<'s> Strings<'s> {
    pub(crate) fn new(source: &'s str) -> Self {
        Strings { source, changed: String::new() }
    }

    #[inline]
    pub(crate) fn get(&self, span: Span) -> &str {
        let (start, end) = (span.start as usize, span.end as usize);
        let n = self.source.len();
        if start < n { self.source.get(start..end) } else { self.changed.get(start - n..end.saturating_sub(n)) }
            .unwrap_or_default()
    }

    /// The `n` bytes before a span.
    #[cfg(test)]
    pub(crate) fn get_before(&self, span: Span, n: usize) -> &str {
        let start = span.start.saturating_sub(n as u32);
        self.get(Span { start, end: span.start })
    }

    /// Adds what `push` writes.
    pub(super) fn change(&mut self, push: impl FnOnce(&mut String)) -> Span {
        let start = self.source.len() + self.changed.len();
        push(&mut self.changed);
        Span::of(start, self.source.len() + self.changed.len())
    }

    /// Adds a text.
    pub(crate) fn add(&mut self, text: &str) -> Span {
        self.change(|changed| changed.push_str(text))
    }
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Attribute {
    /// In lower case.
    pub(crate) name: Span,
    pub(crate) value: Span,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum TagKind {
    #[default]
    Start,
    End,
}

/// A start or end tag.
#[derive(Debug, Default)]
pub(crate) struct Tag {
    pub(crate) kind: TagKind,
    pub(crate) name: Name,
    /// The name as text, in lower case.
    pub(crate) text: Span,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) self_closing: bool,
}

/// A document type: its parts as far as they are there.
#[derive(Debug, Default)]
pub(crate) struct Doctype {
    pub(crate) name: Option<String>,
    pub(crate) public_id: Option<String>,
    pub(crate) system_id: Option<String>,
    pub(crate) force_quirks: bool,
}

/// How the text behind a start tag is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RawKind {
    Rcdata,
    Rawtext,
    ScriptData,
}

/// How the tokenizer goes on after a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    Data,
    /// Raw text up to the end tag of the same name.
    Raw(RawKind),
    /// Raw text of which nothing is to be handed over.
    SkipRaw(RawKind),
    /// All the rest is text.
    Plaintext,
}

/// Takes the tokens of a page. An offset is that of a token's first byte in the source.
pub(crate) trait TokenSink {
    /// A tag, which the sink may change.
    fn tag(&mut self, tag: &mut Tag, strings: &mut Strings<'_>, offset: usize) -> Next;
    /// Text without U+0000, never empty.
    fn text(&mut self, text: &str, offset: usize);
    /// U+0000 where text may stand.
    fn null(&mut self, offset: usize);
    fn comment(&mut self, text: &str, offset: usize);
    fn doctype(&mut self, doctype: Doctype, offset: usize);
    fn end(&mut self, offset: usize);
    /// Whether the element that text would be put into belongs to SVG or MathML: only there are CDATA sections read.
    fn is_foreign(&self) -> bool;
}
