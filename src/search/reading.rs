//! A stored document, read again for what a query asked of it.

use std::borrow::Cow;
use std::ops::Range;

use super::marks::{Answers, Mark, PassageWords};
use crate::analysis::{AnalysisCache, Analyzer, Passage, Span};
use crate::codes::LanguageCode;
use crate::communique::{EnrichedCommunique, PassageRole, TextPlace};

/// Bytes of a body that are read for a snippet once a passage holds all that the query asked for, which may be nothing:
/// communiqués say first what matters, and what stands further down would be read for little.
const AMPLE_BYTES: usize = 4_000;
/// Bytes of a body that are read for a snippet once something was found; an annex of a thousand
/// pages has nothing better to show.
const ENOUGH_BYTES: usize = 60_000;
/// Bytes of a body that are read for a snippet at most.
pub(super) const MOST_BYTES: usize = 2_000_000;

/// How much of a body is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// Enough for a snippet.
    Snippet,
    /// Enough to tell how it was found.
    Explained,
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
    pub words: Vec<Span>,
    /// What was asked for.
    pub marks: Vec<Mark>,
}

/// The passages of a body; of one without any, the whole.
pub(super) fn passages(document: &EnrichedCommunique) -> Cow<'_, [crate::communique::Passage]> {
    if !document.passages.is_empty() {
        return Cow::Borrowed(&document.passages);
    }
    let (range, language) = (0..document.body.len(), document.main_language());
    Cow::Owned(vec![crate::communique::Passage { range, language, role: PassageRole::Text }])
}

/// Reads texts with one query in mind.
pub(super) struct Reader<'a, 'f> {
    pub(super) analyzer: &'a Analyzer,
    pub(super) answers: &'a mut Answers<'f>,
    pub(super) cache: &'a mut AnalysisCache,
}

impl Reader<'_, '_> {
    /// The marks of the title, in each language that the document is in: which of them the title
    /// is in is not stored.
    pub(super) fn title(&mut self, document: &EnrichedCommunique) -> Vec<(LanguageCode, Mark)> {
        let mut found: Vec<(LanguageCode, Mark)> = Vec::new();
        if self.answers.is_empty() {
            return found;
        }
        let mut languages: Vec<LanguageCode> =
            document.languages.iter().map(|share| share.language).take(3).collect();
        if languages.is_empty() {
            languages.push(LanguageCode::UNDETERMINED);
        }
        for language in languages {
            let words = self.words(&document.title, 0, language);
            for mark in self.answers.marks(&words, TextPlace::Title) {
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
        let stored = passages(document);
        let mut has_all = self.answers.ask_nothing_of_bodies();
        let (mut read, mut bytes, mut has_marks) = (Vec::with_capacity(stored.len()), 0, false);
        for passage in stored.iter() {
            let Some(text) = document.body.get(passage.range.clone()) else { continue };
            let enough = match extent {
                Extent::Snippet if has_all => AMPLE_BYTES,
                Extent::Snippet | Extent::Explained if has_marks => ENOUGH_BYTES,
                Extent::Snippet | Extent::Explained => MOST_BYTES,
                Extent::Whole => usize::MAX,
            };
            if bytes > enough {
                break;
            }
            let words = if passage.role.is_content() {
                bytes += text.len();
                self.words(text, passage.range.start, passage.language)
            } else {
                PassageWords::default()
            };
            let marks = self.answers.marks(&words, TextPlace::Body);
            has_marks |= !marks.is_empty();
            has_all |= self.answers.are_all(&marks);
            read.push(ReadPassage {
                range: passage.range.clone(),
                language: passage.language,
                role: passage.role,
                words: words.spans,
                marks,
            });
        }
        read
    }

    fn words(&mut self, text: &str, offset: usize, language: LanguageCode) -> PassageWords {
        let offset = u32::try_from(offset).unwrap_or(u32::MAX);
        let passage = Passage { text, language, offset, first_position: 0 };
        self.answers.read(self.analyzer, self.cache, passage)
    }
}
