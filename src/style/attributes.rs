//! In: an element's tag and attributes. Out: the hiding they bring without any CSS.
//!
//! The `style` attribute is not its business.

use super::colour::attribute_colour;
use super::declarations::Declaration;
use super::element::StyledElement;
use super::hiding::{HidingSource, HidingTrick};
use super::property::{Property, Value, is_hiding};

/// Marquee steps, in pixels, from which moving text cannot be read.
const FAST_MARQUEE: f32 = 500.0;

/// The trick that lies in the element's kind or in an attribute, the surest first.
pub(super) fn own_tricks<E: StyledElement>(element: E, mut found: impl FnMut(HidingTrick, HidingSource)) {
    match element.tag() {
        "noscript" => found(HidingTrick::Noscript, HidingSource::Element),
        "template" => found(HidingTrick::Template, HidingSource::Element),
        "dialog" if element.attribute("open").is_none() => found(HidingTrick::Collapsed, HidingSource::Element),
        "marquee" if attribute_number(element, "scrollamount").is_some_and(|step| step >= FAST_MARQUEE) => {
            found(HidingTrick::TinyMarquee, HidingSource::Attribute);
        }
        "summary" => {}
        _ => {
            let parent = element.parent().filter(|parent| parent.tag() == "details");
            if parent.is_some_and(|details| details.attribute("open").is_none()) {
                found(HidingTrick::Collapsed, HidingSource::Element);
            }
        }
    }
    if !element.may_hide_itself() {
        return;
    }
    if element.attribute("popover").is_some() || is_until_found(element) {
        found(HidingTrick::Collapsed, HidingSource::Attribute);
    }
    if element.attribute("aria-hidden").is_some_and(|value| value.trim_ascii().eq_ignore_ascii_case("true")) {
        found(HidingTrick::AriaHidden, HidingSource::Attribute);
    }
}

fn is_until_found<E: StyledElement>(element: E) -> bool {
    element.attribute("hidden").is_some_and(|value| value.eq_ignore_ascii_case("until-found"))
}

/// Attributes that work like the weakest style rules: `hidden`, `bgcolor`, the colour of
/// `<font>`, the size of `<marquee>`.
pub(super) fn presentational_hints<E: StyledElement>(element: E) -> Vec<Declaration> {
    let mut hints = Vec::new();
    if !element.has_attributes() {
        return hints;
    }
    let mut hint = |property, value| {
        hints.push(Declaration { property, value, important: false, hides: is_hiding(property, value) });
    };
    if element.may_hide_itself() && element.attribute("hidden").is_some() && !is_until_found(element) {
        hint(Property::Display, Value::Flag(true));
    }
    match element.tag() {
        "font" => {
            if let Some(colour) = element.attribute("color").and_then(attribute_colour) {
                hint(Property::Colour, Value::Colour(colour));
            }
        }
        "marquee" => {
            for (name, property) in [("width", Property::Width), ("height", Property::Height)] {
                if let Some(size) = attribute_number(element, name) {
                    hint(property, Value::Pixels(size));
                }
            }
        }
        _ => {}
    }
    hints
}

/// The `bgcolor` of a table part or page.
pub(super) fn attribute_background<E: StyledElement>(element: E) -> Option<super::colour::Rgba> {
    let may_have =
        matches!(element.tag(), "body" | "table" | "tbody" | "thead" | "tfoot" | "tr" | "td" | "th" | "marquee");
    if may_have && element.has_attributes() { element.attribute("bgcolor").and_then(attribute_colour) } else { None }
}

/// A leading number; a percentage other than 0 % counts as none.
fn attribute_number<E: StyledElement>(element: E, name: &str) -> Option<f32> {
    let text = element.attribute(name)?.trim_ascii();
    let len = text.bytes().take(12).take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let number: f32 = text.get(..len)?.parse().ok()?;
    let is_share = text.get(len..).is_some_and(|unit| unit.starts_with('%'));
    (!is_share || number == 0.0).then_some(number)
}
