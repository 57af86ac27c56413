//! In which order documents stand, whatever the order in which several threads bring them.
//!
//! Sources are numbered as they are found. Of two documents with one id the one that stands later stays, and it may
//! come first; so what came is remembered until everything that stands before it has come too. [`Turn`] keeps
//! that short: nobody reads far ahead, and records, whose number has no bound, are read in turn.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustc_hash::FxHashMap;

use crate::codes::CommuniqueId;

/// How many sources may be read ahead of the first that is not read whole.
const SOURCES_AHEAD: u32 = 256;

/// How many documents may be remembered before no other source is begun.
const REMEMBERED: usize = 100_000;

/// How soon a waiting thread hears that the run is over.
const HEARD_WITHIN: Duration = Duration::from_millis(50);

/// A part of a source that is read at once: all of it, or a batch of its records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct Part {
    pub source: u32,
    pub number: u32,
}

/// Where a document stands: its part, and its number in that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Place {
    pub part: Part,
    pub number: u32,
}

/// What is behind a part in its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    /// Another part.
    More,
    /// Its end.
    End,
    /// It is not known, since the reading broke off.
    BrokenOff,
}

/// Which parts have come, and what is to be remembered of their documents.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// The first part that has not come whole.
    next: Part,
    /// Parts that came before their turn.
    early: BTreeMap<Part, Then>,
    ids: FxHashMap<CommuniqueId, Entry>,
    /// The ids that each part since `next` brought.
    by_part: BTreeMap<Part, Vec<CommuniqueId>>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Entry {
    /// Documents with this id that are being enriched.
    under_way: u32,
    /// Where the last one stands of those that the index holds or held.
    last: Option<Place>,
}

impl Order {
    /// The first source that has not come whole.
    pub(super) fn first_source(&self) -> u32 {
        self.next.source
    }

    /// Documents that are remembered.
    pub(super) fn remembered(&self) -> usize {
        self.ids.len()
    }

    /// A document with this id goes to be enriched.
    pub(super) fn enter(&mut self, id: &CommuniqueId, place: Place) {
        self.ids.entry(id.clone()).or_default().under_way += 1;
        self.by_part.entry(place.part).or_default().push(id.clone());
    }

    /// The index holds this document already.
    pub(super) fn keep(&mut self, id: &CommuniqueId, place: Place) {
        // Nothing that stands before it is still to come.
        if self.next == place.part && !self.ids.contains_key(id) {
            return;
        }
        let entry = self.ids.entry(id.clone()).or_default();
        entry.last = entry.last.max(Some(place));
        self.by_part.entry(place.part).or_default().push(id.clone());
    }

    /// A document came back from being enriched; whether it is to be written, since none that stands later was.
    pub(super) fn leave_to_write(&mut self, id: &CommuniqueId, place: Place) -> bool {
        let entry = self.ids.entry(id.clone()).or_default();
        let is_last = entry.last <= Some(place);
        entry.last = entry.last.max(Some(place));
        self.leave(id);
        is_last
    }

    /// Whether a document that stands later has been written or kept.
    pub(super) fn is_superseded(&self, id: &CommuniqueId, place: Place) -> bool {
        self.ids.get(id).is_some_and(|entry| entry.last > Some(place))
    }

    /// A document is being enriched no more.
    pub(super) fn leave(&mut self, id: &CommuniqueId) {
        if let Some(entry) = self.ids.get_mut(id) {
            entry.under_way = entry.under_way.saturating_sub(1);
            self.forget_if_settled(id);
        }
    }

    /// A part has come whole; the sources that have come whole with it, in order, and whether they ended.
    pub(super) fn arrive(&mut self, part: Part, then: Then) -> Vec<(u32, Then)> {
        self.early.insert(part, then);
        let mut ended = Vec::new();
        while let Some(then) = self.early.remove(&self.next) {
            let part = self.next;
            self.next = match then {
                Then::More => Part { number: part.number + 1, ..part },
                Then::End | Then::BrokenOff => Part { source: part.source + 1, number: 0 },
            };
            for id in self.by_part.remove(&part).unwrap_or_default() {
                self.forget_if_settled(&id);
            }
            if then != Then::More {
                ended.push((part.source, then));
            }
        }
        ended
    }

    /// What stands before a document and is still to come may yet ask for it; nothing else does.
    fn forget_if_settled(&mut self, id: &CommuniqueId) {
        let is_settled = self.ids.get(id).is_some_and(|entry| {
            entry.under_way == 0 && entry.last.is_none_or(|place| place.part < self.next)
        });
        if is_settled {
            self.ids.remove(id);
        }
    }
}

