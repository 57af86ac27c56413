//! The query as a tree, as it was meant: no terms, no languages yet.

use std::fmt;

use super::filter::FilterValue;

/// A parsed query. Printing one that [`parse`](super::parse()) gave makes a text that parses to the same tree.
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

impl Query {
    /// What stands side by side at the top: what a reader sees as the parts of the query.
    pub fn parts(&self) -> &[Query] {
        match self {
            Query::All => &[],
            Query::Side(parts) => parts,
            single => std::slice::from_ref(single),
        }
    }
}

/// The query without the part at this place, counted from 0 among its [parts](Query::parts).
pub fn without_part(query: &Query, at: usize) -> Query {
    let others = query.parts().iter().enumerate().filter(|(other, _)| *other != at);
    let mut others: Vec<Query> = others.map(|(_, part)| part.clone()).collect();
    match others.len() {
        0 => Query::All,
        1 => others.remove(0),
        _ => Query::Side(others),
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Query::All => Ok(()),
            Query::Word(word) => f.write_str(word),
            Query::Phrase { text, slop: 0 } => write!(f, "\"{text}\""),
            Query::Phrase { text, slop } => write!(f, "\"{text}\"~{slop}"),
            Query::Prefix(word) => write!(f, "{word}*"),
            Query::Fuzzy { word, distance: 1 } => write!(f, "{word}~"),
            Query::Fuzzy { word, distance } => write!(f, "{word}~{distance}"),
            Query::In(QueryField::Title, inner) => write!(f, "title:{}", Operand(inner)),
            Query::Filter(value) => condition(value, f),
            Query::Side(parts) => joined(parts, " ", f),
            Query::Any(parts) => joined(parts, " OR ", f),
            Query::Not(inner) => write!(f, "-{}", Operand(inner)),
        }
    }
}

/// A part of a query as it is printed inside another: in parentheses where it needs them.
struct Operand<'a>(&'a Query);

impl fmt::Display for Operand<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Query::Side(_) | Query::Any(_) => write!(f, "({})", self.0),
            query => write!(f, "{query}"),
        }
    }
}

fn joined(parts: &[Query], separator: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            f.write_str(separator)?;
        }
        write!(f, "{}", Operand(part))?;
    }
    Ok(())
}

fn condition(value: &FilterValue, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match value {
        FilterValue::Country(code) => write!(f, "country:{code}"),
        FilterValue::MentionedCountry(code) => write!(f, "mentions:{code}"),
        FilterValue::IssuerCountry(code) => write!(f, "issuer:{code}"),
        FilterValue::Topic(path) => write!(f, "topic:{path}"),
        FilterValue::Language(code) => write!(f, "language:{code}"),
        FilterValue::Source(name) => write!(f, "source:{}", Name(name)),
        FilterValue::Organisation(name) => write!(f, "organisation:{}", Name(name)),
        FilterValue::Person(name) => write!(f, "person:{}", Name(name)),
        FilterValue::Year(year) => write!(f, "year:{year:04}"),
        FilterValue::Date { from, to } if from == to => match from {
            Some(date) => write!(f, "date:{date}"),
            None => Ok(()),
        },
        FilterValue::Date { .. } => write!(f, "date:{}", value.to_value()),
    }
}

/// A name, in quotation marks where it is more than one plain word.
struct Name<'a>(&'a str);

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.chars().all(char::is_alphanumeric) {
            f.write_str(self.0)
        } else {
            write!(f, "\"{}\"", self.0)
        }
    }
}
