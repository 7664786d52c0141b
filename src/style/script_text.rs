//! In: pieces of script around a place of interest. Out: selectors, declarations, strings.
//!
//! Reads string literals, simple calls and variables assigned shortly before; anything
//! built in other ways gives nothing.

use super::limits::MAX_LOOK_BACK;
use super::scan::head_of;

/// Bytes of one call or literal looked at.
const MAX_PIECE: usize = 400;
/// Bytes of one style element written by a script.
const MAX_STYLE_TEXT: usize = 16 << 10;

/// The selector of what an expression, ending where `before` ends, yields.
pub(super) fn receiver(before: &str) -> Option<String> {
    let before = tail(before, MAX_LOOK_BACK).trim_ascii_end();
    if before.ends_with(')') || before.ends_with(']') {
        return call_selector(tail(before, MAX_PIECE));
    }
    let name_len = before.bytes().rev().take_while(|&byte| is_name_byte(byte)).count();
    let name = tail(before, name_len);
    let earlier = before.get(..before.len() - name_len)?;
    if name.is_empty() || earlier.ends_with('.') {
        return None;
    }
    let value = assigned_before(earlier, name)?;
    let end = value.find([';', '\n', '}']).unwrap_or(value.len()).min(MAX_PIECE);
    let value = value.get(..end)?;
    let call_end = value.find(')')? + 1;
    call_selector(value.get(..call_end)?)
}

/// The selector of a call such as `document.getElementById("x")`, `$("#x")[0]`.
fn call_selector(call: &str) -> Option<String> {
    let mut call = call.trim_ascii_end();
    for index in ["[0]", ".get(0)", ".eq(0)", ".first()", ".item(0)"] {
        call = call.strip_suffix(index).unwrap_or(call);
    }
    let inside = call.strip_suffix(')')?;
    let open = inside.rfind('(')?;
    let (function, argument) = (inside.get(..open)?, inside.get(open + 1..)?);
    let argument = argument.trim_ascii();
    let quote = argument.chars().next().filter(|quote| matches!(quote, '"' | '\'' | '`'))?;
    let argument = argument.get(1..)?.strip_suffix(quote)?;
    let is_plain = !argument.is_empty()
        && argument.len() <= 120
        && !argument.contains(['{', '}', '@', '"', '\'', '\\', '<', '`', '$']);
    if !is_plain {
        return None;
    }
    let name_len = function.bytes().rev().take_while(|&byte| is_name_byte(byte)).count();
    match tail(function, name_len) {
        "getElementById" => Some(format!("#{argument}")),
        "getElementsByClassName" => {
            Some(format!(".{}", argument.split_ascii_whitespace().collect::<Vec<_>>().join(".")))
        }
        "querySelector" | "querySelectorAll" | "$" | "jQuery" => Some(argument.to_owned()),
        _ => None,
    }
}

/// What a variable was last assigned in `earlier`.
fn assigned_before<'a>(earlier: &'a str, name: &str) -> Option<&'a str> {
    for at in memchr::memmem::rfind_iter(earlier.as_bytes(), name).take(12) {
        let is_whole =
            !earlier.as_bytes().get(at.wrapping_sub(1)).is_some_and(|&byte| is_name_byte(byte) || byte == b'.');
        let after = earlier.get(at + name.len()..)?.trim_ascii_start();
        if let Some(value) = after.strip_prefix('=').filter(|value| is_whole && !value.starts_with('=')) {
            return Some(value);
        }
    }
    None
}

/// `.display = "none"`, `["display"]="none"`, `.setProperty("display","none")` behind `style`.
pub(super) fn assigned_text(after: &str) -> Option<(String, String)> {
    let after = head_of(after, MAX_PIECE).trim_ascii_start();
    if let Some(arguments) = after.strip_prefix(".setProperty(") {
        let mut literals = literals_after(arguments);
        return Some((literals.next()?, literals.next()?));
    }
    let (name, rest) = match after.strip_prefix('.') {
        Some(rest) => rest.split_at(rest.bytes().take_while(|&byte| is_name_byte(byte)).count()),
        None => {
            let (name, rest) = after.strip_prefix('[')?.split_once(']')?;
            (name.trim_matches(['"', '\'']), rest)
        }
    };
    let rest = rest.trim_ascii_start().strip_prefix('=').map(str::trim_ascii_start)?;
    let is_literal = rest.starts_with(['"', '\'']);
    let value = if is_literal {
        literals_after(rest).next()?
    } else {
        let len = rest.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.')).count();
        rest.get(..len).filter(|number| !number.is_empty())?.to_owned()
    };
    Some((name.to_owned(), value))
}

