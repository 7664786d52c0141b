//! Records the tokens that two tokenizers feed to the same kind of sink.
//!
//! In: a document. Out: the merged token stream and the tree, for html5ever's
//! tokenizer and for ours. Parse errors are neither recorded nor passed on.

use std::cell::RefCell;

use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Doctype, Tag, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};

use super::arena::Arena;

#[derive(Debug, PartialEq)]
pub(super) enum Seen {
    Text(String),
    Null,
    Tag(Tag),
    Comment(String),
    Doctype(Doctype),
    Eof,
}

pub(super) struct Recorder<S> {
    pub(super) inner: S,
    pub(super) seen: RefCell<Vec<Seen>>,
    pub(super) offsets: RefCell<Vec<u64>>,
}

impl<S: TokenSink> Recorder<S> {
    pub(super) fn new(inner: S) -> Self {
        Self { inner, seen: RefCell::default(), offsets: RefCell::default() }
    }

    fn record(&self, token: &Token, offset: u64) {
        let mut seen = self.seen.borrow_mut();
        let new = match token {
            Token::CharacterTokens(text) => {
                if text.is_empty() {
                    return;
                }
                assert!(!text.contains('\0'));
                if let Some(Seen::Text(old)) = seen.last_mut() {
                    old.push_str(text);
                    return;
                }
                Seen::Text(text.to_string())
            }
            Token::NullCharacterToken => Seen::Null,
            Token::TagToken(tag) => Seen::Tag(tag.clone()),
            Token::CommentToken(text) => Seen::Comment(text.to_string()),
            Token::DoctypeToken(doctype) => Seen::Doctype(doctype.clone()),
            Token::EOFToken => Seen::Eof,
            Token::ParseError(_) => return,
        };
        seen.push(new);
        self.offsets.borrow_mut().push(offset);
    }
}

impl<S: TokenSink> TokenSink for Recorder<S> {
    type Handle = S::Handle;

    fn process_token(&self, token: Token, offset: u64) -> TokenSinkResult<S::Handle> {
        let mut token = token;
        if let Token::TagToken(tag) = &mut token {
            // Ours does not tell.
            tag.had_duplicate_attributes = false;
        }
        self.record(&token, offset);
        if let Token::ParseError(_) = token {
            return TokenSinkResult::Continue;
        }
        self.inner.process_token(token, offset)
    }

    fn end(&self) {
        self.inner.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.inner.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

pub(super) type TreeRecorder = Recorder<TreeBuilder<u32, Arena>>;

pub(super) fn tree_recorder(scripting: bool) -> TreeRecorder {
    let opts = TreeBuilderOpts { scripting_enabled: scripting, ..Default::default() };
    Recorder::new(TreeBuilder::new(Arena::default(), opts))
}

/// Drives html5ever's tokenizer over `html`. A U+FEFF behind a script is kept
/// (the tokenizer drops one whenever it is fed again).
pub(super) fn theirs<S: TokenSink>(html: &str, sink: S) -> S {
    let opts = TokenizerOpts { discard_bom: false, ..Default::default() };
    let tokenizer = Tokenizer::new(sink, opts);
    let queue = BufferQueue::default();
    let html = html.strip_prefix('\u{feff}').unwrap_or(html);
    if !html.is_empty() {
        queue.push_back(StrTendril::from_slice(html));
    }
    while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink
}

/// Says where two streams part, if they do.
pub(super) fn first_difference(a: &[Seen], b: &[Seen]) -> Option<String> {
    if a == b {
        return None;
    }
    let at = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let show = |s: Option<&Seen>| {
        let text = format!("{s:?}");
        text.chars().take(600).collect::<String>()
    };
    Some(format!("token {at}:\n  theirs {}\n  ours   {}", show(a.get(at)), show(b.get(at))))
}

/// Compares both tokenizers on `html`; each drives its own tree builder.
pub(super) fn compare<F>(html: &str, scripting: bool, ours: F) -> Result<(), String>
where
    F: Fn(&str, &TreeRecorder),
{
    let expected = theirs(html, tree_recorder(scripting));
    let actual = tree_recorder(scripting);
    ours(html, &actual);
    if let Some(difference) = first_difference(&expected.seen.borrow(), &actual.seen.borrow()) {
        return Err(difference);
    }
    if !actual.offsets.borrow().is_sorted() {
        return Err("offsets go back".into());
    }
    if expected.inner.sink.dump() != actual.inner.sink.dump() {
        return Err("same tokens, but the trees differ".into());
    }
    Ok(())
}
