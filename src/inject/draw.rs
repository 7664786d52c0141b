//! The proportions plans are drawn in.
//!
//! They follow the frequencies of the field guide (often, some, rare); rare things are drawn more often than they are
//! met, because a family needs examples before it can be learned or measured.

use super::language::Language;
use super::plan::{Family, Place, Trick};
use super::rng::Rng;

/// Draws a family.
pub(crate) fn family(rng: &mut Rng) -> Family {
    rng.weighted(&FAMILIES, Family::KeywordLine)
}

/// Draws a place among those the family is found in.
pub(crate) fn place(family: Family, rng: &mut Rng) -> Place {
    rng.weighted(places(family), Place::BodyEnd)
}

const FAMILIES: [(Family, u32); 25] = [
    (Family::KeywordLine, 20),
    (Family::OverwrittenTitle, 9),
    (Family::TitleMeta, 3),
    (Family::ListItem, 7),
    (Family::LinkFarm, 8),
    (Family::OfftopicParagraph, 7),
    (Family::ScrapedRows, 4),
    (Family::DomainList, 3),
    (Family::TagSoup, 4),
    (Family::LiteralSoup, 4),
    (Family::Mojibake, 3),
    (Family::BracketFiller, 2),
    (Family::LookAlike, 2),
    (Family::FullWidth, 2),
    (Family::ZeroWidth, 2),
    (Family::DigitLetters, 2),
    (Family::SpacedLetters, 2),
    (Family::CopyrightLinks, 3),
    (Family::FriendLinks, 4),
    (Family::KeywordDump, 2),
    (Family::DrawTable, 2),
    (Family::Marquee, 2),
    (Family::Doorway, 1),
    (Family::Replaced, 3),
    (Family::Glued, 3),
];

const ANYWHERE: [(Place, u32); 13] = [
    (Place::FirstLine, 28),
    (Place::UnderHeadline, 6),
    (Place::Middle, 9),
    (Place::List, 4),
    (Place::Table, 3),
    (Place::Navigation, 3),
    (Place::Columns, 4),
    (Place::Footer, 7),
    (Place::BodyEnd, 14),
    (Place::AfterBody, 5),
    (Place::AfterHtml, 6),
    (Place::SecondBody, 3),
    (Place::BothEnds, 6),
];

const BLOCKS: [(Place, u32); 10] = [
    (Place::FirstLine, 8),
    (Place::UnderHeadline, 7),
    (Place::Middle, 14),
    (Place::Navigation, 3),
    (Place::Columns, 7),
    (Place::Footer, 12),
    (Place::BodyEnd, 24),
    (Place::AfterBody, 9),
    (Place::AfterHtml, 11),
    (Place::SecondBody, 5),
];

/// The places a family is found in, with weights.
fn places(family: Family) -> &'static [(Place, u32)] {
    match family {
        Family::OverwrittenTitle | Family::TitleMeta => &[(Place::Title, 1)],
        Family::ListItem => &[(Place::List, 4), (Place::Table, 1)],
        Family::OfftopicParagraph => &[
            (Place::Middle, 10),
            (Place::UnderHeadline, 3),
            (Place::Footer, 2),
            (Place::BodyEnd, 3),
            (Place::FirstLine, 1),
        ],
        Family::DomainList => &[(Place::BodyEnd, 6), (Place::AfterBody, 2), (Place::AfterHtml, 2), (Place::Footer, 2)],
        Family::CopyrightLinks => &[(Place::Footer, 6), (Place::BodyEnd, 3)],
        Family::FriendLinks => &[(Place::Footer, 6), (Place::BodyEnd, 3), (Place::Columns, 3), (Place::List, 3)],
        Family::Doorway | Family::Replaced => &[(Place::Whole, 1)],
        Family::Glued => &[(Place::Middle, 1)],
        Family::LinkFarm | Family::ScrapedRows | Family::KeywordDump | Family::DrawTable | Family::Marquee => &BLOCKS,
        _ => &ANYWHERE,
    }
}

