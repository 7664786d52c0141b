//! In: a script. Out: the text it spells in character codes or escapes, if it does.
//!
//! Undoes number lists (also shifted by a constant), `\x3c` and `%3C`. No other cipher.

/// Longest script that is decoded, in bytes.
const MAX_CODED: usize = 128 << 10;
/// Fewest numbers that are taken for a spelt text.
const MIN_CODES: usize = 24;

/// The hidden text of a script, if it looks like a style element or a script that hides.
pub(super) fn decoded(script: &str) -> Option<String> {
    if script.len() > MAX_CODED {
        return None;
    }
    let has = |needle: &str| memchr::memmem::find(script.as_bytes(), needle.as_bytes()).is_some();
    if has("fromCharCode") {
        let text = spelt_by_numbers(script);
        return (!text.is_empty()).then_some(text);
    }
    let by_letter = |mark: &str, spellings: &[&str]| has(mark) && spellings.iter().any(|spelling| has(spelling));
    let is_escaped = by_letter("\\x", &["\\x3c\\x73", "\\x3C\\x73", "\\x2e\\x73", "\\x73\\x74\\x79"])
        || by_letter("%3", &["%3c%73", "%3C%73"]);
    is_escaped.then(|| percent_and_hex_decoded(script))
}

/// All number lists of a script as text; lists that make no printable text are left out.
fn spelt_by_numbers(script: &str) -> String {
    let mut spelt = String::new();
    let mut codes: Vec<i32> = Vec::new();
    let mut gap = 0usize;
    let mut number: Option<i32> = None;
    for byte in script.bytes().chain([b' '; 4]) {
        if byte.is_ascii_digit() {
            let digit = i32::from(byte - b'0');
            number = Some(number.unwrap_or(0).saturating_mul(10).saturating_add(digit));
            gap = 0;
            continue;
        }
        if let Some(code) = number.take() {
            codes.push(code);
        }
        gap += 1;
        let is_separator = matches!(byte, b',' | b' ' | b'|' | b'-' | b';' | b'.' | b'_' | b'/' | b'\n' | b'"' | b'\'');
        if gap > 3 || !is_separator {
            spell(&codes, &mut spelt);
            codes.clear();
        }
    }
    spell(&codes, &mut spelt);
    spelt
}

/// Adds the text of a number list, as it is or shifted so that it begins with `<`.
fn spell(codes: &[i32], spelt: &mut String) {
    let Some(&first) = codes.first() else { return };
    if codes.len() < MIN_CODES {
        return;
    }
    for shift in [0, first - i32::from(b'<')] {
        let letters = codes.iter().map(|&code| u32::try_from(code.saturating_sub(shift)).ok().and_then(char::from_u32));
        let text: Option<String> = letters.collect();
        if let Some(text) = text.filter(|text| text.contains("style") || text.contains("display")) {
            spelt.push_str(&text);
            spelt.push('\n');
            return;
        }
    }
}

/// Resolves `%3C`, `\x3c` and `\u003c`.
pub(super) fn percent_and_hex_decoded(text: &str) -> String {
    resolve(text, true)
}

/// Resolves `\x3c` and `\u003c` only.
pub(super) fn hex_decoded(text: &str) -> String {
    resolve(text, false)
}

fn resolve(text: &str, percent: bool) -> String {
    let mut resolved = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '%']) {
        let (plain, code) = rest.split_at(at);
        resolved.push_str(plain);
        let n_mark = match code.as_bytes() {
            [b'%', b'u' | b'U', ..] | [b'\\', b'u' | b'x', ..] => 2,
            _ => 1,
        };
        let n_digits = if n_mark == 2 && matches!(code.as_bytes().get(1), Some(b'u' | b'U')) { 4 } else { 2 };
        let is_wanted = if code.starts_with('%') { percent } else { n_mark == 2 };
        let digits = code
            .get(n_mark..n_mark + n_digits)
            .filter(|digits| is_wanted && digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let letter = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).and_then(char::from_u32);
        let n_used = match letter {
            Some(letter) => {
                resolved.push(letter);
                n_mark + n_digits
            }
            None => {
                resolved.push_str(code.get(..1).unwrap_or_default());
                1
            }
        };
        rest = code.get(n_used..).unwrap_or_default();
    }
    resolved.push_str(rest);
    resolved
}
