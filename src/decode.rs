//! Turn the bytes of a page into text.
//!
//! Bytes and an optional hint come in, text and the name of the encoding go out. The order is: byte order mark, then
//! UTF-16 (where zeros, or zeros and the hint, tell), then (if the bytes are valid UTF-8) UTF-8, then the caller's hint,
//! then what the page declares, then a detector on the text that is not ASCII. Validity goes before the hint and the
//! declaration because both are often wrong while text in another encoding is practically never valid UTF-8 by chance;
//! a page that is UTF-8 but for a few damaged bytes stays UTF-8 for the same reason.
//! This room never fails: a byte that means nothing becomes U+FFFD and the rest of the page goes on.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes of the page's start that are searched for a declared encoding (the HTML standard says 1024;
/// pages with long comments or scripts first need more).
const DECLARATION_WINDOW: usize = 4096;

/// Bytes around the first non-ASCII text that the detector reads; it costs more than parsing.
const DETECTOR_WINDOW: usize = 4096;

/// A page that is UTF-8 but for at most one bad byte in this many non-ASCII ones is damaged UTF-8.
const UTF8_BYTES_PER_ERROR: usize = 12;

/// A page as text, and how its bytes were read.
#[derive(Debug)]
pub(crate) struct Decoded<'a> {
    /// The text of the page without byte order mark.
    pub text: Cow<'a, str>,
    /// The encoding that was used.
    pub encoding: &'static Encoding,
}

/// Decodes the bytes of a page. `hint` is the name of an encoding as a server would send it; an unknown
/// name counts as no hint.
pub(crate) fn decode<'a>(bytes: &'a [u8], hint: Option<&str>) -> Decoded<'a> {
    let encoding = choose_encoding(bytes, hint);
    let (text, encoding, _) = encoding.decode(bytes);
    Decoded { text, encoding }
}

fn choose_encoding(bytes: &[u8], hint: Option<&str>) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if let Some(encoding) = bare_utf16(bytes) {
        return encoding;
    }
    let hinted = hint.and_then(|name| Encoding::for_label(name.as_bytes()));
    // Chinese in UTF-16 has a NUL only where markup or a space stands; other pages have none.
    if let Some(encoding) = hinted.filter(|e| is_utf16(e) && memchr::memchr(0, bytes).is_some()) {
        return encoding;
    }
    if Encoding::utf8_valid_up_to(bytes) == bytes.len() && !has_iso_2022_jp_escape(bytes) {
        return UTF_8;
    }
    let named = hinted.or_else(|| declared(bytes));
    match named {
        _ if is_damaged_utf8(bytes) => UTF_8,
        Some(encoding) if encoding != UTF_8 && is_plausible(bytes, encoding) => encoding,
        _ => detect(bytes, named),
    }
}

fn is_utf16(encoding: &'static Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

/// UTF-16 without a byte order mark, told by markup with a NUL in every other byte.
fn bare_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(512)];
    if start.len() < 8 {
        return None;
    }
    let n_zero = |parity: usize| start.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
    let half = start.len() / 2;
    match (n_zero(0), n_zero(1)) {
        (even, odd) if odd * 10 >= half * 7 && even * 10 <= half => Some(UTF_16LE),
        (even, odd) if even * 10 >= half * 7 && odd * 10 <= half => Some(UTF_16BE),
        _ => None,
    }
}

/// ISO-2022-JP is pure ASCII, so valid UTF-8; its escapes do not occur in other pages.
fn has_iso_2022_jp_escape(bytes: &[u8]) -> bool {
    memchr::memchr(0x1b, bytes).is_some()
        && (memchr::memmem::find(bytes, b"\x1b$B").is_some() || memchr::memmem::find(bytes, b"\x1b$@").is_some())
}

/// The encoding that the page's own `<meta>` or XML declaration names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let window = &bytes[..bytes.len().min(DECLARATION_WINDOW)];
    let lower = window.to_ascii_lowercase();
    let xml = lower.starts_with(b"<?xml").then(|| label_after(&lower, b"encoding")).flatten();
    xml.or_else(|| meta_label(&lower)).map(|encoding| {
        // A page whose ASCII markup was read to find this cannot be UTF-16.
        if is_utf16(encoding) { UTF_8 } else { encoding }
    })
}

fn meta_label(lower: &[u8]) -> Option<&'static Encoding> {
    let mut rest = lower;
    while let Some(at) = memchr::memmem::find(rest, b"<meta") {
        rest = &rest[at + 5..];
        let tag = &rest[..memchr::memchr(b'>', rest).unwrap_or(rest.len())];
        if let Some(encoding) = label_after(tag, b"charset") {
            return Some(encoding);
        }
    }
    None
}

/// The encoding named by `key = "label"` in `text`.
fn label_after(text: &[u8], key: &[u8]) -> Option<&'static Encoding> {
    let at = memchr::memmem::find(text, key)?;
    let value = text[at + key.len()..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
    let end = value.iter().position(|b| matches!(b, b'"' | b'\'' | b';' | b' ' | b'>' | b'?')).unwrap_or(value.len());
    Encoding::for_label(&value[..end])
}

