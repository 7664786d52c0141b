//! Write the text inside a block: escaped, with its links, formulas, code, exponents and indices.
//!
//! A block comes in, a piece of HTML or Markdown goes out. A link is kept if it leads to a page: its address is
//! relative, or of the web.

use std::ops::Range;

use crate::blocks::{Blocks, Literal, LiteralKind};
use crate::classify::LabelledBlock;

/// The pieces of a block's text, as ranges of the page's, each with the address that it links to.
fn pieces(page: &Blocks, block: &LabelledBlock<'_>) -> Vec<(Range<u32>, Option<String>)> {
    let whole: &Range<u32> = &block.block().text;
    let mut pieces = Vec::new();
    let mut at = whole.start + bullet_len(page, block);
    for link in page.links_of(block.block()) {
        let (start, end) = (link.text.start.max(at), link.text.end.min(whole.end));
        let Some(target) = web_address(page.target_of(link)).filter(|_| start < end) else { continue };
        pieces.push((at..start, None));
        pieces.push((start..end, Some(target)));
        at = end;
    }
    pieces.push((at..whole.end, None));
    pieces.retain(|(range, _)| !range.is_empty());
    pieces
}

/// Bytes of the bullet that a line of plain text begins with: the list that it becomes has its own.
fn bullet_len(page: &Blocks, block: &LabelledBlock<'_>) -> u32 {
    if !(page.is_text && block.block().gap.bullet) {
        return 0;
    }
    let text = block.text();
    let rest = text.get(text.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default().trim_start();
    (text.len() - rest.len()) as u32
}

/// An address as a browser reads it, if it is relative or of the web.
fn web_address(target: &str) -> Option<String> {
    // Browsers drop these wherever they stand, so that `java\nscript:` is a script.
    let clean: String =
        target.trim_matches(|c| c <= ' ').chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let scheme = clean.find([':', '/', '?', '#']).filter(|at| clean.as_bytes()[*at] == b':').map(|at| &clean[..at]);
    let is_web = scheme.is_none_or(|s| s.eq_ignore_ascii_case("http") || s.eq_ignore_ascii_case("https"));
    (is_web && !clean.is_empty() && !clean.starts_with('#')).then_some(clean)
}

/// A block's text as HTML.
pub(super) fn html_of(page: &Blocks, block: &LabelledBlock<'_>) -> String {
    let mut html = String::new();
    for (range, target) in pieces(page, block) {
        match target {
            Some(target) => {
                html.push_str("<a href=\"");
                push_html(&mut html, &target);
                html.push_str("\">");
                push_html_run(&mut html, page, &range);
                html.push_str("</a>");
            }
            None => push_html_run(&mut html, page, &range),
        }
    }
    html
}

/// Appends a piece of text with its literals as HTML.
fn push_html_run(html: &mut String, page: &Blocks, range: &Range<u32>) {
    for (part, kind) in parts(page, range) {
        let (begin, end) = kind.map_or(("", ""), tags_of);
        html.push_str(begin);
        push_html(html, page.slice(&part));
        html.push_str(end);
    }
}

/// The tags that a literal stands between in HTML; a formula's source has none.
fn tags_of(kind: LiteralKind) -> (&'static str, &'static str) {
    match kind {
        LiteralKind::Formula => ("", ""),
        LiteralKind::Code => ("<code>", "</code>"),
        LiteralKind::Superscript => ("<sup>", "</sup>"),
        LiteralKind::Subscript => ("<sub>", "</sub>"),
    }
}

/// The literals in a piece of text, and what stands between them.
fn parts(page: &Blocks, range: &Range<u32>) -> impl Iterator<Item = (Range<u32>, Option<LiteralKind>)> {
    let mut at = range.start;
    let with_gap = |Literal { kind, text }: &Literal| {
        let gap = at..text.start;
        at = text.end;
        [(gap, None), (text.clone(), Some(*kind))]
    };
    let mut parts: Vec<_> = page.literals_in(range).iter().flat_map(with_gap).collect();
    parts.push((at..range.end, None));
    parts.into_iter().filter(|(part, _)| !part.is_empty())
}

/// Appends text so that HTML shows it as it is.
pub(super) fn push_html(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            // What no HTML document may hold.
            '\0'..='\u{8}' | '\u{b}' | '\u{e}'..='\u{1f}' | '\u{7f}' => html.push('\u{fffd}'),
            c => html.push(c),
        }
    }
}

