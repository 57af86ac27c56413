//! The write side on one page: read, check, leave what is unchanged, enrich on every core, write, commit.
//!
//! Owns the order of the steps, how much is under way at once, and what is told of it. Knows
//! [`crate::corpus`], [`crate::enrich`] and any [`IndexWriter`](crate::engine::IndexWriter); prints nothing.

mod budget;
mod hub;
mod ingest;
mod order;
mod outbox;
mod reading;
mod run;
mod walking;

pub use ingest::Ingest;
pub use reading::ReadProgress;
pub use run::run;

use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::codes::CommuniqueId;
use crate::corpus::{ReadError, ReadLimits, Sources};
use crate::engine::WriteOutcome;

/// What to index.
pub enum Input {
    /// Files, and folders with all below them.
    Paths(Sources),
    /// Places in sources where something is new, changed or gone.
    Changed {
        /// What is read at all.
        sources: Sources,
        /// Files and folders within, whether they are still there or not.
        paths: Vec<PathBuf>,
    },
    /// Records as NDJSON, from standard input.
    Stream(Box<dyn Read + Send>),
}

/// How to index.
#[derive(Debug, Clone)]
pub struct PipelineOptions {
    /// Threads that parse records and enrich; as many read sources, one walks, one writes.
    pub threads: usize,
    /// Text under way at once, in bytes of the source; a document in analysis takes some sixteen times its text, and a
    /// larger one than this is analysed alone.
    pub text_bytes_under_way: usize,
    /// Memory for sources while they are read and parsed, in bytes. One that may take more is read alone.
    pub reading_bytes: usize,
    /// Documents after which what was written is committed, unchanged ones counted; what is not committed is lost in
    /// a crash.
    pub commit_every_documents: u64,
    /// Time after which what was written is committed.
    pub commit_every: Duration,
    /// What a source may bring.
    pub limits: ReadLimits,
    /// Whether anything is written.
    pub effect: Effect,
    /// What becomes of documents whose source no longer holds them.
    pub vanished: Vanished,
    /// How far the reading is, for whoever shows it.
    pub progress: Arc<ReadProgress>,
}

impl Default for PipelineOptions {
    fn default() -> Self {
        PipelineOptions {
            threads: std::thread::available_parallelism().map_or(2, usize::from),
            text_bytes_under_way: 4 << 20,
            reading_bytes: 128 << 20,
            commit_every_documents: 100_000,
            commit_every: Duration::from_secs(60),
            limits: ReadLimits::default(),
            effect: Effect::Write,
            vanished: Vanished::Kept,
            progress: Arc::default(),
        }
    }
}

/// Whether a run changes the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It does.
    Write,
    /// It only tells what it would do.
    DryRun,
}

/// What becomes of documents that were read from a file that is gone, or that no longer holds them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vanished {
    /// They stay.
    Kept,
    /// They are removed.
    Removed,
}

/// The origin of documents that came as a stream (standard input, a request): of no file, so that no file's end
/// is theirs.
pub const NO_FILE: &str = "-";

/// What happens during a run, in order.
#[derive(Debug)]
pub enum Event<'a> {
    /// A source was opened.
    Source {
        /// Its name for people.
        origin: &'a str,
        /// Its size on disk, when it is a file.
        bytes: u64,
    },
    /// A document was dealt with.
    Document(&'a DocumentReport),
    /// A source, or a record in it, could not be read.
    Failed(&'a ReadError),
    /// Documents were removed because their source no longer holds them.
    Removed {
        /// Where they had been read.
        origin: &'a str,
        /// How many.
        documents: u64,
    },
    /// Everything so far is durable.
    Committed,
}

/// What became of one document.
#[derive(Debug, Clone)]
pub struct DocumentReport {
    /// Its id in the index.
    pub id: CommuniqueId,
    /// Where it was read.
    pub origin: String,
    /// What became of it.
    pub outcome: WriteOutcome,
    /// What was left out of it, and why.
    pub warnings: Vec<String>,
}

/// A run in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Documents that were not there.
    pub added: u64,
    /// Documents that replaced a former version.
    pub replaced: u64,
    /// Documents that were there already, the same.
    pub unchanged: u64,
    /// Documents that were removed because their source no longer holds them.
    pub removed: u64,
    /// Sources and records that could not be read.
    pub failed: u64,
    /// Values that were left out of documents.
    pub warnings: u64,
    /// Text of the documents read, in bytes.
    pub text_bytes: u64,
    /// Whether the run was asked to stop before its end.
    pub cancelled: bool,
}

impl Summary {
    /// Documents that are in the index now.
    pub fn documents(&self) -> u64 {
        self.added + self.replaced + self.unchanged
    }

    fn count(&mut self, outcome: WriteOutcome) {
        match outcome {
            WriteOutcome::Added => self.added += 1,
            WriteOutcome::Replaced => self.replaced += 1,
            WriteOutcome::Unchanged => self.unchanged += 1,
        }
    }
}

#[cfg(test)]
mod tests;
