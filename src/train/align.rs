//! Turn pages with their main text, the form in which public benchmarks come, into labelled pages.
//!
//! A page and its gold text (or snippets that must stay and must go) come in; a label for every block
//! goes out, unsure where the gold does not tell. The page's words are laid along the gold text in order;
//! then short blocks count in the gaps that are left, so that a "Home" somewhere in an article labels no
//! menu, and pieces that the gold holds in another order are laid once more. A page most of whose gold is not
//! found is unsure whole.

use serde::{Deserialize, Serialize};

use crate::blocks::Blocks;
use crate::corpus::GoldBlock;
use crate::features::{PageView, Scratch};
use crate::label::Label;
use crate::text::Lexicon;
use crate::train::doubt::Doubt;
use crate::train::matching::{GoldText, PageWord, words_of};
use crate::train::snippets::align_snippets;

/// A page with its main text as people, or another tool, gave it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Pair {
    /// Name of the page.
    pub id: String,
    /// Where it comes from.
    pub url: Option<String>,
    /// The set it belongs to.
    pub set: Option<String>,
    /// Its language.
    pub lang: Option<String>,
    /// The site, if known.
    #[serde(alias = "group")]
    pub site: Option<String>,
    /// The page, or the name of the file that holds it, beside the corpus.
    pub html: String,
    /// The main text.
    #[serde(alias = "text", alias = "main_text")]
    pub gold: Option<String>,
    /// What the page counts in training, against 1 for others.
    pub weight: Option<f32>,
    /// Another page with the same bytes, if there is one: each then counts less.
    pub dup_of: Option<String>,
    /// The headline, where the main text leaves it out.
    pub title: Option<String>,
    /// Pieces of text that must stay.
    pub with: Vec<String>,
    /// Pieces of text that must go.
    pub without: Vec<String>,
}

/// Share of a block's words that the gold must hold in their place for the block to be content.
const SURE_SHARE: f32 = 0.6;
/// Below this share the block is not content.
const MAYBE_SHARE: f32 = 0.35;
/// Share that must be found of a block that the gold holds out of order.
const STRAY_SHARE: f32 = 0.8;
/// Words below which a block is short: out of order it may be there by chance.
const N_SHORT: usize = 6;
/// Share of the gold that must be found for its page to be believed.
const MIN_FOUND: f32 = 0.5;
/// How often the gold is gone through again for pieces that stand in another order.
const N_ROUNDS: usize = 4;

/// Labels the blocks of a page by its pair.
pub(crate) fn align(page: &Blocks, pair: &Pair) -> Vec<GoldBlock> {
    let labels = match &pair.gold {
        Some(gold) => align_gold(page, gold, pair.title.as_deref()),
        None => align_snippets(page, &pair.with, &pair.without),
    };
    let texts = page.blocks.iter().map(|block| page.text_of(block).to_owned());
    let to_gold = |(text, label): (String, Option<Label>)| GoldBlock {
        text,
        label: label.unwrap_or(Label::Chrome),
        unsure: label.is_none(),
        planted: false,
    };
    texts.zip(labels).map(to_gold).collect()
}

/// What is known of a page's blocks while they are laid along the gold.
struct Fit<'a> {
    page: &'a Blocks,
    words: Vec<Vec<u32>>,
    /// The first and the last place in the gold of a block's words.
    places: Vec<Option<(usize, usize)>>,
    /// Share of a block's words that have a place.
    shares: Vec<f32>,
    /// `None` is unsure.
    labels: Vec<Option<Label>>,
}

