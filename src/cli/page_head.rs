//! What a line of output says first of its page: where it was read, what its line of JSONL called it,
//! and whether all of it was read.

use serde::Serialize;
use serde_json::Value;

use crate::cli::input::{About, RawPage};

/// The first fields of a row of JSONL.
#[derive(Serialize)]
pub(super) struct PageHead {
    pub(super) source: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<Value>,
    /// Told only where a limit left part of the page out.
    #[serde(skip_serializing_if = "Option::is_none")]
    truncated: Option<bool>,
}

impl PageHead {
    /// The head of a page that was read.
    pub(super) fn new(raw: &RawPage, about: About, is_truncated: bool) -> Self {
        let truncated = is_truncated.then_some(true);
        PageHead { source: raw.source.clone(), id: about.id, url: about.url, truncated }
    }
}
