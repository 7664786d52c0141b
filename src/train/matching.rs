//! Lay the words of a page along the words of a gold text.
//!
//! Triples of words that both hold are the points; the heaviest chain of points that climbs in both wins.
//! Going on word by word weighs most, and every word of the page that is stepped over costs a little, so
//! that the chain keeps together and a chance triple in a menu is not worth the way. Words count, not
//! blocks: a table's cells and a sentence cut by links are found by what stands around them.

use std::collections::BTreeMap;

use crate::hash::hash_bytes;

/// What a point weighs that goes on from the word before; a new beginning weighs half. A hidden word weighs
/// less, so that of two copies the visible one is chosen.
const WEIGHT: i64 = 256;
const HIDDEN_WEIGHT: i64 = 224;
/// Triples that the gold holds more often begin nothing; they only go on.
const MAX_PLACES: usize = 12;

/// The words of a text: runs of letters and digits, every character of a script without spaces alone.
pub(super) fn words_of(text: &str) -> Vec<u32> {
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

/// A word of the page.
#[derive(Clone, Copy, Debug)]
pub(super) struct PageWord {
    pub(super) hash: u32,
    /// The block that holds it.
    pub(super) block: u32,
    pub(super) is_hidden: bool,
}

/// A gold text, and what of it has been found.
#[derive(Debug)]
pub(super) struct GoldText {
    pub(super) words: Vec<u32>,
    triples: BTreeMap<[u32; 3], Vec<u32>>,
    pub(super) is_covered: Vec<bool>,
}

/// A triple of words that the page holds at `page` and the gold at `gold`.
#[derive(Clone, Copy, Debug)]
struct Point {
    page: u32,
    gold: u32,
    /// Weight of the best chain that ends here.
    score: i64,
    /// The point before in that chain, or `NONE`.
    back: u32,
}

const NONE: u32 = u32::MAX;

impl GoldText {
    pub(super) fn new(text: &str) -> Self {
        let words = words_of(text);
        let mut triples: BTreeMap<[u32; 3], Vec<u32>> = BTreeMap::new();
        for (at, triple) in words.array_windows::<3>().enumerate() {
            let places = triples.entry(*triple).or_default();
            if places.len() <= MAX_PLACES {
                places.push(at as u32);
            }
        }
        GoldText { is_covered: vec![false; words.len()], words, triples }
    }

    pub(super) fn n_covered(&self) -> usize {
        self.is_covered.iter().filter(|c| **c).count()
    }

    /// Lays the page's words along what is not covered yet, and covers it. Returns for every word of the page
    /// its place in the gold.
    pub(super) fn lay(&mut self, page: &[PageWord]) -> Vec<Option<u32>> {
        let mut places = vec![None; page.len()];
        let points = self.chain(page);
        for point in points {
            for step in 0..3 {
                let (at, gold) = ((point.page + step) as usize, point.gold + step);
                places[at] = Some(gold);
                self.is_covered[gold as usize] = true;
            }
        }
        places
    }

    /// Where in the gold the triple that begins at a word of the page may lie, in order.
    fn places(&self, triple: [u32; 3], previous: &[Point], out: &mut Vec<u32>) {
        out.clear();
        let known = self.triples.get(&triple).map_or(&[][..], Vec::as_slice);
        if known.len() <= MAX_PLACES {
            out.extend_from_slice(known);
        } else {
            let next = previous.iter().map(|point| point.gold + 1);
            out.extend(next.filter(|at| self.words.get(*at as usize..*at as usize + 3) == Some(&triple[..])));
        }
        out.retain(|at| !self.is_covered[*at as usize..*at as usize + 3].contains(&true));
    }

    fn chain(&self, page: &[PageWord]) -> Vec<Point> {
        let mut points: Vec<Point> = Vec::new();
        // best[g]: the best chain that ends before gold word g, as (score as if it ended at page word 0, point).
        let mut best = vec![(i64::MIN / 2, NONE); self.words.len() + 2];
        let (mut previous, mut places) = (0..0, Vec::new());
        for (at, words) in page.array_windows::<3>().enumerate() {
            let start = points.len();
            self.places(words.map(|word| word.hash), &points[previous.clone()], &mut places);
            let weight = if words[0].is_hidden { HIDDEN_WEIGHT } else { WEIGHT };
            for gold in &places {
                let (far, jump) = prefix_best(&best, *gold as usize);
                let (mut score, mut back) = (weight / 2, NONE);
                if far - at as i64 > 0 {
                    (score, back) = (far - at as i64 + weight / 2, jump);
                }
                let before = &points[previous.clone()];
                if let Ok(idx) = before.binary_search_by_key(&(i64::from(*gold) - 1), |point| i64::from(point.gold))
                    && before[idx].score + weight >= score
                {
                    (score, back) = (before[idx].score + weight, (previous.start + idx) as u32);
                }
                points.push(Point { page: at as u32, gold: *gold, score, back });
            }
            for (idx, point) in points.iter().enumerate().skip(start) {
                raise(&mut best, point.gold as usize, (point.score + at as i64, idx as u32));
            }
            previous = start..points.len();
        }
        let mut next = points.iter().max_by_key(|point| point.score).copied();
        let mut chain = Vec::new();
        while let Some(point) = next {
            chain.push(point);
            next = points.get(point.back as usize).copied();
        }
        chain.reverse();
        chain
    }
}

/// The best entry below `end`, of a Fenwick tree of maxima.
fn prefix_best(best: &[(i64, u32)], end: usize) -> (i64, u32) {
    let (mut place, mut found) = (end, (i64::MIN / 2, NONE));
    while place > 0 {
        found = if best[place].0 > found.0 { best[place] } else { found };
        place &= place - 1;
    }
    found
}

/// Raises an entry of the tree. Of equals the later wins: copies and teasers stand before the article.
fn raise(best: &mut [(i64, u32)], at: usize, entry: (i64, u32)) {
    let mut place = at + 1;
    while place < best.len() {
        if entry.0 >= best[place].0 {
            best[place] = entry;
        }
        place += place & place.wrapping_neg();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The page's words, a block a line; a line that begins with `~` is hidden.
    fn page(text: &str) -> Vec<PageWord> {
        let lines = text.lines().enumerate();
        lines
            .flat_map(|(block, line)| {
                let is_hidden = line.starts_with('~');
                words_of(line).into_iter().map(move |hash| PageWord { hash, block: block as u32, is_hidden })
            })
            .collect()
    }

    /// The blocks that have a word with a place.
    fn found(page_text: &str, gold: &str) -> Vec<u32> {
        let page = page(page_text);
        let places = GoldText::new(gold).lay(&page);
        let mut blocks: Vec<u32> =
            page.iter().zip(places).filter(|(_, p)| p.is_some()).map(|(word, _)| word.block).collect();
        blocks.dedup();
        blocks
    }

    #[test]
    fn cells_are_found_by_their_neighbours() {
        assert_eq!(found("menu\n16:00\nItaly\n0.6\n0.7\nfooter", "16:00\nItaly\n0.6\n0.7"), [1, 2, 3, 4]);
    }

    #[test]
    fn of_two_copies_the_visible_one_is_taken() {
        let text = "one two three four five six seven";
        assert_eq!(found(&format!("{text}\n~{text}"), text), [0]);
        assert_eq!(found(&format!("~{text}\n{text}"), text), [1]);
    }

    #[test]
    fn a_chance_triple_far_away_is_not_worth_the_way() {
        let menu = "x y z ".repeat(400);
        let gold = "news from afar\na long text of many words that stands alone";
        let page = format!("news from afar\n{menu}\na long text of many words that stands alone");
        assert_eq!(found(&page, gold), [2]);
    }

    #[test]
    fn words_are_cut_at_unspaced_characters() {
        assert_eq!(words_of("Ab-c 中文").len(), 4);
    }
}
