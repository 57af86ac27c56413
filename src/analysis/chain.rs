//! The analysis chain of one language: what `languages.toml` says, ready to use.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::{SmallVec, smallvec};

use super::Word;
use super::compounds::Compounds;
use super::fold::{CaseRule, MAX_TERM_BYTES, cut, fold, normalise, spelling};
use super::pieces::pieces;
use super::stemmer::Stemmer;
use crate::codes::LanguageCode;
use crate::config::Language;

/// Bytes of a term that mark its language, and that it is a part of compounds.
const MARK_BYTES: usize = "@fr+".len();

/// Makes the terms of one language's words.
#[derive(Debug)]
pub(super) struct Chain {
    pub(super) code: LanguageCode,
    stemmer: Stemmer,
    case: CaseRule,
    fold_stems: bool,
    /// Endings without and with their accents, longest first.
    accented_endings: Vec<(String, String)>,
    stop_words: FxHashSet<Box<str>>,
    never_stem: FxHashMap<Box<str>, Box<str>>,
    families: FxHashMap<Box<str>, Vec<Box<str>>>,
    compounds: Compounds,
}

impl Chain {
    pub(super) fn new(language: &Language) -> Chain {
        let case = match language.code.as_str() {
            "tr" | "az" => CaseRule::Turkic,
            _ => CaseRule::Common,
        };
        let mut chain = Chain {
            code: language.code,
            stemmer: Stemmer::new(language.stemmer, language.code),
            case,
            fold_stems: language.fold_stems,
            accented_endings: accented_endings(language),
            stop_words: language.stop_words.iter().map(|word| normalise(word, case).into()).collect(),
            never_stem: FxHashMap::default(),
            families: FxHashMap::default(),
            compounds: Compounds::default(),
        };
        for entry in &language.never_stem {
            let mut words = entry.split_whitespace();
            let Some(own) = words.next() else { continue };
            let stem: Box<str> = fold(own).into();
            for word in entry.split_whitespace() {
                chain.never_stem.insert(normalise(word, case).into(), stem.clone());
            }
        }
        // Typed without accents they are exceptions too, unless that is the spelling of another one.
        for (word, stem) in chain.never_stem.clone() {
            chain.never_stem.entry(fold(&word).into()).or_insert(stem);
        }
        for family in &language.families {
            let stems_of = |word: &String| chain.word(word).stems;
            let mut stems: Vec<Box<str>> = family.iter().flat_map(stems_of).collect();
            stems.sort_unstable();
            stems.dedup();
            for stem in &stems {
                chain.families.entry(stem.clone()).or_default().extend(stems.iter().cloned());
            }
        }
        // Only now: a part is no compound of itself.
        let mut compounds = Compounds::default();
        for part in &language.compound_parts {
            let word = chain.word(part);
            // Inside a compound the stemmer knows no exceptions.
            let plain = chain.stem(&normalise(part, case), &word.form);
            let stems = word.stems.iter().map(|stem| letters(stem)).chain([&*plain]);
            compounds.add(&part_term(&word.stems[0]), &word.form, stems);
        }
        chain.compounds = compounds;
        chain
    }

    /// The analysis of one word.
    pub(super) fn word(&self, surface: &str) -> Word {
        let normal = normalise(surface, self.case);
        let form: Box<str> = fold(surface).into();
        let stems = self.stems(&normal, &form);
        let is_stop_word = self.stop_words.contains(normal.as_str());
        let mut parts = self.compounds.parts(&form, stems.iter().map(|stem| letters(stem)));
        for piece in pieces(surface) {
            parts.extend(self.stems(&normalise(piece, self.case), &fold(piece)));
        }
        Word { stems, parts: parts.into(), is_stop_word, ..plain_word(surface, form) }
    }

    /// The term of the compounds that this word is a listed part of.
    pub(super) fn compounds(&self, word: &Word) -> Option<&str> {
        let stems = word.stems.iter().map(|stem| letters(stem));
        std::iter::once(&*word.form).chain(stems).find_map(|spelling| self.compounds.term(spelling))
    }

    fn stems(&self, normal: &str, form: &str) -> SmallVec<[Box<str>; 2]> {
        if let Some(own) = self.never_stem.get(normal) {
            return smallvec![self.term(own)];
        }
        let mut stems: SmallVec<[Box<str>; 2]> = smallvec![self.term(&self.stem(normal, form))];
        if self.fold_stems {
            let other = self.term(&self.stem(&self.with_accented_ending(form), form));
            if stems[0] != other {
                stems.push(other);
            }
        }
        stems
    }

