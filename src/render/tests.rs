//! What every block of a small page becomes when all are content.

use super::*;
use crate::blocks::cut_html;
use crate::classify::Page;
use crate::document::{Limits, parse};
use crate::label::Scores;
use crate::model::Thresholds;

fn show(html: &str, format: Format) -> String {
    let blocks = cut_html(&parse(html, &Limits::default()), html.len());
    let scores = vec![Scores { content: 1.0, chrome: 0.0, spam: 0.0 }; blocks.blocks.len()];
    let page = Page::new(blocks, scores, Thresholds::default(), None);
    render(&page, format, &Style { links: true, ..Style::default() })
}

/// What is kept of a page whose blocks that begin with x are chrome, with s spam, all others content.
fn text_of_labelled(html: &str) -> String {
    let blocks = cut_html(&parse(html, &Limits::default()), html.len());
    let scores = |block| match blocks.text_of(block).chars().next() {
        Some('x') => Scores { content: 0.0, chrome: 1.0, spam: 0.0 },
        Some('s') => Scores { content: 0.0, chrome: 0.0, spam: 1.0 },
        _ => Scores { content: 1.0, chrome: 0.0, spam: 0.0 },
    };
    let scores = blocks.blocks.iter().map(scores).collect();
    let page = Page::new(blocks, scores, Thresholds::default(), None);
    render(&page, Format::Text, &Style::default())
}

#[test]
fn code_keeps_its_middle() {
    let lines = |pre: &str| text_of_labelled(&format!("<p>x<p>a<pre>{pre}</pre><p>x"));
    assert_eq!(lines("<b>x</b><br>a<br>x<br>s<br>x<br>b<br>x"), "a\n\na\nx\nx\nb\n");
    assert_eq!(lines("x<br>x"), "a\n");
}

fn check(html: &str, text: &str, markdown: &str, clean_html: &str) {
    assert_eq!(show(html, Format::Text), text, "text of {html}");
    assert_eq!(show(html, Format::Markdown), markdown, "Markdown of {html}");
    assert_eq!(show(html, Format::Html), format!("<article>\n{clean_html}</article>\n"), "HTML of {html}");
}

#[test]
fn paragraphs_headings_and_line_breaks() {
    check("<p>a<p>b", "a\n\nb\n", "a\n\nb\n", "<p>a</p>\n<p>b</p>\n");
    check("<h3>a</h3>b", "a\n\nb\n", "### a\n\nb\n", "<h3>a</h3>\n<p>b</p>\n");
    check("<p>a<br>b<br><br>c", "a\nb\n\nc\n", "a\\\nb\n\nc\n", "<p>a<br>\nb</p>\n<p>c</p>\n");
    check("<h2>a<br>b</h2>", "a\nb\n", "## a<br>b\n", "<h2>a<br>\nb</h2>\n");
}

#[test]
fn lists_nest() {
    check(
        "<ul><li>a<ol><li>b<li>c</ol><li>d</ul>e",
        "- a\n  1. b\n  2. c\n- d\n\ne\n",
        "- a\n  1. b\n  2. c\n- d\n\ne\n",
        "<ul>\n<li>a\n<ol>\n<li value=\"1\">b</li>\n<li value=\"2\">c</li>\n</ol>\n</li>\n<li>d</li>\n</ul>\n<p>e</p>\n",
    );
    check(
        "<ul><li><p>a</p><p>b</p><li>c</ul>",
        "- a\n  b\n- c\n",
        "- a\n\n  b\n- c\n",
        "<ul>\n<li>a<p>b</p>\n</li>\n<li>c</li>\n</ul>\n",
    );
}

#[test]
fn items_keep_their_numbers() {
    let markdown = |html: &str| show(html, Format::Markdown);
    assert_eq!(markdown("<ol start=0><li>a<li>b</ol>"), "0. a\n1. b\n");
    assert_eq!(markdown("<ol><li>a<li value=7>b<li>c</ol>"), "1. a\n7. b\n8. c\n");
    assert_eq!(markdown("<ol reversed><li>a<li>b</ol>"), "2. a\n1. b\n");
    assert_eq!(markdown("<ol reversed start=9><li>a<li>b</ol>"), "9. a\n8. b\n");
    assert_eq!(markdown("<ol start=-3><li>a<li value=99999999999><li value=4294967295>c</ol>"), "1. a\n999999999. c\n");
    assert_eq!(markdown("<ol><div><li>a</li></div><div><li>b</li></div></ol>"), "1. a\n1. b\n");
}

