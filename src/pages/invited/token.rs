//! The token of the emailed link. It leaves the address bar at once, so that it is in no history,
//! and stays with the tab until the invitation is answered: signing in may lie in between.

use crate::browser;
use leptos::prelude::{location, window};
use std::cell::RefCell;
use wasm_bindgen::JsValue;

/// Where the tab's storage keeps it.
const STORED: &str = "invitation";

thread_local! {
    /// For browsers that forbid storage.
    static TOKEN: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The token of the address, else the one that waits.
pub(super) fn take() -> Option<String> {
    let fragment = location().hash().unwrap_or_default();
    if let Some(token) = fragment.strip_prefix('#').filter(|token| !token.is_empty()) {
        TOKEN.set(Some(token.to_owned()));
        if let Some(storage) = browser::session_storage() {
            // Not kept, it is only lost by a reload.
            let _ = storage.set_item(STORED, token);
        }
        if let Ok(history) = window().history() {
            // It throws only for another origin.
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(contract::page_path::INVITATION));
        }
    }
    waiting()
}

/// Whether there is one to come back to.
pub fn is_waiting() -> bool {
    waiting().is_some()
}

fn waiting() -> Option<String> {
    TOKEN
        .with_borrow(Clone::clone)
        .or_else(|| browser::session_storage().and_then(|storage| storage.get_item(STORED).ok().flatten()))
}

/// It is not needed any more.
pub fn forget() {
    TOKEN.set(None);
    if let Some(storage) = browser::session_storage() {
        let _ = storage.remove_item(STORED);
    }
}
