//! What does everything on top cost, against a bare index of title and body?
//!
//! The whole write side (read, detect, analyse, enrich, group, write, commit, fsync) against tantivy alone
//! with its own French stemmer, on the same documents, threads and memory, in turn. French prose first, in
//! which there is little to tag; then releases, in which there is much.
//! Run `cargo bench --bench indexing`; `-- --smoke` indexes little and only checks what is there.

#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

mod bare;
mod data;

use std::path::Path;
use std::time::Duration;

use data::{Collection, Source};

/// The least part of the bare index's speed.
const LEAST_RATIO: f64 = 0.5;

/// What both may hold before it is on disk.
const MEMORY_BYTES: usize = 100_000_000;

fn main() {
    let smoke = data::is_smoke();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let rounds = if smoke { 1 } else { 3 };
    let mut least = f64::MAX;
    for source in [Source::FrenchProse, Source::Releases] {
        let collection = Collection::load(source, if smoke { 1 << 18 } else { 32 << 20 });
        println!(
            "{}: {} documents, {:.1} MB, {threads} threads",
            collection.origin,
            collection.records.len(),
            collection.bytes() as f64 / 1e6
        );
        least = least.min(compare(&collection, threads, rounds));
    }
    assert!(smoke || least >= LEAST_RATIO, "indexing has become too slow");
}

/// Our speed as a part of the bare index's, each the best of `rounds` runs in turn.
fn compare(collection: &Collection, threads: usize, rounds: usize) -> f64 {
    let (mut bare, mut whole) = (Duration::MAX, Duration::MAX);
    let (mut bare_bytes, mut whole_bytes) = (0, 0);
    for _ in 0..rounds {
        let dirs = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        bare = bare.min(bare::write_bare(dirs.0.path(), &collection.records, threads, MEMORY_BYTES));
        whole = whole.min(bare::write_vigie(dirs.1.path(), collection.ndjson(), threads, MEMORY_BYTES));
        (bare_bytes, whole_bytes) = (directory_bytes(dirs.0.path()), directory_bytes(dirs.1.path()));
    }
    for (name, time, bytes) in [("bare tantivy", bare, bare_bytes), ("vigie index", whole, whole_bytes)] {
        println!(
            "{name:12} {:8.0} documents/s {:6.1} MB/s {:6.2} bytes on disk a byte of text",
            collection.records.len() as f64 / time.as_secs_f64(),
            collection.bytes() as f64 / 1e6 / time.as_secs_f64(),
            bytes as f64 / collection.bytes() as f64
        );
    }
    let ratio = bare.as_secs_f64() / whole.as_secs_f64();
    println!("ratio {ratio:.2} (at least {LEAST_RATIO})");
    ratio
}

fn directory_bytes(dir: &Path) -> u64 {
    let files = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len());
    files.sum()
}
