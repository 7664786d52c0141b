//! Several coarse measures of a block taken together, as one token.
//!
//! A linear model adds its features up; that a short line means one thing inside a card of links and
//! another between two paragraphs it cannot say. A cross is a token made of such measures; how often
//! blocks of that cross are content is counted like the evidence of a word.

use crate::document::Tag;
use crate::features::surroundings::levels;
use crate::features::{Feature, PageView};
use crate::hash::hash_pair;

/// A declared cross.
struct Cross {
    name: &'static str,
    doc: &'static str,
    parts: fn(&Measures) -> [u32; 5],
    is_text_too: bool,
}

/// How many crosses are declared.
pub(super) const N_CROSSES: usize = CROSSES.len();

const CROSSES: &[Cross] = &[
    Cross {
        name: "x_tag_length",
        doc: "Evidence of element, length and links.",
        is_text_too: false,
        parts: |m| [m.tag, m.length, m.link_density, m.ends_sentence, 0],
    },
    Cross {
        name: "x_tags_above",
        doc: "Evidence of element, parent, grandparent and length.",
        is_text_too: false,
        parts: |m| [m.tag, m.parent, m.grandparent, m.length, 0],
    },
    Cross {
        name: "x_level1",
        doc: "Evidence of length and the level 1 container's prose, links and blocks.",
        is_text_too: false,
        parts: |m| [m.length, m.l1_prose, m.l1_link_density, m.l1_blocks, m.link_density],
    },
    Cross {
        name: "x_level2",
        doc: "Evidence of length and the level 2 container's prose, links and blocks.",
        is_text_too: false,
        parts: |m| [m.length, m.l2_prose, m.l2_link_density, m.l2_blocks, m.link_density],
    },
    Cross {
        name: "x_level3",
        doc: "Evidence of length and the level 3 container's prose, links and blocks.",
        is_text_too: false,
        parts: |m| [m.length, m.l3_prose, m.l3_link_density, m.l3_blocks, m.link_density],
    },
    Cross {
        name: "x_prose_shares",
        doc: "Evidence of the shares of the page's prose in the four containers around.",
        is_text_too: false,
        parts: |m| [m.l1_prose_share, m.l2_prose_share, m.l3_prose_share, m.l4_prose_share, m.is_prose],
    },
    Cross {
        name: "x_neighbours",
        doc: "Evidence of the lengths of the block and its neighbours.",
        is_text_too: true,
        parts: |m| [m.length, m.before_length, m.after_length, m.ends_sentence, m.before_ends_sentence],
    },
    Cross {
        name: "x_place",
        doc: "Evidence of length, place on the page and prose around.",
        is_text_too: true,
        parts: |m| [m.length, m.position, m.since_prose, m.until_prose, m.ends_sentence],
    },
    Cross {
        name: "x_page",
        doc: "Evidence of length and the kind of page: its prose and length.",
        is_text_too: true,
        parts: |m| [m.length, m.page_prose_share, m.page_blocks, m.position, m.link_density],
    },
    Cross {
        name: "x_signs",
        doc: "Evidence of length, digits, separators, capitals and sentence end.",
        is_text_too: true,
        parts: |m| [m.length, m.digits, m.separators, m.capitals, m.ends_sentence],
    },
    Cross {
        name: "x_layout",
        doc: "Evidence of length, blank lines, bullet and indentation.",
        is_text_too: true,
        parts: |m| [m.length, m.breaks, m.after_breaks, m.bullet, m.before_length],
    },
    Cross {
        name: "x_headline",
        doc: "Evidence of length and place behind the likely headline.",
        is_text_too: true,
        parts: |m| [m.length, m.behind_headline, m.ends_sentence, m.is_prose, m.link_density],
    },
    Cross {
        name: "x_kind",
        doc: "Evidence of the kind that the page calls itself, and of the block's length and make.",
        is_text_too: false,
        parts: |m| [m.kind, m.length, m.group_size, m.group_length, m.l2_prose_share],
    },
    Cross {
        name: "x_story",
        doc: "Evidence of nearness to headline and its words, prose and make.",
        is_text_too: false,
        parts: |m| [m.headline_steps, m.title_words_level, m.is_prose, m.group_size, m.behind_headline],
    },
    Cross {
        name: "x_title_words",
        doc: "Evidence of the headline's words around, of prose and place.",
        is_text_too: true,
        parts: |m| [m.title_words_near, m.length, m.since_prose, m.behind_headline, m.is_prose],
    },
    Cross {
        name: "x_repeated",
        doc: "Evidence of length and of how often the page repeats the block's make.",
        is_text_too: false,
        parts: |m| [m.length, m.group_size, m.group_length, m.link_density, m.is_prose],
    },
];

