//! The few things that the page asks of the browser directly.

use contract::unicode::Normalize;
use futures::channel::oneshot;
use js_sys::{JsString, Reflect};
use leptos::{
    leptos_dom::helpers::set_timeout_with_handle,
    prelude::{document, request_animation_frame, request_idle_callback_with_handle, set_timeout, window},
};
use std::{borrow::Cow, cell::Cell, rc::Rc, time::Duration};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Storage;

/// Normalisation by `String.prototype.normalize`, so that no tables are shipped.
#[derive(Debug, Clone, Copy)]
pub enum Browser {}

impl Normalize for Browser {
    fn nfc(text: &str) -> Cow<'_, str> {
        normalize(text, "NFC")
    }
    fn nfkd(text: &str) -> Cow<'_, str> {
        normalize(text, "NFKD")
    }
    fn fold(text: &str) -> String {
        JsString::from(text).to_upper_case().to_lower_case().into()
    }
}

fn normalize<'a>(text: &'a str, form: &str) -> Cow<'a, str> {
    if text.is_ascii() { text.into() } else { String::from(JsString::from(text).normalize(form)).into() }
}

/// The storage of this tab; none where the browser forbids it.
pub fn session_storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// The storage shared by all tabs; none where the browser forbids it.
pub fn local_storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// A new key for an intent: a random UUID.
pub fn random_key() -> String {
    window().crypto().map(|crypto| crypto.random_uuid()).unwrap_or_default()
}

/// Loads the page anew.
pub fn reload() {
    // It throws only in documents that are not shown.
    let _ = window().location().reload();
}

/// The instant of now, in milliseconds since 1970.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds fit an i64")]
pub fn now() -> i64 {
    js_sys::Date::now() as i64
}

/// Ends once the browser has painted what was changed: what nobody sees can be done after it. In a
/// tab that is not seen, which paints nothing, it ends at once, or soon where that changes meanwhile.
pub async fn painted() {
    if document().hidden() {
        return;
    }
    let (done, ended) = oneshot::channel();
    let done = Rc::new(Cell::new(Some(done)));
    let end = move || drop(done.take());
    let seldom = set_timeout_with_handle(end.clone(), Duration::from_millis(100));
    request_animation_frame(move || set_timeout(end, Duration::ZERO));
    // It ends by being dropped.
    let _: Result<(), _> = ended.await;
    if let Ok(seldom) = seldom {
        seldom.clear();
    }
}

/// Ends once the browser has nothing more urgent to do: within two seconds in any case, and soon
/// where a browser cannot tell (Safari).
pub async fn idle() {
    let (done, ended) = oneshot::channel();
    let done = Rc::new(Cell::new(Some(done)));
    let end = move || drop(done.take());
    let can_tell = request_idle_callback_with_handle(end.clone()).is_ok();
    set_timeout(end, Duration::from_millis(if can_tell { 2000 } else { 200 }));
    // It ends by being dropped.
    let _: Result<(), _> = ended.await;
}

/// Whether the keyboard has a Command key.
pub fn is_apple() -> bool {
    // Empty where a browser will not say.
    window().navigator().platform().is_ok_and(|platform| platform.starts_with("Mac") || platform.starts_with("iP"))
}

/// Whether a person told the browser to fetch no more than is asked for (Save-Data).
pub fn saves_data() -> bool {
    let told = |of: &JsValue, key: &str| Reflect::get(of, &key.into());
    told(&window().navigator(), "connection").and_then(|it| told(&it, "saveData")).is_ok_and(|it| it.is_truthy())
}

/// Takes a property away from an object that the boot script left for the page.
pub fn take(name: &str, key: &str) -> Option<JsValue> {
    let holder = Reflect::get(&window(), &name.into()).ok()?;
    let value = Reflect::get(&holder, &key.into()).ok().filter(|value| !value.is_undefined())?;
    Reflect::delete_property(holder.unchecked_ref::<js_sys::Object>(), &key.into()).ok()?;
    Some(value)
}
