//! Runs over an index in memory: what is put, in which order, and what a failure leaves.

use std::io::Cursor;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use rustc_hash::{FxHashMap, FxHashSet};

use super::*;
use crate::analysis::Analyzer;
use crate::config::Config;
use crate::engine::{CommitOutcome, EngineError, EngineErrorKind, Generation, IndexWriter, IndexedDocument};
use crate::enrich::Enricher;

/// An index of content hashes.
#[derive(Default)]
struct MemoryWriter {
    documents: FxHashMap<CommuniqueId, (u64, String)>,
    uncommitted: usize,
    commits: u64,
    /// Puts after which the disk is full.
    capacity: Option<usize>,
    /// Puts after which memory is.
    full_after: Option<usize>,
    /// Sources of which it was said that they hold no more than was read.
    read_whole: Vec<String>,
}

impl IndexWriter for MemoryWriter {
    fn outcome_of(&self, id: &CommuniqueId, content_hash: u64) -> Result<WriteOutcome, EngineError> {
        Ok(match self.documents.get(id) {
            None => WriteOutcome::Added,
            Some((hash, _)) if *hash == content_hash => WriteOutcome::Unchanged,
            Some(_) => WriteOutcome::Replaced,
        })
    }

    fn put(&mut self, document: IndexedDocument) -> Result<WriteOutcome, EngineError> {
        if self.capacity.is_some_and(|capacity| self.documents.len() >= capacity) {
            let source = std::io::Error::from(std::io::ErrorKind::StorageFull);
            let kind = EngineErrorKind::Io { action: "writing", source };
            return Err(EngineError { path: PathBuf::from("memory"), kind });
        }
        let outcome = self.outcome_of(&document.document.id, document.content_hash)?;
        let entry = (document.content_hash, document.document.body);
        self.documents.insert(document.document.id, entry);
        self.uncommitted += 1;
        Ok(outcome)
    }

    fn is_full(&self) -> bool {
        self.full_after.is_some_and(|most| self.uncommitted >= most)
    }

    fn delete(&mut self, id: &CommuniqueId) -> Result<bool, EngineError> {
        Ok(self.documents.remove(id).is_some())
    }

    fn delete_origin(&mut self, _: &str) -> Result<u64, EngineError> {
        Ok(0)
    }

    fn delete_missing(&mut self, origin: &str, _: &FxHashSet<u64>) -> Result<u64, EngineError> {
        self.read_whole.push(origin.to_owned());
        Ok(0)
    }

    fn digests_of(&self, _: &str) -> Result<FxHashSet<u64>, EngineError> {
        Ok(FxHashSet::default())
    }

    fn origins(&self, _: &str) -> Result<Vec<String>, EngineError> {
        Ok(Vec::new())
    }

    fn settle(&mut self) -> Result<(), EngineError> {
        Ok(())
    }

    fn commit(&mut self) -> Result<CommitOutcome, EngineError> {
        self.uncommitted = 0;
        self.commits += 1;
        Ok(CommitOutcome { generation: Generation(self.commits) })
    }

    fn close(self: Box<Self>) -> Result<(), EngineError> {
        Ok(())
    }
}

fn document(id: &str, body: &str) -> serde_json::Value {
    serde_json::json!({ "id": id, "body": body })
}

fn input(documents: Vec<serde_json::Value>) -> Vec<Input> {
    let lines: String = documents.iter().map(|document| format!("{document}\n")).collect();
    vec![Input::Stream(Box::new(Cursor::new(lines)))]
}

fn run_all(
    writer: &mut MemoryWriter,
    documents: Vec<serde_json::Value>,
    options: &PipelineOptions,
) -> Result<Summary, EngineError> {
    run_telling(writer, documents, options, &AtomicBool::new(false), &mut |_| {})
}

