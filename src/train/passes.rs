//! Train the passes of both kinds of pages, out of fold.
//!
//! For each fold a head is fitted on the other folds and scores this one; those scores are what the next
//! pass learns from and what the report is made of. A last head is fitted on all folds for the model.

use rayon::prelude::*;

use crate::classify::Page;
use crate::error::{Error, Result};
use crate::evaluate::{LeftOut, Meter, PageKey, Report, SpamCase};
use crate::features::{PageView, Scratch, first_rows, for_each_use};
use crate::label::{Label, Scores};
use crate::model::{EvidenceTable, Head, Model, Passes, TrainedBy, first_set, later_rows, second_set};
use crate::train::counts::{Counts, N_FOLDS};
use crate::train::fit::{FitParams, Sample, fit_head};
use crate::train::folds::{Fold, LeaveOut, folds_of};
use crate::train::prepare::PreparedPage;
use crate::train::thresholds::choose_thresholds;

/// Passes of a model: the first, and one that looks again.
const N_PASSES: usize = 2;
/// Tokens that a model keeps the evidence of.
const MAX_TOKENS: usize = 87_000;
/// A page with n labelled blocks weighs as much as n to the power of one minus this blocks.
const PAGE_DAMPING: f32 = 0.8;
/// Share of all weight that spam gets at least, however rare it is in the corpora.
const SPAM_SHARE: f32 = 0.12;

/// Told how far training has come.
pub trait Progress: Sync {
    /// A step of training begins; `done` of `all` are behind it.
    fn step(&self, what: &str, done: usize, all: usize);
}

/// What training gives.
pub struct Trained {
    pub(crate) model: Model,
    /// The pages as they were learned from, HTML first, then plain text.
    pub pages: Vec<PreparedPage>,
    /// For every page the scores of its blocks by heads that never saw its site.
    pub scores: Vec<Vec<Scores>>,
    leave_out: Option<LeaveOut>,
    folds: Vec<Fold>,
}

/// Trains a model on pages of any number of sites, at least as many as there are folds.
///
/// With [`FitParams::leave_out`] the report is all that comes of it: [`Trained::to_bytes`] gives no model.
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
    if let Some(leave_out) = params.leave_out {
        leave_out.check(&pages)?;
    }
    let mut all = pages;
    let flattened: Vec<PreparedPage> = all
        .par_iter()
        .filter(|page| !page.is_text())
        .flat_map_iter(|page| (0..page.n_manners()).map(|variant| page.flattened(variant)))
        .collect();
    all.sort_by_key(PreparedPage::is_text);
    all.extend(flattened);
    let folds = folds_of(&all, params.seed, params.leave_out);
    let n_html = all.iter().take_while(|page| !page.is_text()).count();
    let n_steps = 2 * N_PASSES * (N_FOLDS + 1) + 1;
    progress.step("counting tokens", 0, n_steps);
    let counts = count_tokens(&all, &folds);
    let mut fitted = Vec::new();
    for (kind, range) in [("HTML", 0..n_html), ("plain text", n_html..all.len())] {
        let done = 1 + fitted.len() * N_PASSES * (N_FOLDS + 1);
        let say = |what: &str, n: usize| progress.step(&format!("{kind}: {what}"), done + n, n_steps);
        let mode = Mode { pages: &all[range.clone()], folds: &folds[range], counts: &counts, params };
        if mode.pages.is_empty() {
            fitted.push(FittedMode::default());
            continue;
        }
        fitted.push(mode.fit(&say)?);
    }
    progress.step("done", n_steps, n_steps);
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
    Ok(Trained { model, pages: all, scores, leave_out: params.leave_out, folds })
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
fn count_tokens(pages: &[PreparedPage], folds: &[Fold]) -> Counts {
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
    pages: &'a [PreparedPage],
    folds: &'a [Fold],
    counts: &'a Counts,
    params: &'a FitParams,
}

#[derive(Default)]
struct FittedMode {
    heads: Vec<Head>,
    scores: Vec<Vec<Scores>>,
}

