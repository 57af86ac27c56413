//! The write session: one at a time, with atomic commits.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::thread::available_parallelism;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::directory::{Directory, MmapDirectory};
use tantivy::indexer::IndexWriterOptions;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{DocSet, Index, IndexSettings, TERMINATED, TantivyError, Term};

use super::compaction::{COMPACTING, compact};
use super::errors::Place;
use super::families;
use super::kinship::Kinship;
use super::metadata::{IndexFingerprint, Metadata};
use super::record::{Depth, hash_of, tie_of, to_tantivy};
use super::schema::{Fields, register, register_tokenizers};
use super::sketches::{Sketcher, Sketches, sketcher};
use super::snapshot::{Address, Segment, Snapshot};
use super::store::{Access, StorePlugin};
use super::verify;
use crate::codes::CommuniqueId;
use crate::config::Config;
use crate::engine::{
    CommitOutcome, EngineError, EngineErrorKind, Generation, IndexWriter, IndexedDocument, WriteOutcome,
};

/// The least memory a thread may be given; with less, segments are so small that merging them takes over.
const LEAST_THREAD_BYTES: usize = 15_000_000;

/// Merges at a time, at most: each holds memory beside what sessions are allowed.
const MOST_MERGE_THREADS: usize = 2;

const OPENING: &str = "opening the index to write";
const WRITING: &str = "writing to the index";

/// How a write session uses the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WriterOptions {
    /// Memory for what is not yet on disk, in bytes, over all threads.
    pub memory_bytes: usize,
    /// Threads that build the index.
    pub threads: usize,
}

impl Default for WriterOptions {
    /// 100 MB, and as many threads as there are cores, up to four.
    fn default() -> WriterOptions {
        let threads = available_parallelism().map_or(1, |threads| threads.get().min(4));
        WriterOptions { memory_bytes: 100_000_000, threads }
    }
}

/// A write session on an embedded index.
pub struct EmbeddedWriter {
    place: Place,
    /// The files, beside what tantivy manages of them.
    directory: Box<dyn Directory>,
    fields: Fields,
    index: Index,
    writer: tantivy::IndexWriter,
    metadata: Metadata,
    title_weight: u8,
    /// What was committed when the session began, or when it last forgot its own documents.
    base: Snapshot,
    /// What became of documents since then.
    session: FxHashMap<u64, SessionEntry>,
    /// Bytes that may be remembered of these, before they are read from the index instead.
    session_bytes: usize,
    kinship: Kinship,
    sketches: Sketches,
    /// Whether the next commit would change anything.
    has_uncommitted: bool,
}

#[derive(Debug, Clone, Copy)]
struct SessionEntry {
    /// `None` when it was removed.
    content_hash: Option<u64>,
    origin: u64,
}

impl EmbeddedWriter {
    /// Opens the index in `path` for writing, and makes one where there is none.
    ///
    /// # Errors
    /// When another session is open, the index was made by other rules or another format, is
    /// damaged, or the disk refuses.
    pub fn open(path: &Path, config: &Config, options: WriterOptions) -> Result<EmbeddedWriter, EngineError> {
        let place = Place::new(path);
        fs::create_dir_all(path).map_err(place.io("making the index's directory"))?;
        let directory = MmapDirectory::open(place.path()).map_err(place.library(OPENING))?;
        let opened = Self::open_in(place, Box::new(directory), config, options);
        opened.map_err(|error| verify::explained(error, config))
    }

    /// Opens the index whose files are written through `directory`, which lies in `place`.
    pub(super) fn open_in(
        place: Place,
        directory: Box<dyn Directory>,
        config: &Config,
        options: WriterOptions,
    ) -> Result<EmbeddedWriter, EngineError> {
        let fields = Fields::new();
        let fingerprint = IndexFingerprint::of(config);
        let index = open_or_create(&place, &fields, directory.clone())?;
        // Before tantivy is asked to write: it refuses an index of another format in words of its own.
        if let Some(payload) = &index.load_metas().map_err(place.library(OPENING))?.payload {
            Metadata::read(&place, Some(payload))?;
        }
        let threads = options.threads.clamp(1, (options.memory_bytes / LEAST_THREAD_BYTES).max(1));
        let writer_options = IndexWriterOptions::builder()
            .num_worker_threads(threads)
            .memory_budget_per_thread((options.memory_bytes / threads).max(LEAST_THREAD_BYTES))
            .num_merge_threads(threads.min(MOST_MERGE_THREADS))
            .build();
        let mut writer = index.writer_with_options(writer_options).map_err(place.library(OPENING))?;
        let meta = index.load_metas().map_err(place.library(OPENING))?;
        let metadata = if meta.payload.is_none() && meta.segments.is_empty() {
            // New, or abandoned before its first commit: from here on it is known whose it is.
            let mut metadata = Metadata::new(&fingerprint);
            commit(&place, &*directory, &mut writer, &mut metadata)?;
            metadata
        } else {
            let metadata = Metadata::read(&place, meta.payload.as_deref())?;
            metadata.require(&place, &fingerprint)?;
            metadata
        };
        // tantivy gives the first operation of a session the number of the last commit, and a merge then takes a
        // deletion of that number for one that was committed: a replaced document could stay. So the first
        // operation is this one, which finds nothing.
        writer.delete_term(Term::from_field_text(fields.id, ""));
        let memberships = match &metadata.families {
            Some(name) => families::read(&place, name)?,
            None => families::Memberships::new(),
        };
        Ok(EmbeddedWriter {
            base: Snapshot::open(&place, &index, &fields, Access::InOrder, None)?,
            place,
            directory,
            fields,
            index,
            writer,
            metadata,
            title_weight: config.ranking.title_weight,
            session: FxHashMap::default(),
            session_bytes: options.memory_bytes / 2,
            kinship: Kinship::new(memberships),
            sketches: Sketches::new(sketcher(config)),
            has_uncommitted: false,
        })
    }

