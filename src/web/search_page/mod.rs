//! The page of results: what was understood, what was found, and every way on from there.

mod chips;
pub(super) mod facets;
mod hit;
mod picture;
mod ways_out;

use askama::Template;

use self::chips::Chip;
use self::facets::{FacetView, YearBars};
use self::hit::{HitOptions, HitView};
use self::picture::PictureView;
use self::ways_out::WayOutView;
use super::assets::AssetPaths;
use super::locale::UiLocale;
use super::messages::Messages;
use super::page_view::{Density, PageView, Shape};
use super::search_box::SearchBox;
use super::social::{Origin, SocialCard};
use super::urls::{Explain, PageUrls};
use crate::engine::Interval;
use crate::query::{FacetField, Query, SearchParams};
use crate::search::{Crosstab, DocumentView, Labels, SearchResults, Timeline, WayOut};

pub(super) use self::facets::field_title;
pub use self::picture::places;

/// What the page shows.
#[derive(Debug, Clone, Copy)]
pub struct SearchAnswer<'a> {
    /// What was asked, as texts.
    pub params: &'a SearchParams,
    /// How it is shown.
    pub view: &'a PageView,
    /// The query as read.
    pub query: &'a Query,
    /// What was found.
    pub results: &'a SearchResults,
    /// What else would find something, where nothing was found.
    pub ways_out: &'a [WayOut],
    /// The document whose copies are unfolded.
    pub unfolded: Option<&'a DocumentView>,
    /// The counts that are drawn.
    pub picture: &'a Picture,
    /// Where the service is reached, if that is known.
    pub origin: Option<&'a Origin>,
}

/// Counts that are drawn instead of a list of hits.
#[derive(Debug, Clone, Default)]
pub enum Picture {
    /// None beyond what the facets count.
    #[default]
    Facets,
    /// Over time, in bars of this length.
    Time(Timeline, Interval),
    /// Countries against topics; topics under this one where it is given.
    Cross(Crosstab, Option<String>),
}

/// Renders the page of results.
///
/// # Errors
/// None on valid templates; the library's signature says otherwise.
pub fn render_search(
    answer: &SearchAnswer<'_>,
    labels: &Labels<'_>,
    locale: UiLocale,
) -> Result<String, askama::Error> {
    let SearchAnswer { params, view, results, .. } = *answer;
    let urls = PageUrls::new(params.clone(), locale).with_view(view.clone());
    let m = locale.messages();
    let chips = chips::chips(answer, labels, &urls, locale);
    let hit_options = HitOptions::new(labels, &urls, locale);
    let page = SearchPage {
        locale,
        m,
        assets: AssetPaths::new(),
        card: SocialCard::new(answer.origin, &urls.canonical()),
        search: SearchBox::new(&urls),
        title: page_title(params, m),
        count: locale.count(&m.search.results, results.total),
        hits: results
            .hits
            .iter()
            .enumerate()
            .map(|(at, hit)| HitView::new(at, hit, answer, &hit_options))
            .collect(),
        facets: facets::facets(results, params, &urls, locale),
        years: YearBars::new(results, &urls, locale),
        map: picture::map(results, &urls, locale),
        picture: PictureView::new(answer, &urls, locale),
        ways_out: ways_out::ways_out(answer, &urls, locale),
        examples: examples(answer, &urls),
        suggestion: results.suggestion.as_deref().map(|q| (q.to_owned(), urls.with_query(q))),
        next: results.next_cursor.as_deref().map(|cursor| urls.next_page(cursor)),
        sorts: sorts(params, &urls, m),
        shapes: shapes(view, &urls, m),
        active: params.filters.len() + usize::from(params.from.is_some() || params.to.is_some()),
        is_first: params.cursor.is_none(),
        explains: params.explain.as_deref() == Some("true"),
        is_compact: view.density == Density::Compact,
        shape: view.shape,
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
    card: Option<SocialCard>,
    search: SearchBox,
    title: String,
    from: String,
    to: String,
    count: String,
    results: &'a SearchResults,
    hits: Vec<HitView<'a>>,
    facets: Vec<FacetView<'a>>,
    years: YearBars,
    map: super::charts::WorldMap,
    picture: PictureView,
    ways_out: Vec<WayOutView>,
    chips: Vec<Chip>,
    suggestion: Option<(String, String)>,
    /// Queries to begin with, for who asks nothing yet.
    examples: Vec<(&'static str, String)>,
    next: Option<String>,
    sorts: Vec<Choice>,
    shapes: Vec<(Shape, Choice)>,
    /// How many filters there are.
    active: usize,
    is_first: bool,
    explains: bool,
    is_compact: bool,
    shape: Shape,
    others: Vec<(UiLocale, String)>,
    urls: PageUrls,
}

/// One of several ways to show the same.
struct Choice {
    label: &'static str,
    url: String,
    is_current: bool,
}

impl SearchPage<'_> {
    fn number(&self, number: &u64) -> String {
        self.locale.number(*number)
    }

    fn picture(&self, name: &str, extension: &str) -> String {
        self.urls.picture(&format!("{name}.{extension}"))
    }

    fn why(&self) -> String {
        self.urls.explained(if self.explains { Explain::No } else { Explain::Why })
    }

    fn denser(&self) -> String {
        self.urls.with_density(if self.is_compact { Density::Full } else { Density::Compact })
    }
}

/// Queries that show what can be asked; of everyday words, so that most collections answer them.
const EXAMPLES: [&str; 4] =
    ["trafic de drogue", "\"crime organisé\"", "cyber* -ransomware", "money laundering country:FR"];

fn examples(answer: &SearchAnswer<'_>, urls: &PageUrls) -> Vec<(&'static str, String)> {
    let params = answer.params;
    let is_home = answer.query == &Query::All
        && params.filters.is_empty()
        && params.from.is_none()
        && params.to.is_none()
        && params.cursor.is_none()
        && answer.view == &PageView::default();
    let examples = EXAMPLES.into_iter().filter(|_| is_home);
    examples.map(|q| (q, urls.with_query(q))).collect()
}

fn page_title(params: &SearchParams, m: &Messages) -> String {
    match params.q.as_deref().map(str::trim) {
        None | Some("") => format!("Vigie — {}", m.site.tagline),
        Some(q) => format!("{q} — Vigie"),
    }
}

fn sorts(params: &SearchParams, urls: &PageUrls, m: &'static Messages) -> Vec<Choice> {
    let has_query = params.q.as_deref().is_some_and(|q| !q.trim().is_empty());
    let current = params.sort.as_deref().unwrap_or(if has_query { "relevance" } else { "newest" });
    let all = [("relevance", m.search.relevance), ("newest", m.search.newest), ("oldest", m.search.oldest)];
    all.into_iter()
        .filter(|(name, _)| has_query || *name != "relevance")
        .map(|(name, label)| Choice { label, url: urls.with_sort(name), is_current: name == current })
        .collect()
}

fn shapes(view: &PageView, urls: &PageUrls, m: &'static Messages) -> Vec<(Shape, Choice)> {
    let choice = |shape: Shape| {
        let label = match shape {
            Shape::List => m.pictures.list,
            Shape::Time => m.pictures.time,
            Shape::Map => m.pictures.map,
            Shape::Cross => m.pictures.cross,
        };
        (shape, Choice { label, url: urls.in_shape(shape), is_current: shape == view.shape })
    };
    Shape::ALL.into_iter().map(choice).collect()
}
