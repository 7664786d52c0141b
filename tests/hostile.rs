//! Pages made to hurt: each must give an answer, and the answer must not grow faster than the page.
//!
//! Times are printed, never asserted: machines differ. What is asserted is what can be counted: text is not
//! multiplied, and twice the page gives at most about twice the blocks. Debug builds take smaller pages.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test fails by panicking and may say what it saw")]

use std::sync::LazyLock;
use std::time::Instant;

use dehusk::{Classifier, Kind, Limits, Page};

static CLASSIFIER: LazyLock<Classifier> = LazyLock::new(|| Classifier::shipped().unwrap());

fn classify(name: &str, bytes: &[u8], kind: Kind) -> Page {
    let start = Instant::now();
    let page = CLASSIFIER.classify(bytes, kind, None);
    let (n_blocks, took) = (page.n_blocks(), start.elapsed());
    println!("{name}: {:.2} MB, {n_blocks} blocks, {took:.2?}, cut: {}", bytes.len() as f64 / 1e6, page.is_truncated());
    page
}

fn n_text_bytes(page: &Page) -> usize {
    page.blocks().map(|block| block.text().len()).sum()
}

/// Classifies the page of size `n` and of half of it.
fn check(name: &str, kind: Kind, n: usize, make: impl Fn(usize) -> String) {
    let n = if cfg!(debug_assertions) { n / 20 } else { n };
    let (half_source, source) = (make(n / 2), make(n));
    let half = classify(name, half_source.as_bytes(), kind);
    let page = classify(name, source.as_bytes(), kind);
    assert!(page.n_blocks() <= 3 * half.n_blocks() + 1_100, "{} then {} blocks", half.n_blocks(), page.n_blocks());
    assert!(n_text_bytes(&page) <= 2 * source.len() + 1_000, "{} bytes of text", n_text_bytes(&page));
}

/// A page that repeats a piece, with `{i}` replaced by its number.
fn repeated(piece: &str) -> impl Fn(usize) -> String + '_ {
    move |n| {
        if piece.contains("{i}") {
            (0..n).map(|i| piece.replace("{i}", &i.to_string())).collect()
        } else {
            piece.repeat(n)
        }
    }
}

