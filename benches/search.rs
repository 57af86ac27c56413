//! What do facets, families and deep pages cost, against the search alone?
//!
//! All in this process, on one index: each kind of query of a realistic mix by itself, with five
//! multi-select facets, on a deep page and by date; the counts with filters against plain counts.
//! Run `cargo bench --bench search`; `-- --smoke` searches little and only checks the answers.

#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

mod data;

use std::io::Cursor;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use vigie::analysis::{AnalysisCache, Analyzer};
use vigie::config::Config;
use vigie::engine::embedded::{EmbeddedEngine, EmbeddedWriter, WriterOptions};
use vigie::engine::{Engine, EngineSearch, FacetRequest, Grouping, MatchMode, SortOrder};
use vigie::enrich::Enricher;
use vigie::pipeline::{Input, PipelineOptions, run};
use vigie::query::{FacetField, Filter, FilterValue, TermOptions, TermQuery, compile, parse};

/// The most that filters may add to counting five facets.
const MOST_FOR_FILTERS: f64 = 2.0;

/// The most that a deep page may cost against the first.
const MOST_FOR_DEPTH: f64 = 1.5;

const QUERIES: [(&str, &str); 9] = [
    ("one word", "police"),
    ("two words", "ministre affaires"),
    ("five words", "le roi de la ville de Paris et la guerre"),
    ("common", "homme"),
    ("phrase", "\"la porte de\""),
    ("prefix", "gouvern*"),
    ("fuzzy", "goverment~1"),
    ("excluding", "homme -femme"),
    ("no match", "zzyzx"),
];

const FACETS: [FacetField; 5] =
    [FacetField::Country, FacetField::Topic, FacetField::Language, FacetField::Source, FacetField::Year];

fn main() {
    let smoke = std::env::args().any(|argument| argument == "--smoke" || argument == "--test");
    let prose = data::FrenchProse::load(if smoke { 1 << 20 } else { 40 << 20 });
    let dir = tempfile::tempdir().unwrap();
    let config = Config::built_in().unwrap();
    let analyzer = Analyzer::new(config.languages.clone());
    build(dir.path(), &config, &analyzer, &prose.documents);
    let engine = EmbeddedEngine::open(dir.path(), &config).unwrap();
    assert_eq!(engine.document_count(), prose.documents.len() as u64);
    println!("{}: {} documents, {:.1} MB", prose.origin, prose.documents.len(), prose.bytes() as f64 / 1e6);
    let rounds = if smoke { 3 } else { 200 };
    let languages = engine.languages();
    for (name, text) in QUERIES {
        let options = TermOptions {
            analyzer: &analyzer,
            languages: &languages,
            ranking: &config.ranking,
            dictionary: None,
        };
        let query = compile(&parse(text).query, &options, &mut AnalysisCache::default()).terms;
        let plain = search(query, &config);
        let counted = EngineSearch { facets: facets(), grouping: Grouping::Family, ..plain.clone() };
        let total = engine.search(&plain).unwrap().total;
        assert!(engine.search(&counted).unwrap().total <= total);
        let (alone, with_facets) = (median(&engine, &plain, rounds), median(&engine, &counted, rounds));
        println!(
            "{name:12} {total:7} hits {:8.3} ms, with facets and families {:8.3} ms ({:.2})",
            ms(alone),
            ms(with_facets),
            with_facets.as_secs_f64() / alone.as_secs_f64()
        );
    }
    let filters = filters_against_plain(&engine, &config, rounds);
    let depth = depth_against_first(&engine, &config, rounds);
    assert!(smoke || filters <= MOST_FOR_FILTERS, "multi-select counts have become too slow");
    assert!(smoke || depth <= MOST_FOR_DEPTH, "deep pages have become too slow");
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

fn facets() -> Vec<FacetRequest> {
    FACETS.map(|field| FacetRequest { field, limit: 20, prefix: None }).into()
}

fn search(query: TermQuery, config: &Config) -> EngineSearch {
    EngineSearch {
        query,
        match_mode: MatchMode::Auto { relax_below: config.ranking.relax_below },
        filters: Vec::new(),
        hints: Vec::new(),
        conditions: Vec::new(),
        sort: SortOrder::Relevance,
        limit: 20,
        after: None,
        grouping: Grouping::None,
        facets: Vec::new(),
        histogram: None,
        crosstab: None,
        ranking: config.ranking.clone(),
        today: jiff::civil::date(2026, 1, 1),
    }
}

fn median(engine: &EmbeddedEngine, search: &EngineSearch, rounds: usize) -> Duration {
    let mut times: Vec<Duration> = (0..rounds)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(engine.search(search).unwrap());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}

/// Counting five facets with two filters, of which each is left out of its own counts, against counting without.
fn filters_against_plain(engine: &EmbeddedEngine, config: &Config, rounds: usize) -> f64 {
    // A condition that everything meets keeps the answer from being a kept one.
    let everything = TermQuery::Not(Box::new(TermQuery::Nothing));
    let plain = EngineSearch { facets: facets(), limit: 0, ..search(everything, config) };
    let found = engine.search(&plain).unwrap();
    let filters: Vec<Filter> = found
        .facets
        .iter()
        .zip(FACETS)
        .filter_map(|(counts, field)| {
            let value = &counts.values.first()?.value;
            let value = match field {
                FacetField::Country => FilterValue::Country(value.parse().ok()?),
                FacetField::Language => FilterValue::Language(value.parse().ok()?),
                _ => return None,
            };
            Some(Filter { field, any_of: vec![value] })
        })
        .collect();
    let filtered = EngineSearch { filters, ..plain.clone() };
    for (own, counts) in found.facets.iter().zip(&engine.search(&filtered).unwrap().facets) {
        assert!(
            counts.values.first().map(|value| value.count) <= own.values.first().map(|value| value.count)
        );
    }
    let ratio =
        median(engine, &filtered, rounds).as_secs_f64() / median(engine, &plain, rounds).as_secs_f64();
    println!("five facets of everything, two filters against none: {ratio:.2}");
    ratio
}

/// The last page against the first, by date.
fn depth_against_first(engine: &EmbeddedEngine, config: &Config, rounds: usize) -> f64 {
    let everything = TermQuery::Not(Box::new(TermQuery::Nothing));
    let first = EngineSearch { sort: SortOrder::Newest, ..search(everything, config) };
    let mut deep = first.clone();
    for _ in 0..20 {
        match engine.search(&deep).unwrap().next {
            Some(next) => deep.after = Some(next),
            None => break,
        }
    }
    let ratio = median(engine, &deep, rounds).as_secs_f64() / median(engine, &first, rounds).as_secs_f64();
    println!("page 20 against page 1, newest first: {ratio:.2}");
    ratio
}

fn build(dir: &Path, config: &Config, analyzer: &Analyzer, documents: &[String]) {
    let enricher = Enricher::new(config, analyzer.clone());
    let mut writer = EmbeddedWriter::open(dir, config, WriterOptions::default()).unwrap();
    let lines: String = documents
        .iter()
        .enumerate()
        .map(|(number, body)| format!("{}\n", serde_json::json!({ "id": number.to_string(), "body": body })))
        .collect();
    let inputs = vec![Input::Stream(Box::new(Cursor::new(lines)))];
    let options = PipelineOptions::default();
    run(inputs, (config, &enricher), &mut writer, &options, &AtomicBool::new(false), &mut |_| {}).unwrap();
}
