//! What the shipped model must show on documents that are not ours and not in this repository.
//!
//! The documents lie beside the repository, in `../shared`; where they are missing the tests say so and
//! pass. None of them was trained on.

use std::path::{Path, PathBuf};

use dehusk::{Classifier, Kind, Label};
use serde_json::Value;

fn shared(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared").join(name);
    let found = path.exists().then_some(path);
    if found.is_none() {
        println!("skipped: ../shared/{name} is not here");
    }
    found
}

fn rows(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().filter(|line| !line.trim().is_empty()).map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn seeds_lose_no_content_and_keep_no_spam() {
    let Some(labels) = shared("seeds/labels.jsonl") else { return };
    let classifier = Classifier::shipped().unwrap();
    let (mut n_sure, mut n_right, mut n_spam, mut n_spam_found, mut n_lost) = (0, 0, 0, 0, 0);
    for document in rows(&labels) {
        let bytes = std::fs::read(labels.with_file_name(document["id"].as_str().unwrap())).unwrap();
        let page = classifier.classify(&bytes, Kind::Text, None);
        for line in document["lines"].as_array().unwrap() {
            let gold = line["label"].as_str().unwrap();
            if line["unsure"].as_bool() == Some(true) {
                continue;
            }
            let n = line["n"].as_u64().unwrap() as u32;
            let block = page.blocks().find(|block| block.line() == Some(n)).unwrap();
            let said = block.label().name();
            n_sure += 1;
            n_right += usize::from(said == gold);
            n_spam += usize::from(gold == "spam");
            n_spam_found += usize::from(gold == "spam" && block.label() == Label::Spam);
            n_lost += usize::from(gold == "content" && said != "content");
            if said != gold {
                println!("{} line {n}: {gold} called {said}: {:.60}", document["id"], block.text());
            }
        }
    }
    println!("{n_right} of {n_sure} sure lines right, {n_spam_found} of {n_spam} spam lines found, {n_lost} content lines lost");
    assert_eq!((n_spam_found, n_lost), (n_spam, 0));
    assert!(n_right >= 122);
}

/// Text without white space: snippets were taken with other white space than ours.
fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn crawled_pages_keep_content_and_lose_spam() {
    let Some(pages) = shared("spam/pages.jsonl") else { return };
    let classifier = Classifier::shipped().unwrap();
    let (mut n_spam, mut n_kept, mut n_content, mut n_lost) = (0, 0, 0, 0);
    for row in rows(&pages) {
        let bytes = std::fs::read(pages.with_file_name(row["html"].as_str().unwrap())).unwrap();
        let page = classifier.classify(&bytes, Kind::Html, None);
        let blocks: Vec<(String, Label)> = page.blocks().map(|b| (squeeze(b.text()), b.label())).collect();
        let snippets = |key: &str| -> Vec<String> {
            row[key].as_array().unwrap().iter().map(|s| squeeze(s.as_str().unwrap())).collect()
        };
        for snippet in snippets("spam_snippets") {
            n_spam += 1;
            let is_missed = !blocks.iter().any(|(text, label)| *label == Label::Spam && text.contains(&snippet));
            n_kept += usize::from(is_missed);
            if is_missed {
                println!("{}: spam missed: {:.60}", row["id"], snippet);
            }
        }
        for snippet in snippets("content_snippets") {
            n_content += 1;
            let is_lost = blocks.iter().any(|(text, label)| *label == Label::Spam && text.contains(&snippet));
            n_lost += usize::from(is_lost);
            if is_lost {
                println!("{}: content called spam: {:.60}", row["id"], snippet);
            }
        }
    }
    println!("{n_kept} of {n_spam} spam snippets missed, {n_lost} of {n_content} content snippets called spam");
}
