//! A run: one thread reads, several enrich, the calling one decides and writes.

use std::any::Any;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use crossbeam_channel::{Receiver, Sender, unbounded};
use rustc_hash::FxHashMap;

use super::budget::{Budget, Share};
use super::{DocumentReport, Effect, Event, Input, PipelineOptions, Summary};
use crate::analysis::AnalysisCache;
use crate::codes::CommuniqueId;
use crate::config::Config;
use crate::corpus::{Checked, ReadError, ReadErrorKind, SourceDocument, read, read_stream, walk};
use crate::engine::{EngineError, IndexWriter, IndexedDocument, WriteOutcome};
use crate::enrich::Enricher;

/// What the reader and the enrichers send to the writer. The channels are unbounded; what is under way is
/// bounded by the [`Budget`], whose share travels with each document.
enum Message {
    Source { origin: String, bytes: u64 },
    Read { source: Box<SourceDocument>, file: Arc<str>, share: Share },
    Failed(ReadError),
    AllRead,
    Enriched { document: Box<IndexedDocument>, warnings: Vec<String>, number: u64, share: Share },
    Refused { id: CommuniqueId, error: ReadError },
}

/// A document on its way to be enriched.
struct Work {
    source: Box<SourceDocument>,
    /// What it is kept under, to be removed with: the file, without the number of the record in it.
    file: Arc<str>,
    content_hash: u64,
    /// Counts documents in the order they were read.
    number: u64,
    share: Share,
}

/// Indexes `inputs` into `writer`, telling `tell` of everything on the way. Setting `cancel` ends the run
/// after the documents under way; what was done is committed.
///
/// # Errors
/// When the index cannot be written; it then stands at its last commit. What cannot be read is told and counted.
pub fn run(
    inputs: Vec<Input>,
    rules: (&Config, &Enricher),
    writer: &mut dyn IndexWriter,
    options: &PipelineOptions,
    cancel: &AtomicBool,
    tell: &mut dyn FnMut(Event<'_>),
) -> Result<Summary, EngineError> {
    let (config, enricher) = rules;
    let (messages, inbox) = unbounded::<Message>();
    let (work, queue) = unbounded::<Work>();
    let budget = Budget::new(options.text_bytes_under_way.max(1));
    // Set when writing fails, so that the reader stops too.
    let stopped = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reader =
            Reader { messages: messages.clone(), budget: Arc::clone(&budget), cancel, stopped: &stopped };
        scope.spawn(move || {
            reader.read_all(inputs, options);
            drop(reader.messages.send(Message::AllRead));
        });
        for _ in 0..options.threads.max(1) {
            let (queue, messages) = (queue.clone(), messages.clone());
            scope.spawn(move || enrich_all(&queue, &messages, config, enricher));
        }
        drop(messages);
        drop(queue);
        let mut hub = Hub {
            writer,
            options,
            tell,
            work,
            under_way: 0,
            dispatched: 0,
            ids: FxHashMap::default(),
            uncommitted: 0,
            committed_at: Instant::now(),
            summary: Summary::default(),
        };
        let done = hub.serve(&inbox);
        if done.is_err() {
            stopped.store(true, Ordering::Relaxed);
        }
        let summary = Summary { cancelled: cancel.load(Ordering::Relaxed), ..hub.summary };
        // The threads end when their channels close: the hub's end of each is dropped here, and with what
        // is still in the inbox the shares of the budget that the reader may be waiting for.
        drop(hub);
        drop(inbox);
        done.map(|()| summary)
    })
}

/// Reads sources one after another.
struct Reader<'a> {
    messages: Sender<Message>,
    budget: Arc<Budget>,
    cancel: &'a AtomicBool,
    stopped: &'a AtomicBool,
}

impl Reader<'_> {
    fn is_over(&self) -> bool {
        self.cancel.load(Ordering::Relaxed) || self.stopped.load(Ordering::Relaxed)
    }

    fn send(&self, found: Result<SourceDocument, ReadError>, file: &Arc<str>) -> ControlFlow<()> {
        if self.is_over() {
            return ControlFlow::Break(());
        }
        let message = match found {
            Ok(document) => {
                let share = self.budget.take(document.body.len().max(256));
                Message::Read { source: Box::new(document), file: Arc::clone(file), share }
            }
            Err(error) => Message::Failed(error),
        };
        // A closed channel means that the run is over; there is nobody to tell.
        match self.messages.send(message) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }

    fn read_all(&self, inputs: Vec<Input>, options: &PipelineOptions) {
        for input in inputs {
            match input {
                Input::Paths(paths) => {
                    for found in walk(&paths).take_while(|_| !self.is_over()) {
                        match found {
                            Ok(file) => {
                                let bytes =
                                    std::fs::metadata(&file.path).map_or(0, |metadata| metadata.len());
                                let source = Message::Source { origin: file.origin.clone(), bytes };
                                drop(self.messages.send(source));
                                let origin: Arc<str> = file.origin.as_str().into();
                                read(&file, &options.limits, &mut |found| self.send(found, &origin));
                            }
                            Err(error) => {
                                let origin: Arc<str> = error.origin.as_str().into();
                                if self.send(Err(error), &origin).is_break() {
                                    return;
                                }
                            }
                        }
                    }
                }
                Input::Stream(stream) => {
                    drop(self.messages.send(Message::Source { origin: "-".to_owned(), bytes: 0 }));
                    let origin: Arc<str> = "-".into();
                    read_stream(stream, "-", &options.limits, &mut |found| self.send(found, &origin));
                }
            }
        }
    }
}

