//! What every verb takes that classifies pages: the inputs and the model.

use crate::cli::input::InputArgs;
use crate::cli::model_file::ModelArgs;

/// Which pages are classified, and by which model.
#[derive(clap::Args)]
pub(super) struct PageArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    #[command(flatten)]
    pub(super) model: ModelArgs,
}
