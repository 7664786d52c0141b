//! Whether a block belongs to the story that the page is about, or to another one beside it.
//!
//! Three things tell: how near the block stands to the likely headline, in which of the page's large parts it
//! stands, and whether the rare words of title and headline come back around it.

use crate::blocks::Place;
use crate::document::Tag;
use crate::features::declare::{features, flag, share};
use crate::features::surroundings::{levels, levels_from};
use crate::features::{First, PageView};

features! {
    /// The words of title and headline around a block. The same for HTML and text.
    pub(crate) const FAMILY: Family<First>, |view, idx| {
        let story = &view.story;
        let near = story.near(idx, 3);
    } {
        "title_words": "Share of the rare words of title and headline that the block holds." => story.near(idx, 0);
        "title_words_near": "Share of them within three blocks." => near, knots [0.3];
        "title_words_around": "Share of them within ten blocks." => story.near(idx, 10), knots [0.5];
        "far_from_title_words": "The block is prose, and under a tenth of them are within three blocks." =>
            flag(story.n_words >= 3 && view.stats[idx].is_prose() && near < 0.1);
    }
}

features! {
    /// Headline, large parts, linked headings. HTML only.
    pub(crate) const HTML_FAMILY: Family<First>, |view, idx| {
        let story = &view.story;
        let block = &view.page.blocks[idx];
        let around = story.around(view, idx);
        let [w2, w3, w4] = around.title_words;
        let headline = around.headline;
        let part = story.part(view, idx);
        let link = linked_heading(view, idx);
        let is_prose = flag(view.stats[idx].is_prose());
        let is_behind_footer = flag(story.footer_end.is_some_and(|end| idx >= end));
    } {
        "l2_title_words": "Level 2 container: share of the rare words of title and headline." => w2, knots [0.4];
        "l3_title_words": "Level 3 container: share of the rare words of title and headline." => w3, knots [0.4];
        "l4_title_words": "Level 4 container: share of the rare words of title and headline." => w4, knots [0.4];
        "headline_steps": "Levels up to a container that also holds the likely headline, at most ten." => headline.n_steps, knots [1.5, 4.0];
        "headline_reach": "Share of the page's text in that container." => headline.text_share, knots [0.8];
        "part_text_share": "The page's large part around the block: its share of the text." => part.text_share, knots [0.5];
        "part_prose_share": "The large part's share of the prose." => part.prose_share, knots [0.5];
        "part_link_density": "The large part's share of characters in links." => part.link_density, knots [0.4];
        "part_has_headline": "The large part holds the likely headline." => flag(part.holds_headline);
        "part_behind_headline": "The large part begins after the one that holds the likely headline." => flag(part.is_behind);
        "behind_footer": "The page's outermost footer has ended." => is_behind_footer;
        "prose_behind_footer": "The same, for prose." => is_prose * is_behind_footer;
        "under_linked_heading": "Share of the heading above that is linked, within eight blocks." => link;
        "prose_under_linked_heading": "The same, for prose." => link * is_prose;
        "in_main_container": "The element around the block's own is the one with most prose in its children." =>
            flag(story.main_container.is_some() && story.main_container == outer(view, block.container));
    }
}

/// What is known once of the page's story.
#[derive(Debug, Default)]
pub(crate) struct Story {
    /// For every block, which of the words it holds, a bit each.
    words: Vec<u32>,
    n_words: u32,
    /// For every container, which of the words its blocks hold.
    inside: Vec<u32>,
    /// For every container that is a level, what it and those around it tell of the blocks whose first level it is.
    around: Vec<Around>,
    /// For every container the outermost around it that is not nearly the whole page.
    parts: Vec<u32>,
    headline_part: Option<u32>,
    footer_end: Option<usize>,
    main_container: Option<u32>,
}

/// Share of the page's blocks from which on a container is the whole page.
const WHOLE: f32 = 0.9;

impl Story {
    pub(super) fn of(view: &PageView<'_>) -> Self {
        let mut story = Story::default();
        let title = view.page.blocks.iter().position(|block| block.place == Place::Title);
        let named: Vec<usize> = title.into_iter().chain(view.titles.headline).collect();
        (story.words, story.n_words) = view.page_values.tokens.holders(&named);
        if view.page.is_text {
            return story;
        }
        story.mark_containers(view);
        story.find_parts(view);
        story.around = (0..view.page.containers.len() as u32).map(|idx| story.around_level(view, idx)).collect();
        story.headline_part = view.titles.headline.and_then(|idx| story.part_of(view, idx));
        let footers = view.page.containers.iter().filter(|c| c.tag == Tag::Footer && !c.blocks.is_empty());
        // Of several at one depth the last.
        let outermost = footers.min_by_key(|c| (c.depth, usize::MAX - c.blocks.end as usize));
        story.footer_end = outermost.map(|c| c.blocks.end as usize);
        story.main_container = main_container(view);
        story
    }

    fn mark_containers(&mut self, view: &PageView<'_>) {
        self.inside = vec![0; view.page.containers.len()];
        for (idx, words) in self.words.iter().enumerate().filter(|(_, words)| **words != 0) {
            // What names the story says nothing of the container that it stands in.
            if Some(idx) != view.titles.headline {
                for container in levels(view, &view.page.blocks[idx]).take(8) {
                    self.inside[container as usize] |= words;
                }
            }
        }
    }

