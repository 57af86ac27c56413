//! Everything a search counts beside its total: facets, buckets of time, pairs.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::collect::FilterMask;
use super::facets::{Counter, Values, for_each_value};
use super::snapshot::{Address, Snapshot};
use super::timeline::{bucket_of, start_of};
use crate::engine::{
    CrosstabCell, EngineError, EngineSearch, FacetCounts, FacetValue, HistogramBucket, Interval,
};
use crate::query::FacetField;

/// Between the first and the last bucket of time, empty ones are listed too, up to this many in
/// all; a history of centuries by days is listed without them.
const MAX_BUCKETS: i32 = 20_000;

/// Counters, filled while documents pass.
pub(super) struct Counts {
    snapshot: Arc<Snapshot>,
    facets: Vec<Facet>,
    timeline: Option<Timeline>,
    crosstab: Option<Crosstab>,
    scratch: Scratch,
}

struct Facet {
    field: FacetField,
    values: Arc<Values>,
    /// The facet's own filter, which does not apply to it.
    ignored: FilterMask,
    counter: Counter,
}

struct Timeline {
    interval: Interval,
    by: Option<(FacetField, Arc<Values>)>,
    buckets: FxHashMap<i32, u64>,
    parts: FxHashMap<(i32, u32), u64>,
}

struct Crosstab {
    rows: (FacetField, Arc<Values>),
    columns: (FacetField, Arc<Values>),
    cells: FxHashMap<(u32, u32), u64>,
}

/// Memory that is used again for each family.
#[derive(Default)]
struct Scratch {
    numbers: Vec<u32>,
    pairs: Vec<(u32, u32)>,
    buckets: Vec<i32>,
    parts: Vec<(i32, u32)>,
}

impl Counts {
    pub(super) fn new(snapshot: &Arc<Snapshot>, search: &EngineSearch) -> Result<Counts, EngineError> {
        let with_values = |field| Ok::<_, EngineError>((field, snapshot.values(field)?));
        let mut facets = Vec::with_capacity(search.facets.len());
        for request in &search.facets {
            let values = snapshot.values(request.field)?;
            snapshot.segments.iter().for_each(|segment| segment.prepare_facet(request.field));
            let own = search.filters.iter().enumerate().filter(|(_, filter)| filter.field == request.field);
            facets.push(Facet {
                field: request.field,
                ignored: own.map(|(bit, _)| 1 << bit).sum(),
                counter: Counter::new(&values),
                values,
            });
        }
        let timeline = match &search.histogram {
            None => None,
            Some(request) => Some(Timeline {
                interval: request.interval,
                by: request.by.map(with_values).transpose()?,
                buckets: FxHashMap::default(),
                parts: FxHashMap::default(),
            }),
        };
        let crosstab = match search.crosstab {
            None => None,
            Some((rows, columns)) => Some(Crosstab {
                rows: with_values(rows)?,
                columns: with_values(columns)?,
                cells: FxHashMap::default(),
            }),
        };
        Ok(Counts { snapshot: Arc::clone(snapshot), facets, timeline, crosstab, scratch: Scratch::default() })
    }

    /// Counts a document that is a hit by itself and fails the filters of `mask`.
    #[inline]
    pub(super) fn add(&mut self, address: Address, mask: FilterMask) {
        for facet in &mut self.facets {
            if mask & !facet.ignored == 0 {
                let (counter, mut any) = (&mut facet.counter, false);
                let place = (address.segment as usize, address.doc);
                for_each_value(&self.snapshot, &facet.values, facet.field, place, |number| {
                    counter.counts[number as usize] += 1;
                    any = true;
                });
                counter.missing += u64::from(!any);
            }
        }
        if mask == 0 && (self.timeline.is_some() || self.crosstab.is_some()) {
            self.add_over_time_and_pairs(std::iter::once(address));
        }
    }

    /// Counts a family by its members that match, each with the filters it fails.
    pub(super) fn add_family(&mut self, members: impl Iterator<Item = (Address, FilterMask)> + Clone) {
        for facet in &mut self.facets {
            let numbers = &mut self.scratch.numbers;
            numbers.clear();
            let mut is_hit = false;
            for (address, mask) in members.clone() {
                if mask & !facet.ignored == 0 {
                    is_hit = true;
                    let place = (address.segment as usize, address.doc);
                    for_each_value(&self.snapshot, &facet.values, facet.field, place, |number| {
                        numbers.push(number);
                    });
                }
            }
            numbers.sort_unstable();
            numbers.dedup();
            numbers.iter().for_each(|&number| facet.counter.counts[number as usize] += 1);
            facet.counter.missing += u64::from(is_hit && numbers.is_empty());
        }
        let passing = members.filter(|(_, mask)| *mask == 0).map(|(address, _)| address);
        if self.timeline.is_some() || self.crosstab.is_some() {
            self.add_over_time_and_pairs(passing);
        }
    }

