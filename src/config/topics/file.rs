//! What `topics.toml` says, as TOML, and its way to checked [`Topics`].

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::term::{Context, Term, TermLanguage};
use super::{Concept, Scoring, Topic, Topics};
use crate::codes::{LanguageCode, TopicPath};
use crate::config::Languages;
use crate::config::read::{ConfigError, ConfigFile};

/// The whole file.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct TopicsFile {
    pub(super) version: u32,
    scoring: Scoring,
    #[serde(default)]
    negation: BTreeMap<String, String>,
    topic: Vec<TopicRow>,
    #[serde(default)]
    concept: Vec<ConceptRow>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct TopicRow {
    slug: TopicPath,
    labels: BTreeMap<LanguageCode, String>,
    scope: String,
    #[serde(default)]
    iptc: Vec<String>,
    #[serde(default)]
    eurovoc: Vec<String>,
    threshold: Option<f32>,
    min_count: Option<u32>,
    #[serde(default)]
    triggers: BTreeMap<String, String>,
}

/// Every key beside these is a language.
#[derive(Deserialize)]
struct ConceptRow {
    id: String,
    #[serde(default)]
    topics: BTreeMap<TopicPath, f32>,
    #[serde(default)]
    masks: bool,
    #[serde(default)]
    residual: bool,
    context: Option<String>,
    #[serde(flatten)]
    terms: BTreeMap<String, toml::Value>,
}

/// Turns the file into topics, or says which value is wrong.
pub(super) fn check(read: TopicsFile, languages: &Languages) -> Result<Topics, ConfigError> {
    let scoring = check_scoring(read.scoring)?;
    let negation = check_negation(&read.negation, languages)?;
    let rows = read.topic.into_iter().map(|row| check_topic(row, &scoring, languages));
    let list = rows.collect::<Result<Vec<Topic>, _>>()?;
    let by_slug = check_tree(&list)?;
    if !by_slug.contains_key(&scoring.enumeration.within) {
        let problem = format!("no topic `{}`", scoring.enumeration.within);
        return Err(wrong("scoring.enumeration.within", problem, "name the slug of a topic of this file"));
    }
    let rows = read.concept.into_iter().map(|row| check_concept(row, &by_slug, languages));
    let concepts = rows.collect::<Result<Vec<Concept>, _>>()?;
    let by_concept = check_concepts(&concepts)?;
    for topic in &list {
        let key = format!("topic `{}`, triggers", topic.slug);
        check_contexts(&key, topic.triggers.values().flatten(), &by_concept)?;
    }
    Ok(Topics { list, concepts, negation, scoring, by_slug, by_concept })
}

fn wrong(key: impl Into<String>, problem: impl Into<String>, remedy: impl Into<String>) -> ConfigError {
    ConfigError::value(ConfigFile::Topics, key, problem, remedy)
}

fn check_scoring(scoring: Scoring) -> Result<Scoring, ConfigError> {
    let positive = [
        ("title", scoring.title),
        ("lead", scoring.lead),
        ("usual-words", scoring.usual_words as f32),
        ("least-divisor", scoring.least_divisor),
        ("threshold", scoring.threshold),
        ("enumeration.factor", scoring.enumeration.factor),
    ];
    for (key, value) in positive {
        if !value.is_finite() || value <= 0.0 {
            return Err(wrong(
                format!("scoring.{key}"),
                format!("{value} is not above 0"),
                "write a number above 0",
            ));
        }
    }
    if !(0.0..=1.0).contains(&scoring.length_exponent) {
        let problem = format!("{} is not between 0 and 1", scoring.length_exponent);
        return Err(wrong("scoring.length-exponent", problem, "write 0 to ignore the length of documents"));
    }
    if !(0.0..1.0).contains(&scoring.part_of_strongest) {
        let problem = format!("{} is not between 0 and 1", scoring.part_of_strongest);
        return Err(wrong("scoring.part-of-strongest", problem, "write 0 to ignore what else is proved"));
    }
    Ok(scoring)
}

fn check_negation(
    read: &BTreeMap<String, String>,
    languages: &Languages,
) -> Result<BTreeMap<LanguageCode, Vec<String>>, ConfigError> {
    let mut negation = BTreeMap::new();
    for (key, words) in read {
        let place = format!("negation.{key}");
        let TermLanguage::One(language) = check_language(&place, key, languages)? else {
            return Err(wrong(place, "`any` has no negation", "list the words under their language"));
        };
        let words = words.split(',').map(|word| word.trim().to_lowercase());
        negation.insert(language, words.filter(|word| !word.is_empty()).collect());
    }
    Ok(negation)
}

fn check_language(place: &str, key: &str, languages: &Languages) -> Result<TermLanguage, ConfigError> {
    if key == "any" {
        return Ok(TermLanguage::Any);
    }
    let code = key.parse::<LanguageCode>().ok().filter(|code| code.as_str() == key && code.is_language());
    match code {
        Some(code) if languages.contains(code) => Ok(TermLanguage::One(code)),
        Some(_) => {
            Err(wrong(place, format!("`{key}` is no configured language"), "add it to languages.toml first"))
        }
        None => Err(wrong(
            place,
            format!("unknown key `{key}`"),
            "write a language code such as `fr`, `any`, or one of the keys that the head of the file names",
        )),
    }
}

