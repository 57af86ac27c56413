//! The service without a socket: the router over an index of its own.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use tempfile::TempDir;
use tower::ServiceExt;
use vigie::analysis::Analyzer;
use vigie::config::Config;
use vigie::corpus::Sources;
use vigie::engine::IndexWriter;
use vigie::engine::embedded::{EmbeddedEngine, EmbeddedWriter, WriterOptions};
use vigie::enrich::Enricher;
use vigie::http::{DocumentWriter, LayerOptions, ServiceState, router};
use vigie::pipeline::{Ingest, Input, PipelineOptions};
use vigie::search::Searcher;

/// The configuration and what is made of it, once for every test: it is what takes time.
static CONFIG: LazyLock<Arc<Config>> = LazyLock::new(|| Arc::new(Config::built_in().unwrap()));
static ENRICHER: LazyLock<Arc<Enricher>> = LazyLock::new(|| Arc::new(Enricher::new(&CONFIG, analyzer())));

fn analyzer() -> Analyzer {
    static ANALYZER: LazyLock<Analyzer> = LazyLock::new(|| Analyzer::new(CONFIG.languages.clone()));
    ANALYZER.clone()
}

/// A service over an index of its own.
pub struct Service {
    router: Router,
    runtime: tokio::runtime::Runtime,
    _index: TempDir,
}

/// What the service answered.
pub struct Answer {
    pub status: u16,
    headers: axum::http::HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub fn header(&self, name: &str) -> String {
        self.headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    }
}

impl Service {
    /// Over the sample corpus, indexed once for every test.
    pub fn over_samples() -> &'static Service {
        static SERVICE: LazyLock<Service> = LazyLock::new(|| {
            let corpus = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus");
            Service::new(vec![Input::Paths(Sources::new(vec![corpus]))])
        });
        &SERVICE
    }

    /// Over the documents at `corpus`.
    pub fn over(corpus: &std::path::Path) -> Service {
        Service::new(vec![Input::Paths(Sources::new(vec![corpus.to_owned()]))])
    }

    /// Over nothing yet.
    pub fn empty() -> Service {
        Service::new(Vec::new())
    }

    fn new(inputs: Vec<Input>) -> Service {
        let index = tempfile::tempdir().unwrap();
        let options = WriterOptions::default();
        let path = index.path().to_owned();
        let open = move || {
            let writer = EmbeddedWriter::open(&path, &CONFIG, options)?;
            Ok(Box::new(writer) as Box<dyn IndexWriter>)
        };
        let ingest = Ingest::new(Arc::clone(&CONFIG), Arc::clone(&ENRICHER), Box::new(open));
        let mut ingest = ingest.unwrap();
        let cancel = AtomicBool::new(false);
        ingest.run(inputs, &PipelineOptions::default(), &cancel, &mut |_| {}).unwrap();
        let engine = EmbeddedEngine::open(index.path(), &CONFIG).unwrap();
        let searcher = Searcher::new(Arc::new(engine), Arc::clone(&CONFIG), analyzer());
        let writer = DocumentWriter::start(ingest, searcher.clone());
        let state = ServiceState::new(searcher, Some(writer), vec!["test-key".to_owned()]);
        let router = router(state, &LayerOptions::default());
        Service { router, runtime: tokio::runtime::Runtime::new().unwrap(), _index: index }
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], "")
    }

    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_owned())).unwrap();
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let (status, headers) = (response.status().as_u16(), response.headers().clone());
            let body = response.into_body().collect().await.unwrap().to_bytes().to_vec();
            Answer { status, headers, body }
        })
    }
}
