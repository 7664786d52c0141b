//! What a page says about itself: titles, kinds, structured data, its host and language.
//!
//! Every statement is evidence for features, never a verdict: titles get overwritten and structured
//! data is often another page's.

use serde_json::Value;

use crate::blocks::PageFacts;
use crate::document::{Document, Element, NodeId, Tag};

/// Bytes of JSON-LD read from one page.
const MAX_JSON_BYTES: usize = 400_000;
/// Bytes kept of a text that a page states about itself.
const MAX_BODY_BYTES: usize = 200_000;

/// Collects what the elements of a page state.
pub(crate) fn page_facts(document: &Document<'_>) -> PageFacts {
    let mut facts = PageFacts::default();
    let mut n_json_bytes = 0usize;
    for &id in document.telling() {
        let Some(element) = document.element(id) else { continue };
        match element.tag {
            Tag::Html => fill(&mut facts.lang, element.attribute("lang").or(element.attribute("xml:lang"))),
            Tag::Title if is_page_title(document, id) => fill(&mut facts.title, Some(document.own_text(id).trim())),
            Tag::Meta => read_meta(element, &mut facts),
            Tag::Link if element.attribute("rel") == Some("canonical") => {
                fill(&mut facts.host, element.attribute("href").and_then(host_of));
            }
            Tag::Script if element.attribute("type") == Some("application/ld+json") => {
                let text = document.own_text(id);
                n_json_bytes += text.len();
                if n_json_bytes <= MAX_JSON_BYTES {
                    read_json_ld(&text, &mut facts);
                }
            }
            _ => {}
        }
    }
    facts
}

/// Whether a `<title>` names the page, not a drawing in it.
fn is_page_title(document: &Document<'_>, id: NodeId) -> bool {
    document.element(id).is_some_and(Element::is_html)
}

/// Sets a fact that is not known yet.
fn fill(fact: &mut String, value: Option<&str>) {
    if let Some(value) = value
        && fact.is_empty()
    {
        fact.push_str(value.get(..value.floor_char_boundary(MAX_BODY_BYTES)).unwrap_or_default());
    }
}

fn read_meta(element: Element<'_>, facts: &mut PageFacts) {
    let content = element.attribute("content").map(str::trim);
    let key = element.attribute("property").or(element.attribute("name")).unwrap_or_default();
    match key.to_ascii_lowercase().as_str() {
        "og:title" | "twitter:title" | "dc.title" | "citation_title" => fill(&mut facts.shared_title, content),
        "description" => fill(&mut facts.description, content),
        "og:url" => fill(&mut facts.host, content.and_then(host_of)),
        "og:type" => add_kind(facts, content.unwrap_or_default()),
        _ => {}
    }
}

fn add_kind(facts: &mut PageFacts, kind: &str) {
    if facts.kinds.len() + kind.len() < 400 {
        facts.kinds.push_str(&kind.to_ascii_lowercase());
        facts.kinds.push(' ');
    }
}

/// What is registered of a host: `news.site.co.uk` gives `site.co.uk`. Suffixes of two short parts are told by their
/// length, which is right for nearly all.
pub(crate) fn registered_part(host: &str) -> &str {
    let mut labels = host.rsplit('.');
    let (Some(top), Some(second)) = (labels.next(), labels.next()) else { return host };
    let has_long_suffix = second.len() <= 3 && top.len() == 2 && labels.next().is_some_and(|name| name.len() > 1);
    let n_labels = if has_long_suffix { 3 } else { 2 };
    host.rmatch_indices('.').nth(n_labels - 1).map_or(host, |(at, _)| &host[at + 1..])
}

/// The host of an absolute address, without `www.`.
pub(crate) fn host_of(address: &str) -> Option<&str> {
    let rest = address.split_once("//")?.1;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    (!host.is_empty()).then(|| host.strip_prefix("www.").unwrap_or(host))
}

fn read_json_ld(text: &str, facts: &mut PageFacts) {
    let Ok(value) = serde_json::from_str::<Value>(text.trim()) else { return };
    let mut open = vec![(&value, 0)];
    let mut n_seen = 0;
    while let Some((value, depth)) = open.pop() {
        n_seen += 1;
        if depth > 8 || n_seen > 2_000 {
            continue;
        }
        match value {
            Value::Array(items) => open.extend(items.iter().rev().map(|item| (item, depth + 1))),
            Value::Object(fields) => {
                read_json_object(fields, depth, facts);
                let inner = ["@graph", "mainEntity", "mainEntityOfPage"];
                open.extend(inner.iter().filter_map(|key| fields.get(*key)).map(|item| (item, depth + 1)));
            }
            _ => {}
        }
    }
}

fn read_json_object(fields: &serde_json::Map<String, Value>, depth: usize, facts: &mut PageFacts) {
    match fields.get("@type") {
        Some(Value::String(kind)) => add_kind(facts, kind),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).for_each(|kind| add_kind(facts, kind)),
        _ => {}
    }
    let text_of = |key: &str| fields.get(key).and_then(Value::as_str);
    fill(&mut facts.data_body, text_of("articleBody").or(text_of("text")).filter(|body| body.len() > 80));
    if depth <= 2 {
        fill(&mut facts.data_title, text_of("headline"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Limits, parse};

    #[test]
    fn other_scripts_leave_room_for_structured_data() {
        let code = "x();".repeat(MAX_JSON_BYTES / 4);
        let html = format!("<script>{code}</script><script type=application/ld+json>{{\"headline\": \"A\"}}</script>");
        assert_eq!(page_facts(&parse(&html, &Limits::default())).data_title, "A");
    }
}