fn check_terms(place: &str, language: TermLanguage, list: &str) -> Result<Vec<Term>, ConfigError> {
    let terms = list.split(',').map(|text| Term::parse(text, language)).collect::<Result<Vec<Term>, _>>();
    terms.map_err(|error| {
        let text = error.to_string();
        let (problem, remedy) = text.split_once("; ").unwrap_or((&text, "see the head of the file"));
        wrong(place, problem, remedy)
    })
}

fn check_topic(row: TopicRow, scoring: &Scoring, languages: &Languages) -> Result<Topic, ConfigError> {
    let key = format!("topic `{}`", row.slug);
    let threshold = row.threshold.unwrap_or(scoring.threshold);
    if !threshold.is_finite() || threshold <= 0.0 {
        return Err(wrong(
            format!("{key}, threshold"),
            format!("{threshold} is not above 0"),
            "leave it out for the usual one",
        ));
    }
    for needed in ["fr", "en"] {
        let code = needed.parse::<LanguageCode>().ok();
        if code.is_none_or(|code| !row.labels.contains_key(&code)) {
            return Err(wrong(format!("{key}, labels"), format!("no label in `{needed}`"), "add one"));
        }
    }
    if row.scope.trim().is_empty() {
        return Err(wrong(
            format!("{key}, scope"),
            "it is empty",
            "say what a reader who filters by the topic wants to see",
        ));
    }
    let mut triggers = BTreeMap::new();
    for (language, list) in &row.triggers {
        let place = format!("{key}, triggers.{language}");
        let language = check_language(&place, language, languages)?;
        triggers.insert(language, check_terms(&place, language, list)?);
    }
    let TopicRow { slug, labels, scope, iptc, eurovoc, .. } = row;
    let min_count = row.min_count.unwrap_or(1);
    Ok(Topic { slug, labels, scope, iptc, eurovoc, threshold, min_count, triggers })
}

fn check_tree(list: &[Topic]) -> Result<FxHashMap<TopicPath, usize>, ConfigError> {
    let mut by_slug = FxHashMap::default();
    for (at, topic) in list.iter().enumerate() {
        let key = || format!("topic `{}`, slug", topic.slug);
        if let Some(parent) = topic.slug.parent()
            && !by_slug.contains_key(&parent)
        {
            return Err(wrong(
                key(),
                format!("its parent `{parent}` does not stand before it"),
                "add the parent above it",
            ));
        }
        if by_slug.insert(topic.slug.clone(), at).is_some() {
            return Err(wrong(key(), "it stands twice", "keep one of them"));
        }
    }
    Ok(by_slug)
}

fn check_concept(
    row: ConceptRow,
    by_slug: &FxHashMap<TopicPath, usize>,
    languages: &Languages,
) -> Result<Concept, ConfigError> {
    let key = format!("concept `{}`", row.id);
    if row.id.is_empty() || !row.id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    {
        return Err(wrong(key, "its id has other characters", "write lower-case letters, digits and `-`"));
    }
    for (topic, weight) in &row.topics {
        if !by_slug.contains_key(topic) {
            return Err(wrong(
                format!("{key}, topics"),
                format!("no topic `{topic}`"),
                "name the slug of a topic of this file",
            ));
        }
        if !weight.is_finite() || *weight == 0.0 || weight.abs() > 9.0 {
            return Err(wrong(
                format!("{key}, topics"),
                format!("{weight} is no weight"),
                "write a number between -9 and 9 other than 0",
            ));
        }
    }
    let mut terms = BTreeMap::new();
    for (language, list) in &row.terms {
        let place = format!("{key}, {language}");
        let code = check_language(&place, language, languages)?;
        let list = list
            .as_str()
            .ok_or_else(|| wrong(&place, "it is no text", "write terms in one text, with commas between"))?;
        terms.insert(code, check_terms(&place, code, list)?);
    }
    if terms.is_empty() {
        return Err(wrong(key, "it has no terms", "add a list of terms under a language code"));
    }
    let context = row.context.as_deref().map(|text| match text.strip_prefix("@@") {
        Some(id) => Context::Document(id.to_owned()),
        None => Context::Passage(text.trim_start_matches('@').to_owned()),
    });
    let topics = row.topics.into_iter().collect();
    Ok(Concept { id: row.id, topics, masks: row.masks, residual: row.residual, context, terms })
}

fn check_concepts(concepts: &[Concept]) -> Result<FxHashMap<String, usize>, ConfigError> {
    let mut by_id = FxHashMap::default();
    for (at, concept) in concepts.iter().enumerate() {
        if by_id.insert(concept.id.clone(), at).is_some() {
            return Err(wrong(
                format!("concept `{}`", concept.id),
                "its id stands twice",
                "merge the two or rename one",
            ));
        }
    }
    for concept in concepts {
        let key = format!("concept `{}`", concept.id);
        check_contexts(&key, concept.terms.values().flatten(), &by_id)?;
        if let Some(context) = &concept.context {
            check_context(&key, context, &by_id)?;
        }
    }
    Ok(by_id)
}

fn check_contexts<'a>(
    key: &str,
    terms: impl Iterator<Item = &'a Term>,
    by_id: &FxHashMap<String, usize>,
) -> Result<(), ConfigError> {
    terms.filter_map(|term| term.context.as_ref()).try_for_each(|context| check_context(key, context, by_id))
}

fn check_context(key: &str, context: &Context, by_id: &FxHashMap<String, usize>) -> Result<(), ConfigError> {
    match by_id.contains_key(context.concept()) {
        true => Ok(()),
        false => Err(wrong(
            key,
            format!("no concept `{}`", context.concept()),
            "name the id of a concept of this file after `@`",
        )),
    }
}
