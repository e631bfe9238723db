//! A place in the document for what a test mounts.

use leptos::{mount::mount_to, prelude::*};
use std::{any::Any, cell::RefCell};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Storage};

/// What stands around the page in `index.html`.
const REGIONS: &str = r#"<div id="status" role="status" class="hidden-text"></div>
<div id="alert" role="alert" class="hidden-text"></div>"#;

thread_local! {
    /// A failed test cannot tidy up after itself; the next one does.
    static MOUNTED: RefCell<Option<Mounted>> = const { RefCell::new(None) };
}

struct Mounted {
    around: HtmlElement,
    unmount: Option<Box<dyn Any>>,
}

impl Drop for Mounted {
    fn drop(&mut self) {
        drop(self.unmount.take());
        self.around.remove();
    }
}

/// What is mounted. Dropping it takes it out of the document.
pub(crate) struct Stage(());

impl Drop for Stage {
    fn drop(&mut self) {
        drop(MOUNTED.take());
    }
}

/// Takes down what an earlier test left, in the document, its title, the storages, the clock, the language
/// and the address.
pub(crate) async fn sweep() {
    drop(MOUNTED.take());
    crate::clock::run();
    workgroups::locale::choose(workgroups::locale::SOURCE).await;
    storages().iter().for_each(|storage| storage.clear().expect("can be cleared"));
    document().set_title("");
    go_to("/");
}

/// Mounts a view with the page's own style sheet.
pub(crate) fn mount<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> Stage {
    drop(MOUNTED.take());
    let around: HtmlElement = document().create_element("div").expect("is made").unchecked_into();
    around.set_inner_html(REGIONS);
    let style = document().create_element("style").expect("is made");
    style.set_text_content(Some(include_str!("../../style/main.css")));
    let root: HtmlElement = document().create_element("div").expect("is made").unchecked_into();
    root.set_id("app");
    root.set_attribute("style", "block-size: 560px; min-block-size: 0; overflow: hidden").expect("is set");
    around.append_child(&style).expect("is appended");
    around.append_child(&root).expect("is appended");
    let body = document().body().expect("is there");
    // First, so that what the runner writes does not push it out of sight.
    body.insert_before(&around, body.first_child().as_ref()).expect("is inserted");
    MOUNTED.set(Some(Mounted { around, unmount: None }));
    let unmount: Box<dyn Any> = Box::new(mount_to(root, view));
    MOUNTED.with_borrow_mut(|mounted| mounted.as_mut().expect("was set").unmount = Some(unmount));
    Stage(())
}

/// The element around all that is mounted.
pub(crate) fn root() -> Option<HtmlElement> {
    MOUNTED.with_borrow(|mounted| mounted.as_ref().map(|mounted| mounted.around.clone()))
}

/// The tab's and the browser's storage.
pub(crate) fn storages() -> [Storage; 2] {
    let there = |storage: Result<Option<Storage>, _>| storage.ok().flatten().expect("the browser has storages");
    [there(window().session_storage()), there(window().local_storage())]
}

/// Puts another path into the address bar; nobody is told.
pub(crate) fn go_to(path: &str) {
    let history = window().history().expect("is there");
    history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(path)).expect("is of the same origin");
}
