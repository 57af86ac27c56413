//! Documents one request at a time: what the service does with what is posted.

use std::sync::Arc;

use crate::analysis::AnalysisCache;
use crate::codes::CommuniqueId;
use crate::config::Config;
use crate::corpus::{ReadError, SourceDocument};
use crate::engine::{EngineError, IndexWriter, IndexedDocument, WriteOutcome};
use crate::enrich::Enricher;

use super::DocumentReport;

/// Puts and removes documents, each call durable when it returns.
pub struct Ingest {
    config: Arc<Config>,
    enricher: Arc<Enricher>,
    writer: Box<dyn IndexWriter>,
    cache: AnalysisCache,
}

impl Ingest {
    /// Writes through `writer` by these rules.
    pub fn new(config: Arc<Config>, enricher: Arc<Enricher>, writer: Box<dyn IndexWriter>) -> Ingest {
        Ingest { config, enricher, writer, cache: AnalysisCache::default() }
    }

    /// Puts these documents and commits; an answer for each, in order. One that is no communiqué does not stop the rest.
    ///
    /// # Errors
    /// When the index cannot be written; it then stands at its last commit.
    pub fn put(
        &mut self,
        documents: Vec<SourceDocument>,
    ) -> Result<Vec<Result<DocumentReport, ReadError>>, EngineError> {
        let mut reports = Vec::with_capacity(documents.len());
        let mut changed = false;
        for source in documents {
            let (id, content_hash) = (source.effective_id(), source.content_hash());
            let origin = source.origin.clone();
            if self.writer.outcome_of(&id, content_hash)? == WriteOutcome::Unchanged {
                let outcome = WriteOutcome::Unchanged;
                reports.push(Ok(DocumentReport { id, origin, outcome, warnings: Vec::new() }));
                continue;
            }
            match source.check(&self.config) {
                Err(error) => reports.push(Err(error)),
                Ok(checked) => {
                    let enrichment = self.enricher.enrich(checked.communique, &mut self.cache);
                    let document = IndexedDocument::new(enrichment, content_hash, origin.clone());
                    let outcome = self.writer.put(document)?;
                    changed = true;
                    reports.push(Ok(DocumentReport { id, origin, outcome, warnings: checked.warnings }));
                }
            }
        }
        if changed {
            self.writer.commit()?;
        }
        Ok(reports)
    }

    /// Removes a document and commits; `false` when there was none.
    ///
    /// # Errors
    /// When the index cannot be written; it then stands at its last commit.
    pub fn delete(&mut self, id: &CommuniqueId) -> Result<bool, EngineError> {
        let removed = self.writer.delete(id)?;
        if removed {
            self.writer.commit()?;
        }
        Ok(removed)
    }
}
