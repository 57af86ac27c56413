//! `GET /documents/{id}` and `GET /documents/{id}/similar`.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};

use crate::http::error::ApiError;
use crate::http::extract::{DocumentPath, DocumentQuestion, Params};
use crate::http::openapi::{LocaleValue, NoDocument, Refusals};
use crate::http::state::ServiceState;
use crate::query::{self, RawParams};
use crate::search::{DocumentView, MAX_SIMILAR, SimilarDocuments};

/// Read one communiqué.
///
/// The whole text with its passages, evidence and family; `q` marks words. Slashes in an id may be encoded or not.
#[utoipa::path(
    get, path = "/api/v1/documents/{id}", tag = "documents", operation_id = "document",
    params(
        ("id" = String, Path, description = "The document's id, percent-encoded", min_length = 1, max_length = 512),
        ("q" = Option<String>, Query, description = "A query whose words are marked", example = "drogue"),
        ("locale" = Option<LocaleValue>, Query, description = "Language of labels; `fr` when not given", example = "fr"),
    ),
    responses(
        (status = 200, description = "The document", body = DocumentView),
        Refusals,
        NoDocument,
    )
)]
pub async fn document(
    State(state): State<ServiceState>,
    path: DocumentPath,
    Params(raw): Params,
) -> Result<Response, ApiError> {
    match path.question {
        DocumentQuestion::Itself => itself(state, path, raw).await.map(IntoResponse::into_response),
        DocumentQuestion::Similar => similar(state, path, raw).await.map(IntoResponse::into_response),
    }
}

async fn itself(
    state: ServiceState,
    path: DocumentPath,
    mut raw: RawParams,
) -> Result<Json<DocumentView>, ApiError> {
    let q = raw.one("q")?;
    let locale = raw.one("locale")?;
    raw.finish()?;
    let locale = query::locale(locale.as_deref(), state.searcher().config())?;
    let found = state.run(move |searcher| Ok(searcher.document(&path.id, q.as_deref(), locale)?)).await?;
    found.map(Json).ok_or(ApiError::NoDocument)
}

/// Find the communiqués nearest to one.
#[utoipa::path(
    get, path = "/api/v1/documents/{id}/similar", tag = "documents", operation_id = "similar",
    params(
        ("id" = String, Path, description = "The document's id, percent-encoded", min_length = 1, max_length = 512),
        ("limit" = Option<u32>, Query, description = "How many, 0 to 50; 10 when not given", minimum = 0, maximum = 50, example = 5),
    ),
    responses(
        (status = 200, description = "The nearest others", body = SimilarDocuments),
        Refusals,
        NoDocument,
    )
)]
pub async fn similar(
    state: ServiceState,
    path: DocumentPath,
    mut raw: RawParams,
) -> Result<Json<SimilarDocuments>, ApiError> {
    let limit = query::number("limit", &raw.one("limit")?, MAX_SIMILAR)?.unwrap_or(10);
    raw.finish()?;
    let hits = state.run(move |searcher| Ok(searcher.similar(&path.id, limit)?)).await?;
    hits.map(|hits| Json(SimilarDocuments { hits })).ok_or(ApiError::NoDocument)
}
