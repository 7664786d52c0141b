//! The attributes of one tag.
//!
//! In: a position behind the tag's name. Out: the attributes added to the tag,
//! the first of each name only, and the position moved behind the `>`. Values
//! have their character references replaced. It refuses (drops) attributes
//! beyond the limits, still in linear time, and gives up if the input ends
//! inside the tag.

use std::collections::HashSet;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TokenSink};
use html5ever::{Attribute, LocalName, QualName, ns};

use super::Tokenizer;
use super::scan::{self, Run};

/// Room is made for this many attributes at first.
const USUAL: usize = 4;
/// Up to this many attributes are compared one by one to find duplicates.
const COMPARED: usize = 32;

impl<S: TokenSink> Tokenizer<'_, S> {
    /// Reads to the end of the tag; `None` if the input ends first.
    pub(super) fn read_attributes(&mut self, tag: &mut Tag) -> Option<()> {
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
                        tag.self_closing = true;
                        return Some(());
                    }
                }
                _ => self.read_attribute(tag, &mut seen)?,
            }
        }
    }

    /// Reads one attribute; the position is at the first byte of its name.
    fn read_attribute(&mut self, tag: &mut Tag, seen: &mut Option<HashSet<LocalName>>) -> Option<()> {
        let run = scan::attribute_name(self.bytes, self.pos);
        self.pos = scan::skip_space(self.bytes, run.end);
        let value = if self.byte(self.pos)? == b'=' {
            self.pos = scan::skip_space(self.bytes, self.pos + 1);
            self.read_value()?
        } else {
            None
        };
        if tag.attrs.len() >= self.limits.max_attributes {
            return Some(());
        }
        let Some(name) = self.names.intern(self.html, run) else {
            return Some(());
        };
        if is_duplicate(&tag.attrs, &name, seen) {
            tag.had_duplicate_attributes = true;
            return Some(());
        }
        let value = match value {
            Some(raw) => self.attribute_value(raw),
            None => StrTendril::new(),
        };
        if tag.attrs.capacity() == 0 {
            tag.attrs.reserve_exact(USUAL);
        }
        tag.attrs.push(Attribute { name: QualName::new(None, ns!(), name), value });
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
fn is_duplicate(attrs: &[Attribute], name: &LocalName, seen: &mut Option<HashSet<LocalName>>) -> bool {
    if attrs.len() < COMPARED {
        return attrs.iter().any(|attr| attr.name.local == *name);
    }
    let seen = seen.get_or_insert_with(|| {
        let names = attrs.iter().map(|attr| attr.name.local.clone());
        names.collect()
    });
    !seen.insert(name.clone())
}
