//! Collect text into blocks: white space, links and inline markup.
//!
//! The walk says what it meets (text, a link's begin, a break); finished blocks are in
//! [`Cutter::page`]. What begins and ends a block is the walk's business.

use std::ops::Range;

use crate::blocks::{Block, Blocks, Gap, Link, Literal, LiteralKind, MAX_BLOCKS, MarkupCounts, Place};
use crate::style::Hiding;

/// Inline markup that is open where text is added.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct InlineState {
    pub(crate) n_emphasis: u16,
    pub(crate) n_code: u16,
    /// Byte of all text at which the outermost open code begins; behind all text if that is none to be shown as it is.
    pub(crate) code_start: usize,
    pub(crate) n_preformatted: u16,
    pub(crate) n_scripts: u16,
    /// Byte of all text at which the outermost open text above or below the line begins.
    pub(crate) script_start: usize,
}

/// Where a finished block belongs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Surroundings {
    pub(crate) container: u32,
    pub(crate) place: Place,
    pub(crate) hiding: Option<Hiding>,
}

#[derive(Debug, Default)]
pub(crate) struct Cutter {
    pub(crate) page: Blocks,
    /// Byte of `page.text` at which the open block begins.
    start: usize,
    offset: Option<u32>,
    needs_space: bool,
    counts: MarkupCounts,
    gap: Gap,
    links_start: usize,
    open_link: Option<OpenLink>,
    inner_words: Vec<u32>,
}

#[derive(Clone, Debug)]
struct OpenLink {
    target: Range<u32>,
    start: usize,
}

impl Cutter {
    /// Adds text to the open block; `offset` is the byte of the source at which it begins.
    pub(crate) fn add_text(&mut self, text: &str, offset: u32, state: InlineState) {
        let before = self.page.text.len();
        if state.n_preformatted > 0 {
            self.add_preformatted(text);
        } else {
            self.add_collapsed(text);
        }
        let n_added = (self.page.text.len() - before) as u32;
        if n_added == 0 {
            return;
        }
        if self.offset.is_none() {
            let n_leading = text.len() - text.trim_start().len();
            self.offset = Some(offset.saturating_add(n_leading as u32));
        }
        self.counts.n_emphasis_bytes += if state.n_emphasis > 0 { n_added } else { 0 };
        self.counts.n_code_bytes += if state.n_code > 0 { n_added } else { 0 };
    }

    fn add_preformatted(&mut self, text: &str) {
        let is_start = self.page.text.len() == self.start;
        if is_start && text.trim().is_empty() {
            self.note_indent(text);
            return;
        }
        let kept = if is_start { text.trim_start_matches(['\n', '\r']) } else { text };
        if kept.len() < text.len() {
            self.gap.code_indent = (0, 0);
        }
        self.page.text.push_str(kept);
    }

    /// Counts white space before the first word of a preformatted line; a line break begins anew.
    fn note_indent(&mut self, space: &str) {
        let (tabs, spaces) = &mut self.gap.code_indent;
        for c in space.chars() {
            match c {
                '\n' | '\r' => (*tabs, *spaces) = (0, 0),
                '\t' => *tabs = tabs.saturating_add(1),
                _ => *spaces = spaces.saturating_add(1),
            }
        }
    }

    fn add_collapsed(&mut self, text: &str) {
        let is_start = self.page.text.len() == self.start;
        let mut rest = if is_start { text.trim_ascii_start().trim_start() } else { text };
        loop {
            let n_space = n_collapsible(rest.as_bytes());
            if n_space > 0 {
                self.needs_space = true;
                rest = &rest[n_space..];
            }
            if rest.is_empty() {
                return;
            }
            let n_run = n_collapsed(rest.as_bytes());
            if self.needs_space && self.page.text.len() > self.start {
                self.page.text.push(' ');
            }
            self.needs_space = false;
            self.page.text.push_str(&rest[..n_run]);
            rest = &rest[n_run..];
        }
    }

    /// Keeps the next text apart from the last.
    pub(crate) fn add_space(&mut self) {
        self.needs_space = true;
    }

    /// Bytes of all text so far.
    pub(crate) fn len(&self) -> usize {
        self.page.text.len()
    }

    /// Notes what the text from a byte on is, so far as it is of the open block.
    pub(crate) fn note_literal(&mut self, kind: LiteralKind, start: usize) {
        let start = start.max(self.start);
        let added = self.page.text.get(start..).unwrap_or_default();
        let (n_leading, n_kept) = (added.len() - added.trim_start().len(), added.trim().len());
        if n_kept > 0 {
            let start = (start + n_leading) as u32;
            self.page.has_formulas |= kind == LiteralKind::Formula;
            self.page.literals.push(Literal { kind, text: start..start + n_kept as u32 });
        }
    }

    /// Notes that the text from a byte on stands above or below the line, if a number or a single letter would run into the
    /// word before. References in brackets say what they are.
    pub(crate) fn note_script(&mut self, kind: LiteralKind, start: usize) {
        let text = self.page.text.get(start..).unwrap_or_default();
        let touches = start > self.start && !text.starts_with([' ', '[', '(']);
        let runs_on = text.contains(|c: char| c.is_ascii_digit())
            || text.chars().count() == 1 && text.contains(char::is_alphanumeric);
        let holds_literal = self.page.literals.last().is_some_and(|last| last.text.end as usize > start);
        if touches && runs_on && !holds_literal {
            self.note_literal(kind, start);
        }
    }

