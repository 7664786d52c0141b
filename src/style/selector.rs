//! In: a rule's selector list. Out: compiled selectors in one store, and their keys.
//!
//! Knows tags, ids, classes, attributes and `:not()` of one of these. What depends on
//! the reader, on the place among siblings or on pseudo-classes not known here makes a
//! selector uncertain; pseudo-elements make it drop out.

use super::limits::{MAX_COMPOUNDS, MAX_SELECTORS_PER_RULE, MAX_SIMPLES};
use super::names::{NameBits, is_state_class, name_of};
use super::selector_text::SelectorText;

/// How an attribute's value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Present,
    Equal,
    Word,
    Prefix,
    Suffix,
    Within,
    Language,
}

/// What one simple selector asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asks {
    Tag(u64),
    Id(u64),
    Class(u64),
    /// Indexes of name and value into the store's texts.
    Attribute(Comparison, u32, u32),
}

/// One simple selector.
#[derive(Clone, Copy, Debug)]
pub(super) struct Simple {
    pub(super) asks: Asks,
    /// Inside `:not()`.
    pub(super) negated: bool,
    /// A class that comes and goes (`open`, `active`).
    pub(super) is_state: bool,
}

/// How a compound hangs on the one to its left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    First,
    Descendant,
    Child,
}

/// Simple selectors that one element must meet together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Compound {
    pub(super) simples: (u32, u8),
    pub(super) link: Link,
}

/// One compiled selector; its compounds stand in the store from left to right.
#[derive(Clone, Copy, Debug)]
pub(super) struct Selector {
    pub(super) compounds: (u32, u8),
    /// What a matching element must have; `None` if it may be any element.
    pub(super) key: Option<u64>,
    /// Whether the element itself must have some attribute.
    pub(super) asks_attribute: bool,
    /// Ids, classes and tags, one byte each.
    pub(super) specificity: u32,
    /// Whether matching can be decided from the static tree.
    pub(super) certain: bool,
    /// Names that must be among those around a matching element, states and negations apart.
    pub(super) around: NameBits,
}

/// The key of an id, class or tag in an index.
pub(super) fn id_key(name: u64) -> u64 {
    name.rotate_left(7)
}

/// See [`id_key`].
pub(super) fn class_key(name: u64) -> u64 {
    name
}

/// See [`id_key`].
pub(super) fn tag_key(name: u64) -> u64 {
    name.rotate_left(23)
}

/// All compiled selectors of a style sheet.
#[derive(Clone, Debug, Default)]
pub(super) struct SelectorStore {
    pub(super) simples: Vec<Simple>,
    pub(super) compounds: Vec<Compound>,
    pub(super) texts: Vec<Box<str>>,
}

impl SelectorStore {
    /// Makes room for so many more simple selectors.
    pub(super) fn reserve(&mut self, n_simples: usize) {
        self.simples.reserve(n_simples);
        self.compounds.reserve(n_simples);
    }

    /// Compiles a selector list; selectors that are wrong or name pseudo-elements are left out.
    pub(super) fn compile(&mut self, list: &str, mut found: impl FnMut(Selector)) {
        let mut text = SelectorText::new(list);
        for _ in 0..MAX_SELECTORS_PER_RULE {
            let before = (self.simples.len(), self.compounds.len(), self.texts.len());
            match self.compile_one(&mut text) {
                Some(selector) => found(selector),
                None => {
                    self.simples.truncate(before.0);
                    self.compounds.truncate(before.1);
                    self.texts.truncate(before.2);
                }
            }
            if !text.next_in_list() {
                return;
            }
        }
    }

    fn compile_one(&mut self, text: &mut SelectorText<'_>) -> Option<Selector> {
        let mut first = self.compounds.len();
        let mut certain = true;
        let mut specificity = 0u32;
        let mut link = Link::First;
        text.skip_blanks();
        loop {
            let start = self.simples.len();
            let is_plain = self.compile_compound(text)?;
            certain &= is_plain;
            let simples = self.simples.get(start..).unwrap_or_default();
            let n_simples = u8::try_from(simples.len()).ok().filter(|&n| usize::from(n) <= MAX_SIMPLES)?;
            specificity = simples.iter().fold(specificity, add_specificity);
            self.compounds.push(Compound { simples: (u32::try_from(start).ok()?, n_simples), link });
            if self.compounds.len() - first > MAX_COMPOUNDS {
                return None;
            }
            match text.combinator() {
                Some(b' ') => link = Link::Descendant,
                Some(b'>') => link = Link::Child,
                Some(b'+' | b'~') => {
                    certain = false;
                    first = self.compounds.len();
                    link = Link::First;
                }
                Some(_) => return None,
                None => break,
            }
        }
        let n_compounds = u8::try_from(self.compounds.len() - first).ok()?;
        let last = *self.compounds.last()?;
        let key = self.key_of(last);
        let is_asked = |simple: &Simple| !simple.negated && !matches!(simple.asks, Asks::Tag(_));
        let asks_attribute = self.simples_of(last).iter().any(is_asked);
        let is_vague = last.simples.1 == 0 && !certain;
        let compounds = (u32::try_from(first).ok()?, n_compounds);
        let around = self.names_around(first);
        let selector = Selector { compounds, key, asks_attribute, specificity, certain, around };
        (!is_vague).then_some(selector)
    }

