//! Token evidence: how often blocks with this word, this class, this heading are content or spam.
//!
//! A table of log-odds comes in (counted in training, out of fold there); for each block and family of
//! tokens the mean, the extremes and a damped sum go out. So a dense head of a few hundred numbers hears
//! what a hundred thousand words have to say.

use crate::blocks::Block;
use crate::features::kept::{KeptCrosses, KeptOdds};
use crate::features::tally::Tally;
use crate::features::word_lists::WordLists;
use crate::features::{Feature, PageView, crosses};
use crate::hash::{hash_bytes, hash_pair};

/// What a token speaks for: log-odds against all blocks of its family.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Odds {
    /// Content against the other labels.
    pub(crate) content: f32,
    /// Spam against the other labels.
    pub(crate) spam: f32,
}

/// Where log-odds come from. `key` holds family and token.
pub(crate) trait EvidenceSource {
    /// The odds of a token; `None` for a token too rare to be known.
    fn odds(&self, key: u32) -> Option<Odds>;
}

/// What a family's tokens are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(super) enum Kind {
    ShortText = 1,
    LongText,
    LexiconWords,
    Pieces,
    OwnWords,
    NearWords,
    MidWords,
    FarWords,
    Heading,
    Before,
    Target,
    Cross,
}

struct EvidenceFamily {
    kind: Kind,
    name: &'static str,
    doc: &'static str,
    tells_spam: bool,
    /// Whether its tokens come in the order of the text.
    is_ordered: bool,
    is_text_too: bool,
}

const FAMILIES: [EvidenceFamily; 11] = [
    EvidenceFamily {
        kind: Kind::ShortText,
        name: "short_text",
        doc: "Evidence of the words of a short block",
        tells_spam: true,
        is_ordered: true,
        is_text_too: true,
    },
    EvidenceFamily {
        kind: Kind::LongText,
        name: "long_text",
        doc: "Evidence of the words of a long block",
        tells_spam: true,
        is_ordered: true,
        is_text_too: true,
    },
    EvidenceFamily {
        kind: Kind::LexiconWords,
        name: "words",
        doc: "Evidence of the lexicon's words in Chinese text",
        tells_spam: true,
        is_ordered: true,
        is_text_too: true,
    },
    EvidenceFamily {
        kind: Kind::Pieces,
        name: "pieces",
        doc: "Evidence of the beginnings and ends of long words",
        tells_spam: true,
        is_ordered: true,
        is_text_too: true,
    },
    EvidenceFamily {
        kind: Kind::OwnWords,
        name: "own_class",
        doc: "Evidence of class and id words of the block's element and inside it",
        tells_spam: true,
        is_ordered: false,
        is_text_too: false,
    },
    EvidenceFamily {
        kind: Kind::NearWords,
        name: "near_class",
        doc: "Evidence of class and id words one and two elements up",
        tells_spam: true,
        is_ordered: false,
        is_text_too: false,
    },
    EvidenceFamily {
        kind: Kind::MidWords,
        name: "mid_class",
        doc: "Evidence of class and id words three to five elements up",
        tells_spam: false,
        is_ordered: false,
        is_text_too: false,
    },
    EvidenceFamily {
        kind: Kind::FarWords,
        name: "far_class",
        doc: "Evidence of class and id words six and more elements up",
        tells_spam: false,
        is_ordered: false,
        is_text_too: false,
    },
    EvidenceFamily {
        kind: Kind::Heading,
        name: "heading",
        doc: "Evidence of the words of the heading above",
        tells_spam: false,
        is_ordered: false,
        is_text_too: true,
    },
    EvidenceFamily {
        kind: Kind::Before,
        name: "block_before",
        doc: "Evidence of the words of the short block before",
        tells_spam: false,
        is_ordered: false,
        is_text_too: true,
    },
    EvidenceFamily {
        kind: Kind::Target,
        name: "target",
        doc: "Evidence of the words of link targets",
        tells_spam: true,
        is_ordered: false,
        is_text_too: false,
    },
];

