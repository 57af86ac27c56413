//! A run: one thread reads, several enrich, the calling one decides and writes.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use crossbeam_channel::{Receiver, Sender, unbounded};

use super::budget::{Budget, Share};
use super::{DocumentReport, Effect, Event, Input, PipelineOptions, Summary};
use crate::analysis::AnalysisCache;
use crate::config::Config;
use crate::corpus::{ReadError, SourceDocument, read, read_stream, walk};
use crate::engine::{EngineError, IndexWriter, IndexedDocument, WriteOutcome};
use crate::enrich::Enricher;

/// What the reader and the enrichers send to the writer. The channels are unbounded; what is under way is
/// bounded by the [`Budget`], whose share travels with each document.
enum Message {
    Source { origin: String, bytes: u64 },
    Read(Box<SourceDocument>, Share),
    Failed(ReadError),
    AllRead,
    Enriched(Box<IndexedDocument>, Vec<String>, Share),
    Refused(ReadError),
}

/// A document on its way to be enriched.
struct Work {
    source: Box<SourceDocument>,
    content_hash: u64,
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

    fn send(&self, found: Result<SourceDocument, ReadError>) -> ControlFlow<()> {
        if self.is_over() {
            return ControlFlow::Break(());
        }
        let message = match found {
            Ok(document) => {
                let share = self.budget.take(document.body.len().max(256));
                Message::Read(Box::new(document), share)
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
                                read(&file, &options.limits, &mut |found| self.send(found));
                            }
                            Err(error) => {
                                if self.send(Err(error)).is_break() {
                                    return;
                                }
                            }
                        }
                    }
                }
                Input::Stream(stream) => {
                    drop(self.messages.send(Message::Source { origin: "-".to_owned(), bytes: 0 }));
                    read_stream(stream, "-", &options.limits, &mut |found| self.send(found));
                }
            }
        }
    }
}

fn enrich_all(queue: &Receiver<Work>, messages: &Sender<Message>, config: &Config, enricher: &Enricher) {
    let mut cache = AnalysisCache::default();
    for Work { source, content_hash, share } in queue {
        let origin = source.origin.clone();
        let message = match source.check(config) {
            Ok(checked) => {
                let enrichment = enricher.enrich(checked.communique, &mut cache);
                let document = IndexedDocument::new(enrichment, content_hash, origin);
                Message::Enriched(Box::new(document), checked.warnings, share)
            }
            Err(error) => Message::Refused(error),
        };
        if messages.send(message).is_err() {
            break;
        }
    }
}

/// The calling thread: asks whether a document is new, hands it to be enriched, writes it, commits.
struct Hub<'a> {
    writer: &'a mut dyn IndexWriter,
    options: &'a PipelineOptions,
    tell: &'a mut dyn FnMut(Event<'_>),
    work: Sender<Work>,
    under_way: usize,
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
                Message::Read(source, share) => self.dispatch(source, share)?,
                Message::AllRead => all_read = true,
                Message::Enriched(document, warnings, share) => {
                    self.under_way -= 1;
                    self.write(*document, warnings)?;
                    drop(share);
                }
                Message::Failed(error) => self.fail(&error),
                Message::Refused(error) => {
                    self.under_way -= 1;
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
    fn dispatch(&mut self, source: Box<SourceDocument>, share: Share) -> Result<(), EngineError> {
        self.summary.text_bytes += source.body.len() as u64;
        let content_hash = source.content_hash();
        let id = source.effective_id();
        let outcome = self.writer.outcome_of(&id, content_hash)?;
        if outcome == WriteOutcome::Unchanged {
            self.report(DocumentReport { id, origin: source.origin.clone(), outcome, warnings: Vec::new() });
            return Ok(());
        }
        self.under_way += 1;
        // The queue is open as long as this hub is.
        drop(self.work.send(Work { source, content_hash, share }));
        Ok(())
    }

    fn write(&mut self, document: IndexedDocument, warnings: Vec<String>) -> Result<(), EngineError> {
        let (id, origin) = (document.document.id.clone(), document.origin.clone());
        let outcome = match self.options.effect {
            Effect::Write => {
                self.uncommitted += 1;
                self.writer.put(document)?
            }
            Effect::DryRun => self.writer.outcome_of(&id, document.content_hash)?,
        };
        self.report(DocumentReport { id, origin, outcome, warnings });
        Ok(())
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
