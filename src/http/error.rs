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
    /// The answer took too long.
    #[error("the answer took too long; try again shortly, or ask for less")]
    Busy,
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
    pub kind: ProblemKind,
    /// The kind in words.
    #[schema(example = "A parameter is not valid")]
    pub title: &'static str,
    /// The HTTP status.
    #[schema(example = 400)]
    pub status: u16,
    /// What is wrong here, and what would be right.
    #[schema(example = "`sort`: `best` is not one of relevance, newest, oldest")]
    pub detail: String,
    /// The parameter at fault.
    #[schema(example = "sort")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
}

/// The kinds of problems: stable names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub enum ProblemKind {
    /// A parameter is unknown, or its value is.
    #[serde(rename = "urn:vigie:problem:parameter")]
    Parameter,
    /// The body or a header cannot be read.
    #[serde(rename = "urn:vigie:problem:malformed")]
    Malformed,
    /// There is no such document.
    #[serde(rename = "urn:vigie:problem:no-document")]
    NoDocument,
    /// There is no such address.
    #[serde(rename = "urn:vigie:problem:no-route")]
    NoRoute,
    /// The address does not answer this method.
    #[serde(rename = "urn:vigie:problem:method")]
    Method,
    /// A write without a key, or with a wrong one.
    #[serde(rename = "urn:vigie:problem:key")]
    Key,
    /// The body is larger than the service takes.
    #[serde(rename = "urn:vigie:problem:too-large")]
    TooLarge,
    /// The service cannot answer this yet.
    #[serde(rename = "urn:vigie:problem:not-ready")]
    NotReady,
    /// The answer took too long.
    #[serde(rename = "urn:vigie:problem:busy")]
    Busy,
    /// Our fault.
    #[serde(rename = "urn:vigie:problem:internal")]
    Internal,
}

impl ProblemKind {
    fn title(self) -> &'static str {
        match self {
            ProblemKind::Parameter => "A parameter is not valid",
            ProblemKind::Malformed => "The request cannot be read",
            ProblemKind::NoDocument => "No such document",
            ProblemKind::NoRoute => "No such address",
            ProblemKind::Method => "Method not allowed",
            ProblemKind::Key => "No valid key",
            ProblemKind::TooLarge => "The body is too large",
            ProblemKind::NotReady => "Not ready",
            ProblemKind::Busy => "Too busy",
            ProblemKind::Internal => "Internal error",
        }
    }
}

impl ApiError {
    fn status(&self) -> StatusCode {
        match self {
            ApiError::Param(_) | ApiError::Malformed(_) => StatusCode::BAD_REQUEST,
            ApiError::NoDocument | ApiError::NoRoute => StatusCode::NOT_FOUND,
            ApiError::Method => StatusCode::METHOD_NOT_ALLOWED,
            ApiError::Key => StatusCode::UNAUTHORIZED,
            ApiError::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            ApiError::NotReady | ApiError::Busy => StatusCode::SERVICE_UNAVAILABLE,
            ApiError::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn kind(&self) -> ProblemKind {
        match self {
            ApiError::Param(_) => ProblemKind::Parameter,
            ApiError::Malformed(_) => ProblemKind::Malformed,
            ApiError::NoDocument => ProblemKind::NoDocument,
            ApiError::NoRoute => ProblemKind::NoRoute,
            ApiError::Method => ProblemKind::Method,
            ApiError::Key => ProblemKind::Key,
            ApiError::TooLarge { .. } => ProblemKind::TooLarge,
            ApiError::NotReady => ProblemKind::NotReady,
            ApiError::Busy => ProblemKind::Busy,
            ApiError::Internal(_) => ProblemKind::Internal,
        }
    }

    /// The error as it is sent.
    pub fn problem(&self) -> Problem {
        let kind = self.kind();
        let parameter = match self {
            ApiError::Param(error) => Some(error.parameter.clone()),
            _ => None,
        };
        Problem {
            kind,
            title: kind.title(),
            status: self.status().as_u16(),
            detail: self.to_string(),
            parameter,
        }
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
