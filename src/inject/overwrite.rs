//! The families that change what the page says instead of adding to it: titles, whole bodies, headings, sentences.
//!
//! What is overwritten is kept with the result, so that the page as it was can be put together again.

use std::ops::Range;

use super::anchors::List;
use super::brands;
use super::hide;
use super::html::Job;
use super::line;
use super::markup::escape;
use super::payload::Span;
use super::plan::{Family, Place, Plan};

impl Job<'_> {
    /// Keywords in place of the title and the meta values; for the flattened kind also as the first line.
    pub(crate) fn overwrite_title(&mut self, with_line: bool) {
        let title = line::title(self.plan.language, &mut self.speaker, &mut self.rng);
        let line_too = with_line && self.rng.chance(60);
        let metas = !with_line || self.rng.chance(60);
        match self.anchors.title.clone() {
            Some(range) => self.edits.overwrite(range, self.hand.text(&title)),
            None => self.edits.plant(self.anchors.head, format!("<title>{}</title>", self.hand.text(&title))),
        }
        if metas {
            let keywords = line::keyword_line(self.plan.language, &mut self.speaker, &mut self.rng);
            let description = line::doorway(self.plan.language, &mut self.speaker, &mut self.rng);
            self.meta("keywords", self.anchors.keywords.clone(), &keywords);
            self.meta("description", self.anchors.description.clone(), &description);
        }
        if line_too {
            let wrap = hide::wrap(self.plan.trick, &mut self.rng);
            let tag = self.rng.weighted(&[("h1", 5), ("div", 3), ("p", 2), ("h2", 1)], "h1");
            let heading = format!("{}<{tag}>{}</{tag}>{}", wrap.open, self.hand.text(&title), wrap.close);
            self.edits.plant(self.anchors.head, wrap.head);
            self.edits.plant(self.anchors.body_start, heading);
        }
    }

    fn meta(&mut self, name: &str, value: Option<Range<usize>>, text: &str) {
        let text = escape(text);
        match value {
            Some(range) => {
                let before = self.html.get(..range.start).unwrap_or("");
                let quoted = before.ends_with(['"', '\'']);
                self.edits.overwrite(range, if quoted { text } else { format!("\"{text}\"") });
            }
            None => self.edits.plant(self.anchors.head, format!("<meta name=\"{name}\" content=\"{text}\">")),
        }
    }

    /// A doorway in place of the whole body.
    pub(crate) fn replace_page(&mut self) {
        let title = line::title(self.plan.language, &mut self.speaker, &mut self.rng);
        if let Some(range) = self.anchors.title.clone() {
            self.edits.overwrite(range, self.hand.text(&title));
        }
        let markup = self.flow(false);
        self.edits.overwrite(self.anchors.body_start..self.anchors.body_end, markup);
    }

    /// One phrase in place of headings, or rows of it in place of a list's items.
    pub(crate) fn replace_parts(&mut self) {
        let lists: Vec<List> = self.anchors.lists.iter().filter(|list| list.items.len() >= 4).cloned().collect();
        let mut headings = self.anchors.headings.clone();
        if headings.len() >= 2 && (lists.is_empty() || self.rng.chance(45)) {
            let count = self.rng.between(2, 8);
            self.rng.shuffle(&mut headings);
            headings.truncate(count);
            return self.repeat_phrase(headings);
        }
        let Some(list) = self.rng.pick(&lists).cloned() else {
            self.plan = Plan { family: Family::ScrapedRows, place: Place::BodyEnd, ..self.plan };
            let at = self.anchors.body_end;
            return self.flow_at(at);
        };
        if self.rng.chance(40) {
            return self.repeat_phrase(list.items.into_iter().map(|item| item.inner).collect());
        }
        for item in list.items {
            let row = line::scraped_row(&mut self.speaker, &mut self.rng);
            let run = [Span::link(row, &mut self.rng)];
            self.edits.overwrite(item.inner, self.hand.run(&run));
        }
    }

    /// The same phrase for every range, with years or praise before it.
    fn repeat_phrase(&mut self, ranges: Vec<Range<usize>>) {
        let phrase = self.speaker.say("phrase", &mut self.rng);
        let manner = self.rng.below(4);
        for range in ranges {
            let text = match manner {
                0 => line::with_years(self.plan.language, &phrase, &mut self.rng),
                1 => format!("{}{phrase}", self.speaker.say("praise", &mut self.rng)),
                _ => phrase.clone(),
            };
            let linked = self.rng.chance(30);
            let span = if linked { Span::link(text, &mut self.rng) } else { Span::text(text) };
            self.edits.overwrite(range, self.hand.run(&[span]));
        }
    }

    /// A word or two inside a sentence of the article.
    pub(crate) fn glue(&mut self) {
        let word = line::of_family(Family::Glued, self.plan.language, &mut self.speaker, &mut self.rng);
        let html = self.html;
        let fit = |range: &Range<usize>| {
            html.get(range.clone()).is_some_and(|text| !text.contains("<!") && !text.contains("<s"))
        };
        let fit: Vec<Range<usize>> = self.anchors.paragraphs.iter().filter(|range| fit(range)).cloned().collect();
        let Some(range) = self.rng.pick(&fit).cloned() else {
            return;
        };
        let text = html.get(range.clone()).unwrap_or("");
        let Some(&at) = self.rng.pick(&line::gaps(text)) else {
            return;
        };
        let linked = self.rng.chance(30);
        let word = line::spaced_in(self.plan.language, &word, text, at);
        let link = linked.then(|| brands::address(&mut self.rng));
        let run = [Span { text: word, link }];
        self.edits.glue(range.start + at, self.hand.run(&run));
    }
}
