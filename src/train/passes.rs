//! Train the passes of both kinds of pages, out of fold.
//!
//! For each fold a head is fitted on the other folds and scores this one; those scores are what the next
//! pass learns from and what the report is made of. A last head is fitted on all folds for the model.

use rayon::prelude::*;

use crate::error::{Error, Result};
use crate::features::{first_rows, for_each_use};
use crate::label::{Label, Scores};
use crate::model::{EvidenceTable, Head, Model, Passes, TrainedBy, first_set, later_rows, second_set};
use crate::text::Lexicon;
use crate::train::counts::{Counts, N_FOLDS};
use crate::train::fit::{FitParams, Sample, fit_head};
use crate::train::folds::{Fold, folds_of};
use crate::train::lexicon::choose_lexicon;
use crate::train::prepare::PreparedPage;
use crate::train::steps::{Progress, Steps};
use crate::train::thresholds::{choose_thresholds, measure_curves};
use crate::train::trained::Trained;
use crate::train::weights::{later_weights, weights_of};

/// Sites, and pages with a block of a label, that can be learned from at least.
const MIN_SITES: usize = 5;
/// Passes of a model: the first, and one that looks again.
const N_PASSES: usize = 2;
/// Tokens that a model keeps the evidence of.
const MAX_TOKENS: usize = 820_000;

/// Trains a model on pages of five sites or more.
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
    let n_steps_a_kind = N_PASSES * (N_FOLDS + 1);
    let steps = Steps::new(progress, 1 + 2 * n_steps_a_kind);
    steps.begin("counting tokens");
    let lexicon = choose_lexicon(&all[..n_html]);
    let counts = count_tokens(&all, &lexicon, &folds);
    let evidence: Vec<EvidenceTable> =
        (0..N_FOLDS).into_par_iter().map(|fold| counts.without(Some(fold)).table(MAX_TOKENS)).collect();
    steps.end(1);
    let mut fitted = Vec::new();
    for (kind, range) in [("HTML", 0..n_html), ("plain text", n_html..all.len())] {
        let mode = Mode {
            kind,
            pages: &all[range.clone()],
            folds: &folds[range],
            evidence: &evidence,
            lexicon: &lexicon,
            params,
        };
        if mode.pages.is_empty() {
            fitted.push(FittedMode::default());
            steps.end(n_steps_a_kind);
            continue;
        }
        fitted.push(mode.fit(&steps)?);
    }
    steps.begin("done");
    let mut fitted = fitted.into_iter();
    let (html, text) = (fitted.next().unwrap_or_default(), fitted.next().unwrap_or_default());
    let passes = |mode: &FittedMode, pages: &[PreparedPage]| {
        let thresholds = choose_thresholds(pages, &mode.scores, params.false_alarms);
        let curves = measure_curves(pages, &mode.scores, thresholds);
        Passes { heads: mode.heads.clone(), thresholds, curves }
    };
    let (html_pages, text_pages) = all.split_at(n_html);
    let (html_passes, text_passes) = (passes(&html, html_pages), passes(&text, text_pages));
    let scores = html.scores.into_iter().chain(text.scores).collect();
    let evidence = counts.without(None).table(MAX_TOKENS);
    let model = Model { name: String::new(), trained, html: html_passes, text: text_passes, evidence, lexicon };
    Ok(Trained { model, pages: all, scores, leave_out: params.leave_out, folds })
}

fn check_enough(pages: &[PreparedPage]) -> Result<()> {
    let weighing = || pages.iter().filter(|page| page.weight > 0.0);
    let sites: std::collections::BTreeSet<&str> = weighing().map(|page| page.key.site.as_str()).collect();
    if pages.iter().all(PreparedPage::is_text) {
        let why = "the corpora hold no HTML page, and heads for HTML and for plain text are trained together";
        return Err(Error::TooLittle(why.to_owned()));
    }
    if sites.len() < MIN_SITES {
        let n = sites.len();
        let why = format!(
            "at least {MIN_SITES} sites with a page that weighs more than 0 are needed, the number found is {n}"
        );
        return Err(Error::TooLittle(why));
    }
    for label in [Label::Content, Label::Chrome] {
        let has = |page: &&PreparedPage| page.gold.iter().flatten().any(|gold| *gold == (label, false));
        let n = weighing().filter(has).count();
        if n < MIN_SITES {
            let name = label.name();
            let why = format!("at least {MIN_SITES} pages with a {name} block are needed, the number found is {n}");
            return Err(Error::TooLittle(why));
        }
    }
    Ok(())
}

/// Counts the tokens of all labelled blocks by fold. Flattened pages give only what their HTML did not.
fn count_tokens(pages: &[PreparedPage], lexicon: &Lexicon, folds: &[Fold]) -> Counts {
    let uses: Vec<Vec<(u32, Label)>> = pages.par_iter().map(|page| labelled_uses(page, lexicon)).collect();
    let mut counts = Counts::default();
    for ((page, uses), fold) in pages.iter().zip(uses).zip(folds) {
        counts.add_page(*fold, page.key.planted.is_some(), uses.into_iter());
    }
    counts
}

