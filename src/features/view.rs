//! What features look at: a page's blocks with everything that is counted once for all of them.

use crate::blocks::{Block, Blocks, Container};
use crate::features::declare::ln1p;
use crate::text::{
    Lexicon, TextCounts, TokenSpan, TokenStore, Tokens, fold, is_visible, tokenize, tokenize_ascii, without_readings,
};

/// Space that is used again from page to page.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    folded: Vec<char>,
    run: String,
    tokens: Tokens,
    token_flags: Vec<u8>,
}

/// What is counted of one block.
#[derive(Clone, Debug)]
pub(crate) struct BlockStats {
    pub(crate) counts: TextCounts,
    /// Length in words.
    pub(crate) n_units: f32,
    /// Logarithm of the length in words, as features give it.
    pub(crate) log_units: f32,
    pub(crate) tokens: TokenSpan,
    /// Share of different tokens among the tokens.
    pub(crate) distinct_share: f32,
    /// Characters inside links, white space left out.
    pub(crate) n_link_chars: u32,
    /// Hash of the block's tokens in order: alike for blocks that say the same.
    pub(crate) wording: u32,
    /// How many blocks say the same.
    pub(crate) n_same: u32,
    /// How many of those stand before.
    pub(crate) n_same_before: u32,
    /// Whether the markup makes the block a heading.
    pub(crate) is_heading: bool,
    /// The heading that the block stands under, an index of blocks.
    pub(crate) heading: Option<u32>,
}

impl BlockStats {
    /// Share of the characters inside links, 0 to 1.
    pub(crate) fn link_density(&self) -> f32 {
        crate::features::declare::share(self.n_link_chars as f32, self.counts.n_chars as f32)
    }

    /// Length of the text outside links, in words.
    pub(crate) fn n_plain_units(&self) -> f32 {
        self.n_units * (1.0 - self.link_density())
    }

    /// Whether the block reads like part of a paragraph: long, with a sentence's end, mostly not linked.
    pub(crate) fn is_prose(&self) -> bool {
        self.n_units >= 15.0 && self.counts.n_sentence_ends > 0 && self.link_density() < 0.5
    }
}

/// Sums over a run of blocks.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sums {
    pub(crate) n_blocks: f32,
    pub(crate) n_chars: f32,
    pub(crate) n_link_chars: f32,
    pub(crate) n_units: f32,
    pub(crate) n_sentence_ends: f32,
    pub(crate) n_commas: f32,
    pub(crate) n_prose_blocks: f32,
    pub(crate) n_prose_units: f32,
    pub(crate) n_links: f32,
    pub(crate) n_headings: f32,
}

impl Sums {
    fn plus(self, block: &Block, stats: &BlockStats) -> Self {
        let n_units = stats.n_units;
        let is_prose = stats.is_prose();
        Sums {
            n_blocks: self.n_blocks + 1.0,
            n_chars: self.n_chars + stats.counts.n_chars as f32,
            n_link_chars: self.n_link_chars + stats.n_link_chars as f32,
            n_units: self.n_units + n_units,
            n_sentence_ends: self.n_sentence_ends + stats.counts.n_sentence_ends as f32,
            n_commas: self.n_commas + stats.counts.n_commas as f32,
            n_prose_blocks: self.n_prose_blocks + f32::from(u8::from(is_prose)),
            n_prose_units: self.n_prose_units + if is_prose { n_units } else { 0.0 },
            n_links: self.n_links + block.links.len() as f32,
            n_headings: self.n_headings + f32::from(u8::from(stats.is_heading)),
        }
    }

    /// The sums of two runs together.
    pub(crate) fn add(self, other: Self) -> Self {
        self.combine(other, |a, b| a + b)
    }

    fn minus(self, other: Self) -> Self {
        self.combine(other, |a, b| a - b)
    }