    /// Looks for copies by the sketches that `sketcher` makes of stored documents, instead of those that
    /// enrichment would give them.
    #[must_use]
    pub fn sketching_by(mut self, sketcher: Sketcher) -> EmbeddedWriter {
        self.sketches = Sketches::new(sketcher);
        self
    }

    /// The content hash of a document that is there.
    fn content_hash_of(&self, id: &CommuniqueId) -> Result<Option<u64>, EngineError> {
        if let Some(entry) = self.session.get(&tie_of(id)) {
            return Ok(entry.content_hash);
        }
        let mut found = None;
        self.for_each_committed(self.fields.id, id.as_str(), |segment, address| {
            found = Some(segment.content_hash.get_val(address.doc));
        })?;
        Ok(found)
    }

    /// Calls `each` with every committed document that has a term.
    fn for_each_committed(
        &self,
        field: Field,
        text: &str,
        mut each: impl FnMut(&Segment, Address),
    ) -> Result<(), EngineError> {
        if self.base.document_count == 0 {
            return Ok(());
        }
        let found = self.base.find(field, text)?;
        for (number, segment) in self.base.segments.iter().enumerate() {
            let postings = found.postings(&self.base, number, IndexRecordOption::Basic)?;
            let Some(mut postings) = postings else { continue };
            while postings.doc() != TERMINATED {
                let doc = postings.doc();
                if !segment.reader.is_deleted(doc) {
                    each(segment, Address { segment: number as u32, doc });
                }
                postings.advance();
            }
        }
        Ok(())
    }

    fn outcome(former: Option<u64>, content_hash: u64) -> WriteOutcome {
        match former {
            None => WriteOutcome::Added,
            Some(former) if former == content_hash => WriteOutcome::Unchanged,
            Some(_) => WriteOutcome::Replaced,
        }
    }

    /// tantivy only says that a thread died; the next commit says of what.
    fn cause(&mut self, error: TantivyError) -> EngineError {
        let cause = match self.writer.prepare_commit() {
            Ok(_) => error,
            Err(cause) => cause,
        };
        self.place.library(WRITING)(cause)
    }
}

fn open_or_create(
    place: &Place,
    fields: &Fields,
    directory: Box<dyn Directory>,
) -> Result<Index, EngineError> {
    let exists = Index::exists(&*directory).map_err(place.library(OPENING))?;
    if exists {
        let mut index = Index::open(directory).map_err(place.library(OPENING))?;
        register(&mut index, fields);
        return Ok(index);
    }
    let builder = Index::builder().schema(fields.schema.clone()).settings(settings());
    let builder = builder.register_plugin(Arc::new(StorePlugin::new(fields)));
    let mut index = builder.open_or_create(directory).map_err(place.library(OPENING))?;
    register_tokenizers(&mut index);
    Ok(index)
}

/// How indexes are laid out. tantivy's own store is empty, so that packing it needs no thread.
pub(super) fn settings() -> IndexSettings {
    let docstore_compression = Compressor::Zstd(ZstdCompressor::default());
    IndexSettings {
        docstore_compression,
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    }
}

fn commit(
    place: &Place,
    directory: &dyn Directory,
    writer: &mut tantivy::IndexWriter,
    metadata: &mut Metadata,
) -> Result<(), EngineError> {
    let mut prepared = writer.prepare_commit().map_err(place.library("committing"))?;
    metadata.opstamp = prepared.opstamp();
    metadata.committed_ms = jiff::Timestamp::now().as_millisecond();
    prepared.set_payload(&metadata.to_payload());
    prepared.commit().map_err(place.library("committing"))?;
    // tantivy renames its list of segments into place, and leaves it to the system when the disk hears of it.
    directory.sync_directory().map_err(place.io("committing"))
}

impl IndexWriter for EmbeddedWriter {
    fn outcome_of(&self, id: &CommuniqueId, content_hash: u64) -> Result<WriteOutcome, EngineError> {
        Ok(Self::outcome(self.content_hash_of(id)?, content_hash))
    }

