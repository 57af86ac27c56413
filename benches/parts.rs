//! What does each part cost, a core: detection, analysis by language, taggers, fingerprint; snippets, facets, JSON?
//!
//! Run `cargo bench --bench parts`; `-- --smoke` does little and only checks that each part does something.

#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

mod bare;
mod data;

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use data::{Collection, Record, Source};
use vigie::analysis::{AnalysisCache, Analyzer, Passage, Tokens};
use vigie::codes::LanguageCode;
use vigie::communique::Communique;
use vigie::config::Config;
use vigie::engine::embedded::EmbeddedEngine;
use vigie::enrich::{
    DetectionInput, Enricher, EnrichmentCache, LanguageDetector, Sketch, TopicTagger, split_passages,
};
use vigie::query::{FacetField, SearchParams, SearchRequest};
use vigie::search::Searcher;

fn main() {
    let smoke = data::is_smoke();
    let config = Config::built_in().unwrap();
    let analyzer = Analyzer::new(config.languages.clone());
    writing(&config, &analyzer, if smoke { 1 << 18 } else { 16 << 20 });
    languages(&analyzer, if smoke { 1 << 18 } else { 16 << 20 });
    reading(config, analyzer, if smoke { 1 << 18 } else { 16 << 20 });
}

fn report(part: &str, bytes: usize, time: Duration, found: usize) {
    assert!(found > 0, "{part}: nothing found");
    println!("{part:28} {:8.1} MB/s {found:9} found", bytes as f64 / 1e6 / time.as_secs_f64());
}

/// The parts of the write side, on releases.
fn writing(config: &Config, analyzer: &Analyzer, max_bytes: usize) {
    let collection = Collection::load(Source::Releases, max_bytes);
    let (records, bytes) = (&collection.records, collection.bytes());
    println!("{}: {} documents", collection.origin, records.len());
    let time = |part: &str, work: &mut dyn FnMut(&Record) -> usize| {
        let started = Instant::now();
        let found = records.iter().map(|record| black_box(work(record))).sum();
        report(part, bytes, started.elapsed(), found);
    };
    time("passages", &mut |record| split_passages(&record.body, Some(&record.title)).len());
    let detector = LanguageDetector::new(&config.languages);
    time("detection", &mut |record| {
        let passages: Vec<_> = split_passages(&record.body, Some(&record.title));
        let ranges: Vec<_> = passages.into_iter().map(|passage| passage.range).collect();
        let title = Some(record.title.as_str());
        let input =
            DetectionInput { title, body: &record.body, passages: &ranges, declared: None, marked: &[] };
        detector.detect(&input).passages.len()
    });
    let english = "en".parse().unwrap();
    let mut cache = AnalysisCache::default();
    time("analysis", &mut |record| analysed(analyzer, &mut cache, &record.body, english).len());
    let tokens: Vec<Tokens> =
        records.iter().map(|record| analysed(analyzer, &mut cache, &record.body, english)).collect();
    let mut next = tokens.iter();
    time("fingerprint", &mut |record| Sketch::of(&record.body, next.next().unwrap()).band_keys().count());
    let enricher = Enricher::new(config, analyzer.clone());
    let topics = TopicTagger::new(&config.topics, analyzer);
    let mut passages: Vec<_> =
        records.iter().map(|record| split_passages(&record.body, Some(&record.title))).collect();
    // Terms are of a language.
    passages.iter_mut().flatten().for_each(|passage| passage.language = english);
    let mut next = tokens.iter().zip(&passages);
    time("topics", &mut |record| {
        let (body_tokens, passages) = next.next().unwrap();
        let view = vigie::enrich::DocumentView {
            title: "",
            title_language: english,
            title_tokens: &[],
            body: &record.body,
            body_tokens,
            notes: Default::default(),
            passages,
            languages: &[],
            source: None,
            url: None,
            place: None,
        };
        topics.tag(&view).len()
    });
    let mut cache = EnrichmentCache::default();
    time("all of enrichment", &mut |record| {
        let enrichment = enricher.enrich(communique(record), &mut cache);
        enrichment.document.countries.len() + enrichment.document.topics.len()
    });
}

