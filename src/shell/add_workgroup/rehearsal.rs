//! The first opening, as far as nobody sees it.

use crate::{
    browser,
    ui::{dom, focus, rehearse},
};
use leptos::{prelude::*, reactive::spawn_local_scoped_with_cancellation};
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

/// Rehearses once, unless the dialog is opening.
pub fn rehearse_first(open: RwSignal<Option<String>>, shown: RwSignal<bool>) {
    spawn_local_scoped_with_cancellation(async move {
        browser::idle().await;
        let Some(root) = document().document_element() else { return };
        let Some(menu) = dom::find(&root, "#add-menu:not(:popover-open)") else { return };
        if open.get_untracked().is_some() || shown.get_untracked() {
            return;
        }
        // What is set back at once is never acted upon.
        rehearse::tell_alone(&menu, "toggle", Some(("newState", "open".into())));
        if let Some(item) = dom::find(&menu, "[role=menuitem]") {
            rehearse::tell(&item, "click", None);
        }
        open.set(None);
        shown.set(true);
        shown.set(false);
        if let Some(name) = dom::find(&root, "[aria-labelledby=add-title] input") {
            rehearse::tell_alone(&name, "input", None);
        }
        StoredValue::new_local(None).set_value(focus::focused());
        if let Ok(dialog) = document().create_element("dialog") {
            // In no document it cannot be shown.
            let _ = dialog.unchecked_into::<HtmlDialogElement>().show_modal();
        }
    });
}
