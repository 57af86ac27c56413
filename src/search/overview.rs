//! What an index holds, seen as a whole: its sources, languages, topics and months, and what it lacks.

use super::counts::TimelineBucket;
use super::error::SearchError;
use super::facets::{Facet, FacetEntry};
use super::searcher::Searcher;
use crate::engine::Interval;
use crate::query::{FacetField, SearchRequest};

/// What an index holds. Documents are counted, not families.
#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// Documents in all.
    pub documents: u64,
    /// Documents by month, from the first dated one to the last, empty months in between included.
    pub months: Vec<TimelineBucket>,
    /// Documents by language.
    pub languages: Facet,
    /// Documents by topic.
    pub topics: Facet,
    /// Sources, the largest first.
    pub sources: Vec<SourceOverview>,
    /// Sources in all, listed or not.
    pub distinct_sources: u64,
    /// Documents of the sources that are not listed.
    pub other_sources: u64,
    /// Documents without a source.
    pub without_source: u64,
    /// Documents that are about no country.
    pub without_country: u64,
    /// Documents without a date.
    pub without_date: u64,
}

/// What there is of one source.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceOverview {
    /// The source and its documents.
    pub source: FacetEntry,
    /// Labels of the languages it writes in, the most frequent first.
    pub languages: Vec<String>,
    /// The first and the last year it was published in.
    pub years: Option<(String, String)>,
}

/// Sources that are listed.
const MAX_SOURCES: usize = 100;
/// More than there are topics, languages or years in any index.
const MAX_VALUES: usize = 500;

impl Searcher {
    /// What the index holds of `request`, whose grouping and filters are obeyed.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn overview(&self, request: &SearchRequest) -> Result<Overview, SearchError> {
        let counted = |facets: &[FacetField], facet_limit: usize| SearchRequest {
            facets: facets.to_vec(),
            facet_limit,
            limit: 0,
            ..request.clone()
        };
        let asked = [FacetField::Language, FacetField::Topic, FacetField::Country, FacetField::Year];
        let all = self.search(&counted(&asked, MAX_VALUES))?;
        let facet = |field| all.facets.get(field).cloned().unwrap_or_default();
        let sources = self.facet_values(FacetField::Source, &counted(&[], MAX_SOURCES), None, 0)?;
        let pairs = |cols| self.crosstab(&counted(&[], MAX_VALUES), FacetField::Source, cols);
        let (by_language, by_year) = (pairs(FacetField::Language)?, pairs(FacetField::Year)?);
        let source = |source: FacetEntry| {
            // The columns in which the source's row is not empty, and how much is in each.
            let columns = |table: &super::counts::Crosstab| -> Vec<(u64, String, String)> {
                let row = table.rows.iter().position(|row| row.value == source.value);
                let cells = row.and_then(|row| table.cells.get(row)).into_iter().flatten();
                let cols = cells.zip(&table.cols).filter(|(count, _)| **count > 0);
                cols.map(|(count, col)| (*count, col.value.clone(), col.label.clone())).collect()
            };
            let mut languages = columns(&by_language);
            languages.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.2.cmp(&b.2)));
            let years: Vec<String> = columns(&by_year).into_iter().map(|(_, year, _)| year).collect();
            SourceOverview {
                languages: languages.into_iter().map(|(_, _, label)| label).collect(),
                years: years.iter().min().cloned().zip(years.iter().max().cloned()),
                source,
            }
        };
        Ok(Overview {
            documents: all.total,
            months: self.timeline(&counted(&[], 0), Interval::Month, None)?.buckets,
            without_country: facet(FacetField::Country).missing,
            without_date: facet(FacetField::Year).missing,
            languages: facet(FacetField::Language),
            topics: facet(FacetField::Topic),
            sources: sources.values.into_iter().map(source).collect(),
            distinct_sources: sources.distinct,
            other_sources: sources.other,
            without_source: sources.missing,
        })
    }
}
