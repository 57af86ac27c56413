//! The query as a tree, as it was meant: no terms, no languages yet.

use super::filter::FilterValue;

/// A parsed query. Printing it gives a text that parses to the same tree.
#[derive(Debug, Clone, PartialEq)]
pub enum Query {
    /// Matches everything: an empty query.
    All,
    /// A word, in any inflection.
    Word(String),
    /// Words in order, exactly; `slop` lets them stand that many positions apart in any order.
    Phrase {
        /// The text between the quotation marks.
        text: String,
        /// `~N` after the quotation marks.
        slop: u32,
    },
    /// Words that begin so.
    Prefix(String),
    /// Words at most `distance` (1 or 2) edits away.
    Fuzzy {
        /// The word.
        word: String,
        /// Edits allowed.
        distance: u8,
    },
    /// A part of the query asked of one text field only (`title:word`).
    In(QueryField, Box<Query>),
    /// A condition on a facet or the date (`country:MA`).
    Filter(FilterValue),
    /// Words side by side: matched as `match` says, obeyed filters, phrases and exclusions aside.
    Side(Vec<Query>),
    /// Any of these (`OR`).
    Any(Vec<Query>),
    /// None of this (`NOT`, `-`).
    Not(Box<Query>),
}

/// A text field that a part of a query may be limited to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QueryField {
    /// The title.
    Title,
}

impl std::fmt::Display for Query {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}
