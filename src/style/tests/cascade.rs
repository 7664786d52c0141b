//! Rules that meet in one element, and what shows it again.

use super::check;

#[test]
fn weighs_rules() {
    check(".a{display:none}.a{display:block}", "<p class=a>", "-");
    check(".a{display:block}.a{display:none}", "<p class=a>", "DisplayNone");
    check("#i{display:block}.a{display:none}", "<p class=a id=i>", "-");
    check("#i{display:block}.a{display:none!important}", "<p class=a id=i>", "DisplayNone");
    check("p.a{display:block}.a{display:none}", "<p class=a>", "-");
    check("div .a{display:block}.a{display:none}", "<p class=a>", "DisplayNone");
    check(".a{display:none}", "<p class=a style='display:block'>", "-");
    check(".a{display:none!important}", "<p class=a style='display:block'>", "DisplayNone StyleRule");
    check(".a{display:block!important}", "<p class=a style='display:none'>", "-");
}

#[test]
fn joins_rules() {
    check(".a{left:-9999px}.b{position:absolute}", "<p class='a b'>", "OffScreen");
    check(".a{left:-9999px}.b{position:absolute;left:0}", "<p class='a b'>", "-");
    check(".a{height:0}.b{overflow:hidden}", "<p class='a b'>", "ZeroSize");
    check(".a{height:0;overflow:hidden}", "<p class=a style='height:100px'>", "-");
    check(".a{height:0;overflow:hidden}p.a{height:auto}", "<p class=a>", "-");
    check(".a{color:#fff}.b{background:#fff}", "<p class='a b'>", "Colour");
    check(".a{color:#fff}.b{background:#000}", "<p class='a b'>", "-");
    check(".a{color:#fff}.b{background:#000}", "<div class=b><p class=a>", "-");
    check(".a{color:#fff}.b{background:#fefefe}", "<div class=b><p class=a>", "Colour");
    check("h1{color:#fdfdfd}", "<h1>", "Colour StyleRule");
    check("p{opacity:0}.a{opacity:1}", "<p class=a>", "-");
}

#[test]
fn tells_what_shows_it_again() {
    let toggled = "DisplayNone StyleRule Disclosure";
    check(".m{display:none}li:hover .m{display:block}", "<li><p class=m>", toggled);
    check(".m{display:none}.m.open{display:block}", "<p class=m>", toggled);
    check(".m{display:none}.m.open{display:block}", "<p class='m open'>", "-");
    check(".m{display:none}.x.is-active > .m{display:block}", "<div class=x><p class=m>", toggled);
    check(".m{display:none}.x.is-active > .m{display:block}", "<div><p class=m>", "DisplayNone StyleRule Unknown");
    check(".m{display:none}#t:checked ~ .m{display:block}", "<p class=m>", toggled);
    check(".m{display:none}.m:target{display:block}", "<p class=m>", toggled);
    check(".m:not(.show){display:none}", "<p class=m>", "DisplayNone");
    check(".m:not(.show){display:none}", "<p class='m show'>", "-");
    check(".fx{opacity:0;transition:opacity .3s}", "<p class=fx>", "Opacity StyleRule Animation");
    check(".m{display:none}.m:hover{color:red}", "<p class=m>", "DisplayNone StyleRule Unknown");
}

#[test]
fn judges_media() {
    let narrow = ".m{display:none}@media(max-width:600px){.m{display:block}}";
    check(narrow, "<p class=m>", "DisplayNone StyleRule Responsive");
    check(".m{display:none}@media(min-width:600px){.m{display:block}}", "<p class=m>", "-");
    check(".m{display:none}@media screen and (min-width:48em){.m{display:block}}", "<p class=m>", "-");
    check(".m{display:none}@media(width>=600px){.m{display:block}}", "<p class=m>", "-");
    check(
        ".m{display:none}@media(min-width:1600px){.m{display:block}}",
        "<p class=m>",
        "DisplayNone StyleRule Responsive",
    );
    check(".m{display:none}@media print{.m{display:block}}", "<p class=m>", "DisplayNone StyleRule Unknown");
}
