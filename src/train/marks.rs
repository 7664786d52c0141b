//! Read labels that are marked in the HTML itself, by attributes that selectors find.
//!
//! HTML with `data-label="content"` and the like, or any other marks, comes in; a labelled page without
//! the marks goes out. A text's label is that of the nearest marked element around it.

use std::cell::RefCell;

use html5ever::tendril::TendrilSink;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, parse_document};
use scraper::{ElementRef, Html, HtmlTreeSink, Node, Selector};

use crate::corpus::{GoldBlock, LabelledPage};
use crate::inject::{Donor, Graft, Language};
use crate::label::Label;

/// The attributes that carry marks in our own pages; they are taken out before anything is learned.
const MARK_ATTRIBUTES: [&str; 3] = ["data-label", "data-kind", "data-url"];

/// Elements whose text is no block, nor that of what is in them; of a formula blocks hold one copy, so no text of it is
/// looked for.
const SILENT: [&str; 8] = ["script", "style", "iframe", "noframes", "svg", "math", "rp", "rt"];

/// A mark: the elements that a selector finds, and what is said of them.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Mark {
    label: Label,
    unsure: bool,
}

/// From this share of its texts on a page is a page of spam, which no one plants piece by piece into others.
const MOSTLY_SPAM: f64 = 0.6;

/// Labels a page by the attribute `data-label` of its elements: `content`, `chrome`, `spam` or `unsure`.
/// Text without a mark around it is chrome. `data-url` of the `html` element becomes the address,
/// `data-kind` the set, `lang` the language.
///
/// # Errors
/// [`UnknownMark`] where an element carries another word.
pub fn labelled_from_marks(html: &str, id: &str) -> Result<LabelledPage, UnknownMark> {
    let document = parse(html);
    check_marks(&document)?;
    let root = document.root_element();
    let of_root = |name: &str| root.value().attr(name).map(str::to_owned);
    let mut blocks = Vec::new();
    for node in document.tree.root().descendants() {
        let parent = node.parent().and_then(ElementRef::wrap);
        match node.value() {
            Node::Text(text) if !text.trim().is_empty() && !chain(parent).any(is_silent) => {
                push(&mut blocks, text, mark_around(parent));
            }
            Node::Element(element) if element.name() == "meta" => {
                let is_description = element.attr("name").is_some_and(|n| n.eq_ignore_ascii_case("description"));
                if let Some(content) = element.attr("content").filter(|c| is_description && !c.trim().is_empty()) {
                    push(&mut blocks, content, mark_around(ElementRef::wrap(node)));
                }
            }
            _ => {}
        }
    }
    Ok(LabelledPage {
        id: id.to_owned(),
        url: of_root("data-url"),
        set: of_root("data-kind"),
        lang: of_root("lang"),
        site: None,
        html: Some(without_marks(html)),
        text: None,
        weight: None,
        planted: None,
        blocks,
    })
}

/// A mark that is no label.
#[derive(Debug, thiserror::Error, PartialEq)]
#[error("expected data-label=\"content\", \"chrome\", \"spam\" or \"unsure\", found \"{mark}\" on <{element}>")]
pub struct UnknownMark {
    /// What stands there.
    pub mark: String,
    /// Name of the first element that carries it.
    pub element: String,
}

fn check_marks(document: &Html) -> Result<(), UnknownMark> {
    let elements = document.tree.values().filter_map(Node::as_element);
    let is_known = |mark: &str| mark == "unsure" || Label::ALL.into_iter().any(|label| label.name() == mark);
    let mut marks = elements.filter_map(|element| Some((element, element.attr("data-label")?)));
    marks.find(|(_, mark)| !is_known(mark)).map_or(Ok(()), |(element, mark)| {
        Err(UnknownMark { mark: mark.to_owned(), element: element.name().to_owned() })
    })
}

