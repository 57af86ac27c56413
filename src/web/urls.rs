//! Addresses of the page's states: the present search with one thing changed.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use url::form_urlencoded::{Serializer, byte_serialize};

use super::locale::UiLocale;
use super::page_view::{Density, PageView, Shape};
use crate::codes::CommuniqueId;
use crate::date::PartialDate;
use crate::engine::Interval;
use crate::query::{FacetField, SearchParams};

/// Makes addresses that keep the present search and its view but for one change.
#[derive(Debug, Clone)]
pub struct PageUrls {
    params: SearchParams,
    view: PageView,
    locale: UiLocale,
}

impl PageUrls {
    /// Addresses around the search `params`, shown as usual.
    pub fn new(params: SearchParams, locale: UiLocale) -> PageUrls {
        PageUrls { params, view: PageView::default(), locale }
    }

    /// The same, shown so.
    pub fn with_view(self, view: PageView) -> PageUrls {
        PageUrls { view, ..self }
    }

    /// The same without any filter or date.
    pub fn unfiltered(&self) -> PageUrls {
        let params = SearchParams { filters: Vec::new(), from: None, to: None, ..self.params.clone() };
        PageUrls { params, ..self.clone() }
    }

    fn query(&self, params: &SearchParams, view: &PageView) -> String {
        let mut query = Serializer::new(String::new());
        for (name, value) in params.to_pairs() {
            // The page names its own language, and facets are the page's own choice.
            if !value.is_empty() && name != "locale" && name != "facets" {
                query.append_pair(name, &value);
            }
        }
        query.extend_pairs(view.to_pairs());
        query.append_pair("locale", self.locale.code());
        query.finish()
    }

    /// The first page of the search after one change.
    fn page(&self, change: impl FnOnce(&mut SearchParams, &mut PageView)) -> String {
        let mut params = self.params.clone();
        let mut view = PageView { copies: None, ..self.view.clone() };
        params.cursor = None;
        change(&mut params, &mut view);
        format!("/?{}", self.query(&params, &view))
    }

    /// The present query; empty where there is none.
    pub fn q(&self) -> &str {
        self.params.q.as_deref().unwrap_or_default()
    }

    /// Everything, in no search.
    pub fn home(&self) -> String {
        format!("/?locale={}", self.locale.code())
    }

    /// The present search from its first page.
    pub fn first_page(&self) -> String {
        self.page(|_, _| {})
    }

    /// The one address of the present search: its first page, whatever is unfolded or explained on it.
    pub fn canonical(&self) -> String {
        self.page(|params, view| {
            params.explain = None;
            view.density = Density::Full;
        })
    }

    /// The page after `cursor`.
    pub fn next_page(&self, cursor: &str) -> String {
        self.page(|params, _| params.cursor = Some(cursor.to_owned()))
    }

    /// The same search in another language of the page.
    pub fn in_locale(&self, locale: UiLocale) -> String {
        PageUrls { locale, ..self.clone() }.page(|_, _| {})
    }

    /// Another query, everything else as it is.
    pub fn with_query(&self, q: &str) -> String {
        self.page(|params, _| params.q = Some(q.to_owned()))
    }

    /// Another order.
    pub fn with_sort(&self, sort: &str) -> String {
        self.page(|params, _| params.sort = Some(sort.to_owned()))
    }

    /// With another rule of how many words must hold: `all`, `any`; as usual with `auto`.
    pub fn with_match(&self, rule: &str) -> String {
        self.page(|params, _| params.match_mode = Some(rule.to_owned()).filter(|rule| rule != "auto"))
    }

    /// Without widening into other languages.
    pub fn without_expansion(&self) -> String {
        self.page(|params, _| params.expand = Some("off".to_owned()))
    }

    /// With widening into other languages.
    pub fn with_expansion(&self) -> String {
        self.page(|params, _| params.expand = None)
    }

    /// With copies gathered behind one hit again.
    pub fn with_grouping(&self) -> String {
        self.page(|params, _| params.group = None)
    }

    /// The same page, every hit saying why it matched or none.
    pub fn explained(&self, explain: Explain) -> String {
        let mut params = self.params.clone();
        params.explain = match explain {
            Explain::Why => Some("true".to_owned()),
            Explain::No => None,
        };
        format!("/?{}", self.query(&params, &self.view))
    }

