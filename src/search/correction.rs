//! Did you mean: words that no document knows, replaced by words of the corpus, in the language of the others.

use rustc_hash::FxHashMap;

use super::error::SearchError;
use super::searcher::{Prepared, Searcher};
use crate::engine::{EngineSearch, FacetRequest};
use crate::query::{
    FacetField, FilterValue, Query, SearchRequest, Target, TermQuery, TextField, Way, WayKind, WeightedTerm,
    WordClause, WordMatch,
};

/// With fewer hits than this, words that no document knows are looked for among those that are spelt nearly so.
const FEW_HITS: u64 = 3;
/// The most words of a query that are looked for.
const MAX_WORDS: usize = 6;
/// The shortest word that is looked for: shorter ones are near too many.
const MIN_CHARS: usize = 4;
/// From this length on two slips are allowed for.
const LONG_CHARS: usize = 8;

/// More languages than any index holds.
const MAX_LANGUAGES: usize = 200;
/// Near forms whose languages are looked up: more of them are not worth the time.
const MAX_CANDIDATES: usize = 6;

/// Documents by language.
type Languages = FxHashMap<String, u64>;

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
        let (mut unknown, mut known) = (Vec::new(), Vec::new());
        let words = prepared.targets.iter().filter(|target| target.slop == 0);
        for target in words.take(MAX_WORDS) {
            let is_own = |kind| matches!(kind, WayKind::Word | WayKind::Accents | WayKind::Inflection);
            let of_word = target.ways.iter().filter(|way| is_own(way.kind)).map(|way| &way.matches);
            // The form finds every spelling.
            let of_word = of_word.filter(|matches| !matches!(matches, WordMatch::Spelling(_)));
            let own: Vec<WordMatch> = of_word.cloned().collect();
            let [WordMatch::Form(form), ..] = &own[..] else { continue };
            let is_looked_for = form.chars().count() >= MIN_CHARS && !form.contains(char::is_numeric);
            if !is_looked_for || self.is_known(&own)? {
                known.push(word(&own));
            } else {
                unknown.push((target.typed.as_str(), form.clone()));
            }
        }
        if unknown.is_empty() {
            return Ok(None);
        }
        let languages = self.expected_languages(request, known)?;
        let mut query = request.query.query.clone();
        let mut is_corrected = false;
        for (typed, form) in unknown {
            if let Some(better) = self.nearest_form(&form, &languages)? {
                is_corrected |= replace(&mut query, typed, &better);
            }
        }
        Ok(is_corrected.then(|| query.to_string()))
    }

    /// Gives words that no document has the ways that stood in for them, so that what was found is marked.
    pub(super) fn respell(&self, targets: &mut [Target]) -> Result<(), SearchError> {
        for target in targets {
            let Some(nearly) = target.if_unknown.clone() else { continue };
            let own: Vec<WordMatch> = target.ways.iter().map(|way| way.matches.clone()).collect();
            if !self.is_known(&own)? {
                target.ways.push(Way { matches: nearly, kind: WayKind::Fuzzy });
            }
        }
        Ok(())
    }

    /// Whether any document holds the word in any of these ways.
    fn is_known(&self, ways: &[WordMatch]) -> Result<bool, SearchError> {
        // The form first: most words are known by it, and this costs next to nothing.
        if let Some(WordMatch::Form(form)) = ways.first()
            && self.engine.form_count(form)? > 0
        {
            return Ok(true);
        }
        Ok(self.engine.search(&self.plain_search(word(ways)))?.total > 0)
    }

    /// The languages that a replacement is looked for in first: those asked for, else those of the documents that
    /// hold the query's other words. Empty when nothing tells.
    fn expected_languages(
        &self,
        request: &SearchRequest,
        known: Vec<TermQuery>,
    ) -> Result<Languages, SearchError> {
        let asked = request.selected(FacetField::Language);
        if !asked.is_empty() {
            let code = |value: &FilterValue| match value {
                FilterValue::Language(code) => Some((code.to_string(), 1)),
                _ => None,
            };
            return Ok(asked.iter().filter_map(code).collect());
        }
        if known.is_empty() { Ok(Languages::default()) } else { self.languages_of(TermQuery::Or(known)) }
    }

    /// The languages of the documents that a query finds.
    fn languages_of(&self, query: TermQuery) -> Result<Languages, SearchError> {
        let facet = FacetRequest { field: FacetField::Language, limit: MAX_LANGUAGES, prefix: None };
        let asked = EngineSearch { facets: vec![facet], ..self.plain_search(query) };
        let counted = self.engine.search(&asked)?.facets.into_iter().flat_map(|counts| counts.values);
        Ok(counted.map(|value| (value.value, value.count)).collect())
    }

    /// The form of the corpus that is nearest to one it does not have: one slip before two, then one of the
    /// languages expected, then the most frequent. A wrong first letter is rare (Pollock and Zamora 1984), so that
    /// the same counts more.
    fn nearest_form(&self, form: &str, expected: &Languages) -> Result<Option<String>, SearchError> {
        let most = if form.chars().count() >= LONG_CHARS { 2 } else { 1 };
        for distance in 1..=most {
            let mut near = self.engine.forms_near(form, distance, 20)?;
            near.retain(|(near, _)| near != form && !near.contains(char::is_numeric));
            let first = form.chars().next();
            near.sort_by_key(|(near, count)| std::cmp::Reverse((near.chars().next() == first, *count)));
            near.truncate(MAX_CANDIDATES);
            let mut best: Option<(f64, String)> = None;
            for (near, _) in near {
                let fit = if expected.is_empty() { 0.0 } else { self.fit(&near, expected)? };
                if best.as_ref().is_none_or(|(other, _)| fit > *other) {
                    best = Some((fit, near));
                }
            }
            if let Some((_, near)) = best {
                return Ok(Some(near));
            }
        }
        Ok(None)
    }

    /// How well the languages of a form's documents fit those expected, 0 to 1: the cosine between the two.
    fn fit(&self, form: &str, expected: &Languages) -> Result<f64, SearchError> {
        let own = self.languages_of(word(&[WordMatch::Form(form.to_owned())]))?;
        let length = |languages: &Languages| {
            languages.values().map(|count| (*count as f64).powi(2)).sum::<f64>().sqrt()
        };
        let product = |(language, count): (&String, &u64)| {
            *count as f64 * expected.get(language).copied().unwrap_or(0) as f64
        };
        let both = length(&own) * length(expected);
        Ok(if both > 0.0 { own.iter().map(product).sum::<f64>() / both } else { 0.0 })
    }
}

/// A word in any of these ways.
fn word(ways: &[WordMatch]) -> TermQuery {
    let terms =
        ways.iter().map(|matches| WeightedTerm { matches: matches.clone(), weight: 1.0, language: None });
    TermQuery::Word(WordClause {
        typed: String::new(),
        field: TextField::All,
        terms: terms.collect(),
        if_unknown: None,
    })
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
