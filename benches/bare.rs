//! The other side of the comparisons: tantivy alone, written to and asked without anything of ours in between.

// Each bench is a crate of its own and uses a part of this.
#![allow(dead_code, clippy::unwrap_used)]

use std::hint::black_box;
use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use tantivy::aggregation::agg_req::Aggregations;
use tantivy::aggregation::{AggContextParams, AggregationCollector};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{
    AllQuery, BooleanQuery, EmptyQuery, Occur, PhraseQuery, Query, QueryParser, TermQuery as Term,
};
use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};
use tantivy::snippet::SnippetGenerator;
use tantivy::tokenizer::{
    LowerCaser, RemoveLongFilter, SimpleTokenizer, TextAnalyzer, Token, TokenFilter, TokenStream, Tokenizer,
};
use tantivy::{DocAddress, Index, Searcher, TantivyDocument};
use vigie::analysis::Analyzer;
use vigie::config::Config;
use vigie::engine::Engine;
use vigie::engine::embedded::{EmbeddedEngine, EmbeddedWriter, WriterOptions};
use vigie::enrich::Enricher;
use vigie::pipeline::{Input, PipelineOptions, run};
use vigie::query::{TermQuery, TextField, WordMatch};

use crate::data::Record;

/// Hits that are asked for, as many as our searches do.
const LIMIT: usize = 20;

/// Time that the whole write side takes for these records, in this process.
pub fn write_vigie(dir: &Path, records: Vec<u8>, threads: usize, memory_bytes: usize) -> Duration {
    let config = Config::built_in().unwrap();
    let enricher = Enricher::new(&config, Analyzer::new(config.languages.clone()));
    let expected = records.iter().filter(|byte| **byte == b'\n').count() as u64;
    let started = Instant::now();
    let mut writer = EmbeddedWriter::open(dir, &config, WriterOptions { memory_bytes, threads }).unwrap();
    let inputs = vec![Input::Stream(Box::new(Cursor::new(records)))];
    let options = PipelineOptions { threads, ..PipelineOptions::default() };
    let never = AtomicBool::new(false);
    let summary = run(inputs, (&config, &enricher), &mut writer, &options, &never, &mut |_| {}).unwrap();
    let time = started.elapsed();
    drop(writer);
    assert_eq!((summary.documents(), summary.failed), (expected, 0));
    assert_eq!(EmbeddedEngine::open(dir, &config).unwrap().document_count(), summary.added);
    time
}

/// Time that tantivy takes for titles and bodies, both stored, stemmed as French and with positions.
pub fn write_bare(dir: &Path, records: &[Record], threads: usize, memory_bytes: usize) -> Duration {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("french")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = TextOptions::default().set_indexing_options(indexing) | STORED;
    let mut schema = Schema::builder();
    let (title, body) = (schema.add_text_field("title", text.clone()), schema.add_text_field("body", text));
    let index = Index::create_in_dir(dir, schema.build()).unwrap();
    index.tokenizers().register("french", french());
    let started = Instant::now();
    let mut writer = index.writer_with_num_threads(threads, memory_bytes).unwrap();
    for record in records {
        writer
            .add_document(tantivy::doc!(title => record.title.as_str(), body => record.body.as_str()))
            .unwrap();
    }
    writer.commit().unwrap();
    let time = started.elapsed();
    writer.wait_merging_threads().unwrap();
    assert_eq!(index.reader().unwrap().searcher().num_docs(), records.len() as u64);
    time
}

fn french() -> TextAnalyzer {
    let tokens = TextAnalyzer::builder(SimpleTokenizer::default()).filter(RemoveLongFilter::limit(40));
    tokens.filter(LowerCaser).filter(FrenchStemmer).build()
}

/// An index that [`write_bare`] wrote, for what it shows of hits.
pub struct Pages {
    searcher: Searcher,
    body: Field,
    parser: QueryParser,
}

/// Hits to be shown.
pub struct Page {
    query: Box<dyn Query>,
    hits: Vec<DocAddress>,
}

impl Pages {
    pub fn open(dir: &Path) -> Pages {
        let index = Index::open_in_dir(dir).unwrap();
        index.tokenizers().register("french", french());
        let (title, body) =
            (index.schema().get_field("title").unwrap(), index.schema().get_field("body").unwrap());
        let parser = QueryParser::for_index(&index, vec![title, body]);
        Pages { searcher: index.reader().unwrap().searcher(), body, parser }
    }

    /// The best hits of what tantivy's own parser makes of a query.
    pub fn page(&self, text: &str) -> Page {
        let (query, _) = self.parser.parse_query_lenient(text);
        let best = self.searcher.search(&*query, &TopDocs::with_limit(LIMIT).order_by_score()).unwrap();
        Page { query, hits: best.into_iter().map(|(_, address)| address).collect() }
    }

    /// Reads the hits of a page, each with a snippet of tantivy's own making.
    pub fn show(&self, page: &Page) {
        let mut snippets = SnippetGenerator::create(&self.searcher, &*page.query, self.body).unwrap();
        snippets.set_max_num_chars(240);
        for address in &page.hits {
            let document: TantivyDocument = self.searcher.doc(*address).unwrap();
            black_box(snippets.snippet_from_doc(&document).to_html());
            black_box(document);
        }
    }
}

