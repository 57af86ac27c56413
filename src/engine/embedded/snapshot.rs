//! One generation of the index, open for reading: its segments, its families, its statistics.
//!
//! Everything in it stays as it is while it is held, whatever is committed meanwhile.

use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::columnar::{Column, ColumnValues, StrColumn};
use tantivy::directory::error::LockError;
use tantivy::directory::{Directory, META_LOCK};
use tantivy::index::SegmentId;
use tantivy::{DocId, Index, SegmentReader};

use super::blocks::Blocks;
use super::errors::Place;
use super::facets::Values;
use super::families::{self, Families};
use super::metadata::Metadata;
use super::record::{self, Depth};
use super::schema::{BANDS, CONTENT_HASH, FIRST_DAY, Fields, LAST_DAY, TIE};
use super::store::{self, Access};
use super::terms::KeptNear;
use crate::codes::LanguageCode;
use crate::communique::EnrichedCommunique;
use crate::engine::EngineError;
use crate::query::FacetField;

/// How often a generation is opened anew when it disappears while being opened.
const OPEN_ATTEMPTS: u32 = 5;

/// One generation, open.
pub(super) struct Snapshot {
    pub place: Place,
    pub fields: Fields,
    pub metadata: Metadata,
    pub segments: Vec<Arc<Segment>>,
    pub families: Families,
    /// Documents that are not deleted.
    pub document_count: u64,
    /// Mean number of words of a document's weighted text.
    pub mean_length: f32,
    values: [OnceLock<Arc<Values>>; FacetField::ALL.len()],
    family_numbers: OnceLock<Vec<Vec<u32>>>,
    languages: OnceLock<Vec<(LanguageCode, u64)>>,
    pub near: KeptNear,
}

/// One segment with its columns at hand.
pub(super) struct Segment {
    pub reader: SegmentReader,
    pub first_day: Arc<dyn ColumnValues<u64>>,
    pub last_day: Arc<dyn ColumnValues<u64>>,
    pub tie: Arc<dyn ColumnValues<u64>>,
    pub content_hash: Arc<dyn ColumnValues<u64>>,
    pub facets: [Option<StrColumn>; FacetField::ALL.len()],
    bands: Option<Column<u64>>,
    ordinals: [OnceLock<Ordinals>; FacetField::ALL.len()],
    /// Documents counted so far.
    counted: AtomicU64,
    /// Opened with the rest: once the lock is given back, a merge may take its file away.
    store: Blocks,
}

/// A facet's column laid out flat: some ten times faster to count from than the packed one, and as
/// many times larger.
#[derive(Debug)]
pub(super) struct Ordinals {
    /// For each document where its values begin in `list`; one more at the end.
    starts: Vec<u32>,
    list: Vec<u32>,
}

impl Ordinals {
    fn of(column: &StrColumn, max_doc: DocId) -> Ordinals {
        let mut ordinals = Ordinals { starts: Vec::with_capacity(max_doc as usize + 1), list: Vec::new() };
        for doc in 0..max_doc {
            ordinals.starts.push(ordinals.list.len() as u32);
            ordinals.list.extend(column.term_ords(doc).map(|ordinal| ordinal as u32));
        }
        ordinals.starts.push(ordinals.list.len() as u32);
        ordinals.list.shrink_to_fit();
        ordinals
    }

    #[inline]
    pub(super) fn of_document(&self, doc: DocId) -> &[u32] {
        &self.list[self.starts[doc as usize] as usize..self.starts[doc as usize + 1] as usize]
    }
}

/// Where a document stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Address {
    pub segment: u32,
    pub doc: DocId,
}

impl Snapshot {
    /// Opens the latest commit; segments that `former` has open already are shared with it.
    pub(super) fn open(
        place: &Place,
        index: &Index,
        fields: &Fields,
        access: Access,
        former: Option<&Snapshot>,
    ) -> Result<Snapshot, EngineError> {
        let mut attempts = 1;
        loop {
            match Self::open_once(place, index, fields, access, former) {
                Err(_) if attempts < OPEN_ATTEMPTS => attempts += 1,
                result => return result,
            }
        }
    }

