//! Changes to a page by byte offset, applied in one go with the planted ranges kept exact.

use std::ops::Range;

/// One change: bytes of the page that go, and text that comes in their place.
#[derive(Clone, Debug)]
struct Edit {
    cut: Range<usize>,
    text: String,
    planted: bool,
}

/// Changes to one page, in any order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Edits(Vec<Edit>);

/// A changed page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Edited {
    pub(crate) html: String,
    /// Byte ranges of `html` that were planted.
    pub(crate) planted: Vec<Range<usize>>,
    /// Byte ranges of `html` that came in without being marked as planted.
    pub(crate) glued: Vec<Range<usize>>,
    /// What was cut out, and the offset in `html` where it stood (behind what came in its place).
    pub(crate) removed: Vec<(usize, String)>,
}

impl Edits {
    /// Plants text at an offset.
    pub(crate) fn plant(&mut self, at: usize, text: impl Into<String>) {
        self.overwrite(at..at, text);
    }

    /// Plants text in place of a range of the page.
    pub(crate) fn overwrite(&mut self, cut: Range<usize>, text: impl Into<String>) {
        self.0.push(Edit { cut, text: text.into(), planted: true });
    }

    /// Adds text that is not to be marked as planted.
    pub(crate) fn glue(&mut self, at: usize, text: impl Into<String>) {
        self.0.push(Edit { cut: at..at, text: text.into(), planted: false });
    }

    /// Applies the changes; one that overlaps an earlier one, or cuts a character in two, is left out.
    pub(crate) fn apply(mut self, page: &str) -> Edited {
        self.0.sort_by_key(|edit| edit.cut.start);
        let mut out = Edited { html: String::with_capacity(page.len() * 2), ..Edited::default() };
        let mut done = 0;
        for edit in self.0 {
            let (Some(before), Some(cut)) = (page.get(done..edit.cut.start), page.get(edit.cut.clone())) else {
                continue;
            };
            out.html.push_str(before);
            let start = out.html.len();
            out.html.push_str(&edit.text);
            let range = start..out.html.len();
            if !cut.is_empty() {
                out.removed.push((range.end, String::from(cut)));
            }
            match edit.planted {
                _ if range.is_empty() => {}
                true => out.planted.push(range),
                false => out.glued.push(range),
            }
            done = edit.cut.end;
        }
        out.html.push_str(page.get(done..).unwrap_or(""));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_exact_and_overlaps_are_left_out() {
        let mut edits = Edits::default();
        edits.plant(5, "NEW");
        edits.overwrite(0..2, "X");
        edits.overwrite(1..3, "never");
        edits.plant(99, "never");
        edits.glue(7, "g");
        let edited = edits.apply("abcdefgh");
        assert_eq!(edited.html, "XcdeNEWfggh");
        assert_eq!(edited.planted, [0..1, 4..7]);
        assert_eq!(edited.glued, vec![9..10]);
        assert_eq!(edited.removed, [(1, String::from("ab"))]);
    }
}
