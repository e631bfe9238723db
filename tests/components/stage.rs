//! A place in the document for one test's part. It is taken down when the test ends.

use crate::wait::frame;
use leptos::{mount::mount_to, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// What is mounted. Dropping it takes it out of the document.
pub(crate) struct Stage {
    root: HtmlElement,
    unmount: Option<Box<dyn std::any::Any>>,
}

/// Mounts a view and lets its first effects run, as they have before a person can do anything.
pub(crate) async fn mount<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> Stage {
    let root: HtmlElement = document().create_element("div").expect("is made").unchecked_into();
    document().body().expect("is there").append_child(&root).expect("is appended");
    let unmount = mount_to(root.clone(), view);
    frame().await;
    Stage { root, unmount: Some(Box::new(unmount)) }
}

impl Stage {
    /// The first element that fits the selector.
    pub(crate) fn find(&self, selector: &str) -> HtmlElement {
        self.all(selector).into_iter().next().unwrap_or_else(|| panic!("no {selector} in {}", self.root.inner_html()))
    }

    /// Every element that fits the selector.
    pub(crate) fn all(&self, selector: &str) -> Vec<HtmlElement> {
        let found = self.root.query_selector_all(selector).expect("is a selector");
        (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        drop(self.unmount.take());
        self.root.remove();
    }
}

/// Presses a key on what has the focus, as far as a script can: the page hears it, the browser's
/// own reaction (Escape closing a dialog) does not follow. Says whether the page took it.
pub(crate) fn press(key: &str) -> bool {
    let on = document().active_element().expect("something has the focus");
    let event = "new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })";
    let press = js_sys::Function::new_with_args("on, key", &format!("return !on.dispatchEvent({event})"));
    press.call2(&wasm_bindgen::JsValue::NULL, &on, &key.into()).expect("is sent").is_truthy()
}

/// The text of what has the focus.
pub(crate) fn focused() -> String {
    document().active_element().and_then(|element: Element| element.text_content()).unwrap_or_default()
}

/// Whether a dialog or popover shows.
pub(crate) fn is_shown(element: &HtmlElement) -> bool {
    element.get_bounding_client_rect().height() > 0.0
}
