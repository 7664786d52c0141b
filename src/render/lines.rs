//! Write an outline as lines: text for readers, or Markdown.
//!
//! Both share the frame (dashes before items, `>` before quotations, empty lines between paragraphs); they
//! differ in how a title, a table and code are dressed, and in that text escapes nothing.

use std::collections::BTreeSet;

use crate::blocks::Blocks;
use crate::classify::{LabelledBlock, Page};
use crate::render::inline::{guard_line, longest_backticks, markdown_of};
use crate::render::outline::{Kind, Leaf, Step, outline};

/// How lines are dressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    Text,
    Markdown { links: bool },
}

/// Plain text as it was: the title, an empty line, the kept lines with the empty lines between them.
pub(super) fn verbatim(title: Option<LabelledBlock<'_>>, kept: &[LabelledBlock<'_>]) -> String {
    let mut text = title.map(|block| block.text().to_owned() + "\n").unwrap_or_default();
    for (at, block) in kept.iter().enumerate() {
        let has_gap = if at == 0 { !text.is_empty() } else { block.block().gap.n_breaks > 0 };
        text.push_str(if has_gap { "\n" } else { "" });
        text.push_str(block.text());
        text.push('\n');
    }
    text
}

/// Writes a page as lines.
pub(super) fn to_lines(
    page: &Page,
    title: Option<LabelledBlock<'_>>,
    kept: &[LabelledBlock<'_>],
    manner: Manner,
) -> String {
    let leaves = outline(page, title, kept);
    let mut writer =
        Writer { page: page.cut(), manner, out: String::new(), last: Vec::new(), seconds: BTreeSet::new() };
    let mut at = 0;
    while at < leaves.len() {
        let n_cells = match leaves[at].row_and_column() {
            Some(_) => leaves[at..]
                .iter()
                .take_while(|leaf| leaf.row_and_column().is_some() && leaf.table() == leaves[at].table())
                .count(),
            None => 0,
        };
        if n_cells > 0 {
            writer.push_table(&leaves[at..at + n_cells]);
        } else {
            writer.push_leaf(&leaves[at]);
        }
        at += n_cells.max(1);
    }
    writer.out
}

struct Writer<'p> {
    page: &'p Blocks,
    manner: Manner,
    out: String,
    /// Where the leaf before stands.
    last: Vec<Step>,
    /// Lists that follow another of their kind at once: other marks keep the two apart.
    seconds: BTreeSet<u32>,
}

