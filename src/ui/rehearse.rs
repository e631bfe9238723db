//! Events that nobody caused, for whoever hears them to have been run once before it matters: a
//! browser compiles each function of the module when it is first called.

use wasm_bindgen::JsValue;
use web_sys::{Element, Event, EventInit};

/// Tells an element, and what stands around it, of an event.
///
/// # Panics
/// Never: every document makes events.
pub fn tell(to: &Element, kind: &str) {
    dispatch(to, &event(kind));
}

/// The same of an event that has a property. Others that are asked of it are missing: flags are then
/// taken to be down.
///
/// # Panics
/// Never: every document makes events.
pub fn tell_with(to: &Element, kind: &str, property: &str, value: &str) {
    let event = event(kind);
    // It throws only for an object that is sealed.
    let _ = js_sys::Reflect::set(&event, &JsValue::from_str(property), &JsValue::from_str(value));
    dispatch(to, &event);
}

fn event(kind: &str) -> Event {
    let about = EventInit::new();
    about.set_bubbles(true);
    Event::new_with_event_init_dict(kind, &about).expect("events can be made")
}

fn dispatch(to: &Element, event: &Event) {
    // It throws only for one that is being told.
    let _ = to.dispatch_event(event);
}
