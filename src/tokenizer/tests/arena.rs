//! A plain arena tree for comparing and timing.
//!
//! In: the tree builder's calls. Out: a tree that `dump` writes as text. It
//! refuses nothing; it only keeps what a comparison needs.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, QualName};

pub(crate) const NONE: u32 = u32::MAX;

pub(crate) enum Data {
    Document,
    Doctype(StrTendril, StrTendril, StrTendril),
    Text(StrTendril),
    Comment(StrTendril),
    Element(QualName, Vec<Attribute>, u32, bool),
}

pub(crate) struct Node {
    parent: u32,
    prev: u32,
    pub(crate) next: u32,
    pub(crate) first: u32,
    last: u32,
    pub(crate) data: Data,
}

pub(crate) struct Arena {
    pub(crate) nodes: RefCell<Vec<Node>>,
    pub(super) line: Cell<u64>,
    pub(super) quirks: Cell<QuirksMode>,
}

impl Default for Arena {
    fn default() -> Self {
        let arena = Arena {
            nodes: RefCell::new(Vec::with_capacity(1024)),
            line: Cell::new(0),
            quirks: Cell::new(QuirksMode::NoQuirks),
        };
        arena.add(Data::Document);
        arena
    }
}

impl Arena {
    fn add(&self, data: Data) -> u32 {
        let mut nodes = self.nodes.borrow_mut();
        let id = nodes.len() as u32;
        nodes.push(Node { parent: NONE, prev: NONE, next: NONE, first: NONE, last: NONE, data });
        id
    }

    fn detach(&self, id: u32) {
        let mut nodes = self.nodes.borrow_mut();
        let (parent, prev, next) = {
            let n = &mut nodes[id as usize];
            let r = (n.parent, n.prev, n.next);
            n.parent = NONE;
            n.prev = NONE;
            n.next = NONE;
            r
        };
        if parent == NONE {
            return;
        }
        if prev == NONE {
            nodes[parent as usize].first = next;
        } else {
            nodes[prev as usize].next = next;
        }
        if next == NONE {
            nodes[parent as usize].last = prev;
        } else {
            nodes[next as usize].prev = prev;
        }
    }

    /// Puts `id` into `parent` before `before` (or last).
    fn place(&self, parent: u32, before: u32, id: u32) {
        self.detach(id);
        let mut nodes = self.nodes.borrow_mut();
        let prev = if before == NONE { nodes[parent as usize].last } else { nodes[before as usize].prev };
        {
            let n = &mut nodes[id as usize];
            n.parent = parent;
            n.prev = prev;
            n.next = before;
        }
        if prev == NONE {
            nodes[parent as usize].first = id;
        } else {
            nodes[prev as usize].next = id;
        }
        if before == NONE {
            nodes[parent as usize].last = id;
        } else {
            nodes[before as usize].prev = id;
        }
    }

    fn put(&self, parent: u32, before: u32, child: NodeOrText<u32>) {
        match child {
            NodeOrText::AppendNode(id) => self.place(parent, before, id),
            NodeOrText::AppendText(text) => {
                {
                    let mut nodes = self.nodes.borrow_mut();
                    let prev = if before == NONE { nodes[parent as usize].last } else { nodes[before as usize].prev };
                    if prev != NONE
                        && let Data::Text(old) = &mut nodes[prev as usize].data
                    {
                        old.push_tendril(&text);
                        return;
                    }
                }
                let id = self.add(Data::Text(text));
                self.place(parent, before, id);
            }
        }
    }

