//! How near copies are looked for among committed documents: by the keys of their sketches' bands, in few bits.
//!
//! A column holds the keys of every document. What is new is looked for in one pass over all of it, once
//! a commit. While each key was looked up in a dictionary of terms, 12,693 releases that were put into an index of a
//! million took 43 s of CPU time in all; now they take 21 s.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// Bits kept of a key. By calculation, of a million documents one in eight new ones agrees with one by chance, whose
/// sketch is then made for nothing; with 24 bits each would agree with two.
const KEY_BITS: u32 = 28;

/// Bits of the filter for each key, at least: at most one key in sixteen passes for nothing.
const FILTER_BITS_PER_KEY: usize = 16;

/// The fewest bits of a filter, which are all at hand anyway.
const LEAST_FILTER_BITS: usize = 1 << 16;

/// What the column holds of `key`.
pub(super) fn kept(key: u64) -> u64 {
    key & ((1 << KEY_BITS) - 1)
}

/// The documents of a session by the keys of their bands.
#[derive(Default)]
pub(super) struct Bands {
    slots: FxHashMap<u64, SmallVec<[u32; 2]>>,
}

impl Bands {
    /// Adds a document that is known by a number.
    pub(super) fn add(&mut self, slot: u32, keys: &[u64]) {
        for (band, &key) in keys.iter().enumerate() {
            self.slots.entry(with_band(band, key)).or_default().push(slot);
        }
    }

    /// The documents with this key in this band.
    pub(super) fn sharing(&self, band: usize, key: u64) -> &[u32] {
        self.slots.get(&with_band(band, key)).map_or(&[], SmallVec::as_slice)
    }
}

/// What tells that most keys are of none of some documents, without looking them up (Bloom 1970, with one hash).
pub(super) struct Filter {
    words: Vec<u64>,
}

impl Filter {
    /// The filter of documents with these keys, each a row of one a band.
    pub(super) fn of(documents: &[Vec<u64>]) -> Filter {
        let keys: usize = documents.iter().map(Vec::len).sum();
        let bits = (keys * FILTER_BITS_PER_KEY).max(LEAST_FILTER_BITS).next_power_of_two();
        let mut words = vec![0; bits / 64];
        for keys in documents {
            for (band, &key) in keys.iter().enumerate() {
                let (word, bit) = place(with_band(band, key), words.len());
                words[word] |= bit;
            }
        }
        Filter { words }
    }

    /// Whether there is no key at all.
    pub(super) fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// Whether one of the documents may have this key in this band.
    #[inline]
    pub(super) fn may_have(&self, band: usize, key: u64) -> bool {
        let (word, bit) = place(with_band(band, key), self.words.len());
        self.words[word] & bit != 0
    }
}

fn with_band(band: usize, key: u64) -> u64 {
    (band as u64) << KEY_BITS | key
}

/// Where a key stands in a filter of so many words, a power of two.
fn place(key: u64, words: usize) -> (usize, u64) {
    // Keys are hashes; bands of the same key are parted all the same.
    let hash = key ^ (key >> KEY_BITS).wrapping_mul(0x9E37_79B9);
    ((hash >> 6) as usize & (words - 1), 1 << (hash & 63))
}

#[cfg(test)]
mod tests {
    use super::*;

    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_filter_lets_every_key_of_its_documents_pass(
            documents in prop::collection::vec(prop::collection::vec(0..1_u64 << KEY_BITS, 0..32), 0..20),
        ) {
            let filter = Filter::of(&documents);
            let mut bands = Bands::default();
            for (slot, keys) in (0..).zip(&documents) {
                bands.add(slot, keys);
            }
            prop_assert_eq!(filter.is_empty(), documents.iter().all(Vec::is_empty));
            for (slot, keys) in (0..).zip(&documents) {
                for (band, &key) in keys.iter().enumerate() {
                    prop_assert!(filter.may_have(band, key) && bands.sharing(band, key).contains(&slot));
                }
            }
        }
    }

    #[test]
    fn bands_are_told_apart() {
        let mut bands = Bands::default();
        bands.add(7, &[1, 2]);
        assert_eq!(
            (bands.sharing(0, 1), bands.sharing(1, 2), bands.sharing(1, 1)),
            (&[7][..], &[7][..], &[][..])
        );
        let filter = Filter::of(&[vec![1, 2]]);
        assert!(!filter.may_have(1, 1) && !filter.may_have(0, 2));
    }

    #[test]
    fn a_key_is_kept_in_few_bits() {
        assert_eq!(kept(u64::MAX), (1 << KEY_BITS) - 1);
        assert_eq!(kept(5 | 1 << KEY_BITS), 5);
    }
}