/// The declarations of jQuery's `css("display", "none")` and `css({display: "none"})`.
pub(super) fn argument_declarations(after: &str) -> Option<String> {
    let after = head_of(after, MAX_PIECE).trim_ascii_start();
    let Some(object) = after.strip_prefix('{') else {
        let (name, rest) = after.split_once(',')?;
        let end = rest.find([')', ';', ','])?;
        let value = rest.get(..end)?.trim_ascii().trim_matches(['"', '\'']);
        return Some(format!("{}:{value}", hyphenated(name.trim_ascii().trim_matches(['"', '\'']))));
    };
    let object = object.split('}').next()?;
    let pairs = object.split(',').filter_map(|pair| pair.split_once(':'));
    Some(pairs.fold(String::new(), |mut declarations, (name, value)| {
        declarations.push_str(&hyphenated(name.trim_ascii().trim_matches(['"', '\''])));
        declarations.push(':');
        declarations.push_str(value.trim_ascii().trim_matches(['"', '\'']));
        declarations.push(';');
        declarations
    }))
}

/// `textIndent` as `text-indent`.
pub(super) fn hyphenated(name: &str) -> String {
    let mut hyphenated = String::with_capacity(name.len() + 2);
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            hyphenated.push('-');
        }
        hyphenated.push(letter.to_ascii_lowercase());
    }
    hyphenated
}

/// The CSS between `<style` and `</style` in a string, however its brackets are written.
pub(super) fn style_element_text(before: &str, after: &str) -> Option<String> {
    const BRACKETS: [(&str, &str, &str); 5] = [
        ("<", ">", "</style"),
        ("%3C", "%3E", "%3C/style"),
        ("%3c", "%3e", "%3c/style"),
        ("\\x3c", "\\x3e", "\\x3c/style"),
        ("\\u003c", "\\u003e", "\\u003c/style"),
    ];
    let (_, close, end) = BRACKETS.into_iter().find(|(open, ..)| before.ends_with(open))?;
    let after = head_of(after, MAX_STYLE_TEXT);
    let (_, css) = after.split_once(close)?;
    let css = css.split(end).next()?.split("<\\/style").next()?;
    let css = if close == ">" { unescaped(css) } else { super::script_decode::percent_and_hex_decoded(css) };
    Some(without_joints(&css))
}

/// Takes `" + "` between joined literals out.
fn without_joints(css: &str) -> String {
    let mut joined = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find('+') {
        let (left, right) = (rest.get(..at).unwrap_or_default(), rest.get(at + 1..).unwrap_or_default());
        let (ended, begun) = (left.trim_ascii_end(), right.trim_ascii_start());
        let is_joint = ended.ends_with(['"', '\'']) && begun.starts_with(['"', '\'']);
        joined.push_str(if is_joint { ended.get(..ended.len() - 1).unwrap_or_default() } else { left });
        rest = if is_joint { begun.get(1..).unwrap_or_default() } else { right };
        if !is_joint {
            joined.push('+');
        }
    }
    joined.push_str(rest);
    joined
}

/// The string literals that follow, as far as a call or statement is likely to reach.
pub(super) fn literals_after(after: &str) -> impl Iterator<Item = String> + '_ {
    let mut rest = head_of(after, 4 * MAX_PIECE);
    std::iter::from_fn(move || {
        let open = rest.find(['"', '\'', '`'])?;
        let quote = *rest.as_bytes().get(open)?;
        let end = super::scan::skip_string(rest.as_bytes(), open, quote);
        let literal = rest.get(open + 1..end.checked_sub(1)?.max(open + 1)).map(unescaped);
        rest = rest.get(end..).unwrap_or_default();
        literal
    })
}

/// A literal's text with the common backslash escapes resolved.
fn unescaped(text: &str) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    let text = super::script_decode::hex_decoded(text);
    text.replace("\\n", "\n").replace("\\t", " ").replace("\\r", " ").replace('\\', "")
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$'
}

/// The last `len` bytes, or a little less.
fn tail(text: &str, len: usize) -> &str {
    let start = text.len().saturating_sub(len);
    (start..=text.len()).find_map(|start| text.get(start..)).unwrap_or_default()
}
