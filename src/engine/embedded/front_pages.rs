//! Answers to searches for everything, kept for as long as a generation lasts.
//!
//! What every visitor sees first is also what takes longest to count: every document, in every facet.

use std::sync::{Mutex, PoisonError};

use crate::engine::{EngineError, EngineResults, EngineSearch};
use crate::query::TermQuery;

/// Answers kept; they differ in their facets, order and page size.
const KEPT_ANSWERS: usize = 16;

/// Answers to searches for everything.
#[derive(Default)]
pub(super) struct FrontPages {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    generation: u64,
    /// The latest last.
    answers: Vec<(EngineSearch, EngineResults)>,
}

impl FrontPages {
    /// The answer to `search` on this generation: the kept one, or what `answer` gives.
    pub(super) fn answer(
        &self,
        generation: u64,
        search: &EngineSearch,
        answer: impl FnOnce() -> Result<EngineResults, EngineError>,
    ) -> Result<EngineResults, EngineError> {
        let is_front = search.query == TermQuery::All
            && search.filters.is_empty()
            && search.conditions.is_empty()
            && search.after.is_none();
        if !is_front {
            return answer();
        }
        if let Some(kept) = self.find(generation, search) {
            return Ok(kept);
        }
        let made = answer()?;
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.generation < generation {
            *kept = Kept { generation, answers: Vec::new() };
        }
        if kept.generation == generation {
            if kept.answers.len() == KEPT_ANSWERS {
                kept.answers.remove(0);
            }
            kept.answers.push((search.clone(), made.clone()));
        }
        Ok(made)
    }

    fn find(&self, generation: u64, search: &EngineSearch) -> Option<EngineResults> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let mut answers = kept.answers.iter().filter(|_| kept.generation == generation);
        answers.find(|(asked, _)| asked == search).map(|(_, answer)| answer.clone())
    }
}
