//! Hand-written cases. In: short documents. Out: their tokens, written out on
//! one line each by [`tokens`]; the sink switches to raw text by tag name as a
//! tree builder would.

pub(crate) mod arena;
mod differential;
pub(crate) mod feed;
pub(crate) mod grammar;
mod html5lib;
mod record;

use std::cell::{Cell, RefCell};

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{self as theirs, TagKind, Token, TokenSink, TokenSinkResult};

use super::{Strings, Tag, TokenLimits, tokenize};
use feed::Feed;

#[derive(Default)]
struct Lines {
    lines: RefCell<Vec<String>>,
    offsets: RefCell<Vec<u64>>,
    foreign: Cell<bool>,
    ended: Cell<bool>,
}

impl TokenSink for Lines {
    type Handle = ();

    fn process_token(&self, token: Token, offset: u64) -> TokenSinkResult<()> {
        let mut answer = TokenSinkResult::Continue;
        let line = match token {
            Token::TagToken(tag) => {
                if tag.kind == TagKind::StartTag {
                    answer = match &*tag.name {
                        "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
                        "style" | "xmp" | "h1" => TokenSinkResult::RawData(RawKind::Rawtext),
                        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
                        "plaintext" => TokenSinkResult::Plaintext,
                        "meta" => TokenSinkResult::EncodingIndicator(StrTendril::new()),
                        "svg" => {
                            self.foreign.set(true);
                            TokenSinkResult::Script(())
                        }
                        _ => TokenSinkResult::Continue,
                    };
                }
                tag_line(&tag)
            }
            Token::CharacterTokens(text) => format!("{:?}", &*text),
            Token::CommentToken(text) => format!("!{:?}", &*text),
            Token::NullCharacterToken => "NUL".into(),
            Token::EOFToken => "EOF".into(),
            Token::ParseError(error) => format!("ERROR {error}"),
            Token::DoctypeToken(d) => {
                let part = |id: &Option<StrTendril>| id.as_ref().map_or("-".into(), |s| s.to_string());
                let (name, public) = (part(&d.name), part(&d.public_id));
                let system = part(&d.system_id);
                format!("D {name}|{public}|{system}|{}", d.force_quirks)
            }
        };
        self.lines.borrow_mut().push(line);
        self.offsets.borrow_mut().push(offset);
        answer
    }

    fn end(&self) {
        self.ended.set(true);
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.foreign.get()
    }
}

fn tag_line(tag: &theirs::Tag) -> String {
    let mut line = match tag.kind {
        TagKind::StartTag => format!("<{}", &*tag.name),
        TagKind::EndTag => format!("</{}", &*tag.name),
    };
    for attr in &tag.attrs {
        line.push_str(&format!(" {}={:?}", &*attr.name.local, &*attr.value));
    }
    line + if tag.self_closing { "/>" } else { ">" }
}

fn run(html: &str, limits: &TokenLimits) -> Lines {
    let sink = Lines::default();
    tokenize(html, &mut Feed::new(&sink), limits);
    assert!(sink.ended.get());
    sink
}

/// All tokens but the last, which is checked to be the end of file.
fn tokens(html: &str) -> String {
    let mut lines = run(html, &TokenLimits::default()).lines.take();
    assert_eq!(lines.pop().as_deref(), Some("EOF"));
    lines.join(" ")
}

