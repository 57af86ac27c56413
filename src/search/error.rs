//! What can go wrong with a search that was asked for correctly.

use thiserror::Error;

use crate::engine::EngineError;

/// A search that could not be answered.
#[derive(Debug, Error)]
pub enum SearchError {
    /// The index could not be read.
    #[error(transparent)]
    Engine(#[from] EngineError),
}
