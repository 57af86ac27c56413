//! The searcher: every question about an index, asked of any engine.

use std::sync::{Arc, LazyLock, Mutex};
use std::time::Instant;

use super::analysis::{AnalysisView, analyze_text};
use super::error::SearchError;
use super::facets::{Facets, labelled};
use super::hits::HitWriter;
use super::labels::Labels;
use super::marks::{Answers, Finder};
use super::results::{Expansion, Hit, QueryEcho, SearchResults};
use super::similar::{Telling, form_clause};
use super::suggest::LabelIndex;
use crate::analysis::{AnalysisCache, Analyzer};
use crate::codes::{CommuniqueId, LanguageCode};
use crate::communique::EnrichedCommunique;
use crate::config::Config;
use crate::engine::{
    CursorKey, Engine, EngineHit, EngineResults, EngineSearch, FacetRequest, Generation, Grouping, MatchMode,
    SortOrder,
};
use crate::query::{
    CompiledQuery, Cursor, Dictionary, Expand, FilterValue, Group, Match, Query, SearchRequest, Sort, Target,
    TermOptions, TermQuery, WordClause, compile,
};

/// The most analysis caches that are kept between searches: one for each thread that searches at once.
const MAX_CACHES: usize = 16;

/// How far the best hit must stand before the next to be beyond doubt though it lacks a word.
const CLEAR_LEAD: f32 = 1.3;
/// The first hits that it takes to see that.
const DOUBT: usize = 2;

/// Answers every question about an index. Cheap to clone, shared by all threads.
#[derive(Clone)]
pub struct Searcher {
    pub(super) engine: Arc<dyn Engine>,
    pub(super) config: Arc<Config>,
    pub(super) analyzer: Analyzer,
    pub(super) labels: Arc<Late<LabelIndex>>,
    dictionary: Arc<Late<Dictionary>>,
    caches: Arc<Mutex<Vec<AnalysisCache>>>,
}

/// What is made once, by whoever asks for it first.
pub(super) type Late<T> = LazyLock<T, Box<dyn FnOnce() -> T + Send>>;

/// What `make` makes of the rules, begun at once by a thread of its own.
fn soon<T: Send + Sync + 'static>(
    (config, analyzer): (Arc<Config>, Analyzer),
    make: fn(&Config, &Analyzer) -> T,
) -> Arc<Late<T>> {
    let late: Arc<Late<T>> = Arc::new(LazyLock::new(Box::new(move || make(&config, &analyzer))));
    let begun = Arc::clone(&late);
    // Without a thread to spare it is made when it is asked for.
    drop(std::thread::Builder::new().spawn(move || {
        LazyLock::force(&begun);
    }));
    late
}

/// A request in an engine's terms, with what is needed to show its answer.
pub(super) struct Prepared {
    /// What the engine is asked: no facets yet.
    pub search: EngineSearch,
    /// What to mark.
    pub targets: Vec<Target>,
    /// What was searched beside the words typed.
    pub expansions: Vec<Expansion>,
}

