//! Counts over time and counts of pairs, in the shape of their JSON.

use serde::Serialize;
use utoipa::ToSchema;

use super::facets::FacetEntry;
use crate::date::PartialDate;

/// Counts over time.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Timeline {
    /// `day`, `week`, `month` or `year`.
    pub interval: String,
    /// The field every bucket is split by.
    pub by: Option<String>,
    /// Hits in all, dated or not.
    pub total: u64,
    /// Buckets, earliest first, empty ones in between included.
    pub buckets: Vec<TimelineBucket>,
}

/// One bucket of time.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TimelineBucket {
    /// Its first day, no more precise than the interval; a week by its Monday.
    #[schema(value_type = String)]
    pub start: PartialDate,
    /// Hits in it.
    pub count: u64,
    /// Hits in it by value, highest first; empty without `by`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<FacetEntry>,
}

/// Counts of pairs with their margins. A hit with several values counts in several cells,
/// so that margins are counts of hits, not sums of cells.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Crosstab {
    /// The field of the rows.
    pub rows_field: String,
    /// The field of the columns.
    pub cols_field: String,
    /// Rows, highest count first, then by label.
    pub rows: Vec<CrosstabValue>,
    /// Columns, highest count first, then by label.
    pub cols: Vec<CrosstabValue>,
    /// Hits with both, row by row in the order of `rows`, each in the order of `cols`.
    pub cells: Vec<Vec<u64>>,
    /// Hits in all.
    pub total: u64,
}

/// A row or a column: its value and its margin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CrosstabValue {
    /// The value to filter by.
    pub value: String,
    /// Its name in the language asked for.
    pub label: String,
    /// Hits that have it.
    pub count: u64,
}
