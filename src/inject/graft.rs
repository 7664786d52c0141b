//! Grafts: spam that people wrote into one page, put into another with its markup.
//!
//! In go a clean page and what donors held; out comes the page with the exact ranges that are not its own. Where a graft
//! goes follows from its element: items into lists, cells into tables, paragraphs into the article, the rest anywhere.

use std::ops::Range;

use super::anchors::{Anchors, behind_tag};
use super::boundary::is_between_blocks;
use super::edit::Edits;
use super::language::Language;
use super::rng::Rng;

/// The spam of one page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Donor {
    /// The site that it is from; nobody who judges a page of it may learn from its grafts. Empty if it names none.
    pub site: String,
    /// The page's language, where we know it.
    pub language: Option<Language>,
    /// Its title, where that is spam.
    pub title: Option<String>,
    /// Its meta description, where that is spam.
    pub description: Option<String>,
    /// Its spam, in the order of the page.
    pub grafts: Vec<Graft>,
}

/// Elements that stand side by side and hold nothing but spam.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graft {
    /// The name of the first element, in lower case.
    pub element: String,
    /// The elements as HTML.
    pub markup: String,
}

/// A page with grafts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grafted {
    /// The page.
    pub html: String,
    /// Byte ranges of `html` that came from donors, in order and without overlap.
    pub planted: Vec<Range<usize>>,
}

/// Grafts of a donor that are used at most, and bytes of one; more would only be more of the same.
const MAX_GRAFTS: usize = 8;
const MAX_GRAFT_BYTES: usize = 4_000;

/// Puts the spam of donors into a page. The same page, donors and seed give the same bytes.
pub fn graft_html(html: &str, donors: &[&Donor], seed: u64) -> Grafted {
    let mut job =
        Job { html, anchors: Anchors::find(html), rng: Rng::for_part(seed, "graft"), edits: Edits::default() };
    for donor in donors {
        job.overwrite_head(donor);
        let mut grafts: Vec<&Graft> = donor.grafts.iter().filter(|g| g.markup.len() <= MAX_GRAFT_BYTES).collect();
        job.rng.shuffle(&mut grafts);
        grafts.iter().take(MAX_GRAFTS).for_each(|graft| job.insert(graft));
    }
    let edited = job.edits.apply(html);
    Grafted { html: edited.html, planted: edited.planted }
}

/// One page under way.
struct Job<'a> {
    html: &'a str,
    anchors: Anchors,
    rng: Rng,
    edits: Edits,
}

impl Job<'_> {
    fn overwrite_head(&mut self, donor: &Donor) {
        let title = self.anchors.title.take_if(|_| donor.title.is_some());
        let description = self.anchors.description.take_if(|_| donor.description.is_some());
        for (text, range) in [(&donor.title, title), (&donor.description, description)] {
            if let (Some(text), Some(range)) = (text, range) {
                self.edits.overwrite(range, escaped(text));
            }
        }
    }

    fn insert(&mut self, graft: &Graft) {
        let markup = graft.markup.as_str();
        match graft.element.as_str() {
            "li" => match self.item_end() {
                Some(at) => self.edits.plant(at, markup),
                None => self.flow(&format!("<ul>{markup}</ul>")),
            },
            "td" | "th" => match self.rng.pick(&self.anchors.cells).copied() {
                Some(at) => self.edits.plant(at, markup),
                None => self.flow(&format!("<table><tr>{markup}</tr></table>")),
            },
            "tr" => match self.rng.pick(&self.anchors.rows).copied() {
                Some(at) => self.edits.plant(at, markup),
                None => self.flow(&format!("<table>{markup}</table>")),
            },
            "thead" | "tbody" | "tfoot" => self.flow(&format!("<table>{markup}</table>")),
            "dt" | "dd" => self.flow(&format!("<dl>{markup}</dl>")),
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote" => self.between_paragraphs(markup),
            "a" | "span" | "font" | "b" | "strong" | "i" | "em" | "u" | "small" | "code" => self.inline(markup),
            _ => self.flow(markup),
        }
    }

    /// Behind an item of a list of the page.
    fn item_end(&mut self) -> Option<usize> {
        let list = self.rng.pick(&self.anchors.lists)?;
        Some(self.rng.pick(&list.items)?.end)
    }

    /// Half of the paragraphs go between those of the article.
    fn between_paragraphs(&mut self, markup: &str) {
        let spot = self.rng.pick(&self.anchors.paragraphs).map(|range| range.end).filter(|_| self.rng.chance(50));
        match spot {
            Some(at) => self.edits.plant(behind_tag(self.html, at), markup),
            None => self.flow(markup),
        }
    }

    /// Loose links and words become an item of a list, or a block of their own.
    fn inline(&mut self, markup: &str) {
        match self.item_end().filter(|_| self.rng.chance(35)) {
            Some(at) => self.edits.plant(at, format!("<li>{markup}</li>")),
            None => {
                let element = self.rng.word(&["div", "p", "div", "center"]);
                self.flow(&format!("<{element}>{markup}</{element}>"));
            }
        }
    }

    /// Anywhere on the page where a block can stand.
    fn flow(&mut self, markup: &str) {
        let anchors = &self.anchors;
        let spots = [
            (Some(anchors.body_start), 12),
            (self.rng.pick(&anchors.headlines).copied(), 6),
            (self.rng.pick(&anchors.navigations).copied(), 5),
            (self.rng.pick(&anchors.columns).copied(), 20),
            (self.rng.pick(&anchors.footers).copied(), 15),
            (Some(anchors.body_end), 20),
            (Some(anchors.after_body), 8),
            (Some(anchors.after_html), 8),
        ];
        let at = self.rng.weighted(&spots, None).unwrap_or(anchors.body_end);
        let markup = match is_between_blocks(self.html, at) {
            true => String::from(markup),
            false => format!("<div>{markup}</div>"),
        };
        self.edits.plant(at, markup);
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn donor() -> Donor {
        let graft = |element: &str, markup: &str| Graft { element: element.to_owned(), markup: markup.to_owned() };
        Donor {
            site: "d.example".to_owned(),
            title: Some("slot & gacor".to_owned()),
            grafts: vec![
                graft("li", "<li>slot item</li>"),
                graft("td", "<td>slot cell</td>"),
                graft("p", "<p>slot prose</p>"),
                graft("a", "<a href=x>slot link</a>"),
                graft("div", "<div style=\"display:none\">slot box</div>"),
            ],
            ..Donor::default()
        }
    }

    #[test]
    fn what_is_grafted_is_planted_and_the_rest_is_the_pages_own() {
        let html = "<html><head><title>Own</title></head><body><ul><li>one</li><li>two</li><li>three</li></ul>\
            <p>A paragraph of the page that is long enough to be one of an article, surely.</p></body></html>";
        for seed in 0..50 {
            let grafted = graft_html(html, &[&donor()], seed);
            assert_eq!(grafted, graft_html(html, &[&donor()], seed));
            let mut own = String::new();
            let mut done = 0;
            for range in &grafted.planted {
                own.push_str(&grafted.html[done..range.start]);
                assert!(grafted.html[range.clone()].contains("slot"));
                done = range.end;
            }
            own.push_str(&grafted.html[done..]);
            assert_eq!(own, html.replace("Own", ""));
            assert!(grafted.html.contains("<title>slot &amp; gacor</title>"));
            assert!(grafted.html.contains("</li><li>slot item</li>"));
        }
    }
}