/// The features of the crosses, in the order of [`fill`].
pub(crate) fn features(is_text: bool) -> impl Iterator<Item = Feature> {
    declared(is_text).map(|cross| Feature { name: cross.name.to_owned(), doc: cross.doc })
}

fn declared(is_text: bool) -> impl Iterator<Item = &'static Cross> {
    CROSSES.iter().filter(move |cross| cross.is_text_too || !is_text)
}

/// One cross of a block.
pub(crate) struct Crossing {
    number: u32,
    is_text: bool,
    parts: [u32; 5],
}

impl Crossing {
    pub(crate) fn token(&self) -> u32 {
        let seed = hash_pair(0x7872 + u32::from(self.is_text), self.number);
        self.parts.into_iter().fold(seed, hash_pair)
    }

    /// All that tells the cross from others of its kind of page, in one number; never zero.
    pub(super) fn packed(&self) -> u64 {
        self.parts.iter().fold(u64::from(self.number) + 1, |packed, part| {
            debug_assert!(*part < 256);
            packed << 8 | u64::from(*part)
        })
    }
}

/// The crosses of a block.
pub(crate) fn crossings(view: &PageView<'_>, idx: usize) -> impl Iterator<Item = Crossing> {
    let measures = Measures::of(view, idx);
    let is_text = view.page.is_text;
    (0..).zip(declared(is_text)).map(move |(number, cross)| Crossing {
        number,
        is_text,
        parts: (cross.parts)(&measures),
    })
}

/// Coarse measures of a block, each a small number.
#[derive(Debug, Default)]
struct Measures {
    tag: u32,
    parent: u32,
    grandparent: u32,
    length: u32,
    link_density: u32,
    ends_sentence: u32,
    is_prose: u32,
    digits: u32,
    separators: u32,
    capitals: u32,
    before_length: u32,
    after_length: u32,
    before_ends_sentence: u32,
    position: u32,
    since_prose: u32,
    until_prose: u32,
    behind_headline: u32,
    page_prose_share: u32,
    page_blocks: u32,
    breaks: u32,
    after_breaks: u32,
    bullet: u32,
    l1_prose: u32,
    l1_link_density: u32,
    l1_blocks: u32,
    l2_prose: u32,
    l2_link_density: u32,
    l2_blocks: u32,
    l3_prose: u32,
    l3_link_density: u32,
    l3_blocks: u32,
    l1_prose_share: u32,
    l2_prose_share: u32,
    l3_prose_share: u32,
    l4_prose_share: u32,
    group_size: u32,
    group_length: u32,
    kind: u32,
    headline_steps: u32,
    title_words_near: u32,
    title_words_level: u32,
}

/// The step that a value is in: how many of the bounds it reaches.
fn step(value: f32, bounds: &[f32]) -> u32 {
    bounds.iter().filter(|bound| value >= **bound).count() as u32
}

const LENGTHS: &[f32] = &[1.5, 3.5, 6.5, 10.0, 16.0, 28.0, 60.0, 120.0];
const SHARES: &[f32] = &[0.02, 0.15, 0.4, 0.7, 0.95];

impl Measures {
    fn of(view: &PageView<'_>, idx: usize) -> Self {
        let mut measures = Measures::default();
        measures.measure_text(view, idx);
        measures.measure_place(view, idx);
        if !view.page.is_text {
            measures.measure_elements(view, idx);
        }
        measures
    }

    fn measure_text(&mut self, view: &PageView<'_>, idx: usize) {
        let stats = &view.stats[idx];
        let c = &stats.counts;
        let of_chars = |n: u32| crate::features::declare::share(n as f32, c.n_chars as f32);
        self.length = length_of(view, idx);
        self.link_density = step(stats.link_density(), &[0.05, 0.4, 0.9]);
        self.ends_sentence = sentence_end(c.last);
        self.is_prose = u32::from(stats.is_prose());
        self.digits = step(of_chars(c.n_digits), &[0.01, 0.15, 0.4]);
        self.separators = step((c.n_bars + c.n_separators) as f32, &[1.0, 3.0]);
        self.capitals = step(of_chars(c.n_upper), &[0.01, 0.15, 0.5]);
    }