fn labelled_uses(page: &PreparedPage, lexicon: &Lexicon) -> Vec<(u32, Label)> {
    let view = page.view(lexicon);
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
    folds: &'a [Fold],
    /// The token evidence of each fold: of pages of the other folds, as much of it as a model keeps.
    evidence: &'a [EvidenceTable],
    lexicon: &'a Lexicon,
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
        let (weights, spam_factor) = weights_of(self.pages, self.lexicon);
        let mut fitted = FittedMode::default();
        for pass in 0..N_PASSES {
            let (rows, features, weights) = if pass == 0 {
                (first_rows.clone(), names(&[first]), weights.clone())
            } else {
                let scores = &fitted.scores;
                (
                    self.later_rows(&first_rows, scores),
                    names(&[first, second]),
                    later_weights(self.pages, &weights, scores),
                )
            };
            let (head, scores) = self.fit_pass(pass, &rows, features, (&weights, spam_factor), steps)?;
            fitted.heads.push(head);
            fitted.scores = scores;
        }
        Ok(fitted)
    }

    fn first_rows(&self) -> Vec<Vec<f32>> {
        let of = |(page, fold): (&PreparedPage, &Fold)| {
            let view = page.view(self.lexicon);
            let mut rows = Vec::new();
            first_rows(&view, &self.evidence[fold.site], &mut rows);
            rows
        };
        self.pages.par_iter().zip(self.folds).map(of).collect()
    }

    fn later_rows(&self, first: &[Vec<f32>], scores: &[Vec<Scores>]) -> Vec<Vec<f32>> {
        let of = |((page, first), scores): ((&PreparedPage, &Vec<f32>), &Vec<Scores>)| {
            let view = page.view(self.lexicon);
            later_rows(&view, first, scores)
        };
        self.pages.par_iter().zip(first).zip(scores).map(of).collect()
    }

    /// Fits a head without each fold, which scores the pages of its sites, and one on all.
    fn fit_pass(
        &self,
        pass: usize,
        rows: &[Vec<f32>],
        features: Vec<String>,
        (weights, spam_factor): (&[Vec<f32>], f32),
        steps: &Steps<'_>,
    ) -> Result<(Head, Vec<Vec<Scores>>)> {
        let n_features = features.len();
        // Where sites are few, some folds have none.
        let is_judged = |fold: usize| self.folds.iter().any(|of_page| of_page.site == fold);
        let heads: Vec<Option<Head>> = (0..=N_FOLDS)
            .into_par_iter()
            .map(|fold| {
                if fold < N_FOLDS && !is_judged(fold) {
                    steps.end(1);
                    return Ok(None);
                }
                let which = if fold < N_FOLDS { format!("fold {}", fold + 1) } else { "all folds".to_owned() };
                steps.begin(&format!("{}: pass {}, {which}", self.kind, pass + 1));
                let samples = self.samples(rows, n_features, weights, fold);
                let mut head = fit_head(&samples, features.clone(), self.params)?;
                // Spam was made weighty so that its weights are learned well; its probability is not to be.
                head.bias[Label::Spam.idx()] -= spam_factor.ln();
                steps.end(1);
                Ok(Some(head))
            })
            .collect::<Result<_>>()?;
        let score = |(rows, fold): (&Vec<f32>, &Fold)| {
            heads[fold.site].as_ref().map(|head| head.score_rows(rows, n_features)).unwrap_or_default()
        };
        let scores = rows.par_iter().zip(self.folds).map(score).collect();
        heads
            .into_iter()
            .next_back()
            .flatten()
            .map(|head| (head, scores))
            .ok_or_else(|| Error::TooLittle("no head".to_owned()))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{GoldBlock, LabelledPage};
    use crate::label::Planted;
    use crate::train::LeaveOut;

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
        let lexicon = Lexicon::default();
        let params = FitParams::default();
        let mode =
            Mode { kind: "HTML", pages: &pages, folds: &folds, evidence: &[], lexicon: &lexicon, params: &params };
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
        let lexicon = Lexicon::default();
        let params = FitParams::default();
        let mode =
            Mode { kind: "HTML", pages: &pages, folds: &folds, evidence: &[], lexicon: &lexicon, params: &params };
        let rows = vec![vec![0.0]; pages.len()];
        let weights = vec![vec![1.0]; pages.len()];
        for fold in 0..N_FOLDS {
            let n_of_fold = folds.iter().filter(|at| at.site == fold).count();
            assert_eq!(mode.samples(&rows, 1, &weights, fold).len(), pages.len() - n_of_fold);
        }
    }
}
