//! Writing: one session at a time, atomic commits.

use rustc_hash::FxHashSet;

use super::{EngineError, Generation};
use crate::analysis::Tokens;
use crate::codes::CommuniqueId;
use crate::communique::EnrichedCommunique;
use crate::enrich::{Enrichment, Sketch};

/// A document with all that an engine needs to index it.
#[derive(Debug, Clone)]
pub struct IndexedDocument {
    /// What is stored and shown.
    pub document: EnrichedCommunique,
    /// The title's tokens; offsets into the title.
    pub title_tokens: Tokens,
    /// The tokens of the body's content; offsets into the body.
    pub body_tokens: Tokens,
    /// What near copies are known by.
    pub sketch: Sketch,
    /// A hash of the source document: another one, another content.
    pub content_hash: u64,
    /// Where it was read from (a path, or `-`), by which removed files are known.
    pub origin: String,
}

impl IndexedDocument {
    /// An enriched document as it is handed to an engine.
    pub fn new(enrichment: Enrichment, content_hash: u64, origin: String) -> IndexedDocument {
        let Enrichment { document, title_tokens, body_tokens, sketch } = enrichment;
        IndexedDocument { document, title_tokens, body_tokens, sketch, content_hash, origin }
    }
}

/// What became of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WriteOutcome {
    /// It was not there.
    Added,
    /// It replaced a former version.
    Replaced,
    /// It was there already, the same.
    Unchanged,
}

/// What a commit did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommitOutcome {
    /// The generation that holds it.
    pub generation: Generation,
}

/// A write session. What was put since the last commit is lost when it is dropped.
pub trait IndexWriter: Send {
    /// What `put` would answer for a document of this id and content: the cheap question asked
    /// before a document is analysed.
    ///
    /// # Errors
    /// When the index cannot be read.
    fn outcome_of(&self, id: &CommuniqueId, content_hash: u64) -> Result<WriteOutcome, EngineError>;

    /// Adds a document, or replaces the one with its id.
    ///
    /// # Errors
    /// When the index cannot be written.
    fn put(&mut self, document: IndexedDocument) -> Result<WriteOutcome, EngineError>;

    /// Whether what the session remembers of what was put takes the memory that it may: time to commit.
    fn is_full(&self) -> bool;

    /// Removes a document; `false` when it was not there.
    ///
    /// # Errors
    /// When the index cannot be written.
    fn delete(&mut self, id: &CommuniqueId) -> Result<bool, EngineError>;

    /// Removes every document that was read from `origin`; how many there were.
    ///
    /// # Errors
    /// When the index cannot be written.
    fn delete_origin(&mut self, origin: &str) -> Result<u64, EngineError>;

    /// Removes the documents that were read from `origin` in former sessions, or before [`IndexWriter::settle`], but for
    /// those whose ids' digests are `present`; how many there were.
    ///
    /// # Errors
    /// When the index cannot be written.
    fn delete_missing(&mut self, origin: &str, present: &FxHashSet<u64>) -> Result<u64, EngineError>;

    /// Digests of the ids of the documents that were read from `origin` in former sessions, or before
    /// [`IndexWriter::settle`].
    ///
    /// # Errors
    /// When the index cannot be read.
    fn digests_of(&self, origin: &str) -> Result<FxHashSet<u64>, EngineError>;

    /// The origins beginning with `prefix` that documents were read from in former sessions, or before
    /// [`IndexWriter::settle`].
    ///
    /// # Errors
    /// When the index cannot be read.
    fn origins(&self, prefix: &str) -> Result<Vec<String>, EngineError>;

    /// Begins as a new session would, unless something is not committed: what this one has committed counts as
    /// there before, and takes no memory.
    ///
    /// # Errors
    /// When the index cannot be read.
    fn settle(&mut self) -> Result<(), EngineError>;

    /// Makes everything so far durable and visible to later readers, or nothing of it.
    ///
    /// # Errors
    /// When the index cannot be written; it then stands at its last commit.
    fn commit(&mut self) -> Result<CommitOutcome, EngineError>;

    /// Ends the session after much was written: what was committed is laid out to take little room and be read
    /// fast, which takes a while. What was not committed is lost.
    ///
    /// # Errors
    /// When the index cannot be written; it then stands at its last commit.
    fn close(self: Box<Self>) -> Result<(), EngineError>;
}
