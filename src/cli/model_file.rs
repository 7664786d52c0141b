//! The model that a verb uses: the shipped one, or a file.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use dehusk::{Classifier, Kind, Label, Target};

/// Bytes of a model file at most.
const MAX_MODEL_BYTES: u64 = 256 << 20;

/// Which model is used.
#[derive(clap::Args)]
pub(super) struct ModelArgs {
    /// Model file to use instead of the shipped model
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Keep as much content as can be had at this precision, 0 to 1, by the model's own curves, one for each kind of
    /// page that may come
    #[arg(long, value_name = "P", value_parser = share, conflicts_with = "target_recall")]
    target_precision: Option<f32>,
    /// Keep this share of the content, 0 to 1, at the best precision that can be had
    #[arg(long, value_name = "R", value_parser = share)]
    target_recall: Option<f32>,
    /// Find as much spam as can be had at this precision, 0 to 1, by the model's own curve
    #[arg(long, value_name = "P", value_parser = share, conflicts_with = "spam_recall")]
    spam_precision: Option<f32>,
    /// Find this share of the spam, 0 to 1, at the best precision that can be had
    #[arg(long, value_name = "R", value_parser = share)]
    spam_recall: Option<f32>,
}

/// Reads a number from 0 to 1.
fn share(text: &str) -> Result<f32> {
    let share: f32 = text.parse().with_context(|| format!("\"{text}\" is not a number"))?;
    ensure!((0.0..=1.0).contains(&share), "expected a number from 0 to 1");
    Ok(share)
}

impl ModelArgs {
    /// Loads the model. The kinds of pages that may come are those that have to meet what is wanted.
    pub(super) fn load(&self, kinds: &[Kind]) -> Result<Classifier> {
        let mut classifier = match &self.model {
            Some(path) => load(path)?.0,
            None => Classifier::shipped().context("the shipped model")?,
        };
        let targets = [
            (Label::Content, self.target_precision.map(Target::Precision)),
            (Label::Content, self.target_recall.map(Target::Recall)),
            (Label::Spam, self.spam_precision.map(Target::Precision)),
            (Label::Spam, self.spam_recall.map(Target::Recall)),
        ];
        for (label, target) in targets {
            let Some(target) = target else { continue };
            for kind in kinds {
                classifier = classifier.with_target(*kind, label, target)?;
            }
        }
        Ok(classifier)
    }
}

/// Loads a model file and gives its size, too.
pub(super) fn load(path: &Path) -> Result<(Classifier, usize)> {
    let size = std::fs::metadata(path).with_context(|| path.display().to_string())?.len();
    ensure!(size <= MAX_MODEL_BYTES, "{}: not a dehusk model file: {size} bytes are too many", path.display());
    let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
    let classifier = Classifier::from_model_bytes(&bytes).with_context(|| path.display().to_string())?;
    Ok((classifier, bytes.len()))
}
