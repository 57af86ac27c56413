//! Counts over time and counts of pairs, in the shape of their JSON.

use serde::Serialize;
use utoipa::ToSchema;

use super::error::SearchError;
use super::facets::{FacetEntry, FacetPage, labelled};
use super::labels::Labels;
use super::searcher::Searcher;
use crate::date::PartialDate;
use crate::engine::{FacetCounts, FacetRequest, HistogramBucket, HistogramRequest, Interval};
use crate::query::{FacetField, ParamError, SearchRequest, TermQuery};

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

/// The width of a timeline's buckets: a month when not given.
///
/// # Errors
/// When it is none.
pub fn interval(given: Option<&str>) -> Result<Interval, ParamError> {
    let Some(name) = given else { return Ok(Interval::Month) };
    let names = Interval::ALL.iter().map(|interval| interval.name());
    Interval::from_name(name).ok_or_else(|| ParamError::not_one_of("interval", name, names))
}

/// More than there are countries with their subdivisions, topics or languages.
const MAX_CODES: usize = 2_000;

/// Whether the values of a field are codes with labels.
fn has_labels(field: FacetField) -> bool {
    match field {
        FacetField::Country
        | FacetField::MentionedCountry
        | FacetField::IssuerCountry
        | FacetField::Topic
        | FacetField::Language => true,
        FacetField::Source | FacetField::Organisation | FacetField::Person | FacetField::Year => false,
    }
}

impl Searcher {
    /// The values of one facet that begin with `prefix`, from the `offset`th on, `request.facet_limit` of them.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn facet_values(
        &self,
        field: FacetField,
        request: &SearchRequest,
        prefix: Option<&str>,
        offset: usize,
    ) -> Result<FacetPage, SearchError> {
        let mut asked = self.prepare(request).search;
        asked.limit = 0;
        // Codes are looked for by their labels, in any of which the engine knows none.
        let by_label = prefix.filter(|_| has_labels(field));
        let limit = if by_label.is_some() { MAX_CODES } else { offset.saturating_add(request.facet_limit) };
        let prefix = if by_label.is_some() { None } else { prefix.map(str::to_owned) };
        asked.facets = vec![FacetRequest { field, limit, prefix }];
        let mut counts = self.engine.search(&asked)?.facets.pop().unwrap_or_default();
        if let Some(typed) = by_label {
            let wanted = self.labels.values_of(field, &self.analyzer.forms(typed).join(" "));
            let typed = typed.trim().to_lowercase();
            let is_wanted = |value: &str| wanted.contains(&value) || value.to_lowercase().starts_with(&typed);
            counts.values.retain(|counted| is_wanted(&counted.value));
            counts.distinct = counts.values.len() as u64;
            counts.other = 0;
        }
        let distinct = counts.distinct;
        let labels = Labels::new(&self.config, request.locale);
        let facet = labelled(field, counts, request.selected(field), &labels);
        let listed = facet.values.len();
        let before = facet.values.iter().skip(offset + request.facet_limit).map(|value| value.count);
        let other = facet.other + before.sum::<u64>();
        let values: Vec<FacetEntry> =
            facet.values.into_iter().skip(offset).take(request.facet_limit).collect();
        let next = offset + values.len();
        let more = !values.is_empty() && (next as u64) < distinct.max(listed as u64);
        Ok(FacetPage {
            field: field.name().to_owned(),
            values,
            other,
            missing: facet.missing,
            distinct,
            next_cursor: more.then(|| next.to_string()),
        })
    }

    /// Counts over time, split by a field when one is given.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn timeline(
        &self,
        request: &SearchRequest,
        interval: Interval,
        by: Option<FacetField>,
    ) -> Result<Timeline, SearchError> {
        let mut asked = self.prepare(request).search;
        asked.limit = 0;
        asked.histogram = Some(HistogramRequest { interval, by });
        let found = self.engine.search(&asked)?;
        let labels = Labels::new(&self.config, request.locale);
        let bucket = |bucket: HistogramBucket| TimelineBucket {
            start: bucket.start,
            count: bucket.count,
            by: by.map_or_else(Vec::new, |field| {
                let counts = FacetCounts { values: bucket.by, ..Default::default() };
                labelled(field, counts, request.selected(field), &labels).values
            }),
        };
        Ok(Timeline {
            interval: interval.name().to_owned(),
            by: by.map(|field| field.name().to_owned()),
            total: found.total,
            buckets: found.histogram.into_iter().map(bucket).collect(),
        })
    }

    /// Counts of pairs, with margins.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn crosstab(
        &self,
        request: &SearchRequest,
        rows: FacetField,
        cols: FacetField,
    ) -> Result<Crosstab, SearchError> {
        let mut asked = self.prepare(request).search;
        asked.limit = 0;
        // The margins are counts of hits under every filter, so the filters become conditions.
        asked.query =
            TermQuery::And(
                std::iter::once(asked.query)
                    .chain(asked.filters.drain(..).map(|filter| {
                        TermQuery::Or(filter.any_of.into_iter().map(TermQuery::Filter).collect())
                    }))
                    .collect(),
            );
        let facet = |field| FacetRequest { field, limit: request.facet_limit, prefix: None };
        asked.facets = vec![facet(rows), facet(cols)];
        asked.crosstab = Some((rows, cols));
        let mut found = self.engine.search(&asked)?;
        let labels = Labels::new(&self.config, request.locale);
        let margin = |field, counts| -> Vec<CrosstabValue> {
            let values = labelled(field, counts, &[], &labels).values.into_iter();
            let value = |entry: FacetEntry| CrosstabValue {
                value: entry.value,
                label: entry.label,
                count: entry.count,
            };
            values.map(value).collect()
        };
        let col_counts = found.facets.pop().unwrap_or_default();
        let row_counts = found.facets.pop().unwrap_or_default();
        let (row_values, col_values) = (margin(rows, row_counts), margin(cols, col_counts));
        let mut cells = vec![vec![0; col_values.len()]; row_values.len()];
        for cell in found.crosstab {
            let row = row_values.iter().position(|value| value.value == cell.row);
            let col = col_values.iter().position(|value| value.value == cell.column);
            if let (Some(row), Some(col)) = (row, col) {
                cells[row][col] = cell.count;
            }
        }
        Ok(Crosstab {
            rows_field: rows.name().to_owned(),
            cols_field: cols.name().to_owned(),
            rows: row_values,
            cols: col_values,
            cells,
            total: found.total,
        })
    }
}