fn run_telling(
    writer: &mut MemoryWriter,
    documents: Vec<serde_json::Value>,
    options: &PipelineOptions,
    cancel: &AtomicBool,
    tell: &mut dyn FnMut(Event<'_>),
) -> Result<Summary, EngineError> {
    let config = Config::built_in().unwrap();
    let enricher = Enricher::new(&config, Analyzer::new(config.languages.clone()));
    run(input(documents), (&config, &enricher), writer, options, cancel, tell)
}

fn counts(summary: &Summary) -> [u64; 4] {
    [summary.added, summary.replaced, summary.unchanged, summary.failed]
}

#[test]
fn a_writer_whose_memory_is_full_commits() {
    let mut writer = MemoryWriter { full_after: Some(2), ..MemoryWriter::default() };
    let documents = (0..5).map(|id| document(&format!("{id}"), "Un communiqué.")).collect();
    assert_eq!(counts(&run_all(&mut writer, documents, &PipelineOptions::default()).unwrap()), [5, 0, 0, 0]);
    assert_eq!((writer.uncommitted, writer.commits), (0, 3));
}

#[test]
fn adds_then_leaves_then_replaces() {
    let (mut writer, options) = (MemoryWriter::default(), PipelineOptions::default());
    let documents = || vec![document("a", "Un communiqué."), document("b", "Un autre.")];
    assert_eq!(counts(&run_all(&mut writer, documents(), &options).unwrap()), [2, 0, 0, 0]);
    assert_eq!((writer.uncommitted, writer.commits), (0, 1));
    assert_eq!(counts(&run_all(&mut writer, documents(), &options).unwrap()), [0, 0, 2, 0]);
    assert_eq!(writer.commits, 1, "nothing new, nothing to commit");
    let changed = vec![document("a", "Un communiqué."), document("b", "Corrigé."), document("c", "  ")];
    assert_eq!(counts(&run_all(&mut writer, changed, &options).unwrap()), [0, 1, 1, 1]);
}

#[test]
fn of_two_with_one_id_the_later_stays() {
    for _ in 0..20 {
        let mut writer = MemoryWriter::default();
        let long = "Un texte qui prend plus de temps. ".repeat(200);
        let documents = vec![document("a", &long), document("a", "court")];
        let options = PipelineOptions { threads: 4, ..PipelineOptions::default() };
        let summary = run_all(&mut writer, documents, &options).unwrap();
        assert_eq!(counts(&summary), [1, 1, 0, 0]);
        assert_eq!(writer.documents[&"a".parse().unwrap()].1, "court");
    }
}

/// Sources of several forms that state the same ids, in the order in which they are walked.
fn rivals(folder: &Path) {
    for number in 0..24 {
        let body = |id: &str| format!("Le communiqué {id}, dans sa version {number}.");
        let (name, text) = match number % 3 {
            0 => ("txt", format!("---\nid: a\n---\n{}\n", body("a"))),
            1 => (
                "html",
                format!("<html><body><p>{}</p>{}</body></html>", body("b"), "<p>x</p>".repeat(number)),
            ),
            _ => {
                let records = [document("a", &body("a")), document("c", &body("c"))];
                ("ndjson", records.map(|record| format!("{record}\n")).concat().repeat(1 + 10 * (number % 2)))
            }
        };
        std::fs::write(folder.join(format!("{number:02}.{name}")), text).unwrap();
    }
}

#[test]
fn of_two_files_with_one_id_the_one_walked_last_stays() {
    let dir = tempfile::tempdir().unwrap();
    rivals(dir.path());
    let config = Config::built_in().unwrap();
    let enricher = Enricher::new(&config, Analyzer::new(config.languages.clone()));
    let mut writer = MemoryWriter::default();
    // With hardly any memory one document passes at a time; with much all threads are busy.
    for (threads, bytes) in [(1, 1), (4, 1), (4, 1 << 20), (4, 1 << 20), (7, 600)] {
        let options = PipelineOptions {
            threads,
            text_bytes_under_way: bytes,
            reading_bytes: bytes,
            ..PipelineOptions::default()
        };
        let inputs = vec![Input::Paths(Sources::new(vec![dir.path().to_owned()]))];
        let never = AtomicBool::new(false);
        let summary = run(inputs, (&config, &enricher), &mut writer, &options, &never, &mut |_| {}).unwrap();
        // A text, a page and two records, four times; and in every other file of records eleven times over.
        assert_eq!((summary.documents(), summary.failed), (8 + 8 + 4 * 2 + 4 * 2 * 11, 0));
        for (id, version) in [("a", 23), ("c", 23)] {
            let (_, body) = &writer.documents[&id.parse().unwrap()];
            assert_eq!(*body, format!("Le communiqué {id}, dans sa version {version}."));
        }
    }
}

#[test]
fn a_dry_run_writes_nothing() {
    let mut writer = MemoryWriter::default();
    let options = PipelineOptions { effect: Effect::DryRun, ..PipelineOptions::default() };
    let summary = run_all(&mut writer, vec![document("a", "Un communiqué.")], &options).unwrap();
    assert_eq!(counts(&summary), [1, 0, 0, 0]);
    assert!(writer.documents.is_empty());
    assert_eq!(writer.commits, 0);
}

#[test]
fn a_full_disk_ends_the_run() {
    let mut writer = MemoryWriter { capacity: Some(3), ..MemoryWriter::default() };
    let documents = (0..2000).map(|n| document(&n.to_string(), "Un communiqué.")).collect();
    let error = run_all(&mut writer, documents, &PipelineOptions::default()).unwrap_err();
    assert!(matches!(error.kind, EngineErrorKind::Io { .. }), "{error}");
    assert_eq!(writer.commits, 0);
}

#[test]
fn a_cancelled_run_keeps_what_was_done() {
    let documents = (0..500).map(|n| document(&n.to_string(), "Un communiqué.")).collect();
    let (mut writer, cancelled) = (MemoryWriter::default(), AtomicBool::new(false));
    let options = PipelineOptions { text_bytes_under_way: 1, ..PipelineOptions::default() };
    let mut tell = |event: Event<'_>| {
        if matches!(event, Event::Document(_)) {
            cancelled.store(true, Ordering::Relaxed);
        }
    };
    let summary = run_telling(&mut writer, documents, &options, &cancelled, &mut tell).unwrap();
    assert!(summary.cancelled && summary.added >= 1 && summary.added < 500, "{summary:?}");
    assert_eq!((writer.uncommitted, writer.documents.len() as u64), (0, summary.added));
}

