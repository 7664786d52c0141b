//! Turn pages with their main text, the form in which public benchmarks come, into labelled pages.
//!
//! A page and its gold text (or snippets that must stay and must go) come in; a label for every block
//! goes out, unsure where the gold does not tell. Long blocks are laid along the gold text first, in the
//! heaviest order-keeping chain; short blocks count only in the gaps that the chain leaves, so that a
//! "Home" somewhere in an article labels no menu. A page most of whose gold is not found is unsure whole.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::blocks::Blocks;
use crate::corpus::GoldBlock;
use crate::features::{PageView, Scratch};
use crate::hash::hash_bytes;
use crate::label::Label;

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
    /// The headline, where the main text leaves it out.
    pub title: Option<String>,
    /// Pieces of text that must stay.
    pub with: Vec<String>,
    /// Pieces of text that must go.
    pub without: Vec<String>,
}

/// Blocks of at least this many words are laid along the gold text by themselves.
const MIN_ANCHOR: usize = 6;
/// Share of a block's word triples that the gold must hold for the block to be content.
const SURE_SHARE: f32 = 0.6;
/// Below this share the block is not content.
const MAYBE_SHARE: f32 = 0.35;
/// Share of the gold that must be found for its page to be believed.
const MIN_FOUND: f32 = 0.5;

/// Labels the blocks of a page by its pair.
pub(crate) fn align(page: &Blocks, pair: &Pair) -> Vec<GoldBlock> {
    let labels = match &pair.gold {
        Some(gold) => align_gold(page, gold, pair.title.as_deref()),
        None => align_snippets(page, pair),
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

/// The words of a text: runs of letters and digits, every character of a script without spaces alone.
fn words_of(text: &str) -> Vec<u32> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut push = |word: &mut String| {
        if !word.is_empty() {
            words.push(hash_bytes(0, word.as_bytes()));
            word.clear();
        }
    };
    for c in text.chars() {
        if crate::text::is_unspaced(c) {
            push(&mut word);
            word.push(c);
            push(&mut word);
        } else if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        } else {
            push(&mut word);
        }
    }
    push(&mut word);
    words
}

/// A place in the gold text where a block may belong.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    block: usize,
    start: usize,
    end: usize,
    n_matches: usize,
}

struct GoldText {
    words: Vec<u32>,
    triples: BTreeMap<[u32; 3], Vec<u32>>,
}

impl GoldText {
    fn new(text: &str) -> Self {
        let words = words_of(text);
        let mut triples: BTreeMap<[u32; 3], Vec<u32>> = BTreeMap::new();
        for (at, triple) in words.array_windows::<3>().enumerate() {
            let places = triples.entry(*triple).or_default();
            if places.len() < 8 {
                places.push(at as u32);
            }
        }
        GoldText { words, triples }
    }

    /// The places where most of a block's triples lie, and the share of them that lie anywhere.
    fn candidates(&self, block: usize, words: &[u32]) -> (Vec<Candidate>, f32) {
        let mut diagonals: BTreeMap<i64, (usize, usize, usize)> = BTreeMap::new();
        let mut n_found = 0;
        for (at, triple) in words.array_windows::<3>().enumerate() {
            let Some(places) = self.triples.get(triple) else { continue };
            n_found += 1;
            for place in places {
                // Words left out or put in move the diagonal; a bucket of 16 words holds them together.
                let bucket = (i64::from(*place) - at as i64).div_euclid(16);
                let place = *place as usize;
                let known = diagonals.entry(bucket).or_insert((0, place, place));
                *known = (known.0 + 1, known.1.min(place), known.2.max(place + 3));
            }
        }
        let mut merged: Vec<Candidate> = Vec::new();
        let mut previous = i64::MIN;
        for (bucket, (n_matches, start, end)) in diagonals {
            match merged.last_mut() {
                Some(last) if bucket == previous + 1 => {
                    last.n_matches += n_matches;
                    last.start = last.start.min(start);
                    last.end = last.end.max(end);
                }
                _ => merged.push(Candidate { block, start, end, n_matches }),
            }
            previous = bucket;
        }
        merged.sort_by_key(|c| std::cmp::Reverse(c.n_matches));
        merged.truncate(4);
        (merged, n_found as f32 / words.len().saturating_sub(2).max(1) as f32)
    }
}

fn align_gold(page: &Blocks, gold: &str, title: Option<&str>) -> Vec<Option<Label>> {
    let gold = GoldText::new(gold);
    let words: Vec<Vec<u32>> = page.blocks.iter().map(|block| words_of(page.text_of(block))).collect();
    let mut candidates = Vec::new();
    let mut shares = vec![0.0f32; words.len()];
    for (idx, block) in page.blocks.iter().enumerate() {
        if words[idx].len() >= MIN_ANCHOR && !block.place.is_head() {
            let (places, share) = gold.candidates(idx, &words[idx]);
            shares[idx] = share;
            if share >= MAYBE_SHARE {
                candidates.extend(places);
            }
        }
    }
    let chain = heaviest_chain(&candidates, gold.words.len());
    let mut covered = vec![false; gold.words.len()];
    let mut labels = vec![Some(Label::Chrome); words.len()];
    for candidate in &chain {
        covered[candidate.start..candidate.end.min(gold.words.len())].fill(true);
        labels[candidate.block] = (shares[candidate.block] >= SURE_SHARE).then_some(Label::Content);
    }
    label_gaps(page, &words, &gold, &chain, &mut covered, &mut labels);
    label_unchained(&candidates, &chain, &shares, &covered, &mut labels);
    let n_found = covered.iter().filter(|c| **c).count();
    if (n_found as f32) < MIN_FOUND * gold.words.len() as f32 {
        return vec![None; words.len()];
    }
    label_headline(page, title, &mut labels);
    labels
}

