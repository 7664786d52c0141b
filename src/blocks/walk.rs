//! Cut a document into blocks in one walk over its tree.
//!
//! Elements that browsers lay out as boxes, line breaks and inline elements out of sight end a block; all
//! other text runs on. Every piece of text that a crawler could extract is covered, hidden or not, but for the
//! copies of a formula (`math.rs`). The walk keeps its own stack: depth of markup is not depth of calls.

use std::ops::Range;

use crate::blocks::attributes::{KeptWords, language_of, push_attribute_words, semantics_of};
use crate::blocks::cutter::{Cutter, InlineState, Surroundings};
use crate::blocks::math::{formula_in, source_of};
use crate::blocks::page_facts::page_facts;
use crate::blocks::row_spans::RowSpans;
use crate::blocks::styles::PageStyles;
use crate::blocks::{Blocks, Container, LiteralKind, Place};
use crate::document::{Document, Element, Layout, NodeData, NodeId, Tag};
use crate::hash::{hash_bytes, hash_pair};
use crate::style::{Hiding, HidingTrick};

/// Columns that one cell takes at most, as in browsers.
const MAX_COLSPAN: u32 = 1_000;
/// Number of a list's item at most, as in Markdown.
const MAX_ITEM_NUMBER: u32 = 999_999_999;
/// Class words of inline elements kept for one block.
const MAX_INNER_WORDS: usize = 12;

/// Cuts a parsed page into blocks. `n_source_bytes` is the length of the page's source.
pub(crate) fn cut_html(document: &Document<'_>, n_source_bytes: usize) -> Blocks {
    let styles = PageStyles::of(document);
    let mut walk = Walk {
        document,
        styles,
        cutter: Cutter::default(),
        frames: Vec::new(),
        child_counts: Vec::new(),
        row_spans: RowSpans::default(),
        inline: InlineState::default(),
        kept_words: KeptWords::default(),
    };
    walk.cutter.page.reserve(n_source_bytes);
    walk.run();
    let mut page = walk.cutter.page;
    page.facts = page_facts(document);
    page.truncated |= document.truncated;
    page
}

/// An element that is open.
struct Frame<'a> {
    node: NodeId,
    tag: Tag,
    /// Whether the element's begin and end are ends of blocks.
    is_boundary: bool,
    /// Its index among the containers, once it holds a block.
    container: Option<u32>,
    /// 1-based place among the parent's elements of the same name.
    nth: u32,
    /// 0-based column of a table cell, number of a list's item.
    ordinal: u32,
    /// Ordinal of the next cell or item inside.
    next_ordinal: u32,
    /// Whether items inside count down.
    is_reversed: bool,
    /// What preformatted text inside is written in.
    language: Option<&'a str>,
    /// Where the counts of its children begin among those of all open elements.
    counts_start: usize,
    hiding: Option<Hiding>,
}

struct Walk<'a> {
    document: &'a Document<'a>,
    styles: PageStyles,
    cutter: Cutter,
    frames: Vec<Frame<'a>>,
    /// How many children of each name the open elements have, the innermost element's last.
    child_counts: Vec<(Tag, u32)>,
    row_spans: RowSpans,
    inline: InlineState,
    kept_words: KeptWords<'a>,
}

impl<'a> Walk<'a> {
    fn run(&mut self) {
        let mut next = self.document.node(NodeId::ROOT).first_child;
        while let Some(id) = next {
            let node = self.document.node(id);
            let entered = match (&node.data, self.document.element(id)) {
                (_, Some(element)) => self.enter(id, element),
                (NodeData::Text(range), None) => {
                    self.cutter.add_text(self.document.text(range), node.offset, self.inline);
                    false
                }
                _ => false,
            };
            next = if entered { node.first_child.or_else(|| self.leave(id)) } else { self.after(id) };
        }
    }

    /// Leaves an element and says where the walk goes on.
    fn leave(&mut self, id: NodeId) -> Option<NodeId> {
        self.close_frame();
        self.after(id)
    }

    /// The node behind one that is done, leaving the elements that end there.
    fn after(&mut self, id: NodeId) -> Option<NodeId> {
        let mut id = id;
        loop {
            let node = self.document.node(id);
            if let Some(next) = node.next {
                return Some(next);
            }
            id = node.parent.filter(|parent| *parent != NodeId::ROOT)?;
            self.close_frame();
        }
    }

