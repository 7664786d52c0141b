//! The rules inside tables (HTML standard 13.2.6.4.9 to 13.2.6.4.15).

use super::super::element::Namespace;
use super::sets::{CELL, CELL_CONTEXT, IMPLIED_END, ROW_CONTEXT, TABLE_SCOPE};
use super::{DONE, Flow, Mode, TreeBuilder, again_if};
use crate::tokenizer::{Name, Strings, Tag};

impl TreeBuilder {
    pub(super) fn start_in_table(&mut self, tag: &mut Tag, strings: &mut Strings<'_>) -> Flow {
        match tag.name {
            Name::Caption => {
                self.open.pop_to(TABLE_SCOPE);
                self.push_marker();
                self.insert(tag, strings);
                self.mode = Mode::InCaption;
            }
            Name::Colgroup => {
                self.open.pop_to(TABLE_SCOPE);
                self.insert(tag, strings);
                self.mode = Mode::InColumnGroup;
            }
            Name::Col => return self.open_part(Name::Colgroup, Mode::InColumnGroup),
            Name::Tbody | Name::Tfoot | Name::Thead => {
                self.open.pop_to(TABLE_SCOPE);
                self.insert(tag, strings);
                self.mode = Mode::InTableBody;
            }
            Name::Td | Name::Th | Name::Tr => return self.open_part(Name::Tbody, Mode::InTableBody),
            Name::Table => {
                if self.open.has_in_scope(Name::Table, TABLE_SCOPE) {
                    self.open.pop_through(Name::Table);
                    self.reset_mode();
                    return Flow::Again;
                }
            }
            Name::Style | Name::Script | Name::Template => return self.start_in_head(tag, strings),
            Name::Input if is_hidden(tag, strings) => return self.insert_void(tag, strings),
            Name::Form => {
                if !self.open.has(Name::Template) && self.form.is_none() {
                    self.form = Some(self.put_element(Namespace::Html, tag, strings).node);
                }
            }
            _ => {
                self.foster_parenting = true;
                let flow = self.start_in_body(tag, strings);
                self.foster_parenting = false;
                return flow;
            }
        }
        DONE
    }

    /// Opens the part of a table that a tag needs around it.
    fn open_part(&mut self, name: Name, mode: Mode) -> Flow {
        self.open.pop_to(TABLE_SCOPE);
        self.insert_implied(name);
        self.mode = mode;
        Flow::Again
    }

    pub(super) fn end_in_table(&mut self, tag: &mut Tag, strings: &mut Strings<'_>) -> Flow {
        match tag.name {
            Name::Table => {
                if self.open.has_in_scope(Name::Table, TABLE_SCOPE) {
                    self.open.pop_through(Name::Table);
                    self.reset_mode();
                }
                DONE
            }
            Name::Template => self.end_template(),
            Name::Body
            | Name::Caption
            | Name::Col
            | Name::Colgroup
            | Name::Html
            | Name::Tbody
            | Name::Td
            | Name::Tfoot
            | Name::Th
            | Name::Thead
            | Name::Tr => DONE,
            _ => {
                self.foster_parenting = true;
                let flow = self.end_in_body(tag, strings);
                self.foster_parenting = false;
                flow
            }
        }
    }

    /// Closes the caption, if there is one.
    fn close_caption(&mut self) -> bool {
        let is_open = self.open.has_in_scope(Name::Caption, TABLE_SCOPE);
        if is_open {
            self.close_through(Name::Caption);
            self.clear_formatting();
            self.mode = Mode::InTable;
        }
        is_open
    }

    pub(super) fn start_in_caption(&mut self, tag: &mut Tag, strings: &mut Strings<'_>) -> Flow {
        match tag.name {
            name if is_part(name) => again_if(self.close_caption()),
            _ => self.start_in_body(tag, strings),
        }
    }

    pub(super) fn end_in_caption(&mut self, tag: &mut Tag, strings: &mut Strings<'_>) -> Flow {
        match tag.name {
            Name::Caption => {
                self.close_caption();
                DONE
            }
            Name::Table => again_if(self.close_caption()),
            Name::Body | Name::Html => DONE,
            name if is_part(name) => DONE,
            _ => self.end_in_body(tag, strings),
        }
    }

    /// Closes the column group, if one is innermost.
    pub(super) fn close_column_group(&mut self) -> bool {
        let is_open = self.open.current().is(Name::Colgroup);
        if is_open {
            self.pop();
            self.mode = Mode::InTable;
        }
        is_open
    }

    pub(super) fn start_in_column_group(&mut self, tag: &mut Tag, strings: &mut Strings<'_>) -> Flow {
        match tag.name {
            Name::Html => self.start_in_body(tag, strings),
            Name::Col => self.insert_void(tag, strings),
            Name::Template => self.start_in_head(tag, strings),
            _ => again_if(self.close_column_group()),
        }
    }

    pub(super) fn end_in_column_group(&mut self, tag: &Tag) -> Flow {
        match tag.name {
            Name::Colgroup => {
                self.close_column_group();
                DONE
            }
            Name::Col => DONE,
            Name::Template => self.end_template(),
            _ => again_if(self.close_column_group()),
        }
    }

    fn close_table_body(&mut self) {
        self.open.pop_to(ROW_CONTEXT);
        self.pop();
        self.mode = Mode::InTable;
    }

