//! Documents while the service runs: what is posted, and what changes where documents are read from.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::codes::CommuniqueId;
use crate::config::Config;
use crate::corpus::{ReadError, ReadLimits, SourceDocument};
use crate::engine::{EngineError, IndexWriter, IndexedDocument, WriteOutcome};
use crate::enrich::{Enricher, EnrichmentCache};

use super::run::{enriched, run};
use super::{DocumentReport, Event, Input, NO_FILE, PipelineOptions, Summary};

/// Opens a write session.
type OpenWriter = dyn FnMut() -> Result<Box<dyn IndexWriter>, EngineError> + Send;

/// Puts and removes documents, each call durable when it returns.
pub struct Ingest {
    config: Arc<Config>,
    enricher: Arc<Enricher>,
    open: Box<OpenWriter>,
    /// The session, unless the last one failed: a session that could not write is of no more use.
    writer: Option<Box<dyn IndexWriter>>,
    cache: EnrichmentCache,
}

impl Ingest {
    /// Writes by these rules through the session that `open` gives. It is asked for another when one has failed
    /// (a full disk, say), so that the service goes on once the cause is mended.
    ///
    /// # Errors
    /// When the index cannot be opened to write.
    pub fn new(
        config: Arc<Config>,
        enricher: Arc<Enricher>,
        mut open: Box<OpenWriter>,
    ) -> Result<Ingest, EngineError> {
        let writer = Some(open()?);
        Ok(Ingest { config, enricher, open, writer, cache: EnrichmentCache::default() })
    }

    /// Puts these documents and commits; an answer for each, in order. One that is no communiqué does not stop the rest.
    ///
    /// # Errors
    /// When the index cannot be written; it then stands at its last commit.
    pub fn put(
        &mut self,
        documents: Vec<SourceDocument>,
    ) -> Result<Vec<Result<DocumentReport, ReadError>>, EngineError> {
        let (config, enricher) = (Arc::clone(&self.config), Arc::clone(&self.enricher));
        let limits = ReadLimits::default();
        let mut cache = std::mem::take(&mut self.cache);
        let put = self.write(|writer| {
            let mut reports = Vec::with_capacity(documents.len());
            let mut changed = false;
            for source in documents {
                let (id, content_hash) = (source.effective_id(), source.content_hash());
                let origin = source.origin.clone();
                if writer.outcome_of(&id, content_hash)? == WriteOutcome::Unchanged {
                    let outcome = WriteOutcome::Unchanged;
                    reports.push(Ok(DocumentReport { id, origin, outcome, warnings: Vec::new() }));
                    continue;
                }
                match enriched(source, &limits, &config, &enricher, &mut cache) {
                    Err(error) => reports.push(Err(error)),
                    Ok((enrichment, warnings)) => {
                        let document = IndexedDocument::new(enrichment, content_hash, NO_FILE.to_owned());
                        let outcome = writer.put(document)?;
                        changed = true;
                        reports.push(Ok(DocumentReport { id, origin, outcome, warnings }));
                    }
                }
            }
            if changed {
                writer.commit()?;
            }
            Ok(reports)
        });
        self.cache = cache;
        put
    }

    /// Removes a document and commits; `false` when there was none.
    ///
    /// # Errors
    /// When the index cannot be written; it then stands at its last commit.
    pub fn delete(&mut self, id: &CommuniqueId) -> Result<bool, EngineError> {
        self.write(|writer| {
            let removed = writer.delete(id)?;
            if removed {
                writer.commit()?;
            }
            Ok(removed)
        })
    }

    /// Indexes `inputs` as [`run`] does.
    ///
    /// # Errors
    /// When the index cannot be written; it then stands at its last commit.
    pub fn run(
        &mut self,
        inputs: Vec<Input>,
        options: &PipelineOptions,
        cancel: &AtomicBool,
        tell: &mut dyn FnMut(Event<'_>),
    ) -> Result<Summary, EngineError> {
        let (config, enricher) = (Arc::clone(&self.config), Arc::clone(&self.enricher));
        self.write(|writer| run(inputs, (&config, &enricher), writer, options, cancel, tell))
    }

    /// Ends the session after much was written, and leaves the index to take little room.
    ///
    /// # Errors
    /// When the index cannot be written; it then stands at its last commit.
    pub fn close(self) -> Result<(), EngineError> {
        self.writer.map_or(Ok(()), |writer| writer.close())
    }

    /// Works with the session; one that failed is dropped with what it had not committed.
    fn write<T>(
        &mut self,
        work: impl FnOnce(&mut dyn IndexWriter) -> Result<T, EngineError>,
    ) -> Result<T, EngineError> {
        let mut writer = match self.writer.take() {
            Some(writer) => writer,
            None => (self.open)()?,
        };
        let done = work(&mut *writer)?;
        self.writer = Some(writer);
        Ok(done)
    }
}