#[test]
fn exponents_and_indices_are_marked_where_they_would_run_into_a_word() {
    let html = "<p>10<sup>5</sup> H<sub>2</sub>O x<sup>n</sup> 1<sup>st</sup> M<sup>®</sup> <sup>b</sup> a<sup><a href=#r>[1]</a></sup>";
    let marked = "10<sup>5</sup> H<sub>2</sub>O x<sup>n</sup> 1st M® b a[1]";
    check(html, "105 H2O xn 1st M® b a[1]\n", &format!("{marked}\n"), &format!("<p>{marked}</p>\n"));
    let markdown = |html: &str| show(html, Format::Markdown);
    assert_eq!(
        markdown("<p>a<sup>1<sup>2</sup></sup> b<sup><code>3</code></sup> <code>c<sup>4</sup></code>"),
        "a<sup>12</sup> b`3` `c4`\n"
    );
    assert_eq!(markdown("<p>a<sup><a href=/b>1</a></sup>"), "a[<sup>1</sup>](/b)\n");
}

#[test]
fn code_among_words_is_marked() {
    check("<p>Call <code>f_x</code>.", "Call f_x.\n", "Call `f_x`.\n", "<p>Call <code>f_x</code>.</p>\n");
    let markdown = |html: &str| show(html, Format::Markdown);
    assert_eq!(markdown("<p><kbd> a </kbd><tt>b</tt> <var>c_</var>"), "`a` `b` c\\_\n");
    assert_eq!(markdown("<p>a <code>b ` c</code> <samp>`</samp>"), "a ``b ` c`` `` ` ``\n");
    assert_eq!(markdown("<p><a href=/a><code>b</code></a> <code><a href=/a>c</a>d</code>"), "[`b`](/a) [c](/a)d\n");
    assert_eq!(markdown("<p><code>a<br>b</code> <var>c<br>d</var>"), "`a`\\\n`b` c\\\nd\n");
    assert_eq!(
        markdown("<p><code>a<math><annotation encoding=application/x-tex>b</annotation></math></code>"),
        "`ab`\n"
    );
    assert_eq!(
        markdown("<table><tr><td><code>a|b</code><td>c<tr><td>d<td>e</table>"),
        "| `a\\|b` | c |\n| --- | --- |\n| d | e |\n"
    );
}

#[test]
fn fences_name_the_language() {
    for html in [
        "<pre class='x language-rust'>a</pre>",
        "<pre><code class=lang-rust>a</code></pre>",
        "<div class='highlight-rust x'><div class=highlight><pre><span></span>a</pre></div></div>",
        "<pre class='brush: rust; x'>a</pre>",
        "<pre class=language-none><code data-lang=rust>a</code></pre>",
    ] {
        assert_eq!(show(html, Format::Markdown), "```rust\na\n```\n", "{html}");
    }
    for html in ["<pre>a</pre>", "<pre class=language-text>a</pre>", "<pre class='language-\u{e4}'>a</pre>"] {
        assert_eq!(show(html, Format::Markdown), "```\na\n```\n", "{html}");
    }
}

