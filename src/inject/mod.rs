//! The injector: plants spam into clean pages, reproducibly, so that the spam label can be trained and measured.
//!
//! In go a clean page, a [`Plan`] and [`Material`] (morphemes and templates read from TOML); out comes the page with
//! the exact ranges that were planted. It does not label, cut blocks, convert scripts or touch the page's own bytes.
//! The same page, plan and material give the same bytes on every machine.
//!
//! ```text
//! seed ─plan→ Plan ─speaker→ phrases ─line→ lines ─payload→ Piece* ─markup + hide→ HTML ─edit→ PlantedHtml
//!                                                                  └──────────text→ PlantedText
//! ```

mod anchors;
mod boundary;
mod brands;
mod draw;
mod edit;
mod graft;
mod hide;
mod html;
mod language;
mod line;
mod markup;
mod material;
mod mojibake;
mod obfuscate;
mod overwrite;
mod payload;
mod plan;
mod rng;
mod scan;
mod script;
mod soup;
mod speaker;
#[cfg(test)]
mod tests;
mod text;

use std::ops::Range;

pub use graft::{Donor, Graft, Grafted, graft_html};
pub use html::plant_html;
pub use language::Language;
pub use material::{Material, MaterialError, NicheSize};
pub use plan::{Family, Place, Plan, Trick};
pub use rng::Rng;
pub use text::plant_text;

/// A page with spam in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlantedHtml {
    /// The page.
    pub html: String,
    /// Byte ranges of `html` that are planted markup or text, in order and without overlap; all else is the page's.
    pub planted: Vec<Range<usize>>,
    /// Byte ranges of words glued to a sentence of the page ([`Family::Glued`]); their block stays what it was.
    pub glued: Vec<Range<usize>>,
    /// What was overwritten, each with the offset in `html` behind what stands in its place.
    pub removed: Vec<(usize, String)>,
    /// What was really done: place, trick and family can differ from the plan where the page had no room for it.
    pub plan: Plan,
}

impl PlantedHtml {
    /// The page as it was: planted and glued ranges cut out, overwritten parts put back.
    pub fn original(&self) -> String {
        let mut cuts: Vec<&Range<usize>> = self.planted.iter().chain(&self.glued).collect();
        cuts.sort_by_key(|range| range.start);
        let mut removed = self.removed.iter().peekable();
        let mut out = String::with_capacity(self.html.len());
        let mut done = 0;
        let mut copy = |from: usize, to: usize, out: &mut String| {
            let mut from = from;
            while let Some((at, text)) = removed.next_if(|(at, _)| *at <= to) {
                out.push_str(self.html.get(from..*at).unwrap_or(""));
                out.push_str(text);
                from = *at;
            }
            out.push_str(self.html.get(from..to).unwrap_or(""));
        };
        for cut in cuts {
            copy(done, cut.start, &mut out);
            done = cut.end;
        }
        copy(done, self.html.len(), &mut out);
        out
    }
}

/// A text with spam in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlantedText {
    /// The lines, blank ones and layout included, each with whether it was planted.
    pub lines: Vec<(String, bool)>,
    /// What was really done; hiding tricks have no meaning in text.
    pub plan: Plan,
}

impl PlantedText {
    /// The lines as one text again.
    pub fn text(&self) -> String {
        let lines: Vec<&str> = self.lines.iter().map(|(line, _)| line.as_str()).collect();
        lines.join("\n")
    }
}
