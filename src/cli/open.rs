//! The one place that knows which engine there is.

use std::sync::Arc;

use super::config::{IndexLocation, Rules};
use crate::engine::embedded::{EmbeddedEngine, EmbeddedWriter, WriterOptions};
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
