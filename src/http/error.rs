//! Errors as RFC 9457 problem details; the only place that picks a status.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use thiserror::Error;

use crate::query::ParamError;
use crate::search::SearchError;

/// Why a request was not answered as asked.
#[derive(Debug, Error)]
pub enum ApiError {
    /// A parameter is unknown, or its value is.
    #[error(transparent)]
    Param(#[from] ParamError),
    /// There is no such document.
    #[error("there is no document with this id")]
    NoDocument,
    /// There is no such address.
    #[error("there is nothing at this address; /api/v1/openapi.json lists what there is")]
    NoRoute,
    /// The address does not answer this method.
    #[error("this address does not answer that method")]
    Method,
    /// A write without a key, or with a wrong one.
    #[error("this needs a key: send `Authorization: Bearer KEY` with a key the service was started with")]
    Key,
    /// The body is larger than the service takes.
    #[error("the body is larger than {max_bytes} bytes; send it in parts")]
    TooLarge {
        /// The most bytes taken.
        max_bytes: usize,
    },
    /// The body or a header cannot be read.
    #[error("{0}")]
    Malformed(String),
    /// The service is not ready to answer.
    #[error("the index is not ready yet; try again shortly")]
    NotReady,
    /// Our fault; the cause is in the log, never in the answer.
    #[error("something went wrong on this side; it has been logged")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<SearchError> for ApiError {
    fn from(error: SearchError) -> ApiError {
        ApiError::Internal(Box::new(error))
    }
}

/// The body of an error (RFC 9457).
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// What kind of problem this is: a stable URN.
    #[serde(rename = "type")]
    #[schema(example = "urn:vigie:problem:parameter")]
    pub kind: &'static str,
    /// The kind in words.
    #[schema(example = "A parameter is not valid")]
    pub title: &'static str,
    /// The HTTP status.
    #[schema(example = 400)]
    pub status: u16,
    /// What is wrong here, and what would be right.
    pub detail: String,
    /// The parameter at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
}

impl ApiError {
    fn status(&self) -> StatusCode {
        match self {
            ApiError::Param(_) | ApiError::Malformed(_) => StatusCode::BAD_REQUEST,
            ApiError::NoDocument | ApiError::NoRoute => StatusCode::NOT_FOUND,
            ApiError::Method => StatusCode::METHOD_NOT_ALLOWED,
            ApiError::Key => StatusCode::UNAUTHORIZED,
            ApiError::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            ApiError::NotReady => StatusCode::SERVICE_UNAVAILABLE,
            ApiError::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn kind(&self) -> (&'static str, &'static str) {
        match self {
            ApiError::Param(_) => ("urn:vigie:problem:parameter", "A parameter is not valid"),
            ApiError::Malformed(_) => ("urn:vigie:problem:malformed", "The request cannot be read"),
            ApiError::NoDocument => ("urn:vigie:problem:no-document", "No such document"),
            ApiError::NoRoute => ("urn:vigie:problem:no-route", "No such address"),
            ApiError::Method => ("urn:vigie:problem:method", "Method not allowed"),
            ApiError::Key => ("urn:vigie:problem:key", "No valid key"),
            ApiError::TooLarge { .. } => ("urn:vigie:problem:too-large", "The body is too large"),
            ApiError::NotReady => ("urn:vigie:problem:not-ready", "Not ready"),
            ApiError::Internal(_) => ("urn:vigie:problem:internal", "Internal error"),
        }
    }

    /// The error as it is sent.
    pub fn problem(&self) -> Problem {
        let (kind, title) = self.kind();
        let parameter = match self {
            ApiError::Param(error) => Some(error.parameter.clone()),
            _ => None,
        };
        Problem { kind, title, status: self.status().as_u16(), detail: self.to_string(), parameter }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        if let ApiError::Internal(cause) = &self {
            tracing::error!(error = %Chain(cause.as_ref()), "request failed");
        }
        let mut response = (self.status(), Json(self.problem())).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if matches!(self, ApiError::Key) {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// An error with its causes, on one line.
struct Chain<'a>(&'a (dyn std::error::Error + 'static));

impl std::fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)?;
        let mut source = self.0.source();
        while let Some(cause) = source {
            write!(f, ": {cause}")?;
            source = cause.source();
        }
        Ok(())
    }
}
