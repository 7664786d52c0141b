//! The front door: bytes of a page in, labelled blocks out.
//!
//! Classifying is total and pure: any bytes give a page, the same bytes and model give the same page, and
//! nothing is read but the arguments.

use std::borrow::Cow;

use crate::blocks::{Block, Blocks, Place, cut_html, cut_text};
use crate::decode::decode;
use crate::document::{Layout, Limits, Tag, parse};
use crate::error::{Error, Result};
use crate::features::{Feature, PageView, Scratch};
use crate::label::{Label, Role, Scores};
use crate::model::{CurvePoint, Curves, Model, Target, Thresholds, TrainedBy, decode_model, first_set, second_set};

/// The model that this build ships.
const SHIPPED: &[u8] = include_bytes!("../models/v1/model.dehusk");

/// What bytes are to be read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// HTML, whatever its age.
    Html,
    /// Plain text: every line that is not blank is a block.
    Text,
}

/// A model ready for use. Cheap to share between threads by reference.
#[derive(Debug)]
pub struct Classifier {
    model: Model,
    limits: Limits,
}

impl Classifier {
    /// The shipped model.
    ///
    /// # Errors
    /// None in a released build: a test loads it.
    pub fn shipped() -> Result<Self> {
        Self::from_model_bytes(SHIPPED)
    }

    /// The bytes of the shipped model's file.
    pub fn shipped_bytes() -> &'static [u8] {
        SHIPPED
    }

    /// A model from the bytes of a model file.
    ///
    /// # Errors
    /// [`crate::Error`] says what is wrong with the file; no wrong answer ever comes of a damaged one.
    pub fn from_model_bytes(bytes: &[u8]) -> Result<Self> {
        Ok(Classifier { model: decode_model(bytes)?, limits: Limits::default() })
    }

    /// Sets what one page may cost at most.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Moves the threshold of a label for one kind of page to where the model's own curve, measured out of fold in
    /// training, meets a target. Chrome has no threshold of its own.
    ///
    /// # Errors
    /// [`Error::NoSuchThreshold`] if no threshold meets it, or the label has none.
    pub fn with_target(mut self, kind: Kind, label: Label, target: Target) -> Result<Self> {
        let (name, passes) = match kind {
            Kind::Html => ("HTML", &mut self.model.html),
            Kind::Text => ("plain text", &mut self.model.text),
        };
        if passes.heads.is_empty() {
            return Ok(self);
        }
        let (curve, threshold) = match label {
            Label::Content => (&passes.curves.content, &mut passes.thresholds.content),
            Label::Spam => (&passes.curves.spam, &mut passes.thresholds.spam),
            Label::Chrome => return Err(Error::NoSuchThreshold("chrome is what is left".to_owned())),
        };
        *threshold = target.choose(curve).ok_or_else(|| no_threshold(name, label, target, curve))?.threshold;
        Ok(self)
    }

    /// Labels the blocks of a page. `encoding` is a hint, such as the charset that a server sent.
    pub fn classify(&self, bytes: &[u8], kind: Kind, encoding: Option<&str>) -> Page {
        let read = &bytes[..bytes.len().min(self.limits.max_bytes)];
        let decoded = decode(read, encoding);
        let mut page = self.classify_str(&decoded.text, kind);
        page.encoding = decoded.encoding.name();
        page.blocks.truncated |= read.len() < bytes.len();
        page
    }

    /// Labels the blocks of a page that is text already.
    pub fn classify_str(&self, source: &str, kind: Kind) -> Page {
        self.classify_by(source, kind, |view| (self.model.run(view), ())).0
    }

    /// Labels the blocks of a page and gives the feature rows of every pass.
    pub(crate) fn classify_with_rows(&self, source: &str, kind: Kind) -> (Page, Vec<Vec<f32>>) {
        self.classify_by(source, kind, |view| {
            let (rows, scores) = self.model.run_with_rows(view);
            (scores, rows)
        })
    }

    /// Labels the blocks of a page by the scores that `run` gives, and hands on what else it gives.
    fn classify_by<R>(
        &self,
        source: &str,
        kind: Kind,
        run: impl FnOnce(&PageView<'_>) -> (Vec<Scores>, R),
    ) -> (Page, R) {
        let blocks = match kind {
            Kind::Html => cut_html(&parse(source, &self.limits), source.len()),
            Kind::Text => cut_text(source, &self.limits),
        };
        let view = PageView::new(&blocks, &self.model.lexicon, &mut Scratch::default());
        let (scores, rest) = run(&view);
        let headline = view.titles.headline;
        let thresholds = self.model.passes(blocks.is_text).thresholds;
        (Page::new(blocks, scores, thresholds, headline), rest)
    }

    /// What is in the model, for people.
    pub fn model_info(&self) -> ModelInfo {
        let passes = |is_text: bool| {
            let passes = self.model.passes(is_text);
            let n_features = passes.heads.iter().map(|head| head.n_features()).collect();
            PassesInfo { n_features, thresholds: passes.thresholds, curves: passes.curves.clone() }
        };
        ModelInfo {
            name: self.model.name.clone(),
            trained: self.model.trained.clone(),
            html: passes(false),
            text: passes(true),
            n_tokens: self.model.evidence.n_tokens(),
        }
    }

    pub(crate) fn model(&self) -> &Model {
        &self.model
    }
}

