//! The containers around a block, from the innermost outwards, and the one that most likely holds the
//! article.
//!
//! Levels count containers that hold more than the one before: wrappers around the same blocks are one
//! level. The guess of the body follows Readability's idea (paragraphs lend their length to the containers
//! around them) and CETD's (text against links); both are evidence here, not verdicts.

use crate::blocks::{Block, Container};
use crate::features::declare::{features, flag, ln1p, share};
use crate::features::view::Sums;
use crate::features::{First, PageView};

/// Levels that are described.
const N_LEVELS: usize = 6;

features! {
    /// Text mass, link density and prose of every level; relation to the likely body. HTML only.
    pub(crate) const FAMILY: Family<First>, |view, idx| {
        let block = &view.page.blocks[idx];
        let body = &view.body;
        let relation = body.relation(view, block);
        let [l1, l2, l3, l4, l5, l6] = view.levels.around(view, block);
    } {
        "l1_text_share": "Level 1 container: share of the page's text." => l1.text_share, knots [0.3];
        "l2_text_share": "Level 2 container: share of the page's text." => l2.text_share, knots [0.3];
        "l3_text_share": "Level 3 container: share of the page's text." => l3.text_share;
        "l4_text_share": "Level 4 container: share of the page's text." => l4.text_share, knots [0.5];
        "l5_text_share": "Level 5 container: share of the page's text." => l5.text_share;
        "l6_text_share": "Level 6 container: share of the page's text." => l6.text_share;
        "l1_link_density": "Level 1 container: share of characters in links." => l1.link_density, knots [0.3];
        "l2_link_density": "Level 2 container: share of characters in links." => l2.link_density, knots [0.3];
        "l3_link_density": "Level 3 container: share of characters in links." => l3.link_density, knots [0.3];
        "l4_link_density": "Level 4 container: share of characters in links." => l4.link_density;
        "l5_link_density": "Level 5 container: share of characters in links." => l5.link_density;
        "l6_link_density": "Level 6 container: share of characters in links." => l6.link_density;
        "l1_mean_units": "Level 1 container: logarithm of the mean words a block." => l1.mean_units, knots [2.0];
        "l2_mean_units": "Level 2 container: logarithm of the mean words a block." => l2.mean_units, knots [2.0];
        "l3_mean_units": "Level 3 container: logarithm of the mean words a block." => l3.mean_units, knots [2.0];
        "l4_mean_units": "Level 4 container: logarithm of the mean words a block." => l4.mean_units;
        "l5_mean_units": "Level 5 container: logarithm of the mean words a block." => l5.mean_units;
        "l6_mean_units": "Level 6 container: logarithm of the mean words a block." => l6.mean_units;
        "l1_sentences": "Level 1 container: sentence ends a block, at most five." => l1.sentences;
        "l2_sentences": "Level 2 container: sentence ends a block, at most five." => l2.sentences;
        "l3_sentences": "Level 3 container: sentence ends a block, at most five." => l3.sentences;
        "l4_sentences": "Level 4 container: sentence ends a block, at most five." => l4.sentences;
        "l1_prose": "Level 1 container: logarithm of the prose blocks." => l1.prose, knots [0.8];
        "l2_prose": "Level 2 container: logarithm of the prose blocks." => l2.prose, knots [0.8];
        "l3_prose": "Level 3 container: logarithm of the prose blocks." => l3.prose, knots [0.8];
        "l4_prose": "Level 4 container: logarithm of the prose blocks." => l4.prose;
        "l1_prose_share": "Level 1 container: share of the page's prose." => l1.prose_share, knots [0.5];
        "l2_prose_share": "Level 2 container: share of the page's prose." => l2.prose_share, knots [0.5];
        "l3_prose_share": "Level 3 container: share of the page's prose." => l3.prose_share, knots [0.5];
        "l4_prose_share": "Level 4 container: share of the page's prose." => l4.prose_share;
        "l5_prose_share": "Level 5 container: share of the page's prose." => l5.prose_share;
        "l6_prose_share": "Level 6 container: share of the page's prose." => l6.prose_share;
        "l1_blocks": "Level 1 container: logarithm of the blocks." => l1.blocks, knots [1.5];
        "l2_blocks": "Level 2 container: logarithm of the blocks." => l2.blocks, knots [2.5];
        "l3_blocks": "Level 3 container: logarithm of the blocks." => l3.blocks;
        "l4_blocks": "Level 4 container: logarithm of the blocks." => l4.blocks;
        "l2_headings": "Level 2 container: headings a block." => l2.headings;
        "l3_headings": "Level 3 container: headings a block." => l3.headings;
        "in_body": "Inside the likely body." => flag(relation.is_inside);
        "is_body_child": "The level 1 container is the likely body." => flag(relation.is_child);
        "body_distance": "Levels up to a container that also holds the likely body, at most ten." => relation.distance, knots [1.0, 3.0];
        "body_excess": "Share of the page's prose in that container outside the likely body." => relation.excess;
        "body_share": "Share of the page's prose in the likely body." => body.prose_share;
        "in_body_share": "Inside the likely body, times the body's share of the page's prose." => flag(relation.is_inside) * body.prose_share;
        "before_body": "The block stands before the likely body." => flag(relation.is_before);
        "behind_body": "The block stands behind the likely body." => flag(relation.is_behind);
        "own_lead": "The best score among the block's containers, against the likely body's." => relation.lead, knots [0.3];
        "level1_lead": "The score of the level 1 container, against the likely body's." => relation.level1_lead;
        "in_body_position": "Share of the body's blocks before this one." => relation.position, knots [0.8];
        "prose_in_body": "Prose inside the likely body." => flag(relation.is_inside && view.stats[idx].is_prose());
        "prose_off_body": "Prose outside the likely body." => flag(!relation.is_inside && view.stats[idx].is_prose());
    }
}

