//! From labelled pages to a model and an honest report.
//!
//! Pages come in; every one is scored by heads and evidence that never saw its site, and the report is
//! made of those scores. The model that goes out is fitted on all pages in the same way.

mod align;
mod counts;
mod doubt;
mod fit;
mod flatten;
mod folds;
mod lexicon;
mod marks;
mod matching;
mod passes;
mod plant;
mod prepare;
mod snippets;
mod solver;
mod steps;
mod thresholds;
mod trained;
mod weights;

pub use align::Pair;
pub use fit::FitParams;
pub use folds::LeaveOut;
pub use marks::{UnknownMark, donor_from_marks, labelled_from_marks};
pub use passes::train;
pub use plant::{graft, language_of, plant, plant_lines};
pub use prepare::{PreparedPage, prepare};
pub use steps::Progress;
pub use trained::Trained;

use crate::corpus::LabelledPage;

/// Labels a page by its pair. `bytes` are the page as fetched.
pub fn align_pair(bytes: &[u8], pair: &Pair) -> LabelledPage {
    let decoded = crate::decode::decode(bytes, None);
    let html = decoded.text.into_owned();
    let page = crate::blocks::cut_html(&crate::document::parse(&html, &Default::default()), html.len());
    LabelledPage {
        id: pair.id.clone(),
        url: pair.url.clone(),
        set: pair.set.clone(),
        lang: pair.lang.clone(),
        site: pair.site.clone(),
        text: None,
        weight: weight_of(pair),
        planted: None,
        blocks: align::align(&page, pair),
        html: Some(html),
    }
}

/// What a page counts. Two golds of one page often disagree, so a page that is there twice counts half.
fn weight_of(pair: &Pair) -> Option<f32> {
    match pair.dup_of {
        Some(_) => Some(pair.weight.unwrap_or(1.0) / 2.0),
        None => pair.weight,
    }
}
