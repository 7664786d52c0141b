//! The attribute names that the other rooms ask for most.
//!
//! An attribute's name comes in, an [`AttributeName`] goes out, by one comparison of numbers for each.

use html5ever::{LocalName, local_name};

/// An attribute's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum AttributeName {
    Class,
    Id,
    Style,
    Href,
    Role,
    Itemprop,
    Itemtype,
    Rel,
    Property,
    Type,
    AriaLabel,
    AriaModal,
    AriaHidden,
    Hidden,
    Popover,
    /// Those that name the id of an element which this one opens: `aria-controls`, `data-target`, `data-bs-target`.
    Controls,
    Other,
}

impl AttributeName {
    pub(super) fn of(name: &LocalName) -> Self {
        match *name {
            local_name!("class") => AttributeName::Class,
            local_name!("id") => AttributeName::Id,
            local_name!("href") => AttributeName::Href,
            local_name!("style") => AttributeName::Style,
            local_name!("type") => AttributeName::Type,
            local_name!("rel") => AttributeName::Rel,
            local_name!("role") => AttributeName::Role,
            local_name!("hidden") => AttributeName::Hidden,
            local_name!("aria-hidden") => AttributeName::AriaHidden,
            local_name!("src")
            | local_name!("alt")
            | local_name!("title")
            | local_name!("width")
            | local_name!("height")
            | local_name!("target")
            | local_name!("content")
            | local_name!("name")
            | local_name!("value") => AttributeName::Other,
            _ => Self::of_text(name),
        }
    }

    fn of_text(name: &str) -> Self {
        match name {
            "itemprop" => AttributeName::Itemprop,
            "itemtype" => AttributeName::Itemtype,
            "property" => AttributeName::Property,
            "aria-label" => AttributeName::AriaLabel,
            "aria-modal" => AttributeName::AriaModal,
            "popover" => AttributeName::Popover,
            "aria-controls" | "data-target" | "data-bs-target" => AttributeName::Controls,
            _ => AttributeName::Other,
        }
    }

    pub(super) fn bit(self) -> u32 {
        1 << self as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart() {
        for (name, expected) in [
            ("class", AttributeName::Class),
            ("aria-hidden", AttributeName::AriaHidden),
            ("data-bs-target", AttributeName::Controls),
            ("popover", AttributeName::Popover),
            ("itemtype", AttributeName::Itemtype),
            ("alt", AttributeName::Other),
            ("data-x", AttributeName::Other),
        ] {
            assert_eq!(AttributeName::of(&LocalName::from(name)), expected, "{name}");
        }
    }
}
