//! How near copies are looked for among committed documents: by the keys of their sketches' bands, in few bits.
//!
//! A column holds the keys of every document. What is new is looked for in one pass over all of it, once
//! a commit: a look at a value takes a nanosecond or two, where looking each key up in a dictionary of
//! terms took the one thread that writes 1.2 ms for each new document at a million committed ones.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// Bits kept of a key. At a million documents a new one agrees by chance with one in eight times, and its sketch
/// tells; with 24 bits it would agree with two.
const KEY_BITS: u32 = 28;

/// Bits of the filter for each key that is looked for, at least: one in sixteen is looked up in vain.
const FILTER_BITS_PER_KEY: usize = 16;

/// The fewest bits of a filter, which are all at hand anyway.
const LEAST_FILTER_BITS: usize = 1 << 16;

/// What the column holds of `key`.
pub(super) fn kept(key: u64) -> u64 {
    key & ((1 << KEY_BITS) - 1)
}

/// The keys of new documents, to be looked for among those of committed ones.
pub(super) struct Wanted {
    /// Whether there may be a key, by its lowest bits.
    filter: Vec<u64>,
    /// The new documents that have a key, by the key and its band.
    slots: FxHashMap<u64, SmallVec<[u32; 2]>>,
}

impl Wanted {
    /// The keys of documents that are known by numbers.
    pub(super) fn new<K: Iterator<Item = u64>>(documents: impl Iterator<Item = (u32, K)>) -> Wanted {
        let mut slots: FxHashMap<u64, SmallVec<[u32; 2]>> = FxHashMap::default();
        for (slot, keys) in documents {
            for (band, key) in keys.enumerate() {
                slots.entry(with_band(band, kept(key))).or_default().push(slot);
            }
        }
        let bits = (slots.len() * FILTER_BITS_PER_KEY).max(LEAST_FILTER_BITS).next_power_of_two();
        let mut wanted = Wanted { filter: vec![0; bits / 64], slots };
        for &key in wanted.slots.keys() {
            let (word, bit) = place(key, wanted.filter.len());
            wanted.filter[word] |= bit;
        }
        wanted
    }

    /// Adds to `met` the documents that share a band key with one whose keys are `keys`, each once.
    pub(super) fn meet(&self, keys: &[u64], met: &mut SmallVec<[u32; 8]>) {
        for (band, &key) in keys.iter().enumerate() {
            let key = with_band(band, key);
            let (word, bit) = place(key, self.filter.len());
            if self.filter[word] & bit == 0 {
                continue;
            }
            for slot in self.slots.get(&key).into_iter().flatten() {
                if !met.contains(slot) {
                    met.push(*slot);
                }
            }
        }
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
        fn documents_that_share_a_key_of_a_band_meet(
            new in prop::collection::vec(prop::collection::vec(0..9_u64, 3), 0..20),
            committed in prop::collection::vec(0..9_u64, 3),
        ) {
            let wanted = Wanted::new((0..).zip(new.iter().map(|keys| keys.iter().copied())));
            let mut met = SmallVec::new();
            wanted.meet(&committed, &mut met);
            met.sort_unstable();
            let shares = |keys: &Vec<u64>| keys.iter().zip(&committed).any(|(a, b)| a == b);
            let expected: Vec<u32> = (0..).zip(&new).filter(|(_, keys)| shares(keys)).map(|(slot, _)| slot).collect();
            prop_assert_eq!(met.to_vec(), expected);
        }
    }

    #[test]
    fn a_key_is_kept_in_few_bits() {
        assert_eq!(kept(u64::MAX), (1 << KEY_BITS) - 1);
        assert_eq!(kept(5 | 1 << KEY_BITS), 5);
    }
}
