//! Runs the html5lib tokenizer tests if `HTML5LIB_TESTS` names their folder.
//!
//! In: the `.test` files that `scripts/html5lib-tests` fetches. Out: how many token streams are as written
//! there, and a failure if one is not.

use std::cell::{Cell, RefCell};

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{TagKind, Token, TokenSink, TokenSinkResult};
use serde_json::{Value, json};

use super::feed::Feed;
use crate::tokenizer::{TokenLimits, tokenize};

/// Drops the first tag if `start` says what to answer to it.
struct Sink {
    start: Cell<Option<&'static str>>,
    foreign: bool,
    seen: RefCell<Vec<Value>>,
}

impl Sink {
    fn text(&self, text: &str) {
        let mut seen = self.seen.borrow_mut();
        if let Some(last) = seen.last_mut()
            && last[0] == "Character"
        {
            let joined = format!("{}{text}", last[1].as_str().unwrap_or(""));
            last[1] = json!(joined);
            return;
        }
        seen.push(json!(["Character", text]));
    }
}

impl TokenSink for Sink {
    type Handle = ();
    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) => {
                match self.start.take() {
                    Some("PLAINTEXT state") => return TokenSinkResult::Plaintext,
                    Some("RCDATA state") => return TokenSinkResult::RawData(RawKind::Rcdata),
                    Some("RAWTEXT state") => return TokenSinkResult::RawData(RawKind::Rawtext),
                    Some("Script data state") => {
                        return TokenSinkResult::RawData(RawKind::ScriptData);
                    }
                    _ => {}
                }
                let mut out = match tag.kind {
                    TagKind::EndTag => json!(["EndTag", &*tag.name]),
                    TagKind::StartTag => {
                        let attrs: serde_json::Map<String, Value> =
                            tag.attrs.iter().map(|a| (a.name.local.to_string(), json!(&*a.value))).collect();
                        json!(["StartTag", &*tag.name, attrs])
                    }
                };
                if tag.self_closing && tag.kind == TagKind::StartTag {
                    out.as_array_mut().into_iter().for_each(|a| a.push(json!(true)));
                }
                self.seen.borrow_mut().push(out);
            }
            Token::CharacterTokens(text) => self.text(&text),
            Token::NullCharacterToken => self.text("\0"),
            Token::CommentToken(text) => {
                self.seen.borrow_mut().push(json!(["Comment", &*text]));
            }
            Token::DoctypeToken(d) => {
                let s = |t: &Option<StrTendril>| t.as_ref().map(|t| t.to_string());
                let out = json!(["DOCTYPE", s(&d.name), s(&d.public_id), s(&d.system_id), !d.force_quirks]);
                self.seen.borrow_mut().push(out);
            }
            Token::EOFToken | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.foreign
    }
}

/// Undoes `\uHHHH`; `None` for a lone surrogate.
fn unescape(text: &str) -> Option<String> {
    let mut units = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("\\u") {
        units.extend(rest[..at].encode_utf16());
        units.push(u16::from_str_radix(rest.get(at + 2..at + 6)?, 16).ok()?);
        rest = &rest[at + 6..];
    }
    units.extend(rest.encode_utf16());
    String::from_utf16(&units).ok()
}

fn unescape_all(value: &Value) -> Option<Value> {
    Some(match value {
        Value::String(s) => Value::String(unescape(s)?),
        Value::Array(a) => Value::Array(a.iter().map(unescape_all).collect::<Option<_>>()?),
        Value::Object(o) => {
            Value::Object(o.iter().map(|(k, v)| Some((unescape(k)?, unescape_all(v)?))).collect::<Option<_>>()?)
        }
        other => other.clone(),
    })
}

fn run(state: &'static str, last: Option<&str>, input: &str) -> Vec<Value> {
    let prefix = match state {
        "Data state" => String::new(),
        "CDATA section state" => "<![CDATA[".into(),
        _ => format!("<{}>", last.unwrap_or("none1")),
    };
    let sink = Sink {
        start: Cell::new((prefix.starts_with('<') && !prefix.starts_with("<!")).then_some(state)),
        foreign: state == "CDATA section state",
        seen: RefCell::default(),
    };
    // The first U+FEFF is dropped as a byte order mark, so that one in the input is not.
    let html = format!("\u{feff}{prefix}{input}");
    tokenize(&html, &mut Feed::new(&sink), &TokenLimits::default());
    sink.seen.take()
}

#[test]
fn html5lib_tokenizer_tests_pass() {
    let Ok(folder) = std::env::var("HTML5LIB_TESTS") else {
        return;
    };
    let states =
        ["Data state", "PLAINTEXT state", "RCDATA state", "RAWTEXT state", "Script data state", "CDATA section state"];
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|e| e != "test") {
            continue;
        }
        let file: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let Some(tests) = file["tests"].as_array() else {
            skipped += file["xmlViolationTests"].as_array().map_or(0, Vec::len);
            continue;
        };
        for test in tests {
            let (mut input, mut output) = (test["input"].clone(), test["output"].clone());
            if test["doubleEscaped"] == true {
                let (Some(i), Some(o)) = (unescape_all(&input), unescape_all(&output)) else {
                    skipped += 1;
                    continue;
                };
                (input, output) = (i, o);
            }
            let default = vec![json!("Data state")];
            for state in test["initialStates"].as_array().unwrap_or(&default) {
                let state = states.iter().find(|s| state == **s).unwrap();
                let seen = run(state, test["lastStartTag"].as_str(), input.as_str().unwrap());
                if Value::Array(seen.clone()) == output {
                    passed += 1;
                } else {
                    failed += 1;
                    println!(
                        "{:?} {} in {state}: {input}\n  want {output}\n  have {}",
                        path.file_name(),
                        test["description"],
                        Value::Array(seen)
                    );
                }
            }
        }
    }
    println!("html5lib: {passed} passed, {failed} failed, {skipped} skipped");
    assert_eq!(failed, 0);
}
