//! In: CSS, a path of start tags, an expected word. Out: tests of the whole `style` module.

mod cascade;
mod hostile;
mod inline;
mod rules;
mod scripts;

use super::{Hiding, StyleSheet, StyledElement, script_hidden};

/// One start tag of a test path.
#[derive(Debug)]
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

/// An element of a path whose last tag is the element asked about.
#[derive(Clone, Copy, Debug)]
struct PathElement<'a> {
    path: &'a [Tag],
}

impl PathElement<'_> {
    fn own(&self) -> &Tag {
        &self.path[self.path.len() - 1]
    }
}

impl StyledElement for PathElement<'_> {
    fn tag(&self) -> &str {
        &self.own().name
    }

    fn id(&self) -> Option<&str> {
        self.attribute("id")
    }

    fn classes(&self) -> impl Iterator<Item = &str> {
        self.attribute("class").unwrap_or_default().split_ascii_whitespace()
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.own().attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    fn parent(&self) -> Option<Self> {
        let path = &self.path[..self.path.len() - 1];
        (!path.is_empty()).then_some(PathElement { path })
    }

    fn has_attributes(&self) -> bool {
        !self.own().attributes.is_empty()
    }
}

/// Reads `<div id="a"><p class='b c' hidden>`; every tag is inside the one before.
fn read_path(html: &str) -> Vec<Tag> {
    html.split('<').skip(1).map(|tag| read_tag(tag.rsplit_once('>').unwrap_or((tag, "")).0)).collect()
}

fn read_tag(text: &str) -> Tag {
    let (name, mut rest) = text.split_once(' ').unwrap_or((text, ""));
    let mut attributes = Vec::new();
    while !rest.trim_start().is_empty() {
        rest = rest.trim_start();
        let end = rest.find(['=', ' ']).unwrap_or(rest.len());
        let (attribute, after) = rest.split_at(end);
        let (value, after) = match after.strip_prefix('=') {
            Some(after) if after.starts_with(['"', '\'']) => {
                let (value, after) = after[1..].split_once(&after[..1]).unwrap_or((&after[1..], ""));
                (value, after)
            }
            Some(after) => after.split_at(after.find(' ').unwrap_or(after.len())),
            None => ("", after),
        };
        attributes.push((attribute.to_owned(), value.to_owned()));
        rest = after;
    }
    Tag { name: name.to_owned(), attributes }
}

fn hiding_of(css: &str, html: &str) -> Option<Hiding> {
    let path = read_path(html);
    StyleSheet::parse([css].into_iter()).hiding(&PathElement { path: &path })
}

/// Expects `"-"` for nothing, else `"Trick"`, `"Trick Source"` or `"Trick Source Purpose"`.
#[track_caller]
fn check(css: &str, html: &str, expected: &str) {
    let found = hiding_of(css, html);
    let words =
        found.map_or("-".to_owned(), |hiding| format!("{:?} {:?} {:?}", hiding.trick, hiding.source, hiding.purpose));
    let is_met = words.split(' ').zip(expected.split(' ')).all(|(word, expected)| word == expected)
        && expected.split(' ').count() <= words.split(' ').count();
    assert!(is_met, "{css}\n{html}\nexpected {expected}, found {words}");
}

/// Like [`check`], for the text of one script.
#[track_caller]
fn check_script(script: &str, html: &str, expected: &str) {
    let path = read_path(html);
    let found = script_hidden([script].into_iter()).hiding(&PathElement { path: &path });
    let words =
        found.map_or("-".to_owned(), |hiding| format!("{:?} {:?} {:?}", hiding.trick, hiding.source, hiding.purpose));
    assert_eq!(words, expected, "{script}\n{html}");
}
