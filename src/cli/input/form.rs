//! Tell what bytes are: JSONL, HTML, text, or no page at all.

use std::path::Path;

use crate::cli::input::InputFormat;
use crate::cli::input::walk::ending;

/// Bytes of a file's beginning that are looked at.
const WINDOW: usize = 1 << 16;

/// Begins of files that are no pages.
const FOREIGN: [(&[u8], &str); 12] = [
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"\0\0\x01\0", "an icon"),
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x7fELF", "a program"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"DEHUSKMD", "a dehusk model"),
];

/// What the name of a file says that it is.
pub(super) fn format_of_name(path: &Path) -> InputFormat {
    match ending(path).as_deref() {
        Some("html" | "htm" | "xhtml") => InputFormat::Html,
        Some("txt" | "text") => InputFormat::Text,
        Some("jsonl") => InputFormat::Jsonl,
        _ => InputFormat::Auto,
    }
}

/// Whether a line is a page as JSON.
pub(super) fn is_json_page(line: &[u8]) -> bool {
    line.trim_ascii_start().starts_with(b"{")
        && serde_json::from_slice::<serde_json::Value>(line).is_ok_and(|value| {
            ["html", "text"].iter().any(|key| value.get(key).is_some_and(serde_json::Value::is_string))
        })
}

/// Whether the beginning of a file looks like HTML: it begins with markup, names the page's frame, or ends
/// several elements.
pub(super) fn looks_like_html(bytes: &[u8]) -> bool {
    // UTF-16 is read as ASCII with its zeros left out.
    let start: Vec<u8> = bytes.iter().take(WINDOW).filter(|b| **b != 0).map(u8::to_ascii_lowercase).collect();
    let begin =
        start.strip_prefix(b"\xef\xbb\xbf").or(start.strip_prefix(b"\xff\xfe")).or(start.strip_prefix(b"\xfe\xff"));
    let begin = begin.unwrap_or(&start).trim_ascii_start();
    let begins_with_markup = begin.first() == Some(&b'<')
        && begin.get(1).is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'!' | b'?' | b'/'));
    let holds = |tag: &str| memchr::memmem::find(&start, tag.as_bytes()).is_some();
    begins_with_markup
        || ["<!doctype html", "<html", "<body", "<head>"].iter().any(|tag| holds(tag))
        || ["</p>", "</div>", "</a>", "</li>", "</td>", "<br>", "<br/>", "<br />", "</h1>", "</h2>", "</span>"]
            .iter()
            .map(|tag| memchr::memmem::find_iter(&start, tag.as_bytes()).take(3).count())
            .sum::<usize>()
            >= 3
}

/// What a file is that is no page, if that can be told. `encoding` is the user's hint.
pub(crate) fn not_a_page(bytes: &[u8], encoding: Option<&str>) -> Option<&'static str> {
    if let Some((_, what)) = FOREIGN.iter().find(|(begin, _)| bytes.starts_with(begin)) {
        return Some(what);
    }
    let start = &bytes[..bytes.len().min(8192)];
    let n_zero = |parity: usize| start.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
    let half = start.len() / 2;
    let is_utf16 = encoding.is_some_and(|name| name.starts_with("UTF-16"))
        || bytes.starts_with(b"\xff\xfe")
        || bytes.starts_with(b"\xfe\xff")
        || (0..2).any(|parity| n_zero(parity) * 10 >= half * 7 && n_zero(1 - parity) * 10 <= half);
    let is_control = |b: &&u8| matches!(b, 0..=8 | 0x0e..=0x1a | 0x1c..=0x1f);
    let n_control = start.iter().filter(is_control).count();
    // One byte in ten is one of these where all are as frequent.
    (!is_utf16 && n_control * 20 > start.len()).then_some("binary data")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_told_from_text() {
        for html in [
            "<p>x",
            "\u{feff} <!DOCTYPE html>",
            "plain<br>lines<br>of<br>text",
            "x</p><p>y</p><p>z</p>",
            "<?xml version='1.0'?>",
        ] {
            assert!(looks_like_html(html.as_bytes()), "{html}");
        }
        for text in ["", "a < b and b > c", "Title\n\nA line with one <b>tag</b>.", "<3 you"] {
            assert!(!looks_like_html(text.as_bytes()), "{text}");
        }
        let utf16: Vec<u8> = "<html><p>x".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(looks_like_html(&utf16));
    }

    #[test]
    fn pictures_and_noise_are_no_pages() {
        assert_eq!(not_a_page(b"\x89PNG\r\n\x1a\n....", None), Some("a PNG picture"));
        assert_eq!(not_a_page(&[1, 2, 3, 0, 5, 0, 0, 9, 200, 1], None), Some("binary data"));
        let signs: Vec<u8> = "\u{4e00}\u{4e01}\u{4e02}".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!([not_a_page(&signs, None), not_a_page(&signs, Some("UTF-16LE"))], [Some("binary data"), None]);
        for page in [
            &b""[..],
            b"plain",
            b"<p>\x1b$B</p>",
            b"h\0i\0 \0t\0h\0e\0r\0e\0",
            b"one\0zero in a page that is long enough",
        ] {
            assert_eq!(not_a_page(page, None), None);
        }
    }
}
