//! Inputs near the seeds: each seed as it is, then seeds cut, doubled, spliced and sprinkled with odd signs.
//!
//! Without coverage this finds less than libFuzzer does; it needs no build of its own, and every run
//! makes the same inputs.

/// The longest input made.
const MAX_BYTES: usize = 4_096;

/// Signs at the edges of encodings, classes and scripts.
const ODD: &str =
    "'’\"\u{AD}\u{200B}\u{200F}\u{301}\u{308}\u{FEFF}\u{A0}\n\r\0-:/(\\İßﷺـが\u{3099}𝒜\u{10FFFF}";

/// Endless inputs from seeds; the same for the same seeds.
pub struct Mutants {
    seeds: Vec<Vec<u8>>,
    next_seed: usize,
    random: SplitMix,
}

impl Mutants {
    pub fn new(mut seeds: Vec<Vec<u8>>) -> Mutants {
        seeds.sort();
        assert!(!seeds.is_empty(), "no seeds");
        Mutants { seeds, next_seed: 0, random: SplitMix(1) }
    }

    fn mutant(&mut self) -> Vec<u8> {
        let mut bytes = self.seed();
        for _ in 0..=self.random.below(4) {
            self.change(&mut bytes);
        }
        bytes.truncate(MAX_BYTES);
        bytes
    }

    fn seed(&mut self) -> Vec<u8> {
        let number = self.random.below(self.seeds.len());
        self.seeds[number].clone()
    }

    fn change(&mut self, bytes: &mut Vec<u8>) {
        let start = self.random.below(bytes.len() + 1);
        let end = start + self.random.below((bytes.len() - start).min(64) + 1);
        match self.random.below(7) {
            0 => bytes.truncate(start),
            1 => drop(bytes.drain(start..end)),
            2 => {
                let doubled = bytes[start..end].repeat(1 + self.random.below(20));
                bytes.splice(start..start, doubled);
            }
            3 => {
                let other = self.seed();
                let from = self.random.below(other.len() + 1);
                bytes.splice(start..end, other[from..].iter().copied());
            }
            4 => {
                if let Some(byte) = bytes.get_mut(start) {
                    *byte ^= 1 << self.random.below(8);
                }
            }
            5 => {
                let random = self.random.next().to_le_bytes();
                bytes.splice(start..end, random);
            }
            _ => {
                let odd = ODD.chars().nth(self.random.below(ODD.chars().count()));
                bytes.splice(start..start, odd.into_iter().collect::<String>().into_bytes());
            }
        }
    }
}

impl Iterator for Mutants {
    type Item = Vec<u8>;

    fn next(&mut self) -> Option<Vec<u8>> {
        if let Some(seed) = self.seeds.get(self.next_seed) {
            self.next_seed += 1;
            return Some(seed.clone());
        }
        Some(self.mutant())
    }
}

/// Steele, Lea and Flood 2014.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `end`, exclusive; 0 when `end` is.
    fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { (self.next() % end as u64) as usize }
    }
}
