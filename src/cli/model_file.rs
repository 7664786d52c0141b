//! The model that a verb uses: the shipped one, or a file.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use dehusk::Classifier;

/// Bytes of a model file at most.
const MAX_MODEL_BYTES: u64 = 256 << 20;

/// Which model is used.
#[derive(clap::Args)]
pub(super) struct ModelArgs {
    /// Model file to use instead of the shipped model
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
}

impl ModelArgs {
    /// Loads the model.
    pub(super) fn load(&self) -> Result<Classifier> {
        match &self.model {
            Some(path) => load(path).map(|(classifier, _)| classifier),
            None => Classifier::shipped().context("the shipped model"),
        }
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
