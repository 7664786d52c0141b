//! Find character references that were escaped once more, so that readers see `&nbsp;`.
//!
//! A page is damaged if references stand inside its words or sentences and nothing on it speaks of markup: no
//! tags written out, no code with references, no `&lt;`, no word such as HTML. Then they are decoded, but those
//! inside addresses. `&lt;` and `&gt;` are never decoded: what they stand for would look like tags.

use std::ops::Range;

use crate::repair::working::{Edit, Working};
use crate::text::is_han;
use crate::tokenizer::whole_reference;

/// References that a page has at least if none of them touches a letter or digit.
const MIN_LOOSE: usize = 3;
/// References that a page has at least if one of them does.
const MIN_TOUCHING: usize = 2;
/// Words by which a page speaks of markup.
const MARKUP_WORDS: [&str; 14] = [
    "html",
    "xml",
    "entity",
    "entities",
    "markup",
    "unicode",
    "charset",
    "utf-8",
    "转义",
    "轉義",
    "源码",
    "源碼",
    "源代码",
    "原始碼",
];

/// A reference in a text.
struct Reference {
    range: Range<usize>,
    decoded: String,
    /// Whether a letter or digit stands before it.
    follows_word: bool,
    /// Whether a letter, a digit or another reference stands at either side.
    touches: bool,
}

/// The references to decode in every text.
pub(super) fn find(texts: &[Working]) -> Vec<Vec<Edit>> {
    let mut edits = vec![Vec::new(); texts.len()];
    if !texts.iter().any(|working| working.text.contains('&')) || texts.iter().any(speaks_of_markup) {
        return edits;
    }
    let mut all = Vec::new();
    for (idx, working) in texts.iter().enumerate().filter(|(_, working)| !working.is_code) {
        let Some(found) = references(&working.text) else { return edits };
        all.push((idx, found));
    }
    let found = || all.iter().flat_map(|(_, found)| found);
    let (n, n_touching) = (found().count(), found().filter(|reference| reference.touches).count());
    let is_plain = |reference: &Reference| reference.follows_word && reference.decoded != "&";
    if n >= MIN_LOOSE || n >= MIN_TOUCHING && n_touching > 0 || found().any(is_plain) {
        for (idx, found) in all {
            edits[idx] = found.into_iter().map(|reference| edit(&texts[idx].text, reference)).collect();
            merge_spaces(&texts[idx].text, &mut edits[idx]);
        }
    }
    edits
}

/// Whether a text shows that its page is about markup, or that markup got into it.
fn speaks_of_markup(working: &Working) -> bool {
    let text = &working.text;
    let has_reference = || text.match_indices('&').any(|(at, _)| whole_reference(&text[at + 1..]).is_some());
    if working.is_code {
        return has_reference();
    }
    let begins_tag = |(at, _): (usize, &str)| {
        text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'))
    };
    if text.match_indices('<').any(begins_tag) || text.contains("/>") {
        return true;
    }
    let lower = text.to_lowercase();
    MARKUP_WORDS.iter().any(|word| {
        lower.match_indices(word).any(|(at, _)| {
            let before = lower[..at].chars().next_back().unwrap_or(' ');
            !before.is_ascii_alphanumeric() && before != '.' || before == 'x'
        })
    })
}

/// The references of a text. `None` if one is mentioned rather than used: in quotation marks or brackets of its
/// own, or one that stands for a sign of markup.
fn references(text: &str) -> Option<Vec<Reference>> {
    let mut found: Vec<Reference> = Vec::new();
    let mut at = 0;
    while let Some(n) = text[at..].find('&') {
        let start = at + n;
        at = start + 1;
        let Some((decoded, end)) = decoded(text, start) else { continue };
        at = end;
        let before = text[..start].chars().next_back().unwrap_or(' ');
        let after = text[end..].chars().next().unwrap_or(' ');
        if decoded.contains(['<', '>']) || is_mention(before, after) {
            return None;
        }
        if is_in_address(&text[end..]) || decoded.chars().all(char::is_control) {
            continue;
        }
        let follows_reference = found.last().is_some_and(|last| last.range.end == start);
        let is_word = |c: char| c.is_alphanumeric() && !is_han(c);
        let touches = is_word(before) || is_word(after) || follows_reference;
        found.push(Reference { range: start..end, decoded, follows_word: is_word(before), touches });
    }
    let is_all = |found: &[Reference]| found.iter().map(|reference| reference.range.len()).sum::<usize>() == text.len();
    // A text that is nothing but blanks shows nothing that could be restored.
    if is_all(&found) && found.iter().all(|reference| reference.decoded.trim().is_empty()) {
        found.clear();
    }
    Some(found)
}

/// What the reference at `start` stands for however often it was escaped, and where it ends.
fn decoded(text: &str, start: usize) -> Option<(String, usize)> {
    let (mut decoded, n_bytes) = whole_reference(&text[start + 1..])?;
    let mut end = start + 1 + n_bytes;
    while &*decoded == "&"
        && let Some((inner, n_bytes)) = whole_reference(&text[end..])
    {
        decoded = inner;
        end += n_bytes;
    }
    Some((decoded.replace('\u{a0}', " "), end))
}

fn is_mention(before: char, after: char) -> bool {
    matches!(
        (before, after),
        ('"', '"')
            | ('\'', '\'')
            | ('`', '`')
            | ('(', ')')
            | ('[', ']')
            | ('“', '”')
            | ('‘', '’')
            | ('「', '」')
            | ('（', '）')
            | ('«', '»')
    )
}

/// Whether what follows a reference is the next field of an address: `name=`.
fn is_in_address(rest: &str) -> bool {
    let name = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count();
    name > 0 && rest[name..].starts_with('=')
}

fn edit(text: &str, reference: Reference) -> Edit {
    let Reference { mut range, decoded, .. } = reference;
    if decoded != " " {
        return Edit { range, now: decoded.into() };
    }
    // Spaces are collapsed in texts; one that is decoded takes those beside it along.
    let is_space = |c: char| c == ' ';
    range.start = text[..range.start].trim_end_matches(is_space).len();
    range.end = text.len() - text[range.end..].trim_start_matches(is_space).len();
    let is_at_end = range.start == 0 || range.end == text.len();
    Edit { range, now: if is_at_end { "" } else { " " }.into() }
}

/// Makes one of edits that touch or overlap: spaces in a row.
fn merge_spaces(text: &str, edits: &mut Vec<Edit>) {
    let is_space = |edit: &Edit| edit.now.trim().is_empty();
    edits.dedup_by(|next, last| {
        let is_one = is_space(next) && is_space(last) && next.range.start <= last.range.end;
        if is_one {
            last.range.end = next.range.end.max(last.range.end);
            let is_at_end = last.range.start == 0 || last.range.end == text.len();
            last.now = if is_at_end { "" } else { " " }.into();
        }
        is_one
    });
}
