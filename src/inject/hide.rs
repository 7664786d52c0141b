//! Hiding tricks: CSS declarations, and the tags, styles and scripts that go around planted material.

use super::brands;
use super::plan::Trick;
use super::rng::Rng;
use super::script;

/// What goes around a piece of planted material.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wrap {
    /// Right before, as part of the planted markup.
    pub(crate) open: String,
    /// Right behind.
    pub(crate) close: String,
    /// Into the head, if it has one.
    pub(crate) head: String,
}

/// CSS that hides, written as carelessly as it is met; empty where the trick is not one of CSS.
pub(crate) fn declaration(trick: Trick, rng: &mut Rng) -> String {
    let far = rng.word(&["-9000px", "-9999px", "-1000px", "-3000px", "-10000px", "-5555px", "-99999px", "-200em"]);
    let colour = near_white(rng);
    let css = rng.word(forms(trick)).replace("FAR", far).replace("WHITE", &colour);
    careless(&css, rng)
}

/// The forms a trick of CSS is met in; `FAR` and `WHITE` are filled in later.
fn forms(trick: Trick) -> &'static [&'static str] {
    match trick {
        Trick::DisplayNone => &["display:none", "DISPLAY:none", "display:none!important"],
        Trick::Visibility => &["visibility:hidden", "visibility:hidden;height:0", "visibility:collapse"],
        Trick::OffScreen | Trick::StationWrapper => &[
            "position:absolute;left:FAR",
            "position:absolute;top:FAR",
            "position:fixed;left:FAR;top:FAR",
            "position:absolute;left:FAR;width:1px;height:1px;overflow:hidden",
            "margin-left:FAR;position:absolute",
            "position:absolute;right:FAR",
        ],
        Trick::Opacity => &[
            "opacity:0;position:absolute",
            "opacity:0;position:absolute;top:-300px",
            "opacity:0.01;position:absolute;z-index:-1",
            "filter:alpha(opacity=0);opacity:0",
        ],
        Trick::OnePixel => &[
            "overflow:hidden;height:1px",
            "height:1px;width:1px;overflow:hidden",
            "overflow:hidden;height:0px;",
            "position:absolute;overflow:auto;height:0;width:0",
            "max-height:1px;overflow:hidden;line-height:1px",
        ],
        Trick::ZeroBox => &[
            "position:fixed;width:0pt;height:0pt;overflow:hidden",
            "position:fixed;top:0pt;left:0pt;height:0pt;width:0pt;overflow:auto",
        ],
        Trick::FontZero => &["font-size:0", "font-size:0px;line-height:0", "font-size:1px;color:WHITE"],
        Trick::NearWhite => &["color:WHITE", "color:WHITE;font-size:1px", "color:WHITE;background:#fff"],
        Trick::TextIndent => &["text-indent:FAR", "text-indent:FAR;overflow:hidden;height:1px"],
        Trick::Clip => &[
            "clip:rect(0,0,0,0);position:absolute",
            "position:absolute;clip:rect(1px,1px,1px,1px);",
            "clip-path:inset(100%);position:absolute",
        ],
        Trick::LikeNeighbours => {
            &["color:#000;text-decoration:none", "color:inherit;text-decoration:none;cursor:text", "color:#333"]
        }
        _ => &[],
    }
}

/// White, or a colour that an eye cannot tell from it.
fn near_white(rng: &mut Rng) -> String {
    const NAMED: [&str; 6] = ["#fff", "#ffffff", "white", "#FFFFFF", "transparent", "rgb(254,254,254)"];
    if rng.chance(55) {
        return String::from(rng.word(&NAMED));
    }
    let channel = |rng: &mut Rng| rng.word(&["fb", "fc", "fd", "fe", "ff", "fa"]).to_owned();
    format!("#{}{}{}", channel(rng), channel(rng), channel(rng))
}

/// Spaces and final semicolons as different hands write them.
fn careless(css: &str, rng: &mut Rng) -> String {
    let spaced = if rng.chance(45) { css.replace(':', ": ").replace(';', "; ") } else { String::from(css) };
    if rng.chance(35) && !spaced.is_empty() && !spaced.trim_end().ends_with(';') {
        format!("{spaced};")
    } else {
        spaced
    }
}

/// A declaration of any hiding trick of CSS, for rules and scripts.
pub(crate) fn any_declaration(rng: &mut Rng) -> String {
    let trick = rng.weighted(
        &[
            (Trick::DisplayNone, 8),
            (Trick::OffScreen, 6),
            (Trick::Opacity, 2),
            (Trick::OnePixel, 3),
            (Trick::NearWhite, 3),
            (Trick::FontZero, 2),
            (Trick::TextIndent, 2),
            (Trick::Visibility, 2),
            (Trick::Clip, 1),
        ],
        Trick::DisplayNone,
    );
    declaration(trick, rng)
}

/// What a trick puts around planted material of flow content.
pub(crate) fn wrap(trick: Trick, rng: &mut Rng) -> Wrap {
    let tag = rng.weighted(&[("div", 10), ("section", 1), ("aside", 1), ("center", 1), ("address", 1)], "div");
    match trick {
        Trick::NotHidden | Trick::LikeNeighbours => plain(rng),
        Trick::StyleRule => style_rule(tag, rng),
        Trick::ScriptHidesId | Trick::ScriptWritesStyle | Trick::ScriptBuildsStyle => script::wrap(trick, tag, rng),
        Trick::Noscript => around("<noscript>", "</noscript>"),
        Trick::OddTag => odd_tag(rng),
        Trick::TinyMarquee => tiny_marquee(rng),
        Trick::StationWrapper => station(rng),
        Trick::ZeroBox => zero_box(rng),
        Trick::Visibility if rng.chance(30) => around(
            rng.word(&["<div hidden>", "<div hidden=\"hidden\">", "<div aria-hidden=\"true\" hidden>"]),
            "</div>",
        ),
        _ => styled(tag, &declaration(trick, rng), rng),
    }
}

