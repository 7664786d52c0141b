//! Find what a formula says once.
//!
//! A formula in MathML comes in several copies: what is drawn, its source as an annotation, which nobody sees, and beside
//! it often a picture or glyphs that are kept from screen readers. In go an element; out come the nodes whose text is
//! read, and whether they are TeX: the source where there is one, else what is drawn. Refuses elements that hold
//! anything but one formula.

use crate::document::{Document, Element, NodeData, NodeId, Tag};

/// Levels between a formula and the outermost element around it that holds nothing else.
const MAX_WRAPPERS: usize = 4;
/// Children that are looked at on each of these levels.
const MAX_CHILDREN: usize = 6;
/// How many times the bytes of a formula, and how many bytes more, what repeats it may have.
const LONGER: usize = 2;
const SLACK: usize = 32;

/// The formula that an element is, or that it holds and nothing else.
pub(super) fn formula_in(document: &Document<'_>, id: NodeId, element: Element<'_>) -> Option<NodeId> {
    match element.tag {
        Tag::Math => Some(id),
        Tag::Span | Tag::Div | Tag::Custom | Tag::Unknown => {
            wrapped(document, id, MAX_WRAPPERS).filter(|formula| says_no_more(document, id, *formula))
        }
        _ => None,
    }
}

/// Whether what stands around a formula may repeat it: no links, and not much longer.
fn says_no_more(document: &Document<'_>, id: NodeId, formula: NodeId) -> bool {
    let n_bytes = |id: NodeId| match &document.node(id).data {
        NodeData::Text(range) => document.text(range).trim().len(),
        _ => 0,
    };
    let n_most = LONGER * nodes_in(document, formula, |_| false).map(n_bytes).sum::<usize>() + SLACK;
    let is_script = |id: NodeId| document.element(id).is_some_and(|element| element.tag == Tag::Script);
    let mut n_around = 0;
    nodes_in(document, id, |node| node == formula || is_script(node)).all(|node| {
        n_around += n_bytes(node);
        n_around <= n_most && document.element(node).is_none_or(|element| element.tag != Tag::A)
    })
}

fn wrapped(document: &Document<'_>, id: NodeId, n_levels: usize) -> Option<NodeId> {
    let mut formula = None;
    for (n, child) in document.children(id).enumerate() {
        if n == MAX_CHILDREN {
            return None;
        }
        match document.element(child) {
            None if document.is_space(child) => {}
            Some(element) => match element.tag {
                Tag::Math if formula.is_none() => formula = Some(child),
                Tag::Img | Tag::Script | Tag::Noscript => {}
                _ if is_for_eyes_only(element) || is_blank(document, child) => {}
                Tag::Span | Tag::Div | Tag::Custom | Tag::Unknown if formula.is_none() && n_levels > 1 => {
                    formula = Some(wrapped(document, child, n_levels - 1)?);
                }
                _ => return None,
            },
            None => return None,
        }
    }
    formula
}

