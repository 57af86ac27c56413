//! Did you mean: words that no document knows, replaced by words of the corpus.

use super::error::SearchError;
use super::searcher::{Prepared, Searcher};
use crate::query::{
    Query, SearchRequest, TermQuery, TextField, WayKind, WeightedTerm, WordClause, WordMatch,
};

/// With fewer hits than this, words that no document knows are looked for among those that are spelt nearly so.
const FEW_HITS: u64 = 3;
/// The most words of a query that are looked for.
const MAX_WORDS: usize = 6;
/// The shortest word that is looked for: shorter ones are near too many.
const MIN_CHARS: usize = 4;
/// From this length on two slips are allowed for.
const LONG_CHARS: usize = 8;

impl Searcher {
    /// The query with its unknown words replaced; `None` when nothing better is known, or enough was found.
    pub(super) fn correction(
        &self,
        request: &SearchRequest,
        prepared: &Prepared,
        total: u64,
        relaxed: bool,
    ) -> Result<Option<String>, SearchError> {
        if total >= FEW_HITS && !relaxed {
            return Ok(None);
        }
        let mut query = request.query.query.clone();
        let mut is_corrected = false;
        let words = prepared.targets.iter().filter(|target| target.slop == 0);
        for target in words.take(MAX_WORDS) {
            let of_word =
                target.ways.iter().filter(|way| matches!(way.kind, WayKind::Word | WayKind::Inflection));
            let own: Vec<WordMatch> = of_word.map(|way| way.matches.clone()).collect();
            let [WordMatch::Form(form), ..] = &own[..] else { continue };
            if form.chars().count() < MIN_CHARS || form.contains(char::is_numeric) {
                continue;
            }
            // The form is looked up first: most words are known, and this costs next to nothing.
            if !self.engine.forms_near(form, 0, 1)?.is_empty() || self.is_known(&own)? {
                continue;
            }
            if let Some(better) = self.nearest_form(form)? {
                is_corrected |= replace(&mut query, &target.typed, &better);
            }
        }
        Ok(is_corrected.then(|| query.to_string()))
    }

    /// Whether any document holds the word in any of these ways.
    fn is_known(&self, ways: &[WordMatch]) -> Result<bool, SearchError> {
        let terms = ways.iter().map(|matches| WeightedTerm { matches: matches.clone(), weight: 1.0 });
        let clause = WordClause { typed: String::new(), field: TextField::All, terms: terms.collect() };
        let found = self.engine.search(&self.plain_search(TermQuery::Word(clause)))?;
        Ok(found.total > 0)
    }

    /// The form of the corpus that is nearest to one it does not have: one slip before two, then the
    /// most frequent. A wrong first letter is rare (Pollock and Zamora 1984), so that the same counts more.
    fn nearest_form(&self, form: &str) -> Result<Option<String>, SearchError> {
        let most = if form.chars().count() >= LONG_CHARS { 2 } else { 1 };
        for distance in 1..=most {
            let near = self.engine.forms_near(form, distance, 20)?;
            let first = form.chars().next();
            let best = near
                .into_iter()
                .filter(|(near, _)| near != form && !near.contains(char::is_numeric))
                .max_by_key(|(near, count)| (near.chars().next() == first, *count));
            if let Some((near, _)) = best {
                return Ok(Some(near));
            }
        }
        Ok(None)
    }
}

/// Replaces a word wherever it stands in the query; whether it stood there.
fn replace(query: &mut Query, typed: &str, better: &str) -> bool {
    match query {
        Query::Word(word) if word == typed => {
            *word = better.to_owned();
            true
        }
        Query::In(_, inner) => replace(inner, typed, better),
        Query::Side(parts) | Query::Any(parts) => {
            let mut found = false;
            for part in parts {
                found |= replace(part, typed, better);
            }
            found
        }
        _ => false,
    }
}
