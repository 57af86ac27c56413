//! Completions while a query is typed: words of the corpus, and countries and topics by any of their names.

use serde::Serialize;
use utoipa::ToSchema;

use super::error::SearchError;
use super::labels::Labels;
use super::searcher::Searcher;
use crate::analysis::Analyzer;
use crate::codes::LanguageCode;
use crate::config::{CldrNames, Config};
use crate::query::FacetField;

/// The most countries and topics among the completions, so that room is left for words.
const MAX_LABELS: usize = 4;
/// The most words of the query's end that a label is compared with.
const MAX_TYPED_WORDS: usize = 5;

/// Completions for the last word of a query.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Suggestions {
    /// The query as typed so far.
    pub q: String,
    /// Completions, at most [`Suggestions::MAX`], the most useful first.
    pub suggestions: Vec<Completion>,
}

impl Suggestions {
    /// The most completions given.
    pub const MAX: usize = 10;
}

/// One completion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Completion {
    /// What it is.
    pub kind: CompletionKind,
    /// What to show.
    pub label: String,
    /// Of a word, the whole query with it; of a country or topic, the value to filter by.
    pub value: String,
    /// How many documents hold the word; `null` for a country or topic.
    pub count: Option<u64>,
    /// Of a country or topic, the query without the words that named it: what is left to search.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rest: Option<String>,
}

/// What a completion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum CompletionKind {
    /// A word of the corpus.
    Word,
    /// A country.
    Country,
    /// A topic.
    Topic,
}

/// The names of countries and topics in every language, by their words.
#[derive(Debug)]
pub(super) struct LabelIndex {
    /// Sorted by the words from the one looked up on.
    entries: Vec<LabelEntry>,
}

#[derive(Debug)]
struct LabelEntry {
    /// The label's folded words from one of them on, joined by spaces.
    words: String,
    /// Which of the label's words that is; labels that begin as typed go first.
    at: usize,
    /// `Country`, `Topic` or `Language`.
    field: FacetField,
    value: String,
}

impl LabelIndex {
    pub(super) fn new(config: &Config, analyzer: &Analyzer) -> LabelIndex {
        let mut entries = Vec::new();
        let mut add = |field, value: &str, label: &str| {
            let words = analyzer.forms(label);
            for at in 0..words.len() {
                entries.push(LabelEntry { words: words[at..].join(" "), at, field, value: value.to_owned() });
            }
        };
        for country in config.countries.iter() {
            let labels = config.languages.iter().map(|language| country.label(language.code));
            let mut labels: Vec<&str> = labels.collect();
            labels.sort_unstable();
            labels.dedup();
            labels.into_iter().for_each(|label| add(FacetField::Country, country.code.as_str(), label));
        }
        for topic in config.topics.iter() {
            topic.labels.values().for_each(|label| add(FacetField::Topic, topic.slug.as_str(), label));
        }
        for locale in config.languages.iter() {
            let names = CldrNames::new(locale.code);
            for language in config.languages.iter() {
                if let Some(name) = names.language(language.code) {
                    add(FacetField::Language, language.code.as_str(), &name);
                }
            }
        }
        entries.sort_by(|a, b| (&a.words, a.at, &a.value).cmp(&(&b.words, b.at, &b.value)));
        LabelIndex { entries }
    }

    /// What has a label with words that begin with `typed`, those whose label does first.
    fn find(&self, typed: &str) -> Vec<(FacetField, &str)> {
        let first = self.entries.partition_point(|entry| entry.words.as_str() < typed);
        let found = self.entries[first..].iter().take_while(|entry| entry.words.starts_with(typed));
        let mut found: Vec<&LabelEntry> = found.collect();
        found.sort_by_key(|entry| (entry.at, entry.words.len()));
        let mut values: Vec<(FacetField, &str)> = Vec::new();
        for entry in found {
            if !values.contains(&(entry.field, &entry.value)) {
                values.push((entry.field, &entry.value));
            }
        }
        values
    }

    /// The values of a field with labels of which a word begins as `typed`, folded.
    pub(super) fn values_of(&self, field: FacetField, typed: &str) -> Vec<&str> {
        let field = match field {
            FacetField::MentionedCountry | FacetField::IssuerCountry => FacetField::Country,
            field => field,
        };
        let found = self.find(typed).into_iter().filter(|(other, _)| *other == field);
        found.map(|(_, value)| value).collect()
    }
}

impl Searcher {
    /// Completions for the last word of `q`, with labels in `locale`.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn suggest(&self, q: &str, locale: LanguageCode) -> Result<Suggestions, SearchError> {
        let mut suggestions = Suggestions { q: q.to_owned(), suggestions: Vec::new() };
        // After a space a new word begins, of which nothing is known yet.
        if q.ends_with(char::is_whitespace) {
            return Ok(suggestions);
        }
        let tail_start = q.char_indices().rev().nth(200).map_or(0, |(at, _)| at);
        let tail = &q[tail_start..];
        let mut last = None;
        self.analyzer.segment(tail, |span| last = Some(span));
        let Some(last) = last.filter(|span| span.end as usize == tail.len()) else { return Ok(suggestions) };
        let typed = &tail[last.start as usize..];
        let before = &q[..tail_start + last.start as usize];
        let mut starts = Vec::new();
        self.analyzer.segment(tail, |span| starts.push(tail_start + span.start as usize));
        let words = self.analyzer.forms(tail);
        for (length, mut completion) in self.labels_for(&words, locale) {
            // A form a word: the label took the place of the last `length` words.
            let start = starts.len().checked_sub(length).and_then(|at| starts.get(at));
            completion.rest = start.map(|start| q[..*start].trim_end().to_owned());
            suggestions.suggestions.push(completion);
        }
        let prefix = self.analyzer.form(typed);
        for (form, count) in self.engine.forms_with_prefix(&prefix, Suggestions::MAX)? {
            if suggestions.suggestions.len() == Suggestions::MAX {
                break;
            }
            suggestions.suggestions.push(Completion {
                kind: CompletionKind::Word,
                value: format!("{before}{form}"),
                label: form,
                count: Some(count),
                rest: None,
            });
        }
        Ok(suggestions)
    }

    /// Countries and topics with a label like the end of what was typed: its last words, or the last alone;
    /// each with how many words that is.
    fn labels_for(&self, words: &[String], locale: LanguageCode) -> Vec<(usize, Completion)> {
        let labels = Labels::new(&self.config, locale);
        let mut found: Vec<(usize, Completion)> = Vec::new();
        for length in (1..=words.len().min(MAX_TYPED_WORDS)).rev() {
            let typed = words[words.len() - length..].join(" ");
            // One letter begins too many names to be a hint.
            if typed.chars().count() < 2 && typed.is_ascii() {
                continue;
            }
            for (field, value) in self.labels.find(&typed) {
                let kind = match field {
                    FacetField::Country => CompletionKind::Country,
                    FacetField::Topic => CompletionKind::Topic,
                    _ => continue,
                };
                let known = found.iter().any(|(_, other)| other.kind == kind && other.value == value);
                if found.len() < MAX_LABELS && !known {
                    let (label, value) = (labels.of(field, value), value.to_owned());
                    found.push((length, Completion { kind, label, value, count: None, rest: None }));
                }
            }
        }
        found
    }
}
