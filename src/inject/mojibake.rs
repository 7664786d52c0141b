//! Lines as they look after being decoded with the wrong charset, by really decoding them so.
//!
//! Control characters that no page text holds are dropped; U+FFFD and `?` stay.

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GBK, KOI8_R, SHIFT_JIS, UTF_8, WINDOWS_874, WINDOWS_1251, WINDOWS_1252, WINDOWS_1254,
    WINDOWS_1256,
};

use super::language::Language;
use super::rng::Rng;

/// Signs that break visibly even in a line of plain ASCII letters.
const FRAGILE: [&str; 8] = ["–", "★", "™", "®", "”", "…", "€", "»"];

/// Pairs of (written as, read as) in which a language's pages break.
fn confusions(language: Language) -> Vec<(&'static Encoding, &'static Encoding)> {
    let native = match language {
        Language::ZhHans => GBK,
        Language::ZhHant => BIG5,
        Language::Japanese => SHIFT_JIS,
        Language::Korean => EUC_KR,
        Language::Russian => WINDOWS_1251,
        Language::Thai => WINDOWS_874,
        Language::Turkish => WINDOWS_1254,
        Language::Arabic => WINDOWS_1256,
        _ => WINDOWS_1252,
    };
    let mut pairs = vec![(UTF_8, native), (UTF_8, GBK), (UTF_8, WINDOWS_1252), (native, WINDOWS_1252), (native, GBK)];
    match language {
        Language::Russian => pairs.extend([(WINDOWS_1251, KOI8_R), (KOI8_R, WINDOWS_1251)]),
        Language::ZhHans => pairs.extend([(UTF_8, GBK), (GBK, BIG5), (GBK, UTF_8)]),
        Language::ZhHant => pairs.extend([(BIG5, GBK), (BIG5, UTF_8)]),
        Language::Japanese => pairs.extend([(SHIFT_JIS, UTF_8), (UTF_8, SHIFT_JIS)]),
        _ => {}
    }
    pairs.retain(|(written, read)| written != read);
    pairs
}

/// Decodes a line wrongly, once or (as double-encoded pages do) twice.
pub(crate) fn garble(line: &str, language: Language, rng: &mut Rng) -> String {
    let source = if line.is_ascii() { with_fragile_signs(line, rng) } else { String::from(line) };
    let pairs = confusions(language);
    for _ in 0..8 {
        let Some((written, read)) = rng.pick(&pairs) else {
            break;
        };
        let mut garbled = misread(&source, written, read);
        if rng.chance(15) {
            garbled = misread(&garbled, UTF_8, read);
        }
        let lost = garbled.chars().filter(|char| *char == '\u{fffd}').count();
        if garbled != source && lost * 2 < garbled.chars().count() {
            return if rng.chance(30) { garbled.replace('\u{fffd}', "?") } else { garbled };
        }
    }
    misread(&source, UTF_8, WINDOWS_1252)
}

fn with_fragile_signs(line: &str, rng: &mut Rng) -> String {
    let sign = rng.word(&FRAGILE);
    let signed = line.replace(", ", &format!(" {sign} ")).replace('|', sign);
    format!("{sign} {signed}")
}

fn misread(text: &str, written: &'static Encoding, read: &'static Encoding) -> String {
    let (bytes, _, _) = written.encode(text);
    let bytes = without_references(&bytes);
    let (wrong, _) = read.decode_without_bom_handling(&bytes);
    wrong.chars().filter(|char| !char.is_control()).collect()
}

/// `encoding_rs` writes characters a charset lacks as `&#…;`; a database would have kept a `?`.
fn without_references(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&first, tail)) = rest.split_first() {
        let length = rest.iter().take(10).position(|byte| *byte == b';');
        match length {
            Some(length) if rest.starts_with(b"&#") => {
                out.push(b'?');
                rest = rest.get(length + 1..).unwrap_or(&[]);
            }
            _ => {
                out.push(first);
                rest = tail;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_confusions() {
        assert_eq!(misread("国产", UTF_8, GBK), "鍥戒骇");
        assert_eq!(misread("ставки", UTF_8, WINDOWS_1251), "СЃС‚Р°РІРєРё");
        assert_eq!(misread("国", GBK, WINDOWS_1252), "¹ú");
    }

    #[test]
    fn every_language_breaks() {
        for language in Language::ALL {
            for seed in 0..50 {
                let line = garble("casino, bonus 免费 казино", language, &mut Rng::new(seed));
                assert!(!line.is_empty() && line != "casino, bonus 免费 казино");
                assert_ne!(garble("casino, bonus", language, &mut Rng::new(seed)), "casino, bonus");
            }
        }
    }
}
