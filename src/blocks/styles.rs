//! Ask the style room about the elements of a document.

use std::collections::BTreeSet;

use crate::document::{AttributeName, Document, Element, NodeId, Tag};
use crate::style::{Hiding, HidingPurpose, Names, OpenNames, ScriptHiding, StyleSheet, StyledElement, script_hidden};

/// What a page's style sheets and scripts say about hiding.
pub(crate) struct PageStyles {
    sheet: StyleSheet,
    scripts: ScriptHiding,
    /// Ids that a control on the page names: what opens and closes.
    controlled: BTreeSet<String>,
    /// The names of the elements that are open, kept where rules may ask for them.
    open: OpenNames,
}

impl PageStyles {
    pub(crate) fn of(document: &Document<'_>) -> Self {
        let (mut sheets, mut scripts, mut controlled) = (Vec::new(), Vec::new(), BTreeSet::new());
        for &id in document.telling() {
            let Some(element) = document.element(id) else { continue };
            match element.tag {
                Tag::Style if element.attribute("media") != Some("print") => sheets.push(document.own_text(id)),
                Tag::Script if is_javascript(element) => scripts.push(document.own_text(id)),
                _ => controlled.extend(controlled_id(element).map(str::to_owned)),
            }
        }
        PageStyles {
            sheet: StyleSheet::parse(sheets.iter().map(|text| &**text)),
            scripts: script_hidden(scripts.iter().map(|text| &**text)),
            controlled,
            open: OpenNames::default(),
        }
    }

    /// How an element is hidden, if it is. Elements are to be asked about in document order; `depth` is the number of
    /// elements around this one, all of which were asked about.
    pub(crate) fn hiding(&mut self, document: &Document<'_>, id: NodeId, depth: usize) -> Option<Hiding> {
        let is_kept = !(self.sheet.is_empty() && self.scripts.is_empty());
        if is_kept && let Some(element) = document.element(id) {
            self.open.open(depth, element.name(), element.id(), classes_of(element));
        }
        let open = is_kept.then_some(&self.open);
        let element = Styled { document, id, controlled: &self.controlled, open, depth };
        let by_script = || self.scripts.hiding(&element);
        let mut hiding = self.sheet.hiding(&element).or_else(by_script)?;
        if hiding.purpose == HidingPurpose::Unknown && self.scripts.shows(&element) {
            hiding.purpose = HidingPurpose::Disclosure;
        }
        Some(hiding)
    }
}

fn is_javascript(element: Element<'_>) -> bool {
    element.attribute("src").is_none()
        && element.attribute("type").is_none_or(|t| t.is_empty() || t.contains("javascript"))
}

/// The id that an element opens and closes.
fn controlled_id(element: Element<'_>) -> Option<&str> {
    if !element.has_any(&[AttributeName::Controls, AttributeName::Href]) {
        return None;
    }
    let named = ["aria-controls", "data-target", "data-bs-target"].iter().find_map(|name| element.attribute(name));
    let link = || element.attribute("href").filter(|href| href.len() > 1).and_then(|href| href.strip_prefix('#'));
    named.map(|id| id.strip_prefix('#').unwrap_or(id)).or_else(link)
}

fn classes_of(element: Element<'_>) -> impl Iterator<Item = &str> {
    element.class().unwrap_or_default().split_ascii_whitespace()
}

/// An element as the style room looks at it.
#[derive(Clone, Copy)]
struct Styled<'a> {
    document: &'a Document<'a>,
    id: NodeId,
    controlled: &'a BTreeSet<String>,
    /// The names of the elements around and of this one, which stands at `depth`.
    open: Option<&'a OpenNames>,
    depth: usize,
}

impl<'a> Styled<'a> {
    fn element(&self) -> Option<Element<'a>> {
        self.document.element(self.id)
    }
}

impl StyledElement for Styled<'_> {
    fn tag(&self) -> &str {
        self.element().map_or("", Element::name)
    }

    fn id(&self) -> Option<&str> {
        self.element()?.id()
    }

    fn classes(&self) -> impl Iterator<Item = &str> {
        self.element().into_iter().flat_map(classes_of)
    }

    fn style(&self) -> Option<&str> {
        self.element()?.style()
    }

    fn may_hide_itself(&self) -> bool {
        let names = [AttributeName::Hidden, AttributeName::AriaHidden, AttributeName::Popover];
        self.element().is_some_and(|element| element.has_any(&names))
    }

    fn names(&self) -> Option<Names<'_>> {
        self.open.map(|open| open.names(self.depth))
    }

    fn number(&self) -> Option<usize> {
        Some(self.id.idx())
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.element()?.attribute(name)
    }

    fn parent(&self) -> Option<Self> {
        let id = self.document.node(self.id).parent?;
        self.document.element(id)?;
        Some(Styled { id, depth: self.depth.saturating_sub(1), ..*self })
    }

    fn has_attributes(&self) -> bool {
        self.element().is_some_and(Element::has_attributes)
    }

    fn is_controlled(&self) -> bool {
        self.id().is_some_and(|id| self.controlled.contains(id))
    }
}
