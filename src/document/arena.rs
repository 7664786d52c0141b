//! The tree under construction: nodes in one vector, linked by their places in it.
//!
//! In: what tree construction wants put where. Out: a [`Document`]'s nodes, text and attributes. It counts what the
//! limits speak of and decides nothing.

use super::element::{Attribute, AttributeRange, ElementData, Namespace};
use super::{Document, Limits, Node, NodeData, NodeId, Tag};
use crate::tokenizer::{self, Name, Span, Strings};

/// A place in the tree: the last one inside a parent, or before one of its children.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) parent: NodeId,
    pub(super) before: Option<NodeId>,
}

impl Place {
    pub(super) fn last_in(parent: NodeId) -> Self {
        Place { parent, before: None }
    }
}

pub(super) struct Arena {
    nodes: Vec<Node>,
    text: String,
    attributes: Vec<Attribute>,
    telling: Vec<NodeId>,
    /// Byte of the source at which the token begins that is being put into the tree.
    pub(super) offset: u32,
    /// Depth of the element that the last element was put into.
    depth: u32,
    pub(super) truncated: bool,
    max_depth: u32,
    max_nodes: usize,
    /// Attributes that one element may have.
    max_attributes: usize,
}

impl Arena {
    pub(super) fn new(n_bytes: usize, limits: &Limits) -> Self {
        let mut nodes = Vec::with_capacity(n_bytes / 32 + 8);
        nodes.push(new_node(NodeData::Root, 0));
        Arena {
            nodes,
            text: String::with_capacity(n_bytes),
            attributes: Vec::with_capacity(n_bytes / 64 + 8),
            telling: Vec::new(),
            offset: 0,
            depth: 0,
            truncated: false,
            max_depth: limits.max_depth,
            max_nodes: limits.max_nodes(n_bytes),
            max_attributes: limits.max_attributes(),
        }
    }

    pub(super) fn finish(self, strings: Strings<'_>) -> Document<'_> {
        let Arena { nodes, text, attributes, telling, truncated, .. } = self;
        Document { nodes, text, attributes, strings, telling, truncated }
    }

    /// Whether no more elements may be added.
    pub(super) fn is_full(&self) -> bool {
        self.depth >= self.max_depth || self.nodes.len() >= self.max_nodes
    }

    pub(super) fn attributes(&self, range: AttributeRange) -> &[Attribute] {
        range.of(&self.attributes)
    }

    /// Keeps the attributes of a tag.
    pub(super) fn keep_attributes(
        &mut self,
        attributes: &[tokenizer::Attribute],
        strings: &Strings<'_>,
    ) -> AttributeRange {
        let range = AttributeRange { start: self.attributes.len() as u32, n: attributes.len() as u16 };
        self.attributes.extend(attributes.iter().map(|attribute| Attribute::of(attribute, strings)));
        range
    }

    /// Makes an element that stands nowhere yet.
    pub(super) fn create(
        &mut self,
        name: Name,
        namespace: Namespace,
        text: Span,
        tag: Tag,
        attributes: AttributeRange,
    ) -> NodeId {
        let element = ElementData::new(name, namespace, text, tag, attributes, &self.attributes);
        let id = NodeId::new(self.nodes.len());
        if element.is_telling() {
            self.telling.push(id);
        }
        self.nodes.push(new_node(NodeData::Element(element), self.offset));
        id
    }

    /// Adds those attributes of a tag to an element whose names it does not have.
    pub(super) fn add_missing(&mut self, id: NodeId, attributes: &[tokenizer::Attribute], strings: &Strings<'_>) {
        let NodeData::Element(element) = &mut self.nodes[id.idx()].data else { return };
        let old = element.attributes();
        let is_new = |new: &&tokenizer::Attribute| {
            !old.of(&self.attributes).iter().any(|known| strings.get(known.name) == strings.get(new.name))
        };
        let mut added: Vec<Attribute> =
            attributes.iter().filter(is_new).map(|new| Attribute::of(new, strings)).collect();
        let room = self.max_attributes.saturating_sub(usize::from(old.n));
        self.truncated |= added.len() > room;
        added.truncate(room);
        if added.is_empty() {
            return;
        }
        let (start, n_added) = (self.attributes.len() as u32, added.len() as u16);
        let first = old.start as usize;
        self.attributes.extend_from_within(first..first + usize::from(old.n));
        self.attributes.append(&mut added);
        let was_telling = element.is_telling();
        element.set_attributes(AttributeRange { start, n: old.n + n_added }, &self.attributes);
        if element.is_telling() && !was_telling {
            self.telling.push(id);
        }
    }

    pub(super) fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.nodes[id.idx()].parent
    }

    /// Notes that an element is no longer open.
    pub(super) fn note_closed(&mut self, id: NodeId) {
        self.depth = self.parent(id).map_or(0, |parent| self.nodes[parent.idx()].depth);
    }

    /// Puts a node at a place, wherever it stood before.
    pub(super) fn put(&mut self, place: Place, node: NodeId) {
        self.unlink(node);
        self.link(place, node);
        self.depth = self.nodes[place.parent.idx()].depth;
    }

    /// Puts text at a place, into the text that ends there if there is one.
    pub(super) fn put_text(&mut self, place: Place, text: &str) {
        let neighbour = match place.before {
            Some(sibling) => self.nodes[sibling.idx()].previous,
            None => self.nodes[place.parent.idx()].last_child,
        };
        let start = self.text.len() as u32;
        self.text.push_str(text);
        let end = self.text.len() as u32;
        if let Some(neighbour) = neighbour
            && let NodeData::Text(range) = &mut self.nodes[neighbour.idx()].data
            && range.end == start
        {
            range.end = end;
            return;
        }
        let id = NodeId::new(self.nodes.len());
        self.nodes.push(new_node(NodeData::Text(start..end), self.offset));
        self.link(place, id);
    }

    /// Moves all children of a node behind those of another.
    pub(super) fn move_children(&mut self, from: NodeId, to: NodeId) {
        while let Some(child) = self.nodes[from.idx()].first_child {
            self.unlink(child);
            self.link(Place::last_in(to), child);
        }
    }

    fn link(&mut self, place: Place, child: NodeId) {
        let nodes = &mut self.nodes;
        let previous = match place.before {
            Some(sibling) => nodes[sibling.idx()].previous.replace(child),
            None => nodes[place.parent.idx()].last_child.replace(child),
        };
        match previous {
            Some(previous) => nodes[previous.idx()].next = Some(child),
            None => nodes[place.parent.idx()].first_child = Some(child),
        }
        let depth = nodes[place.parent.idx()].depth + 1;
        let node = &mut nodes[child.idx()];
        node.parent = Some(place.parent);
        node.previous = previous;
        node.next = place.before;
        node.depth = depth;
    }

    /// Takes a node out of the tree.
    pub(super) fn unlink(&mut self, child: NodeId) {
        let nodes = &mut self.nodes;
        let node = &mut nodes[child.idx()];
        let (parent, previous, next) = (node.parent.take(), node.previous.take(), node.next.take());
        let Some(parent) = parent else { return };
        match previous {
            Some(previous) => nodes[previous.idx()].next = next,
            None => nodes[parent.idx()].first_child = next,
        }
        match next {
            Some(next) => nodes[next.idx()].previous = previous,
            None => nodes[parent.idx()].last_child = previous,
        }
    }
}

fn new_node(data: NodeData, offset: u32) -> Node {
    Node { data, parent: None, previous: None, next: None, first_child: None, last_child: None, offset, depth: 0 }
}
