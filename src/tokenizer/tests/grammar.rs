//! Makes nasty documents.
//!
//! In: a seed. Out: a document put together from pieces that tokenizers get
//! wrong, then mutated. Deterministic.

pub(crate) struct Rng(u64);

impl Rng {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03)
    }
    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }
    pub(crate) fn below(&mut self, n: usize) -> usize {
        ((self.next() >> 33) as usize) % n
    }
    pub(crate) fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

pub(super) const PIECES: &[&str] = &[
    "<",
    "</",
    ">",
    "/>",
    "/",
    "&",
    "&#",
    "&#x",
    "&#X",
    ";",
    "'",
    "\"",
    "=",
    "-",
    "--",
    "!",
    "?",
    "]",
    "]]>",
    "[",
    "\0",
    "\r",
    "\n",
    "\r\n",
    "\t",
    "\x0C",
    " ",
    "a",
    "x",
    "A",
    "Z",
    "0",
    "9",
    "é",
    "中",
    "😀",
    "\u{feff}",
    "\u{a0}",
    "\x01",
    "\u{85}",
    "\u{fffd}",
    "text",
    "<a>",
    "</a>",
    "<b ",
    "<p>",
    "</p>",
    "<br/>",
    "</br>",
    "<img src=x>",
    "<a href=\"",
    "<a href='",
    "<a href=",
    "<A HREF=\"q&amp;r\">",
    "<p a=1 a=2 A=3>",
    "<p a\0=\0>",
    "<x-y-long-name z-long-attribute=1>",
    "<p a=b/>",
    "<p / a>",
    "<p a = 'b' c>",
    "<p =>",
    "<p a==b>",
    "<p \"a='b'>",
    "<p a=\"b\"c>",
    "<p a\n=\r\n\"\rb\r\n\">",
    "<!--",
    "-->",
    "--!>",
    "--!",
    "<!-->",
    "<!--->",
    "<!---->",
    "<!----!>",
    "<!--!>",
    "<!-- a -->",
    "<!-",
    "<!",
    "<!x>",
    "<?",
    "<?xml v?>",
    "</ ",
    "</3>",
    "</>",
    "<!doctype html>",
    "<!DOCTYPE",
    "<!doctype ",
    " html",
    " PUBLIC",
    " SYSTEM",
    " public'a'\"b\"",
    " system \"s\"",
    "<!DOCTYPE html PUBLIC \"-//W3C//DTD HTML 4.01//EN\" \"http://www.w3.org/TR/html4/strict.dtd\">",
    "<script>",
    "</script>",
    "<SCRIPT a=b>",
    "</SCRIPT >",
    "</script",
    "</scrip",
    "</script/",
    "<script",
    "<script ",
    "var a = '<b>' && \"</p>\";",
    "<style>",
    "</style>",
    "</style",
    "<title>",
    "</title>",
    "</TITLE\n>",
    "<textarea>",
    "<textarea>\n",
    "</textarea>",
    "<pre>",
    "<pre>\n",
    "<pre>\r\n",
    "<listing>",
    "<xmp>",
    "</xmp>",
    "<iframe>",
    "</iframe>",
    "<noembed>",
    "</noembed>",
    "<noframes>",
    "</noframes>",
    "<noscript>",
    "</noscript>",
    "<plaintext>",
    "<svg>",
    "</svg>",
    "<math>",
    "</math>",
    "<mi>",
    "<svg><title>",
    "<svg><script>",
    "<svg><style>",
    "<foreignObject>",
    "<desc>",
    "<![CDATA[",
    "<![cdata[",
    "<svg><![CDATA[",
    "<![CDATA[x]]>",
    "]]",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<select>",
    "<option>",
    "</select>",
    "<template>",
    "</template>",
    "<body>",
    "<head>",
    "<html>",
    "</body>",
    "</html>",
    "<frameset>",
    "<form>",
    "<input type=hidden>",
    "<meta charset=utf-8>",
    "&amp;",
    "&amp",
    "&AMP",
    "&lt",
    "&lt;",
    "&not",
    "&notin",
    "&notin;",
    "&notit;",
    "&noti",
    "&nbsp",
    "&nbsp;",
    "&copy=",
    "&copy1",
    "&copy;",
    "&ngE;",
    "&NotEqualTilde;",
    "&CounterClockwiseContourIntegral;",
    "&CounterClockwiseContourIntegral",
    "&ampx",
    "&ampx;",
    "&xyzzy;",
    "&xyzzy",
    "&1;",
    "&;",
    "&#0;",
    "&#13;",
    "&#128;",
    "&#x80",
    "&#x9f;",
    "&#x9F",
    "&#xD800;",
    "&#x10FFFF;",
    "&#x110000;",
    "&#xFFFFFFFFFF;",
    "&#99999999999999999999;",
    "&#65",
    "&#65;",
    "&#x41",
    "&#x;",
    "&#;",
    "&#xg",
    "&#10;",
    "&AElig",
    "&frac12",
    "&frac123;",
    "&thetasym;",
    "&Aacute",
    "&eacuteacute;",
    "&quot",
    "&apos",
    "&apos;",
    "&gt=",
    "&para",
    "&param=1",
    "&sect",
    "&section=2",
    "&reg_x=3",
    "&times",
    "&timesbar;",
    "&sup1",
    "&sup1;",
    "&sup",
    "&supe;",
    "<!--<script>",
    "<!--<script>-->",
    "<!--<script></script>",
    "<!-- <script ",
    "<!--<scriptx>",
    "<script><!--",
    "<script><!--<script>",
    "<script><!--<script></script>",
    "--></script>",
    "->",
    "-->x",
    "<script><!-->",
    "<script><!--->",
    "<script><!--<script>-->",
    "</script><",
    "</scr</script>",
    "<scr<script>",
];

/// A document of up to `max` pieces, mutated a little.
pub(crate) fn document(rng: &mut Rng, max: usize) -> String {
    let count = 1 + rng.below(max);
    let mut out = String::new();
    match rng.below(8) {
        0 => out.push_str("<svg>"),
        1 => out.push_str("<script>"),
        2 => out.push_str("<script><!--"),
        3 => out.push_str("<p a=\""),
        4 => out.push_str("<title>"),
        _ => {}
    }
    for _ in 0..count {
        out.push_str(rng.pick(PIECES));
        if rng.below(12) == 0 {
            let again = rng.pick(PIECES);
            for _ in 0..rng.below(4) {
                out.push_str(again);
            }
        }
    }
    for _ in 0..rng.below(3) {
        mutate(&mut out, rng);
    }
    out
}

/// Drops, doubles, swaps or adds a character somewhere.
pub(super) fn mutate(text: &mut String, rng: &mut Rng) {
    if text.is_empty() {
        return;
    }
    let mut at = rng.below(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let c = text[at..].chars().next().unwrap_or('x');
    match rng.below(5) {
        0 => {
            text.remove(at);
        }
        1 => text.insert(at, c),
        2 => text.truncate(at),
        3 => {
            text.remove(at);
            text.insert(at, if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() });
        }
        _ => text.insert_str(at, rng.pick(PIECES)),
    }
}
