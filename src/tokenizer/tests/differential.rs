//! Our tokenizer against html5ever's, each in front of a real tree builder.
//!
//! In: documents made from nasty pieces; `ROUNDS` and `SEED` in the environment ask for more or others.
//! Out: a failure for the first document whose token stream or tree differs.

use super::feed::Feed;
use super::grammar;
use super::record::{self, Seen, first_difference, theirs, tree_recorder};
use crate::tokenizer::{TokenLimits, tokenize};

fn number(name: &str, default: u64) -> u64 {
    let value = std::env::var(name).ok();
    value.and_then(|n| n.parse().ok()).unwrap_or(default)
}

/// Calls `check` with random documents and whether scripting is on.
fn for_documents(rounds: u64, check: impl Fn(&str, bool) -> Result<(), String>) {
    let (first, rounds) = (number("SEED", 0), number("ROUNDS", rounds));
    for seed in first..first + rounds {
        let mut rng = grammar::Rng::new(seed);
        let max = if seed % 4 == 0 { 60 } else { 10 };
        let html = grammar::document(&mut rng, max);
        if let Err(difference) = check(&html, seed % 2 == 0) {
            panic!("seed {seed}: {html:?}\n{difference}");
        }
    }
}

#[test]
fn random_documents_have_the_same_tokens_and_trees() {
    let limits = TokenLimits::default();
    for_documents(20_000, |html, scripting| {
        record::compare(html, scripting, |input, sink| {
            tokenize(input, &mut Feed::new(sink), &limits);
        })
    });
}

#[test]
fn leaving_out_comments_and_raw_text_changes_no_tag() {
    let limits = TokenLimits { keep_comments: false, ..TokenLimits::default() };
    for_documents(5_000, |html, scripting| {
        let mut expected = theirs(html, tree_recorder(scripting)).seen.take();
        let actual = tree_recorder(scripting);
        tokenize(html, &mut Feed { sink: &actual, keep_raw_text: |_, _| false }, &limits);
        let mut actual = actual.seen.take();
        if actual.iter().any(|seen| matches!(seen, Seen::Comment(_))) {
            return Err("a comment was kept".into());
        }
        for seen in [&mut expected, &mut actual] {
            seen.retain(|seen| !matches!(seen, Seen::Text(_) | Seen::Comment(_)));
        }
        first_difference(&expected, &actual).map_or(Ok(()), Err)
    });
}
