//! Says phrases: expands a niche's templates, keeping to a small palette of morphemes as real keyword lines do.
//!
//! In a pattern, `{slot}` is one of the slot's alternatives (which may hold patterns themselves), `{slot?}` is said
//! half the time, `{=slot}` says the same again for as long as the speaker lives, `{#3}` and `{#2-4}` are digits, and
//! `{@brand}`, `{@product}`, `{@domain}`, `{@letters}`, `{@year}`, `{@month}`, `{@day}`, `{@date}` are invented. A slot nobody knows says nothing.

use std::collections::BTreeMap;

use super::brands;
use super::material::{Grammar, Niche};
use super::rng::{Rng, mix};

/// How deep slots may call slots.
const DEPTH: usize = 6;

/// One voice: a niche, and the handful of its morphemes that this voice uses.
#[derive(Clone, Debug)]
pub(crate) struct Speaker<'a> {
    common: Option<&'a Grammar>,
    niche: Option<&'a Niche>,
    seed: u64,
    width: usize,
    case: Case,
    said: BTreeMap<String, String>,
    /// The slots and choices of what is being said, so that a phrase does not say a word twice.
    recent: Vec<(String, usize)>,
    /// The patterns of prose this voice has used: a paragraph does not tell the same twice while others are left.
    told: Vec<(String, usize)>,
}

/// How a voice writes capitals; scripts without capitals are not touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    AsIs,
    Title,
    Start,
    Upper,
}

impl<'a> Speaker<'a> {
    /// A voice for a niche; the seed chooses its palette.
    pub(crate) fn new(common: Option<&'a Grammar>, niche: Option<&'a Niche>, seed: u64) -> Self {
        let mut rng = Rng::new(seed);
        let width = rng.between(3, 14);
        let case =
            rng.weighted(&[(Case::AsIs, 58), (Case::Title, 26), (Case::Start, 10), (Case::Upper, 6)], Case::AsIs);
        Speaker { common, niche, seed, width, case, said: BTreeMap::new(), recent: Vec::new(), told: Vec::new() }
    }

    /// The same niche with a palette without bounds, for long dumps and mixed link lists.
    pub(crate) fn wide(&self) -> Self {
        Speaker { width: usize::MAX, ..self.clone() }
    }

    /// Whether the niche or the language has a template of this kind.
    pub(crate) fn can_say(&self, kind: &str) -> bool {
        !self.templates(kind).is_empty()
    }

    /// Says something of a kind (`phrase`, `sentence`, `headline`, …); a phrase where the kind has no template.
    pub(crate) fn say(&mut self, kind: &str, rng: &mut Rng) -> String {
        let kind = if self.can_say(kind) { kind } else { "phrase" };
        let patterns = self.templates(kind);
        let idx = match kind {
            "sentence" | "filler" => self.untold(kind, patterns.len(), rng),
            _ => self.choose(kind, patterns.len(), rng),
        };
        let pattern = patterns.get(idx).map_or("", String::as_str);
        self.recent.clear();
        let said = tidy(&self.expand(pattern, DEPTH, rng));
        if matches!(kind, "phrase" | "title" | "headline") { cased(&said, self.case) } else { said }
    }

