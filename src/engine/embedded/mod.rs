//! tantivy on disk.
//!
//! Owns the layout of the index and how it is searched; nobody else names tantivy. Written by an
//! [`EmbeddedWriter`], one at a time; read by any number of [`EmbeddedEngine`]s, which no writer blocks.

mod bands;
mod blocks;
mod collect;
mod compaction;
mod counts;
mod docset;
mod errors;
mod facets;
mod families;
mod filters;
mod front_pages;
mod hints;
mod kinship;
mod matcher;
mod metadata;
mod nearness;
mod order;
mod packing;
mod phrase;
mod plan;
mod reader;
mod record;
mod replay;
mod schema;
mod sketches;
mod snapshot;
mod store;
mod terms;
mod timeline;
mod verify;
mod words;
mod writer;

#[cfg(test)]
mod fault_tests;

use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;
use rustc_hash::FxHashSet;
use tantivy::directory::MmapDirectory;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, Index, TERMINATED};

pub use metadata::IndexFingerprint;
pub use sketches::Sketcher;
pub use verify::{VerifyProblem, VerifyReport, verify};
pub use writer::{EmbeddedWriter, WriterOptions};

use super::{
    Engine, EngineError, EngineErrorKind, EngineResults, EngineSearch, FamilyId, Generation, SortOrder,
    StoredDocument,
};
use crate::codes::{CommuniqueId, LanguageCode};
use crate::config::Config;
use errors::Place;
use front_pages::FrontPages;
use record::Depth;
use schema::{Fields, register};
use snapshot::{Address, Snapshot};
use store::Access;

/// An index on this machine's disk, open for reading.
pub struct EmbeddedEngine {
    place: Place,
    fields: Fields,
    index: Index,
    fingerprint: IndexFingerprint,
    snapshot: ArcSwap<Snapshot>,
    /// Former generations, latest last, for the later pages of searches that began on them.
    /// Also keeps to one reload at a time, so that a later one never puts an older generation back.
    former: Mutex<VecDeque<Arc<Snapshot>>>,
    front_pages: FrontPages,
}

/// Former generations that are kept open. Their files stay on disk as long; a relevance cursor
/// older than these goes on in the latest generation, where scores may have moved a little.
const KEPT_GENERATIONS: usize = 6;

impl EmbeddedEngine {
    /// Opens the index in `path`.
    ///
    /// # Errors
    /// When there is none, it was made by other rules or another format, or it cannot be read.
    pub fn open(path: &Path, config: &Config) -> Result<EmbeddedEngine, EngineError> {
        Self::open_unexplained(path, config).map_err(|error| verify::explained(error, config))
    }

    fn open_unexplained(path: &Path, config: &Config) -> Result<EmbeddedEngine, EngineError> {
        let place = Place::new(path);
        let opening = "opening the index";
        if !path.is_dir() {
            return Err(place.error(EngineErrorKind::Missing));
        }
        let directory = MmapDirectory::open(path).map_err(place.library(opening))?;
        if !Index::exists(&directory).map_err(place.library(opening))? {
            return Err(place.error(EngineErrorKind::Missing));
        }
        let mut index = Index::open(directory).map_err(place.library(opening))?;
        let fields = Fields::new();
        register(&mut index, &fields);
        let fingerprint = IndexFingerprint::of(config);
        let snapshot = Snapshot::open(&place, &index, &fields, Access::Random, None)?;
        snapshot.metadata.require(&place, &fingerprint)?;
        let snapshot = ArcSwap::from_pointee(snapshot);
        Ok(EmbeddedEngine {
            place,
            fields,
            index,
            fingerprint,
            snapshot,
            former: Mutex::default(),
            front_pages: FrontPages::default(),
        })
    }

    fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.load_full()
    }

    /// The generation that a search's page is to be taken from: by relevance the one that its
    /// cursor was made by, so that pages neither repeat nor skip a hit while documents arrive.
    fn snapshot_for(&self, search: &EngineSearch) -> Arc<Snapshot> {
        let latest = self.snapshot();
        let Some(after) = search.after.as_ref().filter(|_| search.sort == SortOrder::Relevance) else {
            return latest;
        };
        if order::is_of_generation(after, latest.metadata.generation) {
            return latest;
        }
        let former = self.former.lock().unwrap_or_else(PoisonError::into_inner);
        let found =
            former.iter().rev().find(|former| order::is_of_generation(after, former.metadata.generation));
        found.map_or(latest, Arc::clone)
    }
}

