//! How well planted spam is found, by what was planted, and how often clean blocks are called spam.
//!
//! Blocks come in with the page they stand on; counts per family, language, place and trick of what was planted go
//! out, and per set for the pages on which nothing was. HTML and plain text are kept apart.
//! Recall counts what the injector put there and nothing else; a page's own spam is neither missed nor an alarm.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Judged;
use crate::label::Label;

/// The blocks of the pages of one family, language, place, trick or set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SpamSlice {
    /// What the pages have in common.
    pub name: String,
    /// Whether they are plain text.
    pub is_text: bool,
    /// Number of pages that gave a block.
    pub n_pages: u64,
    /// Number of blocks that the injector put there.
    pub n_planted: u64,
    /// Number of those that were called spam.
    pub n_found: u64,
    /// Share of planted blocks that were called spam, 0 to 1.
    pub recall: Option<f64>,
    /// Number of blocks that were called spam.
    pub n_called: u64,
    /// Share of blocks called spam that are spam, planted or not, 0 to 1.
    pub precision: Option<f64>,
    /// Number of content blocks.
    pub n_content: u64,
    /// Number of those that were called spam.
    pub n_content_called: u64,
    /// Number of chrome blocks.
    pub n_chrome: u64,
    /// Number of those that were called spam.
    pub n_chrome_called: u64,
}

/// Figures of spam by group; within a list HTML comes first, then names in their order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SpamSlices {
    /// By the family of what was planted.
    pub families: Vec<SpamSlice>,
    /// By the language of the planted phrases.
    pub langs: Vec<SpamSlice>,
    /// By the place where it was put.
    pub places: Vec<SpamSlice>,
    /// By the trick that hides it.
    pub tricks: Vec<SpamSlice>,
    /// By set, the pages on which nothing was planted.
    pub clean_sets: Vec<SpamSlice>,
}

/// What was left out of the heads that judged pages.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LeftOut {
    /// `family`, `language` or `set`.
    pub what: String,
    /// Number of planted pages there are.
    pub n_planted: u64,
    /// Number of those that were judged: by heads that saw neither their site nor what was left out.
    pub n_judged: u64,
}

/// Counts of one group, while blocks come in.
#[derive(Clone, Debug, Default)]
struct Tally {
    page_ids: BTreeSet<String>,
    n_planted: u64,
    n_found: u64,
    n_called: u64,
    n_right: u64,
    n_content: u64,
    n_content_called: u64,
    n_chrome: u64,
    n_chrome_called: u64,
}

impl Tally {
    fn add(&mut self, judged: &Judged) {
        if !self.page_ids.contains(&judged.page.id) {
            self.page_ids.insert(judged.page.id.clone());
        }
        let called = u64::from(judged.predicted == Label::Spam);
        self.n_called += called;
        let (n, n_called) = match judged.gold {
            Label::Content => (&mut self.n_content, &mut self.n_content_called),
            Label::Chrome => (&mut self.n_chrome, &mut self.n_chrome_called),
            Label::Spam => {
                self.n_right += called;
                if !judged.is_planted {
                    return;
                }
                (&mut self.n_planted, &mut self.n_found)
            }
        };
        *n += 1;
        *n_called += called;
    }

    fn slice(&self, name: &str, is_text: bool) -> SpamSlice {
        let share = |part: u64, whole: u64| (whole > 0).then(|| part as f64 / whole as f64);
        SpamSlice {
            name: name.to_owned(),
            is_text,
            n_pages: self.page_ids.len() as u64,
            n_planted: self.n_planted,
            n_found: self.n_found,
            recall: share(self.n_found, self.n_planted),
            n_called: self.n_called,
            precision: share(self.n_right, self.n_called),
            n_content: self.n_content,
            n_content_called: self.n_content_called,
            n_chrome: self.n_chrome,
            n_chrome_called: self.n_chrome_called,
        }
    }
}

/// Groups of one kind, plain text after HTML.
type Tallies = BTreeMap<(bool, String), Tally>;

/// Counts by group, while blocks come in.
#[derive(Clone, Debug, Default)]
pub(super) struct SpamGroups {
    families: Tallies,
    langs: Tallies,
    places: Tallies,
    tricks: Tallies,
    clean_sets: Tallies,
}

impl SpamGroups {
    /// Counts one block in each of its groups.
    pub(super) fn add(&mut self, judged: &Judged) {
        let page = judged.page;
        let count = |groups: &mut Tallies, name: &str| {
            groups.entry((page.is_text, name.to_owned())).or_default().add(judged);
        };
        let Some(planted) = &page.planted else {
            return count(&mut self.clean_sets, &page.set);
        };
        count(&mut self.families, &planted.family);
        count(&mut self.langs, &planted.lang);
        count(&mut self.places, &planted.place);
        if let Some(trick) = &planted.trick {
            count(&mut self.tricks, trick);
        }
    }

    /// The figures of each group.
    pub(super) fn slices(&self) -> SpamSlices {
        let slices =
            |groups: &Tallies| groups.iter().map(|((is_text, name), tally)| tally.slice(name, *is_text)).collect();
        SpamSlices {
            families: slices(&self.families),
            langs: slices(&self.langs),
            places: slices(&self.places),
            tricks: slices(&self.tricks),
            clean_sets: slices(&self.clean_sets),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Judged, PageKey};
    use super::*;
    use crate::label::{Planted, Scores};

    fn key(id: &str, family: &str, is_text: bool) -> PageKey {
        let planted =
            Planted { family: family.to_owned(), trick: (!is_text).then(|| "clip".to_owned()), ..Planted::default() };
        let planted = Some(planted).filter(|planted| !planted.family.is_empty());
        PageKey { id: id.to_owned(), set: "s".to_owned(), is_text, planted, ..PageKey::default() }
    }

    fn judged<'a>(page: &'a PageKey, gold: Label, predicted: Label, is_planted: bool) -> Judged<'a> {
        Judged { gold, predicted, scores: Scores::default(), n_chars: 1, text: "x", is_planted, page }
    }

    #[test]
    fn only_what_was_planted_counts_for_recall() {
        let (page, text, clean) = (key("a", "soup", false), key("b", "soup", true), key("c", "", false));
        let mut groups = SpamGroups::default();
        use Label::{Chrome, Content, Spam};
        for (page, gold, predicted, is_planted) in [
            (&page, Spam, Spam, true),
            (&page, Spam, Chrome, true),
            (&page, Spam, Chrome, false),
            (&page, Spam, Spam, false),
            (&page, Content, Spam, false),
            (&text, Spam, Content, true),
            (&clean, Content, Spam, false),
            (&clean, Chrome, Chrome, false),
        ] {
            groups.add(&judged(page, gold, predicted, is_planted));
        }
        let slices = groups.slices();
        let [html, plain] = &slices.families[..] else { unreachable!("{slices:?}") };
        assert_eq!((html.n_planted, html.recall, html.n_called), (2, Some(0.5), 3));
        assert_eq!((html.precision, html.n_content, html.n_content_called), (Some(2.0 / 3.0), 1, 1));
        assert_eq!((plain.is_text, plain.recall, plain.precision), (true, Some(0.0), None));
        assert_eq!((slices.tricks.len(), slices.places.len(), slices.clean_sets.len()), (1, 2, 1));
        let clean = &slices.clean_sets[0];
        assert_eq!((clean.n_pages, clean.n_content_called, clean.n_chrome, clean.recall), (1, 1, 1, None));
    }
}
