//! A query over one segment: its documents in order, and their scores.
//!
//! Document at a time. A node stands at a document or at the end (`TERMINATED`); [`Matcher::seek`]
//! moves it to its first match at or after a target. A node that is not asked to match may lag
//! behind; whoever scores brings it up first.

use tantivy::postings::SegmentPostings;
use tantivy::{DocId, DocSet, TERMINATED};

use super::docset::{Days, Everything};
use super::nearness::Nearness;
use super::phrase::Phrase;
use super::words::Word;

/// A query over one segment.
pub(super) enum Matcher {
    Nothing,
    Everything(Everything),
    Word(Box<Word>),
    Phrase(Box<ScoredPhrase>),
    Term(Box<SegmentPostings>),
    Days(Days),
    And(Box<And>),
    Or(Box<Or>),
    Side(Box<Side>),
}

/// A phrase and what it counts.
pub(super) struct ScoredPhrase {
    pub phrase: Phrase,
    /// idf × (k1 + 1).
    pub factor: f32,
    pub k1: f32,
}

/// What a document scores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Score {
    /// Relevance, before nearness and recency.
    pub value: f32,
    /// Whether every word that was typed side by side is there.
    pub is_full: bool,
}

impl Matcher {
    pub(super) fn doc(&self) -> DocId {
        match self {
            Matcher::Nothing => TERMINATED,
            Matcher::Everything(everything) => everything.doc(),
            Matcher::Word(word) => word.doc(),
            Matcher::Phrase(scored) => scored.phrase.doc(),
            Matcher::Term(postings) => postings.doc(),
            Matcher::Days(days) => days.doc(),
            Matcher::And(and) => and.doc,
            Matcher::Or(or) => or.doc,
            Matcher::Side(side) => side.doc,
        }
    }

    /// Moves to the first match at or after `target` (which is not before where it stands).
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() >= target {
            return self.doc();
        }
        match self {
            Matcher::Nothing => TERMINATED,
            Matcher::Everything(everything) => everything.seek(target),
            Matcher::Word(word) => word.seek(target),
            Matcher::Phrase(scored) => scored.phrase.seek(target),
            Matcher::Term(postings) => postings.seek(target),
            Matcher::Days(days) => days.seek(target),
            Matcher::And(and) => and.seek(target),
            Matcher::Or(or) => or.seek(target),
            Matcher::Side(side) => side.seek(target),
        }
    }

    /// The score of the document it stands at.
    pub(super) fn score(&mut self) -> Score {
        let plain = |value| Score { value, is_full: true };
        match self {
            Matcher::Nothing | Matcher::Everything(_) | Matcher::Term(_) | Matcher::Days(_) => plain(0.0),
            Matcher::Word(word) => Score { value: word.score(), is_full: !word.is_respelt },
            Matcher::Phrase(scored) => {
                let frequency = scored.phrase.frequency() as f32;
                plain(scored.factor * frequency / (frequency + scored.k1))
            }
            Matcher::And(and) => {
                let scores = and.required.iter_mut().map(Matcher::score);
                scores.fold(plain(0.0), |sum, score| Score {
                    value: sum.value + score.value,
                    is_full: sum.is_full && score.is_full,
                })
            }
            Matcher::Or(or) => or.score(),
            Matcher::Side(side) => side.score(),
        }
    }

    /// How near each other the words of the document it stands at are, 0 to 1; after [`Matcher::score`].
    pub(super) fn nearness(&mut self) -> f32 {
        match self {
            Matcher::And(and) => and.required.iter_mut().map(Matcher::nearness).fold(0.0, f32::max),
            Matcher::Or(or) => {
                let there = or.any_of.iter_mut().filter(|matcher| matcher.doc() == or.doc);
                there.map(Matcher::nearness).fold(0.0, f32::max)
            }
            Matcher::Side(side) => side.nearness(),
            _ => 0.0,
        }
    }

    /// About how many documents it has.
    fn cost(&self) -> u32 {
        match self {
            Matcher::Nothing => 0,
            Matcher::Everything(_) => u32::MAX,
            Matcher::Days(_) => u32::MAX - 1,
            Matcher::Word(word) => word.cost(),
            Matcher::Phrase(scored) => scored.phrase.cost(),
            Matcher::Term(postings) => postings.doc_freq(),
            Matcher::And(and) => and.required.iter().map(Matcher::cost).min().unwrap_or(u32::MAX),
            Matcher::Or(or) => or.any_of.iter().map(Matcher::cost).fold(0, u32::saturating_add),
            Matcher::Side(side) => {
                side.clauses.iter().map(|clause| clause.matcher.cost()).fold(0, u32::saturating_add)
            }
        }
    }
}

/// All of some, none of others.
pub(super) struct And {
    /// The one with the fewest documents first: it proposes, the others agree or not.
    required: Vec<Matcher>,
    excluded: Vec<Matcher>,
    doc: DocId,
}

impl And {
    /// `required` is not empty.
    pub(super) fn new(mut required: Vec<Matcher>, excluded: Vec<Matcher>) -> And {
        required.sort_by_key(Matcher::cost);
        let mut and = And { required, excluded, doc: 0 };
        and.doc = and.first_from(0);
        and
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.doc = self.first_from(target);
        self.doc
    }

