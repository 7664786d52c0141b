//! Find readings that a conversion left in brackets behind characters.
//!
//! Converters to traditional characters that mark what they were not sure of leave `醫(yī)` behind. Two manners are
//! known. In the first, tones are written, and only characters that the conversion changed have readings. In the
//! second, tones are missing, and any character may have one, the same again and again. A writer who gives a
//! reading gives it once, for a rare character or a word to learn, and has no reason to choose what a converter
//! changes. Pages where most characters have readings are for learners, or were set with ruby.

use std::collections::BTreeSet;
use std::ops::Range;

use pinyin::ToPinyinMulti;

use crate::repair::working::{Edit, Working};
use crate::text::{HanForm, han_form, is_han, reading_in_brackets};

/// Readings of the first manner that a damaged page has at least.
const MIN_TONED: usize = 8;
/// Readings of the second manner that a damaged page has at least: without tones the evidence is weaker.
const MIN_TONELESS: usize = 20;
/// Texts of running prose in which readings stand at least.
const MIN_PROSE: usize = 2;
/// Chinese characters that a text of running prose has at least.
const PROSE_CHARS: usize = 20;
/// Share of the page's Chinese characters that have readings at most: a conversion changes less than half.
const MAX_SHARE: f32 = 0.45;
/// Share of the readings that stand in the middle of running text at least.
const MIN_RUNNING: f32 = 0.5;
/// Share of the toned readings that belong to converted characters at least.
const MIN_CONVERTED: f32 = 0.9;
/// Readings for each character that has one at least, on average.
const MIN_REPEATED_TONED: f32 = 1.25;
/// The same for readings without tones.
const MIN_REPEATED_TONELESS: f32 = 2.0;
/// Toned brackets that read no single character, such as `(nǐ hǎo)`, for every reading at most: they are for learners.
const MAX_WORDS: f32 = 0.1;
/// Letters of a bracket that may be the reading of a word.
const MAX_WORD: usize = 40;

/// A reading in brackets.
struct Reading {
    text_idx: usize,
    range: Range<usize>,
    of: char,
    is_toned: bool,
    /// Whether Chinese characters stand on both sides of the character with its reading.
    is_running: bool,
}

/// What a page has of readings.
#[derive(Default)]
struct Page {
    readings: Vec<Reading>,
    n_han: usize,
    /// Toned brackets that read no single character.
    n_words: usize,
    /// Texts of running prose.
    prose: BTreeSet<usize>,
}

/// The readings to take out of every text.
pub(super) fn find(texts: &[Working]) -> Vec<Vec<Edit>> {
    let mut page = Page::default();
    for (idx, working) in texts.iter().enumerate().filter(|(_, working)| !working.is_code) {
        page.read(idx, &working.text);
    }
    let is_first = |reading: &Reading| reading.is_toned && han_form(reading.of) == HanForm::Traditional;
    let is_second = |reading: &Reading| !reading.is_toned;
    let n_toned = page.readings.iter().filter(|reading| reading.is_toned).count();
    let (first, second) = (page.count(is_first), page.count(is_second));
    let has_first = first.n >= MIN_TONED
        && first.n as f32 >= MIN_CONVERTED * n_toned as f32
        && page.is_damage(&first, MIN_REPEATED_TONED);
    let has_second = second.n >= MIN_TONELESS && page.is_damage(&second, MIN_REPEATED_TONELESS);
    let mut edits = vec![Vec::new(); texts.len()];
    for reading in page.readings.into_iter().filter(|r| has_first && is_first(r) || has_second && is_second(r)) {
        edits[reading.text_idx].push(Edit { range: reading.range, now: Box::default() });
    }
    edits
}

/// The readings of one manner in numbers.
struct Count {
    n: usize,
    n_running: usize,
    n_characters: usize,
    n_prose: usize,
}

