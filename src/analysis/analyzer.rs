//! The analyzer: one for every language, built from `languages.toml`.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smallvec::smallvec;

use super::{Token, Tokens, Word, segment};
use crate::codes::LanguageCode;
use crate::config::Languages;

/// Makes terms of words, for every configured language. Shared by all threads.
#[derive(Debug, Clone)]
pub struct Analyzer {
    languages: Arc<Languages>,
}

/// Words already analysed; one for each thread, since it is filled while reading.
#[derive(Debug, Default)]
pub struct AnalysisCache {
    words: FxHashMap<(LanguageCode, Box<str>), Arc<Word>>,
}

impl Analyzer {
    /// Changes whenever the same text would give other terms; part of what an index is marked with.
    pub const VERSION: u32 = 1;

    /// An analyzer for the configured languages.
    pub fn new(languages: Languages) -> Analyzer {
        Analyzer { languages: Arc::new(languages) }
    }

    /// The configured languages.
    pub fn languages(&self) -> &Languages {
        &self.languages
    }

    /// Appends the tokens of one passage in `language` to `tokens`.
    /// `offset` is where the passage begins in the text that token offsets point into,
    /// `position` the first token's position; returns the position after the last.
    pub fn analyse(&self, cache: &mut AnalysisCache, passage: Passage<'_>, tokens: &mut Tokens) -> u32 {
        let mut position = passage.first_position;
        segment(passage.text, |span| {
            let surface = &passage.text[span.start as usize..span.end as usize];
            let word = self.word(cache, surface, passage.language);
            let (start, end) = (span.start + passage.offset, span.end + passage.offset);
            tokens.push(Token { start, end, position, word });
            position += 1;
        });
        position
    }

    /// The analysis of one word (no white space, no inner signs) in `language`.
    pub fn word(&self, cache: &mut AnalysisCache, surface: &str, language: LanguageCode) -> Arc<Word> {
        let key = (language, Box::from(surface));
        let make = || {
            let form: Box<str> = surface.to_lowercase().into();
            Arc::new(Word {
                stems: smallvec![form.clone()],
                form,
                is_stop_word: false,
                is_capitalised: surface.chars().next().is_some_and(char::is_uppercase),
                is_all_caps: false,
            })
        };
        cache.words.entry(key).or_insert_with(make).clone()
    }
}

/// A stretch of text in one language, to be analysed.
#[derive(Debug, Clone, Copy)]
pub struct Passage<'a> {
    /// The text.
    pub text: &'a str,
    /// Its language; any code, configured or not.
    pub language: LanguageCode,
    /// What to add to every byte offset.
    pub offset: u32,
    /// The first token's position.
    pub first_position: u32,
}
