//! The file of a segment's records: blocks of documents, packed by zstd against a sample of the segment.
//!
//! Two strings of bytes stand for each document: its *prose* (title and body) and its *facts* (all else). They are
//! packed apart, since they have nothing in common. A block is small, so that a hit is read fast; what its
//! documents share with others is in a dictionary, which is pieces of the segment's own documents. On 30,000
//! short communiqués in 23 languages that took 0.38 bytes a byte of text at 16 KB a block, where blocks of
//! 64 KB without a dictionary took 0.44.
//!
//! ```text
//! file   blocks, dictionary of prose, dictionary of facts, places, tail
//! block  packed prose, packed facts: for each document the lengths of both; then all facts
//! places for each block its first document and first byte, and the bytes of its three parts
//! ```

use std::cell::RefCell;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::DocId;
use tantivy::directory::OwnedBytes;
use zstd::bulk::Compressor;
use zstd::dict::{DecoderDictionary, EncoderDictionary};
use zstd::zstd_safe::{DCtx, get_frame_content_size};

/// Bytes of documents packed together.
const BLOCK_BYTES: usize = 32 * 1024;

/// How hard documents are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effort {
    /// In a segment as it is first written: most are merged soon.
    Passing,
    /// In a merged one.
    Lasting,
}

impl Effort {
    /// zstd's level. Packing all new segments as hard as lasting ones took 8 % of the time of indexing.
    fn level(self) -> i32 {
        match self {
            Effort::Passing => 1,
            Effort::Lasting => 6,
        }
    }
}

/// The part of all bytes that a dictionary takes, and the most it takes: a larger one costs more memory than it
/// saves on disk.
const DICTIONARY_PART: usize = 48;
const MOST_DICTIONARY_BYTES: usize = 1 << 20;

/// Bytes of a document that go into a dictionary.
const PIECE_BYTES: usize = 1_500;

/// What a place takes: first document, first byte, bytes of packed prose, prose, packed facts, facts.
const PLACE_BYTES: usize = 4 + 8 + 4 * 4;
/// What the tail takes: bytes of each packed dictionary and of each dictionary, blocks, documents.
const TAIL_BYTES: usize = 6 * 4;

/// No block unpacks to more: a document is bounded far below.
const MOST_BLOCK_BYTES: usize = 1 << 30;

thread_local! {
    /// What zstd works in, made once a thread instead of once for each part of each block of a page.
    static CONTEXT: RefCell<DCtx<'static>> = RefCell::new(DCtx::create());
}

/// Pieces of documents that were chosen evenly among all.
#[derive(Debug, Default)]
pub(super) struct Sample {
    prose: Vec<u8>,
    facts: Vec<u8>,
}

impl Sample {
    /// How many of `documents` documents with `bytes` bytes of prose are to be added, every so many.
    pub(super) fn step(documents: usize, bytes: usize) -> usize {
        let wanted = (bytes / DICTIONARY_PART).min(MOST_DICTIONARY_BYTES) / PIECE_BYTES;
        documents.checked_div(wanted).unwrap_or(usize::MAX).max(1)
    }

    pub(super) fn add(&mut self, prose: &[u8], facts: &[u8]) {
        self.prose.extend(&prose[..prose.len().min(PIECE_BYTES)]);
        self.facts.extend(&facts[..facts.len().min(PIECE_BYTES)]);
    }
}

/// Writes a file of records.
pub(super) struct Packer<'a, W> {
    out: W,
    written: u64,
    prose: Packing<'a>,
    facts: Packing<'a>,
    lengths: Vec<u8>,
    first: DocId,
    next: DocId,
    places: Vec<u8>,
}

/// One of the two strings.
struct Packing<'a> {
    compressor: Compressor<'a>,
    bytes: Vec<u8>,
}

/// The dictionaries of a file that is being written.
pub(super) struct Dictionaries {
    effort: Effort,
    sample: Sample,
    prose: EncoderDictionary<'static>,
    facts: EncoderDictionary<'static>,
}

impl Dictionaries {
    pub(super) fn new(sample: Sample, effort: Effort) -> Dictionaries {
        let made = |bytes: &[u8]| EncoderDictionary::copy(bytes, effort.level());
        Dictionaries { prose: made(&sample.prose), facts: made(&sample.facts), sample, effort }
    }
}

