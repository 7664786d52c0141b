//! Bring the kept blocks of a page into the shape that every format shows.
//!
//! Blocks come in, leaves go out: a paragraph, a heading, a cell, a piece of code, each with the lists, tables
//! and quotations that it stands in. Formats differ only in how they write a leaf and a step.

use std::collections::BTreeSet;

use crate::blocks::{Block, Blocks, Container};
use crate::classify::{LabelledBlock, Page};
use crate::document::Tag;
use crate::label::Role;
use crate::render::shapes::{is_code, is_item, is_list, layout_containers};

/// Steps that a leaf is shown in at most; what is deeper stands beside it.
const MAX_STEPS: usize = 16;

/// Empty cells that are shown between two cells at most.
const MAX_EMPTY_CELLS: u32 = 40;

/// Something that a leaf stands in, named by its container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Quote(u32),
    List {
        id: u32,
        is_ordered: bool,
    },
    Item {
        id: u32,
        number: u32,
    },
    Table(u32),
    Row(u32),
    /// A cell with its 0-based column.
    Cell {
        id: u32,
        column: u32,
        is_header: bool,
    },
    Code(u32),
}

/// What a leaf is by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Title,
    /// A heading of level 1 to 6.
    Heading(u8),
    Paragraph,
    Caption,
    Code,
}

/// A piece of text that stands by itself: one block, or several that line breaks part.
pub(super) struct Leaf<'p> {
    pub(super) path: Vec<Step>,
    pub(super) kind: Kind,
    pub(super) blocks: Vec<LabelledBlock<'p>>,
}

impl Leaf<'_> {
    /// The table that the leaf stands in.
    pub(super) fn table(&self) -> Option<u32> {
        self.path.iter().find_map(|step| if let Step::Table(id) = step { Some(*id) } else { None })
    }

    /// The row and column of the cell that the leaf is.
    pub(super) fn row_and_column(&self) -> Option<(u32, u32)> {
        match self.path[..] {
            [.., Step::Row(row), Step::Cell { column, .. }] => Some((row, column)),
            _ => None,
        }
    }

    /// What preformatted text is written in; empty if nothing says it.
    pub(super) fn language<'b>(&self, page: &'b Blocks) -> &'b str {
        match self.path.last() {
            Some(Step::Code(id)) => page.languages.get(id).map_or("", |language| language),
            _ => "",
        }
    }

    /// Preformatted text with its line breaks and indentation.
    pub(super) fn code(&self) -> String {
        let mut code = String::new();
        for (at, block) in self.blocks.iter().enumerate() {
            let n_breaks = if at == 0 { 0 } else { usize::from(block.block().gap.n_breaks).clamp(1, 3) };
            code.extend(std::iter::repeat_n('\n', n_breaks));
            let (tabs, spaces) = block.block().gap.code_indent;
            code.extend(std::iter::repeat_n('\t', tabs.into()).chain(std::iter::repeat_n(' ', spaces.into())));
            code.push_str(block.text());
        }
        code
    }
}

/// The leaves of a page in the order in which they are read, the title first.
pub(super) fn outline<'p>(
    page: &'p Page,
    title: Option<LabelledBlock<'p>>,
    kept: &[LabelledBlock<'p>],
) -> Vec<Leaf<'p>> {
    let mut leaves: Vec<Leaf<'p>> = Vec::new();
    leaves.extend(title.map(|block| Leaf { path: Vec::new(), kind: Kind::Title, blocks: vec![block] }));
    let layout = layout_containers(page.cut(), kept);
    for block in kept {
        let path = if page.cut().is_text {
            line_path(block, leaves.last())
        } else {
            path_of(page.cut(), block.block(), &layout, leaves.last())
        };
        let kind = kind_of(page.cut(), block, &path, title.is_some());
        match leaves.last_mut() {
            Some(last) if continues(last, block, &path, kind) => last.blocks.push(*block),
            _ => leaves.push(Leaf { path, kind, blocks: vec![*block] }),
        }
    }
    leaves
}

