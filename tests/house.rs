//! The rules of the house, read off the sources: which room may use which, how long things may get, what
//! must not be written. `ARCHITECTURE.md` says why; exceptions stand here with their reason or nowhere.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking and may say what it saw")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Rooms and the rooms that each may use. `*` stands for all but `cli`.
const MAY_USE: &[(&str, &[&str])] = &[
    ("label", &[]),
    ("hash", &[]),
    // A block that cannot be placed is an error of its own, made where labels are placed.
    ("error", &["corpus"]),
    ("decode", &[]),
    ("tokenizer", &[]),
    ("text", &["hash"]),
    ("style", &[]),
    ("document", &["tokenizer"]),
    ("blocks", &["document", "style", "hash"]),
    ("features", &["blocks", "document", "style", "text", "label", "hash"]),
    ("model", &["features", "text", "label", "error", "hash"]),
    ("classify", &["blocks", "decode", "document", "error", "features", "label", "model"]),
    ("explain", &["blocks", "classify", "decode", "document", "error", "features", "label", "model"]),
    ("verdict", &["classify", "label"]),
    ("render", &["blocks", "classify", "document", "label"]),
    ("repair", &["text", "tokenizer", "label", "classify"]),
    ("corpus", &["blocks", "label"]),
    ("evaluate", &["label"]),
    ("inject", &["label"]),
    ("train", &["*"]),
    ("lib", &["*"]),
    // The binary sees only the library's public names; `crate` there is the binary itself.
    ("cli", &["cli"]),
    ("main", &["cli"]),
];

/// Files that may know html5ever: its table of character references, and marked pages, which go into scraper's tree.
const KNOW_HTML5EVER: [&str; 2] = ["tokenizer/char_refs.rs", "train/marks.rs"];
/// Rooms that may print, read files and ask the clock.
const TOUCH_THE_WORLD: [&str; 2] = ["cli", "main"];
/// Files that read files all the same: the spam material is a folder.
const READ_FILES_TOO: [&str; 1] = ["inject/material.rs"];

const MAX_FUNCTION_LINES: usize = 60;
const MAX_CODE_LINES: usize = 400;

/// A source file without its tests.
struct Source {
    /// Path below `src`, with `/`.
    name: String,
    room: String,
    raw: String,
    /// The code with comments and the insides of strings blanked out and test modules removed; lines are kept.
    code: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let mut sources = Vec::new();
    let mut test_only = Vec::new();
    for path in files {
        let raw = fs::read_to_string(&path).unwrap();
        let (code, test_modules) = without_tests(&blanked(&raw));
        let is_root = ["mod.rs", "lib.rs", "main.rs"].iter().any(|name| path.ends_with(name));
        let folder = if is_root { path.with_file_name("") } else { path.with_extension("") };
        test_only.extend(test_modules.iter().map(|name| folder.join(name)));
        let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let room = name.split(['/', '.']).next().unwrap().to_owned();
        sources.push((path, Source { name, room, raw, code }));
    }
    sources
        .retain(|(path, _)| !test_only.iter().any(|test| path.with_extension("") == *test || path.starts_with(test)));
    sources.into_iter().map(|(_, source)| source).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for path in fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}