/// The containers that are levels, and what is asked of them.
#[derive(Debug, Default)]
pub(crate) struct LevelTable {
    /// For every container the innermost around it that holds more blocks; [`NONE`] where none does.
    larger: Vec<u32>,
    /// Every container in numbers; those of one block are no levels and stay empty.
    levels: Vec<Level>,
    /// The page as a whole.
    page: Level,
}

const NONE: u32 = u32::MAX;

impl LevelTable {
    pub(super) fn of(view: &PageView<'_>) -> Self {
        let containers = &view.page.containers;
        let mut larger: Vec<u32> = Vec::with_capacity(containers.len());
        for container in containers {
            let outer = if container.depth > 0 { container.parent } else { NONE };
            let n_outer = containers.get(outer as usize).map_or(0, |outer| outer.blocks.len());
            let further = || larger.get(outer as usize).copied().unwrap_or(NONE);
            larger.push(if n_outer > container.blocks.len() { outer } else { further() });
        }
        let all = view.all();
        let of_container = |(idx, container): (usize, &Container)| {
            let is_level = container.blocks.len() > 1;
            if is_level { Level::of(&all, view.sums_in(idx as u32)) } else { Level::default() }
        };
        let levels = containers.iter().enumerate().map(of_container).collect();
        LevelTable { larger, levels, page: Level::of(&all, all) }
    }

    /// The levels around a block; the outermost repeats.
    fn around(&self, view: &PageView<'_>, block: &Block) -> [&Level; N_LEVELS] {
        let mut around = [&self.page; N_LEVELS];
        for (slot, container) in around.iter_mut().zip(levels(view, block)) {
            *slot = &self.levels[container as usize];
        }
        around
    }
}

/// The indices of the containers of a block that hold more blocks than the one inside, innermost first.
/// The first holds more than one block.
pub(crate) fn levels<'v>(view: &'v PageView<'_>, block: &Block) -> impl Iterator<Item = u32> + use<'v> {
    let larger = &view.levels.larger;
    let mut first = Some(block.container).filter(|idx| (*idx as usize) < larger.len());
    while let Some(idx) = first
        && view.page.containers[idx as usize].blocks.len() < 2
    {
        first = outwards(larger, idx);
    }
    std::iter::successors(first, move |idx| outwards(larger, *idx))
}

/// A container that is a level, and the levels around it.
pub(crate) fn levels_from<'v>(view: &'v PageView<'_>, level: u32) -> impl Iterator<Item = u32> + use<'v> {
    let larger = &view.levels.larger;
    std::iter::successors(Some(level), move |idx| outwards(larger, *idx))
}

fn outwards(larger: &[u32], idx: u32) -> Option<u32> {
    larger.get(idx as usize).copied().filter(|idx| *idx != NONE)
}

