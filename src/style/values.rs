//! In: the text of one declaration's value. Out: its hiding-relevant values, by property.
//!
//! Invalid values yield nothing, as browsers drop them; valid ones that cannot be
//! computed here (`calc()`, `var()`) yield `Plain`. Lengths become CSS pixels.

use cssparser::{Parser, Token};

use super::colour::{plain_colour, token_colour};
use super::property::{DeclarationName, Property, Value};

/// Pixels of one em and one rem.
const EM: f32 = 16.0;

/// Reads a value (without `!important`) and hands over each property it sets.
pub(super) fn read_value(name: DeclarationName, text: &str, mut emit: impl FnMut(Property, Value)) {
    if let DeclarationName::Longhand(property) = name
        && let Some(token) = plain_token(text)
    {
        if let Some(value) = plain_longhand(property, &token) {
            emit(property, value);
        }
        return;
    }
    let mut parser = Parser::new(text);
    match name {
        DeclarationName::Longhand(property) => {
            if let Some(value) = longhand(property, &mut parser) {
                emit(property, value);
            }
        }
        DeclarationName::Margin => four_sides(&mut parser, |[top, _, _, left]| {
            emit(Property::MarginTop, top);
            emit(Property::MarginLeft, left);
        }),
        DeclarationName::Padding => four_sides(&mut parser, |[_, _, _, left]| emit(Property::PaddingLeft, left)),
        DeclarationName::Inset => four_sides(&mut parser, |[top, right, bottom, left]| {
            emit(Property::Top, top);
            emit(Property::Right, right);
            emit(Property::Bottom, bottom);
            emit(Property::Left, left);
        }),
        DeclarationName::Font => {
            let size = lengths(&mut parser).into_iter().flatten().find(|&value| value != Value::Plain);
            emit(Property::FontSize, size.unwrap_or(Value::Plain));
        }
        DeclarationName::Background => background(&mut parser, emit),
        DeclarationName::Scale => {
            let first = parser.next().ok().and_then(number_of);
            emit(Property::Transform, first.map_or(Value::Plain, Value::Number));
        }
    }
}

/// The only token of a value that is one word, one whole number with or without a unit, or one colour in hexadecimal:
/// most are, and need no parser.
fn plain_token(text: &str) -> Option<Token<'_>> {
    let text = text.trim_ascii();
    let first = *text.as_bytes().first()?;
    let rest = text.get(1..)?;
    if first.is_ascii_alphabetic() {
        let is_word = rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        return is_word.then(|| Token::Ident(text.into()));
    }
    if first == b'#' {
        let is_hex = !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_hexdigit());
        return is_hex.then(|| Token::IDHash(rest.into()));
    }
    let (sign, digits) = if first == b'-' { (-1.0, rest) } else { (1.0, text) };
    let n_digits = digits.bytes().take_while(u8::is_ascii_digit).count();
    let number: u32 = digits.get(..n_digits).filter(|_| n_digits <= 6)?.parse().ok()?;
    let (value, has_sign, int_value) = (sign * f64::from(number), first == b'-', None);
    match digits.get(n_digits..)? {
        "" => Some(Token::Number { value: value as f32, has_sign, int_value }),
        "%" => Some(Token::Percentage { unit_value: (value / 100.0) as f32, has_sign, int_value }),
        unit if unit.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
            Some(Token::Dimension { value: value as f32, has_sign, int_value, unit: unit.into() })
        }
        _ => None,
    }
}

fn longhand(property: Property, parser: &mut Parser<'_>) -> Option<Value> {
    use Property as P;
    match property {
        P::Filter => filter(parser),
        P::Transform => Some(transform(parser)),
        P::Clip | P::ClipPath => Some(Value::Flag(clips_all(parser))),
        P::Opacity => Some(parser.next().ok().and_then(number_of).map_or(Value::Plain, Value::Number)),
        P::Colour | P::Background => {
            let token = parser.next().ok()?.clone();
            Some(token_colour(&token, parser).map_or(Value::Plain, Value::Colour))
        }
        _ => plain_longhand(property, parser.next().ok()?),
    }
}

/// The value that a token gives that is no function with arguments to read.
fn plain_longhand(property: Property, token: &Token<'_>) -> Option<Value> {
    use Property as P;
    match property {
        P::Display => keyword(token, &["none"]),
        P::Visibility => keyword(token, &["hidden", "collapse"]),
        P::ContentVisibility => keyword(token, &["hidden"]),
        P::Overflow => keyword(token, &["hidden", "clip", "scroll", "auto"]),
        P::BackgroundClip => keyword(token, &["text"]),
        P::TextShadow | P::Animation | P::BackgroundImage => Some(not_none(token)),
        P::Position => position(token),
        P::Opacity => Some(number_of(token).map_or(Value::Plain, Value::Number)),
        P::Filter => Some(Value::Plain),
        P::Transform => {
            let shift = length_of(token).filter(|&shift| super::property::is_hiding(Property::Transform, shift));
            Some(shift.unwrap_or(Value::Plain))
        }
        P::Clip | P::ClipPath => Some(Value::Flag(false)),
        P::Colour | P::Background => Some(plain_colour(token).map_or(Value::Plain, Value::Colour)),
        _ => length_of(token),
    }
}

