//! The end of a long session: many small segments become few.
//!
//! Every segment has a dictionary of its own, most of whose words are in the others too, and a page of hits reads
//! from all. On 30,000 short communiqués seven segments took 0.15 bytes a byte of text more than one.

use tantivy::indexer::IndexWriterOptions;
use tantivy::merge_policy::NoMergePolicy;
use tantivy::{Index, SegmentMeta, TantivyDocument};

use super::errors::Place;
use super::verify::segment_files;
use crate::engine::EngineError;

pub(super) const COMPACTING: &str = "merging the index's segments";

/// The most bytes of files that are merged at last. Merged files are read whole, and larger ones have little in
/// common with others that would be worth the time.
const MOST_BYTES: u64 = 192 << 20;

/// A segment is merged with smaller ones that together are at least one part in so many of it: it is not
/// written again for a few documents more.
const LEAST_PART: u64 = 8;

const WRITER_BYTES: usize = 15_000_000;

/// Merges small segments of the last commit into one; nobody else is writing.
pub(super) fn compact(place: &Place, index: &Index) -> Result<(), EngineError> {
    let mut segments = index.searchable_segment_metas().map_err(place.library(COMPACTING))?;
    segments.sort_by_cached_key(|segment| bytes_of(place, segment));
    let sizes: Vec<u64> = segments.iter().map(|segment| bytes_of(place, segment)).collect();
    let count = merged(&sizes);
    if count < 2 {
        return Ok(());
    }
    let options = IndexWriterOptions::builder()
        .num_worker_threads(1)
        .memory_budget_per_thread(WRITER_BYTES)
        .num_merge_threads(1)
        .build();
    let writer = index.writer_with_options::<TantivyDocument>(options);
    let mut writer = writer.map_err(place.library(COMPACTING))?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    let ids: Vec<_> = segments[..count].iter().map(SegmentMeta::id).collect();
    // tantivy keeps the files of every segment that somebody knows of.
    drop(segments);
    writer.merge(&ids).wait().map_err(place.library(COMPACTING))?;
    writer.garbage_collect_files().wait().map_err(place.library(COMPACTING))?;
    writer.wait_merging_threads().map_err(place.library(COMPACTING))
}

/// How many of the smallest segments are merged into one, given their bytes in ascending order.
fn merged(sizes: &[u64]) -> usize {
    let (mut before, mut count) = (0, 0);
    for (number, &size) in sizes.iter().enumerate() {
        if before * LEAST_PART >= size {
            count = number + 1;
        }
        before += size;
        if before > MOST_BYTES {
            break;
        }
    }
    count
}

fn bytes_of(place: &Place, segment: &SegmentMeta) -> u64 {
    let files = segment_files(segment).into_iter();
    files.filter_map(|file| place.path().join(file).metadata().ok()).map(|file| file.len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_ones_are_merged_and_large_ones_are_not_for_little() {
        const MIB: u64 = 1 << 20;
        let check = |sizes: &[u64], expected| assert_eq!(merged(sizes), expected, "{sizes:?}");
        check(&[], 0);
        check(&[9], 0);
        check(&[9, 9], 2);
        check(&[1, 2, 2, 20], 4);
        check(&[1, 2, 2, 41], 3);
        check(&[1, 100], 0);
        check(&[1, 100, 100], 3);
        check(&[60 * MIB, 100 * MIB, 150 * MIB, 400 * MIB], 3);
        check(&[200 * MIB, 200 * MIB], 0);
    }
}
