//! Cut a page into blocks: the pieces of text that a reader sees as one.
//!
//! A [`Document`](crate::document) or plain text comes in, a [`Blocks`] goes out: the blocks in document
//! order, the containers (elements) around them, and what the page says about itself. Everything after
//! this room reads only what is here; nothing here judges a block.

mod attributes;
mod cutter;
mod lines;
mod math;
mod page_facts;
mod row_spans;
mod styles;
mod walk;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::document::Tag;
use crate::style::Hiding;

pub(crate) use lines::cut_text;
pub(crate) use page_facts::{host_of, registered_part};
pub(crate) use walk::cut_html;

/// Blocks that one page may have; the rest is left out. What is computed for a block takes some 4 KB.
pub(crate) const MAX_BLOCKS: usize = 100_000;

/// A page cut into blocks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Blocks {
    /// The texts of all blocks, one after the other, white space collapsed.
    pub(crate) text: String,
    /// The targets of all links, one after the other.
    pub(crate) targets: String,
    pub(crate) blocks: Vec<Block>,
    /// The elements around the blocks, parents before children. Empty for plain text.
    pub(crate) containers: Vec<Container>,
    pub(crate) links: Vec<Link>,
    /// Where [`Blocks::text`] is a literal inside other text, in order, none inside another.
    pub(crate) literals: Vec<Literal>,
    /// Whether one of them is a formula.
    pub(crate) has_formulas: bool,
    /// What code is written in, where the markup says so, by the container that keeps its white space.
    pub(crate) languages: BTreeMap<u32, Box<str>>,
    /// Hashes of the words of class, id, role and similar attributes; containers hold ranges of it.
    pub(crate) attribute_words: Vec<u32>,
    pub(crate) facts: PageFacts,
    /// Whether the page was plain text, so that nothing is known of its markup.
    pub(crate) is_text: bool,
    /// Whether a limit left part of the page out.
    pub(crate) truncated: bool,
}

/// A piece of text that a reader sees as one.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// Range of [`Blocks::text`]; never empty.
    pub(crate) text: Range<u32>,
    /// Byte of the decoded page at which the block's first text begins.
    pub(crate) offset: u32,
    /// The 1-based line of plain text; 0 for HTML.
    pub(crate) line: u32,
    /// The innermost element that holds the whole block, an index of [`Blocks::containers`].
    pub(crate) container: u32,
    /// Range of [`Blocks::links`].
    pub(crate) links: Range<u32>,
    /// Attribute words of the inline elements inside, a range of [`Blocks::attribute_words`].
    pub(crate) inner_words: Range<u32>,
    pub(crate) counts: MarkupCounts,
    pub(crate) place: Place,
    /// How the block is kept from readers' eyes, if it is.
    pub(crate) hiding: Option<Hiding>,
    /// What stands before the block on its line or between it and the block before.
    pub(crate) gap: Gap,
}

/// Where in a page a block stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Place {
    #[default]
    Body,
    /// The `<title>` of the page.
    Title,
    /// The meta description.
    Description,
}

impl Place {
    /// Whether the block is never shown on the page itself.
    pub(crate) fn is_head(self) -> bool {
        self != Place::Body
    }
}

/// What a block's inline markup holds.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct MarkupCounts {
    /// Bytes of text in `b`, `strong`, `em`, `i`, `mark` or `u`.
    pub(crate) n_emphasis_bytes: u32,
    /// Bytes of text in `code`, `kbd`, `samp`, `tt` or `var`.
    pub(crate) n_code_bytes: u32,
    pub(crate) n_images: u16,
    pub(crate) n_inputs: u16,
    pub(crate) n_times: u16,
    pub(crate) n_inline_elements: u16,
}