/// A keyword property; functions count as plain, anything but a word as invalid.
fn keyword(token: &Token<'_>, hiding: &[&str]) -> Option<Value> {
    match token {
        Token::Ident(word) => Some(Value::Flag(hiding.iter().any(|hiding| word.eq_ignore_ascii_case(hiding)))),
        Token::Function(_) => Some(Value::Plain),
        _ => None,
    }
}

fn not_none(token: &Token<'_>) -> Value {
    const NOTHING: [&str; 5] = ["none", "initial", "inherit", "unset", "revert"];
    let is_nothing = match token {
        Token::Ident(word) => NOTHING.iter().any(|nothing| word.eq_ignore_ascii_case(nothing)),
        _ => false,
    };
    Value::Flag(!is_nothing)
}

fn position(token: &Token<'_>) -> Option<Value> {
    let Token::Ident(word) = token else {
        return None;
    };
    let out_of_flow = word.eq_ignore_ascii_case("absolute") || word.eq_ignore_ascii_case("fixed");
    let shifted = word.eq_ignore_ascii_case("relative") || word.eq_ignore_ascii_case("sticky");
    Some(Value::Number(if out_of_flow { 2.0 } else { f32::from(u8::from(shifted)) }))
}

/// `opacity(0)`, `alpha(opacity=0)`, `progid:….Alpha(Opacity=0)` as an opacity, 0 to 1.
fn filter(parser: &mut Parser<'_>) -> Option<Value> {
    while let Ok(token) = parser.next().cloned() {
        let Token::Function(name) = token else {
            continue;
        };
        let is_alpha = name.eq_ignore_ascii_case("alpha");
        if is_alpha || name.eq_ignore_ascii_case("opacity") {
            let &(number, is_percent) = function_numbers(parser).first()?;
            return Some(Value::Number(if is_alpha || is_percent { number / 100.0 } else { number }));
        }
    }
    Some(Value::Plain)
}

/// The shift that hides most, or the scale if it makes the box vanish.
fn transform(parser: &mut Parser<'_>) -> Value {
    let mut worst = Value::Plain;
    while let Ok(token) = parser.next().cloned() {
        let value = match &token {
            Token::Function(name) => transform_function(name, parser),
            shift => length_of(shift),
        };
        if let Some(value) = value.filter(|&value| super::property::is_hiding(Property::Transform, value)) {
            worst = value;
        }
    }
    worst
}

fn transform_function(name: &str, parser: &mut Parser<'_>) -> Option<Value> {
    let name = name.to_ascii_lowercase();
    if name.starts_with("scale") && name != "scalez" {
        return function_numbers(parser)
            .iter()
            .map(|&(scale, _)| Value::Number(scale.abs()))
            .find(|&scale| super::property::is_hiding(Property::Transform, scale));
    }
    if !name.starts_with("translate") || name == "translatez" {
        return None;
    }
    let shifts = parser.parse_nested_block(|parser| Ok::<_, cssparser::ParseError<()>>(lengths(parser))).ok()?;
    shifts.into_iter().flatten().take(2).find(|&shift| super::property::is_hiding(Property::Transform, shift))
}

/// Whether a `clip` or `clip-path` value leaves at most a pixel.
fn clips_all(parser: &mut Parser<'_>) -> bool {
    let Ok(Token::Function(name)) = parser.next().cloned() else {
        return false;
    };
    let name = name.to_ascii_lowercase();
    let read = parser.parse_nested_block(|parser| Ok::<_, cssparser::ParseError<()>>(lengths(parser)));
    let [first, second, third, fourth] = read.unwrap_or([None; 4]);
    let is_zero =
        |value: Option<Value>| matches!(value, Some(Value::Pixels(size) | Value::Percent(size)) if size == 0.0);
    match name.as_str() {
        "rect" => {
            let narrow = |near: Option<Value>, far: Option<Value>| match (near, far) {
                (Some(Value::Pixels(near)), Some(Value::Pixels(far))) => far - near <= 1.0,
                _ => false,
            };
            narrow(first, third) || narrow(fourth, second)
        }
        "inset" => matches!(first, Some(Value::Percent(share)) if share >= 49.0),
        "circle" | "ellipse" => is_zero(first),
        "polygon" => [first, second, third, fourth].into_iter().all(is_zero),
        _ => false,
    }
}

fn background(parser: &mut Parser<'_>, mut emit: impl FnMut(Property, Value)) {
    let mut colour = Value::Plain;
    let mut has_picture = false;
    while let Ok(token) = parser.next().cloned() {
        match &token {
            Token::UnquotedUrl(_) => has_picture = true,
            Token::Function(name) if name.eq_ignore_ascii_case("url") || name.ends_with("gradient") => {
                has_picture = true
            }
            token => {
                if let Some(found) = token_colour(token, parser) {
                    colour = Value::Colour(found);
                }
            }
        }
    }
    emit(Property::Background, colour);
    emit(Property::BackgroundImage, Value::Flag(has_picture));
}

