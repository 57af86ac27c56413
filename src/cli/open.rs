//! The one place that knows which engine there is.

use std::sync::Arc;

use super::config::{IndexLocation, Rules};
use crate::engine::embedded::{self, EmbeddedEngine, EmbeddedWriter, VerifyReport, WriterOptions};
use crate::engine::{EngineError, IndexWriter};
use crate::search::Searcher;

/// A searcher over the index there.
///
/// # Errors
/// When there is none, or it was built by other rules, or it is damaged.
pub fn open_searcher(location: &IndexLocation, rules: &Rules) -> Result<Searcher, EngineError> {
    let engine = EmbeddedEngine::open(&location.index, &rules.config)?;
    Ok(Searcher::new(Arc::new(engine), Arc::clone(&rules.config), rules.analyzer.clone()))
}

/// A write session on the index there, which is made if there is none.
///
/// # Errors
/// When another process writes to it, it was built by other rules, or the directory cannot be written.
pub fn open_writer(
    location: &IndexLocation,
    rules: &Rules,
    memory_bytes: usize,
) -> Result<Box<dyn IndexWriter>, EngineError> {
    let options = WriterOptions { memory_bytes, ..WriterOptions::default() };
    Ok(Box::new(EmbeddedWriter::open(&location.index, &rules.config, options)?))
}

/// What a check of an index found, whatever the engine.
pub struct Verified {
    /// Documents that were read.
    pub documents: u64,
    /// Files that were read.
    pub files: u64,
    /// Bytes in them.
    pub bytes: u64,
    /// Files at fault, each with what is wrong with it.
    pub problems: Vec<(String, String)>,
    /// What helps.
    pub remedy: &'static str,
}

/// Checks the index there end to end.
///
/// # Errors
/// When there is none, or its directory cannot be read.
pub fn verify_index(location: &IndexLocation, rules: &Rules) -> Result<Verified, EngineError> {
    let report = embedded::verify(&location.index, &rules.config)?;
    Ok(Verified {
        documents: report.documents,
        files: report.files,
        bytes: report.bytes,
        problems: report.problems.into_iter().map(|one| (one.file, one.problem)).collect(),
        remedy: VerifyReport::REMEDY,
    })
}