    fn templates(&self, kind: &str) -> &'a [String] {
        let own = self.niche.and_then(|niche| niche.grammar.templates.get(kind));
        let shared = || self.common.and_then(|common| common.templates.get(kind));
        own.or_else(shared).map_or(&[], Vec::as_slice)
    }

    fn words(&self, slot: &str) -> &'a [String] {
        let own = self.niche.and_then(|niche| niche.grammar.slots.get(slot));
        let shared = || self.common.and_then(|common| common.slots.get(slot));
        own.or_else(shared).map_or(&[], Vec::as_slice)
    }

    /// One of `count` things, always among the few that the palette holds under this name.
    fn choose(&self, name: &str, count: usize, rng: &mut Rng) -> usize {
        if count == 0 || self.width >= count {
            return rng.below(count);
        }
        (mix(self.seed, name, rng.below(self.width) as u64) % count as u64) as usize
    }

    /// One of `count` patterns of prose, none of them twice before all were told; prose is not bound to the palette.
    fn untold(&mut self, kind: &str, count: usize, rng: &mut Rng) -> usize {
        let is_told =
            |told: &[(String, usize)], idx: usize| told.iter().any(|(name, last)| name == kind && *last == idx);
        let mut left: Vec<usize> = (0..count).filter(|idx| !is_told(&self.told, *idx)).collect();
        if left.is_empty() {
            self.told.retain(|(name, _)| name != kind);
            left = (0..count).collect();
        }
        let idx = left.get(rng.below(left.len())).copied().unwrap_or(0);
        self.told.push((String::from(kind), idx));
        idx
    }

    fn expand(&mut self, pattern: &str, depth: usize, rng: &mut Rng) -> String {
        let mut out = String::new();
        let mut rest = pattern;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((slot, tail)) = after.split_once('}') else {
                return out;
            };
            out.push_str(&self.slot(slot, depth, rng));
            rest = tail;
        }
        out.push_str(rest);
        out
    }

    fn slot(&mut self, slot: &str, depth: usize, rng: &mut Rng) -> String {
        if let Some(slot) = slot.strip_suffix('?') {
            return if rng.chance(50) { self.slot(slot, depth, rng) } else { String::new() };
        }
        if let Some(slot) = slot.strip_prefix('=') {
            if let Some(said) = self.said.get(slot) {
                return said.clone();
            }
            let word = self.slot(slot, depth, rng);
            self.said.insert(String::from(slot), word.clone());
            return word;
        }
        if let Some(range) = slot.strip_prefix('#') {
            return digits(range, rng);
        }
        if let Some(name) = slot.strip_prefix('@') {
            return self.invented(name, rng);
        }
        let words = self.words(slot);
        let mut idx = self.choose(slot, words.len(), rng);
        for _ in 0..4 {
            if !self.recent.iter().any(|(name, last)| name == slot && *last == idx) {
                break;
            }
            idx = self.choose(slot, words.len(), rng);
        }
        self.recent.push((String::from(slot), idx));
        match words.get(idx) {
            Some(word) if depth > 0 => self.expand(word, depth - 1, rng),
            _ => String::new(),
        }
    }

    /// An invented name; within one palette the same few come back.
    fn invented(&self, name: &str, rng: &mut Rng) -> String {
        let mut own = Rng::new(mix(self.seed, name, rng.below(self.width.min(4096)) as u64));
        match name {
            "brand" => brands::brand(&mut own),
            "product" => brands::product(&mut own),
            "domain" => brands::domain(rng),
            "year" => rng.between(2008, 2025).to_string(),
            "month" => rng.between(1, 12).to_string(),
            "day" => rng.between(1, 28).to_string(),
            "date" => format!("{}-{:02}-{:02}", rng.between(2009, 2025), rng.between(1, 12), rng.between(1, 28)),
            "letters" => brands::letters(3, &mut own),
            _ => String::new(),
        }
    }
}

fn digits(range: &str, rng: &mut Rng) -> String {
    let (low, high) = range.split_once('-').unwrap_or((range, range));
    let (low, high) = (low.parse().unwrap_or(1), high.parse().unwrap_or(1));
    let count = rng.between(low, high);
    brands::digits(count, rng)
}

fn cased(text: &str, case: Case) -> String {
    match case {
        Case::AsIs => String::from(text),
        Case::Title => text.split(' ').map(brands::capitalised).collect::<Vec<_>>().join(" "),
        Case::Start => brands::capitalised(text),
        Case::Upper => text.to_uppercase(),
    }
}

/// Joins the gaps that unsaid slots leave; spaces at the ends go.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.trim().chars() {
        if !(char == ' ' && out.ends_with(' ')) {
            out.push(char);
        }
    }
    out.replace(" ,", ",").replace(" .", ".")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn niche() -> Niche {
        let slots = BTreeMap::from([
            (String::from("a"), vec![String::from("x"), String::from("y{#2}")]),
            (String::from("loop"), vec![String::from("{loop}!")]),
        ]);
        let templates = BTreeMap::from([(String::from("phrase"), vec![String::from("{=a}-{=a} {nobody} {a?}")])]);
        Niche { name: String::from("n"), weight: 1, grammar: Grammar { slots, templates } }
    }

    #[test]
    fn memo_repeats_and_gaps_close() {
        let niche = niche();
        for seed in 0..50 {
            let mut speaker = Speaker::new(None, Some(&niche), seed);
            let said = speaker.say("phrase", &mut Rng::new(seed)).to_lowercase();
            let head = said.split(' ').next().unwrap();
            let (left, right) = head.split_once('-').unwrap();
            assert_eq!(left, right);
            assert!(!said.contains("  ") && !said.ends_with(' '));
        }
    }

    #[test]
    fn prose_is_told_once() {
        let patterns: Vec<String> = ["a", "b", "c", "d", "e"].map(String::from).to_vec();
        let templates = BTreeMap::from([(String::from("sentence"), patterns)]);
        let grammar = Grammar { slots: BTreeMap::new(), templates };
        let niche = Niche { name: String::from("n"), weight: 1, grammar };
        for seed in 0..20 {
            let (mut speaker, mut rng) = (Speaker::new(None, Some(&niche), seed), Rng::new(seed));
            let mut said: Vec<String> = (0..5).map(|_| speaker.say("sentence", &mut rng)).collect();
            said.sort();
            assert_eq!(said, ["a", "b", "c", "d", "e"]);
            assert!(!speaker.say("sentence", &mut rng).is_empty());
        }
    }

    #[test]
    fn endless_slots_end() {
        let niche = niche();
        let mut speaker = Speaker::new(None, Some(&niche), 1);
        assert!(speaker.expand("{loop}{", 3, &mut Rng::new(1)).len() < 10);
    }
}
