//! In: identifiers of selectors and attributes. Out: 64-bit names, compared instead of text.
//!
//! Two identifiers with one name are taken for the same: harmless for evidence.
//! No seed, so that the same page always gives the same answer.

use super::limits::MAX_CLASSES;

const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

/// Bytes of an identifier that its name is made from, besides its length.
const MAX_NAME_BYTES: usize = 96;

/// The name of an identifier.
pub(super) fn name_of(text: &str) -> u64 {
    let mut state = FACTOR ^ text.len() as u64;
    let bytes = text.as_bytes();
    let (chunks, rest) = bytes.get(..MAX_NAME_BYTES).unwrap_or(bytes).as_chunks::<8>();
    for chunk in chunks {
        state = mix(state, u64::from_le_bytes(*chunk));
    }
    if !rest.is_empty() {
        let word = rest.iter().rev().fold(0u64, |word, &byte| word << 8 | u64::from(byte));
        state = mix(state, word);
    }
    state ^ state >> 31
}

fn mix(state: u64, word: u64) -> u64 {
    (state ^ word).wrapping_mul(FACTOR).rotate_left(29)
}

/// Elements whose names are put into the bits; around more of them, all bits are set.
pub(super) const MAX_FILTERED: usize = 48;

/// A set of names that may say yes wrongly, but never no.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct NameBits([u64; 4]);

impl NameBits {
    pub(super) const ALL: NameBits = NameBits([u64::MAX; 4]);

    pub(super) fn insert(&mut self, name: u64) {
        self.0[(name & 3) as usize] |= 1 << (name >> 2 & 63);
    }

    /// Whether all names of another set may be in this one.
    pub(super) fn may_hold_all(&self, names: &NameBits) -> bool {
        self.0.iter().zip(&names.0).fold(0, |missing, (here, there)| missing | there & !here) == 0
    }
}

/// The names of the elements that are open in a walk over a tree, outermost first.
#[derive(Debug, Default)]
pub(crate) struct OpenNames {
    elements: Vec<OpenElement>,
    classes: Vec<u64>,
}

#[derive(Clone, Copy, Debug)]
struct OpenElement {
    tag: u64,
    id: Option<u64>,
    /// Start and end among the classes of all open elements.
    classes: (usize, usize),
    /// The names of the elements around, and with its own.
    around: NameBits,
    with_own: NameBits,
}

impl OpenNames {
    /// Opens an element inside the first `depth` of those that are open; the others are closed.
    pub(crate) fn open<'a>(
        &mut self,
        depth: usize,
        tag: &str,
        id: Option<&str>,
        classes: impl Iterator<Item = &'a str>,
    ) {
        self.elements.truncate(depth);
        let around = match self.elements.last() {
            _ if depth >= MAX_FILTERED => NameBits::ALL,
            Some(parent) => parent.with_own,
            None => NameBits::default(),
        };
        let start = self.elements.last().map_or(0, |parent| parent.classes.1);
        self.classes.truncate(start);
        self.classes.extend(classes.take(MAX_CLASSES).map(name_of));
        let (tag, id) = (name_of(tag), id.map(name_of));
        let mut with_own = around;
        with_own.insert(tag);
        id.into_iter().chain(self.classes.iter().skip(start).copied()).for_each(|name| with_own.insert(name));
        self.elements.push(OpenElement { tag, id, classes: (start, self.classes.len()), around, with_own });
    }

    /// The names of the open element that has `depth` others around it.
    pub(crate) fn names(&self, depth: usize) -> Names<'_> {
        Names { open: self, depth }
    }
}

/// The names of one open element.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Names<'a> {
    open: &'a OpenNames,
    depth: usize,
}

impl<'a> Names<'a> {
    fn element(self) -> Option<&'a OpenElement> {
        self.open.elements.get(self.depth)
    }

    pub(super) fn tag(self) -> u64 {
        self.element().map_or(0, |element| element.tag)
    }

    pub(super) fn id(self) -> Option<u64> {
        self.element()?.id
    }

    pub(super) fn classes(self) -> &'a [u64] {
        let (start, end) = self.element().map_or((0, 0), |element| element.classes);
        self.open.classes.get(start..end).unwrap_or_default()
    }

    /// The names of the elements around, as bits.
    pub(super) fn around(self) -> NameBits {
        self.element().map_or(NameBits::ALL, |element| element.around)
    }
}

/// Whether a class name tells a passing state (`open`, `is-active`, `menu--shown`).
pub(super) fn is_state_class(class: &str) -> bool {
    if class.len() > 40 {
        return false;
    }
    let sign = class.bytes().rposition(|byte| matches!(byte, b'-' | b'_'));
    let last = sign.and_then(|at| class.get(at + 1..)).unwrap_or(class);
    let is_state = is_state_word(last) && (last.len() > 2 || last.len() == class.len());
    is_state || class.starts_with("is-") || class.starts_with("has-") || ends_in_camel_state(class)
}

/// Words that, as a class or as a part of one, tell a passing state of an element.
fn is_state_word(word: &str) -> bool {
    let words: &[&str] = match word.len() {
        2 => &["in", "js", "on"],
        3 => &["cur"],
        4 => &["curr", "init", "open", "show"],
        5 => &["focus", "hover", "ready", "shown"],
        6 => &["active", "expand", "loaded", "opened", "select", "unfold"],
        7 => &["checked", "current", "showing", "visible"],
        8 => &["animated", "expanded", "selected"],
        9 => &["activated"],
        10 => &["lazyloaded"],
        11 => &["initialized"],
        _ => &[],
    };
    words.iter().any(|state| state.eq_ignore_ascii_case(word))
}

/// `menuOpen`, `isVisible`: the last hump is a state word.
fn ends_in_camel_state(class: &str) -> bool {
    let Some(hump) = class.bytes().rposition(|byte| byte.is_ascii_uppercase()) else {
        return false;
    };
    hump > 0 && class.get(hump..).is_some_and(is_state_word)
}
