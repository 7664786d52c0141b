//! How a block relates to what the page calls itself.

use crate::features::declare::{features, flag, share};
use crate::features::view::Scratch;
use crate::features::{First, PageView};

features! {
    /// Overlap with titles, description and structured data.
    pub(crate) const FAMILY: Family<First>, |view, idx| {
        let titles = &view.titles;
        let tokens = view.single(idx);
        let [in_title, in_shared] = titles.overlaps[idx];
        let in_description = titles.description.overlap(tokens);
        let body = titles.body.coverage(tokens);
    } {
        "in_title": "Share of the block's tokens that the title holds." => in_title.0, knots [0.6];
        "of_title": "Share of the title's tokens that the block holds." => in_title.1, knots [0.5];
        "is_title_like": "The first share is over four fifths, the second over a half." => flag(in_title.0 > 0.8 && in_title.1 > 0.5);
        "of_shared_title": "Share of the tokens of the title for sharing that the block holds." => in_shared.1, knots [0.7];
        "is_shared_title": "The block is the title for sharing." => flag(in_shared.0 > 0.9 && in_shared.1 > 0.9);
        "in_likely_headline": "Share of the block's tokens that the likely headline holds." => titles.likely.overlap(tokens).0;
        "of_description": "Share of the description's tokens that the block holds." => in_description.1;
        "in_description": "Share of the block's tokens that the description holds." => in_description.0;
        "has_data_body": "The page's structured data holds its text." => flag(titles.body.is_known());
        "in_data_body": "Share of the block's token pairs in that text." => body;
    }
}

/// Texts that a page states about itself, as token sets.
#[derive(Debug, Default)]
pub(crate) struct TitleFacts {
    title: TokenSet,
    shared: TokenSet,
    description: TokenSet,
    likely: TokenSet,
    body: PairSet,
    /// For every block its overlap with title and shared title, as [`TokenSet::overlap`] gives it.
    overlaps: Vec<[(f32, f32); 2]>,
    /// The block that is most likely the headline.
    pub(crate) headline: Option<usize>,
}

impl TitleFacts {
    pub(crate) fn of(view: &PageView<'_>, scratch: &mut Scratch) -> Self {
        let facts = &view.page.facts;
        let shared = if facts.shared_title.is_empty() { &facts.data_title } else { &facts.shared_title };
        let mut set = |text: &str| TokenSet::of(scratch.tokens_of(text).single());
        let mut titles = TitleFacts {
            title: set(&facts.title),
            shared: set(shared),
            description: set(&facts.description),
            ..TitleFacts::default()
        };
        let mut pairs = Vec::new();
        for piece in facts.data_body.split_inclusive(['\n', '.', '。']).take(4000) {
            pairs.extend(pairs_of(scratch.tokens_of(piece).single()));
        }
        titles.body = PairSet::of(pairs);
        let overlaps = (0..view.n_blocks()).map(|idx| view.single(idx));
        titles.overlaps = overlaps.map(|t| [titles.title.overlap(t), titles.shared.overlap(t)]).collect();
        titles.headline = titles.find_headline(view);
        if let Some(headline) = titles.headline {
            titles.likely = TokenSet::of(view.single(headline));
        }
        titles
    }

    /// The block that best matches the titles, headings first. Plain text has no titles: there it is the
    /// first line of some length that is not a sentence, before the first prose.
    fn find_headline(&self, view: &PageView<'_>) -> Option<usize> {
        let mut best: Option<(f32, usize)> = None;
        for (idx, block) in view.page.blocks.iter().enumerate().take(600) {
            let units = view.stats[idx].n_units;
            if block.place.is_head() || !(1.5..40.0).contains(&units) {
                continue;
            }
            let score = if view.page.is_text { text_headline_score(view, idx) } else { self.headline_score(view, idx) };
            if score > best.map_or(0.75, |(known, _)| known + 0.001) {
                best = Some((score, idx));
            }
        }
        best.map(|(_, idx)| idx)
    }

    fn headline_score(&self, view: &PageView<'_>, idx: usize) -> f32 {
        let block = &view.page.blocks[idx];
        let stats = &view.stats[idx];
        let f = |(p, r): (f32, f32)| share(2.0 * p * r, p + r);
        let [(in_title, of_title), in_shared] = self.overlaps[idx];
        // Titles often go on with the site's name, so a part of them counts nearly as the whole.
        let title = if in_title > 0.8 {
            0.5 * f((in_title, of_title)) + 0.5 * of_title.max(0.3).sqrt()
        } else {
            f((in_title, of_title))
        };
        let shared = f(in_shared);
        let level = view.page.ancestors(block).take(3).find_map(|c| c.tag.heading_level());
        let heading = match level {
            Some(1) => 0.6,
            Some(2) => 0.35,
            Some(_) => 0.2,
            None => 0.0,
        };
        let linked = if stats.link_density() > 0.5 { 0.3 } else { 0.0 };
        let hidden = if block.hiding.is_some() { 0.3 } else { 0.0 };
        title.max(shared) + heading - linked - hidden
    }
}