    fn first_from(&mut self, target: DocId) -> DocId {
        let Some((proposer, others)) = self.required.split_first_mut() else { return TERMINATED };
        let mut candidate = proposer.seek(target);
        'candidates: while candidate != TERMINATED {
            for other in others.iter_mut() {
                // A look at one document, instead of a search for the next that fits.
                if let Matcher::Days(days) = other {
                    if days.contains(candidate) {
                        continue;
                    }
                    candidate = proposer.seek(candidate + 1);
                    continue 'candidates;
                }
                let doc = other.seek(candidate);
                if doc > candidate {
                    candidate = proposer.seek(doc);
                    continue 'candidates;
                }
            }
            if self.excluded.iter_mut().any(|excluded| excluded.seek(candidate) == candidate) {
                candidate = proposer.seek(candidate + 1);
                continue;
            }
            return candidate;
        }
        TERMINATED
    }
}

/// Any of some.
pub(super) struct Or {
    any_of: Vec<Matcher>,
    doc: DocId,
}

impl Or {
    pub(super) fn new(any_of: Vec<Matcher>) -> Or {
        let doc = any_of.iter().map(Matcher::doc).min().unwrap_or(TERMINATED);
        Or { any_of, doc }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let docs = self.any_of.iter_mut().map(|matcher| matcher.seek(target));
        self.doc = docs.min().unwrap_or(TERMINATED);
        self.doc
    }

    /// The alternatives' scores added up; full when one that is there is.
    fn score(&mut self) -> Score {
        let mut sum = Score { value: 0.0, is_full: false };
        for matcher in &mut self.any_of {
            if matcher.doc() == self.doc {
                let score = matcher.score();
                sum.value += score.value;
                sum.is_full |= score.is_full;
            }
        }
        sum
    }
}

/// A clause typed beside others.
pub(super) struct Clause {
    pub matcher: Matcher,
    /// How much it tells documents apart: its idf in fixed point, so that sums are exact.
    pub mass: u64,
}

/// Clauses side by side, of which enough must be there.
pub(super) struct Side {
    /// The rarest first.
    clauses: Vec<Clause>,
    /// The clauses that may propose a document; those behind them are too light to be enough without one of these.
    proposers: usize,
    /// The mass that is enough.
    needed: u64,
    total: u64,
    coverage_power: f32,
    nearness: Option<Nearness>,
    doc: DocId,
}

impl Side {
    pub(super) fn new(
        mut clauses: Vec<Clause>,
        needed: u64,
        coverage_power: f32,
        nearness: Option<Nearness>,
    ) -> Side {
        let total = clauses.iter().map(|clause| clause.mass).sum();
        let needed = needed.max(1);
        // The order that was typed is kept for nearness, in `nearness` itself.
        clauses.sort_by_key(|clause| (std::cmp::Reverse(clause.mass), clause.matcher.cost()));
        let (mut light, mut proposers) = (0, clauses.len());
        for clause in clauses.iter().rev() {
            light += clause.mass;
            if light >= needed {
                break;
            }
            proposers -= 1;
        }
        let mut side = Side { clauses, proposers, needed, total, coverage_power, nearness, doc: 0 };
        side.doc = side.first_from(0);
        side
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.doc = self.first_from(target);
        self.doc
    }

    fn first_from(&mut self, target: DocId) -> DocId {
        let (proposers, others) = self.clauses.split_at_mut(self.proposers);
        let mut target = target;
        loop {
            let (mut candidate, mut mass) = (TERMINATED, 0);
            for clause in proposers.iter_mut() {
                let doc = clause.matcher.seek(target);
                if doc < candidate {
                    (candidate, mass) = (doc, clause.mass);
                } else if doc == candidate {
                    mass += clause.mass;
                }
            }
            if candidate == TERMINATED {
                return TERMINATED;
            }
            let mut left: u64 = others.iter().map(|clause| clause.mass).sum();
            for clause in others.iter_mut() {
                if mass >= self.needed || mass + left < self.needed {
                    break;
                }
                left -= clause.mass;
                if clause.matcher.seek(candidate) == candidate {
                    mass += clause.mass;
                }
            }
            if mass >= self.needed {
                return candidate;
            }
            target = candidate + 1;
        }
    }

    fn score(&mut self) -> Score {
        let (mut value, mut present, mut is_full) = (0.0, 0, true);
        for clause in &mut self.clauses {
            if clause.matcher.seek(self.doc) == self.doc {
                let score = clause.matcher.score();
                value += score.value;
                present += clause.mass;
                is_full &= score.is_full;
            } else {
                is_full = false;
            }
        }
        if present < self.total {
            value *= (present as f32 / self.total as f32).powf(self.coverage_power);
        }
        Score { value, is_full }
    }

    fn nearness(&mut self) -> f32 {
        let (doc, Some(nearness)) = (self.doc, &mut self.nearness) else { return 0.0 };
        nearness.begin();
        for clause in &mut self.clauses {
            if let Matcher::Word(word) = &mut clause.matcher
                && word.doc() == doc
            {
                nearness.add(clause.mass, |positions| word.append_positions(positions));
            }
        }
        nearness.value(self.total)
    }
}
