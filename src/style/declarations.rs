//! In: declaration lists, from rule bodies or `style` attributes. Out: the declarations
//! with a bearing on hiding, reduced to numbers and flags.
//!
//! Reads names properly (comments, escapes, case, custom properties), not by substring.
//! Nested rules inside a body are skipped.

use std::borrow::Cow;

use super::limits::MAX_DECLARATIONS;
use super::property::{DeclarationName, Property, Value, is_hiding};
use super::scan::{CLOSE, COLON, OPEN, SEMICOLON, name_end, seek, skip_blanks, skip_block};
use super::values::read_value;

/// One property set to one value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Declaration {
    pub(super) property: Property,
    pub(super) value: Value,
    pub(super) important: bool,
    /// Whether the value can hide text.
    pub(super) hides: bool,
}

/// Reads the declarations of a `style` attribute.
pub(super) fn read_inline(style: &str) -> Vec<Declaration> {
    let mut declarations = Vec::new();
    let mut at = 0;
    while at < style.len() {
        at = read_body(style, at, &mut declarations);
        if at < style.len() {
            at = seek(style.as_bytes(), at, SEMICOLON);
        }
    }
    mark_colour_on_itself(&mut declarations);
    declarations
}

/// Reads a rule's body from `at`, adding to `declarations`; gives the place after its `}`.
pub(super) fn read_body(css: &str, mut at: usize, declarations: &mut Vec<Declaration>) -> usize {
    let bytes = css.as_bytes();
    loop {
        at = skip_blanks(bytes, at);
        let name_end = name_end(bytes, at);
        let is_plain = bytes.get(name_end) == Some(&b':');
        let colon = if is_plain { name_end } else { seek(bytes, at, COLON | SEMICOLON | OPEN | CLOSE) };
        match bytes.get(colon) {
            Some(b'}') => return colon + 1,
            Some(b'{') => at = skip_block(bytes, colon),
            Some(b';') => at = colon + 1,
            Some(_) => {
                let end = seek(bytes, colon + 1, SEMICOLON | OPEN | CLOSE);
                if bytes.get(end) == Some(&b'{') {
                    at = skip_block(bytes, end);
                    continue;
                }
                if let (Some(name), Some(value)) = (css.get(at..colon), css.get(colon + 1..end)) {
                    let name = if is_plain { Cow::Borrowed(name) } else { plain_name(name) };
                    read_declaration(&name, value, declarations);
                }
                at = end;
            }
            None => return bytes.len(),
        }
    }
}

fn read_declaration(name: &str, value: &str, declarations: &mut Vec<Declaration>) {
    let Some(name) = DeclarationName::of(name.trim_ascii_end().as_bytes()) else {
        return;
    };
    if declarations.len() >= MAX_DECLARATIONS {
        return;
    }
    let Some((value, important)) = split_important(value) else {
        return;
    };
    read_value(name, value, |property, value| {
        let hides = is_hiding(property, value);
        declarations.push(Declaration { property, value, important, hides });
    });
}

/// The property name without comments and escapes.
fn plain_name(name: &str) -> Cow<'_, str> {
    if !name.bytes().any(|byte| matches!(byte, b'\\' | b'/')) {
        return Cow::Borrowed(name);
    }
    let mut parser = cssparser::Parser::new(name);
    match parser.expect_ident() {
        Ok(ident) => Cow::Owned(ident.to_string()),
        Err(_) => Cow::Borrowed(""),
    }
}

/// Cuts `!important` off; `None` for any other `!`, which makes a declaration invalid.
fn split_important(value: &str) -> Option<(&str, bool)> {
    let Some(mark) = memchr::memrchr(b'!', value.as_bytes()) else {
        return Some((value, false));
    };
    let is_important = value.get(mark + 1..)?.trim_ascii().eq_ignore_ascii_case("important");
    if is_important { Some((value.get(..mark)?, true)) } else { None }
}

/// Marks a text colour that equals the background given beside it.
pub(super) fn mark_colour_on_itself(declarations: &mut [Declaration]) {
    let colour_of = |wanted: Property| {
        declarations
            .iter()
            .rev()
            .find(|declaration| declaration.property == wanted)
            .map(|declaration| declaration.value)
    };
    let (Some(Value::Colour(text)), Some(Value::Colour(behind))) =
        (colour_of(Property::Colour), colour_of(Property::Background))
    else {
        return;
    };
    if behind.is_opaque() {
        for declaration in declarations.iter_mut().filter(|declaration| declaration.property == Property::Colour) {
            declaration.hides |= text.is_near(behind);
        }
    }
}
