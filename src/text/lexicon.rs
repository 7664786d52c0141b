//! The words of a model's lexicon, found in text written in Chinese characters.
//!
//! Runs of Chinese characters come in, hashes of words go out. jieba chooses how a run is best cut, with the
//! model's own few thousand words instead of its dictionary, which would cost a tenth of a second at start;
//! and it is built when the first such run is met.

use std::fmt::Write;
use std::sync::OnceLock;

use jieba_rs::Jieba;
use serde::{Deserialize, Serialize};

use crate::hash::hash_bytes;
use crate::text::scan::han_runs;

/// Characters of a block that words are looked for in; more would only cost time.
const MAX_HAN: usize = 1_500;
const LEXICON_SEED: u32 = 0x6c65;

/// Words with how common each is.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Lexicon {
    /// One word a line, a space, and in how many sites it was met.
    lines: String,
    #[serde(skip)]
    cutter: OnceLock<Jieba>,
}

impl Lexicon {
    /// A lexicon of words, each with a number that says how common it is.
    pub(crate) fn new(words: &[(String, usize)]) -> Self {
        let mut lines = String::new();
        for (word, n) in words {
            let _ = writeln!(lines, "{word} {n}");
        }
        Lexicon { lines, cutter: OnceLock::new() }
    }

    /// The 1-based line that holds no word with a number, if there is one: such a lexicon was not written by us.
    pub(crate) fn broken_line(&self) -> Option<usize> {
        self.entries().position(|entry| entry.is_none()).map(|at| at + 1)
    }

    /// The words with their numbers; `None` for a line that holds none.
    fn entries(&self) -> impl Iterator<Item = Option<(&str, u32)>> {
        self.lines.lines().map(|line| {
            let (word, n) = line.split_once(' ')?;
            // Of nothing, jieba would take the logarithm.
            let n = n.parse().ok().filter(|n| *n > 0)?;
            (!word.is_empty()).then_some((word, n))
        })
    }

    /// Appends the hashes of the words in folded text to `words`. `run` is space to use.
    pub(crate) fn push_words(&self, folded: &[char], run: &mut String, words: &mut Vec<u32>) {
        if self.lines.is_empty() {
            return;
        }
        let folded = &folded[..folded.len().min(MAX_HAN)];
        for chars in han_runs(folded) {
            run.clear();
            run.extend(chars);
            let cut = self.cutter().cut(run, false);
            // A character by itself is no word of the lexicon.
            words.extend(cut.iter().map(|token| token.word).filter(|word| word.len() > 4).map(hash_of));
        }
    }

    /// jieba with the words of the lexicon. It is given word by word, which cannot fail; what it could not read, a
    /// model that loads does not have.
    fn cutter(&self) -> &Jieba {
        self.cutter.get_or_init(|| {
            let mut jieba = Jieba::empty();
            for (word, n) in self.entries().flatten() {
                jieba.add_word(word, Some(n as usize), None);
            }
            jieba
        })
    }
}

fn hash_of(word: &str) -> u32 {
    hash_bytes(LEXICON_SEED, word.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words_of(lexicon: &Lexicon, text: &str) -> Vec<u32> {
        let (mut run, mut words) = (String::new(), Vec::new());
        lexicon.push_words(&text.chars().collect::<Vec<_>>(), &mut run, &mut words);
        words
    }

    #[test]
    fn words_of_the_lexicon_are_found_and_no_others() {
        let lexicon = Lexicon::new(&[("门诊".into(), 5), ("门诊部".into(), 3), ("电话".into(), 9)]);
        let expected: Vec<u32> = ["门诊部", "电话"].map(hash_of).to_vec();
        assert_eq!(words_of(&lexicon, "请打门诊部的电话, call"), expected);
        assert!(words_of(&lexicon, "山高水长").is_empty());
        assert!(words_of(&Lexicon::default(), "门诊").is_empty());
    }
    #[test]
    fn a_line_without_word_or_number_is_found() {
        let of = |lines: &str| Lexicon { lines: lines.to_owned(), cutter: OnceLock::new() };
        assert_eq!(Lexicon::new(&[("门诊".into(), 5), ("电话".into(), 9)]).broken_line(), None);
        assert_eq!(Lexicon::default().broken_line(), None);
        for broken in ["电话", "电话 ", " 9", "电话 x", "电话 -1", "电话 0", "电话 99999999999", "", "电话 9 n"]
        {
            assert_eq!(of(&format!("门诊 5\n{broken}\n门诊部 3\n")).broken_line(), Some(2), "{broken:?}");
        }
        // Not even a lexicon that no model can have is taken as empty.
        assert_eq!(words_of(&of("门诊 5\n电话 x\n"), "门诊, 电话"), [hash_of("门诊")]);
    }

    #[test]
    fn jieba_cuts_as_with_a_dictionary_of_its_own() {
        let lexicon =
            Lexicon::new(&[("门诊".into(), 5), ("门诊部".into(), 3), ("部电话".into(), 7), ("电话".into(), 9)]);
        let dictionary = Jieba::with_dict(&mut lexicon.lines.as_bytes()).ok();
        for run in ["请打门诊部电话", "门诊电话部", "电话门诊部", "山高水长"] {
            let words = |jieba: &Jieba| -> Vec<String> {
                jieba.cut(run, false).iter().map(|token| token.word.to_owned()).collect()
            };
            assert_eq!(Some(words(lexicon.cutter())), dictionary.as_ref().map(words), "{run}");
        }
    }
}
