//! A panic shows a page that can be reloaded, never a dead one.

use crate::{locale::t, ui::dom};
use leptos::prelude::document;

/// Installs the hook.
pub fn watch() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        show();
    }));
}

/// The crash page stands in `index.html`, hidden; only its words come from the catalogue. Nothing
/// here but the catalogue is the page's own state, which may be what broke.
fn show() {
    for (id, text) in
        [("crashed-title", t().crashed_title()), ("crashed-lead", t().crashed_lead()), ("crashed-reload", t().reload())]
    {
        if let Some(element) = document().get_element_by_id(id) {
            element.set_text_content(Some(text));
        }
    }
    // Modal and shown last, it stands over every other dialog.
    if let Some(crashed) = document().get_element_by_id("crashed") {
        dom::call(&crashed, "showModal");
    }
}
