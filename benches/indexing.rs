//! What does everything on top cost, against a bare index of title and body?
//!
//! The whole write side (read, detect, analyse, enrich, group, write, commit, fsync) against tantivy alone
//! with its own French stemmer, on the same documents, threads and memory, in turn; and against SQLite's FTS5. French
//! prose first, in which there is little to tag; then releases, in which there is much.
//! Run `cargo bench --bench indexing`; `-- --smoke` indexes little and only checks what is there.

#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

mod bare;
mod data;
mod sqlite;

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
    let (mut bare, mut sqlite, mut whole) = (Best::default(), Best::default(), Best::default());
    for _ in 0..rounds {
        let records = &collection.records;
        bare.try_in(|dir| bare::write_bare(dir, records, threads, MEMORY_BYTES));
        sqlite.try_in(|dir| sqlite::write_sqlite(dir, records));
        whole.try_in(|dir| bare::write_vigie(dir, collection.ndjson(), threads, MEMORY_BYTES));
    }
    for (name, best) in [("bare tantivy", &bare), ("SQLite FTS5", &sqlite), ("vigie index", &whole)] {
        println!(
            "{name:12} {:8.0} documents/s {:6.1} MB/s {:6.2} bytes on disk a byte of text",
            collection.records.len() as f64 / best.time.as_secs_f64(),
            collection.bytes() as f64 / 1e6 / best.time.as_secs_f64(),
            best.bytes as f64 / collection.bytes() as f64
        );
    }
    let against = |other: &Best| other.time.as_secs_f64() / whole.time.as_secs_f64();
    let ratio = against(&bare);
    println!(
        "against SQLite {:.2}, against bare tantivy {ratio:.2} (at least {LEAST_RATIO})",
        against(&sqlite)
    );
    ratio
}

/// The best of several runs.
struct Best {
    time: Duration,
    /// On disk.
    bytes: u64,
}

impl Default for Best {
    fn default() -> Best {
        Best { time: Duration::MAX, bytes: 0 }
    }
}

impl Best {
    /// One run, into a directory of its own.
    fn try_in(&mut self, run: impl FnOnce(&Path) -> Duration) {
        let dir = tempfile::tempdir().unwrap();
        self.time = self.time.min(run(dir.path()));
        self.bytes = directory_bytes(dir.path());
    }
}

fn directory_bytes(dir: &Path) -> u64 {
    let files = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len());
    files.sum()
}