/// A block's text as Markdown in one line, without what only the beginning of a line needs.
pub(super) fn markdown_of(page: &Blocks, block: &LabelledBlock<'_>, links: bool, in_table: bool) -> String {
    let mut markdown = String::new();
    let whole = &block.block().text;
    if !in_table
        && page.literals_in(whole).first().is_some_and(|l| l.kind == LiteralKind::Formula && l.text == *whole)
        && push_formula(&mut markdown, block.text(), "$$", false)
    {
        return markdown;
    }
    for (range, target) in pieces(page, block) {
        match target.filter(|_| links) {
            Some(target) => {
                if markdown.ends_with('!') {
                    // Or the link were a picture.
                    markdown.insert(markdown.len() - 1, '\\');
                }
                markdown.push('[');
                push_run(&mut markdown, page, &range, Place { in_table, in_link: true });
                markdown.push_str("](");
                push_address(&mut markdown, &target);
                markdown.push(')');
            }
            None => push_run(&mut markdown, page, &range, Place { in_table, in_link: false }),
        }
    }
    markdown
}

/// What text stands in, which says what has to be escaped.
#[derive(Clone, Copy)]
struct Place {
    in_table: bool,
    in_link: bool,
}

/// Appends a piece of text with its formulas between dollars and its code between backticks; a dollar of the text
/// itself is escaped where there are formulas.
fn push_run(markdown: &mut String, page: &Blocks, range: &Range<u32>, place: Place) {
    for (part, kind) in parts(page, range) {
        let text = page.slice(&part);
        match kind {
            Some(LiteralKind::Code) => push_code(markdown, text, place.in_table),
            Some(LiteralKind::Formula) if push_formula(markdown, text, "$", place.in_table) => {}
            Some(kind @ (LiteralKind::Superscript | LiteralKind::Subscript)) => {
                // Markdown has no signs of its own for these.
                let (begin, end) = tags_of(kind);
                markdown.push_str(begin);
                push_markdown(markdown, page, text, place);
                markdown.push_str(end);
            }
            _ => push_markdown(markdown, page, text, place),
        }
    }
}

/// Appends code between backticks that it does not hold itself.
fn push_code(markdown: &mut String, code: &str, in_table: bool) {
    let fence = "`".repeat(longest_backticks(code) + 1);
    // Two pieces of code side by side would become one.
    markdown.push_str(if markdown.ends_with('`') && !markdown.ends_with("\\`") { " " } else { "" });
    let space = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
    markdown.push_str(&fence);
    markdown.push_str(space);
    push_raw(markdown, code, in_table);
    markdown.push_str(space);
    markdown.push_str(&fence);
}

