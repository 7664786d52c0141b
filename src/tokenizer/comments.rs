//! Comments, CDATA sections and what is taken for a comment.
//!
//! In: the offset of a `<` followed by `!`, `?` or a `/` that begins no end
//! tag. Out: one comment, doctype or text token, the position moved behind it.
//! Unclosed ones reach to the end of the input.

use memchr::memchr;
use memchr::memmem;

use super::scan::tail;
use super::{TokenSink, Tokenizer};

impl<S: TokenSink> Tokenizer<'_, '_, S> {
    /// What starts with the `<!` at `open`.
    pub(super) fn markup_declaration(&mut self, open: usize) {
        let rest = tail(self.bytes, open + 2);
        if rest.starts_with(b"--") {
            self.comment(open);
        } else if rest.get(..7).is_some_and(|word| word.eq_ignore_ascii_case(b"doctype")) {
            self.doctype(open);
        } else if rest.starts_with(b"[CDATA[") && self.sink.is_foreign() {
            self.cdata(open);
        } else {
            self.bogus_comment(open, open + 2);
        }
    }

    /// A comment whose `<!--` is at `open`.
    fn comment(&mut self, open: usize) {
        let start = open + 4;
        let (end, next) = comment_end(self.bytes, start);
        self.emit_comment(open, start, end);
        self.pos = next;
    }

    /// A comment that reaches from `start` to the next `>`.
    pub(super) fn bogus_comment(&mut self, open: usize, start: usize) {
        let end = memchr(b'>', tail(self.bytes, start)).map_or(self.bytes.len(), |n| start + n);
        self.emit_comment(open, start, end);
        self.pos = end + 1;
    }

    fn emit_comment(&mut self, open: usize, start: usize, end: usize) {
        if self.limits.keep_comments {
            let text = self.verbatim(start, end);
            self.sink.comment(&text, open);
        }
    }

    /// A CDATA section whose `<![CDATA[` is at `open`.
    fn cdata(&mut self, open: usize) {
        let start = open + "<![CDATA[".len();
        let found = memmem::find(tail(self.bytes, start), b"]]>");
        let end = found.map_or(self.bytes.len(), |n| start + n);
        self.emit_around_nulls(start, end, false);
        self.pos = end + "]]>".len();
    }
}

/// Where the data of a comment that starts at `start` ends, and where the
/// input goes on behind it.
fn comment_end(bytes: &[u8], start: usize) -> (usize, usize) {
    let data = tail(bytes, start);
    if data.starts_with(b">") {
        return (start, start + 1);
    }
    if data.starts_with(b"->") {
        return (start, start + 2);
    }
    let mut at = 0;
    while let Some(found) = memchr(b'>', tail(data, at)) {
        let close = at + found;
        let before = data.get(..close).unwrap_or_default();
        if before.ends_with(b"--") {
            return (start + close - 2, start + close + 1);
        }
        if before.ends_with(b"--!") {
            return (start + close - 3, start + close + 1);
        }
        at = close + 1;
    }
    // A closing mark that the end of the input cuts off is not data.
    let cut = [&b"--!"[..], b"--", b"-"].into_iter().find(|mark| data.ends_with(mark)).map_or(0, <[u8]>::len);
    (bytes.len() - cut, bytes.len())
}
