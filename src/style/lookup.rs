//! In: a style sheet and one element. Out: the hiding that this element itself brings.
//!
//! Ancestors' hiding is the caller's business. `html`, `head` and `body` are never
//! reported: pages are hidden whole while they load, and no spammer does so.

use super::attributes::{attribute_background, own_tricks, presentational_hints};
use super::cascade::{Computed, Weight};
use super::declarations::{Declaration, read_inline};
use super::element::StyledElement;
use super::hiding::{Hiding, HidingPurpose, HidingSource, HidingTrick, HidingTricks};
use super::limits::{MAX_BACKGROUND_INLINE_BYTES, MAX_BACKGROUND_STEPS, MAX_INLINE_BYTES};
use super::matching::{Fit, Subject};
use super::names::name_of;
use super::property::{Property, Value};
use super::purpose::{purpose_by_attributes, purpose_by_words};
use super::rule_index::{Reach, Rule, RuleIndex};
use super::scan::head_of;
use super::sheet::StyleSheet;
use super::verdict::{Backdrop, find_tricks, own_backdrop, tricks_of};

/// Rules kept that would hold in another state or on another medium.
const MAX_OTHERS: usize = 32;

/// The tricks found so far and where the surest one is written.
#[derive(Default)]
struct Findings {
    tricks: HidingTricks,
    surest: Option<(HidingTrick, HidingSource)>,
}

impl Findings {
    fn add(&mut self, trick: HidingTrick, source: HidingSource) {
        self.tricks.insert(trick);
        if self.surest.is_none_or(|(surest, _)| trick < surest) {
            self.surest = Some((trick, source));
        }
    }
}

impl StyleSheet {
    /// Hiding that this element itself brings, by style, attribute or kind.
    ///
    /// Tricks on text (`Colour`, `WhiteText`, `FontSize`, `TextIndent`) and `Visibility`
    /// are inherited, but descendants may undo them. Costs nanoseconds for elements
    /// without attributes and is bounded for all.
    pub(crate) fn hiding<E: StyledElement>(&self, element: &E) -> Option<Hiding> {
        let element = *element;
        if matches!(element.tag(), "html" | "head" | "body") {
            return None;
        }
        let mut findings = Findings::default();
        own_tricks(element, |trick, source| findings.add(trick, source));
        let styles = self.style_of(element, true);
        self.judge(element, findings, styles)
    }

    /// The same by the sheet's rules alone, whatever attributes and kind say.
    pub(super) fn hiding_by_rules<E: StyledElement>(&self, element: E) -> Option<Hiding> {
        if matches!(element.tag(), "html" | "head" | "body") {
            return None;
        }
        let styles = self.style_of(element, false);
        self.judge(element, Findings::default(), styles)
    }

    /// Whether a rule for another state fits the element.
    pub(super) fn shows_in_other_state<E: StyledElement>(&self, element: E) -> bool {
        if self.showing.is_empty() {
            return false;
        }
        let mut meeting = Meeting { computed: None, others: Vec::new() };
        meeting.gather(self, &self.showing, &mut Subject::in_passing(element));
        !meeting.others.is_empty()
    }

    fn judge<E: StyledElement>(
        &self,
        element: E,
        mut findings: Findings,
        styles: Option<(Computed, Others)>,
    ) -> Option<Hiding> {
        if let Some((computed, _)) = &styles {
            let behind = || self.backdrop_behind(element);
            find_tricks(computed, element.tag(), behind, |trick, property| {
                let source = computed.winner(property).source;
                let is_attribute = source == HidingSource::Attribute && trick == HidingTrick::DisplayNone;
                findings.add(if is_attribute { HidingTrick::HiddenAttribute } else { trick }, source);
            });
        }
        let (trick, source) = findings.surest?;
        let purpose = purpose_of(self, element, trick, styles.as_ref());
        Some(Hiding { trick, source, purpose, tricks: findings.tricks })
    }

    /// The winning declarations, if any of those that meet can hide, and the rules that
    /// would hold otherwise.
    fn style_of<E: StyledElement>(&self, element: E, with_attributes: bool) -> Option<(Computed, Others)> {
        let has_attributes = element.has_attributes();
        if !has_attributes && !self.hiding.may_fit_bare(name_of(element.tag())) {
            return None;
        }
        let style = if has_attributes && with_attributes { element.style() } else { None };
        let inline = style.map(|style| read_inline(head_of(style, MAX_INLINE_BYTES))).unwrap_or_default();
        let hints = if with_attributes { presentational_hints(element) } else { Vec::new() };
        let mut may_hide = inline.iter().chain(&hints).any(|declaration| declaration.hides);
        if self.is_empty() && !may_hide {
            return None;
        }
        let mut meeting = Meeting { computed: None, others: Vec::new() };
        let mut subject = Subject::new(element);
        meeting.gather(self, &self.hiding, &mut subject);
        may_hide |= meeting.computed.is_some();
        if !may_hide {
            return None;
        }
        meeting.gather(self, &self.showing, &mut subject);
        let mut computed = meeting.computed.unwrap_or_else(Computed::new);
        computed.apply(&hints, Weight::hint(), HidingSource::Attribute);
        if let Some(colour) = attribute_background(element) {
            computed.apply(&[background_declaration(colour)], Weight::hint(), HidingSource::Attribute);
        }
        computed.apply(&inline, Weight::inline(), HidingSource::InlineStyle);
        Some((computed, meeting.others))
    }

    /// The nearest background that an ancestor is known to have.
    fn backdrop_behind<E: StyledElement>(&self, element: E) -> Backdrop {
        let ancestors = std::iter::successors(element.parent(), E::parent).take(MAX_BACKGROUND_STEPS);
        let mut backdrops = ancestors.map(|element| self.known_backdrop_of(element));
        backdrops.find(|backdrop| *backdrop != Backdrop::Unknown).unwrap_or(Backdrop::Unknown)
    }

