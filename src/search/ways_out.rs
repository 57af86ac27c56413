//! Ways out of a search that found nothing: the same search with one thing less, and what each would find.

use super::error::SearchError;
use super::searcher::Searcher;
use crate::query::{FacetField, Match, SearchRequest, without_part};

/// The most ways that are tried: each costs a search.
const MAX_TRIED: usize = 12;

/// One thing less to ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayOutKind {
    /// No filter at all.
    NoFilters,
    /// No filter of this field.
    NoFilter(FacetField),
    /// Published whenever.
    AnyDate,
    /// Any of the words.
    AnyWord,
    /// Without the part of the query at this place, counted from 0 among its parts.
    NoPart(usize),
}

/// What becomes of the filters on a way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filters {
    /// They stay, but for those that the way itself gives up.
    Kept,
    /// They go.
    Dropped,
}

/// A way out, and how many hits it leads to: at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WayOut {
    /// What to ask for less.
    pub kind: WayOutKind,
    /// Whether the filters are given up as well: tried where nothing less will do.
    pub filters: Filters,
    /// Hits then.
    pub total: u64,
}

impl Searcher {
    /// Ways out of `request`, the one that gives up least first: those of its filters before those of its words.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn ways_out(&self, request: &SearchRequest) -> Result<Vec<WayOut>, SearchError> {
        let ways = self.tried(request, Filters::Kept)?;
        let is_filtered = !request.filters.is_empty() || request.dates.is_some();
        if !ways.is_empty() || !is_filtered {
            return Ok(ways);
        }
        self.tried(&eased(request, WayOutKind::NoFilters), Filters::Dropped)
    }

    fn tried(&self, request: &SearchRequest, filters: Filters) -> Result<Vec<WayOut>, SearchError> {
        let mut ways = Vec::new();
        for kind in kinds(request).into_iter().take(MAX_TRIED) {
            let total = self.count(&eased(request, kind))?;
            if total > 0 {
                ways.push(WayOut { kind, filters, total });
            }
        }
        Ok(ways)
    }

    /// How many hits a request has.
    fn count(&self, request: &SearchRequest) -> Result<u64, SearchError> {
        let mut asked = self.prepare(request).search;
        asked.limit = 0;
        asked.after = None;
        Ok(self.engine.search(&asked)?.total)
    }
}

fn kinds(request: &SearchRequest) -> Vec<WayOutKind> {
    let conditions = request.filters.len() + usize::from(request.dates.is_some());
    let fields = request.filters.iter().map(|filter| WayOutKind::NoFilter(filter.field));
    let mut kinds: Vec<WayOutKind> = fields.collect();
    kinds.extend(request.dates.map(|_| WayOutKind::AnyDate));
    if conditions > 1 {
        kinds.push(WayOutKind::NoFilters);
    }
    let parts = request.query.query.parts().len();
    if parts > 1 {
        if request.match_mode != Match::Any {
            kinds.push(WayOutKind::AnyWord);
        }
        kinds.extend((0..parts).map(WayOutKind::NoPart));
    }
    kinds
}

fn eased(request: &SearchRequest, kind: WayOutKind) -> SearchRequest {
    let mut eased = request.clone();
    match kind {
        WayOutKind::NoFilters => {
            eased.filters.clear();
            eased.dates = None;
        }
        WayOutKind::NoFilter(field) => eased.filters.retain(|filter| filter.field != field),
        WayOutKind::AnyDate => eased.dates = None,
        WayOutKind::AnyWord => eased.match_mode = Match::Any,
        WayOutKind::NoPart(at) => eased.query.query = without_part(&eased.query.query, at),
    }
    eased
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::config::Config;
    use crate::query::{Query, SearchParams};

    static CONFIG: LazyLock<Config> = LazyLock::new(|| Config::built_in().unwrap());

    #[track_caller]
    fn check(q: &str, filters: &[(FacetField, &str)], from: Option<&str>, expected: &[WayOutKind]) {
        let params = SearchParams {
            q: Some(q.to_owned()),
            filters: filters.iter().map(|(field, value)| (*field, (*value).to_owned())).collect(),
            from: from.map(str::to_owned),
            ..SearchParams::default()
        };
        let request = SearchRequest::check(&params, &CONFIG).unwrap();
        assert_eq!(kinds(&request), expected, "{q}");
    }

    #[test]
    fn each_thing_asked_for_may_be_given_up() {
        use WayOutKind::*;
        check("", &[], None, &[]);
        check("drogue", &[], None, &[]);
        check(
            "drogue",
            &[(FacetField::Country, "MA"), (FacetField::Country, "FR")],
            None,
            &[NoFilter(FacetField::Country)],
        );
        check(
            "drogue",
            &[(FacetField::Year, "2020")],
            Some("2021"),
            &[NoFilter(FacetField::Year), AnyDate, NoFilters],
        );
        check("\"trafic\" -drogue", &[], None, &[AnyWord, NoPart(0), NoPart(1)]);
    }

    #[test]
    fn giving_up_a_part_leaves_the_others() {
        let params = SearchParams { q: Some("a \"b c\" -d".to_owned()), ..SearchParams::default() };
        let request = SearchRequest::check(&params, &CONFIG).unwrap();
        assert_eq!(
            eased(&request, WayOutKind::NoPart(1)).query.query,
            Query::Side(vec![Query::Word("a".into()), Query::Not(Box::new(Query::Word("d".into()))),])
        );
    }
}
