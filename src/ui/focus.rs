//! The focus is never lost: where the element that has it goes, something near takes it.

use super::dom;
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The element that has the focus; none where nobody has it.
pub fn focused() -> Option<HtmlElement> {
    let element = document().active_element()?.dyn_into::<HtmlElement>().ok()?;
    let body = document().body();
    (body.as_ref() != Some(&element)).then_some(element)
}

/// Whether the element could take the focus as far as its place in the document goes.
fn is_there(element: &HtmlElement) -> bool {
    // `offsetParent` is null for what is not rendered, and for what is fixed, which is asked again.
    element.is_connected() && (element.offset_parent().is_some() || element.get_client_rects().length() > 0)
}

/// Gives the focus to the first element of the page that fits the selector.
pub fn to(selector: &str) {
    if let Some(element) = document().document_element().and_then(|root| dom::find(&root, selector)) {
        dom::focus(&element);
    }
}

/// Gives the focus back to `element`; where it is gone, to what opened the popover that it stood
/// in; where that is gone too, to the page's content.
pub fn give_back(element: Option<&HtmlElement>) {
    let opener = |element: &HtmlElement| {
        let popover = dom::around(element, "[popover]")?;
        dom::find(&document().document_element()?, &format!("[popovertarget=\"{}\"]", popover.id()))
    };
    let near = element.filter(|element| is_there(element)).cloned().or_else(|| element.and_then(opener));
    let near = near.filter(is_there).or_else(|| dom::find(&document().document_element()?, "#main"));
    if let Some(near) = near {
        dom::focus(&near);
    }
}

/// Watches over the focus for as long as the page lives.
pub fn watch() {
    let handle = window_event_listener(ev::focusout, |event| {
        let Some(left) = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()) else { return };
        if event.related_target().is_some() {
            return;
        }
        // What changes the document does so before the next frame, and may focus what it puts there.
        request_animation_frame(move || {
            if focused().is_none() && !is_there(&left) {
                give_back(Some(&left));
            }
        });
    });
    on_cleanup(move || handle.remove());
}
