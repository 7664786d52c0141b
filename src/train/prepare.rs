//! Make labelled pages ready for training and evaluation: cut them, place their labels, forget the source.

use crate::blocks::{Blocks, cut_html, cut_text};
use crate::classify::Classifier;
use crate::corpus::{Gold, LabelledPage, Unplaced, place_labels, place_planted};
use crate::document::{Limits, parse};
use crate::evaluate::{Judged, Meter, PageKey, SpamCase};
use crate::features::{PageView, Scratch};
use crate::label::{Label, Planted, Scores};
use crate::model::Thresholds;
use crate::text::Lexicon;

/// A page that is cut into blocks, with the gold label of each.
#[derive(Debug)]
pub struct PreparedPage {
    /// What reports call the page.
    pub key: PageKey,
    pub(crate) blocks: Blocks,
    pub(crate) gold: Vec<Gold>,
    /// For every block whether the injector put it there; empty where nothing was planted.
    pub(crate) is_planted: Vec<bool>,
    /// Whether the page was made plain text from HTML that is in the corpus too.
    pub(crate) is_flattened: bool,
    /// What the page counts in training, against other pages.
    pub(crate) weight: f32,
    /// The lines of a flattened page.
    source: String,
}

/// Cuts a labelled page and places its labels.
pub fn prepare(page: &LabelledPage) -> Result<PreparedPage, Unplaced> {
    let limits = Limits::default();
    let blocks = match (&page.html, &page.text) {
        (Some(html), _) => cut_html(&parse(html, &limits), html.len()),
        (None, text) => cut_text(text.as_deref().unwrap_or_default(), &limits),
    };
    let gold = place_labels(&blocks, &page.blocks)?;
    let key = PageKey {
        id: page.id.clone(),
        site: page.site_name(),
        set: page.set.clone().unwrap_or_default(),
        lang: page.lang.clone().unwrap_or_default(),
        is_text: blocks.is_text,
        planted: page.planted.clone(),
    };
    let is_planted = page.planted.as_ref().map(|_| place_planted(&blocks, &page.blocks)).transpose()?;
    Ok(PreparedPage {
        key,
        blocks,
        gold,
        is_planted: is_planted.unwrap_or_default(),
        is_flattened: false,
        weight: page.weight.unwrap_or(1.0).clamp(0.0, 100.0),
        source: String::new(),
    })
}

impl PreparedPage {
    /// Whether any block is labelled spam, surely or not.
    pub(crate) fn has_spam(&self) -> bool {
        self.gold.iter().flatten().any(|(label, _)| *label == Label::Spam)
    }

    /// The same page as lines of plain text, as a crawler would have written it down.
    /// `variant` chooses another manner.
    pub(crate) fn flattened(&self, variant: usize) -> PreparedPage {
        let manner = format!("{}#{variant}", self.key.id);
        let flat = super::flatten::flatten(&self.blocks, &self.gold, &manner);
        let planted = self.key.planted.clone().map(|planted| Planted { trick: None, ..planted });
        let is_planted = if planted.is_some() { &flat.blocks[..] } else { &[] };
        PreparedPage {
            key: PageKey { is_text: true, planted, ..self.key.clone() },
            blocks: cut_text(&flat.text, &Limits::default()),
            gold: flat.gold,
            is_planted: is_planted.iter().map(|block| self.is_planted_at(*block)).collect(),
            is_flattened: true,
            weight: self.weight,
            source: flat.text,
        }
    }

    /// The page as lines of plain text, as a crawler would have written it down; a page that is plain text stays
    /// as it is.
    pub fn into_lines(self) -> PreparedPage {
        if self.is_text() { self } else { self.flattened(0) }
    }

    /// The lines of a flattened page, as they were written down.
    pub(crate) fn source_lines(&self) -> String {
        self.source.clone()
    }