/// What stands between a block and the one before it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Gap {
    /// Line breaks (`<br>`) for HTML, blank lines for plain text.
    pub(crate) n_breaks: u16,
    /// Columns of indentation of a line of plain text.
    pub(crate) indent: u16,
    /// Whether a line of plain text begins with a bullet.
    pub(crate) bullet: bool,
    /// Whether an image, video or frame stands in between.
    pub(crate) media: bool,
    /// Tabs and spaces that a line of preformatted text begins with where they are not part of the block's text:
    /// the first word is in an element of its own.
    pub(crate) code_indent: (u8, u8),
}

/// A link inside a block.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    /// Range of [`Blocks::text`].
    pub(crate) text: Range<u32>,
    /// Range of [`Blocks::targets`].
    pub(crate) target: Range<u32>,
}

/// A piece of a block's text that is written in another way than the words around it.
#[derive(Clone, Debug)]
pub(crate) struct Literal {
    pub(crate) kind: LiteralKind,
    /// Range of [`Blocks::text`].
    pub(crate) text: Range<u32>,
}

/// What a [`Literal`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LiteralKind {
    /// The TeX source of a formula.
    Formula,
    /// Code that does not keep its white space.
    Code,
    /// An exponent, a number of a note and the like, above the line.
    Superscript,
    /// An index, a number of atoms and the like, below the line.
    Subscript,
}

/// An element that holds at least one block.
#[derive(Clone, Debug)]
pub(crate) struct Container {
    /// The element around it; the outermost is its own parent.
    pub(crate) parent: u32,
    pub(crate) tag: Tag,
    /// Name of an element that HTML does not know.
    pub(crate) custom_name: Option<Box<str>>,
    /// 1-based place among the parent's elements of the same name.
    pub(crate) nth: u32,
    /// 0-based column of a table cell, after the columns that cells before it take; number of a list's item, as shown
    /// before it; 0 of other elements.
    pub(crate) ordinal: u32,
    /// Elements around it.
    pub(crate) depth: u16,
    /// Range of [`Blocks::attribute_words`].
    pub(crate) words: Range<u32>,
    /// Hash of element names and class words from the outermost element down to this: alike for elements
    /// that one template made in one place.
    pub(crate) path_shape: u32,
    /// The blocks inside.
    pub(crate) blocks: Range<u32>,
    pub(crate) semantics: Semantics,
    /// Hiding that this element brings itself.
    pub(crate) hiding: Option<Hiding>,
}

/// What an element's attributes say about its purpose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Semantics {
    /// `itemprop=articleBody` or `text` or `description`.
    pub(crate) is_body_property: bool,
    /// `itemprop` or `itemtype` of a comment or review.
    pub(crate) is_comment_property: bool,
    /// `role=main`.
    pub(crate) is_main_role: bool,
    /// `role=navigation`, `banner`, `contentinfo`, `complementary` or `search`.
    pub(crate) is_frame_role: bool,
    /// `role=dialog` or `alertdialog`, `aria-modal`.
    pub(crate) is_dialog: bool,
}

/// What a page says about itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageFacts {
    /// Text of the first `<title>`.
    pub(crate) title: String,
    /// `og:title`, or another title for sharing.
    pub(crate) shared_title: String,
    /// The `headline` of the page's JSON-LD.
    pub(crate) data_title: String,
    pub(crate) description: String,
    /// The `articleBody` or `text` of the page's JSON-LD.
    pub(crate) data_body: String,
    /// Kinds that the page names: `og:type`, JSON-LD `@type`, lower case, separated by spaces.
    pub(crate) kinds: String,
    /// The page's language as its `lang` attribute says.
    pub(crate) lang: String,
    /// Host of `og:url` or `link rel=canonical`.
    pub(crate) host: String,
}

impl Blocks {
    /// Makes room for what most pages of so many bytes have, so that little is moved while they grow.
    fn reserve(&mut self, n_source_bytes: usize) {
        self.text.reserve(n_source_bytes / 8);
        self.targets.reserve(n_source_bytes / 16);
        let n_blocks = (n_source_bytes / 512).min(MAX_BLOCKS);
        self.blocks.reserve(n_blocks);
        self.containers.reserve(n_blocks * 3 / 2);
        self.links.reserve(n_blocks);
        self.attribute_words.reserve(n_blocks * 8);
    }

