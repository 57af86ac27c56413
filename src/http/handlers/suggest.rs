//! `GET /suggest`.

use axum::Json;
use axum::extract::State;

use crate::http::error::ApiError;
use crate::http::extract::Params;
use crate::http::openapi::{LocaleValue, Refusals};
use crate::http::state::ServiceState;
use crate::query;
use crate::search::Suggestions;

/// Complete a query while it is typed.
///
/// Words of the corpus that begin like the last word, and countries and topics of that name; accents do not matter.
#[utoipa::path(
    get, path = "/api/v1/suggest", tag = "search", operation_id = "suggest",
    params(
        ("q" = Option<String>, Query, description = "The query as typed so far", example = "terro"),
        ("locale" = Option<LocaleValue>, Query, description = "Language of labels; `fr` when not given", example = "fr"),
    ),
    responses(
        (status = 200, description = "At most ten completions", body = Suggestions),
        Refusals,
    )
)]
pub async fn suggest(
    State(state): State<ServiceState>,
    Params(mut raw): Params,
) -> Result<Json<Suggestions>, ApiError> {
    let q = raw.one("q")?.unwrap_or_default();
    let locale = raw.one("locale")?;
    raw.finish()?;
    let locale = query::locale(locale.as_deref(), state.searcher().config())?;
    state.run(move |searcher| Ok(searcher.suggest(&q, locale)?)).await.map(Json)
}