    /// Closes the rows of a table, if there are any, for a tag that cannot stand among them.
    fn leave_table_body(&mut self) -> Flow {
        let is_in_scope = |name| self.open.has_in_scope(name, TABLE_SCOPE);
        let is_inside = [Name::Table, Name::Tbody, Name::Tfoot].into_iter().any(is_in_scope);
        if is_inside {
            self.close_table_body();
        }
        again_if(is_inside)
    }

    pub(super) fn start_in_table_body(&mut self, tag: &mut Tag, strings: &mut Strings<'_>) -> Flow {
        match tag.name {
            Name::Tr => {
                self.open.pop_to(ROW_CONTEXT);
                self.insert(tag, strings);
                self.mode = Mode::InRow;
                DONE
            }
            Name::Th | Name::Td => {
                self.open.pop_to(ROW_CONTEXT);
                self.insert_implied(Name::Tr);
                self.mode = Mode::InRow;
                Flow::Again
            }
            name if is_part(name) => self.leave_table_body(),
            _ => self.start_in_table(tag, strings),
        }
    }

    pub(super) fn end_in_table_body(&mut self, tag: &mut Tag, strings: &mut Strings<'_>) -> Flow {
        match tag.name {
            name @ (Name::Tbody | Name::Tfoot | Name::Thead) => {
                if self.open.has_in_scope(name, TABLE_SCOPE) {
                    self.close_table_body();
                }
                DONE
            }
            Name::Table => self.leave_table_body(),
            Name::Body | Name::Caption | Name::Col | Name::Colgroup | Name::Html | Name::Td | Name::Th | Name::Tr => {
                DONE
            }
            _ => self.end_in_table(tag, strings),
        }
    }

    /// Closes the row, if there is one.
    fn close_row(&mut self) -> bool {
        let is_open = self.open.has_in_scope(Name::Tr, TABLE_SCOPE);
        if is_open {
            self.open.pop_to(CELL_CONTEXT);
            self.pop();
            self.mode = Mode::InTableBody;
        }
        is_open
    }

    pub(super) fn start_in_row(&mut self, tag: &mut Tag, strings: &mut Strings<'_>) -> Flow {
        match tag.name {
            Name::Th | Name::Td => {
                self.open.pop_to(CELL_CONTEXT);
                self.insert(tag, strings);
                self.mode = Mode::InCell;
                self.push_marker();
                DONE
            }
            name if is_part(name) => again_if(self.close_row()),
            _ => self.start_in_table(tag, strings),
        }
    }

    pub(super) fn end_in_row(&mut self, tag: &mut Tag, strings: &mut Strings<'_>) -> Flow {
        match tag.name {
            Name::Tr => {
                self.close_row();
                DONE
            }
            Name::Table => again_if(self.close_row()),
            name @ (Name::Tbody | Name::Tfoot | Name::Thead) => {
                again_if(self.open.has_in_scope(name, TABLE_SCOPE) && self.close_row())
            }
            Name::Body | Name::Caption | Name::Col | Name::Colgroup | Name::Html | Name::Td | Name::Th => DONE,
            _ => self.end_in_table(tag, strings),
        }
    }

    fn close_cell(&mut self) -> Flow {
        self.close_implied(IMPLIED_END);
        self.open.pop_through_sets(CELL);
        self.clear_formatting();
        self.mode = Mode::InRow;
        Flow::Again
    }

    pub(super) fn start_in_cell(&mut self, tag: &mut Tag, strings: &mut Strings<'_>) -> Flow {
        match tag.name {
            name if is_part(name) => {
                if self.open.has_any_in_scope(CELL, TABLE_SCOPE) {
                    self.close_cell()
                } else {
                    DONE
                }
            }
            _ => self.start_in_body(tag, strings),
        }
    }

    pub(super) fn end_in_cell(&mut self, tag: &mut Tag, strings: &mut Strings<'_>) -> Flow {
        match tag.name {
            name @ (Name::Td | Name::Th) => {
                if self.open.has_in_scope(name, TABLE_SCOPE) {
                    self.close_through(name);
                    self.clear_formatting();
                    self.mode = Mode::InRow;
                }
                DONE
            }
            Name::Body | Name::Caption | Name::Col | Name::Colgroup | Name::Html => DONE,
            name @ (Name::Table | Name::Tbody | Name::Tfoot | Name::Thead | Name::Tr) => {
                if self.open.has_in_scope(name, TABLE_SCOPE) { self.close_cell() } else { DONE }
            }
            _ => self.end_in_body(tag, strings),
        }
    }
}

/// The parts of a table.
fn is_part(name: Name) -> bool {
    matches!(
        name,
        Name::Caption
            | Name::Col
            | Name::Colgroup
            | Name::Tbody
            | Name::Td
            | Name::Tfoot
            | Name::Th
            | Name::Thead
            | Name::Tr
    )
}

/// Whether an `input` is hidden.
pub(super) fn is_hidden(tag: &Tag, strings: &Strings<'_>) -> bool {
    let kind = tag.attributes.iter().find(|attribute| strings.get(attribute.name) == "type");
    kind.is_some_and(|attribute| strings.get(attribute.value).eq_ignore_ascii_case("hidden"))
}
