//! The answer to a search, in the shape of its JSON.

use serde::Serialize;
use utoipa::ToSchema;

use super::facets::Facets;
use super::tree::QueryNode;
use crate::codes::{CommuniqueId, CountryCode, LanguageCode, TopicPath};
use crate::date::PartialDate;

/// The answer to a search.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SearchResults {
    /// How the query was understood.
    pub query: QueryEcho,
    /// Hits in all, over all pages: families, or documents with `group=none`.
    pub total: u64,
    /// How long the search took, in milliseconds.
    pub took_ms: f64,
    /// This page of hits.
    pub hits: Vec<Hit>,
    /// Counts by field, in the order asked for.
    #[schema(value_type = std::collections::BTreeMap<String, super::Facet>)]
    pub facets: Facets,
    /// The query with its unknown words replaced by words of the corpus, where few documents
    /// answer; never applied by itself.
    pub suggestion: Option<String>,
    /// Pass it as `cursor` for the next page; `null` on the last.
    pub next_cursor: Option<String>,
}

/// How a query was understood.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct QueryEcho {
    /// The query as typed.
    pub q: String,
    /// The query as read, printed back; it reads as the same query.
    pub understood: String,
    /// Whether documents without every word were let in.
    pub relaxed: bool,
    /// What was ignored and why, one sentence each.
    pub warnings: Vec<String>,
    /// What was searched beside the words typed: names in other languages.
    pub expansions: Vec<Expansion>,
    /// The query as a tree, with `explain=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tree: Option<QueryNode>,
    /// All that was looked up for each word, with `explain=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub searched: Option<Vec<SearchedWord>>,
}

/// What was looked up for a word or phrase of the query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SearchedWord {
    /// The word, as typed.
    pub typed: String,
    /// What was looked up, the nearest to what was typed first.
    pub terms: Vec<SearchedTerm>,
}

/// One thing looked up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SearchedTerm {
    /// A form (`etat`), a stem and its language (`attentat@fr`), a part of compounds (`behord@de+`), a beginning
    /// (`terror*`), a form and the slips allowed (`terorism~1`) or forms in a row (`"trafic de drogue"`).
    pub term: String,
    /// How it belongs to the word.
    pub rule: MatchRule,
}

/// Names in other languages that were searched beside words of the query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Expansion {
    /// The words of the query.
    pub typed: String,
    /// What they name: a topic path, a country code, or the concept's own name.
    pub concept: String,
    /// The names searched, weaker than the words typed.
    pub names: Vec<String>,
}

/// One hit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Hit {
    /// The document's id.
    #[schema(value_type = String)]
    pub id: CommuniqueId,
    /// Its title.
    pub title: String,
    /// Where it was published.
    pub url: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// When it was published: `2024`, `2024-06` or `2024-06-17`.
    #[schema(value_type = Option<String>)]
    pub date: Option<PartialDate>,
    /// The place its dateline names.
    pub place: Option<String>,
    /// Its main language; `und` when it could not be told.
    #[schema(value_type = String)]
    pub language: LanguageCode,
    /// The countries it is about, most salient first.
    #[schema(value_type = Vec<String>)]
    pub countries: Vec<CountryCode>,
    /// Its topics, strongest first, every level.
    #[schema(value_type = Vec<String>)]
    pub topics: Vec<TopicPath>,
    /// Organisations it names.
    pub organisations: Vec<String>,
    /// Relevance; comparable within one answer only, 0 when sorted otherwise.
    pub score: f32,
    /// The title, HTML-escaped, with the words that matched in `<mark>`.
    pub title_highlighted: String,
    /// The part of the text that answers best, HTML-escaped, with the words that matched in `<mark>`.
    pub snippet: String,
    /// The copies it stands for.
    pub family: HitFamily,
    /// Why it matched, word by word, with `explain=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matched: Option<Vec<WordMatchView>>,
}

/// The copies a hit stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HitFamily {
    /// Names the family, in this generation of the index.
    pub id: String,
    /// How many documents it has; 1 when there is no copy.
    pub size: u32,
}

/// Why a document matched a word of the query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WordMatchView {
    /// The word of the query, as typed.
    pub typed: String,
    /// The word of the document, as it stands there.
    pub found: String,
    /// The language of the passage it stands in.
    #[schema(value_type = String)]
    pub language: LanguageCode,
    /// How the two belong together.
    pub rule: MatchRule,
}

/// How a word of a document belongs to a word of the query. The first that applies is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum MatchRule {
    /// The same word, case aside.
    Exact,
    /// The same word but for accents and the signs inside it.
    Accent,
    /// The same word but for an elided article.
    Elision,
    /// An inflection of it.
    Inflection,
    /// A word of the same configured family.
    Family,
    /// A compound or words run together, of which it is a part.
    Compound,
    /// A name in another language.
    Translation,
    /// It begins so.
    Prefix,
    /// A word within the edit distance asked for.
    Fuzzy,
}
