//! Where a gold text may be wrong about a block that it leaves out.
//!
//! Golds skip paragraphs, lists and code in the middle of an article, and some end where their maker ran out
//! of room. What stands among content and reads like it, yet is not in the gold, is unsure instead of chrome.

use std::collections::{BTreeMap, BTreeSet};

use crate::blocks::{Block, Container};
use crate::document::Tag;
use crate::features::{PageView, is_heading};
use crate::label::Label;
use crate::train::matching::GoldText;

/// Words of a block that reads like part of an article: of a sentence, and of a block without one.
const N_SENTENCE: f32 = 8.0;
const N_UNPUNCTUATED: f32 = 20.0;
/// Words of a table or listing that is more than a row about an author.
const N_PIECE: f32 = 20.0;
/// Words of a block that says the same as another by more than chance.
const MIN_COPY: usize = 8;
/// Words that a block's surroundings hold at least.
const N_AROUND: usize = 60;
/// Share of the surroundings' words that are content for the block to be doubted.
const CONTENT_AROUND: f32 = 0.5;
/// Blocks of content that a place of the template has at least for the others in it to be doubted, and tenths
/// of its blocks that they are.
const MIN_SHAPED: usize = 3;
const MIXED_TENTHS: usize = 3;
/// Doubtful blocks for every hundred blocks of content from which on a gold counts as careless.
const CARELESS_PERCENT: usize = 4;

/// A page's labels, counted so that the surroundings of a block can be asked for.
pub(super) struct Doubt<'a> {
    view: &'a PageView<'a>,
    gold: &'a GoldText,
    words: &'a [Vec<u32>],
    /// Words before each block, of all blocks and of content.
    before: Vec<(usize, usize)>,
    /// The first and the last content block.
    range: Option<(usize, usize)>,
}

impl<'a> Doubt<'a> {
    pub(super) fn new(
        view: &'a PageView<'a>,
        gold: &'a GoldText,
        words: &'a [Vec<u32>],
        labels: &[Option<Label>],
    ) -> Self {
        let mut sums = (0, 0);
        let mut before = vec![sums];
        for (idx, block) in view.page.blocks.iter().enumerate() {
            if !block.place.is_head() {
                sums.0 += words[idx].len();
                sums.1 += if labels[idx] == Some(Label::Content) { words[idx].len() } else { 0 };
            }
            before.push(sums);
        }
        let is_content = |label: &Option<Label>| *label == Some(Label::Content);
        let range = labels.iter().position(is_content).zip(labels.iter().rposition(is_content));
        Doubt { view, gold, words, before, range }
    }

    /// Takes the label from chrome that stands among content and may be left out by mistake. Where that
    /// happens often the gold is careless, and doubted for whole lists and sections too.
    pub(super) fn apply(&self, labels: &mut [Option<Label>]) {
        self.doubt_frame(labels);
        self.drop_hidden_copies(labels);
        let Some((first, last)) = self.range else { return };
        let n_content = labels.iter().filter(|label| **label == Some(Label::Content)).count();
        let n_doubted = self.doubt_range(first, last, false, labels);
        if n_doubted >= 2 && n_doubted * 100 >= CARELESS_PERCENT * n_content {
            self.doubt_range(first, last, true, labels);
        }
    }

    /// Doubts the chrome of a run of blocks and says of how many. `is_careless`: headings count, and what
    /// stands among content at any distance.
    fn doubt_range(&self, from: usize, to: usize, is_careless: bool, labels: &mut [Option<Label>]) -> usize {
        let shapes = self.shapes(from, to, labels);
        let is_content = |idx: &usize| labels[*idx] == Some(Label::Content) && self.words[*idx].len() >= MIN_COPY;
        let known: BTreeSet<u32> =
            (0..labels.len()).filter(is_content).map(|idx| self.view.stats[idx].wording).collect();
        let is_doubtful = |idx: usize| {
            // A copy is chrome wherever it stands.
            if known.contains(&self.view.stats[idx].wording) {
                return false;
            }
            let is_heading = is_careless && self.is_heading(idx) && self.view.stats[idx].link_density() < 0.5;
            if !is_heading && !self.reads_like_content(idx) {
                return self.is_in_piece_left_out(idx);
            }
            let (n_all, n_content) = self.shape(idx).and_then(|shape| shapes.get(&shape)).copied().unwrap_or_default();
            let is_shaped = n_content >= MIN_SHAPED && (is_careless || n_content * 10 >= MIXED_TENTHS * n_all);
            is_shaped || self.is_among_content(idx, is_careless) || self.is_in_piece_left_out(idx)
        };
        let doubted: Vec<usize> =
            (from..to).filter(|idx| labels[*idx] == Some(Label::Chrome) && is_doubtful(*idx)).collect();
        doubted.iter().for_each(|idx| labels[*idx] = None);
        doubted.len()
    }

    /// How many blocks that read like content, and how many of them are content, every place of the template
    /// has.
    fn shapes(&self, from: usize, to: usize, labels: &[Option<Label>]) -> BTreeMap<u32, (usize, usize)> {
        let mut shapes: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
        for idx in (from..to).filter(|idx| self.reads_like_content(*idx)) {
            let Some(shape) = self.shape(idx) else { continue };
            let (n_all, n_content) = shapes.entry(shape).or_default();
            *n_all += 1;
            *n_content += usize::from(labels[idx] == Some(Label::Content));
        }
        shapes
    }

