//! What an index must do, and the engines that do it.
//!
//! Owns the [`Engine`] trait and its types: a search in terms, its hits and counts; documents by
//! id; a write session. `embedded` is tantivy on this machine's disk. Knows nothing of
//! query text, HTTP or the page; labels and snippets are made by [`crate::search`].

pub mod embedded;
mod error;
mod facet_values;
mod search;
mod write;

pub use error::{EngineError, EngineErrorKind};
pub use facet_values::{LANGUAGE_SHARE, facet_values};
pub use search::{
    CrosstabCell, CursorKey, EngineHit, EngineResults, EngineSearch, FacetCounts, FacetRequest, FacetValue,
    Grouping, HistogramBucket, HistogramRequest, Interval, MatchMode, SortOrder,
};
pub use write::{CommitOutcome, IndexWriter, IndexedDocument, WriteOutcome};

use crate::codes::{CommuniqueId, LanguageCode};
use crate::communique::EnrichedCommunique;

/// Counts the commits of an index: another number, other answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Generation(pub u64);

/// A stored document with its family.
#[derive(Debug, Clone)]
pub struct StoredDocument {
    /// The document.
    pub document: EnrichedCommunique,
    /// Its family.
    pub family: FamilyId,
}

/// Names a family: the same for all its members, in one generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FamilyId(pub u64);

/// An index that answers. Every call sees one generation, whole.
pub trait Engine: Send + Sync {
    /// The generation that calls from now on see.
    fn generation(&self) -> Generation;

    /// When that generation was committed.
    fn changed(&self) -> jiff::Timestamp;

    /// How many documents there are.
    fn document_count(&self) -> u64;

    /// The languages that documents are in, most frequent first.
    fn languages(&self) -> Vec<LanguageCode>;

    /// Answers a search.
    ///
    /// # Errors
    /// When the index cannot be read.
    fn search(&self, search: &EngineSearch) -> Result<EngineResults, EngineError>;

    /// The document with this id.
    ///
    /// # Errors
    /// When the index cannot be read.
    fn document(&self, id: &CommuniqueId) -> Result<Option<StoredDocument>, EngineError>;

    /// The ids of a family's members, first published first.
    ///
    /// # Errors
    /// When the index cannot be read.
    fn family(&self, family: FamilyId) -> Result<Vec<CommuniqueId>, EngineError>;

    /// Calls `each` with every match of `search` (its page and facets aside) in its order, until it returns `false`,
    /// at constant memory.
    ///
    /// # Errors
    /// When the index cannot be read.
    fn for_each_match(
        &self,
        search: &EngineSearch,
        each: &mut dyn FnMut(StoredDocument) -> bool,
    ) -> Result<(), EngineError>;

    /// Forms that begin with `prefix`, with their document counts, most frequent first.
    ///
    /// # Errors
    /// When the index cannot be read.
    fn forms_with_prefix(&self, prefix: &str, max_forms: usize) -> Result<Vec<(String, u64)>, EngineError>;

    /// How many documents have a form.
    ///
    /// # Errors
    /// When the index cannot be read.
    fn form_count(&self, form: &str) -> Result<u64, EngineError>;

    /// Forms at most `distance` edits from `form`, with their document counts, nearest and most frequent first.
    ///
    /// # Errors
    /// When the index cannot be read.
    fn forms_near(
        &self,
        form: &str,
        distance: u8,
        max_forms: usize,
    ) -> Result<Vec<(String, u64)>, EngineError>;

    /// Sees the latest commit from now on.
    ///
    /// # Errors
    /// When the index cannot be read.
    fn reload(&self) -> Result<Generation, EngineError>;
}
