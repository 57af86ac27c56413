//! How much text is under way: a reader waits here until the rest has caught up.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// Bytes that may be under way at once.
#[derive(Debug)]
pub(super) struct Budget {
    total: usize,
    used: Mutex<usize>,
    freed: Condvar,
}

/// A part of the budget, given back when it is dropped.
#[derive(Debug)]
pub(super) struct Share {
    budget: Arc<Budget>,
    bytes: usize,
}

impl Budget {
    pub(super) fn new(total: usize) -> Arc<Budget> {
        Arc::new(Budget { total, used: Mutex::new(0), freed: Condvar::new() })
    }

    /// Waits until `bytes` fit beside what is under way; a document larger than the whole budget waits until it is alone.
    pub(super) fn take(self: &Arc<Self>, bytes: usize) -> Share {
        let bytes = bytes.min(self.total);
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |used: &mut usize| *used + bytes > self.total;
        let mut used = self.freed.wait_while(used, full).unwrap_or_else(PoisonError::into_inner);
        *used += bytes;
        Share { budget: Arc::clone(self), bytes }
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut used = self.budget.used.lock().unwrap_or_else(PoisonError::into_inner);
        *used -= self.bytes;
        self.budget.freed.notify_all();
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
        drop(budget.take(1_000));
        assert_eq!(budget.take(10).bytes, 10);
    }
}