/// The candidates, one a block at most, in the order of the page and of the gold, with the most matches.
/// Of two equal chains the one whose blocks come later wins: copies and teasers stand before the article.
fn heaviest_chain(candidates: &[Candidate], n_gold: usize) -> Vec<Candidate> {
    // best[p]: heaviest chain that ends at gold word p or before, as (weight, candidate), a Fenwick tree.
    let mut best = vec![(0usize, usize::MAX); n_gold + 2];
    let mut weights = vec![(0usize, usize::MAX); candidates.len()];
    let mut at = 0;
    while at < candidates.len() {
        let block = candidates[at].block;
        let n_same = candidates[at..].iter().take_while(|c| c.block == block).count();
        for idx in at..at + n_same {
            let candidate = &candidates[idx];
            let (mut place, mut found) = (candidate.start + 2, (0, usize::MAX));
            while place > 0 {
                found = if best[place].0 > found.0 { best[place] } else { found };
                place &= place - 1;
            }
            weights[idx] = (found.0 + candidate.n_matches, found.1);
        }
        for idx in at..at + n_same {
            // A block may overlap the next a little: headings are often repeated in the gold.
            let mut place = candidates[idx].end.saturating_sub(2).max(candidates[idx].start + 1) + 1;
            while place < best.len() {
                if weights[idx].0 >= best[place].0 {
                    best[place] = (weights[idx].0, idx);
                }
                place += place & place.wrapping_neg();
            }
        }
        at += n_same;
    }
    let mut chain = Vec::new();
    let mut next = (0..candidates.len()).max_by_key(|idx| weights[*idx].0);
    while let Some(idx) = next {
        chain.push(candidates[idx]);
        next = Some(weights[idx].1).filter(|previous| *previous != usize::MAX);
    }
    chain.reverse();
    chain
}

/// Short blocks between two blocks of the chain are content if the gold says so at that place.
fn label_gaps(
    page: &Blocks,
    words: &[Vec<u32>],
    gold: &GoldText,
    chain: &[Candidate],
    covered: &mut [bool],
    labels: &mut [Option<Label>],
) {
    let mut next = chain.iter().peekable();
    let mut cursor = 0;
    for (idx, block) in page.blocks.iter().enumerate() {
        if let Some(anchor) = next.next_if(|anchor| anchor.block == idx) {
            cursor = anchor.end.min(gold.words.len());
            continue;
        }
        let end = next.peek().map_or(gold.words.len(), |anchor| anchor.start);
        let is_short = !words[idx].is_empty() && words[idx].len() < MIN_ANCHOR;
        if !is_short || block.place.is_head() || cursor >= end {
            continue;
        }
        // Close to the last place only: a far match is chance.
        let window = &gold.words[cursor..end.min(cursor + 60)];
        if let Some(at) = window.windows(words[idx].len()).position(|w| w == words[idx]) {
            let start = cursor + at;
            cursor = start + words[idx].len();
            covered[start..cursor].fill(true);
            let is_sure = at <= 12 || words[idx].len() >= 3;
            labels[idx] = is_sure.then_some(Label::Content);
        }
    }
}

/// Long blocks of the gold that the chain left out: content where nothing else covers their place, else
/// copies.
fn label_unchained(
    candidates: &[Candidate],
    chain: &[Candidate],
    shares: &[f32],
    covered: &[bool],
    labels: &mut [Option<Label>],
) {
    let mut is_chained = vec![false; labels.len()];
    chain.iter().for_each(|c| is_chained[c.block] = true);
    for candidate in candidates.iter().filter(|c| !is_chained[c.block]) {
        let place = &covered[candidate.start.min(covered.len())..candidate.end.min(covered.len())];
        let n_covered = place.iter().filter(|c| **c).count();
        let is_copy = n_covered * 2 > place.len();
        let share = shares[candidate.block];
        if !is_copy && share >= 0.8 {
            labels[candidate.block] = Some(Label::Content);
        } else if !is_copy && labels[candidate.block] == Some(Label::Chrome) {
            labels[candidate.block] = None;
        }
    }
}

/// The headline is content whether the gold holds it or not.
fn label_headline(page: &Blocks, title: Option<&str>, labels: &mut [Option<Label>]) {
    let first_content = labels.iter().position(|label| *label == Some(Label::Content)).unwrap_or(0);
    let view = PageView::new(page, &mut Scratch::default());
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

/// Labels by snippets: the blocks that hold one. All others stay unsure.
fn align_snippets(page: &Blocks, pair: &Pair) -> Vec<Option<Label>> {
    let squeeze = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let with: Vec<String> = pair.with.iter().map(|s| squeeze(s)).collect();
    let without: Vec<String> = pair.without.iter().map(|s| squeeze(s)).collect();
    let blocks = page.blocks.iter().map(|block| (block, squeeze(page.text_of(block))));
    blocks
        .map(|(block, text)| {
            let holds = |snippets: &[String]| snippets.iter().any(|s| s.len() >= 3 && text.contains(s.as_str()));
            match (holds(&with), holds(&without)) {
                _ if block.place.is_head() => Some(Label::Chrome),
                (true, false) if text.chars().count() > 3 => Some(Label::Content),
                (false, true) => Some(Label::Chrome),
                _ => None,
            }
        })
        .collect()
}