fn analysed(analyzer: &Analyzer, cache: &mut AnalysisCache, text: &str, language: LanguageCode) -> Tokens {
    let mut tokens = Tokens::new();
    analyzer.analyse(cache, Passage { text, language, offset: 0, first_position: 0 }, &mut tokens);
    tokens
}

fn communique(record: &Record) -> Communique {
    Communique {
        id: record.id.parse().unwrap(),
        title: Some(record.title.clone()),
        body: record.body.clone(),
        url: None,
        source: record.source.clone(),
        date: None,
        file_date: None,
        language: None,
        marked_languages: Vec::new(),
        countries: None,
        topics: None,
    }
}

/// Analysis, language by language, each word as if it had never been met.
fn languages(analyzer: &Analyzer, max_bytes: usize) {
    let collection = Collection::load(Source::Multilingual, max_bytes);
    let enricher = LanguageDetector::new(analyzer.languages());
    let mut texts: std::collections::BTreeMap<LanguageCode, Vec<&str>> = Default::default();
    for record in &collection.records {
        let whole: Vec<_> =
            split_passages(&record.body, None).into_iter().map(|passage| passage.range).collect();
        let input =
            DetectionInput { title: None, body: &record.body, passages: &whole, declared: None, marked: &[] };
        texts.entry(enricher.detect(&input).passages[0]).or_default().push(&record.body);
    }
    for (language, texts) in texts {
        let bytes = texts.iter().map(|text| text.len()).sum();
        let started = Instant::now();
        let mut cache = AnalysisCache::default();
        let found = texts.iter().map(|text| analysed(analyzer, &mut cache, text, language).len()).sum();
        report(&format!("analysis of {language}"), bytes, started.elapsed(), found);
    }
}

/// The parts of the read side, on releases: what each adds to a search.
fn reading(config: Config, analyzer: Analyzer, max_bytes: usize) {
    let collection = Collection::load(Source::Releases, max_bytes);
    let dir = tempfile::tempdir().unwrap();
    bare::write_vigie(dir.path(), collection.ndjson(), 2, 100_000_000);
    let config = Arc::new(config);
    let engine = Arc::new(EmbeddedEngine::open(dir.path(), &config).unwrap());
    let searcher = Searcher::new(engine, Arc::clone(&config), analyzer);
    let search = |limit: &str, facets: &str| {
        let params = SearchParams {
            q: Some("police".to_owned()),
            limit: Some(limit.to_owned()),
            facets: vec![facets.to_owned()],
            ..SearchParams::default()
        };
        let request = SearchRequest::check(&params, &config).unwrap();
        let results = searcher.search(&request).unwrap();
        let mut times: Vec<Duration> = (0..40)
            .map(|_| {
                let started = Instant::now();
                black_box(searcher.search(&request).unwrap());
                started.elapsed()
            })
            .collect();
        times.sort_unstable();
        (times[times.len() / 2].as_secs_f64() * 1e6, results)
    };
    let every: Vec<&str> = FacetField::ALL.iter().map(|field| field.name()).collect();
    let (plain, _) = search("0", "");
    let (with_facets, facets) = search("0", &every.join(","));
    let (with_hits, hits) = search("20", "");
    assert!(!hits.hits.is_empty() && !facets.facets.0.is_empty());
    println!("{} hits of {} documents", hits.total, collection.records.len());
    println!("matching and scoring         {plain:8.0} µs");
    println!("nine facets                  {:8.0} µs", with_facets - plain);
    println!("twenty hits with snippets    {:8.0} µs", with_hits - plain);
    let started = Instant::now();
    let bytes: usize = (0..100).map(|_| black_box(serde_json::to_vec(&hits).unwrap()).len()).sum();
    println!("their JSON                   {:8.0} µs", started.elapsed().as_secs_f64() * 1e4);
    assert!(bytes > 0);
}
