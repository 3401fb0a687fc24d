//! No panic crosses the C interface, and none that is caught writes to standard error.

use std::cell::Cell;
use std::panic::{catch_unwind, set_hook, take_hook, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

static QUIET: Once = Once::new();

/// A panic's message may hold what the document holds: it is dropped. Panics outside of a guard
/// go to the hook that was there before.
fn be_quiet() {
    QUIET.call_once(|| {
        let outside = take_hook();
        set_hook(Box::new(move |info| {
            if !GUARDED.with(Cell::get) {
                outside(info);
            }
        }));
    });
}

/// What `work` gives, or nothing if it panicked.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    be_quiet();
    let outer = GUARDED.with(|guarded| guarded.replace(true));
    let outcome = catch_unwind(AssertUnwindSafe(work)).ok();
    GUARDED.with(|guarded| guarded.set(outer));
    outcome
}
