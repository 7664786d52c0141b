//! What holds for every input: nothing panics, the same bytes give the same page, numbers are numbers, and a
//! model file is either whole or refused.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking and may say what it saw")]

use std::sync::LazyLock;

use dehusk::{Classifier, Error, Kind, Label, Page};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

static CLASSIFIER: LazyLock<Classifier> = LazyLock::new(|| Classifier::shipped().unwrap());

const MODEL: &[u8] = include_bytes!("../models/v1/model.dehusk");

/// Pieces of markup and text that pages are put together from.
const PIECES: &[&str] = &[
    "<p>",
    "</p>",
    "<div class='nav menu'>",
    "</div>",
    "<h1>",
    "</h1>",
    "<ul><li>",
    "</ul>",
    "<a href='/x'>",
    "</a>",
    "<a href='http://other.example/'>",
    "<br>",
    "<table><tr><td>",
    "</table>",
    "<b>",
    "</b>",
    "<span style='display:none'>",
    "</span>",
    "<style>.x{display:none}</style>",
    "<div class=x>",
    "<script>var a = '<p>';</script>",
    "<pre>\n",
    "</pre>",
    "<title>",
    "</title>",
    "<meta name=description content='words'>",
    "<body>",
    "</body>",
    "</html>",
    "<noscript>",
    "</noscript>",
    "<template>",
    "</template>",
    "<select><option>",
    "</select>",
    "<svg>",
    "</svg>",
    "<!--",
    "-->",
    "&amp;",
    "&#x4e2d;",
    "&nbsp;",
    "&",
    "<",
    "one two three. ",
    "Sentences end here; others do not, ",
    "新闻正文在这里。",
    "彩票网址导航,",
    "слово ",
    "0",
    "?",
    "·",
    "\n",
    "\t",
    "\u{200b}",
    "\u{fffd}",
    "\0",
    "é",
    "醫(yī)院",
];

fn pages() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..60).prop_map(|pieces| pieces.concat())
}

fn kinds() -> impl Strategy<Value = Kind> {
    prop::sample::select(vec![Kind::Html, Kind::Text])
}

/// The same cases every time; `PROPTEST_RNG_SEED` asks for others.
fn config(cases: u32) -> ProptestConfig {
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    match config.rng_seed {
        RngSeed::Random => ProptestConfig { rng_seed: RngSeed::Fixed(1), ..config },
        RngSeed::Fixed(_) => config,
    }
}

/// Everything that a caller sees of a page.
fn seen(page: &Page) -> Vec<String> {
    page.blocks()
        .map(|b| {
            format!(
                "{} {:?} {:?} {:?} {} {:?} {:?} {} {}",
                b.n(),
                b.label(),
                b.scores(),
                b.role(),
                b.text(),
                b.path(),
                b.line(),
                b.is_head(),
                b.is_hidden()
            )
        })
        .collect()
}

