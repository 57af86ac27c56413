//! A query, looked up: its terms' places and weights in the whole index, and from them the
//! [`Matcher`] of each segment.

use std::sync::Arc;

use tantivy::schema::IndexRecordOption;

use super::docset::Everything;
use super::filters::Condition;
use super::hints::Hints;
use super::matcher::{And, Clause, Matcher, Or, ScoredPhrase, Side};
use super::nearness::Nearness;
use super::phrase::Phrase;
use super::snapshot::Snapshot;
use super::terms::FoundTerm;
use super::words::{LengthTable, Way, WayHits, Word, length_table};
use crate::config::Ranking;
use crate::engine::EngineError;
use crate::query::{TermQuery, TextField, WeightedTerm, WordClause, WordMatch};

/// Fixed point of clause masses.
const MASS_UNIT: f32 = 1024.0;

/// Ways of a word that are at least this part as strong as its strongest say how rare the word is.
const DEFINING_PART: f32 = 0.75;

/// How many of the words typed side by side must be there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Leniency {
    /// All.
    All,
    /// Words that make up this part of their weight, 0 to 1.
    Most(f32),
    /// One.
    Any,
}

/// A query, looked up.
#[derive(Debug)]
pub(super) enum Plan {
    Everything,
    Nothing,
    Word(PlannedWord),
    Phrase(PlannedPhrase),
    Filter(Condition),
    And(Vec<Plan>),
    Or(Vec<Plan>),
    Not(Box<Plan>),
    Side(Vec<Plan>),
}

/// A word with all ways in which it may match.
#[derive(Debug)]
pub(super) struct PlannedWord {
    field: TextField,
    ways: Vec<PlannedWay>,
    idf: f32,
    /// Whether no document has the word, and the ways are those of words spelt nearly so.
    is_respelt: bool,
}

#[derive(Debug)]
struct PlannedWay {
    terms: PlannedTerms,
    weight: f32,
    idf: f32,
    /// Documents that have it.
    frequency: u64,
    /// Whether its idf was measured among the documents of its language.
    is_of_language: bool,
}

#[derive(Debug)]
enum PlannedTerms {
    Form(FoundTerm),
    Stem(FoundTerm),
    Phrase(PlannedPhrase),
}

/// Forms in a row.
#[derive(Debug)]
pub(super) struct PlannedPhrase {
    /// The distinct forms.
    forms: Vec<FoundTerm>,
    /// For each place of the phrase, which of `forms` stands there.
    places: Vec<usize>,
    slop: u32,
    idf: f32,
}

/// Looks queries up in one generation.
pub(super) struct Planner<'a> {
    pub snapshot: &'a Snapshot,
    /// Whether words that no document has are looked up by their spelling.
    pub respells: bool,
}

/// The idf of BM25 of a term in `having` of `all` documents, never negative.
fn idf(having: u64, all: u64) -> f32 {
    let (all, having) = (all.max(having) as f32, having as f32);
    (1.0 + (all - having + 0.5) / (having + 0.5)).ln()
}

/// How rare a word is by its strongest ways: among the documents of the languages it stands in, each by its part of
/// them, since a word of a language with few documents is rare among all whatever it means. What is as rare
/// as can be in its language counts as much as in any other. Without such ways, by the most frequent: a rare
/// inflection of a common word is no rare word.
fn rarity(ways: &[PlannedWay]) -> f32 {
    let strongest = ways.iter().map(|way| way.weight).fold(0.0, f32::max);
    let defining = || ways.iter().filter(|way| way.weight >= DEFINING_PART * strongest);
    let of_languages = || defining().filter(|way| way.is_of_language);
    let documents: u64 = of_languages().map(|way| way.frequency).sum();
    if documents > 0 {
        return of_languages().map(|way| way.idf * way.frequency as f32).sum::<f32>() / documents as f32;
    }
    defining().max_by_key(|way| way.frequency).map_or(0.0, |way| way.idf)
}

