//! Documents that a reader has gathered: as citations, and to take away.

use askama::Template;

use super::assets::AssetPaths;
use super::citation::{CitationStyle, Cited, cite};
use super::locale::UiLocale;
use super::messages::Messages;
use super::search_box::SearchBox;
use super::social::SocialCard;
use super::urls::PageUrls;
use crate::codes::CommuniqueId;
use crate::communique::EnrichedCommunique;
use crate::query::SearchParams;

/// The most documents of a collection: its address has to stay one that servers and browsers take.
pub const MAX_COLLECTED: usize = 100;

/// Renders the page of a collection.
///
/// # Errors
/// None on valid templates; the library's signature says otherwise.
pub fn render_collection(
    documents: &[EnrichedCommunique],
    locale: UiLocale,
) -> Result<String, askama::Error> {
    let m = locale.messages();
    let urls = PageUrls::new(SearchParams::default(), locale);
    let ids: Vec<CommuniqueId> = documents.iter().map(|document| document.id.clone()).collect();
    let without = |id: &CommuniqueId| {
        let others: Vec<CommuniqueId> = ids.iter().filter(|other| *other != id).cloned().collect();
        urls.collection(&others, "page")
    };
    let item = |document: &EnrichedCommunique| Item {
        url: urls.document(&document.id),
        citation: cite(&document.into(), CitationStyle::Press, locale),
        without: without(&document.id),
    };
    let forms = [
        ("RIS", "ris"),
        ("BibTeX", "bibtex"),
        (m.collection.press, "press"),
        ("CSV", "csv"),
        ("NDJSON", "ndjson"),
    ];
    let page = CollectionPage {
        title: format!("{} — Vigie", m.collection.title),
        count: locale.count(&m.search.results, documents.len() as u64),
        others: urls.others(|urls| urls.collection(&ids, "page")),
        items: documents.iter().map(item).collect(),
        forms: forms.map(|(name, format)| (name, urls.collection(&ids, format))).into(),
        // A tool to come back from, not a page to pass on.
        card: None,
        search: SearchBox::new(&urls),
        assets: AssetPaths::new(),
        locale,
        m,
    };
    page.render()
}

/// A collection as a file of citations.
pub fn cite_all(documents: &[EnrichedCommunique], style: CitationStyle, locale: UiLocale) -> String {
    documents.iter().map(|document| cite(&Cited::from(document), style, locale)).collect()
}

#[derive(Template)]
#[template(path = "collection.html", config = ".askama.toml")]
struct CollectionPage {
    locale: UiLocale,
    m: &'static Messages,
    assets: AssetPaths,
    card: Option<SocialCard>,
    search: SearchBox,
    title: String,
    count: String,
    others: Vec<(UiLocale, String)>,
    items: Vec<Item>,
    forms: Vec<(&'static str, String)>,
}

struct Item {
    url: String,
    citation: String,
    /// The collection without it.
    without: String,
}
