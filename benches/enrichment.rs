//! What does enrichment cost on top of analysing a document and writing it to the index?
//!
//! Enrichment is all that [`Enricher::enrich`] does but detection and tokens: passages, title, dateline, date,
//! source, countries, topics, organisations, persons, sketch. Run `cargo bench --bench enrichment`;
//! `-- --smoke` reads little and only checks that each step did its work.

#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

mod data;

use std::hint::black_box;
use std::time::{Duration, Instant};

use vigie::analysis::{AnalysisCache, Analyzer, Passage, Tokens};
use vigie::config::Config;
use vigie::corpus::SourceDocument;
use vigie::engine::embedded::{EmbeddedWriter, WriterOptions};
use vigie::engine::{IndexWriter, IndexedDocument};
use vigie::enrich::{DetectionInput, Enricher, Enrichment, EnrichmentCache, LanguageDetector};

/// The most that enrichment may cost, in parts of analysing and writing.
const MOST_RATIO: f64 = 1.0;

/// Prose is cut into documents of about the length of a press release.
const DOCUMENT_BYTES: usize = 3_000;

fn main() {
    let smoke = data::is_smoke();
    let bytes = if smoke { 200_000 } else { 8_000_000 };
    let config = Config::built_in().unwrap();
    let analyzer = Analyzer::new(config.languages.clone());
    let enricher = Enricher::new(&config, analyzer.clone());
    let prose = data::FrenchProse::load(bytes);
    println!("{}: {} bytes", prose.origin, prose.bytes());
    for (origin, documents) in [(prose.origin, cut(&prose.documents)), ("press releases", releases(bytes))] {
        if documents.is_empty() {
            println!("{origin}: skipped, no measuring data here ($VIGIE_DATA, ../shared/data)");
            continue;
        }
        let communiques: Vec<_> = documents
            .into_iter()
            .enumerate()
            .map(|(number, body)| SourceDocument {
                id: Some(number.to_string()),
                body,
                ..SourceDocument::default()
            })
            .map(|source| source.check(&config).unwrap().communique)
            .collect();
        let mut cache = EnrichmentCache::default();
        let start = Instant::now();
        let enriched: Vec<Enrichment> =
            communiques.into_iter().map(|communique| enricher.enrich(communique, &mut cache)).collect();
        let whole = start.elapsed();
        let (analysis, tokens) = analysed(&config, &analyzer, &enriched);
        let ours: usize =
            enriched.iter().map(|found| found.body_tokens.len() + found.title_tokens.len()).sum();
        assert_eq!(tokens, ours, "both analyses make the same words");
        let (count, written) = (enriched.len(), written(&config, enriched));

        let enrichment = whole.saturating_sub(analysis);
        let ratio = enrichment.as_secs_f64() / (analysis + written).as_secs_f64();
        let each = |time: Duration| time.as_secs_f64() * 1e6 / count as f64;
        println!(
            "{origin}: {count} documents; a document: enrichment {:.0} µs, analysis {:.0} µs, writing {:.0} µs; ratio {ratio:.2} (at most {MOST_RATIO})",
            each(enrichment),
            each(analysis),
            each(written)
        );
        assert!(smoke || ratio <= MOST_RATIO, "enrichment has become too slow");
    }
}

/// Texts cut at lines into documents.
fn cut(texts: &[String]) -> Vec<String> {
    let mut documents = vec![String::new()];
    for line in texts.iter().flat_map(|text| text.split_inclusive('\n')) {
        if documents.last().is_some_and(|last| last.len() > DOCUMENT_BYTES) {
            documents.push(String::new());
        }
        documents.last_mut().unwrap().push_str(line);
    }
    documents.retain(|document| !document.trim().is_empty());
    documents
}

/// Press releases of the measuring data, about `bytes` of them.
fn releases(bytes: usize) -> Vec<String> {
    let folder =
        std::env::var_os("VIGIE_DATA").map_or_else(|| "../shared/data".into(), std::path::PathBuf::from);
    let Ok(packed) = std::fs::read(folder.join("communiques/us_doj_en.ndjson.zst")) else {
        return Vec::new();
    };
    let text = String::from_utf8(zstd::decode_all(&*packed).unwrap()).unwrap();
    let mut left = bytes;
    let records = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let bodies = records.map(|record| record["body"].as_str().unwrap_or_default().to_owned());
    let enough = bodies.take_while(|body| {
        let goes_on = left > 0;
        left = left.saturating_sub(body.len());
        goes_on
    });
    enough.filter(|body| !body.trim().is_empty()).collect()
}

/// Time and words of detection and tokens alone, passage by passage as the enricher cut them.
fn analysed(config: &Config, analyzer: &Analyzer, enriched: &[Enrichment]) -> (Duration, usize) {
    let detector = LanguageDetector::new(&config.languages);
    let mut cache = AnalysisCache::default();
    let mut words = 0;
    let start = Instant::now();
    for Enrichment { document, .. } in enriched {
        let content: Vec<_> = document.passages.iter().filter(|passage| passage.role.is_content()).collect();
        let ranges: Vec<_> = content.iter().map(|passage| passage.range.clone()).collect();
        let detected = detector.detect(&DetectionInput {
            title: Some(&document.title),
            body: &document.body,
            passages: &ranges,
            declared: None,
            marked: &[],
        });
        let mut tokens = Tokens::new();
        let title = Passage { text: &document.title, language: detected.title, offset: 0, first_position: 0 };
        analyzer.analyse(&mut cache, title, &mut tokens);
        for passage in content {
            let text = &document.body[passage.range.clone()];
            let offset = passage.range.start as u32;
            let piece = Passage { text, language: passage.language, offset, first_position: 0 };
            analyzer.analyse(&mut cache, piece, &mut tokens);
        }
        words += black_box(tokens).len();
    }
    (start.elapsed(), words)
}

/// Time to write every document and commit.
fn written(config: &Config, enriched: Vec<Enrichment>) -> Duration {
    let dir = tempfile::tempdir().unwrap();
    let options = WriterOptions { memory_bytes: 100_000_000, threads: 1 };
    let mut writer = EmbeddedWriter::open(dir.path(), config, options).unwrap();
    let start = Instant::now();
    for (number, enrichment) in enriched.into_iter().enumerate() {
        writer.put(IndexedDocument::new(enrichment, number as u64, "bench".to_owned())).unwrap();
    }
    writer.commit().unwrap();
    start.elapsed()
}
