//! The stack of open elements (HTML standard 13.2.4.2).
//!
//! In: elements as they are opened and closed. Out: which one is innermost, and whether one is in scope. How many of
//! each name are open is counted, so that most questions about scope need no look at the stack.

use super::super::NodeId;
use super::super::element::Namespace;
use super::sets::{Sets, sets_of};
use crate::tokenizer::{Name, Span, Strings, Tag};

/// An open element.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    pub(super) node: NodeId,
    /// The name as text; empty where the name alone tells it.
    text: Span,
    pub(super) name: Name,
    pub(super) namespace: Namespace,
    sets: Sets,
}

impl Open {
    pub(super) fn new(node: NodeId, name: Name, namespace: Namespace, text: Span) -> Self {
        Open { node, text, name, namespace, sets: sets_of(name, namespace) }
    }

    /// Whether this is the element of HTML with that name, which is not [`Name::Other`].
    #[inline]
    pub(super) fn is(&self, name: Name) -> bool {
        self.name == name && self.namespace == Namespace::Html
    }

    /// Whether the element is in one of the sets.
    #[inline]
    pub(super) fn is_in(&self, sets: Sets) -> bool {
        self.sets & sets != 0
    }

    pub(super) fn is_html(&self) -> bool {
        self.namespace == Namespace::Html
    }

    /// Whether the element and the tag have the same name, whatever the namespace and the case.
    pub(super) fn has_name_of(&self, tag: &Tag, strings: &Strings<'_>) -> bool {
        self.name == tag.name
            && (self.name != Name::Other || strings.get(self.text).eq_ignore_ascii_case(strings.get(tag.text)))
    }
}

/// Stands where no element is open.
const NOTHING: Open =
    Open { node: NodeId::ROOT, text: Span::NOTHING, name: Name::Other, namespace: Namespace::Html, sets: 0 };

pub(super) struct OpenElements {
    stack: Vec<Open>,
    /// Open elements of HTML by name.
    counts: [u32; Name::COUNT],
}

impl Default for OpenElements {
    fn default() -> Self {
        OpenElements { stack: Vec::with_capacity(64), counts: [0; Name::COUNT] }
    }
}

impl OpenElements {
    pub(super) fn len(&self) -> usize {
        self.stack.len()
    }

    /// The innermost open element.
    #[inline]
    pub(super) fn current(&self) -> Open {
        self.stack.last().copied().unwrap_or(NOTHING)
    }

    /// The element at a place; the outermost stands at 0.
    pub(super) fn at(&self, place: usize) -> Open {
        self.stack.get(place).copied().unwrap_or(NOTHING)
    }

    /// The open elements, innermost first, with their places.
    pub(super) fn innermost_first(&self) -> impl Iterator<Item = (usize, &Open)> {
        self.stack.iter().enumerate().rev()
    }

    fn count(&mut self, open: Open, change: i32) {
        if open.is_html() {
            let count = &mut self.counts[open.name as usize];
            *count = count.wrapping_add_signed(change);
        }
    }

    pub(super) fn push(&mut self, open: Open) {
        self.count(open, 1);
        self.stack.push(open);
    }

    pub(super) fn pop(&mut self) -> Option<Open> {
        let open = self.stack.pop()?;
        self.count(open, -1);
        Some(open)
    }

    /// Closes elements until `n` are open.
    pub(super) fn truncate(&mut self, n: usize) {
        while self.stack.len() > n {
            self.pop();
        }
    }

    pub(super) fn insert(&mut self, place: usize, open: Open) {
        self.count(open, 1);
        self.stack.insert(place.min(self.stack.len()), open);
    }

    pub(super) fn remove(&mut self, place: usize) {
        if place < self.stack.len() {
            let open = self.stack.remove(place);
            self.count(open, -1);
        }
    }

    pub(super) fn replace(&mut self, place: usize, open: Open) {
        if let Some(old) = self.stack.get_mut(place) {
            let old = std::mem::replace(old, open);
            self.count(old, -1);
            self.count(open, 1);
        }
    }

    /// Closes elements until the innermost is in one of the sets.
    pub(super) fn pop_to(&mut self, sets: Sets) {
        while self.stack.last().is_some_and(|open| !open.is_in(sets)) {
            self.pop();
        }
    }

    /// Closes elements up to one in the sets, that one included.
    pub(super) fn pop_through_sets(&mut self, sets: Sets) {
        while self.pop().is_some_and(|open| !open.is_in(sets)) {}
    }

    /// Closes elements up to one of that name, that one included.
    pub(super) fn pop_through(&mut self, name: Name) {
        while self.pop().is_some_and(|open| !open.is(name)) {}
    }

    pub(super) fn place_of(&self, node: NodeId) -> Option<usize> {
        self.stack.iter().rposition(|open| open.node == node)
    }

    /// Whether an element of HTML with that name is open.
    #[inline]
    pub(super) fn has(&self, name: Name) -> bool {
        self.counts[name as usize] > 0
    }

    /// Whether an element of that name is open and nothing in `scope` stands inside it.
    #[inline]
    pub(super) fn has_in_scope(&self, name: Name, scope: Sets) -> bool {
        self.has(name) && self.finds_in_scope(scope, |open| open.is(name))
    }

    pub(super) fn has_node_in_scope(&self, node: NodeId, scope: Sets) -> bool {
        self.finds_in_scope(scope, |open| open.node == node)
    }

    /// Whether an element in one of the sets is in scope.
    pub(super) fn has_any_in_scope(&self, sets: Sets, scope: Sets) -> bool {
        self.finds_in_scope(scope, |open| open.is_in(sets))
    }

    fn finds_in_scope(&self, scope: Sets, is_it: impl Fn(&Open) -> bool) -> bool {
        for open in self.stack.iter().rev() {
            if is_it(open) {
                return true;
            }
            if open.is_in(scope) {
                return false;
            }
        }
        false
    }
}
