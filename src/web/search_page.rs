//! The page of results.

use askama::Template;

use super::assets::AssetPaths;
use super::locale::{UiLocale, direction_of};
use super::messages::Messages;
use super::urls::PageUrls;
use crate::query::{FacetField, SearchParams};
use crate::search::{Facet, FacetEntry, Hit, Labels, SearchResults};

/// Names in other languages shown at once; the rest is folded.
const SHOWN_NAMES: usize = 5;

/// Renders the page of results of `params`.
///
/// # Errors
/// None on valid templates; the library's signature says otherwise.
pub fn render_search(
    results: &SearchResults,
    params: &SearchParams,
    labels: &Labels<'_>,
    locale: UiLocale,
) -> Result<String, askama::Error> {
    let urls = PageUrls::new(params.clone(), locale);
    let messages = locale.messages();
    let chips = chips(params, labels, &urls, messages);
    let page = SearchPage {
        locale,
        m: messages,
        assets: AssetPaths::new(),
        title: page_title(params, messages),
        count: locale.count(&messages.search.results, results.total),
        hits: results.hits.iter().map(|hit| HitView::new(hit, labels, &urls, locale)).collect(),
        facets: results
            .facets
            .0
            .iter()
            .map(|(field, facet)| FacetView::new(*field, facet, messages))
            .collect(),
        suggestion: results.suggestion.as_deref().map(|q| (q.to_owned(), urls.with_query(q))),
        expansions: results.query.expansions.iter().flat_map(|expansion| expansion.names.clone()).collect(),
        next: results.next_cursor.as_deref().map(|cursor| urls.next_page(cursor)),
        exports: [("CSV", "csv"), ("NDJSON", "ndjson")]
            .map(|(name, format)| (name, urls.api("export", &[("format", format)]))),
        kept: kept(params, locale),
        sorts: sorts(params, &urls, messages),
        is_first: params.cursor.is_none(),
        q: params.q.clone().unwrap_or_default(),
        from: params.from.clone().unwrap_or_default(),
        to: params.to.clone().unwrap_or_default(),
        results,
        others: UiLocale::ALL
            .into_iter()
            .filter(|other| *other != locale)
            .map(|other| (other, urls.in_locale(other)))
            .collect(),
        chips,
        urls,
    };
    page.render()
}

#[derive(Template)]
#[template(path = "search.html", config = ".askama.toml")]
struct SearchPage<'a> {
    locale: UiLocale,
    m: &'static Messages,
    assets: AssetPaths,
    title: String,
    q: String,
    from: String,
    to: String,
    count: String,
    results: &'a SearchResults,
    hits: Vec<HitView<'a>>,
    facets: Vec<FacetView<'a>>,
    chips: Vec<Chip>,
    suggestion: Option<(String, String)>,
    expansions: Vec<String>,
    next: Option<String>,
    exports: [(&'static str, String); 2],
    kept: Vec<(&'static str, String)>,
    sorts: Vec<SortView>,
    is_first: bool,
    others: Vec<(UiLocale, String)>,
    urls: PageUrls,
}

/// A filter in force, with the way to remove it.
struct Chip {
    label: String,
    remove: String,
}

struct SortView {
    label: &'static str,
    url: String,
    is_current: bool,
}

struct HitView<'a> {
    hit: &'a Hit,
    url: String,
    date: String,
    direction: &'static str,
    language: String,
    countries: Vec<(String, String)>,
    topics: Vec<(String, String)>,
    copies: Option<String>,
}

impl<'a> HitView<'a> {
    fn new(hit: &'a Hit, labels: &Labels<'_>, urls: &PageUrls, locale: UiLocale) -> HitView<'a> {
        let messages = locale.messages();
        let tag = |field: FacetField, value: &str| (labels.of(field, value), urls.only(field, value));
        // A topic's ancestors say nothing that it does not.
        let leaves = hit
            .topics
            .iter()
            .filter(|path| !hit.topics.iter().any(|other| other != *path && path.covers(other)));
        HitView {
            url: urls.document(&hit.id),
            date: hit.date.map_or_else(|| messages.site.undated.to_owned(), |date| locale.date(date)),
            direction: direction_of(hit.language.as_str()),
            language: labels.of(FacetField::Language, hit.language.as_str()),
            countries: hit.countries.iter().map(|code| tag(FacetField::Country, code.as_str())).collect(),
            topics: leaves.map(|path| tag(FacetField::Topic, path.as_str())).collect(),
            copies: (hit.family.size > 1)
                .then(|| locale.count(&messages.search.more_copies, u64::from(hit.family.size) - 1)),
            hit,
        }
    }
}