impl Mode<'_> {
    fn fit(&self, say: &(dyn Fn(&str, usize) + Sync)) -> Result<FittedMode> {
        let is_text = self.pages.first().is_some_and(PreparedPage::is_text);
        let (first, second) = (first_set(is_text), second_set(is_text));
        let names = |sets: &[&crate::features::FeatureSet]| -> Vec<String> {
            sets.iter().flat_map(|set| set.features.iter().map(|f| f.name.clone())).collect()
        };
        let first_rows = self.first_rows();
        let weights = self.weights();
        let mut fitted = FittedMode::default();
        for pass in 0..N_PASSES {
            let say = |what: &str, n: usize| say(&format!("pass {}, {what}", pass + 1), pass * (N_FOLDS + 1) + n);
            let (rows, features) = if pass == 0 {
                (first_rows.clone(), names(&[first]))
            } else {
                (self.later_rows(&first_rows, &fitted.scores), names(&[first, second]))
            };
            let (head, scores) = self.fit_pass(&rows, features, &weights, &say)?;
            fitted.heads.push(head);
            fitted.scores = scores;
        }
        Ok(fitted)
    }

    fn first_rows(&self) -> Vec<Vec<f32>> {
        let of = |(page, fold): (&PreparedPage, &Fold)| {
            let view = PageView::new(&page.blocks, &mut Scratch::default());
            let mut rows = Vec::new();
            first_rows(&view, &self.counts.without(Some(fold.site)), &mut rows);
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

    /// Fits a head without each fold, which scores the pages of its sites, and one on all.
    fn fit_pass(
        &self,
        rows: &[Vec<f32>],
        features: Vec<String>,
        weights: &[Vec<f32>],
        say: &(dyn Fn(&str, usize) + Sync),
    ) -> Result<(Head, Vec<Vec<Scores>>)> {
        let n_features = features.len();
        let heads: Vec<Head> = (0..=N_FOLDS)
            .into_par_iter()
            .map(|fold| {
                say(&if fold < N_FOLDS { format!("fold {}", fold + 1) } else { "all folds".to_owned() }, fold);
                let samples = self.samples(rows, n_features, weights, fold);
                fit_head(&samples, features.clone(), self.params)
            })
            .collect::<Result<_>>()?;
        let score = |(rows, fold): (&Vec<f32>, &Fold)| heads[fold.site].score_rows(rows, n_features);
        let scores = rows.par_iter().zip(self.folds).map(score).collect();
        heads.into_iter().next_back().map(|head| (head, scores)).ok_or_else(|| Error::TooLittle("no head".to_owned()))
    }

    /// The labelled blocks that the head of a fold may see.
    fn samples<'r>(
        &self,
        rows: &'r [Vec<f32>],
        n_features: usize,
        weights: &[Vec<f32>],
        fold: usize,
    ) -> Vec<Sample<'r>> {
        let mut samples = Vec::new();
        for (at, page) in self.pages.iter().enumerate().filter(|(at, _)| self.folds[*at].teaches(fold)) {
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
    /// [`Error::NotLearned`] where something was left out: there are heads and evidence for the report only.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        if self.leave_out.is_some() {
            return Err(Error::NotLearned("what was trained with something left out is for its report".to_owned()));
        }
        crate::model::encode_model(&self.model)
    }

    /// The pages of one kind that were judged by heads that saw neither their site nor what was left out.
    fn judged(&self, is_text: bool) -> impl Iterator<Item = (&PreparedPage, &Vec<Scores>)> {
        let pages = self.pages.iter().zip(&self.scores).zip(&self.folds);
        let is_fit =
            move |((page, _), fold): &((&PreparedPage, _), &Fold)| page.is_text() == is_text && fold.is_judged();
        pages.filter(is_fit).map(|(judged, _)| judged)
    }

    /// How well the scores of heads that never saw a page's site agree with its labels; `is_text` chooses
    /// between the two kinds of pages. With something left out only those planted pages are in it whose heads
    /// and evidence saw none of it.
    pub fn report(&self, is_text: bool, n_worst: usize) -> Report {
        let mut meter = Meter::new(n_worst);
        let thresholds = self.model.passes(is_text).thresholds;
        self.judged(is_text).for_each(|(page, scores)| page.judge(scores, thresholds, &mut meter));
        let is_planted = |page: &PreparedPage| page.is_text() == is_text && page.key.planted.is_some();
        let left_out = self.leave_out.map(|leave_out| LeftOut {
            what: leave_out.name().to_owned(),
            n_planted: self.pages.iter().filter(|page| is_planted(page)).count() as u64,
            n_judged: self.judged(is_text).filter(|(page, _)| is_planted(page)).count() as u64,
        });
        Report { left_out, ..meter.report(self.model.trained.seed) }
    }

    /// The blocks of the report that are spam or are called so, page after page.
    pub fn spam_cases(&self, is_text: bool) -> impl Iterator<Item = SpamCase> {
        let thresholds = self.model.passes(is_text).thresholds;
        self.judged(is_text).flat_map(move |(page, scores)| page.cases(scores, thresholds))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{GoldBlock, LabelledPage};
    use crate::label::Planted;

    /// Pages of one line each: for every site one with nothing planted and one of each family.
    fn pages() -> Vec<PreparedPage> {
        let families = ["a", "b", "c", "d", "e", "f"].map(Some);
        let of_site = |site: usize| {
            families.into_iter().chain([None]).map(move |family| {
                let label = if family.is_some() { Label::Spam } else { Label::Content };
                let text = format!("Words of {site} and {}", family.unwrap_or("nobody"));
                LabelledPage {
                    site: Some(format!("site{site}")),
                    planted: family.map(|family| Planted {
                        family: family.to_owned(),
                        lang: "en".to_owned(),
                        ..Planted::default()
                    }),
                    blocks: vec![GoldBlock { text: text.clone(), label, unsure: false, planted: family.is_some() }],
                    text: Some(text),
                    ..LabelledPage::default()
                }
            })
        };
        (0..10).flat_map(of_site).filter_map(|page| crate::train::prepare(&page).ok()).collect()
    }

    #[test]
    fn no_head_that_judges_a_family_learns_from_it() {
        let pages = pages();
        let folds = folds_of(&pages, 1, Some(LeaveOut::Family));
        let (counts, params) = (count_tokens(&pages, &folds), FitParams::default());
        let mode = Mode { pages: &pages, folds: &folds, counts: &counts, params: &params };
        // A row is the number of its page, so that samples tell where they come from.
        let rows: Vec<Vec<f32>> = (0..pages.len()).map(|page| vec![page as f32]).collect();
        let weights = vec![vec![1.0]; pages.len()];
        let mut n_judged = 0;
        for (page, fold) in pages.iter().zip(&folds).filter(|(_, fold)| fold.is_judged()) {
            let Some(planted) = &page.key.planted else { continue };
            n_judged += 1;
            let samples = mode.samples(&rows, 1, &weights, fold.site);
            assert!(samples.iter().any(|sample| sample.label == Label::Spam));
            for teacher in samples.iter().map(|sample| &pages[sample.row[0] as usize]) {
                assert_ne!(teacher.key.site, page.key.site);
                assert_ne!(teacher.key.planted.as_ref().map(|planted| &planted.family), Some(&planted.family));
            }
        }
        assert!(n_judged > 5, "{n_judged}");
        // Once as many heads as there are folds, and one that sees everything.
        assert_eq!(mode.samples(&rows, 1, &weights, N_FOLDS).len(), pages.len());
    }

    #[test]
    fn nothing_left_out_leaves_out_sites_only() {
        let pages = pages();
        let folds = folds_of(&pages, 1, None);
        let (counts, params) = (count_tokens(&pages, &folds), FitParams::default());
        let mode = Mode { pages: &pages, folds: &folds, counts: &counts, params: &params };
        let rows = vec![vec![0.0]; pages.len()];
        let weights = vec![vec![1.0]; pages.len()];
        for fold in 0..N_FOLDS {
            let n_of_fold = folds.iter().filter(|at| at.site == fold).count();
            assert_eq!(mode.samples(&rows, 1, &weights, fold).len(), pages.len() - n_of_fold);
        }
    }
}
