//! The gazetteer matcher: thousands of names found in a text in one pass over its tokens.
//!
//! Owns how a written name is found again — inflected, with an Arabic article or particle
//! before it, in a script without spaces — and that the longest name wins. Knows nothing of what the
//! names stand for: each carries a number that its owner gave it.
//!
//! How a name is written decides how it is matched, so that lists stay plain words:
//! a capital asks for a capital (`Tchad` is not `tchad`), all capitals ask for all capitals (`US` is not
//! `us`), a lower-case word takes both (`marocain`), and `word*` may go on with other letters.

mod inflection;
mod unspaced;

use std::ops::Range;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::notes::{Note, Words};
use crate::analysis::{AnalysisCache, Analyzer, Token, Word};
use crate::codes::LanguageCode;
use inflection::Tail;
use unspaced::Unspaced;

/// A word that names hold, by its number.
pub(super) type WordId = u32;

/// Names, and the number each stands for.
#[derive(Debug)]
pub(super) struct Gazetteer {
    /// Which of the lists of a note is this gazetteer's.
    noted: fn(&Note) -> &[WordId],
    languages: Vec<LanguageCode>,
    words: Vec<WordPattern>,
    /// The words that names begin with, by their own first letters.
    by_prefix: FxHashMap<Prefix, SmallVec<[(Case, WordId); 2]>>,
    by_first_word: Vec<SmallVec<[u32; 2]>>,
    phrases: Vec<Phrase>,
    unspaced: Unspaced,
}

/// Words are looked up by their first letters, fewer when they have fewer. Only words that names begin with are
/// listed, and the case that a word asks for stands beside it: a word in lower case is compared with hardly any.
///
/// Once this look-up took a seventh of indexing: now it is made for each distinct word, and [noted](Note).
const PREFIX: usize = 3;

/// First letters, in the bits that a `char` takes.
type Prefix = u64;

/// A set of configured languages, one bit each; the highest bit stands for every other language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct LanguageSet(u64);

impl LanguageSet {
    const ALL: LanguageSet = LanguageSet(u64::MAX);

    fn shares(self, other: LanguageSet) -> bool {
        self.0 & other.0 != 0
    }
}

/// How the words of a name change in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Inflects {
    /// As a proper name.
    Name,
    /// As an adjective or the name of a people.
    Adjective,
    /// Not at all.
    Never,
}

/// The passages in which a name is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Spoken {
    /// Those in this language.
    In(LanguageCode),
    /// All.
    Everywhere,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct WordPattern {
    base: Box<str>,
    tail: Tail,
    case: Case,
    /// The Arabic article stands before it, joined.
    article: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Case {
    Any,
    Capital,
    Capitals,
}

#[derive(Debug)]
struct Phrase {
    words: SmallVec<[WordId; 3]>,
    senses: SmallVec<[Sense; 1]>,
}

/// One thing a name may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sense {
    id: u32,
    languages: LanguageSet,
}

/// A name found in a text.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Bytes of the text the tokens point into.
    pub range: Range<usize>,
    /// The tokens it spans, as indexes into the slice given; empty in a script without spaces.
    pub tokens: Range<usize>,
    /// The numbers of everything it may stand for.
    pub ids: SmallVec<[u32; 2]>,
}

/// Collects the names of a [`Gazetteer`].
pub(super) struct GazetteerBuilder<'a> {
    analyzer: &'a Analyzer,
    cache: AnalysisCache,
    gazetteer: Gazetteer,
    word_ids: FxHashMap<WordPattern, WordId>,
    phrase_ids: FxHashMap<SmallVec<[WordId; 3]>, u32>,
}

impl<'a> GazetteerBuilder<'a> {
    /// A gazetteer whose first words `noted` finds in a note: what [`Gazetteer::name_words`] said of the note's word.
    pub(super) fn new(analyzer: &'a Analyzer, noted: fn(&Note) -> &[WordId]) -> Self {
        let languages = analyzer.languages().iter().map(|language| language.code).collect();
        GazetteerBuilder {
            analyzer,
            cache: AnalysisCache::default(),
            gazetteer: Gazetteer {
                noted,
                languages,
                words: Vec::new(),
                by_prefix: FxHashMap::default(),
                by_first_word: Vec::new(),
                phrases: Vec::new(),
                unspaced: Unspaced::default(),
            },
            word_ids: FxHashMap::default(),
            phrase_ids: FxHashMap::default(),
        }
    }

