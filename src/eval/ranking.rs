//! Scores of ranking: nDCG@10, reciprocal rank, recall@100.

use std::collections::BTreeMap;

/// The scores of every query so far.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RankingScores {
    /// Queries scored.
    pub queries: u64,
    /// Each query's scores with its kind.
    pub by_query: Vec<(String, QueryScores)>,
    /// Queries with a quote or an exclusion.
    pub demanding: u64,
    /// Those of them that every one of the first hundred hits obeys.
    pub obeyed: u64,
}

/// The scores of one query, each 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QueryScores {
    /// Normalised discounted cumulated gain of the first ten, gains being the grades.
    pub ndcg_at_10: f64,
    /// One over the rank of the first relevant hit; 0 without one.
    pub reciprocal_rank: f64,
    /// Part of the relevant documents among the first hundred.
    pub recall_at_100: f64,
}

impl RankingScores {
    /// Adds one query's scores under its kind.
    pub fn add(&mut self, kind: &str, scores: QueryScores) {
        self.queries += 1;
        self.by_query.push((kind.to_owned(), scores));
    }

    /// The mean of one score over every query, `None` without queries.
    pub fn mean(&self, score: impl Fn(&QueryScores) -> f64) -> Option<f64> {
        mean(self.by_query.iter().map(|(_, scores)| score(scores)))
    }

    /// The mean nDCG@10 of each kind with the number of its queries.
    pub fn ndcg_by_kind(&self) -> BTreeMap<&str, (usize, f64)> {
        let mut kinds: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
        for (kind, scores) in &self.by_query {
            kinds.entry(kind).or_default().push(scores.ndcg_at_10);
        }
        let summary = |values: Vec<f64>| (values.len(), mean(values.iter().copied()).unwrap_or_default());
        kinds.into_iter().map(|(kind, values)| (kind, summary(values))).collect()
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0_u64), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / count as f64)
}

/// Scores the ids found, best first, against the graded relevant ones.
pub fn score_query(found: &[&str], relevant: &BTreeMap<String, f64>) -> QueryScores {
    let grade = |id: &&str| relevant.get(*id).copied().unwrap_or(0.0);
    let discounted = |gains: &mut dyn Iterator<Item = f64>| -> f64 {
        gains.take(10).enumerate().map(|(at, gain)| gain / (at as f64 + 2.0).log2()).sum()
    };
    let mut ideal: Vec<f64> = relevant.values().copied().filter(|grade| *grade > 0.0).collect();
    ideal.sort_by(|a, b| b.total_cmp(a));
    let best = discounted(&mut ideal.iter().copied());
    let gained = discounted(&mut found.iter().map(grade));
    let first = found.iter().position(|id| grade(id) > 0.0);
    let in_hundred = found.iter().take(100).filter(|id| grade(id) > 0.0).count();
    QueryScores {
        ndcg_at_10: if best > 0.0 { gained / best } else { 0.0 },
        reciprocal_rank: first.map_or(0.0, |at| 1.0 / (at as f64 + 1.0)),
        recall_at_100: if ideal.is_empty() { 0.0 } else { in_hundred as f64 / ideal.len() as f64 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relevant(pairs: &[(&str, f64)]) -> BTreeMap<String, f64> {
        pairs.iter().map(|(id, grade)| ((*id).to_owned(), *grade)).collect()
    }

    #[test]
    fn a_perfect_order_scores_one() {
        let scores = score_query(&["a", "b", "x"], &relevant(&[("a", 3.0), ("b", 1.0)]));
        assert_eq!(scores, QueryScores { ndcg_at_10: 1.0, reciprocal_rank: 1.0, recall_at_100: 1.0 });
    }

    #[test]
    fn a_late_hit_is_discounted() {
        let scores = score_query(&["x", "a"], &relevant(&[("a", 3.0), ("b", 3.0)]));
        assert!((scores.ndcg_at_10 - 0.386_852_807).abs() < 1e-6, "{scores:?}");
        assert_eq!((scores.reciprocal_rank, scores.recall_at_100), (0.5, 0.5));
    }

    #[test]
    fn nothing_found_scores_nothing() {
        let scores = score_query(&[], &relevant(&[("a", 1.0)]));
        assert_eq!(scores, QueryScores { ndcg_at_10: 0.0, reciprocal_rank: 0.0, recall_at_100: 0.0 });
    }
}
