//! Flatten labelled HTML to lines as crawlers do, so that plain text is learned from the same pages.

use crate::blocks::{Block, Blocks};
use crate::corpus::Gold;
use crate::document::Tag;
use crate::hash::hash_bytes;
use crate::label::Label;

/// A page as plain text with the label of every line that is not blank.
pub(crate) struct FlatPage {
    pub(crate) text: String,
    pub(crate) gold: Vec<Gold>,
    /// For every line that is not blank the block that it comes from.
    pub(crate) blocks: Vec<usize>,
}

/// How a crawler writes a page down. Crawlers differ; a page's name chooses.
#[derive(Clone, Copy, Debug)]
struct Manner {
    has_title: bool,
    /// Whether the headline stands again behind the article, as in share boxes.
    repeats_headline: bool,
    has_bullets: bool,
    indents: bool,
    /// Blank lines between blocks: 0 never, 1 between paragraphs, 2 between all.
    spacing: u32,
    keeps_hidden: bool,
}

impl Manner {
    fn of(name: &str) -> Self {
        let draw = hash_bytes(0x666c, name.as_bytes());
        Manner {
            has_title: draw.is_multiple_of(10),
            repeats_headline: (draw / 1024).is_multiple_of(6),
            has_bullets: !(draw / 4).is_multiple_of(3),
            indents: (draw / 16).is_multiple_of(4),
            spacing: [0, 1, 1, 2][(draw / 64 % 4) as usize],
            keeps_hidden: !(draw / 256).is_multiple_of(4),
        }
    }
}

/// Writes a page as lines. `name` chooses the manner.
pub(crate) fn flatten(page: &Blocks, gold: &[Gold], name: &str) -> FlatPage {
    let manner = Manner::of(name);
    let mut flat = FlatPage { text: String::new(), gold: Vec::new(), blocks: Vec::new() };
    let mut parent = None;
    let is_content = |label: &Gold| *label == Some((Label::Content, false));
    let last_content = gold.iter().rposition(is_content).filter(|_| manner.repeats_headline);
    for (idx, (block, label)) in page.blocks.iter().zip(gold).enumerate() {
        if block.place == crate::blocks::Place::Description
            || block.place.is_head() && !manner.has_title
            || block.hiding.is_some() && !manner.keeps_hidden
        {
            continue;
        }
        let own_parent = page.containers.get(block.container as usize).map(|c| c.parent);
        push_spacing(&mut flat.text, page, block, manner, own_parent == parent);
        parent = own_parent;
        let is_item = tag_of(page, block) == Tag::Li;
        for line in page.text_of(block).lines().filter(|line| !line.trim().is_empty()) {
            if is_item && manner.has_bullets {
                flat.text.push_str("  • ");
            } else if manner.indents {
                flat.text.push_str("\u{3000}\u{3000}");
            }
            flat.text.push_str(line.trim());
            flat.text.push('\n');
            flat.gold.push(*label);
            flat.blocks.push(idx);
        }
        if last_content == Some(idx) {
            repeat_headline(&mut flat, page, gold);
        }
    }
    flat
}

/// Writes the headline, if markup tells it, once more as chrome.
fn repeat_headline(flat: &mut FlatPage, page: &Blocks, gold: &[Gold]) {
    let is_headline = |(_, (block, label)): &(usize, (&Block, &Gold))| {
        **label == Some((Label::Content, false)) && tag_of(page, block).heading_level().is_some()
    };
    if let Some((idx, (block, _))) = page.blocks.iter().zip(gold).enumerate().find(is_headline) {
        let text = page.text_of(block).replace('\n', " ");
        flat.text.push_str(&format!("\n{text}\n"));
        flat.gold.push(Some((Label::Chrome, false)));
        flat.blocks.push(idx);
    }
}

fn tag_of(page: &Blocks, block: &Block) -> Tag {
    page.containers.get(block.container as usize).map_or(Tag::Unknown, |c| c.tag)
}

fn push_spacing(text: &mut String, page: &Blocks, block: &Block, manner: Manner, has_same_parent: bool) {
    let is_box =
        matches!(tag_of(page, block), Tag::P | Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::Pre | Tag::Blockquote);
    let n_blank = match manner.spacing {
        0 => 0,
        1 => u32::from(is_box || !has_same_parent),
        _ => 1 + u32::from(!has_same_parent && !is_box),
    };
    for _ in 0..n_blank {
        text.push('\n');
    }
}
