//! The pages of `fixtures/`: how they are cut, in which encoding they are read, what their blocks are.
//!
//! `fixtures/README.md` describes the form of the folders. Cutting and encodings must be exact on every page.
//! Labels must be the gold ones on `fixtures/pages`; on `fixtures/known-misses` today's number of wrong blocks
//! must not grow. `BLESS=1` rewrites what the cutting gives (texts, roles, marks) and never a gold label.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking and may say what it saw")]

use std::fs;
use std::path::{Path, PathBuf};

use dehusk::{Classifier, Kind, LabelledBlock, Page};

/// One line of a `blocks.expected`.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    /// A label, with a `?` behind it where people would disagree; `todo` where nobody has looked yet.
    label: String,
    /// The role, then `,head` and `,hidden` where they hold.
    role: String,
    text: String,
}

impl Line {
    fn read(line: &str) -> Line {
        let mut fields = line.splitn(3, '\t');
        let mut next = || fields.next().unwrap_or_default().to_owned();
        Line { label: next(), role: next(), text: unescape(&next()) }
    }

    fn is_headline(&self) -> bool {
        self.role.split(',').next() == Some("headline")
    }

    /// Whether a block is what the line says, its label left aside. Which heading is the headline is a judgement,
    /// not cutting.
    fn fits(&self, block: &Line) -> bool {
        let marks = |role: &str| role.split(',').skip(1).map(str::to_owned).collect::<Vec<_>>();
        let is_role_same = self.role == block.role || self.is_headline() || block.is_headline();
        self.text == block.text && is_role_same && marks(&self.role) == marks(&block.role)
    }
}

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}\t{}\t{}", self.label, self.role, escape(&self.text))
    }
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r").replace('\t', "\\t")
}

fn unescape(text: &str) -> String {
    let (mut out, mut chars) = (String::new(), text.chars());
    while let Some(c) = chars.next() {
        out.push(match (c, if c == '\\' { chars.next() } else { None }) {
            ('\\', Some('n')) => '\n',
            ('\\', Some('r')) => '\r',
            ('\\', Some('t')) => '\t',
            ('\\', Some(other)) => other,
            _ => c,
        });
    }
    out
}

/// A block as a line, with the label that the model gives.
fn line_of(block: LabelledBlock<'_>) -> Line {
    let mut role = block.role().name().to_owned();
    role += if block.is_head() { ",head" } else { "" };
    role += if block.is_hidden() { ",hidden" } else { "" };
    Line { label: block.label().name().to_owned(), role, text: block.text().to_owned() }
}

struct Fixture {
    dir: PathBuf,
    page: Page,
}

impl Fixture {
    fn slug(&self) -> String {
        self.dir.file_name().unwrap().to_string_lossy().into_owned()
    }

    fn blocks(&self) -> Vec<Line> {
        self.page.blocks().map(line_of).collect()
    }

    fn expected(&self) -> Vec<Line> {
        let text = fs::read_to_string(self.dir.join("blocks.expected")).unwrap_or_default();
        text.lines().map(Line::read).collect()
    }

    /// The content of a small file in the folder, if it is there.
    fn note(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.dir.join(name)).ok().map(|note| note.trim().to_owned())
    }
}

fn folders(kind: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(kind);
    let entries = fs::read_dir(root).into_iter().flatten().flatten();
    let mut dirs: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    dirs.sort();
    dirs
}

fn classified(kind: &str) -> Vec<Fixture> {
    let classifier = Classifier::shipped().unwrap();
    let read = |dir: PathBuf| {
        let (html, text) = (fs::read(dir.join("page.html")), fs::read(dir.join("page.txt")));
        let page = match (html, text) {
            (Ok(html), Err(_)) => classifier.classify(&html, Kind::Html, None),
            (Err(_), Ok(text)) => classifier.classify(&text, Kind::Text, None),
            _ => panic!("{}: expected one of page.html and page.txt", dir.display()),
        };
        Fixture { dir, page }
    };
    folders(kind).into_iter().map(read).collect()
}

fn all() -> impl Iterator<Item = Fixture> {
    classified("pages").into_iter().chain(classified("known-misses"))
}

/// The blocks that a changed cutting gives, with the gold labels of the lines whose text is still there.
fn blessed(blocks: Vec<Line>, old: &[Line]) -> Vec<Line> {
    let mut from = 0;
    let take_over = |mut block: Line| {
        let found = old[from..].iter().position(|line| line.text == block.text).map(|at| from + at);
        let gold = found.map(|at| &old[at]);
        from = found.map_or(from, |at| at + 1);
        block.label = gold.map_or("todo".to_owned(), |line| line.label.clone());
        if let Some(line) = gold.filter(|line| line.is_headline() != block.is_headline()) {
            block.role = line.role.clone();
        }
        block
    };
    blocks.into_iter().map(take_over).collect()
}