/// The spam that is marked in a page, with its markup. Elements that hold anything else are gone into; text beside
/// them, straight in such an element, is left behind. A page that is spam for the most part, such as a doorway, gives
/// its head only: its menus and prices are spam where they stand and nowhere else. A page without `data-url` gives a
/// donor without a site.
pub fn donor_from_marks(html: &str) -> Donor {
    let document = parse(html);
    let of_root = |name: &str| document.root_element().value().attr(name).map(str::to_owned);
    let site = of_root("data-url").map(|url| LabelledPage { url: Some(url), ..LabelledPage::default() }.site_name());
    let of_head = |selector: &str, text: &dyn Fn(ElementRef<'_>) -> Option<String>| {
        let found = Selector::parse(selector).ok().and_then(|s| document.select(&s).next());
        let found = found.filter(|e| mark_around(Some(*e)) == SPAM);
        found.and_then(text).filter(|text| !text.trim().is_empty())
    };
    let mut donor = Donor {
        site: site.unwrap_or_default(),
        language: of_root("lang").as_deref().and_then(Language::from_tag),
        title: of_head("title", &|e| Some(e.text().collect())),
        description: of_head("meta[name=description i]", &|e| e.value().attr("content").map(str::to_owned)),
        grafts: Vec::new(),
    };
    let body = Selector::parse("body").ok().and_then(|s| document.select(&s).next());
    let mut open: Vec<ElementRef<'_>> = body.filter(|body| !is_mostly_spam(*body)).into_iter().collect();
    while let Some(element) = open.pop() {
        let mut last: Option<ElementRef<'_>> = None;
        let mut inside = Vec::new();
        for child in element.child_elements() {
            if !is_all_spam(child) {
                inside.push(child);
                last = None;
                continue;
            }
            let markup = without_marks(&child.html());
            match donor.grafts.last_mut().filter(|_| last.is_some_and(|last| is_next(last, child))) {
                Some(graft) => graft.markup.push_str(&markup),
                None => donor.grafts.push(Graft { element: child.value().name().to_owned(), markup }),
            }
            last = Some(child);
        }
        open.extend(inside.into_iter().rev());
    }
    donor
}

const SPAM: Mark = Mark { label: Label::Spam, unsure: false };

/// Whether an element has words, all of them marked as spam.
fn is_all_spam(element: ElementRef<'_>) -> bool {
    let mut has_words = false;
    marked_texts(element).all(|(text, mark)| {
        has_words |= has_letters(text);
        mark == SPAM
    }) && has_words
}

/// Whether the texts with words in an element are spam for the most part.
fn is_mostly_spam(element: ElementRef<'_>) -> bool {
    let (mut n_spam, mut n) = (0.0, 0.0);
    for (_, mark) in marked_texts(element).filter(|(text, _)| has_letters(text)) {
        n += 1.0;
        n_spam += f64::from(u8::from(mark == SPAM));
    }
    n_spam >= MOSTLY_SPAM * n
}

/// The texts in an element that a reader may see, each with its mark.
fn marked_texts(element: ElementRef<'_>) -> impl Iterator<Item = (&str, Mark)> {
    element.descendants().filter_map(|node| {
        let text: &str = node.value().as_text().filter(|text| !text.trim().is_empty())?;
        let parent = node.parent().and_then(ElementRef::wrap);
        (!chain(parent).any(is_silent)).then(|| (text, mark_around(parent)))
    })
}

