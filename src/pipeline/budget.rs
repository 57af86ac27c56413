//! How much text is under way: a reader waits here until the rest has caught up.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// Bytes that may be under way at once. Whoever asks first is served first, so that a large document is not overtaken
/// by small ones for ever.
#[derive(Debug)]
pub(super) struct Budget {
    total: usize,
    state: Mutex<State>,
    freed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    used: usize,
    /// How many have asked, and how many of them were served.
    asked: u64,
    served: u64,
}

/// A part of the budget, given back when it is dropped.
#[derive(Debug)]
pub(super) struct Share {
    budget: Arc<Budget>,
    bytes: usize,
}

impl Budget {
    pub(super) fn new(total: usize) -> Arc<Budget> {
        Arc::new(Budget { total, state: Mutex::default(), freed: Condvar::new() })
    }

    /// Waits until `bytes` fit beside what is under way; a document larger than the whole budget waits until it is alone.
    pub(super) fn take(self: &Arc<Self>, bytes: usize) -> Share {
        let bytes = bytes.min(self.total);
        let mut state = self.lock();
        let number = state.asked;
        state.asked += 1;
        let must_wait = |state: &mut State| state.served != number || state.used + bytes > self.total;
        let waited = self.freed.wait_while(state, must_wait);
        state = waited.unwrap_or_else(PoisonError::into_inner);
        state.used += bytes;
        state.served += 1;
        drop(state);
        // The next one may fit beside this.
        self.freed.notify_all();
        Share { budget: Arc::clone(self), bytes }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn free(&self, bytes: usize) {
        self.lock().used -= bytes;
        self.freed.notify_all();
    }
}

impl Share {
    /// Gives back what is more than `bytes`.
    pub(super) fn shrink(&mut self, bytes: usize) {
        let spare = self.bytes.saturating_sub(bytes);
        self.bytes -= spare;
        self.budget.free(spare);
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.budget.free(self.bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn no_more_is_under_way_than_the_budget() {
        let (budget, under_way, most) = (Budget::new(10), AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for bytes in [3, 7, 4, 6, 10] {
                        let share = budget.take(bytes);
                        let now = under_way.fetch_add(bytes, Ordering::SeqCst) + bytes;
                        most.fetch_max(now, Ordering::SeqCst);
                        std::thread::yield_now();
                        under_way.fetch_sub(bytes, Ordering::SeqCst);
                        drop(share);
                    }
                });
            }
        });
        assert!(most.load(Ordering::SeqCst) <= 10);
    }

    #[test]
    fn a_document_larger_than_the_budget_passes_alone() {
        let budget = Budget::new(10);
        let mut share = budget.take(1_000);
        share.shrink(4);
        assert_eq!(budget.take(6).bytes, 6);
        drop(share);
        assert_eq!(budget.take(10).bytes, 10);
    }
}
