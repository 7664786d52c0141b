//! What the markup, or the layout of plain text, says about a block.

use crate::blocks::{Container, Place};
use crate::document::Tag;
use crate::features::First;
use crate::features::declare::{features, flag, ln1p, share};
use crate::style::{HidingPurpose, HidingSource, HidingTrick};

features! {
    /// Element names, roles, hiding and inline markup. HTML only.
    pub(crate) const HTML_FAMILY: Family<First>, |view, idx| {
        let page = view.page;
        let block = &page.blocks[idx];
        let own = page.containers.get(block.container as usize).map_or(Tag::Unknown, |c| c.tag);
        let above = view.above.get(block.container as usize).copied().unwrap_or_default();
        let trick = block.hiding.map(|h| h.trick);
        let purpose = block.hiding.map(|h| h.purpose);
        let hidden_by = |tricks: &[HidingTrick]| flag(trick.is_some_and(|t| tricks.contains(&t)));
        let n_bytes = (block.text.end - block.text.start) as f32;
        let counts = &block.counts;
        let is = |tags: &[Tag]| flag(tags.contains(&own));
        let has = |tag: Tag| flag(above.has(tag));
    } {
        "is_title": "The block is the page's title." => flag(block.place == Place::Title);
        "is_description": "The block is the page's meta description." => flag(block.place == Place::Description);
        "tag_p": "The block's element is `p`." => is(&[Tag::P]);
        "tag_div": "The block's element is `div`." => is(&[Tag::Div]);
        "tag_li": "The block's element is `li`." => is(&[Tag::Li]);
        "tag_cell": "The block's element is `td` or `th`." => is(&[Tag::Td, Tag::Th]);
        "tag_definition": "The block's element is `dt` or `dd`." => is(&[Tag::Dt, Tag::Dd]);
        "tag_h1": "The block's element is `h1`." => is(&[Tag::H1]);
        "tag_h2": "The block's element is `h2`." => is(&[Tag::H2]);
        "tag_h3": "The block's element is `h3`." => is(&[Tag::H3]);
        "tag_h456": "The block's element is `h4`, `h5` or `h6`." => is(&[Tag::H4, Tag::H5, Tag::H6]);
        "tag_pre": "The block's element is `pre`." => is(&[Tag::Pre, Tag::Listing, Tag::Xmp]);
        "tag_caption": "The block's element is a caption." => is(&[Tag::Figcaption, Tag::Caption]);
        "tag_button": "The block's element is a button, legend or summary." => is(&[Tag::Button, Tag::Legend, Tag::Summary]);
        "tag_form_part": "The block's element is a choice or an entry." => is(&[Tag::Select, Tag::Textarea, Tag::Datalist, Tag::Fieldset]);
        "tag_section": "The text stands directly in `article`, `section` or `main`." => is(&[Tag::Article, Tag::Section, Tag::Main]);
        "tag_body": "The text stands directly in `body`." => is(&[Tag::Body, Tag::Html]);
        "tag_inline": "The block is an inline element, kept apart because it is hidden." => is(&[Tag::Span, Tag::A, Tag::B, Tag::Font, Tag::I, Tag::Strong]);
        "in_nav": "Inside `nav`." => has(Tag::Nav);
        "in_header": "Inside `header`." => has(Tag::Header);
        "in_footer": "Inside `footer`." => has(Tag::Footer);
        "in_aside": "Inside `aside`." => has(Tag::Aside);
        "in_main": "Inside `main`, `role=main` or `role=article`." => flag(above.has(Tag::Main) || above.is_main_role);
        "in_article": "Inside `article`." => has(Tag::Article);
        "articles_around": "How many `article` elements are around the block, at most three." => above.n_articles.min(3.0);
        "in_section": "Inside `section`." => has(Tag::Section);
        "in_form": "Inside `form`." => has(Tag::Form);
        "in_table": "Inside a table." => has(Tag::Table);
        "in_list": "Inside a list." => flag(above.has(Tag::Ul) || above.has(Tag::Ol));
        "in_definitions": "Inside `dl`." => has(Tag::Dl);
        "in_figure": "Inside `figure`." => has(Tag::Figure);
        "in_details": "Inside `details`." => has(Tag::Details);
        "in_quote": "Inside `blockquote`." => has(Tag::Blockquote);
        "in_heading": "Inside a heading element." => flag(above.in_heading);
        "in_button": "Inside a button." => has(Tag::Button);
        "in_noscript": "Inside `noscript`." => has(Tag::Noscript);
        "in_template": "Inside `template`." => has(Tag::Template);
        "in_custom": "Inside an element that HTML does not know." => flag(above.has(Tag::Custom) || above.has(Tag::Unknown));
        "in_frame_role": "Inside a role that frames a page: navigation, banner, search." => flag(above.is_frame_role);
        "in_dialog": "Inside a dialog." => flag(above.is_dialog);
        "in_body_property": "Inside `itemprop=articleBody` or the like." => flag(above.is_body_property);
        "in_comment_property": "Inside the microdata of a comment or review." => flag(above.is_comment_property);
        "depth": "Logarithm of the number of elements around the block." => ln1p(above.n);
        "hidden": "Hidden, with no sign of a normal purpose." => flag(purpose == Some(HidingPurpose::Unknown));
        "hidden_normally": "Hidden for a normal purpose: to be opened, for screen readers, for other screens." =>
            flag(purpose.is_some_and(|p| p != HidingPurpose::Unknown));
        "hidden_disclosure": "Hidden until opened: a tab, an accordion, a menu, a dialog." =>
            flag(matches!(purpose, Some(HidingPurpose::Disclosure | HidingPurpose::Dialog)));
        "hidden_display": "Hidden by `display:none` or `visibility`." => hidden_by(&[HidingTrick::DisplayNone, HidingTrick::Visibility]);
        "hidden_off_screen": "Hidden off screen, by indentation or by clipping." =>
            hidden_by(&[HidingTrick::OffScreen, HidingTrick::TextIndent, HidingTrick::Clip]);
        "hidden_small": "Hidden by size: no height, no font size, a marquee of a pixel." =>
            hidden_by(&[HidingTrick::ZeroSize, HidingTrick::FontSize, HidingTrick::TinyMarquee]);
        "hidden_colour": "Hidden by opacity or the background's colour." => hidden_by(&[HidingTrick::Opacity, HidingTrick::Colour, HidingTrick::WhiteText]);
        "hidden_attribute": "Hidden by an attribute." => hidden_by(&[HidingTrick::HiddenAttribute, HidingTrick::AriaHidden]);
        "hidden_script": "Hidden by a script." => flag(block.hiding.is_some_and(|h| h.source == HidingSource::Script));
        "hidden_inline": "Hidden by an inline style." => flag(block.hiding.is_some_and(|h| h.source == HidingSource::InlineStyle));
        "collapsed": "Closed by the browser itself." => hidden_by(&[HidingTrick::Collapsed]);
        "n_tricks": "How many ways of hiding at once, at most four." => block.hiding.map_or(0.0, |h| (h.tricks.len() as f32).min(4.0));
        "hidden_length": "Logarithm of the words, where hidden." => if trick.is_some() { view.stats[idx].log_units } else { 0.0 };
        "log_breaks": "Logarithm of the line breaks before the block." => ln1p(f32::from(block.gap.n_breaks)), knots [0.9];
        "media_before": "An image, video or frame stands before the block." => flag(block.gap.media);
        "emphasis_share": "Share of the text in bold, italic or marked." => share(counts.n_emphasis_bytes as f32, n_bytes).min(1.0);
        "code_share": "Share of the text in code." => share(counts.n_code_bytes as f32, n_bytes).min(1.0);
        "log_images": "Logarithm of the images in the block." => ln1p(f32::from(counts.n_images));
        "log_inputs": "Logarithm of the entry fields in the block." => ln1p(f32::from(counts.n_inputs));
        "has_time": "The block holds a `time` element." => flag(counts.n_times > 0);
        "log_inline": "Logarithm of the inline elements in the block." => ln1p(f32::from(counts.n_inline_elements));
        "inline_per_unit": "Inline elements a word." => share(f32::from(counts.n_inline_elements), view.stats[idx].n_units).min(3.0);
    }
}