    /// Counts one hit, whose documents are `addresses`.
    fn add_over_time_and_pairs(&mut self, addresses: impl Iterator<Item = Address>) {
        let Scratch { numbers, pairs, buckets, parts } = &mut self.scratch;
        pairs.clear();
        buckets.clear();
        parts.clear();
        for address in addresses {
            let place = (address.segment as usize, address.doc);
            if let Some(timeline) = &self.timeline {
                let first_day = self.snapshot.segments[place.0].first_day.get_val(address.doc);
                if let Some(bucket) = bucket_of(timeline.interval, first_day) {
                    buckets.push(bucket);
                    if let Some((field, values)) = &timeline.by {
                        for_each_value(&self.snapshot, values, *field, place, |number| {
                            parts.push((bucket, number))
                        });
                    }
                }
            }
            if let Some(Crosstab { rows, columns, .. }) = &self.crosstab {
                numbers.clear();
                for_each_value(&self.snapshot, &columns.1, columns.0, place, |number| numbers.push(number));
                for_each_value(&self.snapshot, &rows.1, rows.0, place, |row| {
                    pairs.extend(numbers.iter().map(|&column| (row, column)));
                });
            }
        }
        if let Some(timeline) = &mut self.timeline {
            count_once(buckets, &mut timeline.buckets);
            count_once(parts, &mut timeline.parts);
        }
        if let Some(crosstab) = &mut self.crosstab {
            count_once(pairs, &mut crosstab.cells);
        }
    }

    /// The facets' counts, in the order asked for.
    pub(super) fn facets(&self, search: &EngineSearch) -> Vec<FacetCounts> {
        let requests = self.facets.iter().zip(&search.facets);
        requests
            .map(|(facet, request)| facet.counter.finish(&facet.values, request, &search.filters))
            .collect()
    }

    /// Buckets of time, earliest first.
    pub(super) fn histogram(&self) -> Vec<HistogramBucket> {
        let Some(timeline) = &self.timeline else { return Vec::new() };
        let mut filled: Vec<i32> = timeline.buckets.keys().copied().collect();
        filled.sort_unstable();
        let (Some(&first), Some(&last)) = (filled.first(), filled.last()) else { return Vec::new() };
        let listed = if last - first < MAX_BUCKETS { (first..=last).collect() } else { filled };
        let mut parts: FxHashMap<i32, Vec<FacetValue>> = FxHashMap::default();
        for (&(bucket, number), &count) in &timeline.parts {
            let Some((_, values)) = &timeline.by else { continue };
            let value = values.list[number as usize].clone();
            parts.entry(bucket).or_default().push(FacetValue { value, count });
        }
        let made = listed.into_iter().filter_map(|bucket| {
            let mut by = parts.remove(&bucket).unwrap_or_default();
            by.sort_unstable_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
            let count = timeline.buckets.get(&bucket).copied().unwrap_or(0);
            Some(HistogramBucket { start: start_of(timeline.interval, bucket)?, count, by })
        });
        made.collect()
    }

    /// Pairs, highest count first, then by row and column.
    pub(super) fn crosstab(&self) -> Vec<CrosstabCell> {
        let Some(crosstab) = &self.crosstab else { return Vec::new() };
        let cells = crosstab.cells.iter().map(|(&(row, column), &count)| CrosstabCell {
            row: crosstab.rows.1.list[row as usize].clone(),
            column: crosstab.columns.1.list[column as usize].clone(),
            count,
        });
        let mut cells: Vec<CrosstabCell> = cells.collect();
        cells.sort_unstable_by(|a, b| (b.count, &a.row, &a.column).cmp(&(a.count, &b.row, &b.column)));
        cells
    }
}

fn count_once<K: Copy + Ord + std::hash::Hash>(keys: &mut Vec<K>, counts: &mut FxHashMap<K, u64>) {
    keys.sort_unstable();
    keys.dedup();
    keys.iter().for_each(|&key| *counts.entry(key).or_default() += 1);
}