    /// A stem as a term: marked with its language, so that what one language's stemmer makes of a word
    /// never finds another's words (Hungarian takes `etat` for `eta`). No form holds the sign.
    fn term(&self, stem: &str) -> Box<str> {
        let mut term = stem.to_owned();
        cut(&mut term, MAX_TERM_BYTES - MARK_BYTES);
        term.push('@');
        term.push_str(self.code.as_str());
        term.into()
    }

    /// The stem of a word without its accents; the form where the stemmer leaves nothing.
    fn stem(&self, word: &str, form: &str) -> String {
        let stem = self.stemmer.stem(match self.code.as_str() {
            "ar" => without_conjunction(word),
            _ => word,
        });
        if stem.is_empty() { form.to_owned() } else { fold(&stem) }
    }

    /// The form with the accents that its ending cannot lack: `cooperacion` is stemmed as `cooperación`.
    fn with_accented_ending<'a>(&self, form: &'a str) -> Cow<'a, str> {
        let ends_so =
            |(plain, _): &&(String, String)| form.len() > plain.len() && form.ends_with(plain.as_str());
        match self.accented_endings.iter().find(ends_so) {
            Some((plain, accented)) => Cow::Owned(form[..form.len() - plain.len()].to_owned() + accented),
            None => Cow::Borrowed(form),
        }
    }

    /// Whether stems begin as their words do: no stemmer of the language takes off or changes a beginning.
    pub(super) fn keeps_beginnings(&self) -> bool {
        self.stemmer.keeps_beginnings(self.code)
    }

    /// The words, in lower case, that have this stem whatever the stemmer says.
    pub(super) fn exceptions(&self, stem: &str) -> impl Iterator<Item = &str> {
        let has = move |own: &str| letters(stem) == own;
        self.never_stem.iter().filter(move |(_, own)| has(own)).map(|(word, _)| &**word)
    }

    /// The stems of the words that belong together with the word of this stem, its own among them;
    /// empty when it has no family.
    pub(super) fn family(&self, stem: &str) -> &[Box<str>] {
        self.families.get(stem).map_or(&[], Vec::as_slice)
    }
}

/// A stem without its language.
fn letters(stem: &str) -> &str {
    stem.split_once('@').map_or(stem, |(letters, _)| letters)
}

/// The term of a part of compounds: no word has it for its own stem.
fn part_term(stem: &str) -> String {
    format!("{stem}+")
}

/// The language that a stem is marked with; `None` for the stem of a text in no configured one.
pub fn language_of_stem(stem: &str) -> Option<LanguageCode> {
    stem.rsplit_once('@').and_then(|(_, code)| code.trim_end_matches('+').parse().ok())
}

/// An Arabic word without the *and* or *so* before its article, which Snowball leaves on.
fn without_conjunction(word: &str) -> &str {
    let Some(rest) = word.strip_prefix(['و', 'ف']) else { return word };
    let with_article = ["ال", "بال", "كال", "لل"].iter().find_map(|article| rest.strip_prefix(article));
    // Three letters more, or it is a word of its own that begins so (`والد`, father).
    match with_article.map(|noun| noun.chars().count()) {
        Some(3..) => rest,
        _ => word,
    }
}

fn accented_endings(language: &Language) -> Vec<(String, String)> {
    let mut pairs: Vec<_> =
        language.accented_endings.iter().map(|ending| (fold(ending), ending.clone())).collect();
    pairs.sort_by_key(|(plain, _)| std::cmp::Reverse(plain.len()));
    pairs
}

/// A word without a language: its form is its stem.
pub(super) fn unstemmed_word(surface: &str) -> Word {
    let form: Box<str> = fold(surface).into();
    let parts = pieces(surface).into_iter().map(|piece| fold(piece).into()).collect();
    Word { stems: smallvec![form.clone()], parts, ..plain_word(surface, form) }
}

fn plain_word(surface: &str, form: Box<str>) -> Word {
    let letters = || surface.chars().filter(|c| c.is_alphabetic());
    Word {
        spelling: spelling(surface, &form),
        form,
        stems: SmallVec::new(),
        parts: Box::default(),
        is_stop_word: false,
        is_capitalised: surface.chars().next().is_some_and(char::is_uppercase),
        is_all_caps: letters().nth(1).is_some() && letters().all(char::is_uppercase),
    }
}
