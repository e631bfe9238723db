//! What a reader's hands do.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDocument, HtmlElement, KeyboardEvent, KeyboardEventInit};

/// Clicks: what can take the focus takes it first, as with a mouse.
pub(crate) fn click(element: &HtmlElement) {
    element.focus().expect("an element in the document");
    element.click();
}

/// Types over what is selected where the focus is.
pub(crate) fn type_text(text: &str) {
    let document: HtmlDocument = document().unchecked_into();
    let typed = document.exec_command_with_show_ui_and_value("insertText", false, text);
    assert_eq!(typed, Ok(true), "nothing that can be typed into has the focus");
}

/// Presses a key. Says whether the page took it; what the browser would do by itself does not
/// follow.
pub(crate) fn press(key: &str) -> bool {
    press_as(key, |_| {})
}

/// Presses a key under circumstances.
pub(crate) fn press_as(key: &str, circumstances: impl FnOnce(&KeyboardEventInit)) -> bool {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_bubbles(true);
    init.set_cancelable(true);
    init.set_composed(true);
    circumstances(&init);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).expect("is made");
    let on = document().active_element().expect("something has the focus");
    !on.dispatch_event(&event).expect("is sent")
}

/// Says that a field has another value now, as the browser does: by `input` or `change`.
pub(crate) fn changed(field: &HtmlElement, how: &str) {
    let event = document().create_event("Event").expect("is made");
    event.init_event_with_bubbles(how, true);
    field.dispatch_event(&event).expect("is sent");
}
