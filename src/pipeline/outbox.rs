//! How the threads that walk and read tell the calling thread of what they find, until the run is over.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

use crossbeam_channel::Sender;

use super::run::Message;

/// What one of these threads sends by.
#[derive(Clone)]
pub(super) struct Outbox<'a> {
    pub messages: Sender<Message>,
    /// Set by whoever wants the run to end.
    pub cancel: &'a AtomicBool,
    /// Set when writing fails.
    pub stopped: &'a AtomicBool,
}

impl Outbox<'_> {
    pub(super) fn is_over(&self) -> bool {
        self.cancel.load(Ordering::Relaxed) || self.stopped.load(Ordering::Relaxed)
    }

    /// A closed channel means that the run is over; there is nobody to tell.
    pub(super) fn send(&self, message: Message) -> ControlFlow<()> {
        match self.messages.send(message) {
            Ok(()) if !self.is_over() => ControlFlow::Continue(()),
            _ => ControlFlow::Break(()),
        }
    }
}