/// The longest run of backticks in code.
pub(super) fn longest_backticks(code: &str) -> usize {
    code.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

/// Appends text that Markdown reads as it is, on one line. In a table even there a bar ends the cell.
fn push_raw(markdown: &mut String, text: &str, in_table: bool) {
    markdown.extend(text.chars().map(|c| if c.is_control() { ' ' } else { c }).flat_map(|c| {
        let guard = (c == '|' && in_table).then_some('\\');
        guard.into_iter().chain([c])
    }));
}

/// Appends a formula between fences, unless it holds a dollar that would be the closing one or ends so that there is
/// none.
fn push_formula(markdown: &mut String, tex: &str, fence: &str, in_table: bool) -> bool {
    let without_breaks = tex.replace(r"\\", "");
    if without_breaks.replace(r"\$", "").contains('$') || without_breaks.ends_with('\\') {
        return false;
    }
    markdown.push_str(fence);
    push_raw(markdown, tex, in_table);
    markdown.push_str(fence);
    true
}

fn push_markdown(markdown: &mut String, page: &Blocks, text: &str, place: Place) {
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let behind = &text[at + c.len_utf8()..];
        let after = behind.chars().next().unwrap_or(' ');
        let is_marked = match c {
            '\\' | '`' | '*' => true,
            '[' => place.in_link,
            // Where a link's address would begin.
            ']' => place.in_link || matches!(after, '(' | '[' | ':'),
            '<' => after.is_ascii_alphabetic() || matches!(after, '/' | '!' | '?'),
            '_' => !(before.is_alphanumeric() && after.is_alphanumeric()),
            '~' => before == '~' || after == '~',
            '&' => begins_reference(behind),
            '|' => place.in_table,
            '$' => page.has_formulas,
            _ => false,
        };
        if is_marked {
            markdown.push('\\');
        }
        markdown.push(if c.is_control() { ' ' } else { c });
        before = c;
    }
}

/// Whether what stands behind an ampersand makes it a character reference.
fn begins_reference(behind: &str) -> bool {
    let name = behind.strip_prefix('#').unwrap_or(behind);
    let n_bytes = name.bytes().take(32).take_while(u8::is_ascii_alphanumeric).count();
    n_bytes > 0 && name.as_bytes().get(n_bytes) == Some(&b';')
}

/// Escapes what would make the beginning of a line a heading, an item, a quotation or a rule.
pub(super) fn guard_line(line: &str) -> String {
    let n_digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let ends_marker = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    let after_digits = &line[n_digits..];
    if (1..=9).contains(&n_digits) && after_digits.starts_with(['.', ')']) && ends_marker(&after_digits[1..]) {
        return format!("{}\\{after_digits}", &line[..n_digits]);
    }
    let is_marked = match line.as_bytes().first() {
        // A box to tick.
        Some(b'[') => matches!(line.as_bytes(), [_, b' ' | b'x' | b'X', b']', ..]),
        Some(b'#') => ends_marker(line.trim_start_matches('#')),
        Some(b'+') => ends_marker(&line[1..]),
        Some(b'-') => ends_marker(&line[1..]) || line.bytes().all(|b| matches!(b, b'-' | b' ')),
        Some(b'=') => line.bytes().all(|b| b == b'='),
        Some(b'>') => true,
        _ => false,
    };
    if is_marked { format!("\\{line}") } else { line.to_owned() }
}

fn push_address(markdown: &mut String, target: &str) {
    for c in target.chars() {
        match c {
            ' ' | '(' | ')' | '<' | '>' | '\\' | '|' | '`' | '"' => markdown.push_str(&format!("%{:02X}", c as u32)),
            c if c.is_control() || c.is_whitespace() => {}
            c => markdown.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_pages_are_kept() {
        for target in ["https://a.example/?q=a:b", "HTTP://a.example", "/a", "a/b:c", "?x", "//a.example"] {
            assert!(web_address(target).is_some(), "{target}");
        }
        for target in
            ["javascript:x()", "java\nscript:x()", " \u{1}JavaScript:x", "data:text/html,x", "mailto:a@b", "#top", ""]
        {
            assert_eq!(web_address(target), None, "{target}");
        }
    }

    #[test]
    fn the_beginning_of_a_line_stays_text() {
        for (line, guarded) in [
            ("# a", "\\# a"),
            ("1. a", "1\\. a"),
            ("- a", "\\- a"),
            ("> a", "\\> a"),
            ("---", "\\---"),
            ("-5 °C", "-5 °C"),
            ("3.14", "3.14"),
            ("#tag", "#tag"),
            ("[x] a", "\\[x] a"),
            ("[1] a", "[1] a"),
        ] {
            assert_eq!(guard_line(line), guarded);
        }
    }
}
