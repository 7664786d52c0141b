//! The attribute names that the other rooms ask for most.
//!
//! An attribute's name comes in, an [`AttributeName`] goes out.

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
    pub(super) fn of(name: &str) -> Self {
        match name.as_bytes() {
            b"class" => AttributeName::Class,
            b"id" => AttributeName::Id,
            b"href" => AttributeName::Href,
            b"style" => AttributeName::Style,
            b"type" => AttributeName::Type,
            b"rel" => AttributeName::Rel,
            b"role" => AttributeName::Role,
            b"hidden" => AttributeName::Hidden,
            b"aria-hidden" => AttributeName::AriaHidden,
            b"itemprop" => AttributeName::Itemprop,
            b"itemtype" => AttributeName::Itemtype,
            b"property" => AttributeName::Property,
            b"aria-label" => AttributeName::AriaLabel,
            b"aria-modal" => AttributeName::AriaModal,
            b"popover" => AttributeName::Popover,
            b"aria-controls" | b"data-target" | b"data-bs-target" => AttributeName::Controls,
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
            assert_eq!(AttributeName::of(name), expected, "{name}");
        }
    }
}
