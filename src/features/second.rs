//! The second look: what the pass before said of the blocks around.
//!
//! The probabilities of the pass before come in; for each block, windows, runs, containers, blocks of the
//! same make and blocks that say the same are summed up. One block's own probability is among them.

use std::collections::BTreeMap;

use crate::features::declare::{features, flag, ln1p, share};
use crate::features::page_tokens::Company;
use crate::features::runs::Runs;
use crate::features::surroundings::levels;
use crate::features::{PageView, Second};
use crate::label::Scores;

features! {
    /// Windows and runs. The same for HTML and text.
    pub(crate) const FAMILY: Family<Second>, |second, idx| {
        let own = second.content[idx];
        let n = second.n();
        let at = |by: isize| idx.checked_add_signed(by).filter(|at| *at < n).map_or(0.0, |at| second.content[at]);
        let (w3, w8, w20) = (second.window(idx, 3), second.window(idx, 8), second.window(idx, 20));
        let mass = second.mass_before(idx);
        let heading = second.view.stats[idx].heading.map(|h| h as usize);
        let section = second.section(idx);
        let run = second.runs.of_block(idx);
        let units = second.view.stats[idx].log_units;
        let (same, same_before) = second.best_same(idx);
        let company = second.company[idx];
        let (section_from, section_to) = second.section_bounds(idx);
        let (near_spam, page_spam) = (second.spam_around(idx, 3), second.page_spam(idx));
        let head_spam = second.head_spam(idx);
        let spam_blocks = ln1p(second.spam_blocks(idx));
    } {
        "content_logit": "Log-odds of content." => logit(own);
        "spam_logit": "Log-odds of spam." => logit(second.spam[idx]);
        "content": "Probability of content." => own, knots [0.3, 0.7];
        "long_content": "Probability of content, times the logarithm of the words." => own * units;
        "before1": "Probability of content one block before." => at(-1);
        "before2": "Probability of content two blocks before." => at(-2);
        "before3": "Probability of content three blocks before." => at(-3);
        "before4": "Probability of content four blocks before." => at(-4);
        "after1": "Probability of content one block after." => at(1);
        "after2": "Probability of content two blocks after." => at(2);
        "after3": "Probability of content three blocks after." => at(3);
        "after4": "Probability of content four blocks after." => at(4);
        "around1": "The smaller of the two neighbours' probabilities." => at(-1).min(at(1));
        "spam_before": "Probability of spam one block before." => if idx > 0 { second.spam[idx - 1] } else { 0.0 };
        "spam_after": "Probability of spam one block after." => if idx + 1 < n { second.spam[idx + 1] } else { 0.0 };
        "spam_within3": "Mean spam of the other blocks within three." => near_spam, knots [0.5];
        "spam_within8": "Mean spam of the other blocks within eight." => second.spam_around(idx, 8);
        "spam_within25": "Mean spam of the other blocks within twenty-five." => second.spam_around(idx, 25), knots [0.5];
        "page_spam": "Mean spam of the page's other blocks." => page_spam, knots [0.1, 0.5];
        "spam_blocks": "Logarithm of the page's other blocks of spam, each counting the square of its probability." => spam_blocks, knots [0.7, 2.0];
        "spam_blocks_logit": "The same, times the block's log-odds of spam: among sure spam less is needed." => spam_blocks * logit(second.spam[idx]);
        "top_spam": "Highest spam of the page's other blocks." => highest_other(second.top_spam, second.spam[idx]), knots [0.5, 0.9];
        "page_near_spam": "Mean spam of the page's other blocks, times that of those within three." => page_spam * near_spam;
        "head_spam": "Highest probability of spam among the other head blocks." => head_spam, knots [0.5];
        "head_near_spam": "Highest spam of the other head blocks, times the mean spam of the blocks within three." => head_spam * near_spam;
        "head_page_spam": "Highest spam of the other head blocks, times the page's mean: a page taken over." => head_spam * page_spam;
        "section_spam": "Mean spam of the other blocks under the same heading." => second.mean_spam(section_from, section_to, idx);
        "window3": "Mean content of the words within three blocks." => w3;
        "window8": "Mean content of the words within eight blocks." => w8;
        "window20": "Mean content of the words within twenty blocks." => w20;
        "window_before": "Mean content of the words in the six blocks before." => second.mean_content(idx.saturating_sub(6), idx);
        "window_after": "Mean content of the words in the six blocks after." => second.mean_content(idx + 1, (idx + 7).min(n));
        "mass_before": "Share of the page's content that stands before." => mass, knots [0.02, 0.98];
        "mass_after": "Share of the page's content that stands after." => second.mass_after(idx), knots [0.02, 0.98];
        "page_content": "Share of the page's words that are content." => second.mean_content(0, n), knots [0.5];
        "top_content": "Mean content of the page's content: how sure the pass before was of its best blocks." => second.top;
        "against_top": "Probability of content against that mean, at most two." => share(own, second.top).min(2.0), knots [0.5, 0.9];
        "window3_against_top": "Mean content within three blocks against that mean, at most two." => share(w3, second.top).min(2.0), knots [0.7];
        "log_page_content": "Logarithm of the page's words that are content." => second.log_content, knots [4.0, 5.5];
        "in_run": "The block is in a run of content." => flag(run.length > 0.0);
        "run_length": "Logarithm of the content words of its run." => ln1p(run.units), knots [4.0];
        "run_share": "Share of the page's content in its run." => run.share, knots [0.5];
        "is_main_run": "It is the run with the most content." => flag(run.is_main);
        "main_run_distance": "Logarithm of the blocks to that run." => ln1p(second.runs.main_distance(idx)), knots [1.0, 2.5];
        "behind_main_run": "The block stands behind that run." => flag(second.runs.is_behind_main(idx));
        "heading_content": "Probability of content of the heading above." => heading.map_or(0.5, |h| second.content[h]);
        "section_content": "Mean content of the words under the same heading, this block left out." => section;
        "gap_to_content": "Logarithm of the blocks to the nearest block of content." => ln1p(second.gaps[idx]), knots [1.0];
        "same_max": "Highest probability of content among other blocks that say the same." => same;
        "same_before_max": "The same where one of them stands before." => same_before;
        "company_content": "Mean content of the other blocks that hold the block's tokens, rare tokens counting more." => company.content;
        "company_spam": "Mean spam of the same blocks." => company.spam, knots [0.3];
        "company": "How much of the block they hold." => company.weight;
        "long_company": "Their mean content less a half, times the logarithm of the words." => (company.content - 0.5) * units;
        "spam_company": "How much of the block they hold, times their mean spam." => company.weight * company.spam;
        "headline_content": "Probability of content of the likely headline." => second.view.titles.headline.map_or(0.5, |h| second.content[h]);
    }
}

