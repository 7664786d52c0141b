//! Shapes that a page repeats: lists of links, of teasers, of comments, of forum posts.

use std::collections::BTreeMap;

use crate::features::First;
use crate::features::declare::{features, flag, ln1p, share};
use crate::features::surroundings::levels;
use crate::features::view::{PageView, Sums};

features! {
    /// Blocks in elements of the same make, and the repeated card that a block is part of. HTML only.
    pub(crate) const FAMILY: Family<First>, |view, idx| {
        let group = view.repetition.group_of_block(view, idx);
        let (card, n_repeated_levels) = view.repetition.card_of(view, idx);
        let all = view.all();
        let card_sums = card.map(|c| c.own).unwrap_or_default();
        let cards = card.map(|c| c.all).unwrap_or_default();
        let n_cards = card.map_or(0.0, |c| c.n);
        let log_mean_units = card.map_or(0.0, |c| c.log_mean_units);
        let log_card_units = ln1p(card_sums.n_units);
        let log_group_units = view.repetition.log_group_units(view, idx);
    } {
        "group_log": "Logarithm of the blocks in elements of the same make and place." => ln1p(group.n_blocks), knots [2.5];
        "group_mean_units": "Logarithm of their mean words." => log_group_units, knots [2.0];
        "group_link_density": "Share of their characters in links." => share(group.n_link_chars, group.n_chars), knots [0.5];
        "group_prose_share": "Share of prose among them." => share(group.n_prose_blocks, group.n_blocks);
        "group_text_share": "Share of the page's text in them." => share(group.n_chars, all.n_chars), knots [0.3];
        "group_page_prose": "Share of the page's prose in them." => share(group.n_prose_units, all.n_prose_units), knots [0.5];
        "group_sentences": "Sentence ends a block in them, at most five." => share(group.n_sentence_ends, group.n_blocks).min(5.0);
        "length_in_group": "The block's words against their mean, logarithm." => view.stats[idx].log_units - log_group_units;
        "in_card": "The block is part of a card: an element of several blocks that the page repeats." => flag(card.is_some());
        "card_log": "Logarithm of the number of such cards." => ln1p(n_cards), knots [1.5, 2.5];
        "card_units": "Logarithm of the words in this card." => log_card_units, knots [3.0];
        "card_blocks": "Logarithm of the blocks in this card." => ln1p(card_sums.n_blocks);
        "card_prose": "Share of prose among this card's blocks." => share(card_sums.n_prose_blocks, card_sums.n_blocks);
        "card_link_density": "Share of this card's characters in links." => share(card_sums.n_link_chars, card_sums.n_chars);
        "cards_link_density": "Share of all cards' characters in links." => share(cards.n_link_chars, cards.n_chars), knots [0.4];
        "cards_mean_units": "Logarithm of the mean words of such a card." => log_mean_units, knots [3.0];
        "cards_text_share": "Share of the page's text in such cards." => share(cards.n_chars, all.n_chars), knots [0.3];
        "cards_prose_share": "Share of the page's prose in such cards." => share(cards.n_prose_units, all.n_prose_units);
        "cards_sentences": "Sentence ends a block in such cards, at most five." => share(cards.n_sentence_ends, cards.n_blocks).min(5.0);
        "card_headings": "Headings a card." => share(cards.n_headings, n_cards).min(3.0);
        "card_links": "Links a card, at most ten." => share(cards.n_links, n_cards).min(10.0);
        "card_against_mean": "The words of this card against the mean, logarithm." => log_card_units - log_mean_units;
        "card_place": "Which of the cards this is, as a share." => card.map_or(0.0, |c| c.place);
        "levels_repeated": "How many levels around the block repeat, of six." => n_repeated_levels;
    }
}

