//! Where on the page a block stands.

use crate::features::First;
use crate::features::declare::{features, flag, ln1p, share};

features! {
    /// Position among the blocks, the text and the paragraphs of the page.
    pub(crate) const FAMILY: Family<First>, |view, idx| {
        let n = view.n_blocks() as f32;
        let at = idx as f32;
        let all = view.all();
        let before = view.sums(0, idx);
        let position = share(at, n);
        let text_position = share(before.n_chars, all.n_chars);
        let prose_before = before.n_prose_units;
        let prose_after = all.n_prose_units - view.sums(0, idx + 1).n_prose_units;
        let values = &view.page_values;
        let headline = view.titles.headline;
        let behind = headline.map(|h| at - h as f32);
    } {
        "position": "Share of the page's blocks before this one." => position, knots [0.1, 0.3, 0.6, 0.85];
        "text_position": "Share of the page's text before this block." => text_position, knots [0.1, 0.5, 0.9];
        "log_from_start": "Logarithm of the blocks before." => ln1p(at), knots [3.0];
        "log_to_end": "Logarithm of the blocks after." => ln1p(n - at - 1.0), knots [1.5, 3.0];
        "prose_before_share": "Share of the page's prose that stands before." => share(prose_before, all.n_prose_units), knots [0.01, 0.99];
        "prose_after_share": "Share of the page's prose that stands after." => share(prose_after, all.n_prose_units), knots [0.01, 0.99];
        "between_prose": "Prose stands before and after." => flag(prose_before > 0.0 && prose_after > 0.0);
        "log_since_prose": "Logarithm of the blocks since the last prose." => ln1p(values.since_prose[idx]), knots [1.0, 2.0];
        "log_until_prose": "Logarithm of the blocks until the next prose." => ln1p(values.until_prose[idx]), knots [1.0];
        "prose_near": "Share of prose blocks among the nine around." => values.share_of_prose(view, idx, 4);
        "prose_around": "Share of prose blocks among the 31 around." => values.share_of_prose(view, idx, 15);
        "before_headline": "The block stands before what is most likely the headline." => flag(behind.is_some_and(|b| b < 0.0));
        "is_likely_headline": "The block is most likely the headline." => flag(behind == Some(0.0));
        "log_behind_headline": "Logarithm of the blocks since the likely headline." => behind.map_or(0.0, |b| ln1p(b.max(0.0))), knots [1.0, 2.5];
        "just_behind_headline": "One of the three blocks after the likely headline." => flag(behind.is_some_and(|b| (1.0..=3.0).contains(&b)));
        "text_behind_headline": "Share of the text after the headline that stands before this block." =>
            headline.map_or(0.0, |h| share(view.sums(h, idx.max(h)).n_chars, view.sums(h, view.n_blocks()).n_chars));
        "relative_length": "The block's words against the page's mean, logarithm." =>
            view.stats[idx].log_units - values.log_mean_units;
        "length_against_longest": "The block's words against the longest block's." => share(view.stats[idx].n_units, values.longest).min(1.0);
        "text_share": "Share of the page's text in this block." => share(view.stats[idx].counts.n_chars as f32, all.n_chars).min(1.0), knots [0.05];
        "same_times": "Logarithm of the other blocks that say the same." => ln1p(view.stats[idx].n_same as f32 - 1.0);
        "said_before": "A block before says the same." => flag(view.stats[idx].n_same_before > 0);
        "long_said_before": "Logarithm of the words, where a block before says the same." =>
            if view.stats[idx].n_same_before > 0 { view.stats[idx].log_units } else { 0.0 };
        "long_said_again": "Logarithm of the words, where a later block says the same." =>
            if view.stats[idx].n_same > view.stats[idx].n_same_before + 1 { view.stats[idx].log_units } else { 0.0 };
        "log_since_heading": "Logarithm of the blocks since the last heading." =>
            view.stats[idx].heading.map_or(4.0, |h| ln1p(at - h as f32 - 1.0));
        "has_heading": "The block stands under a heading." => flag(view.stats[idx].heading.is_some());
    }
}