/// One level in numbers.
#[derive(Clone, Debug, Default)]
struct Level {
    text_share: f32,
    link_density: f32,
    mean_units: f32,
    sentences: f32,
    prose: f32,
    prose_share: f32,
    blocks: f32,
    headings: f32,
}

impl Level {
    fn of(all: &Sums, sums: Sums) -> Self {
        Level {
            text_share: share(sums.n_chars, all.n_chars),
            link_density: share(sums.n_link_chars, sums.n_chars),
            mean_units: ln1p(share(sums.n_units, sums.n_blocks)),
            sentences: share(sums.n_sentence_ends, sums.n_blocks).min(5.0),
            prose: ln1p(sums.n_prose_blocks),
            prose_share: share(sums.n_prose_units, all.n_prose_units),
            blocks: ln1p(sums.n_blocks),
            headings: share(sums.n_headings, sums.n_blocks),
        }
    }
}

/// The container that most likely holds the article.
#[derive(Debug, Default)]
pub(crate) struct BodyGuess {
    /// Index of the container; `None` on pages without prose and in plain text.
    container: Option<u32>,
    /// Score of every container.
    scores: Vec<f32>,
    /// Share of the page's prose inside.
    prose_share: f32,
}

/// How a block stands to the likely body.
#[derive(Debug, Default)]
struct BodyRelation {
    is_inside: bool,
    is_child: bool,
    is_before: bool,
    is_behind: bool,
    distance: f32,
    excess: f32,
    lead: f32,
    level1_lead: f32,
    position: f32,
}

impl BodyGuess {
    pub(crate) fn of(view: &PageView<'_>) -> Self {
        let mut scores = vec![0.0f32; view.page.containers.len()];
        for (block, stats) in view.page.blocks.iter().zip(&view.stats) {
            if block.place.is_head() || stats.n_units < 5.0 {
                continue;
            }
            let weight = ln1p(stats.n_plain_units() / 10.0) * (1.0 + ln1p(stats.counts.n_commas as f32));
            for (container, part) in levels(view, block).zip([1.0, 0.6, 0.36, 0.2]) {
                scores[container as usize] += weight * part;
            }
        }
        for (score, sums) in scores.iter_mut().zip(view.sums_inside()) {
            *score *= 1.0 - share(sums.n_link_chars, sums.n_chars);
        }
        let best = scores.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).filter(|(_, score)| **score > 0.0);
        let container = best.map(|(idx, _)| idx as u32);
        let prose = container.map_or(0.0, |c| view.sums_in(c).n_prose_units);
        BodyGuess { container, prose_share: share(prose, view.all().n_prose_units), scores }
    }

    fn relation(&self, view: &PageView<'_>, block: &Block) -> BodyRelation {
        let Some(body_idx) = self.container else { return BodyRelation::default() };
        let body = view.container(body_idx);
        let best = self.scores[body_idx as usize];
        let mut relation = BodyRelation { distance: 10.0, ..BodyRelation::default() };
        for (level, idx) in levels(view, block).enumerate() {
            let container = view.container(idx);
            let lead = share(self.scores[idx as usize], best);
            relation.lead = relation.lead.max(lead);
            if level == 0 {
                relation.level1_lead = lead;
                relation.is_child = container.blocks == body.blocks;
            }
            let holds_body = container.blocks.start <= body.blocks.start && container.blocks.end >= body.blocks.end;
            if holds_body && relation.distance == 10.0 {
                relation.distance = (level as f32).min(9.0);
                let outside = view.sums_in(idx).n_prose_units - view.sums_in(body_idx).n_prose_units;
                relation.excess = share(outside, view.all().n_prose_units);
            }
        }
        let first = block.text.start;
        let bound = |at: u32| view.page.blocks.get(at as usize).map_or(u32::MAX, |b| b.text.start);
        relation.is_before = first < bound(body.blocks.start);
        relation.is_behind = first >= bound(body.blocks.end);
        relation.is_inside = !relation.is_before && !relation.is_behind;
        if relation.is_inside {
            let (from, to) = (bound(body.blocks.start), bound(body.blocks.end).min(view.page.text.len() as u32));
            relation.position = share((first - from) as f32, (to - from) as f32);
        }
        relation
    }
}
