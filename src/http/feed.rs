//! `GET /feed`: the newest matches of a search, to subscribe to.

use atom_syndication as atom;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::error::{ApiError, Problem};
use super::extract::Params;
use super::openapi::FilterQuery;
use super::state::ServiceState;
use crate::codes::CommuniqueId;
use crate::date::PartialDate;
use crate::query::{ParamError, SearchParams, SearchRequest, Sort};
use crate::search::{Hit, SearchResults};

/// Entries a feed has when `limit` does not say.
const FEED_ENTRIES: &str = "50";

/// Follow a search.
///
/// The newest matches of the same filters, as a feed with stable ids.
#[utoipa::path(
    get, path = "/api/v1/feed", tag = "take-away", operation_id = "feed",
    params(
        ("format" = Option<String>, Query, description = "`atom` (when not given) or `json` (JSON Feed 1.1)", example = "atom"),
        ("limit" = Option<u32>, Query, description = "Entries, 0 to 100; 50 when not given", minimum = 0, maximum = 100),
        FilterQuery,
    ),
    responses(
        (status = 200, description = "The newest matches", content(
            (String = "application/atom+xml"),
            (String = "application/feed+json"),
        )),
        (status = 400, description = "A parameter is unknown or not valid", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn feed(
    State(state): State<ServiceState>,
    uri: Uri,
    headers: HeaderMap,
    Params(mut raw): Params,
) -> Result<Response, ApiError> {
    let format = raw.one("format")?.unwrap_or_else(|| "atom".to_owned());
    if !["atom", "json"].contains(&format.as_str()) {
        return Err(ParamError::not_one_of("format", &format, ["atom", "json"]).into());
    }
    let mut params = SearchParams::take(&mut raw)?;
    raw.finish()?;
    params.limit.get_or_insert_with(|| FEED_ENTRIES.to_owned());
    let mut request = SearchRequest::check(&params, state.searcher().config())?;
    request.sort = Sort::Newest;
    request.facets.clear();
    let results = state.run(move |searcher| Ok(searcher.search(&request)?)).await?;

    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let query = uri.query().unwrap_or_default();
    let base = format!("http://{host}");
    let feed = Feed::new(&base, query, &results);
    Ok(match format.as_str() {
        "json" => feed.json()?,
        _ => feed.atom(),
    })
}

/// A feed before it has a format.
struct Feed<'a> {
    base: &'a str,
    query: &'a str,
    title: String,
    results: &'a SearchResults,
}

impl<'a> Feed<'a> {
    fn new(base: &'a str, query: &'a str, results: &'a SearchResults) -> Feed<'a> {
        let title = match results.query.q.as_str() {
            "" => "Vigie".to_owned(),
            q => format!("Vigie: {q}"),
        };
        Feed { base, query, title, results }
    }

    fn self_url(&self) -> String {
        format!("{}/api/v1/feed?{}", self.base, self.query)
    }

    fn page_url(&self, id: &CommuniqueId) -> String {
        format!("{}/documents/{}", self.base, utf8_percent_encode(id.as_str(), NON_ALPHANUMERIC))
    }

    fn updated(&self) -> String {
        let dated = self.results.hits.iter().filter_map(|hit| hit.date);
        timestamp(dated.max_by_key(|date| date.first_day()))
    }

    fn atom(&self) -> Response {
        let entries = self.results.hits.iter().map(|hit| self.atom_entry(hit));
        let feed = atom::FeedBuilder::default()
            .title(self.title.clone())
            .id(self.self_url())
            .updated(atom_date(&self.updated()))
            .generator(atom::GeneratorBuilder::default().value("Vigie").build())
            .link(atom::LinkBuilder::default().rel("self").href(self.self_url()).build())
            .link(
                atom::LinkBuilder::default()
                    .rel("alternate")
                    .href(format!("{}/?{}", self.base, self.query))
                    .build(),
            )
            .entries(entries.collect::<Vec<_>>())
            .build();
        typed(feed.to_string(), "application/atom+xml; charset=utf-8")
    }

    fn atom_entry(&self, hit: &Hit) -> atom::Entry {
        let updated = atom_date(&timestamp(hit.date));
        let topics =
            hit.topics.iter().map(|path| atom::CategoryBuilder::default().term(path.as_str()).build());
        let summary = atom::Text::html(hit.snippet.clone());
        atom::EntryBuilder::default()
            .title(hit.title.clone())
            .id(urn(&hit.id))
            .updated(updated)
            .published(hit.date.map(|_| updated))
            .summary(summary)
            .link(atom::LinkBuilder::default().rel("alternate").href(self.page_url(&hit.id)).build())
            .categories(topics.collect::<Vec<_>>())
            .authors(
                hit.source
                    .iter()
                    .map(|source| atom::PersonBuilder::default().name(source.clone()).build())
                    .collect::<Vec<_>>(),
            )
            .build()
    }

    fn json(&self) -> Result<Response, ApiError> {
        let items = self.results.hits.iter().map(|hit| JsonItem {
            id: urn(&hit.id),
            url: self.page_url(&hit.id),
            external_url: hit.url.as_deref(),
            title: &hit.title,
            content_html: &hit.snippet,
            date_published: hit.date.map(|date| timestamp(Some(date))),
            tags: hit.topics.iter().map(|path| path.as_str()).collect(),
            language: hit.language.as_str(),
            authors: hit.source.iter().map(|name| JsonAuthor { name }).collect(),
        });
        let feed = JsonFeed {
            version: "https://jsonfeed.org/version/1.1",
            title: &self.title,
            home_page_url: format!("{}/?{}", self.base, self.query),
            feed_url: self.self_url(),
            items: items.collect(),
        };
        let text = serde_json::to_string(&feed).map_err(|error| ApiError::Internal(Box::new(error)))?;
        Ok(typed(text, "application/feed+json; charset=utf-8"))
    }
}

#[derive(Serialize)]
struct JsonFeed<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: String,
    feed_url: String,
    items: Vec<JsonItem<'a>>,
}

#[derive(Serialize)]
struct JsonItem<'a> {
    id: String,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_url: Option<&'a str>,
    title: &'a str,
    content_html: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    tags: Vec<&'a str>,
    language: &'a str,
    authors: Vec<JsonAuthor<'a>>,
}

#[derive(Serialize)]
struct JsonAuthor<'a> {
    name: &'a str,
}

/// An entry's id: the same for the same document, wherever the service runs.
fn urn(id: &CommuniqueId) -> String {
    format!("urn:vigie:document:{}", utf8_percent_encode(id.as_str(), NON_ALPHANUMERIC))
}

/// Midnight UTC of a date's first day; the epoch for an undated document, since a feed must say something.
fn timestamp(date: Option<PartialDate>) -> String {
    match date.map(PartialDate::first_day) {
        Some(day) => format!("{:04}-{:02}-{:02}T00:00:00Z", day.year(), day.month(), day.day()),
        None => "1970-01-01T00:00:00Z".to_owned(),
    }
}

fn atom_date(timestamp: &str) -> atom::FixedDateTime {
    timestamp.parse().unwrap_or_default()
}

fn typed(text: String, kind: &'static str) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static(kind))], text).into_response()
}