fn check_page(page: &Page) -> Result<(), TestCaseError> {
    prop_assert_eq!(page.blocks().count(), page.n_blocks());
    let mut last_line = 0;
    for (n, block) in page.blocks().enumerate() {
        prop_assert_eq!(block.n(), n);
        prop_assert!(!block.text().trim().is_empty(), "block {} is empty", n);
        let scores = block.scores();
        for label in Label::ALL {
            prop_assert!((0.0..=1.0).contains(&scores.of(label)), "{:?}", scores);
        }
        prop_assert!((scores.content + scores.chrome + scores.spam - 1.0).abs() < 1e-4, "{:?}", scores);
        if let Some(line) = block.line() {
            prop_assert!(line > last_line, "lines go back");
            last_line = line;
        }
        prop_assert!(block.line().is_some() != block.path().is_some());
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(512))]

    #[test]
    fn any_bytes_give_a_page(bytes in prop::collection::vec(any::<u8>(), 0..800), kind in kinds()) {
        check_page(&CLASSIFIER.classify(&bytes, kind, None))?;
    }

    #[test]
    fn any_markup_gives_a_page(html in pages(), kind in kinds()) {
        check_page(&CLASSIFIER.classify(html.as_bytes(), kind, None))?;
    }

    #[test]
    fn any_hint_is_taken(html in pages(), hint in "[a-zA-Z0-9_-]{0,12}|gbk|big5|shift_jis|utf-16le|windows-1251") {
        check_page(&CLASSIFIER.classify(html.as_bytes(), Kind::Html, Some(&hint)))?;
    }

    #[test]
    fn cut_off_pages_are_pages(html in pages(), share in 0.0..1.0f64) {
        let cut = (html.len() as f64 * share) as usize;
        check_page(&CLASSIFIER.classify(&html.as_bytes()[..cut], Kind::Html, None))?;
    }

    #[test]
    fn the_same_bytes_give_the_same_page(html in pages(), kind in kinds()) {
        let once = seen(&CLASSIFIER.classify(html.as_bytes(), kind, None));
        prop_assert_eq!(&once, &seen(&CLASSIFIER.classify(html.as_bytes(), kind, None)));
        let elsewhere = std::thread::spawn(move || seen(&Classifier::shipped().unwrap().classify(html.as_bytes(), kind, None)));
        prop_assert_eq!(once, elsewhere.join().unwrap());
    }

    /// Valid UTF-8 is read as it stands: every line that is not blank is a block with just its text. A byte order
    /// mark, NUL (UTF-16 without a mark) and ESC (ISO-2022-JP) tell of other encodings.
    #[test]
    fn text_is_not_changed(text in "[^\u{feff}\0\u{1b}]{0,200}") {
        let page = CLASSIFIER.classify(text.as_bytes(), Kind::Text, None);
        let expected: Vec<&str> = text.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect();
        let found: Vec<&str> = page.blocks().map(|block| block.text()).collect();
        prop_assert_eq!(page.encoding, "UTF-8");
        prop_assert_eq!(found, expected);
    }

    /// No word of the body is lost, doubled or moved.
    #[test]
    fn words_come_out_in_their_order(tags in prop::collection::vec(
        prop::sample::select(vec!["p", "div", "li", "h2", "span", "em", "blockquote", "section", "a", "td"]), 1..40)) {
        let words: Vec<String> = (0..tags.len()).map(|n| format!("word{n}")).collect();
        let element = |(tag, word): (&&str, &String)| match *tag {
            "td" => format!("<table><tr><td>{word}</td></tr></table> "),
            tag => format!("<{tag}>{word}</{tag}> "),
        };
        let html: String = tags.iter().zip(&words).map(element).collect();
        let page = CLASSIFIER.classify(html.as_bytes(), Kind::Html, None);
        let found: Vec<&str> = page.blocks().flat_map(|block| block.text().split(' ')).collect();
        prop_assert_eq!(found, words);
    }
}