    /// The background that an element brings itself, kept for others that ask.
    fn known_backdrop_of<E: StyledElement>(&self, element: E) -> Backdrop {
        let Some(number) = element.number() else { return self.backdrop_of(element) };
        let known = self.backdrops.borrow().get(&number).copied();
        known.unwrap_or_else(|| {
            let backdrop = self.backdrop_of(element);
            self.backdrops.borrow_mut().insert(number, backdrop);
            backdrop
        })
    }

    fn backdrop_of<E: StyledElement>(&self, element: E) -> Backdrop {
        let mut meeting = Meeting { computed: None, others: Vec::new() };
        if !self.is_empty() && element.has_attributes() {
            let mut subject = Subject::in_passing(element);
            meeting.gather(self, &self.hiding, &mut subject);
            meeting.gather(self, &self.showing, &mut subject);
        }
        let mut computed = meeting.computed.unwrap_or_else(Computed::new);
        if let Some(colour) = attribute_background(element) {
            computed.apply(&[background_declaration(colour)], Weight::hint(), HidingSource::Attribute);
        }
        if let Some(style) = if element.has_attributes() { element.style() } else { None } {
            let inline = read_inline(head_of(style, MAX_BACKGROUND_INLINE_BYTES));
            computed.apply(&inline, Weight::inline(), HidingSource::InlineStyle);
        }
        own_backdrop(&computed)
    }
}

fn background_declaration(colour: super::colour::Rgba) -> Declaration {
    Declaration { property: Property::Background, value: Value::Colour(colour), important: false, hides: false }
}

/// Rules that would hold in another state or on another medium.
type Others = Vec<(Rule, Reach)>;

/// Declarations that meet in one element.
struct Meeting {
    computed: Option<Computed>,
    others: Others,
}

impl Meeting {
    fn gather<E: StyledElement>(&mut self, sheet: &StyleSheet, index: &RuleIndex, subject: &mut Subject<E>) {
        index.visit(subject, |subject, rule| {
            let reach = match (subject.fit(&sheet.store, &rule.selector), rule.reach) {
                (Fit::No, _) => return,
                (Fit::InOtherState, Reach::Now) => Reach::InOtherState,
                (_, reach) => reach,
            };
            if reach == Reach::Now {
                let weight = Weight::rule(rule.selector.specificity, rule.order);
                let computed = self.computed.get_or_insert_with(Computed::new);
                computed.apply(sheet.declarations_of(rule), weight, sheet.source);
            } else if self.others.len() < MAX_OTHERS {
                self.others.push((*rule, reach));
            }
        });
    }
}

fn purpose_of<E: StyledElement>(
    sheet: &StyleSheet,
    element: E,
    trick: HidingTrick,
    styles: Option<&(Computed, Others)>,
) -> HidingPurpose {
    let by_words = purpose_by_words(element);
    if by_words == Some(HidingPurpose::ScreenReader)
        || styles.is_some_and(|(computed, _)| is_screen_reader_box(computed))
    {
        return HidingPurpose::ScreenReader;
    }
    if let Some(purpose) = purpose_by_attributes(element) {
        return purpose;
    }
    if let Some((computed, others)) = styles {
        let is_undone = |reach: Reach| {
            let mut otherwise = *computed;
            for (rule, _) in others.iter().filter(|(_, other)| *other == reach) {
                let shows = sheet.declarations_of(rule).iter().filter(|declaration| !declaration.hides);
                otherwise.apply(&shows.copied().collect::<Vec<_>>(), Weight::overlay(), HidingSource::StyleRule);
            }
            !tricks_of(&otherwise, element.tag(), Backdrop::Unknown).contains(trick)
        };
        if others.iter().any(|(_, reach)| *reach == Reach::OnOtherMedium) && is_undone(Reach::OnOtherMedium) {
            return HidingPurpose::Responsive;
        }
        if others.iter().any(|(_, reach)| *reach == Reach::InOtherState) && is_undone(Reach::InOtherState) {
            return by_words.filter(|&words| words == HidingPurpose::Dialog).unwrap_or(HidingPurpose::Disclosure);
        }
    }
    by_words.or_else(|| styles.and_then(|(computed, _)| purpose_by_style(computed, trick))).unwrap_or_default()
}

/// The usual pattern for screen-reader text: out of flow, one pixel, clipped.
fn is_screen_reader_box(computed: &Computed) -> bool {
    let is_pixel = |property| matches!(computed.value(property), Value::Pixels(size) if size == 1.0);
    let is_clipped =
        [Property::Clip, Property::ClipPath].into_iter().any(|property| computed.value(property) == Value::Flag(true));
    let is_out_of_flow = computed.value(Property::Position) == Value::Number(2.0);
    is_out_of_flow && is_clipped && is_pixel(Property::Width) && is_pixel(Property::Height)
}

fn purpose_by_style(computed: &Computed, trick: HidingTrick) -> Option<HidingPurpose> {
    use HidingTrick as T;
    let has_picture = computed.value(Property::BackgroundImage) == Value::Flag(true);
    if has_picture && matches!(trick, T::TextIndent | T::FontSize | T::Colour | T::WhiteText) {
        return Some(HidingPurpose::ImageReplacement);
    }
    let moves = computed.value(Property::Animation) == Value::Flag(true);
    let may_move = matches!(trick, T::Visibility | T::Opacity | T::OffScreen | T::Clip | T::ZeroSize);
    (moves && may_move).then_some(HidingPurpose::Animation)
}