    fn open_once(
        place: &Place,
        index: &Index,
        fields: &Fields,
        access: Access,
        former: Option<&Snapshot>,
    ) -> Result<Snapshot, EngineError> {
        let opening = "opening the index";
        // The lock keeps a writer from removing files while they are being opened. On a read-only
        // disk it cannot be had, and nobody writes.
        let _lock = match index.directory().acquire_lock(&META_LOCK) {
            Ok(lock) => Some(lock),
            Err(LockError::IoError(error))
                if matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) =>
            {
                None
            }
            Err(error) => return Err(place.library(opening)(error)),
        };
        let meta = index.load_metas().map_err(place.library(opening))?;
        let metadata = Metadata::read(place, meta.payload.as_deref())?;
        let mut known: FxHashMap<SegmentId, &Arc<Segment>> = FxHashMap::default();
        if let Some(former) = former {
            known.extend(former.segments.iter().map(|segment| (segment.reader.segment_id(), segment)));
        }
        let mut segments = Vec::with_capacity(meta.segments.len());
        for segment_meta in meta.segments {
            let (id, deletes) = (segment_meta.id(), segment_meta.delete_opstamp());
            match known.get(&id) {
                Some(segment) if segment.reader.delete_opstamp() == deletes => {
                    segments.push(Arc::clone(segment));
                }
                _ => {
                    // On some damage tantivy panics instead of failing.
                    let name = format!("segment {}", id.uuid_string());
                    let segment = index.segment(segment_meta);
                    let opened = catch_unwind(AssertUnwindSafe(|| {
                        let reader = SegmentReader::open(&segment).map_err(place.library(opening))?;
                        Segment::open(place, reader, access)
                    }));
                    let opened =
                        opened.map_err(|_| place.damaged(&name, "its files contradict each other"))?;
                    segments.push(Arc::new(opened?));
                }
            }
        }
        let memberships = match &metadata.families {
            Some(name) => families::read(place, name)?,
            None => families::Memberships::new(),
        };
        let (mut words, mut texts) = (0, 0);
        for segment in &segments {
            let inverted = segment.reader.inverted_index(fields.text).map_err(place.library(opening))?;
            words += inverted.total_num_tokens();
            texts += u64::from(segment.reader.max_doc());
        }
        Ok(Snapshot {
            place: place.clone(),
            fields: fields.clone(),
            metadata,
            document_count: segments.iter().map(|segment| u64::from(segment.reader.num_docs())).sum(),
            mean_length: if texts == 0 { 1.0 } else { (words as f32 / texts as f32).max(1.0) },
            segments,
            families: Families::new(&memberships),
            values: Default::default(),
            family_numbers: OnceLock::new(),
            languages: OnceLock::new(),
            near: KeptNear::default(),
        })
    }

    /// The values of a facet over all segments.
    pub(super) fn values(&self, field: FacetField) -> Result<Arc<Values>, EngineError> {
        let cell = &self.values[field as usize];
        if let Some(values) = cell.get() {
            return Ok(Arc::clone(values));
        }
        let made = Arc::new(Values::of(self, field)?);
        Ok(Arc::clone(cell.get_or_init(|| made)))
    }

    /// The languages that documents are in, with how many, most frequent first.
    pub(super) fn languages(&self) -> Result<&[(LanguageCode, u64)], EngineError> {
        if let Some(known) = self.languages.get() {
            return Ok(known);
        }
        let forms = self.with_prefix(self.fields.facet(FacetField::Language), "", usize::MAX)?;
        let made = forms.into_iter().filter_map(|(code, count)| Some((code.parse().ok()?, count)));
        Ok(self.languages.get_or_init(|| made.collect()))
    }

    /// How many documents are in a language, at least one.
    pub(super) fn documents_in(&self, language: LanguageCode) -> Result<u64, EngineError> {
        let found = self.languages()?.iter().find(|(code, _)| *code == language);
        Ok(found.map_or(1, |(_, count)| *count))
    }

    /// For each segment and document the number of its family, 0 when it is alone; `None` when all are.
    pub(super) fn family_numbers(&self) -> Option<&[Vec<u32>]> {
        if self.families.is_empty() {
            return None;
        }
        let numbers = self.family_numbers.get_or_init(|| {
            let of_segment = |segment: &Arc<Segment>| {
                let docs = 0..segment.reader.max_doc();
                docs.map(|doc| self.families.number_of(segment.tie.get_val(doc))).collect()
            };
            self.segments.iter().map(of_segment).collect()
        });
        Some(numbers)
    }

    /// The documents with one of these ties, deleted ones aside.
    pub(super) fn find_ties(&self, wanted: &FxHashSet<u64>) -> Vec<(u64, Address)> {
        let mut found = Vec::new();
        for (number, segment) in self.segments.iter().enumerate() {
            for doc in 0..segment.reader.max_doc() {
                let tie = segment.tie.get_val(doc);
                if wanted.contains(&tie) && !segment.reader.is_deleted(doc) {
                    found.push((tie, Address { segment: number as u32, doc }));
                }
            }
        }
        found
    }

    /// The document stored at `address`.
    pub(super) fn document(&self, address: Address, depth: Depth) -> Result<EnrichedCommunique, EngineError> {
        let segment = &self.segments[address.segment as usize];
        let record = segment.store.get(address.doc);
        record::from_record(&self.place, &record.map_err(self.place.io("reading a document"))?, depth)
    }
}

