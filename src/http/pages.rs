//! The search, the documents, and the form in which people are told what went wrong.

use axum::Router;
use axum::extract::{OriginalUri, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;

use super::error::ApiError;
use super::extract::{DocumentPath, Params};
use super::state::ServiceState;
use crate::query::SearchParams;
use crate::search::Searcher;
use crate::web::{self, ErrorPageKind, Origin, PageUrls, PageView, UiLocale};

/// The addresses of the page.
pub(super) fn router() -> Router<ServiceState> {
    Router::new().route("/documents/{*id}", get(document_page)).route("/assets/{name}", get(asset))
}

/// Similar documents beside a document.
const SIMILAR: usize = 5;

/// A page that could not be shown, and in which language to say so.
pub(super) struct PageError(pub ApiError, pub UiLocale);

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let PageError(error, locale) = self;
        let kind = match &error {
            ApiError::NoDocument | ApiError::NoRoute => ErrorPageKind::NotFound,
            ApiError::Param(error) => ErrorPageKind::Parameter(error.clone()),
            ApiError::NotReady | ApiError::Busy => ErrorPageKind::Busy,
            _ => ErrorPageKind::Failed,
        };
        // The API's answer decides the status, and logs what is ours.
        let status = error.into_response().status();
        error_page(status, &kind, locale)
    }
}

fn error_page(status: StatusCode, kind: &ErrorPageKind, locale: UiLocale) -> Response {
    match web::render_error(kind, locale) {
        Ok(html) => (status, [(header::CACHE_CONTROL, "no-store")], Html(html)).into_response(),
        Err(_) => status.into_response(),
    }
}

/// Addresses that machines ask, and that answer them in their own forms.
const FOR_MACHINES: [&str; 7] =
    ["/api/", "/assets/", "/healthz", "/readyz", "/metrics", "/opensearch", "/robots.txt"];

/// Puts what went wrong around the handlers (a panic, a timeout, a method that an address does not take)
/// into a page too, in the reader's language.
pub(super) async fn dress(request: Request, next: Next) -> Response {
    let is_for_people = !FOR_MACHINES.iter().any(|start| request.uri().path().starts_with(start));
    let locale = reader_of(request.uri(), request.headers());
    let response = next.run(request).await;
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let is_a_page = kind.is_some_and(|kind| kind.starts_with("text/html"));
    if !is_for_people || is_a_page || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let kind = match status {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => ErrorPageKind::NotFound,
        StatusCode::SERVICE_UNAVAILABLE => ErrorPageKind::Busy,
        status if status.is_client_error() => ErrorPageKind::BadRequest,
        _ => ErrorPageKind::Failed,
    };
    error_page(status, &kind, locale)
}

pub(super) fn reader(headers: &HeaderMap, parameter: Option<&str>) -> UiLocale {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    UiLocale::negotiate(parameter, accepted)
}

/// The reader's language, whatever else the address says.
pub(super) fn reader_of(uri: &Uri, headers: &HeaderMap) -> UiLocale {
    let mut pairs = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let asked = pairs.find(|(name, _)| name == "locale").map(|(_, value)| value);
    reader(headers, asked.as_deref())
}

/// Runs `work` as every search is run; what it fails by is told in the reader's language.
pub(super) async fn answer<F>(state: &ServiceState, locale: UiLocale, work: F) -> Result<Response, PageError>
where
    F: FnOnce(&Searcher) -> Result<Response, ApiError> + Send + 'static,
{
    state.run(work).await.map_err(|error| PageError(error, locale))
}

/// Where the service is reached, as the client and the proxies before it say.
pub(super) fn origin(headers: &HeaderMap) -> Option<Origin> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(header::HOST.as_str()).unwrap_or("localhost");
    Origin::new(text("x-forwarded-proto").unwrap_or("http"), host)
}

pub(super) fn html(
    rendered: Result<String, impl std::error::Error + Send + Sync + 'static>,
) -> Result<Response, ApiError> {
    rendered.map(|html| Html(html).into_response()).map_err(|error| ApiError::Internal(Box::new(error)))
}

async fn document_page(
    State(state): State<ServiceState>,
    headers: HeaderMap,
    OriginalUri(uri): OriginalUri,
    path: Result<DocumentPath, ApiError>,
    Params(mut raw): Params,
) -> Result<Response, PageError> {
    let locale = reader_of(&uri, &headers);
    let path = path.map_err(|error| PageError(error, locale))?;
    // The search the reader comes from: its words are marked, and the way back leads to it.
    let asked = PageView::take(&mut raw).and_then(|view| Ok((SearchParams::take(&mut raw)?, view)));
    let (params, view) = asked.map_err(|error| PageError(error.into(), locale))?;
    let origin = origin(&headers);
    answer(&state, locale, move |searcher| {
        let found = searcher.document(&path.id, params.q.as_deref(), locale.language())?;
        let document = found.ok_or(ApiError::NoDocument)?;
        let similar = searcher.similar(&path.id, SIMILAR)?.unwrap_or_default();
        let urls = PageUrls::new(params, locale).with_view(view);
        html(web::render_document(&document, &similar, urls, locale, origin.as_ref()))
    })
    .await
}

/// For addresses that are none: in the API's form under the API, a page elsewhere.
pub(super) async fn not_found(OriginalUri(uri): OriginalUri, headers: HeaderMap) -> Response {
    PageError(ApiError::NoRoute, reader_of(&uri, &headers)).into_response()
}

async fn asset(headers: HeaderMap, OriginalUri(uri): OriginalUri) -> Response {
    let Some(asset) = web::asset(uri.path()) else {
        return PageError(ApiError::NoRoute, reader_of(&uri, &headers)).into_response();
    };
    // The address holds the content's hash, so that another content has another address.
    let for_ever = HeaderValue::from_static("public, max-age=31536000, immutable");
    let kind = HeaderValue::from_static(asset.media_type);
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, for_ever)], asset.content).into_response()
}
