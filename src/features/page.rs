//! What the page as a whole is like.

use crate::features::declare::{features, flag, ln1p, share};
use crate::features::page_tokens::PageTokens;
use crate::features::view::Sums;
use crate::features::{First, PageView};
use crate::text::TextCounts;

features! {
    /// The same for every block of a page: they tell kinds of pages apart.
    pub(crate) const FAMILY: Family<First>, |view, idx| {
        let all = view.all();
        let values = &view.page_values;
        let kinds = &values.kinds;
        let prose_share = share(all.n_prose_units, all.n_units);
    } {
        "page_log_blocks": "Logarithm of the page's blocks." => ln1p(all.n_blocks), knots [4.0, 5.5];
        "page_log_units": "Logarithm of the page's words." => values.log_units, knots [6.0];
        "page_prose_share": "Share of the page's words in prose." => prose_share;
        "page_log_prose": "Logarithm of the page's prose blocks." => ln1p(all.n_prose_blocks), knots [1.5, 3.0];
        "page_headings": "Headings a block." => share(all.n_headings, all.n_blocks);
        "page_han_share": "Share of Chinese characters on the page." => values.han_share;
        "page_is_article": "The page calls itself an article." => flag(kinds.is_article || kinds.is_blog_post);
        "page_is_product": "The page calls itself a product." => flag(kinds.is_product);
        "page_is_forum": "The page calls itself a discussion or a question." => flag(kinds.is_discussion || kinds.is_question);
        "page_is_listing": "The page calls itself a collection or list." => flag(kinds.is_listing);
        "page_is_website": "The page calls itself a website only." => flag(kinds.is_website && !kinds.is_article);
        "prose_in_prose_page": "The block is prose, times the page's share of prose." => flag(view.stats[idx].is_prose()) * prose_share;
        "short_in_prose_page": "The block has under eight words, times the page's share of prose." =>
            flag(view.stats[idx].n_units < 8.0) * prose_share;
        "prose_in_forum": "The block is prose on a page that calls itself a discussion." =>
            flag(view.stats[idx].is_prose()) * flag(kinds.is_discussion);
    }
}

/// The kind that a page calls itself, a small number; zero for none.
fn kind_of(view: &PageView<'_>) -> u32 {
    const KINDS: [&[&str]; 4] = [
        &["product"],
        &["discussionforum", "qapage", "question"],
        &["article", "newsarticle", "blogposting"],
        &["collectionpage", "itemlist"],
    ];
    let is = |kinds: &&[&str]| kinds.iter().any(|kind| view.page.facts.kinds.contains(kind));
    KINDS.iter().position(is).map_or(0, |at| at as u32 + 1)
}

/// What is counted once for the whole page.
#[derive(Debug, Default)]
pub(crate) struct PageValues {
    /// Blocks since the last prose block, for every block; 50 where there is none.
    pub(crate) since_prose: Vec<f32>,
    /// Blocks until the next prose block, for every block; 50 where there is none.
    pub(crate) until_prose: Vec<f32>,
    /// Logarithm of the page's words, and of its mean words a block.
    log_units: f32,
    pub(crate) log_mean_units: f32,
    /// Words of the longest block.
    pub(crate) longest: f32,
    pub(crate) han_share: f32,
    /// The kind that the page calls itself, a small number; zero for none.
    pub(crate) kind: u32,
    /// Chinese writing of the page: 1 simplified, -1 traditional.
    pub(crate) simplified: f32,
    /// Whether the page holds enough Chinese to know.
    pub(crate) is_written: bool,
    kinds: Kinds,
    script_shares: [f32; 6],
    pub(crate) tokens: PageTokens,
}

/// What the page calls itself.
#[derive(Debug, Default)]
struct Kinds {
    is_article: bool,
    is_blog_post: bool,
    is_product: bool,
    /// A forum or a page of questions and answers.
    is_discussion: bool,
    is_question: bool,
    is_listing: bool,
    is_website: bool,
}

impl Kinds {
    fn of(kinds: &str) -> Self {
        let is = |kind: &str| kinds.contains(kind);
        Kinds {
            is_article: is("article"),
            is_blog_post: is("blogposting"),
            is_product: is("product"),
            is_discussion: is("discussionforum") || is("qapage"),
            is_question: is("question"),
            is_listing: is("collectionpage") || is("itemlist"),
            is_website: is("website"),
        }
    }
}

const FAR: f32 = 50.0;

impl PageValues {
    pub(crate) fn of(view: &PageView<'_>) -> Self {
        let mut values = PageValues { kinds: Kinds::of(&view.page.facts.kinds), ..PageValues::default() };
        let mut scripts = [0u32; 6];
        let (mut n_simplified, mut n_traditional) = (0u32, 0u32);
        for (block, stats) in view.page.blocks.iter().zip(&view.stats) {
            if block.place.is_head() {
                continue;
            }
            let c = &stats.counts;
            values.longest = values.longest.max(c.n_units());
            for (sum, n) in scripts.iter_mut().zip(script_counts(c)) {
                *sum += n;
            }
            n_simplified += c.n_simplified;
            n_traditional += c.n_traditional;
        }
        let Sums { n_chars: n, n_units, n_blocks, .. } = view.all();
        values.log_units = ln1p(n_units);
        values.log_mean_units = ln1p(share(n_units, n_blocks));
        let written = (n_simplified + n_traditional) as f32;
        values.simplified = share(n_simplified as f32 - n_traditional as f32, written);
        values.is_written = written >= 20.0;
        values.script_shares = scripts.map(|part| share(part as f32, n));
        values.han_share = values.script_shares[0];
        values.kind = kind_of(view);
        values.tokens = PageTokens::of(view);
        values.since_prose = distances(view, 0..view.n_blocks());
        values.until_prose = distances(view, (0..view.n_blocks()).rev());
        values
    }

    /// Share of prose among the blocks within `reach` of one.
    pub(crate) fn share_of_prose(&self, view: &PageView<'_>, idx: usize, reach: usize) -> f32 {
        let sums = view.sums(idx.saturating_sub(reach), (idx + reach + 1).min(view.n_blocks()));
        share(sums.n_prose_blocks, sums.n_blocks)
    }

    /// How little of the page is in the scripts of a block: its scripts' shares, each times what the page
    /// has less of it.
    pub(crate) fn script_mismatch(&self, counts: &TextCounts) -> f32 {
        let n = counts.n_chars as f32;
        let missing = |(part, page_share): (u32, f32)| (share(part as f32, n) - page_share).max(0.0);
        script_counts(counts).into_iter().zip(self.script_shares).map(missing).sum()
    }
}

fn script_counts(c: &TextCounts) -> [u32; 6] {
    let latin = (c.n_lower + c.n_upper).saturating_sub(c.n_cyrillic + c.n_hangul);
    [c.n_han, c.n_kana, c.n_hangul, c.n_cyrillic, c.n_unspaced_indic, latin]
}

fn distances(view: &PageView<'_>, order: impl Iterator<Item = usize>) -> Vec<f32> {
    let mut result = vec![FAR; view.n_blocks()];
    let mut distance = FAR;
    for idx in order {
        result[idx] = distance;
        distance = if view.stats[idx].is_prose() { 0.0 } else { (distance + 1.0).min(FAR) };
    }
    result
}