impl Planner<'_> {
    pub(super) fn plan(&self, query: &TermQuery) -> Result<Plan, EngineError> {
        let all =
            |queries: &[TermQuery]| queries.iter().map(|query| self.plan(query)).collect::<Result<_, _>>();
        Ok(match query {
            TermQuery::All => Plan::Everything,
            TermQuery::Nothing => Plan::Nothing,
            TermQuery::Word(word) => Plan::Word(self.word(word)?),
            TermQuery::Phrase { field, forms, slop } => Plan::Phrase(self.phrase(*field, forms, *slop)?),
            TermQuery::Filter(value) => Plan::Filter(Condition::new(self.snapshot, value)?),
            TermQuery::And(queries) => Plan::And(all(queries)?),
            TermQuery::Or(queries) => Plan::Or(all(queries)?),
            TermQuery::Not(query) => Plan::Not(Box::new(self.plan(query)?)),
            TermQuery::Side(queries) => Plan::Side(all(queries)?),
        })
    }

    /// How much a term in `document_frequency` documents tells: the idf of BM25, never negative.
    fn idf(&self, document_frequency: u64) -> f32 {
        idf(document_frequency, self.snapshot.document_count)
    }

    /// The words of a search's hints, looked up.
    pub(super) fn hints(&self, words: &[WordClause]) -> Result<Vec<PlannedWord>, EngineError> {
        words.iter().map(|word| self.word(word)).collect()
    }

    fn word(&self, word: &WordClause) -> Result<PlannedWord, EngineError> {
        let mut ways = Vec::with_capacity(word.terms.len());
        for term in &word.terms {
            self.add_ways(word.field, term, &mut ways)?;
        }
        let is_respelt = ways.is_empty() && self.respells;
        if let Some(term) = word.if_unknown.as_ref().filter(|_| is_respelt) {
            self.add_ways(word.field, term, &mut ways)?;
        }
        let idf = rarity(&ways);
        ways.iter_mut().for_each(|way| way.idf = way.idf.min(idf));
        Ok(PlannedWord { field: word.field, ways, idf, is_respelt })
    }

    /// Adds the ways of `term` that there are in the index, each with how many documents have it.
    fn add_ways(
        &self,
        field: TextField,
        term: &WeightedTerm,
        ways: &mut Vec<PlannedWay>,
    ) -> Result<(), EngineError> {
        let (snapshot, fields) = (self.snapshot, &self.snapshot.fields);
        let forms = fields.forms(field);
        let all = snapshot.document_count;
        let among = match term.language {
            Some(language) => snapshot.documents_in(language)?,
            None => all,
        };
        let mut add = |terms: PlannedTerms, frequency: u64| {
            if frequency > 0 {
                let idf = idf(frequency, among) * (idf(1, all) / idf(1, among)).max(1.0);
                let is_of_language = term.language.is_some();
                ways.push(PlannedWay { terms, weight: term.weight, idf, frequency, is_of_language });
            }
        };
        match &term.matches {
            WordMatch::Form(form) => {
                let found = snapshot.find(forms, form)?;
                let frequency = found.document_frequency;
                add(PlannedTerms::Form(found), frequency);
            }
            WordMatch::Stem(term) | WordMatch::Spelling(term) => {
                let found = snapshot.find(fields.stems(field), term)?;
                let frequency = found.document_frequency;
                add(PlannedTerms::Stem(found), frequency);
            }
            WordMatch::Prefix { prefix, max_terms } => {
                for (form, frequency) in snapshot.with_prefix(forms, prefix, *max_terms)? {
                    add(PlannedTerms::Form(snapshot.find(forms, &form)?), frequency);
                }
            }
            WordMatch::Fuzzy { form, distance, max_terms } => {
                for (form, frequency) in snapshot.near(forms, form, *distance, *max_terms)? {
                    add(PlannedTerms::Form(snapshot.find(forms, &form)?), frequency);
                }
            }
            WordMatch::Phrase(words) => {
                let phrase = self.phrase(field, words, 0)?;
                let frequency = phrase.forms.iter().map(|form| form.document_frequency).min();
                add(PlannedTerms::Phrase(phrase), frequency.unwrap_or(0));
            }
        }
        Ok(())
    }

    fn phrase(&self, field: TextField, words: &[String], slop: u32) -> Result<PlannedPhrase, EngineError> {
        let (mut distinct, mut forms, mut places) = (Vec::<&str>::new(), Vec::new(), Vec::new());
        let mut idf = 0.0;
        for word in words {
            let place = match distinct.iter().position(|other| other == word) {
                Some(place) => place,
                None => {
                    let found = self.snapshot.find(self.snapshot.fields.forms(field), word)?;
                    idf += self.idf(found.document_frequency);
                    distinct.push(word);
                    forms.push(found);
                    forms.len() - 1
                }
            };
            places.push(place);
        }
        Ok(PlannedPhrase { forms, places, slop, idf })
    }
}

/// How much something of this idf tells documents apart, in fixed point. What is known weighs something, even a
/// word of every document.
fn mass(idf: f32) -> u64 {
    if idf > 0.0 { ((idf * MASS_UNIT) as u64).max(1) } else { 0 }
}