    fn find_parts(&mut self, view: &PageView<'_>) {
        let n_whole = WHOLE * view.n_blocks() as f32;
        let is_whole =
            |idx: u32| view.page.containers.get(idx as usize).is_none_or(|c| c.blocks.len() as f32 >= n_whole);
        for (idx, container) in view.page.containers.iter().enumerate() {
            let outer = (container.depth > 0).then_some(container.parent).filter(|outer| !is_whole(*outer));
            let part = outer.and_then(|outer| self.parts.get(outer as usize).copied());
            self.parts.push(part.unwrap_or(idx as u32));
        }
    }

    fn part_of(&self, view: &PageView<'_>, idx: usize) -> Option<u32> {
        self.parts.get(view.page.blocks[idx].container as usize).copied()
    }

    fn part(&self, view: &PageView<'_>, idx: usize) -> Part {
        let Some(part) = self.part_of(view, idx) else { return Part::default() };
        let (sums, all) = (view.sums_in(part), view.all());
        let start = |part: u32| view.container(part).blocks.start;
        Part {
            text_share: share(sums.n_chars, all.n_chars),
            prose_share: share(sums.n_prose_units, all.n_prose_units),
            link_density: share(sums.n_link_chars, sums.n_chars),
            holds_headline: self.headline_part == Some(part),
            is_behind: self.headline_part.is_some_and(|headline| start(part) > start(headline)),
        }
    }

    /// Share of the words within `reach` blocks.
    pub(crate) fn near(&self, idx: usize, reach: usize) -> f32 {
        let around = &self.words[idx.saturating_sub(reach)..(idx + reach + 1).min(self.words.len())];
        let words = around.iter().fold(0, |all, words| all | words);
        share(words.count_ones() as f32, self.n_words as f32)
    }

    /// What the levels around a block tell of it.
    pub(crate) fn around(&self, view: &PageView<'_>, idx: usize) -> Around {
        let level = levels(view, &view.page.blocks[idx]).next();
        level.and_then(|level| self.around.get(level as usize)).copied().unwrap_or_default()
    }

    fn around_level(&self, view: &PageView<'_>, level: u32) -> Around {
        if view.container(level).blocks.len() < 2 {
            return Around::default();
        }
        let mut title_words = [0.0; 3];
        for (slot, container) in title_words.iter_mut().zip(levels_from(view, level).skip(1)) {
            let words = self.inside.get(container as usize).copied().unwrap_or_default();
            *slot = share(words.count_ones() as f32, self.n_words as f32);
        }
        Around { title_words, headline: Headline::of(view, level) }
    }
}

/// What the levels around a block tell of it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Around {
    /// Share of the words in the containers of level 2, 3 and 4.
    pub(crate) title_words: [f32; 3],
    pub(crate) headline: Headline,
}

/// A large part of a page.
#[derive(Debug, Default)]
struct Part {
    text_share: f32,
    prose_share: f32,
    link_density: f32,
    holds_headline: bool,
    is_behind: bool,
}

/// How near a block stands to the likely headline.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Headline {
    /// Levels up to a container that also holds it; ten where there is none.
    pub(crate) n_steps: f32,
    text_share: f32,
}

impl Default for Headline {
    fn default() -> Self {
        Headline { n_steps: 10.0, text_share: 1.0 }
    }
}

impl Headline {
    fn of(view: &PageView<'_>, level: u32) -> Self {
        let Some(headline) = view.titles.headline.map(|headline| headline as u32) else { return Headline::default() };
        let mut around = levels_from(view, level).take(9).enumerate();
        let holding = around.find(|(_, container)| view.container(*container).blocks.contains(&headline));
        let near = holding.map(|(level, container)| Headline {
            n_steps: level as f32,
            text_share: share(view.sums_in(container).n_chars, view.all().n_chars),
        });
        near.unwrap_or_default()
    }
}

/// Share of the heading above that is linked, if it stands within eight blocks.
fn linked_heading(view: &PageView<'_>, idx: usize) -> f32 {
    let heading = view.stats[idx].heading.map(|heading| heading as usize).filter(|heading| idx - heading <= 8);
    heading.map_or(0.0, |heading| view.stats[heading].link_density())
}

/// The container in which most words of prose stand directly.
fn main_container(view: &PageView<'_>) -> Option<u32> {
    let mut units = vec![0.0f32; view.page.containers.len()];
    for (block, stats) in view.page.blocks.iter().zip(&view.stats).filter(|(_, stats)| stats.is_prose()) {
        if let Some(sum) = outer(view, block.container).and_then(|outer| units.get_mut(outer as usize)) {
            *sum += stats.n_units;
        }
    }
    let best = units.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).filter(|(_, units)| **units > 0.0);
    best.map(|(idx, _)| idx as u32)
}

/// The element around a block's own: a paragraph's element holds nothing else.
fn outer(view: &PageView<'_>, own: u32) -> Option<u32> {
    view.page.containers.get(own as usize).map(|c| if c.blocks.len() < 2 { c.parent } else { own })
}
