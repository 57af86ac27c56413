//! A document half-way through enrichment: passages, languages and tokens are known, what it is
//! about is not. The taggers read it and know nothing else of the document.

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
    /// The content passages with their tokens, in order.
    pub fn content(&self) -> impl Iterator<Item = (&'a Passage, &'a [Token])> {
        let mut rest = self.body_tokens;
        let content = self.passages.iter().filter(|passage| passage.role.is_content());
        content.map(move |passage| {
            let end = rest.partition_point(|token| (token.start as usize) < passage.range.end);
            let (tokens, after) = rest.split_at(end);
            rest = after;
            (passage, tokens)
        })
    }

    /// The language with the largest share of the body.
    pub fn main_language(&self) -> LanguageCode {
        let first = self.languages.first();
        first.map_or(LanguageCode::UNDETERMINED, |share| share.language)
    }
}
