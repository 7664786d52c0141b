//! The sets of elements that tree construction asks about, a bit for each.
//!
//! In: an element's name and namespace. Out: all sets it is in, so that asking is one comparison. HTML standard,
//! "The stack of open elements" (13.2.4.2) and "Closing elements that have implied end tags" (13.2.6.3).

use super::super::element::Namespace;
use crate::tokenizer::Name::{self, *};

/// A set of elements, or several.
pub(super) type Sets = u16;

/// Elements with rules of their own.
pub(super) const SPECIAL: Sets = 1 << 0;
/// What ends a scope.
pub(super) const SCOPE: Sets = 1 << 1;
/// What ends the scope of list items, besides.
pub(super) const LIST_SCOPE: Sets = SCOPE | 1 << 2;
/// What ends the scope of paragraphs, besides.
pub(super) const BUTTON_SCOPE: Sets = SCOPE | 1 << 3;
pub(super) const TABLE_SCOPE: Sets = 1 << 4;
/// What the stack is cleared back to for a row.
pub(super) const ROW_CONTEXT: Sets = 1 << 5;
/// What the stack is cleared back to for a cell.
pub(super) const CELL_CONTEXT: Sets = 1 << 6;
/// Elements whose end tags may be left out.
pub(super) const IMPLIED_END: Sets = 1 << 7;
/// The same inside a template.
pub(super) const THOROUGH_IMPLIED_END: Sets = IMPLIED_END | 1 << 8;
pub(super) const HEADING: Sets = 1 << 9;
/// Elements of a table inside which text and other elements are moved before the table.
pub(super) const TABLE_PART: Sets = 1 << 10;
pub(super) const CELL: Sets = 1 << 11;
/// MathML's elements that hold text of HTML.
pub(super) const TEXT_POINT: Sets = 1 << 12;
/// SVG's elements that hold HTML.
pub(super) const HTML_POINT: Sets = 1 << 13;
/// Elements of HTML whose start tags end a drawing or a formula.
pub(super) const LEADS_BACK: Sets = 1 << 14;
/// Elements that the rules of the head take wherever they stand: behind it, or in a template.
pub(super) const METADATA: Sets = 1 << 15;

static HTML_SETS: [Sets; Name::COUNT] = {
    let mut sets = [0; Name::COUNT];
    add(&mut sets, SPECIAL, SPECIAL_NAMES);
    add(&mut sets, SCOPE, &[Applet, Caption, Html, Table, Td, Th, Marquee, Object, Select, Template]);
    add(&mut sets, LIST_SCOPE & !SCOPE, &[Ol, Ul]);
    add(&mut sets, BUTTON_SCOPE & !SCOPE, &[Button]);
    add(&mut sets, TABLE_SCOPE, &[Html, Table, Template]);
    add(&mut sets, ROW_CONTEXT, &[Tbody, Tfoot, Thead, Template, Html]);
    add(&mut sets, CELL_CONTEXT, &[Tr, Template, Html]);
    add(&mut sets, IMPLIED_END, &[Dd, Dt, Li, Option, Optgroup, P, Rb, Rp, Rt, Rtc]);
    add(&mut sets, THOROUGH_IMPLIED_END & !IMPLIED_END, &[Caption, Colgroup, Tbody, Td, Tfoot, Th, Thead, Tr]);
    add(&mut sets, HEADING, &[H1, H2, H3, H4, H5, H6]);
    add(&mut sets, TABLE_PART, &[Table, Tbody, Tfoot, Thead, Tr]);
    add(&mut sets, CELL, &[Td, Th]);
    add(&mut sets, LEADS_BACK, LEADING_BACK);
    add(&mut sets, METADATA, &[Base, Basefont, Bgsound, Link, Meta, Noframes, Script, Style, Template, Title]);
    sets
};

const SPECIAL_NAMES: &[Name] = &[
    Address, Applet, Area, Article, Aside, Base, Basefont, Bgsound, Blockquote, Body, Br, Button, Caption, Center, Col,
    Colgroup, Dd, Details, Dir, Div, Dl, Dt, Embed, Fieldset, Figcaption, Figure, Footer, Form, Frame, Frameset, H1,
    H2, H3, H4, H5, H6, Head, Header, Hgroup, Hr, Html, Iframe, Img, Input, Isindex, Li, Link, Listing, Main, Marquee,
    Menu, Meta, Nav, Noembed, Noframes, Noscript, Object, Ol, P, Param, Plaintext, Pre, Script, Section, Select,
    Source, Style, Summary, Table, Tbody, Td, Template, Textarea, Tfoot, Th, Thead, Title, Tr, Track, Ul, Wbr, Xmp,
];

const LEADING_BACK: &[Name] = &[
    B, Big, Blockquote, Body, Br, Center, Code, Dd, Div, Dl, Dt, Em, Embed, H1, H2, H3, H4, H5, H6, Head, Hr, I, Img,
    Li, Listing, Menu, Meta, Nobr, Ol, P, Pre, Ruby, S, Small, Span, Strong, Strike, Sub, Sup, Table, Tt, U, Ul, Var,
];

const fn add(sets: &mut [Sets; Name::COUNT], set: Sets, names: &[Name]) {
    let mut n = 0;
    while n < names.len() {
        sets[names[n] as usize] |= set;
        n += 1;
    }
}

/// Whether a start tag is for the rules of the head wherever it stands.
pub(super) fn is_metadata(name: Name) -> bool {
    HTML_SETS[name as usize] & METADATA != 0
}

/// All sets that an element is in.
#[inline]
pub(super) fn sets_of(name: Name, namespace: Namespace) -> Sets {
    match (namespace, name) {
        (Namespace::Html, name) => HTML_SETS[name as usize],
        (Namespace::MathMl, Mi | Mn | Mo | Ms | Mtext) => SCOPE | TEXT_POINT,
        (Namespace::Svg, Foreignobject | Desc | Title) => SCOPE | HTML_POINT,
        _ => 0,
    }
}