impl Page {
    fn read(&mut self, text_idx: usize, text: &str) {
        let (mut n_han, mut at, mut before) = (0, 0, ' ');
        while let Some(c) = text[at..].chars().next() {
            at += c.len_utf8();
            if is_han(c) {
                n_han += 1;
                let mut found = Vec::new();
                while let Some((letters, n_bytes)) = reading_of(c, &text[at..]) {
                    found.push((at..at + n_bytes, !letters.is_ascii()));
                    at += n_bytes;
                }
                let is_running = is_han(before) && text[at..].chars().next().is_some_and(is_han);
                let reading = |(range, is_toned)| Reading { text_idx, range, of: c, is_toned, is_running };
                self.readings.extend(found.into_iter().map(reading));
                self.n_words += usize::from(is_toned_bracket(&text[at..]));
            }
            before = c;
        }
        self.n_han += n_han;
        if n_han >= PROSE_CHARS {
            self.prose.insert(text_idx);
        }
    }

    fn count(&self, is_meant: impl Fn(&Reading) -> bool) -> Count {
        let meant = || self.readings.iter().filter(|reading| is_meant(reading));
        let in_prose = meant().filter(|reading| reading.is_running && self.prose.contains(&reading.text_idx));
        Count {
            n: meant().count(),
            n_running: meant().filter(|reading| reading.is_running).count(),
            n_characters: meant().map(|reading| reading.of).collect::<BTreeSet<char>>().len(),
            n_prose: in_prose.map(|reading| reading.text_idx).collect::<BTreeSet<usize>>().len(),
        }
    }

    fn is_damage(&self, count: &Count, min_repeated: f32) -> bool {
        let n = count.n as f32;
        count.n_prose >= MIN_PROSE
            && n <= MAX_SHARE * self.n_han as f32
            && count.n_running as f32 >= MIN_RUNNING * n
            && n >= min_repeated * count.n_characters as f32
            && self.n_words as f32 <= MAX_WORDS * n
    }
}

/// The reading of a character that `text` begins with, and the bytes that it takes. A single letter without a tone
/// is none: `(a)` numbers a figure.
fn reading_of(c: char, text: &str) -> Option<(&str, usize)> {
    let (letters, n_bytes) = reading_in_brackets(text, true)?;
    let plain = plain(letters);
    let is_read = |reading: pinyin::Pinyin| self::plain(reading.plain()) == plain;
    let is_reading = letters.len() > 1 && c.to_pinyin_multi()?.into_iter().any(is_read);
    is_reading.then_some((letters, n_bytes))
}

/// Letters without tones; `v` and `ü` are `u`, as they are written for want of the letter.
fn plain(letters: &str) -> String {
    let bare = |c: char| match c {
        'ā' | 'á' | 'ǎ' | 'à' => 'a',
        'ē' | 'é' | 'ě' | 'è' | 'ê' => 'e',
        'ī' | 'í' | 'ǐ' | 'ì' => 'i',
        'ō' | 'ó' | 'ǒ' | 'ò' => 'o',
        'ū' | 'ú' | 'ǔ' | 'ù' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' | 'ü' | 'v' => 'u',
        'ń' | 'ň' | 'ǹ' => 'n',
        'ḿ' => 'm',
        'ɡ' => 'g',
        c => c,
    };
    letters.chars().map(bare).collect()
}

/// Whether `text` begins with letters in brackets, tones among them.
fn is_toned_bracket(text: &str) -> bool {
    let Some(inner) = text.trim_start_matches(' ').strip_prefix(['(', '（']) else { return false };
    let mut is_toned = false;
    for c in inner.chars().take(MAX_WORD) {
        match c {
            ')' | '）' => return is_toned,
            c if c.is_alphabetic() && !is_han(c) => {
                is_toned |= !c.is_ascii() && plain(c.encode_utf8(&mut [0; 4])) != c.to_string()
            }
            ' ' | '\'' | '’' | '-' | ',' => {}
            _ => return false,
        }
    }
    false
}
