//! What is known of words, noted once for each distinct word and read for each of its occurrences.
//!
//! Owns the notes and how many are kept; what is noted is the taggers' own: what names and terms a word may begin,
//! what the sketch makes of it. A word is known by its analysis, which the [`AnalysisCache`] shares between its
//! occurrences: the notes go with one such cache.
//!
//! A profile of indexing (2,500 releases) gave 15 % to asking, token by token, which names a word begins and 6 % to
//! asking for terms: the same questions on the same few thousand words again and again.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::gazetteer::WordId;
use super::sketch::WordFacts;
use super::topics::Atom;
use crate::analysis::{AnalysisCache, Token, Word};

/// Notes kept before they are begun anew: some 15 MB with their words, which the cache has for the most part anyway.
const MOST_NOTES: usize = 60_000;

/// What one worker remembers from one document to the next: the words it has met, and what is known of them.
/// Bounded in size. Belongs to one [`Enricher`](super::Enricher): never lend it to another.
#[derive(Debug, Default)]
pub struct EnrichmentCache {
    pub(super) words: AnalysisCache,
    pub(super) notes: Notes,
}

/// What is known of one word, in the language it was analysed in.
#[derive(Debug)]
pub(super) struct Note {
    /// The words of countries' names that it may be.
    pub(super) countries: SmallVec<[WordId; 2]>,
    /// The words of organisations' names that it may be.
    pub(super) organisations: SmallVec<[WordId; 2]>,
    /// The words of topics' terms that it may be; `None` where its language has no terms of its own.
    pub(super) atoms: Option<SmallVec<[Atom; 4]>>,
    pub(super) facts: WordFacts,
}

/// The notes, numbered.
#[derive(Debug, Default)]
pub(super) struct Notes {
    list: Vec<Note>,
    /// The number of a word's note, by where its analysis is kept.
    numbers: FxHashMap<usize, u32>,
    /// The words, so that no other comes to be kept in the place of one that is known by it.
    words: Vec<Arc<Word>>,
}

/// The number of a word without a note: one that came when there was room for no more.
const NONE: u32 = u32::MAX;

impl Notes {
    /// Makes room, so that the numbers given from here on stay good until the next call.
    pub(super) fn make_room(&mut self) {
        if self.list.len() >= MOST_NOTES / 2 {
            *self = Notes::default();
        }
    }

    /// The number of the note on each token; `make` makes the notes that are missing.
    pub(super) fn numbers(&mut self, tokens: &[Token], mut make: impl FnMut(&Token) -> Note) -> Vec<u32> {
        let mut number = |token: &Token| {
            let place = Arc::as_ptr(&token.word) as usize;
            if let Some(number) = self.numbers.get(&place) {
                return *number;
            }
            if self.list.len() >= MOST_NOTES {
                return NONE;
            }
            let number = self.list.len() as u32;
            self.list.push(make(token));
            self.words.push(Arc::clone(&token.word));
            self.numbers.insert(place, number);
            number
        };
        tokens.iter().map(&mut number).collect()
    }

    pub(super) fn list(&self) -> &[Note] {
        &self.list
    }
}

/// What is known of the words of a document.
#[derive(Debug, Clone, Copy, Default)]
pub struct DocumentNotes<'a> {
    pub(super) list: &'a [Note],
    /// A number for each token of the title; none at all where nothing was noted.
    pub(super) title: &'a [u32],
    /// The same for the body.
    pub(super) body: &'a [u32],
}

/// Tokens in a row, with what is known of their words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'a> {
    pub(super) tokens: &'a [Token],
    list: &'a [Note],
    numbers: &'a [u32],
}

impl<'a> Words<'a> {
    pub(super) fn new(tokens: &'a [Token], list: &'a [Note], numbers: &'a [u32]) -> Words<'a> {
        Words { tokens, list, numbers }
    }

    /// The note on token `at`, where there is one.
    pub(super) fn note(&self, at: usize) -> Option<&'a Note> {
        self.list.get(*self.numbers.get(at)? as usize)
    }

    /// What each is to a sketch.
    pub(super) fn facts(self) -> impl Iterator<Item = (&'a Token, WordFacts)> {
        let facts = move |(at, token): (usize, &'a Token)| {
            (token, self.note(at).map_or_else(|| WordFacts::of(&token.word), |note| note.facts))
        };
        self.tokens.iter().enumerate().map(facts)
    }

    /// The first `count` of them, and the rest.
    pub(super) fn split_at(self, count: usize) -> (Words<'a>, Words<'a>) {
        let (tokens, rest) = self.tokens.split_at(count);
        let (numbers, rest_of_numbers) = self.numbers.split_at(count.min(self.numbers.len()));
        (Words { tokens, numbers, ..self }, Words { tokens: rest, numbers: rest_of_numbers, ..self })
    }
}

impl<'a> From<&'a [Token]> for Words<'a> {
    fn from(tokens: &'a [Token]) -> Words<'a> {
        Words { tokens, list: &[], numbers: &[] }
    }
}
