//! What scripts hide, and what only looks like it.

use std::time::{Duration, Instant};

use super::check_script;
use crate::style::script_hidden;

const HIDDEN: &str = "DisplayNone Script Unknown";
const TOGGLED: &str = "DisplayNone Script Disclosure";

#[test]
fn reads_direct_assignments() {
    let p = "<p id=x class='c d'>";
    check_script("document.getElementById('x').style.display='none'", p, HIDDEN);
    check_script("document.getElementById(\"x\").style.display = \"none\";", p, HIDDEN);
    check_script("document.getElementById('x').style['display']='none'", p, HIDDEN);
    check_script("document.getElementById('x').style.setProperty('display','none','important')", p, HIDDEN);
    check_script(
        "document.getElementById('x').style.cssText='position:fixed;left:-9999px'",
        p,
        "OffScreen Script Unknown",
    );
    check_script("document.getElementById('x').setAttribute('style','display:none')", p, HIDDEN);
    check_script("document.getElementById('x').hidden=true", p, HIDDEN);
    check_script("document.getElementById('x').style.visibility='hidden'", p, "Visibility Script Unknown");
    check_script("document.querySelector('.c').style.display='none'", p, HIDDEN);
    check_script("document.getElementsByClassName('c')[0].style.display='none'", p, HIDDEN);
    check_script("var e=document.getElementById('x');e.style.display='none';", p, HIDDEN);
    check_script("var e=document.getElementById('y');e.style.display='none';", p, "-");
}

#[test]
fn leaves_other_assignments_out() {
    let p = "<p id=x class='c d'>";
    check_script("document.getElementById('x').style.display=''", p, "-");
    check_script("if(document.getElementById('x').style.display=='none'){}", p, "-");
    check_script("document.getElementById(id).style.display='none'", p, "-");
    check_script("document.getElementById('x').style.display='block'", p, "-");
}

#[test]
fn reads_jquery() {
    let p = "<p id=x class='c d'>";
    check_script("$('#x').hide()", p, HIDDEN);
    check_script("jQuery(\".c,.z\").hide();", p, HIDDEN);
    check_script("$(function(){$('#x').hide()})", p, HIDDEN);
    check_script("$('#x').css('display','none')", p, HIDDEN);
    check_script("$('#x').css({position:'absolute','top':'-9999px'})", p, "OffScreen Script Unknown");
    check_script("$('#x').css({position:'absolute',textIndent:'-9999px'})", p, "TextIndent Script Unknown");
    check_script("$('#x').css('color','red')", p, "-");
    check_script("$(this).hide()", p, "-");
    check_script("$('#x').find('p').hide()", "<p>", "-");
}

#[test]
fn tells_toggles() {
    let p = "<p id=x>";
    check_script("function close(){document.getElementById('x').style.display='none'}", p, TOGGLED);
    check_script("$('#x').hide();$('#b').click(function(){$('#x').show()})", p, TOGGLED);
    check_script("$('#x').hide();$('#b').click(function(){$('#x').slideToggle()})", p, TOGGLED);
    check_script("window.onload=function(){document.getElementById('x').style.display='none'}", p, HIDDEN);
}

#[test]
fn reads_written_style_elements() {
    let p = "<p id=x>";
    check_script("document.write('<style>#x{display:none}</style>')", p, HIDDEN);
    check_script("document.write(\"<style type='text/css'>#x{\" + \"display:none}<\\/style>\")", p, HIDDEN);
    check_script("document.write(unescape('%3Cstyle%3E%23x%7Bdisplay%3Anone%7D%3C/style%3E'))", p, HIDDEN);
    check_script("document.write('\\x3cstyle\\x3e#x{display:none}\\x3c/style\\x3e')", p, HIDDEN);
    check_script(
        "var s=document.createElement('style');s.innerHTML='#x{position:fixed;top:-99999px}';",
        p,
        "OffScreen Script Unknown",
    );
    let codes: Vec<String> = "<style>#x{display:none}</style>".bytes().map(|byte| byte.to_string()).collect();
    let script = format!("var a=[{}];for(i in a)document.write(String.fromCharCode(a[i]))", codes.join(","));
    check_script(&script, p, HIDDEN);
    let codes: Vec<String> =
        "<style>#x{display:none}</style>".bytes().map(|byte| (u32::from(byte) + 7).to_string()).collect();
    let script = format!("var a='{}'.split('|');w(String.fromCharCode(a[i]-7))", codes.join("|"));
    check_script(&script, p, HIDDEN);
    let hex: String = "<style>#x{display:none}</style>".bytes().map(|byte| format!("\\x{byte:02x}")).collect();
    check_script(&format!("document['write']('{hex}')"), p, HIDDEN);
    check_script("if(app){document.write('<style>#x{display:none}</style>')}", p, TOGGLED);
    check_script("document.write('<style>html{visibility:hidden}</style>')", "<html>", "-");
}

#[test]
fn hostile_scripts_end_soon() {
    let pieces = [
        "style",
        ".style.display='none'",
        "a.style.display='none';",
        "$('",
        "$('#a').hide();",
        ".css({",
        "{",
        "}",
        "<style>",
        "<style",
        "createElement('style')",
        "fromCharCode 1,2,3,",
        "1,",
        "\\x3c\\x73",
        "%3c%73",
        "'",
        "\\",
        "é.hide()",
        "=style",
        "+",
        "'+'",
        "<style>'+'",
        ".hidden=",
        ")",
        "(",
        "$(\"#x\")[0]",
    ];
    // A script that takes time by the square of its length takes hours; a busy machine does not.
    let soon = Duration::from_secs(100);
    for piece in pieces {
        let start = Instant::now();
        script_hidden([piece.repeat((1 << 20) / piece.len()).as_str()].into_iter());
        assert!(start.elapsed() < soon, "{piece} {:?}", start.elapsed());
    }
    let script = "$('é').css({a:'\\x3c'});é.style['é']='é';<style>é\\u003c%3</style>[0].hide()=fromCharCode(1,2";
    for start in 0..script.len() {
        for end in start..=script.len() {
            if let Some(piece) = script.get(start..end) {
                script_hidden([piece].into_iter());
            }
        }
    }
}

#[test]
fn tells_what_scripts_show() {
    let path = super::read_path("<p id=x>");
    let element = super::PathElement { path: &path };
    let shows = |script: &str| script_hidden([script].into_iter()).shows(&element);
    assert!(shows("$('#x').show()"));
    assert!(shows("document.getElementById('x').style.display='block'"));
    assert!(!shows("$('#y').show()"));
    assert!(!shows("document.getElementById('x').style.color='red'"));
}
