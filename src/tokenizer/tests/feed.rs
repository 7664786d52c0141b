//! Hands our tokens to a sink of html5ever's.
//!
//! In: our tokens. Out: the same as html5ever's, fed to a sink, and the sink's answers translated back.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind as TheirRawKind;
use html5ever::tokenizer::{self as theirs, Token, TokenSinkResult};
use html5ever::{LocalName, QualName, ns};

use crate::tokenizer::{Doctype, Name, Next, RawKind, Strings, Tag, TagKind, TokenSink};

pub(crate) struct Feed<'s, S> {
    pub(crate) sink: &'s S,
    /// Whether the raw text behind a tag is wanted.
    pub(crate) keep_raw_text: fn(&Tag, &Strings<'_>) -> bool,
}

impl<'s, S: theirs::TokenSink> Feed<'s, S> {
    pub(crate) fn new(sink: &'s S) -> Self {
        Feed { sink, keep_raw_text: |_, _| true }
    }

    fn feed(&self, token: Token, offset: usize) -> TokenSinkResult<S::Handle> {
        self.sink.process_token(token, offset as u64)
    }
}

fn their_tag(tag: &Tag, strings: &Strings<'_>) -> theirs::Tag {
    let text = strings.get(tag.text);
    assert_eq!(tag.name, Name::ALL.iter().find(|known| known.0 == text).map_or(Name::Other, |known| known.1));
    let attrs = tag.attributes.iter().map(|attribute| html5ever::Attribute {
        name: QualName::new(None, ns!(), LocalName::from(strings.get(attribute.name))),
        value: StrTendril::from_slice(strings.get(attribute.value)),
    });
    theirs::Tag {
        kind: if tag.kind == TagKind::Start { theirs::TagKind::StartTag } else { theirs::TagKind::EndTag },
        name: LocalName::from(text),
        self_closing: tag.self_closing,
        attrs: attrs.collect(),
        had_duplicate_attributes: false,
    }
}

impl<S: theirs::TokenSink> TokenSink for Feed<'_, S> {
    fn tag(&mut self, tag: &mut Tag, strings: &mut Strings<'_>, offset: usize) -> Next {
        let kind = match self.feed(Token::TagToken(their_tag(tag, strings)), offset) {
            TokenSinkResult::Plaintext => return Next::Plaintext,
            TokenSinkResult::RawData(TheirRawKind::Rcdata) => return Next::Raw(RawKind::Rcdata),
            TokenSinkResult::RawData(TheirRawKind::Rawtext) => RawKind::Rawtext,
            TokenSinkResult::RawData(_) => RawKind::ScriptData,
            _ => return Next::Data,
        };
        if (self.keep_raw_text)(tag, strings) { Next::Raw(kind) } else { Next::SkipRaw(kind) }
    }

    fn text(&mut self, text: &str, offset: usize) {
        assert!(!text.is_empty());
        let _ = self.feed(Token::CharacterTokens(StrTendril::from_slice(text)), offset);
    }

    fn null(&mut self, offset: usize) {
        let _ = self.feed(Token::NullCharacterToken, offset);
    }

    fn comment(&mut self, text: &str, offset: usize) {
        let _ = self.feed(Token::CommentToken(StrTendril::from_slice(text)), offset);
    }

    fn doctype(&mut self, doctype: Doctype, offset: usize) {
        let Doctype { name, public_id, system_id, force_quirks } = doctype;
        let [name, public_id, system_id] = [name, public_id, system_id].map(|part| part.map(StrTendril::from));
        let doctype = theirs::Doctype { name, public_id, system_id, force_quirks };
        let _ = self.feed(Token::DoctypeToken(doctype), offset);
    }

    fn end(&mut self, offset: usize) {
        let _ = self.feed(Token::EOFToken, offset);
        self.sink.end();
    }

    fn is_foreign(&self) -> bool {
        self.sink.adjusted_current_node_present_but_not_in_html_namespace()
    }
}
