//! What training gives: the model, the pages as they were judged, the report.

use crate::classify::Page;
use crate::error::{Error, Result};
use crate::evaluate::{LeftOut, Meter, PageKey, Report, SpamCase};
use crate::label::Scores;
use crate::model::Model;
use crate::train::folds::{Fold, LeaveOut};
use crate::train::prepare::PreparedPage;

/// What training gives.
pub struct Trained {
    pub(crate) model: Model,
    /// The pages as they were learned from, HTML first, then plain text.
    pub pages: Vec<PreparedPage>,
    /// For every page the scores of its blocks by heads that never saw its site.
    pub scores: Vec<Vec<Scores>>,
    pub(super) leave_out: Option<LeaveOut>,
    pub(super) folds: Vec<Fold>,
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
    /// between the two kinds of pages. With something left out only those pages are in it whose heads and evidence
    /// saw none of it.
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

    /// The pages of the report, as classified by heads that never saw their sites, with their keys.
    pub fn pages_out_of_fold(&self, is_text: bool) -> impl Iterator<Item = (&PageKey, Page)> {
        let thresholds = self.model.passes(is_text).thresholds;
        self.judged(is_text).map(move |(page, scores)| {
            let view = page.view(&self.model.lexicon);
            let headline = view.titles.headline;
            (&page.key, Page::new(page.blocks.clone(), scores.clone(), thresholds, headline))
        })
    }
}
