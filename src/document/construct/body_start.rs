//! Start tags in the body (HTML standard 13.2.6.4.7, "in body").

use super::super::element::Namespace;
use super::kinds::{Kind, kind_of};
use super::sets::{HEADING, IMPLIED_END, SCOPE, SPECIAL};
use super::table::is_hidden;
use super::{DONE, Flow, Mode, TreeBuilder};
use crate::tokenizer::{Name, Next, RawKind, Strings, Tag};

impl TreeBuilder {
    pub(super) fn start_in_body(&mut self, tag: &mut Tag, strings: &mut Strings<'_>) -> Flow {
        match kind_of(tag.name) {
            Kind::Ordinary => self.start_ordinary(tag, strings),
            Kind::Block => {
                self.close_paragraph_in_scope();
                self.insert(tag, strings);
                DONE
            }
            Kind::Heading => {
                self.close_paragraph_in_scope();
                if self.open.current().is_in(HEADING) {
                    self.pop();
                }
                self.insert(tag, strings);
                DONE
            }
            Kind::Item => self.start_item(tag, strings),
            Kind::Formatting => self.start_formatting(tag, strings),
            Kind::Void => {
                self.reconstruct_formatting();
                self.frameset_ok = false;
                self.insert_void(tag, strings)
            }
            Kind::Inert => self.insert_void(tag, strings),
            Kind::Head => self.start_in_head(tag, strings),
            Kind::Page => self.start_page_again(tag, strings),
            Kind::TablePart => DONE,
            Kind::Control => self.start_control(tag, strings),
            Kind::Ruby => self.start_ruby(tag, strings),
            Kind::Foreign => {
                self.reconstruct_formatting();
                let namespace = if tag.name == Name::Svg { Namespace::Svg } else { Namespace::MathMl };
                self.insert_foreign(namespace, tag, strings)
            }
            Kind::Raw => self.start_raw(tag, strings),
            Kind::Other => self.start_other(tag, strings),
        }
    }

    /// An element without rules of its own.
    fn start_ordinary(&mut self, tag: &Tag, strings: &Strings<'_>) -> Flow {
        self.reconstruct_formatting();
        self.insert(tag, strings);
        DONE
    }

    fn start_formatting(&mut self, tag: &Tag, strings: &Strings<'_>) -> Flow {
        if tag.name == Name::A {
            self.close_link();
        }
        self.reconstruct_formatting();
        if tag.name == Name::Nobr && self.open.has_in_scope(Name::Nobr, SCOPE) {
            self.adoption_agency(Name::Nobr);
            self.reconstruct_formatting();
        }
        self.insert_formatting(tag, strings);
        DONE
    }

    /// An item of a list ends the one before.
    fn start_item(&mut self, tag: &Tag, strings: &Strings<'_>) -> Flow {
        self.frameset_ok = false;
        let is_item = |name| match tag.name {
            Name::Li => name == Name::Li,
            _ => matches!(name, Name::Dd | Name::Dt),
        };
        let mut closed = None;
        for (_, open) in self.open.innermost_first() {
            if open.is_html() && is_item(open.name) {
                closed = Some(open.name);
                break;
            }
            if open.is_in(SPECIAL) && !matches!(open.name, Name::Address | Name::Div | Name::P) {
                break;
            }
        }
        if let Some(name) = closed {
            self.close_implied_except(name);
            self.open.pop_through(name);
        }
        self.close_paragraph_in_scope();
        self.insert(tag, strings);
        DONE
    }

    /// Tags of the page as a whole that come too late.
    fn start_page_again(&mut self, tag: &mut Tag, strings: &mut Strings<'_>) -> Flow {
        let body = Some(self.open.at(1)).filter(|open| open.is(Name::Body));
        match (tag.name, body) {
            (Name::Html, _) if !self.open.has(Name::Template) => {
                self.arena.add_missing(self.open.at(0).node, &tag.attributes, strings);
            }
            (Name::Body, Some(body)) if !self.open.has(Name::Template) => {
                self.frameset_ok = false;
                self.arena.add_missing(body.node, &tag.attributes, strings);
            }
            (Name::Frameset, Some(body)) if self.frameset_ok => {
                self.arena.unlink(body.node);
                self.open.truncate(1);
                self.insert(tag, strings);
                self.mode = Mode::InFrameset;
            }
            _ => {}
        }
        DONE
    }

