//! The documents nearest to one: those that share its telling words.

use rustc_hash::FxHashMap;
use serde::Serialize;
use utoipa::ToSchema;

use super::error::SearchError;
use super::reading::{MOST_BYTES, passages};
use super::results::Hit;
use super::searcher::Searcher;
use crate::analysis::{Passage, Token, Tokens};
use crate::codes::CommuniqueId;
use crate::communique::EnrichedCommunique;
use crate::engine::{EngineSearch, Grouping, MatchMode};
use crate::query::{TermQuery, TextField, WeightedTerm, WordClause, WordMatch};

/// The most similar documents that are given.
pub const MAX_SIMILAR: u32 = 50;

/// The documents nearest to one.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SimilarDocuments {
    /// Nearest first; copies of the document are left out.
    pub hits: Vec<Hit>,
}

/// The words whose frequency in the corpus is asked for.
const CANDIDATES: usize = 60;
/// The words that are searched: more say little more and cost as much again.
const WORDS: usize = 12;
/// How often a word of the title counts.
const TITLE_WEIGHT: u32 = 3;

/// Which words of a document are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Telling {
    /// All but function words.
    Word,
    /// Those that are written alike in many languages: names, by their capitals, and numbers.
    Name,
}

impl Telling {
    fn is(self, text: &str, token: &Token) -> bool {
        if token.word.is_stop_word {
            return false;
        }
        let before =
            text[..token.start as usize].trim_end_matches(|c: char| c.is_whitespace() || "«“\"'".contains(c));
        let begins_sentence = before.ends_with(['.', '!', '?', ':', '…', '–', '-', '•']) || before.is_empty();
        let is_number = token.word.form.chars().all(|c| c.is_ascii_digit()) && token.word.form.len() > 1;
        self == Telling::Word || is_number || token.word.is_capitalised && !begins_sentence
    }
}

/// A word in this very form.
pub(super) fn form_clause(form: String) -> WordClause {
    let matches = WordMatch::Form(form.clone());
    let terms = vec![WeightedTerm { matches, weight: 1.0, language: None }];
    WordClause { typed: form, field: TextField::All, terms, if_unknown: None }
}

impl Searcher {
    /// The documents nearest to one, nearest first, copies of it left out; `None` when there is none with this id.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn similar(&self, id: &CommuniqueId, limit: usize) -> Result<Option<Vec<Hit>>, SearchError> {
        let Some(stored) = self.engine.document(id)? else { return Ok(None) };
        let words = self.telling_words(&stored.document, Telling::Word)?;
        if words.is_empty() || limit == 0 {
            return Ok(Some(Vec::new()));
        }
        let clauses = words.into_iter().map(|form| TermQuery::Word(form_clause(form)));
        let search = EngineSearch {
            match_mode: MatchMode::Any,
            grouping: Grouping::Family,
            // Its own family is one of the hits.
            limit: limit + 1,
            ..self.plain_search(TermQuery::Side(clauses.collect()))
        };
        let mut found = self.engine.search(&search)?.hits;
        found.retain(|hit| hit.stored.document.id != *id && hit.stored.family != stored.family);
        found.truncate(limit);
        Ok(Some(self.hits(found, &[], false)))
    }

    /// The words that tell a document from others: frequent in it, rare in the corpus (Luhn 1958, Spärck Jones 1972).
    pub(super) fn telling_words(
        &self,
        document: &EnrichedCommunique,
        wanted: Telling,
    ) -> Result<Vec<String>, SearchError> {
        let mut counts: FxHashMap<String, u32> = FxHashMap::default();
        self.with_cache(|cache| {
            let mut add = |text: &str, tokens: &Tokens, weight: u32| {
                for token in tokens.iter().filter(|token| wanted.is(text, token)) {
                    *counts.entry(token.word.form.to_string()).or_default() += weight;
                }
            };
            let mut tokens = Tokens::new();
            let language = document.main_language();
            let title = Passage { text: &document.title, language, offset: 0, first_position: 0 };
            self.analyzer.analyse(cache, title, &mut tokens);
            add(&document.title, &tokens, TITLE_WEIGHT);
            let mut bytes = 0;
            for passage in passages(document).iter().filter(|passage| passage.role.is_content()) {
                let Some(text) = document.body.get(passage.range.clone()) else { continue };
                if bytes > MOST_BYTES {
                    break;
                }
                bytes += text.len();
                tokens.clear();
                let passage = Passage { text, language: passage.language, offset: 0, first_position: 0 };
                self.analyzer.analyse(cache, passage, &mut tokens);
                add(text, &tokens, 1);
            }
        });
        let mut candidates: Vec<(String, u32)> =
            counts.into_iter().filter(|(form, _)| form.chars().count() > 2 || !form.is_ascii()).collect();
        candidates.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        candidates.truncate(CANDIDATES);
        let all = self.engine.document_count().max(1) as f32;
        let mut weighed = Vec::with_capacity(candidates.len());
        for (form, count) in candidates {
            let having = self.engine.form_count(&form)?;
            // A word of this document alone finds no other.
            if having > 1 {
                weighed.push((count as f32 * (1.0 + all / having as f32).ln(), form));
            }
        }
        weighed.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        weighed.truncate(WORDS);
        Ok(weighed.into_iter().map(|(_, form)| form).collect())
    }
}
