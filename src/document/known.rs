//! The names of HTML's elements, kept once for all pages.
//!
//! An element's local name comes in, its [`Tag`] and the whole name go out: the tree builder asks for names many times
//! a token, and a reference that lives for ever costs less than a look into the tree.

use std::sync::LazyLock;

use html5ever::{LocalName, QualName, ns};

use super::Tag;

/// Slots of the table: a power of two, several times the number of elements.
const N_SLOTS: usize = 1024;

/// The names, each in the slot of its hash or the next free one.
static KNOWN: LazyLock<Vec<Option<(QualName, Tag)>>> = LazyLock::new(|| {
    let mut slots = vec![None; N_SLOTS];
    for (name, tag) in Tag::NAMES {
        let local = LocalName::from(*name);
        let mut at = slot_of(&local);
        while slots[at].is_some() {
            at = (at + 1) % N_SLOTS;
        }
        slots[at] = Some((QualName::new(None, ns!(html), local), *tag));
    }
    slots
});

fn slot_of(name: &LocalName) -> usize {
    (name.get_hash().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 54) as usize % N_SLOTS
}

/// The element of a name, if it is one of those that [`Tag`] tells apart.
pub(super) fn known(name: &LocalName) -> Option<&'static (QualName, Tag)> {
    let mut at = slot_of(name);
    while let Some(known) = &KNOWN[at] {
        if known.0.local == *name {
            return Some(known);
        }
        at = (at + 1) % N_SLOTS;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tag_is_found_and_others_are_not() {
        for (name, tag) in Tag::NAMES {
            let found = known(&LocalName::from(*name));
            assert_eq!(found.map(|known| (&*known.0.local, known.1)), Some((*name, *tag)));
        }
        for name in ["x", "my-element", "foreignObject", "a-very-long-name-of-nothing", ""] {
            assert!(known(&LocalName::from(name)).is_none(), "{name}");
        }
    }
}