struct FacetView<'a> {
    name: &'static str,
    title: &'static str,
    facet: &'a Facet,
    /// The facet's values as they are shown: what is under a value follows it.
    values: Vec<&'a FacetEntry>,
    is_open: bool,
}

impl<'a> FacetView<'a> {
    fn new(field: FacetField, facet: &'a Facet, messages: &Messages) -> FacetView<'a> {
        let always_open = matches!(field, FacetField::Country | FacetField::Topic);
        FacetView {
            name: field.name(),
            title: field_title(field, messages),
            values: nested(&facet.values),
            is_open: always_open || facet.values.iter().any(|entry| entry.selected),
            facet,
        }
    }

    /// Steps below the top, for indentation.
    fn depth(&self, entry: &FacetEntry) -> usize {
        usize::from(entry.parent.is_some())
    }
}

/// Values in their order, each followed by those under it; one whose level above is not listed stands by itself.
fn nested(values: &[FacetEntry]) -> Vec<&FacetEntry> {
    let is_listed = |parent: &String| values.iter().any(|other| other.value == *parent);
    let tops = values.iter().filter(|entry| !entry.parent.as_ref().is_some_and(is_listed));
    let with_children = tops.flat_map(|top| {
        let under = values.iter().filter(|entry| entry.parent.as_ref() == Some(&top.value));
        std::iter::once(top).chain(under)
    });
    with_children.collect()
}

fn field_title(field: FacetField, m: &Messages) -> &'static str {
    match field {
        FacetField::Country => m.fields.country,
        FacetField::MentionedCountry => m.fields.mentioned_country,
        FacetField::IssuerCountry => m.fields.issuer_country,
        FacetField::Topic => m.fields.topic,
        FacetField::Language => m.fields.language,
        FacetField::Source => m.fields.source,
        FacetField::Organisation => m.fields.organisation,
        FacetField::Person => m.fields.person,
        FacetField::Year => m.fields.year,
    }
}

fn page_title(params: &SearchParams, messages: &Messages) -> String {
    match params.q.as_deref().map(str::trim) {
        None | Some("") => format!("Vigie — {}", messages.site.tagline),
        Some(q) => format!("{q} — Vigie"),
    }
}

fn chips(params: &SearchParams, labels: &Labels<'_>, urls: &PageUrls, messages: &Messages) -> Vec<Chip> {
    let mut chips: Vec<Chip> = params
        .filters
        .iter()
        .map(|(field, value)| Chip {
            label: format!("{} : {}", field_title(*field, messages), labels.of(*field, value)),
            remove: urls.without(*field, value),
        })
        .collect();
    if params.from.is_some() || params.to.is_some() {
        let (from, to) = (params.from.as_deref().unwrap_or("…"), params.to.as_deref().unwrap_or("…"));
        chips.push(Chip { label: format!("{from} – {to}"), remove: urls.without_dates() });
    }
    chips
}

/// What the form carries along unseen.
fn kept(params: &SearchParams, locale: UiLocale) -> Vec<(&'static str, String)> {
    let pairs = [
        ("sort", params.sort.clone()),
        ("match", params.match_mode.clone()),
        ("expand", params.expand.clone()),
        ("group", params.group.clone()),
        ("locale", Some(locale.code().to_owned())),
    ];
    pairs.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

fn sorts(params: &SearchParams, urls: &PageUrls, messages: &'static Messages) -> Vec<SortView> {
    let has_query = params.q.as_deref().is_some_and(|q| !q.trim().is_empty());
    let current = params.sort.as_deref().unwrap_or(if has_query { "relevance" } else { "newest" });
    let all = [
        ("relevance", messages.search.relevance),
        ("newest", messages.search.newest),
        ("oldest", messages.search.oldest),
    ];
    all.into_iter()
        .filter(|(name, _)| has_query || *name != "relevance")
        .map(|(name, label)| SortView { label, url: urls.with_sort(name), is_current: name == current })
        .collect()
}
