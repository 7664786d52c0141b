//! The words every room shares: what a block can be called, and how sure we are.
//!
//! The meaning of the three labels is written down in `training/LABELLING.md`.

use serde::{Deserialize, Serialize};

/// What a block of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    /// What the page was published for: headline, body, captions, replies.
    Content,
    /// What the site puts around it: navigation, bylines, related lists.
    Chrome,
    /// What a third party planted for search engines.
    Spam,
}

impl Label {
    /// Every label, in the order used by score vectors and model files.
    pub const ALL: [Label; 3] = [Label::Content, Label::Chrome, Label::Spam];

    /// The label's name as printed and as read from corpora.
    pub fn name(self) -> &'static str {
        match self {
            Label::Content => "content",
            Label::Chrome => "chrome",
            Label::Spam => "spam",
        }
    }

    /// The label's position in [`Label::ALL`].
    pub fn idx(self) -> usize {
        self as usize
    }
}

/// What an injector planted on a page, in the names that reports use.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planted {
    /// The shape of what was planted, such as `keyword_line`.
    pub family: String,
    /// Tag of the language of the planted phrases, such as `zh-hans`.
    pub lang: String,
    /// Where on the page it was put, such as `first_line`.
    pub place: String,
    /// How it is kept from readers' eyes, such as `display_none`; `None` for plain text, which can hide nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trick: Option<String>,
    /// Sites that the spam was taken from, where it was written into other pages before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub donors: Vec<String>,
}

/// The probabilities of the three labels for one block; they add up to one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    /// Probability of [`Label::Content`], 0 to 1.
    pub content: f32,
    /// Probability of [`Label::Chrome`], 0 to 1.
    pub chrome: f32,
    /// Probability of [`Label::Spam`], 0 to 1.
    pub spam: f32,
}

impl Scores {
    /// The probability of one label.
    pub fn of(&self, label: Label) -> f32 {
        match label {
            Label::Content => self.content,
            Label::Chrome => self.chrome,
            Label::Spam => self.spam,
        }
    }
}

/// What the markup says a block is; the headline is the one content block that names the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Role {
    Headline,
    Heading,
    Paragraph,
    ListItem,
    TableCell,
    Caption,
    Code,
    Quote,
    Other,
}

impl Role {
    /// Every role, in declaration order.
    pub const ALL: [Role; 9] = [
        Role::Headline,
        Role::Heading,
        Role::Paragraph,
        Role::ListItem,
        Role::TableCell,
        Role::Caption,
        Role::Code,
        Role::Quote,
        Role::Other,
    ];

    /// The role's name as printed and as read from the command line.
    pub fn name(self) -> &'static str {
        match self {
            Role::Headline => "headline",
            Role::Heading => "heading",
            Role::Paragraph => "paragraph",
            Role::ListItem => "list_item",
            Role::TableCell => "table_cell",
            Role::Caption => "caption",
            Role::Code => "code",
            Role::Quote => "quote",
            Role::Other => "other",
        }
    }
}