    /// The names that the compounds from `first` on ask for, the last one's apart.
    fn names_around(&self, first: usize) -> NameBits {
        let mut bits = NameBits::default();
        let left = self.compounds.get(first..self.compounds.len().saturating_sub(1)).unwrap_or_default();
        for simple in left.iter().flat_map(|&compound| self.simples_of(compound)) {
            if let (Asks::Tag(name) | Asks::Id(name) | Asks::Class(name), false) =
                (simple.asks, simple.negated || simple.is_state)
            {
                bits.insert(name);
            }
        }
        bits
    }

    /// Compiles one compound; whether it is decidable, `None` if the selector is of no use.
    fn compile_compound(&mut self, text: &mut SelectorText<'_>) -> Option<bool> {
        let mut certain = true;
        let mut n_parts = 0usize;
        loop {
            match text.peek() {
                Some(b'*') => text.advance(),
                Some(b':') => certain &= self.compile_pseudo_class(text)?,
                Some(b'.' | b'#' | b'[') => self.compile_simple(text, false)?,
                Some(byte) if n_parts == 0 && !is_separator(byte) => self.compile_simple(text, false)?,
                _ if n_parts > 0 => return Some(certain),
                _ => return None,
            }
            n_parts += 1;
        }
    }

    fn compile_simple(&mut self, text: &mut SelectorText<'_>, negated: bool) -> Option<()> {
        let mut is_state = false;
        let asks = match text.peek()? {
            b'.' => {
                text.advance();
                let class = text.name()?;
                is_state = is_state_class(&class);
                Asks::Class(name_of(&class))
            }
            b'#' => {
                text.advance();
                Asks::Id(name_of(&text.name()?))
            }
            b'[' => {
                let (name, comparison, value) = text.attribute()?;
                let idx = u32::try_from(self.texts.len()).ok()?;
                self.texts.push(name.into());
                self.texts.push(value.into());
                Asks::Attribute(comparison, idx, idx + 1)
            }
            _ => Asks::Tag(name_of(&text.name()?.to_ascii_lowercase())),
        };
        self.simples.push(Simple { asks, negated, is_state });
        Some(())
    }

    fn compile_pseudo_class(&mut self, text: &mut SelectorText<'_>) -> Option<bool> {
        let name = text.pseudo_class()?;
        match name.as_ref() {
            "before" | "after" | "first-line" | "first-letter" | "host" | "host-context" => None,
            "link" | "any-link" => Some(true),
            "root" => {
                self.simples.push(Simple { asks: Asks::Tag(name_of("html")), negated: false, is_state: false });
                Some(true)
            }
            "not" => {
                let before = self.simples.len();
                let inner = text.brackets()?;
                let mut inner = SelectorText::new(inner);
                inner.skip_blanks();
                let is_simple = inner.peek() != Some(b':') && inner.peek() != Some(b'*');
                let read = is_simple && self.compile_simple(&mut inner, true).is_some();
                let is_whole = read && inner.combinator().is_none() && inner.peek().is_none();
                if !is_whole {
                    self.simples.truncate(before);
                }
                Some(is_whole)
            }
            vendor if vendor.starts_with('-') => None,
            _ => {
                text.brackets();
                Some(false)
            }
        }
    }

    fn key_of(&self, compound: Compound) -> Option<u64> {
        let simples = self.simples_of(compound);
        let rank = |simple: &&Simple| match simple.asks {
            Asks::Id(_) => 3,
            Asks::Class(_) if !simple.is_state => 2,
            Asks::Class(_) => 1,
            _ => 0,
        };
        let is_key = |simple: &&Simple| !simple.negated && !matches!(simple.asks, Asks::Attribute(..));
        simples.iter().filter(is_key).max_by_key(rank).and_then(|simple| match simple.asks {
            Asks::Id(name) => Some(id_key(name)),
            Asks::Class(name) => Some(class_key(name)),
            Asks::Tag(name) => Some(tag_key(name)),
            Asks::Attribute(..) => None,
        })
    }

    /// The simple selectors of a compound.
    pub(super) fn simples_of(&self, compound: Compound) -> &[Simple] {
        let start = compound.simples.0 as usize;
        self.simples.get(start..start + usize::from(compound.simples.1)).unwrap_or_default()
    }
}

fn is_separator(byte: u8) -> bool {
    matches!(byte, b',' | b'>' | b'+' | b'~' | b' ' | b'\n' | b'\t' | b'\r' | b')')
}

fn add_specificity(total: u32, simple: &Simple) -> u32 {
    let (unit, mask) = match simple.asks {
        Asks::Id(_) => (0x1_0000, 0xFF_0000),
        Asks::Class(_) | Asks::Attribute(..) => (0x100, 0xFF00),
        Asks::Tag(_) => (1, 0xFF),
    };
    if total & mask == mask { total } else { total + unit }
}