    /// Meets an element. Says whether the walk goes into it.
    fn enter(&mut self, id: NodeId, element: Element<'a>) -> bool {
        let nth = self.count_child(element.tag);
        let ordinal = self.count_ordinal(element, nth);
        let layout = self.layout(element.tag);
        match layout {
            Layout::Silent => {
                self.meet_silent(id, element);
                return false;
            }
            Layout::Break => {
                self.end_block();
                let n_breaks = &mut self.cutter.gap_mut().n_breaks;
                *n_breaks = n_breaks.saturating_add(1);
                return false;
            }
            Layout::Block | Layout::Inline | Layout::Preformatted => {}
        }
        if let Some(formula) = formula_in(self.document, id, element) {
            self.add_formula(element.tag, formula);
            return false;
        }
        let hiding = self.styles.hiding(self.document, id, self.frames.len());
        // What only screen readers pass over is in sight, and runs on.
        let is_out_of_sight = hiding.is_some_and(|hiding| hiding.trick != HidingTrick::AriaHidden);
        let ends_block = is_out_of_sight || layout != Layout::Inline;
        let is_boundary = ends_block && !self.is_picture(id, element.tag);
        if is_boundary {
            self.end_block();
        } else {
            self.note_inner_words(element);
        }
        if layout == Layout::Inline {
            self.open_inline(element);
        }
        if layout == Layout::Preformatted {
            self.inline.n_preformatted += 1;
        }
        if matches!(element.tag, Tag::Video | Tag::Audio | Tag::Object) {
            self.cutter.gap_mut().media = true;
        }
        let tag = element.tag;
        let counts_start = self.child_counts.len();
        self.frames.push(Frame {
            node: id,
            tag,
            is_boundary,
            container: None,
            nth,
            ordinal,
            next_ordinal: self.first_ordinal(id, element),
            is_reversed: element.tag == Tag::Ol && element.attribute("reversed").is_some(),
            language: if layout == Layout::Preformatted { self.language_around(element) } else { None },
            counts_start,
            hiding,
        });
        true
    }

    /// How an element is laid out here: where only phrases may stand, a custom element is one.
    fn layout(&self, tag: Tag) -> Layout {
        let holds_phrases = |parent: &Frame<'_>| parent.tag == Tag::P || parent.tag.heading_level().is_some();
        let is_among_phrases = self.frames.last().is_some_and(holds_phrases);
        if tag == Tag::Custom && is_among_phrases { Layout::Inline } else { tag.layout() }
    }

    /// Whether a `noscript` holds the picture of readers without scripts and nothing else; the text around it runs on.
    fn is_picture(&self, id: NodeId, tag: Tag) -> bool {
        let is_silent = |child: NodeId| match self.document.element(child) {
            Some(element) => element.tag.layout() == Layout::Silent,
            None => self.document.is_space(child),
        };
        tag == Tag::Noscript && self.document.children(id).all(is_silent)
    }

    /// Adds what a formula says. It is in sight whatever is said of its copies, and runs on unless its element is a box.
    fn add_formula(&mut self, tag: Tag, formula: NodeId) {
        let is_box = tag == Tag::Div;
        if is_box {
            self.end_block();
        }
        let source = source_of(self.document, formula);
        let start = self.cutter.len();
        for id in &source.texts {
            let node = self.document.node(*id);
            if let NodeData::Text(range) = &node.data {
                self.cutter.add_text(self.document.text(range), node.offset, self.inline);
            }
        }
        if source.is_tex && self.inline.n_code == 0 {
            self.cutter.note_literal(LiteralKind::Formula, start);
        }
        if is_box {
            self.end_block();
        }
    }

    fn count_child(&mut self, tag: Tag) -> u32 {
        let Some(parent) = self.frames.last() else { return 1 };
        match self.child_counts[parent.counts_start..].iter_mut().find(|(known, _)| *known == tag) {
            Some((_, n)) => {
                *n = n.saturating_add(1);
                *n
            }
            None => {
                self.child_counts.push((tag, 1));
                1
            }
        }
    }

