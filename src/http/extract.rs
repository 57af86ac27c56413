//! Extractors whose refusals are our own errors: the raw ones answer in plain text.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use percent_encoding::percent_decode_str;
use url::form_urlencoded;

use super::error::ApiError;
use crate::codes::CommuniqueId;
use crate::query::RawParams;

/// The query string as names and values, none checked yet.
pub struct Params(pub RawParams);

impl<S: Sync> FromRequestParts<S> for Params {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Params(RawParams::new(form_urlencoded::parse(query.as_bytes()).into_owned())))
    }
}

/// What is asked about a document: `/documents/{id}` and what stands behind the id.
/// An id may hold slashes, encoded or not; only an unencoded `/similar` at the end is ours.
pub struct DocumentPath {
    /// The document.
    pub id: CommuniqueId,
    /// What is asked.
    pub question: DocumentQuestion,
}

/// What is asked about a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentQuestion {
    /// The document itself.
    Itself,
    /// The documents nearest to it.
    Similar,
}

impl<S: Send + Sync> FromRequestParts<S> for DocumentPath {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let OriginalUri(uri) = OriginalUri::from_request_parts(parts, state)
            .await
            .unwrap_or_else(|never: Infallible| match never {});
        let (_, raw) = uri.path().split_once("/documents/").ok_or(ApiError::NoDocument)?;
        let (raw_id, question) = match raw.strip_suffix("/similar") {
            Some(id) => (id, DocumentQuestion::Similar),
            None => (raw, DocumentQuestion::Itself),
        };
        let decoded = percent_decode_str(raw_id).decode_utf8().map_err(|_| ApiError::NoDocument)?;
        let id = decoded.parse().map_err(|_| ApiError::NoDocument)?;
        Ok(DocumentPath { id, question })
    }
}
