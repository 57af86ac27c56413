//! `GET /feed`: the newest matches of a search, to subscribe to.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use url::form_urlencoded;

use super::error::ApiError;
use super::extract::Params;
use super::openapi::{FeedFormatName, FilterQuery, Refusals};
use super::state::ServiceState;
use crate::query::{ParamError, SearchParams, SearchRequest, Sort};
use crate::search::{self, FEED_ENTRIES, FeedFormat, FeedPlace, JsonFeed};

/// Follow a search.
///
/// The newest matches of the same filters, as a feed with stable ids. Readers that send `If-None-Match` or
/// `If-Modified-Since` are answered 304 until the index changes.
#[utoipa::path(
    get, path = "/api/v1/feed", tag = "take-away", operation_id = "feed",
    params(
        ("format" = Option<FeedFormatName>, Query, description = "`atom` when not given; `json` is JSON Feed 1.1", example = "atom"),
        ("limit" = Option<u32>, Query, description = "Entries, 0 to 100; 50 when not given", minimum = 0, maximum = 100, example = 20),
        FilterQuery,
    ),
    responses(
        (status = 200, description = "The newest matches", content(
            (String = "application/atom+xml"),
            (JsonFeed = "application/feed+json"),
        )),
        Refusals,
    )
)]
pub async fn feed(
    State(state): State<ServiceState>,
    headers: HeaderMap,
    Params(mut raw): Params,
) -> Result<Response, ApiError> {
    let format = match raw.one("format")?.as_deref() {
        None | Some("atom") => FeedFormat::Atom,
        Some("json") => FeedFormat::Json,
        Some(other) => return Err(ParamError::not_one_of("format", other, ["atom", "json"]).into()),
    };
    let mut params = SearchParams::take(&mut raw)?;
    raw.finish()?;
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(params.to_pairs()).finish();
    params.limit.get_or_insert_with(|| FEED_ENTRIES.to_string());
    let mut request = SearchRequest::check(&params, state.searcher().config())?;
    request.sort = Sort::Newest;
    request.facets.clear();
    let changed = state.searcher().changed();
    if !headers.contains_key(header::IF_NONE_MATCH) && is_unchanged(&headers, changed) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::LAST_MODIFIED, http_date(changed))]).into_response());
    }
    let results = state.run(move |searcher| Ok(searcher.search(&request)?)).await?;

    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let base = format!("http://{host}");
    let place = FeedPlace { base: &base, query: &query, changed };
    let text = search::feed(&results, &place, format);
    let kind = match format {
        FeedFormat::Atom => "application/atom+xml; charset=utf-8",
        FeedFormat::Json => "application/feed+json; charset=utf-8",
    };
    let head = [(header::CONTENT_TYPE, kind.to_owned()), (header::LAST_MODIFIED, http_date(changed))];
    Ok((head, text).into_response())
}

/// Whether whoever asks holds what there has been since `changed`; dates in headers are whole seconds.
fn is_unchanged(headers: &HeaderMap, changed: Timestamp) -> bool {
    let since = headers.get(header::IF_MODIFIED_SINCE).and_then(|value| value.to_str().ok());
    let since = since.and_then(|text| httpdate::parse_http_date(text).ok());
    let since = since.and_then(|time| Timestamp::try_from(time).ok());
    since.is_some_and(|since| since.as_second() >= changed.as_second())
}

fn http_date(time: Timestamp) -> String {
    httpdate::fmt_http_date(time.into())
}
