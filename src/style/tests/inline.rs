//! Style attributes, other attributes and element kinds.

use super::{check, hiding_of};
use crate::style::HidingTrick;

#[track_caller]
fn inline(style: &str, expected: &str) {
    check("", &format!("<html><body><div style=\"{style}\">"), expected);
}

#[test]
fn reads_declarations_not_substrings() {
    inline("display:none", "DisplayNone InlineStyle Unknown");
    inline("  DISPLAY : None ;", "DisplayNone");
    inline("color:red;display:none!important", "DisplayNone");
    inline("display:none ! IMPORTANT", "DisplayNone");
    inline("/* a */display/* b */:/* c */none/* d */", "DisplayNone");
    inline("d\\69splay:n\\6fne", "DisplayNone");
    inline("--footer-display: none", "-");
    inline("--x:{display:none}", "-");
    inline("content:'; display:none;'", "-");
    inline("background:url(a;display:none)", "-");
    inline("background:url(data:x;base64,abc);display:none", "DisplayNone");
    inline("/* display:none", "-");
    inline("display:none !ie", "-");
    inline("display:nonee", "-");
    inline("*display:none", "-");
    inline("_display:none", "-");
    inline("display:none;display:block", "-");
    inline("display:block;display:none", "DisplayNone");
    inline("display:none!important;display:block", "DisplayNone");
    inline("display:none;display:12", "DisplayNone");
    inline("display:block", "-");
    inline("", "-");
}

#[test]
fn tells_visibility_and_opacity() {
    inline("visibility:hidden", "Visibility InlineStyle");
    inline("visibility:collapse", "Visibility");
    inline("visibility:visible", "-");
    inline("content-visibility:hidden", "Visibility");
    inline("content-visibility:auto", "-");
    inline("opacity:0", "Opacity");
    inline("opacity:.05", "Opacity");
    inline("opacity:0%", "Opacity");
    inline("opacity:.06", "-");
    inline("opacity:1", "-");
    inline("filter:alpha(opacity=0)", "Opacity");
    inline("filter:progid:DXImageTransform.Microsoft.Alpha(Opacity=0)", "Opacity");
    inline("filter: blur(2px) opacity(0)", "Opacity");
    inline("filter:alpha(opacity=50)", "-");
    inline("opacity:0;transition:opacity .2s", "Opacity InlineStyle Animation");
}

#[test]
fn tells_shifts_off_the_screen() {
    inline("position:absolute;left:-9999px", "OffScreen");
    inline("position:fixed;top:-300px", "OffScreen");
    inline("position:fixed;right:-100em", "OffScreen");
    inline("position:absolute;top:-20in", "OffScreen");
    inline("position:absolute;left:-100%", "OffScreen");
    inline("position:absolute;left:9999px", "OffScreen");
    inline("position:relative;left:-5000px", "OffScreen");
    inline("position:relative;right:-400px", "-");
    inline("position:absolute;left:-299px", "-");
    inline("left:-9999px", "-");
    inline("position:static;left:-9999px", "-");
    inline("margin-left:-9999px", "OffScreen");
    inline("margin:-9999px 0 0 0", "OffScreen");
    inline("margin:0 0 0 -9999px", "OffScreen");
    inline("margin:0 -9999px;padding:0 9999px", "-");
    inline("position:absolute;left:50%;margin-left:-1100px", "-");
    inline("margin-bottom:-9999px;padding-bottom:9999px", "-");
    inline("margin-left:-320px", "-");
    inline("transform:translateX(-9999px)", "OffScreen");
    inline("-webkit-transform:translate3d(0,-400px,0)", "OffScreen");
    inline("transform:translate(-50%,-50%)", "-");
    inline("translate:-2000px", "OffScreen");
    inline("inset:-5000px auto auto auto;position:fixed", "OffScreen");
}

