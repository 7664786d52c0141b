//! The blocks that are spam or are called so, to be read one by one.
//!
//! A judged block comes in with its number and place; a row goes out that names it and shows how it begins.
//! It keeps no block itself: the caller decides where rows go.

use serde::{Deserialize, Serialize};

use super::Judged;
use crate::label::{Label, Planted};

/// Characters of a block's text that are kept.
const MAX_TEXT_CHARS: usize = 120;

/// One block that is spam or is called so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SpamCase {
    /// Set of the page.
    pub set: String,
    /// Name of the page.
    pub page: String,
    /// 0-based number of the block on its page.
    pub block: usize,
    /// What people said.
    pub gold: Label,
    /// What the classifier said.
    pub predicted: Label,
    /// Score of spam, 0 to 1.
    pub spam: f32,
    /// Path of the block's elements; `None` for plain text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// What the injector planted, if it put this very block there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planted: Option<Planted>,
    /// The block's text, its first 120 characters.
    pub text: String,
}

/// What became of a block that is spam or is called so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is spam and is called so.
    Found,
    /// It is spam and is called something else.
    Missed,
    /// It is called spam and is something else.
    Alarm,
}

impl SpamCase {
    /// A row on a judged block.
    pub fn new(judged: &Judged, block: usize, path: Option<String>) -> SpamCase {
        SpamCase {
            set: judged.page.set.clone(),
            page: judged.page.id.clone(),
            block,
            gold: judged.gold,
            predicted: judged.predicted,
            spam: judged.scores.spam,
            path,
            planted: judged.page.planted.clone().filter(|_| judged.is_planted),
            text: judged.text.chars().take(MAX_TEXT_CHARS).collect(),
        }
    }

    /// What became of the block.
    pub fn outcome(&self) -> Outcome {
        match (self.gold, self.predicted) {
            (Label::Spam, Label::Spam) => Outcome::Found,
            (Label::Spam, _) => Outcome::Missed,
            _ => Outcome::Alarm,
        }
    }
}
