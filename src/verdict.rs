//! What happened to a page as a whole: is it clean, injected, taken over, or a doorway?
//!
//! A labelled [`Page`] comes in, a [`Verdict`] goes out, derived from the labels by the bounds below and from
//! nothing else. It changes no label and reads no text but to count characters.

use std::fmt;
use std::ops::RangeInclusive;

use serde::{Serialize, Serializer};

use crate::classify::{LabelledBlock, Page};
use crate::label::Label;

/// Share of spam from which a page is a doorway. Not nearer to 1, because doorways wear a menu and a footer, and
/// some of their sentences pass for content.
const DOORWAY_SHARE: f64 = 0.8;
/// Share of content in what is not chrome, below which a page has no content worth speaking of. Not 0, because a
/// planted article has a heading or a sentence that passes for content, and the shell a slogan.
const NO_CONTENT_SHARE: f64 = 0.1;
/// Share of spam in the body from which a page without content is taken over. Below it the page never had an
/// article (a list of teasers, say), and somebody planted a line.
const TAKEN_OVER_SHARE: f64 = 0.1;
/// Pieces of evidence that a verdict gives at most.
const MAX_EVIDENCE: usize = 5;
/// Runs of blocks that a piece of evidence names at most.
const MAX_RUNS: usize = 3;

/// What happened to a page, from bad to worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum VerdictKind {
    /// No block is spam.
    Clean,
    /// Some blocks are spam, the page around them is still there.
    Injected,
    /// The site's shell stands, but spam has taken the place of the content.
    TakenOver,
    /// Nearly all text is spam.
    Doorway,
}

impl VerdictKind {
    /// The name of the verdict as printed.
    pub fn name(self) -> &'static str {
        match self {
            VerdictKind::Clean => "clean",
            VerdictKind::Injected => "injected",
            VerdictKind::TakenOver => "taken_over",
            VerdictKind::Doorway => "doorway",
        }
    }
}

/// What the labels of a page's blocks say of the page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Verdict {
    /// Characters of spam blocks by characters of all blocks, 0 to 1; title and meta description are not counted.
    #[serde(serialize_with = "four_decimals")]
    pub spam_share: f32,
    /// What happened to the page.
    #[serde(rename = "verdict")]
    pub kind: VerdictKind,
    /// Where the spam is, the most telling first; at most five pieces, and none for a clean page.
    pub evidence: Vec<Evidence>,
}

/// One thing that tells where spam is. Prints as a short phrase with the numbers of the blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What was seen.
    pub kind: EvidenceKind,
    /// The blocks it was seen in, by number: the first runs of them, at most three.
    pub runs: Vec<RangeInclusive<usize>>,
    /// Runs that there are.
    pub n_runs: usize,
    /// Blocks that there are in all runs.
    pub n_blocks: usize,
}

/// What a piece of evidence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EvidenceKind {
    /// The title is spam.
    Title,
    /// Every block of the body is spam.
    EveryBlock,
    /// The body begins with spam.
    FirstBlock,
    /// Spam is kept from readers' eyes.
    Hidden,
    /// Spam has content before and behind it.
    BetweenContent,
    /// The body ends with spam.
    LastBlock,
    /// Spam stands elsewhere.
    Elsewhere,
    /// The meta description is spam.
    Description,
}

/// What the verdict needs to know of a block.
#[derive(Clone, Copy, Debug)]
struct Fact {
    n: usize,
    label: Label,
    n_chars: usize,
    is_head: bool,
    is_title: bool,
    is_hidden: bool,
}

impl Page {
    /// What happened to the page as a whole. Derived from the labels of its blocks alone.
    pub fn verdict(&self) -> Verdict {
        let facts: Vec<Fact> = self.blocks().map(Fact::of).collect();
        judge(&facts)
    }
}

impl Fact {
    fn of(block: LabelledBlock<'_>) -> Self {
        Fact {
            n: block.n(),
            label: block.label(),
            n_chars: block.text().chars().count(),
            is_head: block.is_head(),
            is_title: block.is_title(),
            is_hidden: block.is_hidden(),
        }
    }

    fn is_spam(&self) -> bool {
        self.label == Label::Spam
    }
}

