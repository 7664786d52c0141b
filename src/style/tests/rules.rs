//! Selectors, at-rules and what of them counts.

use super::check;

const HIDE: &str = "{display:none}";

#[track_caller]
fn rule(selector: &str, html: &str, expected: &str) {
    check(&format!("{selector}{HIDE}"), html, expected);
}

#[test]
fn matches_simple_selectors() {
    rule(".a", "<p class='b a'>", "DisplayNone StyleRule Unknown");
    rule("#a", "<p id=a>", "DisplayNone StyleRule");
    rule("code", "<code>", "DisplayNone");
    rule("CODE", "<code>", "DisplayNone");
    rule("*.a", "<p class=a>", "DisplayNone");
    rule(".a", "<p class=A>", "-");
    rule(".a", "<p class=ab>", "-");
    rule(".a.b#c", "<p class='b a' id=c>", "DisplayNone");
    rule(".a.b#c", "<p class='a' id=c>", "-");
    rule("p.a,p.b", "<p class=b>", "DisplayNone");
    rule("[data-x]", "<p data-x>", "DisplayNone");
    rule("[data-x='1']", "<p data-x=1>", "DisplayNone");
    rule("[data-x=\"1\"]", "<p data-x=2>", "-");
    rule("p[class^=ab]", "<p class=abc>", "DisplayNone");
    rule("p[class$=bc]", "<p class=abc>", "DisplayNone");
    rule("p[class*=b]", "<p class=abc>", "DisplayNone");
    rule("p[class~=b]", "<p class='a b'>", "DisplayNone");
    rule("p[lang|=zh]", "<p lang=zh-CN>", "DisplayNone");
    rule(".md\\:hidden", "<p class=md:hidden>", "DisplayNone");
    rule(".\\31 a", "<p class=1a>", "DisplayNone");
    rule(".中文", "<p class=中文>", "DisplayNone");
    rule("/* x */ .a /* y */", "<p class=a>", "DisplayNone");
    rule("<!-- .a", "<p class=a>", "DisplayNone");
}

#[test]
fn matches_ancestors() {
    rule(".a .b", "<div class=a><i><p class=b>", "DisplayNone");
    rule(".a .b", "<div><p class=b>", "-");
    rule(".a>.b", "<div class=a><p class=b>", "DisplayNone");
    rule(".a > .b", "<div class=a><i><p class=b>", "-");
    rule(".a .b > p", "<div class=a><div class=b><div class=b><p>", "DisplayNone");
    rule(".a > .b p", "<div class=a><div class=b><div class=b><p>", "DisplayNone");
    rule("html body p", "<html><body><p>", "DisplayNone");
    rule(":root p", "<html><body><p>", "DisplayNone");
    rule(".a + .b", "<p class=b>", "-");
    rule(".a ~ .b", "<p class=b>", "-");
}

#[test]
fn leaves_undecidable_selectors_out() {
    for selector in [
        ".a:hover",
        ".a:focus",
        ".a:checked",
        ".a:target",
        ".a:first-child",
        ".a:nth-child(2)",
        ".a::before",
        ".a:before",
        ".a:empty",
        ":is(.a)",
        ".a:has(p)",
        ".a:-moz-x",
        ".a::-webkit-scrollbar",
        ".a||b",
        "a|b",
        ".a:not(:hover)",
        ".a:not(.b .c)",
        ".",
        "#",
        "",
        "..a",
        ".a..",
        "[",
        "[a",
        "[a=",
        ".a:not(",
        ".a,",
    ] {
        let expected = if selector == ".a," { "DisplayNone" } else { "-" };
        rule(selector, "<p class=a>", expected);
    }
    rule(".a:not(.b)", "<p class=a>", "DisplayNone");
    rule(".a:not(.b)", "<p class='a b'>", "-");
    rule(".a:link", "<a class=a>", "DisplayNone");
    rule("html", "<html>", "-");
    rule("body", "<html><body>", "-");
}

#[test]
fn reads_at_rules() {
    check("@media screen{.a{display:none}}", "<p class=a>", "DisplayNone");
    check("@media all{.a{display:none}}", "<p class=a>", "DisplayNone");
    check("@media only screen , print{.a{display:none}}", "<p class=a>", "DisplayNone");
    check("@media print{.a{display:none}}", "<p class=a>", "-");
    check("@media(max-width:600px){.a{display:none}}", "<p class=a>", "-");
    check("@media screen and (min-width:600px){.a{display:none}}", "<p class=a>", "-");
    check("@supports (display:grid){.a{display:none}}", "<p class=a>", "DisplayNone");
    check("@supports not (display:grid){.a{display:none}}", "<p class=a>", "-");
    check("@layer x{.a{display:none}}", "<p class=a>", "DisplayNone");
    check("@layer a,b;.a{display:none}", "<p class=a>", "DisplayNone");
}

#[test]
fn steps_over_at_rules() {
    check("@import url(x.css);.a{display:none}", "<p class=a>", "DisplayNone");
    check("@charset \"utf-8\";.a{display:none}", "<p class=a>", "DisplayNone");
    check("@font-face{font-family:x}.a{display:none}", "<p class=a>", "DisplayNone");
    check("@keyframes x{from{opacity:0}to{opacity:1}}", "<from>", "-");
    check("@media print{.b{color:red}}.a{display:none}", "<p class=a>", "DisplayNone");
    check("@media screen{@media print{.a{display:none}}}", "<p class=a>", "-");
    check("@media screen{@supports (x:y){.a{display:none}}}", "<p class=a>", "DisplayNone");
}

#[test]
fn reads_on_behind_damage() {
    check("} .a{display:none}", "<p class=a>", "DisplayNone");
    check(".x{color:red;;;} .a{display:none", "<p class=a>", "DisplayNone");
    check(".x{content:'}'} .a{display:none}", "<p class=a>", "DisplayNone");
    check(".x{background:url(a}b.png)} .a{display:none}", "<p class=a>", "DisplayNone");
    check(".x{content:'\n} .a{display:none}", "<p class=a>", "DisplayNone");
    check(".x{color:red /* } */} .a{display:none}", "<p class=a>", "DisplayNone");
    check(".x{.a{display:none}} .b{display:none}", "<p class=b>", "DisplayNone");
    check(".x{&:hover{color:red} display:none}", "<p class=x>", "DisplayNone");
    check(".x{color:red;.a{display:none}}", "<p class=a>", "-");
}
