//! Documents in which forms stand in a row, or near each other.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocId, DocSet, TERMINATED};

/// Forms in a row (`slop` 0), or in any order with up to `slop` other positions between them in all.
pub(super) struct Phrase {
    /// The postings of each distinct form.
    postings: Vec<SegmentPostings>,
    /// For each place of the phrase, which of `postings` stands there.
    places: Vec<usize>,
    slop: u32,
    doc: DocId,
    frequency: u32,
    positions: Vec<Vec<u32>>,
}

impl Phrase {
    /// `places[i]` says which of `postings` is the phrase's word `i`; all postings have positions.
    pub(super) fn new(postings: Vec<SegmentPostings>, places: Vec<usize>, slop: u32) -> Phrase {
        let positions = vec![Vec::new(); postings.len()];
        let mut phrase = Phrase { postings, places, slop, doc: 0, frequency: 0, positions };
        phrase.seek(0);
        phrase
    }

    pub(super) fn doc(&self) -> DocId {
        self.doc
    }

    /// How often the phrase stands in the current document; 1 when it is a loose one.
    pub(super) fn frequency(&self) -> u32 {
        self.frequency
    }

    /// The most documents it may match.
    pub(super) fn cost(&self) -> u32 {
        self.postings.iter().map(SegmentPostings::doc_freq).min().unwrap_or(0)
    }

    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        let mut target = target;
        loop {
            self.doc = self.next_with_all_forms(target);
            if self.doc == TERMINATED {
                return TERMINATED;
            }
            for (postings, positions) in self.postings.iter_mut().zip(&mut self.positions) {
                positions.clear();
                postings.append_positions_with_offset(0, positions);
            }
            self.frequency = match self.slop {
                0 => in_a_row(&self.positions, &self.places),
                slop => u32::from(near(&self.positions, &self.places, slop)),
            };
            if self.frequency > 0 {
                return self.doc;
            }
            target = self.doc + 1;
        }
    }

    fn next_with_all_forms(&mut self, mut target: DocId) -> DocId {
        'candidates: loop {
            for postings in &mut self.postings {
                let doc = if postings.doc() < target { postings.seek(target) } else { postings.doc() };
                if doc == TERMINATED {
                    return TERMINATED;
                }
                if doc > target {
                    target = doc;
                    continue 'candidates;
                }
            }
            return if self.postings.is_empty() { TERMINATED } else { target };
        }
    }
}

/// How often the places stand in a row.
fn in_a_row(positions: &[Vec<u32>], places: &[usize]) -> u32 {
    let Some((&first, rest)) = places.split_first() else { return 0 };
    let follows = |start: u32| {
        let mut after = rest.iter().zip(1..);
        after.all(|(&place, step)| positions[place].binary_search(&(start + step)).is_ok())
    };
    positions[first].iter().filter(|&&start| follows(start)).count() as u32
}

/// Whether all places stand within a window with at most `slop` other positions; a form that the
/// phrase holds twice must stand there twice.
fn near(positions: &[Vec<u32>], places: &[usize], slop: u32) -> bool {
    let mut wanted = vec![0_u32; positions.len()];
    places.iter().for_each(|&place| wanted[place] += 1);
    let mut all: Vec<(u32, usize)> = Vec::new();
    for (form, positions) in positions.iter().enumerate() {
        all.extend(positions.iter().map(|&position| (position, form)));
    }
    all.sort_unstable();
    let width = slop + places.len() as u32 - 1;
    let (mut start, mut have) = (0, vec![0_u32; positions.len()]);
    for end in 0..all.len() {
        have[all[end].1] += 1;
        while all[end].0 - all[start].0 > width {
            have[all[start].1] -= 1;
            start += 1;
        }
        if have.iter().zip(&wanted).all(|(have, wanted)| have >= wanted) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows() {
        // a b a b c
        let positions = [vec![0, 2], vec![1, 3], vec![4]];
        assert_eq!(in_a_row(&positions, &[0, 1]), 2);
        assert_eq!(in_a_row(&positions, &[0, 1, 2]), 1);
        assert_eq!(in_a_row(&positions, &[1, 0]), 1);
        assert_eq!(in_a_row(&positions, &[2, 0]), 0);
        assert_eq!(in_a_row(&positions, &[0, 0]), 0);
    }

    #[test]
    fn windows() {
        // a . . b . c
        let positions = [vec![0], vec![3], vec![5]];
        let check = |places: &[usize], slop, expected| {
            assert_eq!(near(&positions, places, slop), expected, "{places:?}~{slop}");
        };
        check(&[0, 1], 2, true);
        check(&[0, 1], 1, false);
        check(&[1, 0], 2, true);
        check(&[0, 1, 2], 3, true);
        check(&[0, 1, 2], 2, false);
        check(&[0, 0], 9, false);
    }
}