/// Whether few enough bytes are impossible in a named encoding for the name to be believed.
fn is_plausible(bytes: &[u8], encoding: &'static Encoding) -> bool {
    let sample = non_ascii_sample(bytes);
    let (text, had_errors) = encoding.decode_without_bom_handling(sample);
    if !had_errors {
        return true;
    }
    let n_errors = text.chars().filter(|c| *c == '\u{fffd}').count();
    n_errors * 20 <= sample.iter().filter(|b| !b.is_ascii()).count()
}

/// Whether the bytes are UTF-8 with a few bad ones: a truncated end, a piece in another encoding.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut n_good, mut n_bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        n_good += chunk.valid().bytes().filter(|b| !b.is_ascii()).count();
        n_bad += usize::from(!chunk.invalid().is_empty());
        if n_good + n_bad > 1 << 16 {
            break;
        }
    }
    n_good >= n_bad.saturating_mul(UTF8_BYTES_PER_ERROR) && n_good > 0
}

/// Asks the detector, which reads only the neighbourhood of the first non-ASCII text.
fn detect(bytes: &[u8], named: Option<&'static Encoding>) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(non_ascii_sample(bytes), true);
    let guess = detector.guess(None, Utf8Detection::Allow);
    if guess == UTF_8 { named.unwrap_or(encoding_rs::WINDOWS_1252) } else { guess }
}

/// Up to [`DETECTOR_WINDOW`] bytes that begin a little before the first byte that is not ASCII.
fn non_ascii_sample(bytes: &[u8]) -> &[u8] {
    let first = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0);
    // A double-byte character may follow an ASCII-range second byte, so begin at white space or markup.
    let begin = bytes[..first].iter().rposition(|b| matches!(b, b' ' | b'>' | b'\n' | b'"')).map_or(0, |at| at + 1);
    &bytes[begin..bytes.len().min(begin + DETECTOR_WINDOW)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], hint: Option<&str>, encoding: &str, needle: &str) {
        let decoded = decode(bytes, hint);
        assert_eq!(decoded.encoding.name(), encoding);
        assert!(decoded.text.contains(needle), "{needle:?} not in {:?}", decoded.text);
    }

    const CHINESE: &str = "<p>本院新设康复门诊，周一至周五开放，请携带病历本就诊。</p>";

    #[test]
    fn reads_utf8_whatever_is_declared() {
        check(format!("<meta charset=gb2312>{CHINESE}").as_bytes(), Some("big5"), "UTF-8", "康复门诊");
    }

    #[test]
    fn reads_declared_undeclared_and_hinted_gbk() {
        let (bytes, _, _) = encoding_rs::GBK.encode(CHINESE);
        check(&bytes, None, "GBK", "康复门诊");
        check(&bytes, Some("gb18030"), "gb18030", "康复门诊");
        let declared = [b"<meta http-equiv=Content-Type content='text/html; charset=gb2312'>", &bytes[..]].concat();
        check(&declared, None, "GBK", "康复门诊");
    }

    #[test]
    fn reads_hinted_utf16() {
        let bytes: Vec<u8> = CHINESE.encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&bytes, Some("utf-16be"), "UTF-16BE", "康复门诊");
        check(CHINESE.as_bytes(), Some("utf-16be"), "UTF-8", "康复门诊");
    }

    #[test]
    fn reads_other_legacy_encodings() {
        for (name, text) in [
            ("Big5", "<p>本院新設復健門診，週一至週五開放，請攜帶健保卡就診。</p>"),
            ("Shift_JIS", "<p>新しい外来は月曜日から金曜日まで開いています。</p>"),
            ("EUC-KR", "<p>새로운 진료실은 월요일부터 금요일까지 운영합니다.</p>"),
            ("windows-1251", "<p>Новое отделение открыто с понедельника по пятницу.</p>"),
        ] {
            let encoding = Encoding::for_label(name.as_bytes()).unwrap_or(UTF_8);
            let (bytes, _, _) = encoding.encode(text);
            check(&bytes, None, name, text);
        }
    }

    #[test]
    fn one_bad_byte_does_not_lose_the_page() {
        let mut bytes = CHINESE.repeat(3).into_bytes();
        bytes[10] = 0xff;
        check(&bytes, Some("gbk"), "UTF-8", "康复门诊");
        let (bytes, _, _) = encoding_rs::GBK.encode(CHINESE);
        let mut bytes = bytes.repeat(9);
        bytes[9] = 0xff;
        check(&bytes, Some("gbk"), "GBK", "携带病历本");
    }

    #[test]
    fn cut_in_the_middle_of_a_character() {
        let bytes = CHINESE.as_bytes();
        check(&bytes[..bytes.len() - 6], None, "UTF-8", "康复门诊");
    }

    #[test]
    fn reads_utf16_with_and_without_mark() {
        let text = "<html><body>plain words</body></html>";
        let bare: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&bare, None, "UTF-16LE", "plain words");
        let marked: Vec<u8> = "\u{feff}<p>x".encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&marked, None, "UTF-16BE", "<p>x");
    }

    #[test]
    fn unknown_hint_is_no_hint() {
        check(b"caf\xe9 au lait", Some("klingon"), "windows-1252", "café");
    }
}
