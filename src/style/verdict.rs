//! In: the winning values of one element. Out: the tricks they amount to.
//!
//! Looks at one element alone; the background behind pale text is handed in.

use super::cascade::Computed;
use super::colour::Rgba;
use super::hiding::{HidingTrick, HidingTricks};
use super::property::{Property, TINY, Value, is_hiding};

/// What lies behind an element's text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Backdrop {
    /// No rule at hand tells.
    Unknown,
    /// One colour.
    Colour(Rgba),
    /// A picture or a gradient.
    Picture,
}

/// Finds the tricks among winning values, each with the property that decides it.
pub(super) fn find_tricks(
    computed: &Computed,
    tag: &str,
    behind: impl FnOnce() -> Backdrop,
    mut found: impl FnMut(HidingTrick, Property),
) {
    use Property as P;
    let simple = [
        (P::Display, HidingTrick::DisplayNone),
        (P::Visibility, HidingTrick::Visibility),
        (P::ContentVisibility, HidingTrick::Visibility),
        (P::Opacity, HidingTrick::Opacity),
        (P::Filter, HidingTrick::Opacity),
        (P::ClipPath, HidingTrick::Clip),
        (P::TextIndent, HidingTrick::TextIndent),
        (P::FontSize, HidingTrick::FontSize),
    ];
    for (property, trick) in simple {
        if hides(computed, property) {
            found(trick, property);
        }
    }
    if let Some(property) = shift_off_screen(computed) {
        found(HidingTrick::OffScreen, property);
    }
    if hides(computed, P::Clip) && is_out_of_flow(computed) {
        found(HidingTrick::Clip, P::Clip);
    }
    if let Some(property) = vanishing_size(computed) {
        found(HidingTrick::ZeroSize, property);
    }
    if tag == "marquee"
        && let Some(property) = tiny_marquee(computed)
    {
        found(HidingTrick::TinyMarquee, property);
    }
    if let Some(trick) = pale_text(computed, behind) {
        found(trick, P::Colour);
    }
}

/// The tricks alone.
pub(super) fn tricks_of(computed: &Computed, tag: &str, behind: Backdrop) -> HidingTricks {
    let mut tricks = HidingTricks::default();
    find_tricks(computed, tag, || behind, |trick, _| tricks.insert(trick));
    tricks
}

fn hides(computed: &Computed, property: Property) -> bool {
    is_hiding(property, computed.value(property))
}

fn is_out_of_flow(computed: &Computed) -> bool {
    computed.value(Property::Position) == Value::Number(2.0)
}

/// The property that moves the box off the screen.
fn shift_off_screen(computed: &Computed) -> Option<Property> {
    use Property as P;
    let is_positioned = matches!(computed.value(P::Position), Value::Number(kind) if kind > 0.0);
    if is_positioned {
        let moves = |property: &P| hides(computed, *property) && (is_out_of_flow(computed) || !far_side(*property));
        if let Some(property) = [P::Left, P::Top, P::Right, P::Bottom].into_iter().find(moves) {
            return Some(property);
        }
    }
    let is_centred = |edge: P| matches!(computed.value(edge), Value::Percent(share) if share > 0.0);
    let is_padded_back = matches!(
        (computed.value(P::PaddingLeft), computed.value(P::MarginLeft)),
        (Value::Pixels(padding), Value::Pixels(margin)) if padding + margin > -300.0
    );
    if hides(computed, P::MarginLeft) && !is_centred(P::Left) && !is_padded_back {
        return Some(P::MarginLeft);
    }
    if hides(computed, P::MarginTop) && !is_centred(P::Top) {
        return Some(P::MarginTop);
    }
    let is_shift = !matches!(computed.value(P::Transform), Value::Number(_));
    let is_slide_in = is_centred(P::Left) || is_centred(P::Top);
    (is_shift && hides(computed, P::Transform) && !is_slide_in).then_some(P::Transform)
}

/// Right and bottom: offsets there leave boxes in the flow near enough to be seen.
fn far_side(property: Property) -> bool {
    matches!(property, Property::Right | Property::Bottom)
}

/// The property that leaves a box of at most a pixel with nothing seen beyond it.
fn vanishing_size(computed: &Computed) -> Option<Property> {
    use Property as P;
    if matches!(computed.value(P::Transform), Value::Number(_)) && hides(computed, P::Transform) {
        return Some(P::Transform);
    }
    let small = |property: &P| hides(computed, *property);
    let across = [P::Width, P::MaxWidth].into_iter().find(small);
    let down = [P::Height, P::MaxHeight].into_iter().find(small);
    let cuts_off = computed.value(P::Overflow) == Value::Flag(true);
    let is_point = across.is_some() && down.is_some() && is_out_of_flow(computed);
    if cuts_off || is_point { down.or(across) } else { None }
}

/// A marquee cuts off by itself; up to 2 px count.
fn tiny_marquee(computed: &Computed) -> Option<Property> {
    [Property::Width, Property::Height]
        .into_iter()
        .find(|&property| matches!(computed.value(property), Value::Pixels(size) if size <= TINY.max(2.0)))
}

fn pale_text(computed: &Computed, behind: impl FnOnce() -> Backdrop) -> Option<HidingTrick> {
    let Value::Colour(text) = computed.value(Property::Colour) else {
        return None;
    };
    let is_painted = computed.value(Property::BackgroundClip) == Value::Flag(true)
        || computed.value(Property::TextShadow) == Value::Flag(true);
    if is_painted {
        return None;
    }
    if text.is_transparent() {
        return Some(HidingTrick::Colour);
    }
    let backdrop = match own_backdrop(computed) {
        Backdrop::Unknown if text.is_pale() => behind(),
        own => own,
    };
    match backdrop {
        Backdrop::Colour(behind) => text.is_near(behind).then_some(HidingTrick::Colour),
        Backdrop::Picture => None,
        Backdrop::Unknown if text.is_off_white() => Some(HidingTrick::Colour),
        Backdrop::Unknown => text.is_pale().then_some(HidingTrick::WhiteText),
    }
}

/// The background that the element itself brings.
pub(super) fn own_backdrop(computed: &Computed) -> Backdrop {
    if computed.value(Property::BackgroundImage) == Value::Flag(true) {
        return Backdrop::Picture;
    }
    match computed.value(Property::Background) {
        Value::Colour(colour) if colour.is_opaque() => Backdrop::Colour(colour),
        _ => Backdrop::Unknown,
    }
}