/// Declares one test per line: name, document, tokens.
macro_rules! cases {
    ($($name:ident: $html:expr => $expected:expr;)*) => {
        $(#[test] fn $name() { assert_eq!(tokens($html), $expected); })*
    };
}

cases! {
    nothing: "" => "";
    byte_order_mark: "\u{feff}a\u{feff}" => r#""a\u{feff}""#;
    text_and_tags: "a<P>b</p >" => r#""a" <p> "b" </p>"#;
    less_than_as_text: "a < b <3 <" => r#""a < b <3 <""#;
    end_tag_oddities: "</><//></ x></3></" => r#"!"/" !" x" !"3" "</""#;
    self_closing: "<br/><br / a/><br a=b/>" => r#"<br/> <br a=""/> <br a="b/">"#;
    attributes: "<a b=1 C='2' d = \"3\" e>" => r#"<a b="1" c="2" d="3" e="">"#;
    attribute_oddities: "<a =b==c \"d' e=>" => r#"<a =b="=c" "d'="" e="">"#;
    duplicate_attributes: "<a b=1 B=2 c>" => r#"<a b="1" c="">"#;
    nulls: "a\0b<p\0 q\0=\0><!--\0--><title>\0" =>
        "\"a\" NUL \"b\" <p\u{fffd} q\u{fffd}=\"\u{fffd}\"> !\"\u{fffd}\" <title> \"\u{fffd}\"";
    line_ends: "a\r\nb\rc\n\r<p\r\nq=\"\r\n\r\"><!--\r\n-->" =>
        r#""a\nb\nc\n\n" <p q="\n\n"> !"\n""#;
    cut_off_tag: "a<p b='c" => r#""a""#;
    cut_off_end_tag: "a</p " => r#""a""#;
    comments: "<!----><!--><!---><!--a--!><!-- -- -!> <!-- -->" =>
        r#"!"" !"" !"" !"a" !" -- -!> <!-- ""#;
    cut_off_comments: "<!--a--!" => r#"!"a""#;
    cut_off_comment_start: "<!-" => r#"!"-""#;
    bogus_comments: "<?a?><!a><![CDATA[b]]>" => r#"!"?a?" !"a" !"[CDATA[b]]""#;
    cdata_in_foreign_content: "<svg><![CDATA[<a>\0]]]><![CDATA[" => r#"<svg> "<a>" NUL "]""#;
    doctypes: "<!DOCTYPE Html><!doctype><!doctype a public'b'\"c\"x><!doctype a system 'b><!doctype a x>" =>
        "D html|-|-|false D -|-|-|true D a|b|c|false D a|-|b|true D a|-|-|true";
    cut_off_doctype: "<!doctype html public \"a" => "D html|a|-|true";
    named_references: "&amp;&lt&notit;&notin;&nosuch;&NotEqualTilde;&" =>
        "\"&<¬it;∉&nosuch;≂\\u{338}&\"";
    references_in_attributes: "<a b='&amp;&amp=&ampx&amp&copy' c=&lt&copy;&lt=>" =>
        r#"<a b="&&amp=&ampx&©" c="<©&lt=">"#;
    numeric_references: "&#65&#x42;&#0;&#128;&#xD800;&#x110000;&#99999999999;&#;&#x;&#xg" =>
        "\"AB\u{fffd}€\u{fffd}\u{fffd}\u{fffd}&#;&#x;&#xg\"";
    rcdata: "<title>a<b>&amp;</titl></TITLE\n>c" => r#"<title> "a<b>&</titl>" </title> "c""#;
    rawtext: "<style>&amp;<!--</style></x>" => r#"<style> "&amp;<!--" </style> </x>"#;
    unclosed_rawtext: "<xmp>a</xmp" => r#"<xmp> "a</xmp""#;
    rawtext_name_with_digit: "<h1>a</h1>" => r#"<h1> "a</h1>""#;
    plaintext: "<plaintext>a</plaintext>&amp;\0" =>
        "<plaintext> \"a</plaintext>&amp;\u{fffd}\"";
    script: "<script>if(a<b)'</p>'</script a=1>" => r#"<script> "if(a<b)'</p>'" </script a="1">"#;
    script_escaped: "<script><!--</script>" => r#"<script> "<!--" </script>"#;
    script_double_escaped: "<script><!--<script></script>a--></script>" =>
        r#"<script> "<!--<script></script>a-->" </script>"#;
    script_double_escape_left: "<script><!--<Script </script/</script>" =>
        r#"<script> "<!--<Script </script/" </script>"#;
    script_escape_closed_at_once: "<script><!--><script></script>" =>
        r#"<script> "<!--><script>" </script>"#;
    encoding_indicator: "<meta charset=x>\u{feff}a" => r#"<meta charset="x"> "\u{feff}a""#;
}

#[test]
fn offsets_are_those_of_the_first_bytes() {
    let html = "\u{feff}é<p a>x\0y</p><!--c--><!doctype d>";
    let sink = run(html, &TokenLimits::default());
    let starts = ["é", "<p", "x", "\0", "y", "</p", "<!--", "<!doctype"];
    let mut expected: Vec<_> = starts.iter().map(|s| html.find(s)).collect();
    expected.push(Some(html.len()));
    let offsets = sink.offsets.take();
    let offsets: Vec<_> = offsets.iter().map(|&n| Some(n as usize)).collect();
    assert_eq!(offsets, expected);
}

#[test]
fn limits_leave_things_out() {
    let limits = TokenLimits { max_attributes: 2, keep_comments: false };
    let html = "<script><!--a</script><script b>c</script><title>d</title><p a a b c d><!--e--><my-own-tag x y=1 z>";
    let expected = "<script> </script> <script b=\"\"> \"c\" </script> <title> \"d\" </title> \
                    <p a=\"\" b=\"\"> <my-own-tag x=\"\" y=\"1\"> EOF";
    let sink = Lines::default();
    let keep_raw_text = |tag: &Tag, _: &Strings<'_>| !tag.attributes.is_empty();
    tokenize(html, &mut Feed { sink: &sink, keep_raw_text }, &limits);
    assert_eq!(sink.lines.take().join(" "), expected);
}

#[test]
fn many_attributes_keep_the_first_of_each_name() {
    let names: String = (0..3000).map(|n| format!(" a{}={n}", n % 100)).collect();
    let sink = run(&format!("<p{names}>"), &TokenLimits::default());
    let expected: String = (0..100).map(|n| format!(" a{n}=\"{n}\"")).collect();
    assert_eq!(sink.lines.borrow()[0], format!("<p{expected}>"));
}