fn no_threshold(kind: &str, label: Label, target: Target, curve: &[CurvePoint]) -> Error {
    let (name, best) = match target {
        Target::Precision(_) => ("precision", curve.iter().map(|point| point.precision).fold(0.0, f32::max)),
        Target::Recall(_) => ("recall", curve.iter().map(|point| point.recall).fold(0.0, f32::max)),
    };
    Error::NoSuchThreshold(format!("{} of {kind} reaches a {name} of {best:.3} at most", label.name()))
}

/// Turns the bytes of a page into text, as [`Classifier::classify`] does, and names the encoding. `encoding` is a
/// hint. This never fails: a byte that means nothing becomes U+FFFD.
pub fn decode_page<'b>(bytes: &'b [u8], encoding: Option<&str>) -> (Cow<'b, str>, &'static str) {
    let decoded = decode(bytes, encoding);
    (decoded.text, decoded.encoding.name())
}

/// The features that the first pass over a kind of page reads, in the order of the model file.
pub fn first_pass_features(kind: Kind) -> &'static [Feature] {
    &first_set(kind == Kind::Text).features
}

/// The features that every later pass reads besides those of the first.
pub fn later_pass_features(kind: Kind) -> &'static [Feature] {
    &second_set(kind == Kind::Text).features
}

/// What is in a model.
#[derive(Clone, Debug, serde::Serialize)]
pub struct ModelInfo {
    /// Name of the model.
    pub name: String,
    /// How it was made.
    pub trained: TrainedBy,
    /// The heads for HTML.
    pub html: PassesInfo,
    /// The heads for plain text.
    pub text: PassesInfo,
    /// Tokens whose evidence is known.
    pub n_tokens: usize,
}

/// The heads for one kind of page.
#[derive(Clone, Debug, serde::Serialize)]
pub struct PassesInfo {
    /// Features of every pass.
    pub n_features: Vec<usize>,
    /// Where probabilities become labels.
    pub thresholds: Thresholds,
    /// What other thresholds would give.
    pub curves: Curves,
}

/// A page with its labelled blocks.
#[derive(Debug)]
pub struct Page {
    /// Name of the encoding that the bytes were read in.
    pub encoding: &'static str,
    blocks: Blocks,
    labels: Vec<Label>,
    scores: Vec<Scores>,
    /// Whether each block belongs to the cleaned text.
    kept: Vec<bool>,
    headline: Option<usize>,
}

/// One block of a [`Page`].
#[derive(Clone, Copy, Debug)]
pub struct LabelledBlock<'p> {
    page: &'p Page,
    idx: usize,
}

impl Page {
    /// A page with the scores of its blocks. `likely` is the block that most likely names the article; it
    /// is the headline if it is content.
    pub(crate) fn new(blocks: Blocks, scores: Vec<Scores>, thresholds: Thresholds, likely: Option<usize>) -> Self {
        let labels: Vec<Label> = scores.iter().map(|s| thresholds.label(*s)).collect();
        let headline = likely.filter(|idx| labels.get(*idx) == Some(&Label::Content));
        let kept = kept_blocks(&blocks, &labels);
        Page { encoding: "UTF-8", blocks, labels, scores, kept, headline }
    }

    /// How many blocks the page has.
    pub fn n_blocks(&self) -> usize {
        self.labels.len()
    }

    /// The blocks, in document order.
    pub fn blocks(&self) -> impl Iterator<Item = LabelledBlock<'_>> {
        (0..self.n_blocks()).map(|idx| LabelledBlock { page: self, idx })
    }

    /// The headline, if the page has one that is content.
    pub fn title(&self) -> Option<&str> {
        self.headline.map(|idx| self.blocks.text_of(&self.blocks.blocks[idx]))
    }

    pub(crate) fn cut(&self) -> &Blocks {
        &self.blocks
    }

    /// Gives a block another text. `place` tells where a byte of the old text is in the new one.
    pub(crate) fn replace_text(&mut self, n: usize, text: &str, place: impl Fn(usize) -> usize) {
        self.blocks.replace_text(n, text, place);
    }

    /// Whether a limit left part of the page out.
    pub fn is_truncated(&self) -> bool {
        self.blocks.truncated
    }

    /// The headline's block, if the page has one that is content.
    pub fn headline(&self) -> Option<LabelledBlock<'_>> {
        self.headline.map(|idx| LabelledBlock { page: self, idx })
    }
}

