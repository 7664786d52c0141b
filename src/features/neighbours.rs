//! The blocks before and after.

use crate::features::declare::{features, flag, ln1p, share};
use crate::features::{BlockStats, First, PageView};

features! {
    /// Length, signs and prose of the three blocks on each side.
    pub(crate) const FAMILY: Family<First>, |view, idx| {
        let at = |by: isize| Neighbour::of(view, idx, by);
        let (b1, b2, b3) = (at(-1), at(-2), at(-3));
        let (a1, a2, a3) = (at(1), at(2), at(3));
    } {
        "before1_units": "One block before: logarithm of the words." => b1.units, knots [1.8, 3.0];
        "before2_units": "Two blocks before: logarithm of the words." => b2.units, knots [2.5];
        "before3_units": "Three blocks before: logarithm of the words." => b3.units, knots [2.5];
        "after1_units": "One block after: logarithm of the words." => a1.units, knots [3.0];
        "after2_units": "Two blocks after: logarithm of the words." => a2.units, knots [2.5];
        "after3_units": "Three blocks after: logarithm of the words." => a3.units, knots [2.5];
        "before1_sentences": "One block before: logarithm of the sentence ends." => b1.sentences;
        "before2_sentences": "Two blocks before: logarithm of the sentence ends." => b2.sentences;
        "after1_sentences": "One block after: logarithm of the sentence ends." => a1.sentences;
        "after2_sentences": "Two blocks after: logarithm of the sentence ends." => a2.sentences;
        "before1_prose": "One block before is prose." => b1.prose;
        "before2_prose": "Two blocks before is prose." => b2.prose;
        "after1_prose": "One block after is prose." => a1.prose;
        "after2_prose": "Two blocks after is prose." => a2.prose;
        "before1_colon": "One block before ends in a colon." => b1.colon;
        "before1_digits": "One block before: share of digits." => b1.digits;
    }
}

features! {
    /// Links, headings and make of the blocks on each side. HTML only.
    pub(crate) const HTML_FAMILY: Family<First>, |view, idx| {
        let at = |by: isize| Neighbour::of(view, idx, by);
        let (b1, b2, a1, a2) = (at(-1), at(-2), at(1), at(2));
        let (before, after) = (Likeness::of(view, idx, -1), Likeness::of(view, idx, 1));
    } {
        "before1_link_density": "One block before: share of characters in links." => b1.link_density;
        "before2_link_density": "Two blocks before: share of characters in links." => b2.link_density;
        "after1_link_density": "One block after: share of characters in links." => a1.link_density;
        "after2_link_density": "Two blocks after: share of characters in links." => a2.link_density;
        "before1_heading": "One block before is a heading." => b1.heading;
        "after1_heading": "One block after is a heading." => a1.heading;
        "before1_same_make": "One block before stands in an element of the same make." => before.same_make;
        "after1_same_make": "One block after stands in an element of the same make." => after.same_make;
        "before1_same_parent": "One block before stands in the same element." => before.same_parent;
        "after1_same_parent": "One block after stands in the same element." => after.same_parent;
        "media_after": "An image, video or frame stands after the block." =>
            flag(view.page.blocks.get(idx + 1).is_some_and(|b| b.gap.media));
    }
}

/// What is asked of a neighbour; all zero where there is none.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Neighbour {
    units: f32,
    sentences: f32,
    prose: f32,
    colon: f32,
    digits: f32,
    link_density: f32,
    heading: f32,
}

impl Neighbour {
    /// What is asked of each block of a page by those around it.
    pub(super) fn all(stats: &[BlockStats]) -> Vec<Self> {
        let of_block = |stats: &BlockStats| {
            let counts = &stats.counts;
            Neighbour {
                units: stats.log_units,
                sentences: ln1p(counts.n_sentence_ends as f32),
                prose: flag(stats.is_prose()),
                colon: flag(matches!(counts.last, ':' | '：')),
                digits: share(counts.n_digits as f32, counts.n_chars as f32),
                link_density: stats.link_density(),
                heading: flag(stats.is_heading),
            }
        };
        stats.iter().map(of_block).collect()
    }

    fn of(view: &PageView<'_>, idx: usize, by: isize) -> Self {
        idx.checked_add_signed(by).and_then(|at| view.neighbours.get(at)).copied().unwrap_or_default()
    }
}

/// What the elements of a block and of a neighbour have in common.
#[derive(Debug, Default)]
struct Likeness {
    same_make: f32,
    same_parent: f32,
}

impl Likeness {
    fn of(view: &PageView<'_>, idx: usize, by: isize) -> Self {
        let container_of =
            |idx: usize| view.page.blocks.get(idx).and_then(|block| view.page.containers.get(block.container as usize));
        let other = idx.checked_add_signed(by).and_then(container_of);
        let (Some(own), Some(other)) = (container_of(idx), other) else { return Likeness::default() };
        Likeness { same_make: flag(own.path_shape == other.path_shape), same_parent: flag(own.parent == other.parent) }
    }
}