impl Searcher {
    /// A searcher over `engine`, which must have been built with this configuration and analyzer.
    /// Make it once, and clone it: a thread works for a fraction of a second on what the first query with words
    /// and the first completion need.
    pub fn new(engine: Arc<dyn Engine>, config: Arc<Config>, analyzer: Analyzer) -> Searcher {
        let rules = (Arc::clone(&config), analyzer.clone());
        let dictionary = soon(rules.clone(), Dictionary::new);
        let labels = soon(rules, LabelIndex::new);
        Searcher { engine, config, analyzer, labels, dictionary, caches: Arc::default() }
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

    /// When that generation was committed.
    pub fn changed(&self) -> jiff::Timestamp {
        self.engine.changed()
    }

    /// Answers a search.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResults, SearchError> {
        let started = Instant::now();
        let mut prepared = self.prepare(request);
        let facets = request.facets.iter();
        let facets =
            facets.map(|field| FacetRequest { field: *field, limit: request.facet_limit, prefix: None });
        prepared.search.facets = facets.collect();
        let found = self.answer(&mut prepared.search)?;
        let suggestion = self.correction(request, &prepared, found.total, found.relaxed)?;
        let labels = Labels::new(&self.config, request.locale);
        if found.relaxed {
            self.respell(&mut prepared.targets)?;
        }
        let facets = request.facets.iter().zip(found.facets);
        let facets = facets
            .map(|(field, counts)| (*field, labelled(*field, counts, request.selected(*field), &labels)));
        let facets = Facets(facets.collect());
        let hits = self.hits(found.hits, &prepared.targets, request.explain);
        Ok(SearchResults {
            query: echo(request, found.relaxed, prepared),
            total: found.total,
            took_ms: started.elapsed().as_secs_f64() * 1000.0,
            hits,
            facets,
            suggestion,
            next_cursor: found.next.map(|key| {
                let cursor = Cursor { rank: key.rank, tie: key.tie };
                cursor.encode(request.key())
            }),
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
        let mut asked = self.prepare(request).search;
        if self.may_be_hinted(&asked) {
            asked.hints = self.hints_before(&asked)?;
        }
        self.engine.for_each_match(&asked, &mut |stored| each(stored.document))?;
        Ok(())
    }

    /// The documents with these ids, in their order; those that there are.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn communiques(&self, ids: &[CommuniqueId]) -> Result<Vec<EnrichedCommunique>, SearchError> {
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            found.extend(self.engine.document(id)?.map(|stored| stored.document));
        }
        Ok(found)
    }

    /// The engine's answer, its later hits in the order that the names of the best one give.
    fn answer(&self, asked: &mut EngineSearch) -> Result<EngineResults, SearchError> {
        if !self.may_be_hinted(asked) {
            return Ok(self.engine.search(asked)?);
        }
        if asked.after.is_some() || asked.limit < DOUBT {
            asked.hints = self.hints_before(asked)?;
            return Ok(self.engine.search(asked)?);
        }
        let found = self.engine.search(asked)?;
        asked.hints = self.hints(&found)?;
        if asked.hints.is_empty() {
            return Ok(found);
        }
        // The same documents in another order: what was counted stands, and how many words they have.
        let match_mode = found.halvings.map_or(asked.match_mode, |halvings| MatchMode::Most { halvings });
        let ordered = EngineSearch { facets: Vec::new(), match_mode, ..asked.clone() };
        let EngineResults { hits, next, .. } = self.engine.search(&ordered)?;
        Ok(EngineResults { hits, next, ..found })
    }

    /// The hints of a search that does not see its first hits itself.
    fn hints_before(&self, asked: &EngineSearch) -> Result<Vec<WordClause>, SearchError> {
        let after = asked.after.as_ref().map(CursorKey::beginning);
        let first = EngineSearch { limit: DOUBT, after, facets: Vec::new(), ..asked.clone() };
        self.hints(&self.engine.search(&first)?)
    }

    fn may_be_hinted(&self, asked: &EngineSearch) -> bool {
        let is_relaxed = matches!(asked.match_mode, MatchMode::Auto { .. });
        is_relaxed && asked.sort == SortOrder::Relevance && asked.limit > 0 && asked.ranking.hint_weight > 0.0
    }

    /// The names in the best hit, where others had to be let in and it is beyond doubt: in a story told in many
    /// languages they are written alike (relevance feedback, Rocchio 1971, by names alone).
    fn hints(&self, found: &EngineResults) -> Result<Vec<WordClause>, SearchError> {
        let Some(best) = found.hits.first().filter(|_| found.relaxed) else { return Ok(Vec::new()) };
        let next = found.hits.get(1).map_or(0.0, |hit| hit.score);
        if !best.is_full && best.score < CLEAR_LEAD * next {
            return Ok(Vec::new());
        }
        let names = self.telling_words(&best.stored.document, Telling::Name)?;
        Ok(names.into_iter().map(form_clause).collect())
    }

