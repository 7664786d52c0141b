//! In: nothing. Out: what an element of any tree must answer to be looked at.
//!
//! Knows no HTML parser; siblings are never asked for.

use super::names::Names;

/// An element of a parsed page. Copies must be cheap (an index and a reference).
pub(crate) trait StyledElement: Sized + Copy {
    /// The tag name, in lower case.
    fn tag(&self) -> &str;

    /// The value of the `id` attribute.
    fn id(&self) -> Option<&str>;

    /// The words of the `class` attribute.
    fn classes(&self) -> impl Iterator<Item = &str>;

    /// The value of the `style` attribute.
    fn style(&self) -> Option<&str> {
        self.attribute("style")
    }

    /// Whether the element may have one of `hidden`, `aria-hidden` and `popover`; answering saves look-ups.
    fn may_hide_itself(&self) -> bool {
        self.has_attributes()
    }

    /// The names of the element and of those around it as numbers, told by trees that keep them.
    fn names(&self) -> Option<Names<'_>> {
        None
    }

    /// A number that no other element of the tree has, told by trees that number them; what is found out about an
    /// element is then kept.
    fn number(&self) -> Option<usize> {
        None
    }

    /// The value of an attribute, asked for by its lower-case name.
    fn attribute(&self, name: &str) -> Option<&str>;

    /// The parent element, `None` at the root.
    fn parent(&self) -> Option<Self>;

    /// Whether the element has any attribute; answering saves look-ups.
    fn has_attributes(&self) -> bool {
        true
    }

    /// Whether another element names this one's id in `aria-controls`, `data-target`,
    /// `data-bs-target`, `for` or an `href="#…"`; told by trees that keep such a list.
    fn is_controlled(&self) -> bool {
        false
    }
}