impl Plan {
    /// How much the query tells documents apart, in fixed point.
    fn mass(&self) -> u64 {
        match self {
            Plan::Everything | Plan::Nothing | Plan::Filter(_) | Plan::Not(_) => 0,
            Plan::Word(word) => mass(word.idf),
            Plan::Phrase(phrase) => mass(phrase.idf),
            Plan::And(plans) | Plan::Side(plans) => plans.iter().map(Plan::mass).sum(),
            Plan::Or(plans) => plans.iter().map(Plan::mass).max().unwrap_or(0),
        }
    }

    /// Whether anything in it is scored.
    pub(super) fn has_scores(&self) -> bool {
        match self {
            Plan::Everything | Plan::Nothing | Plan::Filter(_) | Plan::Not(_) => false,
            Plan::Word(_) | Plan::Phrase(_) => true,
            Plan::And(plans) | Plan::Or(plans) | Plan::Side(plans) => plans.iter().any(Plan::has_scores),
        }
    }

    /// Whether leniency makes a difference to it.
    pub(super) fn can_relax(&self) -> bool {
        match self {
            Plan::Word(word) => word.is_respelt && !word.ways.is_empty(),
            Plan::Side(plans) => plans.len() > 1 || plans.iter().any(Plan::can_relax),
            Plan::And(plans) | Plan::Or(plans) => plans.iter().any(Plan::can_relax),
            _ => false,
        }
    }
}

/// Makes the matchers of one segment.
pub(super) struct SegmentBuilder<'a> {
    pub snapshot: &'a Snapshot,
    pub ranking: &'a Ranking,
    pub number: usize,
    pub tables: &'a Tables,
}

/// What BM25 makes of lengths, for both kinds of text.
pub(super) struct Tables {
    text: Arc<LengthTable>,
    title: Arc<LengthTable>,
}

impl Tables {
    pub(super) fn new(ranking: &Ranking, mean_length: f32) -> Tables {
        Tables {
            text: Arc::new(length_table(ranking.k1, ranking.b, mean_length)),
            title: Arc::new(length_table(ranking.k1, 0.0, 1.0)),
        }
    }
}

