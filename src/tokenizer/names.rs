//! Turns tag and attribute names into html5ever's interned names.
//!
//! In: a name as it stands in the document. Out: its [`LocalName`], in lower
//! case and with U+FFFD for U+0000. Interning costs a call, a hash for names
//! over seven bytes and a locked table for those html5ever does not know, so
//! the names met last are kept in a small direct-mapped cache. It
//! refuses names that html5ever does not know once there have been too many.

use html5ever::LocalName;

use super::scan::{Run, tail};

/// How many names the cache holds: a power of two.
const SLOTS: usize = 256;
/// The longest name that is kept.
const MAX_CACHED: usize = 40;
/// The longest name that its [`Key`] tells apart from all others.
const MAX_IN_KEY: usize = 16;

/// The first and the last eight bytes of a name, and its length.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Key {
    head: u64,
    last: u64,
    length: u32,
}

/// The names met last.
pub(super) struct NameCache {
    slots: [(Key, LocalName); SLOTS],
    /// How many more names may be added to html5ever's table.
    new_names_left: usize,
}

impl NameCache {
    /// An empty cache that lets `max_new_names` names be added to html5ever's
    /// table.
    pub(super) fn new(max_new_names: usize) -> Self {
        Self { new_names_left: max_new_names, slots: std::array::from_fn(|_| (Key::default(), LocalName::default())) }
    }

    /// The name that stands at `run` of `html`; `None` if it is one more new
    /// name than allowed.
    pub(super) fn intern(&mut self, html: &str, run: Run) -> Option<LocalName> {
        let key = if run.special { None } else { key(html.as_bytes(), run) };
        let Some(key) = key else {
            return self.uncached(html, run);
        };
        let hash = (key.head ^ key.last.rotate_left(29)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let index = (hash >> 56) as usize % SLOTS;
        let slot = self.slots.get(index)?;
        if slot.0 == key && (run.end - run.start <= MAX_IN_KEY || html.get(run.start..run.end) == Some(&*slot.1)) {
            return Some(slot.1.clone());
        }
        let name = self.uncached(html, run)?;
        if let Some(slot) = self.slots.get_mut(index) {
            *slot = (key, name.clone());
        }
        Some(name)
    }

    /// Interns the name at `run` without looking into the cache.
    #[cold]
    #[inline(never)]
    fn uncached(&mut self, html: &str, run: Run) -> Option<LocalName> {
        let name = html.get(run.start..run.end)?;
        if run.special { self.look_up(&changed(name)) } else { self.look_up(name) }
    }

    fn look_up(&mut self, name: &str) -> Option<LocalName> {
        // Short names never need the table: they are their own atom.
        if name.len() < 8 {
            return Some(LocalName::from(name));
        }
        if let Some(known) = LocalName::try_static(name) {
            return Some(known);
        }
        self.new_names_left = self.new_names_left.checked_sub(1)?;
        Some(LocalName::from(name))
    }
}

/// The key of the name at `run`; `None` if it is too long for the cache or too
/// near the end of the document to load eight bytes at once.
fn key(bytes: &[u8], run: Run) -> Option<Key> {
    let length = run.end - run.start;
    let head = u64::from_le_bytes(*tail(bytes, run.start).first_chunk()?);
    if length < 8 {
        return Some(Key { head: head & ((1 << (8 * length)) - 1), last: 0, length: length as u32 });
    }
    if length > MAX_CACHED {
        return None;
    }
    let last = u64::from_le_bytes(*tail(bytes, run.end - 8).first_chunk()?);
    Some(Key { head, last, length: length as u32 })
}

/// `name` in lower case, with U+FFFD for U+0000.
pub(super) fn changed(name: &str) -> String {
    name.chars()
        .map(|c| match c {
            '\0' => '\u{fffd}',
            _ => c.to_ascii_lowercase(),
        })
        .collect()
}