features! {
    /// Containers and makes. HTML only.
    pub(crate) const HTML_FAMILY: Family<Second>, |second, idx| {
        let make = second.make_mean(idx);
        let (l, shares, spam) = second.levels(idx);
    } {
        "l1_content": "Level 1 container: mean content of its words, this block left out." => l[0], knots [0.5];
        "l2_content": "Level 2 container: mean content of its words, this block left out." => l[1], knots [0.5];
        "l3_content": "Level 3 container: mean content of its words, this block left out." => l[2], knots [0.5];
        "l4_content": "Level 4 container: mean content of its words, this block left out." => l[3], knots [0.5];
        "l5_content": "Level 5 container: mean content of its words, this block left out." => l[4];
        "l6_content": "Level 6 container: mean content of its words, this block left out." => l[5];
        "l1_content_share": "Level 1 container: share of the page's content." => shares[0], knots [0.5];
        "l2_content_share": "Level 2 container: share of the page's content." => shares[1], knots [0.5];
        "l3_content_share": "Level 3 container: share of the page's content." => shares[2], knots [0.5];
        "l4_content_share": "Level 4 container: share of the page's content." => shares[3], knots [0.5];
        "l5_content_share": "Level 5 container: share of the page's content." => shares[4];
        "l6_content_share": "Level 6 container: share of the page's content." => shares[5];
        "l1_spam": "Level 1 container: mean spam of its other blocks." => spam[0], knots [0.5];
        "l2_spam": "Level 2 container: mean spam of its other blocks." => spam[1];
        "l3_spam": "Level 3 container: mean spam of its other blocks." => spam[2], knots [0.5];
        "make_spam": "Mean spam of the other blocks in elements of the same make and place." => make.spam;
        "page_make_spam": "Mean spam of the page's other blocks, times that of the blocks of the same make." => second.page_spam(idx) * make.spam;
        "make_content": "Mean content of the other blocks in elements of the same make and place." => make.by_units, knots [0.5];
        "make_block_content": "The same, every block counting alike." => make.by_blocks, knots [0.5];
        "make_known": "Logarithm of the number of such blocks." => ln1p(make.n);
        "short_make_content": "Mean content of blocks of the same make, for a short block." =>
            if second.view.stats[idx].n_units < 8.0 { make.by_blocks - 0.5 } else { 0.0 };
    }
}

