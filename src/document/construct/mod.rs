//! Tree construction: tokens in, a [`Document`] out (HTML standard 13.2.6).
//!
//! Each file holds the rules of some insertion modes, and its head says which section of the standard they are from.
//! Rules for start tags answer with a [`Flow`]: how the tokenizer goes on, or that the tag is to be looked at again in
//! another mode. What is left out: fragments, scripts that write, parse errors, comments, and whatever goes past a
//! limit ([`dropped`]). A template's contents are its children here: readers never see them, crawlers may.

mod after;
mod body_end;
mod body_start;
mod dropped;
mod foreign;
mod formatting;
mod head;
mod insert;
mod kinds;
mod quirks;
mod sets;
mod stack;
mod svg;
mod table;
mod template;
mod text;

use super::arena::Arena;
use super::{Document, Limits, NodeId};
use crate::tokenizer::{Doctype, MAX_SOURCE, Next, Strings, Tag, TagKind, TokenLimits, TokenSink, tokenize};
use dropped::Dropped;
use formatting::Entry;
use stack::{Open, OpenElements};

/// Parses a page. `html` is cut at `limits.max_bytes`.
pub(crate) fn parse<'s>(html: &'s str, limits: &Limits) -> Document<'s> {
    let cut = html.floor_char_boundary(limits.max_bytes.min(MAX_SOURCE));
    let html = &html[..cut];
    let mut builder = TreeBuilder::new(html.len(), limits);
    let token_limits = TokenLimits { max_attributes: limits.max_attributes(), keep_comments: false };
    let strings = tokenize(html, &mut builder, &token_limits);
    builder.arena.finish(strings)
}

/// The insertion modes (13.2.4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Initial,
    BeforeHtml,
    BeforeHead,
    InHead,
    InHeadNoscript,
    AfterHead,
    InBody,
    Text,
    InTable,
    InTableText,
    InCaption,
    InColumnGroup,
    InTableBody,
    InRow,
    InCell,
    InTemplate,
    AfterBody,
    InFrameset,
    AfterFrameset,
    AfterAfterBody,
    AfterAfterFrameset,
}

/// What a rule answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    /// The token is done, and the tokenizer goes on so.
    Done(Next),
    /// The mode has changed, and the token is to be looked at again.
    Again,
}

/// The token is done, and the tokenizer goes on as before.
const DONE: Flow = Flow::Done(Next::Data);

/// The token is to be looked at again if that changed the mode.
fn again_if(has_changed: bool) -> Flow {
    if has_changed { Flow::Again } else { DONE }
}

/// The state of tree construction (13.2.4).
struct TreeBuilder {
    arena: Arena,
    dropped: Dropped,
    mode: Mode,
    /// The mode to go back to from text and from text in a table.
    original_mode: Mode,
    template_modes: Vec<Mode>,
    open: OpenElements,
    formatting: Vec<Entry>,
    head: Option<Open>,
    form: Option<NodeId>,
    /// Whether a frameset may still take the place of the body.
    frameset_ok: bool,
    /// Whether nodes are put before the table that they stand in.
    foster_parenting: bool,
    /// Whether a line feed at the begin of the next token is dropped.
    ignore_line_feed: bool,
    quirks: bool,
    /// Text that stands in a table, until it is known whether it is white space.
    table_text: String,
}

impl TreeBuilder {
    fn new(n_bytes: usize, limits: &Limits) -> Self {
        TreeBuilder {
            arena: Arena::new(n_bytes, limits),
            dropped: Dropped::default(),
            mode: Mode::Initial,
            original_mode: Mode::InBody,
            template_modes: Vec::new(),
            open: OpenElements::default(),
            formatting: Vec::new(),
            head: None,
            form: None,
            frameset_ok: true,
            foster_parenting: false,
            ignore_line_feed: false,
            quirks: false,
            table_text: String::new(),
        }
    }

    /// The rules for a start tag in a mode.
    fn start(&mut self, mode: Mode, tag: &mut Tag, strings: &mut Strings<'_>) -> Flow {
        match mode {
            Mode::InBody => self.start_in_body(tag, strings),
            Mode::Initial | Mode::BeforeHtml | Mode::BeforeHead => self.start_before_head(mode, tag, strings),
            Mode::InHead => self.start_in_head(tag, strings),
            Mode::InHeadNoscript => self.start_in_head_noscript(tag, strings),
            Mode::AfterHead => self.start_after_head(tag, strings),
            // Text ends with the end tag or the page.
            Mode::Text => DONE,
            Mode::InTable => self.start_in_table(tag, strings),
            Mode::InTableText => self.end_table_text(),
            Mode::InCaption => self.start_in_caption(tag, strings),
            Mode::InColumnGroup => self.start_in_column_group(tag, strings),
            Mode::InTableBody => self.start_in_table_body(tag, strings),
            Mode::InRow => self.start_in_row(tag, strings),
            Mode::InCell => self.start_in_cell(tag, strings),
            Mode::InTemplate => self.start_in_template(tag, strings),
            Mode::AfterBody | Mode::AfterAfterBody => self.start_after_body(tag, strings),
            Mode::InFrameset => self.start_in_frameset(tag, strings),
            Mode::AfterFrameset | Mode::AfterAfterFrameset => self.start_after_frameset(tag, strings),
        }
    }

