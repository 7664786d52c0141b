//! Runs the html5lib tree-construction tests on our tree if `HTML5LIB_TESTS` names their folder.
//!
//! In: the `.dat` files that `scripts/html5lib-tests` fetches; the project does not carry them. Out: how many
//! trees are as written there. Left out of both trees is what ours leaves out on purpose: comments, the
//! document type, the text of `iframe` elements. Tests of fragments and of running scripts do not apply.

use super::element::{Attribute, Namespace};
use super::{Document, Limits, NodeData, NodeId, parse};

/// In 14 tests html5ever itself follows the present standard, which lets `select` hold other elements than the
/// tests of 2020 did. In 4 our tree does not know that `annotation-xml` may hold HTML.
const MAX_KNOWN_DIFFERENCES: usize = 18;

#[derive(Debug, Default)]
struct Case {
    data: String,
    document: String,
    applies: bool,
}

fn cases(file: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    for section in format!("\n{file}").split("\n#data\n").skip(1) {
        let mut case = Case { applies: true, ..Case::default() };
        let (data, rest) = match section.strip_prefix("#errors") {
            Some(rest) => ("", rest),
            None => section.split_once("\n#errors").unwrap_or((section, "")),
        };
        case.data = data.to_owned();
        case.applies = !rest.contains("\n#document-fragment\n") && !rest.contains("\n#script-on");
        case.document = rest.split_once("\n#document\n").map(|(_, tree)| tree.to_owned()).unwrap_or_default();
        cases.push(case);
    }
    cases
}

/// A line of a tree: depth and what stands there, text joined over lines.
pub(super) type Tree = Vec<(usize, String)>;

/// The tree that a case expects, without what our tree leaves out.
fn expected(document: &str) -> Tree {
    let mut lines: Vec<String> = Vec::new();
    for line in document.trim_end_matches('\n').split('\n') {
        match lines.last_mut() {
            Some(last) if !line.starts_with("| ") => *last += &format!("\n{line}"),
            _ => lines.push(line.to_owned()),
        }
    }
    let mut tree = Tree::new();
    let mut templates: Vec<usize> = Vec::new();
    for line in lines {
        let rest = line.strip_prefix("| ").unwrap_or(&line);
        let what = rest.trim_start_matches(' ');
        let depth = (rest.len() - what.len()) / 2;
        templates.retain(|content| depth > *content);
        if what == "content" && tree.last().is_some_and(|(d, w)| *d + 1 + templates.len() >= depth && w == "<template>")
        {
            templates.push(depth);
        } else if !what.starts_with("<!") {
            push(&mut tree, depth - templates.len(), what.to_owned());
        }
    }
    without_iframe_text(tree)
}

/// Adds a line; text that follows text at the same place becomes one.
pub(super) fn push(tree: &mut Tree, depth: usize, what: String) {
    if let Some((last_depth, last)) = tree.last_mut()
        && *last_depth == depth
        && last.starts_with('"')
        && what.starts_with('"')
    {
        last.pop();
        last.push_str(&what[1..]);
        return;
    }
    tree.push((depth, what));
}

pub(super) fn without_iframe_text(tree: Tree) -> Tree {
    let follows_iframe = |at: usize| at > 0 && tree[at - 1].1 == "<iframe>" && tree[at].0 > tree[at - 1].0;
    let is_in_iframe = |at: usize| tree[at].1.starts_with('"') && follows_iframe(at);
    let kept: Vec<usize> = (0..tree.len()).filter(|at| !is_in_iframe(*at)).collect();
    kept.into_iter().map(|at| tree[at].clone()).collect()
}

/// The namespace of an attribute that stands in foreign content, with a space behind it.
fn prefix_of(document: &Document<'_>, attribute: &Attribute) -> &'static str {
    let begins = |prefix: &str| document.strings.get_before(attribute.name, prefix.len() + 1) == format!("{prefix}:");
    ["xlink", "xml", "xmlns"].into_iter().find(|prefix| begins(prefix)).map_or("", |prefix| match prefix {
        "xlink" => "xlink ",
        "xml" => "xml ",
        _ => "xmlns ",
    })
}

/// Our tree in the tests' form.
pub(super) fn ours(document: &Document<'_>) -> Tree {
    let mut tree = Tree::new();
    let mut open = vec![(NodeId::ROOT, 0usize)];
    while let Some((id, depth)) = open.pop() {
        if let NodeData::Text(range) = &document.node(id).data {
            push(&mut tree, depth - 1, format!("\"{}\"", document.text(range)));
        }
        if let Some(element) = document.element(id) {
            let prefix = match element.namespace() {
                Namespace::Html => "",
                Namespace::Svg => "svg ",
                Namespace::MathMl => "math ",
            };
            tree.push((depth - 1, format!("<{prefix}{}>", element.name())));
            let named = element.attributes().iter().map(|a| {
                let space = if element.is_html() { "" } else { prefix_of(document, a) };
                format!("{space}{}=\"{}\"", document.strings.get(a.name), document.strings.get(a.value))
            });
            let mut attributes: Vec<String> = named.collect();
            attributes.sort();
            tree.extend(attributes.into_iter().map(|a| (depth, a)));
        }
        let children: Vec<NodeId> = document.children(id).collect();
        open.extend(children.into_iter().rev().map(|child| (child, depth + 1)));
    }
    without_iframe_text(tree)
}

#[test]
fn html5lib_trees_are_built() {
    let Ok(folder) = std::env::var("HTML5LIB_TESTS") else { return };
    let (mut n_passed, mut n_left_out, mut failed) = (0, 0, Vec::new());
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()).collect();
    files.sort();
    for path in files.iter().filter(|path| path.extension().is_some_and(|e| e == "dat")) {
        let file = String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
        for case in cases(&file) {
            if !case.applies {
                n_left_out += 1;
                continue;
            }
            let document = parse(&case.data, &Limits::default());
            if ours(&document) == expected(&case.document) {
                n_passed += 1;
            } else {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                failed.push(format!("{name}: {:?}\n{}\nours: {:?}\n", case.data, case.document, ours(&document)));
            }
        }
    }
    println!("{}", failed.join("\n"));
    println!("html5lib trees: {n_passed} passed, {} failed, {n_left_out} do not apply", failed.len());
    assert!(failed.len() <= MAX_KNOWN_DIFFERENCES);
}
