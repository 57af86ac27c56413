//! What to look for in a document that a query has found: to mark it, and to say why it matched.

use super::terms::{TextField, WordMatch};

/// A word or phrase of a query in all the ways it may have matched. Exclusions have none.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// The word as typed.
    pub typed: String,
    /// Which text it was looked for in.
    pub field: TextField,
    /// The ways, those nearest to what was typed first.
    pub ways: Vec<Way>,
    /// What stands in for them where no document has any and others are let in.
    pub if_unknown: Option<WordMatch>,
    /// For a quoted phrase, the positions allowed between its words.
    pub slop: u32,
}

/// One way in which a word may have matched.
#[derive(Debug, Clone, PartialEq)]
pub struct Way {
    /// What was looked up.
    pub matches: WordMatch,
    /// How it belongs to what was typed.
    pub kind: WayKind,
}

/// How a term belongs to the word that was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WayKind {
    /// The word itself, case, accents and elision aside.
    Word,
    /// The same letters with other accents, or none, where it was typed with accents.
    Accents,
    /// Another inflection of it.
    Inflection,
    /// A word of the same configured family.
    Family,
    /// A compound or words run together, of which it is a part.
    Compound,
    /// A name in another language, or another name in the same.
    Translation,
    /// It begins so.
    Prefix,
    /// It is spelt nearly so.
    Fuzzy,
}
