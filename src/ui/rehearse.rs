//! Events that nobody caused, for whoever hears them to have been run once before it matters: a
//! browser compiles each function of the module when it is first called.

use wasm_bindgen::JsValue;
use web_sys::{Element, Event, EventInit};

/// Tells an element, and what stands around it, of an event, which may have a property. Others that
/// are asked of it are missing: flags are then taken to be down.
pub fn tell(to: &Element, kind: &str, property: Option<(&str, JsValue)>) {
    dispatch(to, kind, true, property);
}

/// Tells the element alone.
pub fn tell_alone(to: &Element, kind: &str, property: Option<(&str, JsValue)>) {
    dispatch(to, kind, false, property);
}

fn dispatch(to: &Element, kind: &str, bubbles: bool, property: Option<(&str, JsValue)>) {
    let about = EventInit::new();
    about.set_bubbles(bubbles);
    let event = Event::new_with_event_init_dict(kind, &about).expect("events can be made");
    if let Some((name, value)) = property {
        // It throws only for an object that is sealed.
        let _ = js_sys::Reflect::set(&event, &JsValue::from_str(name), &value);
    }
    // It throws only for one that is being told.
    let _ = to.dispatch_event(&event);
}
