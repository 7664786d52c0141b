//! Labelled pages: the form in which people correct labels and models learn.
//!
//! A corpus is JSONL, one page a line: the page itself and its blocks with their labels, in order. Labels
//! are matched to the blocks that this build cuts by text and order, so that a corpus outlives a change of
//! the cutting: a block takes the label of most of its characters.

use serde::{Deserialize, Serialize};

use crate::blocks::Blocks;
use crate::label::{Label, Planted};

/// A page with labels.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LabelledPage {
    /// Name of the page, unique in its corpus.
    #[serde(default)]
    pub id: String,
    /// Where the page comes from; its host is the site that splits keep together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The set that the page belongs to, for reports.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set: Option<String>,
    /// The page's language, for reports.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// The site, where the address does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// What the page counts in training, against 1 for others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<f32>,
    /// What the injector planted, where it planted anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planted: Option<Planted>,
    /// The page as HTML.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// The page as plain text; one of `html` and `text` must be there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The page's blocks, in order. Blocks that are missing here have no label.
    pub blocks: Vec<GoldBlock>,
}

/// A block with the label that people gave it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GoldBlock {
    /// The block's text; white space does not matter.
    pub text: String,
    /// Its label.
    pub label: Label,
    /// Whether two people would disagree: kept, but neither learned nor scored.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unsure: bool,
    /// Whether the injector put it there: a page can hold spam of its own beside what was planted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub planted: bool,
}

impl LabelledPage {
    /// The site that splits keep together: what is registered of the host, or the page's own name.
    pub fn site_name(&self) -> String {
        if let Some(site) = self.site.as_ref().filter(|s| !s.is_empty()) {
            return site.clone();
        }
        let host = self.url.as_deref().and_then(crate::blocks::host_of);
        let name = |host| crate::blocks::registered_part(host).split('.').next().unwrap_or_default().to_owned();
        host.map_or_else(|| format!("page:{}", self.id), name)
    }
}

/// A labelled block that the page does not hold.
#[derive(Debug, thiserror::Error, PartialEq)]
#[error("block {block} cannot be placed: the page does not hold \"{text}\" after the block before it")]
pub struct Unplaced {
    /// 0-based number of the block in its page.
    pub block: usize,
    /// The beginning of its text.
    pub text: String,
}

/// What people said of one of our blocks.
pub(crate) type Gold = Option<(Label, bool)>;

/// Finds the gold label of every block of a page.
pub(crate) fn place_labels(page: &Blocks, gold: &[GoldBlock]) -> Result<Vec<Gold>, Unplaced> {
    let squeezed: Vec<String> = page.blocks.iter().map(|block| squeeze(page.text_of(block))).collect();
    let mut starts = Vec::with_capacity(squeezed.len() + 1);
    let mut n_bytes = 0;
    for text in &squeezed {
        starts.push(n_bytes);
        n_bytes += text.len();
    }
    starts.push(n_bytes);
    let all = squeezed.concat();
    let mut votes = vec![[0usize; 4]; squeezed.len()];
    let mut cursor = 0;
    for (block_idx, block) in gold.iter().enumerate() {
        let text = squeeze(&block.text);
        if text.is_empty() {
            continue;
        }
        let Some(at) = find_from(&all, &text, cursor, &starts) else {
            return Err(Unplaced { block: block_idx, text: block.text.chars().take(60).collect() });
        };
        let vote = if block.unsure { 3 } else { block.label.idx() };
        vote_for(&mut votes, &starts, at, at + text.len(), vote);
        cursor = at + text.len();
    }
    Ok(votes.iter().zip(&squeezed).map(|(vote, text)| decide(vote, text.len())).collect())
}

/// Finds for every block of a page whether the injector put it there: as [`place_labels`] does, with being
/// planted in place of the label.
pub(crate) fn place_planted(page: &Blocks, gold: &[GoldBlock]) -> Result<Vec<bool>, Unplaced> {
    let as_label = |planted: bool| if planted { Label::Spam } else { Label::Chrome };
    let marks = gold.iter().map(|block| GoldBlock { label: as_label(block.planted), unsure: false, ..block.clone() });
    let placed = place_labels(page, &marks.collect::<Vec<_>>())?;
    Ok(placed.iter().map(|gold| *gold == Some((Label::Spam, false))).collect())
}

