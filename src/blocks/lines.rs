//! Cut plain text into blocks: every line that is not blank is one.
//!
//! The text of a crawl whose HTML is gone comes in; what is left of its layout (indentation, bullets,
//! blank lines) is kept beside each block.

use crate::blocks::{Block, Blocks, Gap, MAX_BLOCKS, MarkupCounts, Place};
use crate::document::Limits;

/// Signs that crawlers put before list items.
const BULLETS: [char; 8] = ['•', '·', '*', '-', '–', '◦', '▪', '●'];

/// Cuts plain text into one block for every line that is not blank.
pub(crate) fn cut_text(text: &str, limits: &Limits) -> Blocks {
    let cut = text.floor_char_boundary(limits.max_bytes.min(u32::MAX as usize - 1)).min(text.len());
    let mut page = Blocks { is_text: true, truncated: cut < text.len(), ..Blocks::default() };
    page.text.reserve(cut);
    let (mut offset, mut n_blank) = (0usize, 0u16);
    for (line_idx, line) in text[..cut].split('\n').enumerate() {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            n_blank = n_blank.saturating_add(1);
        } else if page.blocks.len() >= MAX_BLOCKS {
            page.truncated = true;
            break;
        } else {
            let start = page.text.len() as u32;
            page.text.push_str(trimmed);
            page.blocks.push(Block {
                text: start..page.text.len() as u32,
                offset: (offset + line.len() - line.trim_start().len()) as u32,
                line: line_idx as u32 + 1,
                container: 0,
                links: 0..0,
                inner_words: 0..0,
                counts: MarkupCounts::default(),
                place: Place::Body,
                hiding: None,
                gap: gap_of(line, n_blank),
            });
            n_blank = 0;
        }
        offset += line.len() + 1;
    }
    page
}

fn gap_of(line: &str, n_blank: u16) -> Gap {
    let rest = line.trim_start();
    let indent = line[..line.len() - rest.len()].chars().map(|c| if c == '\t' { 4 } else { 1 }).sum::<u32>();
    let mut chars = rest.chars();
    let bullet = chars.next().is_some_and(|c| BULLETS.contains(&c)) && chars.next().is_some_and(char::is_whitespace);
    Gap { n_breaks: n_blank, indent: indent.min(u32::from(u16::MAX)) as u16, bullet, ..Gap::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_blocks_with_their_layout() {
        let page = cut_text("First\r\n\n\n  • second item\n\u{3000}third\n   \n", &Limits::default());
        let texts: Vec<&str> = page.blocks.iter().map(|b| page.text_of(b)).collect();
        assert_eq!(texts, ["First", "• second item", "third"]);
        let second = &page.blocks[1];
        assert_eq!((second.line, second.gap.n_breaks, second.gap.indent, second.gap.bullet), (4, 2, 2, true));
        assert_eq!(page.blocks[2].line, 5);
    }
}
