//! The morphemes and templates spam is composed from: read from TOML, one file a language.
//!
//! A file has a `language`, a `[common]` grammar and any number of `[niche.NAME]` grammars. A grammar has `slots`
//! (name = alternatives parted by ` | `) and `templates` (kind = list of patterns). `speaker` says what a pattern may
//! hold. No phrase is written in code; no list of finished phrases is kept in the files.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use serde::Deserialize;

use super::language::Language;
use super::line;
use super::plan::{Family, Plan};
use super::rng::Rng;
use super::speaker::Speaker;

/// Slots and templates of one niche, or of a language as a whole.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grammar {
    pub(crate) slots: BTreeMap<String, Vec<String>>,
    pub(crate) templates: BTreeMap<String, Vec<String>>,
}

/// One kind of goods that spam in a language advertises.
#[derive(Clone, Debug)]
pub(crate) struct Niche {
    pub(crate) name: String,
    pub(crate) weight: u32,
    pub(crate) grammar: Grammar,
}

/// All that can be said in one language.
#[derive(Clone, Debug, Default)]
pub(crate) struct Phrases {
    pub(crate) common: Grammar,
    pub(crate) niches: Vec<Niche>,
}

/// The morphemes and templates of every language that was loaded.
#[derive(Clone, Debug, Default)]
pub struct Material {
    phrases: BTreeMap<Language, Phrases>,
}

/// How many morphemes and templates one niche has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NicheSize {
    /// The language it is written in.
    pub language: Language,
    /// The niche's name, `common` for what all niches of the language share.
    pub niche: String,
    /// Morphemes in all slots.
    pub n_morphemes: usize,
    /// Templates of all kinds.
    pub n_templates: usize,
}

/// Why material could not be loaded: the file and what was wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaterialError {
    file: String,
    message: String,
}

impl fmt::Display for MaterialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.message)
    }
}

impl std::error::Error for MaterialError {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    language: String,
    #[serde(default)]
    common: RawGrammar,
    #[serde(default)]
    niche: BTreeMap<String, RawGrammar>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGrammar {
    #[serde(default = "one")]
    weight: u32,
    #[serde(default)]
    slots: BTreeMap<String, String>,
    #[serde(default)]
    templates: BTreeMap<String, Vec<String>>,
}

fn one() -> u32 {
    1
}

impl Material {
    /// Reads every `*.toml` of a folder, in the order of their names.
    pub fn from_toml_dir(dir: &Path) -> Result<Material, MaterialError> {
        let failed = |path: &Path, message: String| MaterialError { file: path.display().to_string(), message };
        let entries = std::fs::read_dir(dir).map_err(|error| failed(dir, error.to_string()))?;
        let mut paths = Vec::new();
        for entry in entries {
            let path = entry.map_err(|error| failed(dir, error.to_string()))?.path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                paths.push(path);
            }
        }
        paths.sort();
        let mut files = Vec::new();
        for path in &paths {
            let text = std::fs::read_to_string(path).map_err(|error| failed(path, error.to_string()))?;
            files.push((path.display().to_string(), text));
        }
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        Material::from_strs(&files)
    }

    /// Reads material from pairs of file name and TOML text; files of one language are joined.
    pub fn from_strs(files: &[(&str, &str)]) -> Result<Material, MaterialError> {
        let mut material = Material::default();
        for (file, text) in files {
            let failed = |message: String| MaterialError { file: String::from(*file), message };
            let raw: RawFile = toml::from_str(text).map_err(|error| failed(error.to_string()))?;
            let language = Language::from_tag(&raw.language)
                .ok_or_else(|| failed(format!("expected a known language, found `{}`", raw.language)))?;
            let phrases = material.phrases.entry(language).or_default();
            phrases.common.join(raw.common.cooked());
            for (name, niche) in raw.niche {
                phrases.niches.push(Niche { name, weight: niche.weight, grammar: niche.cooked() });
            }
        }
        Ok(material)
    }

    /// The languages that have at least one niche.
    pub fn languages(&self) -> Vec<Language> {
        self.phrases.iter().filter(|(_, phrases)| !phrases.niches.is_empty()).map(|(language, _)| *language).collect()
    }

