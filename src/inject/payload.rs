//! What a family plants, before it is written as markup or as text: runs, lists, tables, soup.

use super::brands;
use super::language::Language;
use super::line;
use super::plan::{Family, Plan, Trick};
use super::rng::Rng;
use super::soup;
use super::speaker::Speaker;

/// A stretch of text, perhaps a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) text: String,
    pub(crate) link: Option<String>,
}

impl Span {
    pub(crate) fn text(text: impl Into<String>) -> Span {
        Span { text: text.into(), link: None }
    }

    pub(crate) fn link(text: impl Into<String>, rng: &mut Rng) -> Span {
        Span { text: text.into(), link: Some(brands::address(rng)) }
    }
}

/// Spans that are read as one block.
pub(crate) type Run = Vec<Span>;

/// One piece of planted material.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// One block.
    Run(Run),
    /// Several blocks of one kind, one below the other.
    Items(Vec<Run>),
    /// Rows of cells.
    Rows(Vec<Vec<Run>>),
    /// A run that moves.
    Marquee(Run),
    /// Markup of elements without text.
    Soup(Vec<String>),
    /// Soup that is read as text.
    Literal(Vec<String>),
}

/// What a plan's family plants at one spot.
pub(crate) fn pieces(plan: &Plan, speaker: &mut Speaker<'_>, rng: &mut Rng) -> Vec<Piece> {
    let language = plan.language;
    match plan.family {
        Family::ListItem => vec![Piece::Items(list_items(speaker, rng))],
        Family::LinkFarm => link_farm(language, speaker, rng),
        Family::OfftopicParagraph => paragraphs(language, speaker, rng),
        Family::ScrapedRows => vec![Piece::Items(scraped_rows(speaker, rng))],
        Family::DomainList => vec![domain_list(rng)],
        Family::TagSoup | Family::LiteralSoup => soup_pieces(plan, speaker, rng),
        Family::CopyrightLinks => vec![Piece::Run(copyright(speaker, rng))],
        Family::FriendLinks => vec![Piece::Run(friend_links(speaker, rng))],
        Family::DrawTable => vec![Piece::Rows(draw_rows(speaker, rng))],
        Family::Marquee => vec![Piece::Marquee(marquee(speaker, rng))],
        Family::Doorway => doorway(language, speaker, rng),
        family => {
            let text = line::of_family(family, language, speaker, rng);
            let often = if plan.trick == Trick::LikeNeighbours { 85 } else { 15 };
            let linked = family == Family::KeywordLine && rng.chance(often);
            vec![Piece::Run(vec![if linked { Span::link(text, rng) } else { Span::text(text) }])]
        }
    }
}

fn list_items(speaker: &mut Speaker<'_>, rng: &mut Rng) -> Vec<Run> {
    let count = rng.weighted(&[(1, 6), (2, 2), (4, 1)], 1);
    let kind = if rng.chance(60) { "headline" } else { "phrase" };
    (0..count).map(|_| vec![Span::link(speaker.say(kind, rng), rng)]).collect()
}

/// Links to many hosts: one row, a list, or a grid.
fn link_farm(language: Language, speaker: &mut Speaker<'_>, rng: &mut Rng) -> Vec<Piece> {
    let high = rng.weighted(&[(16, 5), (40, 3), (90, 1)], 16);
    let count = rng.between(6, high);
    let kind = rng.word(&["phrase", "phrase", "headline"]);
    let hijacked = rng.chance(if language == Language::Indonesian { 55 } else { 15 });
    let mut voice = if rng.chance(40) { speaker.wide() } else { speaker.clone() };
    let mut links: Vec<Run> = Vec::new();
    for _ in 0..count {
        let text = match rng.below(12) {
            0 => brands::domain(rng),
            1 => brands::brand(rng),
            _ => voice.say(kind, rng),
        };
        links.push(vec![match hijacked {
            true => Span { link: Some(brands::hijacked_address(&text, rng)), text },
            false => Span::link(text, rng),
        }]);
    }
    match rng.below(10) {
        0..=4 => {
            let separator = link_separator(language, rng);
            vec![Piece::Run(spliced(links, separator))]
        }
        5 | 6 => {
            let width = rng.between(3, 6);
            vec![Piece::Rows(links.chunks(width).map(<[Run]>::to_vec).collect())]
        }
        _ => vec![Piece::Items(links)],
    }
}

/// What stands between two links of a row.
fn link_separator(language: Language, rng: &mut Rng) -> &'static str {
    let loose = [(" ", 5), (" | ", 4), ("\u{a0}\u{a0}", 3), (", ", 3), (" - ", 1), ("", 1), (" · ", 1), ("|", 2)];
    match rng.chance(20) {
        true => line::separator(language, rng),
        false => rng.weighted(&loose, " "),
    }
}

/// Several runs as one, with a separator between them.
fn spliced(runs: Vec<Run>, separator: &str) -> Run {
    let mut out = Run::new();
    for run in runs {
        if !out.is_empty() && !separator.is_empty() {
            out.push(Span::text(separator));
        }
        out.extend(run);
    }
    out
}