/// The steps from the outermost down to a block.
fn path_of(page: &Blocks, block: &Block, layout: &BTreeSet<u32>, last: Option<&Leaf<'_>>) -> Vec<Step> {
    let mut chain: Vec<u32> = page.container_indices(block.container).collect();
    chain.reverse();
    let mut path = Vec::new();
    let mut list = None;
    for id in chain {
        if path.len() >= MAX_STEPS {
            break;
        }
        let container = &page.containers[id as usize];
        let tag = container.tag;
        if is_list(tag) {
            list = Some(id);
            if !layout.contains(&id) {
                settle_list(&mut path, last);
                path.push(Step::List { id, is_ordered: tag == Tag::Ol });
            }
        } else if is_item(tag) {
            if list.is_some_and(|list| layout.contains(&list)) {
                continue;
            }
            if !matches!(path.last(), Some(Step::List { .. })) {
                path.push(Step::List { id: list.unwrap_or(container.parent), is_ordered: false });
            }
            let term = (tag == Tag::Dd).then(|| item_before(&path, last)).flatten();
            path.push(term.unwrap_or(Step::Item { id, number: container.ordinal }));
        } else if is_code(tag) {
            settle_list(&mut path, last);
            path.push(Step::Code(id));
            return path;
        } else {
            if tag == Tag::Blockquote || tag == Tag::Table && !layout.contains(&id) {
                settle_list(&mut path, last);
                path.push(if tag == Tag::Table { Step::Table(id) } else { Step::Quote(id) });
            }
            match (tag, path.last()) {
                (Tag::Tr, Some(Step::Table(_))) => path.push(Step::Row(id)),
                (Tag::Td | Tag::Th, Some(Step::Row(row))) => {
                    path.push(cell_step(id, container, *row, last));
                    return path;
                }
                _ => {}
            }
        }
    }
    settle_list(&mut path, last);
    path
}

/// What stands in a list but in none of its items belongs to the item before, or else not to the list.
fn settle_list(path: &mut Vec<Step>, last: Option<&Leaf<'_>>) {
    if matches!(path.last(), Some(Step::List { .. })) {
        match item_before(path, last) {
            Some(item) => path.push(item),
            None => drop(path.pop()),
        }
    }
}

/// The item of a list that the leaf before stands in; a description belongs to that of its term.
fn item_before(path: &[Step], last: Option<&Leaf<'_>>) -> Option<Step> {
    let last = last.filter(|last| last.path.starts_with(path))?;
    last.path.get(path.len()).copied().filter(|step| matches!(step, Step::Item { .. }))
}

/// A cell with its column, not too far behind the one before.
fn cell_step(id: u32, container: &Container, row: u32, last: Option<&Leaf<'_>>) -> Step {
    let before = last.filter(|last| last.row_and_column().is_some_and(|(last_row, _)| last_row == row));
    let next = match before.and_then(|last| last.path.last()).copied() {
        Some(step @ Step::Cell { id: last_id, .. }) if last_id == id => return step,
        Some(Step::Cell { column, .. }) => column + 1,
        _ => 0,
    };
    let column = container.ordinal.clamp(next, next + MAX_EMPTY_CELLS);
    Step::Cell { id, column, is_header: container.tag == Tag::Th }
}

/// Lines of plain text that begin with a bullet are items of a list.
fn line_path(block: &LabelledBlock<'_>, last: Option<&Leaf<'_>>) -> Vec<Step> {
    if !block.block().gap.bullet {
        return Vec::new();
    }
    let list = last.and_then(|last| last.path.first().copied());
    let new = Step::List { id: block.n() as u32, is_ordered: false };
    vec![list.unwrap_or(new), Step::Item { id: block.n() as u32, number: 1 }]
}

fn kind_of(page: &Blocks, block: &LabelledBlock<'_>, path: &[Step], has_title: bool) -> Kind {
    match (path.last(), block.role()) {
        (Some(Step::Code(_)), _) => Kind::Code,
        (Some(Step::Cell { .. } | Step::Row(_)), _) => Kind::Paragraph,
        (Some(Step::Table(_)), _) | (_, Role::Caption) => Kind::Caption,
        (_, Role::Heading) => {
            let level = page.ancestors(block.block()).find_map(|c| c.tag.heading_level()).unwrap_or(2);
            Kind::Heading(if has_title { level.max(2) } else { level })
        }
        _ => Kind::Paragraph,
    }
}

/// Whether a block goes on with the leaf before it: the next line of a paragraph, more of a cell or of code.
fn continues(last: &Leaf<'_>, block: &LabelledBlock<'_>, path: &[Step], kind: Kind) -> bool {
    if last.kind != kind || last.path != path || block.line().is_some() {
        return false;
    }
    if matches!(path.last(), Some(Step::Code(_) | Step::Cell { .. })) {
        return true;
    }
    last.blocks.last().is_some_and(|before| is_next_line(before, block))
}

/// Whether one line break parts two blocks.
pub(super) fn is_next_line(before: &LabelledBlock<'_>, block: &LabelledBlock<'_>) -> bool {
    before.n() + 1 == block.n()
        && before.block().container == block.block().container
        && block.block().gap.n_breaks == 1
}