fn align_gold(page: &Blocks, gold: &str, title: Option<&str>) -> Vec<Option<Label>> {
    let is_cut_short = !gold.trim_end().ends_with(|c: char| !c.is_alphanumeric());
    let mut gold = GoldText::new(gold);
    let words: Vec<Vec<u32>> = page.blocks.iter().map(|block| words_of(page.text_of(block))).collect();
    let n_blocks = words.len();
    let mut fit = Fit {
        page,
        words,
        places: vec![None; n_blocks],
        shares: vec![0.0; n_blocks],
        labels: vec![Some(Label::Chrome); n_blocks],
    };
    fit.lay(&mut gold, |share, _| match share {
        _ if share >= SURE_SHARE => Some(Some(Label::Content)),
        _ => (share >= MAYBE_SHARE).then_some(None),
    });
    fit.fill_gaps(&mut gold);
    for _ in 1..N_ROUNDS {
        let n_new = fit.lay(&mut gold, |share, n_words| {
            (share >= STRAY_SHARE).then_some((n_words >= N_SHORT).then_some(Label::Content))
        });
        if n_new == 0 {
            break;
        }
    }
    if (gold.n_covered() as f32) < MIN_FOUND * gold.words.len() as f32 {
        return vec![None; n_blocks];
    }
    let view = PageView::new(page, &Lexicon::default(), &mut Scratch::default());
    let Fit { words, places, mut labels, .. } = fit;
    let doubt = Doubt::new(&view, &gold, &words, &labels);
    doubt.apply(&mut labels);
    if is_cut_short {
        doubt.doubt_rest(&places, &mut labels);
    }
    label_headline(&view, title, &mut labels);
    labels
}

impl Fit<'_> {
    /// Lays the blocks that have no place yet along the gold that is not covered. `decide` tells the label of a
    /// block by the share of its words that were found and by their number; `None` leaves it as it was.
    /// Returns how many blocks got a label.
    fn lay(&mut self, gold: &mut GoldText, decide: impl Fn(f32, usize) -> Option<Option<Label>>) -> usize {
        let mut stream = Vec::new();
        for (idx, block) in self.page.blocks.iter().enumerate() {
            if !block.place.is_head() && self.labels[idx] == Some(Label::Chrome) {
                let is_hidden = block.hiding.is_some();
                stream.extend(self.words[idx].iter().map(|hash| PageWord {
                    hash: *hash,
                    block: idx as u32,
                    is_hidden,
                }));
            }
        }
        let mut found = vec![0usize; self.words.len()];
        let mut spans: Vec<Option<(usize, usize)>> = vec![None; self.words.len()];
        for (word, place) in stream.iter().zip(gold.lay(&stream)) {
            if let Some(place) = place.map(|place| place as usize) {
                let block = word.block as usize;
                found[block] += 1;
                let (first, last) = spans[block].unwrap_or((place, place));
                spans[block] = Some((first.min(place), last.max(place)));
            }
        }
        let mut n_new = 0;
        for idx in (0..found.len()).filter(|idx| found[*idx] > 0) {
            let share = found[idx] as f32 / self.words[idx].len() as f32;
            if let Some(label) = decide(share, self.words[idx].len()) {
                n_new += 1;
                (self.labels[idx], self.shares[idx], self.places[idx]) = (label, share, spans[idx]);
            }
        }
        n_new
    }

    /// Short blocks between two blocks that have their places are content if the gold says so there.
    fn fill_gaps(&mut self, gold: &mut GoldText) {
        let mut ends = vec![gold.words.len(); self.words.len() + 1];
        for idx in (0..self.words.len()).rev() {
            ends[idx] = self.places[idx].map_or(ends[idx + 1], |(first, _)| first);
        }
        let mut cursor = 0;
        for (idx, block) in self.page.blocks.iter().enumerate() {
            if let Some((_, last)) = self.places[idx] {
                cursor = last + 1;
                continue;
            }
            let words = &self.words[idx];
            let is_short = !words.is_empty() && words.len() < N_SHORT;
            if !is_short || block.place.is_head() || cursor >= ends[idx] {
                continue;
            }
            // Close to the last place only: a far match is chance.
            let window = &gold.words[cursor..ends[idx].min(cursor + 60)];
            let is_here = |at: &usize| {
                let from = cursor + at;
                window[*at..].starts_with(words) && !gold.is_covered[from..from + words.len()].contains(&true)
            };
            if let Some(at) = (0..window.len()).find(is_here) {
                let start = cursor + at;
                cursor = start + words.len();
                gold.is_covered[start..cursor].fill(true);
                self.places[idx] = Some((start, cursor - 1));
                let is_sure = at <= 12 || words.len() >= 3;
                self.labels[idx] = is_sure.then_some(Label::Content);
            }
        }
    }
}

