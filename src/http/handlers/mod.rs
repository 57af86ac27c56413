//! The handlers, one file a question.

mod counts;
mod document;
mod operate;
mod search;
mod suggest;
mod taxonomy;

pub(super) use counts::{__path_crosstab, __path_facet, __path_timeline, crosstab, facet, timeline};
pub(super) use document::{__path_document, __path_similar, document};
pub(super) use operate::{
    __path_healthz, __path_metrics, __path_readyz, healthz, metrics, no_method, no_route, readyz,
};
pub(super) use search::{__path_search, search};
pub(super) use suggest::{__path_suggest, suggest};
pub(super) use taxonomy::{__path_analyze, __path_taxonomy, analyze, taxonomy};
