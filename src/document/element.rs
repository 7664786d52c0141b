//! An element of a document, as other rooms read it.
//!
//! In: a document and what it keeps of an element. Out: names and values as text.

use super::{AttributeName, Document, Tag};
use crate::tokenizer::{self, Name, Span, Strings};

/// Where an element comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Namespace {
    Html,
    Svg,
    MathMl,
}

/// An attribute as it is kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attribute {
    pub(super) known: AttributeName,
    /// Of foreign names without the part that says their namespace, such as `xlink:`.
    pub(super) name: Span,
    pub(super) value: Span,
}

impl Attribute {
    pub(super) fn of(token: &tokenizer::Attribute, strings: &Strings<'_>) -> Self {
        let tokenizer::Attribute { name, value } = *token;
        Attribute { known: AttributeName::of(strings.get(name)), name, value }
    }
}

/// A range of a document's attributes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct AttributeRange {
    pub(super) start: u32,
    pub(super) n: u16,
}

impl AttributeRange {
    pub(super) fn of(self, attributes: &[Attribute]) -> &[Attribute] {
        let start = self.start as usize;
        attributes.get(start..start + usize::from(self.n)).unwrap_or_default()
    }
}

/// What a document keeps of an element.
#[derive(Debug)]
pub(crate) struct ElementData {
    /// The name as text.
    text: Span,
    attributes: AttributeRange,
    known: KnownAttributes,
    name: Name,
    namespace: Namespace,
    tag: Tag,
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
            let place = match attribute.known {
                AttributeName::Class => &mut known.class,
                AttributeName::Id => &mut known.id,
                AttributeName::Style => &mut known.style,
                name => {
                    known.names |= name.bit();
                    continue;
                }
            };
            *place = (*place).min(idx as u16);
        }
        known
    }
}

impl ElementData {
    /// An element whose attributes are the `range` of `attributes`.
    pub(super) fn new(
        name: Name,
        namespace: Namespace,
        text: Span,
        tag: Tag,
        range: AttributeRange,
        attributes: &[Attribute],
    ) -> Self {
        let known = KnownAttributes::of(range.of(attributes));
        ElementData { text, attributes: range, known, name, namespace, tag }
    }

    pub(super) fn attributes(&self) -> AttributeRange {
        self.attributes
    }

    /// Gives the element another range of attributes.
    pub(super) fn set_attributes(&mut self, range: AttributeRange, attributes: &[Attribute]) {
        self.attributes = range;
        self.known = KnownAttributes::of(range.of(attributes));
    }

    /// Whether the element may say something of the page as a whole.
    pub(super) fn is_telling(&self) -> bool {
        const MAY_NAME_AN_ID: u32 = 1 << AttributeName::Controls as u32 | 1 << AttributeName::Href as u32;
        matches!(self.tag, Tag::Html | Tag::Title | Tag::Meta | Tag::Link | Tag::Script | Tag::Style)
            || self.known.names & MAY_NAME_AN_ID != 0
    }
}

/// An element of a document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element<'d> {
    document: &'d Document<'d>,
    data: &'d ElementData,
    pub(crate) tag: Tag,
}

impl<'d> Element<'d> {
    pub(super) fn new(document: &'d Document<'d>, data: &'d ElementData) -> Self {
        Element { document, data, tag: data.tag }
    }

    /// The name as text.
    pub(crate) fn name(self) -> &'d str {
        match Name::ALL.get(self.data.name as usize) {
            Some((text, _)) if self.data.namespace == Namespace::Html => text,
            _ => self.document.strings.get(self.data.text),
        }
    }

    /// Whether the element is of HTML, not of a drawing or formula.
    pub(crate) fn is_html(self) -> bool {
        self.data.namespace == Namespace::Html
    }

    #[cfg(test)]
    pub(super) fn namespace(self) -> Namespace {
        self.data.namespace
    }

    pub(super) fn attributes(self) -> &'d [Attribute] {
        self.data.attributes.of(&self.document.attributes)
    }

    fn value_at(self, place: u16) -> Option<&'d str> {
        self.attributes().get(usize::from(place)).map(|attribute| self.document.strings.get(attribute.value))
    }

    pub(crate) fn has_attributes(self) -> bool {
        self.data.attributes.n > 0
    }

    /// The value of `class`.
    pub(crate) fn class(self) -> Option<&'d str> {
        self.value_at(self.data.known.class)
    }

    /// The value of `id`.
    pub(crate) fn id(self) -> Option<&'d str> {
        self.value_at(self.data.known.id)
    }

    /// The value of `style`.
    pub(crate) fn style(self) -> Option<&'d str> {
        self.value_at(self.data.known.style)
    }

    /// Whether there is an attribute of one of these names; `class`, `id` and `style` are not told.
    pub(crate) fn has_any(self, names: &[AttributeName]) -> bool {
        self.data.known.names & names.iter().fold(0, |bits, name| bits | name.bit()) != 0
    }

    /// The attributes in order, with what is known of their names.
    pub(crate) fn named_attributes(self) -> impl Iterator<Item = (AttributeName, &'d str)> {
        self.attributes().iter().map(move |a| (a.known, self.document.strings.get(a.value)))
    }

    pub(crate) fn attribute(self, name: &str) -> Option<&'d str> {
        let strings = &self.document.strings;
        let mut attributes = self.attributes().iter();
        let found = attributes.find(|a| a.name.len() == name.len() && strings.get(a.name) == name);
        found.map(|a| strings.get(a.value))
    }
}
