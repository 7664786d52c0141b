//! Text and U+0000 in every mode (their rules stand in each section of HTML standard 13.2.6.4).

use super::sets::TABLE_PART;
use super::{DONE, Flow, Mode, TreeBuilder, again_if};

/// How many bytes of white space a text begins with.
fn leading_space(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_whitespace).count()
}

fn is_space(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_whitespace())
}

/// Which modes tell white space from other text, and what they do with it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Space {
    Ignored,
    Kept,
    AsInBody,
}

impl TreeBuilder {
    pub(super) fn put_text(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            if self.is_foreign_for_text() {
                self.note_text(rest);
                return self.append_text(rest);
            }
            let space = match self.mode {
                Mode::InBody | Mode::InCaption | Mode::InCell | Mode::InTemplate => return self.text_in_body(rest),
                Mode::Text => return self.append_text(rest),
                Mode::InTable | Mode::InTableBody | Mode::InRow => return self.text_in_table(rest),
                Mode::InTableText => return self.table_text.push_str(rest),
                Mode::Initial | Mode::BeforeHtml | Mode::BeforeHead => Space::Ignored,
                Mode::InHead
                | Mode::InHeadNoscript
                | Mode::AfterHead
                | Mode::InColumnGroup
                | Mode::InFrameset
                | Mode::AfterFrameset => Space::Kept,
                Mode::AfterBody | Mode::AfterAfterBody | Mode::AfterAfterFrameset => Space::AsInBody,
            };
            let (before, behind) = rest.split_at(leading_space(rest));
            match space {
                _ if before.is_empty() => {}
                Space::Ignored => {}
                Space::Kept => self.append_text(before),
                Space::AsInBody => self.text_in_body(before),
            }
            rest = behind;
            if !rest.is_empty() && self.meet_content() != Flow::Again {
                rest = rest.trim_start_matches(|c: char| !c.is_ascii_whitespace());
            }
        }
    }

    /// What a mode that waits for something else does with text that is more than white space: it gives way to the next
    /// mode, or ignores it.
    fn meet_content(&mut self) -> Flow {
        match self.mode {
            mode @ (Mode::Initial | Mode::BeforeHtml | Mode::BeforeHead) => self.leave_before_head(mode),
            mode @ (Mode::InHead | Mode::InHeadNoscript | Mode::AfterHead) => self.leave_head(mode),
            Mode::AfterBody | Mode::AfterAfterBody => self.go_back_to_body(),
            Mode::InColumnGroup => again_if(self.close_column_group()),
            _ => DONE,
        }
    }

    /// Text that is more than white space stands against a frameset.
    fn note_text(&mut self, text: &str) {
        self.frameset_ok = self.frameset_ok && is_space(text);
    }

    fn text_in_body(&mut self, text: &str) {
        self.reconstruct_formatting();
        self.note_text(text);
        self.append_text(text);
    }

    fn foster_text(&mut self, text: &str) {
        self.foster_parenting = true;
        self.text_in_body(text);
        self.foster_parenting = false;
    }

    fn text_in_table(&mut self, text: &str) {
        if self.open.current().is_in(TABLE_PART) {
            self.original_mode = self.mode;
            self.mode = Mode::InTableText;
            self.table_text.push_str(text);
        } else {
            self.foster_text(text);
        }
    }

    /// The text in a table ends: white space stays, other text goes before the table.
    pub(super) fn end_table_text(&mut self) -> Flow {
        let mut text = std::mem::take(&mut self.table_text);
        self.mode = self.original_mode;
        if text.is_empty() {
            // U+0000 alone.
        } else if is_space(&text) {
            self.append_text(&text);
        } else {
            self.foster_text(&text);
        }
        text.clear();
        self.table_text = text;
        Flow::Again
    }

    /// U+0000 counts as text that leaves nothing, but in foreign content, where it becomes U+FFFD.
    pub(super) fn put_null(&mut self) {
        loop {
            if self.is_foreign_for_text() {
                return self.append_text("\u{fffd}");
            }
            if self.meet_content() != Flow::Again {
                return;
            }
        }
    }
}
