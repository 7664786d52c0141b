//! The languages spam is planted in, and what the composing code must know of each script.

use serde::{Deserialize, Serialize};

/// A language that planted material can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Language {
    ZhHans,
    ZhHant,
    Indonesian,
    Vietnamese,
    Thai,
    Japanese,
    Korean,
    Russian,
    English,
    French,
    German,
    Spanish,
    Portuguese,
    Turkish,
    Arabic,
    Italian,
    Polish,
    Hindi,
}

impl Language {
    /// Every language.
    pub const ALL: [Language; 18] = [
        Language::ZhHans,
        Language::ZhHant,
        Language::Indonesian,
        Language::Vietnamese,
        Language::Thai,
        Language::Japanese,
        Language::Korean,
        Language::Russian,
        Language::English,
        Language::French,
        Language::German,
        Language::Spanish,
        Language::Portuguese,
        Language::Turkish,
        Language::Arabic,
        Language::Italian,
        Language::Polish,
        Language::Hindi,
    ];

    /// The language's tag, as written in the material files and in `lang` attributes.
    pub fn tag(self) -> &'static str {
        match self {
            Language::ZhHans => "zh-hans",
            Language::ZhHant => "zh-hant",
            Language::Indonesian => "id",
            Language::Vietnamese => "vi",
            Language::Thai => "th",
            Language::Japanese => "ja",
            Language::Korean => "ko",
            Language::Russian => "ru",
            Language::English => "en",
            Language::French => "fr",
            Language::German => "de",
            Language::Spanish => "es",
            Language::Portuguese => "pt",
            Language::Turkish => "tr",
            Language::Arabic => "ar",
            Language::Italian => "it",
            Language::Polish => "pl",
            Language::Hindi => "hi",
        }
    }

    /// The language of a tag such as `pt-BR`, `zh_TW` or `id`; none where we have no material.
    pub fn from_tag(tag: &str) -> Option<Language> {
        let tag = tag.to_ascii_lowercase().replace('_', "-");
        let head = tag.split('-').next().unwrap_or("");
        let traditional = ["hant", "tw", "hk", "mo"].iter().any(|part| tag.split('-').any(|p| p == *part));
        match (head, traditional) {
            ("zh", true) => Some(Language::ZhHant),
            ("zh", false) => Some(Language::ZhHans),
            ("in" | "ms", _) => Some(Language::Indonesian),
            _ => Language::ALL.into_iter().find(|language| language.tag() == head),
        }
    }

    /// Whether words are written without spaces between them.
    pub(crate) fn is_unspaced(self) -> bool {
        matches!(self, Language::ZhHans | Language::ZhHant | Language::Japanese | Language::Thai)
    }

    /// Whether the language is written with Chinese characters alone.
    pub fn is_chinese(self) -> bool {
        matches!(self, Language::ZhHans | Language::ZhHant)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_back() {
        assert!(Language::ALL.into_iter().all(|l| Language::from_tag(l.tag()) == Some(l)));
        assert_eq!(Language::from_tag("zh_TW"), Some(Language::ZhHant));
        assert_eq!(Language::from_tag("pt-BR"), Some(Language::Portuguese));
        assert_eq!(Language::from_tag("xx"), None);
    }
}
