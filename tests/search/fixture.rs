//! A handful of documents, analysed and indexed as the real ones are.

use std::sync::{Arc, LazyLock};

use vigie::analysis::{AnalysisCache, Analyzer, PASSAGE_GAP, Passage as Analysed, Tokens};
use vigie::codes::LanguageCode;
use vigie::communique::{
    CountryRole, CountryTag, EnrichedCommunique, LanguageShare, Passage, PassageRole, TopicTag,
};
use vigie::config::Config;
use vigie::engine::embedded::{EmbeddedEngine, EmbeddedWriter, WriterOptions};
use vigie::engine::{IndexWriter, IndexedDocument};
use vigie::enrich::Sketch;
use vigie::query::{RawParams, SearchParams, SearchRequest};
use vigie::search::{SearchResults, Searcher};

const WRITER: WriterOptions = WriterOptions { memory_bytes: 15_000_000, threads: 1 };

/// A document in short: paragraphs begin with `@` when they are contacts.
#[derive(Debug, Clone, Copy)]
pub struct Short {
    pub id: &'static str,
    pub language: &'static str,
    pub date: &'static str,
    pub source: &'static str,
    pub countries: &'static [&'static str],
    pub topics: &'static [&'static str],
    pub title: &'static str,
    pub body: &'static [&'static str],
}

/// An index that is deleted with it.
pub struct Indexed {
    pub searcher: Searcher,
    _dir: tempfile::TempDir,
}

static CONFIG: LazyLock<Arc<Config>> = LazyLock::new(|| Arc::new(Config::built_in().unwrap()));

pub fn config() -> Arc<Config> {
    CONFIG.clone()
}

pub fn index(documents: &[Short]) -> Indexed {
    let config = config();
    let analyzer = Analyzer::new(config.languages.clone());
    let dir = tempfile::tempdir().unwrap();
    let mut writer = EmbeddedWriter::open(dir.path(), &config, WRITER).unwrap();
    for document in documents {
        writer.put(indexed(document, &analyzer)).unwrap();
    }
    writer.commit().unwrap();
    drop(writer);
    let engine = Arc::new(EmbeddedEngine::open(dir.path(), &config).unwrap());
    Indexed { searcher: Searcher::new(engine, config, analyzer), _dir: dir }
}

impl Indexed {
    /// The request that these parameters make.
    pub fn request(&self, pairs: &[(&str, &str)]) -> SearchRequest {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let mut raw = RawParams::new(pairs);
        let params = SearchParams::take(&mut raw).unwrap();
        raw.finish().unwrap();
        SearchRequest::check(&params, &config()).unwrap()
    }

    pub fn search(&self, pairs: &[(&str, &str)]) -> SearchResults {
        self.searcher.search(&self.request(pairs)).unwrap()
    }

    /// The ids of the hits of `q`, sorted, every word required.
    #[track_caller]
    pub fn check(&self, q: &str, expected: &[&str]) {
        let results = self.search(&[("q", q), ("match", "all"), ("group", "none")]);
        let mut ids: Vec<String> = results.hits.iter().map(|hit| hit.id.to_string()).collect();
        ids.sort();
        assert_eq!(ids, expected, "query {q:?}, understood {:?}", results.query.understood);
        assert_eq!(results.total as usize, ids.len());
    }
}

fn indexed(short: &Short, analyzer: &Analyzer) -> IndexedDocument {
    let language: LanguageCode = short.language.parse().unwrap();
    let (mut body, mut passages) = (String::new(), Vec::new());
    for paragraph in short.body {
        let (role, text) = match paragraph.strip_prefix('@') {
            Some(contact) => (PassageRole::Contact, contact),
            None => (PassageRole::Text, *paragraph),
        };
        let start = body.len();
        body.push_str(text);
        passages.push(Passage { range: start..body.len(), language, role });
        body.push_str("\n\n");
    }
    let mut cache = AnalysisCache::default();
    let mut title_tokens = Tokens::new();
    let title = Analysed { text: short.title, language, offset: 0, first_position: 0 };
    analyzer.analyse(&mut cache, title, &mut title_tokens);
    let (mut body_tokens, mut position) = (Tokens::new(), 0);
    for passage in passages.iter().filter(|passage| passage.role.is_content()) {
        let offset = passage.range.start as u32;
        let text = &body[passage.range.clone()];
        let analysed = Analysed { text, language, offset, first_position: position };
        position = analyzer.analyse(&mut cache, analysed, &mut body_tokens) + PASSAGE_GAP;
    }
    let country = |code: &&str| CountryTag {
        code: code.parse().unwrap(),
        score: 1.0,
        role: CountryRole::Primary,
        evidence: Vec::new(),
    };
    let topic = |path: &&str| TopicTag { path: path.parse().unwrap(), score: 1.0, evidence: Vec::new() };
    let sketch = Sketch::of(&body, &body_tokens);
    let document = EnrichedCommunique {
        id: short.id.parse().unwrap(),
        title: short.title.to_owned(),
        title_range: None,
        body,
        url: None,
        source: (!short.source.is_empty()).then(|| short.source.to_owned()),
        date: short.date.parse().ok(),
        date_range: None,
        place: None,
        issuer_country: None,
        passages,
        languages: vec![LanguageShare { language, share: 1.0 }],
        countries: short.countries.iter().map(country).collect(),
        topics: short.topics.iter().map(topic).collect(),
        organisations: Vec::new(),
        persons: Vec::new(),
    };
    IndexedDocument {
        content_hash: 1,
        origin: document.id.to_string(),
        document,
        title_tokens,
        body_tokens,
        sketch,
    }
}
