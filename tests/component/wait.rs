//! Waiting for what comes about in its own time.

use crate::look;
use leptos::prelude::set_timeout;
use std::time::Duration;

/// Nothing here takes this long on any machine.
const DEADLINE_MS: f64 = 8_000.0;

/// Waits until `holds`; fails the test with `what` and what the page shows where it never does.
pub(crate) async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    found(what, || holds().then_some(())).await;
}

/// Waits until there is something, and gives it.
pub(crate) async fn found<T>(what: &str, mut find: impl FnMut() -> Option<T>) -> T {
    let end = js_sys::Date::now() + DEADLINE_MS;
    loop {
        if let Some(found) = find() {
            return found;
        }
        let late = js_sys::Date::now() > end;
        assert!(!late, "not within the deadline: {what}. {:?} has the focus in:\n{}", look::focus(), look::text());
        pause(10).await;
    }
}

/// Lets everything under way happen: for tests that something does not.
pub(crate) async fn settle() {
    pause(150).await;
}

/// Waits for some milliseconds.
async fn pause(ms: u64) {
    let (wake, woken) = futures::channel::oneshot::channel();
    set_timeout(move || wake.send(()).expect("somebody waits"), Duration::from_millis(ms));
    woken.await.expect("the timer fires");
}
