//! Train the passes of both kinds of pages, out of fold.
//!
//! For each fold a head is fitted on the other folds and scores this one; those scores are what the next
//! pass learns from and what the report is made of. A last head is fitted on all folds for the model.

use rayon::prelude::*;

use crate::classify::Page;
use crate::error::{Error, Result};
use crate::evaluate::{Meter, PageKey, Report};
use crate::features::{PageView, Scratch, first_rows, for_each_use};
use crate::label::{Label, Scores};
use crate::model::{EvidenceTable, Head, Model, Passes, TrainedBy, first_set, later_rows, second_set};
use crate::train::counts::{Counts, N_FOLDS};
use crate::train::fit::{FitParams, Sample, fit_head};
use crate::train::folds::folds_of;
use crate::train::prepare::PreparedPage;
use crate::train::steps::{Progress, Steps};
use crate::train::thresholds::choose_thresholds;

/// Passes of a model: the first, and one that looks again.
const N_PASSES: usize = 2;
/// Tokens that a model keeps the evidence of.
const MAX_TOKENS: usize = 87_000;
/// A page with n labelled blocks weighs as much as n to the power of one minus this blocks.
const PAGE_DAMPING: f32 = 0.8;
/// Share of all weight that spam gets at least, however rare it is in the corpora.
const SPAM_SHARE: f32 = 0.12;

/// What training gives.
pub struct Trained {
    pub(crate) model: Model,
    /// The pages as they were learned from, HTML first, then plain text.
    pub pages: Vec<PreparedPage>,
    /// For every page the scores of its blocks by heads that never saw its site.
    pub scores: Vec<Vec<Scores>>,
}

/// Trains a model on pages of any number of sites, at least as many as there are folds.
///
/// # Errors
/// [`Error::TooLittle`] where sites or labels are too few, [`Error::NotLearned`] where the solver fails.
pub fn train(
    pages: Vec<PreparedPage>,
    trained: TrainedBy,
    params: &FitParams,
    progress: &dyn Progress,
) -> Result<Trained> {
    check_enough(&pages)?;
    let mut all = pages;
    let flattened: Vec<PreparedPage> = all
        .par_iter()
        .filter(|page| !page.is_text())
        .flat_map_iter(|page| (0..page.n_manners()).map(|variant| page.flattened(variant)))
        .collect();
    all.sort_by_key(PreparedPage::is_text);
    all.extend(flattened);
    let folds = folds_of(&all, params.seed);
    let n_html = all.iter().take_while(|page| !page.is_text()).count();
    let n_steps_a_kind = N_PASSES * (N_FOLDS + 1);
    let steps = Steps::new(progress, 1 + 2 * n_steps_a_kind);
    steps.begin("counting tokens");
    let counts = count_tokens(&all, &folds);
    steps.end(1);
    let mut fitted = Vec::new();
    for (kind, range) in [("HTML", 0..n_html), ("plain text", n_html..all.len())] {
        let mode = Mode { kind, pages: &all[range.clone()], folds: &folds[range], counts: &counts, params };
        if mode.pages.is_empty() {
            fitted.push(FittedMode::default());
            steps.end(n_steps_a_kind);
            continue;
        }
        fitted.push(mode.fit(&steps)?);
    }
    steps.begin("done");
    let evidence = EvidenceTable::new(&counts.best(MAX_TOKENS));
    let mut fitted = fitted.into_iter();
    let (html, text) = (fitted.next().unwrap_or_default(), fitted.next().unwrap_or_default());
    let passes = |mode: &FittedMode, pages: &[PreparedPage]| Passes {
        heads: mode.heads.clone(),
        thresholds: choose_thresholds(pages, &mode.scores),
    };
    let (html_pages, text_pages) = all.split_at(n_html);
    let (html_passes, text_passes) = (passes(&html, html_pages), passes(&text, text_pages));
    let scores = html.scores.into_iter().chain(text.scores).collect();
    let model = Model { name: String::new(), trained, html: html_passes, text: text_passes, evidence };
    Ok(Trained { model, pages: all, scores })
}

