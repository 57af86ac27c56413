//! What operators ask, and what nobody answers.

use axum::extract::{OriginalUri, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::http::error::ApiError;
use crate::http::state::ServiceState;

/// Whether the process lives.
#[utoipa::path(
    get, path = "/healthz", tag = "operation", operation_id = "healthz",
    responses((status = 200, description = "It lives", body = String, content_type = "text/plain"))
)]
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// Whether searches are answered.
#[utoipa::path(
    get, path = "/readyz", tag = "operation", operation_id = "readyz",
    responses(
        (status = 200, description = "Searches are answered", body = String, content_type = "text/plain"),
        (status = 503, description = "The index cannot be read", body = crate::http::Problem, content_type = "application/problem+json"),
    )
)]
pub async fn readyz(State(state): State<ServiceState>) -> Response {
    let counted = state.run(|searcher| Ok(searcher.engine().document_count()));
    match counted.await {
        Ok(documents) => (StatusCode::OK, format!("ready: {documents} documents\n")).into_response(),
        Err(_) => ApiError::NotReady.into_response(),
    }
}

/// Counters and times for Prometheus.
#[utoipa::path(
    get, path = "/metrics", tag = "operation", operation_id = "metrics",
    responses((status = 200, description = "OpenMetrics text", body = String, content_type = "application/openmetrics-text"))
)]
pub async fn metrics(State(state): State<ServiceState>) -> Response {
    let engine = state.searcher().engine();
    state.metrics.set_index(engine.document_count(), engine.generation().0);
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], state.metrics.text()).into_response()
}

/// Under `/api/v1`, an address that is none.
pub async fn no_route() -> ApiError {
    ApiError::NoRoute
}

/// An address asked with a method it does not answer. The router knows no address for what is asked about a
/// document, since an id may hold slashes: which methods that answers is said here.
pub async fn no_method(OriginalUri(uri): OriginalUri) -> Response {
    let mut response = ApiError::Method.into_response();
    if uri.path().contains("/documents/") && uri.path().ends_with("/similar") {
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET,HEAD"));
    }
    response
}
