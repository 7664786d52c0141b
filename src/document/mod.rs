//! A bounded, read-only tree of a page.
//!
//! Text comes in, a [`Document`] goes out. Parsing never fails: what goes past a limit is left out and
//! [`Document::truncated`] says so. Nodes live in one vector, attributes in another, and text in one string; names and
//! values are spans of the page's source.

mod arena;
mod attribute;
#[cfg(test)]
mod conformance;
mod construct;
#[cfg(test)]
mod differential;
mod element;
mod tag;

use std::borrow::Cow;
use std::num::NonZeroU32;
use std::ops::Range;

use crate::tokenizer::Strings;

pub(crate) use attribute::AttributeName;
pub(crate) use construct::parse;
pub(crate) use element::Element;
use element::{Attribute, ElementData};
pub(crate) use tag::{Layout, Tag};

/// What one page may cost at most. The defaults let every real page of our test sets through whole.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of a page that are read; the rest is left out.
    pub max_bytes: usize,
    /// Elements inside each other; start tags deeper than this are dropped, their text stays.
    pub max_depth: u32,
    /// Attributes a tag may have; further ones are dropped.
    pub max_attributes: usize,
    /// Nodes a tree may have for each byte of input, plus 1,024.
    pub max_nodes_per_byte: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { max_bytes: 64 << 20, max_depth: 512, max_attributes: 64, max_nodes_per_byte: 0.5 }
    }
}

impl Limits {
    fn max_nodes(&self, n_bytes: usize) -> usize {
        let scaled = (n_bytes as f64 * self.max_nodes_per_byte) as usize;
        scaled.saturating_add(1024).min(4_000_000)
    }

    /// What fits into the number that an element keeps.
    fn max_attributes(&self) -> usize {
        self.max_attributes.min(60_000)
    }
}

/// A node's place in the document; the root is [`NodeId::ROOT`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct NodeId(NonZeroU32);

impl NodeId {
    pub(crate) const ROOT: NodeId = NodeId(NonZeroU32::MIN);

    fn new(idx: usize) -> Self {
        NodeId(NonZeroU32::MIN.saturating_add(idx as u32))
    }

    pub(crate) fn idx(self) -> usize {
        self.0.get() as usize - 1
    }
}

#[derive(Debug)]
pub(crate) enum NodeData {
    Root,
    Element(ElementData),
    /// A range of [`Document::text`].
    Text(Range<u32>),
}

#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) data: NodeData,
    pub(crate) parent: Option<NodeId>,
    pub(crate) previous: Option<NodeId>,
    pub(crate) next: Option<NodeId>,
    pub(crate) first_child: Option<NodeId>,
    pub(crate) last_child: Option<NodeId>,
    /// Byte of the source at which the node's token begins.
    pub(crate) offset: u32,
    depth: u32,
}

/// A parsed page.
#[derive(Debug)]
pub(crate) struct Document<'s> {
    nodes: Vec<Node>,
    text: String,
    attributes: Vec<Attribute>,
    /// What names and values are spans of.
    strings: Strings<'s>,
    /// Elements that may say something of the page as a whole, in the order of their tokens.
    telling: Vec<NodeId>,
    /// Whether a limit left something out.
    pub(crate) truncated: bool,
}

impl<'s> Document<'s> {
    pub(crate) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.idx()]
    }

    /// The elements that may say something of the page as a whole: those of titles, styles, scripts and the like, and
    /// those with an attribute that may name the id of another. In the order of their tokens.
    pub(crate) fn telling(&self) -> &[NodeId] {
        &self.telling
    }

    pub(crate) fn element(&self, id: NodeId) -> Option<Element<'_>> {
        match &self.node(id).data {
            NodeData::Element(data) => Some(Element::new(self, data)),
            _ => None,
        }
    }

    /// The text of a text node.
    pub(crate) fn text(&self, range: &Range<u32>) -> &str {
        self.text.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// The children of a node, in order.
    pub(crate) fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.node(id).first_child, |child| self.node(*child).next)
    }

    /// Whether a node is text that is nothing but white space.
    pub(crate) fn is_space(&self, id: NodeId) -> bool {
        matches!(&self.node(id).data, NodeData::Text(range) if self.text(range).trim().is_empty())
    }

    /// The text directly inside an element, such as a title or a script.
    pub(crate) fn own_text(&self, id: NodeId) -> Cow<'_, str> {
        let mut text = Cow::Borrowed("");
        for child in self.children(id) {
            if let NodeData::Text(range) = &self.node(child).data {
                text += self.text(range);
            }
        }
        text
    }
}
