//! Cells of tables that reach down into the rows below, so that those rows' cells know their columns.

use std::ops::Range;

use crate::document::NodeId;

/// Cells that reach down at once at most; those beyond are taken to end in their row.
const MAX_SPANS: usize = 64;

/// The cells of open tables that reach down.
#[derive(Debug, Default)]
pub(super) struct RowSpans(Vec<RowSpan>);

#[derive(Debug)]
struct RowSpan {
    /// The element that holds the rows; none reaches beyond it.
    group: NodeId,
    columns: Range<u32>,
    /// The 1-based rows below its own.
    rows: Range<u32>,
}

impl RowSpans {
    /// The first column, from one on, into which no cell above reaches.
    pub(super) fn free_column(&self, group: NodeId, row: u32, from: u32) -> u32 {
        let reaches = |span: &&RowSpan| span.group == group && span.rows.contains(&row);
        let mut column = from;
        while let Some(span) = self.0.iter().filter(reaches).find(|span| span.columns.contains(&column)) {
            column = span.columns.end;
        }
        column
    }

    /// Notes a cell that takes `n_rows` rows, its own among them; zero are all that follow.
    pub(super) fn add(&mut self, group: NodeId, row: u32, columns: Range<u32>, n_rows: u32) {
        if n_rows == 1 {
            return;
        }
        self.0.retain(|span| span.group != group || span.rows.end > row);
        if self.0.len() < MAX_SPANS {
            let end = if n_rows == 0 { u32::MAX } else { row.saturating_add(n_rows) };
            self.0.push(RowSpan { group, columns, rows: row.saturating_add(1)..end });
        }
    }

    /// An element that may have held rows is closed.
    pub(super) fn close(&mut self, group: NodeId) {
        if !self.0.is_empty() {
            self.0.retain(|span| span.group != group);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Limits, parse};

    #[test]
    fn cells_that_reach_down_take_their_columns_until_they_end() {
        let document = parse("<p>", &Limits::default());
        let (group, other) = (NodeId::ROOT, document.node(NodeId::ROOT).first_child.unwrap());
        let mut spans = RowSpans::default();
        spans.add(group, 1, 0..1, 3);
        spans.add(group, 1, 1..3, 2);
        spans.add(group, 1, 4..5, 1);
        let free = |spans: &RowSpans, row: u32| [0, 2, 4].map(|from| spans.free_column(group, row, from));
        assert_eq!([1, 2, 3, 4].map(|row| free(&spans, row)), [[0, 2, 4], [3, 3, 4], [1, 2, 4], [0, 2, 4]]);
        assert_eq!(spans.free_column(other, 2, 0), 0);
        spans.add(group, 4, 0..1, 0);
        assert_eq!(free(&spans, 1_000), [1, 2, 4]);
        spans.close(group);
        assert_eq!(free(&spans, 1_000), [0, 2, 4]);
    }

    #[test]
    fn no_more_cells_reach_down_than_can_be_looked_through() {
        let mut spans = RowSpans::default();
        for column in 0..10_000 {
            spans.add(NodeId::ROOT, 1, column..column + 1, 0);
        }
        assert_eq!(spans.0.len(), MAX_SPANS);
        assert_eq!(spans.free_column(NodeId::ROOT, 2, 0), MAX_SPANS as u32);
    }
}