    /// The rules for an end tag in a mode.
    fn end(&mut self, mode: Mode, tag: &mut Tag, strings: &mut Strings<'_>) -> Flow {
        match mode {
            Mode::InBody => self.end_in_body(tag, strings),
            Mode::Initial | Mode::BeforeHtml | Mode::BeforeHead => self.end_before_head(mode, tag),
            Mode::InHead => self.end_in_head(tag),
            Mode::InHeadNoscript => self.end_in_head_noscript(tag),
            Mode::AfterHead => self.end_after_head(tag),
            Mode::Text => {
                self.pop();
                self.mode = self.original_mode;
                DONE
            }
            Mode::InTable => self.end_in_table(tag, strings),
            Mode::InTableText => self.end_table_text(),
            Mode::InCaption => self.end_in_caption(tag, strings),
            Mode::InColumnGroup => self.end_in_column_group(tag),
            Mode::InTableBody => self.end_in_table_body(tag, strings),
            Mode::InRow => self.end_in_row(tag, strings),
            Mode::InCell => self.end_in_cell(tag, strings),
            Mode::InTemplate => self.end_in_template(tag),
            Mode::AfterBody | Mode::AfterAfterBody => self.end_after_body(tag),
            Mode::InFrameset => self.end_in_frameset(tag),
            Mode::AfterFrameset => self.end_after_frameset(tag),
            Mode::AfterAfterFrameset => DONE,
        }
    }

    /// The rules for the end of the page in a mode. Elements that are still open need no closing.
    fn end_of_page(&mut self, mode: Mode) -> Flow {
        match mode {
            Mode::Initial | Mode::BeforeHtml | Mode::BeforeHead => self.leave_before_head(mode),
            Mode::InHead | Mode::InHeadNoscript | Mode::AfterHead => self.leave_head(mode),
            Mode::Text => {
                self.pop();
                self.mode = self.original_mode;
                Flow::Again
            }
            Mode::InTableText => self.end_table_text(),
            Mode::InTemplate => self.end_of_page_in_template(),
            Mode::AfterBody | Mode::AfterAfterBody => DONE,
            Mode::InFrameset | Mode::AfterFrameset | Mode::AfterAfterFrameset => DONE,
            _ if self.template_modes.is_empty() => DONE,
            _ => self.end_of_page_in_template(),
        }
    }
}

impl TokenSink for TreeBuilder {
    fn tag(&mut self, tag: &mut Tag, strings: &mut Strings<'_>, offset: usize) -> Next {
        if !self.dropped.admits(tag, strings, || self.arena.is_full()) {
            self.arena.truncated = true;
            return Next::Data;
        }
        self.arena.offset = offset as u32;
        self.ignore_line_feed = false;
        loop {
            let flow = match tag.kind {
                TagKind::Start if self.is_foreign_for_start(tag.name) => self.start_in_foreign(tag, strings),
                TagKind::Start => self.start(self.mode, tag, strings),
                TagKind::End if self.is_foreign() => self.end_in_foreign(tag, strings),
                TagKind::End => self.end(self.mode, tag, strings),
            };
            if let Flow::Done(next) = flow {
                return next;
            }
        }
    }

    fn text(&mut self, text: &str, offset: usize) {
        self.arena.offset = offset as u32;
        let text = match text.strip_prefix('\n') {
            Some(rest) if self.ignore_line_feed => rest,
            _ => text,
        };
        self.ignore_line_feed = false;
        self.put_text(text);
    }

    fn null(&mut self, offset: usize) {
        self.arena.offset = offset as u32;
        self.ignore_line_feed = false;
        self.put_null();
    }

    fn comment(&mut self, _: &str, _: usize) {}

    fn doctype(&mut self, doctype: Doctype, offset: usize) {
        self.arena.offset = offset as u32;
        self.ignore_line_feed = false;
        if self.mode == Mode::Initial {
            self.quirks = quirks::brings_quirks(&doctype);
            self.mode = Mode::BeforeHtml;
        }
    }

    fn end(&mut self, offset: usize) {
        self.arena.offset = offset as u32;
        while self.end_of_page(self.mode) == Flow::Again {}
    }

    fn is_foreign(&self) -> bool {
        !self.open.current().is_html()
    }
}
