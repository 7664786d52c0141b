//! Plant spam into labelled pages; labels stay exact because the injector tells what it planted.

use std::ops::Range;

use crate::blocks::{Block, Blocks, Place, cut_html};
use crate::corpus::{Gold, GoldBlock, LabelledPage, place_labels};
use crate::document::{Limits, parse};
use crate::inject::{Donor, Language, Material, Plan, graft_html, plant_html, plant_text};
use crate::label::{Label, Planted};

/// Blocks ahead among which a page's own block is looked for.
const MAX_LEAP: usize = 60;

/// What a planted page counts in training: its own blocks are learned from the page without spam already.
const PLANTED_WEIGHT: f32 = 0.3;

/// The family of what was taken from other pages.
const GRAFTED: &str = "grafted";

/// Plants spam into an HTML page. `None` where the page has no HTML or its labels have no place.
pub fn plant(page: &LabelledPage, plan: &Plan, material: &Material) -> Option<LabelledPage> {
    let planted = plant_html(page.html.as_ref()?, plan, material);
    let blocks = blocks_after(page, &planted.html, &planted.planted)?;
    let told = Planted { trick: Some(planted.plan.trick.name().to_owned()), ..told(&planted.plan) };
    Some(LabelledPage { html: Some(planted.html), ..copy_of(page, told, planted.plan.seed, blocks) })
}

/// Puts the spam of donors into an HTML page. `None` where the page has no HTML or its labels have no place.
pub fn graft(page: &LabelledPage, donors: &[&Donor], seed: u64) -> Option<LabelledPage> {
    let grafted = graft_html(page.html.as_ref()?, donors, seed);
    let blocks = blocks_after(page, &grafted.html, &grafted.planted)?;
    let lang = donors.iter().find_map(|donor| donor.language).map_or("other", Language::tag);
    let mut sites: Vec<String> = donors.iter().map(|donor| donor.site.clone()).collect();
    sites.dedup();
    let told = Planted {
        family: GRAFTED.to_owned(),
        lang: lang.to_owned(),
        place: "several".to_owned(),
        trick: Some("several".to_owned()),
        donors: sites,
    };
    Some(LabelledPage { html: Some(grafted.html), ..copy_of(page, told, seed, blocks) })
}

/// Plants spam into the lines that a page flattens to, or into a plain text. `None` where its labels have
/// no place.
pub fn plant_lines(page: &LabelledPage, plan: &Plan, material: &Material) -> Option<LabelledPage> {
    let prepared = super::prepare(page).ok()?;
    let flat = prepared.into_lines();
    let text = page.text.clone().unwrap_or_else(|| flat.source_lines());
    let planted = plant_text(&text, plan, material);
    let mut own = OwnBlocks { page: &flat.blocks, gold: &flat.gold, next: 0 };
    let lines = planted.lines.iter().filter(|(line, _)| !line.trim().is_empty());
    let blocks = lines
        .map(|(line, is_planted)| {
            let gold = if *is_planted { planted_gold(line) } else { own.find(line.trim()) };
            gold_block(line.trim(), gold, *is_planted)
        })
        .collect();
    let copy = copy_of(page, told(&planted.plan), planted.plan.seed, blocks);
    Some(LabelledPage { id: format!("{}-text", copy.id), html: None, text: Some(planted.text()), ..copy })
}

/// A planted copy of a page, but for its source.
fn copy_of(page: &LabelledPage, planted: Planted, seed: u64, blocks: Vec<GoldBlock>) -> LabelledPage {
    LabelledPage {
        id: format!("{}+{}-{seed}", page.id, planted.family),
        set: Some(format!("planted-{}", planted.family)),
        site: Some(page.site_name()),
        weight: Some(PLANTED_WEIGHT),
        planted: Some(planted),
        blocks,
        ..page.clone()
    }
}

/// The language of a page as the injector knows it.
pub fn language_of(page: &LabelledPage) -> Option<Language> {
    page.lang.as_deref().and_then(Language::from_tag)
}

/// Planted text is spam; a number or sign alone says nothing of who put it there.
fn planted_gold(text: &str) -> Gold {
    Some((Label::Spam, !text.chars().any(char::is_alphabetic)))
}

fn gold_block(text: &str, gold: Gold, planted: bool) -> GoldBlock {
    let (label, unsure) = gold.unwrap_or((Label::Chrome, true));
    GoldBlock { text: text.to_owned(), label, unsure, planted }
}

/// What was done, as corpora tell it; plain text has no trick.
fn told(plan: &Plan) -> Planted {
    let (family, lang, place) = (plan.family.name(), plan.language.tag(), plan.place.name());
    Planted { family: family.to_owned(), lang: lang.to_owned(), place: place.to_owned(), ..Planted::default() }
}

fn cut(html: &str) -> Blocks {
    cut_html(&parse(html, &Limits::default()), html.len())
}

/// The labelled blocks of a page into which ranges were planted. `None` where the labels that it had have no place.
fn blocks_after(before: &LabelledPage, html: &str, planted: &[Range<usize>]) -> Option<Vec<GoldBlock>> {
    let own = cut(before.html.as_ref()?);
    let gold = place_labels(&own, &before.blocks).ok()?;
    let mut own = OwnBlocks { page: &own, gold: &gold, next: 0 };
    let page = cut(html);
    let of = |block: &Block| {
        let text = page.text_of(block);
        let start = block.offset as usize;
        let end = if block.place == Place::Description { end_of_tag(html, block) } else { start + 1 };
        let is_planted = planted.iter().any(|range| range.start < end && range.end > start);
        let gold = if is_planted { planted_gold(text) } else { own.find(text) };
        gold_block(text, gold, is_planted)
    };
    Some(page.blocks.iter().map(of).collect())
}

/// Where a tag that begins at a block's offset ends.
fn end_of_tag(html: &str, block: &Block) -> usize {
    let start = block.offset as usize;
    html.get(start..).and_then(|rest| rest.find('>')).map_or(html.len(), |at| start + at)
}

/// The blocks that the page had before, met again in the same order.
struct OwnBlocks<'a> {
    page: &'a Blocks,
    gold: &'a [Gold],
    next: usize,
}

impl OwnBlocks<'_> {
    /// The label of the next block with this text, or of one that only had words glued to it.
    fn find(&mut self, text: &str) -> Gold {
        let ahead = self.page.blocks.iter().enumerate().skip(self.next).take(MAX_LEAP);
        let texts = ahead.map(|(idx, block)| (idx, self.page.text_of(block)));
        let same = |(_, own): &(usize, &str)| *own == text || is_glued(own, text);
        let (idx, _) = texts.clone().find(|(_, own)| *own == text).or_else(|| texts.clone().find(same))?;
        self.next = idx + 1;
        self.gold[idx]
    }
}

/// Whether `text` is `own` with something put in: the same begin and end of most of it.
fn is_glued(own: &str, text: &str) -> bool {
    let n_front = own.chars().zip(text.chars()).take_while(|(a, b)| a == b).count();
    let n_back = own.chars().rev().zip(text.chars().rev()).take_while(|(a, b)| a == b).count();
    let n = own.chars().count();
    n >= 8 && text.len() > own.len() && n_front + n_back >= n
}
