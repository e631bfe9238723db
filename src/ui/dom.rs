//! Small things that are done to the document.

use leptos::{
    html,
    prelude::*,
    task::{spawn_local, tick},
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

/// Focuses what `find` finds once the effects under way have changed the document.
pub fn focus_soon(find: impl FnOnce() -> Option<HtmlElement> + 'static) {
    spawn_local(async move {
        tick().await;
        if let Some(element) = find() {
            focus(&element);
        }
    });
}

/// Focuses without scrolling: whoever moves the focus scrolls first. What has it already is left
/// alone, for the browser would lay out the page before it finds that out.
pub fn focus(element: &HtmlElement) {
    if document().active_element().as_ref() == Some(element.as_ref()) {
        return;
    }
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    // An element that cannot take the focus leaves it where it is.
    let _ = element.focus_with_options(&options);
}

/// The first element below `root` that fits the selector.
pub fn find(root: &Element, selector: &str) -> Option<HtmlElement> {
    root.query_selector(selector).ok().flatten()?.dyn_into().ok()
}

/// The element that an event happened to.
pub fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// The element itself, or the nearest around it, that fits the selector.
pub fn around(element: &Element, selector: &str) -> Option<Element> {
    element.closest(selector).ok().flatten()
}

/// Scrolls no further than is needed to see the element.
pub fn show_nearest(element: &Element) {
    let nearest = web_sys::ScrollIntoViewOptions::new();
    nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&nearest);
}

/// Whether the key belongs to an input method that is composing (UI Events, section 5.7; the key
/// code is what Safari sends with the Enter that ends a composition).
pub fn is_composing(event: &KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == 229
}

/// A custom property of the style sheet in pixels.
pub fn pixels(element: &Element, property: &str) -> Option<u32> {
    let style = window().get_computed_style(element).ok().flatten()?;
    style.get_property_value(property).ok()?.trim().strip_suffix("px")?.parse().ok()
}

/// Calls a method without arguments that older browsers lack.
pub fn call(element: &Element, method: &str) {
    if let Ok(function) = js_sys::Reflect::get(element, &JsValue::from_str(method))
        && let Some(function) = function.dyn_ref::<js_sys::Function>()
    {
        // These throw only where the element is already so.
        let _ = function.call0(element);
    }
}

/// Hides a popover; what has the focus in it gives it back.
pub fn hide(popover: NodeRef<html::Div>) {
    if let Some(popover) = popover.try_get_untracked().flatten() {
        // It throws only where it is in no document any more.
        let _ = popover.hide_popover();
    }
}

/// Whether a popover is about to open, or has opened, by the event that tells of it.
pub fn opens(event: &Event) -> bool {
    js_sys::Reflect::get(event, &JsValue::from_str("newState")).is_ok_and(|state| state == "open")
}

/// A new span at the end of `around`.
///
/// # Panics
/// Never: a document makes every span.
pub fn append(around: &Element, class: &str) -> HtmlElement {
    let span = document().create_element("span").expect("a document makes spans");
    span.set_class_name(class);
    // Only a place that cannot have children throws.
    let _ = around.append_child(&span);
    span.unchecked_into()
}

/// Writes a text, keeping the text node, so that no layout box is made anew.
pub fn write(element: &Element, text: &str) {
    match element.first_child().filter(|node| node.node_type() == web_sys::Node::TEXT_NODE) {
        Some(node) => node.set_node_value(Some(text)),
        None => element.set_text_content(Some(text)),
    }
}

/// Sets an attribute.
pub fn set(element: &Element, name: &str, value: &str) {
    // Only a name that is none of HTML's throws.
    let _ = element.set_attribute(name, value);
}

/// Sets an attribute, or takes it away.
pub fn set_or_remove(element: &Element, name: &str, value: Option<&str>) {
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}
