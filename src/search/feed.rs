//! Hits as a feed to subscribe to: Atom (RFC 4287) and JSON Feed 1.1.

use atom_syndication as atom;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use utoipa::ToSchema;

use super::results::{Hit, SearchResults};
use crate::codes::CommuniqueId;
use crate::date::PartialDate;

/// Entries a feed has when nobody says.
pub const FEED_ENTRIES: usize = 50;

/// The form of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedFormat {
    /// Atom.
    Atom,
    /// JSON Feed.
    Json,
}

/// Where a feed and its entries are to be found.
#[derive(Debug, Clone, Copy)]
pub struct FeedPlace<'a> {
    /// Scheme and host of the service, without a slash at the end.
    pub base: &'a str,
    /// The search's query string, without a question mark and without the form.
    pub query: &'a str,
    /// When the index last changed.
    pub changed: jiff::Timestamp,
}

/// A feed of `results`, which are sorted newest first. Ids are the same for the same document, wherever the service runs.
pub fn feed(results: &SearchResults, place: &FeedPlace<'_>, format: FeedFormat) -> String {
    let title = match results.query.q.as_str() {
        "" => "Vigie".to_owned(),
        q => format!("Vigie: {q}"),
    };
    let feed = Feed { place, format, title, results };
    match format {
        FeedFormat::Atom => feed.atom(),
        FeedFormat::Json => feed.json(),
    }
}

/// A feed before it has a format.
struct Feed<'a> {
    place: &'a FeedPlace<'a>,
    format: FeedFormat,
    title: String,
    results: &'a SearchResults,
}

impl Feed<'_> {
    fn self_url(&self) -> String {
        let form = match self.format {
            FeedFormat::Atom => "format=atom",
            FeedFormat::Json => "format=json",
        };
        let query = [self.place.query, form].into_iter().filter(|part| !part.is_empty());
        address(self.place.base, "/api/v1/feed", &query.collect::<Vec<_>>().join("&"))
    }

    fn search_url(&self) -> String {
        address(self.place.base, "/", self.place.query)
    }

    fn page_url(&self, id: &CommuniqueId) -> String {
        format!("{}/documents/{}", self.place.base, utf8_percent_encode(id.as_str(), NON_ALPHANUMERIC))
    }

    fn atom(&self) -> String {
        let link = |rel: &str, href: String| atom::LinkBuilder::default().rel(rel).href(href).build();
        let entries = self.results.hits.iter().map(|hit| self.atom_entry(hit));
        let author = atom::PersonBuilder::default().name("Vigie").build();
        let feed = atom::FeedBuilder::default()
            .title(self.title.clone())
            .id(self.self_url())
            .updated(atom_date(&self.place.changed.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()))
            .generator(atom::GeneratorBuilder::default().value("Vigie").build())
            .authors(vec![author])
            .link(link("self", self.self_url()))
            .link(link("alternate", self.search_url()))
            .entries(entries.collect::<Vec<_>>())
            .build();
        feed.to_string()
    }

    fn atom_entry(&self, hit: &Hit) -> atom::Entry {
        let updated = atom_date(&timestamp(hit.date));
        let topics =
            hit.topics.iter().map(|path| atom::CategoryBuilder::default().term(path.as_str()).build());
        let author = |source: &String| atom::PersonBuilder::default().name(source.clone()).build();
        atom::EntryBuilder::default()
            .title(hit.title.clone())
            .id(urn(&hit.id))
            .updated(updated)
            .published(hit.date.map(|_| updated))
            .summary(atom::Text::html(hit.snippet.clone()))
            .link(atom::LinkBuilder::default().rel("alternate").href(self.page_url(&hit.id)).build())
            .categories(topics.collect::<Vec<_>>())
            .authors(hit.source.iter().map(author).collect::<Vec<_>>())
            .build()
    }

    fn json(&self) -> String {
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
            home_page_url: self.search_url(),
            feed_url: self.self_url(),
            items: items.collect(),
        };
        serde_json::to_string(&feed).expect("plain strings are always JSON")
    }
}

/// A feed as JSON Feed 1.1 has it.
#[derive(Serialize, ToSchema)]
pub struct JsonFeed<'a> {
    /// The version of JSON Feed, by its address.
    version: &'static str,
    /// What is followed.
    title: &'a str,
    /// The page of the same search.
    home_page_url: String,
    /// The feed itself.
    feed_url: String,
    /// The matches, newest first.
    items: Vec<JsonItem<'a>>,
}

/// A match in a [`JsonFeed`].
#[derive(Serialize, ToSchema)]
pub struct JsonItem<'a> {
    /// The same for the same document, wherever the service runs.
    id: String,
    /// Its page here.
    url: String,
    /// Where it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    external_url: Option<&'a str>,
    /// Its title.
    title: &'a str,
    /// The snippet, with `<mark>`.
    content_html: &'a str,
    /// Midnight UTC of the first day that its date stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    /// Paths of its topics.
    tags: Vec<&'a str>,
    /// Its main language.
    language: &'a str,
    /// Its source.
    authors: Vec<JsonAuthor<'a>>,
}

/// Who published an item of a [`JsonFeed`].
#[derive(Serialize, ToSchema)]
pub struct JsonAuthor<'a> {
    /// The source's name, normalised.
    name: &'a str,
}

fn address(base: &str, path: &str, query: &str) -> String {
    match query {
        "" => format!("{base}{path}"),
        query => format!("{base}{path}?{query}"),
    }
}

fn urn(id: &CommuniqueId) -> String {
    format!("urn:vigie:document:{}", utf8_percent_encode(id.as_str(), NON_ALPHANUMERIC))
}

/// Midnight UTC of a date's first day; the epoch for an undated document, since an entry must say something.
fn timestamp(date: Option<PartialDate>) -> String {
    match date.map(PartialDate::first_day) {
        Some(day) => format!("{:04}-{:02}-{:02}T00:00:00Z", day.year(), day.month(), day.day()),
        None => "1970-01-01T00:00:00Z".to_owned(),
    }
}

fn atom_date(timestamp: &str) -> atom::FixedDateTime {
    timestamp.parse().unwrap_or_default()
}
