//! Finds every occurrence of every term in a document, and drops those that prove nothing.

use std::cmp::Reverse;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::compile::{GroupId, Needed, Rules};
use super::words::{Found, TermId};
use crate::analysis::Token;
use crate::codes::LanguageCode;
use crate::communique::TextPlace;
use crate::enrich::notes::Words;
use crate::enrich::view::DocumentView;

/// A script without spaces needs about this many characters for what others call a word.
const CHARACTERS_PER_WORD: usize = 2;

/// A term in its place.
#[derive(Debug, Clone)]
pub(super) struct Occurrence {
    pub(super) term: TermId,
    pub(super) place: TextPlace,
    /// Bytes of the title or the body.
    pub(super) range: Range<usize>,
    /// The number of the passage among the content passages; the title is 0, the body begins at 1.
    pub(super) passage: u32,
    /// How many words of the body stand before it.
    pub(super) words_before: u32,
    /// Whether a negation stands just before it.
    is_denied: bool,
}

/// What was found in a document.
#[derive(Debug, Default)]
pub(super) struct Occurrences {
    /// Those that count, in the order of the text, title first, a longer one before those inside it.
    pub(super) list: Vec<Occurrence>,
    /// The body's length in words.
    pub(super) words: u32,
}

/// Everything found in the document that counts.
pub(super) fn find(rules: &Rules, document: &DocumentView<'_>) -> Occurrences {
    let main = document.main_language();
    let known = |language: LanguageCode| match rules.words.contains_key(&language) {
        true => language,
        false if rules.words.contains_key(&main) => main,
        false => LanguageCode::OTHER,
    };
    let mut finder = Finder { rules, list: Vec::new(), words_before: 0 };
    let title = Text {
        place: TextPlace::Title,
        whole: document.title,
        range: 0..document.title.len(),
        words: own_words(document.title_words(), document.title_language, known(document.title_language)),
        language: known(document.title_language),
        passage: 0,
    };
    finder.text(&title);
    finder.words_before = 0;
    for ((passage, words), number) in document.content().zip(1..) {
        let range = passage.range.clone();
        let language = known(passage.language);
        let words = own_words(words, passage.language, language);
        let whole = document.body;
        finder.text(&Text { place: TextPlace::Body, whole, range, words, language, passage: number });
    }
    let words = finder.words_before;
    let mut list = finder.list;
    drop_masked(rules, &mut list);
    list.retain(|occurrence| !occurrence.is_denied);
    drop_out_of_context(rules, &mut list);
    Occurrences { list, words }
}

/// The words without what is noted of them, where it is of another language's terms than those looked for.
fn own_words<'a>(words: Words<'a>, language: LanguageCode, of_terms: LanguageCode) -> Words<'a> {
    if language == of_terms { words } else { words.tokens.into() }
}

/// The title or a passage.
struct Text<'a> {
    place: TextPlace,
    whole: &'a str,
    range: Range<usize>,
    words: Words<'a>,
    language: LanguageCode,
    passage: u32,
}

struct Finder<'a> {
    rules: &'a Rules,
    list: Vec<Occurrence>,
    words_before: u32,
}

impl Finder<'_> {
    fn text(&mut self, text: &Text<'_>) {
        let from = self.list.len();
        if let Some(matcher) = self.rules.words.get(&text.language) {
            let Finder { list, words_before, .. } = self;
            matcher.find(text.whole, text.words, |found| {
                let tokens = text.words.tokens;
                let (first, last) = (&tokens[found.first as usize], &tokens[found.last as usize]);
                list.push(Occurrence {
                    term: found.term,
                    place: text.place,
                    range: first.start as usize..last.end as usize,
                    passage: text.passage,
                    words_before: *words_before + found.first,
                    is_denied: is_denied(self.rules, text, found),
                });
            });
        }
        if let Some(matcher) = self.rules.characters.get(&text.language) {
            let passage = text.whole.get(text.range.clone()).unwrap_or_default();
            let Finder { list, words_before, .. } = self;
            matcher.find(passage, |term, range| {
                let range = range.start + text.range.start..range.end + text.range.start;
                let characters = (range.start - text.range.start) / 3;
                list.push(Occurrence {
                    term,
                    place: text.place,
                    range,
                    passage: text.passage,
                    words_before: *words_before + (characters / CHARACTERS_PER_WORD) as u32,
                    is_denied: false,
                });
            });
            self.words_before += (passage.chars().count() / CHARACTERS_PER_WORD) as u32;
        } else {
            self.words_before += text.words.tokens.len() as u32;
        }
        self.list[from..].sort_by_key(|occurrence| (occurrence.range.start, Reverse(occurrence.range.end)));
    }
}

/// Whether one of the words before the term denies it.
fn is_denied(rules: &Rules, text: &Text<'_>, found: Found) -> bool {
    let Some(negation) = rules.negation.get(&text.language) else { return false };
    let last = found.first as usize;
    let first = last.saturating_sub(rules.scoring.negation_words as usize);
    let tokens = text.words.tokens;
    let before = &tokens[first..last];
    let denies = |token: &Token| negation.contains(&token.word.form);
    let Some(at) = before.iter().rposition(denies) else { return false };
    // A negation reaches no further than its clause.
    let between = before[at].end as usize..tokens[last].start as usize;
    !text.whole.get(between).unwrap_or_default().contains(['.', ',', ';', '!', '?', ':'])
}

/// Drops what lies inside a masking occurrence, the mask itself aside.
fn drop_masked(rules: &Rules, list: &mut Vec<Occurrence>) {
    let group = |occurrence: &Occurrence| rules.terms[occurrence.term as usize].group;
    let masks = list.iter().filter(|occurrence| rules.groups[group(occurrence) as usize].masks);
    let mut masked: Vec<(u32, Range<usize>, GroupId)> =
        masks.map(|mask| (mask.passage, mask.range.clone(), group(mask))).collect();
    if masked.is_empty() {
        return;
    }
    masked.sort_by_key(|(passage, range, _)| (*passage, range.start, Reverse(range.end)));
    list.retain(|occurrence| {
        let before = (occurrence.passage, occurrence.range.end);
        let upto = masked.partition_point(|(passage, range, _)| (*passage, range.start) < before);
        // Masks are short: those that reach over an occurrence begin close before its end.
        let near = masked[upto.saturating_sub(4)..upto].iter();
        !near.filter(|(passage, ..)| *passage == occurrence.passage).any(|(_, range, of)| {
            let overlaps = range.start < occurrence.range.end && occurrence.range.start < range.end;
            let is_longer = range.len() > occurrence.range.len();
            overlaps && is_longer && *of != group(occurrence)
        })
    });
}

/// Drops what counts only near something that is not there.
fn drop_out_of_context(rules: &Rules, list: &mut Vec<Occurrence>) {
    let mut passages: FxHashMap<GroupId, FxHashSet<u32>> = FxHashMap::default();
    for occurrence in list.iter() {
        let group = rules.terms[occurrence.term as usize].group;
        passages.entry(group).or_default().insert(occurrence.passage);
    }
    let is_near = |needed: Option<Needed>, passage: u32| match needed {
        None => true,
        Some(Needed::Document(group)) => passages.contains_key(&group),
        Some(Needed::Passage(group)) => {
            passages.get(&group).is_some_and(|where_| where_.contains(&passage) || where_.contains(&0))
        }
    };
    list.retain(|occurrence| {
        let term = &rules.terms[occurrence.term as usize];
        let group = &rules.groups[term.group as usize];
        is_near(term.context, occurrence.passage) && is_near(group.context, occurrence.passage)
    });
}
