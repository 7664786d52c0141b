//! Turns judged blocks into an honest report.
//!
//! Blocks that people labelled and the classifier scored come in, one by one; a [`Report`] goes
//! out: figures per label, curves, calibration, intervals, slices, planted spam, the worst errors, as data, as
//! text or as SVG.
//! This room reads no file, prints nothing, asks no clock and chooses no threshold for anyone.
//! A figure without a denominator is `None`, never zero and never one.
//!
//! ```
//! use dehusk::evaluate::{Judged, Meter, PageKey};
//! use dehusk::{Label, Scores};
//!
//! let page = PageKey {
//!     id: "p1".into(),
//!     site: "example.org".into(),
//!     set: "dev".into(),
//!     lang: "en".into(),
//!     ..PageKey::default()
//! };
//! let mut meter = Meter::new(20);
//! meter.add(&Judged {
//!     gold: Label::Content,
//!     predicted: Label::Content,
//!     scores: Scores { content: 0.9, chrome: 0.1, spam: 0.0 },
//!     n_chars: 12,
//!     text: "A paragraph.",
//!     is_planted: false,
//!     page: &page,
//! });
//! let report = meter.report(1);
//! assert_eq!(report.by_block.labels.content.f1, Some(1.0));
//! assert_eq!(report.by_block.labels.spam.recall, None);
//! ```

mod bootstrap;
mod calibration;
mod cases;
mod columns;
mod confusion;
mod curve;
mod meter;
mod misses;
mod per_label;
mod report;
mod slices;
mod spam_slices;
mod spam_table;
mod svg;
mod table;
#[cfg(test)]
mod tests;

pub use bootstrap::{Interval, Intervals, LabelIntervals, N_ROUNDS};
pub use calibration::{Calibration, N_BINS, ReliabilityBin};
pub use cases::{Outcome, SpamCase};
pub use confusion::{Confusion, Figures, LabelFigures};
pub use curve::{PrCurve, PrPoint, THRESHOLDS, ThresholdRow};
pub(crate) use curve::{Ranked, Ranking};
pub use meter::Meter;
pub use misses::Miss;
pub use per_label::PerLabel;
pub use report::{Counts, FORMAT, Report};
pub use slices::{Slice, Slices};
pub use spam_slices::{LeftOut, SpamSlice, SpamSlices};
pub use svg::{pr_curves_svg, reliability_svg};

use crate::label::{Label, Planted, Scores};

/// Where a block comes from: the names that slices and intervals group by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageKey {
    /// Name of the page, unique within its set.
    pub id: String,
    /// Site that published the page; if empty, the page stands for a site of its own.
    pub site: String,
    /// Corpus or benchmark set the page belongs to.
    pub set: String,
    /// Language tag of the page, such as `zh`; may be empty.
    pub lang: String,
    /// Whether the page is plain text.
    pub is_text: bool,
    /// What the injector planted on the page, if anything.
    pub planted: Option<Planted>,
}

/// One block with what people said and what the classifier said.
///
/// Blocks marked unsure by people never become a `Judged`.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'a> {
    /// The label people gave.
    pub gold: Label,
    /// The label the classifier gave, thresholds applied.
    pub predicted: Label,
    /// The probabilities of the three labels, each 0 to 1.
    pub scores: Scores,
    /// Length of the block in characters: its weight in [`Report::by_char`].
    pub n_chars: u32,
    /// The block's text; read only if the block is among the worst errors.
    pub text: &'a str,
    /// Whether the injector put the block there.
    pub is_planted: bool,
    /// The page the block stands on.
    pub page: &'a PageKey,
}
