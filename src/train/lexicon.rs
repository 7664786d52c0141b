//! Choose the words of the lexicon: those that many sites of the corpora write.

use std::collections::{BTreeMap, BTreeSet};

use jieba_rs::Jieba;
use rayon::prelude::*;

use crate::text::{Lexicon, fold, han_runs};
use crate::train::prepare::PreparedPage;

/// Words of a lexicon at most.
const MAX_WORDS: usize = 12_000;
/// Sites that must write a word.
const MIN_SITES: usize = 3;
/// Longest word, in characters.
const MAX_CHARS: usize = 6;

/// The lexicon of the pages: words that jieba's own dictionary finds in them. Labels play no part.
pub(crate) fn choose_lexicon(pages: &[PreparedPage]) -> Lexicon {
    let jieba = Jieba::new();
    let words: Vec<(&str, BTreeSet<String>)> =
        pages.par_iter().map(|page| (page.key.site.as_str(), words_of(page, &jieba))).collect();
    let mut sites: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (site, words) in words {
        for word in words {
            sites.entry(word).or_default().insert(site);
        }
    }
    let mut chosen: Vec<(String, usize)> =
        sites.into_iter().map(|(word, sites)| (word, sites.len())).filter(|(_, n)| *n >= MIN_SITES).collect();
    chosen.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    chosen.truncate(MAX_WORDS);
    Lexicon::new(&chosen)
}

fn words_of(page: &PreparedPage, jieba: &Jieba) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let mut folded = Vec::new();
    fold(&page.blocks.text, &mut folded);
    for chars in han_runs(&folded) {
        let run: String = chars.iter().collect();
        for token in jieba.cut(&run, false) {
            if (2..=MAX_CHARS).contains(&token.word.chars().count()) && !words.contains(token.word) {
                words.insert(token.word.to_owned());
            }
        }
    }
    words
}