impl<'a, W: Write> Packer<'a, W> {
    pub(super) fn new(out: W, dictionaries: &'a Dictionaries) -> io::Result<Packer<'a, W>> {
        let packing = |dictionary: &'a EncoderDictionary<'static>| {
            let compressor = Compressor::with_prepared_dictionary(dictionary)?;
            Ok::<_, io::Error>(Packing { compressor, bytes: Vec::new() })
        };
        let (prose, facts) = (packing(&dictionaries.prose)?, packing(&dictionaries.facts)?);
        let (lengths, places) = (Vec::new(), Vec::new());
        Ok(Packer { out, written: 0, prose, facts, lengths, first: 0, next: 0, places })
    }

    /// Adds the next document.
    pub(super) fn add(&mut self, prose: &[u8], facts: &[u8]) -> io::Result<()> {
        push_varint(&mut self.lengths, prose.len());
        push_varint(&mut self.lengths, facts.len());
        self.prose.bytes.extend(prose);
        self.facts.bytes.extend(facts);
        self.next += 1;
        if self.prose.bytes.len() + self.facts.bytes.len() >= BLOCK_BYTES {
            self.close_block()
        } else {
            Ok(())
        }
    }

    fn close_block(&mut self) -> io::Result<()> {
        if self.first == self.next {
            return Ok(());
        }
        self.facts.bytes.splice(0..0, self.lengths.drain(..));
        self.places.extend(self.first.to_le_bytes());
        self.places.extend(self.written.to_le_bytes());
        for packing in [&mut self.prose, &mut self.facts] {
            let packed = packing.compressor.compress(&packing.bytes)?;
            self.out.write_all(&packed)?;
            self.written += packed.len() as u64;
            self.places.extend(length(packed.len())?);
            self.places.extend(length(packing.bytes.len())?);
            packing.bytes.clear();
        }
        self.first = self.next;
        Ok(())
    }

    /// Writes what comes behind the documents.
    pub(super) fn finish(mut self, dictionaries: &Dictionaries) -> io::Result<W> {
        self.close_block()?;
        let mut tail = Vec::with_capacity(TAIL_BYTES);
        for bytes in [&dictionaries.sample.prose, &dictionaries.sample.facts] {
            let packed = zstd::bulk::compress(bytes, dictionaries.effort.level())?;
            self.out.write_all(&packed)?;
            tail.extend(length(packed.len())?);
            tail.extend(length(bytes.len())?);
        }
        self.out.write_all(&self.places)?;
        tail.extend(length(self.places.len() / PLACE_BYTES)?);
        tail.extend(self.next.to_le_bytes());
        self.out.write_all(&tail)?;
        Ok(self.out)
    }
}

fn length(length: usize) -> io::Result<[u8; 4]> {
    u32::try_from(length).map(u32::to_le_bytes).map_err(|_| io::ErrorKind::FileTooLarge.into())
}

/// Reads a file of records.
pub(super) struct Blocks {
    bytes: OwnedBytes,
    places: OwnedBytes,
    documents: DocId,
    prose: DecoderDictionary<'static>,
    facts: DecoderDictionary<'static>,
    /// By the block's number, modulo their count.
    kept: Mutex<Vec<Option<KeptBlock>>>,
}

/// A block with its number.
type KeptBlock = (usize, Arc<Block>);

/// A block, unpacked.
#[derive(Debug)]
struct Block {
    prose: Vec<u8>,
    facts: Vec<u8>,
    /// For each document where its prose and its facts end.
    ends: Vec<(usize, usize)>,
    /// Where facts begin.
    facts_start: usize,
}

/// One document's bytes.
#[derive(Debug, Clone)]
pub(super) struct Record {
    block: Arc<Block>,
    number: usize,
}

impl Record {
    /// Title and body.
    pub(super) fn prose(&self) -> &[u8] {
        let start = self.number.checked_sub(1).map_or(0, |before| self.block.ends[before].0);
        &self.block.prose[start..self.block.ends[self.number].0]
    }

