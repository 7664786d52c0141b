//! What every verb takes that classifies pages: the inputs and the model.

use anyhow::Result;
use dehusk::Classifier;

use crate::cli::input::InputArgs;
use crate::cli::model_file::ModelArgs;

/// Which pages are classified, and by which model.
#[derive(clap::Args)]
pub(super) struct PageArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    #[command(flatten)]
    model: ModelArgs,
}

impl PageArgs {
    /// Loads the model for what the inputs hold.
    pub(super) fn classifier(&self) -> Result<Classifier> {
        self.model.load(self.input.reading.input_format.kinds())
    }
}
