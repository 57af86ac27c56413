//! What near copies are known by: a few hundred bytes that stand for a document's words.
//!
//! Owns the sketch, its bytes and the keys that look up candidates; whether two
//! sketches are of one family is for [`super::family`]. Knows no index.
//!
//! A sketch holds two things. The first is a MinHash (Broder 1997) of the
//! shingles of three words, by one permutation hashing (Li, Owen and Zhang
//! 2012) with optimal densification (Shrivastava 2017). Shingles that hold a
//! *fact* — a number, or a name inside a sentence — weigh more, so that the
//! sentences of a template count for less than what fills it in. The second is
//! the facts themselves, the smallest hashes of each kind: two advisories that
//! say the same of different products are not copies.

mod facts;

use crate::analysis::Token;

/// Words a shingle. Three survive an edited sentence better than five, and are still rarely shared by chance.
const SHINGLE: usize = 3;

/// Minimum hashes a sketch: the estimated similarity is right to about 0.06.
pub(super) const BINS: usize = 64;

/// Minima a band key is made of. With three, two documents that share half of their shingles
/// meet in one of the 21 bands nineteen times in twenty.
const ROWS: usize = 3;

/// How much more a shingle with a fact weighs than one without.
const FACT_WEIGHT: u64 = 3;

/// Hashes kept of each kind of fact; a document with more facts is compared by a sample of them.
const FACTS: usize = 32;

/// Most bytes [`Sketch::to_bytes`] gives.
pub const MAX_SKETCH_BYTES: usize = 2 + 4 + 4 * (BINS + 2 * FACTS);

/// A document's words in brief; see [`super::family::same_family`] for what they tell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sketch {
    /// The least hash in each bin; empty when the text has no word.
    minima: Vec<u32>,
    /// How many distinct shingles there are, by weight.
    weight: u32,
    /// The least hashes of its numbers, ascending.
    numbers: Vec<u32>,
    /// The least hashes of its names, ascending.
    names: Vec<u32>,
}

impl Sketch {
    /// The sketch of `tokens`, which point into `text`. Leave out what copies differ in:
    /// the title, the dateline, contacts and boilerplate.
    pub fn of(text: &str, tokens: &[Token]) -> Sketch {
        let words = facts::read(text, tokens);
        let mut shingles = Vec::with_capacity(words.len());
        let size = SHINGLE.min(words.len());
        if size > 0 {
            for window in words.windows(size) {
                let hash = window.iter().fold(0, |hash, word| mix(hash ^ word.hash));
                let has_fact = window.iter().any(|word| word.fact.is_some());
                // The lowest bit says which of two equal shingles comes last, and stays: the one with a fact.
                shingles.push((hash & !1) | u64::from(has_fact));
            }
        }
        shingles.sort_unstable();
        shingles.dedup_by(|later, kept| {
            let same = *later & !1 == *kept & !1;
            if same {
                *kept |= *later & 1;
            }
            same
        });
        let (minima, weight) = one_permutation(&shingles);
        Sketch {
            minima,
            weight,
            numbers: facts::least(&words, facts::Fact::Number),
            names: facts::least(&words, facts::Fact::Name),
        }
    }

    /// Whether there is nothing to compare.
    pub fn is_empty(&self) -> bool {
        self.minima.is_empty()
    }

    /// Keys to look up candidates by: two near copies almost surely share one, two other texts seldom do.
    pub fn band_keys(&self) -> impl Iterator<Item = u64> {
        let bands = self.minima.chunks_exact(ROWS).enumerate();
        bands
            .map(|(band, rows)| rows.iter().fold(mix(band as u64 + 1), |key, min| mix(key ^ u64::from(*min))))
    }

