//! Composes whole lines: keyword lines with their separators, titles, dumps, and the disguised kinds.

use super::brands;
use super::language::Language;
use super::mojibake;
use super::obfuscate;
use super::plan::Family;
use super::rng::Rng;
use super::speaker::Speaker;

/// Separators of Chinese lines, with how often each is met.
const EASTERN: [(&str, u32); 13] = [
    (",", 24),
    ("_", 17),
    ("，", 13),
    ("|", 14),
    ("-", 9),
    ("、", 5),
    (" ", 9),
    ("", 4),
    (" I ", 3),
    (" | ", 3),
    ("/", 1),
    ("——", 1),
    (";", 1),
];
/// Separators of lines in languages with spaces between words.
const WESTERN: [(&str, u32); 14] = [
    (", ", 34),
    (" | ", 14),
    (",", 14),
    (" - ", 11),
    ("|", 6),
    (" ", 6),
    (" I ", 4),
    ("_", 3),
    (" · ", 2),
    (" / ", 2),
    (" ★ ", 1),
    ("; ", 2),
    (" – ", 2),
    (" » ", 1),
];

/// A separator in the manner of a language.
pub(crate) fn separator(language: Language, rng: &mut Rng) -> &'static str {
    match language.is_unspaced() {
        true if language != Language::Thai => rng.weighted(&EASTERN, ","),
        _ => rng.weighted(&WESTERN, ", "),
    }
}

/// Four to thirty phrases, mostly few, with one separator and sometimes a lost symbol at the end.
pub(crate) fn keyword_line(language: Language, speaker: &mut Speaker<'_>, rng: &mut Rng) -> String {
    let high = rng.weighted(&[(8, 6), (14, 3), (30, 1)], 8);
    let count = rng.between(4, high);
    let mut line = joined(count, separator(language, rng), speaker, rng);
    if rng.chance(7) {
        line.push_str(" ?");
    }
    line
}

/// `count` phrases with a separator between them; a phrase may come twice, not twice in a row.
pub(crate) fn joined(count: usize, separator: &str, speaker: &mut Speaker<'_>, rng: &mut Rng) -> String {
    phrases(count, speaker, rng).join(separator)
}

/// `count` phrases, no two neighbours alike where the palette allows it.
pub(crate) fn phrases(count: usize, speaker: &mut Speaker<'_>, rng: &mut Rng) -> Vec<String> {
    let mut phrases: Vec<String> = Vec::with_capacity(count);
    for _ in 0..count {
        let mut phrase = speaker.say("phrase", rng);
        for _ in 0..4 {
            if !phrase.is_empty() && !phrases.contains(&phrase) {
                break;
            }
            phrase = speaker.say("phrase", rng);
        }
        if phrases.last() != Some(&phrase) && !phrase.is_empty() {
            phrases.push(phrase);
        }
    }
    phrases
}

/// A title of the spammer's: a template of the niche, or a short keyword line.
pub(crate) fn title(language: Language, speaker: &mut Speaker<'_>, rng: &mut Rng) -> String {
    let lost = if rng.chance(5) { " ?" } else { "" };
    if speaker.can_say("title") && rng.chance(50) {
        return format!("{}{lost}", speaker.say("title", rng));
    }
    let count = rng.between(2, 8);
    let line = joined(count, separator(language, rng), speaker, rng);
    format!("{line}{lost}")
}

/// A long list of phrases.
pub(crate) fn dump(language: Language, speaker: &Speaker<'_>, rng: &mut Rng) -> String {
    let separator = if rng.chance(60) { " " } else { separator(language, rng) };
    let separator = if separator.is_empty() { " " } else { separator };
    let high = rng.weighted(&[(120, 5), (300, 3), (900, 1)], 120);
    let count = rng.between(60, high);
    joined(count, separator, &mut speaker.wide(), rng)
}

/// A keyword and a clause of somebody's news.
pub(crate) fn scraped_row(speaker: &mut Speaker<'_>, rng: &mut Rng) -> String {
    let glue = rng.word(&["：", ":", " ", "-", "，", " - ", ": ", "_"]);
    format!("{}{glue}{}", speaker.say("phrase", rng), speaker.say("clause", rng))
}

/// Three to seven sentences of a niche, as one paragraph; often with harmless prose in between.
pub(crate) fn paragraph(language: Language, speaker: &mut Speaker<'_>, rng: &mut Rng) -> String {
    let count = rng.between(3, 7);
    let mut sentences: Vec<String> = Vec::new();
    let filler = if rng.chance(55) { rng.between(20, 60) } else { 0 };
    for idx in 0..count {
        // Two sentences at least are the niche's own: a paragraph of harmless prose alone would not be spam.
        let harmless = idx > 1 && speaker.can_say("filler") && rng.chance(filler);
        let sentence = upper_start(&speaker.say(if harmless { "filler" } else { "sentence" }, rng));
        if !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    }
    rng.shuffle(&mut sentences);
    sentences.join(if language.is_unspaced() && language != Language::Thai { "" } else { " " })
}

