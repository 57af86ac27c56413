//! The gold file: NDJSON, a document or a query a line.

use std::collections::BTreeMap;

use serde::Deserialize;
use thiserror::Error;

use crate::codes::{CountryCode, LanguageCode, TopicPath};
use crate::date::PartialDate;

/// One line of a gold file.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum GoldRecord {
    /// A document and what is true of it.
    Document(GoldDocument),
    /// A query and what it should find.
    Query(GoldQuery),
}

/// A document and what is true of it. It stands in `file`, or in `title` and `body`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GoldDocument {
    /// Its id.
    pub id: String,
    /// The file it stands in.
    pub file: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Its text.
    pub body: Option<String>,
    /// Its main language.
    pub language: Option<LanguageCode>,
    /// Its publication date, where the text states one.
    pub date: Option<PartialDate>,
    /// Countries it must have.
    pub countries: Vec<CountryCode>,
    /// Countries it may have.
    #[serde(default)]
    pub countries_optional: Vec<CountryCode>,
    /// Topics it must have.
    pub topics: Vec<TopicPath>,
    /// Topics it may have.
    #[serde(default)]
    pub topics_optional: Vec<TopicPath>,
}

/// A query and what it should find.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GoldQuery {
    /// The query as typed.
    pub q: String,
    /// What kind of query it is, to report each kind apart.
    #[serde(default, rename = "type")]
    pub kind: Option<String>,
    /// Other parameters of the search; a list is a repeated parameter.
    #[serde(default)]
    pub params: Option<BTreeMap<String, serde_json::Value>>,
    /// Relevant ids with their grades, the best highest.
    pub relevant: BTreeMap<String, f64>,
}

/// A line that is no gold record.
#[derive(Debug, Error)]
#[error("line {line}: {source}; a line is {{\"kind\":\"document\",…}} or {{\"kind\":\"query\",…}}")]
pub struct GoldError {
    line: u64,
    source: serde_json::Error,
}

/// Reads one line (numbered from 1); `None` when it is blank.
///
/// # Errors
/// When the line is no JSON object of one of the two forms.
pub fn parse_gold_line(line: u64, text: &str) -> Result<Option<GoldRecord>, GoldError> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    serde_json::from_str(text).map(Some).map_err(|source| GoldError { line, source })
}

impl GoldQuery {
    /// The other parameters as name and value pairs.
    pub fn param_pairs(&self) -> Vec<(String, String)> {
        let text = |value: &serde_json::Value| match value {
            serde_json::Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let mut pairs = Vec::new();
        for (name, value) in self.params.iter().flatten() {
            match value {
                serde_json::Value::Array(values) => {
                    pairs.extend(values.iter().map(|value| (name.clone(), text(value))));
                }
                single => pairs.push((name.clone(), text(single))),
            }
        }
        pairs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_are_read() {
        let line = r#"{"kind":"document","id":"a","body":"x","language":"fr","date":null,"countries":["MA"],"topics":["cyber"]}"#;
        let record = parse_gold_line(1, line).unwrap().unwrap();
        assert!(matches!(record, GoldRecord::Document(document) if document.date.is_none()));
        let line =
            r#"{"kind":"query","q":"etat","params":{"country":["MA","FR"],"limit":5},"relevant":{"a":3}}"#;
        let Some(GoldRecord::Query(query)) = parse_gold_line(2, line).unwrap() else { panic!("a query") };
        let pairs = query.param_pairs();
        let expected = [("country", "MA"), ("country", "FR"), ("limit", "5")];
        assert_eq!(pairs, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    #[test]
    fn a_broken_line_is_named() {
        let error = parse_gold_line(7, r#"{"kind":"other"}"#).unwrap_err();
        assert!(error.to_string().starts_with("line 7: "), "{error}");
        assert!(parse_gold_line(8, "  ").unwrap().is_none());
    }
}