proptest! {
    #![proptest_config(config(96))]

    /// Contributions and bias add up to the margin, and the margins' differences are what the probabilities say.
    #[test]
    fn explanations_add_up(html in pages(), kind in kinds()) {
        let n_blocks = CLASSIFIER.classify_str(&html, kind).n_blocks();
        for n in 0..n_blocks.min(4) {
            let explain = |label| CLASSIFIER.explain(&html, kind, n, Some(label)).map(|(_, explanation)| explanation);
            let all: Vec<_> = Label::ALL.into_iter().filter_map(explain).collect();
            prop_assert_eq!(all.len(), 3);
            for pass in 0..all[0].passes.len() {
                let mut margins = [0.0f64; 3];
                for (margin, explanation) in margins.iter_mut().zip(&all) {
                    let pass = &explanation.passes[pass];
                    let sum: f64 = pass.contributions.iter().map(|c| f64::from(c.contribution)).sum();
                    *margin = f64::from(pass.bias) + sum;
                    prop_assert!((*margin - f64::from(pass.margin)).abs() < 1e-3);
                }
                prop_assert!(margins.iter().sum::<f64>().abs() < 1e-2, "not against the mean: {:?}", margins);
                let total: f64 = margins.iter().map(|m| m.exp()).sum();
                for (label, margin) in Label::ALL.into_iter().zip(margins) {
                    let score = f64::from(all[0].passes[pass].scores.of(label));
                    prop_assert!((margin.exp() / total - score).abs() < 1e-3, "{:?} against {}", margins, score);
                }
            }
        }
    }

    #[test]
    fn spam_around_is_the_mean_of_the_others_and_two_clean_blocks(html in pages(), kind in kinds()) {
        let page = CLASSIFIER.explain_page(&html, kind);
        let why: Vec<_> = (0..page.page.n_blocks()).filter_map(|n| page.why(n, Some(Label::Spam))).collect();
        let spam: Vec<f32> = why.iter().map(|why| why.passes[0].scores.spam).collect();
        for (n, why) in why.iter().enumerate() {
            let reaches = [("spam_within3", 3), ("spam_within8", 8), ("spam_within25", 25), ("page_spam", spam.len())];
            for (name, reach) in reaches {
                let near = |at: &usize| *at != n && at.abs_diff(n) <= reach;
                let others: Vec<f32> = (0..spam.len()).filter(near).map(|at| spam[at]).collect();
                let mean = others.iter().sum::<f32>() / (others.len() as f32 + 2.0);
                let value = why.passes[1].contributions.iter().find(|c| c.feature.name == name).map(|c| c.value);
                prop_assert!(value.is_some_and(|value| (value - mean).abs() < 1e-4), "{name} {value:?} {mean}");
            }
        }
    }

    #[test]
    fn feature_values_are_numbers_and_shares_are_shares(html in pages(), kind in kinds()) {
        let n_blocks = CLASSIFIER.classify_str(&html, kind).n_blocks();
        for n in (0..n_blocks).step_by(1 + n_blocks / 3) {
            let (_, explanation) = CLASSIFIER.explain(&html, kind, n, None).unwrap();
            for contribution in explanation.passes.iter().flat_map(|pass| &pass.contributions) {
                let (name, value) = (&contribution.feature.name, contribution.value);
                prop_assert!(value.is_finite() && contribution.contribution.is_finite(), "{}", name);
                prop_assert!(!contribution.feature.doc.is_empty(), "{} has no description", name);
                if name.ends_with("_share") || name.ends_with("_density") {
                    prop_assert!((-1e-4..=1.0001).contains(&value), "{} is {}", name, value);
                }
            }
        }
    }
}

fn is_refused(bytes: &[u8]) -> bool {
    Classifier::from_model_bytes(bytes).is_err()
}

/// All of the header, then places so close that no field of the payload is missed.
fn places() -> impl Iterator<Item = usize> {
    (0..64).chain((64..MODEL.len()).step_by(if cfg!(debug_assertions) { 4_099 } else { 211 })).chain([MODEL.len() - 1])
}

#[test]
fn every_flipped_byte_of_a_model_is_an_error() {
    let mut bytes = MODEL.to_vec();
    for at in places() {
        for mask in [0x01, 0x80, 0xff] {
            bytes[at] ^= mask;
            assert!(is_refused(&bytes), "byte {at} with {mask:#x} is not noticed");
            bytes[at] ^= mask;
        }
    }
    assert!(!is_refused(&bytes));
}

#[test]
fn every_cut_off_model_is_an_error() {
    for length in places() {
        assert!(is_refused(&MODEL[..length]), "{length} bytes are taken for a model");
    }
    assert!(is_refused(&[MODEL, &[0]].concat()), "a byte too many is not noticed");
}

#[test]
fn model_errors_say_what_is_wrong() {
    let error = |bytes: &[u8]| Classifier::from_model_bytes(bytes).unwrap_err();
    assert!(matches!(error(b""), Error::NotAModel));
    assert!(matches!(error(b"\x89PNG\r\n\x1a\n and so on, long enough for a header"), Error::NotAModel));
    assert!(matches!(error(&MODEL[..20]), Error::TruncatedModel { .. }));
    assert!(matches!(error(&MODEL[..MODEL.len() - 1]), Error::TruncatedModel { .. }));
    let mut newer = MODEL.to_vec();
    newer[8] = 0xff;
    assert!(matches!(error(&newer), Error::OtherFormat { found: 255, .. }));
    let mut damaged = MODEL.to_vec();
    damaged[MODEL.len() / 2] ^= 4;
    assert!(matches!(error(&damaged), Error::DamagedModel(_)));
}

proptest! {
    #![proptest_config(config(128))]

    #[test]
    fn no_bytes_pass_for_a_model(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(is_refused(&bytes));
        prop_assert!(is_refused(&[b"DEHUSKMD\x01\0\0\0", &bytes[..]].concat()));
    }
}
