//! In: CSS colour values and legacy `color`/`bgcolor` attributes. Out: RGBA and closeness.
//!
//! Reads hex, names, `rgb()`, `rgba()`, `hsl()`, `hsla()`; other notations give nothing.

use cssparser::{Parser, Token};

/// A colour; channels and alpha 0 to 255.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rgba {
    pub(super) red: u8,
    pub(super) green: u8,
    pub(super) blue: u8,
    pub(super) alpha: u8,
}

/// Largest difference of a channel that readers' eyes hardly tell apart.
const NEAR: u8 = 14;
/// Alpha up to which text counts as transparent (5 %).
const TRANSPARENT: u8 = 12;

impl Rgba {
    fn channels(self) -> [u8; 3] {
        [self.red, self.green, self.blue]
    }

    /// Whether nothing of it is seen.
    pub(super) fn is_transparent(self) -> bool {
        self.alpha <= TRANSPARENT
    }

    /// Whether it hides what lies behind it.
    pub(super) fn is_opaque(self) -> bool {
        self.alpha >= 200
    }

    /// Whether both look the same.
    pub(super) fn is_near(self, other: Rgba) -> bool {
        self.channels().iter().zip(other.channels()).all(|(a, b)| a.abs_diff(b) <= NEAR)
    }

    /// White, or so pale (each channel 240 or more) that it is lost on white.
    pub(super) fn is_pale(self) -> bool {
        self.channels().iter().all(|&channel| channel >= 240)
    }

    /// Nearly white but not white (each channel 250 or more): a hider's choice.
    pub(super) fn is_off_white(self) -> bool {
        self.channels().iter().all(|&channel| channel >= 250) && self.channels() != [255; 3]
    }
}

/// Reads a colour written in a legacy attribute (`#ffffff`, `ffffff`, `white`).
pub(super) fn attribute_colour(value: &str) -> Option<Rgba> {
    let value = value.trim();
    hex_colour(value.strip_prefix('#').unwrap_or(value)).or_else(|| named_colour(value))
}

/// The colour that a value token begins, if it is one; reads the arguments of functions.
pub(super) fn token_colour(token: &Token<'_>, parser: &mut Parser<'_>) -> Option<Rgba> {
    match token {
        Token::Function(name) => {
            let is_rgb = name.eq_ignore_ascii_case("rgb") || name.eq_ignore_ascii_case("rgba");
            let is_hsl = name.eq_ignore_ascii_case("hsl") || name.eq_ignore_ascii_case("hsla");
            if !is_rgb && !is_hsl {
                return None;
            }
            let numbers = super::values::function_numbers(parser);
            if is_rgb { rgb_colour(&numbers) } else { hsl_colour(&numbers) }
        }
        token => plain_colour(token),
    }
}

/// The colour of a token that is no function.
pub(super) fn plain_colour(token: &Token<'_>) -> Option<Rgba> {
    match token {
        Token::Hash(hex) | Token::IDHash(hex) => hex_colour(hex),
        Token::Ident(name) => named_colour(name),
        _ => None,
    }
}

fn hex_colour(hex: &str) -> Option<Rgba> {
    let (red, green, blue, alpha) = cssparser::color::parse_hash_color(hex.as_bytes()).ok()?;
    Some(Rgba { red, green, blue, alpha: unit_byte(alpha) })
}

fn named_colour(name: &str) -> Option<Rgba> {
    if name.eq_ignore_ascii_case("transparent") {
        return Some(Rgba { red: 0, green: 0, blue: 0, alpha: 0 });
    }
    let (red, green, blue) = cssparser::color::parse_named_color(name).ok()?;
    Some(Rgba { red, green, blue, alpha: 255 })
}

fn unit_byte(share: f32) -> u8 {
    (share.clamp(0.0, 1.0) * 255.0).round() as u8
}

fn alpha_of(numbers: &[(f32, bool)]) -> u8 {
    match numbers.get(3) {
        Some(&(percent, true)) => unit_byte(percent / 100.0),
        Some(&(share, false)) => unit_byte(share),
        None => 255,
    }
}

fn rgb_colour(numbers: &[(f32, bool)]) -> Option<Rgba> {
    let channel = |idx: usize| {
        let (value, is_percent) = *numbers.get(idx)?;
        let value = if is_percent { value * 2.55 } else { value };
        Some(value.clamp(0.0, 255.0).round() as u8)
    };
    Some(Rgba { red: channel(0)?, green: channel(1)?, blue: channel(2)?, alpha: alpha_of(numbers) })
}

fn hsl_colour(numbers: &[(f32, bool)]) -> Option<Rgba> {
    let hue = numbers.first()?.0.rem_euclid(360.0);
    let saturation = (numbers.get(1)?.0 / 100.0).clamp(0.0, 1.0);
    let lightness = (numbers.get(2)?.0 / 100.0).clamp(0.0, 1.0);
    let spread = saturation * lightness.min(1.0 - lightness);
    let channel = |shift: f32| {
        let k = (shift + hue / 30.0) % 12.0;
        unit_byte(lightness - spread * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0))
    };
    Some(Rgba { red: channel(0.0), green: channel(8.0), blue: channel(4.0), alpha: alpha_of(numbers) })
}