    /// All else.
    pub(super) fn facts(&self) -> &[u8] {
        let start =
            self.number.checked_sub(1).map_or(self.block.facts_start, |before| self.block.ends[before].1);
        &self.block.facts[start..self.block.ends[self.number].1]
    }
}

/// Where a block stands.
struct BlockPlace {
    first: DocId,
    start: usize,
    packed_prose: usize,
    prose: usize,
    packed_facts: usize,
    facts: usize,
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the records are not as they were written")
}

impl Blocks {
    /// Opens a file, to keep at most `kept` unpacked blocks, at least one: what was asked for last is asked for again.
    pub(super) fn open(bytes: OwnedBytes, kept: usize) -> io::Result<Blocks> {
        let all = bytes.as_slice();
        let at = all.len().checked_sub(TAIL_BYTES).ok_or_else(damaged)?;
        let mut tail = all[at..].chunks_exact(4).map(|bytes| number(bytes) as usize);
        let mut next = || tail.next().ok_or_else(damaged);
        let (packed_prose, prose, packed_facts, facts) = (next()?, next()?, next()?, next()?);
        let (blocks, documents) = (next()?, next()? as DocId);
        let places_start = blocks.checked_mul(PLACE_BYTES).and_then(|length| at.checked_sub(length));
        let places_start = places_start.ok_or_else(damaged)?;
        let facts_start = places_start.checked_sub(packed_facts).ok_or_else(damaged)?;
        let prose_start = facts_start.checked_sub(packed_prose).ok_or_else(damaged)?;
        let dictionary = |packed: &[u8], length: usize| {
            let bytes = zstd::bulk::decompress(packed, length.min(MOST_BLOCK_BYTES))?;
            if bytes.len() == length { Ok(DecoderDictionary::copy(&bytes)) } else { Err(damaged()) }
        };
        let prose = dictionary(&all[prose_start..facts_start], prose)?;
        let facts = dictionary(&all[facts_start..places_start], facts)?;
        let (places, bytes) = (bytes.slice(places_start..at), bytes.slice(0..prose_start));
        Ok(Blocks { bytes, places, documents, prose, facts, kept: Mutex::new(vec![None; kept.max(1)]) })
    }

    /// Bytes of all prose.
    pub(super) fn prose_bytes(&self) -> usize {
        (0..self.count()).filter_map(|block| self.place(block).ok()).map(|place| place.prose).sum()
    }

    /// The record of document `doc`.
    pub(super) fn get(&self, doc: DocId) -> io::Result<Record> {
        if doc >= self.documents {
            return Err(damaged());
        }
        let block = self.block_of(doc)?;
        let place = self.place(block)?;
        let number = (doc - place.first) as usize;
        let known = {
            let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept[block % kept.len()]
                .as_ref()
                .filter(|(kept, _)| *kept == block)
                .map(|(_, block)| Arc::clone(block))
        };
        let unpacked = match known {
            Some(known) => known,
            None => {
                let unpacked = Arc::new(self.unpack(block, &place)?);
                let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
                let at = block % kept.len();
                kept[at] = Some((block, Arc::clone(&unpacked)));
                unpacked
            }
        };
        if number >= unpacked.ends.len() {
            return Err(damaged());
        }
        Ok(Record { block: unpacked, number })
    }

    fn count(&self) -> usize {
        self.places.len() / PLACE_BYTES
    }

    /// The last block that begins at `doc` or before.
    fn block_of(&self, doc: DocId) -> io::Result<usize> {
        let (mut low, mut high) = (0, self.count());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.place(middle)?.first <= doc {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low.checked_sub(1).ok_or_else(damaged)
    }

    fn place(&self, block: usize) -> io::Result<BlockPlace> {
        let at = block * PLACE_BYTES;
        let bytes = self.places.as_slice().get(at..at + PLACE_BYTES).ok_or_else(damaged)?;
        let four = |at: usize| number(&bytes[at..at + 4]) as usize;
        Ok(BlockPlace {
            first: number(&bytes[..4]) as DocId,
            start: usize::try_from(number(&bytes[4..12])).map_err(|_| damaged())?,
            packed_prose: four(12),
            prose: four(16),
            packed_facts: four(20),
            facts: four(24),
        })
    }

    fn unpack(&self, block: usize, place: &BlockPlace) -> io::Result<Block> {
        let next = if block + 1 < self.count() { self.place(block + 1)?.first } else { self.documents };
        let documents = next.checked_sub(place.first).ok_or_else(damaged)? as usize;
        let part = |start: usize, packed: usize, length: usize, dictionary: &DecoderDictionary| {
            let end = start.checked_add(packed).ok_or_else(damaged)?;
            let packed = self.bytes.as_slice().get(start..end).ok_or_else(damaged)?;
            // Nothing is made room for that zstd does not say of itself, too.
            let stated = get_frame_content_size(packed).ok().flatten();
            if stated != Some(length as u64) || length > MOST_BLOCK_BYTES {
                return Err(damaged());
            }
            let mut unpacked = Vec::with_capacity(length);
            let done = CONTEXT.with_borrow_mut(|context| {
                context.decompress_using_ddict(&mut unpacked, packed, dictionary.as_ddict())
            });
            if done.is_ok() && unpacked.len() == length { Ok(unpacked) } else { Err(damaged()) }
        };
        let prose = part(place.start, place.packed_prose, place.prose, &self.prose)?;
        let facts = part(place.start + place.packed_prose, place.packed_facts, place.facts, &self.facts)?;
        let mut rest = facts.as_slice();
        let mut ends = Vec::with_capacity(documents.min(BLOCK_BYTES));
        let mut end = (0_usize, 0_usize);
        for _ in 0..documents {
            end.0 = end.0.checked_add(take_varint(&mut rest)?).ok_or_else(damaged)?;
            end.1 = end.1.checked_add(take_varint(&mut rest)?).ok_or_else(damaged)?;
            ends.push(end);
        }
        let facts_start = facts.len() - rest.len();
        if end.0 != prose.len() || end.1 != rest.len() {
            return Err(damaged());
        }
        ends.iter_mut().for_each(|(_, end)| *end += facts_start);
        Ok(Block { prose, facts, ends, facts_start })
    }
}

/// Bytes as a number, least first.
fn number(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte))
}