/// Whose turn it is, for the threads that read.
#[derive(Debug, Default)]
pub(super) struct Turn {
    state: Mutex<TurnState>,
    moved: Condvar,
}

#[derive(Debug, Default, Clone, Copy)]
struct TurnState {
    first_source: u32,
    remembered: usize,
}

impl Turn {
    /// Tells how far the run is.
    pub(super) fn tell(&self, order: &Order) {
        let mut state = self.lock();
        let now = TurnState { first_source: order.first_source(), remembered: order.remembered() };
        let has_moved = now.first_source != state.first_source || now.remembered < state.remembered;
        *state = now;
        drop(state);
        if has_moved {
            self.moved.notify_all();
        }
    }

    /// Waits until everything before `source` has come.
    pub(super) fn wait_for(&self, source: u32, is_over: impl Fn() -> bool) {
        self.wait(is_over, |state| state.first_source >= source);
    }

    /// Waits until `source` is not too far ahead to be begun.
    pub(super) fn wait_near(&self, source: u32, is_over: impl Fn() -> bool) {
        self.wait(is_over, |state| {
            let ahead = source.saturating_sub(state.first_source);
            ahead == 0 || (ahead < SOURCES_AHEAD && state.remembered < REMEMBERED)
        });
    }

    fn wait(&self, is_over: impl Fn() -> bool, is_there: impl Fn(&TurnState) -> bool) {
        let mut state = self.lock();
        while !(is_there(&state) || is_over()) {
            let waited = self.moved.wait_timeout(state, HEARD_WITHIN);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn lock(&self) -> MutexGuard<'_, TurnState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn place(source: u32, part: u32, number: u32) -> Place {
        Place { part: Part { source, number: part }, number }
    }

    #[test]
    fn parts_come_in_any_order_and_sources_end_in_theirs() {
        let mut order = Order::default();
        let part = |source, number| Part { source, number };
        assert_eq!(order.arrive(part(1, 0), Then::End), []);
        assert_eq!(order.arrive(part(0, 1), Then::More), []);
        assert_eq!(order.arrive(part(0, 0), Then::More), []);
        assert_eq!(order.arrive(part(0, 2), Then::BrokenOff), [(0, Then::BrokenOff), (1, Then::End)]);
        assert_eq!(order.first_source(), 2);
    }

    #[test]
    fn one_that_was_refused_supersedes_nothing() {
        let (mut order, id) = (Order::default(), "a".parse().unwrap());
        order.enter(&id, place(1, 0, 0));
        order.leave(&id);
        assert!(!order.is_superseded(&id, place(0, 0, 0)));
        assert_eq!(order.remembered(), 0);
    }

    proptest! {
        /// Documents with three ids come in any order and leave in any order: of each id the last one in the order of
        /// places is what an index holds in the end, and nothing is remembered.
        #[test]
        fn the_last_one_stays(
            documents in prop::collection::vec((0u8..3, any::<bool>()), 1..12),
            coming in prop::collection::vec(any::<prop::sample::Index>(), 12),
            leaving in prop::collection::vec(any::<prop::sample::Index>(), 12),
        ) {
            let mut order = Order::default();
            let mut index: BTreeMap<u8, u32> = BTreeMap::new();
            let id = |number: u8| -> CommuniqueId { format!("id-{number}").parse().unwrap() };
            let mut to_come: Vec<u32> = (0..documents.len() as u32).collect();
            let mut under_way: Vec<u32> = Vec::new();
            let (mut coming, mut leaving) = (coming.iter(), leaving.iter());
            let leave = |order: &mut Order, index: &mut BTreeMap<u8, u32>, source: u32| {
                let number = documents[source as usize].0;
                if order.leave_to_write(&id(number), place(source, 0, 0)) {
                    index.insert(number, source);
                }
            };
            while !to_come.is_empty() {
                let source = to_come.remove(coming.next().unwrap().index(to_come.len()));
                let (number, is_slow) = documents[source as usize];
                let here = place(source, 0, 0);
                if !order.is_superseded(&id(number), here) {
                    order.enter(&id(number), here);
                    under_way.push(source);
                }
                order.arrive(here.part, Then::End);
                if !is_slow && !under_way.is_empty() {
                    let at = leaving.next().unwrap().index(under_way.len());
                    leave(&mut order, &mut index, under_way.remove(at));
                }
            }
            while let Some(source) = under_way.pop() {
                leave(&mut order, &mut index, source);
            }
            for number in 0..3 {
                let last = (0..documents.len() as u32).rev().find(|at| documents[*at as usize].0 == number);
                prop_assert_eq!(index.get(&number).copied(), last);
            }
            prop_assert_eq!(order.remembered(), 0);
            prop_assert!(order.by_part.is_empty());
        }
    }
}