#[test]
fn a_cancelled_run_begins_no_document_that_waits() {
    let body = "Les deux polices ont échangé leurs listes. ".repeat(100);
    let documents: Vec<_> = (0..500).map(|n| document(&n.to_string(), &body)).collect();
    let dir = tempfile::tempdir().unwrap();
    let lines: String = documents.iter().map(|document| format!("{document}\n")).collect();
    std::fs::write(dir.path().join("records.ndjson"), lines).unwrap();
    let config = Config::built_in().unwrap();
    let enricher = Enricher::new(&config, Analyzer::new(config.languages.clone()));
    let (mut writer, cancelled) = (MemoryWriter::default(), AtomicBool::new(false));
    // All documents may be under way; of their records a batch is parsed when the one before it has been.
    let options = PipelineOptions {
        threads: 1,
        text_bytes_under_way: 1 << 30,
        reading_bytes: 1,
        vanished: Vanished::Removed,
        ..PipelineOptions::default()
    };
    let mut tell = |event: Event<'_>| {
        if matches!(event, Event::Document(_)) {
            cancelled.store(true, Ordering::Relaxed);
        }
    };
    let inputs = vec![Input::Paths(Sources::new(vec![dir.path().to_owned()]))];
    let summary = run(inputs, (&config, &enricher), &mut writer, &options, &cancelled, &mut tell).unwrap();
    assert!(summary.added >= 1 && summary.added < 100, "{summary:?}");
    let each = body.trim_end().len() as u64;
    assert!((summary.added * each..=summary.added * (each + 1)).contains(&summary.text_bytes), "{summary:?}");
    assert_eq!(writer.read_whole, [""; 0], "what was not read is not gone");
}
