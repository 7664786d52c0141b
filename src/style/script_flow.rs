//! In: places in a script, in rising order. Out: whether what stands there runs at load.
//!
//! Counts braces and looks at what stands before the outermost one; strings are not told
//! from code, so the answer is a guess.

/// How far a script's braces have been counted.
#[derive(Default)]
pub(super) struct Flow {
    at: usize,
    depth: usize,
    /// Whether the outermost open brace belongs to code run at load.
    is_load_handler: bool,
}

/// Bytes before a brace that are looked at.
const LOOK_BACK: usize = 80;
/// What stands before a brace whose code runs at load.
const LOAD_HANDLERS: [&str; 10] = [
    "onload",
    "ready(",
    "$(function",
    "(function",
    "DOMContentLoaded",
    "setTimeout(",
    "=>",
    "jQuery(function",
    "!function",
    "try",
];

impl Flow {
    /// Whether the place at the end of `before` is reached without a click or a condition.
    pub(super) fn runs_at_load(&mut self, before: &str) -> bool {
        let rest = before.get(self.at..).unwrap_or_default();
        for brace in memchr::memchr2_iter(b'{', b'}', rest.as_bytes()) {
            if rest.as_bytes().get(brace) == Some(&b'}') {
                self.depth = self.depth.saturating_sub(1);
                continue;
            }
            self.depth += 1;
            if self.depth == 1 {
                let end = self.at + brace;
                let bytes = before.as_bytes().get(end.saturating_sub(LOOK_BACK)..end).unwrap_or_default();
                self.is_load_handler =
                    LOAD_HANDLERS.into_iter().any(|handler| memchr::memmem::find(bytes, handler.as_bytes()).is_some());
            }
        }
        self.at = self.at.max(before.len());
        self.depth == 0 || self.depth == 1 && self.is_load_handler
    }
}
