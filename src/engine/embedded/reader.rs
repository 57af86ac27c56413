//! Answers searches on one generation.

use std::sync::Arc;

use super::collect::{Collected, collect};
use super::order::{cursor, is_full_rank, score_of_rank};
use super::plan::{Leniency, Plan, Planner};
use super::record::Depth;
use super::snapshot::{Address, Snapshot};
use crate::engine::{
    EngineError, EngineHit, EngineResults, EngineSearch, FamilyId, MatchMode, SortOrder, StoredDocument,
};

/// Hits gathered at a time when every match is wanted: each round passes over all matches again,
/// and holds this many keys of 24 bytes.
const STREAM_CHUNK: usize = 20_000;

/// The plan of a search's query and conditions.
fn plan(snapshot: &Snapshot, search: &EngineSearch) -> Result<Plan, EngineError> {
    let planner = Planner { snapshot, respells: search.match_mode != MatchMode::All };
    let query = planner.plan(&search.query)?;
    if search.conditions.is_empty() {
        return Ok(query);
    }
    let mut all = vec![query];
    for condition in &search.conditions {
        all.push(planner.plan(&crate::query::TermQuery::Filter(condition.clone()))?);
    }
    Ok(Plan::And(all))
}

/// What was found, and whether documents without every word were let in.
struct Found {
    collected: Collected,
    relaxed: bool,
    halvings: Option<u32>,
}

/// Whether to let in documents without every word is decided before the facet filters apply:
/// else ticking a value would bring more hits than its count says.
fn find(snapshot: &Arc<Snapshot>, search: &EngineSearch) -> Result<Found, EngineError> {
    let plan = plan(snapshot, search)?;
    let hints = Planner { snapshot, respells: false }.hints(&search.hints)?;
    let run = |leniency| collect(snapshot, &plan, &hints, leniency, search);
    let strictly = |collected| Found { collected, relaxed: false, halvings: None };
    let relax_below = match search.match_mode {
        MatchMode::All => return run(Leniency::All).map(strictly),
        MatchMode::Any => return run(Leniency::Any).map(strictly),
        MatchMode::Most { halvings } => {
            let collected = run(Leniency::Most(coverage(search, halvings)))?;
            return Ok(Found { collected, relaxed: true, halvings: Some(halvings) });
        }
        MatchMode::Auto { relax_below } => u64::from(relax_below),
    };
    // A page that begins among documents without every word goes on among them.
    let after = search.after.as_ref().filter(|_| search.sort == SortOrder::Relevance);
    if plan.can_relax() && after.is_some_and(|after| !is_full_rank(after.rank)) {
        return relax(relax_below, search, &run);
    }
    let strict = run(Leniency::All)?;
    if !plan.can_relax() || strict.unfiltered >= relax_below {
        return Ok(strictly(strict));
    }
    let lenient = relax(relax_below, search, &run)?;
    let relaxed = lenient.collected.total > strict.total;
    Ok(Found { relaxed, ..lenient })
}

/// Documents with most of the words; where they are too few, with half as much of them, and so on.
fn relax(
    enough: u64,
    search: &EngineSearch,
    run: &dyn Fn(Leniency) -> Result<Collected, EngineError>,
) -> Result<Found, EngineError> {
    let mut halvings = 0;
    loop {
        let collected = run(Leniency::Most(coverage(search, halvings)))?;
        if collected.unfiltered >= enough || coverage(search, halvings + 1) < search.ranking.least_coverage {
            return Ok(Found { collected, relaxed: true, halvings: Some(halvings) });
        }
        halvings += 1;
    }
}

/// The part of the words' weight that a document must have when it is let in without all.
fn coverage(search: &EngineSearch, halvings: u32) -> f32 {
    search.ranking.relaxed_coverage * 0.5_f32.powi(halvings.min(1_000) as i32)
}

pub(super) fn search(snapshot: &Arc<Snapshot>, search: &EngineSearch) -> Result<EngineResults, EngineError> {
    let Found { mut collected, relaxed, halvings } = find(snapshot, search)?;
    let has_more = collected.hits.len() > search.limit;
    collected.hits.truncate(search.limit);
    let last = collected.hits.last().filter(|_| has_more);
    let next = last.map(|(key, _)| cursor(*key, search.sort, snapshot.metadata.generation));
    let mut hits = Vec::with_capacity(collected.hits.len());
    for (key, address) in &collected.hits {
        let score = match search.sort {
            SortOrder::Relevance => score_of_rank(key.rank()),
            SortOrder::Newest | SortOrder::Oldest => 0.0,
        };
        let family = snapshot.families.of(key.tie());
        hits.push(EngineHit {
            stored: stored(snapshot, key.tie(), *address, Depth::Shown)?,
            score,
            is_full: search.sort == SortOrder::Relevance && is_full_rank(key.rank()),
            family_size: family.map_or(1, |family| family.members.len() as u32),
        });
    }
    Ok(EngineResults {
        total: collected.total,
        relaxed,
        halvings,
        hits,
        next,
        facets: collected.counts.facets(search),
        histogram: collected.counts.histogram(),
        crosstab: collected.counts.crosstab(),
    })
}

/// The document at `address`, whose id has the hash `tie`.
pub(super) fn stored(
    snapshot: &Snapshot,
    tie: u64,
    address: Address,
    depth: Depth,
) -> Result<StoredDocument, EngineError> {
    let family = FamilyId(snapshot.families.of(tie).map_or(tie, |family| family.name));
    Ok(StoredDocument { document: snapshot.document(address, depth)?, family })
}

pub(super) fn for_each_match(
    snapshot: &Arc<Snapshot>,
    search: &EngineSearch,
    each: &mut dyn FnMut(StoredDocument) -> bool,
) -> Result<(), EngineError> {
    let mut search = EngineSearch {
        limit: STREAM_CHUNK,
        after: None,
        facets: Vec::new(),
        histogram: None,
        crosstab: None,
        ..search.clone()
    };
    loop {
        let mut hits = find(snapshot, &search)?.collected.hits;
        let has_more = hits.len() > search.limit;
        hits.truncate(search.limit);
        for (key, address) in &hits {
            if !each(stored(snapshot, key.tie(), *address, Depth::Whole)?) {
                return Ok(());
            }
        }
        match hits.last() {
            Some((key, _)) if has_more => {
                search.after = Some(cursor(*key, search.sort, snapshot.metadata.generation));
            }
            _ => return Ok(()),
        }
    }
}
