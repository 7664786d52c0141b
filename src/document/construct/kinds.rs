//! What tags mean in the body: elements with the same rules are of one kind (HTML standard 13.2.6.4.7).

use crate::tokenizer::Name::{self, *};

/// What the start tag of an element does in the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// No rules of its own.
    Ordinary,
    /// Ends a paragraph.
    Block,
    Heading,
    /// Item of a list.
    Item,
    /// Opened again where it is wrongly nested.
    Formatting,
    /// Holds nothing, and stands among text.
    Void,
    /// Holds nothing, and leaves what is around it alone.
    Inert,
    /// Belongs into the head, and may stand in the body.
    Head,
    /// Begins the page as a whole.
    Page,
    /// Means something in a table only.
    TablePart,
    /// Part of a form.
    Control,
    /// An annotation beside a word.
    Ruby,
    /// Begins a drawing or a formula.
    Foreign,
    /// Holds raw text.
    Raw,
    /// Has rules that no other has.
    Other,
}

static KINDS: [Kind; Name::COUNT] = {
    let mut kinds = [Kind::Ordinary; Name::COUNT];
    set(&mut kinds, Kind::Block, BLOCKS);
    set(&mut kinds, Kind::Heading, &[H1, H2, H3, H4, H5, H6]);
    set(&mut kinds, Kind::Item, &[Li, Dd, Dt]);
    set(&mut kinds, Kind::Formatting, &[A, B, Big, Code, Em, Font, I, S, Small, Strike, Strong, Tt, U, Nobr]);
    set(&mut kinds, Kind::Void, &[Area, Br, Embed, Img, Keygen, Wbr]);
    set(&mut kinds, Kind::Inert, &[Param, Source, Track]);
    let head = &[Base, Basefont, Bgsound, Link, Meta, Noframes, Script, Style, Template, Title];
    set(&mut kinds, Kind::Head, head);
    set(&mut kinds, Kind::Page, &[Html, Body, Frameset]);
    let parts = &[Caption, Col, Colgroup, Frame, Head, Tbody, Td, Tfoot, Th, Thead, Tr];
    set(&mut kinds, Kind::TablePart, parts);
    set(&mut kinds, Kind::Control, &[Button, Input, Hr, Select, Option, Optgroup]);
    set(&mut kinds, Kind::Ruby, &[Rb, Rtc, Rp, Rt]);
    set(&mut kinds, Kind::Foreign, &[Svg, Math]);
    set(&mut kinds, Kind::Raw, &[Textarea, Iframe, Noembed, Xmp]);
    set(&mut kinds, Kind::Other, &[Form, Pre, Listing, Table, Applet, Marquee, Object, Plaintext, Image]);
    kinds
};

const BLOCKS: &[Name] = &[
    Address, Article, Aside, Blockquote, Center, Details, Dialog, Dir, Div, Dl, Fieldset, Figcaption, Figure, Footer,
    Header, Hgroup, Main, Menu, Nav, Ol, P, Search, Section, Summary, Ul,
];

const fn set(kinds: &mut [Kind; Name::COUNT], kind: Kind, names: &[Name]) {
    let mut n = 0;
    while n < names.len() {
        kinds[names[n] as usize] = kind;
        n += 1;
    }
}

#[inline]
pub(super) fn kind_of(name: Name) -> Kind {
    KINDS[name as usize]
}
