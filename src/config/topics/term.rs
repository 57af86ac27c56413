//! The notation of terms: `trafic .. drogue ^2`, `terroris*`, `=Daech`, `IED @@attack`.

use std::fmt;

use serde::Serialize;
use thiserror::Error;

use crate::codes::LanguageCode;

/// In which texts a list of terms is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TermLanguage {
    /// In those of every language: acronyms, proper names (`any`).
    Any,
    /// In those of one language.
    One(LanguageCode),
}

impl TermLanguage {
    /// Whether terms are found as characters, wherever these stand: Chinese and Japanese write no
    /// spaces, and Korean glues particles to nouns and nouns to each other.
    pub fn is_unspaced(self) -> bool {
        matches!(self, TermLanguage::One(code) if matches!(code.as_str(), "zh" | "ja" | "ko"))
    }
}

/// A sequence of words to be found in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// What must stand there, in order; function words of the text may stand between.
    pub words: Vec<TermWord>,
    /// Its weight as a multiple of its concept's, or its own for a topic's trigger; negative speaks against the topic.
    pub weight: f32,
    /// What must stand near for it to count.
    pub context: Option<Context>,
}

/// One word of a term.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub enum TermWord {
    /// In any inflection.
    Inflected(String),
    /// Every word that begins so (`terroris*`).
    Prefix(String),
    /// In this very form, accents and case aside (`=word`).
    Exact(String),
    /// In this form and in capitals (`CVE`).
    Capitals(String),
    /// Up to three words of any kind (`..`).
    Gap,
}

/// What must stand near a term for it to count: one of the names of a concept.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Context {
    /// In the same passage, or in the title (`@concept`).
    Passage(String),
    /// Anywhere in the document (`@@concept`).
    Document(String),
}

impl Context {
    /// The concept.
    pub fn concept(&self) -> &str {
        match self {
            Context::Passage(id) | Context::Document(id) => id,
        }
    }
}

/// What is wrong with a term, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TermError {
    /// Nothing between two commas.
    #[error("a term is empty; remove the extra comma")]
    Empty,
    /// One character of a script without spaces.
    #[error("`{0}` is a single character, which is part of too many words; write two or more")]
    SingleCharacter(String),
    /// A prefix that most words would match.
    #[error("`{0}` is too short a beginning; write three letters or more before `*`")]
    ShortPrefix(String),
    /// `*` elsewhere than at a word's end.
    #[error("`{0}` has a `*` that does not end it; a `*` stands only after the beginning of a word")]
    InnerStar(String),
    /// `..` at an end.
    #[error("`{0}` begins or ends with `..`; a gap stands between two words")]
    OuterGap(String),
    /// A weight that is no number.
    #[error("`{0}` is no weight; write a number between -9 and 9 other than 0, as in `^2` or `^0.5`")]
    Weight(String),
    /// A mark without what it marks, or twice.
    #[error(
        "`{0}` is a mark without its word or a second one; see the head of the file for `=`, `^`, `@` and `@@`"
    )]
    Mark(String),
}

impl Term {
    /// Reads one term of a list for `language`.
    ///
    /// # Errors
    /// When the notation is not as the head of `topics.toml` says.
    pub fn parse(text: &str, language: TermLanguage) -> Result<Term, TermError> {
        let (mut words, mut weight, mut context) = (Vec::new(), None, None);
        for part in text.split_whitespace() {
            if part == ".." {
                words.push(TermWord::Gap);
            } else if let Some(number) = part.strip_prefix('^') {
                let value = number.parse::<f32>().ok().filter(|value| *value != 0.0 && value.abs() <= 9.0);
                let value = value.ok_or_else(|| TermError::Weight(part.to_owned()))?;
                once(&mut weight, value, part)?;
            } else if let Some(id) = part.strip_prefix("@@") {
                once(&mut context, Context::Document(id.to_owned()), part)?;
            } else if let Some(id) = part.strip_prefix('@') {
                once(&mut context, Context::Passage(id.to_owned()), part)?;
            } else {
                words.push(TermWord::parse(part)?);
            }
        }
        let characters: usize =
            words.iter().filter_map(TermWord::text).map(|word| word.chars().count()).sum();
        if language.is_unspaced() && characters == 1 {
            return Err(TermError::SingleCharacter(text.trim().to_owned()));
        }
        let outer_gap = words.first() == Some(&TermWord::Gap) || words.last() == Some(&TermWord::Gap);
        match words.is_empty() {
            true => Err(TermError::Empty),
            false if outer_gap => Err(TermError::OuterGap(text.trim().to_owned())),
            false => Ok(Term { words, weight: weight.unwrap_or(1.0), context }),
        }
    }

    /// Whether it names a thing by itself.
    pub fn is_name(&self) -> bool {
        self.context.is_none() && self.weight > 0.0 && !self.words.contains(&TermWord::Gap)
    }
}

/// Sets what may be set only once.
fn once<T>(slot: &mut Option<T>, value: T, part: &str) -> Result<(), TermError> {
    let marked = part.trim_start_matches(['@', '^']);
    match slot.replace(value) {
        None if !marked.is_empty() => Ok(()),
        _ => Err(TermError::Mark(part.to_owned())),
    }
}

impl TermWord {
    fn parse(part: &str) -> Result<TermWord, TermError> {
        if let Some(exact) = part.strip_prefix('=') {
            return match exact.is_empty() || exact.contains(['*', '=']) {
                true => Err(TermError::Mark(part.to_owned())),
                false => Ok(TermWord::Exact(exact.to_owned())),
            };
        }
        if let Some(beginning) = part.strip_suffix('*') {
            // Two letters of an alphabet begin too many words; two of another script are already one.
            let least = if beginning.chars().all(|c| (c as u32) < 0x2E80) { 3 } else { 2 };
            return match beginning {
                _ if beginning.contains('*') => Err(TermError::InnerStar(part.to_owned())),
                _ if beginning.chars().count() < least => Err(TermError::ShortPrefix(part.to_owned())),
                _ => Ok(TermWord::Prefix(beginning.to_owned())),
            };
        }
        match part {
            _ if part.contains('*') => Err(TermError::InnerStar(part.to_owned())),
            _ if part.contains(['^', '@', '=']) => Err(TermError::Mark(part.to_owned())),
            _ if is_acronym(part) => Ok(TermWord::Capitals(part.to_owned())),
            _ => Ok(TermWord::Inflected(part.to_owned())),
        }
    }

    /// The word without its marks; nothing for a gap.
    pub fn text(&self) -> Option<&str> {
        match self {
            TermWord::Inflected(text) | TermWord::Prefix(text) => Some(text),
            TermWord::Exact(text) | TermWord::Capitals(text) => Some(text),
            TermWord::Gap => None,
        }
    }
}

/// Whether a word is written in capitals and so asks for them in the text.
fn is_acronym(word: &str) -> bool {
    let letters = || word.chars().filter(|c| c.is_alphabetic());
    letters().count() >= 2 && letters().all(char::is_uppercase)
}

impl fmt::Display for Term {
    /// The words as an analyst wrote them, weight and context left out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, word) in self.words.iter().enumerate() {
            if at > 0 {
                f.write_str(" ")?;
            }
            match word {
                TermWord::Inflected(text) | TermWord::Capitals(text) => f.write_str(text)?,
                TermWord::Prefix(text) => write!(f, "{text}*")?,
                TermWord::Exact(text) => write!(f, "={text}")?,
                TermWord::Gap => f.write_str("..")?,
            }
        }
        Ok(())
    }
}
