//! The model: linear heads with named features, the token evidence, the thresholds.
//!
//! Rows of features come in, probabilities of the three labels go out; for `explain`, what every feature
//! adds. How a model is written to a file is `container`'s business, how it is made is training's.

mod container;
mod head;
mod table;
mod thresholds;

use serde::{Deserialize, Serialize};

pub(crate) use container::{decode_model, encode_model};
use head::{Begun, Scorer};
pub(crate) use head::{Head, Standard, dot, softmax};
pub(crate) use table::{EvidenceTable, LEAST_SPAM};
pub(crate) use thresholds::content_share;
pub use thresholds::{CurvePoint, Curves, Target, Thresholds};

use crate::features::{self, FEATURE_SETS, FirstPass, PageView, SecondView};
use crate::label::Scores;
use crate::text::Lexicon;

/// Everything that classifying needs.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Model {
    pub(crate) name: String,
    pub(crate) trained: TrainedBy,
    pub(crate) html: Passes,
    pub(crate) text: Passes,
    pub(crate) evidence: EvidenceTable,
    pub(crate) lexicon: Lexicon,
}

/// How a model was made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TrainedBy {
    /// Version of dehusk that trained it.
    pub version: String,
    /// The corpora, in the order given: file name, pages and checksum.
    pub corpora: Vec<CorpusInfo>,
    /// Seed of every choice that training draws.
    pub seed: u64,
    /// Strength of the penalty on weights.
    pub alpha: f64,
    /// Steps of the solver at most.
    pub max_iterations: u64,
    /// Rows that each head was fitted on at most.
    pub n_rows: u64,
    /// Share of the blocks of clean pages that might be called spam where the threshold was chosen.
    pub false_alarms: f32,
    /// Sets whose pages counted more or less than others, each with its factor.
    pub set_weights: Vec<(String, f32)>,
}

/// A corpus that a model learned from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CorpusInfo {
    /// File name without its folder.
    pub name: String,
    /// Pages that were learned from.
    pub n_pages: u64,
    /// CRC-32 of the file.
    pub checksum: u32,
}

/// The heads for one kind of page, and what is made of their probabilities.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Passes {
    /// The first sees a block and its place; every later one also what the one before said.
    pub(crate) heads: Vec<Head>,
    pub(crate) thresholds: Thresholds,
    pub(crate) curves: Curves,
}

impl Model {
    /// The heads and thresholds for a kind of page.
    pub(crate) fn passes(&self, is_text: bool) -> &Passes {
        if is_text { &self.text } else { &self.html }
    }

    /// The probabilities that the last pass gives. No row is kept: what the first pass's row adds to the margins of a
    /// later pass is summed up while it is there.
    pub(crate) fn run(&self, view: &PageView<'_>) -> Vec<Scores> {
        let Some((head, later)) = self.passes(view.page.is_text).heads.split_first() else { return Vec::new() };
        let mut scores = Vec::with_capacity(view.n_blocks());
        let scorer = head.scorer();
        let mut later_scorers: Vec<Scorer<'_>> = Vec::with_capacity(later.len());
        for head in later {
            later_scorers.push(head.scorer_after(later_scorers.last().unwrap_or(&scorer)));
        }
        let (later, mut standardised) = (later_scorers, Vec::new());
        let mut begun = vec![Vec::with_capacity(view.n_blocks()); later.len()];
        features::for_each_first_rows(view, &self.evidence, |rows| {
            for row in rows {
                scores.push(scorer.score(row, &mut standardised));
                for (begun, scorer) in begun.iter_mut().zip(&later) {
                    begun.push(scorer.begin(row, &mut standardised));
                }
            }
        });
        for (scorer, begun) in later.iter().zip(&begun) {
            let second = SecondView::new(view, &scores);
            let mut row = Vec::new();
            let mut finish = |(idx, begun): (usize, &Begun)| {
                row.clear();
                row.extend_from_slice(begun.left_over());
                features::second_row(&second, idx, &mut row);
                scorer.finish(begun, &row, &mut standardised)
            };
            let after = begun.iter().enumerate().map(&mut finish).collect();
            scores = after;
        }
        scores
    }

    /// The feature rows of every pass, and the probabilities that [`Model::run`] gives.
    pub(crate) fn run_with_rows(&self, view: &PageView<'_>) -> (Vec<Vec<f32>>, Vec<Scores>) {
        let mut first = Vec::new();
        features::first_rows(view, &self.evidence, &mut first);
        let mut passes = vec![first];
        let mut scores = Vec::new();
        for (pass, head) in self.passes(view.page.is_text).heads.iter().enumerate() {
            if pass > 0 {
                passes.push(later_rows(view, &passes[0], &scores));
            }
            scores = head.score_rows(&passes[pass], head.n_features());
        }
        (passes, scores)
    }
}

/// The first pass's features for a kind of page.
pub(crate) fn first_set(is_text: bool) -> &'static features::FeatureSet {
    if is_text { &FEATURE_SETS.text } else { &FEATURE_SETS.html }
}

/// What a later pass adds to them.
pub(crate) fn second_set(is_text: bool) -> &'static features::FeatureSet {
    if is_text { &FEATURE_SETS.text_second } else { &FEATURE_SETS.html_second }
}

/// The rows of a later pass: each block's first row, then what the pass before said around it.
pub(crate) fn later_rows(view: &PageView<'_>, first: &[f32], scores: &FirstPass) -> Vec<f32> {
    let is_text = view.page.is_text;
    let second = SecondView::new(view, scores);
    let (n_first, n_second) = (first_set(is_text).n_features(), second_set(is_text).n_features());
    let mut rows = Vec::with_capacity(view.n_blocks() * (n_first + n_second));
    for (idx, first) in first.chunks_exact(n_first).enumerate() {
        rows.extend_from_slice(first);
        features::second_row(&second, idx, &mut rows);
    }
    rows
}
