//! Start and end tags.
//!
//! In: the offset of a `<` that is known to open a tag. Out: one tag token
//! with its attributes, the position moved behind the `>`. A tag that the end
//! of the input cuts off is dropped, as the standard says.

use super::names::{Name, push_changed};
use super::scan::{self, Run, tail};
use super::{Span, TagKind, TokenSink, Tokenizer};

impl<S: TokenSink> Tokenizer<'_, '_, S> {
    /// The tag whose `<` is at `open` and whose name is at `name_start`.
    pub(super) fn tag(&mut self, kind: TagKind, open: usize, name_start: usize) {
        let run = scan::tag_name(self.bytes, name_start);
        let Some(next) = self.byte(run.end) else {
            self.pos = self.bytes.len();
            return;
        };
        self.tag.kind = kind;
        self.tag.self_closing = false;
        self.tag.attributes.clear();
        self.pos = run.end;
        if next == b'>' {
            self.pos += 1;
        } else if self.read_attributes().is_none() {
            self.pos = self.bytes.len();
            return;
        }
        self.tag.text = self.name_text(run);
        self.tag.name = if run.special {
            let text = self.strings.get(self.tag.text).as_bytes();
            Name::of(text, text.len())
        } else {
            Name::of(tail(self.bytes, run.start), run.end - run.start)
        };
        if kind == TagKind::Start {
            self.last_start = (run.start, run.end);
        }
        self.emit_tag(open);
    }

    /// The name at `run` in lower case.
    pub(super) fn name_text(&mut self, run: Run) -> Span {
        if run.special {
            let name = self.slice(run.start, run.end);
            self.strings.change(|changed| push_changed(name, changed))
        } else {
            Span::of(run.start, run.end)
        }
    }
}
