//! `GET /documents/{id}` and `GET /documents/{id}/similar`.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::error::{ApiError, Problem};
use crate::http::extract::{DocumentPath, DocumentQuestion, Params};
use crate::http::state::ServiceState;
use crate::query::{self, RawParams};
use crate::search::{DocumentView, Hit};

/// Read one communiqué.
///
/// The whole text with its passages, evidence and family; `q` marks words. Slashes in an id may be encoded or not.
#[utoipa::path(
    get, path = "/api/v1/documents/{id}", tag = "documents", operation_id = "document",
    params(
        ("id" = String, Path, description = "The document's id, percent-encoded"),
        ("q" = Option<String>, Query, description = "A query whose words are marked"),
        ("locale" = Option<String>, Query, description = "Language of labels, a configured language", example = "fr"),
    ),
    responses(
        (status = 200, description = "The document", body = DocumentView),
        (status = 400, description = "A parameter is unknown or not valid", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No document has this id", body = Problem, content_type = "application/problem+json"),
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

/// The documents nearest to one.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SimilarDocuments {
    /// Nearest first; copies of the document are left out.
    hits: Vec<Hit>,
}

/// The most similar documents that are given.
const MAX_SIMILAR: u32 = 50;

/// Find the communiqués nearest to one.
#[utoipa::path(
    get, path = "/api/v1/documents/{id}/similar", tag = "documents", operation_id = "similar",
    params(
        ("id" = String, Path, description = "The document's id, percent-encoded"),
        ("limit" = Option<u32>, Query, description = "How many, 0 to 50; 10 when not given", minimum = 0, maximum = 50),
    ),
    responses(
        (status = 200, description = "The nearest others", body = SimilarDocuments),
        (status = 400, description = "A parameter is unknown or not valid", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No document has this id", body = Problem, content_type = "application/problem+json"),
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