/// What the pass before said of every block of a page.
pub(crate) type FirstPass = [Scores];

/// A page with what the pass before said, summed up for look-up.
#[derive(Debug)]
pub(crate) struct SecondView<'a> {
    pub(crate) view: &'a PageView<'a>,
    content: Vec<f32>,
    spam: Vec<f32>,
    /// Words, and words times content, of the blocks before each.
    before: Vec<(f32, f32)>,
    /// Sum of spam of the blocks before each.
    spam_sums: Vec<f32>,
    /// Sum of the squares of the probabilities of spam.
    spam_squares: f32,
    /// The two highest probabilities of spam among head blocks, and among all.
    head_spam: (f32, f32),
    top_spam: (f32, f32),
    runs: Runs,
    gaps: Vec<f32>,
    /// Mean content of the words, each counting as much as it is content.
    top: f32,
    /// Logarithm of the words of content.
    log_content: f32,
    /// By the number of the make.
    makes: Vec<Make>,
    /// For every block the first and the end of those under the same heading.
    sections: Vec<(u32, u32)>,
    /// The two highest probabilities among blocks that say the same.
    same: BTreeMap<u32, (f32, f32)>,
    company: Vec<Company>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Make {
    n: f32,
    content: f32,
    spam: f32,
    units: f32,
    content_units: f32,
}

/// Means over the other blocks of a make.
#[derive(Clone, Copy, Debug)]
struct MakeMean {
    /// Mean content of their words.
    by_units: f32,
    /// Mean content of the blocks.
    by_blocks: f32,
    n: f32,
    spam: f32,
}

/// Clean blocks that are thought around every block, so that one neighbour alone does not raise an alarm.
const CLEAN_BLOCKS: f32 = 2.0;

fn logit(p: f32) -> f32 {
    let p = p.clamp(1e-4, 1.0 - 1e-4);
    (p / (1.0 - p)).ln()
}

impl<'a> SecondView<'a> {
    pub(crate) fn new(view: &'a PageView<'a>, first: &FirstPass) -> Self {
        let content: Vec<f32> = first.iter().map(|s| s.content).collect();
        let spam: Vec<f32> = first.iter().map(|s| s.spam).collect();
        let mut second = SecondView {
            view,
            before: sums_before(view, &content),
            spam_sums: spam_sums(&spam),
            spam_squares: spam.iter().map(|p| p * p).sum(),
            head_spam: two_highest(
                view.page.blocks.iter().zip(&spam).filter(|(b, _)| b.place.is_head()).map(|(_, p)| *p),
            ),
            top_spam: two_highest(spam.iter().copied()),
            runs: Runs::default(),
            gaps: gaps(&content),
            top: top_content(view, &content),
            log_content: 0.0,
            makes: vec![Make::default(); view.repetition.n_makes()],
            sections: sections(view),
            same: BTreeMap::new(),
            company: view.page_values.tokens.company(&view.stats, first),
            content,
            spam,
        };
        second.log_content = ln1p(second.content_units(0, second.n()));
        second.runs = Runs::of(&second.content, |from, to| second.content_units(from, to));
        second.count_makes();
        second.find_same();
        second
    }

    fn n(&self) -> usize {
        self.content.len()
    }

    fn weight(&self, idx: usize) -> f32 {
        weight(self.view, idx)
    }

    /// Words of content in the blocks `from..to`.
    fn content_units(&self, from: usize, to: usize) -> f32 {
        self.before[to.max(from)].1 - self.before[from].1
    }

    /// Mean content of the words of the blocks `from..to`.
    fn mean_content(&self, from: usize, to: usize) -> f32 {
        let to = to.max(from);
        share(self.content_units(from, to), self.before[to].0 - self.before[from].0)
    }

    fn window(&self, idx: usize, reach: usize) -> f32 {
        self.mean_content(idx.saturating_sub(reach), (idx + reach + 1).min(self.n()))
    }

    fn mass_before(&self, idx: usize) -> f32 {
        share(self.content_units(0, idx), self.content_units(0, self.n()))
    }

    fn mass_after(&self, idx: usize) -> f32 {
        share(self.content_units(idx + 1, self.n()), self.content_units(0, self.n()))
    }

