//! The query as terms of the index, in every language the index holds.

use super::filter::FilterValue;
use super::tree::Query;
use crate::analysis::{AnalysisCache, Analyzer};
use crate::codes::LanguageCode;
use crate::config::Ranking;

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
}

/// One way in which a word may match.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightedTerm {
    /// What the engine looks up.
    pub matches: WordMatch,
    /// How much a hit counts, 0 to 1.
    pub weight: f32,
}

/// What to look up for a word.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum WordMatch {
    /// This very form.
    Form(String),
    /// This stem.
    Stem(String),
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

/// What a query is made into terms with.
#[derive(Debug, Clone, Copy)]
pub struct TermOptions<'a> {
    /// The analyzer the index was built with.
    pub analyzer: &'a Analyzer,
    /// The languages to analyse words in: those the index holds, or those asked for.
    pub languages: &'a [LanguageCode],
    /// The weights of the ways of matching.
    pub ranking: &'a Ranking,
}

/// The most forms a prefix or a fuzzy word stands for.
pub const MAX_FORMS: usize = 100;

/// Makes terms of a query.
pub fn to_terms(query: &Query, options: &TermOptions<'_>) -> TermQuery {
    let mut cache = AnalysisCache::default();
    terms_in(query, options, TextField::All, &mut cache)
}

fn terms_in(
    query: &Query,
    options: &TermOptions<'_>,
    field: TextField,
    cache: &mut AnalysisCache,
) -> TermQuery {
    let each = |queries: &[Query], cache: &mut AnalysisCache| -> Vec<TermQuery> {
        queries.iter().map(|query| terms_in(query, options, field, cache)).collect()
    };
    match query {
        Query::All => TermQuery::All,
        Query::Word(word) => {
            let mut terms: Vec<WeightedTerm> = Vec::new();
            let mut add = |matches: WordMatch, weight: f32| {
                if !terms.iter().any(|term| term.matches == matches) {
                    terms.push(WeightedTerm { matches, weight });
                }
            };
            for language in options.languages {
                let analysed = options.analyzer.word(cache, word, *language);
                add(WordMatch::Form(analysed.form.to_string()), options.ranking.exact_weight);
                for stem in &analysed.stems {
                    add(WordMatch::Stem(stem.to_string()), options.ranking.stem_weight);
                }
            }
            TermQuery::Word(WordClause { typed: word.clone(), field, terms })
        }
        Query::Phrase { text, slop } => {
            let forms = text.split_whitespace().map(str::to_lowercase).collect();
            TermQuery::Phrase { field, forms, slop: *slop }
        }
        Query::Prefix(prefix) => {
            let matches = WordMatch::Prefix { prefix: prefix.to_lowercase(), max_terms: MAX_FORMS };
            let terms = vec![WeightedTerm { matches, weight: 1.0 }];
            TermQuery::Word(WordClause { typed: format!("{prefix}*"), field, terms })
        }
        Query::Fuzzy { word, distance } => {
            let form = word.to_lowercase();
            let matches = WordMatch::Fuzzy { form, distance: *distance, max_terms: MAX_FORMS };
            let terms = vec![WeightedTerm { matches, weight: options.ranking.fuzzy_weight }];
            TermQuery::Word(WordClause { typed: format!("{word}~"), field, terms })
        }
        Query::In(_, inner) => terms_in(inner, options, TextField::Title, cache),
        Query::Filter(value) => TermQuery::Filter(value.clone()),
        Query::Side(parts) => TermQuery::Side(each(parts, cache)),
        Query::Any(parts) => TermQuery::Or(each(parts, cache)),
        Query::Not(inner) => TermQuery::Not(Box::new(terms_in(inner, options, field, cache))),
    }
}