features! {
    /// What is left of the layout in plain text. Text only.
    pub(crate) const TEXT_FAMILY: Family<First>, |view, idx| {
        let blocks = &view.page.blocks;
        let gap = blocks[idx].gap;
        let after = blocks.get(idx + 1).map(|b| b.gap).unwrap_or_default();
        let near = &blocks[idx.saturating_sub(4)..(idx + 5).min(blocks.len())];
        let n_bullets = near.iter().filter(|b| b.gap.bullet).count() as f32;
        let indent = |gap: &crate::blocks::Gap| ln1p(f32::from(gap.indent));
    } {
        "bullet": "The line begins with a bullet." => flag(gap.bullet);
        "bullets_near": "Share of bullets among the nine lines around." => share(n_bullets, near.len() as f32);
        "indent": "Logarithm of the columns of indentation." => indent(&gap), knots [1.0];
        "indent_before": "The same for the line before." => idx.checked_sub(1).map_or(0.0, |at| indent(&blocks[at].gap));
        "indent_after": "The same for the line after." => indent(&after);
        "blank_before": "Logarithm of the blank lines before." => ln1p(f32::from(gap.n_breaks)), knots [0.9];
        "blank_after": "Logarithm of the blank lines after." => ln1p(f32::from(after.n_breaks)), knots [0.9];
        "no_blank_before": "The line follows the one before directly." => flag(gap.n_breaks == 0);
        "no_blank_after": "The next line follows directly." => flag(after.n_breaks == 0);
        "is_first_line": "Nothing stands before." => flag(idx == 0);
        "is_last_line": "Nothing stands after." => flag(idx + 1 == blocks.len());
    }
}