/// Text without white space.
fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Finds a text at or after the cursor: right there, else as the begin of a block, else anywhere.
fn find_from(all: &str, text: &str, cursor: usize, starts: &[usize]) -> Option<usize> {
    if all[cursor..].starts_with(text) {
        return Some(cursor);
    }
    let first = starts.partition_point(|start| *start < cursor);
    let as_block = |at: &&usize| all.get(**at..).is_some_and(|rest| rest.starts_with(text));
    if let Some(at) = starts[first..].iter().take(200).find(as_block) {
        return Some(*at);
    }
    memchr::memmem::find(&all.as_bytes()[cursor..], text.as_bytes()).map(|at| cursor + at)
}

fn vote_for(votes: &mut [[usize; 4]], starts: &[usize], from: usize, to: usize, vote: usize) {
    let mut block = starts.partition_point(|start| *start <= from).saturating_sub(1);
    while block < votes.len() && starts[block] < to {
        let overlap = to.min(starts[block + 1]).saturating_sub(from.max(starts[block]));
        votes[block][vote] += overlap;
        block += 1;
    }
}

/// The label of most of a block's bytes, if at least half of them have one.
fn decide(votes: &[usize; 4], n_bytes: usize) -> Gold {
    let n_voted: usize = votes.iter().sum();
    if n_voted * 2 < n_bytes || n_voted == 0 {
        return None;
    }
    let best = (0..4).max_by_key(|vote| (votes[*vote], usize::MAX - vote))?;
    let label = Label::ALL.get(best).copied();
    Some((label.unwrap_or(Label::Chrome), label.is_none()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::cut_text;
    use crate::document::Limits;

    fn gold(text: &str, label: Label) -> GoldBlock {
        GoldBlock { text: text.to_owned(), label, unsure: false, planted: false }
    }

    #[test]
    fn labels_follow_text_and_order() {
        let page = cut_text("Home\nFirst line\nand its end\nHome\n", &Limits::default());
        let labels = place_labels(
            &page,
            &[gold("Home", Label::Chrome), gold("First line and its end", Label::Content), gold("Home", Label::Spam)],
        );
        let labels: Vec<Option<Label>> = labels.into_iter().flatten().map(|g| g.map(|(label, _)| label)).collect();
        assert_eq!(labels, [Some(Label::Chrome), Some(Label::Content), Some(Label::Content), Some(Label::Spam)]);
    }

    #[test]
    fn a_block_that_is_not_there_is_named() {
        let page = cut_text("One\nTwo\n", &Limits::default());
        let result = place_labels(&page, &[gold("One", Label::Chrome), gold("Three", Label::Content)]);
        assert_eq!(result, Err(Unplaced { block: 1, text: "Three".to_owned() }));
    }

    #[test]
    fn planted_blocks_are_told_from_a_page_s_own_spam() {
        let page = cut_text("Own spam\nPlanted spam\n", &Limits::default());
        let planted = GoldBlock { planted: true, ..gold("Planted spam", Label::Spam) };
        assert_eq!(place_planted(&page, &[gold("Own spam", Label::Spam), planted]), Ok(vec![false, true]));
    }

    #[test]
    fn corpora_from_before_plantings_were_told_are_read() -> Result<(), serde_json::Error> {
        let line = r#"{"id":"a","html":"<p>x","blocks":[{"text":"x","label":"spam"}]}"#;
        let page: LabelledPage = serde_json::from_str(line)?;
        assert_eq!((&page.planted, page.blocks[0].planted), (&None, false));
        assert!(!serde_json::to_string(&page)?.contains("planted"));
        Ok(())
    }

    #[test]
    fn blocks_left_out_have_no_label() {
        let page = cut_text("One\nTwo\nThree\n", &Limits::default());
        let labels = place_labels(&page, &[gold("Three", Label::Content)]).unwrap_or_default();
        assert_eq!(labels, [None, None, Some((Label::Content, false))]);
    }

    #[test]
    fn sites_are_told_by_what_is_registered() {
        for (host, site) in
            [("news.site.co.uk", "site"), ("site.com", "site"), ("a.b.site.org", "site"), ("localhost", "localhost")]
        {
            let page = LabelledPage { url: Some(format!("https://www.{host}/a")), ..LabelledPage::default() };
            assert_eq!(page.site_name(), site, "{host}");
        }
    }
}