const CONTENT_STATS: [&str; 4] = ["mean", "max", "min", "sum"];
const SPAM_STATS: [&str; 3] = ["spam_mean", "spam_max", "spam_sum"];

/// The evidence features, in the order of [`PageEvidence::fill`].
pub(crate) fn features(is_text: bool) -> Vec<Feature> {
    let mut features = Vec::new();
    for family in families(is_text) {
        let spam: &[&str] = if family.tells_spam { &SPAM_STATS } else { &[] };
        for stat in CONTENT_STATS.iter().chain(spam) {
            features.push(Feature { name: format!("{}_{stat}", family.name), doc: family.doc });
        }
        if family.is_ordered {
            features.push(Feature { name: format!("{}_spam_stretch", family.name), doc: family.doc });
        }
    }
    features.extend(crosses::features(is_text));
    features
}

fn families(is_text: bool) -> impl Iterator<Item = &'static EvidenceFamily> {
    FAMILIES.iter().filter(move |family| family.is_text_too || !is_text)
}

pub(super) fn key_of(kind: Kind, token: u32) -> u32 {
    hash_pair(kind as u32, token)
}

/// Calls `visit(block index, key)` for every token of every family, or of the crosses only, for counting.
pub(crate) fn for_each_use(view: &PageView<'_>, only_crosses: bool, mut visit: impl FnMut(usize, u32)) {
    for (idx, block) in view.page.blocks.iter().enumerate() {
        for family in families(view.page.is_text).filter(|_| !only_crosses) {
            for_each_token(view, idx, block, family.kind, &mut |key| visit(idx, key));
        }
        for cross in crosses::crossings(view, idx) {
            visit(idx, key_of(Kind::Cross, cross.token()));
        }
    }
}

/// Calls `visit` with the key of every token that a block has in one family.
fn for_each_token(view: &PageView<'_>, idx: usize, block: &Block, kind: Kind, visit: &mut impl FnMut(u32)) {
    let stats = &view.stats[idx];
    match kind {
        Kind::ShortText | Kind::LongText => {
            if stats.tokens.is_short() == (kind == Kind::ShortText) {
                view.hashes(idx).iter().for_each(|t| visit(key_of(kind, *t)));
            }
        }
        Kind::Pieces => view.pieces(idx).iter().for_each(|t| visit(key_of(kind, *t))),
        Kind::LexiconWords => view.lexicon_words(idx).iter().for_each(|t| visit(key_of(kind, *t))),
        Kind::OwnWords => {
            let own = view.page.containers.get(block.container as usize);
            own.into_iter().flat_map(|c| view.page.words_of(c)).for_each(|w| visit(key_of(kind, *w)));
            view.page.attribute_words_in(&block.inner_words).iter().for_each(|w| visit(key_of(kind, *w)));
        }
        Kind::NearWords | Kind::MidWords | Kind::FarWords => {
            let chain = view.page.ancestors(block).skip(reach(kind).0).take(reach(kind).1);
            chain.flat_map(|c| view.page.words_of(c)).for_each(|w| visit(key_of(kind, *w)));
        }
        Kind::Heading => {
            let heading = stats.heading.map(|heading| view.hashes(heading as usize));
            heading.into_iter().flat_map(|t| t.iter().take(40)).for_each(|t| visit(key_of(kind, *t)));
        }
        Kind::Before => {
            let before = idx.checked_sub(1).filter(|at| view.stats[*at].tokens.is_short());
            before.into_iter().flat_map(|at| view.hashes(at)).for_each(|t| visit(key_of(kind, *t)));
        }
        Kind::Target => for_each_target_word(view, block, &mut |word| visit(key_of(kind, word))),
        Kind::Cross => {}
    }
}

/// How many elements are left out and how many are read for a kind of container words, from the block's own upwards.
fn reach(kind: Kind) -> (usize, usize) {
    match kind {
        Kind::OwnWords => (0, 1),
        Kind::NearWords => (1, 2),
        Kind::MidWords => (3, 3),
        _ => (6, 20),
    }
}