    /// The place in the template of a block.
    fn shape(&self, idx: usize) -> Option<u32> {
        let page = self.view.page;
        page.blocks.get(idx).and_then(|block| page.containers.get(block.container as usize)).map(|c| c.path_shape)
    }

    /// Takes the label from content in navigation, footers and dialogs: golds that hold whole pages.
    fn doubt_frame(&self, labels: &mut [Option<Label>]) {
        let page = self.view.page;
        let n_content = self.before.last().map_or(0, |(_, content)| *content);
        let is_frame = |container: &Container| {
            let is_small = self.count(container).1 * 2 < n_content;
            let semantics = container.semantics;
            is_small
                && (matches!(container.tag, Tag::Nav | Tag::Footer) || semantics.is_frame_role || semantics.is_dialog)
        };
        // A footer inside an article is its own.
        let in_frame = |block: &Block| page.ancestors(block).take_while(|c| c.tag != Tag::Article).any(is_frame);
        for (block, label) in page.blocks.iter().zip(labels) {
            if *label == Some(Label::Content) && in_frame(block) {
                *label = None;
            }
        }
    }

    /// Takes the label from all chrome after the end of a gold that breaks off inside a block.
    pub(super) fn doubt_rest(&self, places: &[Option<(usize, usize)>], labels: &mut [Option<Label>]) {
        let end = self.gold.words.len().saturating_sub(1);
        let Some(idx) = places.iter().position(|place| place.is_some_and(|(_, last)| last == end)) else { return };
        let Some((first, _)) = places[idx] else { return };
        // The block goes on after the words that the gold holds of it.
        if self.words[idx].len() < (end + 1 - first) + 3 {
            return;
        }
        for label in labels.iter_mut().skip(idx + 1).filter(|label| **label == Some(Label::Chrome)) {
            *label = None;
        }
    }

    fn reads_like_content(&self, idx: usize) -> bool {
        let stats = &self.view.stats[idx];
        let counts = &stats.counts;
        let n_least = if counts.n_sentence_ends > 0 { N_SENTENCE } else { N_UNPUNCTUATED };
        let is_head = self.view.page.blocks.get(idx).is_none_or(|block| block.place.is_head());
        !is_head && counts.n_units() >= n_least && counts.n_digits * 4 < counts.n_chars && stats.link_density() < 0.5
    }

    fn is_heading(&self, idx: usize) -> bool {
        self.view.page.blocks.get(idx).is_some_and(|block| is_heading(self.view.page, block))
    }

    /// Whether a block stands in a table or listing among content that the gold left out whole.
    fn is_in_piece_left_out(&self, idx: usize) -> bool {
        let page = self.view.page;
        let Some(block) = page.blocks.get(idx) else { return false };
        let is_piece = |tag: Tag| matches!(tag, Tag::Table | Tag::Dl | Tag::Pre);
        let Some(piece) = page.ancestors(block).find(|container| is_piece(container.tag)) else { return false };
        let sums = self.view.sums(piece.blocks.start as usize, piece.blocks.end as usize);
        let (n_own, n_content) = self.count(piece);
        if sums.n_units < N_PIECE || sums.n_link_chars * 3.0 > sums.n_chars || n_content * 5 > n_own {
            return false;
        }
        let around = page.container_chain(piece.parent).map(|container| self.count(container));
        let large = around.map(|(all, content)| (all - n_own, content - n_content)).find(|(all, _)| *all >= N_AROUND);
        large.is_some_and(|(all, content)| content as f32 >= CONTENT_AROUND * all as f32)
    }

    /// Words in a container, of all blocks and of content.
    fn count(&self, container: &Container) -> (usize, usize) {
        let (from, to) = (container.blocks.start as usize, container.blocks.end as usize);
        (self.before[to].0 - self.before[from].0, self.before[to].1 - self.before[from].1)
    }

    /// Makes hidden content chrome where visible content says the same: golds whose makers took both.
    fn drop_hidden_copies(&self, labels: &mut [Option<Label>]) {
        let blocks = &self.view.page.blocks;
        let is_content = |idx: &usize| labels[*idx] == Some(Label::Content) && self.words[*idx].len() >= MIN_COPY;
        let (hidden, visible): (Vec<usize>, Vec<usize>) =
            (0..labels.len()).filter(is_content).partition(|idx| blocks[*idx].hiding.is_some());
        let visible: BTreeSet<u32> = visible.into_iter().map(|idx| self.view.stats[idx].wording).collect();
        for idx in hidden.into_iter().filter(|idx| visible.contains(&self.view.stats[*idx].wording)) {
            labels[idx] = Some(Label::Chrome);
        }
    }

    /// Whether most words of the smallest container around a block that holds much else are content; with
    /// `at_any_distance` those of any container but the page's body.
    fn is_among_content(&self, idx: usize, at_any_distance: bool) -> bool {
        let page = self.view.page;
        let Some(block) = page.blocks.get(idx) else { return false };
        let n_own = self.words[idx].len();
        let is_body = |container: &&Container| matches!(container.tag, Tag::Body | Tag::Html);
        let large = page.ancestors(block).filter(|c| !(at_any_distance && is_body(c))).filter_map(|container| {
            let (n_all, n_content) = self.count(container);
            // What stands in the page's head counts for no container.
            let n_all = n_all.saturating_sub(n_own);
            (n_all >= N_AROUND.max(2 * n_own)).then_some(n_content as f32 >= CONTENT_AROUND * n_all as f32)
        });
        large.take(if at_any_distance { usize::MAX } else { 1 }).any(|is_content| is_content)
    }
}