    pub(super) fn dump(&self) -> String {
        let mut out = format!("{:?}\n", self.quirks.get());
        let nodes = self.nodes.borrow();
        let mut stack = vec![(0_u32, 0_usize)];
        while let Some((id, depth)) = stack.pop() {
            let n = &nodes[id as usize];
            out.push_str(&depth.to_string());
            out.push(' ');
            match &n.data {
                Data::Document => out.push_str("#document"),
                Data::Doctype(a, b, c) => out.push_str(&format!("!{:?} {:?} {:?}", &**a, &**b, &**c)),
                Data::Text(t) => out.push_str(&format!("{:?}", &**t)),
                Data::Comment(t) => out.push_str(&format!("<!--{:?}", &**t)),
                Data::Element(name, attrs, template, dup) => {
                    out.push_str(&format!("<{} {} {dup}", &*name.ns, &*name.local));
                    for a in attrs {
                        out.push_str(&format!(
                            " {:?} {} {}={:?}",
                            a.name.prefix, &*a.name.ns, &*a.name.local, &*a.value
                        ));
                    }
                    if *template != NONE {
                        stack.push((*template, depth + 1));
                    }
                }
            }
            out.push('\n');
            let mut child = n.last;
            while child != NONE {
                stack.push((child, depth + 1));
                child = nodes[child as usize].prev;
            }
        }
        out
    }
}

impl TreeSink for Arena {
    type Handle = u32;
    type Output = Self;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Self {
        self
    }
    fn parse_error(&self, _: Cow<'static, str>) {}
    fn get_document(&self) -> u32 {
        0
    }
    fn elem_name<'a>(&'a self, target: &'a u32) -> Ref<'a, QualName> {
        Ref::map(self.nodes.borrow(), |nodes| match &nodes[*target as usize].data {
            Data::Element(name, ..) => name,
            _ => panic!("not an element"),
        })
    }
    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> u32 {
        let template = if flags.template { self.add(Data::Document) } else { NONE };
        self.add(Data::Element(name, attrs, template, flags.had_duplicate_attributes))
    }
    fn create_comment(&self, text: StrTendril) -> u32 {
        self.add(Data::Comment(text))
    }
    fn create_pi(&self, _: StrTendril, data: StrTendril) -> u32 {
        self.add(Data::Comment(data))
    }
    fn append(&self, parent: &u32, child: NodeOrText<u32>) {
        self.put(*parent, NONE, child);
    }
    fn append_based_on_parent_node(&self, element: &u32, prev: &u32, child: NodeOrText<u32>) {
        let parent = self.nodes.borrow()[*element as usize].parent;
        if parent == NONE {
            self.put(*prev, NONE, child);
        } else {
            self.put(parent, *element, child);
        }
    }
    fn append_doctype_to_document(&self, a: StrTendril, b: StrTendril, c: StrTendril) {
        let id = self.add(Data::Doctype(a, b, c));
        self.place(0, NONE, id);
    }
    fn get_template_contents(&self, target: &u32) -> u32 {
        match &self.nodes.borrow()[*target as usize].data {
            Data::Element(_, _, template, _) => *template,
            _ => NONE,
        }
    }
    fn same_node(&self, x: &u32, y: &u32) -> bool {
        x == y
    }
    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.quirks.set(mode);
    }
    fn append_before_sibling(&self, sibling: &u32, child: NodeOrText<u32>) {
        let parent = self.nodes.borrow()[*sibling as usize].parent;
        self.put(parent, *sibling, child);
    }
    fn add_attrs_if_missing(&self, target: &u32, attrs: Vec<Attribute>) {
        if let Data::Element(_, have, ..) = &mut self.nodes.borrow_mut()[*target as usize].data {
            for attr in attrs {
                if !have.iter().any(|a| a.name == attr.name) {
                    have.push(attr);
                }
            }
        }
    }
    fn remove_from_parent(&self, target: &u32) {
        self.detach(*target);
    }
    fn reparent_children(&self, node: &u32, new_parent: &u32) {
        loop {
            let child = self.nodes.borrow()[*node as usize].first;
            if child == NONE {
                break;
            }
            self.place(*new_parent, NONE, child);
        }
    }
    fn is_mathml_annotation_xml_integration_point(&self, _: &u32) -> bool {
        false
    }
    fn set_current_line(&self, line: u64) {
        self.line.set(line);
    }
}
