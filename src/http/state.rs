//! What every handler shares.

use std::sync::Arc;

use tokio::sync::Semaphore;

use super::error::ApiError;
use super::metrics::Metrics;
use super::write::DocumentWriter;
use crate::search::Searcher;

/// What every handler shares; cheap to clone.
#[derive(Clone)]
pub struct ServiceState {
    pub(super) searcher: Searcher,
    pub(super) metrics: Arc<Metrics>,
    pub(super) writer: Option<DocumentWriter>,
    pub(super) keys: Arc<[String]>,
    searches: Arc<Semaphore>,
}

impl ServiceState {
    /// A service over `searcher`; with a `writer`, whoever sends one of `keys` may write.
    pub fn new(searcher: Searcher, writer: Option<DocumentWriter>, keys: Vec<String>) -> ServiceState {
        // Searching is work for a core: more at once than cores would only make each slower.
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        ServiceState {
            searcher,
            metrics: Arc::new(Metrics::new()),
            writer,
            keys: keys.into(),
            searches: Arc::new(Semaphore::new(cores.max(2))),
        }
    }

    /// The searcher.
    pub fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    /// Runs `work` on a thread that may block, no more at once than there are cores.
    ///
    /// # Errors
    /// What `work` answers; [`ApiError::Internal`] when it panics.
    pub(super) async fn run<T, F>(&self, work: F) -> Result<T, ApiError>
    where
        T: Send + 'static,
        F: FnOnce(&Searcher) -> Result<T, ApiError> + Send + 'static,
    {
        let permit = Arc::clone(&self.searches).acquire_owned().await;
        let permit = permit.map_err(|closed| ApiError::Internal(Box::new(closed)))?;
        let searcher = self.searcher.clone();
        let done = tokio::task::spawn_blocking(move || {
            let answer = work(&searcher);
            drop(permit);
            answer
        });
        done.await.map_err(|panicked| ApiError::Internal(Box::new(panicked)))?
    }
}
