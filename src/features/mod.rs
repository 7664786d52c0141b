//! Describe blocks in numbers, each named and documented once.
//!
//! A [`Blocks`](crate::blocks::Blocks) comes in, one row of numbers a block goes out. Every family of
//! features is a file with one `features!` declaration; from the declarations come the vector, the names
//! in the model file, `explain` and the documentation. Features read blocks, never the tree.

mod crosses;
mod declare;
mod evidence;
mod kept;
mod layout;
mod links;
mod neighbours;
mod page;
mod page_tokens;
mod place;
mod repetition;
mod runs;
mod second;
mod shape;
mod story;
mod surroundings;
mod tally;
mod titles;
mod view;
mod word_lists;

use std::sync::LazyLock;

pub(crate) use evidence::{EvidenceSource, Odds, for_each_use};
pub(crate) use second::{FirstPass, SecondView};
pub(crate) use view::{BlockStats, PageView, Scratch, is_heading};

/// A feature as people meet it: in `explain`, in the model file, in the documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feature {
    /// The feature's name, unique in its set.
    pub name: String,
    /// What it measures, with its unit.
    pub doc: &'static str,
}

/// The knots at which a feature's weight may change; declared beside it.
pub(crate) type Knots = &'static [f32];

/// One entry of a `features!` declaration.
pub(crate) struct Declared {
    pub(crate) name: &'static str,
    pub(crate) doc: &'static str,
    pub(crate) knots: Knots,
}

/// What a pass looks at.
pub(crate) trait Pass {
    type View<'a>;
}

/// The first pass looks at the page.
pub(crate) struct First;

impl Pass for First {
    type View<'a> = PageView<'a>;
}

/// A later pass also looks at what the pass before said.
pub(crate) struct Second;

impl Pass for Second {
    type View<'a> = SecondView<'a>;
}

/// A declared family: its entries, and the function that appends their values for one block.
pub(crate) struct Family<P: Pass> {
    pub(crate) entries: &'static [Declared],
    pub(crate) fill: for<'a, 'b> fn(&'b P::View<'a>, usize, &mut Vec<f32>),
}

/// The features of one pass over one kind of page, in vector order.
pub(crate) struct FeatureSet {
    pub(crate) features: Vec<Feature>,
    /// Value index and knot of every feature made from another: `max(0, value - knot)`.
    pub(crate) hinges: Vec<(u32, f32)>,
    /// How many values the families give, before hinges.
    pub(crate) n_values: usize,
}

