//! The searcher: every question, asked of any engine.

use std::sync::Arc;
use std::time::Instant;

use super::analysis::{AnalysisView, analyze_text};
use super::counts::{Crosstab, CrosstabValue, Timeline, TimelineBucket};
use super::document::{DocumentView, FamilyMember, FamilyView};
use super::error::SearchError;
use super::facets::{FacetEntry, FacetPage, Facets, labelled};
use super::labels::Labels;
use super::results::{Hit, HitFamily, QueryEcho, SearchResults};
use super::suggest::Suggestions;
use crate::analysis::Analyzer;
use crate::codes::{CommuniqueId, LanguageCode};
use crate::communique::EnrichedCommunique;
use crate::config::Config;
use crate::engine::{
    CursorKey, Engine, EngineHit, EngineSearch, FacetRequest, Generation, Grouping, HistogramRequest,
    Interval, MatchMode, SortOrder, StoredDocument,
};
use crate::query::{
    Cursor, FacetField, FilterValue, Group, Match, SearchRequest, Sort, TermOptions, compile,
};

/// Answers every question about an index. Cheap to clone, shared by all threads.
#[derive(Clone)]
pub struct Searcher {
    engine: Arc<dyn Engine>,
    config: Arc<Config>,
    analyzer: Analyzer,
}

impl Searcher {
    /// A searcher over `engine`, which must have been built with this configuration and analyzer.
    pub fn new(engine: Arc<dyn Engine>, config: Arc<Config>, analyzer: Analyzer) -> Searcher {
        Searcher { engine, config, analyzer }
    }

    /// The engine that answers.
    pub fn engine(&self) -> &dyn Engine {
        &*self.engine
    }

    /// The configuration.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The generation of the index that calls from now on see; what validates cached answers.
    pub fn generation(&self) -> Generation {
        self.engine.generation()
    }

