//! What does everything on top cost, against a bare index of title and body?
//!
//! The whole write side (read, detect, analyse, enrich, group, write, commit) against tantivy alone
//! with its own French stemmer, on the same documents, threads and memory.
//! Run `cargo bench --bench indexing`; `-- --smoke` indexes little and only checks what is there.

#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

mod data;

use std::io::Cursor;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use tantivy::schema::{IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{
    LowerCaser, RemoveLongFilter, SimpleTokenizer, TextAnalyzer, Token, TokenFilter, TokenStream, Tokenizer,
};
use vigie::analysis::Analyzer;
use vigie::config::Config;
use vigie::engine::Engine;
use vigie::engine::embedded::{EmbeddedEngine, EmbeddedWriter, WriterOptions};
use vigie::enrich::Enricher;
use vigie::pipeline::{Input, PipelineOptions, run};

/// The least part of the bare index's speed.
const LEAST_RATIO: f64 = 0.5;

const MEMORY_BYTES: usize = 100_000_000;

fn main() {
    let smoke = std::env::args().any(|argument| argument == "--smoke" || argument == "--test");
    let prose = data::FrenchProse::load(if smoke { 1 << 20 } else { 40 << 20 });
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    println!(
        "{}: {} documents, {:.1} MB, {threads} threads",
        prose.origin,
        prose.documents.len(),
        mb(prose.bytes())
    );
    let dirs = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let bare = bare_index(dirs.0.path(), &prose.documents, threads);
    let whole = whole_index(dirs.1.path(), &prose.documents, threads);
    for (name, seconds, dir) in [("bare tantivy", bare, &dirs.0), ("vigie index", whole, &dirs.1)] {
        let speed = (prose.documents.len() as f64 / seconds, mb(prose.bytes()) / seconds);
        let size = directory_bytes(dir.path()) as f64 / prose.bytes() as f64;
        println!(
            "{name:12} {:8.0} documents/s {:6.1} MB/s {size:6.2} bytes on disk a byte of text",
            speed.0, speed.1
        );
    }
    println!("ratio {:.2}", bare / whole);
    assert!(smoke || bare / whole >= LEAST_RATIO, "indexing has become too slow");
}

fn mb(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

fn directory_bytes(dir: &Path) -> u64 {
    let files = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len());
    files.sum()
}

/// Seconds that tantivy takes for title and body, both stored, stemmed and with positions.
fn bare_index(dir: &Path, documents: &[String], threads: usize) -> f64 {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("french")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = TextOptions::default().set_indexing_options(indexing) | STORED;
    let mut schema = Schema::builder();
    let (title, body) = (schema.add_text_field("title", text.clone()), schema.add_text_field("body", text));
    let index = tantivy::Index::create_in_dir(dir, schema.build()).unwrap();
    let analyzer = TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(40))
        .filter(LowerCaser)
        .filter(FrenchStemmer);
    index.tokenizers().register("french", analyzer.build());
    let start = Instant::now();
    let mut writer = index.writer_with_num_threads(threads, MEMORY_BYTES).unwrap();
    for (number, text) in documents.iter().enumerate() {
        let document = tantivy::doc!(title => format!("Document {number}"), body => text.as_str());
        writer.add_document(document).unwrap();
    }
    writer.commit().unwrap();
    let seconds = start.elapsed().as_secs_f64();
    writer.wait_merging_threads().unwrap();
    assert_eq!(index.reader().unwrap().searcher().num_docs(), documents.len() as u64);
    seconds
}

/// Seconds that the whole write side takes.
fn whole_index(dir: &Path, documents: &[String], threads: usize) -> f64 {
    let config = Config::built_in().unwrap();
    let enricher = Enricher::new(&config, Analyzer::new(config.languages.clone()));
    let mut lines = Vec::new();
    for (number, text) in documents.iter().enumerate() {
        let record = serde_json::json!({ "id": number.to_string(), "title": format!("Document {number}"), "body": text });
        serde_json::to_writer(&mut lines, &record).unwrap();
        lines.push(b'\n');
    }
    let start = Instant::now();
    let options = WriterOptions { memory_bytes: MEMORY_BYTES, threads };
    let mut writer = EmbeddedWriter::open(dir, &config, options).unwrap();
    let inputs = vec![Input::Stream(Box::new(Cursor::new(lines)))];
    let options = PipelineOptions { threads, ..PipelineOptions::default() };
    let summary =
        run(inputs, (&config, &enricher), &mut writer, &options, &AtomicBool::new(false), &mut |_| {})
            .unwrap();
    let seconds = start.elapsed().as_secs_f64();
    drop(writer);
    assert_eq!((summary.added, summary.failed), (documents.len() as u64, 0));
    assert_eq!(EmbeddedEngine::open(dir, &config).unwrap().document_count(), documents.len() as u64);
    seconds
}

/// What tantivy's own stemmer does (a feature of it that the engine leaves out): a stem for each token, anew.
#[derive(Clone)]
struct FrenchStemmer;

impl TokenFilter for FrenchStemmer {
    type Tokenizer<T: Tokenizer> = Stemming<T>;

    fn transform<T: Tokenizer>(self, inner: T) -> Stemming<T> {
        Stemming(inner)
    }
}

#[derive(Clone)]
struct Stemming<T>(T);

impl<T: Tokenizer> Tokenizer for Stemming<T> {
    type TokenStream<'a> = StemmedStream<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        let stemmer = rust_stemmers::Stemmer::create(rust_stemmers::Algorithm::French);
        StemmedStream { inner: self.0.token_stream(text), stemmer }
    }
}

struct StemmedStream<S> {
    inner: S,
    stemmer: rust_stemmers::Stemmer,
}

impl<S: TokenStream> TokenStream for StemmedStream<S> {
    fn advance(&mut self) -> bool {
        if !self.inner.advance() {
            return false;
        }
        let token = self.inner.token_mut();
        let stem = self.stemmer.stem(&token.text).into_owned();
        token.text = stem;
        true
    }

    fn token(&self) -> &Token {
        self.inner.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.inner.token_mut()
    }
}