/// Where two lists of lines part.
fn difference(expected: &[Line], blocks: &[Line]) -> String {
    let at = expected.iter().zip(blocks).take_while(|(line, block)| line.fits(block)).count();
    let show = |line: Option<&Line>| line.map_or("nothing more".to_owned(), Line::to_string);
    format!("block {at}\n  expected {}\n  found    {}", show(expected.get(at)), show(blocks.get(at)))
}

#[test]
fn pages_are_cut_as_written_down() {
    let is_blessing = std::env::var_os("BLESS").is_some();
    let (mut n_pages, mut wrong) = (0, Vec::new());
    for fixture in all() {
        n_pages += 1;
        let (expected, blocks) = (fixture.expected(), fixture.blocks());
        let is_same = expected.len() == blocks.len() && expected.iter().zip(&blocks).all(|(e, b)| e.fits(b));
        if is_same {
            continue;
        }
        if is_blessing {
            let lines = blessed(blocks, &expected).iter().map(|line| format!("{line}\n")).collect::<String>();
            fs::write(fixture.dir.join("blocks.expected"), lines).unwrap();
        }
        wrong.push(format!("{}: {}", fixture.slug(), difference(&expected, &fixture.blocks())));
    }
    assert!(n_pages >= 40, "only {n_pages} pages found");
    assert!(wrong.is_empty() || is_blessing, "cut otherwise than written down:\n{}", wrong.join("\n"));
}

#[test]
fn encodings_are_found() {
    for fixture in all() {
        if let Some(encoding) = fixture.note("encoding") {
            assert_eq!(fixture.page.encoding, encoding, "{}", fixture.slug());
        }
    }
}

#[test]
fn folders_are_whole() {
    for kind in ["pages", "known-misses"] {
        for dir in folders(kind) {
            let mut names: Vec<String> =
                fs::read_dir(&dir).unwrap().flatten().map(|e| e.file_name().to_string_lossy().into_owned()).collect();
            names.sort();
            let known = ["blocks.expected", "encoding", "misses", "page.html", "page.txt"];
            assert!(names.iter().all(|name| known.contains(&name.as_str())), "{}: {names:?}", dir.display());
            assert!(names.contains(&"blocks.expected".to_owned()), "{}", dir.display());
            assert_eq!(names.contains(&"misses".to_owned()), kind == "known-misses", "{}", dir.display());
            let text = fs::read_to_string(dir.join("blocks.expected")).unwrap();
            for line in text.lines().map(Line::read) {
                let label = line.label.trim_end_matches('?');
                assert!(["content", "chrome", "spam"].contains(&label), "{}: label of {line}", dir.display());
            }
        }
    }
}

/// The blocks whose label is not gold. Lines marked `?` are not judged.
fn misses(fixture: &Fixture) -> Vec<String> {
    let pairs = fixture.expected().into_iter().zip(fixture.blocks());
    let judged = pairs.filter(|(gold, _)| !gold.label.ends_with('?') && gold.label != "todo");
    let (mut wrong, mut headline_missed) = (Vec::new(), None);
    for (gold, block) in judged {
        if gold.label != block.label {
            wrong.push(format!("  {} called {}: {}", gold.label, block.label, escape(&gold.text)));
        } else if gold.is_headline() && !block.is_headline() {
            headline_missed = Some(format!("  not seen as the headline: {}", escape(&gold.text)));
        }
    }
    wrong.extend(headline_missed);
    wrong
}

#[test]
fn labels_are_gold() {
    let mut report = Vec::new();
    for fixture in classified("pages") {
        let wrong = misses(&fixture);
        if !wrong.is_empty() {
            report.push(format!("{} ({} wrong)\n{}", fixture.slug(), wrong.len(), wrong.join("\n")));
        }
    }
    assert!(report.is_empty(), "{} pages with wrong labels:\n{}", report.len(), report.join("\n"));
}

#[test]
fn known_misses_do_not_grow() {
    for fixture in classified("known-misses") {
        let (wrong, slug) = (misses(&fixture), fixture.slug());
        let known: usize = fixture.note("misses").unwrap_or_default().parse().unwrap();
        if wrong.len() < known {
            println!(
                "{slug}: {} wrong, {known} known; lower the number or move the page to fixtures/pages",
                wrong.len()
            );
        }
        assert!(wrong.len() <= known, "{slug}: {} wrong, {known} known\n{}", wrong.len(), wrong.join("\n"));
    }
}