/// Code with comments and the insides of strings and characters replaced by spaces.
fn blanked(code: &str) -> String {
    let chars: Vec<char> = code.chars().collect();
    let mut out: String = String::with_capacity(code.len());
    let mut at = 0;
    while at < chars.len() {
        let end = literal_end(&chars, at);
        if end > at {
            out.extend(chars[at..end].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
            at = end;
        } else {
            out.push(chars[at]);
            at += 1;
        }
    }
    out
}

/// Where the comment, string or character that begins at `at` ends; `at` if none does.
fn literal_end(chars: &[char], at: usize) -> usize {
    let next = |n: usize| chars.get(at + n).copied().unwrap_or(' ');
    let find = |from: usize, what: &str| {
        let what: Vec<char> = what.chars().collect();
        let found = (from..chars.len()).find(|i| chars[*i..].starts_with(&what));
        found.map_or(chars.len(), |i| i + what.len())
    };
    let is_word = at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_');
    match (next(0), next(1)) {
        ('/', '/') => find(at, "\n") - 1,
        ('/', '*') => find(at, "*/"),
        ('"', _) => quote_end(chars, at + 1, '"'),
        ('r', '"' | '#') if !is_word || chars[at - 1] == 'b' => {
            let n_hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
            if next(1 + n_hashes) == '"' { find(at + 2 + n_hashes, &format!("\"{}", "#".repeat(n_hashes))) } else { at }
        }
        ('\'', '\\') => quote_end(chars, at + 1, '\''),
        ('\'', _) if next(2) == '\'' => at + 3,
        _ => at,
    }
}

fn quote_end(chars: &[char], from: usize, quote: char) -> usize {
    let mut at = from;
    while at < chars.len() && chars[at] != quote {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(chars.len())
}

/// Code without `#[cfg(test)]` items, and the names of the modules in files that those declare.
fn without_tests(code: &str) -> (String, Vec<String>) {
    let (mut out, mut modules) = (code.to_owned(), Vec::new());
    while let Some(start) = out.find("#[cfg(test)]") {
        let rest = &out[start..];
        let body = rest.find(['{', ';']).unwrap_or(rest.len() - 1);
        let is_file = rest[body..].starts_with(';');
        if is_file && let Some(name) = rest[..body].split_whitespace().last() {
            modules.push(name.to_owned());
        }
        let end = start + if is_file { body + 1 } else { body + block_length(&rest[body..]) };
        let blank: String = out[start..end].chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect();
        out.replace_range(start..end, &blank);
    }
    (out, modules)
}

/// Bytes from an opening brace to behind the one that closes it.
fn block_length(code: &str) -> usize {
    let mut depth = 0usize;
    for (at, c) in code.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return at + 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    code.len()
}

/// The paths behind every `crate::`, groups taken apart one level deep.
fn crate_paths(code: &str) -> Vec<String> {
    let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let mut paths = Vec::new();
    for (at, found) in code.match_indices("crate::") {
        if code[..at].ends_with(is_path) || code[..at].ends_with('$') {
            continue;
        }
        let rest = &code[at + found.len()..];
        let stem = &rest[..rest.find(|c| !is_path(c)).unwrap_or(rest.len())];
        match rest[stem.len()..].strip_prefix('{') {
            Some(_) => {
                let group = &rest[stem.len()..][..block_length(&rest[stem.len()..])];
                let inner = group[1..group.len() - 1].split(',').map(str::trim).filter(|name| !name.is_empty());
                paths.extend(inner.map(|name| format!("{stem}{name}")));
            }
            None => paths.push(stem.to_owned()),
        }
    }
    paths
}

/// A function's name, first line and number of lines.
fn functions(code: &str) -> Vec<(String, usize, usize)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &code[at + 3..];
        let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let Some(body) = rest.find(['{', ';']).filter(|body| rest[*body..].starts_with('{')) else { continue };
        let end = at + 3 + body + block_length(&rest[body..]);
        if !name.is_empty() {
            found.push((name, code[..at].matches('\n').count() + 1, code[at..end].matches('\n').count() + 1));
        }
    }
    found
}

fn assert_none(what: &str, violations: Vec<String>) {
    assert!(violations.is_empty(), "{what}:\n  {}", violations.join("\n  "));
}

#[test]
fn rooms_use_only_what_they_may() {
    let rooms: BTreeMap<&str, &[&str]> = MAY_USE.iter().copied().collect();
    let mut violations = BTreeSet::new();
    for source in sources() {
        let Some(allowed) = rooms.get(source.room.as_str()) else {
            violations.insert(format!("{}: room `{}` is not in the table of this test", source.name, source.room));
            continue;
        };
        for path in crate_paths(&source.code) {
            let used = path.split("::").next().unwrap_or_default();
            let is_own = used == source.room || !rooms.contains_key(used);
            let is_allowed = allowed.contains(&used) || (allowed.contains(&"*") && used != "cli");
            if !is_own && !is_allowed {
                violations.insert(format!("{}: `{}` may not use crate::{path}", source.name, source.room));
            }
        }
    }
    assert_none("rooms that use others", violations.into_iter().collect());
}

