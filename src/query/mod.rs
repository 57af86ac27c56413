//! Query text → [`Query`] tree → [`TermQuery`] in every language; filters; cursors.
//!
//! Owns the query language and what a search is asked for. Knows no engine: an engine is given
//! [`EngineSearch`](crate::engine::EngineSearch)es made from these types.

mod cursor;
mod filter;
mod lexer;
mod params;
mod parse;
mod request;
mod terms;
mod tree;
mod value;
mod warning;

pub use cursor::Cursor;
pub use filter::{FacetField, Filter, FilterValue};
pub use params::{MAX_VALUE_CHARS, ParamError, ParamErrorKind, RawParams, SearchParams};
pub use parse::{MAX_WORDS, ParsedQuery, parse, parse_known};
pub use request::{
    DEFAULT_FACET_LIMIT, DEFAULT_FACETS, DEFAULT_LIMIT, DateRange, Expand, Group, MAX_FACET_LIMIT, MAX_LIMIT,
    Match, SearchRequest, Sort, language, locale, number,
};
pub use terms::{TermOptions, TermQuery, TextField, WeightedTerm, WordClause, WordMatch, to_terms};
pub use tree::{Query, QueryField};
pub use value::{AnyValue, KnownValues};
pub use warning::QueryWarning;