impl Segment {
    fn open(place: &Place, reader: SegmentReader, access: Access) -> Result<Segment, EngineError> {
        let columns = reader.fast_fields();
        let number = |name| {
            let column = columns.column_first_or_default::<u64>(name);
            column.map_err(place.library("opening a column"))
        };
        let mut facets = [const { None }; FacetField::ALL.len()];
        for (facet, field) in facets.iter_mut().zip(FacetField::ALL) {
            *facet = columns.str(field.name()).map_err(place.library("opening a column"))?;
        }
        Ok(Segment {
            first_day: number(FIRST_DAY)?,
            last_day: number(LAST_DAY)?,
            tie: number(TIE)?,
            content_hash: number(CONTENT_HASH)?,
            facets,
            bands: columns.column_opt(BANDS).map_err(place.library("opening a column"))?,
            ordinals: Default::default(),
            counted: AtomicU64::new(0),
            store: store::open(&reader, access).map_err(place.library("opening the document store"))?,
            reader,
        })
    }

    /// A facet's flat column, when it has been laid out.
    #[inline]
    pub(super) fn ordinals(&self, field: FacetField) -> Option<&Ordinals> {
        self.ordinals[field as usize].get()
    }

    /// Lays a facet's column out flat, once as many documents were counted as that takes to read:
    /// an index that is asked little does not pay for it, and starts at once.
    pub(super) fn prepare_facet(&self, field: FacetField) {
        let max_doc = self.reader.max_doc();
        if self.counted.load(Ordering::Relaxed) < u64::from(max_doc) {
            return;
        }
        if let Some(column) = &self.facets[field as usize] {
            self.ordinals[field as usize].get_or_init(|| Ordinals::of(column, max_doc));
        }
    }

    /// Notes that this many documents were counted.
    pub(super) fn note_counted(&self, documents: u64) {
        self.counted.fetch_add(documents, Ordering::Relaxed);
    }

    /// Calls `each` with every document and the keys of its bands, in order; those without words have none.
    pub(super) fn for_each_bands(
        &self,
        mut each: impl FnMut(DocId, &[u64]) -> Result<(), EngineError>,
    ) -> Result<(), EngineError> {
        let Some(column) = &self.bands else { return Ok(()) };
        let mut keys = Vec::new();
        for doc in 0..self.reader.max_doc() {
            let rows = column.index.value_row_ids(doc);
            keys.resize(rows.len(), 0);
            column.values.get_range(rows.start.into(), &mut keys);
            each(doc, &keys)?;
        }
        Ok(())
    }
}
