//! Plants a plan's material into an HTML page by byte offsets; the page's own bytes are never rewritten.

use std::ops::Range;

use super::PlantedHtml;
use super::anchors::{Anchors, behind_tag};
use super::boundary::is_between_blocks;
use super::edit::Edits;
use super::hide;
use super::markup::{Hand, runs};
use super::material::Material;
use super::payload::{self, Piece};
use super::plan::{Family, Place, Plan, Trick};
use super::rng::Rng;
use super::speaker::Speaker;

/// Plants spam into a page as the plan says.
///
/// Where the page lacks the plan's place (no list, no table, no paragraph), the material goes before `</body>`; the
/// plan that comes back says what was really done. An empty page gives back an empty page with the material alone.
pub fn plant_html(html: &str, plan: &Plan, material: &Material) -> PlantedHtml {
    let mut rng = Rng::for_part(plan.seed, "html");
    let speaker = material.speaker(plan.family, plan.language, &mut rng);
    let hand = Hand::draw(plan.trick, &mut rng);
    let mut job = Job { html, anchors: Anchors::find(html), plan: *plan, speaker, hand, rng, edits: Edits::default() };
    match plan.family {
        Family::OverwrittenTitle => job.overwrite_title(true),
        Family::TitleMeta => job.overwrite_title(false),
        Family::Doorway => job.replace_page(),
        Family::Replaced => job.replace_parts(),
        Family::Glued => job.glue(),
        _ => job.insert(),
    }
    let plan = job.plan;
    let edited = job.edits.apply(html);
    PlantedHtml { html: edited.html, planted: edited.planted, glued: edited.glued, removed: edited.removed, plan }
}

/// One planting under way.
pub(crate) struct Job<'a> {
    pub(crate) html: &'a str,
    pub(crate) anchors: Anchors,
    pub(crate) plan: Plan,
    pub(crate) speaker: Speaker<'a>,
    pub(crate) hand: Hand,
    pub(crate) rng: Rng,
    pub(crate) edits: Edits,
}