    /// Answers a search.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResults, SearchError> {
        let started = Instant::now();
        let mut asked = self.engine_search(request);
        asked.facets = request
            .facets
            .iter()
            .map(|field| FacetRequest { field: *field, limit: request.facet_limit, prefix: None })
            .collect();
        let found = self.engine.search(&asked)?;
        let labels = Labels::new(&self.config, request.locale);
        let facets = request.facets.iter().zip(found.facets);
        let facets = facets
            .map(|(field, counts)| (*field, labelled(*field, counts, request.selected(*field), &labels)))
            .collect();
        Ok(SearchResults {
            query: QueryEcho {
                q: request.q.clone(),
                understood: request.query.query.to_string(),
                relaxed: found.relaxed,
                warnings: request
                    .query
                    .warnings
                    .iter()
                    .map(|warning| warning.sentence(request.locale))
                    .collect(),
                expansions: Vec::new(),
                tree: request.explain.then(|| format!("{:#?}", request.query.query)),
            },
            total: found.total,
            took_ms: started.elapsed().as_secs_f64() * 1000.0,
            hits: found.hits.into_iter().map(hit).collect(),
            facets: Facets(facets),
            suggestion: None,
            next_cursor: found.next.map(|key| {
                let cursor = Cursor { rank: key.rank, tie: key.tie };
                cursor.encode(request.key())
            }),
        })
    }

    /// One whole document, its words of `q` marked; `None` when there is none with this id.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn document(
        &self,
        id: &CommuniqueId,
        q: Option<&str>,
        locale: LanguageCode,
    ) -> Result<Option<DocumentView>, SearchError> {
        let Some(stored) = self.engine.document(id)? else { return Ok(None) };
        let _ = q;
        let family = self.family(&stored)?;
        let labels = Labels::new(&self.config, locale);
        Ok(Some(super::document::view(stored.document, family, &labels)))
    }

    fn family(&self, stored: &StoredDocument) -> Result<FamilyView, SearchError> {
        let ids = self.engine.family(stored.family)?;
        let mut members = Vec::new();
        for id in ids.iter().filter(|id| **id != stored.document.id).take(FamilyView::MAX_MEMBERS) {
            let Some(member) = self.engine.document(id)? else { continue };
            let EnrichedCommunique { id, title, source, date, url, .. } = member.document;
            members.push(FamilyMember { id, title, source, date, url });
        }
        let size = u32::try_from(ids.len().max(1)).unwrap_or(u32::MAX);
        Ok(FamilyView { id: format!("{:x}", stored.family.0), size, members })
    }

    /// The documents nearest to one, nearest first, copies of it left out; `None` when there is none with this id.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn similar(&self, id: &CommuniqueId, limit: usize) -> Result<Option<Vec<Hit>>, SearchError> {
        let Some(_stored) = self.engine.document(id)? else { return Ok(None) };
        let _ = limit;
        Ok(Some(Vec::new()))
    }

    /// Completions for the last word of `q`, with labels in `locale`.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn suggest(&self, q: &str, _locale: LanguageCode) -> Result<Suggestions, SearchError> {
        Ok(Suggestions { q: q.to_owned(), suggestions: Vec::new() })
    }

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
        let mut asked = self.engine_search(request);
        asked.limit = 0;
        let limit = offset.saturating_add(request.facet_limit);
        asked.facets = vec![FacetRequest { field, limit, prefix: prefix.map(str::to_owned) }];
        let counts = self.engine.search(&asked)?.facets.pop().unwrap_or_default();
        let distinct = counts.distinct;
        let labels = Labels::new(&self.config, request.locale);
        let facet = labelled(field, counts, request.selected(field), &labels);
        let listed = facet.values.len();
        let values: Vec<FacetEntry> =
            facet.values.into_iter().skip(offset).take(request.facet_limit).collect();
        let next = offset + values.len();
        let more = !values.is_empty() && (next as u64) < distinct.max(listed as u64);
        Ok(FacetPage {
            field: field.name().to_owned(),
            values,
            other: facet.other,
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
        let mut asked = self.engine_search(request);
        asked.limit = 0;
        asked.histogram = Some(HistogramRequest { interval, by });
        let found = self.engine.search(&asked)?;
        let labels = Labels::new(&self.config, request.locale);
        let bucket = |bucket: crate::engine::HistogramBucket| TimelineBucket {
            start: bucket.start,
            count: bucket.count,
            by: by.map_or_else(Vec::new, |field| {
                let counts = crate::engine::FacetCounts { values: bucket.by, ..Default::default() };
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
        let mut asked = self.engine_search(request);
        asked.limit = 0;
        // The margins are counts of hits under every filter, so the filters become conditions.
        asked.query = crate::query::TermQuery::And(
            std::iter::once(asked.query)
                .chain(asked.filters.drain(..).map(|filter| {
                    crate::query::TermQuery::Or(
                        filter.any_of.into_iter().map(crate::query::TermQuery::Filter).collect(),
                    )
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

    /// Calls `each` with every match in the order asked for, until it returns `false`; at constant memory.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn export(
        &self,
        request: &SearchRequest,
        each: &mut dyn FnMut(EnrichedCommunique) -> bool,
    ) -> Result<(), SearchError> {
        let asked = self.engine_search(request);
        self.engine.for_each_match(&asked, &mut |stored| each(stored.document))?;
        Ok(())
    }

    /// What the analyzer makes of `text` in `language`, or in the one it is detected to be in.
    pub fn analyze(&self, text: &str, language: Option<LanguageCode>) -> AnalysisView {
        analyze_text(&self.analyzer, text, language)
    }

    /// The request in an engine's terms, without facets.
    fn engine_search(&self, request: &SearchRequest) -> EngineSearch {
        let languages = self.languages(request);
        let options = TermOptions {
            analyzer: &self.analyzer,
            languages: &languages,
            ranking: &self.config.ranking,
            dictionary: None,
        };
        let dates = request.dates.map(|dates| FilterValue::Date { from: dates.from, to: dates.to });
        EngineSearch {
            query: compile(&request.query.query, &options, &mut Default::default()).terms,
            match_mode: match request.match_mode {
                Match::Auto => MatchMode::Auto { relax_below: self.config.ranking.relax_below },
                Match::All => MatchMode::All,
                Match::Any => MatchMode::Any,
            },
            filters: request.filters.clone(),
            conditions: dates.into_iter().collect(),
            sort: match request.sort {
                Sort::Relevance => SortOrder::Relevance,
                Sort::Newest => SortOrder::Newest,
                Sort::Oldest => SortOrder::Oldest,
            },
            limit: request.limit,
            after: request.cursor.map(|cursor| CursorKey { rank: cursor.rank, tie: cursor.tie }),
            grouping: match request.group {
                Group::Family => Grouping::Family,
                Group::None => Grouping::None,
            },
            facets: Vec::new(),
            histogram: None,
            crosstab: None,
            ranking: self.config.ranking.clone(),
            today: jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date(),
        }
    }

    /// The languages that words are analysed in: those asked for, else those the index holds.
    fn languages(&self, request: &SearchRequest) -> Vec<LanguageCode> {
        let asked: Vec<LanguageCode> = request
            .selected(FacetField::Language)
            .iter()
            .filter_map(|value| match value {
                FilterValue::Language(code) if code.is_language() => Some(*code),
                _ => None,
            })
            .collect();
        if !asked.is_empty() {
            return asked;
        }
        let held: Vec<LanguageCode> =
            self.engine.languages().into_iter().filter(|code| code.is_language()).collect();
        if held.is_empty() { vec![LanguageCode::UNDETERMINED] } else { held }
    }
}

fn hit(found: EngineHit) -> Hit {
    let document = found.stored.document;
    Hit {
        title_highlighted: String::new(),
        snippet: String::new(),
        language: document.main_language(),
        countries: document.primary_countries().collect(),
        topics: document.topics.iter().map(|tag| tag.path.clone()).collect(),
        organisations: document.organisations.iter().map(|tag| tag.name.clone()).collect(),
        score: found.score,
        family: HitFamily { id: format!("{:x}", found.stored.family.0), size: found.family_size },
        matched: None,
        id: document.id,
        title: document.title,
        url: document.url,
        source: document.source,
        date: document.date,
    }
}
