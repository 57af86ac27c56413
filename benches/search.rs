//! What does a search cost over HTTP, against the same tantivy query in process and an empty handler?
//!
//! One index, one process, everything interleaved: for each kind of query the bare tantivy query on the
//! same terms (20 best, their number; and the values of five facets; and the documents of the 20 with tantivy's own
//! snippets), our search in process and over HTTP, bare and with five multi-select facets, families and highlights;
//! then 1, 8 and 64 connections at once; then what depth, date and filters cost. `cargo bench --bench search` takes the releases;
//! `-- --documents N --dir DIR` an index that the bench `footprint` made; `-- --smoke` only checks answers.

#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

mod bare;
mod data;
mod service;

use std::hint::black_box;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use vigie::analysis::{AnalysisCache, Analyzer};
use vigie::config::Config;
use vigie::engine::embedded::EmbeddedEngine;
use vigie::engine::{Engine, EngineSearch, FacetRequest, Grouping, MatchMode, SortOrder};
use vigie::http::{LayerOptions, ServiceState, router};
use vigie::query::{
    Dictionary, FacetField, Filter, FilterValue, SearchParams, SearchRequest, TermOptions, TermQuery,
    compile, parse,
};
use vigie::search::Searcher;

use service::{Connection, encoded, percentile, serve};

/// The most that a search with everything may take over HTTP, against tantivy's own query with its own collectors,
/// at the median and at the 99th percentile.
const MOST_FOR_HTTP: (f64, f64) = (1.5, 2.0);
/// The most that a word without facets may take over HTTP, against tantivy's own query, the floor of HTTP aside.
const MOST_FOR_A_WORD: f64 = 1.2;
/// The most that filters may add to counting five facets.
const MOST_FOR_FILTERS: f64 = 2.0;
/// The most that a deep page, or one by date, may cost against the first by relevance.
const MOST_FOR_DEPTH: f64 = 1.1;

/// Without facets and families, as tantivy answers.
const BARE: &str = "&facets=&group=none&expand=off&match=all";

struct Bench {
    config: Arc<Config>,
    engine: Arc<EmbeddedEngine>,
    searcher: Searcher,
    analyzer: Analyzer,
    tantivy: bare::Bare,
    pages: bare::Pages,
    dictionary: Dictionary,
    service: SocketAddr,
    empty: SocketAddr,
    rounds: usize,
}

fn main() {
    let smoke = data::is_smoke();
    let temporary = tempfile::tempdir().unwrap();
    let plain = tempfile::tempdir().unwrap();
    let dir = match (data::argument("--documents"), data::argument("--dir")) {
        (Some(documents), Some(dir)) => PathBuf::from(dir).join(format!("{documents}.index")),
        _ => {
            let collection =
                data::Collection::load(data::Source::Releases, if smoke { 1 << 18 } else { 64 << 20 });
            println!("{}: {} documents", collection.origin, collection.records.len());
            bare::write_vigie(temporary.path(), collection.ndjson(), 2, 100_000_000);
            temporary.path().to_owned()
        }
    };
    // The releases, however many documents are searched: what is shown of them is a page's worth.
    let shown = data::Collection::load(data::Source::Releases, if smoke { 1 << 18 } else { 64 << 20 });
    bare::write_bare(plain.path(), &shown.records, 1, 100_000_000);
    let bench = Bench::open(&dir, plain.path(), if smoke { 2 } else { 30 });
    println!("{} documents", bench.engine.document_count());
    let ratios = bench.kinds();
    bench.connections();
    let depth = bench.depth();
    let filters = bench.filters();
    if !smoke {
        assert!(ratios.everything.0 <= MOST_FOR_HTTP.0, "a search takes too long");
        assert!(ratios.everything.1 <= MOST_FOR_HTTP.1, "the slowest searches take too long");
        assert!(ratios.word <= MOST_FOR_A_WORD, "a word takes too long");
        assert!(depth <= MOST_FOR_DEPTH, "deep pages have become too slow");
        assert!(filters <= MOST_FOR_FILTERS, "multi-select counts have become too slow");
    }
}

