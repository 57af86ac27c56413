//! `GET /search`.

use axum::Json;
use axum::extract::State;

use crate::http::error::ApiError;
use crate::http::extract::Params;
use crate::http::openapi::{FilterQuery, PageQuery, Refusals};
use crate::http::state::ServiceState;
use crate::query::{SearchParams, SearchRequest};
use crate::search::SearchResults;

/// Search the communiqués.
///
/// One hit a family of copies; facet counts apply every filter but their own.
#[utoipa::path(
    get, path = "/api/v1/search", tag = "search", operation_id = "search",
    params(FilterQuery, PageQuery),
    responses(
        (status = 200, description = "Hits, facets and the next cursor", body = SearchResults),
        Refusals,
    )
)]
pub async fn search(
    State(state): State<ServiceState>,
    Params(mut raw): Params,
) -> Result<Json<SearchResults>, ApiError> {
    let params = SearchParams::take(&mut raw)?;
    raw.finish()?;
    let request = SearchRequest::check(&params, state.searcher().config())?;
    state.run(move |searcher| Ok(searcher.search(&request)?)).await.map(Json)
}
