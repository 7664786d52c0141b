//! In: nothing. Out: the words in which hiding is reported.
//!
//! Evidence only: none of these types says whether a hidden text is spam.

/// How an element is kept from readers' eyes, the surest way first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum HidingTrick {
    /// `display: none`.
    DisplayNone,
    /// `visibility: hidden` or `collapse`, `content-visibility: hidden`.
    Visibility,
    /// Opacity of 0.05 or less, also by `filter`.
    Opacity,
    /// Moved 300 px or more beyond the left or upper edge, or 3000 px beyond the others.
    OffScreen,
    /// Clipped to an area of at most one pixel.
    Clip,
    /// A box of at most one pixel that cuts off what flows over; `transform: scale(0)`.
    ZeroSize,
    /// Text indent of -300 px or beyond.
    TextIndent,
    /// Font size of at most one pixel or point.
    FontSize,
    /// Transparent text, or text nearly of the colour of its known background;
    /// off-white text (#fafafa to #fffffe) whose background is not known.
    Colour,
    /// White or nearly white text whose background is not known: weak evidence.
    WhiteText,
    /// A `<marquee>` of at most 2 px, or one too fast to be read.
    TinyMarquee,
    /// What browsers keep closed: the body of `<details>`, `<dialog>`, `popover`,
    /// `hidden="until-found"`.
    Collapsed,
    /// The `hidden` attribute.
    HiddenAttribute,
    /// A `<noscript>` element.
    Noscript,
    /// A `<template>` element.
    Template,
    /// `aria-hidden="true"`: hidden from screen readers, not from eyes.
    AriaHidden,
}

impl HidingTrick {
    /// Every trick, in declaration order.
    pub(crate) const ALL: [HidingTrick; 16] = [
        HidingTrick::DisplayNone,
        HidingTrick::Visibility,
        HidingTrick::Opacity,
        HidingTrick::OffScreen,
        HidingTrick::Clip,
        HidingTrick::ZeroSize,
        HidingTrick::TextIndent,
        HidingTrick::FontSize,
        HidingTrick::Colour,
        HidingTrick::WhiteText,
        HidingTrick::TinyMarquee,
        HidingTrick::Collapsed,
        HidingTrick::HiddenAttribute,
        HidingTrick::Noscript,
        HidingTrick::Template,
        HidingTrick::AriaHidden,
    ];

    /// The position in [`HidingTrick::ALL`], 0 to 15.
    pub(crate) fn idx(self) -> usize {
        self as usize
    }
}

/// Where the hiding is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum HidingSource {
    /// The element's `style` attribute.
    InlineStyle,
    /// A rule of a `<style>` element.
    StyleRule,
    /// Another attribute (`hidden`, `aria-hidden`, `color`, marquee sizes).
    Attribute,
    /// The element's own kind (`noscript`, `template`, closed `details`).
    Element,
    /// A script that hides it or writes the rule.
    Script,
}

/// What normal practice the hiding looks like; told from markup, so it can be feigned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum HidingPurpose {
    /// Nothing explains it.
    #[default]
    Unknown,
    /// Something shows it again: accordion, tab, menu, read-more, hover box, slide.
    Disclosure,
    /// A dialog, lightbox, drawer, notice or banner.
    Dialog,
    /// Text for screen readers, skip links.
    ScreenReader,
    /// Shown at other screen sizes or in print.
    Responsive,
    /// Faded in, moved in or loaded late.
    Animation,
    /// Text replaced by a background picture.
    ImageReplacement,
}

/// A set of tricks used on one element.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct HidingTricks(u16);

impl HidingTricks {
    /// Whether the trick is in the set.
    pub(crate) fn contains(self, trick: HidingTrick) -> bool {
        self.0 & (1 << trick as u8) != 0
    }

    /// How many tricks are used at once, 0 to 16.
    pub(crate) fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether no trick is used.
    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The surest trick of the set.
    pub(crate) fn surest(self) -> Option<HidingTrick> {
        HidingTrick::ALL
            .into_iter()
            .find(|&trick| self.contains(trick))
    }

    pub(super) fn insert(&mut self, trick: HidingTrick) {
        self.0 |= 1 << trick as u8;
    }
}

/// Evidence that an element is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Hiding {
    /// The surest trick used.
    pub trick: HidingTrick,
    /// Where that trick is written.
    pub source: HidingSource,
    /// What normal practice it looks like.
    pub purpose: HidingPurpose,
    /// All tricks used on this element, the surest included.
    pub tricks: HidingTricks,
}