/// What was measured of each kind of query.
struct Ratios {
    /// HTTP with everything against tantivy's query with facets: medians and 99th percentiles.
    everything: (f64, f64),
    /// A word over HTTP less the floor, against tantivy's own query.
    word: f64,
}

impl Bench {
    fn open(dir: &std::path::Path, plain: &std::path::Path, rounds: usize) -> Bench {
        let config = Arc::new(Config::built_in().unwrap());
        let analyzer = Analyzer::new(config.languages.clone());
        let engine = Arc::new(EmbeddedEngine::open(dir, &config).unwrap());
        let searcher = Searcher::new(Arc::clone(&engine) as _, Arc::clone(&config), analyzer.clone());
        let service = router(ServiceState::new(searcher.clone(), None, Vec::new()), &LayerOptions::default());
        let empty = Router::new().fallback(|| async {});
        let (service, empty) = (serve(service), serve(empty));
        let tantivy = bare::Bare::open(dir, Arc::clone(&engine));
        let (pages, dictionary) = (bare::Pages::open(plain), Dictionary::new(&config, &analyzer));
        Bench { config, engine, searcher, analyzer, tantivy, pages, dictionary, service, empty, rounds }
    }

    /// The terms of a query, in other languages too when `dictionary` is given.
    fn terms(&self, text: &str, dictionary: Option<&Dictionary>) -> TermQuery {
        let options = TermOptions {
            analyzer: &self.analyzer,
            languages: &self.engine.languages(),
            ranking: &self.config.ranking,
            dictionary,
        };
        compile(&parse(text).query, &options, &mut AnalysisCache::default()).terms
    }

    fn request(&self, text: &str, is_bare: bool) -> SearchRequest {
        let some = |value: &str| is_bare.then(|| value.to_owned());
        let params = SearchParams {
            q: Some(text.to_owned()),
            facets: some("").into_iter().collect(),
            group: some("none"),
            expand: some("off"),
            match_mode: some("all"),
            ..SearchParams::default()
        };
        SearchRequest::check(&params, &self.config).unwrap()
    }