    /// Adds a name that stands for `id`.
    pub(super) fn add(&mut self, name: &str, id: u32, inflects: Inflects, spoken: Spoken) {
        if unspaced::is_unspaced(name) {
            self.gazetteer.unspaced.add(name, id);
            return;
        }
        match spoken {
            Spoken::In(language) => {
                let languages = self.gazetteer.set_of(language);
                self.add_in(name, id, inflects, language, languages);
            }
            Spoken::Everywhere => {
                let mut others = LanguageSet::ALL;
                // Where an ending gives way to another, the name is bent as each such language would.
                for language in self.gazetteer.languages.clone() {
                    if inflection::bends(name, language) {
                        let languages = self.gazetteer.set_of(language);
                        others.0 &= !languages.0;
                        self.add_in(name, id, inflects, language, languages);
                    }
                }
                self.add_in(name, id, inflects, LanguageCode::UNDETERMINED, others);
            }
        }
    }

    fn add_in(
        &mut self,
        name: &str,
        id: u32,
        inflects: Inflects,
        language: LanguageCode,
        languages: LanguageSet,
    ) {
        let mut words: SmallVec<[WordId; 3]> = SmallVec::new();
        let mut spans: SmallVec<[Range<usize>; 4]> = SmallVec::new();
        self.analyzer.segment(name, |span| spans.push(span.start as usize..span.end as usize));
        for span in spans {
            let is_open = name[span.end..].starts_with('*');
            let pattern = self.pattern(&name[span], is_open, inflects, language);
            words.push(self.word_id(pattern));
        }
        if words.is_empty() {
            return;
        }
        let phrases = &mut self.gazetteer.phrases;
        let at = *self.phrase_ids.entry(words.clone()).or_insert_with(|| {
            phrases.push(Phrase { words: words.clone(), senses: SmallVec::new() });
            (phrases.len() - 1) as u32
        });
        let senses = &mut phrases[at as usize].senses;
        match senses.iter_mut().find(|sense| sense.id == id) {
            Some(sense) => sense.languages.0 |= languages.0,
            None => senses.push(Sense { id, languages }),
        }
        if senses.len() == 1 {
            let starts = &mut self.gazetteer.by_first_word[words[0] as usize];
            if !starts.contains(&at) {
                starts.push(at);
            }
        }
    }

    fn pattern(
        &mut self,
        surface: &str,
        is_open: bool,
        inflects: Inflects,
        language: LanguageCode,
    ) -> WordPattern {
        let word = self.analyzer.word(&mut self.cache, surface, language);
        let case = if word.is_all_caps {
            Case::Capitals
        } else if word.is_capitalised {
            Case::Capital
        } else {
            Case::Any
        };
        let tail = match inflects {
            _ if is_open => Tail::Open,
            _ if case == Case::Capitals => Tail::Exact,
            Inflects::Name => Tail::Name,
            Inflects::Adjective => Tail::Adjective,
            Inflects::Never => Tail::Exact,
        };
        let form: &str = &word.form;
        let without = (language.as_str() == "ar").then(|| form.strip_prefix(ARTICLE)).flatten();
        let bare = without.filter(|rest| rest.chars().count() >= 2);
        let base = inflection::base(bare.unwrap_or(form), tail, language);
        WordPattern { base: base.into(), tail, case, article: bare.is_some() }
    }

    fn word_id(&mut self, pattern: WordPattern) -> WordId {
        let gazetteer = &mut self.gazetteer;
        *self.word_ids.entry(pattern).or_insert_with_key(|pattern| {
            let id = gazetteer.words.len() as WordId;
            if let Some(prefix) = prefixes(&pattern.base).last() {
                gazetteer.by_prefix.entry(prefix).or_default().push((pattern.case, id));
            }
            gazetteer.words.push(pattern.clone());
            gazetteer.by_first_word.push(SmallVec::new());
            id
        })
    }

