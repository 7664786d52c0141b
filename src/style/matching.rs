//! In: a compiled selector and an element. Out: whether they fit.
//!
//! Steps to ancestors are counted against a budget shared by all selectors tried on one
//! element; when it is spent, selectors no longer fit.

use super::element::StyledElement;
use super::limits::{
    MAX_ANCESTOR_STEPS, MAX_BACKGROUND_ANCESTOR_STEPS, MAX_BACKGROUND_SELECTORS_TRIED, MAX_CLASSES, MAX_SELECTORS_TRIED,
};
use super::names::{MAX_FILTERED, NameBits, name_of};
use super::selector::{Asks, Comparison, Compound, Link, Selector, SelectorStore, Simple};

/// How well a selector fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// Not at all.
    No,
    /// It would, if a class of a passing state (`open`) were set.
    InOtherState,
    /// It does.
    Yes,
}

/// An element with its names worked out, and the steps still allowed for it.
pub(super) struct Subject<E> {
    pub(super) element: E,
    pub(super) tag: u64,
    pub(super) id: Option<u64>,
    classes: [u64; MAX_CLASSES],
    n_classes: usize,
    steps: usize,
    /// Selectors that may be tried in each index.
    pub(super) max_tried: usize,
    /// Bits of the names of all ancestors, worked out when first needed.
    ancestors: Option<NameBits>,
}

impl<E: StyledElement> Subject<E> {
    pub(super) fn new(element: E) -> Self {
        let mut classes = [0; MAX_CLASSES];
        let mut n_classes = 0;
        let steps = MAX_ANCESTOR_STEPS;
        let max_tried = MAX_SELECTORS_TRIED;
        if let Some(names) = element.names() {
            for (slot, class) in classes.iter_mut().zip(names.classes()) {
                *slot = *class;
                n_classes += 1;
            }
            let ancestors = Some(names.around());
            return Subject {
                element,
                tag: names.tag(),
                id: names.id(),
                classes,
                n_classes,
                steps,
                max_tried,
                ancestors,
            };
        }
        if element.has_attributes() {
            for (slot, class) in classes.iter_mut().zip(element.classes()) {
                *slot = name_of(class);
                n_classes += 1;
            }
        }
        let id = if element.has_attributes() { element.id().map(name_of) } else { None };
        Subject { element, tag: name_of(element.tag()), id, classes, n_classes, steps, max_tried, ancestors: None }
    }

    /// An element asked in passing, for which little work may be done.
    pub(super) fn in_passing(element: E) -> Self {
        Subject {
            steps: MAX_BACKGROUND_ANCESTOR_STEPS,
            max_tried: MAX_BACKGROUND_SELECTORS_TRIED,
            ancestors: Some(NameBits::ALL),
            ..Subject::new(element)
        }
    }

    pub(super) fn classes(&self) -> &[u64] {
        self.classes.get(..self.n_classes).unwrap_or_default()
    }

    /// Whether a selector fits this element.
    pub(super) fn fit(&mut self, store: &SelectorStore, selector: &Selector) -> Fit {
        let start = selector.compounds.0 as usize;
        let compounds = store.compounds.get(start..start + usize::from(selector.compounds.1)).unwrap_or_default();
        let Some((&last, left)) = compounds.split_last() else {
            return Fit::No;
        };
        let element = self.element;
        if !left.is_empty()
            && !self.ancestors.get_or_insert_with(|| names_around(element)).may_hold_all(&selector.around)
        {
            return Fit::No;
        }
        let own = fit_all(store.simples_of(last), |asks| self.has(store, asks));
        if own == Fit::No || left.is_empty() {
            return own;
        }
        own.min(fit_left(store, last.link, left, self.element, &mut self.steps))
    }

    fn has(&self, store: &SelectorStore, asks: Asks) -> bool {
        match asks {
            Asks::Tag(name) => self.tag == name,
            Asks::Id(name) => self.id == Some(name),
            Asks::Class(name) => self.classes().contains(&name),
            Asks::Attribute(..) => has(store, self.element, asks),
        }
    }
}

/// The names of all elements around one.
fn names_around<E: StyledElement>(element: E) -> NameBits {
    let mut bits = NameBits::default();
    let mut ancestor = element.parent();
    for _ in 0..MAX_FILTERED {
        let Some(element) = ancestor else { return bits };
        bits.insert(name_of(element.tag()));
        if element.has_attributes() {
            let names = element.id().into_iter().chain(element.classes().take(MAX_CLASSES));
            names.for_each(|name| bits.insert(name_of(name)));
        }
        ancestor = element.parent();
    }
    NameBits::ALL
}

/// Fits the compounds to the left of an element, the nearest last.
fn fit_left<E: StyledElement>(
    store: &SelectorStore,
    link: Link,
    left: &[Compound],
    element: E,
    steps: &mut usize,
) -> Fit {
    let Some((&compound, further)) = left.split_last() else {
        return Fit::Yes;
    };
    let mut best = Fit::No;
    let mut ancestor = element.parent();
    while let Some(element) = ancestor {
        let Some(left_over) = steps.checked_sub(1) else {
            return best;
        };
        *steps = left_over;
        let mut fit = fit_all(store.simples_of(compound), |asks| has(store, element, asks));
        if fit != Fit::No {
            fit = fit.min(fit_left(store, compound.link, further, element, steps));
        }
        best = best.max(fit);
        if best == Fit::Yes || link == Link::Child {
            break;
        }
        ancestor = element.parent();
    }
    best
}

fn fit_all(simples: &[Simple], has: impl Fn(Asks) -> bool) -> Fit {
    let mut fit = Fit::Yes;
    for simple in simples {
        match (has(simple.asks), simple.negated) {
            (true, false) | (false, true) => {}
            _ if simple.is_state => fit = Fit::InOtherState,
            _ => return Fit::No,
        }
    }
    fit
}

fn has<E: StyledElement>(store: &SelectorStore, element: E, asks: Asks) -> bool {
    if let Some(names) = element.names() {
        match asks {
            Asks::Tag(name) => return names.tag() == name,
            Asks::Id(name) => return names.id() == Some(name),
            Asks::Class(name) => return names.classes().contains(&name),
            Asks::Attribute(..) => {}
        }
    }
    match asks {
        Asks::Tag(name) => name_of(element.tag()) == name,
        Asks::Id(name) => element.has_attributes() && element.id().is_some_and(|id| name_of(id) == name),
        Asks::Class(name) => {
            element.has_attributes() && element.classes().take(MAX_CLASSES).any(|class| name_of(class) == name)
        }
        Asks::Attribute(comparison, name_idx, value_idx) => {
            let text = |idx: u32| store.texts.get(idx as usize).map_or("", |text| text.as_ref());
            let value = if element.has_attributes() { element.attribute(text(name_idx)) } else { None };
            value.is_some_and(|value| compares(comparison, value, text(value_idx)))
        }
    }
}

/// Bytes of an attribute's value that are searched.
const MAX_SEARCHED: usize = 1024;

fn compares(comparison: Comparison, value: &str, wanted: &str) -> bool {
    let searched = || value.get(..MAX_SEARCHED).unwrap_or(if value.len() <= MAX_SEARCHED { value } else { "" });
    match comparison {
        Comparison::Present => true,
        Comparison::Equal => value == wanted,
        Comparison::Language => value.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('-')),
        _ if wanted.is_empty() => false,
        Comparison::Word => searched().split_ascii_whitespace().any(|word| word == wanted),
        Comparison::Prefix => value.starts_with(wanted),
        Comparison::Suffix => value.ends_with(wanted),
        Comparison::Within => searched().contains(wanted),
    }
}