/// An index of ours, asked by tantivy's own queries.
pub struct Bare {
    searcher: Searcher,
    ours: Arc<EmbeddedEngine>,
}

impl Bare {
    /// Opens the index in `dir`, which `ours` is of.
    pub fn open(dir: &Path, ours: Arc<EmbeddedEngine>) -> Bare {
        let index = Index::open_in_dir(dir).unwrap();
        Bare { searcher: index.reader().unwrap().searcher(), ours }
    }

    /// How many documents match, with the best of them found. Their records are not read: they are in a store of ours.
    pub fn search(&self, query: &dyn Query) -> usize {
        let collectors = (TopDocs::with_limit(LIMIT).order_by_score(), Count);
        let (best, count) = self.searcher.search(query, &collectors).unwrap();
        black_box(best);
        count
    }

    /// The same with the values of five facets counted, by tantivy's own collectors.
    pub fn search_with_facets(&self, query: &dyn Query) -> usize {
        let facets = ["country", "topic", "language", "source", "year"];
        let request: serde_json::Map<String, serde_json::Value> = facets
            .iter()
            .map(|field| {
                ((*field).to_owned(), serde_json::json!({ "terms": { "field": field, "size": LIMIT } }))
            })
            .collect();
        let request: Aggregations = serde_json::from_value(request.into()).unwrap();
        let facets = AggregationCollector::from_aggs(request, AggContextParams::default());
        let collectors = (TopDocs::with_limit(LIMIT).order_by_score(), Count, facets);
        let (best, count, facets) = self.searcher.search(query, &collectors).unwrap();
        black_box((best, facets));
        count
    }

    fn field(&self, text: TextField, is_stem: bool) -> Field {
        let name = match (text, is_stem) {
            (TextField::All, false) => "text",
            (TextField::All, true) => "stem",
            (TextField::Title, false) => "title",
            (TextField::Title, true) => "title_stem",
        };
        self.searcher.schema().get_field(name).unwrap()
    }

    /// The same query on the same terms.
    pub fn query(&self, query: &TermQuery) -> Box<dyn Query> {
        let all = |queries: &[TermQuery], occur| {
            let clauses = queries.iter().map(|query| match query {
                TermQuery::Not(inner) => (Occur::MustNot, self.query(inner)),
                query => (occur, self.query(query)),
            });
            Box::new(BooleanQuery::new(clauses.collect())) as Box<dyn Query>
        };
        match query {
            TermQuery::All => Box::new(AllQuery),
            TermQuery::Nothing => Box::new(EmptyQuery),
            TermQuery::And(queries) | TermQuery::Side(queries) => all(queries, Occur::Must),
            TermQuery::Or(queries) => all(queries, Occur::Should),
            TermQuery::Not(inner) => all(&[TermQuery::All, TermQuery::Not(inner.clone())], Occur::Must),
            TermQuery::Phrase { field, forms, .. } => self.phrase(*field, forms),
            TermQuery::Filter(_) => unreachable!("no query of the mix has a condition"),
            TermQuery::Word(word) => {
                let ways = word.terms.iter().flat_map(|way| self.word(word.field, &way.matches));
                Box::new(BooleanQuery::new(ways.map(|way| (Occur::Should, way)).collect()))
            }
        }
    }

    fn word(&self, field: TextField, word: &WordMatch) -> Vec<Box<dyn Query>> {
        let form = |form: &str| self.term(self.field(field, false), form);
        match word {
            WordMatch::Form(text) => vec![form(text)],
            WordMatch::Stem(term) | WordMatch::Spelling(term) => {
                vec![self.term(self.field(field, true), term)]
            }
            WordMatch::Phrase(forms) => vec![self.phrase(field, forms)],
            WordMatch::Prefix { .. } | WordMatch::Fuzzy { .. } => {
                self.expanded(word).iter().map(|(text, _)| form(text)).collect()
            }
        }
    }

    /// The forms that our engine finds: tantivy would score its own as one.
    fn expanded(&self, word: &WordMatch) -> Vec<(String, u64)> {
        match word {
            WordMatch::Prefix { prefix, max_terms } => self.ours.forms_with_prefix(prefix, *max_terms),
            WordMatch::Fuzzy { form, distance, max_terms } => {
                self.ours.forms_near(form, *distance, *max_terms)
            }
            _ => Ok(Vec::new()),
        }
        .unwrap()
    }

    fn term(&self, field: Field, text: &str) -> Box<dyn Query> {
        Box::new(Term::new(tantivy::Term::from_field_text(field, text), IndexRecordOption::WithFreqs))
    }

    fn phrase(&self, field: TextField, forms: &[String]) -> Box<dyn Query> {
        let field = self.field(field, false);
        match forms {
            [one] => self.term(field, one),
            forms => {
                let terms = forms.iter().map(|form| tantivy::Term::from_field_text(field, form));
                Box::new(PhraseQuery::new(terms.collect()))
            }
        }
    }
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
        let stemmer = frostem::Stemmer::new(frostem::Algorithm::French);
        StemmedStream { inner: self.0.token_stream(text), stemmer }
    }
}

struct StemmedStream<S> {
    inner: S,
    stemmer: frostem::Stemmer,
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