    /// Begins a link; the text added until [`Cutter::end_link`] is its anchor.
    pub(crate) fn begin_link(&mut self, target: &str) {
        // A link that touches the one before is a word of its own, as in a row of tabs.
        if self.page.links.len() > self.links_start
            && self.page.links.last().is_some_and(|link| link.text.end as usize == self.page.text.len())
        {
            self.needs_space = true;
        }
        let from = self.page.targets.len() as u32;
        self.page.targets.push_str(target.get(..target.floor_char_boundary(2048)).unwrap_or_default());
        let target = from..self.page.targets.len() as u32;
        self.open_link = Some(OpenLink { target, start: self.page.text.len() });
    }

    /// Ends the link that is open.
    pub(crate) fn end_link(&mut self) {
        if let Some(link) = self.open_link.take() {
            self.push_link(&link);
        }
    }

    fn push_link(&mut self, link: &OpenLink) {
        let start = link.start.max(self.start);
        let n_space = self.page.text.get(start..).map_or(0, |t| t.len() - t.trim_start().len());
        let text = (start + n_space) as u32..self.page.text.len() as u32;
        if text.start < text.end {
            self.page.links.push(Link { text, target: link.target.clone() });
        }
    }

    pub(crate) fn counts_mut(&mut self) -> &mut MarkupCounts {
        &mut self.counts
    }

    pub(crate) fn gap_mut(&mut self) -> &mut Gap {
        &mut self.gap
    }

    /// The attribute words of inline elements inside the open block.
    pub(crate) fn inner_words_mut(&mut self) -> &mut Vec<u32> {
        &mut self.inner_words
    }

    /// Ends the open block; it counts only if it holds something to read.
    pub(crate) fn end_block(&mut self, surroundings: impl FnOnce(&mut Blocks) -> Surroundings) {
        let mut reopened = self.open_link.clone();
        if let Some(link) = self.open_link.take() {
            self.push_link(&link);
        }
        let n_kept = self.page.text[self.start..].trim_end().len();
        let end = self.start + n_kept;
        let is_full = self.page.blocks.len() >= MAX_BLOCKS;
        self.page.truncated |= is_full && n_kept > 0;
        if n_kept > 0 && !is_full {
            self.page.text.truncate(end);
            let surroundings = surroundings(&mut self.page);
            self.push_block(end, surroundings);
        } else {
            self.page.text.truncate(self.start);
            let n_literals = self.page.literals.partition_point(|literal| (literal.text.start as usize) < self.start);
            self.page.literals.truncate(n_literals);
            self.page.links.truncate(self.links_start);
            self.gap.code_indent = (0, 0);
        }
        if let Some(link) = &mut reopened {
            link.start = self.page.text.len();
        }
        self.open_link = reopened;
        self.start = self.page.text.len();
        self.links_start = self.page.links.len();
        self.needs_space = false;
    }

    fn push_block(&mut self, end: usize, surroundings: Surroundings) {
        for link in &mut self.page.links[self.links_start..] {
            link.text.end = link.text.end.min(end as u32);
        }
        let words_start = self.page.attribute_words.len() as u32;
        self.page.attribute_words.append(&mut self.inner_words);
        self.page.blocks.push(Block {
            text: self.start as u32..end as u32,
            offset: self.offset.take().unwrap_or_default(),
            line: 0,
            container: surroundings.container,
            links: self.links_start as u32..self.page.links.len() as u32,
            inner_words: words_start..self.page.attribute_words.len() as u32,
            counts: std::mem::take(&mut self.counts),
            place: surroundings.place,
            hiding: surroundings.hiding,
            gap: std::mem::take(&mut self.gap),
        });
    }
}

const SPACE: u8 = 1;
/// First byte of the no-break space, and of other characters.
const MAY_BE_SPACE: u8 = 2;

static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    classes[b' ' as usize] = SPACE;
    classes[b'\n' as usize] = SPACE;
    classes[b'\t' as usize] = SPACE;
    classes[b'\r' as usize] = SPACE;
    classes[b'\x0c' as usize] = SPACE;
    classes[0xc2] = MAY_BE_SPACE;
    classes
};

/// Bytes of the white space that runs together (ASCII's and the no-break space) at one place; zero for none.
fn space_at(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at).map_or(0, |byte| CLASSES[usize::from(*byte)]) {
        SPACE => 1,
        MAY_BE_SPACE if bytes.get(at + 1) == Some(&0xa0) => 2,
        _ => 0,
    }
}

/// Bytes of the white space that a text begins with.
fn n_collapsible(bytes: &[u8]) -> usize {
    let mut at = 0;
    loop {
        match space_at(bytes, at) {
            0 => return at,
            n => at += n,
        }
    }
}

/// Bytes of the words that a text begins with, up to white space that is more than one space, or the last.
fn n_collapsed(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let is_single = || *byte == b' ' && at + 1 < bytes.len() && space_at(bytes, at + 1) == 0;
        if CLASSES[usize::from(*byte)] != 0 && space_at(bytes, at) > 0 && !is_single() {
            return at;
        }
        at += 1;
    }
    at
}
