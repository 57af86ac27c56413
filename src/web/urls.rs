//! Addresses of the page's states: the present search with one thing changed.

use url::form_urlencoded::Serializer;

use super::locale::UiLocale;
use crate::codes::CommuniqueId;
use crate::query::{FacetField, SearchParams};

/// Makes addresses that keep the present search but for one change.
#[derive(Debug, Clone)]
pub struct PageUrls {
    params: SearchParams,
    locale: UiLocale,
}

impl PageUrls {
    /// Addresses around the search `params`.
    pub fn new(params: SearchParams, locale: UiLocale) -> PageUrls {
        PageUrls { params, locale }
    }

    fn query(&self, params: &SearchParams) -> String {
        let mut query = Serializer::new(String::new());
        for (name, value) in params.to_pairs() {
            // The page names its own language, and facets are the page's own choice.
            if !value.is_empty() && name != "locale" && name != "facets" {
                query.append_pair(name, &value);
            }
        }
        query.append_pair("locale", self.locale.code());
        query.finish()
    }

    fn page(&self, change: impl FnOnce(&mut SearchParams)) -> String {
        let mut params = self.params.clone();
        params.cursor = None;
        change(&mut params);
        format!("/?{}", self.query(&params))
    }

    /// The present search from its first page.
    pub fn first_page(&self) -> String {
        self.page(|_| {})
    }

    /// The page after `cursor`.
    pub fn next_page(&self, cursor: &str) -> String {
        self.page(|params| params.cursor = Some(cursor.to_owned()))
    }

    /// The same search in another language of the page.
    pub fn in_locale(&self, locale: UiLocale) -> String {
        PageUrls { params: self.params.clone(), locale }.page(|_| {})
    }

    /// Another query, everything else as it is.
    pub fn with_query(&self, q: &str) -> String {
        self.page(|params| params.q = Some(q.to_owned()))
    }

    /// Another order.
    pub fn with_sort(&self, sort: &str) -> String {
        self.page(|params| params.sort = Some(sort.to_owned()))
    }

    /// Without widening into other languages.
    pub fn without_expansion(&self) -> String {
        self.page(|params| params.expand = Some("off".to_owned()))
    }

    /// Without one filter value.
    pub fn without(&self, field: FacetField, value: &str) -> String {
        self.page(|params| params.filters.retain(|(name, given)| *name != field || given != value))
    }

    /// Without bounds of the date.
    pub fn without_dates(&self) -> String {
        self.page(|params| {
            params.from = None;
            params.to = None;
        })
    }

    /// Without any filter.
    pub fn without_filters(&self) -> String {
        self.page(|params| {
            params.filters.clear();
            params.from = None;
            params.to = None;
        })
    }

    /// A search for one value of a field alone.
    pub fn only(&self, field: FacetField, value: &str) -> String {
        let params = SearchParams { filters: vec![(field, value.to_owned())], ..SearchParams::default() };
        format!("/?{}", self.query(&params))
    }

    /// A document, the words of the present query marked.
    pub fn document(&self, id: &CommuniqueId) -> String {
        let mut query = Serializer::new(String::new());
        if let Some(q) = self.params.q.as_deref().filter(|q| !q.is_empty()) {
            query.append_pair("q", q);
        }
        query.append_pair("locale", self.locale.code());
        let path = percent_encoding::utf8_percent_encode(id.as_str(), percent_encoding::NON_ALPHANUMERIC);
        format!("/documents/{path}?{}", query.finish())
    }

    /// The same search at an address of the API (`search`, `export`, `feed`), with `extra` parameters.
    pub fn api(&self, address: &str, extra: &[(&str, &str)]) -> String {
        let mut params = self.params.clone();
        params.cursor = None;
        let mut query = Serializer::for_suffix(format!("/api/v1/{address}?"), address.len() + 9);
        for (name, value) in extra {
            query.append_pair(name, value);
        }
        let rest = self.query(&params);
        let finished = query.finish();
        let joint = if extra.is_empty() { "" } else { "&" };
        format!("{finished}{joint}{rest}")
    }
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

    #[test]
    fn one_thing_changes_and_the_page_begins_anew() {
        let q = "q=l%E2%80%99%C3%89tat+%26+co";
        assert_eq!(urls().without(FacetField::Country, "MA"), format!("/?{q}&country=FR&locale=en"));
        assert_eq!(urls().without_filters(), format!("/?{q}&locale=en"));
        assert_eq!(urls().next_page("d"), format!("/?{q}&cursor=d&country=MA&country=FR&locale=en"));
        assert_eq!(
            urls().api("export", &[("format", "csv")]),
            format!("/api/v1/export?format=csv&{q}&country=MA&country=FR&locale=en")
        );
    }

    #[test]
    fn an_id_with_any_characters_stays_one_segment() {
        let id = "a/b c?é".parse().unwrap();
        assert!(urls().document(&id).starts_with("/documents/a%2Fb%20c%3F%C3%A9?q="));
    }
}
