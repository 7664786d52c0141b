//! Any bytes may come in; all of it must end soon and without a panic.

use std::time::{Duration, Instant};

use super::{PathElement, Tag, read_path};
use crate::style::{StyleSheet, StyledElement};

/// Generous for debug builds on a loaded machine; quadratic work takes minutes.
const SOON: Duration = Duration::from_secs(10);

#[track_caller]
fn soon(css: &str) -> StyleSheet {
    let start = Instant::now();
    let sheet = StyleSheet::parse([css].into_iter());
    let path = read_path(&format!("<div class=a id=b style=\"{}\">", css.get(..4000).unwrap_or(css)));
    sheet.hiding(&PathElement { path: &path });
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
    sheet
}

#[test]
fn repeated_pieces_end_soon() {
    for piece in [
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "@",
        "@media{",
        "@media screen{",
        "\"",
        "'",
        "\\",
        "/*",
        "*/",
        "<!--",
        "a{",
        "a{b:",
        ".",
        "#",
        ":",
        "::",
        ":not(",
        ",",
        ".a,",
        "a ",
        "a>",
        "a>.b ",
        "*",
        "a{display:none}",
        ".a{display:none}",
        "url(",
        "a:url(\"",
        "a{color:rgb(",
        "a{b:c(",
        "a[b=\"",
        "[a]{opacity:0}",
        "!important",
        ";",
        "\n",
        "é",
        "\u{0}",
        "a{transform:translate(",
    ] {
        soon(&piece.repeat((1 << 20) / piece.len()));
    }
}

#[test]
fn many_rules_are_bounded() {
    let css: String = (0..100_000).map(|n| format!(".c{n} .d{n}{{display:none}}")).collect();
    let sheet = soon(&css);
    assert!(sheet.n_selectors().0 <= crate::style::limits::MAX_SELECTORS);
    let list: String = (0..100_000).map(|n| format!(".c{n},")).collect();
    let sheet = soon(&format!("{list}.z{{display:none}}"));
    assert!(sheet.n_selectors().0 <= crate::style::limits::MAX_SELECTORS_PER_RULE);
    let deep: String = "a>b ".repeat(10_000);
    soon(&format!("{deep}{{display:none}}"));
    let nested = format!("{}.a{{display:none}}{}", "@media screen{".repeat(10_000), "}".repeat(10_000));
    soon(&nested);
}

#[test]
fn every_element_is_bounded() {
    let css: String = (0..30_000).map(|n| format!(".x{} .y .z > .a{{color:#fff}}", n % 7)).collect();
    let sheet = StyleSheet::parse([css.as_str()].into_iter());
    let path: Vec<Tag> = read_path(&"<div class='a y z'>".repeat(500));
    let element = PathElement { path: &path };
    let start = Instant::now();
    for _ in 0..2_000 {
        sheet.hiding(&element);
    }
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
    assert_eq!(element.classes().count(), 3);
}

#[test]
fn cut_anywhere_never_panics() {
    let css = "@media (min-width:1px){.a\\31 ,[b~='é']:not(.c)>d{left:calc(1px);filter:alpha(opacity=0);color:#fffé}}/*é*/url(\"é\\";
    for start in 0..css.len() {
        for end in start..=css.len() {
            if let Some(piece) = css.get(start..end) {
                soon(piece);
            }
        }
    }
}
