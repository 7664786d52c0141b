//! A small forgiving tokenizer: the tags of a page with their byte offsets, and nothing from inside raw text.
//!
//! It does not build a tree. Comments, declarations, and the contents of `script`, `style`, `textarea`, `title` and
//! their like are stepped over; a construct that never ends ends the scan, so that nothing is planted inside it.

use std::ops::Range;

/// A tag as it stands in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tag {
    /// The name in lower case.
    pub(crate) name: String,
    /// From `<` to behind `>`.
    pub(crate) range: Range<usize>,
    /// Whether it is an end tag.
    pub(crate) is_end: bool,
}

/// Every tag of a page in order, and where the scan had to stop.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scan {
    pub(crate) tags: Vec<Tag>,
    /// The page's length, or the start of the construct that never ends.
    pub(crate) end: usize,
}

/// Elements whose contents are not markup.
const RAW: [&str; 10] =
    ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext", "svg"];

/// Scans a page.
pub(crate) fn scan(html: &str) -> Scan {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(start) = find(html, at, "<") {
        let rest = html.get(start..).unwrap_or("");
        let next = match rest.as_bytes().get(1) {
            Some(b'!' | b'?') => comment_end(html, start),
            Some(b'/' | b'a'..=b'z' | b'A'..=b'Z') => match tag_at(html, start) {
                Some(tag) => {
                    let next = raw_end(html, &tag);
                    if next.is_some() {
                        tags.push(tag);
                    }
                    next
                }
                None if rest.starts_with("</") && !letter_follows(rest) => Some(start + 2),
                None => None,
            },
            _ => Some(start + 1),
        };
        match next {
            Some(next) => at = next,
            None => return Scan { tags, end: start },
        }
    }
    Scan { tags, end: html.len() }
}

fn letter_follows(rest: &str) -> bool {
    rest.as_bytes().get(2).is_some_and(u8::is_ascii_alphabetic)
}

fn find(html: &str, from: usize, what: &str) -> Option<usize> {
    html.get(from..)?.find(what).map(|offset| from + offset)
}

/// Behind a comment, declaration or processing instruction.
fn comment_end(html: &str, start: usize) -> Option<usize> {
    if html.get(start..)?.starts_with("<!--") {
        // `<!-->` and `<!--->` are whole comments to a browser.
        let short = [">", "->"].iter().find(|end| html.get(start + 4..).is_some_and(|rest| rest.starts_with(**end)));
        return match short {
            Some(end) => Some(start + 4 + end.len()),
            None => find(html, start + 4, "-->").map(|end| end + 3),
        };
    }
    find(html, start, ">").map(|end| end + 1)
}

/// The tag that starts here; quoted values may hold `>`.
fn tag_at(html: &str, start: usize) -> Option<Tag> {
    let bytes = html.as_bytes();
    let is_end = bytes.get(start + 1) == Some(&b'/');
    let name_start = start + 1 + usize::from(is_end);
    if !bytes.get(name_start)?.is_ascii_alphabetic() {
        return None;
    }
    let name: String =
        html.get(name_start..)?.chars().take_while(|c| !c.is_whitespace() && *c != '>' && *c != '/').collect();
    let mut quote = None;
    let mut before = b' ';
    for (offset, byte) in bytes.get(name_start + name.len()..)?.iter().enumerate() {
        match (quote, *byte) {
            (Some(open), byte) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') if before == b'=' => quote = Some(*byte),
            (None, b'>') => {
                let end = name_start + name.len() + offset + 1;
                return Some(Tag { name: name.to_ascii_lowercase(), range: start..end, is_end });
            }
            (None, _) => {}
        }
        if !byte.is_ascii_whitespace() {
            before = *byte;
        }
    }
    None
}

/// Where scanning goes on behind a tag: behind the raw contents of a raw element, none where they never end.
fn raw_end(html: &str, tag: &Tag) -> Option<usize> {
    let raw = !tag.is_end && RAW.contains(&tag.name.as_str());
    let self_closed = tag.name == "svg" && html.get(tag.range.clone()).is_some_and(|tag| tag.ends_with("/>"));
    if !raw || self_closed {
        return Some(tag.range.end);
    }
    let mut at = tag.range.end;
    while let Some(close) = find(html, at, "</") {
        let name = html.get(close + 2..close + 2 + tag.name.len());
        if name.is_some_and(|name| name.eq_ignore_ascii_case(&tag.name)) {
            return Some(close);
        }
        at = close + 2;
    }
    None
}

/// The byte range of an attribute's value inside a tag's range.
pub(crate) fn attribute(html: &str, tag: &Tag, name: &str) -> Option<Range<usize>> {
    let source = html.get(tag.range.clone())?;
    let lower = source.to_ascii_lowercase();
    let mut at = 1;
    while let Some(found) = find(&lower, at, name) {
        at = found + name.len();
        let starts = lower
            .as_bytes()
            .get(found.wrapping_sub(1))
            .is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'"' | b'\''));
        let Some(value) = lower.get(at..).and_then(|rest| rest.trim_start().strip_prefix('=')) else {
            continue;
        };
        if !starts {
            continue;
        }
        let value = value.trim_start();
        let start = lower.len() - value.len();
        let (start, length) = match value.chars().next()? {
            quote @ ('"' | '\'') => (start + 1, value.get(1..)?.find(quote)?),
            _ => (start, value.find(|c: char| c.is_whitespace() || c == '>')?),
        };
        return Some(tag.range.start + start..tag.range.start + start + length);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(html: &str) -> String {
        let tags = scan(html).tags;
        tags.iter()
            .map(|tag| format!("{}{}", if tag.is_end { "/" } else { "" }, tag.name))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn raw_text_comments_and_quotes_are_stepped_over() {
        assert_eq!(names("<p a='>'>x<!-- <b> --><i>"), "p i");
        assert_eq!(names("<script>'<p>'</script><P>1 < 2</P>"), "script /script p /p");
        assert_eq!(names("<textarea></p></textarea ><br/>"), "textarea /textarea br");
    }

    #[test]
    fn what_never_ends_ends_the_scan() {
        assert_eq!(scan("<p>x</p><script>var a").end, 8);
        assert_eq!(scan("<p>x<!-- ").end, 4);
        assert_eq!(scan("<p>x<a href=\"").end, 4);
        assert_eq!(scan("a < b </ c").end, 10);
    }

    #[test]
    fn attributes_are_found() {
        let html = "<meta name=keywords CONTENT = 'a, b'>";
        let scan = scan(html);
        let value = |name| attribute(html, &scan.tags[0], name).map(|range| &html[range]);
        assert_eq!(value("name"), Some("keywords"));
        assert_eq!(value("content"), Some("a, b"));
        assert_eq!(value("class"), None);
    }
}