    /// Longest phrases first, so that the first that fits is the one meant.
    pub(super) fn build(mut self) -> Gazetteer {
        let phrases = &self.gazetteer.phrases;
        for starts in &mut self.gazetteer.by_first_word {
            starts.sort_by_key(|at| std::cmp::Reverse(phrases[*at as usize].words.len()));
        }
        let by_first_word = &self.gazetteer.by_first_word;
        self.gazetteer.by_prefix.retain(|_, words| {
            words.retain(|(_, word)| !by_first_word[*word as usize].is_empty());
            !words.is_empty()
        });
        self.gazetteer.unspaced.finish();
        self.gazetteer
    }
}

/// The Arabic article, written joined to its noun.
const ARTICLE: &str = "ال";

/// The first letter, the first two and so on, up to [`PREFIX`].
fn prefixes(word: &str) -> impl Iterator<Item = Prefix> {
    word.chars().take(PREFIX).scan(0, |prefix, letter| {
        *prefix = *prefix << 21 | Prefix::from(u32::from(letter));
        Some(*prefix)
    })
}

impl Gazetteer {
    fn set_of(&self, language: LanguageCode) -> LanguageSet {
        match self.languages.iter().position(|known| *known == language) {
            Some(at) if at < 63 => LanguageSet(1 << at),
            // What language an unknown passage is in we cannot say: any name may be meant.
            _ => LanguageSet::ALL,
        }
    }

    /// Calls `each` with every name in one passage, in order, none overlapping the one before.
    /// `words` are the passage's, `range` its bytes in `text`.
    pub(super) fn find(
        &self,
        text: &str,
        range: Range<usize>,
        words: Words<'_>,
        language: LanguageCode,
        mut each: impl FnMut(Found),
    ) {
        let languages = self.set_of(language);
        if unspaced::is_written_unspaced(language) {
            self.unspaced.find(&text[range.clone()], |found, ids| {
                let range = range.start + found.start..range.start + found.end;
                each(Found { range, tokens: 0..0, ids: ids.into() });
            });
        }
        let (tokens, mut at) = (words.tokens, 0);
        while at < tokens.len() {
            let longest = match words.note(at) {
                Some(note) => self.longest_at((self.noted)(note), tokens, at, language, languages),
                None => {
                    let first = self.name_words(&tokens[at].word, language);
                    self.longest_at(&first, tokens, at, language, languages)
                }
            };
            match longest {
                Some((length, ids)) => {
                    let range = tokens[at].start as usize..tokens[at + length - 1].end as usize;
                    each(Found { range, tokens: at..at + length, ids });
                    at += length;
                }
                None => at += 1,
            }
        }
    }

    /// The longest name whose first word is one of `first`: what token `at` may be. Of names bent in the passage's
    /// language those that spell most of it: `Нигерии` is of `Нигерия`, though `Нигер` could end so.
    fn longest_at(
        &self,
        first: &[WordId],
        tokens: &[Token],
        at: usize,
        language: LanguageCode,
        languages: LanguageSet,
    ) -> Option<(usize, SmallVec<[u32; 2]>)> {
        let mut longest = 0;
        // What it may be, each with how much of the word its name spells.
        let mut meant: SmallVec<[(u32, usize); 4]> = SmallVec::new();
        for word in first {
            for phrase in &self.by_first_word[*word as usize] {
                let phrase = &self.phrases[*phrase as usize];
                let length = phrase.words.len();
                if length < longest {
                    break;
                }
                if !self.continues(phrase, tokens, at, language) {
                    continue;
                }
                let letters = self.bent_letters(phrase, language);
                for sense in phrase.senses.iter().filter(|sense| sense.languages.shares(languages)) {
                    if length > longest {
                        longest = length;
                        meant.clear();
                    }
                    meant.push((sense.id, letters));
                }
            }
        }
        let most = meant.iter().map(|(_, letters)| *letters).max()?;
        let stays = |id: u32| {
            meant.iter().any(|(other, letters)| *other == id && (*letters == 0 || *letters == most))
        };
        let mut ids: SmallVec<[u32; 2]> = SmallVec::new();
        for (id, _) in &meant {
            if stays(*id) && !ids.contains(id) {
                ids.push(*id);
            }
        }
        Some((longest, ids))
    }

