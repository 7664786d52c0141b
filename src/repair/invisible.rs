//! Find invisible signs strewn into words.
//!
//! A page is damaged if signs without width stand where neither a writer nor a typesetter has a use for them:
//! inside short words, one or two letters from a word's end, between Chinese characters. Then all of them go,
//! but those that do something: joiners beside letters of scripts that join or stack (Arabic, Indic and others),
//! inside emoji, chances to break a line in scripts without spaces. Soft hyphens say where a word may break, and
//! direction marks keep mixed scripts in order; both always stay.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::repair::working::{Edit, Working};
use crate::text::is_han;

/// Senseless places that a damaged page has at least.
const MIN_PLACES: usize = 8;
/// Texts that have one, at least.
const MIN_TEXTS: usize = 2;
/// Different words that have one, at least: a formula that was copied repeats the same.
const MIN_WORDS: usize = 5;
/// A piece of a word that nobody breaks off, in letters at most.
const SHORT_PIECE: usize = 2;
/// A word that nobody breaks, in letters at most.
const SHORT_WORD: usize = 5;
/// Letters that a word has at most; what is longer is not one.
const LONG_WORD: usize = 60;

const BREAK_CHANCE: char = '\u{200b}';

/// Zero-width spaces and joiners, the invisible separator and plus, byte order marks.
fn is_sign(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{2063}' | '\u{2064}' | '\u{feff}')
}

/// The signs to take out of every text.
pub(super) fn find(texts: &[Working]) -> Vec<Vec<Edit>> {
    let mut edits = vec![Vec::new(); texts.len()];
    let marked = || texts.iter().enumerate().filter(|(_, text)| !text.is_code && text.text.contains(is_sign));
    let (mut n_places, mut n_texts, mut words) = (0, 0, BTreeSet::new());
    for (_, working) in marked() {
        let n_before = n_places;
        for word in working.text.split_whitespace().filter(|word| word.contains(is_sign)) {
            let senseless = senseless_places(word);
            n_places += senseless.len();
            words.extend(senseless);
        }
        n_texts += usize::from(n_places > n_before);
    }
    if n_places >= MIN_PLACES && n_texts >= MIN_TEXTS && words.len() >= MIN_WORDS {
        for (idx, working) in marked() {
            let has_kana = working.text.contains(|c| matches!(c, '\u{3040}'..='\u{30ff}'));
            let useless = runs(&working.text).filter(|run| is_useless(&working.text, run, has_kana));
            let mut last_end = 0;
            for run in useless {
                let range = with_spare_space(&working.text, run, last_end);
                last_end = range.end;
                edits[idx].push(Edit { range, now: Box::default() });
            }
        }
    }
    edits
}

/// Runs of signs, as bytes.
fn runs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(is_sign)?;
        let end = text[start..].find(|c| !is_sign(c)).map_or(text.len(), |n| start + n);
        at = end;
        Some(start..end)
    })
}

/// The characters beside a run; spaces at the ends of the text.
fn beside(text: &str, run: &Range<usize>) -> (char, char) {
    let before = text[..run.start].chars().next_back().unwrap_or(' ');
    (before, text[run.end..].chars().next().unwrap_or(' '))
}

/// A run with the space beside it that would be one too many without the run; what stands before `last_end` is
/// taken already.
fn with_spare_space(text: &str, run: Range<usize>, last_end: usize) -> Range<usize> {
    match beside(text, &run) {
        (' ', ' ') if run.end < text.len() => run.start..run.end + 1,
        (' ', ' ') if run.start > last_end => run.start - 1..run.end,
        _ => run,
    }
}

/// Whether a run of signs does nothing.
fn is_useless(text: &str, run: &Range<usize>, has_kana: bool) -> bool {
    let (before, after) = beside(text, run);
    let breaks_phrases = has_kana && text[run.clone()].contains(BREAK_CHANCE);
    !breaks_phrases && has_no_use_for_signs(before) && has_no_use_for_signs(after)
}

/// Whether a character belongs to a script, or to the signs, in which nothing invisible does anything.
fn has_no_use_for_signs(c: char) -> bool {
    is_alphabetic(c)
        || is_han(c)
        || c.is_whitespace()
        || c.is_ascii()
        || matches!(c, '\u{a1}'..='\u{bf}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{20a0}'..='\u{20bf}')
        || matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff65}')
}

/// Letters of Latin, Greek, Cyrillic, Armenian and Korean.
fn is_alphabetic(c: char) -> bool {
    c.is_alphabetic()
        && matches!(c, 'A'..='Z' | 'a'..='z' | '\u{aa}'..='\u{2af}' | '\u{370}'..='\u{58f}' | '\u{1e00}'..='\u{1fff}' | '\u{ac00}'..='\u{d7a3}')
}

/// Places in a word where a sign makes no sense, each with what is told apart there: the word, or in Chinese the
/// characters on both sides.
fn senseless_places(word: &str) -> Vec<&str> {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && !is_sign(c)).trim_matches(is_sign);
    let is_word_part = |c: char| is_alphabetic(c) || is_sign(c) || matches!(c, '\'' | '’' | '-');
    if bare.chars().take(LONG_WORD).all(is_word_part) { in_word(bare) } else { in_chinese(word) }
}

/// Places inside a word of letters: near its ends or another sign, or anywhere if the word is short. A capital
/// after a small letter begins a word within a name, which may break.
fn in_word(word: &str) -> Vec<&str> {
    let n_letters = word.chars().filter(|c| is_alphabetic(*c)).count();
    let pieces: Vec<&str> = word.split(is_sign).filter(|piece| !piece.is_empty()).collect();
    let is_short = |piece: &str| piece.chars().count() <= SHORT_PIECE;
    let is_senseless = |pair: &&[&str]| {
        let (last, first) = (pair[0].chars().next_back(), pair[1].chars().next());
        let is_inside = last.is_some_and(is_alphabetic) && first.is_some_and(is_alphabetic);
        let is_hump = last.is_some_and(char::is_lowercase) && first.is_some_and(char::is_uppercase);
        is_inside && !is_hump && (n_letters <= SHORT_WORD || is_short(pair[0]) || is_short(pair[1]))
    };
    if n_letters > LONG_WORD {
        return Vec::new();
    }
    pieces.windows(2).filter(is_senseless).map(|_| word).collect()
}

/// Places in Chinese: between two characters, unless the sign is a chance to break the line, which typesetters
/// put between phrases; then only before a stop, where no line breaks.
fn in_chinese(word: &str) -> Vec<&str> {
    if word.contains(|c| matches!(c, '\u{3040}'..='\u{30ff}')) {
        return Vec::new();
    }
    let is_senseless = |run: &Range<usize>| {
        let (before, after) = beside(word, run);
        let is_break = word[run.clone()].chars().all(|c| c == BREAK_CHANCE);
        let is_stop = matches!(after, '，' | '。' | '、' | '；' | '：' | '！' | '？');
        is_han(before) && if is_break { is_stop } else { is_han(after) }
    };
    let with_both = |run: Range<usize>| {
        let (before, after) = beside(word, &run);
        &word[run.start - before.len_utf8()..run.end + after.len_utf8()]
    };
    runs(word).filter(is_senseless).map(with_both).collect()
}
