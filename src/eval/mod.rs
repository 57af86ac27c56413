//! Scores: what the indexer and the search are worth against a gold file.
//!
//! Owns the gold file's form and the measures. Knows no disk and no engine: it is handed
//! enriched documents and lists of ids.

mod documents;
mod gold;
mod obedience;
mod ranking;

pub use documents::{Accuracy, DocumentScores, Miss, MissKind, Tally};
pub use gold::{GoldDocument, GoldError, GoldQuery, GoldRecord, parse_gold_line};
pub use obedience::{Worded, demands, obeys};
pub use ranking::{QueryScores, RankingScores, score_query};

use serde::Serialize;

/// Every figure of a run; `None` where there was nothing to measure.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct EvalReport {
    /// Gold documents scored.
    pub documents: u64,
    /// Part of the documents whose main language is right.
    pub language_accuracy: Option<f64>,
    /// Part of the documents with a gold date whose date is right; a gold month counts as that month.
    pub date_accuracy: Option<f64>,
    /// Countries, micro-averaged: right among those given.
    pub country_precision: Option<f64>,
    /// Countries: given among those required.
    pub country_recall: Option<f64>,
    /// Countries: the harmonic mean of both.
    pub country_f1: Option<f64>,
    /// Topics with their ancestors, micro-averaged: right among those given.
    pub topic_precision: Option<f64>,
    /// Topics: given among those required.
    pub topic_recall: Option<f64>,
    /// Topics: the harmonic mean of both.
    pub topic_f1: Option<f64>,
    /// Gold queries scored.
    pub queries: u64,
    /// Normalised discounted cumulated gain of the first ten hits (Järvelin and Kekäläinen, 2002), the mean.
    pub ndcg_at_10: Option<f64>,
    /// One over the rank of the first relevant hit, the mean.
    pub mrr: Option<f64>,
    /// Part of the relevant documents among the first hundred hits, the mean.
    pub recall_at_100: Option<f64>,
}

impl EvalReport {
    /// The figures of a run over documents and queries.
    pub fn new(documents: &DocumentScores, queries: &RankingScores) -> EvalReport {
        EvalReport {
            documents: documents.documents,
            language_accuracy: documents.language.accuracy(),
            date_accuracy: documents.date.accuracy(),
            country_precision: documents.countries.precision(),
            country_recall: documents.countries.recall(),
            country_f1: documents.countries.f1(),
            topic_precision: documents.topics.precision(),
            topic_recall: documents.topics.recall(),
            topic_f1: documents.topics.f1(),
            queries: queries.queries,
            ndcg_at_10: queries.mean(|scores| scores.ndcg_at_10),
            mrr: queries.mean(|scores| scores.reciprocal_rank),
            recall_at_100: queries.mean(|scores| scores.recall_at_100),
        }
    }
}
