//! The words of the page about the corpus.

use super::plural::Plural;

/// What is in the corpus, and how its tags are made.
#[derive(Debug)]
pub struct AboutMessages {
    /// Title.
    pub title: &'static str,
    /// How many communiqués there are.
    pub documents: Plural,
    /// The first and last date, before them.
    pub span: &'static str,
    /// Between the two dates.
    pub and: &'static str,
    /// How many sources there are.
    pub sources: Plural,
    /// How many languages there are.
    pub languages: Plural,
    /// Heading.
    pub per_month: &'static str,
    /// What the table shows.
    pub per_month_text: &'static str,
    /// Heading.
    pub per_language: &'static str,
    /// Heading.
    pub per_source: &'static str,
    /// Heading.
    pub per_topic: &'static str,
    /// Column.
    pub count: &'static str,
    /// Column.
    pub total: &'static str,
    /// Row of the values that are not listed.
    pub others: &'static str,
    /// Heading.
    pub gaps: &'static str,
    /// Months without a communiqué.
    pub empty_months: Plural,
    /// Communiqués without a date.
    pub undated: Plural,
    /// Communiqués without a source.
    pub no_source: Plural,
    /// Communiqués without a country.
    pub no_country: Plural,
    /// Communiqués without a topic.
    pub no_topic: Plural,
    /// Heading.
    pub made: &'static str,
    /// How languages are told.
    pub made_language: &'static str,
    /// How countries are found.
    pub made_country: &'static str,
    /// How topics are found.
    pub made_topic: &'static str,
    /// Where the proofs are seen.
    pub made_proof: &'static str,
    /// What copies are.
    pub made_copies: &'static str,
    /// Heading.
    pub correct: &'static str,
    /// First step.
    pub correct_see: &'static str,
    /// Second step, of a rule.
    pub correct_rule: &'static str,
    /// Third step, of one document.
    pub correct_document: &'static str,
}