impl SegmentBuilder<'_> {
    pub(super) fn build(&self, plan: &Plan, leniency: Leniency) -> Result<Matcher, EngineError> {
        let max_doc = self.snapshot.segments[self.number].reader.max_doc();
        let all =
            |plans: &[Plan]| plans.iter().map(|plan| self.build(plan, leniency)).collect::<Result<_, _>>();
        Ok(match plan {
            Plan::Everything => Matcher::Everything(Everything::new(max_doc)),
            Plan::Nothing => Matcher::Nothing,
            Plan::Word(word) => self.word(word, leniency, false)?,
            Plan::Phrase(phrase) => match self.phrase(phrase)? {
                Some(made) => {
                    let (k1, factor) = (self.ranking.k1, phrase.idf * (self.ranking.k1 + 1.0));
                    Matcher::Phrase(Box::new(ScoredPhrase { phrase: made, factor, k1 }))
                }
                None => Matcher::Nothing,
            },
            Plan::Filter(condition) => condition.matcher(self.snapshot, self.number)?,
            Plan::And(plans) => self.and(plans, leniency)?,
            Plan::Not(_) => self.and(std::slice::from_ref(plan), leniency)?,
            Plan::Or(plans) => Matcher::Or(Box::new(Or::new(all(plans)?))),
            Plan::Side(plans) => self.side(plans, leniency)?,
        })
    }

    /// The words of a search's hints in this segment.
    pub(super) fn hints(&self, words: &[PlannedWord]) -> Result<Hints, EngineError> {
        let word = |word: &PlannedWord| Ok((self.word(word, Leniency::Any, false)?, mass(word.idf)));
        Ok(Hints::new(words.iter().map(word).collect::<Result<_, EngineError>>()?))
    }

    fn and(&self, plans: &[Plan], leniency: Leniency) -> Result<Matcher, EngineError> {
        let (mut required, mut excluded) = (Vec::new(), Vec::new());
        for plan in plans {
            match plan {
                // What is excluded is what holds all of it, however lenient the rest is.
                Plan::Not(inner) => excluded.push(self.build(inner, Leniency::All)?),
                plan => required.push(self.build(plan, leniency)?),
            }
        }
        if required.is_empty() {
            required.push(self.build(&Plan::Everything, leniency)?);
        }
        if required.len() == 1 && excluded.is_empty() {
            return Ok(required.remove(0));
        }
        Ok(Matcher::And(Box::new(And::new(required, excluded))))
    }

    fn side(&self, plans: &[Plan], leniency: Leniency) -> Result<Matcher, EngineError> {
        let weighed: u64 = plans.iter().map(Plan::mass).sum();
        let needed = match leniency {
            // Clauses that weigh nothing, such as unknown words, are required too.
            Leniency::All => return self.strict_side(plans),
            Leniency::Most(part) => (weighed as f32 * part).ceil() as u64,
            Leniency::Any => 1,
        };
        let with_positions = self.wants_nearness(plans);
        let mut clauses = Vec::with_capacity(plans.len());
        for plan in plans {
            clauses.push(Clause { matcher: self.clause(plan, leniency, with_positions)?, mass: plan.mass() });
        }
        let nearness = with_positions.then(Nearness::default);
        Ok(Matcher::Side(Box::new(Side::new(clauses, needed, self.ranking.coverage_power, nearness))))
    }

    fn strict_side(&self, plans: &[Plan]) -> Result<Matcher, EngineError> {
        let with_positions = self.wants_nearness(plans);
        let (mut clauses, mut excluded) = (Vec::with_capacity(plans.len()), Vec::new());
        for plan in plans {
            match plan {
                Plan::Not(inner) => excluded.push(self.build(inner, Leniency::All)?),
                plan => clauses.push(Clause {
                    matcher: self.clause(plan, Leniency::All, with_positions)?,
                    mass: plan.mass().max(1),
                }),
            }
        }
        let needed = clauses.iter().map(|clause| clause.mass).sum();
        let nearness = with_positions.then(Nearness::default);
        let side = Side::new(clauses, needed, self.ranking.coverage_power, nearness);
        let side = Matcher::Side(Box::new(side));
        Ok(if excluded.is_empty() { side } else { Matcher::And(Box::new(And::new(vec![side], excluded))) })
    }

    fn clause(&self, plan: &Plan, leniency: Leniency, with_positions: bool) -> Result<Matcher, EngineError> {
        match plan {
            Plan::Word(word) => self.word(word, leniency, with_positions),
            plan => self.build(plan, leniency),
        }
    }

    fn wants_nearness(&self, plans: &[Plan]) -> bool {
        let words = plans.iter().filter(|plan| matches!(plan, Plan::Word(_))).count();
        self.ranking.nearness_weight > 0.0 && words > 1
    }

    fn word(
        &self,
        word: &PlannedWord,
        leniency: Leniency,
        with_positions: bool,
    ) -> Result<Matcher, EngineError> {
        if word.is_respelt && leniency == Leniency::All {
            return Ok(Matcher::Nothing);
        }
        let form_option = match with_positions {
            true => IndexRecordOption::WithFreqsAndPositions,
            false => IndexRecordOption::WithFreqs,
        };
        let mut ways = Vec::with_capacity(word.ways.len());
        for way in &word.ways {
            let hits = match &way.terms {
                PlannedTerms::Form(found) => found
                    .postings(self.snapshot, self.number, form_option)?
                    .map(|postings| WayHits::Term(Box::new(postings))),
                PlannedTerms::Stem(found) => {
                    let option = IndexRecordOption::WithFreqs;
                    found
                        .postings(self.snapshot, self.number, option)?
                        .map(|postings| WayHits::Term(Box::new(postings)))
                }
                PlannedTerms::Phrase(phrase) => self.phrase(phrase)?.map(WayHits::Phrase),
            };
            if let Some(hits) = hits {
                ways.push(Way { hits, factor: way.weight * way.idf * (self.ranking.k1 + 1.0) });
            }
        }
        if ways.is_empty() {
            return Ok(Matcher::Nothing);
        }
        let (lengths, table) = match word.field {
            TextField::All => {
                let reader = &self.snapshot.segments[self.number].reader;
                let lengths = reader.get_fieldnorms_reader(self.snapshot.fields.text);
                let lengths = lengths.map_err(self.snapshot.place.library("reading lengths"))?;
                (Some(lengths), Arc::clone(&self.tables.text))
            }
            TextField::Title => (None, Arc::clone(&self.tables.title)),
        };
        let mut made = Word::new(ways, lengths, table);
        made.is_respelt = word.is_respelt;
        Ok(Matcher::Word(Box::new(made)))
    }

    /// `None` when one of its forms is not in the segment.
    fn phrase(&self, phrase: &PlannedPhrase) -> Result<Option<Phrase>, EngineError> {
        let mut postings = Vec::with_capacity(phrase.forms.len());
        for form in &phrase.forms {
            let option = IndexRecordOption::WithFreqsAndPositions;
            match form.postings(self.snapshot, self.number, option)? {
                Some(found) => postings.push(found),
                None => return Ok(None),
            }
        }
        if postings.is_empty() {
            return Ok(None);
        }
        Ok(Some(Phrase::new(postings, phrase.places.clone(), phrase.slop)))
    }
}
