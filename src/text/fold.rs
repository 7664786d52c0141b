//! Fold text so that one word has one form: lower case, simplified Chinese, half width, no reading in
//! brackets, nothing invisible.

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::text::scan::is_han;

/// Longest reading in brackets after a Chinese character, in letters: `zhuang` has six.
const MAX_READING: usize = 7;

const FIRST_HAN: u32 = 0x3400;
const LAST_HAN: u32 = 0x9fff;

/// Simplified forms of the characters from [`FIRST_HAN`] to [`LAST_HAN`], context left aside: for tokens
/// it matters that one form is chosen, not which.
static SIMPLIFIED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let all: Vec<char> = (FIRST_HAN..=LAST_HAN).filter_map(char::from_u32).collect();
    let spaced: String = all.iter().flat_map(|c| [*c, '\n']).collect();
    let mut simplified: Vec<char> = fast2s::convert(&spaced).split('\n').filter_map(|c| c.chars().next()).collect();
    if simplified.len() != all.len() {
        simplified = all;
    }
    simplified
});

/// Which of the two ways of writing Chinese a character belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HanForm {
    Simplified,
    Traditional,
    Common,
}

static FORMS: LazyLock<Vec<HanForm>> = LazyLock::new(|| {
    let mut forms = vec![HanForm::Common; SIMPLIFIED.len()];
    for (idx, simplified) in SIMPLIFIED.iter().enumerate() {
        if *simplified as u32 != FIRST_HAN + idx as u32 {
            forms[idx] = HanForm::Traditional;
            if let Some(form) = forms.get_mut((*simplified as u32).wrapping_sub(FIRST_HAN) as usize)
                && *form == HanForm::Common
            {
                *form = HanForm::Simplified;
            }
        }
    }
    forms
});

/// The way of writing that a character tells of. Characters that both ways share but use differently
/// (`后`) count as simplified.
pub(crate) fn han_form(c: char) -> HanForm {
    FORMS.get((c as u32).wrapping_sub(FIRST_HAN) as usize).copied().unwrap_or(HanForm::Common)
}

/// Writes the folded form of `text` to `folded`, which is emptied first.
pub(crate) fn fold(text: &str, folded: &mut Vec<char>) {
    folded.clear();
    if text.is_ascii() {
        folded.extend(text.bytes().map(|b| char::from(b.to_ascii_lowercase())));
        return;
    }
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if c.is_ascii() {
            folded.push(c.to_ascii_lowercase());
        } else if is_han(c) {
            folded.push(simplify(c));
            skip_reading(&mut rest);
        } else if !is_invisible(c) {
            push_lower(to_half_width(c), folded);
        }
    }
}

fn push_lower(c: char, folded: &mut Vec<char>) {
    if c.is_uppercase() { folded.extend(c.to_lowercase()) } else { folded.push(c) }
}

fn simplify(c: char) -> char {
    SIMPLIFIED.get((c as u32).wrapping_sub(FIRST_HAN) as usize).copied().unwrap_or(c)
}

/// Goes past a reading such as `(qū)`, if one follows.
fn skip_reading(rest: &mut std::str::Chars<'_>) {
    if !matches!(rest.as_str().as_bytes().first(), Some(b'(' | 0xef)) {
        return;
    }
    if let Some((_, n_bytes)) = reading_in_brackets(rest.as_str(), false) {
        *rest = rest.as_str()[n_bytes..].chars();
    }
}

/// The reading in brackets that `text` begins with: its letters, and the bytes that it takes with its brackets.
/// `may_be_spaced` allows a space before it and inside the brackets.
pub(crate) fn reading_in_brackets(text: &str, may_be_spaced: bool) -> Option<(&str, usize)> {
    let spaceless = |text: &'_ str| if may_be_spaced && text.starts_with(' ') { 1 } else { 0 };
    let mut at = spaceless(text);
    at += text[at..].chars().next().filter(|c| matches!(c, '(' | '（'))?.len_utf8();
    at += spaceless(&text[at..]);
    let start = at;
    for c in text[start..].chars().take(MAX_READING).take_while(|c| is_reading_letter(*c)) {
        at += c.len_utf8();
    }
    let letters = &text[start..at];
    at += spaceless(&text[at..]);
    at += text[at..].chars().next().filter(|c| matches!(c, ')' | '）'))?.len_utf8();
    (!letters.is_empty()).then_some((letters, at))
}

/// A text without the readings in brackets that a conversion left behind Chinese characters.
pub(crate) fn without_readings(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !(text.contains('(') || text.contains('（')) {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        kept.push(c);
        if is_han(c) {
            skip_reading(&mut rest);
        }
    }
    Cow::Owned(kept)
}

/// Letters of pinyin with and without tone marks.
fn is_reading_letter(c: char) -> bool {
    c.is_ascii_lowercase() || "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüêńňǹḿɡ".contains(c)
}

/// Signs that take no place: zero-width spaces and joiners, direction marks, soft hyphens.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

fn to_half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        '。' => '.',
        '、' => ',',
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        '–' | '—' => '-',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut folded = Vec::new();
        fold(text, &mut folded);
        assert_eq!(folded.iter().collect::<String>(), expected);
    }

    #[test]
    fn one_word_has_one_form() {
        check("Plain TEXT", "plain text");
        check("醫院", "医院");
        check("地區(qū)醫(yī)療", "地区医疗");
        check("ＡＢＣ１２", "abc12");
        check("zero\u{200b}width", "zerowidth");
        check("ÉCOLE", "école");
    }

    #[test]
    fn brackets_that_hold_no_reading_stay() {
        check("張(化名)", "张(化名)");
        check("(qu)", "(qu)");
        check("图(abcdefghij)", "图(abcdefghij)");
    }
}