/// How often each trick is met where hiding is possible.
const TRICKS: [(Trick, u32); 20] = [
    (Trick::NotHidden, 22),
    (Trick::LikeNeighbours, 8),
    (Trick::DisplayNone, 16),
    (Trick::Visibility, 3),
    (Trick::OffScreen, 8),
    (Trick::StationWrapper, 5),
    (Trick::Opacity, 4),
    (Trick::OnePixel, 5),
    (Trick::ZeroBox, 3),
    (Trick::FontZero, 3),
    (Trick::NearWhite, 4),
    (Trick::TextIndent, 3),
    (Trick::Clip, 3),
    (Trick::StyleRule, 6),
    (Trick::ScriptHidesId, 5),
    (Trick::ScriptWritesStyle, 4),
    (Trick::ScriptBuildsStyle, 3),
    (Trick::Noscript, 2),
    (Trick::OddTag, 3),
    (Trick::TinyMarquee, 3),
];

/// Draws a trick for a family at a place.
pub(crate) fn trick(family: Family, place: Place, rng: &mut Rng) -> Trick {
    match (family, place) {
        (_, Place::Title | Place::Whole) | (Family::Glued, _) => Trick::NotHidden,
        (Family::OfftopicParagraph, _) if rng.chance(65) => Trick::NotHidden,
        (_, Place::List | Place::Table) if rng.chance(70) => rng.weighted(&TRICKS[..2], Trick::NotHidden),
        (Family::CopyrightLinks | Family::FriendLinks, _) if rng.chance(60) => {
            rng.weighted(&TRICKS[..2], Trick::NotHidden)
        }
        _ => rng.weighted(&TRICKS, Trick::NotHidden),
    }
}

/// The language spam comes in on a page of a given language.
pub(crate) fn language(page: Option<Language>, rng: &mut Rng) -> Language {
    let own = match page {
        Some(Language::ZhHant) if rng.chance(86) => Some(Language::ZhHans),
        Some(Language::ZhHans) if rng.chance(88) => Some(Language::ZhHans),
        Some(Language::English) if rng.chance(50) => Some(Language::English),
        Some(language) if rng.chance(62) => Some(language),
        _ => None,
    };
    own.unwrap_or_else(|| rng.weighted(&ABROAD, Language::English))
}

/// The languages planted on pages of other languages.
const ABROAD: [(Language, u32); 18] = [
    (Language::English, 16),
    (Language::ZhHans, 14),
    (Language::Indonesian, 13),
    (Language::Russian, 8),
    (Language::Turkish, 8),
    (Language::Japanese, 8),
    (Language::Vietnamese, 7),
    (Language::Thai, 7),
    (Language::Korean, 5),
    (Language::Spanish, 4),
    (Language::Portuguese, 4),
    (Language::French, 4),
    (Language::German, 4),
    (Language::ZhHant, 4),
    (Language::Arabic, 3),
    (Language::Italian, 3),
    (Language::Polish, 2),
    (Language::Hindi, 2),
];

#[cfg(test)]
mod tests {
    use super::super::plan::Plan;
    use super::*;

    #[test]
    fn draws_repeat_and_reach_everything() {
        let plans: Vec<Plan> = (0..6000).map(|seed| Plan::draw(seed, None)).collect();
        assert!(plans.iter().all(|plan| *plan == Plan::draw(plan.seed, None)));
        assert!(Family::ALL.iter().all(|family| plans.iter().any(|plan| plan.family == *family)));
        assert!(Place::ALL.iter().all(|place| plans.iter().any(|plan| plan.place == *place)));
        assert!(Trick::ALL.iter().all(|trick| plans.iter().any(|plan| plan.trick == *trick)));
        assert!(Language::ALL.iter().all(|language| plans.iter().any(|plan| plan.language == *language)));
    }

    #[test]
    fn traditional_pages_mostly_get_simplified_lines() {
        let draws = (0..1000).map(|seed| Plan::draw(seed, Some(Language::ZhHant)).language);
        assert!(draws.filter(|language| *language == Language::ZhHans).count() > 800);
    }
}
