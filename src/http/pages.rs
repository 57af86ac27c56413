//! The addresses of the page.

use axum::Router;
use axum::extract::{OriginalUri, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;

use super::error::ApiError;
use super::extract::{DocumentPath, Params};
use super::state::ServiceState;
use crate::web::{self, ErrorPageKind, UiLocale};

/// The addresses of the page.
pub(super) fn router() -> Router<ServiceState> {
    Router::new()
        .route("/documents/{*id}", get(document_page))
        .route("/help", get(help_page))
        .route("/assets/{name}", get(asset))
        .route("/opensearch.xml", get(opensearch))
        .route("/robots.txt", get(robots))
}

/// Similar documents beside a document.
const SIMILAR: usize = 5;

/// A page that could not be shown, and in which language to say so.
pub(super) struct PageError(pub(super) ApiError, pub(super) UiLocale);

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let PageError(error, locale) = self;
        let kind = match &error {
            ApiError::NoDocument | ApiError::NoRoute => ErrorPageKind::NotFound,
            ApiError::Param(error) => ErrorPageKind::BadRequest(error.to_string()),
            _ => ErrorPageKind::Failed,
        };
        // The API's answer decides the status, and logs what is ours.
        let status = error.into_response().status();
        match web::render_error(&kind, locale) {
            Ok(html) => (status, [(header::CACHE_CONTROL, "no-store")], Html(html)).into_response(),
            Err(_) => status.into_response(),
        }
    }
}

pub(super) fn reader(headers: &HeaderMap, parameter: Option<&str>) -> UiLocale {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    UiLocale::negotiate(parameter, accepted)
}

pub(super) fn html(
    rendered: Result<String, impl std::error::Error + Send + Sync + 'static>,
) -> Result<Response, ApiError> {
    rendered.map(|html| Html(html).into_response()).map_err(|error| ApiError::Internal(Box::new(error)))
}

async fn document_page(
    State(state): State<ServiceState>,
    headers: HeaderMap,
    path: Result<DocumentPath, ApiError>,
    Params(mut raw): Params,
) -> Result<Response, PageError> {
    let asked = raw.one("locale").unwrap_or_default();
    let locale = reader(&headers, asked.as_deref());
    let path = path.map_err(|error| PageError(error, locale))?;
    let q = raw.one("q").map_err(|error| PageError(error.into(), locale))?;
    let rendered = state.run(move |searcher| {
        let found = searcher.document(&path.id, q.as_deref(), locale.language())?;
        let document = found.ok_or(ApiError::NoDocument)?;
        let similar = searcher.similar(&path.id, SIMILAR)?.unwrap_or_default();
        html(web::render_document(&document, &similar, q.as_deref(), locale))
    });
    rendered.await.map_err(|error| PageError(error, locale))
}

async fn help_page(headers: HeaderMap, Params(mut raw): Params) -> Result<Response, PageError> {
    let asked = raw.one("locale").unwrap_or_default();
    let locale = reader(&headers, asked.as_deref());
    html(web::render_help(locale)).map_err(|error| PageError(error, locale))
}

/// For addresses that are none: in the API's form under the API, a page elsewhere.
pub(super) async fn not_found(headers: HeaderMap) -> Response {
    PageError(ApiError::NoRoute, reader(&headers, None)).into_response()
}

async fn asset(headers: HeaderMap, OriginalUri(uri): OriginalUri) -> Response {
    let Some(asset) = web::asset(uri.path()) else {
        return PageError(ApiError::NoRoute, reader(&headers, None)).into_response();
    };
    // The address holds the content's hash, so that another content has another address.
    let for_ever = HeaderValue::from_static("public, max-age=31536000, immutable");
    let kind = HeaderValue::from_static(asset.media_type);
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, for_ever)], asset.content).into_response()
}

/// The page as a search engine of the browser (OpenSearch 1.1).
async fn opensearch(headers: HeaderMap) -> Response {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    // A host with markup in it is no host.
    if !host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:[]".contains(c)) {
        return StatusCode::BAD_REQUEST.into_response();
    }
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
         <ShortName>Vigie</ShortName>\n<Description>Communiqués de sécurité</Description>\n\
         <Url type=\"text/html\" template=\"http://{host}/?q={{searchTerms}}\"/>\n\
         <Url type=\"application/atom+xml\" template=\"http://{host}/api/v1/feed?q={{searchTerms}}\"/>\n\
         </OpenSearchDescription>\n"
    );
    ([(header::CONTENT_TYPE, "application/opensearchdescription+xml")], text).into_response()
}

async fn robots() -> &'static str {
    "User-agent: *\nAllow: /\nDisallow: /api/\nDisallow: /*?\n"
}