    /// Every kind of query, each way in turn.
    fn kinds(&self) -> Ratios {
        let mut http = Connection::open(self.service).unwrap();
        let mut floor = Connection::open(self.empty).unwrap();
        let mut all: [Vec<Duration>; 7] = Default::default();
        let (mut words, mut floors) = (Vec::new(), Vec::new());
        println!(
            "{:40} {:>8} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}",
            "median, ms; + is with everything",
            "hits",
            "tantivy",
            "process",
            "http",
            "tantivy+",
            "process+",
            "http+",
            "shown"
        );
        for (kind, text) in data::QUERIES {
            let query = self.tantivy.query(&self.terms(text, None));
            let wide = self.terms(text, Some(&self.dictionary));
            let (strict, lenient) = (self.tantivy.query(&wide), self.tantivy.query(&any_of(&wide)));
            // What we answer when few documents have every word: those with some follow.
            let with_facets = || {
                let found = self.tantivy.search_with_facets(&*strict);
                let relaxes = (found as u64) < u64::from(self.config.ranking.relax_below);
                if relaxes { self.tantivy.search_with_facets(&*lenient) } else { found }
            };
            let (bare, full) = (self.request(text, true), self.request(text, false));
            let (bare_path, full_path) = (
                format!("/api/v1/search?q={}{BARE}", encoded(text)),
                format!("/api/v1/search?q={}", encoded(text)),
            );
            let total = self.searcher.search(&bare).unwrap().total;
            let expected = self.tantivy.search(&*query);
            assert_eq!(total, expected as u64, "{text}: tantivy finds another number");
            let page = self.pages.page(text);
            let mut times: [Vec<Duration>; 7] = Default::default();
            for _ in 0..self.rounds {
                times[0].push(timed(|| self.tantivy.search(&*query)));
                times[1].push(timed(|| self.searcher.search(&bare).unwrap()));
                times[2].push(timed(|| assert_eq!(http.get(&bare_path).unwrap().0, 200)));
                times[3].push(timed(with_facets));
                times[4].push(timed(|| self.searcher.search(&full).unwrap()));
                times[5].push(timed(|| assert_eq!(http.get(&full_path).unwrap().0, 200)));
                times[6].push(timed(|| {
                    with_facets();
                    self.pages.show(&page);
                }));
                floors.push(timed(|| floor.get("/").unwrap()));
            }
            times.iter_mut().for_each(|times| times.sort_unstable());
            let medians = times.each_ref().map(|times| percentile(times, 0.5));
            println!(
                "{:40} {total:8} {:9.3} {:9.3} {:9.3} {:9.3} {:9.3} {:9.3} {:9.3}",
                format!("{kind}: {text}"),
                ms(medians[0]),
                ms(medians[1]),
                ms(medians[2]),
                ms(medians[3]),
                ms(medians[4]),
                ms(medians[5]),
                ms(medians[6])
            );
            if kind == "one word" {
                words.push((medians[0], medians[2]));
            }
            all.iter_mut().zip(&times).for_each(|(all, times)| all.extend_from_slice(times));
        }
        floors.sort_unstable();
        all.iter_mut().for_each(|times| times.sort_unstable());
        let at = |which: usize, part| percentile(&all[which], part);
        let names = [
            "tantivy",
            "process",
            "http",
            "tantivy with facets",
            "process, everything",
            "http, everything",
            "tantivy with facets, shown",
        ];
        for (which, name) in names.into_iter().enumerate() {
            println!(
                "{name:26} p50 {:.3} p95 {:.3} p99 {:.3} ms",
                ms(at(which, 0.5)),
                ms(at(which, 0.95)),
                ms(at(which, 0.99))
            );
        }
        let floor = percentile(&floors, 0.5);
        let ratio = |which, part| ms(at(5, part)) / ms(at(which, part));
        let sum = |times: &mut dyn Iterator<Item = Duration>| times.sum::<Duration>().as_secs_f64();
        let bare = sum(&mut words.iter().map(|word| word.0));
        let word = sum(&mut words.iter().map(|word| word.1.saturating_sub(floor))) / bare;
        println!(
            "floor of HTTP {:.3} ms; a word over HTTP, less the floor, against tantivy: {word:.2} (at most {MOST_FOR_A_WORD})",
            ms(floor)
        );
        println!(
            "HTTP with everything against ours in process: p50 {:.2} p99 {:.2}",
            ratio(4, 0.5),
            ratio(4, 0.99)
        );
        println!(
            "HTTP with everything against tantivy with facets and 20 hits shown: p50 {:.2} p99 {:.2}",
            ratio(6, 0.5),
            ratio(6, 0.99)
        );
        let everything = (ratio(3, 0.5), ratio(3, 0.99));
        println!(
            "HTTP with everything against tantivy with facets: p50 {:.2} p99 {:.2} (at most {MOST_FOR_HTTP:?})",
            everything.0, everything.1
        );
        Ratios { everything, word }
    }

    /// The mix from several connections at once, ours and the empty handler's.
    fn connections(&self) {
        for connections in [1, 8, 64] {
            for (name, address) in [("empty", self.empty), ("search", self.service)] {
                let each = (self.rounds * 4 / connections).max(1);
                let started = Instant::now();
                let workers: Vec<_> = (0..connections)
                    .map(|worker| std::thread::spawn(move || ask(address, worker, each)))
                    .collect();
                let mut times: Vec<Duration> =
                    workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect();
                let seconds = started.elapsed().as_secs_f64();
                times.sort_unstable();
                let at = |part| ms(percentile(&times, part));
                println!(
                    "{name:6} {connections:2} connections: {:7.0}/s p50 {:.2} p95 {:.2} p99 {:.2} ms",
                    times.len() as f64 / seconds,
                    at(0.5),
                    at(0.95),
                    at(0.99)
                );
            }
        }
    }