impl FeatureSet {
    fn new<P: Pass>(families: &[&'static Family<P>], extra: Vec<Feature>) -> Self {
        let entries = || families.iter().flat_map(|family| family.entries);
        let mut features: Vec<Feature> =
            entries().map(|e| Feature { name: e.name.to_owned(), doc: e.doc }).chain(extra).collect();
        let n_values = features.len();
        let mut hinges = Vec::new();
        for (idx, entry) in entries().enumerate() {
            for knot in entry.knots {
                features.push(Feature { name: format!("{}>{knot}", entry.name), doc: entry.doc });
                hinges.push((idx as u32, *knot));
            }
        }
        FeatureSet { features, hinges, n_values }
    }

    /// How many features a row has.
    pub(crate) fn n_features(&self) -> usize {
        self.features.len()
    }

    /// Appends the hinge features to a row of values, and sees that every number is a number.
    fn complete(&self, row_start: usize, rows: &mut Vec<f32>) {
        debug_assert_eq!(rows.len() - row_start, self.n_values);
        rows.resize(row_start + self.n_features(), 0.0);
        let (values, hinged) = rows[row_start..].split_at_mut(self.n_values);
        for (slot, (idx, knot)) in hinged.iter_mut().zip(&self.hinges) {
            *slot = (values[*idx as usize] - knot).max(0.0);
        }
        // A hinge of a number that has an end has one too.
        if !are_numbers(values) {
            rows[row_start..].iter_mut().filter(|value| !value.is_finite()).for_each(|value| *value = 0.0);
        }
    }
}

/// Whether every value is a number that has an end: zero times anything else is no number.
fn are_numbers(values: &[f32]) -> bool {
    let (chunks, rest) = values.as_chunks::<8>();
    let mut sums = [0.0f32; 8];
    for chunk in chunks {
        for (sum, value) in sums.iter_mut().zip(chunk) {
            *sum += value * 0.0;
        }
    }
    sums.iter().sum::<f32>() + rest.iter().map(|value| value * 0.0).sum::<f32>() == 0.0
}

/// The feature sets of the two kinds of pages, for the first pass and for the later ones.
pub(crate) struct FeatureSets {
    pub(crate) html: FeatureSet,
    pub(crate) text: FeatureSet,
    pub(crate) html_second: FeatureSet,
    pub(crate) text_second: FeatureSet,
}

const HTML_FAMILIES: &[&Family<First>] = &[
    &shape::FAMILY,
    &links::FAMILY,
    &layout::HTML_FAMILY,
    &place::FAMILY,
    &surroundings::FAMILY,
    &repetition::FAMILY,
    &titles::FAMILY,
    &story::FAMILY,
    &story::HTML_FAMILY,
    &neighbours::FAMILY,
    &neighbours::HTML_FAMILY,
    &page::FAMILY,
];

const TEXT_FAMILIES: &[&Family<First>] = &[
    &shape::FAMILY,
    &layout::TEXT_FAMILY,
    &place::FAMILY,
    &titles::FAMILY,
    &story::FAMILY,
    &neighbours::FAMILY,
    &page::FAMILY,
];

/// The sets that this build knows.
pub(crate) static FEATURE_SETS: LazyLock<FeatureSets> = LazyLock::new(|| FeatureSets {
    html: FeatureSet::new(HTML_FAMILIES, evidence::features(false)),
    text: FeatureSet::new(TEXT_FAMILIES, evidence::features(true)),
    html_second: FeatureSet::new(&[&second::FAMILY, &second::HTML_FAMILY], Vec::new()),
    text_second: FeatureSet::new(&[&second::FAMILY], Vec::new()),
});

/// Appends the first pass's rows of all blocks of a page: `n_blocks * n_features` values.
pub(crate) fn first_rows<E: EvidenceSource>(view: &PageView<'_>, evidence: &E, rows: &mut Vec<f32>) {
    for_each_first_rows(view, evidence, |made| made.iter().for_each(|row| rows.extend_from_slice(row)));
}

/// Rows that are made together. The families' code is larger than a processor's nearest memory: it is fetched once for
/// so many blocks, and so are a head's weights.
const N_TOGETHER: usize = 16;

/// Shows the first pass's rows of all blocks, some at a time.
pub(crate) fn for_each_first_rows<E: EvidenceSource>(
    view: &PageView<'_>,
    evidence: &E,
    mut made: impl FnMut(&[Vec<f32>]),
) {
    let is_text = view.page.is_text;
    let (set, families) =
        if is_text { (&FEATURE_SETS.text, TEXT_FAMILIES) } else { (&FEATURE_SETS.html, HTML_FAMILIES) };
    let mut page_evidence = evidence::PageEvidence::of(view, evidence);
    let empty = (0..N_TOGETHER.min(view.n_blocks())).map(|_| Vec::with_capacity(set.n_features()));
    let mut rows: Vec<Vec<f32>> = empty.collect();
    for first in (0..view.n_blocks()).step_by(N_TOGETHER) {
        rows.truncate(view.n_blocks() - first);
        rows.iter_mut().for_each(Vec::clear);
        for family in families {
            (first..).zip(&mut rows).for_each(|(idx, row)| (family.fill)(view, idx, row));
        }
        (first..).zip(&mut rows).for_each(|(idx, row)| page_evidence.fill(view, idx, row));
        rows.iter_mut().for_each(|row| set.complete(0, row));
        made(&rows);
    }
}

/// Appends a later pass's own row of one block: what the pass before said around it.
pub(crate) fn second_row(view: &SecondView<'_>, idx: usize, row: &mut Vec<f32>) {
    let is_text = view.view.page.is_text;
    let set = if is_text { &FEATURE_SETS.text_second } else { &FEATURE_SETS.html_second };
    let start = row.len();
    (second::FAMILY.fill)(view, idx, row);
    if !is_text {
        (second::HTML_FAMILY.fill)(view, idx, row);
    }
    set.complete(start, row);
}
