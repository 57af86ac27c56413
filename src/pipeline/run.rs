//! A run: threads that walk, read and enrich; the calling one decides and writes.

use std::any::Any;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};

use super::budget::{Budget, Share};
use super::hub::Hub;
use super::order::{Part, Place, Then, Turn};
use super::outbox::Outbox;
use super::reading::Reader;
use super::walking::{Gone, Walk};
use super::{Event, Input, PipelineOptions, Summary, Vanished};
use crate::codes::CommuniqueId;
use crate::config::Config;
use crate::corpus::{Checked, ReadError, ReadErrorKind, ReadLimits, RecordBatch, SourceDocument};
use crate::engine::{EngineError, IndexWriter, IndexedDocument};
use crate::enrich::{Enricher, Enrichment, EnrichmentCache};

/// How many files the walk may be ahead of the reading, for the time left to be known.
const FILES_AHEAD: usize = 16_384;

/// What the other threads send to the calling one. The channels are unbounded; what is under way is bounded by the
/// [`Budget`], whose share travels with each document.
pub(super) enum Message {
    /// A source was begun.
    Source {
        number: u32,
        origin: Arc<str>,
        bytes: u64,
    },
    /// A document, out of a source that is in memory.
    Found(Document),
    /// Records that are yet to be parsed.
    Batch(Batch),
    /// What a batch holds.
    Parsed {
        part: Part,
        found: Vec<Result<Document, ReadError>>,
    },
    /// Something could not be read, of a source where it was in one.
    Failed {
        source: Option<u32>,
        error: ReadError,
    },
    /// Everything of a part was sent.
    Arrived {
        part: Part,
        then: Then,
    },
    Gone(Gone),
    /// A thread that walks or reads has ended.
    Ended,
    Enriched(Box<Enriched>),
    Refused {
        id: CommuniqueId,
        error: ReadError,
    },
    /// Work that nobody did, since the run is to end.
    Left(Left),
}

/// What was left undone.
pub(super) enum Left {
    Records(Part),
    Document { id: CommuniqueId, text_bytes: u64 },
}

/// A document that is ready to be written.
pub(super) struct Enriched {
    pub document: IndexedDocument,
    /// Where it was read.
    pub origin: String,
    pub has_moved: bool,
    pub warnings: Vec<String>,
    pub place: Place,
    pub share: Arc<Share>,
}

/// A document as it was read.
pub(super) struct Document {
    pub source: Box<SourceDocument>,
    pub id: CommuniqueId,
    pub content_hash: u64,
    /// What it is kept under, to be removed with: the file, without the number of the record in it.
    pub file: Arc<str>,
    pub place: Place,
    /// Whether the index has the very same from another source.
    pub has_moved: bool,
    pub share: Arc<Share>,
}

impl Document {
    pub(super) fn new(source: SourceDocument, file: Arc<str>, place: Place, share: Arc<Share>) -> Document {
        let (id, content_hash) = (source.effective_id(), source.content_hash());
        Document { source: Box::new(source), id, content_hash, file, place, has_moved: false, share }
    }
}

/// Records to be parsed.
pub(super) struct Batch {
    pub records: RecordBatch,
    pub origin: Arc<str>,
    pub part: Part,
    /// For parsing them.
    pub reading: Share,
    /// For the documents that they are.
    pub text: Arc<Share>,
}

/// What is to be done where documents are enriched.
pub(super) enum Work {
    Parse(Batch),
    Enrich(Document),
}