/// Declares a test for a page that repeats a piece.
macro_rules! repetitions {
    ($($name:ident: $n:expr, $piece:expr;)*) => {
        $(#[test] fn $name() { check(stringify!($name), Kind::Html, $n, repeated($piece)); })*
    };
}

#[test]
fn what_a_limit_leaves_out_is_told() {
    let limits = Limits { max_bytes: 1_000, ..Limits::default() };
    let classifier = Classifier::shipped().unwrap().with_limits(limits);
    for (n, is_cut) in [(1_000, false), (1_001, true)] {
        assert_eq!(classifier.classify(&b"x".repeat(n), Kind::Html, None).is_truncated(), is_cut, "{n} bytes");
        assert_eq!(classifier.classify(&b"x".repeat(n), Kind::Text, None).is_truncated(), is_cut, "{n} bytes");
    }
}

repetitions! {
    nested_divs: 100_000, "<div>";
    nested_divs_with_text: 100_000, "<div>x";
    nested_fonts: 200_000, "<font>";
    a_million_bold: 1_000_000, "<b>";
    links_in_links: 50_000, "<a href=/{i}>x";
    links_in_links_in_boxes: 50_000, "<a href=/{i}><div>x";
    formatting_soup: 40_000, "<p><font color={i}>x";
    distinct_formatting: 100_000, "<font color={i}>x";
    adoption_agency: 40_000, "<b><div></b>x";
    nested_tables: 50_000, "<table><tr><td>x";
    table_soup: 100_000, "<table>x<tr>y<td>z</table><b>";
    foster_parents: 100_000, "<table><b>x<i>";
    sibling_links: 200_000, "<a href=/page/{i}>page {i}</a> ";
    sibling_paragraphs: 100_000, "<p class=c{i}>Paragraph {i}.</p>";
    unclosed_list_items: 100_000, "<li>x";
    nested_lists: 100_000, "<ul><li>x";
    buttons_in_buttons: 50_000, "<button>x";
    selects: 100_000, "<select><option>x</option>";
    templates: 50_000, "<template>x";
    nested_drawings: 100_000, "<svg><g>";
    drawings_and_math: 50_000, "<svg><desc><math><mi>x";
    made_up_elements: 100_000, "<my-element-{i}>x</my-element-{i}>";
    made_up_attributes: 100_000, "<p data-attribute-number-{i}=1>x</p>";
    tags_of_the_page_again: 60_000, "<html a{i}=1><body b{i}=2>";
    open_brackets: 10_000_000, "<";
    open_end_tags: 2_000_000, "</";
    ampersands: 2_000_000, "&";
    references: 500_000, "&CounterClockwiseContourIntegral;";
    line_breaks: 100_000, "<br>x";
    comments: 500_000, "<!--x-->";
    open_comments: 500_000, "<!--";
    titles: 50_000, "<title>x</title>";
    bodies: 200_000, "<body class=c{i}>";
    doctypes: 200_000, "<!doctype html>";
    style_sheets: 20_000, "<style>.c{i}{display:none}</style><p class=c{i}>x";
    inline_styles: 50_000, "<div style='opacity:0;left:-{i}px;position:absolute'>x</div>";
    hiding_scripts: 20_000, "<p id=i{i}>x</p><script>document.getElementById('i{i}').style.display='none'</script>";
    descriptions: 20_000, "<meta name=description content='about {i}'>";
    preformatted: 100_000, "<pre>x\n";
    plaintext: 100_000, "<plaintext>x";
}

#[test]
fn one_tag_with_many_attributes() {
    check("attributes", Kind::Html, 200_000, |n| format!("<p {}>x</p>", repeated("a{i}=1 ")(n)));
}

#[test]
fn one_attribute_without_end() {
    check("open attribute", Kind::Html, 10_000_000, |n| format!("<p class=\"{}", "word ".repeat(n / 5)));
}

#[test]
fn one_line_of_words() {
    check("one line, HTML", Kind::Html, 50_000_000, |n| "words and more ".repeat(n / 15));
    check("one line, text", Kind::Text, 50_000_000, |n| "words and more ".repeat(n / 15));
}

#[test]
fn one_line_without_a_space() {
    check("one word, text", Kind::Text, 10_000_000, |n| "a".repeat(n));
    check("one line of Chinese", Kind::Text, 5_000_000, |n| "新闻".repeat(n / 6));
    check("one line of nothing", Kind::Text, 5_000_000, |n| "\u{200b}".repeat(n / 3));
    check("one line of brackets", Kind::Text, 5_000_000, |n| "醫(".repeat(n / 4));
}

#[test]
fn many_lines() {
    check("short lines", Kind::Text, 200_000, repeated("line {i}\n"));
    check("blank lines", Kind::Text, 5_000_000, repeated("\n"));
    check("indented lines", Kind::Text, 5_000, |n| format!("{}x\n", " ".repeat(1_000)).repeat(n));
    check("equal lines", Kind::Text, 200_000, repeated("The same line again.\n"));
}

#[test]
fn deep_structured_data() {
    let in_script = |json: String| format!("<script type=application/ld+json>{json}</script><p>x");
    check("arrays", Kind::Html, 2_000_000, |n| in_script("[".repeat(n)));
    check("objects", Kind::Html, 300_000, |n| in_script("{\"@graph\":".repeat(n)));
    check("whole objects", Kind::Html, 30_000, |n| in_script("{\"@graph\":[".repeat(n) + "1" + &"]}".repeat(n)));
    check("many types", Kind::Html, 100_000, |n| in_script(format!("[{}1]", "{\"@type\":\"Article\"},".repeat(n))));
}

#[test]
fn huge_style_sheets() {
    let in_style = |css: String| format!("<style>{css}</style>{}", "<p class='c1 c2 c3'>x".repeat(500));
    check("rules", Kind::Html, 200_000, |n| in_style(repeated(".c{i} p{display:none}")(n)));
    check("selectors", Kind::Html, 300_000, |n| in_style(repeated(".c{i},")(n) + "p{left:-9000px}"));
    check("descendants", Kind::Html, 200_000, |n| in_style("div ".repeat(n) + "p{display:none}"));
    check("universal", Kind::Html, 100_000, |n| in_style("*{opacity:0}* *{left:0}".repeat(n)));
    check("nested at-rules", Kind::Html, 100_000, |n| in_style("@media screen{".repeat(n) + "p{display:none}"));
    check("open brackets", Kind::Html, 1_000_000, |n| in_style("p{a:(".repeat(n / 5)));
    check("declarations", Kind::Html, 300_000, |n| in_style(format!("p{{{}}}", "opacity:0;".repeat(n))));
}

#[test]
fn deep_trees_under_style_sheets() {
    let css = "<style>div div div .x{display:none} .a > .b ~ .c{opacity:0}</style>";
    check("deep under rules", Kind::Html, 50_000, |n| format!("{css}{}", "<div class='a b c x'>y".repeat(n)));
    check("wide under rules", Kind::Html, 50_000, |n| format!("{css}{}", "<div class='a b c x'>y</div>".repeat(n)));
}

#[test]
fn huge_scripts() {
    let in_script = |js: String| format!("<script>{js}</script><p id=x>x");
    check("calls", Kind::Html, 100_000, |n| in_script("document.getElementById('x').style.display='none';".repeat(n)));
    check("brackets", Kind::Html, 2_000_000, |n| in_script("(".repeat(n)));
    check("strings", Kind::Html, 500_000, |n| in_script("'a'+".repeat(n)));
    check("arrays of digits", Kind::Html, 500_000, |n| in_script(format!("var a=[{}0]", "60,".repeat(n))));
}

#[test]
fn bytes_that_are_no_page() {
    let n = if cfg!(debug_assertions) { 200_000 } else { 2_000_000 };
    let noise: Vec<u8> = (0..n as u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    for kind in [Kind::Html, Kind::Text] {
        assert_eq!(classify("nothing", b"", kind).n_blocks(), 0);
        classify("zeros", &vec![0; n], kind);
        classify("0xff", &vec![0xff; n], kind);
        classify("0x81", &vec![0x81; n], kind);
        classify("noise", &noise, kind);
        classify("a picture", &[b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", &noise[..n / 10]].concat(), kind);
        classify("UTF-16", &[0xff, 0xfe, b'<', 0, b'p', 0, b'>', 0, 0, 0xd8].repeat(n / 10), kind);
        classify("half of UTF-8", "新".as_bytes()[..2].repeat(n / 2).as_slice(), kind);
    }
}
