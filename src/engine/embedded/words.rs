//! The documents of one word: any of the ways it may match, each scored by BM25, the best one counted.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocId, DocSet, TERMINATED};

use super::phrase::Phrase;

/// What BM25 makes of a document's length: for each length code the number that a frequency is set against.
pub(super) type LengthTable = [f32; 256];

/// `k1 · (1 − b + b · length / mean length)` for each code of a length (Robertson and Zaragoza 2009).
pub(super) fn length_table(k1: f32, b: f32, mean_length: f32) -> LengthTable {
    std::array::from_fn(|code| {
        let length = FieldNormReader::id_to_fieldnorm(code as u8) as f32;
        k1 * (1.0 - b + b * length / mean_length)
    })
}

/// One way of matching, in one segment.
pub(super) struct Way {
    pub hits: WayHits,
    /// What a hit counts, before its frequency: weight × idf × (k1 + 1).
    pub factor: f32,
}

/// Where a way of matching has its hits.
pub(super) enum WayHits {
    /// A term; with positions when it is an exact form and nearness counts.
    Term(Box<SegmentPostings>),
    /// Forms in a row.
    Phrase(Phrase),
}

impl WayHits {
    fn doc(&self) -> DocId {
        match self {
            WayHits::Term(postings) => postings.doc(),
            WayHits::Phrase(phrase) => phrase.doc(),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        match self {
            WayHits::Term(postings) => postings.seek(target),
            WayHits::Phrase(phrase) => phrase.seek(target),
        }
    }

    fn frequency(&self) -> u32 {
        match self {
            WayHits::Term(postings) => postings.term_freq(),
            WayHits::Phrase(phrase) => phrase.frequency(),
        }
    }

    fn cost(&self) -> u32 {
        match self {
            WayHits::Term(postings) => postings.doc_freq(),
            WayHits::Phrase(phrase) => phrase.cost(),
        }
    }
}

/// A word's documents in one segment.
pub(super) struct Word {
    ways: Vec<Way>,
    /// The document each way stands at, kept together so that the least is found fast.
    docs: Vec<DocId>,
    doc: DocId,
    lengths: Option<FieldNormReader>,
    table: Arc<LengthTable>,
    /// Whether its documents have not the word itself but one spelt nearly so.
    pub is_respelt: bool,
}

impl Word {
    /// `lengths` are those of the weighted text; without them every document has the mean length.
    pub(super) fn new(ways: Vec<Way>, lengths: Option<FieldNormReader>, table: Arc<LengthTable>) -> Word {
        let docs: Vec<DocId> = ways.iter().map(|way| way.hits.doc()).collect();
        let doc = docs.iter().copied().min().unwrap_or(TERMINATED);
        Word { ways, docs, doc, lengths, table, is_respelt: false }
    }

    pub(super) fn doc(&self) -> DocId {
        self.doc
    }

    pub(super) fn cost(&self) -> u32 {
        self.ways.iter().map(|way| way.hits.cost()).sum()
    }

    #[inline]
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        let mut least = TERMINATED;
        for (way, doc) in self.ways.iter_mut().zip(&mut self.docs) {
            if *doc < target {
                *doc = way.hits.seek(target);
            }
            least = least.min(*doc);
        }
        self.doc = least;
        least
    }

    /// The score of the best way at the current document.
    pub(super) fn score(&self) -> f32 {
        let length = match &self.lengths {
            Some(lengths) => self.table[usize::from(lengths.fieldnorm_id(self.doc))],
            None => self.table[usize::from(FieldNormReader::fieldnorm_to_id(1))],
        };
        let mut best = 0.0_f32;
        for (way, &doc) in self.ways.iter().zip(&self.docs) {
            if doc == self.doc {
                let frequency = way.hits.frequency() as f32;
                best = best.max(way.factor * frequency / (frequency + length));
            }
        }
        best
    }

    /// Appends the positions of the word in the current document, as far as exact forms have them; ascending.
    pub(super) fn append_positions(&mut self, positions: &mut Vec<u32>) {
        let from = positions.len();
        for (way, &doc) in self.ways.iter_mut().zip(&self.docs) {
            if let WayHits::Term(postings) = &mut way.hits
                && doc == self.doc
            {
                postings.append_positions_with_offset(0, positions);
            }
        }
        positions[from..].sort_unstable();
    }
}