#[test]
fn every_name_that_the_crate_root_gives_comes_from_a_room() {
    // `crate::Name` instead of `crate::room::Name` would hide an arrow between rooms from the test above.
    let rooms: BTreeSet<&str> = MAY_USE.iter().map(|(room, _)| *room).collect();
    let mut violations = Vec::new();
    for source in sources().iter().filter(|source| !["lib", "main", "cli"].contains(&source.room.as_str())) {
        for path in crate_paths(&source.code) {
            let used = path.split("::").next().unwrap_or_default();
            if !rooms.contains(used) {
                violations.push(format!("{}: crate::{path}", source.name));
            }
        }
    }
    assert_none("paths through the crate root", violations);
}

#[test]
fn features_know_tags_and_not_trees() {
    let mut violations = Vec::new();
    for source in sources().iter().filter(|source| source.room == "features") {
        let paths = crate_paths(&source.code).into_iter().filter(|path| path.starts_with("document"));
        violations.extend(paths.filter(|path| path != "document::Tag").map(|path| format!("{}: {path}", source.name)));
    }
    assert_none("features that read trees", violations);
}

#[test]
fn html5ever_stays_in_its_files() {
    let outside = sources().into_iter().filter(|source| !KNOW_HTML5EVER.contains(&source.name.as_str()));
    let violations = outside.filter(|source| source.code.contains("html5ever")).map(|source| source.name);
    assert_none("files that know html5ever", violations.collect());
}

#[test]
fn functions_are_short() {
    let mut violations = Vec::new();
    for source in sources() {
        let long = functions(&source.code).into_iter().filter(|(_, _, n_lines)| *n_lines > MAX_FUNCTION_LINES);
        violations.extend(long.map(|(name, line, n)| format!("{}:{line}: {name} has {n} lines", source.name)));
    }
    assert_none("long functions", violations);
}

#[test]
fn files_are_short_and_say_what_they_are_for() {
    let mut violations = Vec::new();
    for source in sources() {
        let n_lines = source.code.lines().filter(|line| !line.trim().is_empty()).count();
        if n_lines > MAX_CODE_LINES {
            violations.push(format!("{}: {n_lines} lines of code", source.name));
        }
        if !source.raw.starts_with("//!") {
            violations.push(format!("{}: does not begin with //!", source.name));
        }
    }
    assert_none("files", violations);
}

#[test]
fn nothing_panics_on_purpose() {
    let forbidden = [".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!(", "unreachable!(", "dbg!("];
    assert_absent(&forbidden, |_| true);
}

#[test]
fn only_the_command_line_prints_reads_files_and_asks_the_clock() {
    let forbidden =
        ["println!(", "print!(", "eprintln!(", "eprint!(", "std::fs", "std::env::", "Instant::now", "SystemTime"];
    let is_bound = |source: &Source| {
        !TOUCH_THE_WORLD.contains(&source.room.as_str()) && !READ_FILES_TOO.contains(&source.name.as_str())
    };
    assert_absent(&forbidden, is_bound);
}

fn assert_absent(forbidden: &[&str], looks_at: impl Fn(&Source) -> bool) {
    let mut violations = Vec::new();
    for source in sources().iter().filter(|source| looks_at(source)) {
        for (line_idx, line) in source.code.lines().enumerate() {
            let words = forbidden.iter().filter(|word| line.contains(**word));
            violations.extend(words.map(|word| format!("{}:{}: {word}", source.name, line_idx + 1)));
        }
    }
    assert_none("forbidden words", violations);
}