    /// What the analyzer makes of `text` in `language`, or in the one it is detected to be in.
    pub fn analyze(&self, text: &str, language: Option<LanguageCode>) -> AnalysisView {
        analyze_text(&self.analyzer, text, language)
    }

    /// Shows hits, with the words of `targets` marked.
    pub(super) fn hits(&self, found: Vec<EngineHit>, targets: &[Target], explain: bool) -> Vec<Hit> {
        let finder = Finder::new(targets);
        self.with_cache(|cache| {
            let answers = Answers::new(&finder);
            let mut writer = HitWriter { analyzer: &self.analyzer, answers, targets, explain, cache };
            found.into_iter().map(|hit| writer.write(hit)).collect()
        })
    }

    /// The request in an engine's terms, without facets.
    pub(super) fn prepare(&self, request: &SearchRequest) -> Prepared {
        // In every language, whatever the filter says: a language's count is what ticking it would give.
        let languages = self.held_languages();
        let compiled = self.compile(&request.query.query, &languages, request.expand);
        let dates = request.dates.map(|dates| FilterValue::Date { from: dates.from, to: dates.to });
        let mut ranking = self.config.ranking.clone();
        if request.expand == Expand::Off {
            // What the best hit names is nothing that was typed.
            ranking.hint_weight = 0.0;
        }
        let search = EngineSearch {
            ranking,
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
            ..self.plain_search(compiled.terms)
        };
        let expansions = compiled.expansions.into_iter();
        let expansions = expansions.map(|found| Expansion {
            typed: found.typed,
            concept: found.concept,
            names: found.names,
        });
        Prepared { search, targets: compiled.targets, expansions: expansions.collect() }
    }

    /// A search for `terms` and nothing else: best first, no hits asked for yet.
    pub(super) fn plain_search(&self, terms: TermQuery) -> EngineSearch {
        EngineSearch {
            query: terms,
            match_mode: MatchMode::All,
            filters: Vec::new(),
            hints: Vec::new(),
            conditions: Vec::new(),
            sort: SortOrder::Relevance,
            limit: 0,
            after: None,
            grouping: Grouping::None,
            facets: Vec::new(),
            histogram: None,
            crosstab: None,
            ranking: self.config.ranking.clone(),
            today: jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date(),
        }
    }

    pub(super) fn compile(&self, query: &Query, languages: &[LanguageCode], expand: Expand) -> CompiledQuery {
        let options = TermOptions {
            analyzer: &self.analyzer,
            languages,
            ranking: &self.config.ranking,
            dictionary: (expand == Expand::On).then(|| &**self.dictionary),
        };
        self.with_cache(|cache| compile(query, &options, cache))
    }

    /// The languages that the index holds.
    pub(super) fn held_languages(&self) -> Vec<LanguageCode> {
        let held = self.engine.languages().into_iter().filter(|code| code.is_language());
        let held: Vec<LanguageCode> = held.collect();
        if held.is_empty() { vec![LanguageCode::UNDETERMINED] } else { held }
    }

    /// Lends a cache of analysed words, so that common ones are stemmed once in the service's life.
    pub(super) fn with_cache<T>(&self, work: impl FnOnce(&mut AnalysisCache) -> T) -> T {
        // A thread that panicked leaves the list as sound as it was: caches are only pushed and popped.
        let caches = || self.caches.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut cache = caches().pop().unwrap_or_default();
        let result = work(&mut cache);
        let mut caches = caches();
        if caches.len() < MAX_CACHES {
            caches.push(cache);
        }
        result
    }
}

fn echo(request: &SearchRequest, relaxed: bool, prepared: Prepared) -> QueryEcho {
    let warnings = request.query.warnings.iter().map(|warning| warning.sentence(request.locale));
    QueryEcho {
        q: request.q.clone(),
        understood: request.query.query.to_string(),
        relaxed,
        warnings: warnings.collect(),
        expansions: prepared.expansions,
        searched: request.explain.then(|| super::explain::searched(&prepared.targets)),
        tree: request.explain.then(|| super::tree::view(&request.query.query)),
    }
}
