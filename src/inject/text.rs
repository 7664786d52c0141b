//! Plants a plan's material into plain text, line by line; layout and blank lines stay as they were.

use super::PlantedText;
use super::line;
use super::markup::runs;
use super::material::Material;
use super::payload::{self, Piece, Run};
use super::plan::{Family, Place, Plan, Trick};
use super::rng::Rng;
use super::soup;
use super::speaker::Speaker;

/// Lines with this many characters are taken for paragraphs.
const PARAGRAPH: usize = 40;

/// Plants spam into a text as the plan says; places that text does not have fall back to first, middle or last.
pub fn plant_text(text: &str, plan: &Plan, material: &Material) -> PlantedText {
    let mut rng = Rng::for_part(plan.seed, "text");
    let speaker = material.speaker(plan.family, plan.language, &mut rng);
    let lines = text.split('\n').map(|line| (String::from(line), false)).collect();
    let plan = Plan { trick: Trick::NotHidden, ..*plan };
    let mut job = Job { lines, plan, speaker, rng };
    match (plan.family, plan.place) {
        (Family::Glued, _) => job.glue(),
        (Family::Replaced, _) => job.replace_lines(),
        (Family::Doorway, _) => job.replace_all(),
        (_, Place::BothEnds) => job.both_ends(),
        (_, place) => job.plant_at(place),
    }
    PlantedText { lines: job.lines, plan: job.plan }
}

struct Job<'a> {
    lines: Vec<(String, bool)>,
    plan: Plan,
    speaker: Speaker<'a>,
    rng: Rng,
}

