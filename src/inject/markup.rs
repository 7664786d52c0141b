//! Writes planted pieces as HTML, in one hand per planting: quotes, link attributes, containers, entities.

use super::hide;
use super::payload::{Piece, Run, Span};
use super::plan::Trick;
use super::rng::Rng;

/// The habits of one planting.
#[derive(Clone, Debug)]
pub(crate) struct Hand {
    quote: char,
    /// Attributes of every link, with a leading space.
    link_attributes: String,
    has_titles: bool,
    entities: bool,
    /// What a block of a row of pieces stands in.
    block: &'static str,
    /// What an item of a column of links stands in.
    item: &'static str,
}

impl Hand {
    /// Draws habits; with `LikeNeighbours` the links carry the style that makes them look like text.
    pub(crate) fn draw(trick: Trick, rng: &mut Rng) -> Hand {
        let mut attributes = String::from(rng.weighted(
            &[
                ("", 6),
                (" target=\"_blank\"", 4),
                (" rel=\"dofollow\"", 1),
                (" rel=\"nofollow noopener\"", 1),
                (" target=_blank", 1),
            ],
            "",
        ));
        if trick == Trick::LikeNeighbours {
            attributes.push_str(&format!(" style=\"{}\"", hide::declaration(trick, rng)));
        }
        Hand {
            quote: if rng.chance(85) { '"' } else { '\'' },
            link_attributes: attributes,
            has_titles: rng.chance(20),
            entities: rng.chance(8),
            block: rng.weighted(&[("p", 6), ("div", 6), ("h1", 1), ("h2", 1), ("h5", 1), ("center", 1)], "div"),
            item: rng.weighted(&[("li", 5), ("p", 3), ("div", 3), ("br", 3), ("dd", 1)], "li"),
        }
    }

    /// Text with the signs of markup escaped; all of it as numbers where the hand writes entities.
    pub(crate) fn text(&self, text: &str) -> String {
        if self.entities {
            return text.chars().map(|char| format!("&#{};", char as u32)).collect();
        }
        escape(text)
    }

    /// A run of text and links.
    pub(crate) fn run(&self, run: &[Span]) -> String {
        run.iter().map(|span| self.span(span)).collect()
    }

    fn span(&self, span: &Span) -> String {
        let text = self.text(&span.text).replace('\u{a0}', "&nbsp;");
        let Some(address) = &span.link else {
            return text;
        };
        let q = self.quote;
        let title = if self.has_titles { format!(" title={q}{}{q}", escape(&span.text)) } else { String::new() };
        format!("<a href={q}{}{q}{title}{}>{text}</a>", escape(address), self.link_attributes)
    }

    /// A piece as flow content; a run is bare only where the caller says that it would not merge with its neighbours.
    pub(crate) fn piece(&self, piece: &Piece, may_be_bare: bool) -> String {
        match piece {
            Piece::Run(run) if may_be_bare && self.block != "h1" => self.run(run),
            Piece::Run(run) => format!("<{0}>{1}</{0}>", self.block, self.run(run)),
            Piece::Items(items) => self.items(items),
            Piece::Rows(rows) => self.rows(rows),
            Piece::Marquee(run) => format!("<div><marquee scrollamount=\"2\">{}</marquee></div>", self.run(run)),
            Piece::Soup(elements) => format!("<div>{}</div>", elements.concat()),
            Piece::Literal(lines) => {
                let lines: Vec<String> = lines.iter().map(|line| escape(strip_bullet(line))).collect();
                match self.item {
                    "li" => format!("<ul><li>{}</li></ul>", lines.join("</li><li>")),
                    _ => format!("<div>{}</div>", lines.join("<br>")),
                }
            }
        }
    }

    fn items(&self, items: &[Run]) -> String {
        let all = items.iter().map(|item| self.run(item));
        match self.item {
            "li" => format!("<ul>\n{}</ul>", all.map(|item| format!("<li>{item}</li>\n")).collect::<String>()),
            "dd" => format!("<dl>{}</dl>", all.map(|item| format!("<dd>{item}</dd>")).collect::<String>()),
            "br" => format!("<div>{}</div>", all.map(|item| format!("{item}<br/>\n")).collect::<String>()),
            tag => all.map(|item| format!("<{tag}>{item}</{tag}>\n")).collect(),
        }
    }

    fn rows(&self, rows: &[Vec<Run>]) -> String {
        let row = |cells: &Vec<Run>| -> String {
            let cells: String = cells.iter().map(|cell| format!("<td>{}</td>", self.run(cell))).collect();
            format!("<tr>{cells}</tr>\n")
        };
        format!("<table border=\"1\" width=\"100%\">\n{}</table>", rows.iter().map(row).collect::<String>())
    }
}

/// Every run of a piece, for places that hold one run at a time: list items and cells.
pub(crate) fn runs(piece: &Piece) -> Vec<Run> {
    match piece {
        Piece::Run(run) | Piece::Marquee(run) => vec![run.clone()],
        Piece::Items(items) => items.clone(),
        Piece::Rows(rows) => rows.iter().map(|cells| joined_cells(cells)).collect(),
        Piece::Soup(_) => Vec::new(),
        Piece::Literal(lines) => lines.iter().map(|line| vec![Span::text(strip_bullet(line))]).collect(),
    }
}

fn joined_cells(cells: &[Run]) -> Run {
    let mut out = Run::new();
    for cell in cells {
        if !out.is_empty() {
            out.push(Span::text(" "));
        }
        out.extend(cell.iter().cloned());
    }
    out
}

fn strip_bullet(line: &str) -> &str {
    line.trim_start_matches([' ', '•'])
}

/// Escapes what markup and attribute values cannot hold.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            char => out.push(char),
        }
    }
    out
}
