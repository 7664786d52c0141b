//! A text under repair, which remembers where its bytes came from.

use std::ops::Range;

/// Something to put in the place of something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    /// Bytes of the text as it stands; never overlapping, in order.
    pub(super) range: Range<usize>,
    pub(super) now: Box<str>,
}

/// A text under repair.
#[derive(Clone, Debug)]
pub(super) struct Working {
    pub(super) text: String,
    pub(super) is_code: bool,
    /// For every byte the byte of the text at first that it came from; empty as long as nothing has changed.
    origins: Vec<u32>,
    n_at_first: usize,
}

impl Working {
    pub(super) fn new(text: &str, is_code: bool) -> Self {
        Working { text: text.to_owned(), is_code, origins: Vec::new(), n_at_first: text.len() }
    }

    pub(super) fn is_changed(&self) -> bool {
        !self.origins.is_empty()
    }

    /// Makes changes and tells for each what was there and what is there now. A text of which nothing that can be
    /// seen would be left stays as it is, as does one of 4 GB and more.
    pub(super) fn apply(&mut self, edits: &[Edit], mut tell: impl FnMut(&str, &str)) {
        if edits.is_empty() || u32::try_from(self.text.len()).is_err() {
            return;
        }
        let mut text = String::with_capacity(self.text.len());
        let mut origins = Vec::with_capacity(self.text.len());
        let origin = |at: usize| self.origins.get(at).copied().unwrap_or(at as u32);
        let mut at = 0;
        for edit in edits {
            text.push_str(&self.text[at..edit.range.start]);
            origins.extend((at..edit.range.start).map(origin));
            text.push_str(&edit.now);
            origins.extend(std::iter::repeat_n(origin(edit.range.start), edit.now.len()));
            at = edit.range.end;
        }
        text.push_str(&self.text[at..]);
        origins.extend((at..self.text.len()).map(origin));
        if text.trim().is_empty() {
            return;
        }
        for edit in edits {
            tell(&self.text[edit.range.clone()], &edit.now);
        }
        (self.text, self.origins) = (text, origins);
    }

    /// Where a byte of the text at first is now, or what follows if it is gone.
    pub(super) fn place_of(&self, at: usize) -> usize {
        if self.is_changed() && at < self.n_at_first {
            return self.origins.partition_point(|origin| (*origin as usize) < at);
        }
        at.min(self.text.len())
    }
}