/// What the elements around a block are.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Above {
    tags: [u128; 2],
    n: f32,
    n_articles: f32,
    in_heading: bool,
    is_main_role: bool,
    is_frame_role: bool,
    is_dialog: bool,
    is_body_property: bool,
    is_comment_property: bool,
}

impl Above {
    /// What each container and those around it are.
    pub(super) fn of(containers: &[Container]) -> Vec<Self> {
        let mut all: Vec<Above> = Vec::with_capacity(containers.len());
        for container in containers {
            let outer = if container.depth > 0 { all.get(container.parent as usize).copied() } else { None };
            let mut above = outer.unwrap_or_default();
            above.add(container);
            all.push(above);
        }
        all
    }

    fn add(&mut self, container: &Container) {
        let (word, bit) = place_of(container.tag);
        self.tags[word] |= bit;
        self.n += 1.0;
        self.n_articles += flag(container.tag == Tag::Article);
        self.in_heading |= container.tag.heading_level().is_some();
        let semantics = &container.semantics;
        self.is_main_role |= semantics.is_main_role;
        self.is_frame_role |= semantics.is_frame_role;
        self.is_dialog |= semantics.is_dialog;
        self.is_body_property |= semantics.is_body_property;
        self.is_comment_property |= semantics.is_comment_property;
    }

    fn has(&self, tag: Tag) -> bool {
        let (word, bit) = place_of(tag);
        self.tags[word] & bit != 0
    }
}

/// The word and the bit of a tag among those above.
fn place_of(tag: Tag) -> (usize, u128) {
    const { assert!((Tag::Unknown as usize) < 256) };
    (tag as usize / 128, 1 << (tag as usize % 128))
}
