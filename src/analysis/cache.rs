//! Words already analysed.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Word;
use crate::codes::LanguageCode;

/// Entries a cache holds before it starts anew: about 25 MB. Prose has some 20,000 words a language,
/// so that only masses of odd words (encoded data, tables of hashes) reach it.
const MAX_WORDS: usize = 100_000;

/// The longest word worth remembering, in bytes.
const MAX_CACHED_BYTES: usize = 64;

type Words = FxHashMap<Box<str>, Arc<Word>>;

/// Words already analysed; one for each thread, since it is filled while reading. Bounded in size.
/// Belongs to one [`Analyzer`](super::Analyzer): never lend it to another.
#[derive(Debug, Default)]
pub struct AnalysisCache {
    languages: Vec<(LanguageCode, Words)>,
    count: usize,
}

impl AnalysisCache {
    /// The place of a language's words in the cache, good until the next call of this function.
    pub(super) fn slot(&mut self, language: LanguageCode) -> usize {
        let known = self.languages.iter().position(|(code, _)| *code == language);
        known.unwrap_or_else(|| {
            self.languages.push((language, FxHashMap::default()));
            self.languages.len() - 1
        })
    }

    /// The analysis of `surface`, made by `make` unless it is known.
    pub(super) fn word(&mut self, slot: usize, surface: &str, make: impl FnOnce() -> Word) -> Arc<Word> {
        if let Some(word) = self.languages[slot].1.get(surface) {
            return Arc::clone(word);
        }
        let word = Arc::new(make());
        if surface.len() <= MAX_CACHED_BYTES {
            if self.count >= MAX_WORDS {
                self.languages.iter_mut().for_each(|(_, words)| words.clear());
                self.count = 0;
            }
            self.languages[slot].1.insert(surface.into(), Arc::clone(&word));
            self.count += 1;
        }
        word
    }
}
