//! The parts of `ui`, each by itself. A part has no meaning yet that a reader could ask for, so
//! they are found by the elements that the test itself put there.

mod dialog;
mod dom;
mod field_error;
mod menu;
mod virtual_list;

use crate::stage::{self, Stage};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlElement};

/// Mounts a view and lets its first effects run, as they have before a person can do anything.
async fn mount<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> Stage {
    let stage = stage::mount(view);
    frame().await;
    stage
}

/// Waits for the next frame.
async fn frame() {
    let promise = js_sys::Promise::new(&mut |done, _| {
        window().request_animation_frame(&done).expect("is asked for");
    });
    JsFuture::from(promise).await.expect("comes");
}

/// The first element that fits the selector.
fn find(selector: &str) -> HtmlElement {
    all(selector).into_iter().next().unwrap_or_else(|| panic!("there is no {selector}"))
}

/// Every element that fits the selector.
fn all(selector: &str) -> Vec<HtmlElement> {
    let app = document().get_element_by_id("app").expect("something is mounted");
    let found = app.query_selector_all(selector).expect("is a selector");
    (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect()
}

/// Presses a key on what has the focus, as far as a script can: the page hears it, the browser's
/// own reaction (Escape closing a dialog) does not follow. Says whether the page took it.
fn press(key: &str) -> bool {
    let on = document().active_element().expect("something has the focus");
    let event = "new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })";
    let press = js_sys::Function::new_with_args("on, key", &format!("return !on.dispatchEvent({event})"));
    press.call2(&JsValue::NULL, &on, &key.into()).expect("is sent").is_truthy()
}

/// The text of what has the focus.
fn focused() -> String {
    document().active_element().and_then(|element: Element| element.text_content()).unwrap_or_default()
}

/// Whether a dialog or popover shows.
fn is_shown(element: &HtmlElement) -> bool {
    element.get_bounding_client_rect().height() > 0.0
}
