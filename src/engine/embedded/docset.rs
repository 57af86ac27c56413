//! Sets of documents of one segment that need no scores: filters, dates, everything.

use std::sync::Arc;

use tantivy::columnar::ColumnValues;
use tantivy::{DocId, TERMINATED};

/// A set as one bit a document.
#[derive(Debug, Clone)]
pub(super) struct DocBits {
    words: Vec<u64>,
}

impl DocBits {
    pub(super) fn new(max_doc: DocId) -> DocBits {
        DocBits { words: vec![0; (max_doc as usize).div_ceil(64)] }
    }

    pub(super) fn insert(&mut self, doc: DocId) {
        self.words[doc as usize / 64] |= 1 << (doc % 64);
    }

    #[inline]
    pub(super) fn contains(&self, doc: DocId) -> bool {
        self.words[doc as usize / 64] >> (doc % 64) & 1 == 1
    }
}

/// Every document.
#[derive(Debug)]
pub(super) struct Everything {
    doc: DocId,
    max_doc: DocId,
}

impl Everything {
    pub(super) fn new(max_doc: DocId) -> Everything {
        Everything { doc: if max_doc == 0 { TERMINATED } else { 0 }, max_doc }
    }

    pub(super) fn doc(&self) -> DocId {
        self.doc
    }

    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        self.doc = if target < self.max_doc { target } else { TERMINATED };
        self.doc
    }
}

/// Documents whose date may fall between two days, both included. Undated ones may not.
pub(super) struct Days {
    first_day: Arc<dyn ColumnValues<u64>>,
    last_day: Arc<dyn ColumnValues<u64>>,
    from: u64,
    to: u64,
    doc: DocId,
    max_doc: DocId,
}

/// The numbers of the days that [`Days`] lie between; at least 1, since 0 is "undated".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DayBounds {
    pub from: u64,
    pub to: u64,
}

impl Days {
    pub(super) fn new(
        first_day: Arc<dyn ColumnValues<u64>>,
        last_day: Arc<dyn ColumnValues<u64>>,
        bounds: DayBounds,
        max_doc: DocId,
    ) -> Days {
        let mut days = Days { first_day, last_day, from: bounds.from.max(1), to: bounds.to, doc: 0, max_doc };
        days.seek(0);
        days
    }

    #[inline]
    pub(super) fn contains(&self, doc: DocId) -> bool {
        self.last_day.get_val(doc) >= self.from && {
            let first = self.first_day.get_val(doc);
            first <= self.to
        }
    }

    pub(super) fn doc(&self) -> DocId {
        self.doc
    }

    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        let found = (target..self.max_doc).find(|&doc| self.contains(doc));
        self.doc = found.unwrap_or(TERMINATED);
        self.doc
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits() {
        let mut bits = DocBits::new(130);
        [0, 63, 64, 129].into_iter().for_each(|doc| bits.insert(doc));
        let set: Vec<DocId> = (0..130).filter(|&doc| bits.contains(doc)).collect();
        assert_eq!(set, [0, 63, 64, 129]);
    }

    #[test]
    fn days_that_may_overlap() {
        let column = |values: &'static [u64]| -> Arc<dyn ColumnValues<u64>> {
            Arc::new(tantivy::columnar::column_values::VecColumn::from(values.to_vec()))
        };
        // Undated; days 10 to 20; day 15; day 30.
        let (first, last) = (column(&[0, 10, 15, 30]), column(&[0, 20, 15, 30]));
        let check = |from, to, expected: &[DocId]| {
            let mut days = Days::new(Arc::clone(&first), Arc::clone(&last), DayBounds { from, to }, 4);
            let mut found = Vec::new();
            while days.doc() != TERMINATED {
                found.push(days.doc());
                days.seek(days.doc() + 1);
            }
            assert_eq!(found, expected, "{from}..{to}");
        };
        check(0, u64::MAX, &[1, 2, 3]);
        check(16, 40, &[1, 3]);
        check(15, 15, &[1, 2]);
        check(21, 29, &[]);
    }
}
