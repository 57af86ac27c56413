//! `topics.toml`: the taxonomy, the concepts that prove its topics in every language, and how proof is weighed.
//!
//! Owns the file's form and its checks: a [`Topics`] in hand has every parent before its children,
//! every concept naming topics and concepts that exist, and no term that could match anything.
//! Knows nothing of how terms are found in a text.

mod file;
mod scoring;
mod term;

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

pub use scoring::{Enumeration, Scoring};
pub use term::{Context, Term, TermLanguage, TermWord};

use super::Languages;
use super::read::{ConfigError, ConfigFile, check_version, parse};
use crate::codes::{LanguageCode, TopicPath};

const VERSION: u32 = 1;

/// The taxonomy and its rules, in the order of the file: a parent before its children.
#[derive(Debug, Clone)]
pub struct Topics {
    list: Vec<Topic>,
    concepts: Vec<Concept>,
    negation: BTreeMap<LanguageCode, Vec<String>>,
    scoring: Scoring,
    by_slug: FxHashMap<TopicPath, usize>,
    by_concept: FxHashMap<String, usize>,
}

/// One topic, as the file states it.
#[derive(Debug, Clone)]
pub struct Topic {
    /// Its place in the taxonomy.
    pub slug: TopicPath,
    /// Its name by language.
    pub labels: BTreeMap<LanguageCode, String>,
    /// What a reader who filters by it wants to see.
    pub scope: String,
    /// IPTC Media Topic numbers.
    pub iptc: Vec<String>,
    /// EuroVoc numbers.
    pub eurovoc: Vec<String>,
    /// The score from which a document has the topic, more than 0.
    pub threshold: f32,
    /// How many times at least its triggers must stand in the document; a hit in the title alone is enough too.
    pub min_count: u32,
    /// Words that prove the topic without being names of one thing.
    pub triggers: BTreeMap<TermLanguage, Vec<Term>>,
}

/// One thing with its names in every language. Where it proves topics, each of its names does.
#[derive(Debug, Clone)]
pub struct Concept {
    /// What the file calls it, in lower case with `-`.
    pub id: String,
    /// The topics it proves, with the weight of one occurrence.
    pub topics: Vec<(TopicPath, f32)>,
    /// Whether the words it covers prove nothing else (`trafic routier` hides `trafic`).
    pub masks: bool,
    /// Whether it counts only in a document that nothing else gives a topic: police and arrests are part of
    /// every crime, and the subject where there is no other.
    pub residual: bool,
    /// What must stand near for it to count.
    pub context: Option<Context>,
    /// Its names and their variants.
    pub terms: BTreeMap<TermLanguage, Vec<Term>>,
}

impl Concept {
    /// Its names in `language` and those that are the same in all, the most usual first: what
    /// a search across languages may put for each other. Terms with a gap or a context of
    /// their own are left out, since alone they name nothing.
    pub fn names(&self, language: LanguageCode) -> impl Iterator<Item = &Term> {
        let own = self.terms.get(&TermLanguage::One(language));
        let shared = self.terms.get(&TermLanguage::Any);
        own.into_iter().chain(shared).flatten().filter(|term| term.is_name())
    }
}

impl Topics {
    pub(super) fn parse(text: &str, languages: &Languages) -> Result<Topics, ConfigError> {
        let config_file = ConfigFile::Topics;
        let read: file::TopicsFile = parse(config_file, text)?;
        check_version(config_file, read.version, VERSION)?;
        file::check(read, languages)
    }

    /// Every topic, a parent before its children.
    pub fn iter(&self) -> impl Iterator<Item = &Topic> {
        self.list.iter()
    }

    /// The topic at this path.
    pub fn get(&self, path: &TopicPath) -> Option<&Topic> {
        self.by_slug.get(path).map(|&at| &self.list[at])
    }

    /// Every concept, in the order of the file.
    pub fn concepts(&self) -> &[Concept] {
        &self.concepts
    }

    /// The concept with this id.
    pub fn concept(&self, id: &str) -> Option<&Concept> {
        self.by_concept.get(id).map(|&at| &self.concepts[at])
    }

    /// The words that deny what follows, in lower case.
    pub fn negation(&self, language: LanguageCode) -> &[String] {
        self.negation.get(&language).map_or(&[], Vec::as_slice)
    }

    /// How proof is weighed.
    pub fn scoring(&self) -> &Scoring {
        &self.scoring
    }
}

#[cfg(test)]
mod tests;