impl Engine for EmbeddedEngine {
    fn generation(&self) -> Generation {
        Generation(self.snapshot.load().metadata.generation)
    }

    fn changed(&self) -> jiff::Timestamp {
        jiff::Timestamp::from_millisecond(self.snapshot.load().metadata.committed_ms).unwrap_or_default()
    }

    fn document_count(&self) -> u64 {
        self.snapshot.load().document_count
    }

    fn languages(&self) -> Vec<LanguageCode> {
        let snapshot = self.snapshot();
        let known = snapshot.languages().unwrap_or_default();
        known.iter().map(|(code, _)| *code).collect()
    }

    fn search(&self, search: &EngineSearch) -> Result<EngineResults, EngineError> {
        let snapshot = self.snapshot_for(search);
        let answer = || reader::search(&snapshot, search);
        self.front_pages.answer(snapshot.metadata.generation, search, answer)
    }

    fn document(&self, id: &CommuniqueId) -> Result<Option<StoredDocument>, EngineError> {
        let snapshot = self.snapshot();
        let found = snapshot.find(self.fields.id, id.as_str())?;
        for (number, segment) in snapshot.segments.iter().enumerate() {
            let postings = found.postings(&snapshot, number, IndexRecordOption::Basic)?;
            let Some(mut postings) = postings else { continue };
            while postings.doc() != TERMINATED {
                let doc = postings.doc();
                if !segment.reader.is_deleted(doc) {
                    let address = Address { segment: number as u32, doc };
                    return reader::stored(&snapshot, record::tie_of(id), address, Depth::Whole).map(Some);
                }
                postings.advance();
            }
        }
        Ok(None)
    }

    fn family(&self, family: FamilyId) -> Result<Vec<CommuniqueId>, EngineError> {
        let snapshot = self.snapshot();
        let wanted: FxHashSet<u64> = match snapshot.families.of(family.0) {
            Some(found) => found.members.iter().copied().collect(),
            None => FxHashSet::from_iter([family.0]),
        };
        let mut members = Vec::with_capacity(wanted.len());
        for (_, address) in snapshot.find_ties(&wanted) {
            let first_day = snapshot.segments[address.segment as usize].first_day.get_val(address.doc);
            // Undated members come last.
            let order = if first_day == 0 { u64::MAX } else { first_day };
            members.push((order, snapshot.document(address, Depth::Shown)?.id));
        }
        members.sort_unstable();
        Ok(members.into_iter().map(|(_, id)| id).collect())
    }

    fn for_each_match(
        &self,
        search: &EngineSearch,
        each: &mut dyn FnMut(StoredDocument) -> bool,
    ) -> Result<(), EngineError> {
        reader::for_each_match(&self.snapshot(), search, each)
    }

    fn forms_with_prefix(&self, prefix: &str, max_forms: usize) -> Result<Vec<(String, u64)>, EngineError> {
        self.snapshot().with_prefix(self.fields.text, prefix, max_forms)
    }

    fn form_count(&self, form: &str) -> Result<u64, EngineError> {
        Ok(self.snapshot().find(self.fields.text, form)?.document_frequency)
    }

    fn forms_near(
        &self,
        form: &str,
        distance: u8,
        max_forms: usize,
    ) -> Result<Vec<(String, u64)>, EngineError> {
        self.snapshot().near(self.fields.text, form, distance, max_forms)
    }

    fn reload(&self) -> Result<Generation, EngineError> {
        let mut kept = self.former.lock().unwrap_or_else(PoisonError::into_inner);
        let former = self.snapshot();
        let (place, fields) = (&self.place, &self.fields);
        let snapshot = Snapshot::open(place, &self.index, fields, Access::Random, Some(&former))?;
        snapshot.metadata.require(&self.place, &self.fingerprint)?;
        let generation = Generation(snapshot.metadata.generation);
        self.snapshot.store(Arc::new(snapshot));
        if generation.0 != former.metadata.generation {
            kept.push_back(former);
            let surplus = kept.len().saturating_sub(KEPT_GENERATIONS);
            kept.drain(..surplus);
        }
        Ok(generation)
    }
}
