//! Completions while a query is typed.

use serde::Serialize;
use utoipa::ToSchema;

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