    /// Mean content of the words of `from..to` without one block.
    fn mean_without(&self, from: usize, to: usize, idx: usize) -> f32 {
        let own = self.weight(idx);
        let units = self.before[to].0 - self.before[from].0 - own;
        let content = self.content_units(from, to) - own * self.content[idx];
        if units > 0.01 { (content / units).clamp(0.0, 1.0) } else { self.content[idx] }
    }

    /// For the levels around a block the mean content of their words, their share of the page's content, and the mean
    /// spam of their blocks.
    fn levels(&self, idx: usize) -> ([f32; 6], [f32; 6], [f32; 3]) {
        let all = self.content_units(0, self.n());
        let (mut means, mut shares) = ([self.mean_content(0, self.n()); 6], [1.0; 6]);
        let mut spam = [self.page_spam(idx); 3];
        for (at, level) in levels(self.view, &self.view.page.blocks[idx]).take(6).enumerate() {
            let blocks = &self.view.container(level).blocks;
            let (from, to) = (blocks.start as usize, blocks.end as usize);
            means[at] = self.mean_without(from, to, idx);
            shares[at] = share(self.content_units(from, to), all);
            if let Some(spam) = spam.get_mut(at) {
                *spam = self.mean_spam(from, to, idx);
            }
        }
        (means, shares, spam)
    }

    /// The blocks under the same heading, those near this one.
    fn section_bounds(&self, idx: usize) -> (usize, usize) {
        let (first, end) = self.sections[idx];
        ((first as usize).max(idx.saturating_sub(30)), (end as usize).min(idx + 30))
    }

    fn section(&self, idx: usize) -> f32 {
        let (from, to) = self.section_bounds(idx);
        self.mean_without(from, to, idx)
    }

    /// Mean spam of the blocks `from..to` without one of them and with [`CLEAN_BLOCKS`], every block counting alike.
    fn mean_spam(&self, from: usize, to: usize, idx: usize) -> f32 {
        let sum = self.spam_sums[to] - self.spam_sums[from] - self.spam[idx];
        sum.max(0.0) / (to.saturating_sub(from + 1) as f32 + CLEAN_BLOCKS)
    }

    /// Mean spam of the page's other blocks.
    fn page_spam(&self, idx: usize) -> f32 {
        self.mean_spam(0, self.n(), idx)
    }

    fn spam_around(&self, idx: usize, reach: usize) -> f32 {
        self.mean_spam(idx.saturating_sub(reach), (idx + reach + 1).min(self.n()), idx)
    }

    fn head_spam(&self, idx: usize) -> f32 {
        if self.view.page.blocks[idx].place.is_head() {
            highest_other(self.head_spam, self.spam[idx])
        } else {
            self.head_spam.0
        }
    }

    /// The page's other blocks of spam, each counting the square of its probability.
    fn spam_blocks(&self, idx: usize) -> f32 {
        (self.spam_squares - self.spam[idx] * self.spam[idx]).max(0.0)
    }

    fn make_of(&self, idx: usize) -> Option<usize> {
        self.view.repetition.make_of_block(self.view, idx)
    }

    fn count_makes(&mut self) {
        for idx in 0..self.n() {
            let Some(make) = self.make_of(idx) else { continue };
            let units = self.weight(idx);
            let make = &mut self.makes[make];
            make.n += 1.0;
            make.content += self.content[idx];
            make.spam += self.spam[idx];
            make.units += units;
            make.content_units += units * self.content[idx];
        }
    }

    /// What the pass before said of the other blocks of the same make. A block that has none stands for its make, without spam.
    fn make_mean(&self, idx: usize) -> MakeMean {
        let own = self.content[idx];
        let alone = MakeMean { by_units: own, by_blocks: own, n: 0.0, spam: 0.0 };
        let Some(make) = self.make_of(idx).and_then(|make| self.makes.get(make)) else {
            return alone;
        };
        let n = make.n - 1.0;
        if n < 0.5 {
            return alone;
        }
        let units = self.weight(idx);
        MakeMean {
            by_units: share(make.content_units - units * own, make.units - units).clamp(0.0, 1.0),
            by_blocks: ((make.content - own) / n).clamp(0.0, 1.0),
            n,
            spam: ((make.spam - self.spam[idx]) / n).clamp(0.0, 1.0),
        }
    }

    fn find_same(&mut self) {
        for idx in 0..self.n() {
            if self.view.stats[idx].n_same > 1 {
                let best = self.same.entry(self.view.stats[idx].wording).or_default();
                *best = with_highest(*best, self.content[idx]);
            }
        }
    }

