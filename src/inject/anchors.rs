//! The spots of a page where something can be planted, found from its tags alone.

use std::ops::Range;

use super::scan::{Scan, Tag, attribute, scan};

/// A list of the page: its items, each from behind `<li…>` to before its end.
#[derive(Clone, Debug, Default)]
pub(crate) struct List {
    pub(crate) items: Vec<Item>,
}

/// One item of a list.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// The start tag's bytes.
    pub(crate) tag: Range<usize>,
    /// The contents' bytes.
    pub(crate) inner: Range<usize>,
    /// Behind the end tag.
    pub(crate) end: usize,
}

/// The spots of one page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Anchors {
    /// The title's text.
    pub(crate) title: Option<Range<usize>>,
    /// The value of `<meta name=keywords content>`.
    pub(crate) keywords: Option<Range<usize>>,
    /// The value of `<meta name=description content>`.
    pub(crate) description: Option<Range<usize>>,
    /// Where more head elements can go.
    pub(crate) head: usize,
    /// Behind `<body…>`.
    pub(crate) body_start: usize,
    /// Before `</body>`.
    pub(crate) body_end: usize,
    /// Behind `</body>`.
    pub(crate) after_body: usize,
    /// Behind `</html>`.
    pub(crate) after_html: usize,
    /// Behind each `</h1>`, or `</h2>` where there is no `h1`.
    pub(crate) headlines: Vec<usize>,
    /// The insides of `h1` to `h4`.
    pub(crate) headings: Vec<Range<usize>>,
    /// The insides of paragraphs of some length outside navigation and footers.
    pub(crate) paragraphs: Vec<Range<usize>>,
    /// Lists of three items or more without lists inside.
    pub(crate) lists: Vec<List>,
    /// Behind each `</nav>`, or behind the first list.
    pub(crate) navigations: Vec<usize>,
    /// Before and behind footers.
    pub(crate) footers: Vec<usize>,
    /// Between a `</div>` and a `<div>` with nothing in between.
    pub(crate) columns: Vec<usize>,
    /// Behind each `</td>`.
    pub(crate) cells: Vec<usize>,
    /// Behind each `</tr>`.
    pub(crate) rows: Vec<usize>,
}

/// Paragraphs shorter than this (in bytes of source) are not the article's.
const PARAGRAPH: usize = 60;

/// Regions in which nothing is planted.
const CLOSED: [&str; 8] = ["select", "option", "noscript", "template", "button", "object", "head", "svg"];
/// Regions whose paragraphs are not the article's.
const ASIDE: [&str; 5] = ["nav", "footer", "aside", "form", "header"];

impl Anchors {
    /// Finds the spots of a page.
    pub(crate) fn find(html: &str) -> Anchors {
        let scan = scan(html);
        let mut anchors = Anchors::frame(html, &scan);
        let body: Vec<&Tag> = open_tags(&scan, &anchors);
        anchors.blocks(html, &body);
        anchors.lists(&body);
        anchors
    }

    /// Head, body and document ends; what is missing falls back to the nearest sound place.
    fn frame(html: &str, scan: &Scan) -> Anchors {
        let first = |name: &str, is_end: bool| scan.tags.iter().find(|tag| tag.name == name && tag.is_end == is_end);
        let last_end = |name: &str| scan.tags.iter().rev().find(|tag| tag.name == name && tag.is_end);
        let after_doctype = first("html", false).map_or_else(|| doctype_end(html), |tag| tag.range.end).min(scan.end);
        let head = first("head", true).map(|tag| tag.range.start);
        let head_start = first("head", false).map_or(after_doctype, |tag| tag.range.end);
        let body_start = first("body", false).or_else(|| first("head", true)).map_or(head_start, |tag| tag.range.end);
        let html_end = last_end("html").filter(|tag| tag.range.start >= body_start);
        let body_tag = last_end("body").filter(|tag| tag.range.start >= body_start);
        let body_end = body_tag.or(html_end).map_or(scan.end.max(body_start), |tag| tag.range.start);
        let after_body = body_tag.map_or(body_end, |tag| tag.range.end);
        Anchors {
            title: title(scan),
            keywords: meta(html, scan, "keywords"),
            description: meta(html, scan, "description"),
            head: head.unwrap_or(head_start),
            body_start,
            body_end,
            after_body,
            after_html: html_end.map_or(after_body, |tag| tag.range.end),
            ..Anchors::default()
        }
    }

    /// Headings, paragraphs, cells, columns, navigation and footers.
    fn blocks(&mut self, html: &str, tags: &[&Tag]) {
        let mut aside = 0usize;
        for (idx, tag) in tags.iter().enumerate() {
            let next = tags.get(idx + 1);
            if ASIDE.contains(&tag.name.as_str()) {
                aside = if tag.is_end { aside.saturating_sub(1) } else { aside + 1 };
            }
            match (tag.name.as_str(), tag.is_end) {
                ("h1", true) => self.headlines.push(tag.range.end),
                ("h1" | "h2" | "h3" | "h4", false) => self.headings.extend(inner(tags, idx)),
                ("p", false) if aside == 0 => {
                    let long = inner(tags, idx).filter(|range| range.len() >= PARAGRAPH);
                    self.paragraphs.extend(long);
                }
                ("td", true) => self.cells.push(tag.range.end),
                ("tr", true) => self.rows.push(tag.range.end),
                ("nav", true) => self.navigations.push(tag.range.end),
                ("footer", false) => self.footers.push(tag.range.start),
                ("footer", true) => self.footers.push(tag.range.end),
                ("div", false) if is_named_footer(html, tag) => self.footers.push(tag.range.start),
                ("div", true) if next.is_some_and(|next| is_column(html, tag, next)) => {
                    self.columns.push(tag.range.end)
                }
                _ => {}
            }
        }
        if self.headlines.is_empty() {
            let h2 = tags.iter().find(|tag| tag.name == "h2" && tag.is_end);
            self.headlines.extend(h2.map(|tag| tag.range.end));
        }
        self.headings.retain(|range| !range.is_empty());
    }

