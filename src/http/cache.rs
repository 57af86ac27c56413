//! Validators: an answer stays valid as long as the index's generation does.

use std::hash::Hasher;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use rustc_hash::FxHasher;

use super::state::ServiceState;
use crate::engine::Generation;

/// Answers 304 to whoever holds the answer of this generation already, and marks every other
/// good answer with its validator. Weak, because times and compression differ between equal answers.
pub async fn revalidate(State(state): State<ServiceState>, request: Request, next: Next) -> Response {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return next.run(request).await;
    }
    let searcher = state.searcher();
    let etag = etag(searcher.generation(), searcher.changed(), request.uri(), request.headers());
    if holds(request.headers(), &etag) {
        return with_validator(StatusCode::NOT_MODIFIED.into_response(), &etag);
    }
    let response = next.run(request).await;
    if response.status().is_success() && !response.headers().contains_key(header::ETAG) {
        return with_validator(response, &etag);
    }
    response
}

fn etag(generation: Generation, changed: jiff::Timestamp, uri: &Uri, headers: &HeaderMap) -> String {
    let mut hasher = FxHasher::default();
    hasher.write(env!("CARGO_PKG_VERSION").as_bytes());
    // An index made anew begins at the first generation again.
    hasher.write_i64(changed.as_millisecond());
    hasher.write(uri.path_and_query().map_or("/", |path| path.as_str()).as_bytes());
    hasher.write(headers.get(header::ACCEPT_LANGUAGE).map_or(&b""[..], HeaderValue::as_bytes));
    format!("W/\"{:x}-{:x}\"", generation.0, hasher.finish())
}

fn holds(headers: &HeaderMap, etag: &str) -> bool {
    let given = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    given.flat_map(|list| list.split(',')).any(|one| one.trim() == etag || one.trim() == "*")
}

fn with_validator(mut response: Response, etag: &str) -> Response {
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(etag) {
        headers.insert(header::ETAG, value);
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    headers.append(header::VARY, HeaderValue::from_static("accept-language"));
    response
}