    /// In how many manners the page is flattened. Pages in scripts without spaces are fewer than crawls of
    /// plain text hold, so each is met three times.
    pub(crate) fn n_manners(&self) -> usize {
        let n_unspaced = self.blocks.text.chars().filter(|c| crate::text::is_unspaced(*c)).count();
        if n_unspaced * 3 > self.blocks.text.chars().count() { 3 } else { 1 }
    }

    /// Whether the page is plain text.
    pub fn is_text(&self) -> bool {
        self.blocks.is_text
    }

    /// How many blocks have a label that counts.
    pub fn n_labelled(&self) -> usize {
        self.gold.iter().flatten().filter(|(_, unsure)| !unsure).count()
    }

    /// Whether the injector put a block there.
    fn is_planted_at(&self, block: usize) -> bool {
        self.is_planted.get(block).copied().unwrap_or_default()
    }

    /// The page's labelled blocks, as judged by their scores, with their numbers.
    fn judged<'p>(
        &'p self,
        scores: &'p [Scores],
        thresholds: Thresholds,
    ) -> impl Iterator<Item = (usize, Judged<'p>)> + 'p {
        let of = move |(idx, (gold, scores)): (usize, (&Gold, &Scores))| {
            let (gold, false) = (*gold)? else { return None };
            let text = self.blocks.text_of(self.blocks.blocks.get(idx)?);
            let predicted = thresholds.label(*scores);
            let n_chars = text.chars().count() as u32;
            let is_planted = self.is_planted_at(idx);
            Some((idx, Judged { gold, predicted, scores: *scores, n_chars, text, is_planted, page: &self.key }))
        };
        self.gold.iter().zip(scores).enumerate().filter_map(of)
    }

    /// Adds the page's labelled blocks to a meter, as judged by their scores.
    pub(crate) fn judge(&self, scores: &[Scores], thresholds: Thresholds, meter: &mut Meter) {
        self.judged(scores, thresholds).for_each(|(_, judged)| meter.add(&judged));
    }

    /// The page's labelled blocks that are spam or are called so, as judged by their scores.
    pub(crate) fn cases(&self, scores: &[Scores], thresholds: Thresholds) -> Vec<SpamCase> {
        let is_case = |(_, judged): &(usize, Judged)| [judged.gold, judged.predicted].contains(&Label::Spam);
        let case = |(idx, judged): (usize, Judged)| {
            let block = self.blocks.blocks.get(idx);
            let path = block.filter(|_| !self.is_text()).map(|block| self.blocks.path_of(block));
            SpamCase::new(&judged, idx, path)
        };
        self.judged(scores, thresholds).filter(is_case).map(case).collect()
    }

    /// The page as features see it.
    pub(crate) fn view(&self, lexicon: &Lexicon) -> PageView<'_> {
        PageView::new(&self.blocks, lexicon, &mut Scratch::default())
    }

    /// The same page, counting `factor` times as much in training.
    #[must_use]
    pub fn reweighed(mut self, factor: f32) -> Self {
        self.weight *= factor;
        self
    }

    /// Scores the page's blocks with a model.
    pub fn score(&self, classifier: &Classifier) -> Vec<Scores> {
        classifier.model().run(&self.view(&classifier.model().lexicon))
    }

    /// Adds the page's labelled blocks to a meter, with the scores that [`PreparedPage::score`] gave.
    pub fn judge_with(&self, classifier: &Classifier, scores: &[Scores], meter: &mut Meter) {
        self.judge(scores, classifier.model().passes(self.is_text()).thresholds, meter);
    }

    /// The page's labelled blocks that are spam or are called so, with the scores that [`PreparedPage::score`] gave.
    pub fn cases_with(&self, classifier: &Classifier, scores: &[Scores]) -> Vec<SpamCase> {
        self.cases(scores, classifier.model().passes(self.is_text()).thresholds)
    }

    /// Scores the page with a model and adds its labelled blocks to a meter.
    pub fn evaluate(&self, classifier: &Classifier, meter: &mut Meter) {
        self.judge_with(classifier, &self.score(classifier), meter);
    }
}
