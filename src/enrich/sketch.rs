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
pub(super) use facts::WordFacts;

/// Words a shingle. Three survive an edited sentence better than five, and are still rarely shared by chance.
const SHINGLE: usize = 3;

/// Minimum hashes a sketch: the estimated resemblance is right to about 0.04.
const BINS: usize = 128;

/// What is left of a hash after this shift is the number of its bin.
const BIN_SHIFT: u32 = u64::BITS - BINS.ilog2();

/// Minima a band key is made of. With four, two documents that share two thirds of their shingles
/// meet in one of the 32 bands 999 times in a thousand, and two that share a quarter one time in nine.
const ROWS: usize = 4;

/// How much more a shingle with a fact weighs than one without.
const FACT_WEIGHT: u64 = 3;

/// Hashes kept of distinct words, numbers and names; a document with more is compared by a sample of them.
const KEPT: [usize; 3] = [88, 32, 40];

/// A document's words in brief; see [`super::family::same_family`] for what they tell.
///
/// Hashes are cut to 16 bits (b-bit minwise hashing, Li and König 2010): one in 65,536 agrees by chance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketch {
    /// The least hash in each bin; empty when the text has no word.
    minima: Vec<u16>,
    /// How many distinct shingles there are, by weight.
    weight: u32,
    /// How many distinct words there are.
    distinct_words: u32,
    words: Sample,
    numbers: Sample,
    names: Sample,
}

impl Default for Sketch {
    /// The sketch of a text without words: no document's copy.
    fn default() -> Sketch {
        Sketch::of("", &[])
    }
}

/// The least hashes of a set, ascending.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sample {
    hashes: Vec<u16>,
    most: usize,
}

impl Sample {
    /// The least `most` of `hashes`.
    fn of(hashes: impl Iterator<Item = u64>, most: usize) -> Sample {
        let mut hashes: Vec<u16> = hashes.map(|hash| (mix(hash) >> 48) as u16).collect();
        hashes.sort_unstable();
        hashes.dedup();
        hashes.truncate(most);
        Sample { hashes, most }
    }

    /// Whether the set has an element of this hash; `None` above the sample's bound, where it cannot tell.
    fn has(&self, hash: u16) -> Option<bool> {
        match self.hashes.binary_search(&hash) {
            Ok(_) => Some(true),
            Err(place) if place < self.hashes.len() || self.hashes.len() < self.most => Some(false),
            Err(_) => None,
        }
    }
}

impl Sketch {
    /// The sketch of `tokens`, which point into `text`. Leave out what copies differ in:
    /// the title, the dateline, contacts and boilerplate.
    pub fn of(text: &str, tokens: &[Token]) -> Sketch {
        Sketch::of_facts(text, tokens.iter().map(|token| (token, WordFacts::of(&token.word))))
    }

    /// The same of tokens whose facts are known.
    pub(super) fn of_facts<'a>(text: &str, tokens: impl Iterator<Item = (&'a Token, WordFacts)>) -> Sketch {
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
        let (bins, weight) = one_permutation(&shingles);
        let of_kind = |kind| words.iter().filter(move |word| word.fact == Some(kind)).map(|word| word.hash);
        Sketch {
            minima: densified(&bins),
            weight,
            distinct_words: distinct(words.iter().map(|word| word.hash)),
            words: Sample::of(words.iter().map(|word| word.hash), KEPT[0]),
            numbers: Sample::of(of_kind(facts::Fact::Number), KEPT[1]),
            names: Sample::of(of_kind(facts::Fact::Name), KEPT[2]),
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

    /// Distinct shingles by weight: the length of a text, its repetitions left out.
    pub(super) fn weight(&self) -> u32 {
        self.weight
    }

    /// Distinct words.
    pub(super) fn distinct_words(&self) -> u32 {
        self.distinct_words
    }

    /// Words of this text that `whole` lacks.
    pub(super) fn words_missing_in(&self, whole: &Sketch) -> Missing {
        Missing::count(&self.words, |hash| whole.words.has(hash))
    }

    /// Numbers of this text that `whole` lacks.
    pub(super) fn numbers_missing_in(&self, whole: &Sketch) -> Missing {
        Missing::count(&self.numbers, |hash| whole.numbers.has(hash))
    }

    /// Names of this text that `whole` lacks; one that begins a sentence there is not lacking.
    pub(super) fn names_missing_in(&self, whole: &Sketch) -> Missing {
        Missing::count(&self.names, |hash| whole.words.has(hash).or_else(|| whole.names.has(hash)))
    }
}

/// How many of a text's words another lacks, as far as their samples tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Missing {
    /// Words compared.
    pub(super) of: usize,
    /// Those that are lacking.
    pub(super) missing: usize,
}

impl Missing {
    fn count(sample: &Sample, has: impl Fn(u16) -> Option<bool>) -> Missing {
        let told: Vec<bool> = sample.hashes.iter().filter_map(|hash| has(*hash)).collect();
        Missing { of: told.len(), missing: told.iter().filter(|has| !**has).count() }
    }
}

/// How many distinct hashes there are.
fn distinct(hashes: impl Iterator<Item = u64>) -> u32 {
    let distinct: rustc_hash::FxHashSet<u64> = hashes.collect();
    u32::try_from(distinct.len()).unwrap_or(u32::MAX)
}

/// The least hash in each bin, where one fell into it.
type Bins = [Option<u16>; BINS];

/// The minima of weighted shingles and their whole weight. A shingle of weight three is three elements.
fn one_permutation(shingles: &[u64]) -> (Bins, u32) {
    let mut bins: Bins = [None; BINS];
    let mut weight = 0u32;
    for shingle in shingles {
        let copies = if shingle & 1 == 1 { FACT_WEIGHT } else { 1 };
        weight = weight.saturating_add(copies as u32);
        for copy in 0..copies {
            let hash = mix((shingle & !1).wrapping_add(copy.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
            let bin = &mut bins[(hash >> BIN_SHIFT) as usize];
            let value = hash as u16;
            *bin = Some(bin.map_or(value, |least| least.min(value)));
        }
    }
    (bins, weight)
}

/// A minimum for every bin; none at all where no bin has one of its own.
fn densified(bins: &Bins) -> Vec<u16> {
    if bins.iter().all(Option::is_none) {
        return Vec::new();
    }
    // An empty bin borrows from one that both texts would ask, in the same order.
    let filled = |bin: usize| {
        (0u64..).find_map(|attempt| match attempt {
            0 => bins[bin],
            _ => bins[(mix(bin as u64 ^ attempt << 32) >> BIN_SHIFT) as usize],
        })
    };
    (0..BINS).map(|bin| filled(bin).unwrap_or_default()).collect()
}

/// Spreads every bit of `value` over all bits of the result (the finaliser of SplitMix64, Steele, Lea and Flood 2014).
fn mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
