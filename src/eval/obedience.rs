//! Whether a hit obeys the quotes and exclusions of a query: a plain look at its words, which shares
//! nothing with how engines match but how texts are cut.

use crate::analysis::Analyzer;
use crate::communique::EnrichedCommunique;
use crate::query::{Query, QueryField};

/// A document's words as they are quoted: the title, then each passage of the body.
pub struct Worded {
    title: Vec<String>,
    passages: Vec<Vec<String>>,
}

impl Worded {
    /// The words of `document`.
    pub fn new(document: &EnrichedCommunique, analyzer: &Analyzer) -> Worded {
        let body = document.passages.iter();
        let body = body.map(|passage| analyzer.forms(&document.body[passage.range.clone()]));
        Worded { title: analyzer.forms(&document.title), passages: body.collect() }
    }

    fn holds(&self, row: &[String], field: Option<QueryField>) -> bool {
        let stands_in = |words: &Vec<String>| words.windows(row.len()).any(|window| window == row);
        !row.is_empty() && (stands_in(&self.title) || field.is_none() && self.passages.iter().any(stands_in))
    }
}

/// Whether a query demands anything of every hit: a quote or an exclusion.
pub fn demands(query: &Query) -> bool {
    match query {
        Query::Phrase { slop: 0, .. } | Query::Not(_) => true,
        Query::In(_, inner) => demands(inner),
        Query::Side(parts) | Query::Any(parts) => parts.iter().any(demands),
        _ => false,
    }
}

/// Whether a document has every quote of `query`, word for word, and nothing that it excludes. Words without quotes
/// may be missing.
pub fn obeys(query: &Query, document: &Worded, analyzer: &Analyzer) -> bool {
    check(query, document, analyzer, None)
}

fn check(query: &Query, document: &Worded, analyzer: &Analyzer, field: Option<QueryField>) -> bool {
    match query {
        Query::Phrase { text, slop: 0 } => document.holds(&analyzer.forms(text), field),
        Query::In(field, inner) => check(inner, document, analyzer, Some(*field)),
        Query::Side(parts) => parts.iter().all(|part| check(part, document, analyzer, field)),
        Query::Any(parts) => parts.iter().any(|part| check(part, document, analyzer, field)),
        Query::Not(inner) => !has(inner, document, analyzer, field),
        _ => true,
    }
}

/// Whether a document has all of an excluded part, by the words as they are written.
fn has(query: &Query, document: &Worded, analyzer: &Analyzer, field: Option<QueryField>) -> bool {
    match query {
        Query::Word(text) | Query::Phrase { text, slop: 0 } => document.holds(&analyzer.forms(text), field),
        Query::In(field, inner) => has(inner, document, analyzer, Some(*field)),
        Query::Side(parts) => parts.iter().all(|part| has(part, document, analyzer, field)),
        Query::Any(parts) => parts.iter().any(|part| has(part, document, analyzer, field)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::config::Config;
    use crate::query::parse;

    #[test]
    fn quotes_and_exclusions_are_held_against_the_words() {
        static ANALYZER: LazyLock<Analyzer> =
            LazyLock::new(|| Analyzer::new(Config::built_in().unwrap().languages));
        let document = Worded {
            title: ANALYZER.forms("Saisie à Rabat"),
            passages: ["La police marocaine", "a saisi l’arme"].map(|text| ANALYZER.forms(text)).to_vec(),
        };
        let check = |text: &str, expected: bool| {
            let query = parse(text).query;
            assert_eq!(obeys(&query, &document, &ANALYZER), expected, "{text}");
        };
        check("drogue", true);
        check("\"police marocaine\" drogue", true);
        check("\"Police MAROCAINE\"", true);
        check("\"marocaine a saisi\"", false);
        check("\"marocaine police\"", false);
        check("(\"police marocaine\" OR \"police belge\") -drogue", true);
        check("police -arme", false);
        check("police -\"saisie à Rabat\"", false);
        check("police -(arme drogue)", true);
        check("title:\"police marocaine\"", false);
        assert!(!demands(&parse("police drogue").query) && demands(&parse("police -arme").query));
    }
}