/// Scores a line of plain text as headline: of a headline's length, no sentence, prose soon behind it.
fn text_headline_score(view: &PageView<'_>, idx: usize) -> f32 {
    let counts = &view.stats[idx].counts;
    let units = counts.n_units();
    let before = view.sums(0, idx);
    // A headline may cry or ask; what ends in a full stop, or ends twice, is a sentence.
    let is_cry = counts.n_sentence_ends == 1 && matches!(counts.last, '!' | '！' | '?' | '？');
    if before.n_prose_units > 0.0 || units < 3.0 || (view.stats[idx].is_prose() && !is_cry) {
        return 0.0;
    }
    let behind = view.sums(idx + 1, (idx + 6).min(view.n_blocks()));
    let many_phrases = counts.n_bars + counts.n_commas + counts.n_angles > 2;
    let said_again = flag(view.stats[idx].n_same > 1);
    0.6 + 0.4 * (units.min(12.0) / 12.0) + 0.3 * behind.n_prose_blocks.min(2.0) + said_again
        - flag(many_phrases)
        - 0.5 * share(counts.n_digits as f32 * 4.0, counts.n_chars as f32).min(1.0)
}

/// The different tokens of a text.
#[derive(Debug, Default)]
struct TokenSet {
    /// In order, each once.
    tokens: Vec<u32>,
    /// A bit for the low nine bits of every token: most tokens of a page are told off by it.
    low_bits: [u64; 8],
}

impl TokenSet {
    fn of(tokens: &[u32]) -> Self {
        let mut tokens = tokens.to_vec();
        tokens.sort_unstable();
        tokens.dedup();
        let mut low_bits = [0; 8];
        tokens.iter().for_each(|token| low_bits[(token >> 6 & 7) as usize] |= 1 << (token & 63));
        TokenSet { tokens, low_bits }
    }

    fn place(&self, token: u32) -> Option<usize> {
        let may_hold = self.low_bits[(token >> 6 & 7) as usize] >> (token & 63) & 1 == 1;
        may_hold.then(|| self.tokens.binary_search(&token).ok()).flatten()
    }

    /// Share of `tokens` in the set, and share of the set among `tokens`.
    fn overlap(&self, tokens: &[u32]) -> (f32, f32) {
        if self.tokens.is_empty() || tokens.is_empty() || tokens.len() > 60 + 3 * self.tokens.len() {
            return (0.0, 0.0);
        }
        let (mut few, mut many) = ([0u64; 4], Vec::new());
        let mut met = few.as_mut_slice();
        if self.tokens.len() > 64 * met.len() {
            many.resize(self.tokens.len().div_ceil(64), 0);
            met = &mut many;
        }
        let (mut n_inside, mut n_met) = (0u32, 0u32);
        for place in tokens.iter().filter_map(|token| self.place(*token)) {
            let (word, bit) = (&mut met[place / 64], 1 << (place % 64));
            n_inside += 1;
            n_met += u32::from(*word & bit == 0);
            *word |= bit;
        }
        (share(n_inside as f32, tokens.len() as f32), share(n_met as f32, self.tokens.len() as f32))
    }
}

/// The pairs of neighbouring tokens of a long text.
#[derive(Debug, Default)]
struct PairSet {
    /// In order, each once.
    pairs: Vec<u32>,
    /// A bit for the low bits of every pair, as many as tell most others off; the number of words is a power of two.
    low_bits: Vec<u64>,
}

fn pairs_of(tokens: &[u32]) -> impl Iterator<Item = u32> {
    tokens.array_windows().map(|[a, b]| crate::hash::hash_pair(*a, *b))
}

impl PairSet {
    fn of(mut pairs: Vec<u32>) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        let mut low_bits = vec![0u64; (pairs.len() / 8).next_power_of_two()];
        let mask = low_bits.len() - 1;
        pairs.iter().for_each(|pair| low_bits[(pair >> 6) as usize & mask] |= 1 << (pair & 63));
        PairSet { pairs, low_bits }
    }

    fn holds(&self, pair: u32) -> bool {
        let word = self.low_bits.get((pair >> 6) as usize & (self.low_bits.len().wrapping_sub(1)));
        word.is_some_and(|word| word >> (pair & 63) & 1 == 1) && self.pairs.binary_search(&pair).is_ok()
    }

    fn is_known(&self) -> bool {
        self.pairs.len() >= 20
    }

    fn coverage(&self, single: &[u32]) -> f32 {
        if !self.is_known() {
            return 0.0;
        }
        let n_known = pairs_of(single).filter(|pair| self.holds(*pair)).count();
        share(n_known as f32, single.len().saturating_sub(1) as f32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_found_and_others_are_not() {
        let tokens: Vec<u32> = (0..300).collect();
        let set = PairSet::of(pairs_of(&tokens).collect());
        assert!(set.is_known() && !PairSet::default().is_known() && !PairSet::of(Vec::new()).is_known());
        assert_eq!(set.coverage(&tokens), 1.0);
        assert_eq!(set.coverage(&[5, 6, 8]), 0.5);
        assert!(!PairSet::default().holds(7));
    }
}
