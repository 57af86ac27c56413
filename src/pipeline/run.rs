//! A run: one thread reads, several enrich, the calling one decides and writes.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use crossbeam_channel::{Receiver, Sender, unbounded};
use rustc_hash::{FxHashMap, FxHashSet};

use super::budget::{Budget, Share};
use super::reading::{Gone, Reader};
use super::{DocumentReport, Effect, Event, Input, PipelineOptions, Summary, Vanished};
use crate::analysis::AnalysisCache;
use crate::codes::CommuniqueId;
use crate::config::Config;
use crate::corpus::{Checked, ReadError, ReadErrorKind, ReadLimits, SourceDocument};
use crate::engine::{EngineError, IndexWriter, IndexedDocument, WriteOutcome};
use crate::enrich::{Enricher, Enrichment};

/// What the reader and the enrichers send to the writer. The channels are unbounded; what is under way is
/// bounded by the [`Budget`], whose share travels with each document.
pub(super) enum Message {
    Source {
        origin: String,
        bytes: u64,
    },
    Read {
        source: Box<SourceDocument>,
        file: Arc<str>,
        share: Share,
    },
    /// Everything of a file was read: documents that it held before, and whose digests are not here, are gone.
    Whole {
        origin: Arc<str>,
        present: FxHashSet<u64>,
    },
    Gone(Gone),
    Failed(ReadError),
    AllRead,
    Enriched {
        document: Box<IndexedDocument>,
        warnings: Vec<String>,
        number: u64,
        share: Share,
    },
    Refused {
        id: CommuniqueId,
        error: ReadError,
    },
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
    if options.vanished == Vanished::Removed {
        writer.settle()?;
    }
    let (messages, inbox) = unbounded::<Message>();
    let (work, queue) = unbounded::<Work>();
    let budget = Budget::new(options.text_bytes_under_way.max(1));
    // Set when writing fails, so that the reader stops too.
    let stopped = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let (messages_of_reader, budget, stopped) = (messages.clone(), Arc::clone(&budget), &stopped);
        let reader = Reader { messages: messages_of_reader, budget, options, cancel, stopped };
        scope.spawn(move || reader.read_all(inputs));
        for _ in 0..options.threads.max(1) {
            let (queue, messages) = (queue.clone(), messages.clone());
            scope.spawn(move || enrich_all(&queue, &messages, &options.limits, config, enricher));
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
            told: 0,
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

fn enrich_all(
    queue: &Receiver<Work>,
    messages: &Sender<Message>,
    limits: &ReadLimits,
    config: &Config,
    enricher: &Enricher,
) {
    let mut cache = AnalysisCache::default();
    for Work { source, file, content_hash, number, share } in queue {
        let id = source.effective_id();
        let kept_under = source.file_origin(&file).to_owned();
        let message = match enriched(*source, limits, config, enricher, &mut cache) {
            Ok((enrichment, warnings)) => {
                let document = IndexedDocument::new(enrichment, content_hash, kept_under);
                Message::Enriched { document: Box::new(document), warnings, number, share }
            }
            Err(error) => Message::Refused { id, error },
        };
        if messages.send(message).is_err() {
            break;
        }
    }
}

/// Checks and enriches a document; with what was left out of it.
pub(super) fn enriched(
    source: SourceDocument,
    limits: &ReadLimits,
    config: &Config,
    enricher: &Enricher,
    cache: &mut AnalysisCache,
) -> Result<(Enrichment, Vec<String>), ReadError> {
    let origin = source.origin.clone();
    if source.body.len() > limits.text_bytes {
        return Err(ReadError::new(origin, ReadErrorKind::LongText(limits.text_bytes)));
    }
    let Checked { communique, warnings } = source.check(config)?;
    // A text that a library cannot cope with must not take the others with it.
    match catch_unwind(AssertUnwindSafe(|| enricher.enrich(communique, cache))) {
        Ok(enrichment) => Ok((enrichment, warnings)),
        Err(panic) => {
            *cache = AnalysisCache::default();
            Err(ReadError::new(origin, ReadErrorKind::Analysis(words_of(panic.as_ref()))))
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
    /// Documents told of since the last commit.
    told: u64,
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
                Message::Whole { origin, present } => {
                    let removed = self.writer.delete_missing(&origin, &present)?;
                    self.removed(&origin, removed);
                }
                Message::Gone(gone) => self.remove(&gone)?,
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
            // Unchanged documents count too: whoever keeps what is told until it is durable keeps no more than so many.
            let many = self.told.max(self.uncommitted) >= self.options.commit_every_documents;
            if self.uncommitted > 0 && (many || late) {
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

    /// Removes the documents of what is gone.
    fn remove(&mut self, gone: &Gone) -> Result<(), EngineError> {
        // Of a folder every origin below it, which no prefix tells where it is the working directory.
        let prefix = if gone.under == "." { "" } else { gone.under.as_str() };
        for origin in self.writer.origins(prefix)? {
            if gone.holds(&origin) {
                let removed = self.writer.delete_origin(&origin)?;
                self.removed(&origin, removed);
            }
        }
        Ok(())
    }

    fn removed(&mut self, origin: &str, documents: u64) {
        if documents > 0 {
            self.uncommitted += documents;
            self.summary.removed += documents;
            (self.tell)(Event::Removed { origin, documents });
        }
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
        self.told += 1;
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
        (self.uncommitted, self.told) = (0, 0);
        self.committed_at = Instant::now();
        (self.tell)(Event::Committed);
        Ok(())
    }
}
