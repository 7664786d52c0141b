//! The model file: a checked header, then the model.
//!
//! Header, 32 bytes, little endian: `DEHUSKMD`, format (u16), zero (u16), length of the rest (u32), CRC-32
//! of the rest (u32), CRC-32 of the header with this field zero (u32), hash of the feature names (u64).
//! Everything is checked before the payload is decoded, and decoding has a limit, so that no file makes
//! the program run out of memory or give a wrong answer.

use crate::error::{Error, Result};
use crate::model::{Model, Passes, first_set, second_set};

const MAGIC: &[u8; 8] = b"DEHUSKMD";
/// The format that this build reads and writes.
const FORMAT: u16 = 3;
const HEADER: usize = 32;
/// Bytes of memory that decoding may ask for.
const MAX_DECODED: usize = 256 << 20;

/// Writes a model.
pub(crate) fn encode_model(model: &Model) -> Result<Vec<u8>> {
    let payload = bincode::serde::encode_to_vec(model, bincode::config::standard())
        .map_err(|e| Error::DamagedModel(e.to_string()))?;
    let mut bytes = Vec::with_capacity(HEADER + payload.len());
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&FORMAT.to_le_bytes());
    bytes.extend_from_slice(&[0, 0]);
    bytes.extend_from_slice(&(payload.len() as u32).to_le_bytes());
    bytes.extend_from_slice(&crc32fast::hash(&payload).to_le_bytes());
    bytes.extend_from_slice(&[0; 4]);
    bytes.extend_from_slice(&schema_hash().to_le_bytes());
    let checksum = crc32fast::hash(&bytes);
    bytes[20..24].copy_from_slice(&checksum.to_le_bytes());
    bytes.extend_from_slice(&payload);
    Ok(bytes)
}

/// Reads a model.
pub(crate) fn decode_model(bytes: &[u8]) -> Result<Model> {
    if bytes.get(..8) != Some(MAGIC) {
        return Err(Error::NotAModel);
    }
    let Some(header) = bytes.first_chunk::<HEADER>() else {
        return Err(Error::TruncatedModel { found: bytes.len(), expected: HEADER });
    };
    let u32_at = |at: usize| u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    let format = u16::from_le_bytes([header[8], header[9]]);
    if format != FORMAT {
        return Err(Error::OtherFormat { found: format, known: FORMAT });
    }
    let mut unsigned = *header;
    unsigned[20..24].fill(0);
    if crc32fast::hash(&unsigned) != u32_at(20) {
        return Err(Error::DamagedModel("the header does not have its checksum".to_owned()));
    }
    let payload = &bytes[HEADER..];
    let expected = u32_at(12) as usize;
    if payload.len() < expected {
        return Err(Error::TruncatedModel { found: bytes.len(), expected: HEADER + expected });
    }
    if payload.len() > expected || crc32fast::hash(payload) != u32_at(16) {
        return Err(Error::DamagedModel("the contents do not have their checksum".to_owned()));
    }
    let config = bincode::config::standard().with_limit::<MAX_DECODED>();
    let is_own_schema = header[24..] == schema_hash().to_le_bytes();
    let unreadable = |e: bincode::error::DecodeError| match is_own_schema {
        true => Error::DamagedModel(e.to_string()),
        false => Error::FeatureMismatch("it was trained by another version; train it again".to_owned()),
    };
    let (model, n_read): (Model, usize) = bincode::serde::decode_from_slice(payload, config).map_err(unreadable)?;
    if n_read != payload.len() {
        return Err(Error::DamagedModel("bytes are left over".to_owned()));
    }
    check_features(&model.html, false)?;
    check_features(&model.text, true)?;
    if let Some(line) = model.lexicon.broken_line() {
        let expected = format!("line {line} of the lexicon: expected a word, a space and a number above zero");
        return Err(Error::DamagedModel(expected));
    }
    Ok(model)
}

/// Hash of the names of all features, in order.
fn schema_hash() -> u64 {
    let names = [false, true].into_iter().flat_map(|is_text| later_names(is_text).into_iter());
    let joined = names.fold(String::new(), |all, name| all + &name + "\n");
    let low = crate::hash::hash_bytes(1, joined.as_bytes());
    let high = crate::hash::hash_bytes(2, joined.as_bytes());
    u64::from(high) << 32 | u64::from(low)
}

/// The feature names of a later pass: the first's and its own.
fn later_names(is_text: bool) -> Vec<String> {
    let sets = [first_set(is_text), second_set(is_text)];
    sets.iter().flat_map(|set| set.features.iter().map(|f| f.name.clone())).collect()
}

/// Whether the heads use exactly the features that this build computes.
fn check_features(passes: &Passes, is_text: bool) -> Result<()> {
    if passes.heads.is_empty() {
        return Err(Error::DamagedModel("there is no head".to_owned()));
    }
    let later = later_names(is_text);
    for (pass, head) in passes.heads.iter().enumerate() {
        let known = if pass == 0 { &later[..first_set(is_text).n_features()] } else { &later[..] };
        if head.features != known {
            return Err(Error::FeatureMismatch(difference(&head.features, known)));
        }
        if head.standards.len() != known.len() || head.weights.iter().any(|weights| weights.len() != known.len()) {
            return Err(Error::DamagedModel("a head has more weights than features".to_owned()));
        }
    }
    Ok(())
}

fn difference(found: &[String], known: &[String]) -> String {
    let missing = |of: &[String], from: &[String]| -> Vec<String> {
        of.iter().filter(|name| !from.contains(name)).take(5).cloned().collect()
    };
    let unknown = missing(found, known);
    let absent = missing(known, found);
    match (unknown.is_empty(), absent.is_empty()) {
        (true, true) => "the order differs".to_owned(),
        (false, true) => format!("unknown here: {}", unknown.join(", ")),
        (true, false) => format!("not in the model: {}", absent.join(", ")),
        (false, false) => format!("unknown here: {}; not in the model: {}", unknown.join(", "), absent.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lexicon;

    #[test]
    fn a_lexicon_that_cannot_be_read_is_damage() {
        let mut model = decode_model(crate::classify::Classifier::shipped_bytes()).unwrap();
        model.lexicon = Lexicon::new(&[("门诊".into(), 5), ("门 诊".into(), 3)]);
        let error = decode_model(&encode_model(&model).unwrap()).unwrap_err();
        assert!(error.to_string().contains("damaged: line 2 of the lexicon: expected a word"), "{error}");
    }
}
