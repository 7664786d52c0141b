//! The HTML elements that the other rooms tell apart.
//!
//! An element's name comes in, a [`Tag`] goes out. Names that HTML does not know are [`Tag::Custom`]
//! (with a hyphen: web components) or [`Tag::Unknown`]. This room knows what browsers do with an
//! element by default; what a page's style sheet makes of it is not known here.

use html5ever::LocalName;

use super::known::known;

macro_rules! tags {
    ($($variant:ident $name:literal $layout:ident,)*) => {
        /// An HTML element's name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[allow(missing_docs)]
        pub(crate) enum Tag { $($variant,)* Custom, Unknown }

        impl Tag {
            /// The names of the elements that are told apart.
            pub(super) const NAMES: &[(&str, Tag)] = &[$(($name, Tag::$variant),)*];

            /// The tag of an element name.
            pub(crate) fn of(name: &LocalName) -> Tag {
                match known(name) {
                    Some((_, tag)) => *tag,
                    None if name.contains('-') => Tag::Custom,
                    None => Tag::Unknown,
                }
            }

            /// The element name; `*` for those HTML does not know.
            pub(crate) fn name(self) -> &'static str {
                match self {
                    $(Tag::$variant => $name,)*
                    Tag::Custom | Tag::Unknown => "*",
                }
            }

            /// How browsers lay the element out.
            pub(crate) fn layout(self) -> Layout {
                match self {
                    $(Tag::$variant => Layout::$layout,)*
                    Tag::Custom => Layout::Block,
                    Tag::Unknown => Layout::Inline,
                }
            }
        }
    };
}

/// How an element takes part in cutting a page into blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Begins and ends a block.
    Block,
    /// Runs on with the text around it.
    Inline,
    /// Ends a line.
    Break,
    /// One block with its white space kept.
    Preformatted,
    /// Holds no text for readers.
    Silent,
}

tags! {
    A "a" Inline, Abbr "abbr" Inline, Acronym "acronym" Inline, Address "address" Block,
    Area "area" Silent, Article "article" Block, Aside "aside" Block, Audio "audio" Block,
    B "b" Inline, Base "base" Silent, Bdi "bdi" Inline, Bdo "bdo" Inline, Big "big" Inline,
    Blockquote "blockquote" Block, Body "body" Block, Br "br" Break, Button "button" Block,
    Canvas "canvas" Block, Caption "caption" Block, Center "center" Block, Cite "cite" Inline,
    Code "code" Inline, Col "col" Silent, Colgroup "colgroup" Silent, Data "data" Inline,
    Datalist "datalist" Block, Dd "dd" Block, Del "del" Inline, Details "details" Block,
    Dfn "dfn" Inline, Dialog "dialog" Block, Dir "dir" Block, Div "div" Block, Dl "dl" Block,
    Dt "dt" Block, Em "em" Inline, Embed "embed" Silent, Fieldset "fieldset" Block,
    Figcaption "figcaption" Block, Figure "figure" Block, Font "font" Inline, Footer "footer" Block,
    Form "form" Block, Frame "frame" Silent, Frameset "frameset" Block, H1 "h1" Block, H2 "h2" Block,
    H3 "h3" Block, H4 "h4" Block, H5 "h5" Block, H6 "h6" Block, Head "head" Block,
    Header "header" Block, Hgroup "hgroup" Block, Hr "hr" Break, Html "html" Block, I "i" Inline,
    Iframe "iframe" Silent, Image "image" Silent, Img "img" Silent, Input "input" Silent,
    Ins "ins" Inline, Kbd "kbd" Inline, Label "label" Inline, Legend "legend" Block, Li "li" Block,
    Link "link" Silent, Listing "listing" Preformatted, Main "main" Block, Map "map" Inline,
    Mark "mark" Inline, Marquee "marquee" Block, Math "math" Inline, Menu "menu" Block,
    Meta "meta" Silent, Meter "meter" Inline, Nav "nav" Block, Nobr "nobr" Inline,
    Noframes "noframes" Block, Noscript "noscript" Block, Object "object" Block, Ol "ol" Block,
    Optgroup "optgroup" Inline, Option "option" Inline, Output "output" Inline, P "p" Block,
    Param "param" Silent, Picture "picture" Inline, Plaintext "plaintext" Preformatted,
    Pre "pre" Preformatted, Progress "progress" Inline, Q "q" Inline, Rp "rp" Inline, Rt "rt" Inline,
    Ruby "ruby" Inline, S "s" Inline, Samp "samp" Inline, Script "script" Silent,
    Search "search" Block, Section "section" Block, Select "select" Block, Slot "slot" Inline,
    Small "small" Inline, Source "source" Silent, Span "span" Inline, Strike "strike" Inline,
    Strong "strong" Inline, Style "style" Silent, Sub "sub" Inline, Summary "summary" Block,
    Sup "sup" Inline, Svg "svg" Silent, Table "table" Block, Tbody "tbody" Block, Td "td" Block,
    Template "template" Block, Textarea "textarea" Block, Tfoot "tfoot" Block, Th "th" Block,
    Thead "thead" Block, Time "time" Inline, Title "title" Silent, Tr "tr" Block,
    Track "track" Silent, Tt "tt" Inline, U "u" Inline, Ul "ul" Block, Var "var" Inline,
    Video "video" Block, Wbr "wbr" Silent, Xmp "xmp" Preformatted,
}

impl Tag {
    /// The level of a heading, 1 to 6.
    pub(crate) fn heading_level(self) -> Option<u8> {
        match self {
            Tag::H1 => Some(1),
            Tag::H2 => Some(2),
            Tag::H3 => Some(3),
            Tag::H4 => Some(4),
            Tag::H5 => Some(5),
            Tag::H6 => Some(6),
            _ => None,
        }
    }
}