    /// Flat lists of three items and more.
    fn lists(&mut self, tags: &[&Tag]) {
        let mut open: Vec<List> = Vec::new();
        let mut item: Option<&Tag> = None;
        for tag in tags {
            match (tag.name.as_str(), tag.is_end) {
                ("ul" | "ol", false) => {
                    open.push(List::default());
                    item = None;
                }
                ("ul" | "ol", true) => {
                    self.lists.extend(open.pop().filter(|list| list.items.len() >= 3));
                    if self.navigations.is_empty() && open.is_empty() {
                        self.navigations.push(tag.range.end);
                    }
                    item = None;
                }
                ("li", false) => item = Some(tag),
                ("li", true) => {
                    if let (Some(start), Some(list)) = (item.take(), open.last_mut()) {
                        let inner = start.range.end..tag.range.start;
                        list.items.push(Item { tag: start.range.clone(), inner, end: tag.range.end });
                    }
                }
                _ => {}
            }
        }
    }
}

/// Behind the tag that starts at an offset.
pub(crate) fn behind_tag(html: &str, at: usize) -> usize {
    html.get(at..).and_then(|rest| rest.find('>')).map_or(at, |end| at + end + 1)
}

/// The tags of the body that are outside closed regions.
fn open_tags<'a>(scan: &'a Scan, anchors: &Anchors) -> Vec<&'a Tag> {
    let mut closed: Option<&str> = None;
    let body = anchors.body_start..anchors.body_end;
    let in_body = scan.tags.iter().filter(|tag| body.contains(&tag.range.start));
    let mut out = Vec::new();
    for tag in in_body {
        let name = tag.name.as_str();
        match closed {
            None if !tag.is_end && CLOSED.contains(&name) => closed = Some(name),
            None => out.push(tag),
            Some(open) if tag.is_end && open == name => closed = None,
            Some(_) => {}
        }
    }
    out
}

fn title(scan: &Scan) -> Option<Range<usize>> {
    let idx = scan.tags.iter().position(|tag| tag.name == "title" && !tag.is_end)?;
    let end = scan.tags.get(idx + 1).filter(|tag| tag.name == "title" && tag.is_end)?;
    Some(scan.tags.get(idx)?.range.end..end.range.start)
}

fn meta(html: &str, scan: &Scan, which: &str) -> Option<Range<usize>> {
    let named = |tag: &&Tag| {
        let name = attribute(html, tag, "name").and_then(|range| html.get(range));
        tag.name == "meta" && name.is_some_and(|name| name.eq_ignore_ascii_case(which))
    };
    attribute(html, scan.tags.iter().find(named)?, "content")
}

/// The bytes between a start tag and its end tag, where nothing that opens the same element comes between.
fn inner(tags: &[&Tag], idx: usize) -> Option<Range<usize>> {
    let start = tags.get(idx)?;
    let same = tags.iter().skip(idx + 1).take(60).find(|tag| tag.name == start.name)?;
    same.is_end.then_some(start.range.end..same.range.start)
}

fn is_named_footer(html: &str, tag: &Tag) -> bool {
    let value = |name| attribute(html, tag, name).and_then(|range| html.get(range)).unwrap_or("");
    [value("id"), value("class")].iter().any(|value| value.to_ascii_lowercase().contains("foot"))
}

fn is_column(html: &str, tag: &Tag, next: &Tag) -> bool {
    let between = html.get(tag.range.end..next.range.start);
    next.name == "div" && !next.is_end && between.is_some_and(|between| between.trim().is_empty())
}

fn doctype_end(html: &str) -> usize {
    let lower: String = html.chars().take(20).collect::<String>().to_ascii_lowercase();
    let leading = html.len() - html.trim_start().len();
    match lower.trim_start().starts_with("<!doctype") {
        true => html.find('>').map_or(0, |end| end + 1),
        false => leading,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<!doctype html><html><head><title>T</title><meta name='keywords' content='k'></head><body><nav><ul><li>a</li>\
        <li>b</li><li>c</li></ul></nav><h1>H</h1><p>A paragraph that is long enough to be one of the article, surely it is.</p>\
        <div>x</div> <div id=footer>f</div></body></html>";

    #[test]
    fn spots_of_a_small_page() {
        let anchors = Anchors::find(PAGE);
        let text = |range: &Range<usize>| &PAGE[range.clone()];
        assert_eq!(anchors.title.as_ref().map(text), Some("T"));
        assert_eq!(anchors.keywords.as_ref().map(text), Some("k"));
        assert!(PAGE[anchors.body_start..].starts_with("<nav>"));
        assert!(PAGE[anchors.body_end..].starts_with("</body>"));
        assert_eq!(anchors.after_html, PAGE.len());
        assert_eq!(anchors.lists[0].items.len(), 3);
        assert_eq!(anchors.paragraphs.len(), 1);
        assert_eq!((anchors.columns.len(), anchors.footers.len(), anchors.headlines.len()), (1, 1, 1));
    }

    #[test]
    fn a_page_without_anything_still_has_a_body() {
        let anchors = Anchors::find("hello");
        assert_eq!((anchors.body_start, anchors.body_end, anchors.after_html), (0, 5, 5));
    }
}