/// Glyphs that repeat the formula.
fn is_for_eyes_only(element: Element<'_>) -> bool {
    element.attribute("aria-hidden").is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

/// Whether an element holds no more than space, such as a place for a picture to come.
fn is_blank(document: &Document<'_>, id: NodeId) -> bool {
    document.children(id).take(MAX_CHILDREN).all(|child| document.is_space(child))
}

/// What a formula says.
pub(super) struct Source {
    /// Text nodes, in order.
    pub(super) texts: Vec<NodeId>,
    pub(super) is_tex: bool,
}

/// The text nodes that say a formula.
pub(super) fn source_of(document: &Document<'_>, formula: NodeId) -> Source {
    let annotation = nodes_in(document, formula, |_| false).find(|id| is_tex(document, *id));
    let root = annotation.unwrap_or(formula);
    let is_text = |id: &NodeId| matches!(document.node(*id).data, NodeData::Text(_));
    let texts = nodes_in(document, root, |id| annotation.is_none() && is_annotation(document, id)).filter(is_text);
    Source { texts: texts.collect(), is_tex: annotation.is_some() }
}

fn is_annotation(document: &Document<'_>, id: NodeId) -> bool {
    document.element(id).is_some_and(|element| matches!(element.name(), "annotation" | "annotation-xml"))
}

fn is_tex(document: &Document<'_>, id: NodeId) -> bool {
    let annotation = document.element(id).filter(|element| element.name() == "annotation");
    // `application/x-tex`, `TeX`, `LaTeX`.
    annotation
        .and_then(|element| element.attribute("encoding"))
        .is_some_and(|e| e.to_ascii_lowercase().ends_with("tex"))
}

/// The nodes inside a node, in the order of the page, but for those that are passed over and what is in them.
fn nodes_in<'d>(
    document: &'d Document<'_>,
    root: NodeId,
    is_passed: impl Fn(NodeId) -> bool + 'd,
) -> impl Iterator<Item = NodeId> + 'd {
    let behind = move |mut id: NodeId| loop {
        if id == root {
            return None;
        }
        let node = document.node(id);
        match node.next {
            Some(next) => return Some(next),
            None => id = node.parent?,
        }
    };
    let mut next = document.node(root).first_child;
    std::iter::from_fn(move || {
        loop {
            let id = next?;
            if is_passed(id) {
                next = behind(id);
                continue;
            }
            next = document.node(id).first_child.or_else(|| behind(id));
            return Some(id);
        }
    })
}

#[cfg(test)]
mod tests {
    use crate::blocks::cut_html;
    use crate::document::{Limits, parse};

    const DRAWN: &str = "<mrow><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup></mrow>";

    fn check(html: &str, texts: &[&str]) {
        let page = cut_html(&parse(html, &Limits::default()), html.len());
        let found: Vec<&str> = page.blocks.iter().map(|block| page.text_of(block)).collect();
        assert_eq!(found, texts, "{html}");
    }

    #[test]
    fn a_formula_is_read_once_and_runs_on() {
        let tex = "<annotation encoding=application/x-tex>mc^2</annotation>";
        let other = "<annotation encoding=StarMath>m c sup 2</annotation>";
        let math = |inside: &str| format!("<math><semantics>{DRAWN}{inside}</semantics></math>");
        check(&format!("<p>Let {} be.", math("")), &["Let mc2 be."]);
        check(&format!("<p>Let {} be.", math(other)), &["Let mc2 be."]);
        check(&format!("<p>Let {} be.", math(&format!("{other}{tex}"))), &["Let mc^2 be."]);
        let math = math(tex);
        let with_glyphs = format!("<span class=k><span>{math}</span><span aria-hidden=true>mc<i>2</i></span></span>");
        check(&format!("<p>Let {with_glyphs} be."), &["Let mc^2 be."]);
        let hidden = format!("<span style='display:none'>{math}</span>");
        for picture in ["<img alt=mc2 src=x>", "<noscript><img src=x></noscript><span data-src=x>&nbsp;</span>"] {
            check(&format!("<p>Let <span>{hidden}{picture}</span> be."), &["Let mc^2 be."]);
        }
        let custom = format!("<m-box><m-math aria-hidden=true></m-math><m-hidden>{math}</m-hidden></m-box>");
        check(&format!("<p>Let {custom} be."), &["Let mc^2 be."]);
        check(&format!("<p>Let</p><div>{math}</div> be."), &["Let", "mc^2", "be."]);
    }

    #[test]
    fn what_holds_more_than_a_formula_is_no_formula() {
        check("<p>Let <span><math><mi>m</mi></math> and c</span> be.", &["Let m and c be."]);
        check("<p>Let <span aria-hidden=true>x</span> be.", &["Let x be."]);
        let more = "Words that nobody would take for the formula, because they are so many more than it has.";
        check(&format!("<div><math><mi>m</mi></math><div aria-hidden=true>{more}</div></div>"), &["m", more]);
        check("<p><span><math><mi>m</mi></math><i aria-hidden=true><a href=/x>pills</a></i></span>", &["mpills"]);
        check("<p><span><math><mi>m</mi></math> <math><mi>c</mi></math></span>", &["m c"]);
    }
}