fn enrich_all(queue: &Receiver<Work>, messages: &Sender<Message>, config: &Config, enricher: &Enricher) {
    let mut cache = AnalysisCache::default();
    for Work { source, file, content_hash, number, share } in queue {
        let id = source.effective_id();
        let (origin, kept_under) = (source.origin.clone(), source.file_origin(&file).to_owned());
        let message = match source.check(config) {
            Ok(Checked { communique, warnings }) => {
                // A text that a library cannot cope with must not take the others with it.
                let enriched = catch_unwind(AssertUnwindSafe(|| enricher.enrich(communique, &mut cache)));
                match enriched {
                    Ok(enrichment) => {
                        let document = IndexedDocument::new(enrichment, content_hash, kept_under);
                        Message::Enriched { document: Box::new(document), warnings, number, share }
                    }
                    Err(panic) => {
                        cache = AnalysisCache::default();
                        let kind = ReadErrorKind::Analysis(words_of(panic.as_ref()));
                        Message::Refused { id, error: ReadError::new(origin, kind) }
                    }
                }
            }
            Err(error) => Message::Refused { id, error },
        };
        if messages.send(message).is_err() {
            break;
        }
    }
}

fn words_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no reason given").to_owned()
}

/// The calling thread: asks whether a document is new, hands it to be enriched, writes it, commits.
struct Hub<'a> {
    writer: &'a mut dyn IndexWriter,
    options: &'a PipelineOptions,
    tell: &'a mut dyn FnMut(Event<'_>),
    work: Sender<Work>,
    under_way: usize,
    /// Documents sent to be enriched so far.
    dispatched: u64,
    /// For each id under way how many documents have it, and the number of the last one written: of
    /// two documents with one id the later one stays, whichever was enriched faster.
    ids: FxHashMap<CommuniqueId, (u32, u64)>,
    uncommitted: u64,
    committed_at: Instant,
    summary: Summary,
}

impl Hub<'_> {
    fn serve(&mut self, inbox: &Receiver<Message>) -> Result<(), EngineError> {
        let mut all_read = false;
        while !(all_read && self.under_way == 0) {
            // Every sender lives as long as there is something to send; a panicked thread ends the run here,
            // and the scope passes its panic on.
            let Ok(message) = inbox.recv() else { break };
            match message {
                Message::Source { origin, bytes } => (self.tell)(Event::Source { origin: &origin, bytes }),
                Message::Read { source, file, share } => self.dispatch(source, file, share)?,
                Message::AllRead => all_read = true,
                Message::Enriched { document, warnings, number, share } => {
                    self.under_way -= 1;
                    self.write(*document, warnings, number)?;
                    drop(share);
                }
                Message::Failed(error) => self.fail(&error),
                Message::Refused { id, error } => {
                    self.under_way -= 1;
                    self.leave(&id);
                    self.fail(&error);
                }
            }
            let late = self.committed_at.elapsed() >= self.options.commit_every;
            if self.uncommitted >= self.options.commit_every_documents || (late && self.uncommitted > 0) {
                self.commit()?;
            }
        }
        if self.uncommitted > 0 { self.commit() } else { Ok(()) }
    }

    /// Sends a document to be enriched, unless the index has it already.
    fn dispatch(
        &mut self,
        source: Box<SourceDocument>,
        file: Arc<str>,
        share: Share,
    ) -> Result<(), EngineError> {
        self.summary.text_bytes += source.body.len() as u64;
        let content_hash = source.content_hash();
        let id = source.effective_id();
        let outcome = self.writer.outcome_of(&id, content_hash)?;
        if outcome == WriteOutcome::Unchanged {
            self.report(DocumentReport { id, origin: source.origin.clone(), outcome, warnings: Vec::new() });
            return Ok(());
        }
        self.under_way += 1;
        self.dispatched += 1;
        self.ids.entry(id).or_default().0 += 1;
        // The queue is open as long as this hub is.
        drop(self.work.send(Work { source, file, content_hash, number: self.dispatched, share }));
        Ok(())
    }

    fn write(
        &mut self,
        document: IndexedDocument,
        warnings: Vec<String>,
        number: u64,
    ) -> Result<(), EngineError> {
        let (id, origin) = (document.document.id.clone(), document.origin.clone());
        let entry = self.ids.entry(id.clone()).or_default();
        let is_superseded = entry.1 > number;
        entry.1 = entry.1.max(number);
        self.leave(&id);
        let outcome = match self.options.effect {
            _ if is_superseded => WriteOutcome::Replaced,
            Effect::Write => {
                self.uncommitted += 1;
                self.writer.put(document)?
            }
            Effect::DryRun => self.writer.outcome_of(&id, document.content_hash)?,
        };
        self.report(DocumentReport { id, origin, outcome, warnings });
        Ok(())
    }

    /// A document with this id is under way no more.
    fn leave(&mut self, id: &CommuniqueId) {
        if let Some(entry) = self.ids.get_mut(id) {
            entry.0 = entry.0.saturating_sub(1);
            if entry.0 == 0 {
                self.ids.remove(id);
            }
        }
    }

    fn report(&mut self, report: DocumentReport) {
        self.summary.count(report.outcome);
        self.summary.warnings += report.warnings.len() as u64;
        (self.tell)(Event::Document(&report));
    }

    fn fail(&mut self, error: &ReadError) {
        self.summary.failed += 1;
        (self.tell)(Event::Failed(error));
    }

    fn commit(&mut self) -> Result<(), EngineError> {
        self.writer.commit()?;
        self.uncommitted = 0;
        self.committed_at = Instant::now();
        (self.tell)(Event::Committed);
        Ok(())
    }
}