impl Job<'_> {
    /// Plants the family's pieces at the plan's place.
    fn insert(&mut self) {
        match self.plan.place {
            Place::List => self.grow_list(),
            Place::Table => self.grow_table(),
            Place::BothEnds => {
                self.flow_at(self.anchors.body_start);
                self.flow_at(self.anchors.body_end);
            }
            Place::SecondBody => self.second_body(),
            place => {
                let at = self.spot(place);
                self.flow_at(at);
            }
        }
    }

    /// The offset of a place of flow content; the body's end where the page has no such place.
    fn spot(&mut self, place: Place) -> usize {
        let anchors = &self.anchors;
        let found = match place {
            Place::FirstLine => Some(anchors.body_start),
            Place::UnderHeadline => self.rng.pick(&anchors.headlines).copied(),
            Place::Middle => self.rng.pick(&anchors.paragraphs).map(|range| behind_tag(self.html, range.end)),
            Place::Navigation => self.rng.pick(&anchors.navigations).copied(),
            Place::Columns => self.rng.pick(&anchors.columns).copied(),
            Place::Footer => self.rng.pick(&anchors.footers).copied(),
            Place::AfterBody => Some(anchors.after_body),
            Place::AfterHtml => Some(anchors.after_html),
            _ => Some(anchors.body_end),
        };
        if found.is_none() {
            self.plan.place = Place::BodyEnd;
        }
        found.unwrap_or(anchors.body_end)
    }

    /// The family's pieces as flow content, in the trick's wrap.
    pub(crate) fn flow(&mut self, between_blocks: bool) -> String {
        let pieces = payload::pieces(&self.plan, &mut self.speaker, &mut self.rng);
        let wrap = hide::wrap(self.plan.trick, &mut self.rng);
        // `noscript` is no block to a parser that runs no scripts; soup may leave one open.
        let is_loose = matches!(self.plan.trick, Trick::StationWrapper | Trick::Noscript);
        let in_box = !wrap.open.is_empty() && !is_loose;
        let may_be_bare =
            pieces.len() == 1 && (in_box || (wrap.open.is_empty() && between_blocks && self.rng.chance(60)));
        let inner: String = pieces.iter().map(|piece| self.hand.piece(piece, may_be_bare)).collect();
        if !wrap.head.is_empty() {
            self.edits.plant(self.anchors.head, wrap.head.as_str());
        }
        format!("{}{inner}{}", wrap.open, wrap.close)
    }

    pub(crate) fn flow_at(&mut self, at: usize) {
        let between = is_between_blocks(self.html, at)
            && (at < self.anchors.body_end || is_between_blocks(self.html, self.anchors.body_end));
        let markup = self.flow(between);
        let line_end = if self.rng.chance(50) { "\n" } else { "" };
        self.edits.plant(at, format!("{markup}{line_end}"));
    }

    fn second_body(&mut self) {
        let markup = self.flow(false);
        let (at, open, close) = match self.rng.below(3) {
            0 => (self.anchors.after_body, "<body>", "</body>"),
            1 => (self.anchors.after_html, "<html><body>", "</body></html>"),
            _ => (self.anchors.after_html, "<html><head></head>\n<body bgcolor=\"#ffffff\">\n", "\n</body>\n</html>"),
        };
        self.edits.plant(at, format!("{open}{markup}{close}"));
    }

    /// More items for a list of the page, dressed like the item before them.
    fn grow_list(&mut self) {
        let Some(list) = self.rng.pick(&self.anchors.lists).cloned() else {
            self.plan.place = Place::BodyEnd;
            let at = self.anchors.body_end;
            return self.flow_at(at);
        };
        let last = self.rng.chance(40);
        let idx = if last { list.items.len().saturating_sub(1) } else { self.rng.below(list.items.len()) };
        let Some(item) = list.items.get(idx) else {
            return;
        };
        let open = self.item_tag(item.tag.clone());
        let pieces = payload::pieces(&self.plan, &mut self.speaker, &mut self.rng);
        let mut markup = String::new();
        for run in pieces.iter().flat_map(runs) {
            markup.push_str(&format!("{open}{}</li>", self.hand.run(&run)));
        }
        for piece in pieces.iter().filter(|piece| matches!(piece, Piece::Soup(_))) {
            markup.push_str(&format!("<li>{}</li>", self.hand.piece(piece, true)));
        }
        self.edits.plant(item.end, markup);
    }

    /// The start tag of a planted item: the neighbour's own, or one that hides.
    fn item_tag(&mut self, neighbour: Range<usize>) -> String {
        let css = hide::declaration(self.plan.trick, &mut self.rng);
        if self.plan.trick != Trick::LikeNeighbours && !css.is_empty() {
            return format!("<li style=\"{css}\">");
        }
        if self.plan.trick != Trick::LikeNeighbours {
            self.plan.trick = Trick::NotHidden;
        }
        let tag = self.html.get(neighbour).unwrap_or("<li>");
        if tag.contains("id=") || tag.len() > 200 { String::from("<li>") } else { String::from(tag) }
    }

    /// A cell behind a cell of the page, or rows behind a row.
    fn grow_table(&mut self) {
        let by_cell = self.rng.chance(50);
        let spots = if by_cell { &self.anchors.cells } else { &self.anchors.rows };
        let Some(at) = self.rng.pick(spots).copied() else {
            self.plan.place = Place::BodyEnd;
            let at = self.anchors.body_end;
            return self.flow_at(at);
        };
        let css = hide::declaration(self.plan.trick, &mut self.rng);
        let style = if css.is_empty() { String::new() } else { format!(" style=\"{css}\"") };
        if css.is_empty() {
            self.plan.trick = Trick::NotHidden;
        }
        let pieces = payload::pieces(&self.plan, &mut self.speaker, &mut self.rng);
        let mut cells: Vec<String> = pieces.iter().flat_map(runs).map(|run| self.hand.run(&run)).collect();
        let soup = pieces.iter().filter(|piece| matches!(piece, Piece::Soup(_)));
        cells.extend(soup.map(|piece| self.hand.piece(piece, true)));
        let (open, close) =
            if by_cell { (format!("<td{style}>"), "</td>") } else { (format!("<tr><td{style}>"), "</td></tr>") };
        let markup: String = cells.into_iter().map(|cell| format!("{open}{cell}{close}")).collect();
        self.edits.plant(at, markup);
    }
}