fn four_sides(parser: &mut Parser<'_>, emit: impl FnOnce([Value; 4])) {
    let [first, second, third, fourth] = lengths(parser);
    let Some(top) = first else { return };
    let right = second.unwrap_or(top);
    emit([top, right, third.unwrap_or(top), fourth.unwrap_or(right)]);
}

/// The first four lengths of what the parser stands before; commas do not count.
fn lengths(parser: &mut Parser<'_>) -> [Option<Value>; 4] {
    let mut found = [None; 4];
    let mut slots = found.iter_mut();
    while let Ok(token) = parser.next() {
        if let Some(length) = length_of(token)
            && let Some(slot) = slots.next()
        {
            *slot = Some(length);
        }
    }
    found
}

/// Reads a token as a length; words and functions are `Plain`, separators nothing.
fn length_of(token: &Token<'_>) -> Option<Value> {
    match token {
        Token::Number { value, .. } => Some(Value::Pixels(*value)),
        Token::Percentage { unit_value, .. } => Some(Value::Percent(unit_value * 100.0)),
        Token::Dimension { value, unit, .. } => pixels_of(unit).map(|factor| Value::Pixels(value * factor)),
        Token::Ident(_) | Token::Function(_) => Some(Value::Plain),
        _ => None,
    }
}

/// Pixels of one unit; viewport units on a screen of 1280 by 800.
pub(super) fn pixels_of(unit: &str) -> Option<f32> {
    const UNITS: [(&str, f32); 13] = [
        ("px", 1.0),
        ("em", EM),
        ("rem", EM),
        ("pt", 4.0 / 3.0),
        ("vw", 12.8),
        ("vh", 8.0),
        ("ex", EM / 2.0),
        ("ch", EM / 2.0),
        ("pc", EM),
        ("in", 96.0),
        ("cm", 37.8),
        ("mm", 3.78),
        ("vmax", 12.8),
    ];
    UNITS.iter().find(|(name, _)| unit.eq_ignore_ascii_case(name)).map(|&(_, factor)| factor)
}

fn number_of(token: &Token<'_>) -> Option<f32> {
    match token {
        Token::Number { value, .. } => Some(*value),
        Token::Percentage { unit_value, .. } => Some(*unit_value),
        _ => None,
    }
}

/// The first eight numbers in a function's arguments, each with whether it is a percentage.
pub(super) fn function_numbers(parser: &mut Parser<'_>) -> Vec<(f32, bool)> {
    let read = parser.parse_nested_block(|parser| {
        let mut numbers = Vec::new();
        while let Ok(token) = parser.next() {
            match token {
                Token::Percentage { unit_value, .. } => numbers.push((unit_value * 100.0, true)),
                Token::Number { value, .. } | Token::Dimension { value, .. } => numbers.push((*value, false)),
                _ => {}
            }
            if numbers.len() == 8 {
                break;
            }
        }
        while parser.next().is_ok() {}
        Ok::<_, cssparser::ParseError<()>>(numbers)
    });
    read.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_tokens_are_what_the_parser_reads() {
        let texts = [
            "none",
            " block\n",
            "10px",
            "-9999px",
            "0",
            "-0",
            "50%",
            "33%",
            "1e3",
            "1e",
            "12e2px",
            "#fff",
            "#A1b2C3",
            "#",
            "1.5em",
            "-webkit-box",
            "url(x)",
            "a b",
            "",
            "-",
            "%",
            "999999",
            "1000000px",
            "7PX",
            "inline-block",
            "10px 2px",
            "u+1",
            "#12g",
            "red!",
            "1--x",
            "12-x",
            "é",
        ];
        for text in texts {
            let Some(token) = plain_token(text) else { continue };
            let mut parser = Parser::new(text);
            let (read, rest) = (parser.next().cloned(), parser.next().is_ok());
            let same = match (&token, &read) {
                (Token::Ident(a), Ok(Token::Ident(b))) => a == b,
                (Token::IDHash(a), Ok(Token::IDHash(b) | Token::Hash(b))) => a == b,
                (Token::Number { value: a, .. }, Ok(Token::Number { value: b, .. })) => a.to_bits() == b.to_bits(),
                (Token::Percentage { unit_value: a, .. }, Ok(Token::Percentage { unit_value: b, .. })) => a == b,
                (Token::Dimension { value: a, unit: c, .. }, Ok(Token::Dimension { value: b, unit: d, .. })) => {
                    a == b && c == d
                }
                _ => false,
            };
            assert!(same && !rest, "{text:?}: {token:?}, {read:?}");
        }
        assert!(plain_token("10px").is_some() && plain_token("none").is_some() && plain_token("#fff").is_some());
    }
}