impl<'p> LabelledBlock<'p> {
    pub(crate) fn block(&self) -> &'p Block {
        &self.page.blocks.blocks[self.idx]
    }

    /// The block's number on its page, from 0.
    pub fn n(&self) -> usize {
        self.idx
    }

    /// What the block is.
    pub fn label(&self) -> Label {
        self.page.labels[self.idx]
    }

    /// How probable each label is.
    pub fn scores(&self) -> Scores {
        self.page.scores[self.idx]
    }

    /// The block's text, white space collapsed.
    pub fn text(&self) -> &'p str {
        self.page.blocks.text_of(self.block())
    }

    /// Where the block stands in the tree; `None` for plain text.
    pub fn path(&self) -> Option<String> {
        (!self.page.blocks.is_text).then(|| self.page.blocks.path_of(self.block()))
    }

    /// The 1-based line of plain text; `None` for HTML.
    pub fn line(&self) -> Option<u32> {
        self.page.blocks.is_text.then_some(self.block().line)
    }

    /// Whether the block belongs to the head of the page and is never shown on it.
    pub fn is_head(&self) -> bool {
        self.block().place.is_head()
    }

    /// Whether the block is the page's `<title>`.
    pub fn is_title(&self) -> bool {
        self.block().place == Place::Title
    }

    /// Byte of the decoded page at which the block begins.
    pub fn offset(&self) -> usize {
        self.block().offset as usize
    }

    /// How the markup keeps the block from readers' eyes: what is done, where it is written, what for.
    pub fn hidden_how(&self) -> Option<String> {
        let hiding = self.block().hiding?;
        let [trick, source, purpose] = [spaced(&hiding.trick), spaced(&hiding.source), spaced(&hiding.purpose)];
        Some(format!("{trick} by {source}, purpose {purpose}"))
    }

    /// Whether the markup keeps the block from readers' eyes.
    pub fn is_hidden(&self) -> bool {
        self.block().hiding.is_some()
    }

    /// Whether the block belongs to the cleaned text: content, and not in the head. A line of preformatted text that
    /// is chrome belongs to it, too, if it stands between two lines of the same that are content: code without its
    /// middle is no code.
    pub fn is_kept(&self) -> bool {
        self.page.kept[self.idx]
    }

    /// What the markup says the block is.
    pub fn role(&self) -> Role {
        if self.page.headline == Some(self.idx) {
            return Role::Headline;
        }
        let blocks = &self.page.blocks;
        let none = if blocks.is_text { Role::Paragraph } else { Role::Other };
        let mut around = blocks.ancestors(self.block()).take(5);
        let role = around.find_map(|c| role_of(c.tag)).unwrap_or(none);
        if role != Role::Paragraph {
            return role;
        }
        // A paragraph that is all of a list item, or stands in a quotation or caption, is that.
        let outer = around.find(|c| c.blocks.len() == 1 || matches!(c.tag, Tag::Blockquote | Tag::Figcaption));
        outer.and_then(|c| role_of(c.tag)).unwrap_or(Role::Paragraph)
    }
}

/// Which blocks belong to the cleaned text.
fn kept_blocks(page: &Blocks, labels: &[Label]) -> Vec<bool> {
    let is_content = |(block, label): (&Block, &Label)| *label == Label::Content && !block.place.is_head();
    let mut kept: Vec<bool> = page.blocks.iter().zip(labels).map(is_content).collect();
    for container in page.containers.iter().filter(|container| container.tag.layout() == Layout::Preformatted) {
        let inside = container.blocks.start as usize..container.blocks.end as usize;
        let (lines, labels) = (&mut kept[inside.clone()], &labels[inside]);
        let ends = lines.iter().position(|line| *line).zip(lines.iter().rposition(|line| *line));
        for at in ends.map_or(0..0, |(first, last)| first..last) {
            lines[at] |= labels[at] == Label::Chrome;
        }
    }
    kept
}

/// The name of a variant as words: `DisplayNone` gives `display none`.
fn spaced(variant: &dyn std::fmt::Debug) -> String {
    let mut words = String::new();
    for c in format!("{variant:?}").chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}

/// The role that an element gives to what is inside, if it gives one.
fn role_of(tag: Tag) -> Option<Role> {
    Some(match tag {
        Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => Role::Heading,
        Tag::Li | Tag::Dt | Tag::Dd => Role::ListItem,
        Tag::Td | Tag::Th => Role::TableCell,
        Tag::Figcaption | Tag::Caption => Role::Caption,
        Tag::Pre | Tag::Listing | Tag::Xmp => Role::Code,
        Tag::Blockquote => Role::Quote,
        Tag::P => Role::Paragraph,
        _ => return None,
    })
}
