//! The rules up to the body: the insertion modes "initial" to "after head" (HTML standard 13.2.6.4.1 to 13.2.6.4.6).

use super::super::element::AttributeRange;
use super::sets::is_metadata;
use super::{DONE, Flow, Mode, TreeBuilder};
use crate::tokenizer::{Name, RawKind, Strings, Tag};

impl TreeBuilder {
    /// What every mode before the head does with a token that it has no rule for.
    pub(super) fn leave_before_head(&mut self, mode: Mode) -> Flow {
        match mode {
            Mode::Initial => {
                self.quirks = true;
                self.mode = Mode::BeforeHtml;
            }
            Mode::BeforeHtml => self.create_root(AttributeRange::default()),
            _ => {
                self.head = Some(self.insert_implied(Name::Head));
                self.mode = Mode::InHead;
            }
        }
        Flow::Again
    }

    fn create_root(&mut self, attributes: AttributeRange) {
        self.insert_element(Name::Html, attributes);
        self.mode = Mode::BeforeHead;
    }

    pub(super) fn start_before_head(&mut self, mode: Mode, tag: &mut Tag, strings: &mut Strings<'_>) -> Flow {
        match (mode, tag.name) {
            (Mode::BeforeHtml, Name::Html) => {
                let attributes = self.arena.keep_attributes(&tag.attributes, strings);
                self.create_root(attributes);
                DONE
            }
            (Mode::BeforeHead, Name::Html) => self.start_in_body(tag, strings),
            (Mode::BeforeHead, Name::Head) => {
                self.head = Some(self.insert(tag, strings));
                self.mode = Mode::InHead;
                DONE
            }
            _ => self.leave_before_head(mode),
        }
    }

    pub(super) fn end_before_head(&mut self, mode: Mode, tag: &Tag) -> Flow {
        match tag.name {
            Name::Head | Name::Body | Name::Html | Name::Br => self.leave_before_head(mode),
            _ if mode == Mode::Initial => self.leave_before_head(mode),
            _ => DONE,
        }
    }

    /// What "in head", "in head noscript" and "after head" do with a token that they have no rule for.
    pub(super) fn leave_head(&mut self, mode: Mode) -> Flow {
        match mode {
            Mode::InHead => {
                self.pop();
                self.mode = Mode::AfterHead;
            }
            Mode::InHeadNoscript => {
                self.pop();
                self.mode = Mode::InHead;
            }
            _ => {
                self.insert_implied(Name::Body);
                self.mode = Mode::InBody;
            }
        }
        Flow::Again
    }

    pub(super) fn start_in_head(&mut self, tag: &mut Tag, strings: &mut Strings<'_>) -> Flow {
        match tag.name {
            Name::Html => self.start_in_body(tag, strings),
            Name::Base | Name::Basefont | Name::Bgsound | Name::Link | Name::Meta => self.insert_void(tag, strings),
            Name::Title => self.insert_raw(tag, strings, RawKind::Rcdata),
            Name::Noframes | Name::Style => self.insert_raw(tag, strings, RawKind::Rawtext),
            Name::Noscript => {
                self.insert(tag, strings);
                self.mode = Mode::InHeadNoscript;
                DONE
            }
            Name::Script => self.insert_raw(tag, strings, RawKind::ScriptData),
            Name::Template => self.start_template(tag, strings),
            Name::Head => DONE,
            _ => self.leave_head(Mode::InHead),
        }
    }

    pub(super) fn end_in_head(&mut self, tag: &Tag) -> Flow {
        match tag.name {
            Name::Head => {
                self.pop();
                self.mode = Mode::AfterHead;
                DONE
            }
            Name::Body | Name::Html | Name::Br => self.leave_head(Mode::InHead),
            Name::Template => self.end_template(),
            _ => DONE,
        }
    }

    pub(super) fn start_in_head_noscript(&mut self, tag: &mut Tag, strings: &mut Strings<'_>) -> Flow {
        match tag.name {
            Name::Html => self.start_in_body(tag, strings),
            Name::Basefont | Name::Bgsound | Name::Link | Name::Meta | Name::Noframes | Name::Style => {
                self.start_in_head(tag, strings)
            }
            Name::Head | Name::Noscript => DONE,
            _ => self.leave_head(Mode::InHeadNoscript),
        }
    }

    pub(super) fn end_in_head_noscript(&mut self, tag: &Tag) -> Flow {
        match tag.name {
            Name::Noscript => {
                self.pop();
                self.mode = Mode::InHead;
                DONE
            }
            Name::Br => self.leave_head(Mode::InHeadNoscript),
            _ => DONE,
        }
    }

    pub(super) fn start_after_head(&mut self, tag: &mut Tag, strings: &mut Strings<'_>) -> Flow {
        match tag.name {
            Name::Html => self.start_in_body(tag, strings),
            Name::Body => {
                self.insert(tag, strings);
                self.frameset_ok = false;
                self.mode = Mode::InBody;
                DONE
            }
            Name::Frameset => {
                self.insert(tag, strings);
                self.mode = Mode::InFrameset;
                DONE
            }
            name if is_metadata(name) => {
                let Some(head) = self.head else { return DONE };
                self.open.push(head);
                let flow = self.start_in_head(tag, strings);
                self.close_wherever(head.node);
                flow
            }
            Name::Head => DONE,
            _ => self.leave_head(Mode::AfterHead),
        }
    }

    pub(super) fn end_after_head(&mut self, tag: &Tag) -> Flow {
        match tag.name {
            Name::Template => self.end_template(),
            Name::Body | Name::Html | Name::Br => self.leave_head(Mode::AfterHead),
            _ => DONE,
        }
    }
}
