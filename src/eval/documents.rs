//! Scores of enrichment: language, date, countries, topics.

use std::collections::BTreeSet;

use super::gold::GoldDocument;
use crate::codes::{CountryCode, TopicPath};
use crate::communique::{EnrichedCommunique, Evidence};
use crate::date::PartialDate;

/// The scores of enrichment over the documents added so far.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DocumentScores {
    /// Documents scored.
    pub documents: u64,
    /// Main languages.
    pub language: Accuracy,
    /// Dates.
    pub date: Accuracy,
    /// Countries.
    pub countries: Tally,
    /// Topics with their ancestors.
    pub topics: Tally,
    /// Everything that was wrong, in order.
    pub misses: Vec<Miss>,
}

/// How many were right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Accuracy {
    right: u64,
    total: u64,
}

impl Accuracy {
    fn add(&mut self, right: bool) {
        self.total += 1;
        self.right += u64::from(right);
    }

    /// Right among all, `None` when there were none.
    pub fn accuracy(self) -> Option<f64> {
        (self.total > 0).then(|| self.right as f64 / self.total as f64)
    }
}

/// Counts for precision and recall, micro-averaged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Required and given.
    pub hits: u64,
    /// Given, neither required nor optional.
    pub false_alarms: u64,
    /// Required, not given.
    pub missed: u64,
}

impl Tally {
    /// Right among those given.
    pub fn precision(self) -> Option<f64> {
        ratio(self.hits, self.hits + self.false_alarms)
    }

    /// Given among those required.
    pub fn recall(self) -> Option<f64> {
        ratio(self.hits, self.hits + self.missed)
    }

    /// The harmonic mean of both.
    pub fn f1(self) -> Option<f64> {
        ratio(2 * self.hits, 2 * self.hits + self.false_alarms + self.missed)
    }
}

fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// One thing that is wrong about one document.
#[derive(Debug, Clone, PartialEq)]
pub struct Miss {
    /// The document.
    pub id: String,
    /// What is wrong.
    pub kind: MissKind,
    /// The words that led there; empty for what was not found.
    pub evidence: Vec<(String, Evidence)>,
}

/// What is wrong about a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MissKind {
    /// Another main language.
    Language {
        /// The gold one.
        expected: String,
        /// Ours.
        found: String,
    },
    /// Another date.
    Date {
        /// The gold one.
        expected: String,
        /// Ours.
        found: String,
    },
    /// A required country was not given.
    CountryMissed(String),
    /// A country was given that is not so.
    CountryFalse(String),
    /// A required topic was not given.
    TopicMissed(String),
    /// A topic was given that is not so.
    TopicFalse(String),
}

impl DocumentScores {
    /// Scores one document.
    pub fn add(&mut self, gold: &GoldDocument, found: &EnrichedCommunique) {
        self.documents += 1;
        self.add_language(gold, found);
        self.add_date(gold, found);
        self.add_countries(gold, found);
        self.add_topics(gold, found);
    }

    fn miss(&mut self, gold: &GoldDocument, kind: MissKind, evidence: Vec<(String, Evidence)>) {
        self.misses.push(Miss { id: gold.id.clone(), kind, evidence });
    }

    fn add_language(&mut self, gold: &GoldDocument, found: &EnrichedCommunique) {
        let Some(expected) = gold.language else { return };
        let language = found.main_language();
        self.language.add(language == expected);
        if language != expected {
            let (expected, found) = (expected.to_string(), language.to_string());
            self.miss(gold, MissKind::Language { expected, found }, Vec::new());
        }
    }

    fn add_date(&mut self, gold: &GoldDocument, found: &EnrichedCommunique) {
        let Some(expected) = gold.date else { return };
        let right = found.date.is_some_and(|date| is_date(expected, date));
        self.date.add(right);
        if !right {
            let found = found.date.map_or("none".to_owned(), |date| date.to_string());
            self.miss(gold, MissKind::Date { expected: expected.to_string(), found }, Vec::new());
        }
    }

    fn add_countries(&mut self, gold: &GoldDocument, found: &EnrichedCommunique) {
        let required = whole_countries(&gold.countries);
        let optional = whole_countries(&gold.countries_optional);
        let given: BTreeSet<CountryCode> = found.primary_countries().map(CountryCode::country).collect();
        self.countries.hits += given.intersection(&required).count() as u64;
        for &code in required.difference(&given) {
            self.countries.missed += 1;
            let tags = found.countries.iter().filter(|tag| tag.code.country() == code);
            let evidence = tags.flat_map(|tag| quoted(found, &tag.evidence)).collect();
            self.miss(gold, MissKind::CountryMissed(code.to_string()), evidence);
        }
        for &code in given.difference(&required).filter(|code| !optional.contains(code)) {
            self.countries.false_alarms += 1;
            let tags = found.countries.iter().filter(|tag| tag.code.country() == code);
            let evidence = tags.flat_map(|tag| quoted(found, &tag.evidence)).collect();
            self.miss(gold, MissKind::CountryFalse(code.to_string()), evidence);
        }
    }

    fn add_topics(&mut self, gold: &GoldDocument, found: &EnrichedCommunique) {
        let required = with_ancestors(gold.topics.iter());
        let optional = with_ancestors(gold.topics_optional.iter());
        let given = with_ancestors(found.topics.iter().map(|tag| &tag.path));
        self.topics.hits += given.intersection(&required).count() as u64;
        for path in required.difference(&given) {
            self.topics.missed += 1;
            self.miss(gold, MissKind::TopicMissed(path.to_string()), Vec::new());
        }
        for path in given.difference(&required).filter(|path| !optional.contains(path)) {
            self.topics.false_alarms += 1;
            let tags = found.topics.iter().filter(|tag| tag.path == *path);
            let evidence = tags.flat_map(|tag| quoted(found, &tag.evidence)).collect();
            self.miss(gold, MissKind::TopicFalse(path.to_string()), evidence);
        }
    }
}

/// Whether `found` is the date the gold states, to the gold's precision.
fn is_date(expected: PartialDate, found: PartialDate) -> bool {
    expected.first_day() <= found.first_day() && found.last_day() <= expected.last_day()
}

fn whole_countries(codes: &[CountryCode]) -> BTreeSet<CountryCode> {
    codes.iter().map(|code| code.country()).collect()
}

fn with_ancestors<'a>(paths: impl Iterator<Item = &'a TopicPath>) -> BTreeSet<TopicPath> {
    paths.flat_map(|path| std::iter::once(path.clone()).chain(path.ancestors())).collect()
}

fn quoted(document: &EnrichedCommunique, evidence: &[Evidence]) -> Vec<(String, Evidence)> {
    let words = |evidence: &Evidence| {
        let text = document.text_of(evidence.place).get(evidence.range.clone());
        (text.unwrap_or_default().to_owned(), evidence.clone())
    };
    evidence.iter().map(words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_in_the_gold_counts_as_that_month() {
        let is = |expected: &str, found: &str| is_date(expected.parse().unwrap(), found.parse().unwrap());
        assert!(is("2024-12", "2024-12-13"));
        assert!(is("2024-12-13", "2024-12-13"));
        assert!(!is("2024-12-13", "2024-12"));
        assert!(!is("2024-12", "2024-11-30"));
    }

    #[test]
    fn precision_and_recall() {
        let tally = Tally { hits: 3, false_alarms: 1, missed: 2 };
        assert_eq!(tally.precision(), Some(0.75));
        assert_eq!(tally.recall(), Some(0.6));
        assert!((tally.f1().unwrap() - 2.0 / 3.0).abs() < 1e-9);
        assert_eq!(Tally::default().f1(), None);
    }
}