fn upper_start(sentence: &str) -> String {
    brands::capitalised(sentence)
}

/// The keyword line of a disguising family, disguised.
pub(crate) fn disguised(family: Family, language: Language, speaker: &mut Speaker<'_>, rng: &mut Rng) -> String {
    let plain = keyword_line(language, speaker, rng);
    let disguise = |text: &str, rng: &mut Rng| match family {
        Family::Mojibake => mojibake::garble(text, language, rng),
        Family::BracketFiller => obfuscate::bracketed(text, rng),
        Family::LookAlike => obfuscate::look_alike(text, rng),
        Family::FullWidth => obfuscate::full_width(text),
        Family::ZeroWidth => obfuscate::zero_width(text, rng),
        Family::DigitLetters => obfuscate::digit_letters(text, rng),
        Family::SpacedLetters => obfuscate::spaced(text, rng),
        _ => String::from(text),
    };
    let line = disguise(&plain, rng);
    if line != plain {
        return line;
    }
    // Scripts without look-alikes: the brand and the host are what gets disguised.
    let token = format!("{}, {}, {}", brands::brand(rng), brands::domain(rng), brands::brand(rng));
    let token = disguise(&token, rng);
    format!("{plain} {token}")
}

/// One line such as a family consists of.
pub(crate) fn of_family(family: Family, language: Language, speaker: &mut Speaker<'_>, rng: &mut Rng) -> String {
    match family {
        Family::OverwrittenTitle | Family::TitleMeta => title(language, speaker, rng),
        Family::ListItem | Family::Marquee => speaker.say(if rng.chance(60) { "headline" } else { "phrase" }, rng),
        Family::OfftopicParagraph => paragraph(language, speaker, rng),
        Family::ScrapedRows => scraped_row(speaker, rng),
        Family::DomainList => brands::own_addresses(6, rng).join(" | "),
        Family::CopyrightLinks => {
            let count = rng.between(1, 4);
            format!("{} {}", speaker.say("copyright", rng), joined(count, ", ", speaker, rng))
        }
        Family::DrawTable => speaker.say("row", rng),
        Family::Doorway => doorway(language, speaker, rng),
        Family::Replaced => speaker.say("phrase", rng),
        Family::Glued => speaker.say("glue", rng),
        Family::KeywordDump => dump(language, speaker, rng),
        Family::KeywordLine | Family::LinkFarm | Family::FriendLinks | Family::TagSoup | Family::LiteralSoup => {
            keyword_line(language, speaker, rng)
        }
        _ => disguised(family, language, speaker, rng),
    }
}

/// The line a doorway consists of: a title and a sentence or more phrases.
pub(crate) fn doorway(language: Language, speaker: &mut Speaker<'_>, rng: &mut Rng) -> String {
    let head = title(language, speaker, rng);
    let tail = match rng.below(3) {
        0 => speaker.say("sentence", rng),
        1 => speaker.say("headline", rng),
        _ => keyword_line(language, speaker, rng),
    };
    let glue = rng.word(&[" - ", "，", ": ", " | ", " "]);
    format!("{head}{glue}{tail}")
}

/// A phrase repeated behind years, as in product lists whose names were replaced.
pub(crate) fn with_years(language: Language, phrase: &str, rng: &mut Rng) -> String {
    let first = rng.between(2004, 2022);
    let count = rng.between(1, 3);
    let mark = if language.is_chinese() { "年" } else { " " };
    let years = (first..first + count).map(|year| format!("{year}{mark}{phrase}"));
    years.collect::<Vec<_>>().join(" ")
}

/// A word to be slipped in at an offset of a sentence, with the spaces it needs there.
pub(crate) fn spaced_in(language: Language, word: &str, sentence: &str, at: usize) -> String {
    let space = if language.is_unspaced() { "" } else { " " };
    let before = sentence.get(..at).is_some_and(|before| !before.ends_with(char::is_whitespace));
    let behind = sentence.get(at..).is_some_and(|behind| !behind.is_empty());
    format!("{}{word}{}", if before { space } else { "" }, if behind { space } else { "" })
}

/// The offsets in marked-up text where a word can be slipped in: behind a comma, a full stop or a space, outside tags.
pub(crate) fn gaps(text: &str) -> Vec<usize> {
    let mut gaps = Vec::new();
    let mut in_tag = false;
    for (at, char) in text.char_indices() {
        match char {
            '<' => in_tag = true,
            '>' => in_tag = false,
            ' ' | '，' | '。' | '、' | '；' if !in_tag && at > 0 => gaps.push(at + char.len_utf8()),
            _ => {}
        }
    }
    gaps
}
