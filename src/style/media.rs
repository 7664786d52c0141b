//! In: the prelude of an at-rule. Out: under which condition its rules hold.
//!
//! Media are judged for a reader at a screen of 1280 by 800 pixels.

use super::values::pixels_of;

/// When a rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Condition {
    /// Always, on a screen.
    Always,
    /// Under a condition that the nominal screen meets.
    Met,
    /// Under a condition that it does not meet or that cannot be judged.
    Unmet,
}

/// Width of the nominal screen in CSS pixels.
const SCREEN_WIDTH: f32 = 1280.0;
/// Longest media query list read, in bytes; a longer one cannot be judged.
const MAX_QUERY_BYTES: usize = 1024;
const OTHER_MEDIA: [&str; 9] =
    ["print", "speech", "aural", "tty", "tv", "handheld", "projection", "braille", "embossed"];

/// Judges an at-rule with a block, by its lower-case name; `None` if its rules never
/// concern a reader at a screen or if it does not hold style rules.
pub(super) fn condition_of(name: &str, prelude: &str) -> Option<Condition> {
    match name {
        "media" => media_condition(prelude),
        "supports" if prelude.trim_ascii_start().starts_with("not") => None,
        "supports" | "layer" => Some(Condition::Always),
        "container" => Some(Condition::Unmet),
        _ => None,
    }
}

fn media_condition(queries: &str) -> Option<Condition> {
    if queries.len() > MAX_QUERY_BYTES {
        return Some(Condition::Unmet);
    }
    let queries = queries.to_ascii_lowercase();
    queries.split(',').filter_map(query_condition).min()
}

fn query_condition(query: &str) -> Option<Condition> {
    let query = query.trim_ascii();
    if let Some(negated) = query.strip_prefix("not ") {
        let is_other = OTHER_MEDIA.iter().any(|medium| negated.trim_ascii() == *medium);
        return Some(if is_other { Condition::Always } else { Condition::Unmet });
    }
    let query = query.strip_prefix("only ").unwrap_or(query).trim_ascii_start();
    let word_len = query.bytes().take_while(u8::is_ascii_alphabetic).count();
    let medium = query.get(..word_len).unwrap_or_default();
    if OTHER_MEDIA.contains(&medium) {
        return None;
    }
    if !query.contains('(') {
        return matches!(medium, "" | "all" | "screen").then_some(Condition::Always);
    }
    let all_met = !query.contains(" or ") && query.split('(').skip(1).all(feature_is_met);
    Some(if all_met { Condition::Met } else { Condition::Unmet })
}

/// Judges `min-width: 768px) and …`, what follows an opening bracket.
fn feature_is_met(feature: &str) -> bool {
    let feature = feature.split(')').next().unwrap_or_default();
    let (name, value) = match feature.split_once([':', '=']) {
        Some(parts) => parts,
        None => match feature.split_once(['<', '>']) {
            Some(_) => (feature, feature),
            None => return false,
        },
    };
    let name = name.trim_ascii();
    let Some(width) = pixel_length(value.trim_ascii().trim_start_matches(['<', '>', '=', ' '])) else {
        return false;
    };
    match name {
        "min-width" | "min-device-width" => width <= SCREEN_WIDTH,
        "max-width" | "max-device-width" => width >= SCREEN_WIDTH,
        _ if name.starts_with("width") && name.contains('>') => width <= SCREEN_WIDTH,
        _ if name.starts_with("width") && name.contains('<') => width >= SCREEN_WIDTH,
        _ => false,
    }
}

fn pixel_length(text: &str) -> Option<f32> {
    let number_len = text.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let number: f32 = text.get(..number_len)?.parse().ok()?;
    let unit = text.get(number_len..)?.trim_ascii();
    if unit.is_empty() { Some(number) } else { pixels_of(unit).map(|factor| number * factor) }
}
