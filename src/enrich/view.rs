//! A document half-way through enrichment: passages, languages and tokens are known, what it is
//! about is not. The taggers read it and know nothing else of the document.

use super::notes::{DocumentNotes, Words};
use crate::analysis::Token;
use crate::codes::LanguageCode;
use crate::communique::{LanguageShare, Passage};

/// What the taggers see of a document.
#[derive(Debug, Clone, Copy)]
pub struct DocumentView<'a> {
    /// The title; may be empty.
    pub title: &'a str,
    /// The title's language.
    pub title_language: LanguageCode,
    /// The title's tokens; offsets into the title.
    pub title_tokens: &'a [Token],
    /// The body as published.
    pub body: &'a str,
    /// The body's tokens, of content passages only; offsets into the body.
    pub body_tokens: &'a [Token],
    /// What is known of the tokens' words.
    pub notes: DocumentNotes<'a>,
    /// Every passage of the body, contacts and boilerplate too.
    pub passages: &'a [Passage],
    /// The body's languages, largest share first.
    pub languages: &'a [LanguageShare],
    /// Who published it, normalised.
    pub source: Option<&'a str>,
    /// Where it was published.
    pub url: Option<&'a str>,
    /// The place its dateline names.
    pub place: Option<&'a str>,
}

impl<'a> DocumentView<'a> {
    /// The title's words.
    pub(super) fn title_words(&self) -> Words<'a> {
        Words::new(self.title_tokens, self.notes.list, self.notes.title)
    }

    /// The content passages with their words, in order.
    pub(super) fn content(&self) -> impl Iterator<Item = (&'a Passage, Words<'a>)> {
        content(self.passages, Words::new(self.body_tokens, self.notes.list, self.notes.body))
    }

    /// The language with the largest share of the body.
    pub fn main_language(&self) -> LanguageCode {
        let first = self.languages.first();
        first.map_or(LanguageCode::UNDETERMINED, |share| share.language)
    }
}

/// The content passages of a body with their words, in order; `words` are all of the body's.
pub(super) fn content<'a>(
    passages: &'a [Passage],
    words: Words<'a>,
) -> impl Iterator<Item = (&'a Passage, Words<'a>)> {
    let mut rest = words;
    let content = passages.iter().filter(|passage| passage.role.is_content());
    content.map(move |passage| {
        let end = rest.tokens.partition_point(|token| (token.start as usize) < passage.range.end);
        let (words, after) = rest.split_at(end);
        rest = after;
        (passage, words)
    })
}