fn check_enough(pages: &[PreparedPage]) -> Result<()> {
    let sites: std::collections::BTreeSet<&str> = pages.iter().map(|page| page.key.site.as_str()).collect();
    if pages.iter().all(PreparedPage::is_text) {
        let why = "the corpora hold no HTML page, and heads for HTML and for plain text are trained together";
        return Err(Error::TooLittle(why.to_owned()));
    }
    if sites.len() < N_FOLDS {
        let n = sites.len();
        return Err(Error::TooLittle(format!("the pages come from {n} sites, at least {N_FOLDS} are needed")));
    }
    for label in [Label::Content, Label::Chrome] {
        let has = |page: &&PreparedPage| page.gold.iter().flatten().any(|gold| *gold == (label, false));
        let n = pages.iter().filter(has).count();
        if n < N_FOLDS {
            let name = label.name();
            return Err(Error::TooLittle(format!("{n} pages have a {name} block, at least {N_FOLDS} are needed")));
        }
    }
    Ok(())
}

/// Counts the tokens of all labelled blocks by fold. Flattened pages give only what their HTML did not.
fn count_tokens(pages: &[PreparedPage], folds: &[usize]) -> Counts {
    let uses: Vec<Vec<(u32, Label)>> = pages.par_iter().map(labelled_uses).collect();
    let mut counts = Counts::default();
    for (uses, fold) in uses.into_iter().zip(folds) {
        counts.add_page(*fold, uses.into_iter());
    }
    counts
}

fn labelled_uses(page: &PreparedPage) -> Vec<(u32, Label)> {
    let view = PageView::new(&page.blocks, &mut Scratch::default());
    let mut uses = Vec::new();
    for_each_use(&view, page.is_flattened, |idx, key| {
        if let Some((label, false)) = page.gold[idx] {
            uses.push((key, label));
        }
    });
    uses
}

/// One kind of page in training.
struct Mode<'a> {
    kind: &'static str,
    pages: &'a [PreparedPage],
    folds: &'a [usize],
    counts: &'a Counts,
    params: &'a FitParams,
}

#[derive(Default)]
struct FittedMode {
    heads: Vec<Head>,
    scores: Vec<Vec<Scores>>,
}