    /// The same page with the copies of one hit unfolded.
    pub fn unfolded(&self, id: &CommuniqueId) -> String {
        let view = PageView { copies: Some(id.clone()), ..self.view.clone() };
        format!("/?{}", self.query(&self.params, &view))
    }

    /// The same page with no copies unfolded.
    pub fn folded(&self) -> String {
        format!("/?{}", self.query(&self.params, &PageView { copies: None, ..self.view.clone() }))
    }

    /// Shown as something else.
    pub fn in_shape(&self, shape: Shape) -> String {
        self.page(|_, view| view.shape = shape)
    }

    /// More or less of each hit.
    pub fn with_density(&self, density: Density) -> String {
        self.page(|_, view| view.density = density)
    }

    /// The timeline with its bars split so.
    pub fn split_by(&self, by: Option<FacetField>) -> String {
        self.page(|_, view| view.by = by)
    }

    /// The timeline in bars of this length.
    pub fn in_interval(&self, interval: Interval) -> String {
        self.page(|_, view| view.interval = Some(interval))
    }

    /// Without one filter value.
    pub fn without(&self, field: FacetField, value: &str) -> String {
        self.page(|params, _| params.filters.retain(|(name, given)| *name != field || given != value))
    }

    /// Without any filter of one field.
    pub fn without_field(&self, field: FacetField) -> String {
        self.page(|params, _| params.filters.retain(|(name, _)| *name != field))
    }

    /// With one filter value more, whichever it is.
    pub(super) fn adding(&self, field: FacetField) -> UrlPattern {
        UrlPattern::new(self.with(field, UrlPattern::PLACE))
    }

    /// A search for one value of a field alone, whichever it is.
    pub(super) fn alone(&self, field: FacetField) -> UrlPattern {
        UrlPattern::new(self.only(field, UrlPattern::PLACE))
    }

    /// With one filter value more.
    pub fn with(&self, field: FacetField, value: &str) -> String {
        self.page(|params, _| params.filters.push((field, value.to_owned())))
    }

    /// The hits that have each of these values, whatever of these fields was asked for.
    pub fn narrowed_to(&self, values: &[(FacetField, &str)]) -> String {
        self.page(|params, view| {
            params.filters.retain(|(name, _)| values.iter().all(|(field, _)| field != name));
            params.filters.extend(values.iter().map(|(field, value)| (*field, (*value).to_owned())));
            view.shape = Shape::List;
        })
    }

    /// The hits of a stretch of time.
    pub fn within(&self, from: PartialDate, to: PartialDate) -> String {
        self.page(|params, view| {
            params.filters.retain(|(name, _)| *name != FacetField::Year);
            params.from = Some(from.to_string());
            params.to = Some(to.to_string());
            view.shape = Shape::List;
        })
    }

    /// Without bounds of the date.
    pub fn without_dates(&self) -> String {
        self.page(|params, _| {
            params.from = None;
            params.to = None;
        })
    }

    /// Without any filter.
    pub fn without_filters(&self) -> String {
        self.page(|params, _| {
            params.filters.clear();
            params.from = None;
            params.to = None;
        })
    }

    /// A search for one value of a field alone.
    pub fn only(&self, field: FacetField, value: &str) -> String {
        self.anew(|params| params.filters.push((field, value.to_owned())))
    }

    /// A search for what was published on a date, as precise as it is.
    pub fn in_dates(&self, date: &str) -> String {
        self.anew(|params| {
            params.from = Some(date.to_owned());
            params.to = Some(date.to_owned());
        })
    }

    /// A search for something else, counted as the present one counts.
    fn anew(&self, change: impl FnOnce(&mut SearchParams)) -> String {
        let mut params = SearchParams { group: self.params.group.clone(), ..SearchParams::default() };
        change(&mut params);
        format!("/?{}", self.query(&params, &PageView::default()))
    }

    /// A document, the words of the present query marked, the way back to the present search kept.
    pub fn document(&self, id: &CommuniqueId) -> String {
        format!("{}?{}", self.permalink(id), self.way_back())
    }

    /// The present search as every link to a document carries it, so that the way back leads to it.
    pub(super) fn way_back(&self) -> String {
        self.query(&self.params, &self.view)
    }