/// For every container how many elements up from a block it is asked about, a bit for every number; the bit of the last
/// number that [`Kind::MidWords`] reads is followed by one for all larger.
fn asked_kinds(view: &PageView<'_>) -> Vec<u8> {
    const FAR: u8 = 1 << 6;
    let mut asked = vec![0u8; view.page.containers.len()];
    for block in &view.page.blocks {
        if let Some(asked) = asked.get_mut(block.container as usize) {
            *asked |= 1;
        }
    }
    for (idx, container) in view.page.containers.iter().enumerate().rev() {
        if container.depth > 0 {
            let up = asked[idx] << 1 & (FAR * 2 - 1) | asked[idx] & FAR;
            asked[container.parent as usize] |= up;
        }
    }
    asked
}

/// The bits of [`asked_kinds`] for which a kind of container words is read.
fn bits_of(kind: Kind) -> u8 {
    let (n_skipped, n_read) = reach(kind);
    (n_skipped..(n_skipped + n_read).min(7)).fold(0, |bits, n| bits | 1 << n)
}

/// The words of the targets of a block's first links: parts of hosts and paths, digits left out.
fn for_each_target_word(view: &PageView<'_>, block: &Block, visit: &mut impl FnMut(u32)) {
    for link in view.page.links_of(block).iter().take(6) {
        let target = view.page.target_of(link);
        let target = target.get(..target.floor_char_boundary(120)).unwrap_or_default();
        // Most targets are ASCII, where bytes are quicker to cut at than characters.
        let mut visit_words = |words: &mut dyn Iterator<Item = &[u8]>| {
            let words = words.filter(|w| w.len() > 1 && w.len() < 20);
            for word in words.filter(|w| !matches!(*w, b"http" | b"https" | b"www")).take(10) {
                let mut lower = [0u8; 20];
                let lower = &mut lower[..word.len()];
                lower.copy_from_slice(word);
                lower.make_ascii_lowercase();
                visit(hash_bytes(0x7461, lower));
            }
        };
        if target.is_ascii() {
            visit_words(&mut target.as_bytes().split(|byte| !byte.is_ascii_alphabetic()));
        } else {
            visit_words(&mut target.split(|c: char| !c.is_alphabetic()).map(str::as_bytes));
        }
    }
}

/// The evidence of a page's containers, counted once for all blocks inside.
pub(crate) struct PageEvidence<'e, E> {
    source: &'e E,
    long: KeptOdds,
    crosses: KeptCrosses,
    lists: WordLists,
    own: Vec<Tally>,
    near: Chains,
    mid: Chains,
    far: Chains,
    /// By the heading's block.
    headings: Vec<Tally>,
}

/// What some elements around a block tell, by [`reach`].
struct Chains {
    kind: Kind,
    /// By the number of the word list.
    tallies: Vec<Tally>,
    /// The innermost element and the sum of the chain met last: neighbours share most of what is around them.
    last: Option<(u32, Tally)>,
}

impl Chains {
    fn of(kind: Kind, tallies: Vec<Tally>) -> Self {
        Chains { kind, tallies, last: None }
    }

    fn tally(&mut self, view: &PageView<'_>, block: &Block, lists: &WordLists) -> Tally {
        let (n_skipped, n_read) = reach(self.kind);
        let mut chain = view.page.container_indices(block.container).skip(n_skipped).take(n_read).peekable();
        let Some(first) = chain.peek().copied() else { return Tally::default() };
        match self.last {
            Some((known, tally)) if known == first => tally,
            _ => {
                let mut tally = Tally::default();
                chain.for_each(|idx| tally.merge(&self.tallies[lists.of_container(idx)]));
                self.last = Some((first, tally));
                tally
            }
        }
    }
}

