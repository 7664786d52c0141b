//! Why a block has its label: what every feature added to the scores.
//!
//! A linear model explains itself exactly: contributions and bias add up to the margin.

use crate::classify::{Classifier, Kind, Page};
use crate::features::Feature;
use crate::label::{Label, Scores};
use crate::model::{Head, first_set, second_set};

/// Why one block has its label.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The label that the contributions speak for or against.
    pub label: Label,
    /// What each pass added up, in their order; the last decided.
    pub passes: Vec<PassExplanation>,
}

/// What one pass added up.
#[derive(Clone, Debug)]
pub struct PassExplanation {
    /// The probabilities that the pass gave.
    pub scores: Scores,
    /// The label's margin against the mean of the labels' margins: bias and contributions together.
    pub margin: f32,
    /// The part that no feature adds.
    pub bias: f32,
    /// What every feature added, the strongest first.
    pub contributions: Vec<Contribution>,
}

/// What one feature added to a label's margin.
#[derive(Clone, Debug)]
pub struct Contribution {
    /// The feature.
    pub feature: Feature,
    /// Its value for the block.
    pub value: f32,
    /// Its standardised value times its weight; positive speaks for the label.
    pub contribution: f32,
}

/// The weights by which one pass speaks for or against one label.
#[derive(Clone, Debug)]
pub struct LabelWeights {
    /// The pass, from 1.
    pub pass: usize,
    /// The label.
    pub label: Label,
    /// The part of the margin that no feature adds.
    pub bias: f32,
    /// Every feature of the pass, the greatest weight, whatever its sign, first.
    pub weights: Vec<FeatureWeight>,
}

/// The weight of one feature for one label.
#[derive(Clone, Debug)]
pub struct FeatureWeight {
    /// The feature.
    pub feature: Feature,
    /// What one standard deviation of the feature adds to the label's margin against the mean of the labels'.
    pub weight: f32,
}

/// A classified page whose every block can be explained.
#[derive(Debug)]
pub struct ExplainedPage<'c> {
    /// The page.
    pub page: Page,
    classifier: &'c Classifier,
    passes: Vec<Vec<f32>>,
    kind: Kind,
}

impl Classifier {
    /// Classifies a page and keeps what is needed to explain its blocks.
    pub fn explain_page(&self, source: &str, kind: Kind) -> ExplainedPage<'_> {
        let (page, passes) = self.classify_with_rows(source, kind);
        ExplainedPage { page, classifier: self, passes, kind }
    }

    /// Classifies a page and tells why its block `n` has its label. `None` if there is no such block.
    /// `label` asks why, or why not, another label.
    pub fn explain(&self, source: &str, kind: Kind, n: usize, label: Option<Label>) -> Option<(Page, Explanation)> {
        let explained = self.explain_page(source, kind);
        let explanation = explained.why(n, label)?;
        Some((explained.page, explanation))
    }
}

impl Classifier {
    /// The weights of the model for a kind of page: pass by pass, label by label.
    pub fn weights(&self, kind: Kind) -> Vec<LabelWeights> {
        let is_text = kind == Kind::Text;
        let heads = self.model().passes(is_text).heads.iter().enumerate();
        heads.flat_map(|(n, head)| Label::ALL.map(|label| label_weights(head, n + 1, label, is_text))).collect()
    }
}

fn label_weights(head: &Head, pass: usize, label: Label, is_text: bool) -> LabelWeights {
    let sets = [first_set(is_text), second_set(is_text)];
    let features = sets.iter().flat_map(|set| &set.features).take(head.n_features()).enumerate();
    let mut weights: Vec<FeatureWeight> = features
        .map(|(n, feature)| FeatureWeight { feature: feature.clone(), weight: head.weight(n, label) })
        .collect();
    weights.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    LabelWeights { pass, label, bias: head.bias_contribution(label), weights }
}

impl ExplainedPage<'_> {
    /// Why block `n` has its label, or why it has not `label`. `None` if there is no such block.
    pub fn why(&self, n: usize, label: Option<Label>) -> Option<Explanation> {
        let label = label.or_else(|| self.page.blocks().nth(n).map(|block| block.label()))?;
        let is_text = self.kind == Kind::Text;
        let heads = &self.classifier.model().passes(is_text).heads;
        let passes = heads.iter().zip(&self.passes);
        let passes = passes.map(|(head, rows)| explain_row(head, rows, n, label, is_text)).collect::<Option<_>>()?;
        Some(Explanation { label, passes })
    }
}

fn explain_row(head: &Head, rows: &[f32], n: usize, label: Label, is_text: bool) -> Option<PassExplanation> {
    let row = rows.chunks_exact(head.n_features()).nth(n)?;
    let sets = [first_set(is_text), second_set(is_text)];
    let features = sets.iter().flat_map(|set| &set.features);
    let mut contributions: Vec<Contribution> = features
        .zip(row)
        .zip(head.contributions(row, label))
        .map(|((feature, value), contribution)| Contribution { feature: feature.clone(), value: *value, contribution })
        .collect();
    let bias = head.bias_contribution(label);
    let margin = bias + contributions.iter().map(|c| c.contribution).sum::<f32>();
    contributions.sort_by(|a, b| b.contribution.abs().total_cmp(&a.contribution.abs()));
    Some(PassExplanation { scores: crate::model::softmax(head.margins(row)), margin, bias, contributions })
}