fn around(open: impl Into<String>, close: impl Into<String>) -> Wrap {
    Wrap { open: open.into(), close: close.into(), head: String::new() }
}

/// No container at all, or an ordinary one.
fn plain(rng: &mut Rng) -> Wrap {
    match rng.below(3) {
        0 => around("<div>", "</div>"),
        1 => around(format!("<div class=\"{}\">", brands::mark(rng)), "</div>"),
        _ => Wrap::default(),
    }
}

fn styled(tag: &str, css: &str, rng: &mut Rng) -> Wrap {
    let extra = match rng.below(5) {
        0 => format!(" id=\"{}\"", brands::mark(rng)),
        1 => format!(" class=\"{}\"", brands::mark(rng)),
        _ => String::new(),
    };
    let quote = if rng.chance(80) { '"' } else { '\'' };
    around(format!("<{tag}{extra} style={quote}{css}{quote}>"), format!("</{tag}>"))
}

/// A `<style>` with a rule on a random class or id, beside the material or in the head.
fn style_rule(tag: &str, rng: &mut Rng) -> Wrap {
    let mark = brands::mark(rng);
    let (attribute, selector) = match rng.below(4) {
        0 | 1 => (format!("class=\"{mark}\""), format!(".{mark}")),
        2 => (format!("id=\"{mark}\""), format!("#{mark}")),
        _ => (format!("class=\"{mark}\""), format!("{tag}.{mark}")),
    };
    let selector = if rng.chance(20) { format!("{selector},{selector} a") } else { selector };
    let rule =
        format!("<style{}>{selector}{{{}}}</style>", rng.word(&["", " type=\"text/css\""]), any_declaration(rng));
    let (open, close) = (format!("<{tag} {attribute}>"), format!("</{tag}>"));
    match rng.below(3) {
        0 => Wrap { open, close, head: rule },
        1 => around(format!("{rule}{open}"), close),
        _ => around(open, format!("{close}{rule}")),
    }
}

fn odd_tag(rng: &mut Rng) -> Wrap {
    let tag =
        rng.word(&["u", "code", "font", "big", "kbd", "samp", "tt", "strong", "h5", "h6", "acronym", "var", "bdo"]);
    let style = if rng.chance(60) { format!(" style=\"{}\"", any_declaration(rng)) } else { String::new() };
    around(format!("<div><{tag}{style}>"), format!("</{tag}></div>"))
}

fn tiny_marquee(rng: &mut Rng) -> Wrap {
    let size = rng.word(&[
        "width=\"1\" height=\"1\"",
        "height=\"1px\" width=\"1px\" scrollamount=\"3000\"",
        "scrollamount=\"9000\" height=\"2\" width=\"5\"",
        "style=\"position:absolute;width:0px\"",
        "style='position: absolute; width: 0px; height:0'",
    ]);
    around(format!("<div><marquee {size}>"), "</marquee></div>")
}

/// The fixed off-screen wrapper of station groups: an id of words and digits, and soup on both sides.
fn station(rng: &mut Rng) -> Wrap {
    let name = rng.word(&["body_jx_", "body_jx_", "div_", "jx_", "bd_", "pl_css_ganrao_"]);
    let css = rng.word(&[
        "position:fixed;left:-9000px;top:-9000px;",
        "position: fixed;left:-9000px;top:-9000px",
        "position:fixed;top:-9000px;left:-9000px;display:none",
    ]);
    let count = rng.between(3, 20);
    let soup = super::soup::elements(count, rng).concat();
    let number = brands::digits(6, rng);
    let (before, behind) = if rng.chance(60) { (soup, String::new()) } else { (String::new(), soup) };
    around(format!("<div id=\"{name}{number}\" style=\"{css}\">{before}"), format!("{behind}</div>"))
}

/// A box of no size that claims to come from a plug-in.
fn zero_box(rng: &mut Rng) -> Wrap {
    let name = rng.word(&["cache", "W3 cache", "page optimizer", "fast cache", "minify", "lazy load", "security scan"]);
    let comment = match rng.chance(60) {
        true => {
            format!("<!-- {name} {}.{} / generated in 0.{} s -->", rng.below(9), rng.below(20), brands::digits(3, rng))
        }
        false => String::new(),
    };
    let css = declaration(Trick::ZeroBox, rng);
    around(format!("{comment}<div style=\"{css}\">"), format!("</div>{comment}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_trick_says_something_and_closes_what_it_opens() {
        for &trick in Trick::ALL {
            for seed in 0..60 {
                let wrap = wrap(trick, &mut Rng::new(seed));
                let tags = super::super::scan::scan(&format!("{}{}", wrap.open, wrap.close)).tags;
                let opened = tags.iter().filter(|tag| !tag.is_end).count();
                assert_eq!(opened * 2, tags.len(), "{trick:?} {wrap:?}");
                assert!(matches!(trick, Trick::NotHidden | Trick::LikeNeighbours) || !wrap.open.is_empty());
            }
        }
    }
}