impl Mode<'_> {
    fn fit(&self, steps: &Steps<'_>) -> Result<FittedMode> {
        let is_text = self.pages.first().is_some_and(PreparedPage::is_text);
        let (first, second) = (first_set(is_text), second_set(is_text));
        let names = |sets: &[&crate::features::FeatureSet]| -> Vec<String> {
            sets.iter().flat_map(|set| set.features.iter().map(|f| f.name.clone())).collect()
        };
        let first_rows = self.first_rows();
        let weights = self.weights();
        let mut fitted = FittedMode::default();
        for pass in 0..N_PASSES {
            let (rows, features) = if pass == 0 {
                (first_rows.clone(), names(&[first]))
            } else {
                (self.later_rows(&first_rows, &fitted.scores), names(&[first, second]))
            };
            let (head, scores) = self.fit_pass(pass, &rows, features, &weights, steps)?;
            fitted.heads.push(head);
            fitted.scores = scores;
        }
        Ok(fitted)
    }

    fn first_rows(&self) -> Vec<Vec<f32>> {
        let of = |(page, fold): (&PreparedPage, &usize)| {
            let view = PageView::new(&page.blocks, &mut Scratch::default());
            let mut rows = Vec::new();
            first_rows(&view, &self.counts.without(Some(*fold)), &mut rows);
            rows
        };
        self.pages.par_iter().zip(self.folds).map(of).collect()
    }

    fn later_rows(&self, first: &[Vec<f32>], scores: &[Vec<Scores>]) -> Vec<Vec<f32>> {
        let of = |((page, first), scores): ((&PreparedPage, &Vec<f32>), &Vec<Scores>)| {
            let view = PageView::new(&page.blocks, &mut Scratch::default());
            later_rows(&view, first, scores)
        };
        self.pages.par_iter().zip(first).zip(scores).map(of).collect()
    }

    /// What every block weighs: less on pages with many blocks, more for long blocks; spam blocks get
    /// their share of the whole.
    fn weights(&self) -> Vec<Vec<f32>> {
        let of = |page: &PreparedPage| -> Vec<f32> {
            let view = PageView::new(&page.blocks, &mut Scratch::default());
            let page_weight = page.weight / (page.n_labelled().max(4) as f32).powf(PAGE_DAMPING);
            let weigh = |(gold, stats): (&crate::corpus::Gold, &crate::features::BlockStats)| match gold {
                Some((_, false)) => page_weight * (1.0 + stats.counts.n_units().ln_1p()),
                _ => 0.0,
            };
            page.gold.iter().zip(&view.stats).map(weigh).collect()
        };
        let mut weights: Vec<Vec<f32>> = self.pages.par_iter().map(of).collect();
        let is_spam = |page: usize, block: usize| matches!(self.pages[page].gold[block], Some((Label::Spam, false)));
        let (mut spam, mut rest) = (0.0f64, 0.0f64);
        for (page, weights) in weights.iter().enumerate() {
            for (block, weight) in weights.iter().enumerate() {
                *(if is_spam(page, block) { &mut spam } else { &mut rest }) += f64::from(*weight);
            }
        }
        let wanted = rest * f64::from(SPAM_SHARE / (1.0 - SPAM_SHARE));
        let factor = if spam > 0.0 { (wanted / spam).max(1.0) as f32 } else { 1.0 };
        for (page, weights) in weights.iter_mut().enumerate() {
            for (block, weight) in weights.iter_mut().enumerate() {
                *weight *= if is_spam(page, block) { factor } else { 1.0 };
            }
        }
        weights
    }

    /// Fits a head without each fold, which scores the fold, and one on all.
    fn fit_pass(
        &self,
        pass: usize,
        rows: &[Vec<f32>],
        features: Vec<String>,
        weights: &[Vec<f32>],
        steps: &Steps<'_>,
    ) -> Result<(Head, Vec<Vec<Scores>>)> {
        let n_features = features.len();
        let heads: Vec<Head> = (0..=N_FOLDS)
            .into_par_iter()
            .map(|fold| {
                let which = if fold < N_FOLDS { format!("fold {}", fold + 1) } else { "all folds".to_owned() };
                steps.begin(&format!("{}: pass {}, {which}", self.kind, pass + 1));
                let samples = self.samples(rows, n_features, weights, fold);
                let head = fit_head(&samples, features.clone(), self.params);
                steps.end(1);
                head
            })
            .collect::<Result<_>>()?;
        let score = |(rows, fold): (&Vec<f32>, &usize)| heads[*fold].score_rows(rows, n_features);
        let scores = rows.par_iter().zip(self.folds).map(score).collect();
        heads.into_iter().next_back().map(|head| (head, scores)).ok_or_else(|| Error::TooLittle("no head".to_owned()))
    }

    /// The labelled blocks outside a fold.
    fn samples<'r>(
        &self,
        rows: &'r [Vec<f32>],
        n_features: usize,
        weights: &[Vec<f32>],
        fold: usize,
    ) -> Vec<Sample<'r>> {
        let mut samples = Vec::new();
        for (at, page) in self.pages.iter().enumerate().filter(|(at, _)| self.folds[*at] != fold) {
            for ((row, gold), weight) in rows[at].chunks_exact(n_features).zip(&page.gold).zip(&weights[at]) {
                if let Some((label, false)) = gold {
                    samples.push(Sample { row, label: *label, weight: *weight });
                }
            }
        }
        samples
    }
}

impl Trained {
    /// Names the model, as its file and card will.
    #[must_use]
    pub fn with_name(mut self, name: &str) -> Self {
        name.clone_into(&mut self.model.name);
        self
    }

    /// The model as the bytes of a model file.
    ///
    /// # Errors
    /// [`Error::DamagedModel`] if it cannot be written, which no trained model is.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        crate::model::encode_model(&self.model)
    }

    /// How well the scores of heads that never saw a page's site agree with its labels; `is_text` chooses
    /// between the two kinds of pages.
    pub fn report(&self, is_text: bool, n_worst: usize) -> Report {
        let mut meter = Meter::new(n_worst);
        let thresholds = self.model.passes(is_text).thresholds;
        for (page, scores) in self.pages.iter().zip(&self.scores).filter(|(page, _)| page.is_text() == is_text) {
            page.judge(scores, thresholds, &mut meter);
        }
        meter.report(self.model.trained.seed)
    }

    /// The pages of one kind as classified by heads that never saw their sites, with their keys.
    pub fn pages_out_of_fold(&self, is_text: bool) -> impl Iterator<Item = (&PageKey, Page)> {
        let thresholds = self.model.passes(is_text).thresholds;
        let pages = self.pages.iter().zip(&self.scores).filter(move |(page, _)| page.is_text() == is_text);
        pages.map(move |(page, scores)| {
            let view = PageView::new(&page.blocks, &mut Scratch::default());
            let headline = view.titles.headline;
            (&page.key, Page::new(page.blocks.clone(), scores.clone(), thresholds, headline))
        })
    }
}
