//! The threads that read: each takes the next source, opens it and parses it, within the memory for that.
//!
//! A source in memory is parsed here. Records are only cut here, in batches, and parsed where documents are enriched:
//! one large file keeps every core busy.

use std::cell::Cell;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crossbeam_channel::{Receiver, Sender};

use super::PipelineOptions;
use super::budget::Budget;
use super::order::{Part, Place, Then, Turn};
use super::outbox::Outbox;
use super::run::{Batch, Document, Message};
use super::walking::Job;
use crate::corpus::{Loaded, Opened, ReadError, Records, SourceFile, open, open_stream};

/// How many bytes of records are cut at once.
const BATCH_BYTES: usize = 64 << 10;

/// How much memory records take while they are parsed, for each of their bytes.
const RECORD_TIMES: usize = 4;

/// The least that a document counts for.
const LEAST_BYTES: usize = 256;

/// How far the reading is, in bytes on disk.
#[derive(Debug, Default)]
pub struct ReadProgress {
    /// In files found so far.
    pub found_bytes: AtomicU64,
    /// Read so far.
    pub read_bytes: AtomicU64,
}

/// A thread that reads sources.
pub(super) struct Reader<'a> {
    pub jobs: Receiver<(u32, Job)>,
    pub outbox: Outbox<'a>,
    /// For the text of documents, until they are written.
    pub text: Arc<Budget>,
    /// For sources while they are parsed.
    pub reading: Arc<Budget>,
    pub turn: &'a Turn,
    pub options: &'a PipelineOptions,
}

/// Says of the last part of a source that it has come, whatever happens on the way.
struct LastPart<'a> {
    messages: &'a Sender<Message>,
    part: Part,
    then: Then,
}

impl Drop for LastPart<'_> {
    fn drop(&mut self) {
        // Nobody is there to hear it when the run is over.
        drop(self.messages.send(Message::Arrived { part: self.part, then: self.then }));
    }
}

impl Reader<'_> {
    /// Reads until there is no more, or the run is over.
    pub(super) fn read_all(&self) {
        for (number, job) in &self.jobs {
            if self.outbox.is_over() {
                break;
            }
            let part = Part { source: number, number: 0 };
            let mut last = LastPart { messages: &self.outbox.messages, part, then: Then::BrokenOff };
            let flow = match job {
                Job::File(file) => self.read_file(&file, &mut last),
                Job::Stream(stream) => {
                    let origin: Arc<str> = super::NO_FILE.into();
                    let begun =
                        self.outbox.send(Message::Source { number, origin: Arc::clone(&origin), bytes: 0 });
                    // One record at a time: whoever writes them may wait for what becomes of each.
                    match open_stream(stream, &origin, &self.options.limits) {
                        _ if begun.is_break() => begun,
                        Ok(records) => self.read_records(records, 1, &origin, &mut last),
                        Err(error) => self.fail(number, error),
                    }
                }
            };
            if flow.is_break() {
                break;
            }
            last.then = Then::End;
        }
    }

    fn fail(&self, source: u32, error: ReadError) -> ControlFlow<()> {
        self.outbox.send(Message::Failed { source: Some(source), error })
    }

    fn read_file(&self, file: &SourceFile, last: &mut LastPart<'_>) -> ControlFlow<()> {
        let number = last.part.source;
        self.turn.wait_near(number, || self.outbox.is_over());
        let origin: Arc<str> = file.origin.as_str().into();
        self.outbox.send(Message::Source { number, origin: Arc::clone(&origin), bytes: file.bytes })?;
        let counted = Cell::new(0);
        let taken = |bytes| {
            // A file that grows, or is read again for its size, counts as it was found.
            let counts = u64::min(bytes, file.bytes.saturating_sub(counted.get()));
            counted.set(counted.get() + counts);
            self.options.progress.read_bytes.fetch_add(counts, Ordering::Relaxed);
        };
        let flow = self.read_opened(file, &taken, &origin, last);
        // What was not read for its size or its form is behind us too.
        taken(file.bytes);
        flow
    }

    fn read_opened(
        &self,
        file: &SourceFile,
        taken: &dyn Fn(u64),
        origin: &Arc<str>,
        last: &mut LastPart<'_>,
    ) -> ControlFlow<()> {
        let limits = &self.options.limits;
        // At first as many as its size on disk makes likely.
        let mut most = None;
        loop {
            let whole = match open(file, limits, taken) {
                Ok(Opened::Whole(whole)) => whole,
                Ok(Opened::Records(records)) => return self.read_records(records, BATCH_BYTES, origin, last),
                Err(error) => return self.fail(last.part.source, error),
            };
            let bytes: u64 = most.unwrap_or_else(|| whole.expected_bytes());
            let limit = whole.limit(limits);
            let mut share = self.reading.take(whole.memory_for(bytes.min(limit)));
            match whole.load(bytes, limits) {
                Ok(Some(loaded)) => {
                    share.shrink(loaded.memory());
                    return self.parse(loaded, origin, last.part);
                }
                Ok(None) => most = Some(limit),
                Err(error) => return self.fail(last.part.source, error),
            }
        }
    }

    fn parse(&self, loaded: Loaded, origin: &Arc<str>, part: Part) -> ControlFlow<()> {
        let mut number = 0;
        loaded.read(&self.options.limits, &mut |found| {
            if self.outbox.is_over() {
                return ControlFlow::Break(());
            }
            let place = Place { part, number };
            number += 1;
            match found {
                Ok(source) => {
                    let share = Arc::new(self.text.take(source.body.len().max(LEAST_BYTES)));
                    self.outbox.send(Message::Found(Document::new(source, Arc::clone(origin), place, share)))
                }
                Err(error) => self.fail(part.source, error),
            }
        })
    }

    /// Cuts records; where they are parsed, no two batches wait for one another.
    fn read_records(
        &self,
        mut records: Records<'_>,
        least_bytes: usize,
        origin: &Arc<str>,
        last: &mut LastPart<'_>,
    ) -> ControlFlow<()> {
        self.turn.wait_for(last.part.source, || self.outbox.is_over());
        while let Some(records) = records.next_batch(least_bytes) {
            if self.outbox.is_over() {
                return ControlFlow::Break(());
            }
            let bytes = records.bytes().max(LEAST_BYTES);
            let reading = self.reading.take(bytes * RECORD_TIMES);
            let text = Arc::new(self.text.take(bytes));
            let origin = Arc::clone(origin);
            self.outbox.send(Message::Batch(Batch { records, origin, part: last.part, reading, text }))?;
            last.part.number += 1;
        }
        ControlFlow::Continue(())
    }
}