#[test]
fn tells_vanishing_boxes_and_letters() {
    inline("overflow:hidden;height:1px", "ZeroSize");
    inline("overflow:hidden;max-height:0", "ZeroSize");
    inline("width:0;overflow-x:hidden", "ZeroSize");
    inline("position:fixed;width:0pt;height:0pt", "ZeroSize");
    inline("width:0;height:0", "-");
    inline("height:1px", "-");
    inline("overflow:hidden;height:2px", "-");
    inline("overflow:hidden;height:auto", "-");
    inline("transform:scale(0)", "ZeroSize");
    inline("transform:scale(.5)", "-");
    inline("scale:0", "ZeroSize");
    inline("position:absolute;clip:rect(0 0 0 0)", "Clip");
    inline("position:absolute;clip:rect(1px,1px,1px,1px)", "Clip");
    inline("clip:rect(0,0,0,0)", "-");
    inline("position:absolute;clip:rect(0,100px,50px,0)", "-");
    inline("clip-path:inset(50%)", "Clip");
    inline("clip-path:inset(100%)", "Clip");
    inline("clip-path:inset(10%)", "-");
    inline("clip-path:circle(0)", "Clip");
    inline("clip-path:polygon(0 0,0 0,0 0,0 0)", "Clip");
    inline("text-indent:-9999px", "TextIndent");
    inline("text-indent:2em", "-");
    inline("text-indent:100%", "TextIndent");
    inline("font-size:0", "FontSize");
    inline("font-size:1pt", "FontSize");
    inline("font:0/0 a", "FontSize");
    inline("font:bold 12px/1.2 Arial", "-");
    inline("font-size:12px", "-");
    inline("font-size:xx-small", "-");
    inline("text-indent:-9999px;background:url(logo.png)", "TextIndent InlineStyle ImageReplacement");
}

#[test]
fn tells_colours_of_the_background() {
    inline("color:#eee;background:#efefef", "Colour");
    inline("color:#333;background-color:rgb(51,51,51)", "Colour");
    inline("color:white;background:#000", "-");
    inline("color:#fff;background:url(dark.png)", "-");
    inline("color:#fff;background:linear-gradient(red,blue)", "-");
    inline("color:#fff", "WhiteText");
    inline("color:hsl(0,0%,100%)", "WhiteText");
    inline("color:#fefefe", "Colour");
    inline("color:transparent", "Colour");
    inline("color:rgba(0,0,0,0)", "Colour");
    inline("color:transparent;background-clip:text", "-");
    inline("color:#ccc", "-");
    inline("color:#222", "-");
    check("", "<body bgcolor=#ffffff><p style=\"color:#fff\">", "Colour");
    check("", "<table bgcolor=black><p style=\"color:#fff\">", "-");
    check("", "<div style='background:#fff'><b><font color=#FFFFFF>", "Colour Attribute");
    check("", "<font color=ffffff>", "WhiteText Attribute");
    check("", "<font color=red>", "-");
}

#[test]
fn reads_attributes_and_kinds() {
    check("", "<p hidden>", "HiddenAttribute Attribute");
    check(".a{display:block}", "<p hidden class=a>", "-");
    check("", "<p hidden=until-found>", "Collapsed Attribute");
    check("", "<p aria-hidden=true>", "AriaHidden Attribute");
    check("", "<p aria-hidden=false>", "-");
    check("", "<noscript>", "Noscript Element");
    check("", "<template>", "Template Element");
    check("", "<details><p>", "Collapsed Element");
    check("", "<details open><p>", "-");
    check("", "<details><summary>", "-");
    check("", "<dialog>", "Collapsed Element Dialog");
    check("", "<dialog open>", "-");
    check("", "<marquee width=1 height=1>", "TinyMarquee Attribute");
    check("", "<marquee height=0>", "TinyMarquee");
    check("", "<marquee width=100% height=40>", "-");
    check("", "<marquee scrollamount=3000>", "TinyMarquee");
    check("", "<marquee style='position:absolute;width:0px'>", "TinyMarquee InlineStyle");
    check("", "<body style='display:none'>", "-");
}

#[test]
fn tells_normal_practice_apart() {
    let sr_only = "position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)";
    inline(sr_only, "Clip InlineStyle ScreenReader");
    check("", "<div class=tab-pane style='display:none'>", "DisplayNone InlineStyle Disclosure");
    check("", "<div role=tabpanel style='display:none'>", "DisplayNone InlineStyle Disclosure");
    check("", "<div aria-labelledby=h1 hidden>", "HiddenAttribute Attribute Disclosure");
    check("", "<div role=dialog style='display:none'>", "DisplayNone InlineStyle Dialog");
    check("", "<div class='Login_Modal' style='display:none'>", "DisplayNone InlineStyle Dialog");
    check("", "<div class=subMenu style='display:none'>", "DisplayNone InlineStyle Disclosure");
    check("", "<div class=visible-xs style='display:none'>", "DisplayNone InlineStyle Responsive");
    check("", "<div id=body_jx_123 style='position:fixed;left:-9000px;top:-9000px'>", "OffScreen InlineStyle Unknown");
}

#[test]
fn counts_tricks_used_together() {
    let hiding = hiding_of("", "<div style='opacity:0;position:absolute;top:-300px;overflow:hidden;height:0'>");
    let tricks = hiding.map(|hiding| hiding.tricks).unwrap_or_default();
    assert_eq!(tricks.len(), 3);
    assert!(tricks.contains(HidingTrick::OffScreen) && tricks.contains(HidingTrick::ZeroSize));
}
