//! Requests that the boot script began before this module had compiled. Each is used once.

use crate::browser;
use gloo_net::http::Response;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// Where the boot script leaves the promises, by address.
const EARLY: &str = "workgroupsEarly";

/// The early answer for this address. One that failed counts as none: it is asked again.
pub(super) async fn take(url: &str) -> Option<Response> {
    let promise = browser::take(EARLY, url)?.dyn_into::<js_sys::Promise>().ok()?;
    let response = JsFuture::from(promise).await.ok()?.dyn_into::<web_sys::Response>().ok()?;
    Some(Response::from(response))
}

/// Drops all of them: they were asked in a session that is over.
pub(super) fn forget() {
    // A property of the window can always be set.
    let _ = js_sys::Reflect::set(&leptos::prelude::window(), &EARLY.into(), &js_sys::Object::new());
}
