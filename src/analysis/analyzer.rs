//! The analyzer: one for every language, built from `languages.toml`.

use std::sync::Arc;

use super::cache::AnalysisCache;
use super::chain::{Chain, unstemmed_word};
use super::segment::Segmenter;
use super::{Span, Token, Tokens, Word};
use crate::codes::LanguageCode;
use crate::config::Languages;

/// Makes terms of words, for every configured language. Shared by all threads, cheap to clone.
#[derive(Debug, Clone)]
pub struct Analyzer {
    parts: Arc<Parts>,
}

#[derive(Debug)]
struct Parts {
    languages: Languages,
    chains: Vec<Chain>,
    segmenter: Segmenter,
}

impl Analyzer {
    /// Changes whenever the same text would give other terms; part of what an index is marked with.
    pub const VERSION: u32 = 6;

    /// An analyzer for the configured languages.
    pub fn new(languages: Languages) -> Analyzer {
        let chains = languages.iter().map(Chain::new).collect();
        let elided = languages.iter().flat_map(|language| &language.elision);
        let segmenter = Segmenter::new(elided.map(String::as_str));
        Analyzer { parts: Arc::new(Parts { languages, chains, segmenter }) }
    }

    /// The configured languages.
    pub fn languages(&self) -> &Languages {
        &self.parts.languages
    }

    /// Appends the tokens of one passage in `language` to `tokens`.
    /// `offset` is where the passage begins in the text that token offsets point into,
    /// `position` the first token's position; returns the position after the last.
    pub fn analyse(&self, cache: &mut AnalysisCache, passage: Passage<'_>, tokens: &mut Tokens) -> u32 {
        let mut position = passage.first_position;
        let slot = cache.slot(passage.language);
        let chain = self.chain(passage.language);
        self.segment(passage.text, |span| {
            let surface = &passage.text[span.start as usize..span.end as usize];
            let word = cache.word(slot, surface, || make_word(chain, surface));
            let (start, end) = (span.start + passage.offset, span.end + passage.offset);
            tokens.push(Token { start, end, position, word });
            position += 1;
        });
        position
    }

    /// The analysis of one word (no white space, no inner signs, no elided article) in `language`.
    pub fn word(&self, cache: &mut AnalysisCache, surface: &str, language: LanguageCode) -> Arc<Word> {
        let slot = cache.slot(language);
        cache.word(slot, surface, || make_word(self.chain(language), surface))
    }

    /// Calls `each` with every word of `text`, in order: where the tokens of [`Analyzer::analyse`] stand,
    /// in any language. The text is shorter than 4 GiB.
    pub fn segment(&self, text: &str, each: impl FnMut(Span)) {
        self.parts.segmenter.segment(text, each);
    }

    pub(super) fn chain(&self, language: LanguageCode) -> Option<&Chain> {
        self.parts.chains.iter().find(|chain| chain.code == language)
    }
}

fn make_word(chain: Option<&Chain>, surface: &str) -> Word {
    match chain {
        Some(chain) => chain.word(surface),
        None => unstemmed_word(surface),
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
