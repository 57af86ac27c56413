//! The calling thread of a run: asks whether a document is new, hands it to be enriched, writes it, commits.

use std::sync::Arc;
use std::time::Instant;

use crossbeam_channel::{Receiver, Sender};
use rustc_hash::{FxHashMap, FxHashSet};

use super::order::{Order, Part, Then, Turn};
use super::run::{Document, Enriched, Left, Message, Work};
use super::walking::Gone;
use super::{DocumentReport, Effect, Event, PipelineOptions, Summary, Vanished};
use crate::corpus::ReadError;
use crate::engine::{EngineError, IndexWriter, WriteOutcome};

/// What a source holds now, where what it held before is to go.
struct Holding {
    origin: Arc<str>,
    /// Digests of the ids that the index has from it.
    known: FxHashSet<u64>,
    /// Digests of the ids that it holds.
    present: FxHashSet<u64>,
    /// Of a source that could be read only in part it is not known what it no longer holds.
    is_whole: bool,
}

/// The calling thread.
pub(super) struct Hub<'a> {
    writer: &'a mut dyn IndexWriter,
    options: &'a PipelineOptions,
    tell: &'a mut dyn FnMut(Event<'_>),
    work: Sender<Work>,
    turn: &'a Turn,
    order: Order,
    /// Batches that are being parsed and documents that are being enriched.
    under_way: usize,
    /// Sources that are being read, where what is gone from them is to go.
    holdings: FxHashMap<u32, Holding>,
    uncommitted: u64,
    /// Documents told of since the last commit.
    told: u64,
    committed_at: Instant,
    pub summary: Summary,
}

