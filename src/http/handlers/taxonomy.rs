//! `GET /taxonomy` and `GET /analyze`.

use axum::Json;
use axum::extract::State;

use crate::codes::LanguageCode;
use crate::http::error::ApiError;
use crate::http::extract::Params;
use crate::http::openapi::{LocaleValue, Refusals};
use crate::http::state::ServiceState;
use crate::query::{ParamError, ParamErrorKind};
use crate::search::{AnalysisView, Taxonomy};

/// List the countries, topics and languages with their names in every language.
#[utoipa::path(
    get, path = "/api/v1/taxonomy", tag = "about", operation_id = "taxonomy",
    responses(
        (status = 200, description = "Everything that can be filtered by", body = Taxonomy),
        Refusals,
    )
)]
pub async fn taxonomy(
    State(state): State<ServiceState>,
    Params(raw): Params,
) -> Result<Json<Taxonomy>, ApiError> {
    raw.finish()?;
    state.run(|searcher| Ok(crate::search::taxonomy(searcher.config()))).await.map(Json)
}

/// The most characters of a text to analyse: an address cannot hold many more.
const MAX_ANALYZED_CHARS: usize = 10_000;

/// Show what the analyzer makes of a text.
///
/// Tokens, positions, byte offsets, forms and stems: why a word is or is not found.
#[utoipa::path(
    get, path = "/api/v1/analyze", tag = "about", operation_id = "analyze",
    params(
        ("text" = String, Query, description = "The text, at most 10,000 characters", max_length = 10000, example = "l’État d’urgence"),
        ("language" = Option<LocaleValue>, Query, description = "Its language; detected when not given", example = "fr"),
    ),
    responses(
        (status = 200, description = "The text's tokens", body = AnalysisView),
        Refusals,
    )
)]
pub async fn analyze(
    State(state): State<ServiceState>,
    Params(mut raw): Params,
) -> Result<Json<AnalysisView>, ApiError> {
    let missing = ParamErrorKind::Missing { expected: "the text to analyse" };
    let text = raw.one("text")?.ok_or_else(|| ParamError::new("text", missing))?;
    if text.chars().count() > MAX_ANALYZED_CHARS {
        let kind = ParamErrorKind::Length { max: MAX_ANALYZED_CHARS };
        return Err(ParamError::new("text", kind).into());
    }
    let language: Option<LanguageCode> = match raw.one("language")? {
        None => None,
        Some(code) => Some(crate::query::language("language", &code, state.searcher().config())?),
    };
    raw.finish()?;
    state.run(move |searcher| Ok(searcher.analyze(&text, language))).await.map(Json)
}
