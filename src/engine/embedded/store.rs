//! The document store: a file more in each segment, which tantivy writes, merges and removes with the others.
//!
//! tantivy's own store packs documents in blocks that know nothing of each other; how ours does is said in
//! [`super::blocks`].

use std::any::Any;
use std::io;

use tantivy::directory::TerminatingWrite;
use tantivy::index::SegmentComponent;
use tantivy::indexer::doc_id_mapping::{DocIdMapping, MappingType};
use tantivy::schema::document::ErasedDocument;
use tantivy::schema::{Field, Schema, Value};
use tantivy::{
    DocId, PluginMergeContext, PluginWriter, PluginWriterContext, Segment, SegmentPlugin, SegmentReader,
    TantivyDocument, TantivyError,
};

use super::blocks::{Blocks, Dictionaries, Effort, Packer, Sample};
use super::schema::Fields;

/// How the file's name ends.
pub(super) const EXTENSION: &str = "records";

/// The file of a segment.
pub(super) fn component() -> SegmentComponent {
    SegmentComponent::Custom(EXTENSION.to_owned())
}

/// How documents are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// In any order, and again: a page of hits.
    Random,
    /// One after the other, mostly.
    InOrder,
}

impl Access {
    /// Unpacked blocks that are kept of each segment; one takes some 40 KB.
    fn kept_blocks(self) -> usize {
        match self {
            Access::Random => 128,
            Access::InOrder => 4,
        }
    }
}

/// Opens the store of a segment.
pub(super) fn open(reader: &SegmentReader, access: Access) -> tantivy::Result<Blocks> {
    Ok(Blocks::open(reader.open_read(component())?.read_bytes()?, access.kept_blocks())?)
}

/// What is done with the prose and the facts of each document.
type Work<'a> = &'a mut dyn FnMut(&[u8], &[u8]) -> io::Result<()>;

/// Keeps the values of the two fields that stand for a document.
#[derive(Debug)]
pub(super) struct StorePlugin {
    prose: Field,
    facts: Field,
}

impl StorePlugin {
    pub(super) fn new(fields: &Fields) -> StorePlugin {
        StorePlugin { prose: fields.prose, facts: fields.facts }
    }
}

impl SegmentPlugin for StorePlugin {
    fn extensions(&self) -> &[&str] {
        &[EXTENSION]
    }

    fn create_writer(&self, _: &PluginWriterContext) -> tantivy::Result<Box<dyn PluginWriter>> {
        let (prose, facts) = (self.prose, self.facts);
        Ok(Box::new(StoreWriter { prose, facts, bytes: Vec::new(), ends: Vec::new(), prose_bytes: 0 }))
    }

    fn merge(&self, merge: PluginMergeContext) -> tantivy::Result<()> {
        if merge.doc_id_mapping.mapping_type() == MappingType::Shuffled {
            let problem = "documents that a merge puts into another order cannot be stored";
            return Err(TantivyError::InternalError(problem.to_owned()));
        }
        let stores = merge.readers.iter().map(|reader| open(reader, Access::InOrder));
        let stores = stores.collect::<tantivy::Result<Vec<Blocks>>>()?;
        let documents: usize = merge.readers.iter().map(|reader| reader.num_docs() as usize).sum();
        let bytes: usize = stores.iter().map(Blocks::prose_bytes).sum();
        let step = Sample::step(documents, bytes);
        let each = |step: usize, work: Work<'_>| {
            let mut number = 0_usize;
            for (reader, store) in merge.readers.iter().zip(&stores) {
                for doc in reader.doc_ids_alive() {
                    if number.is_multiple_of(step) {
                        let record = store.get(doc)?;
                        work(record.prose(), record.facts())?;
                    }
                    number += 1;
                }
            }
            Ok::<_, io::Error>(())
        };
        let mut sample = Sample::default();
        each(step, &mut |prose, facts| {
            sample.add(prose, facts);
            Ok(())
        })?;
        write(merge.target_segment, Dictionaries::new(sample, Effort::Lasting), |packer| each(1, packer))
    }
}

/// Writes the store of `segment`; `each` is to hand over its documents in order.
fn write(
    segment: &Segment,
    dictionaries: Dictionaries,
    each: impl FnOnce(Work<'_>) -> io::Result<()>,
) -> tantivy::Result<()> {
    let mut packer = Packer::new(segment.open_write(component())?, &dictionaries)?;
    each(&mut |prose, facts| packer.add(prose, facts))?;
    packer.finish(&dictionaries)?.terminate()?;
    Ok(())
}

/// The documents of a segment that is being written.
struct StoreWriter {
    prose: Field,
    facts: Field,
    bytes: Vec<u8>,
    /// For each document where its prose and its facts end.
    ends: Vec<(usize, usize)>,
    prose_bytes: usize,
}

impl StoreWriter {
    fn record(&self, number: usize) -> (&[u8], &[u8]) {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before].1);
        let (middle, end) = self.ends[number];
        (&self.bytes[start..middle], &self.bytes[middle..end])
    }
}

impl PluginWriter for StoreWriter {
    fn add_document(&mut self, _: DocId, document: &dyn ErasedDocument, _: &Schema) -> tantivy::Result<()> {
        let document = document.as_any().downcast_ref::<TantivyDocument>();
        let document = document.expect("we give tantivy documents of its own kind alone");
        let value = |field| document.get_first(field).and_then(|value| value.as_custom()).unwrap_or_default();
        let (prose, facts) = (value(self.prose), value(self.facts));
        self.prose_bytes += prose.len();
        self.bytes.extend(prose);
        let middle = self.bytes.len();
        self.bytes.extend(facts);
        self.ends.push((middle, self.bytes.len()));
        Ok(())
    }

    fn serialize(self: Box<Self>, segment: &Segment, order: Option<&DocIdMapping>) -> tantivy::Result<()> {
        if order.is_some() {
            let problem = "documents that are to be put into another order cannot be stored";
            return Err(TantivyError::InternalError(problem.to_owned()));
        }
        let mut sample = Sample::default();
        for number in (0..self.ends.len()).step_by(Sample::step(self.ends.len(), self.prose_bytes)) {
            let (prose, facts) = self.record(number);
            sample.add(prose, facts);
        }
        write(segment, Dictionaries::new(sample, Effort::Passing), |add| {
            (0..self.ends.len()).try_for_each(|number| {
                let (prose, facts) = self.record(number);
                add(prose, facts)
            })
        })
    }

    fn mem_usage(&self) -> usize {
        self.bytes.capacity() + self.ends.capacity() * size_of::<(usize, usize)>()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}