impl Writer<'_> {
    fn push_leaf(&mut self, leaf: &Leaf<'_>) {
        let text = match (leaf.kind, self.manner) {
            (Kind::Code, Manner::Markdown { .. }) => fenced(&leaf.code(), leaf.language(self.page)),
            (Kind::Code, Manner::Text) => leaf.code(),
            (Kind::Title, Manner::Markdown { .. }) => format!("# {}", self.inline(leaf, "<br>")),
            (Kind::Heading(level), Manner::Markdown { .. }) => {
                format!("{} {}", "#".repeat(usize::from(level)), self.inline(leaf, "<br>"))
            }
            (_, Manner::Markdown { .. }) => self.inline(leaf, "\\\n"),
            (_, Manner::Text) => self.inline(leaf, "\n"),
        };
        self.push_lines(&leaf.path, &text);
    }

    /// The text of a leaf's blocks with `between` between them.
    fn inline(&self, leaf: &Leaf<'_>, between: &str) -> String {
        let of = |block: &LabelledBlock<'_>| match self.manner {
            Manner::Text => block.text().to_owned(),
            Manner::Markdown { links } => {
                let text = markdown_of(self.page, block, links, false);
                if matches!(leaf.kind, Kind::Title | Kind::Heading(_)) { text } else { guard_line(&text) }
            }
        };
        leaf.blocks.iter().map(of).collect::<Vec<_>>().join(between)
    }

    /// Writes lines at a place, after an empty line where one is due.
    fn push_lines(&mut self, path: &[Step], text: &str) {
        let n_common = self.last.iter().zip(path).take_while(|(a, b)| a == b).count();
        if let (Some(Step::List { id: before, is_ordered: was_ordered }), Some(Step::List { id, is_ordered })) =
            (self.last.get(n_common), path.get(n_common))
            && was_ordered == is_ordered
            && !self.seconds.contains(before)
            && self.manner != Manner::Text
        {
            self.seconds.insert(*id);
        }
        if !self.out.is_empty() && !self.is_tight(path, n_common) {
            let frame = self.frame(&path[..n_common], n_common);
            self.out.push_str(frame.trim_end());
            self.out.push('\n');
        }
        let (first, others) = (self.frame(path, n_common), self.frame(path, path.len()));
        for (at, line) in text.split('\n').enumerate() {
            let whole = format!("{}{line}", if at == 0 { &first } else { &others });
            self.out.push_str(if line.is_empty() { whole.trim_end() } else { &whole });
            self.out.push('\n');
        }
        self.last = path.to_vec();
    }

    /// What stands before a line: marks of quotations and items; items before `n_open` are open already.
    fn frame(&self, path: &[Step], n_open: usize) -> String {
        let mut frame = String::new();
        let (mut is_ordered, mut is_second) = (false, false);
        for (at, step) in path.iter().enumerate() {
            match step {
                Step::Quote(_) => frame.push_str("> "),
                Step::List { id, is_ordered: ordered } => {
                    (is_ordered, is_second) = (*ordered, self.seconds.contains(id));
                }
                Step::Item { number, .. } => {
                    let mark = match (is_ordered, is_second) {
                        (true, false) => format!("{number}. "),
                        (true, true) => format!("{number}) "),
                        (false, false) => "- ".to_owned(),
                        (false, true) => "* ".to_owned(),
                    };
                    frame.push_str(&if at < n_open { " ".repeat(mark.len()) } else { mark });
                }
                _ => {}
            }
        }
        frame
    }

    /// Whether a leaf follows the one before without an empty line: the next item of the same list.
    fn is_tight(&self, path: &[Step], n_common: usize) -> bool {
        let is_in_list = path[..n_common].iter().any(|step| matches!(step, Step::List { .. }));
        let opens_item = path[n_common..].iter().any(|step| matches!(step, Step::Item { .. }));
        let goes_on_item = matches!(path.last(), Some(Step::Item { .. })) && path == self.last;
        is_in_list && (opens_item || goes_on_item && self.manner == Manner::Text)
    }

    fn push_table(&mut self, cells: &[Leaf<'_>]) {
        let mut rows: Vec<(u32, Vec<String>)> = Vec::new();
        for leaf in cells {
            let Some((row, column)) = leaf.row_and_column() else { continue };
            if rows.last().is_none_or(|(last, _)| *last != row) {
                rows.push((row, Vec::new()));
            }
            if let Some((_, texts)) = rows.last_mut() {
                texts.resize(texts.len().max(column as usize), String::new());
                texts.push(self.cell(leaf));
            }
        }
        let n_columns = rows.iter().map(|(_, texts)| texts.len()).max().unwrap_or(0);
        let mut lines: Vec<String> = Vec::with_capacity(rows.len() + 1);
        for (_, mut texts) in rows {
            if self.manner == Manner::Text {
                lines.push(texts.join(" | "));
                continue;
            }
            texts.resize(n_columns, String::new());
            lines.push(format!("| {} |", texts.join(" | ")));
            if lines.len() == 1 {
                lines.push(format!("|{}", " --- |".repeat(n_columns)));
            }
        }
        let path: Vec<Step> = cells[0].path.iter().copied().take_while(|step| !matches!(step, Step::Row(_))).collect();
        self.push_lines(&path, &lines.join("\n"));
    }

    /// A cell's text on one line.
    fn cell(&self, leaf: &Leaf<'_>) -> String {
        let of = |block: &LabelledBlock<'_>| match self.manner {
            Manner::Text => block.text().replace(['\n', '\r'], " "),
            Manner::Markdown { links } => markdown_of(self.page, block, links, true),
        };
        leaf.blocks.iter().map(of).collect::<Vec<_>>().join(" ")
    }
}

/// Code between fences that it does not hold itself, with the language it is in.
fn fenced(code: &str, language: &str) -> String {
    let fence = "`".repeat((longest_backticks(code) + 1).max(3));
    format!("{fence}{language}\n{code}\n{fence}")
}