    /// Counts morphemes and templates, niche by niche.
    pub fn sizes(&self) -> Vec<NicheSize> {
        let mut sizes = Vec::new();
        for (&language, phrases) in &self.phrases {
            let shared = std::iter::once(("common", &phrases.common));
            let niches = phrases.niches.iter().map(|niche| (niche.name.as_str(), &niche.grammar));
            sizes.extend(shared.chain(niches).map(|(name, grammar)| NicheSize {
                language,
                niche: String::from(name),
                n_morphemes: grammar.slots.values().map(Vec::len).sum(),
                n_templates: grammar.templates.values().map(Vec::len).sum(),
            }));
        }
        sizes
    }

    /// One keyword phrase in a language, from a niche that suits the family.
    pub fn phrase(&self, family: Family, language: Language, rng: &mut Rng) -> String {
        self.speaker(family, language, rng).say("phrase", rng)
    }

    /// One whole planted line such as the plan's family and language call for.
    pub fn line(&self, plan: &Plan, rng: &mut Rng) -> String {
        let mut speaker = self.speaker(plan.family, plan.language, rng);
        line::of_family(plan.family, plan.language, &mut speaker, rng)
    }

    /// Someone who talks about one niche of a language; a mute one where the language has no material.
    pub(crate) fn speaker(&self, family: Family, language: Language, rng: &mut Rng) -> Speaker<'_> {
        let phrases = self.phrases.get(&language).or_else(|| self.phrases.values().next());
        let niche = phrases.and_then(|phrases| phrases.niche_for(family, rng));
        Speaker::new(phrases.map(|phrases| &phrases.common), niche, rng.bits())
    }
}

impl Phrases {
    /// Draws a niche by weight, among those that have what the family cannot do without.
    fn niche_for(&self, family: Family, rng: &mut Rng) -> Option<&Niche> {
        let needed = match family {
            Family::DrawTable => "row",
            Family::OfftopicParagraph => "sentence",
            Family::Glued => "glue",
            _ => "phrase",
        };
        let fit: Vec<(usize, u32)> = self.weights(|niche| niche.grammar.templates.contains_key(needed));
        let all: Vec<(usize, u32)> = self.weights(|_| true);
        let table = if fit.is_empty() { all } else { fit };
        self.niches.get(rng.weighted(&table, 0))
    }

    fn weights(&self, keep: impl Fn(&Niche) -> bool) -> Vec<(usize, u32)> {
        let niches = self.niches.iter().enumerate();
        niches.filter(|(_, niche)| keep(niche)).map(|(idx, niche)| (idx, niche.weight)).collect()
    }
}

impl Grammar {
    fn join(&mut self, other: Grammar) {
        for (name, words) in other.slots {
            self.slots.entry(name).or_default().extend(words);
        }
        for (kind, patterns) in other.templates {
            self.templates.entry(kind).or_default().extend(patterns);
        }
    }
}

impl RawGrammar {
    /// Splits the slots' alternatives; `_` stands for the empty word.
    fn cooked(self) -> Grammar {
        let words = |text: String| -> Vec<String> {
            text.split('|').map(|word| word.trim()).map(|word| if word == "_" { "" } else { word }.to_owned()).collect()
        };
        let slots = self.slots.into_iter().map(|(name, text)| (name, words(text))).collect();
        Grammar { slots, templates: self.templates }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_name_the_file() {
        let error = Material::from_strs(&[("x.toml", "language = \"klingon\"")]).unwrap_err();
        assert_eq!(error.to_string(), "x.toml: expected a known language, found `klingon`");
        assert!(Material::from_strs(&[("y.toml", "language =")]).is_err());
    }

    #[test]
    fn slots_are_split_and_underscore_is_empty() {
        let text = "language='en'\n[niche.a.slots]\nx='one | _ | two words'\n[niche.a.templates]\nphrase=['{x}']";
        let material = Material::from_strs(&[("a", text)]).unwrap();
        let niche = &material.phrases[&Language::English].niches[0];
        assert_eq!(niche.grammar.slots["x"], ["one", "", "two words"]);
    }

    #[test]
    fn empty_material_is_mute_not_broken() {
        let material = Material::default();
        assert_eq!(material.phrase(Family::KeywordLine, Language::English, &mut Rng::new(1)), "");
    }
}
