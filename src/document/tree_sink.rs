//! Fills a [`Document`] from html5ever's tree builder, within [`Limits`].
//!
//! html5ever's cost grows with the square of the depth and, through formatting elements that it opens
//! again, with the square of a page's length. [`BoundedSink`] stands between tokenizer and tree builder:
//! past a limit it drops start tags and as many end tags, so that text is kept and time stays linear.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};
use std::sync::LazyLock;

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag as TagToken, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, Namespace, QualName, local_name, ns};

use crate::tokenizer::{TokenLimits, tokenize};

use super::known::known;
use super::{Document, Element, Limits, Node, NodeData, NodeId, Tag};

/// Parses a page. `html` is cut at `limits.max_bytes`.
pub(crate) fn parse(html: &str, limits: &Limits) -> Document {
    let cut = html.floor_char_boundary(limits.max_bytes.min(u32::MAX as usize - 1));
    let html = &html[..cut.min(html.len())];
    let sink = ArenaSink::new(html.len(), limits);
    let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let bounded = BoundedSink { builder: TreeBuilder::new(sink, options), dropped: RefCell::default() };
    let token_limits = TokenLimits {
        max_attributes: limits.max_attributes,
        keep_comments: false,
        keep_raw_text: Some(is_raw_text_read),
        ..TokenLimits::default()
    };
    tokenize(&StrTendril::from_slice(html), &bounded, &token_limits);
    bounded.builder.sink.finish()
}

/// Whether anybody reads the raw text of an element: style sheets, scripts that may hide something,
/// structured data, and text that is shown where nothing else is.
fn is_raw_text_read(tag: &TagToken) -> bool {
    !matches!(tag.name, local_name!("iframe"))
}

/// Drops what would go past a limit.
struct BoundedSink {
    builder: TreeBuilder<Handle, ArenaSink>,
    /// Names of dropped start tags whose end tags have not been seen, with their number.
    dropped: RefCell<Vec<(LocalName, u32)>>,
}

impl BoundedSink {
    /// Whether a tag may pass. Tags that change the tokenizer's state always do.
    fn admits(&self, tag: &TagToken) -> bool {
        let is_untouched = !self.builder.sink.is_full() && self.dropped.borrow().is_empty();
        if is_untouched || changes_tokenizer_state(&tag.name) {
            return true;
        }
        let mut dropped = self.dropped.borrow_mut();
        let n_names = dropped.len();
        let known = dropped.iter_mut().find(|(name, _)| *name == tag.name);
        match tag.kind {
            TagKind::EndTag => match known {
                Some((_, n)) if *n > 0 => {
                    *n -= 1;
                    false
                }
                _ => true,
            },
            TagKind::StartTag if self.builder.sink.is_full() => {
                match known {
                    Some((_, n)) => *n += 1,
                    // Different names are few; a page that invents thousands loses end tags, no more.
                    None if n_names < 64 => dropped.push((tag.name.clone(), 1)),
                    None => {}
                }
                false
            }
            TagKind::StartTag => true,
        }
    }
}

fn changes_tokenizer_state(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("script")
            | local_name!("style")
            | local_name!("title")
            | local_name!("textarea")
            | local_name!("xmp")
            | local_name!("iframe")
            | local_name!("noembed")
            | local_name!("noframes")
            | local_name!("plaintext")
            | local_name!("html")
            | local_name!("body")
    )
}

/// A node as the tree builder knows it.
#[derive(Clone, Copy, Debug)]
struct Handle {
    id: NodeId,
    /// The name of an element of HTML, so that the tree need not be asked.
    name: Option<&'static QualName>,
}

/// The name of a node.
#[derive(Debug)]
enum Name<'a> {
    Known(&'static QualName),
    Kept(Ref<'a, QualName>),
}

impl Name<'_> {
    fn name(&self) -> &QualName {
        match self {
            Name::Known(name) => name,
            Name::Kept(name) => name,
        }
    }
}