fn push_varint(bytes: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn take_varint(bytes: &mut &[u8]) -> io::Result<usize> {
    let (mut number, mut shift) = (0, 0);
    loop {
        let (&byte, rest) = bytes.split_first().ok_or_else(damaged)?;
        *bytes = rest;
        number |= usize::from(byte & 0x7F).checked_shl(shift).ok_or_else(damaged)?;
        if byte & 0x80 == 0 {
            return Ok(number);
        }
        shift += 7;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn packed(documents: &[(Vec<u8>, Vec<u8>)], step: usize) -> Vec<u8> {
        let mut sample = Sample::default();
        documents.iter().step_by(step).for_each(|(prose, facts)| sample.add(prose, facts));
        let dictionaries = Dictionaries::new(sample, Effort::Passing);
        let mut packer = Packer::new(Vec::new(), &dictionaries).unwrap();
        documents.iter().for_each(|(prose, facts)| packer.add(prose, facts).unwrap());
        packer.finish(&dictionaries).unwrap()
    }

    fn bytes() -> impl Strategy<Value = Vec<u8>> {
        prop_oneof![
            Just(Vec::new()),
            prop::collection::vec(any::<u8>(), 0..300),
            (any::<u8>(), 0..20_000_usize).prop_map(|(byte, length)| vec![byte; length]),
        ]
    }

    proptest! {
        #[test]
        fn what_is_packed_is_read(
            documents in prop::collection::vec((bytes(), bytes()), 0..40),
            step in 1..50_usize,
        ) {
            let blocks = Blocks::open(OwnedBytes::new(packed(&documents, step)), 4).unwrap();
            for (doc, (prose, facts)) in documents.iter().enumerate() {
                let record = blocks.get(doc as DocId).unwrap();
                prop_assert_eq!((record.prose(), record.facts()), (prose.as_slice(), facts.as_slice()));
            }
            prop_assert!(blocks.get(documents.len() as DocId).is_err());
        }

        #[test]
        fn damage_is_an_error_and_no_panic(at in any::<prop::sample::Index>(), bit in 0..8_u32, cut in any::<bool>()) {
            let documents: Vec<_> = (0..50_u8).map(|byte| (vec![byte; 1000], vec![byte; 100])).collect();
            let mut bytes = packed(&documents, 10);
            let at = at.index(bytes.len());
            if cut { bytes.truncate(at) } else { bytes[at] ^= 1 << bit }
            if let Ok(blocks) = Blocks::open(OwnedBytes::new(bytes), 4) {
                (0..50).for_each(|doc| drop(blocks.get(doc)));
            }
        }
    }

    #[test]
    fn a_sample_is_a_small_part_of_all() {
        let check = |documents, bytes, expected| assert_eq!(Sample::step(documents, bytes), expected);
        check(1, 100, usize::MAX);
        check(1_000, 2_000_000, 37);
        check(1_000_000, 2_000_000_000, 1_430);
    }
}
