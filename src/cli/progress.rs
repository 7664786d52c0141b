//! Tell how far long work has come: a bar in a terminal, lines elsewhere, nothing where nobody wants to know.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::report;

/// Tells how far training has come.
pub(super) struct Teller {
    bar: ProgressBar,
    has_lines: bool,
}

impl Teller {
    /// A teller that says nothing if it is `quiet`.
    pub(super) fn new(quiet: bool) -> Self {
        use std::io::IsTerminal;
        let is_terminal = std::io::stderr().is_terminal();
        let target = if quiet || !is_terminal { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(None, target);
        Teller { bar, has_lines: !quiet && !is_terminal }
    }

    /// Says how many pages have been read so far.
    pub(super) fn pages(&self, n_pages: usize) {
        if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} labelled pages read") {
            self.bar.set_style(style);
        }
        self.bar.set_position(n_pages as u64);
    }

    /// Ends; leaves no bar behind.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl dehusk::train::Progress for Teller {
    fn step(&self, what: &str, done: usize, all: usize) {
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {elapsed} {msg}") {
            self.bar.set_style(style);
        }
        self.bar.set_length(all as u64);
        self.bar.set_position(done as u64);
        self.bar.set_message(what.to_owned());
        if self.has_lines {
            report(&format!("[{done}/{all}] {what}"));
        }
    }
}