    /// The column of a cell, or the number of a list's item.
    fn count_ordinal(&mut self, element: Element<'_>, nth: u32) -> u32 {
        let Some(parent) = self.frames.last_mut() else { return nth };
        match element.tag {
            Tag::Td | Tag::Th => self.count_column(element),
            Tag::Li if parent.tag == Tag::Ol => {
                let number = number(element, "value").unwrap_or(parent.next_ordinal).min(MAX_ITEM_NUMBER);
                parent.next_ordinal = if parent.is_reversed { number.saturating_sub(1) } else { number + 1 };
                number
            }
            Tag::Li => nth,
            _ => 0,
        }
    }

    /// The column of a cell, behind those that the cells before it in its row take and those into which cells above reach.
    fn count_column(&mut self, cell: Element<'_>) -> u32 {
        let [.., group, row] = &mut self.frames[..] else { return 0 };
        let column = self.row_spans.free_column(group.node, row.nth, row.next_ordinal);
        let n_columns = number(cell, "colspan").unwrap_or(1).clamp(1, MAX_COLSPAN);
        row.next_ordinal = column.saturating_add(n_columns);
        self.row_spans.add(group.node, row.nth, column..row.next_ordinal, number(cell, "rowspan").unwrap_or(1));
        column
    }

    /// The number of an ordered list's first item; 0 of other elements.
    fn first_ordinal(&self, id: NodeId, element: Element<'_>) -> u32 {
        if element.tag != Tag::Ol {
            return 0;
        }
        let is_item = |child: &NodeId| self.document.element(*child).is_some_and(|child| child.tag == Tag::Li);
        let n_items = || match element.attribute("reversed") {
            Some(_) => self.document.children(id).filter(is_item).count() as u32,
            None => 1,
        };
        number(element, "start").unwrap_or_else(n_items)
    }