    /// A document, whatever was searched.
    pub fn permalink(&self, id: &CommuniqueId) -> String {
        let path = utf8_percent_encode(id.as_str(), NON_ALPHANUMERIC);
        format!("/documents/{path}")
    }

    /// Another page of the house.
    pub fn at(&self, path: &str) -> String {
        format!("{path}?locale={}", self.locale.code())
    }

    /// An address in every other language of the page.
    pub fn others(&self, address: impl Fn(&PageUrls) -> String) -> Vec<(UiLocale, String)> {
        let others = UiLocale::ALL.into_iter().filter(|other| *other != self.locale);
        others.map(|locale| (locale, address(&PageUrls { locale, ..self.clone() }))).collect()
    }

    /// A collection of documents, in a form to take away.
    pub fn collection(&self, ids: &[CommuniqueId], format: &str) -> String {
        let mut query = Serializer::new(String::new());
        query.extend_pairs(ids.iter().map(|id| ("id", id.as_str())));
        query.append_pair("format", format).append_pair("locale", self.locale.code());
        format!("/collection?{}", query.finish())
    }

    /// All values of a facet, to search and to tick.
    pub fn facet(&self, field: FacetField) -> String {
        let params = SearchParams { cursor: None, ..self.params.clone() };
        format!("/facets/{}?{}", field.name(), self.query(&params, &self.view))
    }

    /// A picture of the present search as a file: `map.svg`, `time.csv` and the like.
    pub fn picture(&self, file: &str) -> String {
        let params = SearchParams { cursor: None, explain: None, ..self.params.clone() };
        let view = PageView { by: self.view.by, interval: self.view.interval, ..PageView::default() };
        format!("/pictures/{file}?{}", self.query(&params, &view))
    }

    /// The same search at an address of the API (`search`, `export`, `feed`), with `extra` parameters.
    pub fn api(&self, address: &str, extra: &[(&str, &str)]) -> String {
        let params = SearchParams { cursor: None, ..self.params.clone() };
        let mut query = Serializer::new(String::new());
        query.extend_pairs(extra);
        let (extra, rest) = (query.finish(), self.query(&params, &PageView::default()));
        let joint = if extra.is_empty() { "" } else { "&" };
        format!("/api/v1/{address}?{extra}{joint}{rest}")
    }

    /// What a form that asks anew carries along unseen: all but the query, filters and dates.
    pub fn kept(&self) -> Vec<(&'static str, String)> {
        let own = |name: &str| {
            let is_field = FacetField::from_name(name).is_some();
            is_field
                || ["q", "from", "to", "cursor", "facets", "facet_limit", "locale", "copies"].contains(&name)
        };
        let params = self.params.to_pairs().into_iter().chain(self.view.to_pairs());
        let mut kept: Vec<(&'static str, String)> =
            params.filter(|(name, value)| !own(name) && !value.is_empty()).collect();
        kept.push(("locale", self.locale.code().to_owned()));
        kept
    }
}

/// Addresses that differ in one value alone: a page has hundreds of them, and writes the rest of each but once.
#[derive(Debug, Clone)]
pub(super) struct UrlPattern {
    before: String,
    after: String,
}

impl UrlPattern {
    /// Stands where the value does. What the page itself writes after it holds no such sign.
    const PLACE: &str = "\0";

    fn new(address: String) -> UrlPattern {
        let (before, after) = address.rsplit_once("%00").unwrap_or((&address, ""));
        UrlPattern { before: before.to_owned(), after: after.to_owned() }
    }

    /// The address with `value` in its place; it is not empty, as no value of a facet is.
    pub fn of(&self, value: &str) -> String {
        let mut address = String::with_capacity(self.before.len() + value.len() + self.after.len());
        address.push_str(&self.before);
        address.extend(byte_serialize(value.as_bytes()));
        address.push_str(&self.after);
        address
    }
}

/// Whether hits say why they matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Explain {
    /// They do.
    Why,
    /// They do not.
    No,
}

