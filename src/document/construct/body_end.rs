//! End tags in the body (HTML standard 13.2.6.4.7, "in body").

use super::kinds::{Kind, kind_of};
use super::sets::{BUTTON_SCOPE, HEADING, IMPLIED_END, LIST_SCOPE, SCOPE, SPECIAL};
use super::stack::Open;
use super::{DONE, Flow, Mode, TreeBuilder, again_if};
use crate::tokenizer::{Name, Strings, Tag};

impl TreeBuilder {
    pub(super) fn end_in_body(&mut self, tag: &mut Tag, strings: &mut Strings<'_>) -> Flow {
        let name = tag.name;
        match (kind_of(name), name) {
            (_, Name::P) => {
                if !self.open.has_in_scope(Name::P, BUTTON_SCOPE) {
                    self.insert_implied(Name::P);
                }
                self.close_paragraph();
            }
            (Kind::Block, _) | (_, Name::Button | Name::Listing | Name::Pre | Name::Select) => {
                if self.open.has_in_scope(name, SCOPE) {
                    self.close_through(name);
                }
            }
            (Kind::Formatting, _) => self.adoption_agency(name),
            (Kind::Item, _) => {
                if self.open.has_in_scope(name, if name == Name::Li { LIST_SCOPE } else { SCOPE }) {
                    self.close_implied_except(name);
                    self.open.pop_through(name);
                }
            }
            (Kind::Heading, _) => {
                if self.open.has_any_in_scope(HEADING, SCOPE) {
                    self.close_implied(IMPLIED_END);
                    self.open.pop_through_sets(HEADING);
                }
            }
            (_, Name::Form) => self.end_form(),
            (_, Name::Template) => return self.end_template(),
            (_, Name::Body | Name::Html) => {
                if self.open.has_in_scope(Name::Body, SCOPE) {
                    self.mode = Mode::AfterBody;
                    return again_if(name == Name::Html);
                }
            }
            (_, Name::Applet | Name::Marquee | Name::Object) => {
                if self.open.has_in_scope(name, SCOPE) {
                    self.close_through(name);
                    self.clear_formatting();
                }
            }
            (_, Name::Br) => {
                tag.attributes.clear();
                return self.start_in_body(tag, strings);
            }
            (_, Name::Other) => self.end_any_other(name, |open| open.is_html() && open.has_name_of(tag, strings)),
            _ => self.end_any_other(name, |open| open.is(name)),
        }
        DONE
    }

    fn end_form(&mut self) {
        if self.open.has(Name::Template) {
            if self.open.has_in_scope(Name::Form, SCOPE) {
                self.close_through(Name::Form);
            }
            return;
        }
        if let Some(form) = self.form.take()
            && self.open.has_node_in_scope(form, SCOPE)
        {
            self.close_implied(IMPLIED_END);
            self.close_wherever(form);
        }
    }

    /// Any other end tag: it closes the innermost element that `is_it`, unless a special one stands inside it.
    pub(super) fn end_any_other(&mut self, name: Name, is_it: impl Fn(&Open) -> bool) {
        let stop = self.open.innermost_first().find(|(_, open)| is_it(open) || open.is_in(SPECIAL));
        let Some(at) = stop.filter(|(_, open)| is_it(open)).map(|(at, _)| at) else { return };
        self.close_implied_except(name);
        self.open.truncate(at);
    }
}
