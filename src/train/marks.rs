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
use crate::label::Label;

/// The attributes that carry marks in our own pages; they are taken out before anything is learned.
const MARK_ATTRIBUTES: [&str; 3] = ["data-label", "data-kind", "data-url"];

/// Elements whose text is no block, nor that of what is in them.
const SILENT: [&str; 5] = ["script", "style", "iframe", "noframes", "svg"];

/// A mark: the elements that a selector finds, and what is said of them.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Mark {
    label: Label,
    unsure: bool,
}

/// Labels a page by the attribute `data-label` of its elements: `content`, `chrome`, `spam` or `unsure`.
/// Text without a mark around it is chrome. `data-url` of the `html` element becomes the address,
/// `data-kind` the set, `lang` the language.
pub fn labelled_from_marks(html: &str, id: &str) -> LabelledPage {
    let document = parse(html);
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
    LabelledPage {
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
    }
}

/// The selector of marked elements.
fn marked() -> Option<Selector> {
    Selector::parse("[data-label]").ok()
}

/// An element and those around it, the innermost first.
fn chain(element: Option<ElementRef<'_>>) -> impl Iterator<Item = ElementRef<'_>> {
    element.into_iter().flat_map(|e| std::iter::once(e).chain(e.ancestors().filter_map(ElementRef::wrap)))
}

fn is_silent(element: ElementRef<'_>) -> bool {
    SILENT.contains(&element.value().name())
}

fn mark_around(element: Option<ElementRef<'_>>) -> Mark {
    let selector = marked();
    let is_marked = |e: &ElementRef<'_>| selector.as_ref().is_some_and(|s| s.matches(e));
    let name = chain(element).find(is_marked).and_then(|e| e.value().attr("data-label"));
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
        for quote in ['"', '\''] {
            let open = format!(" {name}={quote}");
            let mut kept = String::with_capacity(clean.len());
            let mut rest = clean.as_str();
            while let Some((before, behind)) = rest.split_once(open.as_str()) {
                kept.push_str(before);
                rest = behind.split_once(quote).map_or("", |(_, after)| after);
            }
            kept.push_str(rest);
            clean = kept;
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_mark_counts_and_no_mark_is_left() {
        let page = labelled_from_marks(
            "<html lang=en data-url='https://a.example/x'><title>T</title><body data-label=\"chrome\"><nav>Home</nav>\
             <p data-label=\"content\">Text with <b>bold</b></p><p data-label='spam'>pills</p><svg><title>pills</title><text>pills</text></svg>\
             <noscript><i data-label=\"unsure\">?</i></noscript>",
            "one",
        );
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
}
