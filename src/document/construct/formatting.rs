//! The list of active formatting elements, and the algorithms that mend wrongly nested ones.
//!
//! HTML standard, "The list of active formatting elements" (13.2.4.3) and the adoption agency algorithm in "The rules
//! for parsing tokens in HTML content" (13.2.6.4.7).

use super::super::NodeId;
use super::super::arena::{Arena, Place};
use super::super::element::AttributeRange;
use super::TreeBuilder;
use super::sets::{SCOPE, SPECIAL};
use super::stack::Open;
use crate::tokenizer::{Name, Strings, Tag};

/// Rounds of the adoption agency, and elements that one round opens again.
const MAX_ROUNDS: usize = 8;
const MAX_REOPENED: usize = 3;
/// Equal formatting elements that are kept between two markers.
const MAX_EQUAL: usize = 3;

/// An entry of the list.
#[derive(Clone, Copy, Debug)]
pub(super) enum Entry {
    /// The begin of a cell, caption, template or the like.
    Marker,
    Element(Formatting),
}

/// A formatting element, and what it takes to open it again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Formatting {
    node: NodeId,
    name: Name,
    attributes: AttributeRange,
}

impl Entry {
    fn is_of(&self, node: NodeId) -> bool {
        matches!(self, Entry::Element(element) if element.node == node)
    }
}

/// Whether two elements have the same attributes, in any order.
fn have_equal_attributes(arena: &Arena, a: AttributeRange, b: AttributeRange, strings: &Strings<'_>) -> bool {
    let (a, b) = (arena.attributes(a), arena.attributes(b));
    a.len() == b.len()
        && a.iter().enumerate().all(|(n, one)| {
            let (name, value) = (strings.get(one.name), strings.get(one.value));
            let in_order = b[n..].iter().chain(&b[..n]);
            let mut named = in_order.filter(|other| strings.get(other.name) == name);
            named.next().is_some_and(|other| strings.get(other.value) == value)
        })
}

impl TreeBuilder {
    pub(super) fn push_marker(&mut self) {
        self.formatting.push(Entry::Marker);
    }

    /// Forgets the formatting elements since the last marker, and the marker.
    pub(super) fn clear_formatting(&mut self) {
        while let Some(Entry::Element(_)) = self.formatting.pop() {}
    }

    /// The formatting elements since the last marker, the last first, with their places.
    fn formatting_to_marker(&self) -> impl Iterator<Item = (usize, Formatting)> {
        self.formatting.iter().enumerate().rev().map_while(|(at, entry)| match entry {
            Entry::Marker => None,
            Entry::Element(element) => Some((at, *element)),
        })
    }

    fn place_in_formatting(&self, node: NodeId) -> Option<usize> {
        self.formatting.iter().position(|entry| entry.is_of(node))
    }

    /// Opens an element that is opened again where its end tag is missing.
    pub(super) fn insert_formatting(&mut self, tag: &Tag, strings: &Strings<'_>) {
        let attributes = self.arena.keep_attributes(&tag.attributes, strings);
        let equal = self.formatting_to_marker().filter(|(_, known)| {
            known.name == tag.name && have_equal_attributes(&self.arena, known.attributes, attributes, strings)
        });
        let (n_equal, first) = equal.fold((0, 0), |(n, _), (at, _)| (n + 1, at));
        if n_equal >= MAX_EQUAL {
            self.formatting.remove(first);
        }
        let open = self.insert_element(tag.name, attributes);
        self.formatting.push(Entry::Element(Formatting { node: open.node, name: tag.name, attributes }));
    }

    fn is_marker_or_open(&self, entry: &Entry) -> bool {
        match entry {
            Entry::Marker => true,
            Entry::Element(element) => self.open.place_of(element.node).is_some(),
        }
    }

    /// Opens again the formatting elements that were closed without an end tag of theirs.
    pub(super) fn reconstruct_formatting(&mut self) {
        let Some(last) = self.formatting.last() else { return };
        if self.is_marker_or_open(last) {
            return;
        }
        let known = self.formatting.iter().rposition(|entry| self.is_marker_or_open(entry));
        for at in known.map_or(0, |at| at + 1)..self.formatting.len() {
            if let Entry::Element(element) = self.formatting[at] {
                let open = self.insert_element(element.name, element.attributes);
                self.formatting[at] = Entry::Element(Formatting { node: open.node, ..element });
            }
        }
    }

