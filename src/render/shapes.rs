//! Tell lists and tables that readers see as such from those that only lay a page out.
//!
//! The kept blocks of a page come in; the containers whose structure is not shown go out.

use std::collections::{BTreeMap, BTreeSet};

use crate::blocks::Blocks;
use crate::classify::LabelledBlock;
use crate::document::{Layout, Tag};
use crate::render::outline::is_next_line;

/// Blocks that a cell of a table, or an item of a list, holds on average at most; more are a layout. Lines that a
/// line break parts are one.
const MAX_BLOCKS_PER_CELL: usize = 4;
/// Bytes that a cell of a table holds on average at most.
const MAX_BYTES_PER_CELL: usize = 400;

/// What a table or list holds of kept blocks.
#[derive(Default)]
struct Holding {
    n_blocks: usize,
    n_bytes: usize,
    /// Cells or items that hold a block.
    n_cells: usize,
    last_cell: Option<u32>,
    n_rows: usize,
    last_row: Option<u32>,
    cells_in_row: usize,
    most_cells_in_row: usize,
    is_nested: bool,
    holds_code: bool,
}

impl Holding {
    /// Counts a block; `is_new` says that it does not go on with the one before.
    fn add(&mut self, row: Option<u32>, cell: Option<u32>, n_bytes: usize, is_new: bool) {
        self.n_blocks += usize::from(is_new);
        self.n_bytes += n_bytes;
        if row.is_some() && row != self.last_row {
            self.n_rows += 1;
            self.cells_in_row = 0;
            self.last_row = row;
        }
        if cell.is_some() && cell != self.last_cell {
            self.n_cells += 1;
            self.cells_in_row += 1;
            self.last_cell = cell;
        }
        self.most_cells_in_row = self.most_cells_in_row.max(self.cells_in_row);
    }

    fn is_table(&self) -> bool {
        let n_cells = self.n_cells.max(1);
        !self.is_nested
            && !self.holds_code
            && self.n_rows >= 2
            && self.most_cells_in_row >= 2
            && self.n_blocks <= MAX_BLOCKS_PER_CELL * n_cells
            && self.n_bytes <= MAX_BYTES_PER_CELL * n_cells
    }

    fn is_list(&self) -> bool {
        self.n_blocks <= MAX_BLOCKS_PER_CELL * self.n_cells.max(1)
    }
}

/// Whether an element is a list.
pub(super) fn is_list(tag: Tag) -> bool {
    matches!(tag, Tag::Ul | Tag::Ol | Tag::Menu | Tag::Dir | Tag::Dl)
}

/// Whether an element is an item of a list.
pub(super) fn is_item(tag: Tag) -> bool {
    matches!(tag, Tag::Li | Tag::Dt | Tag::Dd)
}

/// Whether an element keeps its white space.
pub(super) fn is_code(tag: Tag) -> bool {
    tag.layout() == Layout::Preformatted
}

/// The lists and tables that only lay the page out.
pub(super) fn layout_containers(page: &Blocks, kept: &[LabelledBlock<'_>]) -> BTreeSet<u32> {
    let mut tables: BTreeMap<u32, Holding> = BTreeMap::new();
    let mut lists: BTreeMap<u32, Holding> = BTreeMap::new();
    for (at, block) in kept.iter().enumerate() {
        let is_new = at == 0 || !is_next_line(&kept[at - 1], block);
        add_to_table(page, block, is_new, &mut tables);
        add_to_list(page, block, is_new, &mut lists);
    }
    let layout_tables = tables.into_iter().filter(|(_, holding)| !holding.is_table());
    let layout_lists = lists.into_iter().filter(|(_, holding)| !holding.is_list());
    layout_tables.chain(layout_lists).map(|(id, _)| id).collect()
}

/// Counts a block for the innermost table around it; tables around that one are not tables of facts.
fn add_to_table(page: &Blocks, block: &LabelledBlock<'_>, is_new: bool, tables: &mut BTreeMap<u32, Holding>) {
    let (mut row, mut cell, mut is_code_block, mut is_inside) = (None, None, false, false);
    for id in page.container_indices(block.block().container) {
        match page.containers[id as usize].tag {
            Tag::Table if is_inside => tables.entry(id).or_default().is_nested = true,
            Tag::Table => {
                let holding = tables.entry(id).or_default();
                holding.add(row, cell, block.text().len(), is_new);
                holding.holds_code |= is_code_block && block.text().contains('\n');
                is_inside = true;
            }
            Tag::Tr if row.is_none() => row = Some(id),
            Tag::Td | Tag::Th if cell.is_none() => cell = Some(id),
            tag => is_code_block |= is_code(tag),
        }
    }
}

/// Counts a block for the innermost list around it.
fn add_to_list(page: &Blocks, block: &LabelledBlock<'_>, is_new: bool, lists: &mut BTreeMap<u32, Holding>) {
    let mut item = None;
    for id in page.container_indices(block.block().container) {
        let tag = page.containers[id as usize].tag;
        if is_list(tag) {
            lists.entry(id).or_default().add(None, item, block.text().len(), is_new);
            return;
        }
        if is_item(tag) && item.is_none() {
            item = Some(id);
        }
    }
}
