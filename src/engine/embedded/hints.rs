//! Words that nobody typed and that raise a document which has them: names that the best hit gives.

use tantivy::DocId;

use super::matcher::Matcher;

/// The hints of a search in one segment.
#[derive(Default)]
pub(super) struct Hints {
    /// Each word with how much it tells.
    words: Vec<(Matcher, u64)>,
    total: u64,
}

impl Hints {
    /// Hints of these words, each with its mass.
    pub(super) fn new(words: Vec<(Matcher, u64)>) -> Hints {
        Hints { total: words.iter().map(|(_, mass)| mass).sum(), words }
    }

    /// The part of the words' mass that `doc` has, 0 to 1; asked in the order of documents.
    pub(super) fn share(&mut self, doc: DocId) -> f32 {
        if self.total == 0 {
            return 0.0;
        }
        let there = self.words.iter_mut().filter_map(|(word, mass)| (word.seek(doc) == doc).then_some(*mass));
        there.sum::<u64>() as f32 / self.total as f32
    }
}
