//! Panics of the libraries that read: caught, and told as what they are to a user, a file that cannot be read.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

thread_local! {
    /// Whether a panic on this thread will be told of by whoever catches it.
    static IS_CAUGHT: Cell<bool> = const { Cell::new(false) };
}

/// Does what may panic; the message on standard error, which would say it twice, is left out.
pub(super) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Box<dyn Any + Send>> {
    quiet_panics();
    let before = IS_CAUGHT.replace(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    IS_CAUGHT.set(before);
    done
}

/// Does, within what is [`caught`], what is not to be caught.
pub(super) fn uncaught<T>(work: impl FnOnce() -> T) -> T {
    let before = IS_CAUGHT.replace(false);
    let done = work();
    IS_CAUGHT.set(before);
    done
}

fn quiet_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let report = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !IS_CAUGHT.get() {
                report(panic);
            }
        }));
    });
}