fn judge(facts: &[Fact]) -> Verdict {
    let (head, body): (Vec<Fact>, Vec<Fact>) = facts.iter().partition(|fact| fact.is_head);
    let n_chars = Label::ALL.map(|label| body.iter().filter(|f| f.label == label).map(|f| f.n_chars).sum::<usize>());
    let [content, _, spam] = n_chars;
    let spam_share = share(spam, n_chars.iter().sum());
    let kind = if !facts.iter().any(Fact::is_spam) {
        VerdictKind::Clean
    } else if spam_share >= DOORWAY_SHARE {
        VerdictKind::Doorway
    } else if spam_share >= TAKEN_OVER_SHARE && share(content, content + spam) < NO_CONTENT_SHARE {
        VerdictKind::TakenOver
    } else {
        VerdictKind::Injected
    };
    Verdict { spam_share: spam_share as f32, kind, evidence: evidence(&head, &body) }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Where the spam of a page is. Every run of spam in the body belongs to one piece at least.
fn evidence(head: &[Fact], body: &[Fact]) -> Vec<Evidence> {
    let in_head =
        |kind, is_title| Evidence::of(kind, head, &runs_of(head, |fact| fact.is_spam() && fact.is_title == is_title));
    let is_content = |fact: &Fact| fact.label == Label::Content;
    let first_content = body.iter().position(is_content).unwrap_or(usize::MAX);
    let last_content = body.iter().rposition(is_content).unwrap_or(0);
    let place_of = |run: &RangeInclusive<usize>| match (*run.start() == 0, run.end() + 1 == body.len()) {
        (true, true) => EvidenceKind::EveryBlock,
        (true, false) => EvidenceKind::FirstBlock,
        (false, true) => EvidenceKind::LastBlock,
        _ if first_content < *run.start() && *run.end() < last_content => EvidenceKind::BetweenContent,
        _ => EvidenceKind::Elsewhere,
    };
    let runs = runs_of(body, Fact::is_spam);
    let at = |kind| {
        let there: Vec<_> = runs.iter().filter(|run| place_of(run) == kind).cloned().collect();
        Evidence::of(kind, body, &there)
    };
    let hidden = runs_of(body, |fact| fact.is_spam() && fact.is_hidden);
    let pieces = [
        in_head(EvidenceKind::Title, true),
        at(EvidenceKind::EveryBlock),
        at(EvidenceKind::FirstBlock),
        Evidence::of(EvidenceKind::Hidden, body, &hidden),
        at(EvidenceKind::BetweenContent),
        at(EvidenceKind::LastBlock),
        at(EvidenceKind::Elsewhere),
        in_head(EvidenceKind::Description, false),
    ];
    pieces.into_iter().flatten().take(MAX_EVIDENCE).collect()
}

/// The longest runs of facts that are what is asked for, as positions.
fn runs_of(facts: &[Fact], is_wanted: impl Fn(&Fact) -> bool) -> Vec<RangeInclusive<usize>> {
    let mut runs: Vec<RangeInclusive<usize>> = Vec::new();
    for (at, _) in facts.iter().enumerate().filter(|(_, fact)| is_wanted(fact)) {
        match runs.last_mut() {
            Some(run) if run.end() + 1 == at => *run = *run.start()..=at,
            _ => runs.push(at..=at),
        }
    }
    runs
}

impl Evidence {
    /// Evidence in runs of positions; none if there is no run.
    fn of(kind: EvidenceKind, facts: &[Fact], runs: &[RangeInclusive<usize>]) -> Option<Self> {
        let numbers = |run: &RangeInclusive<usize>| facts[*run.start()].n..=facts[*run.end()].n;
        let n_blocks = runs.iter().map(|run| run.end() + 1 - run.start()).sum();
        let shown = runs.iter().take(MAX_RUNS).map(numbers).collect();
        (!runs.is_empty()).then_some(Evidence { kind, runs: shown, n_runs: runs.len(), n_blocks })
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let runs = if self.n_runs == 1 { "run" } else { "runs" };
        let blocks = if self.n_blocks == 1 { "block" } else { "blocks" };
        match self.kind {
            EvidenceKind::Title => write!(f, "title is spam")?,
            EvidenceKind::EveryBlock => write!(f, "every block is spam")?,
            EvidenceKind::FirstBlock => write!(f, "first block is spam")?,
            EvidenceKind::Hidden => write!(f, "hidden spam: {} {blocks}", self.n_blocks)?,
            EvidenceKind::BetweenContent => write!(f, "{} {runs} of spam between content", self.n_runs)?,
            EvidenceKind::LastBlock => write!(f, "last block is spam")?,
            EvidenceKind::Elsewhere => write!(f, "{} {runs} of spam", self.n_runs)?,
            EvidenceKind::Description => write!(f, "description is spam")?,
        }
        write!(f, " ({blocks} ")?;
        for (idx, run) in self.runs.iter().enumerate() {
            let gap = if idx > 0 { ", " } else { "" };
            match (run.start(), run.end()) {
                (first, last) if first == last => write!(f, "{gap}{first}")?,
                (first, last) => write!(f, "{gap}{first}-{last}")?,
            }
        }
        f.write_str(if self.n_runs > self.runs.len() { ", …)" } else { ")" })
    }
}

impl Serialize for Evidence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

fn four_decimals<S: Serializer>(share: &f32, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((f64::from(*share) * 1e4).round() / 1e4)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Body blocks from a label's first letter and a number of characters each; `T` is a spam title, `D` a spam
    /// description, `x` a spam block that is hidden, `h` chrome.
    fn verdict(blocks: &[(char, usize)]) -> (VerdictKind, f32, Vec<String>) {
        let facts: Vec<Fact> = blocks
            .iter()
            .enumerate()
            .map(|(n, (letter, n_chars))| Fact {
                n,
                label: match letter {
                    'c' => Label::Content,
                    'h' | 't' => Label::Chrome,
                    _ => Label::Spam,
                },
                n_chars: *n_chars,
                is_head: matches!(letter, 'T' | 'D' | 't'),
                is_title: matches!(letter, 'T' | 't'),
                is_hidden: *letter == 'x',
            })
            .collect();
        let verdict = judge(&facts);
        (verdict.kind, verdict.spam_share, verdict.evidence.iter().map(Evidence::to_string).collect())
    }

    fn kind(blocks: &[(char, usize)]) -> VerdictKind {
        verdict(blocks).0
    }

    #[test]
    fn pages_without_spam_are_clean() {
        for page in [&[][..], &[('t', 20)], &[('h', 10), ('c', 900)], &[('h', 500)]] {
            assert_eq!(verdict(page), (VerdictKind::Clean, 0.0, vec![]), "{page:?}");
        }
    }

    #[test]
    fn spam_beside_content_is_injected() {
        assert_eq!(kind(&[('s', 1), ('c', 900)]), VerdictKind::Injected);
        assert_eq!(kind(&[('c', 10), ('s', 79), ('h', 11)]), VerdictKind::Injected, "content is over a tenth of 89");
        assert_eq!(kind(&[('T', 30), ('c', 900)]), VerdictKind::Injected);
        assert_eq!(kind(&[('T', 30)]), VerdictKind::Injected, "a head alone takes nothing over");
    }

    #[test]
    fn a_shell_without_content_is_taken_over() {
        assert_eq!(kind(&[('h', 300), ('s', 700)]), VerdictKind::TakenOver);
        assert_eq!(kind(&[('h', 300), ('c', 69), ('s', 631)]), VerdictKind::TakenOver);
        assert_eq!(kind(&[('h', 300), ('c', 70), ('s', 630)]), VerdictKind::Injected, "a tenth is content");
        assert_eq!(kind(&[('h', 900), ('s', 100)]), VerdictKind::TakenOver);
        assert_eq!(kind(&[('h', 901), ('s', 99)]), VerdictKind::Injected, "a line planted on a list of teasers");
    }

    #[test]
    fn nearly_nothing_but_spam_is_a_doorway() {
        assert_eq!(kind(&[('s', 5)]), VerdictKind::Doorway);
        assert_eq!(kind(&[('h', 100), ('c', 100), ('s', 800)]), VerdictKind::Doorway);
        assert_eq!(kind(&[('h', 201), ('s', 799)]), VerdictKind::TakenOver);
    }

    #[test]
    fn the_share_is_of_characters_of_the_body() {
        let (_, share, _) = verdict(&[('T', 5000), ('c', 60), ('h', 15), ('s', 25)]);
        assert!((share - 0.25).abs() < 1e-6, "{share}");
    }

    #[test]
    fn evidence_names_places_and_blocks() {
        let page = [
            ('T', 9),
            ('s', 9),
            ('s', 9),
            ('c', 9),
            ('x', 9),
            ('c', 9),
            ('s', 9),
            ('x', 9),
            ('c', 9),
            ('h', 9),
            ('s', 9),
        ];
        let expected = [
            "title is spam (block 0)",
            "first block is spam (blocks 1-2)",
            "hidden spam: 2 blocks (blocks 4, 7)",
            "2 runs of spam between content (blocks 4, 6-7)",
            "last block is spam (block 10)",
        ];
        assert_eq!(verdict(&page).2, expected);
        let more: Vec<_> = [('D', 9)].into_iter().chain(page).collect();
        assert_eq!(verdict(&more).2.len(), MAX_EVIDENCE);
        assert_eq!(verdict(&[('s', 9), ('s', 9)]).2, ["every block is spam (blocks 0-1)"]);
        assert_eq!(verdict(&[('D', 9), ('c', 9)]).2, ["description is spam (block 0)"]);
    }

    #[test]
    fn evidence_names_few_runs_and_leaves_no_spam_unsaid() {
        let page: Vec<_> = [('h', 9), ('s', 9)].repeat(6).into_iter().chain([('h', 9), ('c', 99)]).collect();
        assert_eq!(verdict(&page).2, ["6 runs of spam (blocks 1, 3, 5, …)"]);
    }

    #[test]
    fn verdicts_serialize_as_printed() {
        let verdict =
            judge(&[Fact { n: 0, label: Label::Spam, n_chars: 3, is_head: false, is_title: false, is_hidden: false }]);
        let json = serde_json::to_string(&verdict).unwrap_or_default();
        assert_eq!(json, r#"{"spam_share":1.0,"verdict":"doorway","evidence":["every block is spam (block 0)"]}"#);
        for kind in [VerdictKind::Clean, VerdictKind::Injected, VerdictKind::TakenOver, VerdictKind::Doorway] {
            assert_eq!(serde_json::to_value(kind).ok(), Some(kind.name().into()));
        }
    }
}
