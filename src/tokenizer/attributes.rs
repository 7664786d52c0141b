//! The attributes of one tag.
//!
//! In: a position behind the tag's name. Out: the attributes added to the tag,
//! the first of each name only, and the position moved behind the `>`. Values
//! have their character references replaced. It refuses (drops) attributes
//! beyond the limits, still in linear time, and gives up if the input ends
//! inside the tag.

use std::collections::HashSet;

use super::scan::{self, Run};
use super::{Attribute, Span, Strings, TokenSink, Tokenizer};

/// Up to this many attributes are compared one by one to find duplicates.
const COMPARED: usize = 32;

impl<S: TokenSink> Tokenizer<'_, '_, S> {
    /// Reads to the end of the tag; `None` if the input ends first.
    pub(super) fn read_attributes(&mut self) -> Option<()> {
        let mut seen = None;
        loop {
            self.pos = scan::skip_space(self.bytes, self.pos);
            match self.byte(self.pos)? {
                b'>' => {
                    self.pos += 1;
                    return Some(());
                }
                b'/' => {
                    self.pos += 1;
                    if self.byte(self.pos)? == b'>' {
                        self.pos += 1;
                        self.tag.self_closing = true;
                        return Some(());
                    }
                }
                _ => self.read_attribute(&mut seen)?,
            }
        }
    }

    /// Reads one attribute; the position is at the first byte of its name.
    fn read_attribute(&mut self, seen: &mut Option<HashSet<String>>) -> Option<()> {
        let run = scan::attribute_name(self.bytes, self.pos);
        self.pos = scan::skip_space(self.bytes, run.end);
        let value = if self.byte(self.pos)? == b'=' {
            self.pos = scan::skip_space(self.bytes, self.pos + 1);
            self.read_value()?
        } else {
            None
        };
        if self.tag.attributes.len() >= self.limits.max_attributes {
            return Some(());
        }
        let name = self.name_text(run);
        if is_duplicate(&self.tag.attributes, name, &self.strings, seen) {
            return Some(());
        }
        let value = value.map_or(Span::default(), |raw| self.attribute_value(raw));
        self.tag.attributes.push(Attribute { name, value });
        Some(())
    }

    /// Finds the value that starts at the position, quotes included, and moves
    /// behind it. The outer `None` means that the input ends first, the inner
    /// one that the tag ends instead.
    fn read_value(&mut self) -> Option<Option<Run>> {
        let at = self.pos;
        Some(match self.byte(at)? {
            b'>' => None,
            quote @ (b'"' | b'\'') => {
                let run = scan::quoted_value(self.bytes, at + 1, quote)?;
                self.pos = run.end + 1;
                Some(run)
            }
            _ => {
                let run = scan::unquoted_value(self.bytes, at);
                self.pos = run.end;
                Some(run)
            }
        })
    }
}

/// Whether an attribute called `name` is there already. Long lists are looked
/// up in `seen`, which is filled when the list gets long.
fn is_duplicate(
    attributes: &[Attribute],
    name: Span,
    strings: &Strings<'_>,
    seen: &mut Option<HashSet<String>>,
) -> bool {
    if attributes.len() < COMPARED {
        let text = strings.get(name);
        return attributes.iter().any(|known| known.name.len() == name.len() && strings.get(known.name) == text);
    }
    let seen = seen.get_or_insert_with(|| {
        let names = attributes.iter().map(|attribute| strings.get(attribute.name).to_owned());
        names.collect()
    });
    !seen.insert(strings.get(name).to_owned())
}
