//! Which elements and blocks of a page have the same attribute words.
//!
//! Blocks come in, a number for every list of words goes out: what is looked up for a list is looked up once for all that
//! have it. Templates give most elements of a page one of a few dozen lists.

use std::ops::Range;

use crate::blocks::Blocks;

/// Lists met last that a new one is compared with; a power of two.
const N_KEPT: usize = 256;

/// The lists of attribute words of a page, numbered.
pub(super) struct WordLists {
    /// For every list a range of the page's attribute words.
    lists: Vec<Range<u32>>,
    of_containers: Vec<u32>,
    /// The lists of the inline elements inside blocks.
    of_blocks: Vec<u32>,
}

impl WordLists {
    pub(super) fn of(page: &Blocks) -> Self {
        let mut lists: Vec<Range<u32>> = Vec::new();
        let mut kept = [u32::MAX; N_KEPT];
        let mut number_of = |words: &Range<u32>| {
            let hash = page.attribute_words_in(words).iter().fold(0u32, |hash, word| hash.rotate_left(7) ^ word);
            let known = &mut kept[(hash >> 16 ^ hash) as usize % N_KEPT];
            let is_same = |list: &Range<u32>| page.attribute_words_in(list) == page.attribute_words_in(words);
            if !lists.get(*known as usize).is_some_and(is_same) {
                *known = lists.len() as u32;
                lists.push(words.clone());
            }
            *known
        };
        let of_containers = page.containers.iter().map(|container| number_of(&container.words)).collect();
        let of_blocks = page.blocks.iter().map(|block| number_of(&block.inner_words)).collect();
        WordLists { lists, of_containers, of_blocks }
    }

    /// The number of the list of a container.
    pub(super) fn of_container(&self, idx: u32) -> usize {
        self.of_containers[idx as usize] as usize
    }

    /// The number of the list of the inline elements in a block.
    pub(super) fn of_block(&self, idx: usize) -> usize {
        self.of_blocks[idx] as usize
    }

    /// The words of every list, in the order of their numbers.
    pub(super) fn all<'p>(&self, page: &'p Blocks) -> impl Iterator<Item = &'p [u32]> {
        self.lists.iter().map(|list| page.attribute_words_in(list))
    }

    /// For every list what is asked of any container that has it, or of a block: of a block, the first bit.
    pub(super) fn asked(&self, of_containers: &[u8]) -> Vec<u8> {
        let mut asked = vec![0u8; self.lists.len()];
        for (list, bits) in self.of_containers.iter().zip(of_containers) {
            asked[*list as usize] |= bits;
        }
        for list in &self.of_blocks {
            asked[*list as usize] |= 1;
        }
        asked
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::cut_html;
    use crate::document::{Limits, parse};

    #[test]
    fn equal_words_have_one_number_and_others_have_not() {
        let mut html = String::new();
        for n in 0..2000 {
            let class = ["a", "b", "c", "d"][n % 4].repeat(2 + n % 300);
            html.push_str(&format!("<p class='{class}'>Text <i class='{class}'>{n}</i></p><p>more</p>"));
        }
        let page = cut_html(&parse(&html, &Limits::default()), html.len());
        let lists = WordLists::of(&page);
        let all: Vec<&[u32]> = lists.all(&page).collect();
        for (idx, container) in page.containers.iter().enumerate() {
            assert_eq!(all[lists.of_container(idx as u32)], page.words_of(container));
        }
        for (idx, block) in page.blocks.iter().enumerate() {
            assert_eq!(all[lists.of_block(idx)], page.attribute_words_in(&block.inner_words));
        }
        assert!(all.len() < page.containers.len());
    }
}