    fn combine(self, other: Self, f: impl Fn(f32, f32) -> f32) -> Self {
        Sums {
            n_blocks: f(self.n_blocks, other.n_blocks),
            n_chars: f(self.n_chars, other.n_chars),
            n_link_chars: f(self.n_link_chars, other.n_link_chars),
            n_units: f(self.n_units, other.n_units),
            n_sentence_ends: f(self.n_sentence_ends, other.n_sentence_ends),
            n_commas: f(self.n_commas, other.n_commas),
            n_prose_blocks: f(self.n_prose_blocks, other.n_prose_blocks),
            n_prose_units: f(self.n_prose_units, other.n_prose_units),
            n_links: f(self.n_links, other.n_links),
            n_headings: f(self.n_headings, other.n_headings),
        }
    }
}

/// A page with everything that features ask for.
#[derive(Debug)]
pub(crate) struct PageView<'a> {
    pub(crate) page: &'a Blocks,
    pub(crate) stats: Vec<BlockStats>,
    tokens: TokenStore,
    /// Sums of the blocks before each, and of all.
    before: Vec<Sums>,
    /// Sums over the blocks of every container.
    inside: Vec<Sums>,
    pub(crate) levels: super::surroundings::LevelTable,
    pub(crate) neighbours: Vec<super::neighbours::Neighbour>,
    pub(crate) above: Vec<super::layout::Above>,
    pub(crate) titles: super::titles::TitleFacts,
    pub(crate) repetition: super::repetition::Repetition,
    pub(crate) body: super::surroundings::BodyGuess,
    pub(crate) page_values: super::page::PageValues,
    pub(crate) story: super::story::Story,
}

impl<'a> PageView<'a> {
    /// Counts what features ask for. The lexicon is the model's.
    pub(crate) fn new(page: &'a Blocks, lexicon: &Lexicon, scratch: &mut Scratch) -> Self {
        let mut tokens = TokenStore::for_text(page.text.len());
        let mut stats: Vec<BlockStats> =
            page.blocks.iter().map(|block| stats_of(page, block, lexicon, scratch, &mut tokens)).collect();
        count_same(&mut stats);
        find_headings(page, &mut stats);
        let mut before = Vec::with_capacity(stats.len() + 1);
        let mut sums = Sums::default();
        before.push(sums);
        for (block, stats) in page.blocks.iter().zip(&stats) {
            if !block.place.is_head() {
                sums = sums.plus(block, stats);
            }
            before.push(sums);
        }
        let mut view = PageView {
            page,
            before,
            inside: Vec::new(),
            levels: Default::default(),
            neighbours: super::neighbours::Neighbour::all(&stats),
            above: super::layout::Above::of(&page.containers),
            stats,
            tokens,
            titles: Default::default(),
            repetition: Default::default(),
            body: Default::default(),
            page_values: Default::default(),
            story: Default::default(),
        };
        let sums_of = |c: &Container| view.sums(c.blocks.start as usize, c.blocks.end as usize);
        view.inside = page.containers.iter().map(sums_of).collect();
        view.levels = super::surroundings::LevelTable::of(&view);
        view.titles = super::titles::TitleFacts::of(&view, scratch);
        view.repetition = super::repetition::Repetition::of(&view);
        view.body = super::surroundings::BodyGuess::of(&view);
        view.page_values = super::page::PageValues::of(&view);
        view.story = super::story::Story::of(&view);
        view
    }

    pub(crate) fn n_blocks(&self) -> usize {
        self.stats.len()
    }

    /// All tokens of a block but pieces and words of the lexicon.
    pub(crate) fn hashes(&self, idx: usize) -> &[u32] {
        self.tokens.hashes(self.stats[idx].tokens)
    }

    /// The single words, pairs, numbers and signs of a block.
    pub(crate) fn single(&self, idx: usize) -> &[u32] {
        self.tokens.single(self.stats[idx].tokens)
    }

    /// The words of the lexicon in a block.
    pub(crate) fn lexicon_words(&self, idx: usize) -> &[u32] {
        self.tokens.words(self.stats[idx].tokens)
    }

    /// The beginnings and ends of a block's long words.
    pub(crate) fn pieces(&self, idx: usize) -> &[u32] {
        self.tokens.pieces(self.stats[idx].tokens)
    }

