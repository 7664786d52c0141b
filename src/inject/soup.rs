//! Tag soup: empty, oddly nested elements that all carry one random id.

use super::brands;
use super::rng::Rng;

/// What generators nest in one another; nothing that would swallow the page behind it as raw text.
const NAMES: [&str; 62] = [
    "tr",
    "sup",
    "tfoot",
    "noscript",
    "ruby",
    "cite",
    "pre",
    "del",
    "progress",
    "button",
    "kbd",
    "object",
    "center",
    "code",
    "option",
    "li",
    "td",
    "th",
    "tbody",
    "thead",
    "strong",
    "em",
    "b",
    "i",
    "u",
    "s",
    "strike",
    "small",
    "big",
    "sub",
    "dl",
    "dd",
    "dt",
    "fieldset",
    "legend",
    "form",
    "label",
    "meter",
    "mark",
    "abbr",
    "acronym",
    "optgroup",
    "table",
    "ul",
    "ol",
    "p",
    "samp",
    "var",
    "tt",
    "q",
    "ins",
    "dfn",
    "address",
    "nav",
    "blockquote",
    "font",
    "rt",
    "rp",
    "menuitem",
    "track",
    "bdo",
    "span",
];

/// Nested empty elements with one id, such as `<kbd id="x1yz2"><sup id="x1yz2"></sup></kbd>`.
pub(crate) fn element(id: &str, rng: &mut Rng) -> String {
    let depth = rng.between(1, 4);
    nested(id, depth, rng)
}

fn nested(id: &str, depth: usize, rng: &mut Rng) -> String {
    let name = rng.word(&NAMES);
    let mut inner = String::new();
    if depth > 1 {
        let children = rng.weighted(&[(1, 7), (2, 2), (3, 1)], 1);
        for _ in 0..children {
            inner.push_str(&nested(id, depth - 1, rng));
        }
    }
    format!("<{name} id=\"{id}\">{inner}</{name}>")
}

/// `count` elements in a row, all with one id; now and then each group has its own.
pub(crate) fn elements(count: usize, rng: &mut Rng) -> Vec<String> {
    let mut id = brands::soup_id(rng);
    let changes = rng.chance(15);
    (0..count)
        .map(|_| {
            if changes && rng.chance(25) {
                id = brands::soup_id(rng);
            }
            element(&id, rng)
        })
        .collect()
}

/// The soup as lines of text, as an extractor prints it: with bullets, indented, or bare.
pub(crate) fn literal_lines(rng: &mut Rng) -> Vec<String> {
    let count = rng.between(2, 9);
    let bullets = rng.below(3);
    let lines = elements(count, rng).into_iter().map(|element| match (bullets, rng.chance(60)) {
        (0, true) => format!("  • {element}"),
        (0, false) => format!("    {element}"),
        (1, _) => format!("  {element}"),
        _ => element,
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn soup_is_balanced_and_empty() {
        for seed in 0..200 {
            let soup = elements(4, &mut Rng::new(seed)).concat();
            assert_eq!(soup.matches("</").count() * 2, soup.matches('<').count());
            let text: String = soup.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect();
            assert!(text.is_empty());
        }
    }
}
