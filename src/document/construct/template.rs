//! Templates, and which mode the open elements ask for (HTML standard 13.2.6.4.4, 13.2.6.4.18 and 13.2.4.1).

use super::sets::{THOROUGH_IMPLIED_END, is_metadata};
use super::{DONE, Flow, Mode, TreeBuilder};
use crate::tokenizer::{Name, Strings, Tag};

impl TreeBuilder {
    pub(super) fn start_template(&mut self, tag: &Tag, strings: &Strings<'_>) -> Flow {
        self.push_marker();
        self.frameset_ok = false;
        self.mode = Mode::InTemplate;
        self.template_modes.push(Mode::InTemplate);
        self.insert(tag, strings);
        DONE
    }

    pub(super) fn end_template(&mut self) -> Flow {
        if self.open.has(Name::Template) {
            self.close_implied(THOROUGH_IMPLIED_END);
            self.close_template();
        }
        DONE
    }

    fn close_template(&mut self) {
        self.open.pop_through(Name::Template);
        self.clear_formatting();
        self.template_modes.pop();
        self.reset_mode();
    }

    /// The rules of "in template".
    pub(super) fn start_in_template(&mut self, tag: &mut Tag, strings: &mut Strings<'_>) -> Flow {
        let mode = match tag.name {
            name if is_metadata(name) => return self.start_in_head(tag, strings),
            Name::Caption | Name::Colgroup | Name::Tbody | Name::Tfoot | Name::Thead => Mode::InTable,
            Name::Col => Mode::InColumnGroup,
            Name::Tr => Mode::InTableBody,
            Name::Td | Name::Th => Mode::InRow,
            _ => Mode::InBody,
        };
        self.template_modes.pop();
        self.template_modes.push(mode);
        self.mode = mode;
        Flow::Again
    }

    pub(super) fn end_in_template(&mut self, tag: &Tag) -> Flow {
        if tag.name == Name::Template { self.end_template() } else { DONE }
    }

    pub(super) fn end_of_page_in_template(&mut self) -> Flow {
        if !self.open.has(Name::Template) {
            return DONE;
        }
        self.close_template();
        Flow::Again
    }

    /// Resets the insertion mode appropriately.
    pub(super) fn reset_mode(&mut self) {
        let asked = self.open.innermost_first().filter(|(_, open)| open.is_html());
        let mut modes = asked.filter_map(|(at, open)| match open.name {
            Name::Td | Name::Th if at > 0 => Some(Mode::InCell),
            Name::Tr => Some(Mode::InRow),
            Name::Tbody | Name::Thead | Name::Tfoot => Some(Mode::InTableBody),
            Name::Caption => Some(Mode::InCaption),
            Name::Colgroup => Some(Mode::InColumnGroup),
            Name::Table => Some(Mode::InTable),
            Name::Template => self.template_modes.last().copied(),
            Name::Head if at > 0 => Some(Mode::InHead),
            Name::Body => Some(Mode::InBody),
            Name::Frameset => Some(Mode::InFrameset),
            Name::Html if self.head.is_none() => Some(Mode::BeforeHead),
            Name::Html => Some(Mode::AfterHead),
            _ => None,
        });
        self.mode = modes.next().unwrap_or(Mode::InBody);
    }
}