    fn search(&self, query: TermQuery) -> EngineSearch {
        EngineSearch {
            query,
            match_mode: MatchMode::Auto { relax_below: self.config.ranking.relax_below },
            filters: Vec::new(),
            hints: Vec::new(),
            conditions: Vec::new(),
            sort: SortOrder::Relevance,
            limit: 20,
            after: None,
            grouping: Grouping::Family,
            facets: Vec::new(),
            histogram: None,
            crosstab: None,
            ranking: self.config.ranking.clone(),
            today: jiff::civil::date(2026, 1, 1),
        }
    }

    fn median(&self, search: &EngineSearch) -> f64 {
        let mut times: Vec<Duration> =
            (0..self.rounds).map(|_| timed(|| self.engine.search(search).unwrap())).collect();
        times.sort_unstable();
        ms(percentile(&times, 0.5))
    }

    /// A deep page and the first by date, against the first by relevance: the worst of them.
    fn depth(&self) -> f64 {
        let first = EngineSearch { facets: facets(), ..self.search(self.terms("police", None)) };
        let mut deep = EngineSearch { limit: 100, ..first.clone() };
        for _ in 0..20 {
            match self.engine.search(&deep).unwrap().next {
                Some(next) => deep.after = Some(next),
                None => break,
            }
        }
        deep.limit = first.limit;
        let newest = EngineSearch { sort: SortOrder::Newest, ..first.clone() };
        let (first, deep, newest) = (self.median(&first), self.median(&deep), self.median(&newest));
        println!(
            "against page one by relevance: a deep page {:.2}, the newest {:.2}",
            deep / first,
            newest / first
        );
        (deep / first).max(newest / first)
    }

    /// Counting five facets with two filters, of which each is left out of its own counts, against counting without.
    fn filters(&self) -> f64 {
        // A condition that everything meets keeps the answer from being a kept one.
        let everything = TermQuery::Not(Box::new(TermQuery::Nothing));
        let plain = EngineSearch { facets: facets(), limit: 0, ..self.search(everything) };
        let found = self.engine.search(&plain).unwrap();
        let filters = found.facets.iter().zip(FACETS).filter_map(|(counts, field)| {
            let value = &counts.values.first()?.value;
            let value = match field {
                FacetField::Country => FilterValue::Country(value.parse().ok()?),
                FacetField::Language => FilterValue::Language(value.parse().ok()?),
                _ => return None,
            };
            Some(Filter { field, any_of: vec![value] })
        });
        let filtered = EngineSearch { filters: filters.collect(), ..plain.clone() };
        for (own, counts) in found.facets.iter().zip(&self.engine.search(&filtered).unwrap().facets) {
            let most = |counts: &vigie::engine::FacetCounts| counts.values.first().map(|value| value.count);
            assert!(most(counts) <= most(own));
        }
        let ratio = self.median(&filtered) / self.median(&plain);
        println!("five facets of everything, two filters against none: {ratio:.2}");
        ratio
    }
}

/// The same query, satisfied by any of the words typed side by side.
fn any_of(query: &TermQuery) -> TermQuery {
    match query {
        TermQuery::Side(words) => TermQuery::Or(words.clone()),
        query => query.clone(),
    }
}

const FACETS: [FacetField; 5] =
    [FacetField::Country, FacetField::Topic, FacetField::Language, FacetField::Source, FacetField::Year];

fn facets() -> Vec<FacetRequest> {
    FACETS.map(|field| FacetRequest { field, limit: 20, prefix: None }).into()
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let started = Instant::now();
    black_box(work());
    started.elapsed()
}

/// The times of `each` rounds of the whole mix over one connection, begun at another place by each worker.
fn ask(address: SocketAddr, worker: usize, each: usize) -> Vec<Duration> {
    let mut connection = Connection::open(address).unwrap();
    let mut times = Vec::new();
    for number in 0..each * data::QUERIES.len() {
        let (_, text) = data::QUERIES[(number + worker) % data::QUERIES.len()];
        let path = format!("/api/v1/search?q={}", encoded(text));
        times.push(timed(|| assert!(connection.get(&path).unwrap().0 == 200)));
    }
    times
}
