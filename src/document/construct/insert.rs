//! Where nodes go, and how elements are opened and closed (HTML standard 13.2.6.1 and 13.2.6.3).

use super::super::arena::Place;
use super::super::element::{AttributeRange, Namespace};
use super::super::{NodeId, Tag as ElementTag};
use super::sets::{BUTTON_SCOPE, IMPLIED_END, Sets, TABLE_PART};
use super::stack::Open;
use super::{DONE, Flow, Mode, TreeBuilder};
use crate::tokenizer::{Name, Next, RawKind, Span, Strings, Tag};

impl TreeBuilder {
    /// The appropriate place for inserting a node inside the innermost element.
    #[inline]
    fn place(&self) -> Place {
        self.place_inside(self.open.current())
    }

    /// The appropriate place for inserting a node inside `target`: before the table where foster parenting is on.
    #[inline]
    pub(super) fn place_inside(&self, target: Open) -> Place {
        if self.foster_parenting && target.is_in(TABLE_PART) {
            self.foster_place()
        } else {
            Place::last_in(target.node)
        }
    }

    fn foster_place(&self) -> Place {
        for (at, open) in self.open.innermost_first() {
            if open.is(Name::Template) {
                return Place::last_in(open.node);
            }
            if open.is(Name::Table) {
                return match self.arena.parent(open.node) {
                    Some(parent) => Place { parent, before: Some(open.node) },
                    None => Place::last_in(self.open.at(at.saturating_sub(1)).node),
                };
            }
        }
        Place::last_in(self.open.at(0).node)
    }

    /// Makes an element of HTML whose name is known; it stands nowhere yet.
    pub(super) fn create(&mut self, name: Name, attributes: AttributeRange) -> Open {
        let tag = ElementTag::of(name, "");
        let node = self.arena.create(name, Namespace::Html, Span::NOTHING, tag, attributes);
        Open::new(node, name, Namespace::Html, Span::NOTHING)
    }

    /// Opens an element of HTML whose name is known.
    pub(super) fn insert_element(&mut self, name: Name, attributes: AttributeRange) -> Open {
        let place = self.place();
        let open = self.create(name, attributes);
        self.arena.put(place, open.node);
        self.open.push(open);
        open
    }

    /// Opens an element of HTML that no tag asked for.
    pub(super) fn insert_implied(&mut self, name: Name) -> Open {
        self.insert_element(name, AttributeRange::default())
    }

    /// Puts the element of a tag into the tree; it is not open.
    pub(super) fn put_element(&mut self, namespace: Namespace, tag: &Tag, strings: &Strings<'_>) -> Open {
        let place = self.place();
        let attributes = self.arena.keep_attributes(&tag.attributes, strings);
        let element_tag = match tag.name {
            Name::Other => ElementTag::of(tag.name, strings.get(tag.text)),
            name => ElementTag::of(name, ""),
        };
        let node = self.arena.create(tag.name, namespace, tag.text, element_tag, attributes);
        self.arena.put(place, node);
        Open::new(node, tag.name, namespace, tag.text)
    }

    /// Opens the element of a tag.
    pub(super) fn insert(&mut self, tag: &Tag, strings: &Strings<'_>) -> Open {
        let open = self.put_element(Namespace::Html, tag, strings);
        self.open.push(open);
        open
    }

    /// Puts the element of a tag into the tree that holds nothing.
    pub(super) fn insert_void(&mut self, tag: &Tag, strings: &Strings<'_>) -> Flow {
        self.put_element(Namespace::Html, tag, strings);
        DONE
    }

    /// Opens the element of a tag that holds only text (13.2.6.2).
    pub(super) fn insert_raw(&mut self, tag: &Tag, strings: &Strings<'_>, kind: RawKind) -> Flow {
        self.insert(tag, strings);
        self.original_mode = self.mode;
        self.mode = Mode::Text;
        // Nobody reads what stands inside these frames.
        Flow::Done(if tag.name == Name::Iframe { Next::SkipRaw(kind) } else { Next::Raw(kind) })
    }

    /// Puts text where it belongs.
    pub(super) fn append_text(&mut self, text: &str) {
        let place = self.place();
        self.arena.put_text(place, text);
    }

    /// Closes the innermost element.
    pub(super) fn pop(&mut self) {
        if let Some(open) = self.open.pop() {
            self.arena.note_closed(open.node);
        }
    }

    /// Closes an element, whatever is open inside it.
    pub(super) fn close_wherever(&mut self, node: NodeId) {
        if let Some(at) = self.open.place_of(node) {
            self.open.remove(at);
            self.arena.note_closed(node);
        }
    }

    /// Closes elements whose end tags may be left out.
    pub(super) fn close_implied(&mut self, sets: Sets) {
        while self.open.current().is_in(sets) {
            self.pop();
        }
    }

    /// The same but for elements of one name.
    pub(super) fn close_implied_except(&mut self, name: Name) {
        while self.open.current().is_in(IMPLIED_END) && !self.open.current().is(name) {
            self.pop();
        }
    }

    /// Closes the innermost element of that name and all inside it.
    pub(super) fn close_through(&mut self, name: Name) {
        self.close_implied(IMPLIED_END);
        self.open.pop_through(name);
    }

    pub(super) fn close_paragraph(&mut self) {
        self.close_implied_except(Name::P);
        self.open.pop_through(Name::P);
    }

    #[inline]
    pub(super) fn close_paragraph_in_scope(&mut self) {
        if self.open.has_in_scope(Name::P, BUTTON_SCOPE) {
            self.close_paragraph();
        }
    }
}
