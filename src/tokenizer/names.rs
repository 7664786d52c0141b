//! The element names that HTML gives a meaning, and the quick way to tell them.
//!
//! In: a tag's name as it stands in the document. Out: its [`Name`], a small number that tree construction can compare
//! and look up by. Names that mean nothing there are [`Name::Other`] and told apart by their text.

/// Slots of the table: a power of two, several times the number of names.
const N_SLOTS: usize = 1024;
/// No name is longer.
const MAX_LENGTH: usize = 16;

macro_rules! names {
    ($($variant:ident $text:literal,)*) => {
        /// An element's name, whatever its namespace.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        #[repr(u8)]
        pub(crate) enum Name { $($variant,)* #[default] Other }

        impl Name {
            /// All names with their text, in the order of their numbers.
            pub(crate) const ALL: &[(&str, Name)] = &[$(($text, Name::$variant),)*];
        }
    };
}

names! {
    A "a", Abbr "abbr", Acronym "acronym", Address "address", Area "area", Article "article", Aside "aside",
    Audio "audio", B "b", Base "base", Bdi "bdi", Bdo "bdo", Big "big", Blockquote "blockquote", Body "body",
    Br "br", Button "button", Canvas "canvas", Caption "caption", Center "center", Cite "cite", Code "code",
    Col "col", Colgroup "colgroup", Data "data", Datalist "datalist", Dd "dd", Del "del", Details "details",
    Dfn "dfn", Dialog "dialog", Dir "dir", Div "div", Dl "dl", Dt "dt", Em "em", Embed "embed", Fieldset "fieldset",
    Figcaption "figcaption", Figure "figure", Font "font", Footer "footer", Form "form", Frame "frame",
    Frameset "frameset", H1 "h1", H2 "h2", H3 "h3", H4 "h4", H5 "h5", H6 "h6", Head "head", Header "header",
    Hgroup "hgroup", Hr "hr", Html "html", I "i", Iframe "iframe", Image "image", Img "img", Input "input",
    Ins "ins", Kbd "kbd", Label "label", Legend "legend", Li "li", Link "link", Listing "listing", Main "main",
    Map "map", Mark "mark", Marquee "marquee", Math "math", Menu "menu", Meta "meta", Meter "meter", Nav "nav",
    Nobr "nobr", Noframes "noframes", Noscript "noscript", Object "object", Ol "ol", Optgroup "optgroup",
    Option "option", Output "output", P "p", Param "param", Picture "picture", Plaintext "plaintext", Pre "pre",
    Progress "progress", Q "q", Rp "rp", Rt "rt", Ruby "ruby", S "s", Samp "samp", Script "script", Search "search",
    Section "section", Select "select", Slot "slot", Small "small", Source "source", Span "span", Strike "strike",
    Strong "strong", Style "style", Sub "sub", Summary "summary", Sup "sup", Svg "svg", Table "table", Tbody "tbody",
    Td "td", Template "template", Textarea "textarea", Tfoot "tfoot", Th "th", Thead "thead", Time "time",
    Title "title", Tr "tr", Track "track", Tt "tt", U "u", Ul "ul", Var "var", Video "video", Wbr "wbr", Xmp "xmp",
    Applet "applet", Basefont "basefont", Bgsound "bgsound", Isindex "isindex", Keygen "keygen", Noembed "noembed",
    Rb "rb", Rtc "rtc", AnnotationXml "annotation-xml", Desc "desc", Foreignobject "foreignobject",
    Malignmark "malignmark", Mglyph "mglyph", Mi "mi", Mn "mn", Mo "mo", Ms "ms", Mtext "mtext",
}

/// A name of up to sixteen bytes as two numbers.
type Key = (u64, u64);

/// The names, each in the slot of its hash or the next free one. No name has the key of an empty slot.
static KNOWN: [(Key, Name); N_SLOTS] = {
    let mut slots = [((0, 0), Name::Other); N_SLOTS];
    let mut n = 0;
    while n < Name::ALL.len() {
        let (text, name) = Name::ALL[n];
        let key = const_key(text.as_bytes());
        let mut at = slot_of(key);
        while slots[at].0.0 != 0 {
            at = (at + 1) % N_SLOTS;
        }
        slots[at] = (key, name);
        n += 1;
    }
    slots
};

const fn const_key(text: &[u8]) -> Key {
    let mut key = (0, 0);
    let mut n = 0;
    while n < text.len() && n < MAX_LENGTH {
        if n < 8 {
            key.0 |= (text[n] as u64) << (8 * n);
        } else {
            key.1 |= (text[n] as u64) << (8 * (n - 8));
        }
        n += 1;
    }
    key
}

const fn slot_of(key: Key) -> usize {
    ((key.0 ^ key.1.rotate_left(29)).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 54) as usize % N_SLOTS
}

impl Name {
    /// How many numbers there are.
    pub(crate) const COUNT: usize = Name::ALL.len() + 1;

    /// The name of `length` bytes that `text` begins with, in lower case.
    #[inline]
    pub(super) fn of(text: &[u8], length: usize) -> Name {
        if length > MAX_LENGTH {
            return Name::Other;
        }
        let key = match text.first_chunk::<16>() {
            Some(chunk) => {
                let mask = u128::MAX.checked_shr(128 - 8 * length as u32).unwrap_or_default();
                let both = u128::from_le_bytes(*chunk) & mask;
                (both as u64, (both >> 64) as u64)
            }
            None => const_key(text.get(..length).unwrap_or_default()),
        };
        let mut at = slot_of(key);
        while KNOWN[at].0.0 != 0 {
            if KNOWN[at].0 == key {
                return KNOWN[at].1;
            }
            at = (at + 1) % N_SLOTS;
        }
        Name::Other
    }
}

/// `name` in lower case, with U+FFFD for U+0000, behind `out`.
pub(super) fn push_changed(name: &str, out: &mut String) {
    out.extend(name.chars().map(|c| match c {
        '\0' => '\u{fffd}',
        _ => c.to_ascii_lowercase(),
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_and_others_are_not() {
        for (text, name) in Name::ALL {
            assert_eq!(Name::of(text.as_bytes(), text.len()), *name);
            assert_eq!(Name::of(format!("{text}> and what follows").as_bytes(), text.len()), *name);
        }
        for text in ["x", "my-element", "blockquotes-and-more", "abbreviation-of-it", "ahref", ""] {
            assert_eq!(Name::of(text.as_bytes(), text.len()), Name::Other, "{text}");
            assert_eq!(Name::of(format!("{text} and what follows").as_bytes(), text.len()), Name::Other, "{text}");
        }
    }

    #[test]
    fn keys_hold_the_whole_name() {
        assert!(Name::ALL.iter().all(|(text, _)| !text.is_empty() && text.len() <= MAX_LENGTH));
        assert!(Name::ALL.iter().enumerate().all(|(n, (_, name))| *name as usize == n));
    }
}
