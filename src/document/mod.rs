//! A bounded, read-only tree of a page; the only room that knows html5ever.
//!
//! Text comes in, a [`Document`] goes out. Parsing never fails: what goes past a limit is left out and
//! [`Document::truncated`] says so. Nodes live in one vector and their text in one string.

mod attribute;
#[cfg(test)]
mod conformance;
mod known;
mod tag;
mod tree_sink;

use std::borrow::Cow;
use std::num::NonZeroU32;
use std::ops::Range;

use html5ever::{Attribute, QualName};

pub(crate) use attribute::AttributeName;
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
pub(crate) struct Element {
    pub(crate) name: QualName,
    pub(crate) tag: Tag,
    pub(crate) attributes: Vec<Attribute>,
    known: KnownAttributes,
}

/// Where the attributes stand that are asked for most, and which others there are.
#[derive(Clone, Copy, Debug)]
struct KnownAttributes {
    class: u16,
    id: u16,
    style: u16,
    /// A bit for every name that is there.
    names: u32,
}

const NOWHERE: u16 = u16::MAX;

impl KnownAttributes {
    fn of(attributes: &[Attribute]) -> Self {
        let mut known = KnownAttributes { class: NOWHERE, id: NOWHERE, style: NOWHERE, names: 0 };
        for (idx, attribute) in attributes.iter().enumerate() {
            let name = AttributeName::of(&attribute.name.local);
            let place = match name {
                AttributeName::Class => &mut known.class,
                AttributeName::Id => &mut known.id,
                AttributeName::Style => &mut known.style,
                _ => {
                    known.names |= name.bit();
                    continue;
                }
            };
            *place = (*place).min(idx as u16);
        }
        known
    }
}

impl Element {
    fn new(name: QualName, tag: Tag, attributes: Vec<Attribute>) -> Self {
        let known = KnownAttributes::of(&attributes);
        Element { name, tag, attributes, known }
    }

    /// Adds an attribute if there is none of its name.
    fn add_missing(&mut self, attribute: Attribute) {
        if !self.attributes.iter().any(|known| known.name == attribute.name) {
            self.attributes.push(attribute);
            self.known = KnownAttributes::of(&self.attributes);
        }
    }

    /// Whether the element may say something of the page as a whole.
    fn is_telling(&self) -> bool {
        matches!(self.tag, Tag::Html | Tag::Title | Tag::Meta | Tag::Link | Tag::Script | Tag::Style)
            || self.has_any(&[AttributeName::Controls, AttributeName::Href])
    }

    fn value_at(&self, place: u16) -> Option<&str> {
        self.attributes.get(usize::from(place)).map(|attribute| &*attribute.value)
    }

    /// The value of `class`.
    pub(crate) fn class(&self) -> Option<&str> {
        self.value_at(self.known.class)
    }

    /// The value of `id`.
    pub(crate) fn id(&self) -> Option<&str> {
        self.value_at(self.known.id)
    }

    /// The value of `style`.
    pub(crate) fn style(&self) -> Option<&str> {
        self.value_at(self.known.style)
    }

    /// Whether there is an attribute of one of these names; `class`, `id` and `style` are not told.
    pub(crate) fn has_any(&self, names: &[AttributeName]) -> bool {
        self.known.names & names.iter().fold(0, |bits, name| bits | name.bit()) != 0
    }

    /// The attributes in order, with what is known of their names.
    pub(crate) fn named_attributes(&self) -> impl Iterator<Item = (AttributeName, &str)> {
        self.attributes.iter().map(|a| (AttributeName::of(&a.name.local), &*a.value))
    }

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
    /// Elements that may say something of the page as a whole, in the order of their tokens.
    telling: Vec<NodeId>,
    /// Whether a limit left something out.
    pub(crate) truncated: bool,
}

impl Document {
    pub(crate) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.idx()]
    }

    /// The elements that may say something of the page as a whole: those of titles, styles, scripts and the like, and
    /// those with an attribute that may name the id of another. In the order of their tokens.
    pub(crate) fn telling(&self) -> &[NodeId] {
        &self.telling
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