    /// A link begins: one that is still open ends.
    pub(super) fn close_link(&mut self) {
        let link = self.formatting_to_marker().find(|(_, element)| element.name == Name::A);
        let Some((_, Formatting { node, .. })) = link else { return };
        self.adoption_agency(Name::A);
        if let Some(at) = self.place_in_formatting(node) {
            self.formatting.remove(at);
        }
        self.close_wherever(node);
    }

    /// The end tag of a formatting element: it ends around whatever else is open.
    pub(super) fn adoption_agency(&mut self, name: Name) {
        let current = self.open.current();
        if current.is(name) && self.place_in_formatting(current.node).is_none() {
            self.pop();
            return;
        }
        for _ in 0..MAX_ROUNDS {
            let Some((at, element)) = self.formatting_to_marker().find(|(_, element)| element.name == name) else {
                return self.end_any_other(name, |open| open.is(name));
            };
            let Some(open_at) = self.open.place_of(element.node) else {
                self.formatting.remove(at);
                return;
            };
            if !self.open.has_node_in_scope(element.node, SCOPE) {
                return;
            }
            let Some(block_at) = (open_at..self.open.len()).find(|at| self.open.at(*at).is_in(SPECIAL)) else {
                self.open.truncate(open_at);
                self.formatting.remove(at);
                return;
            };
            self.adopt(element, open_at, block_at);
        }
    }

    /// One round of the adoption agency (its steps 4.9 to 4.19): the formatting element, which stands at `open_at`, ends
    /// before the block at `block_at` and begins again inside it.
    fn adopt(&mut self, element: Formatting, open_at: usize, block_at: usize) {
        let common_ancestor = self.open.at(open_at.saturating_sub(1));
        let block = self.open.at(block_at);
        let mut last = block.node;
        let mut insert_after = None;
        let mut at = block_at;
        for n_seen in 1.. {
            at = at.saturating_sub(1);
            let node = self.open.at(at);
            if node.node == element.node || at == 0 {
                break;
            }
            let entry_at = self.place_in_formatting(node.node);
            if n_seen > MAX_REOPENED
                && let Some(entry_at) = entry_at
            {
                self.formatting.remove(entry_at);
            }
            let (Some(entry_at), true) = (entry_at, n_seen <= MAX_REOPENED) else {
                self.open.remove(at);
                continue;
            };
            let Entry::Element(again) = self.formatting[entry_at] else { break };
            let new = self.create_again(again);
            self.open.replace(at, new);
            self.formatting[entry_at] = Entry::Element(Formatting { node: new.node, ..again });
            if last == block.node {
                insert_after = Some(new.node);
            }
            self.arena.put(Place::last_in(new.node), last);
            last = new.node;
        }
        self.arena.unlink(last);
        self.arena.put(self.place_inside(common_ancestor), last);
        let new = self.create_again(element);
        self.arena.move_children(block.node, new.node);
        self.arena.put(Place::last_in(block.node), new.node);
        self.rebook(element, Formatting { node: new.node, ..element }, insert_after);
        self.close_wherever(element.node);
        let place = self.open.place_of(block.node).map_or(self.open.len(), |at| at + 1);
        self.open.insert(place, new);
    }

    /// Puts the new element into the list where the old one stood, or behind another.
    fn rebook(&mut self, old: Formatting, new: Formatting, insert_after: Option<NodeId>) {
        if let Some(after) = insert_after.and_then(|node| self.place_in_formatting(node)) {
            self.formatting.insert(after + 1, Entry::Element(new));
            if let Some(at) = self.place_in_formatting(old.node) {
                self.formatting.remove(at);
            }
        } else if let Some(at) = self.place_in_formatting(old.node) {
            self.formatting[at] = Entry::Element(new);
        }
    }

    /// An element like one that was open, standing nowhere yet.
    fn create_again(&mut self, element: Formatting) -> Open {
        self.create(element.name, element.attributes)
    }
}
