//! Real crawled pages that are kept outside the project: the seeds in text mode, pages with planted spam.
//!
//! They are other people's and are never trained on, so they are not here. Where the folder beside the project
//! (`../shared`, or the one that `DEHUSK_SHARED` names) is missing, these tests say so and pass.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test fails by panicking and may say what it saw")]

use std::fs;
use std::path::PathBuf;

use dehusk::{Classifier, Kind, Label};
use serde_json::Value;

/// Lines of the seeds that must be right, of those that people are sure of.
const MIN_SURE_RIGHT: usize = 126;

/// Snippets of the planted pages that the shipped model gets wrong today, of 100; the number must not grow. Most
/// are captions of a product list whose pictures carry the text.
const MAX_WRONG_SNIPPETS: usize = 23;

fn shared(folder: &str) -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let root = std::env::var_os("DEHUSK_SHARED").map_or(beside, PathBuf::from);
    let path = root.join(folder);
    if !path.is_dir() {
        println!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

fn rows(path: PathBuf) -> Vec<Value> {
    fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn seeds_lose_their_spam_and_nothing_else() {
    let Some(folder) = shared("seeds") else { return };
    let classifier = Classifier::shipped().unwrap();
    let (mut n_sure, mut wrong, mut harmful) = (0, Vec::new(), Vec::new());
    for seed in rows(folder.join("labels.jsonl")) {
        let id = seed["id"].as_str().unwrap();
        let page = classifier.classify(&fs::read(folder.join(id)).unwrap(), Kind::Text, None);
        for line in seed["lines"].as_array().unwrap().iter().filter(|line| line["unsure"] != true) {
            n_sure += 1;
            let found = page.blocks().find(|block| block.line().map(u64::from) == line["n"].as_u64());
            let label = found.map_or("missing", |block| block.label().name());
            let gold = line["label"].as_str().unwrap();
            if label == gold {
                continue;
            }
            let text: String = line["text"].as_str().unwrap().chars().take(60).collect();
            let report = format!("{id}:{} {gold} called {label}: {text}", line["n"]);
            // Spam that stays and content that goes are what must never happen.
            if gold == "spam" || gold == "content" {
                harmful.push(report.clone());
            }
            wrong.push(report);
        }
    }
    println!("seeds: {} of {n_sure} sure lines right", n_sure - wrong.len());
    // FIXME: the goal is none. Today one caption of two words is called chrome.
    assert!(harmful.len() <= 1, "spam kept or content lost:\n{}", harmful.join("\n"));
    assert!(!harmful.iter().any(|line| line.contains(" spam called ")), "spam kept:\n{}", harmful.join("\n"));
    assert!(
        n_sure - wrong.len() >= MIN_SURE_RIGHT,
        "{} of {n_sure} right:\n{}",
        n_sure - wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn planted_snippets_are_spam_and_content_snippets_are_kept() {
    let Some(folder) = shared("spam") else { return };
    let classifier = Classifier::shipped().unwrap();
    let mut wrong = Vec::new();
    for row in rows(folder.join("pages.jsonl")) {
        let name = row["html"].as_str().unwrap();
        let page = classifier.classify(&fs::read(folder.join(name)).unwrap(), Kind::Html, None);
        let text_of = |is_wanted: fn(Label) -> bool| {
            let blocks = page.blocks().filter(|block| is_wanted(block.label()));
            blocks.map(|block| squeezed(block.text())).collect::<String>()
        };
        let (spam, rest) = (text_of(|label| label == Label::Spam), text_of(|label| label == Label::Content));
        let snippets =
            |key: &str| row[key].as_array().into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>();
        let lost = |key: &str, text: &str| {
            let missing = snippets(key).into_iter().filter(|snippet| !text.contains(&squeezed(snippet)));
            missing
                .map(|snippet| format!("{name}: {key}: {}", snippet.chars().take(60).collect::<String>()))
                .collect::<Vec<_>>()
        };
        wrong.extend(lost("spam_snippets", &spam));
        wrong.extend(lost("content_snippets", &rest));
    }
    println!("planted pages: {} snippets wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(wrong.len() <= MAX_WRONG_SNIPPETS, "{} snippets wrong:\n{}", wrong.len(), wrong.join("\n"));
}
