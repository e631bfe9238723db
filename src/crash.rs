//! A panic shows a page that can be reloaded, never a dead one.

use crate::locale::t;
use leptos::prelude::document;

/// Installs the hook.
pub fn watch() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        show();
    }));
}

/// The crash page stands in `index.html`, hidden; only its words come from the catalogue. Nothing
/// here may touch the page's own state, which may be what broke.
fn show() {
    for (id, text) in
        [("crashed-title", t().crashed_title()), ("crashed-lead", t().crashed_lead()), ("crashed-reload", t().reload())]
    {
        if let Some(element) = document().get_element_by_id(id) {
            element.set_text_content(Some(text));
        }
    }
    if let Some(crashed) = document().get_element_by_id("crashed") {
        let _ = crashed.remove_attribute("hidden");
    }
    if let Some(app) = document().get_element_by_id("app") {
        let _ = app.set_attribute("inert", "");
    }
}
