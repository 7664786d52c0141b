//! Restore the text of pages that were damaged on their way: readings in brackets that a conversion left behind
//! characters, invisible signs strewn into words, character references that were escaped twice.
//!
//! Texts of one page come in, the restored texts go out, with every change. Whether a page is damaged is decided
//! on all of its texts together, for each kind of damage apart; a page without that kind is left as it is. What
//! cannot be told from a writer's intent stays: readings in a language lesson, joiners where a script needs
//! them, references on a page about markup. Signs that are lost are not guessed, and code is never touched.
//!
//! ```
//! use dehusk::{Classifier, Kind};
//!
//! # fn main() -> dehusk::Result<()> {
//! let mut page = Classifier::shipped()?.classify_str("<h1>Bread</h1><p>Mix flour and water.</p>", Kind::Html);
//! assert!(page.repair().changes.is_empty());
//! # Ok(())
//! # }
//! ```

mod entities;
mod invisible;
mod readings;
#[cfg(test)]
mod tests;
mod working;

use crate::classify::Page;
use crate::label::Role;

use working::{Edit, Working};

/// Times that the texts are gone over at most. One repair can lay another open, as a reference does that stands
/// for an invisible sign.
const MAX_ROUNDS: usize = 4;

/// Changes that are listed at most; all are counted.
const MAX_LISTED: usize = 10_000;

/// What was wrong at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RepairKind {
    /// A reading in brackets behind the character that it reads: taken out.
    Reading,
    /// Invisible signs inside or between words: taken out.
    Invisible,
    /// A character reference that was escaped once more: decoded.
    Entity,
}

impl RepairKind {
    /// Every kind, in declaration order.
    pub const ALL: [RepairKind; 3] = [RepairKind::Reading, RepairKind::Invisible, RepairKind::Entity];

    /// The kind's name as printed, in the plural.
    pub fn name(self) -> &'static str {
        match self {
            RepairKind::Reading => "readings",
            RepairKind::Invisible => "invisible",
            RepairKind::Entity => "entities",
        }
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Number of the text from 0; on a [`Page`] the number of the block.
    pub n: usize,
    /// What was wrong.
    pub kind: RepairKind,
    /// What stood there.
    pub was: String,
    /// What stands there now; empty where something was taken out.
    pub now: String,
}

/// What was changed on a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repairs {
    /// The changes, kind by kind and in the order of the texts; of very many only some.
    pub changes: Vec<Change>,
    /// All changes, by kind.
    counts: [usize; 3],
}

impl Repairs {
    /// How many changes are of a kind.
    pub fn count(&self, kind: RepairKind) -> usize {
        self.counts[kind as usize]
    }

    fn add(&mut self, n: usize, kind: RepairKind, was: &str, now: &str) {
        self.counts[kind as usize] += 1;
        if self.changes.len() < MAX_LISTED {
            self.changes.push(Change { n, kind, was: was.to_owned(), now: now.to_owned() });
        }
    }
}

/// One text of a page: a paragraph, a heading, a line.
#[derive(Clone, Copy, Debug)]
pub struct PageText<'t> {
    /// The text.
    pub text: &'t str,
    /// Whether the text is code, which is never touched.
    pub is_code: bool,
}

/// Restores the texts of one page, which should be those of its content, the headline with them. The texts come
/// back in the same order, with every change that was made.
#[must_use]
pub fn repair_texts(texts: &[PageText<'_>]) -> (Vec<String>, Repairs) {
    let (texts, repairs) = repair(texts);
    (texts.into_iter().map(|working| working.text).collect(), repairs)
}

impl Page {
    /// Restores the texts of the content blocks, headline included, where the page is damaged. Labels, scores
    /// and the texts of other blocks stay. A second call changes nothing more.
    pub fn repair(&mut self) -> Repairs {
        let kept: Vec<usize> = self.blocks().filter(|block| block.is_kept()).map(|block| block.n()).collect();
        let texts: Vec<PageText<'_>> = self
            .blocks()
            .filter(|block| block.is_kept())
            .map(|block| PageText { text: block.text(), is_code: block.role() == Role::Code })
            .collect();
        let (repaired, mut repairs) = repair(&texts);
        for (n, working) in kept.iter().zip(&repaired).filter(|(_, working)| working.is_changed()) {
            self.replace_text(*n, &working.text, |at| working.place_of(at));
        }
        for change in &mut repairs.changes {
            change.n = kept[change.n];
        }
        repairs
    }
}

fn repair(texts: &[PageText<'_>]) -> (Vec<Working>, Repairs) {
    let mut working: Vec<Working> = texts.iter().map(|text| Working::new(text.text, text.is_code)).collect();
    let mut repairs = Repairs::default();
    for _ in 0..MAX_ROUNDS {
        let counts_before = repairs.counts;
        for (kind, find) in [
            (RepairKind::Entity, entities::find as fn(&[Working]) -> Vec<Vec<Edit>>),
            (RepairKind::Invisible, invisible::find),
            (RepairKind::Reading, readings::find),
        ] {
            for (n, edits) in find(&working).iter().enumerate() {
                working[n].apply(edits, |was, now| repairs.add(n, kind, was, now));
            }
        }
        if repairs.counts == counts_before {
            break;
        }
    }
    repairs.changes.sort_by_key(|change| (change.kind, change.n));
    (working, repairs)
}