    /// What preformatted text is written in, as its element or the two around it say.
    fn language_around(&self, element: Element<'a>) -> Option<&'a str> {
        let around = self.frames.iter().rev().take(2).filter_map(|frame| self.document.element(frame.node));
        std::iter::once(element).chain(around).find_map(language_of)
    }

    /// What code says of the preformatted text that it stands in goes before what others said.
    fn note_language(&mut self, element: Element<'a>) {
        let around = self.frames.iter_mut().rev().find(|frame| frame.tag.layout() == Layout::Preformatted);
        if let (Some(language), Some(frame)) = (language_of(element), around) {
            frame.language = Some(language);
        }
    }

    /// Elements whose inside is not text to read.
    fn meet_silent(&mut self, id: NodeId, element: Element<'_>) {
        match element.tag {
            Tag::Title => {
                let text_id = self.document.node(id).first_child.unwrap_or(id);
                self.head_block(&self.document.own_text(id), text_id, Place::Title);
            }
            Tag::Meta if element.attribute("name").is_some_and(|n| n.eq_ignore_ascii_case("description")) => {
                self.head_block(element.attribute("content").unwrap_or_default(), id, Place::Description);
            }
            Tag::Img | Tag::Image | Tag::Iframe | Tag::Embed => {
                self.cutter.gap_mut().media = true;
                let n_images = &mut self.cutter.counts_mut().n_images;
                *n_images = n_images.saturating_add(1);
            }
            Tag::Input => {
                let n_inputs = &mut self.cutter.counts_mut().n_inputs;
                *n_inputs = n_inputs.saturating_add(1);
            }
            _ => {}
        }
    }

    /// A block that stands in the head of the page and is not shown on it.
    fn head_block(&mut self, text: &str, id: NodeId, place: Place) {
        self.end_block();
        self.cutter.add_text(text, self.document.node(id).offset, InlineState::default());
        let (frames, document, kept) = (&mut self.frames, self.document, &mut self.kept_words);
        self.cutter.end_block(|page| Surroundings {
            container: container_of(frames, document, page, kept),
            place,
            hiding: None,
        });
    }

    /// The attribute words of an element that begins inside a block.
    fn note_inner_words(&mut self, element: Element<'a>) {
        let words = self.cutter.inner_words_mut();
        if words.len() < MAX_INNER_WORDS {
            push_attribute_words(element, words, &mut self.kept_words);
        }
    }

    /// An inline element begins, inside a block or, where it is out of sight, as a block of its own.
    fn open_inline(&mut self, element: Element<'a>) {
        let counts = self.cutter.counts_mut();
        counts.n_inline_elements = counts.n_inline_elements.saturating_add(1);
        match element.tag {
            Tag::A => {
                if let Some(target) = element.attribute("href") {
                    self.cutter.begin_link(target);
                }
            }
            Tag::B | Tag::Strong | Tag::Em | Tag::I | Tag::Mark | Tag::U => self.inline.n_emphasis += 1,
            Tag::Code | Tag::Kbd | Tag::Samp | Tag::Tt | Tag::Var => {
                if self.inline.n_code == 0 {
                    // A variable is set like other words.
                    self.inline.code_start = if element.tag == Tag::Var { usize::MAX } else { self.cutter.len() };
                }
                self.inline.n_code += 1;
                if element.tag == Tag::Code && self.inline.n_preformatted > 0 {
                    self.note_language(element);
                }
            }
            Tag::Sup | Tag::Sub => {
                if self.inline.n_scripts == 0 {
                    self.inline.script_start = self.cutter.len();
                }
                self.inline.n_scripts += 1;
            }
            Tag::Time => counts.n_times = counts.n_times.saturating_add(1),
            Tag::Option => self.cutter.add_space(),
            _ => {}
        }
    }

    /// The innermost open element ends.
    fn close_frame(&mut self) {
        let Some(tag) = self.frames.last().map(|frame| frame.tag) else { return };
        if self.frames.last().is_some_and(|frame| frame.is_boundary) {
            self.end_block();
        }
        match tag {
            Tag::A => self.cutter.end_link(),
            Tag::Option => self.cutter.add_space(),
            Tag::B | Tag::Strong | Tag::Em | Tag::I | Tag::Mark | Tag::U => self.inline.n_emphasis -= 1,
            Tag::Code | Tag::Kbd | Tag::Samp | Tag::Tt | Tag::Var => {
                self.inline.n_code -= 1;
                if self.inline.n_code == 0 && self.inline.n_preformatted == 0 {
                    self.cutter.note_literal(LiteralKind::Code, self.inline.code_start);
                }
            }
            Tag::Sup | Tag::Sub => {
                self.inline.n_scripts -= 1;
                if self.inline.n_scripts == 0 && self.inline.n_code == 0 && self.inline.n_preformatted == 0 {
                    let kind = if tag == Tag::Sup { LiteralKind::Superscript } else { LiteralKind::Subscript };
                    self.cutter.note_script(kind, self.inline.script_start);
                }
            }
            _ => {}
        }
        let Some(frame) = self.frames.pop() else { return };
        self.child_counts.truncate(frame.counts_start);
        self.row_spans.close(frame.node);
        if tag.layout() == Layout::Preformatted {
            self.inline.n_preformatted -= 1;
        }
        if let Some(container) = frame.container {
            let n_blocks = self.cutter.page.blocks.len() as u32;
            self.cutter.page.containers[container as usize].blocks.end = n_blocks;
            if let Some(language) = frame.language.filter(|_| tag.layout() == Layout::Preformatted) {
                self.cutter.page.languages.insert(container, Box::from(language));
            }
        }
    }

    fn end_block(&mut self) {
        if self.inline.n_code > 0 && self.inline.n_preformatted == 0 {
            // Code goes on in the next block; what is of this one is noted while it is open.
            self.cutter.note_literal(LiteralKind::Code, self.inline.code_start);
        }
        let (frames, document, kept) = (&mut self.frames, self.document, &mut self.kept_words);
        self.cutter.end_block(|page| {
            let container = container_of(frames, document, page, kept);
            let hiding = page.container_chain(container).find_map(|c| c.hiding);
            Surroundings { container, place: Place::Body, hiding }
        });
    }
}

/// The number that an attribute says.
fn number(element: Element<'_>, name: &str) -> Option<u32> {
    element.attribute(name).and_then(|value| value.trim().parse().ok())
}

/// The container of the innermost element that ends blocks; it and those around it are made where they
/// held no block so far.
fn container_of<'a>(
    frames: &mut [Frame<'a>],
    document: &'a Document<'a>,
    page: &mut Blocks,
    kept: &mut KeptWords<'a>,
) -> u32 {
    let n_frames = frames.iter().rposition(|frame| frame.is_boundary).map_or(1, |at| at + 1).min(frames.len());
    let n_made = frames[..n_frames].iter().take_while(|frame| frame.container.is_some()).count();
    let mut parent = n_made.checked_sub(1).and_then(|at| frames[at].container);
    for frame in &mut frames[n_made..n_frames] {
        let idx = page.containers.len() as u32;
        if let Some(element) = document.element(frame.node) {
            let container = new_container(frame, element, parent, page, kept);
            page.containers.push(container);
            frame.container = Some(idx);
            parent = Some(idx);
        }
    }
    parent.unwrap_or_default()
}

fn new_container<'a>(
    frame: &Frame<'a>,
    element: Element<'a>,
    parent: Option<u32>,
    page: &mut Blocks,
    kept: &mut KeptWords<'a>,
) -> Container {
    let words_start = page.attribute_words.len() as u32;
    push_attribute_words(element, &mut page.attribute_words, kept);
    let words: Range<u32> = words_start..page.attribute_words.len() as u32;
    let class_hash = page.attribute_words[words_start as usize..].iter().fold(0, |hash, word| hash_pair(hash, *word));
    let tag_hash = hash_bytes(0x7461, frame.tag.name().as_bytes());
    let shape = hash_pair(tag_hash, class_hash);
    let outer = parent.and_then(|parent| page.containers.get(parent as usize));
    let n_blocks = page.blocks.len() as u32;
    Container {
        parent: parent.unwrap_or_default(),
        tag: frame.tag,
        custom_name: matches!(frame.tag, Tag::Custom | Tag::Unknown).then(|| Box::from(element.name())),
        nth: frame.nth,
        ordinal: frame.ordinal,
        depth: outer.map_or(0, |outer| outer.depth + 1),
        words,
        path_shape: hash_pair(outer.map_or(0, |outer| outer.path_shape), shape),
        blocks: n_blocks..n_blocks,
        semantics: semantics_of(element),
        hiding: frame.hiding,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Limits, parse};

    fn check(html: &str, texts: &[&str]) {
        let page = cut_html(&parse(html, &Limits::default()), html.len());
        let found: Vec<&str> = page.blocks.iter().map(|block| page.text_of(block)).collect();
        assert_eq!(found, texts, "{html}");
    }

    #[test]
    fn inline_elements_end_a_block_only_where_they_are_out_of_sight() {
        check("<p>Let <b>x</b> be one.", &["Let x be one."]);
        check("<p>Let <span aria-hidden=true>x</span> be one.", &["Let x be one."]);
        check("<p>Let <span style='display:none'>x</span> be one.", &["Let", "x", "be one."]);
        check("<p>Let <span aria-hidden=true hidden>x</span> be one.", &["Let", "x", "be one."]);
        check("<p>Let</p><div aria-hidden=true>x</div> be one.", &["Let", "x", "be one."]);
        check("<p>Let <x-term>x</x-term> be one.", &["Let x be one."]);
        check("<div>Let <x-term>x</x-term> be one.</div>", &["Let", "x", "be one."]);
        check("<p>Let <noscript><img src=x></noscript> be one.", &["Let be one."]);
        check("<p>Let <noscript><img src=x>x</noscript> be one.", &["Let", "x", "be one."]);
    }

    #[test]
    fn an_inline_element_that_is_out_of_sight_is_what_it_is() {
        let html = "<div>Let <a href=/a hidden>x <b>y</b></a> be <code hidden>z</code> one.</div>";
        let page = cut_html(&parse(html, &Limits::default()), html.len());
        let links: Vec<usize> = page.blocks.iter().map(|block| page.links_of(block).len()).collect();
        assert_eq!(links, [0, 1, 0, 0, 0]);
        let counts = |n: usize| (page.blocks[n].counts.n_emphasis_bytes, page.blocks[n].counts.n_code_bytes);
        assert_eq!([counts(0), counts(1), counts(3), counts(4)], [(0, 0), (2, 0), (0, 1), (0, 0)]);
    }

    #[test]
    fn readings_beside_signs_are_not_read() {
        check(
            "<p><ruby>\u{5b50}<rp>(</rp><rt>\u{3053}</rt><rp>)</rp></ruby>\u{3069}\u{3082}",
            &["\u{5b50}\u{3069}\u{3082}"],
        );
    }
}