#[test]
fn crooked_lists_are_set_right() {
    check("<li>a<li>b", "- a\n- b\n", "- a\n- b\n", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n");
    check("<ul>a</ul>", "a\n", "a\n", "<p>a</p>\n");
    check(
        "<ul><li>a</li><ul><li>b</li></ul></ul>",
        "- a\n  - b\n",
        "- a\n  - b\n",
        "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>\n",
    );
    check(
        "<dl><dt>a<dd>b<dt>c<dd>d</dl>",
        "- a\n  b\n- c\n  d\n",
        "- a\n\n  b\n- c\n\n  d\n",
        "<ul>\n<li>a<p>b</p>\n</li>\n<li>c<p>d</p>\n</li>\n</ul>\n",
    );
}

#[test]
fn tables_keep_their_columns() {
    check(
        "<table><caption>t</caption><tr><th>a<th>b<th>c<tr><th>x<td><td>1|2<br>3</table>",
        "t\n\na | b | c\nx |  | 1|2 3\n",
        "t\n\n| a | b | c |\n| --- | --- | --- |\n| x |  | 1\\|2 3 |\n",
        "<table>\n<caption>t</caption>\n<tr><th>a</th><th>b</th><th>c</th></tr>\n<tr><th>x</th><td></td><td>1|2<br>\n3</td></tr>\n</table>\n",
    );
}

#[test]
fn lines_in_cells_are_no_layout() {
    let names = "first<br>second<br>third<br>fourth<br>fifth<br>sixth";
    let html = format!("<table><tr><th>a<th>b<tr><td>{names}<td>{names}</table>");
    let row = "first second third fourth fifth sixth";
    assert_eq!(show(&html, Format::Text), format!("a | b\n{row} | {row}\n"));
    assert_eq!(show(&html, Format::Markdown), format!("| a | b |\n| --- | --- |\n| {row} | {row} |\n"));
    let paragraphs = "<p>x</p>".repeat(12);
    let html = format!("<table><tr><td>a<td>b<tr><td>{paragraphs}<td>{paragraphs}</table>");
    assert!(!show(&html, Format::Text).contains('|'));
}

#[test]
fn tables_that_lay_a_page_out_are_not_shown() {
    check("<table><tr><td>a<td>b</table>", "a\n\nb\n", "a\n\nb\n", "<p>a</p>\n<p>b</p>\n");
    let nested = "<table><tr><td>a<td><table><tr><td>b<td>c<tr><td>d<td>e</table><tr><td>f<td>g</table>";
    assert_eq!(show(nested, Format::Text), "a\n\nb | c\nd | e\n\nf\n\ng\n");
}

#[test]
fn code_and_quotations() {
    check(
        "<blockquote><p>a<p>b</blockquote><pre>x &lt; 1\n  ```\n</pre>",
        "> a\n>\n> b\n\nx < 1\n  ```\n",
        "> a\n>\n> b\n\n````\nx < 1\n  ```\n````\n",
        "<blockquote>\n<p>a</p>\n<p>b</p>\n</blockquote>\n<pre>\nx &lt; 1\n  ```</pre>\n",
    );
    check(
        "<pre>a<br>  <b>b</b> c<br><i>\t</i><br>\n    <b>d</b><br>  <b></b>\ne",
        "a\n  b c\n\n    d\ne\n",
        "```\na\n  b c\n\n    d\ne\n```\n",
        "<pre>\na\n  b c\n\n    d\ne</pre>\n",
    );
    check("<pre>a<br>  b</pre>", "a\n  b\n", "```\na\n  b\n```\n", "<pre>\na\n  b</pre>\n");
    check("<figure><figcaption>a</figcaption></figure>", "a\n", "a\n", "<figure><figcaption>a</figcaption></figure>\n");
}

#[test]
fn links_lead_to_pages_only() {
    check(
        "<p>a <a href='/b?c=1&d'>b</a> <a href='javascript:x'>c</a> <a href='http://e.example/(f)'>*</a>",
        "a b c *\n",
        "a [b](/b?c=1&d) c [\\*](http://e.example/%28f%29)\n",
        "<p>a <a href=\"/b?c=1&amp;d\">b</a> c <a href=\"http://e.example/(f)\">*</a></p>\n",
    );
}

#[test]
fn text_is_never_markup() {
    check(
        "<p># a &lt;b&gt; [c](d) e_f _g_ &amp;amp; `h`",
        "# a <b> [c](d) e_f _g_ &amp; `h`\n",
        "\\# a \\<b> [c\\](d) e_f \\_g\\_ \\&amp; \\`h\\`\n",
        "<p># a &lt;b&gt; [c](d) e_f _g_ &amp;amp; `h`</p>\n",
    );
}

#[test]
fn depth_is_bounded() {
    let html = "<blockquote><ul><li>".repeat(300) + "a";
    assert!(show(&html, Format::Markdown).len() < 100);
}

#[test]
fn formulas_stand_between_dollars_in_markdown() {
    let math =
        |tex: &str| format!("<math><mi>x</mi><annotation encoding=application/x-tex> {tex} </annotation></math>");
    check(
        &format!("<p>Let {} cost $5.<div>{}</div>", math("a_1^*"), math("b \\\\ c")),
        "Let a_1^* cost $5.\n\nb \\\\ c\n",
        "Let $a_1^*$ cost \\$5.\n\n$$b \\\\ c$$\n",
        "<p>Let a_1^* cost $5.</p>\n<p>b \\\\ c</p>\n",
    );
    let in_markdown = |html: &str| show(html, Format::Markdown);
    assert_eq!(in_markdown("<p>It costs $5, $6 or <math><mi>x</mi></math>."), "It costs $5, $6 or x.\n");
    assert_eq!(in_markdown(&format!("<p>{}", math("5\\text{$}"))), "5\\\\text{\\$}\n");
    assert_eq!(in_markdown(&format!("<p>{}", math("5\\"))), "5\\\\\n");
    assert_eq!(in_markdown(&format!("<p><a href=/a>by {}</a>", math("\\$"))), "[by $\\$$](/a)\n");
    let table = format!("<table><tr><th>a<th>b<tr><td>c<td>{}</table>", math("|x|"));
    assert_eq!(in_markdown(&table), "| a | b |\n| --- | --- |\n| c | $\\|x\\|$ |\n");
}

#[test]
fn cells_stand_under_their_headings() {
    let markdown = |rows: &str| show(&format!("<table>{rows}</table>"), Format::Markdown);
    assert_eq!(
        markdown("<tr><th colspan=2>a<th>b<tr><td>c<td>d<td>e"),
        "| a |  | b |\n| --- | --- | --- |\n| c | d | e |\n"
    );
    assert_eq!(markdown("<tr><td><th>a<th>b<tr><td>c<th><td>d"), "|  | a | b |\n| --- | --- | --- |\n| c |  | d |\n");
    assert_eq!(
        markdown("<tr><th>a<td colspan=4000000000>b<tr><td>c<td colspan=x>d"),
        "| a | b |\n| --- | --- |\n| c | d |\n"
    );
    assert_eq!(
        markdown("<tr><th>a<th>b<th>c<tr><td rowspan=2>d<td>e<td rowspan=0>f<tr><td>g<tr><td>h<td>i<tbody><tr><td>j"),
        "| a | b | c |\n| --- | --- | --- |\n| d | e | f |\n|  | g |  |\n| h | i |  |\n| j |  |  |\n"
    );
    assert_eq!(
        markdown("<tr><td rowspan=2 colspan=2>a<td>b<tr><td>c"),
        "| a |  | b |\n| --- | --- | --- |\n|  |  | c |\n"
    );
}

#[test]
fn neighbouring_lists_are_kept_apart() {
    let markdown = |html: &str| show(html, Format::Markdown);
    assert_eq!(markdown("<ul><li>a</ul><ul><li>b</ul><ul><li>c</ul>"), "- a\n\n* b\n\n- c\n");
    assert_eq!(markdown("<ol><li>a</ol><ol><li>b</ol>"), "1. a\n\n1) b\n");
    assert_eq!(markdown("<ul><li>a</ul><ol><li>b</ol><p>c</p><ul><li>d</ul>"), "- a\n\n1. b\n\nc\n\n- d\n");
}

#[test]
fn only_what_markdown_would_read_is_escaped() {
    let markdown = |html: &str| show(html, Format::Markdown);
    assert_eq!(markdown("<p>AT&amp;T &lt; 5 [1] a]b"), "AT&T < 5 [1] a]b\n");
    assert_eq!(markdown("<p>&amp;copy; &lt;b [a](b) [c]: d"), "\\&copy; \\<b [a\\](b) [c\\]: d\n");
    assert_eq!(markdown("<p>See!<a href=/x>h[1]</a>"), "See\\![h\\[1\\]](/x)\n");
}
