//! Labels from pieces of text that must stay and must go.
//!
//! Blocks that hold a piece have its label, and what stands between two such blocks of content in the same
//! place of the template is content too. All else stays unsure.

use crate::blocks::{Block, Blocks};
use crate::features::{PageView, Scratch};
use crate::label::Label;
use crate::text::Lexicon;

/// Share of a block that a piece in its middle must be for the block to go with it.
const MIN_SHARE: usize = 3;

pub(super) fn align_snippets(page: &Blocks, with: &[String], without: &[String]) -> Vec<Option<Label>> {
    let with: Vec<String> = with.iter().map(|s| squeeze(s)).collect();
    let without: Vec<String> = without.iter().map(|s| squeeze(s)).collect();
    let texts: Vec<String> = page.blocks.iter().map(|block| squeeze(page.text_of(block))).collect();
    let is_hidden_copy = |idx: usize| {
        page.blocks[idx].hiding.is_some()
            && texts.iter().zip(&page.blocks).any(|(text, block)| block.hiding.is_none() && *text == texts[idx])
    };
    let is_body = |idx: usize| !page.blocks[idx].place.is_head() && !is_hidden_copy(idx);
    let stays: Vec<bool> =
        (0..texts.len()).map(|idx| with.iter().any(|s| holds(&texts[idx], s)) && is_body(idx)).collect();
    let range = stays.iter().position(|s| *s).zip(stays.iter().rposition(|s| *s));
    let view = PageView::new(page, &Lexicon::default(), &mut Scratch::default());
    let is_known = |block: &Block| page.containers.get(block.container as usize).map(|c| (c.parent, c.path_shape));
    let known: Vec<_> = (0..texts.len()).filter(|idx| stays[*idx]).map(|idx| is_known(&page.blocks[idx])).collect();
    let label = |idx: usize| {
        let (block, text) = (&page.blocks[idx], &texts[idx]);
        let is_inside = range.is_none_or(|(first, last)| (first..=last).contains(&idx));
        let goes = without.iter().any(|s| holds(text, s));
        let goes_surely = without.iter().any(|s| {
            holds(text, s) && (!is_inside || text.starts_with(s.as_str()) || s.len() * MIN_SHARE >= text.len())
        });
        let is_between = range.is_some() && is_inside && view.stats[idx].is_prose() && known.contains(&is_known(block));
        match (stays[idx], goes) {
            _ if block.place.is_head() => Some(Label::Chrome),
            (true, false) if text.chars().count() > 3 => Some(Label::Content),
            (false, true) if goes_surely => Some(Label::Chrome),
            (false, false) if is_between => Some(Label::Content),
            _ => None,
        }
    };
    let mut labels: Vec<Option<Label>> = (0..texts.len()).map(label).collect();
    // The headline is content though nobody took a piece of it.
    if let (Some((first, _)), Some(headline)) = (range, view.titles.headline)
        && headline < first
        && labels[headline].is_none()
    {
        labels[headline] = Some(Label::Content);
    }
    labels
}

/// Text with single spaces.
fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a text holds a piece.
fn holds(text: &str, piece: &str) -> bool {
    piece.len() >= 3 && text.contains(piece)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::cut_html;
    use crate::document::parse;

    fn labels(html: &str, with: &[&str], without: &[&str]) -> Vec<Option<Label>> {
        let page = cut_html(&parse(html, &Default::default()), html.len());
        let owned = |s: &[&str]| s.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        align_snippets(&page, &owned(with), &owned(without))
    }

    #[test]
    fn paragraphs_between_known_ones_are_content() {
        let long = "This paragraph says in many plain words what nobody took a piece of, and it ends here.";
        let html = format!("<div><p>One begins.</p><p>{long}</p><p>Two ends.</p><p>{long}</p></div>");
        let content = Some(Label::Content);
        assert_eq!(labels(&html, &["One begins", "Two ends"], &[]), [content, content, content, None]);
    }

    #[test]
    fn a_piece_in_the_middle_of_a_long_block_decides_nothing() {
        let text = "We ate at the Milk Bar and walked home through the park while it rained on the whole town.";
        let html = format!("<div><p>One begins.</p><p>{text}</p><p>Two ends.</p><p>Milk Bar</p></div>");
        let found = labels(&html, &["One begins", "Two ends"], &["Milk Bar"]);
        assert_eq!(found, [Some(Label::Content), None, Some(Label::Content), Some(Label::Chrome)]);
    }
}