impl<'e, E: EvidenceSource> PageEvidence<'e, E> {
    pub(crate) fn of(view: &PageView<'_>, source: &'e E) -> Self {
        let lists = WordLists::of(view.page);
        let asked = lists.asked(&asked_kinds(view));
        let of_kind = |kind: Kind| -> Vec<Tally> {
            let tally = |(words, asked): (&[u32], &u8)| {
                if asked & bits_of(kind) == 0 { Tally::default() } else { words_tally(words, kind, source) }
            };
            lists.all(view.page).zip(&asked).map(tally).collect()
        };
        PageEvidence {
            source,
            long: KeptOdds::of(view, source),
            crosses: KeptCrosses::default(),
            own: of_kind(Kind::OwnWords),
            near: Chains::of(Kind::NearWords, of_kind(Kind::NearWords)),
            mid: Chains::of(Kind::MidWords, of_kind(Kind::MidWords)),
            far: Chains::of(Kind::FarWords, of_kind(Kind::FarWords)),
            headings: headings_tallies(view, source),
            lists,
        }
    }

    /// Appends the evidence features of a block.
    pub(crate) fn fill(&mut self, view: &PageView<'_>, idx: usize, row: &mut Vec<f32>) {
        let block = &view.page.blocks[idx];
        for family in families(view.page.is_text) {
            let mut tally = Tally::default();
            match family.kind {
                Kind::OwnWords => tally = self.own_tally(view, idx),
                Kind::NearWords => tally = self.near.tally(view, block, &self.lists),
                Kind::MidWords => tally = self.mid.tally(view, block, &self.lists),
                Kind::FarWords => tally = self.far.tally(view, block, &self.lists),
                Kind::Heading => tally = self.heading_tally(view, idx),
                Kind::LongText => self.long.of_block(view, idx).for_each(|kept| tally.add_kept(kept)),
                Kind::ShortText if view.stats[idx].tokens.is_short() => {
                    let (single, wording) = view.hashes(idx).split_at(view.single(idx).len());
                    tally.add_all(single, family.kind, self.source);
                    tally.add_unordered(wording, family.kind, self.source);
                }
                Kind::ShortText => {}
                Kind::Pieces => tally.add_all(view.pieces(idx), family.kind, self.source),
                kind => for_each_token(view, idx, block, kind, &mut |key| tally.add_known(self.source.odds(key))),
            }
            tally.fill(family.tells_spam, row);
            if family.is_ordered {
                tally.fill_stretch(row);
            }
        }
        self.crosses.fill(crosses::crossings(view, idx), self.source, row);
    }

    fn own_tally(&self, view: &PageView<'_>, idx: usize) -> Tally {
        let mut tally = Tally::default();
        if !view.page.containers.is_empty() {
            tally.merge(&self.own[self.lists.of_container(view.page.blocks[idx].container)]);
        }
        tally.merge(&self.own[self.lists.of_block(idx)]);
        tally
    }

    fn heading_tally(&self, view: &PageView<'_>, idx: usize) -> Tally {
        view.stats[idx].heading.and_then(|heading| self.headings.get(heading as usize)).copied().unwrap_or_default()
    }
}

fn words_tally<E: EvidenceSource>(words: &[u32], kind: Kind, source: &E) -> Tally {
    let mut tally = Tally::default();
    tally.add_all(words, kind, source);
    tally
}

/// The evidence of every heading, counted once for all blocks under it.
fn headings_tallies<E: EvidenceSource>(view: &PageView<'_>, source: &E) -> Vec<Tally> {
    let mut tallies = vec![Tally::default(); view.n_blocks()];
    let mut last = None;
    for (idx, block) in view.page.blocks.iter().enumerate() {
        let heading = view.stats[idx].heading;
        if let Some(heading) = heading.filter(|_| heading != last) {
            let tally = &mut tallies[heading as usize];
            *tally = Tally::default();
            for_each_token(view, idx, block, Kind::Heading, &mut |key| tally.add_known(source.odds(key)));
        }
        last = heading;
    }
    tallies
}
