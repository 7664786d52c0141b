//! In: property names and read values. Out: which properties bear on hiding, and which
//! single values are able to hide.
//!
//! Does not weigh declarations against each other; `cascade` and `verdict` do.

use super::colour::Rgba;

/// A property with a bearing on hiding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Property {
    Display,
    Visibility,
    ContentVisibility,
    Opacity,
    Filter,
    Position,
    Left,
    Right,
    Top,
    Bottom,
    MarginLeft,
    MarginTop,
    PaddingLeft,
    Transform,
    Width,
    Height,
    MaxWidth,
    MaxHeight,
    Overflow,
    Clip,
    ClipPath,
    TextIndent,
    FontSize,
    Colour,
    Background,
    BackgroundImage,
    BackgroundClip,
    TextShadow,
    Animation,
}

impl Property {
    /// How many properties there are.
    pub(super) const COUNT: usize = Property::Animation as usize + 1;
}

/// A value, reduced to what hiding needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Value {
    /// Valid, but neither hides nor matters further (`auto`, `inherit`, `calc()`).
    Plain,
    /// Keyword properties: `true` is the hiding or remarkable choice (`display: none`,
    /// overflow cut off, clipped to nothing, a background picture, an animation).
    Flag(bool),
    /// A length in CSS pixels; em and rem taken as 16.
    Pixels(f32),
    /// A percentage.
    Percent(f32),
    /// A bare number: opacity 0 to 1; scale; position 0 static, 1 relative, 2 out of flow.
    Number(f32),
    /// A colour.
    Colour(Rgba),
}

/// A longhand or shorthand whose value is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DeclarationName {
    /// One property.
    Longhand(Property),
    /// `margin`.
    Margin,
    /// `padding`.
    Padding,
    /// `inset`.
    Inset,
    /// `font`.
    Font,
    /// `background`.
    Background,
    /// `scale`.
    Scale,
}

impl DeclarationName {
    /// Looks a property name up, any case; `None` if it has no bearing on hiding.
    pub(super) fn of(name: &[u8]) -> Option<Self> {
        let lengths = LENGTHS[usize::from(*name.first()?)];
        if name.len() > MAX_NAME || lengths >> name.len() & 1 == 0 {
            return None;
        }
        let mut buffer = [0u8; MAX_NAME];
        let lower = buffer.get_mut(..name.len())?;
        lower.copy_from_slice(name);
        lower.make_ascii_lowercase();
        let lower: &[u8] = lower;
        let lower = lower.strip_prefix(b"-webkit-").or_else(|| lower.strip_prefix(b"-moz-")).unwrap_or(lower);
        let lower = lower.strip_prefix(b"-ms-").or_else(|| lower.strip_prefix(b"-khtml-")).unwrap_or(lower);
        match lower.first()? {
            b'a'..=b'f' => early_name(lower),
            b'h'..=b'w' => late_name(lower),
            _ => None,
        }
    }
}

/// No name with a bearing on hiding is longer, prefixes included.
const MAX_NAME: usize = 24;

/// The names that are looked up below, each once for its first letter and length.
#[rustfmt::skip]
const NAMES: [&str; 44] = [
    "animation", "animation-name", "background", "background-clip", "background-color", "background-image", "bottom",
    "clip", "clip-path", "color", "content-visibility", "display", "filter", "font", "font-size", "height", "inset",
    "left", "inset-inline-start", "margin", "margin-left", "margin-top", "max-height", "max-width", "opacity",
    "overflow", "overflow-x", "padding", "padding-left", "position", "right", "scale", "text-indent", "text-shadow",
    "top", "transform", "translate", "transition", "visibility", "width", "overflow-y", "-webkit-", "-moz-", "-ms-",
];

/// The lengths that names of a first letter have, as bits: most names of a sheet are told off by them.
static LENGTHS: [u32; 256] = {
    let mut lengths = [0u32; 256];
    let mut n = 0;
    while n < NAMES.len() {
        let name = NAMES[n].as_bytes();
        let first = name[0];
        let bits = if first == b'-' { u32::MAX } else { 1 << name.len() };
        lengths[first as usize] |= bits;
        lengths[first.to_ascii_uppercase() as usize] |= bits;
        n += 1;
    }
    lengths
};

