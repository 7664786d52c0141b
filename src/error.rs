//! The few ways loading, training and corpora can fail. Classifying a page cannot.

use crate::corpus::Unplaced;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file does not begin like a model file.
    #[error("not a dehusk model file")]
    NotAModel,
    /// The file was written by a dehusk that is newer or older.
    #[error("model file has format {found}, this build reads format {known}: another version of dehusk wrote it")]
    OtherFormat {
        /// Format of the file.
        found: u16,
        /// Format that this build reads.
        known: u16,
    },
    /// The file ends before the model does.
    #[error("model file is cut off: {found} bytes of {expected}")]
    TruncatedModel {
        /// Bytes that are there.
        found: usize,
        /// Bytes that the header promises.
        expected: usize,
    },
    /// The file's bytes are not those that were written.
    #[error("model file is damaged: {0}")]
    DamagedModel(String),
    /// The model uses features that this build does not have, or lacks some.
    #[error("model has other features than this build: {0}")]
    FeatureMismatch(String),
    /// No threshold of the model gives what was asked for.
    #[error("no threshold meets the target: {0}")]
    NoSuchThreshold(String),
    /// A line of a corpus is no labelled page.
    #[error("{file}:{line}: expected a labelled page as JSON: {reason}")]
    BadCorpusLine {
        /// Name of the corpus.
        file: String,
        /// 1-based line.
        line: usize,
        /// What the parser says.
        reason: String,
    },
    /// A labelled block is not on its page.
    #[error("{file}:{line}: {source}")]
    UnplacedBlock {
        /// Name of the corpus.
        file: String,
        /// 1-based line.
        line: usize,
        /// The block.
        #[source]
        source: Unplaced,
    },
    /// There is too little to learn from.
    #[error("cannot train: {0}")]
    TooLittle(String),
    /// The solver did not get better than knowing nothing.
    #[error("training failed: {0}")]
    NotLearned(String),
    /// A file could not be read or written.
    #[error("{file}: {source}")]
    Io {
        /// Name of the file.
        file: String,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
}

/// A result with this crate's error.
pub type Result<T> = std::result::Result<T, Error>;