impl Job<'_> {
    fn plant_at(&mut self, place: Place) {
        let lines = self.planted_lines();
        match place {
            Place::Title | Place::FirstLine | Place::Navigation => self.first(lines),
            Place::Middle | Place::UnderHeadline | Place::Columns => self.middle(lines),
            Place::List | Place::Table => self.in_list(lines),
            _ => self.last(lines),
        }
    }

    /// The planted lines; none of them blank, each without a line end.
    fn planted_lines(&mut self) -> Vec<String> {
        let pieces = payload::pieces(&self.plan, &mut self.speaker, &mut self.rng);
        let bullet = self.rng.weighted(&[("", 5), ("  • ", 4), ("• ", 1), ("- ", 1), ("* ", 1)], "");
        let soupy = matches!(self.plan.family, Family::TagSoup | Family::LiteralSoup);
        let mut out = Vec::new();
        for piece in &pieces {
            match piece {
                Piece::Run(_) | Piece::Marquee(_) => {
                    let bullet = if soupy && self.rng.chance(40) { bullet } else { "" };
                    out.extend(runs(piece).iter().map(|run| format!("{bullet}{}", plain(run))));
                }
                Piece::Items(items) => out.extend(items.iter().map(|run| format!("{bullet}{}", plain(run)))),
                Piece::Rows(rows) => {
                    out.extend(rows.iter().map(|cells| cells.iter().map(plain).collect::<Vec<_>>().join("\t")))
                }
                Piece::Soup(_) => out.extend(soup::literal_lines(&mut self.rng)),
                Piece::Literal(lines) => out.extend(lines.iter().cloned()),
            }
        }
        out.retain(|line| !line.trim().is_empty());
        out
    }

    /// At the top, mostly with a blank line behind, rarely with a lone `?` left over from lost symbols.
    fn first(&mut self, lines: Vec<String>) {
        self.plan.place = Place::FirstLine;
        let mut block = planted(lines);
        if self.rng.chance(4) {
            block.push((String::from("?"), false));
        }
        if self.rng.chance(60) {
            block.push((String::new(), false));
        }
        self.splice(0, block);
    }

    fn last(&mut self, lines: Vec<String>) {
        self.plan.place = Place::BodyEnd;
        let mut block = planted(lines);
        if self.rng.chance(50) {
            block.insert(0, (String::new(), false));
        }
        if self.rng.chance(4) {
            block.insert(0, (String::from("?"), false));
        }
        // The empty string behind a final line end is no line: what is planted goes before it.
        let closes = self.lines.len() > 1 && self.lines.last().is_some_and(|(line, _)| line.is_empty());
        let at = self.lines.len() - usize::from(closes);
        self.splice(at, block);
    }

    fn both_ends(&mut self) {
        let (top, bottom) = (self.planted_lines(), self.planted_lines());
        self.first(top);
        self.last(bottom);
        self.plan.place = Place::BothEnds;
    }

    /// Behind a paragraph, with blank lines where the text has them.
    fn middle(&mut self, lines: Vec<String>) {
        let long = self.where_line(|line| line.chars().count() >= PARAGRAPH);
        let Some(&at) = self.rng.pick(&long) else {
            return self.last(lines);
        };
        self.plan.place = Place::Middle;
        let parted = self.lines.get(at + 1).is_some_and(|(line, _)| line.trim().is_empty());
        let mut block = planted(lines);
        if parted {
            block.insert(0, (String::new(), false));
        }
        self.splice(at + 1, block);
    }

    /// Behind a bulleted line, or a short one where nothing has bullets.
    fn in_list(&mut self, lines: Vec<String>) {
        const BULLETS: [&str; 5] = ["•", "·", "- ", "* ", "・"];
        let bulleted = self.where_line(|line| BULLETS.iter().any(|bullet| line.trim_start().starts_with(bullet)));
        let short = self.where_line(|line| (2..PARAGRAPH).contains(&line.trim().chars().count()));
        let spots = if bulleted.is_empty() { &short } else { &bulleted };
        let Some(&at) = self.rng.pick(spots) else {
            return self.last(lines);
        };
        self.plan.place = Place::List;
        let neighbour = self.lines.get(at).map_or("", |(line, _)| line.as_str());
        let lead: String = neighbour.chars().take_while(|c| c.is_whitespace() || "•·-*・".contains(*c)).collect();
        let dressed = lines.into_iter().map(|line| format!("{lead}{}", line.trim_start_matches([' ', '•', '*', '-'])));
        self.splice(at + 1, planted(dressed.collect()));
    }

    /// One phrase, or rows of it, in place of several short lines.
    fn replace_lines(&mut self) {
        let mut short = self.where_line(|line| (2..PARAGRAPH).contains(&line.trim().chars().count()));
        self.rng.shuffle(&mut short);
        short.truncate(self.rng.between(2, 8));
        if short.len() < 2 {
            let rows = (0..4).map(|_| line::scraped_row(&mut self.speaker, &mut self.rng)).collect();
            self.plan.family = Family::ScrapedRows;
            return self.last(rows);
        }
        let phrase = self.speaker.say("phrase", &mut self.rng);
        let manner = self.rng.below(4);
        for at in short {
            let text = match manner {
                0 => line::with_years(self.plan.language, &phrase, &mut self.rng),
                1 => line::scraped_row(&mut self.speaker, &mut self.rng),
                _ => phrase.clone(),
            };
            if let Some(line) = self.lines.get_mut(at) {
                *line = (text, true);
            }
        }
    }

    fn replace_all(&mut self) {
        self.lines = planted(self.planted_lines());
    }

    /// A word or two inside a paragraph; nothing is marked.
    fn glue(&mut self) {
        let long = self.where_line(|line| line.chars().count() >= PARAGRAPH);
        let word = line::of_family(Family::Glued, self.plan.language, &mut self.speaker, &mut self.rng);
        let Some(&at) = self.rng.pick(&long) else {
            return;
        };
        let Some((line, _)) = self.lines.get_mut(at) else {
            return;
        };
        let gaps = line::gaps(line);
        let gap = self.rng.pick(&gaps).copied().unwrap_or(line.len());
        let word = line::spaced_in(self.plan.language, &word, line, gap);
        line.insert_str(gap, &word);
    }

    fn where_line(&self, fits: impl Fn(&str) -> bool) -> Vec<usize> {
        let lines = self.lines.iter().enumerate();
        lines.filter(|(_, (line, _))| fits(line)).map(|(idx, _)| idx).collect()
    }

    fn splice(&mut self, at: usize, block: Vec<(String, bool)>) {
        let at = at.min(self.lines.len());
        self.lines.splice(at..at, block);
    }
}

fn planted(lines: Vec<String>) -> Vec<(String, bool)> {
    lines.into_iter().map(|line| (line, true)).collect()
}

fn plain(run: &Run) -> String {
    run.iter().map(|span| span.text.replace('\u{a0}', " ")).collect()
}
