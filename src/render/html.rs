//! Write an outline as a small piece of HTML: an `article` with nothing in it that the outline does not name.

use crate::blocks::Blocks;
use crate::classify::{LabelledBlock, Page};
use crate::render::inline::{html_of, push_html};
use crate::render::outline::{Kind, Leaf, Step, outline};

/// Writes a page as an `article` element.
pub(super) fn to_html(page: &Page, title: Option<LabelledBlock<'_>>, kept: &[LabelledBlock<'_>]) -> String {
    let mut writer = Writer { page: page.cut(), out: String::from("<article>\n"), open: Vec::new(), n_cells: 0 };
    for leaf in outline(page, title, kept) {
        let has_opened_item = writer.go_to(&leaf.path);
        writer.push_leaf(&leaf, has_opened_item);
    }
    writer.go_to(&[]);
    writer.out.push_str("</article>\n");
    writer.out
}

struct Writer<'p> {
    page: &'p Blocks,
    out: String,
    /// Elements that are open, the outermost first.
    open: Vec<Step>,
    /// Cells of the open row so far.
    n_cells: usize,
}

impl Writer<'_> {
    /// Closes and opens elements until the place is reached. Says whether the last one opened is an item.
    fn go_to(&mut self, path: &[Step]) -> bool {
        let n_common = self.open.iter().zip(path).take_while(|(a, b)| a == b).count();
        while self.open.len() > n_common {
            if let Some(step) = self.open.pop() {
                self.out.push_str(end_tag(step));
            }
        }
        if path.len() > n_common && !self.out.ends_with('\n') && !matches!(path[n_common], Step::Cell { .. }) {
            self.out.push('\n');
        }
        for step in &path[n_common..] {
            self.open_step(*step);
        }
        path.len() > n_common && matches!(path.last(), Some(Step::Item { .. }))
    }

    fn open_step(&mut self, step: Step) {
        match step {
            Step::Quote(_) => self.out.push_str("<blockquote>\n"),
            Step::List { is_ordered: true, .. } => self.out.push_str("<ol>\n"),
            Step::List { .. } => self.out.push_str("<ul>\n"),
            Step::Item { number, .. } => {
                let is_ordered = matches!(self.open.last(), Some(Step::List { is_ordered: true, .. }));
                let begin = if is_ordered { format!("<li value=\"{number}\">") } else { "<li>".to_owned() };
                self.out.push_str(&begin);
            }
            Step::Table(_) => self.out.push_str("<table>\n"),
            Step::Row(_) => {
                self.n_cells = 0;
                self.out.push_str("<tr>");
            }
            Step::Cell { column, is_header, .. } => {
                self.out.push_str(&"<td></td>".repeat((column as usize).saturating_sub(self.n_cells)));
                self.n_cells = column as usize + 1;
                self.out.push_str(if is_header { "<th>" } else { "<td>" });
            }
            Step::Code(_) => self.out.push_str("<pre>"),
        }
        self.open.push(step);
    }

    fn push_leaf(&mut self, leaf: &Leaf<'_>, begins_item: bool) {
        let (begin, end) = match (leaf.kind, leaf.path.last()) {
            (Kind::Code, _) => {
                // A parser drops the first newline of a `pre`.
                self.out.push('\n');
                push_html(&mut self.out, &leaf.code());
                return;
            }
            (_, Some(Step::Cell { .. })) => ("", ""),
            (Kind::Caption, Some(Step::Table(_))) => ("<caption>", "</caption>\n"),
            (Kind::Caption, _) => ("<figure><figcaption>", "</figcaption></figure>\n"),
            (Kind::Title, _) => ("<h1>", "</h1>\n"),
            (Kind::Heading(level), _) => heading_tags(level),
            (Kind::Paragraph, Some(Step::Item { .. })) if begins_item => ("", ""),
            (Kind::Paragraph, _) => ("<p>", "</p>\n"),
        };
        self.out.push_str(begin);
        for (at, block) in leaf.blocks.iter().enumerate() {
            self.out.push_str(if at == 0 { "" } else { "<br>\n" });
            self.out.push_str(&html_of(self.page, block));
        }
        self.out.push_str(end);
    }
}

fn heading_tags(level: u8) -> (&'static str, &'static str) {
    match level {
        1 => ("<h1>", "</h1>\n"),
        2 => ("<h2>", "</h2>\n"),
        3 => ("<h3>", "</h3>\n"),
        4 => ("<h4>", "</h4>\n"),
        5 => ("<h5>", "</h5>\n"),
        _ => ("<h6>", "</h6>\n"),
    }
}

fn end_tag(step: Step) -> &'static str {
    match step {
        Step::Quote(_) => "</blockquote>\n",
        Step::List { is_ordered: true, .. } => "</ol>\n",
        Step::List { .. } => "</ul>\n",
        Step::Item { .. } => "</li>\n",
        Step::Table(_) => "</table>\n",
        Step::Row(_) => "</tr>\n",
        Step::Cell { is_header: true, .. } => "</th>",
        Step::Cell { .. } => "</td>",
        Step::Code(_) => "</pre>\n",
    }
}
