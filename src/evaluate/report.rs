//! The evaluation as data: what `--json` writes and later versions read back.
//!
//! A [`Meter`](super::Meter) fills it; the table and the charts are drawn from it alone.
//! A report of a newer format than this build knows is refused on reading.

use serde::{Deserialize, Deserializer, Serialize, de::Error};

use super::{Calibration, Figures, Intervals, LeftOut, Miss, PerLabel, PrCurve, Slices, SpamSlices, ThresholdRow};

/// Version of the report's shape; raised when a field changes meaning or goes.
pub const FORMAT: u32 = 1;

/// Everything an evaluation found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Version of this shape, [`FORMAT`] when written by this build.
    #[serde(deserialize_with = "known_format")]
    pub format: u32,
    /// How much was judged.
    pub counts: Counts,
    /// Figures with every block counting one.
    pub by_block: Figures,
    /// Figures with every block counting its characters.
    pub by_char: Figures,
    /// 95 % intervals of the figures by block.
    pub intervals: Intervals,
    /// Precision-recall curve of each label, at most 200 measured points, both ends kept.
    pub curves: PerLabel<PrCurve>,
    /// Figures of each label at fixed thresholds on its score.
    pub thresholds: PerLabel<Vec<ThresholdRow>>,
    /// Calibration of each label's score over all blocks.
    pub calibration: PerLabel<Calibration>,
    /// Calibration of the score of whatever label was predicted.
    pub calibration_of_predicted: Calibration,
    /// Figures by language, set and site.
    pub slices: Slices,
    /// Figures of planted spam, and of clean blocks called spam.
    #[serde(default)]
    pub spam: SpamSlices,
    /// What the heads that judged planted pages saw nothing of, beside their sites.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<LeftOut>,
    /// The errors with the highest score for the wrong label, worst first.
    pub worst_errors: Vec<Miss>,
}

/// How much was judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Number of blocks.
    pub n_blocks: u64,
    /// Number of characters in them.
    pub n_chars: u64,
    /// Number of pages that gave a block.
    pub n_pages: u64,
    /// Number of sites; a page without a site counts as one.
    pub n_sites: u64,
    /// Number of scores that were no probability and were moved into 0 to 1; should be 0.
    pub n_mended_scores: u64,
}

fn known_format<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    match u32::deserialize(deserializer)? {
        format @ 1..=FORMAT => Ok(format),
        other => Err(D::Error::custom(format!(
            "evaluation report of format {other}; this build reads formats 1 to {FORMAT}"
        ))),
    }
}
