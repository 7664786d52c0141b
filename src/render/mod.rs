//! Show a labelled page: as text, as HTML, as Markdown.
//!
//! A [`Page`] comes in, a string goes out: the headline, then the other content blocks in document order. What
//! is a list, a table or a quotation is read from the containers that the one walk over the page left; nothing
//! here judges a block or looks at the markup again.
//!
//! ```
//! use dehusk::render::{Format, Style, render};
//! use dehusk::{Classifier, Kind};
//!
//! # fn main() -> dehusk::Result<()> {
//! let page = Classifier::shipped()?.classify_str("<h1>Bread</h1><p>Mix flour and water.</p>", Kind::Html);
//! let text = render(&page, Format::Markdown, &Style::default());
//! # let _ = text;
//! # Ok(())
//! # }
//! ```

mod html;
mod inline;
mod lines;
mod outline;
mod shapes;
#[cfg(test)]
mod tests;

use crate::classify::{LabelledBlock, Page};
use crate::label::Role;

/// What a page is shown as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text for readers: lists with dashes, a table's row on a line, preformatted text as it is.
    Text,
    /// An `article` element, everything escaped, without scripts or styles.
    Html,
    /// CommonMark, with tables.
    Markdown,
}

/// Choices of the one who reads.
#[derive(Clone, Debug, Default)]
pub struct Style {
    /// Roles that are left out.
    pub without: Vec<Role>,
    /// Whether Markdown keeps links; HTML always does, text never.
    pub links: bool,
}

impl Style {
    fn shows(&self, role: Role) -> bool {
        !self.without.contains(&role)
    }
}

/// Shows the content of a page. The headline comes first, wherever it stands. Empty if nothing is content.
#[must_use]
pub fn render(page: &Page, format: Format, style: &Style) -> String {
    let title = title_block(page, style);
    let kept: Vec<LabelledBlock<'_>> = kept_blocks(page, style).collect();
    if title.is_none() && kept.is_empty() {
        return String::new();
    }
    match format {
        Format::Text if page.cut().is_text => lines::verbatim(title, &kept),
        Format::Text => lines::to_lines(page, title, &kept, lines::Manner::Text),
        Format::Markdown => lines::to_lines(page, title, &kept, lines::Manner::Markdown { links: style.links }),
        Format::Html => html::to_html(page, title, &kept),
    }
}

/// The headline of a page, unless the style leaves it out.
#[must_use]
pub fn title<'p>(page: &'p Page, style: &Style) -> Option<&'p str> {
    title_block(page, style).map(|block| block.text())
}

/// The texts of the other content blocks, joined by newlines.
#[must_use]
pub fn body_text(page: &Page, style: &Style) -> String {
    let texts: Vec<&str> = kept_blocks(page, style).map(|block| block.text()).collect();
    texts.join("\n")
}

fn title_block<'p>(page: &'p Page, style: &Style) -> Option<LabelledBlock<'p>> {
    page.headline().filter(|_| style.shows(Role::Headline))
}

/// The content blocks without the headline.
fn kept_blocks<'p>(page: &'p Page, style: &Style) -> impl Iterator<Item = LabelledBlock<'p>> {
    let shown = |role: Role| role != Role::Headline && style.shows(role);
    page.blocks().filter(move |block| block.is_kept() && shown(block.role()))
}
