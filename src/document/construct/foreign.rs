//! The rules for SVG and MathML (HTML standard 13.2.6 and 13.2.6.5, "parsing tokens in foreign content").

use super::super::element::Namespace;
use super::sets::{HTML_POINT, LEADS_BACK, TEXT_POINT, sets_of};
use super::{DONE, Flow, TreeBuilder, svg};
use crate::tokenizer::{Name, Strings, Tag};

impl TreeBuilder {
    /// Whether text is read by the rules for foreign content.
    #[inline]
    pub(super) fn is_foreign_for_text(&self) -> bool {
        let current = self.open.current();
        !current.is_html() && !current.is_in(TEXT_POINT | HTML_POINT)
    }

    /// Whether a start tag is read by the rules for foreign content.
    #[inline]
    pub(super) fn is_foreign_for_start(&self, name: Name) -> bool {
        let current = self.open.current();
        if current.is_html() || current.is_in(HTML_POINT) {
            return false;
        }
        if current.is_in(TEXT_POINT) {
            return matches!(name, Name::Mglyph | Name::Malignmark);
        }
        !(current.name == Name::AnnotationXml && current.namespace == Namespace::MathMl && name == Name::Svg)
    }

    /// Opens a foreign element, unless it closes itself.
    pub(super) fn insert_foreign(&mut self, namespace: Namespace, tag: &mut Tag, strings: &mut Strings<'_>) -> Flow {
        adjust_attributes(namespace, tag, strings);
        let open = self.put_element(namespace, tag, strings);
        if !tag.self_closing {
            self.open.push(open);
        }
        DONE
    }

    pub(super) fn start_in_foreign(&mut self, tag: &mut Tag, strings: &mut Strings<'_>) -> Flow {
        if leads_back(tag, strings) {
            self.leave_foreign();
            return self.start(self.mode, tag, strings);
        }
        let namespace = self.open.current().namespace;
        if namespace == Namespace::Svg
            && let Some(name) = svg::element_name(strings.get(tag.text))
        {
            tag.text = strings.add(name);
        }
        self.insert_foreign(namespace, tag, strings)
    }

    /// Closes elements up to one that holds HTML.
    fn leave_foreign(&mut self) {
        while !self.open.current().is_html() && !self.open.current().is_in(TEXT_POINT | HTML_POINT) {
            self.pop();
        }
    }

    pub(super) fn end_in_foreign(&mut self, tag: &mut Tag, strings: &mut Strings<'_>) -> Flow {
        if matches!(tag.name, Name::Br | Name::P) {
            self.leave_foreign();
            return self.end(self.mode, tag, strings);
        }
        for at in (1..self.open.len()).rev() {
            let open = self.open.at(at);
            if open.is_html() && at + 1 < self.open.len() {
                return self.end(self.mode, tag, strings);
            }
            if open.has_name_of(tag, strings) {
                self.open.truncate(at);
                return DONE;
            }
        }
        DONE
    }
}

/// Whether a start tag ends the foreign content it stands in.
fn leads_back(tag: &Tag, strings: &Strings<'_>) -> bool {
    let mut names = tag.attributes.iter().map(|attribute| strings.get(attribute.name));
    sets_of(tag.name, Namespace::Html) & LEADS_BACK != 0
        || tag.name == Name::Font && names.any(|name| matches!(name, "color" | "face" | "size"))
}

/// Gives attributes the case that they have in foreign content, and takes off what only says their namespace.
fn adjust_attributes(namespace: Namespace, tag: &mut Tag, strings: &mut Strings<'_>) {
    for attribute in &mut tag.attributes {
        let name = strings.get(attribute.name);
        let adjusted = match namespace {
            Namespace::Svg => svg::attribute_name(name),
            Namespace::MathMl if name == "definitionurl" => Some("definitionURL"),
            _ => None,
        };
        let n_prefix = match name {
            "xlink:actuate" | "xlink:arcrole" | "xlink:href" | "xlink:role" | "xlink:show" | "xlink:title"
            | "xlink:type" => "xlink:".len(),
            "xml:lang" | "xml:space" => "xml:".len(),
            "xmlns:xlink" => "xmlns:".len(),
            _ => 0,
        };
        attribute.name = match adjusted {
            Some(adjusted) => strings.add(adjusted),
            None => attribute.name.skip(n_prefix),
        };
    }
}
