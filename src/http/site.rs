//! The pages beside search and documents, and what browsers and crawlers ask of a site.

use axum::extract::{OriginalUri, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::error::ApiError;
use super::extract::Params;
use super::pages::{PageError, answer, html, origin, reader_of};
use super::state::ServiceState;
use crate::query::{SearchParams, SearchRequest};
use crate::search::CompletionKind;
use crate::web;

/// The addresses.
pub(super) fn router() -> Router<ServiceState> {
    Router::new()
        .route("/help", get(help))
        .route("/about", get(about))
        .route("/opensearch.xml", get(opensearch))
        .route("/opensearch/suggest", get(completions))
        .route("/favicon.ico", get(favicon))
        .route("/robots.txt", get(robots))
}

async fn help(
    State(state): State<ServiceState>,
    headers: HeaderMap,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, PageError> {
    let locale = reader_of(&uri, &headers);
    let origin = origin(&headers);
    answer(&state, locale, move |searcher| {
        let page = web::render_help(locale, origin.as_ref(), |params| -> Result<u64, HelpError> {
            let counted =
                SearchParams { limit: Some("0".to_owned()), facets: vec![String::new()], ..params.clone() };
            let request = SearchRequest::check(&counted, searcher.config()).map_err(ApiError::from)?;
            Ok(searcher.search(&request).map_err(ApiError::from)?.total)
        });
        match page {
            Ok(page) => html(Ok::<String, askama::Error>(page)),
            Err(HelpError::Count(error)) => Err(error),
            Err(HelpError::Template(error)) => html(Err(error)),
        }
    })
    .await
}

/// What the help can fail by.
enum HelpError {
    Count(ApiError),
    Template(askama::Error),
}

impl From<ApiError> for HelpError {
    fn from(error: ApiError) -> HelpError {
        HelpError::Count(error)
    }
}

impl From<askama::Error> for HelpError {
    fn from(error: askama::Error) -> HelpError {
        HelpError::Template(error)
    }
}

async fn about(
    State(state): State<ServiceState>,
    headers: HeaderMap,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, PageError> {
    let locale = reader_of(&uri, &headers);
    let origin = origin(&headers);
    answer(&state, locale, move |searcher| {
        let params = SearchParams {
            group: Some("none".to_owned()),
            locale: Some(locale.code().to_owned()),
            ..SearchParams::default()
        };
        let request = SearchRequest::check(&params, searcher.config())?;
        html(web::render_about(&searcher.overview(&request)?, locale, origin.as_ref()))
    })
    .await
}

/// The page as a search engine of the browser (OpenSearch 1.1).
async fn opensearch(OriginalUri(uri): OriginalUri, headers: HeaderMap) -> Response {
    let Some(origin) = origin(&headers) else { return StatusCode::BAD_REQUEST.into_response() };
    match web::render_opensearch(&origin, reader_of(&uri, &headers)) {
        Ok(text) => ([(header::CONTENT_TYPE, "application/opensearchdescription+xml")], text).into_response(),
        Err(error) => ApiError::Internal(Box::new(error)).into_response(),
    }
}

/// Completions in the form that browsers ask of a search engine (OpenSearch Suggestions 1.1).
async fn completions(
    State(state): State<ServiceState>,
    uri: Uri,
    headers: HeaderMap,
    Params(mut raw): Params,
) -> Result<Response, ApiError> {
    let locale = reader_of(&uri, &headers).language();
    let q = raw.one("q")?.unwrap_or_default();
    let answer = state.run(move |searcher| {
        let found = searcher.suggest(&q, locale)?;
        let words = found.suggestions.into_iter().filter(|one| one.kind == CompletionKind::Word);
        let words: Vec<String> = words.map(|one| one.value).collect();
        Ok::<Value, ApiError>(json!([q, words]))
    });
    let kind = [(header::CONTENT_TYPE, "application/x-suggestions+json")];
    Ok((kind, Json(answer.await?)).into_response())
}

/// For those who ask for it without having read a page, which names the icon.
async fn favicon() -> Redirect {
    Redirect::temporary(web::icon_path())
}

/// Documents may be found; searches are for people, and endless.
async fn robots() -> &'static str {
    "User-agent: *\nAllow: /\nDisallow: /api/\nDisallow: /opensearch/\nDisallow: /*?\n"
}