/// The headline is content whether the gold holds it or not.
fn label_headline(view: &PageView<'_>, title: Option<&str>, labels: &mut [Option<Label>]) {
    let page = view.page;
    let first_content = labels.iter().position(|label| *label == Some(Label::Content)).unwrap_or(0);
    let named = title.map(words_of).filter(|title| title.len() >= 2).and_then(|title| {
        let names = |block: &crate::blocks::Block| !block.place.is_head() && words_of(page.text_of(block)) == title;
        let mut places = page.blocks.iter().enumerate().filter(|(_, b)| names(b)).map(|(idx, _)| idx);
        places.rfind(|idx| *idx <= first_content)
    });
    let guessed = view.titles.headline.filter(|idx| *idx <= first_content + 2);
    if let Some(idx) = named.or(guessed) {
        labels[idx] = Some(Label::Content);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::cut_html;
    use crate::document::parse;

    /// One letter a block: `c` content, `.` chrome, `?` unsure.
    fn aligned(html: &str, gold: &str) -> String {
        let page = cut_html(&parse(html, &Default::default()), html.len());
        let pair = Pair { gold: Some(gold.to_owned()), ..Default::default() };
        let letter = |block: &GoldBlock| match (block.unsure, block.label) {
            (true, _) => '?',
            (_, Label::Content) => 'c',
            _ => '.',
        };
        align(&page, &pair).iter().map(letter).collect()
    }

    const ONE: &str = "The river rose all night, and by the morning the lower road was under water.";
    const TWO: &str = "Nobody was hurt, but forty people slept in the school until the bridge was dry.";
    const THREE: &str = "The mayor said that the wall would be built higher before the next spring comes.";

    #[test]
    fn short_blocks_count_where_the_gold_has_them() {
        let html = format!("<nav><a>Home</a></nav><div><p>{ONE}</p><p>Home</p><p>{TWO}</p></div><p>Home</p>");
        assert_eq!(aligned(&html, &format!("{ONE}\nHome\n{TWO}")), ".ccc.");
    }

    #[test]
    fn what_the_gold_holds_in_another_order_is_content() {
        let html = format!("<div><p>{ONE}</p><p>{TWO} {TWO}</p><p>{THREE}</p></div>");
        assert_eq!(aligned(&html, &format!("{THREE}\n{ONE}\n{TWO} {TWO}")), "ccc");
    }

    #[test]
    fn copies_are_chrome_and_the_visible_one_is_kept() {
        let html = format!("<div style='display:none'><p>{ONE}</p></div><div><p>{ONE}</p><p>{TWO}</p></div>");
        assert_eq!(aligned(&html, &format!("{ONE}\n{TWO}")), ".cc");
    }

    #[test]
    fn a_paragraph_left_out_among_content_is_unsure() {
        let long = format!("{ONE} {TWO} {ONE} {TWO}");
        let html = format!("<div><p>{long}</p><p>{THREE}</p><p>{long}</p></div><p>All rights reserved.</p>");
        assert_eq!(aligned(&html, &format!("{long}\n{long}")), "c?c.");
    }

    #[test]
    fn after_a_gold_that_breaks_off_nothing_is_sure() {
        let html = format!("<div><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p></div>");
        assert_eq!(
            aligned(&html, &format!("{ONE}\nNobody was hurt, but forty people slept in the school until")),
            "cc?"
        );
    }

    #[test]
    fn a_gold_of_another_page_labels_nothing() {
        let html = format!("<div><p>{ONE}</p></div>");
        assert_eq!(aligned(&html, &format!("{TWO} {THREE}")), "?");
    }

    #[test]
    fn content_in_a_footer_is_unsure() {
        let html = format!("<div><p>{ONE} {TWO}</p></div><footer><p>Write to the editors</p></footer>");
        assert_eq!(aligned(&html, &format!("{ONE} {TWO}\nWrite to the editors")), "c?");
    }
}
