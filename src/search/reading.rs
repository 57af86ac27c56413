//! A stored document, read again for what a query asked of it.

use std::ops::Range;

use super::marks::{Finder, Mark};
use crate::analysis::{AnalysisCache, Analyzer, Passage, Tokens};
use crate::codes::LanguageCode;
use crate::communique::{EnrichedCommunique, PassageRole, TextPlace};

/// Bytes of a body that are read for a snippet once something was found; an annex of a thousand
/// pages has nothing better to show.
const ENOUGH_BYTES: usize = 60_000;
/// Bytes of a body that are read for a snippet at most.
const MOST_BYTES: usize = 2_000_000;

/// How much of a body is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// Enough for a snippet.
    Enough,
    /// All of it.
    Whole,
}

/// A passage with the places of its words and the marks upon them, in bytes of the body.
#[derive(Debug)]
pub(super) struct ReadPassage {
    /// Bytes of the body.
    pub range: Range<usize>,
    /// Its language.
    pub language: LanguageCode,
    /// What part it plays.
    pub role: PassageRole,
    /// Where its words stand; empty for what is no content.
    pub words: Vec<Range<usize>>,
    /// What was asked for.
    pub marks: Vec<Mark>,
}

/// Reads texts with one query in mind.
pub(super) struct Reader<'a> {
    pub(super) analyzer: &'a Analyzer,
    pub(super) finder: &'a Finder,
    pub(super) cache: &'a mut AnalysisCache,
}

impl Reader<'_> {
    /// The marks of the title, in each language that the document is in: which of them the title
    /// is in is not stored.
    pub(super) fn title(&mut self, document: &EnrichedCommunique) -> Vec<(LanguageCode, Mark)> {
        let mut found: Vec<(LanguageCode, Mark)> = Vec::new();
        if self.finder.is_empty() {
            return found;
        }
        let mut languages: Vec<LanguageCode> =
            document.languages.iter().map(|share| share.language).take(3).collect();
        if languages.is_empty() {
            languages.push(LanguageCode::UNDETERMINED);
        }
        for language in languages {
            let tokens = self.tokens(&document.title, 0, language);
            for mark in self.finder.find(&tokens, TextPlace::Title) {
                let is_known = |known: &(LanguageCode, Mark)| {
                    known.1.range == mark.range && known.1.target == mark.target && known.1.kind <= mark.kind
                };
                if !found.iter().any(is_known) {
                    found.push((language, mark));
                }
            }
        }
        found.sort_by_key(|(_, mark)| (mark.range.start, mark.range.end));
        found
    }

    /// The body, passage by passage.
    pub(super) fn body(&mut self, document: &EnrichedCommunique, extent: Extent) -> Vec<ReadPassage> {
        let whole = crate::communique::Passage {
            range: 0..document.body.len(),
            language: document.main_language(),
            role: PassageRole::Text,
        };
        let stored = match &document.passages[..] {
            [] => std::slice::from_ref(&whole),
            passages => passages,
        };
        let (mut read, mut bytes, mut has_marks) = (Vec::with_capacity(stored.len()), 0, false);
        for passage in stored {
            let Some(text) = document.body.get(passage.range.clone()) else { continue };
            let enough = bytes > if has_marks { ENOUGH_BYTES } else { MOST_BYTES };
            if extent == Extent::Enough && enough {
                break;
            }
            let tokens = if passage.role.is_content() {
                bytes += text.len();
                self.tokens(text, passage.range.start, passage.language)
            } else {
                Tokens::new()
            };
            let marks = self.finder.find(&tokens, TextPlace::Body);
            has_marks |= !marks.is_empty();
            read.push(ReadPassage {
                range: passage.range.clone(),
                language: passage.language,
                role: passage.role,
                words: tokens.iter().map(|token| token.start as usize..token.end as usize).collect(),
                marks,
            });
        }
        read
    }

    fn tokens(&mut self, text: &str, offset: usize, language: LanguageCode) -> Tokens {
        let mut tokens = Tokens::new();
        let offset = u32::try_from(offset).unwrap_or(u32::MAX);
        let passage = Passage { text, language, offset, first_position: 0 };
        self.analyzer.analyse(self.cache, passage, &mut tokens);
        tokens
    }
}
