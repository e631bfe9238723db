//! What changes while somebody looks (`contract::event`), and who wants to hear of it.

use contract::event::EventKind;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use std::{cell::Cell, fmt, rc::Rc};
use wasm_bindgen::JsValue;

/// Who wants to hear of what. A copy is a handle.
///
/// What is heard is the event's data as `JSON.parse` made it ([`api::decode`](crate::api::decode)
/// reads it): who does not want it never decodes it. An event may tell what is known already, and a
/// record may be older than the one that is here.
#[derive(Debug, Clone, Default)]
pub struct Live(ArcStoredValue<Vec<Listener>>);

type Hear = Rc<dyn Fn(&JsValue)>;

struct Listener {
    number: u32,
    kind: EventKind,
    hear: SendWrapper<Hear>,
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.kind)
    }
}

thread_local! {
    static LISTENERS: Cell<u32> = const { Cell::new(0) };
}

impl Live {
    /// Calls `hear` with the data of each event of a kind, until the present owner ends.
    pub fn hear(&self, kind: EventKind, hear: impl Fn(&JsValue) + 'static) {
        let number = LISTENERS.get();
        LISTENERS.set(number.wrapping_add(1));
        self.0.update_value(|all| all.push(Listener { number, kind, hear: SendWrapper::new(Rc::new(hear)) }));
        let listeners = self.0.clone();
        on_cleanup(move || {
            listeners.try_update_value(|all| all.retain(|listener| listener.number != number));
        });
    }

    /// Tells an event to all who want to hear of its kind.
    pub fn tell(&self, kind: EventKind, data: &JsValue) {
        // Whoever hears may begin or end to listen.
        let hear = |all: &Vec<Listener>| {
            all.iter().filter(|listener| listener.kind == kind).map(|listener| (*listener.hear).clone()).collect()
        };
        let listeners: Vec<Hear> = self.0.with_value(hear);
        for hear in listeners {
            hear(data);
        }
    }
}
