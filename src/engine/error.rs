//! What can go wrong with an index: where, and what.

use std::path::PathBuf;

use thiserror::Error;

/// An index that cannot be used: which, and why.
#[derive(Debug, Error)]
#[error("index {}: {kind}", path.display())]
pub struct EngineError {
    /// The index's directory.
    pub path: PathBuf,
    /// Why.
    #[source]
    pub kind: EngineErrorKind,
}

/// What is wrong with an index.
#[derive(Debug, Error)]
pub enum EngineErrorKind {
    /// There is none.
    #[error("there is no index here; `vigie index --index DIR PATH…` makes one")]
    Missing,
    /// Another process writes to it.
    #[error("another process is writing to it; wait for it to end, or stop it")]
    Locked,
    /// It was built with another configuration.
    #[error(
        "it was built with another index-config or analysis ({found}, now {expected}); index into a new directory, or delete this one and index again"
    )]
    Fingerprint {
        /// What the index says.
        found: String,
        /// What this program has.
        expected: String,
    },
    /// It was written by another version of the format.
    #[error("its format is version {found}, this program reads {expected}; delete it and index again")]
    Format {
        /// What the index says.
        found: u32,
        /// What this program reads.
        expected: u32,
    },
    /// A file of it is damaged.
    #[error("{file} is damaged: {problem}; delete the index and index again")]
    Damaged {
        /// The file.
        file: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The disk refuses.
    #[error("{action}: {source}")]
    Io {
        /// What was tried.
        action: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
    /// The library refuses.
    #[error("{action}: {source}")]
    Library {
        /// What was tried.
        action: &'static str,
        /// What the library said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}
