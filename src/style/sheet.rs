//! In: the texts of a page's `<style>` elements. Out: the rules that hide and the rules
//! that take hiding back, ready to be asked about elements.
//!
//! Rules without any bearing on hiding are not kept. `@media` is judged for a screen of
//! 1280 px; hiding under any media condition is not kept. `@import` and nested rules are
//! not followed.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::declarations::{Declaration, mark_colour_on_itself, read_body};
use super::hiding::HidingSource;
use super::limits::{MAX_AT_RULE_DEPTH, MAX_CSS_BYTES, MAX_SELECTORS};
use super::media::{Condition, condition_of};
use super::rule_index::{Reach, Rule, RuleIndex};
use super::scan::{CLOSE, OPEN, SEMICOLON, head_of, seek, skip_blanks, skip_block};
use super::selector::SelectorStore;
use super::verdict::Backdrop;

/// The hiding-relevant rules of a page.
#[derive(Clone, Debug)]
pub(crate) struct StyleSheet {
    pub(super) hiding: RuleIndex,
    pub(super) showing: RuleIndex,
    pub(super) store: SelectorStore,
    pub(super) declarations: Vec<Declaration>,
    pub(super) source: HidingSource,
    /// Backgrounds found so far, by the numbers of their elements.
    pub(super) backdrops: RefCell<BTreeMap<usize, Backdrop>>,
}

impl StyleSheet {
    /// Reads the texts of all `<style>` elements, in document order.
    ///
    /// Leave out those whose `media` attribute names no screen and those inside
    /// `<noscript>`. Never fails; see [`super::limits`] for what is left unread.
    pub(crate) fn parse<'a>(css: impl Iterator<Item = &'a str>) -> Self {
        Self::parse_from(css, HidingSource::StyleRule)
    }

    pub(super) fn parse_from<'a>(css: impl Iterator<Item = &'a str>, source: HidingSource) -> Self {
        let mut sheet = StyleSheet {
            hiding: RuleIndex::default(),
            showing: RuleIndex::default(),
            store: SelectorStore::default(),
            declarations: Vec::new(),
            source,
            backdrops: RefCell::default(),
        };
        let mut bytes_left = MAX_CSS_BYTES;
        for text in css {
            let text = head_of(text, bytes_left);
            bytes_left -= text.len();
            sheet.showing.reserve(text.len() / 128);
            sheet.store.reserve(text.len() / 64);
            sheet.declarations.reserve(text.len() / 64);
            sheet.read_rules(text);
        }
        sheet.hiding.finish();
        sheet.showing.finish();
        sheet
    }

    /// Whether no rule of the page hides anything.
    pub(crate) fn is_empty(&self) -> bool {
        self.hiding.is_empty()
    }

    /// Selectors kept, those that hide and those that show.
    #[cfg(test)]
    pub(crate) fn n_selectors(&self) -> (usize, usize) {
        (self.hiding.len(), self.showing.len())
    }

    /// The declarations of a rule.
    pub(super) fn declarations_of(&self, rule: &Rule) -> &[Declaration] {
        let start = rule.declarations.0 as usize;
        self.declarations.get(start..start + usize::from(rule.declarations.1)).unwrap_or_default()
    }

    fn read_rules(&mut self, css: &str) {
        let bytes = css.as_bytes();
        let mut conditions = Vec::new();
        let mut body = Vec::new();
        let mut at = 0;
        loop {
            at = skip_blanks(bytes, at);
            at = match bytes.get(at) {
                None => return,
                Some(b'}') => {
                    conditions.pop();
                    at + 1
                }
                Some(b';') => at + 1,
                Some(b'@') => read_at_rule(css, at, &mut conditions),
                Some(_) => {
                    let open = seek(bytes, at, OPEN | CLOSE);
                    if bytes.get(open) == Some(&b'{') {
                        body.clear();
                        let end = read_body(css, open + 1, &mut body);
                        let condition = conditions.last().copied().unwrap_or(Condition::Always);
                        self.add_rule(css.get(at..open).unwrap_or_default(), &mut body, condition);
                        end
                    } else {
                        open
                    }
                }
            }
        }
    }

    fn add_rule(&mut self, selectors: &str, body: &mut [Declaration], condition: Condition) {
        if body.is_empty() || self.hiding.len() + self.showing.len() >= MAX_SELECTORS {
            return;
        }
        mark_colour_on_itself(body);
        let hides = condition == Condition::Always && body.iter().any(|declaration| declaration.hides);
        let all = if hides { self.keep(body, |_| true) } else { (0, 0) };
        let mut shown = None;
        let mut store = std::mem::take(&mut self.store);
        store.compile(selectors, |selector| {
            let order = (self.hiding.len() + self.showing.len()) as u32;
            if hides && selector.certain {
                self.hiding.insert(Rule { selector, declarations: all, order, reach: Reach::Now });
                return;
            }
            let declarations = *shown.get_or_insert_with(|| self.keep(body, |declaration| !declaration.hides));
            let reach = match condition {
                Condition::Unmet => Reach::OnOtherMedium,
                _ if selector.certain => Reach::Now,
                _ => Reach::InOtherState,
            };
            if declarations.1 > 0 {
                self.showing.insert(Rule { selector, declarations, order, reach });
            }
        });
        self.store = store;
    }

    fn keep(&mut self, body: &[Declaration], wanted: impl Fn(&Declaration) -> bool) -> (u32, u8) {
        let start = self.declarations.len();
        self.declarations.extend(body.iter().filter(|declaration| wanted(declaration)).take(usize::from(u8::MAX)));
        let n_kept = self.declarations.len() - start;
        (u32::try_from(start).unwrap_or(u32::MAX), u8::try_from(n_kept).unwrap_or(u8::MAX))
    }
}

/// Steps over an at-rule or into its block; gives the place to go on at.
fn read_at_rule(css: &str, at: usize, conditions: &mut Vec<Condition>) -> usize {
    let bytes = css.as_bytes();
    let rest = bytes.get(at + 1..).unwrap_or_default();
    let name_len = rest.iter().take_while(|byte| byte.is_ascii_alphabetic() || **byte == b'-').count();
    let end = seek(bytes, at + 1, OPEN | CLOSE | SEMICOLON);
    if bytes.get(end) != Some(&b'{') {
        return if bytes.get(end) == Some(&b';') { end + 1 } else { end };
    }
    let name_end = (at + 1 + name_len).min(end);
    let name = css.get(at + 1..name_end).unwrap_or_default().to_ascii_lowercase();
    let prelude = css.get(name_end..end).unwrap_or_default();
    let outer = conditions.last().copied().unwrap_or(Condition::Always);
    match condition_of(&name, prelude) {
        Some(condition) if conditions.len() < MAX_AT_RULE_DEPTH => {
            conditions.push(condition.max(outer));
            end + 1
        }
        _ => skip_block(bytes, end),
    }
}
