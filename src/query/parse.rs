//! Query text → tree. Any text gives a tree; what could not be read is a warning.

use super::tree::Query;

/// A query and what was ignored in it.
#[derive(Debug, Clone, PartialEq)]
pub struct ParsedQuery {
    /// The tree.
    pub query: Query,
    /// What was ignored and why, one sentence each.
    pub warnings: Vec<String>,
}

/// Reads a query. Never fails, and takes time linear in the length of `text`.
pub fn parse(text: &str) -> ParsedQuery {
    let words: Vec<Query> = text.split_whitespace().map(|word| Query::Word(word.to_owned())).collect();
    let query = if words.is_empty() { Query::All } else { Query::Side(words) };
    ParsedQuery { query, warnings: Vec::new() }
}
