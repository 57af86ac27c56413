//! The query as terms of the index, in every language the index holds.

use super::filter::FilterValue;
use crate::codes::LanguageCode;

/// What an engine is asked to match: terms, no text any more.
#[derive(Debug, Clone, PartialEq)]
pub enum TermQuery {
    /// Every document.
    All,
    /// No document.
    Nothing,
    /// A word in the ways it may match.
    Word(WordClause),
    /// Forms in order, with up to `slop` positions between and in any order when it is not 0.
    Phrase {
        /// Which text.
        field: TextField,
        /// Exact forms in order; two or more.
        forms: Vec<String>,
        /// Positions allowed between.
        slop: u32,
    },
    /// Has a value.
    Filter(FilterValue),
    /// All of these.
    And(Vec<TermQuery>),
    /// Any of these.
    Or(Vec<TermQuery>),
    /// None of this.
    Not(Box<TermQuery>),
    /// Clauses typed side by side, of which `match` says how many must hold;
    /// all that is required whatever `match` says stands outside, in an `And`.
    Side(Vec<TermQuery>),
}

/// One word of the query and the terms that answer it. A document's hit on the
/// word counts its best way of matching, never their sum.
#[derive(Debug, Clone, PartialEq)]
pub struct WordClause {
    /// The word as typed, for *why it matched*.
    pub typed: String,
    /// Which text.
    pub field: TextField,
    /// Terms, distinct, the strongest first.
    pub terms: Vec<WeightedTerm>,
    /// What stands in for them where no document has any and not every word must be there: words spelt nearly so.
    /// A document found by it does not hold the word.
    pub if_unknown: Option<WeightedTerm>,
}

/// One way in which a word may match.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightedTerm {
    /// What the engine looks up.
    pub matches: WordMatch,
    /// How much a hit counts, 0 to 1.
    pub weight: f32,
    /// The language whose documents alone can have it: how rare it is, is measured among them.
    pub language: Option<LanguageCode>,
}

/// What to look up for a word.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum WordMatch {
    /// This very form.
    Form(String),
    /// This stem, or the term of a part of compounds.
    Stem(String),
    /// This very spelling, accents and all.
    Spelling(String),
    /// Forms that begin so; at most `max_terms` of them, the most frequent first.
    Prefix {
        /// The beginning.
        prefix: String,
        /// The most forms to take.
        max_terms: usize,
    },
    /// Forms at most `distance` edits away; at most `max_terms` of them, the nearest and most frequent first.
    Fuzzy {
        /// The form typed.
        form: String,
        /// Edits (Damerau–Levenshtein) allowed, 1 or 2.
        distance: u8,
        /// The most forms to take.
        max_terms: usize,
    },
    /// These forms in a row: a name or trigger of several words.
    Phrase(Vec<String>),
}

/// A text that is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextField {
    /// Title and body as one weighted text.
    All,
    /// The title alone.
    Title,
}
