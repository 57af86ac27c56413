//! How near each other the words of a query stand in a document.

/// Positions beyond which words are not near at all.
const FAR: u32 = 12;

/// Works out nearness, document by document, in the same memory.
#[derive(Debug, Default)]
pub(super) struct Nearness {
    positions: Vec<(u32, u32)>,
    masses: Vec<u64>,
    buffer: Vec<u32>,
    nearest: Vec<u32>,
}

impl Nearness {
    /// Forgets the former document.
    pub(super) fn begin(&mut self) {
        self.positions.clear();
        self.masses.clear();
    }

    /// Adds a word with its weight and positions.
    pub(super) fn add(&mut self, mass: u64, append_positions: impl FnOnce(&mut Vec<u32>)) {
        self.buffer.clear();
        append_positions(&mut self.buffer);
        let word = self.masses.len() as u32;
        self.masses.push(mass);
        self.positions.extend(self.buffer.iter().map(|&position| (position, word)));
    }

    /// 0 to 1: the part of the words' weight (of `total`) whose nearest other word is near, less the farther it is.
    ///
    /// Every word counts by the least distance to any other word of the query, in the manner of
    /// term proximity by minimum pair distance (Tao and Zhai 2007).
    pub(super) fn value(&mut self, total: u64) -> f32 {
        if self.masses.len() < 2 || total == 0 {
            return 0.0;
        }
        self.positions.sort_unstable();
        let nearest = &mut self.nearest;
        nearest.clear();
        nearest.resize(self.masses.len(), FAR + 1);
        let mut former: Option<(u32, u32)> = None;
        for &(position, word) in &self.positions {
            // The nearest other word to the left is the former position, or, when that is the same
            // word, one that has already been compared with it or stands farther away.
            if let Some((at, other)) = former
                && other != word
            {
                let distance = (position - at).max(1);
                let (word, other) = (word as usize, other as usize);
                nearest[word] = nearest[word].min(distance);
                nearest[other] = nearest[other].min(distance);
            }
            former = Some((position, word));
        }
        let near = nearest
            .iter()
            .zip(&self.masses)
            .map(|(&distance, &mass)| if distance > FAR { 0.0 } else { mass as f32 / distance as f32 });
        near.sum::<f32>() / total as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nearness(words: &[&[u32]]) -> f32 {
        let mut nearness = Nearness::default();
        nearness.begin();
        for positions in words {
            nearness.add(10, |all| all.extend_from_slice(positions));
        }
        nearness.value(10 * words.len() as u64)
    }

    #[test]
    fn the_nearer_the_more() {
        assert_eq!(nearness(&[&[5], &[6]]), 1.0);
        assert_eq!(nearness(&[&[5], &[7]]), 0.5);
        assert_eq!(nearness(&[&[5, 90], &[50, 91]]), 1.0);
        assert_eq!(nearness(&[&[5], &[100]]), 0.0);
        assert_eq!(nearness(&[&[5]]), 0.0);
        assert_eq!(nearness(&[&[5], &[]]), 0.0);
        assert!(nearness(&[&[5], &[6], &[40]]) > 0.6);
    }
}
