//! Query text → [`Query`] tree → [`TermQuery`] in every language; filters; cursors.
//!
//! Owns the query language and what a search is asked for. Knows no engine: an engine is given
//! [`EngineSearch`](crate::engine::EngineSearch)es made from these types.

mod compile;
mod counts;
mod cursor;
mod expand;
mod filter;
mod lexer;
mod names;
mod params;
mod parse;
mod request;
mod targets;
mod terms;
mod tree;
mod value;
mod warning;

pub use compile::{CompiledQuery, MAX_FORMS, TermOptions, compile};
pub use counts::axes;
pub use cursor::Cursor;
pub use expand::{Dictionary, Expanded};
pub use filter::{FacetField, Filter, FilterValue};
pub use params::{MAX_VALUE_CHARS, ParamError, ParamErrorKind, RawParams, SearchParams};
pub use parse::{MAX_WORDS, ParsedQuery, parse, parse_known};
pub use request::{
    DEFAULT_FACET_LIMIT, DEFAULT_FACETS, DEFAULT_LIMIT, DateRange, Expand, Group, MAX_FACET_LIMIT, MAX_LIMIT,
    Match, SearchRequest, Sort, language, locale, number,
};
pub use targets::{Target, Way, WayKind};
pub use terms::{TermQuery, TextField, WeightedTerm, WordClause, WordMatch};
pub use tree::{Query, QueryField, without_part};
pub use value::{AnyValue, KnownValues};
pub use warning::QueryWarning;