fn has_letters(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

/// Whether an element follows another of its kind with nothing between.
fn is_next(last: ElementRef<'_>, element: ElementRef<'_>) -> bool {
    let is_blank = |node: &Node| node.as_text().is_some_and(|text| text.trim().is_empty());
    let before = element.prev_siblings().find(|node| !is_blank(node.value()));
    last.value().name() == element.value().name() && before.is_some_and(|node| node.id() == last.id())
}

/// An element and those around it, the innermost first.
fn chain(element: Option<ElementRef<'_>>) -> impl Iterator<Item = ElementRef<'_>> {
    element.into_iter().flat_map(|e| std::iter::once(e).chain(e.ancestors().filter_map(ElementRef::wrap)))
}

fn is_silent(element: ElementRef<'_>) -> bool {
    SILENT.contains(&element.value().name()) || is_beside_formula(element)
}

/// Whether an element may hold the glyphs that repeat a formula.
fn is_beside_formula(element: ElementRef<'_>) -> bool {
    let is_math = |node: &Node| node.as_element().is_some_and(|element| element.name() == "math");
    let holds_formula = |parent: ElementRef<'_>| parent.descendants().any(|node| is_math(node.value()));
    element.attr("aria-hidden").is_some_and(|value| value.eq_ignore_ascii_case("true"))
        && element.parent().and_then(ElementRef::wrap).is_some_and(holds_formula)
}

fn mark_around(element: Option<ElementRef<'_>>) -> Mark {
    let name = chain(element).find_map(|e| e.value().attr("data-label"));
    let label = Label::ALL.into_iter().find(|label| Some(label.name()) == name);
    Mark { label: label.unwrap_or(Label::Chrome), unsure: name == Some("unsure") }
}

fn push(blocks: &mut Vec<GoldBlock>, text: &str, mark: Mark) {
    blocks.push(GoldBlock { text: text.trim().to_owned(), label: mark.label, unsure: mark.unsure, planted: false });
}

/// Parses by the same rules as pages are parsed for classifying, into a tree that selectors can ask.
fn parse(html: &str) -> Html {
    let sink = HtmlTreeSink(RefCell::new(Html::new_document()));
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    parse_document(sink, ParseOpts { tree_builder, ..ParseOpts::default() }).one(html)
}

/// The page without the attributes that carry marks.
fn without_marks(html: &str) -> String {
    let mut clean = html.to_owned();
    for name in MARK_ATTRIBUTES {
        let mut kept = String::with_capacity(clean.len());
        let mut rest = clean.as_str();
        while let Some((before, behind)) = rest.split_once(name) {
            let ends_before = before.strip_suffix(|c: char| c.is_ascii_whitespace());
            let value = behind.trim_start().strip_prefix('=').map(str::trim_start);
            // Not the end of another name, nor a word of the text.
            let (Some(value), Some(ends_before)) = (value, ends_before) else {
                kept.push_str(before);
                kept.push_str(name);
                rest = behind;
                continue;
            };
            kept.push_str(ends_before);
            rest = match value.chars().next().filter(|c| matches!(c, '"' | '\'')) {
                Some(quote) => value[1..].split_once(quote).map_or("", |(_, after)| after),
                None => value.trim_start_matches(|c: char| !c.is_ascii_whitespace() && c != '>'),
            };
        }
        kept.push_str(rest);
        clean = kept;
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_out_however_they_are_quoted() {
        for marked in
            ["data-label=spam", "data-label = 'spam'", "data-label=\"spam\"", "data-kind=news data-label=spam"]
        {
            let html = format!("<p {marked} class=a>metadata-label= x</p>");
            let page = labelled_from_marks(&html, "one").unwrap_or_else(|e| unreachable!("{e}"));
            assert_eq!(page.html.as_deref(), Some("<p class=a>metadata-label= x</p>"), "{html}");
        }
    }

    #[test]
    fn a_mark_that_is_no_label_is_told() {
        let mark_of = |html: &str| labelled_from_marks(html, "one").map(|_| ()).map_err(|e| (e.mark, e.element));
        assert_eq!(mark_of("<p data-label=spam>x"), Ok(()));
        for mark in ["Content", "good", ""] {
            let html = format!("<p data-label=chrome>x<b data-label='{mark}'>y</b>");
            assert_eq!(mark_of(&html), Err((mark.to_owned(), "b".to_owned())));
        }
    }

    #[test]
    fn the_nearest_mark_counts_and_no_mark_is_left() {
        let page = labelled_from_marks(
            "<html lang=en data-url='https://a.example/x'><title>T</title><body data-label=\"chrome\"><nav>Home</nav>\
             <p data-label=\"content\">Text with <b>bold</b> <span><math><mi>x</mi></math><i aria-hidden=true>x</i></span></p><p data-label='spam'>pills</p><svg><title>pills</title><text>pills</text></svg>\
             <noscript><i data-label=\"unsure\">?</i></noscript>",
            "one",
        );
        let page = page.unwrap_or_else(|e| unreachable!("{e}"));
        let labels: Vec<(&str, Label, bool)> =
            page.blocks.iter().map(|b| (b.text.as_str(), b.label, b.unsure)).collect();
        assert_eq!(
            labels,
            [
                ("T", Label::Chrome, false),
                ("Home", Label::Chrome, false),
                ("Text with", Label::Content, false),
                ("bold", Label::Content, false),
                ("pills", Label::Spam, false),
                ("?", Label::Chrome, true),
            ]
        );
        assert_eq!(page.url.as_deref(), Some("https://a.example/x"));
        assert!(page.html.is_some_and(|html| !html.contains("data-")));
    }

    #[test]
    fn a_donor_gives_its_spam_with_the_markup_and_nothing_else() {
        let donor = donor_from_marks(
            "<html lang=tr data-url='https://www.d.example/x'><title data-label=spam>bonus</title>\
             <meta name=Description content='bahis' data-label=spam><body><h1 data-label=content>Own</h1>\
             <ul><li>Home</li><li data-label=\"spam\"><a href=x>bahis</a></li>\n<li data-label=\"spam\">slot</li></ul>\
             <div data-label=spam style='top:-9px'><p>casino</p><p data-label=chrome>Footer</p><p>poker</p></div>\
             <p data-label=spam>77</p><script data-label=spam>x()</script></body></html>",
        );
        let graft = |element: &str, markup: &str| Graft { element: element.to_owned(), markup: markup.to_owned() };
        assert_eq!(
            donor,
            Donor {
                site: "d".to_owned(),
                language: Some(Language::Turkish),
                title: Some("bonus".to_owned()),
                description: Some("bahis".to_owned()),
                grafts: vec![
                    graft("li", "<li><a href=\"x\">bahis</a></li><li>slot</li>"),
                    graft("p", "<p>casino</p>"),
                    graft("p", "<p>poker</p>"),
                ],
            }
        );
        assert_eq!(donor_from_marks("<p>clean</p>"), Donor::default());
    }

    #[test]
    fn a_page_of_spam_gives_its_title_alone() {
        let donor = donor_from_marks(
            "<html data-url='https://www.d.example/x'><title data-label=spam>pills</title><body data-label=spam>\
             <ul><li>Cart<li>Help</ul><p>Buy pills<p data-label=chrome>A real footer",
        );
        assert_eq!((donor.title.as_deref(), donor.grafts), (Some("pills"), vec![]));
    }
}