impl ElemName for Name<'_> {
    fn ns(&self) -> &Namespace {
        &self.name().ns
    }

    fn local_name(&self) -> &LocalName {
        &self.name().local
    }
}

impl TokenSink for BoundedSink {
    type Handle = Handle;

    fn process_token(&self, token: Token, offset: u64) -> TokenSinkResult<Handle> {
        match token {
            Token::TagToken(tag) if !self.admits(&tag) => {
                self.builder.sink.truncated.set(true);
                TokenSinkResult::Continue
            }
            token => self.builder.process_token(token, offset),
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// The tree under construction.
struct ArenaSink {
    nodes: RefCell<Vec<Node>>,
    text: RefCell<String>,
    telling: RefCell<Vec<NodeId>>,
    offset: Cell<u32>,
    /// Depth of the element that the last token was put into.
    depth: Cell<u32>,
    truncated: Cell<bool>,
    max_depth: u32,
    max_nodes: usize,
}

impl ArenaSink {
    fn new(n_bytes: usize, limits: &Limits) -> Self {
        let root = new_node(NodeData::Root, 0);
        let mut nodes = Vec::with_capacity(n_bytes / 32 + 8);
        nodes.push(root);
        ArenaSink {
            nodes: RefCell::new(nodes),
            text: RefCell::new(String::with_capacity(n_bytes)),
            telling: RefCell::default(),
            offset: Cell::new(0),
            depth: Cell::new(0),
            truncated: Cell::new(false),
            max_depth: limits.max_depth,
            max_nodes: limits.max_nodes(n_bytes),
        }
    }

    fn is_full(&self) -> bool {
        self.depth.get() >= self.max_depth || self.nodes.borrow().len() >= self.max_nodes
    }

    fn push(&self, data: NodeData, name: Option<&'static QualName>) -> Handle {
        let mut nodes = self.nodes.borrow_mut();
        let id = NodeId::new(nodes.len());
        nodes.push(new_node(data, self.offset.get()));
        Handle { id, name }
    }

    /// Puts text behind `after` inside `parent`, or into the text node that is there.
    fn put_text(&self, parent: NodeId, before: Option<NodeId>, text: &str) {
        let mut nodes = self.nodes.borrow_mut();
        let mut buffer = self.text.borrow_mut();
        let neighbour = match before {
            Some(sibling) => nodes[sibling.idx()].previous,
            None => nodes[parent.idx()].last_child,
        };
        let start = buffer.len() as u32;
        if let Some(neighbour) = neighbour
            && let NodeData::Text(range) = &mut nodes[neighbour.idx()].data
            && range.end == start
        {
            buffer.push_str(text);
            range.end = buffer.len() as u32;
            return;
        }
        buffer.push_str(text);
        let id = NodeId::new(nodes.len());
        nodes.push(new_node(NodeData::Text(start..buffer.len() as u32), self.offset.get()));
        link(&mut nodes, parent, before, id);
    }

    fn put(&self, parent: NodeId, before: Option<NodeId>, child: NodeOrText<Handle>) {
        match child {
            NodeOrText::AppendText(text) => self.put_text(parent, before, &text),
            NodeOrText::AppendNode(Handle { id: node, .. }) => {
                let mut nodes = self.nodes.borrow_mut();
                unlink(&mut nodes, node);
                link(&mut nodes, parent, before, node);
                self.depth.set(nodes[parent.idx()].depth);
            }
        }
    }
}

fn new_node(data: NodeData, offset: u32) -> Node {
    Node { data, parent: None, previous: None, next: None, first_child: None, last_child: None, offset, depth: 0 }
}

fn link(nodes: &mut [Node], parent: NodeId, before: Option<NodeId>, child: NodeId) {
    let previous = match before {
        Some(sibling) => nodes[sibling.idx()].previous.replace(child),
        None => nodes[parent.idx()].last_child.replace(child),
    };
    match previous {
        Some(previous) => nodes[previous.idx()].next = Some(child),
        None => nodes[parent.idx()].first_child = Some(child),
    }
    let depth = nodes[parent.idx()].depth + 1;
    let node = &mut nodes[child.idx()];
    node.parent = Some(parent);
    node.previous = previous;
    node.next = before;
    node.depth = depth;
}

fn unlink(nodes: &mut [Node], child: NodeId) {
    let node = &mut nodes[child.idx()];
    let (parent, previous, next) = (node.parent.take(), node.previous.take(), node.next.take());
    let Some(parent) = parent else { return };
    match previous {
        Some(previous) => nodes[previous.idx()].next = next,
        None => nodes[parent.idx()].first_child = next,
    }
    match next {
        Some(next) => nodes[next.idx()].previous = previous,
        None => nodes[parent.idx()].last_child = previous,
    }
}

/// Stands in for the name of a node that has none.
fn no_name() -> &'static QualName {
    static NO_NAME: LazyLock<QualName> = LazyLock::new(|| QualName::new(None, ns!(), local_name!("")));
    &NO_NAME
}

impl TreeSink for ArenaSink {
    type Handle = Handle;
    type Output = Document;
    type ElemName<'a> = Name<'a>;

    fn finish(self) -> Document {
        let (nodes, text, telling) = (self.nodes.into_inner(), self.text.into_inner(), self.telling.into_inner());
        Document { nodes, text, telling, truncated: self.truncated.get() }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle { id: NodeId::ROOT, name: None }
    }

    #[inline]
    fn elem_name<'a>(&'a self, target: &'a Handle) -> Name<'a> {
        match target.name {
            Some(name) => Name::Known(name),
            None => Name::Kept(Ref::map(self.nodes.borrow(), |nodes| match &nodes[target.id.idx()].data {
                NodeData::Element(element) => &element.name,
                _ => no_name(),
            })),
        }
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Handle {
        let known = known(&name.local);
        let tag = known.map_or_else(|| Tag::of(&name.local), |known| known.1);
        let kept_name = known.map(|known| &known.0).filter(|known| **known == name);
        let element = Element::new(name, tag, attributes);
        let is_telling = element.is_telling();
        let handle = self.push(NodeData::Element(element), kept_name);
        if is_telling {
            self.telling.borrow_mut().push(handle.id);
        }
        handle
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        self.push(NodeData::Nothing, None)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        self.push(NodeData::Nothing, None)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.put(parent.id, None, child);
    }

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        let parent = self.nodes.borrow()[element.id.idx()].parent;
        match parent {
            Some(parent) => self.put(parent, Some(element.id), child),
            None => self.put(previous.id, None, child),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn pop(&self, node: &Handle) {
        let nodes = self.nodes.borrow();
        self.depth.set(nodes[node.id.idx()].parent.map_or(0, |parent| nodes[parent.idx()].depth));
    }

    /// A template's contents are its children here: readers never see them, crawlers may.
    fn get_template_contents(&self, target: &Handle) -> Handle {
        *target
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.id == y.id
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        let parent = self.nodes.borrow()[sibling.id.idx()].parent;
        if let Some(parent) = parent {
            self.put(parent, Some(sibling.id), child);
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, attributes: Vec<Attribute>) {
        if let NodeData::Element(element) = &mut self.nodes.borrow_mut()[target.id.idx()].data {
            let was_telling = element.is_telling();
            attributes.into_iter().for_each(|attribute| element.add_missing(attribute));
            if element.is_telling() && !was_telling {
                self.telling.borrow_mut().push(target.id);
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        unlink(&mut self.nodes.borrow_mut(), target.id);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let mut nodes = self.nodes.borrow_mut();
        while let Some(child) = nodes[node.id.idx()].first_child {
            unlink(&mut nodes, child);
            link(&mut nodes, new_parent.id, None, child);
        }
    }

    fn set_current_line(&self, offset: u64) {
        self.offset.set(offset as u32);
    }
}
