//! Ways out of an empty result, each with what it leads to.

use super::SearchAnswer;
use super::facets::field_title;
use crate::query::without_part;
use crate::search::{Filters, WayOutKind};
use crate::web::locale::UiLocale;
use crate::web::urls::PageUrls;

/// A way out.
pub(super) struct WayOutView {
    pub label: String,
    pub url: String,
    pub count: String,
}

pub(super) fn ways_out(answer: &SearchAnswer<'_>, urls: &PageUrls, locale: UiLocale) -> Vec<WayOutView> {
    let m = locale.messages();
    let unfiltered = urls.unfiltered();
    let view = |way: &crate::search::WayOut| {
        let urls = match way.filters {
            Filters::Kept => urls,
            Filters::Dropped => &unfiltered,
        };
        let (label, url) = match way.kind {
            WayOutKind::NoFilters => (m.search.drop_filters.to_owned(), urls.without_filters()),
            WayOutKind::NoFilter(field) => {
                (m.ways_out.without_filter.replace("{}", field_title(field, m)), urls.without_field(field))
            }
            WayOutKind::AnyDate => (m.ways_out.any_date.to_owned(), urls.without_dates()),
            WayOutKind::AnyWord => (m.ways_out.any_word.to_owned(), urls.with_match("any")),
            WayOutKind::NoPart(at) => {
                let part = answer.query.parts().get(at).map(ToString::to_string).unwrap_or_default();
                let left = without_part(answer.query, at).to_string();
                (m.ways_out.without_word.replace("{}", &part), urls.with_query(&left))
            }
        };
        let label = match way.filters {
            Filters::Kept => label,
            Filters::Dropped => format!("{label} · {}", m.search.drop_filters),
        };
        WayOutView { label, url, count: locale.count(&m.search.results, way.total) }
    };
    answer.ways_out.iter().map(view).collect()
}
