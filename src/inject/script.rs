//! Hiding by script: the material looks open to whoever reads only styles.

use super::brands;
use super::hide::{Wrap, any_declaration};
use super::plan::Trick;
use super::rng::Rng;

/// The wrap of a trick that needs a script; the script follows the material or stands before it.
pub(crate) fn wrap(trick: Trick, tag: &str, rng: &mut Rng) -> Wrap {
    let mark = brands::mark(rng);
    let by_class = trick == Trick::ScriptWritesStyle && rng.chance(60);
    let (attribute, selector) = if by_class { ("class", '.') } else { ("id", '#') };
    let body = match trick {
        Trick::ScriptWritesStyle => writes_style(&format!("{selector}{mark}"), rng),
        Trick::ScriptBuildsStyle => builds_style(&format!("{selector}{mark}"), rng),
        _ => hides_id(&mark, rng),
    };
    let kind = rng.word(&["", " type=\"text/javascript\"", " language=\"javascript\""]);
    let script = format!("<script{kind}>{body}</script>");
    let (open, close) = (format!("<{tag} {attribute}=\"{mark}\">"), format!("</{tag}>"));
    // An id can be hidden only once it is there; a style can be written before.
    match trick != Trick::ScriptHidesId && rng.chance(50) {
        true => Wrap { open: format!("{script}{open}"), close, head: String::new() },
        false => Wrap { open, close: format!("{close}{script}"), head: String::new() },
    }
}

fn hides_id(id: &str, rng: &mut Rng) -> String {
    let statement = match rng.below(8) {
        0 | 1 => format!("document.getElementById(\"{id}\").style.display=\"none\";"),
        2 => format!("document.getElementById('{id}').style.cssText='{}';", any_declaration(rng)),
        3 => format!("$(\"#{id}\").hide();"),
        4 => format!("document.getElementById('{id}').style.visibility = 'hidden';"),
        5 => format!(
            "var o=document.getElementById(\"{id}\");if(o){{o.style.position=\"absolute\";o.style.left=\"-9999px\";}}"
        ),
        6 => format!("document.querySelector('#{id}').setAttribute('style','{}');", any_declaration(rng)),
        _ => format!("jQuery('#{id}').css('display','none');"),
    };
    match rng.below(5) {
        0 => coded_eval(&statement),
        1 => format!("window.onload=function(){{{statement}}}"),
        2 => format!("(function(){{{statement}}})();"),
        _ => statement,
    }
}

/// A `<style>` written out, in plain words or decoded from an array of numbers.
fn writes_style(selector: &str, rng: &mut Rng) -> String {
    let style = format!("<style>{selector}{{{}}}<\\/style>", any_declaration(rng).replace('\'', ""));
    let (list, text) = (brands::letters(2, rng), brands::letters(3, rng));
    match rng.below(3) {
        0 => format!("document.write('{style}');"),
        1 => {
            let numbers = codes(&style.replace("\\/", "/"), 0);
            format!(
                "var {list}=[{numbers}],{text}=\"\";for(var i=0;i<{list}.length;i++){text}+=String.fromCharCode({list}[i]);document.write({text});"
            )
        }
        _ => {
            let shift = rng.between(1, 9);
            let numbers = codes(&style.replace("\\/", "/"), shift);
            format!(
                "var {list}=\"{numbers}\".split(\",\"),{text}='';for(i in {list}){{{text}+=String.fromCharCode({list}[i]-{shift})}}document.write({text})"
            )
        }
    }
}

/// A style element built at run time, with a huge negative offset.
fn builds_style(selector: &str, rng: &mut Rng) -> String {
    let name = brands::letters(3, rng);
    let length = rng.between(4, 6);
    let offset = brands::digits(length, rng);
    let edge = rng.word(&["top", "left", "margin-top", "text-indent"]);
    let rule = match rng.chance(60) {
        true => format!("{selector}{{position:absolute;{edge}:-{offset}px;}}"),
        false => format!("{selector}{{{}}}", any_declaration(rng).replace('\'', "")),
    };
    match rng.below(3) {
        0 => format!(
            "var {name}=document.createElement('style');{name}.innerHTML='{rule}';document.head.appendChild({name});"
        ),
        1 => format!(
            "var {name}=document.createElement(\"style\");{name}.type=\"text/css\";{name}.appendChild(document.createTextNode(\"{rule}\"));\
             document.getElementsByTagName(\"head\")[0].appendChild({name});"
        ),
        _ => format!(
            "(function(d){{var {name}=d.createElement('style');{name}.textContent='{rule}';d.body.appendChild({name})}})(document);"
        ),
    }
}

fn coded_eval(statement: &str) -> String {
    format!("eval(String.fromCharCode({}));", codes(statement, 0))
}

fn codes(text: &str, shift: usize) -> String {
    let numbers: Vec<String> = text.chars().map(|char| (char as usize + shift).to_string()).collect();
    numbers.join(",")
}
