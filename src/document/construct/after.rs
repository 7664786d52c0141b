//! The rules behind the body and for framesets (HTML standard 13.2.6.4.19 to 13.2.6.4.23).

use super::{DONE, Flow, Mode, TreeBuilder};
use crate::tokenizer::{Name, Strings, Tag};

impl TreeBuilder {
    /// Whatever means something behind the body belongs to it.
    pub(super) fn go_back_to_body(&mut self) -> Flow {
        self.mode = Mode::InBody;
        Flow::Again
    }

    pub(super) fn start_after_body(&mut self, tag: &mut Tag, strings: &mut Strings<'_>) -> Flow {
        if tag.name == Name::Html { self.start_in_body(tag, strings) } else { self.go_back_to_body() }
    }

    pub(super) fn end_after_body(&mut self, tag: &Tag) -> Flow {
        if tag.name == Name::Html && self.mode == Mode::AfterBody {
            self.mode = Mode::AfterAfterBody;
            return DONE;
        }
        self.go_back_to_body()
    }

    pub(super) fn start_in_frameset(&mut self, tag: &mut Tag, strings: &mut Strings<'_>) -> Flow {
        match tag.name {
            Name::Html => self.start_in_body(tag, strings),
            Name::Frameset => {
                self.insert(tag, strings);
                DONE
            }
            Name::Frame => self.insert_void(tag, strings),
            Name::Noframes => self.start_in_head(tag, strings),
            _ => DONE,
        }
    }

    pub(super) fn end_in_frameset(&mut self, tag: &Tag) -> Flow {
        if tag.name == Name::Frameset && self.open.len() > 1 {
            self.pop();
            if !self.open.current().is(Name::Frameset) {
                self.mode = Mode::AfterFrameset;
            }
        }
        DONE
    }

    /// The rules of "after frameset" and "after after frameset".
    pub(super) fn start_after_frameset(&mut self, tag: &mut Tag, strings: &mut Strings<'_>) -> Flow {
        match tag.name {
            Name::Html => self.start_in_body(tag, strings),
            Name::Noframes => self.start_in_head(tag, strings),
            _ => DONE,
        }
    }

    pub(super) fn end_after_frameset(&mut self, tag: &Tag) -> Flow {
        if tag.name == Name::Html {
            self.mode = Mode::AfterAfterFrameset;
        }
        DONE
    }
}