    fn measure_place(&mut self, view: &PageView<'_>, idx: usize) {
        let blocks = &view.page.blocks;
        let all = view.all();
        let neighbour = |by: isize| idx.checked_add_signed(by).filter(|at| *at < blocks.len());
        self.before_length = neighbour(-1).map_or(15, |at| length_of(view, at));
        self.after_length = neighbour(1).map_or(15, |at| length_of(view, at));
        self.before_ends_sentence = neighbour(-1).map_or(2, |at| sentence_end(view.stats[at].counts.last));
        self.position = step(idx as f32 / blocks.len() as f32, &[0.05, 0.2, 0.5, 0.8, 0.95]);
        self.since_prose = step(view.page_values.since_prose[idx], &[1.0, 3.0, 8.0, 49.0]);
        self.until_prose = step(view.page_values.until_prose[idx], &[1.0, 3.0, 8.0, 49.0]);
        self.behind_headline = match view.titles.headline {
            None => 9,
            Some(headline) if idx < headline => 8,
            Some(headline) => step((idx - headline) as f32, &[1.0, 2.0, 4.0, 10.0, 40.0]),
        };
        self.title_words_near = step(view.story.near(idx, 3), &[0.01, 0.2, 0.5]);
        self.page_prose_share =
            step(crate::features::declare::share(all.n_prose_units, all.n_units), &[0.05, 0.3, 0.6, 0.85]);
        self.page_blocks = step(all.n_blocks, &[20.0, 60.0, 200.0, 600.0]);
        self.breaks = step(f32::from(blocks[idx].gap.n_breaks), &[1.0, 2.0, 4.0]);
        self.after_breaks = neighbour(1).map_or(5, |at| step(f32::from(blocks[at].gap.n_breaks), &[1.0, 2.0, 4.0]));
        self.bullet = u32::from(blocks[idx].gap.bullet) + 2 * step(f32::from(blocks[idx].gap.indent), &[1.0, 4.0]);
    }

    fn measure_elements(&mut self, view: &PageView<'_>, idx: usize) {
        let block = &view.page.blocks[idx];
        let mut tags = view.page.ancestors(block).map(|c| c.tag as u32);
        let none = Tag::Unknown as u32;
        self.tag = tags.next().unwrap_or(none);
        self.parent = tags.next().unwrap_or(none);
        self.grandparent = tags.next().unwrap_or(none);
        let all = view.all();
        let mut sums = [all; 4];
        for (slot, container) in sums.iter_mut().zip(levels(view, block)) {
            *slot = view.sums_in(container);
        }
        let share = crate::features::declare::share;
        let prose = |at: usize| step(share(sums[at].n_prose_units, sums[at].n_units), &[0.05, 0.4, 0.8]);
        let links = |at: usize| step(share(sums[at].n_link_chars, sums[at].n_chars), &[0.1, 0.35, 0.7]);
        let n_blocks = |at: usize| step(sums[at].n_blocks, &[3.0, 6.0, 15.0, 50.0]);
        let of_prose = |at: usize| step(share(sums[at].n_prose_units, all.n_prose_units), SHARES);
        (self.l1_prose, self.l1_link_density, self.l1_blocks) = (prose(0), links(0), n_blocks(0));
        (self.l2_prose, self.l2_link_density, self.l2_blocks) = (prose(1), links(1), n_blocks(1));
        (self.l3_prose, self.l3_link_density, self.l3_blocks) = (prose(2), links(2), n_blocks(2));
        self.l1_prose_share = of_prose(0);
        self.l2_prose_share = of_prose(1);
        self.l3_prose_share = of_prose(2);
        self.l4_prose_share = of_prose(3);
        self.kind = view.page_values.kind;
        let around = view.story.around(view, idx);
        self.headline_steps = step(around.headline.n_steps, &[1.0, 2.0, 3.0, 5.0, 9.5]);
        self.title_words_level = step(around.title_words[1], &[0.01, 0.3, 0.7]);
        let group = view.repetition.group_of_block(view, idx);
        self.group_size = step(group.n_blocks, &[2.0, 4.0, 10.0, 30.0]);
        self.group_length = step(view.repetition.log_group_units(view, idx), &[1.1, 1.9, 2.7, 3.5]);
    }
}

fn length_of(view: &PageView<'_>, idx: usize) -> u32 {
    step(view.stats[idx].n_units, LENGTHS)
}

fn sentence_end(last: char) -> u32 {
    match last {
        '.' | '。' | '!' | '！' | '?' | '？' => 1,
        ':' | '：' => 2,
        '…' => 3,
        _ => 0,
    }
}
