//! dehusk tells the grain of a web page from its husk: which blocks are the article, which the site
//! around it, and which spam that somebody planted.
//!
//! ```text
//! classify: bytes ─decode→ text ─document→ tree ─blocks→ blocks ─features→ rows ─model→ scores ─classify→ Page ─render→ output
//! train:    labelled pages ─(the same, up to features)→ rows ─train→ model file ─evaluate→ report
//! ```
#![forbid(unsafe_code)]

/// The example of the README is compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod blocks;
mod classify;
mod corpus;
mod decode;
mod document;
mod error;
pub mod evaluate;
mod explain;
mod features;
mod hash;
pub mod inject;
mod label;
mod model;
pub mod render;
pub mod repair;
mod style;
mod text;
mod tokenizer;
pub mod train;
mod verdict;

pub use classify::{
    Classifier, Kind, LabelledBlock, ModelInfo, Page, PassesInfo, decode_page, first_pass_features, later_pass_features,
};
pub use corpus::{GoldBlock, LabelledPage, Unplaced};
pub use document::Limits;
pub use error::{Error, Result};
pub use explain::{Contribution, ExplainedPage, Explanation, FeatureWeight, LabelWeights, PassExplanation};
pub use features::Feature;
pub use label::{Label, Planted, Role, Scores};
pub use model::{CorpusInfo, CurvePoint, Curves, Target, Thresholds, TrainedBy};
pub use verdict::{Evidence, EvidenceKind, Verdict, VerdictKind};