fn early_name(lower: &[u8]) -> Option<DeclarationName> {
    let property = match lower {
        b"animation" | b"animation-name" => Property::Animation,
        b"background" => return Some(DeclarationName::Background),
        b"background-clip" => Property::BackgroundClip,
        b"background-color" => Property::Background,
        b"background-image" => Property::BackgroundImage,
        b"bottom" => Property::Bottom,
        b"clip" => Property::Clip,
        b"clip-path" => Property::ClipPath,
        b"color" => Property::Colour,
        b"content-visibility" => Property::ContentVisibility,
        b"display" => Property::Display,
        b"filter" => Property::Filter,
        b"font" => return Some(DeclarationName::Font),
        b"font-size" => Property::FontSize,
        _ => return None,
    };
    Some(DeclarationName::Longhand(property))
}

fn late_name(lower: &[u8]) -> Option<DeclarationName> {
    let property = match lower {
        b"height" => Property::Height,
        b"inset" => return Some(DeclarationName::Inset),
        b"left" | b"inset-inline-start" => Property::Left,
        b"margin" => return Some(DeclarationName::Margin),
        b"margin-left" => Property::MarginLeft,
        b"margin-top" => Property::MarginTop,
        b"max-height" => Property::MaxHeight,
        b"max-width" => Property::MaxWidth,
        b"opacity" => Property::Opacity,
        b"overflow" | b"overflow-x" | b"overflow-y" => Property::Overflow,
        b"padding" => return Some(DeclarationName::Padding),
        b"padding-left" => Property::PaddingLeft,
        b"position" => Property::Position,
        b"right" => Property::Right,
        b"scale" => return Some(DeclarationName::Scale),
        b"text-indent" => Property::TextIndent,
        b"text-shadow" => Property::TextShadow,
        b"top" => Property::Top,
        b"transform" | b"translate" => Property::Transform,
        b"transition" => Property::Animation,
        b"visibility" => Property::Visibility,
        b"width" => Property::Width,
        _ => return None,
    };
    Some(DeclarationName::Longhand(property))
}

/// A shift of this many pixels (or of -100 %) takes a box off the screen.
const OFF_SCREEN: f32 = -300.0;
/// Grids and centred columns use large left margins; beyond this they hide.
const OFF_SCREEN_MARGIN: f32 = -1000.0;
/// A shift to the right or down of this many pixels takes a box off any screen.
const FAR: f32 = 3000.0;
/// One point, rounded up: boxes and letters up to this size cannot be read, in pixels.
pub(super) const TINY: f32 = 1.4;
/// Opacity up to which nothing is seen, 0 to 1.
const FAINT: f32 = 0.05;

/// Whether a value by itself could hide text, given the right company.
pub(super) fn is_hiding(property: Property, value: Value) -> bool {
    use Property as P;
    match (property, value) {
        (P::Display | P::Visibility | P::ContentVisibility | P::Clip | P::ClipPath, Value::Flag(hides)) => hides,
        (P::Opacity | P::Filter, Value::Number(share)) => share <= FAINT,
        (P::Left | P::Right | P::Top | P::Bottom, Value::Pixels(shift)) => shift <= OFF_SCREEN || shift >= FAR,
        (P::Left | P::Right | P::Top | P::Bottom, Value::Percent(shift)) => shift <= -100.0 || shift >= 300.0,
        (P::MarginLeft, Value::Pixels(shift)) => shift <= OFF_SCREEN_MARGIN || shift >= FAR,
        (P::MarginTop, Value::Pixels(shift)) => shift <= OFF_SCREEN || shift >= FAR,
        (P::Transform, Value::Pixels(shift)) => shift <= OFF_SCREEN,
        (P::Transform, Value::Percent(shift)) => shift <= -100.0,
        (P::Transform, Value::Number(scale)) => scale <= 0.01,
        (P::Width | P::Height | P::MaxWidth | P::MaxHeight, Value::Pixels(size)) => (0.0..=TINY).contains(&size),
        (P::Width | P::Height | P::MaxWidth | P::MaxHeight, Value::Percent(size)) => size <= 0.0,
        (P::TextIndent, Value::Pixels(shift)) => shift <= OFF_SCREEN || shift >= FAR,
        (P::TextIndent, Value::Percent(shift)) => !(-99.0..100.0).contains(&shift),
        (P::FontSize, Value::Pixels(size)) => (0.0..=TINY).contains(&size),
        (P::FontSize, Value::Percent(size)) => size <= 8.0,
        (P::Colour, Value::Colour(colour)) => colour.is_transparent() || colour.is_pale(),
        _ => false,
    }
}