/// How often each make of element occurs, and what it holds.
#[derive(Debug, Default)]
pub(crate) struct Repetition {
    /// The makes: paths of shapes down to an element.
    groups: Vec<Group>,
    /// The make of every container, an index of the makes.
    makes: Vec<u32>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Group {
    n: f32,
    sums: Sums,
    /// Sums of the blocks that stand directly in such elements.
    direct: Sums,
    /// Logarithm of the mean words of such an element, and of such a block.
    log_mean_units: f32,
    log_direct_units: f32,
    first_block: u32,
    last_block: u32,
}

/// The repeated element that a block is part of.
#[derive(Clone, Copy, Debug)]
struct Card {
    n: f32,
    own: Sums,
    all: Sums,
    /// Logarithm of the mean words of all.
    log_mean_units: f32,
    place: f32,
}

impl Repetition {
    pub(crate) fn of(view: &PageView<'_>) -> Self {
        let mut numbers: BTreeMap<u32, u32> = BTreeMap::new();
        let mut repetition = Repetition::default();
        for (container, sums) in view.page.containers.iter().zip(view.sums_inside()) {
            let n_groups = repetition.groups.len() as u32;
            let make = *numbers.entry(container.path_shape).or_insert(n_groups);
            repetition.makes.push(make);
            if make == n_groups {
                repetition.groups.push(Group { first_block: container.blocks.start, ..Group::default() });
            }
            let group = &mut repetition.groups[make as usize];
            group.n += 1.0;
            group.last_block = container.blocks.start;
            group.sums = group.sums.add(*sums);
        }
        for idx in 0..view.n_blocks() {
            if let Some(make) = repetition.make_of_block(view, idx) {
                let group = &mut repetition.groups[make];
                group.direct = group.direct.add(view.sums(idx, idx + 1));
            }
        }
        for group in &mut repetition.groups {
            group.log_mean_units = ln1p(share(group.sums.n_units, group.n));
            group.log_direct_units = ln1p(share(group.direct.n_units, group.direct.n_blocks));
        }
        repetition
    }

    /// How many makes of element there are.
    pub(crate) fn n_makes(&self) -> usize {
        self.groups.len()
    }

    /// The number of the make of a block's element.
    pub(crate) fn make_of_block(&self, view: &PageView<'_>, idx: usize) -> Option<usize> {
        self.makes.get(view.page.blocks[idx].container as usize).map(|make| *make as usize)
    }

    fn group_of(&self, container: u32) -> &Group {
        &self.groups[self.makes[container as usize] as usize]
    }

    /// Sums over the blocks that stand directly in elements like the block's own.
    pub(crate) fn group_of_block(&self, view: &PageView<'_>, idx: usize) -> Sums {
        self.make_of_block(view, idx).map(|make| self.groups[make].direct).unwrap_or_default()
    }

    /// Logarithm of the mean words of those blocks.
    pub(crate) fn log_group_units(&self, view: &PageView<'_>, idx: usize) -> f32 {
        self.make_of_block(view, idx).map_or(0.0, |make| self.groups[make].log_direct_units)
    }

    /// The repeated element of several blocks that holds the block: of those around it, the one whose like
    /// hold the most blocks; and how many levels around the block repeat, of six.
    fn card_of(&self, view: &PageView<'_>, idx: usize) -> (Option<Card>, f32) {
        let block = &view.page.blocks[idx];
        let mut best: Option<Card> = None;
        let mut n_levels = 0.0;
        for idx in levels(view, block).take(6) {
            let container = view.container(idx);
            let group = self.group_of(idx);
            if group.n < 2.0 {
                continue;
            }
            n_levels += 1.0;
            if best.is_none_or(|known| group.sums.n_blocks >= known.all.n_blocks) {
                let reach = (group.last_block - group.first_block) as f32;
                best = Some(Card {
                    n: group.n,
                    own: view.sums_in(idx),
                    all: group.sums,
                    log_mean_units: group.log_mean_units,
                    place: share((container.blocks.start - group.first_block) as f32, reach),
                });
            }
        }
        (best, n_levels)
    }
}
