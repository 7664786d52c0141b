//! Make labelled pages ready for training and evaluation: cut them, place their labels, forget the source.

use crate::blocks::{Blocks, cut_html, cut_text};
use crate::classify::Classifier;
use crate::corpus::{Gold, LabelledPage, Unplaced, place_labels};
use crate::document::{Limits, parse};
use crate::evaluate::{Judged, Meter, PageKey};
use crate::features::{PageView, Scratch};
use crate::label::Scores;
use crate::model::Thresholds;

/// A page that is cut into blocks, with the gold label of each.
#[derive(Debug)]
pub struct PreparedPage {
    /// What reports call the page.
    pub key: PageKey,
    pub(crate) blocks: Blocks,
    pub(crate) gold: Vec<Gold>,
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
    };
    Ok(PreparedPage {
        key,
        blocks,
        gold,
        is_flattened: false,
        weight: page.weight.unwrap_or(1.0).clamp(0.0, 100.0),
        source: String::new(),
    })
}

impl PreparedPage {
    /// The same page as lines of plain text, as a crawler would have written it down.
    /// `variant` chooses another manner.
    pub(crate) fn flattened(&self, variant: usize) -> PreparedPage {
        let manner = format!("{}#{variant}", self.key.id);
        let flat = super::flatten::flatten(&self.blocks, &self.gold, &manner);
        PreparedPage {
            key: self.key.clone(),
            blocks: cut_text(&flat.text, &Limits::default()),
            gold: flat.gold,
            is_flattened: true,
            weight: self.weight,
            source: flat.text,
        }
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

    /// Adds the page's labelled blocks to a meter, as judged by their scores.
    pub(crate) fn judge(&self, scores: &[Scores], thresholds: Thresholds, meter: &mut Meter) {
        for ((block, gold), scores) in self.blocks.blocks.iter().zip(&self.gold).zip(scores) {
            if let Some((gold, false)) = *gold {
                let text = self.blocks.text_of(block);
                let n_chars = text.chars().count() as u32;
                let predicted = thresholds.label(*scores);
                meter.add(&Judged { gold, predicted, scores: *scores, n_chars, text, page: &self.key });
            }
        }
    }

    /// Scores the page's blocks with a model.
    pub fn score(&self, classifier: &Classifier) -> Vec<Scores> {
        classifier.model().run(&PageView::new(&self.blocks, &mut Scratch::default())).1
    }

    /// Adds the page's labelled blocks to a meter, with the scores that [`PreparedPage::score`] gave.
    pub fn judge_with(&self, classifier: &Classifier, scores: &[Scores], meter: &mut Meter) {
        self.judge(scores, classifier.model().passes(self.is_text()).thresholds, meter);
    }

    /// Scores the page with a model and adds its labelled blocks to a meter.
    pub fn evaluate(&self, classifier: &Classifier, meter: &mut Meter) {
        self.judge_with(classifier, &self.score(classifier), meter);
    }
}