impl<'a> Hub<'a> {
    pub(super) fn new(
        writer: &'a mut dyn IndexWriter,
        options: &'a PipelineOptions,
        tell: &'a mut dyn FnMut(Event<'_>),
        work: Sender<Work>,
        turn: &'a Turn,
    ) -> Hub<'a> {
        Hub {
            writer,
            options,
            tell,
            work,
            turn,
            order: Order::default(),
            under_way: 0,
            holdings: FxHashMap::default(),
            uncommitted: 0,
            told: 0,
            committed_at: Instant::now(),
            summary: Summary::default(),
        }
    }

    /// Serves until so many threads have ended that walk and read, and nothing is under way.
    pub(super) fn serve(&mut self, inbox: &Receiver<Message>, threads: usize) -> Result<(), EngineError> {
        let mut ended = 0;
        while !(ended == threads && self.under_way == 0) {
            // Every sender lives as long as there is something to send.
            let Ok(message) = inbox.recv() else { break };
            match message {
                Message::Ended => ended += 1,
                other => self.hear(other)?,
            }
            let late = self.committed_at.elapsed() >= self.options.commit_every;
            // Unchanged documents count too: whoever keeps what is told until it is durable keeps no more than so many.
            let many = self.told.max(self.uncommitted) >= self.options.commit_every_documents;
            if self.uncommitted > 0 && (many || late || self.writer.is_full()) {
                self.commit()?;
            }
        }
        if self.uncommitted > 0 { self.commit() } else { Ok(()) }
    }

    fn hear(&mut self, message: Message) -> Result<(), EngineError> {
        match message {
            Message::Ended => {}
            Message::Source { number, origin, bytes } => {
                (self.tell)(Event::Source { origin: &origin, bytes });
                if self.options.vanished == Vanished::Removed && self.options.effect == Effect::Write {
                    let (known, present) = (self.writer.digests_of(&origin)?, FxHashSet::default());
                    let holding = Holding { origin, known, present, is_whole: true };
                    self.holdings.insert(number, holding);
                }
            }
            Message::Found(document) => self.dispatch(document)?,
            Message::Batch(batch) => {
                self.under_way += 1;
                // The queue is open as long as this hub is.
                drop(self.work.send(Work::Parse(batch)));
            }
            Message::Parsed { part, found } => {
                self.under_way -= 1;
                for found in found {
                    match found {
                        Ok(document) => self.dispatch(document)?,
                        Err(error) => self.fail(Some(part.source), &error),
                    }
                }
                self.arrive(part, Then::More)?;
            }
            Message::Arrived { part, then } => self.arrive(part, then)?,
            Message::Gone(gone) => self.remove(&gone)?,
            Message::Failed { source, error } => self.fail(source, &error),
            Message::Enriched(enriched) => {
                self.under_way -= 1;
                self.write(*enriched)?;
            }
            Message::Refused { id, error } => {
                self.under_way -= 1;
                self.order.leave(&id);
                self.fail(None, &error);
            }
            Message::Left(left) => {
                self.under_way -= 1;
                match left {
                    Left::Document { id, text_bytes } => {
                        self.order.leave(&id);
                        self.summary.text_bytes -= text_bytes;
                    }
                    Left::Records(part) => {
                        self.read_in_part(part.source);
                        self.arrive(part, Then::More)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Sends a document to be enriched, unless the index has it already.
    fn dispatch(&mut self, document: Document) -> Result<(), EngineError> {
        let Document { source, id, content_hash, place, .. } = &document;
        self.summary.text_bytes += source.body.len() as u64;
        // One that moved here from another source must not go with what is gone from there.
        let mut has_moved = false;
        if let Some(holding) = self.holdings.get_mut(&place.part.source) {
            let is_first = holding.present.insert(id.digest());
            has_moved = is_first && !holding.known.contains(&id.digest());
        }
        let is_superseded = self.order.is_superseded(id, *place);
        let outcome = match is_superseded {
            true => WriteOutcome::Replaced,
            false => self.writer.outcome_of(id, *content_hash)?,
        };
        has_moved &= outcome == WriteOutcome::Unchanged;
        if is_superseded || (outcome == WriteOutcome::Unchanged && !has_moved) {
            self.order.keep(id, *place);
            let (id, origin) = (id.clone(), source.origin.clone());
            self.report(DocumentReport { id, origin, outcome, warnings: Vec::new() });
            return Ok(());
        }
        self.order.enter(id, *place);
        self.under_way += 1;
        // The queue is open as long as this hub is.
        drop(self.work.send(Work::Enrich(Document { has_moved, ..document })));
        Ok(())
    }

    fn write(&mut self, enriched: Enriched) -> Result<(), EngineError> {
        let Enriched { document, origin, has_moved, warnings, place, share } = enriched;
        let id = document.document.id.clone();
        let is_last = self.order.leave_to_write(&id, place);
        let outcome = match self.options.effect {
            _ if !is_last => WriteOutcome::Replaced,
            Effect::Write => {
                self.uncommitted += 1;
                // The same content is not put again where it stands already.
                let is_replaced = has_moved && self.writer.delete(&id)?;
                let outcome = self.writer.put(document)?;
                if is_replaced { WriteOutcome::Replaced } else { outcome }
            }
            Effect::DryRun => self.writer.outcome_of(&id, document.content_hash)?,
        };
        drop(share);
        self.report(DocumentReport { id, origin, outcome, warnings });
        Ok(())
    }

    /// A part has come whole: what stands after it may be read, and what sources no longer hold is removed.
    fn arrive(&mut self, part: Part, then: Then) -> Result<(), EngineError> {
        for (source, then) in self.order.arrive(part, then) {
            let Some(holding) = self.holdings.remove(&source) else { continue };
            if holding.is_whole && then == Then::End {
                let removed = self.writer.delete_missing(&holding.origin, &holding.present)?;
                self.removed(&holding.origin, removed);
            }
        }
        self.turn.tell(&self.order);
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

    fn report(&mut self, report: DocumentReport) {
        self.told += 1;
        self.summary.count(report.outcome);
        self.summary.warnings += report.warnings.len() as u64;
        (self.tell)(Event::Document(&report));
    }

    fn fail(&mut self, source: Option<u32>, error: &ReadError) {
        if let Some(source) = source {
            self.read_in_part(source);
        }
        self.summary.failed += 1;
        (self.tell)(Event::Failed(error));
    }

    fn read_in_part(&mut self, source: u32) {
        if let Some(holding) = self.holdings.get_mut(&source) {
            holding.is_whole = false;
        }
    }

    fn commit(&mut self) -> Result<(), EngineError> {
        self.writer.commit()?;
        (self.uncommitted, self.told) = (0, 0);
        self.committed_at = Instant::now();
        (self.tell)(Event::Committed);
        Ok(())
    }
}