    /// How many bytes of a name stay when it is bent as `language` does; 0 for one that is not bent.
    fn bent_letters(&self, phrase: &Phrase, language: LanguageCode) -> usize {
        let patterns = phrase.words.iter().map(|word| &self.words[*word as usize]);
        let is_bent = |pattern: &WordPattern| matches!(pattern.tail, Tail::Name | Tail::Adjective);
        let bends = inflection::inflects_names(language) && patterns.clone().any(is_bent);
        if bends { patterns.map(|pattern| pattern.base.len()).sum() } else { 0 }
    }

    /// Whether the words of `phrase` after the first stand in a row after token `at`.
    fn continues(&self, phrase: &Phrase, tokens: &[Token], at: usize, language: LanguageCode) -> bool {
        let Some(following) = tokens.get(at..at + phrase.words.len()) else { return false };
        let in_a_row = |pair: &[Token]| pair[1].position == pair[0].position + 1;
        let fits = |(word, token): (&u32, &Token)| {
            let pattern = &self.words[*word as usize];
            let mut fits = false;
            let word = &token.word;
            readings(word, language, |reading| fits = fits || pattern.matches(word, reading, language));
            fits
        };
        following.windows(2).all(in_a_row) && phrase.words.iter().zip(following).skip(1).all(fits)
    }

    /// The first words of names that `word`, in a text of `language`, may be.
    pub(super) fn name_words(&self, word: &Word, language: LanguageCode) -> SmallVec<[WordId; 2]> {
        let mut found = SmallVec::new();
        readings(word, language, |reading| {
            for prefix in prefixes(reading.form) {
                for (case, id) in self.by_prefix.get(&prefix).into_iter().flatten() {
                    if case.fits(word, reading) && self.words[*id as usize].spells(reading, language) {
                        found.push(*id);
                    }
                }
            }
        });
        found
    }
}

/// A way to read a token: in Arabic, particles and the article are written joined to the word.
#[derive(Clone, Copy)]
struct Reading<'a> {
    form: &'a str,
    had_article: bool,
}

fn readings<'a>(word: &'a Word, language: LanguageCode, mut each: impl FnMut(Reading<'a>)) {
    let form: &str = &word.form;
    each(Reading { form, had_article: false });
    if language.as_str() != "ar" {
        return;
    }
    let mut bare = |form: &'a str| {
        if let Some(rest) = form.strip_prefix(ARTICLE).or_else(|| form.strip_prefix("لل")) {
            each(Reading { form: rest, had_article: true });
        }
        if form.len() < word.form.len() {
            each(Reading { form, had_article: false });
        }
    };
    bare(form);
    let without_and = form.strip_prefix(['و', 'ف']);
    for start in [Some(form), without_and].into_iter().flatten() {
        if start.len() < form.len() {
            bare(start);
        }
        if let Some(rest) = start.strip_prefix(['ب', 'ل', 'ك']) {
            bare(rest);
        }
    }
}

impl WordPattern {
    fn matches(&self, word: &Word, reading: Reading<'_>, language: LanguageCode) -> bool {
        self.case.fits(word, reading) && self.spells(reading, language)
    }

    /// Whether the letters fit, whatever their case.
    fn spells(&self, reading: Reading<'_>, language: LanguageCode) -> bool {
        let Some(ending) = reading.form.strip_prefix(&*self.base) else { return false };
        (!self.article || reading.had_article) && inflection::allows(ending, self.tail, language)
    }
}

impl Case {
    fn fits(self, word: &Word, reading: Reading<'_>) -> bool {
        match self {
            Case::Any => true,
            Case::Capital => word.is_capitalised || !has_case(reading.form),
            Case::Capitals => word.is_all_caps,
        }
    }
}

/// Whether the script of `form` has capitals at all.
fn has_case(form: &str) -> bool {
    form.chars().next().is_some_and(char::is_lowercase)
}

#[cfg(test)]
mod tests;
