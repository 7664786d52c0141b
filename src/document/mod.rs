//! A bounded, read-only tree of a page; the only room that knows html5ever.
//!
//! Text comes in, a [`Document`] goes out. Parsing never fails: what goes past a limit is left out and
//! [`Document::truncated`] says so. Nodes live in one vector and their text in one string.

#[cfg(test)]
mod conformance;
mod tag;
mod tree_sink;

use std::ops::Range;

use html5ever::{Attribute, QualName};

pub(crate) use tag::{Layout, Tag};
pub(crate) use tree_sink::parse;

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
}

/// A node's place in the document; the root is [`NodeId::ROOT`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct NodeId(u32);

impl NodeId {
    pub(crate) const ROOT: NodeId = NodeId(0);

    pub(crate) fn idx(self) -> usize {
        self.0 as usize
    }
}

#[derive(Debug)]
pub(crate) struct Element {
    pub(crate) name: QualName,
    pub(crate) tag: Tag,
    pub(crate) attributes: Vec<Attribute>,
}

impl Element {
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|a| &*a.name.local == name).map(|a| &*a.value)
    }
}

#[derive(Debug)]
pub(crate) enum NodeData {
    Root,
    Element(Element),
    /// A range of [`Document::text`].
    Text(Range<u32>),
    /// Comments and processing instructions: kept as a place only.
    Nothing,
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
pub(crate) struct Document {
    nodes: Vec<Node>,
    text: String,
    /// Whether a limit left something out.
    pub(crate) truncated: bool,
}

impl Document {
    pub(crate) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.idx()]
    }

    /// Every node, in the order of their tokens.
    pub(crate) fn ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.nodes.len() as u32).map(NodeId)
    }

    pub(crate) fn element(&self, id: NodeId) -> Option<&Element> {
        match &self.node(id).data {
            NodeData::Element(element) => Some(element),
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

    /// The text directly inside an element, such as a title or a script.
    pub(crate) fn own_text(&self, id: NodeId) -> String {
        let mut text = String::new();
        for child in self.children(id) {
            if let NodeData::Text(range) = &self.node(child).data {
                text.push_str(self.text(range));
            }
        }
        text
    }
}
