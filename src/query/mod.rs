//! Query text → [`Query`] tree → [`TermQuery`] in every language; filters; cursors.
//!
//! Owns the query language and what a search is asked for. Knows no engine: an engine is given
//! [`EngineSearch`](crate::engine::EngineSearch)es made from these types.

mod filter;
mod parse;
mod terms;
mod tree;

pub use filter::{FacetField, Filter, FilterValue};
pub use parse::{ParsedQuery, parse};
pub use terms::{TermQuery, TextField, WeightedTerm, WordClause, WordMatch};
pub use tree::{Query, QueryField};
