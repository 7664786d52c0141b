//! What is left out once a limit is reached.
//!
//! The cost of tree construction grows with the square of the depth and, through formatting elements that are opened
//! again, with the square of a page's length. Past a limit start tags are dropped here and as many end tags, so that
//! text is kept and time stays linear.

use crate::tokenizer::{Name, Strings, Tag, TagKind};

/// Different names that are counted. They are few; a page that invents thousands loses end tags, no more.
const MAX_NAMES: usize = 64;

/// Names of dropped start tags whose end tags have not been seen, with their number.
#[derive(Debug, Default)]
pub(super) struct Dropped {
    names: Vec<(Name, String, u32)>,
}

impl Dropped {
    /// Whether a tag may pass. Tags that change the tokenizer's state always do.
    pub(super) fn admits(&mut self, tag: &Tag, strings: &Strings<'_>, is_full: impl Fn() -> bool) -> bool {
        let is_full = is_full();
        if !is_full && self.names.is_empty() || changes_tokenizer_state(tag.name) {
            return true;
        }
        let text = strings.get(tag.text);
        let n_names = self.names.len();
        let known = self.names.iter_mut().find(|(name, known, _)| *name == tag.name && known == text);
        match (tag.kind, known) {
            (TagKind::End, Some((_, _, n))) if *n > 0 => {
                *n -= 1;
                false
            }
            (TagKind::End, _) => true,
            (TagKind::Start, _) if !is_full => true,
            (TagKind::Start, Some((_, _, n))) => {
                *n += 1;
                false
            }
            (TagKind::Start, None) => {
                if n_names < MAX_NAMES {
                    self.names.push((tag.name, text.to_owned(), 1));
                }
                false
            }
        }
    }
}

fn changes_tokenizer_state(name: Name) -> bool {
    matches!(
        name,
        Name::Script
            | Name::Style
            | Name::Title
            | Name::Textarea
            | Name::Xmp
            | Name::Iframe
            | Name::Noembed
            | Name::Noframes
            | Name::Plaintext
            | Name::Html
            | Name::Body
    )
}
