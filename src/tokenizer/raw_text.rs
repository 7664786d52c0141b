//! Where the content of a raw text element ends.
//!
//! In: the document's bytes, where the content starts, the name of the element
//! and the kind of its content. Out: the offset of the `<` of the end tag that
//! closes it, or the document's length. Scripts follow the escaped states, in
//! which an end tag may not count. One pass, forward only.

use memchr::{memchr, memchr2};

use super::RawKind;
use super::scan::{is_space, tail};

/// The offset at which the content that starts at `from` ends.
pub(super) fn content_end(bytes: &[u8], from: usize, name: &[u8], kind: RawKind) -> usize {
    match kind {
        RawKind::Rcdata | RawKind::Rawtext => plain_end(bytes, from, name),
        RawKind::ScriptData => script_end(bytes, from, name),
    }
}

fn plain_end(bytes: &[u8], from: usize, name: &[u8]) -> usize {
    let mut at = from;
    while let Some(found) = memchr(b'<', tail(bytes, at)) {
        at += found;
        if closes(tail(bytes, at), name) {
            return at;
        }
        at += 1;
    }
    bytes.len()
}

/// Whether `rest`, which starts with a `<`, starts with an end tag for `name`.
fn closes(rest: &[u8], name: &[u8]) -> bool {
    let Some(word) = rest.strip_prefix(b"</") else {
        return false;
    };
    let (Some(word), Some(&next)) = (word.get(..name.len()), word.get(name.len())) else {
        return false;
    };
    !name.is_empty() && ends_name(next) && word.eq_ignore_ascii_case(name) && word.iter().all(u8::is_ascii_alphabetic)
}

fn ends_name(byte: u8) -> bool {
    matches!(byte, b'/' | b'>') || is_space(byte)
}

/// How deep inside `<!--` and `<script` a script's text is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Normal,
    Escaped,
    DoubleEscaped,
}

fn script_end(bytes: &[u8], from: usize, name: &[u8]) -> usize {
    let mut at = from;
    let mut state = Script::Normal;
    loop {
        let rest = tail(bytes, at);
        let found = match state {
            Script::Normal => memchr(b'<', rest),
            Script::Escaped | Script::DoubleEscaped => memchr2(b'<', b'-', rest),
        };
        let Some(found) = found else {
            return bytes.len();
        };
        at += found;
        let rest = tail(bytes, at);
        if rest.starts_with(b"-") {
            let dashes = rest.iter().take_while(|&&byte| byte == b'-').count();
            (state, at) = after_dashes(bytes, at + dashes, dashes, state);
            continue;
        }
        match state {
            Script::Normal | Script::Escaped if closes(rest, name) => return at,
            Script::Normal if rest.starts_with(b"<!--") => {
                let dashes = tail(rest, 2).iter().take_while(|&&b| b == b'-').count();
                (state, at) = after_dashes(bytes, at + 2 + dashes, dashes, Script::Escaped);
            }
            Script::Normal => at += 1,
            Script::Escaped => {
                let (used, is_script) = script_word(tail(rest, 1));
                if is_script {
                    state = Script::DoubleEscaped;
                }
                at += 1 + used;
            }
            Script::DoubleEscaped if rest.starts_with(b"</") => {
                let (used, is_script) = script_word(tail(rest, 2));
                if is_script {
                    state = Script::Escaped;
                }
                at += 2 + used;
            }
            Script::DoubleEscaped => at += 1,
        }
    }
}

/// The state and the offset behind `dashes` dashes that end at `at`: two or
/// more with a `>` behind them end the escape.
fn after_dashes(bytes: &[u8], at: usize, dashes: usize, state: Script) -> (Script, usize) {
    if dashes >= 2 && bytes.get(at) == Some(&b'>') { (Script::Normal, at + 1) } else { (state, at) }
}

/// How many bytes the letters at the start of `rest` take, with the byte that
/// ends them as a name if there is one, and whether they say `script` so.
fn script_word(rest: &[u8]) -> (usize, bool) {
    let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    match rest.get(letters) {
        Some(&next) if letters > 0 && ends_name(next) => {
            let word = rest.get(..letters).unwrap_or_default();
            (letters + 1, word.eq_ignore_ascii_case(b"script"))
        }
        _ => (letters, false),
    }
}
