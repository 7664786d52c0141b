//! The same figures for parts of the pages: each language, each set, the worst sites.
//!
//! Blocks come in with the page they stand on; confusion matrices per group go out.
//! It keeps names and counts, no blocks.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::confusion::mean;
use super::{Confusion, Judged, LabelFigures, PerLabel};
use crate::label::Label;

/// Sites a report names.
const MAX_SITES: usize = 20;

/// Blocks a site must have to be named: below that a single miss makes it the worst.
const MIN_SITE_BLOCKS: u64 = 20;

/// Gold blocks a label must have in a slice to count in its mean F1.
const MIN_LABEL_BLOCKS: u64 = 5;

/// The figures of one group of pages, counted in blocks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Slice {
    /// The language, set or site; empty where the pages name none.
    pub name: String,
    /// Number of blocks in the slice.
    pub n_blocks: u64,
    /// See [`Confusion::accuracy`].
    pub accuracy: Option<f64>,
    /// Mean F1, 0 to 1, of the labels with at least 5 gold blocks in the slice; `None` if there is
    /// no such label.
    ///
    /// Unlike the macro F1 of a report it leaves rare labels out: the only spam block of a site,
    /// missed, would make that site the worst of all.
    pub mean_f1: Option<f64>,
    /// The figures of each label.
    pub labels: PerLabel<LabelFigures>,
}

impl Slice {
    fn new(name: &str, confusion: &Confusion) -> Slice {
        Slice {
            name: name.to_owned(),
            n_blocks: confusion.total(),
            accuracy: confusion.accuracy(),
            mean_f1: mean_f1(confusion),
            labels: PerLabel::from_fn(|label| confusion.label_figures(label)),
        }
    }
}

/// Figures by group.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Slices {
    /// Every language, in order of name.
    pub langs: Vec<Slice>,
    /// Every set, in order of name.
    pub sets: Vec<Slice>,
    /// At most 20 sites of at least 20 blocks, lowest mean F1 first.
    pub worst_sites: Vec<Slice>,
}

/// Confusion matrices by group, while blocks come in.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    langs: BTreeMap<String, Confusion>,
    sets: BTreeMap<String, Confusion>,
    sites: BTreeMap<String, Confusion>,
    page_ids: BTreeMap<String, BTreeSet<String>>,
}

impl Groups {
    /// Counts one block in each of its groups.
    pub(super) fn add(&mut self, judged: &Judged) {
        let page = judged.page;
        let site = if page.site.is_empty() { &page.id } else { &page.site };
        count(&mut self.langs, &page.lang, judged);
        count(&mut self.sets, &page.set, judged);
        count(&mut self.sites, site, judged);
        match self.page_ids.get_mut(&page.set) {
            Some(ids) if ids.contains(&page.id) => {}
            Some(ids) => _ = ids.insert(page.id.clone()),
            None => _ = self.page_ids.insert(page.set.clone(), [page.id.clone()].into()),
        }
    }

    /// Number of pages that gave a block.
    pub(super) fn n_pages(&self) -> u64 {
        self.page_ids.values().map(|ids| ids.len() as u64).sum()
    }

    /// The matrix of each site, in order of name.
    pub(super) fn sites(&self) -> Vec<Confusion> {
        self.sites.values().copied().collect()
    }

    /// The figures of each group.
    pub(super) fn slices(&self) -> Slices {
        let slices = |groups: &BTreeMap<String, Confusion>| {
            groups.iter().map(|(name, confusion)| Slice::new(name, confusion)).collect::<Vec<_>>()
        };
        let mut worst_sites = slices(&self.sites);
        worst_sites.retain(|slice| slice.n_blocks >= MIN_SITE_BLOCKS);
        // The sort is stable: sites of equal F1 stay in order of name.
        worst_sites.sort_by(|a, b| f1_or_one(a).total_cmp(&f1_or_one(b)));
        worst_sites.truncate(MAX_SITES);
        Slices { langs: slices(&self.langs), sets: slices(&self.sets), worst_sites }
    }
}

fn mean_f1(confusion: &Confusion) -> Option<f64> {
    let labels = Label::ALL.into_iter().filter(|&l| confusion.support(l) >= MIN_LABEL_BLOCKS);
    let figures: Vec<f64> = labels.filter_map(|label| confusion.f1(label)).collect();
    mean(&figures)
}

fn f1_or_one(slice: &Slice) -> f64 {
    slice.mean_f1.unwrap_or(1.0)
}

/// Counts a block in the group of this name; the name is copied only the first time.
fn count(groups: &mut BTreeMap<String, Confusion>, name: &str, judged: &Judged) {
    match groups.get_mut(name) {
        Some(confusion) => confusion.add(judged.gold, judged.predicted, 1),
        None => {
            let mut confusion = Confusion::default();
            confusion.add(judged.gold, judged.predicted, 1);
            groups.insert(name.to_owned(), confusion);
        }
    }
}