    /// The parts of forms.
    fn start_control(&mut self, tag: &mut Tag, strings: &mut Strings<'_>) -> Flow {
        let in_select = self.open.has_in_scope(Name::Select, SCOPE);
        match tag.name {
            Name::Button => {
                if self.open.has_in_scope(Name::Button, SCOPE) {
                    self.close_through(Name::Button);
                }
                self.frameset_ok = false;
            }
            Name::Input => {
                if in_select {
                    self.open.pop_through(Name::Select);
                }
                self.frameset_ok &= is_hidden(tag, strings);
                self.reconstruct_formatting();
                return self.insert_void(tag, strings);
            }
            Name::Hr => {
                self.close_paragraph_in_scope();
                if self.open.has_in_scope(Name::Select, SCOPE) {
                    self.close_implied(IMPLIED_END);
                }
                self.frameset_ok = false;
                return self.insert_void(tag, strings);
            }
            Name::Select => {
                if in_select {
                    self.open.pop_through(Name::Select);
                    return DONE;
                }
                self.frameset_ok = false;
            }
            Name::Option if in_select => self.close_implied_except(Name::Optgroup),
            Name::Optgroup if in_select => self.close_implied(IMPLIED_END),
            _ => {
                if self.open.current().is(Name::Option) {
                    self.pop();
                }
            }
        }
        self.start_ordinary(tag, strings)
    }

    fn start_ruby(&mut self, tag: &Tag, strings: &Strings<'_>) -> Flow {
        if self.open.has_in_scope(Name::Ruby, SCOPE) {
            let kept = if matches!(tag.name, Name::Rp | Name::Rt) { Name::Rtc } else { Name::Other };
            self.close_implied_except(kept);
        }
        self.insert(tag, strings);
        DONE
    }

    fn start_raw(&mut self, tag: &Tag, strings: &Strings<'_>) -> Flow {
        if tag.name == Name::Xmp {
            self.close_paragraph_in_scope();
            self.reconstruct_formatting();
        }
        self.frameset_ok &= tag.name == Name::Noembed;
        self.ignore_line_feed = tag.name == Name::Textarea;
        self.insert_raw(tag, strings, if tag.name == Name::Textarea { RawKind::Rcdata } else { RawKind::Rawtext })
    }

    fn start_form(&mut self, tag: &Tag, strings: &Strings<'_>) {
        let in_template = self.open.has(Name::Template);
        if self.form.is_none() || in_template {
            self.close_paragraph_in_scope();
            let form = self.insert(tag, strings).node;
            if !in_template {
                self.form = Some(form);
            }
        }
    }

    /// Elements with rules that no other has.
    fn start_other(&mut self, tag: &mut Tag, strings: &mut Strings<'_>) -> Flow {
        match tag.name {
            Name::Form => self.start_form(tag, strings),
            Name::Pre | Name::Listing => {
                self.close_paragraph_in_scope();
                self.insert(tag, strings);
                self.ignore_line_feed = true;
                self.frameset_ok = false;
            }
            Name::Table => {
                if !self.quirks {
                    self.close_paragraph_in_scope();
                }
                self.insert(tag, strings);
                self.frameset_ok = false;
                self.mode = Mode::InTable;
            }
            Name::Applet | Name::Marquee | Name::Object => {
                self.reconstruct_formatting();
                self.insert(tag, strings);
                self.push_marker();
                self.frameset_ok = false;
            }
            Name::Plaintext => {
                self.close_paragraph_in_scope();
                self.insert(tag, strings);
                return Flow::Done(Next::Plaintext);
            }
            Name::Image => {
                tag.name = Name::Img;
                return self.start_in_body(tag, strings);
            }
            _ => return self.start_ordinary(tag, strings),
        }
        DONE
    }
}
