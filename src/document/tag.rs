//! The HTML elements that the other rooms tell apart.
//!
//! An element's name comes in, a [`Tag`] goes out. Names that HTML does not know are [`Tag::Custom`]
//! (with a hyphen: web components) or [`Tag::Unknown`]. This room knows what browsers do with an
//! element by default; what a page's style sheet makes of it is not known here.

use crate::tokenizer::Name;

macro_rules! tags {
    ($($variant:ident $name:literal $layout:ident,)*) => {
        /// An HTML element's name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[allow(missing_docs)]
        pub(crate) enum Tag { $($variant,)* Custom, Unknown }

        impl Tag {
            /// The names of the elements that are told apart.
            const NAMES: &[(&str, Tag)] = &[$(($name, Tag::$variant),)*];

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
    Pre "pre" Preformatted, Progress "progress" Inline, Q "q" Inline, Rp "rp" Silent, Rt "rt" Silent,
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

/// The tags of all names, by their number; the last is that of [`Name::Other`] without a hyphen.
static TAGS: [Tag; Name::COUNT] = {
    let mut tags = [Tag::Unknown; Name::COUNT];
    let mut n = 0;
    while n < Name::ALL.len() {
        let name = Name::ALL[n].0.as_bytes();
        let mut at = 0;
        while at < name.len() {
            if name[at] == b'-' {
                tags[n] = Tag::Custom;
            }
            at += 1;
        }
        at = 0;
        while at < Tag::NAMES.len() {
            if is_same(name, Tag::NAMES[at].0.as_bytes()) {
                tags[n] = Tag::NAMES[at].1;
            }
            at += 1;
        }
        n += 1;
    }
    tags
};

const fn is_same(a: &[u8], b: &[u8]) -> bool {
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

impl Tag {
    /// The tag of an element with this name; `text` is asked where the name is [`Name::Other`].
    pub(super) fn of(name: Name, text: &str) -> Tag {
        match name {
            Name::Other if text.contains('-') => Tag::Custom,
            name => TAGS[name as usize],
        }
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tag_has_a_name() {
        for (text, tag) in Tag::NAMES {
            let name = Name::ALL.iter().find(|(known, _)| known == text).map_or(Name::Other, |known| known.1);
            assert_eq!(Tag::of(name, text), *tag, "{text}");
            assert_eq!(tag.name(), *text);
        }
        assert_eq!(Tag::of(Name::Other, "my-element"), Tag::Custom);
        assert_eq!(Tag::of(Name::AnnotationXml, "annotation-xml"), Tag::Custom);
        assert_eq!(Tag::of(Name::Noembed, "noembed"), Tag::Unknown);
    }
}
