//! What the text itself looks like: length, signs, scripts, repetition. The same for HTML and text.

use crate::features::First;
use crate::features::declare::{features, flag, ln1p, share};

features! {
    /// The block's text alone.
    pub(crate) const FAMILY: Family<First>, |view, idx| {
        let stats = &view.stats[idx];
        let c = &stats.counts;
        let n = c.n_chars as f32;
        let units = stats.n_units;
        let log_units = stats.log_units;
        let letters = c.n_alphanumeric() as f32;
        let of_chars = |part: u32| share(part as f32, n);
        let distinct = stats.distinct_share;
        let known_share = view.page_values.tokens.known_share(idx);
        let script_mismatch = view.page_values.script_mismatch(c);
        let separators = (c.n_bars + c.n_commas + c.n_han_gaps) as f32;
        let is_sentenceless = c.n_sentence_ends == 0;
        let written = (c.n_simplified + c.n_traditional) as f32;
        let simplified = share(c.n_simplified as f32 - c.n_traditional as f32, written);
        let ends_sentence = matches!(c.last, '.' | '!' | '?' | '。' | '！' | '？' | '…' | '"' | '”' | '」' | '』' | ')' | '）');
    } {
        "log_units": "Logarithm of the length in words (a character of a script without spaces is 0.6 words)."
            => log_units, knots [1.8, 2.5, 3.2, 4.0];
        "log_chars": "Logarithm of the characters." => ln1p(n), knots [2.0, 4.0];
        "is_one_word": "The block is one word." => flag(units < 1.5);
        "word_length": "Characters a word." => share(n, units).min(20.0);
        "sentence_ends": "Sentence ends for every ten words, at most three." => (10.0 * share(c.n_sentence_ends as f32, units)).min(3.0);
        "log_sentence_ends": "Logarithm of the number of sentence ends." => ln1p(c.n_sentence_ends as f32), knots [0.5, 1.2];
        "commas": "Commas for every ten words, at most five." => (10.0 * share(c.n_commas as f32, units)).min(5.0);
        "log_commas": "Logarithm of the number of commas." => ln1p(c.n_commas as f32);
        "ends_sentence": "The last sign ends a sentence or a quotation." => flag(ends_sentence);
        "ends_colon": "The last sign is a colon." => flag(matches!(c.last, ':' | '：'));
        "ends_question": "The last sign is a question mark." => flag(matches!(c.last, '?' | '？'));
        "ends_cut_off": "The text breaks off with dots." => flag(c.last == '…' || (c.last == '.' && c.n_sentence_ends >= 3 && units < 60.0));
        "starts_upper": "The first sign is a capital." => flag(c.first.is_uppercase());
        "starts_lower": "The first sign is a small letter." => flag(c.first.is_lowercase());
        "starts_sign": "The first sign is neither letter nor digit." => flag(!c.first.is_alphanumeric());
        "no_letters": "The block holds no letter or digit." => flag(letters == 0.0);
        "upper_share": "Share of capitals among the characters." => of_chars(c.n_upper), knots [0.3];
        "digit_share": "Share of digits among the characters." => of_chars(c.n_digits), knots [0.2];
        "separator_share": "Share of separators such as `|`, `-`, `/` and `>`." => of_chars(c.n_separators), knots [0.1];
        "bars_per_unit": "`_` and `|` a word." => share(c.n_bars as f32, units).min(2.0);
        "log_bars": "Logarithm of the number of `_` and `|`." => ln1p(c.n_bars as f32);
        "quote_share": "Share of quotation marks." => of_chars(c.n_quotes);
        "bracket_share": "Share of brackets." => of_chars(c.n_brackets);
        "corner_share": "Share of the brackets 【 and 】." => of_chars(c.n_corners);
        "angle_share": "Share of `<` and `>`." => of_chars(c.n_angles), knots [0.1];
        "tag_share": "Share of characters in tags written out as text." => of_chars(c.n_tag_chars).min(1.0), knots [0.9];
        "tag_text": "Logarithm of the words outside tags, where tags are written out as text." =>
            if c.n_tag_chars > 0 { ln1p(units * (1.0 - of_chars(c.n_tag_chars).min(1.0))) } else { 0.0 };
        "symbol_share": "Share of other signs." => of_chars(c.n_symbols);
        "lost_share": "Share of signs that were lost: U+FFFD, question marks inside words." => of_chars(c.n_lost);
        "odd_share": "Share of control, private use and wrongly decoded characters." => of_chars(c.n_odd);
        "log_invisible": "Logarithm of the number of characters that take no place." => ln1p(c.n_invisible as f32);
        "full_width_share": "Share of Latin letters and digits in full width." => of_chars(c.n_full_width);
        "script_mixes": "Changes between scripts inside words, a word." => share(c.n_script_mixes as f32, units).min(2.0);
        "inner_dots": "Full stops between letters, as in domain names, a word." => share(c.n_inner_dots as f32, units).min(1.0);
        "colons": "Colons a word." => share(c.n_colons as f32, units).min(1.0);
        "simplified": "Chinese writing: 1 simplified, -1 traditional." => simplified;
        "writing_mismatch": "How far the block's Chinese writing is from the rest of the page's." =>
            if written >= 2.0 && view.page_values.is_written { (simplified - view.page_values.simplified).abs() } else { 0.0 };
        "script_mismatch": "How little of the block's script the page is written in, 0 to 1." => script_mismatch;
        "long_script_mismatch": "The same, times the logarithm of the words." => script_mismatch * log_units;
        "distinct_share": "Share of different tokens among the tokens." => distinct;
        "repetitive_length": "Logarithm of the words, times the share of repeated tokens." => log_units * (1.0 - distinct);
        "log_phrases": "Logarithm of the phrases between separators, where there is no sentence end."
            => if is_sentenceless { ln1p(separators) } else { 0.0 }, knots [1.6];
        "sentenceless_units": "Logarithm of the words, where there is no sentence end." => if is_sentenceless { log_units } else { 0.0 }, knots [2.5, 3.5];
        "han_gaps": "Spaces between Chinese characters a word." => share(c.n_han_gaps as f32, units).min(1.0);
        "sentenceless_han_gaps": "Logarithm of the spaces between Chinese characters, where there is no sentence end."
            => if is_sentenceless { ln1p(c.n_han_gaps as f32) } else { 0.0 };
        "known_on_page": "Share of the block's tokens that other blocks of the page hold; blocks alike count once." => known_share;
        "unknown_length": "Logarithm of the words, times the share of tokens that no other block holds."
            => log_units * (1.0 - known_share);
        "log_lines": "Logarithm of the lines of text." => ln1p(c.n_lines as f32 - 1.0);
    }
}

/// Different tokens that can be told apart.
const N_TOLD_APART: usize = 8192;

/// Share of different tokens, estimated on a table of flags that is all zero between calls.
pub(super) fn distinct_share(single: &[u32], table: &mut Vec<u8>) -> f32 {
    if single.len() < 2 {
        return 1.0;
    }
    table.resize(N_TOLD_APART, 0);
    let mut n_distinct = 0u32;
    for token in single {
        let known = &mut table[*token as usize % N_TOLD_APART];
        n_distinct += u32::from(*known == 0);
        *known = 1;
    }
    single.iter().for_each(|token| table[*token as usize % N_TOLD_APART] = 0);
    n_distinct as f32 / single.len() as f32
}
