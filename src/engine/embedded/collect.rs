//! One pass over the matches: the page's hits, the total and every count at once.
//!
//! Facet counts are multi-select: each applies every filter but its own. So the filters are no
//! part of what is matched; each document carries a mask of the filters it fails. With none
//! failed it counts everywhere, with one failed only for that filter's own facet.
//!
//! With grouping by family, a document that is alone counts as it passes. Members of larger
//! families are put aside and counted together at the end: a family counts once for each value
//! that any of its members that pass has, and stands in the page by its best member.

use std::collections::BinaryHeap;
use std::sync::Arc;

use rustc_hash::FxHashSet;
use tantivy::{DocId, TERMINATED};

use super::counts::Counts;
use super::docset::DocBits;
use super::filters::Condition;
use super::hints::Hints;
use super::matcher::Matcher;
use super::order::{HitKey, Recency, date_rank, relevance_rank};
use super::plan::{Leniency, Plan, PlannedWord, SegmentBuilder, Tables};
use super::snapshot::{Address, Segment, Snapshot};
use crate::engine::{EngineError, EngineSearch, Grouping, SortOrder};

/// Filters that a document fails, one bit each.
pub(super) type FilterMask = u64;

/// The most facet filters of one search; there are fewer fields.
const MAX_FILTERS: usize = FilterMask::BITS as usize;

/// What a pass has found.
pub(super) struct Collected {
    /// Hits that pass every filter.
    pub total: u64,
    /// Hits whether they pass the filters or not.
    pub unfiltered: u64,
    /// The page, in order, and one hit more when there is one.
    pub hits: Vec<(HitKey, Address)>,
    /// Facets, timeline, crosstab.
    pub counts: Counts,
}

/// A member of a family that is put aside.
struct Member {
    family: u32,
    mask: FilterMask,
    address: Address,
    /// Its place in the order; `None` when it is too far down for the page.
    key: Option<HitKey>,
}

/// What a pass works with.
struct Pass<'a> {
    search: &'a EngineSearch,
    recency: Recency,
    has_scores: bool,
    hints: Hints,
    families: Option<&'a [Vec<u32>]>,
    /// Filters that must hold for everything that is counted.
    always: FilterMask,
    top: Top,
    total: u64,
    unfiltered: u64,
    families_seen: FxHashSet<u32>,
    members: Vec<Member>,
    counts: Counts,
}

/// Runs `plan` over every segment.
pub(super) fn collect(
    snapshot: &Arc<Snapshot>,
    plan: &Plan,
    hints: &[PlannedWord],
    leniency: Leniency,
    search: &EngineSearch,
) -> Result<Collected, EngineError> {
    let counts = Counts::new(snapshot, search)?;
    let is_counted = |field| search.facets.iter().any(|request| request.field == field);
    let filters = search.filters.iter().take(MAX_FILTERS).enumerate();
    let always = filters.filter(|(_, filter)| !is_counted(filter.field)).map(|(bit, _)| 1 << bit).sum();
    let mut pass = Pass {
        search,
        recency: Recency::new(&search.ranking, search.today),
        has_scores: plan.has_scores(),
        hints: Hints::default(),
        families: match search.grouping {
            Grouping::Family => snapshot.family_numbers(),
            Grouping::None => None,
        },
        always,
        top: Top::new(search.limit, search.after.as_ref().map(|after| HitKey::of_cursor(after, search.sort))),
        total: 0,
        unfiltered: 0,
        families_seen: FxHashSet::default(),
        members: Vec::new(),
        counts,
    };
    let filters = look_up_filters(snapshot, search)?;
    let tables = Tables::new(&search.ranking, snapshot.mean_length);
    for (number, segment) in snapshot.segments.iter().enumerate() {
        let builder = SegmentBuilder { snapshot, ranking: &search.ranking, number, tables: &tables };
        let mut matcher = builder.build(plan, leniency)?;
        pass.hints = builder.hints(hints)?;
        let filters = mark_filters(snapshot, &filters, number)?;
        let (mut doc, mut seen) = (matcher.doc(), 0);
        while doc != TERMINATED {
            seen += 1;
            if !segment.reader.is_deleted(doc) {
                let failed = filters.iter().enumerate().filter(|(_, bits)| !bits.contains(doc));
                let mask = failed.map(|(bit, _)| 1 << bit).sum();
                pass.take(segment, Address { segment: number as u32, doc }, mask, &mut matcher);
            }
            doc = matcher.seek(doc + 1);
        }
        segment.note_counted(seen);
    }
    Ok(pass.finish())
}

fn look_up_filters(snapshot: &Snapshot, search: &EngineSearch) -> Result<Vec<Vec<Condition>>, EngineError> {
    let look_up = |filter: &crate::query::Filter| {
        filter.any_of.iter().map(|value| Condition::new(snapshot, value)).collect()
    };
    search.filters.iter().take(MAX_FILTERS).map(look_up).collect()
}

