//! In: the text of a selector list. Out: its names, combinators and brackets, one by one.
//!
//! Reads escapes and comments; gives no meaning to what it reads.

use std::borrow::Cow;

use super::scan::{is_name_byte, name_end, skip_string};
use super::selector::Comparison;

/// A place in a selector list.
#[derive(Clone, Copy, Debug)]
pub(super) struct SelectorText<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> SelectorText<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        SelectorText { text, at: 0 }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn advance(&mut self) {
        self.at += 1;
    }

    /// Steps over white space and comments; whether there was any.
    pub(super) fn skip_blanks(&mut self) -> bool {
        let before = self.at;
        self.at = super::scan::skip_blanks(self.text.as_bytes(), self.at);
        self.at > before
    }

    /// The combinator before the next compound, a blank for descent; `None` at the end
    /// of the selector. Anything else that stands there is handed over as it is.
    pub(super) fn combinator(&mut self) -> Option<u8> {
        let is_blank = self.skip_blanks();
        match self.peek()? {
            b',' => None,
            byte @ (b'>' | b'+' | b'~') => {
                self.advance();
                self.skip_blanks();
                Some(byte)
            }
            _ if is_blank => Some(b' '),
            byte => Some(byte),
        }
    }

    /// Moves behind the next comma; whether there was one.
    pub(super) fn next_in_list(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        let mut depth = 0usize;
        while let Some(&byte) = bytes.get(self.at) {
            match byte {
                b',' if depth == 0 => {
                    self.at += 1;
                    return true;
                }
                b'(' | b'[' => depth += 1,
                b')' | b']' => depth = depth.saturating_sub(1),
                b'\\' => self.at += 1,
                b'"' | b'\'' => {
                    self.at = skip_string(bytes, self.at, byte);
                    continue;
                }
                _ => {}
            }
            self.at += 1;
        }
        false
    }

    /// An identifier with its escapes resolved; `None` if there is none.
    pub(super) fn name(&mut self) -> Option<Cow<'a, str>> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        self.at = name_end(bytes, self.at);
        let plain = self.text.get(start..self.at)?;
        if bytes.get(self.at) != Some(&b'\\') {
            return (!plain.is_empty()).then_some(Cow::Borrowed(plain));
        }
        let mut name = plain.to_owned();
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let Some(next) = rest.chars().next() else {
                return Some(Cow::Owned(name));
            };
            if next == '\\' {
                self.at += 1;
                name.push(self.escape()?);
            } else if next.is_ascii() && !is_name_byte(next as u8) {
                return Some(Cow::Owned(name));
            } else {
                name.push(next);
                self.at += next.len_utf8();
            }
        }
    }

    /// The character behind a backslash: up to six hex digits and a blank, or itself.
    fn escape(&mut self) -> Option<char> {
        let rest = self.text.get(self.at..)?;
        let n_digits = rest.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
        if n_digits == 0 {
            let itself = rest.chars().next()?;
            self.at += itself.len_utf8();
            return Some(itself);
        }
        let code = u32::from_str_radix(rest.get(..n_digits)?, 16).ok()?;
        self.at += n_digits;
        if self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
        Some(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    /// The name of the pseudo-class at the colon, in lower case; `None` for pseudo-elements.
    pub(super) fn pseudo_class(&mut self) -> Option<Cow<'a, str>> {
        self.advance();
        let name = self.name()?;
        Some(if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(name.to_ascii_lowercase())
        } else {
            name
        })
    }

    /// The inside of the round brackets that open here, if they do.
    pub(super) fn brackets(&mut self) -> Option<&'a str> {
        if self.peek() != Some(b'(') {
            return None;
        }
        let bytes = self.text.as_bytes();
        let start = self.at + 1;
        let mut depth = 0usize;
        while let Some(&byte) = bytes.get(self.at) {
            match byte {
                b'(' => depth += 1,
                b')' if depth == 1 => {
                    self.at += 1;
                    return self.text.get(start..self.at - 1);
                }
                b')' => depth -= 1,
                b'\\' => self.at += 1,
                b'"' | b'\'' => {
                    self.at = skip_string(bytes, self.at, byte);
                    continue;
                }
                _ => {}
            }
            self.at += 1;
        }
        None
    }

    /// `[name]`, `[name op value]`: the lower-case name, the comparison, the value.
    pub(super) fn attribute(&mut self) -> Option<(String, Comparison, String)> {
        self.advance();
        self.skip_blanks();
        let name = self.name()?.to_ascii_lowercase();
        self.skip_blanks();
        let comparison = match self.peek()? {
            b']' => {
                self.advance();
                return Some((name, Comparison::Present, String::new()));
            }
            b'=' => Comparison::Equal,
            b'~' => Comparison::Word,
            b'^' => Comparison::Prefix,
            b'$' => Comparison::Suffix,
            b'*' => Comparison::Within,
            b'|' => Comparison::Language,
            _ => return None,
        };
        if comparison != Comparison::Equal {
            self.advance();
        }
        (self.peek()? == b'=').then(|| self.advance())?;
        self.skip_blanks();
        let value = match self.peek()? {
            quote @ (b'"' | b'\'') => self.quoted(quote)?,
            _ => self.name()?.into_owned(),
        };
        self.skip_blanks();
        if matches!(self.peek()?, b'i' | b's' | b'I' | b'S') {
            self.advance();
            self.skip_blanks();
        }
        (self.peek()? == b']').then(|| self.advance())?;
        Some((name, comparison, value))
    }

    fn quoted(&mut self, quote: u8) -> Option<String> {
        let end = skip_string(self.text.as_bytes(), self.at, quote);
        let inside = self.text.get(self.at + 1..end.checked_sub(1)?)?;
        self.at = end;
        Some(inside.replace('\\', ""))
    }
}
