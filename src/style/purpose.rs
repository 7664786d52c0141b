//! In: a hidden element's attributes and class words. Out: the normal practice it looks like.
//!
//! Markup only, and markup can be feigned; what the style sheet tells is added elsewhere.

use super::element::StyledElement;
use super::hiding::HidingPurpose;
use super::limits::MAX_CLASSES;

/// What the attributes tell, ids and classes apart.
pub(super) fn purpose_by_attributes<E: StyledElement>(element: E) -> Option<HidingPurpose> {
    if element.tag() == "dialog" {
        return Some(HidingPurpose::Dialog);
    }
    if !element.has_attributes() {
        return None;
    }
    let has = |name: &str| element.attribute(name).is_some();
    let role = element.attribute("role").unwrap_or_default();
    let is_dialog = matches!(role, "dialog" | "alertdialog" | "alert" | "status") || has("aria-modal");
    if is_dialog {
        return Some(HidingPurpose::Dialog);
    }
    let is_part = matches!(role, "tabpanel" | "menu" | "menubar" | "listbox" | "tooltip" | "region" | "group" | "tree");
    const CONTROLS: [&str; 9] = [
        "aria-expanded",
        "aria-controls",
        "aria-labelledby",
        "aria-selected",
        "data-toggle",
        "data-bs-toggle",
        "data-parent",
        "data-bs-parent",
        "popover",
    ];
    let is_toggled = is_part || CONTROLS.into_iter().any(has) || element.is_controlled();
    if is_toggled {
        return Some(HidingPurpose::Disclosure);
    }
    const ENTRANCES: [&str; 5] = ["data-aos", "data-animate", "data-animation", "data-wow-delay", "data-sr-id"];
    ENTRANCES.into_iter().any(has).then_some(HidingPurpose::Animation)
}

/// What the words of classes and id tell.
pub(super) fn purpose_by_words<E: StyledElement>(element: E) -> Option<HidingPurpose> {
    if !element.has_attributes() {
        return None;
    }
    let names = element.classes().take(MAX_CLASSES).chain(element.id());
    names.filter(|name| name.len() <= 64).filter_map(purpose_of_name).max_by_key(|&purpose| rank(purpose))
}

/// Which purpose speaks louder when names disagree.
fn rank(purpose: HidingPurpose) -> u8 {
    match purpose {
        HidingPurpose::ScreenReader => 5,
        HidingPurpose::Dialog => 4,
        HidingPurpose::Responsive => 3,
        HidingPurpose::Disclosure => 2,
        HidingPurpose::Animation => 1,
        HidingPurpose::ImageReplacement | HidingPurpose::Unknown => 0,
    }
}

fn purpose_of_name(name: &str) -> Option<HidingPurpose> {
    const SCREEN_READER: [&str; 12] = [
        "sr-only",
        "sronly",
        "visually-hidden",
        "visuallyhidden",
        "visuallyHidden",
        "screen-reader",
        "screenreader",
        "ScreenReader",
        "assistive",
        "element-invisible",
        "a11y",
        "skip-link",
    ];
    let may_begin = |byte: u8| SCREEN_READER.into_iter().any(|word| word.as_bytes().first() == Some(&byte));
    let begins = name.bytes().enumerate().filter(|(_, byte)| may_begin(*byte));
    let mut rests = begins.filter_map(|(at, _)| name.get(at..));
    if rests.any(|rest| SCREEN_READER.into_iter().any(|word| rest.starts_with(word))) {
        return Some(HidingPurpose::ScreenReader);
    }
    words_of(name).filter_map(purpose_of_word).max_by_key(|&purpose| rank(purpose))
}

/// Cuts at hyphens, underscores, colons and humps.
fn words_of(name: &str) -> impl Iterator<Item = &str> {
    let bytes = name.as_bytes();
    let is_cut = move |at: usize| {
        let (Some(&before), Some(&here)) = (bytes.get(at.wrapping_sub(1)), bytes.get(at)) else {
            return true;
        };
        !here.is_ascii_alphabetic()
            || !before.is_ascii_alphabetic()
            || before.is_ascii_lowercase() && here.is_ascii_uppercase()
    };
    let mut start = 0;
    (1..=bytes.len()).filter_map(move |at| {
        if !is_cut(at) {
            return None;
        }
        let word = name.get(start..at);
        start = at;
        word
    })
}

fn purpose_of_word(word: &str) -> Option<HidingPurpose> {
    let mut buffer = [0u8; 16];
    let lower = buffer.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    Some(match &*lower {
        b"modal" | b"dialog" | b"popup" | b"pop" | b"lightbox" | b"overlay" | b"offcanvas" | b"drawer" | b"toast"
        | b"cookie" | b"cookies" | b"consent" | b"gdpr" | b"fancybox" | b"banner" | b"notice" | b"login" | b"layer"
        | b"mask" => HidingPurpose::Dialog,
        b"collapse" | b"collapsed" | b"collapsible" | b"collapsing" | b"accordion" | b"tab" | b"tabs" | b"tabpanel"
        | b"pane" | b"dropdown" | b"drop" | b"submenu" | b"sub" | b"menu" | b"nav" | b"toggle" | b"toggled"
        | b"toggler" | b"toggleable" | b"expand" | b"expandable" | b"more" | b"spoiler" | b"tooltip" | b"tip"
        | b"tips" | b"popover" | b"flyout" | b"hovercard" | b"slide" | b"slides" | b"slider" | b"swiper"
        | b"carousel" | b"faq" | b"answer" | b"search" | b"megamenu" | b"reveal" => HidingPurpose::Disclosure,
        b"mobile" | b"desktop" | b"phone" | b"tablet" | b"xs" | b"sm" | b"md" | b"lg" | b"xl" | b"print"
        | b"responsive" => HidingPurpose::Responsive,
        b"wow" | b"aos" | b"fade" | b"fadein" | b"animate" | b"animated" | b"animation" | b"lazy" | b"lazyload"
        | b"skeleton" | b"placeholder" | b"loading" | b"loader" | b"spinner" | b"preload" | b"preloader" => {
            HidingPurpose::Animation
        }
        _ => return None,
    })
}
