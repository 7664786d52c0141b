//! Our tree construction against html5ever's, behind the same tokenizer.
//!
//! In: documents made of tags in any order; `ROUNDS` and `SEED` in the environment ask for more or others, and
//! `DIFFERENTIAL_PAGES` names a folder of pages besides. Out: a failure for the first document whose tree differs.

use std::path::{Path, PathBuf};

use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};

use super::conformance::{Tree, ours, push, without_iframe_text};
use super::{Limits, parse};
use crate::tokenizer::tests::arena::{Arena, Data, NONE};
use crate::tokenizer::tests::feed::Feed;
use crate::tokenizer::tests::grammar::{self, Rng};
use crate::tokenizer::{Name, TokenLimits, tokenize};

/// html5ever's tree in the form of the html5lib tests.
fn theirs(html: &str, limits: &Limits) -> Tree {
    let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let builder = TreeBuilder::new(Arena::default(), options);
    let token_limits = TokenLimits { max_attributes: limits.max_attributes, keep_comments: false };
    let keep_raw_text = |tag: &crate::tokenizer::Tag, _: &crate::tokenizer::Strings<'_>| tag.name != Name::Iframe;
    tokenize(html, &mut Feed { sink: &builder, keep_raw_text }, &token_limits);
    let nodes = builder.sink.nodes.borrow();
    let mut tree = Tree::new();
    let mut open = vec![(0u32, 0usize)];
    while let Some((id, depth)) = open.pop() {
        let node = &nodes[id as usize];
        let mut first = node.first;
        match &node.data {
            Data::Document | Data::Doctype(..) | Data::Comment(_) => {}
            Data::Text(text) => push(&mut tree, depth - 1, format!("\"{}\"", &**text)),
            Data::Element(name, attributes, template, _) => {
                let space = match &*name.ns {
                    "http://www.w3.org/2000/svg" => "svg ",
                    "http://www.w3.org/1998/Math/MathML" => "math ",
                    _ => "",
                };
                tree.push((depth - 1, format!("<{space}{}>", name.local)));
                let mut lines: Vec<String> = attributes
                    .iter()
                    .map(|a| {
                        let prefix = a.name.prefix.as_ref().filter(|p| !p.is_empty());
                        let space = prefix.map_or(String::new(), |p| format!("{p} "));
                        format!("{space}{}=\"{}\"", a.name.local, a.value)
                    })
                    .collect();
                lines.sort();
                tree.extend(lines.into_iter().map(|line| (depth, line)));
                if *template != NONE {
                    first = nodes[*template as usize].first;
                }
            }
        }
        let mut children = Vec::new();
        while first != NONE {
            children.push((first, depth + 1));
            first = nodes[first as usize].next;
        }
        open.extend(children.into_iter().rev());
    }
    without_iframe_text(tree)
}

/// Says where the trees of a document part, if they do.
fn difference(html: &str) -> Option<String> {
    let limits = Limits::default();
    let document = parse(html, &limits);
    if document.truncated {
        return None;
    }
    let (ours, theirs) = (ours(&document), theirs(html, &limits));
    if ours == theirs {
        return None;
    }
    let at = ours.iter().zip(&theirs).take_while(|(a, b)| a == b).count();
    Some(format!("line {at}:\n  theirs {:?}\n  ours   {:?}", theirs.get(at), ours.get(at)))
}

const TEXTS: &[&str] = &["x", " ", "\n", "x y", " z", "\0", "&amp;", "<!--c-->", "é"];
const ATTRIBUTES: &[&str] = &[
    " a=1",
    " b=2",
    " class=c",
    " type=hidden",
    " type=text",
    " color=red",
    " face=f",
    " xlink:href=h",
    " viewBox=v",
    " definitionurl=d",
    " encoding=text/html",
    " href=#i",
    " A=1",
    " xml:lang=en",
    " /",
];
/// Names whose rules depend on each other; the others are taken now and then.
const COMMON: &[&str] = &[
    "a",
    "b",
    "i",
    "p",
    "div",
    "table",
    "tr",
    "td",
    "tbody",
    "li",
    "ul",
    "form",
    "select",
    "option",
    "svg",
    "math",
    "template",
    "font",
    "button",
    "h1",
    "body",
    "html",
    "caption",
    "colgroup",
    "col",
    "nobr",
    "mi",
    "foreignobject",
    "title",
    "desc",
    "annotation-xml",
    "frameset",
    "applet",
    "ruby",
    "rt",
    "span",
    "unknown",
];

/// A document of up to `max` tags and texts.
fn tags(rng: &mut Rng, max: usize) -> String {
    let mut out = String::from(if rng.below(2) == 0 { "<!doctype html>" } else { "" });
    for _ in 0..=rng.below(max) {
        if rng.below(4) == 0 {
            out.push_str(rng.pick(TEXTS));
            continue;
        }
        let is_common = rng.below(3) > 0;
        let name = if is_common { rng.pick(COMMON) } else { Name::ALL[rng.below(Name::ALL.len())].0 };
        out.push_str(if rng.below(3) == 0 { "</" } else { "<" });
        out.push_str(name);
        for _ in 0..rng.below(4).saturating_sub(1) {
            out.push_str(rng.pick(ATTRIBUTES));
        }
        out.push('>');
    }
    out
}

fn number(name: &str, default: u64) -> u64 {
    let value = std::env::var(name).ok();
    value.and_then(|n| n.parse().ok()).unwrap_or(default)
}

#[test]
fn random_documents_have_the_same_trees() {
    let (first, rounds) = (number("SEED", 0), number("ROUNDS", 20_000));
    for seed in first..first + rounds {
        let mut rng = Rng::new(seed);
        let max = if seed % 4 == 0 { 120 } else { 15 };
        let html = if seed % 3 == 0 { grammar::document(&mut rng, max) } else { tags(&mut rng, max) };
        if let Some(difference) = difference(&html) {
            panic!("seed {seed}: {html:?}\n{difference}");
        }
    }
}

fn html_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for path in std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            html_files(&path, found);
        } else if path.extension().is_some_and(|e| e == "html") {
            found.push(path);
        }
    }
}

#[test]
fn pages_have_the_same_trees() {
    let folder = std::env::var("DIFFERENTIAL_PAGES");
    let ours = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures").to_owned();
    let mut files = Vec::new();
    html_files(Path::new(&folder.unwrap_or(ours)), &mut files);
    for path in &files {
        let html = String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
        if let Some(difference) = difference(&html) {
            panic!("{}: {difference}", path.display());
        }
    }
    println!("{} pages have the same trees", files.len());
    assert!(!files.is_empty());
}
