//! Start and end tags.
//!
//! In: the offset of a `<` that is known to open a tag. Out: one tag token
//! with its attributes, the position moved behind the `>`. A tag that the end
//! of the input cuts off is dropped, as the standard says.

use html5ever::tokenizer::{Tag, TagKind, TokenSink};
use html5ever::{LocalName, local_name};

use super::Tokenizer;
use super::scan;

/// What tags are called when there have been too many new names.
const UNKNOWN: &str = "unknown";

/// Whether a tree builder may switch to raw text after this tag, and the
/// caller may want to do without that text.
pub(super) fn may_hold_raw_text(tag: &Tag) -> bool {
    tag.kind == TagKind::StartTag
        && matches!(
            tag.name,
            local_name!("script")
                | local_name!("style")
                | local_name!("iframe")
                | local_name!("noembed")
                | local_name!("noframes")
                | local_name!("noscript")
                | local_name!("xmp")
        )
}

impl<S: TokenSink> Tokenizer<'_, S> {
    /// The tag whose `<` is at `open` and whose name is at `name_start`.
    pub(super) fn tag(&mut self, kind: TagKind, open: usize, name_start: usize) {
        let run = scan::tag_name(self.bytes, name_start);
        let Some(next) = self.byte(run.end) else {
            self.pos = self.bytes.len();
            return;
        };
        let name = self.names.intern(self.html, run);
        let mut tag = Tag {
            kind,
            name: name.unwrap_or_else(|| LocalName::from(UNKNOWN)),
            self_closing: false,
            attrs: Vec::new(),
            had_duplicate_attributes: false,
        };
        self.pos = run.end;
        if next == b'>' {
            self.pos += 1;
        } else if self.read_attributes(&mut tag).is_none() {
            self.pos = self.bytes.len();
            return;
        }
        if kind == TagKind::StartTag {
            self.last_start = (run.start, run.end);
        }
        self.emit_tag(tag, open);
    }
}