    /// The text of a block.
    pub(crate) fn text_of(&self, block: &Block) -> &str {
        self.slice(&block.text)
    }

    /// A piece of the page's block text.
    pub(crate) fn slice(&self, range: &Range<u32>) -> &str {
        self.text.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// Gives a block another text, kept behind all others, and moves its links and literals along. `place` tells where
    /// a byte of the old text is in the new one.
    pub(crate) fn replace_text(&mut self, n: usize, text: &str, place: impl Fn(usize) -> usize) {
        let start = self.text.len() as u32;
        let (Some(block), Ok(end)) = (self.blocks.get_mut(n), u32::try_from(self.text.len() + text.len())) else {
            return;
        };
        self.text.push_str(text);
        let old = std::mem::replace(&mut block.text, start..end);
        let moved = |at: u32| start + place((at.clamp(old.start, old.end) - old.start) as usize) as u32;
        for link in self.links.get_mut(block.links.start as usize..block.links.end as usize).unwrap_or_default() {
            link.text = moved(link.text.start)..moved(link.text.end);
        }
        let mut literals: Vec<Literal> = self.literals.drain(self.places_of_literals(&old)).collect();
        literals.iter_mut().for_each(|literal| literal.text = moved(literal.text.start)..moved(literal.text.end));
        self.literals.append(&mut literals);
    }

    /// The literals that lie inside a piece of the page's block text.
    pub(crate) fn literals_in(&self, range: &Range<u32>) -> &[Literal] {
        &self.literals[self.places_of_literals(range)]
    }

    fn places_of_literals(&self, range: &Range<u32>) -> Range<usize> {
        let first = self.literals.partition_point(|literal| literal.text.start < range.start);
        first..first + self.literals[first..].partition_point(|literal| literal.text.end <= range.end)
    }

    /// The links of a block.
    pub(crate) fn links_of(&self, block: &Block) -> &[Link] {
        self.links.get(block.links.start as usize..block.links.end as usize).unwrap_or_default()
    }

    /// Where a link leads.
    pub(crate) fn target_of(&self, link: &Link) -> &str {
        self.targets.get(link.target.start as usize..link.target.end as usize).unwrap_or_default()
    }

    /// The attribute word hashes of a container.
    pub(crate) fn words_of(&self, container: &Container) -> &[u32] {
        self.attribute_words_in(&container.words)
    }

    /// The attribute word hashes of a range.
    pub(crate) fn attribute_words_in(&self, range: &Range<u32>) -> &[u32] {
        self.attribute_words.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// The containers around a block, innermost first.
    pub(crate) fn ancestors(&self, block: &Block) -> impl Iterator<Item = &Container> + '_ {
        self.container_chain(block.container)
    }

    /// A container and those around it, innermost first.
    pub(crate) fn container_chain(&self, idx: u32) -> impl Iterator<Item = &Container> + '_ {
        self.container_indices(idx).filter_map(|idx| self.containers.get(idx as usize))
    }

    /// The indices of a container and those around it, innermost first.
    pub(crate) fn container_indices(&self, idx: u32) -> impl Iterator<Item = u32> + '_ {
        let first = ((idx as usize) < self.containers.len()).then_some(idx);
        std::iter::successors(first, |idx| {
            let container = &self.containers[*idx as usize];
            (container.depth > 0).then_some(container.parent)
        })
    }

    /// Where a block stands in the tree, such as `/html/body/div[2]/p`.
    pub(crate) fn path_of(&self, block: &Block) -> String {
        let mut steps: Vec<String> = self
            .ancestors(block)
            .map(|c| {
                let name = c.custom_name.as_deref().unwrap_or(c.tag.name());
                if c.nth > 1 { format!("/{name}[{}]", c.nth) } else { format!("/{name}") }
            })
            .collect();
        steps.reverse();
        steps.concat()
    }
}