    /// Sums over the blocks `from..to`, head blocks left out.
    pub(crate) fn sums(&self, from: usize, to: usize) -> Sums {
        match (self.before.get(to), self.before.get(from)) {
            (Some(to), Some(from)) => to.minus(*from),
            _ => Sums::default(),
        }
    }

    /// Sums over all blocks of the page.
    pub(crate) fn all(&self) -> Sums {
        self.before.last().copied().unwrap_or_default()
    }

    /// A container by its index.
    pub(crate) fn container(&self, idx: u32) -> &'a Container {
        &self.page.containers[idx as usize]
    }

    /// Sums over the blocks of every container.
    pub(crate) fn sums_inside(&self) -> &[Sums] {
        &self.inside
    }

    /// Sums over the blocks of a container, by its index.
    pub(crate) fn sums_in(&self, container: u32) -> Sums {
        self.inside.get(container as usize).copied().unwrap_or_default()
    }
}

impl Scratch {
    /// The tokens of a text.
    pub(crate) fn tokens_of(&mut self, text: &str) -> &mut Tokens {
        if text.is_ascii() {
            tokenize_ascii(text.as_bytes(), &mut self.tokens);
        } else {
            fold(text, &mut self.folded);
            tokenize(&self.folded, &mut self.tokens);
        }
        &mut self.tokens
    }
}

fn stats_of(
    page: &Blocks,
    block: &Block,
    lexicon: &Lexicon,
    scratch: &mut Scratch,
    store: &mut TokenStore,
) -> BlockStats {
    let text = page.text_of(block);
    scratch.tokens_of(text);
    let Scratch { folded, run, tokens, token_flags } = scratch;
    if !text.is_ascii() {
        lexicon.push_words(folded, run, &mut tokens.words);
    }
    let n_link_chars = page.links_of(block).iter().map(|link| n_visible(page.slice(&link.text))).sum::<u32>();
    let wording = tokens.single().iter().fold(7, |hash, token| crate::hash::hash_pair(hash, *token));
    let counts = TextCounts::of(&without_readings(text));
    BlockStats {
        counts,
        n_units: counts.n_units(),
        log_units: ln1p(counts.n_units()),
        distinct_share: super::shape::distinct_share(tokens.single(), token_flags),
        tokens: store.push(tokens),
        n_link_chars: n_link_chars.min(counts.n_chars),
        wording,
        n_same: 1,
        n_same_before: 0,
        is_heading: is_heading(page, block),
        heading: None,
    }
}

fn n_visible(text: &str) -> u32 {
    if text.is_ascii() {
        return text.bytes().map(|byte| u32::from(!matches!(byte, b' ' | b'\t' | b'\n'))).sum();
    }
    text.chars().filter(|c| is_visible(*c)).count() as u32
}

fn count_same(stats: &mut [BlockStats]) {
    let mut order: Vec<(u32, usize)> = stats.iter().enumerate().map(|(idx, block)| (block.wording, idx)).collect();
    order.sort_unstable();
    for same in order.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
        for (n_before, (_, idx)) in same.iter().enumerate() {
            (stats[*idx].n_same, stats[*idx].n_same_before) = (same.len() as u32, n_before as u32);
        }
    }
}

/// Whether the markup makes a block a heading.
pub(crate) fn is_heading(page: &Blocks, block: &Block) -> bool {
    page.ancestors(block).take(3).any(|c| c.tag.heading_level().is_some())
}

fn find_headings(page: &Blocks, stats: &mut [BlockStats]) {
    let mut heading = None;
    for (idx, block) in page.blocks.iter().enumerate() {
        stats[idx].heading = heading;
        let counts = &stats[idx].counts;
        let looks_like_heading = if page.is_text {
            counts.n_units() <= 8.0 && counts.n_sentence_ends == 0 && block.gap.n_breaks > 0 && !block.gap.bullet
        } else {
            stats[idx].is_heading
        };
        if looks_like_heading && !block.place.is_head() {
            heading = Some(idx as u32);
        }
    }
}