fn mark_filters(
    snapshot: &Snapshot,
    filters: &[Vec<Condition>],
    number: usize,
) -> Result<Vec<DocBits>, EngineError> {
    let max_doc: DocId = snapshot.segments[number].reader.max_doc();
    let mark = |conditions: &Vec<Condition>| {
        let mut bits = DocBits::new(max_doc);
        conditions.iter().try_for_each(|condition| condition.mark(snapshot, number, &mut bits))?;
        Ok(bits)
    };
    filters.iter().map(mark).collect()
}

impl Pass<'_> {
    #[inline]
    fn take(&mut self, segment: &Segment, address: Address, mask: FilterMask, matcher: &mut Matcher) {
        let family =
            self.families.map_or(0, |families| families[address.segment as usize][address.doc as usize]);
        if family == 0 || self.families_seen.insert(family) {
            self.unfiltered += 1;
        }
        if mask & self.always != 0 || mask.count_ones() > 1 {
            return;
        }
        // A family whose best member was on a former page is known by that member's key.
        let highest = if family == 0 { self.top.highest() } else { u64::MAX };
        let key = if mask == 0 { self.key(segment, address.doc, matcher, highest) } else { None };
        if family != 0 {
            self.members.push(Member { family, mask, address, key });
            return;
        }
        if mask == 0 {
            self.total += 1;
            if let Some(key) = key {
                self.top.push(key, address);
            }
        }
        self.counts.add(address, mask);
    }

    /// The document's place in the order, unless it cannot be on the page: below all that is there, or of a rank above
    /// the `highest`.
    fn key(&mut self, segment: &Segment, doc: DocId, matcher: &mut Matcher, highest: u64) -> Option<HitKey> {
        if self.search.limit == 0 {
            return None;
        }
        let first_day = segment.first_day.get_val(doc);
        let rank = match self.search.sort {
            SortOrder::Relevance if self.has_scores => self.relevance(doc, first_day, matcher, highest)?,
            SortOrder::Relevance => relevance_rank(true, 0.0, first_day),
            sort => date_rank(sort, first_day),
        };
        if rank > highest || self.top.is_below(rank) {
            return None;
        }
        Some(HitKey::new(rank, segment.tie.get_val(doc)))
    }

    fn relevance(&mut self, doc: DocId, first_day: u64, matcher: &mut Matcher, highest: u64) -> Option<u64> {
        let score = matcher.score();
        let mut value = score.value * self.recency.factor(first_day);
        if !score.is_full {
            value *= 1.0 + self.search.ranking.hint_weight * self.hints.share(doc);
        }
        let weight = self.search.ranking.nearness_weight;
        // Positions are read only where they may still make a difference to the page: nearness adds, and takes nothing.
        if relevance_rank(score.is_full, value, first_day) > highest {
            return None;
        }
        if self.top.is_below(relevance_rank(score.is_full, value * (1.0 + weight), first_day)) {
            return None;
        }
        let nearness = if weight > 0.0 { matcher.nearness() } else { 0.0 };
        Some(relevance_rank(score.is_full, value * (1.0 + weight * nearness), first_day))
    }

    fn finish(mut self) -> Collected {
        let mut members = std::mem::take(&mut self.members);
        members.sort_unstable_by_key(|member| (member.family, member.address));
        for family in members.chunk_by(|a, b| a.family == b.family) {
            let passing = family.iter().filter(|member| member.mask == 0);
            if passing.clone().next().is_some() {
                self.total += 1;
            }
            let best = passing.filter_map(|member| Some((member.key?, member.address))).min();
            if let Some((key, address)) = best {
                self.top.push(key, address);
            }
            self.counts.add_family(family.iter().map(|member| (member.address, member.mask)));
        }
        Collected {
            total: self.total,
            unfiltered: self.unfiltered,
            hits: self.top.into_hits(),
            counts: self.counts,
        }
    }
}

/// The first hits after a cursor, one more than the page holds.
struct Top {
    capacity: usize,
    after: Option<HitKey>,
    /// The last of them on top.
    heap: BinaryHeap<(HitKey, Address)>,
}

impl Top {
    fn new(limit: usize, after: Option<HitKey>) -> Top {
        let capacity = if limit == 0 { 0 } else { limit + 1 };
        Top { capacity, after, heap: BinaryHeap::with_capacity(capacity.min(4096)) }
    }

    /// No hit of a higher rank is among them: it was on a former page.
    fn highest(&self) -> u64 {
        self.after.map_or(u64::MAX, HitKey::rank)
    }

    /// Whether a hit of this rank cannot be among them, whatever its tie-breaker.
    #[inline]
    fn is_below(&self, rank: u64) -> bool {
        self.heap.len() == self.capacity && self.heap.peek().is_some_and(|(last, _)| rank < last.rank())
    }

    fn push(&mut self, key: HitKey, address: Address) {
        if self.after.is_some_and(|after| key <= after) || self.capacity == 0 {
            return;
        }
        if self.heap.len() < self.capacity {
            self.heap.push((key, address));
        } else if let Some(mut last) = self.heap.peek_mut()
            && key < last.0
        {
            *last = (key, address);
        }
    }

    fn into_hits(self) -> Vec<(HitKey, Address)> {
        self.heap.into_sorted_vec()
    }
}