    /// Its bytes, at most [`MAX_SKETCH_BYTES`]; equal sketches have equal bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let hashes = [&self.minima, &self.numbers, &self.names];
        let mut bytes = Vec::with_capacity(MAX_SKETCH_BYTES);
        bytes.extend([self.numbers.len() as u8, self.names.len() as u8]);
        bytes.extend(self.weight.to_le_bytes());
        bytes.extend(hashes.into_iter().flatten().flat_map(|hash| hash.to_le_bytes()));
        bytes
    }

    /// The sketch these bytes were made from; `None` when they are not a sketch's.
    pub fn from_bytes(bytes: &[u8]) -> Option<Sketch> {
        let ([numbers, names], rest) = bytes.split_first_chunk::<2>()?;
        let (weight, rest) = rest.split_first_chunk::<4>()?;
        let (numbers, names) = (usize::from(*numbers), usize::from(*names));
        if rest.len() % 4 != 0 || numbers > FACTS || names > FACTS {
            return None;
        }
        let mut hashes: Vec<u32> = rest
            .chunks_exact(4)
            .map(|hash| u32::from_le_bytes([hash[0], hash[1], hash[2], hash[3]]))
            .collect();
        let minima = hashes.len().checked_sub(numbers + names)?;
        if minima != 0 && minima != BINS {
            return None;
        }
        let names = hashes.split_off(minima + numbers);
        let numbers = hashes.split_off(minima);
        Some(Sketch { minima: hashes, weight: u32::from_le_bytes(*weight), numbers, names })
    }

    /// Estimated part of the shingles of either text that stand in both, by weight (0 to 1).
    pub fn resemblance(&self, other: &Sketch) -> f32 {
        if self.is_empty() || other.is_empty() {
            return 0.0;
        }
        let equal = self.minima.iter().zip(&other.minima).filter(|(a, b)| a == b).count();
        equal as f32 / BINS as f32
    }

    /// Estimated part of the shorter text's shingles that stand in the longer, by weight (0 to 1).
    pub fn containment(&self, other: &Sketch) -> f32 {
        let resemblance = self.resemblance(other);
        let (a, b) = (self.weight as f32, other.weight as f32);
        let shared = resemblance / (1.0 + resemblance) * (a + b);
        (shared / a.min(b).max(1.0)).min(1.0)
    }

    /// How the numbers compare.
    pub(super) fn numbers_shared(&self, other: &Sketch) -> Shared {
        Shared::of(&self.numbers, &other.numbers)
    }

    /// How the names compare.
    pub(super) fn names_shared(&self, other: &Sketch) -> Shared {
        Shared::of(&self.names, &other.names)
    }
}

/// How two samples of facts compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shared {
    /// Facts of the one with fewer.
    pub(super) of: usize,
    /// Those of them the other lacks.
    pub(super) missing: usize,
}

impl Shared {
    /// Compares the hashes up to the least of the two samples' bounds: below it both samples are whole.
    fn of(a: &[u32], b: &[u32]) -> Shared {
        let bound = |sample: &[u32]| match sample.last() {
            Some(last) if sample.len() == FACTS => *last,
            _ => u32::MAX,
        };
        let bound = bound(a).min(bound(b));
        let below = |sample: &[u32]| sample.partition_point(|hash| *hash <= bound);
        let (a, b) = (&a[..below(a)], &b[..below(b)]);
        let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        let missing = few.iter().filter(|hash| many.binary_search(hash).is_err()).count();
        Shared { of: few.len(), missing }
    }
}

/// The minima of weighted shingles and their whole weight. A shingle of weight three is three elements.
fn one_permutation(shingles: &[u64]) -> (Vec<u32>, u32) {
    if shingles.is_empty() {
        return (Vec::new(), 0);
    }
    let mut bins: [Option<u32>; BINS] = [None; BINS];
    let mut weight = 0u32;
    for shingle in shingles {
        let copies = if shingle & 1 == 1 { FACT_WEIGHT } else { 1 };
        weight = weight.saturating_add(copies as u32);
        for copy in 0..copies {
            let hash = mix((shingle & !1).wrapping_add(copy.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
            let bin = &mut bins[(hash >> 58) as usize];
            let value = hash as u32;
            *bin = Some(bin.map_or(value, |least| least.min(value)));
        }
    }
    // An empty bin borrows from one that both texts would ask, in the same order.
    let filled = |bin: usize| {
        (0u64..).find_map(|attempt| match attempt {
            0 => bins[bin],
            _ => bins[(mix(bin as u64 ^ attempt << 32) >> 58) as usize],
        })
    };
    ((0..BINS).map(|bin| filled(bin).unwrap_or_default()).collect(), weight)
}

/// Spreads every bit of `value` over all bits of the result (the finaliser of SplitMix64, Steele, Lea and Flood 2014).
fn mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