    fn put(&mut self, mut document: IndexedDocument) -> Result<WriteOutcome, EngineError> {
        let id = document.document.id.clone();
        let tie = tie_of(&id);
        let outcome = Self::outcome(self.content_hash_of(&id)?, document.content_hash);
        match outcome {
            WriteOutcome::Unchanged => return Ok(outcome),
            WriteOutcome::Added => self.has_uncommitted = true,
            WriteOutcome::Replaced => {
                self.has_uncommitted = true;
                self.writer.delete_term(Term::from_field_text(self.fields.id, id.as_str()));
                self.kinship.remove((&self.base, &mut self.sketches), tie)?;
            }
        }
        let made = to_tantivy(&self.fields, &mut document, self.title_weight).map_err(|error| {
            self.place.error(EngineErrorKind::Library { action: WRITING, source: Box::new(error) })
        })?;
        if let Err(error) = self.writer.add_document(made) {
            return Err(self.cause(error));
        }
        let entry =
            SessionEntry { content_hash: Some(document.content_hash), origin: hash_of(&document.origin) };
        self.session.insert(tie, entry);
        self.kinship.add(tie, document.sketch);
        Ok(outcome)
    }

    fn is_full(&self) -> bool {
        self.kinship.session_bytes() > self.session_bytes
    }

    fn delete(&mut self, id: &CommuniqueId) -> Result<bool, EngineError> {
        if self.content_hash_of(id)?.is_none() {
            return Ok(false);
        }
        let tie = tie_of(id);
        self.has_uncommitted = true;
        self.writer.delete_term(Term::from_field_text(self.fields.id, id.as_str()));
        self.session.insert(tie, SessionEntry { content_hash: None, origin: 0 });
        self.kinship.remove((&self.base, &mut self.sketches), tie)?;
        Ok(true)
    }

    fn delete_origin(&mut self, origin: &str) -> Result<u64, EngineError> {
        let hash = hash_of(origin);
        let fresh =
            self.session.iter().filter(|(_, entry)| entry.origin == hash && entry.content_hash.is_some());
        let mut ties: Vec<u64> = fresh.map(|(&tie, _)| tie).collect();
        let session = &self.session;
        self.for_each_committed(self.fields.origin, origin, |segment, address| {
            let tie = segment.tie.get_val(address.doc);
            if !session.contains_key(&tie) {
                ties.push(tie);
            }
        })?;
        if ties.is_empty() {
            return Ok(0);
        }
        self.has_uncommitted = true;
        self.writer.delete_term(Term::from_field_text(self.fields.origin, origin));
        for &tie in &ties {
            self.session.insert(tie, SessionEntry { content_hash: None, origin: 0 });
            self.kinship.remove((&self.base, &mut self.sketches), tie)?;
        }
        Ok(ties.len() as u64)
    }

    fn delete_missing(&mut self, origin: &str, present: &FxHashSet<u64>) -> Result<u64, EngineError> {
        let mut gone = Vec::new();
        self.for_each_committed(self.fields.origin, origin, |segment, address| {
            let tie = segment.tie.get_val(address.doc);
            if !present.contains(&tie) && !self.session.contains_key(&tie) {
                gone.push(address);
            }
        })?;
        for &address in &gone {
            let id = self.base.document(address, Depth::Shown)?.id;
            self.delete(&id)?;
        }
        Ok(gone.len() as u64)
    }

    fn digests_of(&self, origin: &str) -> Result<FxHashSet<u64>, EngineError> {
        let mut digests = FxHashSet::default();
        self.for_each_committed(self.fields.origin, origin, |segment, address| {
            digests.insert(segment.tie.get_val(address.doc));
        })?;
        Ok(digests)
    }

    fn origins(&self, prefix: &str) -> Result<Vec<String>, EngineError> {
        self.base.all_with_prefix(self.fields.origin, prefix)
    }

    fn settle(&mut self) -> Result<(), EngineError> {
        if self.has_uncommitted || self.session.is_empty() {
            return Ok(());
        }
        let (place, fields) = (&self.place, &self.fields);
        self.base = Snapshot::open(place, &self.index, fields, Access::InOrder, Some(&self.base))?;
        self.session.clear();
        self.kinship.forget_session();
        Ok(())
    }

    fn commit(&mut self) -> Result<CommitOutcome, EngineError> {
        let generation = self.metadata.generation + 1;
        let mut metadata = Metadata { generation, ..self.metadata.clone() };
        self.kinship.compare_committed((&self.base, &mut self.sketches))?;
        if self.kinship.has_changed() {
            let name = families::file_name(generation);
            families::write(&self.place, &*self.directory, &name, self.kinship.memberships())?;
            metadata.families = Some(name);
        }
        commit(&self.place, &*self.directory, &mut self.writer, &mut metadata)?;
        self.metadata = metadata;
        self.has_uncommitted = false;
        self.kinship.note_written();
        families::sweep(self.place.path(), self.metadata.families.as_deref().unwrap_or_default(), generation);
        if self.is_full() {
            self.settle()?;
        }
        Ok(CommitOutcome { generation: Generation(generation) })
    }

    fn close(self: Box<Self>) -> Result<(), EngineError> {
        let EmbeddedWriter { writer, index, place, base, .. } = *self;
        // Files that are open stay.
        drop(base);
        // What is not committed is left aside, and what is being merged is not.
        writer.wait_merging_threads().map_err(place.library(COMPACTING))?;
        compact(&place, &index)
    }
}
