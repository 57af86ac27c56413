//! A search in an engine's terms, and its answer.

use super::StoredDocument;
use crate::date::PartialDate;
use crate::query::{FacetField, Filter, FilterValue, TermQuery, WordClause};

/// What an engine is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct EngineSearch {
    /// What to match.
    pub query: TermQuery,
    /// How many of the clauses of a [`TermQuery::Side`] must hold.
    pub match_mode: MatchMode,
    /// Words that nobody typed: by relevance, a document that lacks some of the words typed gains by having these.
    pub hints: Vec<WordClause>,
    /// Facet filters, each of another field: all must hold, and each is left out of its own field's counts.
    pub filters: Vec<Filter>,
    /// Conditions that hold for every count.
    pub conditions: Vec<FilterValue>,
    /// The order of the hits.
    pub sort: SortOrder,
    /// The most hits to return.
    pub limit: usize,
    /// Where the page begins: after this hit.
    pub after: Option<CursorKey>,
    /// What counts as one hit.
    pub grouping: Grouping,
    /// Facets to count.
    pub facets: Vec<FacetRequest>,
    /// Counts over time.
    pub histogram: Option<HistogramRequest>,
    /// Counts of pairs, rows and columns.
    pub crosstab: Option<(FacetField, FacetField)>,
    /// The numbers of matching and ranking.
    pub ranking: crate::config::Ranking,
    /// The day that recency is measured from.
    pub today: jiff::civil::Date,
}

/// How many of the words must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MatchMode {
    /// All; where fewer than `relax_below` hits have all, those with most of them follow.
    Auto {
        /// The number of hits under which others are let in.
        relax_below: u32,
    },
    /// All.
    All,
    /// Those that make up a part of the words' weight: the one that others are first let in by, halved so often.
    Most {
        /// How often; what [`EngineResults::halvings`] says of a search by [`MatchMode::Auto`].
        halvings: u32,
    },
    /// Any.
    Any,
}

/// The order of hits. Ties are broken by the id, so that an order is always total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SortOrder {
    /// Best first.
    Relevance,
    /// Latest first; undated last.
    Newest,
    /// Earliest first; undated last.
    Oldest,
}

/// What counts as one hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Grouping {
    /// A family: its best matching member stands for it; totals and facets count families.
    Family,
    /// A document.
    None,
}

/// Where a page ends: the sort key of its last hit.
#[derive(Debug, Clone, PartialEq)]
pub struct CursorKey {
    /// The score, or the date's sort key, as an order-preserving number.
    pub rank: u64,
    /// The hit's tie-breaker.
    pub tie: u64,
}

impl CursorKey {
    /// By relevance, the low bits of a rank that say which pages a cursor belongs to, and nothing of the order.
    pub const PAGES_BITS: u32 = 10;

    /// By relevance, the place before the first hit of the same pages.
    pub fn beginning(&self) -> CursorKey {
        let pages = (1 << Self::PAGES_BITS) - 1;
        CursorKey { rank: !pages | self.rank & pages, tie: 0 }
    }
}

/// A facet to count.
#[derive(Debug, Clone, PartialEq)]
pub struct FacetRequest {
    /// The field.
    pub field: FacetField,
    /// The most values to return, those ticked aside.
    pub limit: usize,
    /// Only values that begin so (after folding of case and accents).
    pub prefix: Option<String>,
}

/// An engine's answer.
#[derive(Debug, Clone, Default)]
pub struct EngineResults {
    /// Hits in all, over all pages: families or documents as grouping says.
    pub total: u64,
    /// Whether documents without every word were let in.
    pub relaxed: bool,
    /// Where they were looked for, how often the part of the words that they must have was halved.
    pub halvings: Option<u32>,
    /// This page.
    pub hits: Vec<EngineHit>,
    /// Where the next page begins, when there is one.
    pub next: Option<CursorKey>,
    /// Counts, in the order asked for.
    pub facets: Vec<FacetCounts>,
    /// Counts over time, earliest first, no empty ones between first and last left out.
    pub histogram: Vec<HistogramBucket>,
    /// Counts of pairs, only those over 0.
    pub crosstab: Vec<CrosstabCell>,
}

/// One hit.
#[derive(Debug, Clone)]
pub struct EngineHit {
    /// The document (of a family, the best match), its tags without their evidence.
    pub stored: StoredDocument,
    /// Relevance; 0 when sorted otherwise.
    pub score: f32,
    /// By relevance, whether it has every word that was typed.
    pub is_full: bool,
    /// How many documents its family has in the whole index; 1 when it is alone.
    pub family_size: u32,
}

/// The counts of one facet.
#[derive(Debug, Clone, Default)]
pub struct FacetCounts {
    /// Values with their counts: highest count first, then by value. Ticked values are always there.
    pub values: Vec<FacetValue>,
    /// The counts of the values that are not listed, added up.
    pub other: u64,
    /// Hits without any value.
    pub missing: u64,
    /// How many values there are in all.
    pub distinct: u64,
}

/// One value and how many hits have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// The value in its textual form (`MA`, `cyber/cybercrime`, `2024`).
    pub value: String,
    /// Hits that have it, every filter but this field's own applied.
    pub count: u64,
}

/// Counts over time.
#[derive(Debug, Clone, PartialEq)]
pub struct HistogramRequest {
    /// The width of a bucket.
    pub interval: Interval,
    /// The field to split every bucket by.
    pub by: Option<FacetField>,
}

/// The width of a bucket of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Interval {
    /// A day.
    Day,
    /// Monday to Sunday.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

impl Interval {
    /// Every interval, narrowest first.
    pub const ALL: [Interval; 4] = [Interval::Day, Interval::Week, Interval::Month, Interval::Year];

    /// Its name in the API.
    pub fn name(self) -> &'static str {
        match self {
            Interval::Day => "day",
            Interval::Week => "week",
            Interval::Month => "month",
            Interval::Year => "year",
        }
    }

    /// The interval with this name.
    pub fn from_name(name: &str) -> Option<Interval> {
        Self::ALL.into_iter().find(|interval| interval.name() == name)
    }
}

/// One bucket of time.
#[derive(Debug, Clone, PartialEq)]
pub struct HistogramBucket {
    /// Its first day, no more precise than the interval (a week by its Monday).
    pub start: PartialDate,
    /// Hits in it.
    pub count: u64,
    /// Hits in it by value, highest first.
    pub by: Vec<FacetValue>,
}

/// The count of a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrosstabCell {
    /// The row's value.
    pub row: String,
    /// The column's value.
    pub column: String,
    /// Hits with both.
    pub count: u64,
}