/// An address that a page may link to: what a document brings along as its own may be anything.
pub(super) fn safe_url(url: &str) -> Option<&str> {
    let parsed = url::Url::parse(url).ok()?;
    matches!(parsed.scheme(), "http" | "https").then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn urls() -> PageUrls {
        let params = SearchParams {
            q: Some("l’État & co".into()),
            filters: vec![(FacetField::Country, "MA".into()), (FacetField::Country, "FR".into())],
            cursor: Some("c".into()),
            ..SearchParams::default()
        };
        PageUrls::new(params, UiLocale::English)
    }

    const Q: &str = "q=l%E2%80%99%C3%89tat+%26+co";

    #[test]
    fn one_thing_changes_and_the_page_begins_anew() {
        let q = Q;
        assert_eq!(urls().without(FacetField::Country, "MA"), format!("/?{q}&country=FR&locale=en"));
        assert_eq!(urls().without_field(FacetField::Country), format!("/?{q}&locale=en"));
        assert_eq!(urls().without_filters(), format!("/?{q}&locale=en"));
        assert_eq!(urls().next_page("d"), format!("/?{q}&cursor=d&country=MA&country=FR&locale=en"));
        assert_eq!(
            urls().api("export", &[("format", "csv")]),
            format!("/api/v1/export?format=csv&{q}&country=MA&country=FR&locale=en")
        );
    }

    #[test]
    fn what_is_looked_at_closer_is_listed() {
        let view = PageView { shape: Shape::Cross, ..PageView::default() };
        let urls = urls().with_view(view);
        assert_eq!(
            urls.narrowed_to(&[(FacetField::Country, "ES"), (FacetField::Topic, "terrorism")]),
            format!("/?{Q}&country=ES&topic=terrorism&locale=en")
        );
        let month: PartialDate = "2024-06".parse().unwrap();
        let within = urls.within(month, month);
        assert_eq!(within, format!("/?{Q}&from=2024-06&to=2024-06&country=MA&country=FR&locale=en"));
        assert!(urls.with(FacetField::Country, "ES").contains("country=ES&view=cross"));
        assert!(!urls.api("search", &[]).contains("view"));
    }

    #[test]
    fn unfolding_stays_on_the_page_and_nothing_else_keeps_it() {
        let id: CommuniqueId = "a/b".parse().unwrap();
        let unfolded = urls().unfolded(&id);
        assert!(unfolded.contains("cursor=c") && unfolded.contains("copies=a%2Fb"), "{unfolded}");
        let there = urls().with_view(PageView { copies: Some(id), ..PageView::default() });
        assert!(!there.with_sort("newest").contains("copies"));
        assert!(!there.folded().contains("copies"));
    }

    #[test]
    fn a_form_keeps_what_it_does_not_ask() {
        let params =
            SearchParams { sort: Some("oldest".into()), q: Some("a".into()), ..SearchParams::default() };
        let view = PageView { density: Density::Compact, ..PageView::default() };
        let kept = PageUrls::new(params, UiLocale::Arabic).with_view(view).kept();
        let kept: Vec<(&str, &str)> = kept.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(kept, [("sort", "oldest"), ("density", "compact"), ("locale", "ar")]);
    }

    #[test]
    fn a_pattern_makes_the_addresses_that_are_made_one_by_one() {
        let params = SearchParams { q: Some("a%00\0b".into()), ..SearchParams::default() };
        let odd = PageUrls::new(params, UiLocale::Spanish);
        for urls in [urls(), odd] {
            for value in ["MA", "l’État & co", " ", "%00"] {
                assert_eq!(urls.adding(FacetField::Source).of(value), urls.with(FacetField::Source, value));
                assert_eq!(urls.alone(FacetField::Topic).of(value), urls.only(FacetField::Topic, value));
            }
        }
    }

    #[test]
    fn an_id_with_any_characters_stays_one_segment() {
        let id = "a/b c?é".parse().unwrap();
        assert!(urls().document(&id).starts_with("/documents/a%2Fb%20c%3F%C3%A9?q="));
        assert_eq!(
            urls().collection(std::slice::from_ref(&id), "ris"),
            "/collection?id=a%2Fb+c%3F%C3%A9&format=ris&locale=en"
        );
        assert_eq!(urls().permalink(&id), "/documents/a%2Fb%20c%3F%C3%A9");
    }

    #[test]
    fn only_web_addresses_are_linked_to() {
        for bad in [
            "javascript:alert(1)",
            " javascript:alert(1)",
            "data:text/html,<b>",
            "//x",
            "/x",
            "file:///x",
            "",
        ] {
            assert_eq!(safe_url(bad), None, "{bad}");
        }
        assert_eq!(safe_url("https://a.example/\"x"), Some("https://a.example/\"x"));
    }
}
