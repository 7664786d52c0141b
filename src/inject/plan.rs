//! What will be planted, where, and how it is hidden: the words for it, and the plan that joins them.
//!
//! How often each is drawn is said in `draw`.

use serde::{Deserialize, Serialize};

use super::draw;
use super::language::Language;
use super::rng::Rng;

/// Declares an enum of plain variants with its `ALL` list and printable names.
macro_rules! named {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            /// Every variant, in the order of declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// The name used in reports.
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }
        }
    };
}

named! {
    /// The shape of what is planted.
    Family {
        /// Four to thirty phrases between separators.
        KeywordLine = "keyword_line",
        /// The page's title replaced by keywords, which also stand as the first line or a heading.
        OverwrittenTitle = "overwritten_title",
        /// Title and meta tags only; the body is left alone.
        TitleMeta = "title_meta",
        /// One or two more items of a list that was there before.
        ListItem = "list_item",
        /// Many links to many hosts.
        LinkFarm = "link_farm",
        /// A grammatical paragraph about something else.
        OfftopicParagraph = "offtopic_paragraph",
        /// Rows of a keyword and a clause scraped from elsewhere.
        ScrapedRows = "scraped_rows",
        /// The addresses of a station group's own hosts.
        DomainList = "domain_list",
        /// Empty elements with one random id, around or beside keywords.
        TagSoup = "tag_soup",
        /// The same soup escaped, so that it is read as text.
        LiteralSoup = "literal_soup",
        /// A keyword line decoded with the wrong charset.
        Mojibake = "mojibake",
        /// Every character in brackets.
        BracketFiller = "bracket_filler",
        /// Letters replaced by others that look like them.
        LookAlike = "look_alike",
        /// Latin letters and digits in full width.
        FullWidth = "full_width",
        /// Zero-width characters inside words.
        ZeroWidth = "zero_width",
        /// Digits in place of letters.
        DigitLetters = "digit_letters",
        /// A separator between all characters of a word.
        SpacedLetters = "spaced_letters",
        /// A copyright sentence with links spliced in.
        CopyrightLinks = "copyright_links",
        /// A short row of exchanged links with brands.
        FriendLinks = "friend_links",
        /// Hundreds of phrases.
        KeywordDump = "keyword_dump",
        /// Rows of draw numbers.
        DrawTable = "draw_table",
        /// A moving line.
        Marquee = "marquee",
        /// The whole page replaced by a few lines of advertisement.
        Doorway = "doorway",
        /// Headings or list items overwritten with one betting phrase.
        Replaced = "replaced",
        /// One or two words glued to a real sentence; nothing is marked planted.
        Glued = "glued",
    }
}

named! {
    /// Where on the page it is planted.
    Place {
        /// In `<title>` and `<meta>`; in text, the first line.
        Title = "title",
        /// First thing in the body.
        FirstLine = "first_line",
        /// Right after the headline.
        UnderHeadline = "under_headline",
        /// Between two paragraphs of the article.
        Middle = "middle",
        /// Inside a list that was there before.
        List = "list",
        /// A cell or row of a table that was there before.
        Table = "table",
        /// After the navigation.
        Navigation = "navigation",
        /// Between two columns.
        Columns = "columns",
        /// In or beside the footer.
        Footer = "footer",
        /// Last thing in the body.
        BodyEnd = "body_end",
        /// Between `</body>` and `</html>`.
        AfterBody = "after_body",
        /// After `</html>`.
        AfterHtml = "after_html",
        /// In a second `<body>` element.
        SecondBody = "second_body",
        /// First and last.
        BothEnds = "both_ends",
        /// In place of the page, or of parts of it.
        Whole = "whole",
    }
}

named! {
    /// How it is kept from the visitor's eyes.
    Trick {
        /// Not at all.
        NotHidden = "not_hidden",
        /// Not hidden, but styled like the text around it.
        LikeNeighbours = "like_neighbours",
        /// `display:none` on a container.
        DisplayNone = "display_none",
        /// `visibility:hidden` or the `hidden` attribute.
        Visibility = "visibility",
        /// Moved out of the window.
        OffScreen = "off_screen",
        /// The fixed off-screen wrapper of Chinese station groups, with tag soup inside.
        StationWrapper = "station_wrapper",
        /// `opacity:0`.
        Opacity = "opacity",
        /// One pixel high, or zero, with the rest cut off.
        OnePixel = "one_pixel",
        /// A fixed box of no size, dressed up as a plug-in's output.
        ZeroBox = "zero_box",
        /// A font of no size.
        FontZero = "font_zero",
        /// Written in nearly the colour of the page.
        NearWhite = "near_white",
        /// Pushed away by `text-indent`.
        TextIndent = "text_indent",
        /// Clipped to nothing.
        Clip = "clip",
        /// Hidden by a rule of a `<style>` element on a random class or id.
        StyleRule = "style_rule",
        /// Hidden by a script that follows, by its id.
        ScriptHidesId = "script_hides_id",
        /// Hidden by a `<style>` that a script writes out.
        ScriptWritesStyle = "script_writes_style",
        /// Hidden by a style element that a script builds.
        ScriptBuildsStyle = "script_builds_style",
        /// Inside `<noscript>`.
        Noscript = "noscript",
        /// Inside tags that are rarely containers, such as `u` and `code`.
        OddTag = "odd_tag",
        /// Inside a `<marquee>` of no size.
        TinyMarquee = "tiny_marquee",
    }
}

/// One planting job: the same plan on the same page gives the same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The shape of what is planted.
    pub family: Family,
    /// The language it is written in.
    pub language: Language,
    /// Where it goes.
    pub place: Place,
    /// How it is hidden.
    pub trick: Trick,
    /// What chooses words, separators, ids and spots.
    pub seed: u64,
}

impl Plan {
    /// Draws a plan in realistic proportions; the hint is the page's own language, if known.
    pub fn draw(seed: u64, page_language: Option<Language>) -> Plan {
        let family = draw::family(&mut Rng::for_part(seed, "family"));
        Plan::draw_family(seed, family, page_language)
    }

    /// Draws a plan for a given family; language, place and trick are drawn in realistic proportions.
    pub fn draw_family(seed: u64, family: Family, page_language: Option<Language>) -> Plan {
        let language = draw::language(page_language, &mut Rng::for_part(seed, "language"));
        let place = draw::place(family, &mut Rng::for_part(seed, "place"));
        let trick = draw::trick(family, place, &mut Rng::for_part(seed, "trick"));
        Plan { family, language, place, trick, seed }
    }
}