    /// The highest probability among other blocks that say the same: of all, and of all where any stands
    /// before.
    fn best_same(&self, idx: usize) -> (f32, f32) {
        let stats = &self.view.stats[idx];
        if stats.n_same < 2 {
            return (0.0, 0.0);
        }
        let Some(two) = self.same.get(&stats.wording) else { return (0.0, 0.0) };
        let best = highest_other(*two, self.content[idx]);
        (best, if stats.n_same_before > 0 { best } else { 0.0 })
    }
}

/// What a block weighs in means: its words, and a little for being there. Head blocks weigh nothing.
fn weight(view: &PageView<'_>, idx: usize) -> f32 {
    if view.page.blocks[idx].place.is_head() { 0.0 } else { view.stats[idx].n_units + 0.5 }
}

/// For every block the first and the end of the run of blocks that stand under the same heading.
fn sections(view: &PageView<'_>) -> Vec<(u32, u32)> {
    let mut sections = Vec::with_capacity(view.n_blocks());
    for run in view.stats.chunk_by(|a, b| a.heading == b.heading) {
        let first = sections.len() as u32;
        sections.resize(sections.len() + run.len(), (first, first + run.len() as u32));
    }
    sections
}

fn sums_before(view: &PageView<'_>, content: &[f32]) -> Vec<(f32, f32)> {
    let mut sums = Vec::with_capacity(content.len() + 1);
    let (mut units, mut content_units) = (0.0, 0.0);
    sums.push((0.0, 0.0));
    for (idx, p) in content.iter().enumerate() {
        let weight = weight(view, idx);
        units += weight;
        content_units += weight * p;
        sums.push((units, content_units));
    }
    sums
}

fn spam_sums(spam: &[f32]) -> Vec<f32> {
    let mut sums = Vec::with_capacity(spam.len() + 1);
    let mut sum = 0.0;
    sums.push(sum);
    for p in spam {
        sum += p;
        sums.push(sum);
    }
    sums
}

/// The two highest of some probabilities.
fn two_highest(all: impl Iterator<Item = f32>) -> (f32, f32) {
    all.fold((0.0, 0.0), with_highest)
}

/// The two highest with one more.
fn with_highest((first, next): (f32, f32), p: f32) -> (f32, f32) {
    if p > first { (p, first) } else { (first, next.max(p)) }
}

/// The highest without one's own.
fn highest_other((first, next): (f32, f32), own: f32) -> f32 {
    if own >= first { next } else { first }
}

fn top_content(view: &PageView<'_>, content: &[f32]) -> f32 {
    let weighed = content.iter().enumerate().map(|(idx, p)| weight(view, idx) * p);
    let (sum, squares) = weighed.zip(content).fold((0.0, 0.0), |(sum, squares), (wp, p)| (sum + wp, squares + wp * p));
    share(squares, sum)
}

/// Blocks from each block to the nearest other block of content; 50 where there is none.
fn gaps(content: &[f32]) -> Vec<f32> {
    let mut gaps = vec![50.0f32; content.len()];
    let mut sweep = |order: &mut dyn Iterator<Item = usize>| {
        let mut distance = 50.0f32;
        for idx in order {
            gaps[idx] = gaps[idx].min(distance);
            distance = if content[idx] >= 0.5 { 1.0 } else { (distance + 1.0).min(50.0) };
        }
    };
    sweep(&mut (0..content.len()));
    sweep(&mut (0..content.len()).rev());
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::cut_text;
    use crate::document::Limits;
    use crate::features::Scratch;
    use crate::text::Lexicon;

    #[test]
    fn a_blocks_own_spam_is_no_evidence_of_its_company() {
        let blocks = cut_text("The first line\n\nThe second line\n\nThe third line", &Limits::default());
        let view = PageView::new(&blocks, &Lexicon::default(), &mut Scratch::default());
        let of = |spam: f32| Scores { content: 1.0 - spam, chrome: 0.0, spam };
        let second = SecondView::new(&view, &[of(0.9), of(0.2), of(0.5)]);
        let near = |a: f32, b: f32| (a - b).abs() < 1e-6;
        let others = [0, 1, 2].map(|idx| second.spam_blocks(idx));
        assert!(near(others[0], 0.29) && near(others[1], 1.06) && near(others[2], 0.85), "{others:?}");
        let highest = [0, 1, 2].map(|idx| highest_other(second.top_spam, second.spam[idx]));
        assert_eq!(highest, [0.5, 0.9, 0.9]);
    }
}