/// One to three off-topic paragraphs, some with a word of them linked.
fn paragraphs(language: Language, speaker: &mut Speaker<'_>, rng: &mut Rng) -> Vec<Piece> {
    let count = rng.weighted(&[(1, 7), (2, 2), (3, 1)], 1);
    let mut out = Vec::new();
    for _ in 0..count {
        let mut run = vec![Span::text(line::paragraph(language, speaker, rng))];
        if rng.chance(45) {
            let at = if rng.chance(70) { run.len() } else { 0 };
            run.insert(at, Span::link(speaker.say("phrase", rng), rng));
            run.insert(run.len().min(1), Span::text(" "));
            if at > 0 && rng.chance(60) {
                run.push(Span::text(format!(" {}", line::paragraph(language, speaker, rng))));
            }
        }
        out.push(Piece::Run(run));
    }
    out
}

fn scraped_rows(speaker: &mut Speaker<'_>, rng: &mut Rng) -> Vec<Run> {
    let count = rng.between(3, 14);
    let linked = rng.chance(70);
    (0..count)
        .map(|_| {
            let row = line::scraped_row(speaker, rng);
            vec![if linked { Span::link(row, rng) } else { Span::text(row) }]
        })
        .collect()
}

fn domain_list(rng: &mut Rng) -> Piece {
    let count = rng.between(5, 14);
    let own = rng.chance(55);
    let addresses = match own {
        true => brands::own_addresses(count, rng),
        false => (0..count).map(|_| brands::address(rng)).collect(),
    };
    let bare = rng.chance(35);
    let runs = addresses.into_iter().map(|address| {
        let text =
            if bare { address.trim_start_matches("http://").trim_matches('/').to_owned() } else { address.clone() };
        vec![Span { text, link: Some(address) }]
    });
    let runs: Vec<Run> = runs.collect();
    if rng.chance(25) {
        return Piece::Items(runs);
    }
    Piece::Run(spliced(runs, rng.word(&[" | ", " | ", " ", ", ", "\u{a0}", " - "])))
}

/// Soup with a keyword line before it, behind it, inside its list, or (rarely) none at all.
fn soup_pieces(plan: &Plan, speaker: &mut Speaker<'_>, rng: &mut Rng) -> Vec<Piece> {
    let keywords = Piece::Run(vec![Span::text(line::keyword_line(plan.language, speaker, rng))]);
    let soup = match plan.family {
        Family::TagSoup => {
            let count = rng.between(6, 40);
            Piece::Soup(soup::elements(count, rng))
        }
        _ => Piece::Literal(soup::literal_lines(rng)),
    };
    match rng.below(10) {
        0..=3 => vec![keywords, soup],
        4..=7 => vec![soup, keywords],
        _ => vec![soup],
    }
}

/// A copyright sentence with one to four links inside.
fn copyright(speaker: &mut Speaker<'_>, rng: &mut Rng) -> Run {
    let mut run = vec![Span::text(format!("{} ", speaker.say("copyright", rng)))];
    let count = rng.between(1, 4);
    for idx in 0..count {
        if idx > 0 {
            run.push(Span::text(rng.word(&[", ", " | ", " ", " & "])));
        }
        run.push(Span::link(speaker.say("phrase", rng), rng));
    }
    if rng.chance(40) {
        run.push(Span::text(rng.word(&[".", " |", " ©", " All Rights Reserved."])));
    }
    run
}

/// A label such as "links:" and two to eight brands.
fn friend_links(speaker: &mut Speaker<'_>, rng: &mut Rng) -> Run {
    let mut run = Run::new();
    if rng.chance(70) {
        run.push(Span::text(speaker.say("friend", rng)));
    }
    let separator = rng.word(&[" ", "\u{a0}\u{a0}\u{a0}", " | ", "", ", ", "丨"]);
    let count = rng.between(2, 8);
    for idx in 0..count {
        if idx > 0 && !separator.is_empty() {
            run.push(Span::text(separator));
        }
        let kind = rng.word(&["brand", "brand", "phrase"]);
        run.push(Span::link(speaker.say(kind, rng), rng));
    }
    run
}

fn draw_rows(speaker: &mut Speaker<'_>, rng: &mut Rng) -> Vec<Vec<Run>> {
    let cells = |row: String| row.split('\t').map(|cell| vec![Span::text(cell.trim())]).collect::<Vec<Run>>();
    let mut rows = Vec::new();
    if speaker.can_say("row_head") && rng.chance(70) {
        rows.push(cells(speaker.say("row_head", rng)));
    }
    let count = rng.between(3, 15);
    rows.extend((0..count).map(|_| cells(speaker.say("row", rng))));
    rows
}

fn marquee(speaker: &mut Speaker<'_>, rng: &mut Rng) -> Run {
    let count = rng.between(2, 12);
    let links = (0..count).map(|_| vec![Span::link(speaker.say("phrase", rng), rng)]).collect();
    let plain = rng.chance(40);
    let run = spliced(links, rng.word(&[" ", ", ", " | ", "  "]));
    if plain { run.into_iter().map(|span| Span::text(span.text)).collect() } else { run }
}

/// A page of advertisement: one line, or a title, a few sentences and a list of links.
fn doorway(language: Language, speaker: &mut Speaker<'_>, rng: &mut Rng) -> Vec<Piece> {
    let mut out = vec![Piece::Run(vec![Span::text(line::doorway(language, speaker, rng))])];
    if rng.chance(55) {
        let count = rng.between(1, 4);
        out.extend((0..count).map(|_| Piece::Run(vec![Span::text(line::paragraph(language, speaker, rng))])));
        out.extend(link_farm(language, speaker, rng));
    }
    out
}
