//! Requests that end with whoever asked.

use leptos::prelude::on_cleanup;
use send_wrapper::SendWrapper;
use web_sys::AbortController;

/// A controller that aborts when the current owner ends or the current effect runs again. None
/// where the browser has none.
pub fn owned_abort() -> Option<SendWrapper<AbortController>> {
    let abort = SendWrapper::new(AbortController::new().ok()?);
    let ends = abort.clone();
    on_cleanup(move || ends.abort());
    Some(abort)
}