/// Indexes `inputs` into `writer`, telling `tell` of everything on the way. Setting `cancel` ends the run
/// after the documents that a thread has begun; what was done is committed.
///
/// Of documents with one id the one that stands last in the order of the inputs stays, whichever was read or enriched
/// first. `tell` hears of documents as they are done, which is in no order.
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
    if options.vanished == Vanished::Removed {
        writer.settle()?;
    }
    let (messages, inbox) = unbounded::<Message>();
    let (work, queue) = unbounded::<Work>();
    let (jobs, found) = bounded(FILES_AHEAD);
    let text = Budget::new(options.text_bytes_under_way.max(1));
    let reading = Budget::new(options.reading_bytes.max(1));
    // Set when writing fails, so that the others stop too.
    let stopped = &AtomicBool::new(false);
    let turn = &Turn::default();
    std::thread::scope(|scope| {
        let threads = options.threads.max(1);
        let outbox = Outbox { messages: messages.clone(), cancel, stopped };
        let walk = Walk { jobs, outbox: outbox.clone(), options, found: 0 };
        let ended = End(messages.clone());
        scope.spawn(move || {
            let _ended = ended;
            walk.walk(inputs);
        });
        for _ in 0..threads {
            let (jobs, outbox) = (found.clone(), outbox.clone());
            let (text, reading) = (Arc::clone(&text), Arc::clone(&reading));
            let ended = End(messages.clone());
            let reader = Reader { jobs, outbox, text, reading, turn, options };
            scope.spawn(move || {
                let _ended = ended;
                reader.read_all();
            });
        }
        for _ in 0..threads {
            let (queue, outbox) = (queue.clone(), outbox.clone());
            scope.spawn(move || work_all(&queue, &outbox, &options.limits, rules));
        }
        drop((messages, outbox, queue, found));
        let mut hub = Hub::new(writer, options, tell, work, turn);
        let done = hub.serve(&inbox, threads + 1);
        if done.is_err() {
            stopped.store(true, Ordering::Relaxed);
        }
        let summary = Summary { cancelled: cancel.load(Ordering::Relaxed), ..hub.summary };
        // The threads end when their channels close: the hub's end of each is dropped here, and with what
        // is still in the inbox the shares of the budget that a reader may be waiting for.
        drop(hub);
        drop(inbox);
        done.map(|()| summary)
    })
}

/// Says at the end of a thread that it has ended, whatever ended it.
struct End(Sender<Message>);

impl Drop for End {
    fn drop(&mut self) {
        // Nobody is there to hear it when the run is over.
        drop(self.0.send(Message::Ended));
    }
}

fn work_all(
    queue: &Receiver<Work>,
    outbox: &Outbox<'_>,
    limits: &ReadLimits,
    (config, enricher): (&Config, &Enricher),
) {
    let mut cache = EnrichmentCache::default();
    for work in queue {
        let message = match work {
            Work::Parse(batch) if outbox.is_over() => Message::Left(Left::Records(batch.part)),
            Work::Enrich(Document { source, id, .. }) if outbox.is_over() => {
                Message::Left(Left::Document { id, text_bytes: source.body.len() as u64 })
            }
            Work::Parse(batch) => parsed(batch),
            Work::Enrich(Document { source, id, content_hash, file, place, has_moved, share }) => {
                let (kept_under, origin) = (source.file_origin(&file).to_owned(), source.origin.clone());
                match enriched(*source, limits, config, enricher, &mut cache) {
                    Ok((enrichment, warnings)) => {
                        let document = IndexedDocument::new(enrichment, content_hash, kept_under);
                        Message::Enriched(Box::new(Enriched {
                            document,
                            origin,
                            has_moved,
                            warnings,
                            place,
                            share,
                        }))
                    }
                    Err(error) => Message::Refused { id, error },
                }
            }
        };
        // What is under way is waited for after the end too.
        if outbox.messages.send(message).is_err() {
            break;
        }
    }
}

fn parsed(batch: Batch) -> Message {
    let Batch { records, origin, part, reading, text } = batch;
    let mut found = Vec::new();
    let _whole = records.read(&mut |read| {
        let place = Place { part, number: found.len() as u32 };
        found.push(read.map(|source| Document::new(source, Arc::clone(&origin), place, Arc::clone(&text))));
        ControlFlow::Continue(())
    });
    drop(reading);
    Message::Parsed { part, found }
}

/// Checks and enriches a document; with what was left out of it.
pub(super) fn enriched(
    source: SourceDocument,
    limits: &ReadLimits,
    config: &Config,
    enricher: &Enricher,
    cache: &mut EnrichmentCache,
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
            *cache = EnrichmentCache::default();
            Err(ReadError::new(origin, ReadErrorKind::Analysis(words_of(panic.as_ref()))))
        }
    }
}

fn words_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no reason given").to_owned()
}
