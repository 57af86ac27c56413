//! The order of hits as numbers: a rank, higher first, then a tie-breaker, lower first.

use jiff::civil::Date;

use super::record::day_number;
use crate::config::Ranking;
use crate::engine::{CursorKey, SortOrder};

/// Years after which a document has half of the gain of one of today.
const HALF_GAIN_YEARS: f32 = 2.0;

/// Where a hit stands in the order; the lesser key comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct HitKey {
    rank: std::cmp::Reverse<u64>,
    tie: u64,
}

impl HitKey {
    pub(super) fn new(rank: u64, tie: u64) -> HitKey {
        HitKey { rank: std::cmp::Reverse(rank), tie }
    }

    pub(super) fn of_cursor(cursor: &CursorKey, sort: SortOrder) -> HitKey {
        let rank = match sort {
            SortOrder::Relevance => cursor.rank & !generation_mask(),
            SortOrder::Newest | SortOrder::Oldest => cursor.rank,
        };
        HitKey::new(rank, cursor.tie)
    }

    pub(super) fn rank(self) -> u64 {
        self.rank.0
    }

    pub(super) fn tie(self) -> u64 {
        self.tie
    }
}

/// Bits below the date in a rank by relevance. They are 0 in the order itself; in a cursor they
/// say by which generation the score was made, since a score depends on all other documents.
const GENERATION_BITS: u32 = CursorKey::PAGES_BITS;

/// The rank by relevance: documents with every word first, then by score, then the latest.
pub(super) fn relevance_rank(is_full: bool, score: f32, first_day: u64) -> u64 {
    // Positive floats order as their bits do, and leave the highest bit free; days take 22 bits.
    let score = u64::from(score.max(0.0).to_bits());
    u64::from(is_full) << 63 | score << 32 | first_day << GENERATION_BITS
}

/// The cursor behind the hit of this key, on a page of this generation.
pub(super) fn cursor(key: HitKey, sort: SortOrder, generation: u64) -> CursorKey {
    let mark = match sort {
        SortOrder::Relevance => generation & generation_mask(),
        SortOrder::Newest | SortOrder::Oldest => 0,
    };
    CursorKey { rank: key.rank() | mark, tie: key.tie() }
}

/// Whether a cursor by relevance may be of this generation.
pub(super) fn is_of_generation(cursor: &CursorKey, generation: u64) -> bool {
    cursor.rank & generation_mask() == generation & generation_mask()
}

const fn generation_mask() -> u64 {
    (1 << GENERATION_BITS) - 1
}

/// The score in a rank by relevance.
pub(super) fn score_of_rank(rank: u64) -> f32 {
    f32::from_bits((rank >> 32) as u32 & 0x7FFF_FFFF)
}

/// Whether a rank by relevance is that of a document with every word.
pub(super) fn is_full_rank(rank: u64) -> bool {
    rank >> 63 == 1
}

/// The rank by date: undated last in both orders.
pub(super) fn date_rank(sort: SortOrder, first_day: u64) -> u64 {
    match sort {
        SortOrder::Oldest if first_day > 0 => u64::from(u32::MAX) - first_day,
        _ => first_day,
    }
}

/// What a document gains by being recent.
#[derive(Debug, Clone, Copy)]
pub(super) struct Recency {
    weight: f32,
    today: u64,
}

impl Recency {
    pub(super) fn new(ranking: &Ranking, today: Date) -> Recency {
        Recency { weight: ranking.recency_weight, today: day_number(today) }
    }

    /// What a score is multiplied by: at most 1 + the configured weight, for today and later.
    pub(super) fn factor(self, first_day: u64) -> f32 {
        if first_day == 0 {
            return 1.0;
        }
        let years = self.today.saturating_sub(first_day) as f32 / 365.25;
        1.0 + self.weight / (1.0 + years / HALF_GAIN_YEARS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_then_score_then_date_then_tie() {
        let key = |is_full, score, day, tie| HitKey::new(relevance_rank(is_full, score, day), tie);
        let ascending = [
            key(true, 2.0, 5, 1),
            key(true, 1.0, 6, 1),
            key(true, 1.0, 5, 1),
            key(true, 1.0, 5, 2),
            key(false, 9.0, 9, 1),
            key(false, 0.0, 0, 1),
        ];
        assert!(ascending.is_sorted());
        assert_eq!(score_of_rank(relevance_rank(true, 1.5, 7)), 1.5);
        assert!(is_full_rank(relevance_rank(true, 0.0, 0)) && !is_full_rank(relevance_rank(false, 1.0, 1)));
    }

    #[test]
    fn a_cursor_knows_its_generation_and_its_place() {
        let key = HitKey::new(relevance_rank(true, 1.5, 739_000), 42);
        let made = cursor(key, SortOrder::Relevance, 5 << GENERATION_BITS | 7);
        assert!(is_of_generation(&made, 7) && !is_of_generation(&made, 8));
        assert_eq!(HitKey::of_cursor(&made, SortOrder::Relevance), key);
        let key = HitKey::new(date_rank(SortOrder::Newest, 739_000), 42);
        let made = cursor(key, SortOrder::Newest, 7);
        assert_eq!(HitKey::of_cursor(&made, SortOrder::Newest), key);
    }

    #[test]
    fn undated_last() {
        for sort in [SortOrder::Newest, SortOrder::Oldest] {
            assert!(date_rank(sort, 0) < date_rank(sort, 1));
            assert!(date_rank(sort, 0) < date_rank(sort, 4_000_000));
        }
        assert!(date_rank(SortOrder::Newest, 2) > date_rank(SortOrder::Newest, 1));
        assert!(date_rank(SortOrder::Oldest, 2) < date_rank(SortOrder::Oldest, 1));
    }
}
