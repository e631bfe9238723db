//! What changes while somebody looks: the stream of events (`contract::event`), read by one tab of
//! a browser and passed on to the others.
//!
//! The main module knows who wants to hear of what, and when to begin. All else is a part of its
//! own that is loaded after the first list is there: how the stream is read ([`parser`]), when
//! there is a connection ([`connection`]), how far a tab has come ([`place`]), what one that was away
//! has missed ([`ring`]), and the wires between them and the browser.

pub mod connection;
mod follow;
mod hear;
pub mod parser;
pub mod place;
pub mod ring;
mod tabs;

use crate::{agent::Agent, browser, on_demand::on_demand};
use contract::{
    event::{self, EventKind},
    id::WorkgroupId,
};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use std::{cell::Cell, fmt, rc::Rc};
use wasm_bindgen::JsValue;

on_demand! {
    /// All that follows the stream. It shows nothing.
    static FOLLOW in live = fn follow_events() => follow::follow(&Agent::expect());
}

/// Loads what follows the stream, where the backend has one, also where that has failed before. To
/// be called when the first list is here.
pub fn load(agent: &Agent) {
    if is_told(agent) {
        FOLLOW.fetch();
    }
}

/// Whether the backend tells what changes.
fn is_told(agent: &Agent) -> bool {
    agent.session.parts.iter().any(|part| part == event::PART)
}

/// Follows what changes, for as long as the view stands.
pub fn follow() -> impl IntoView {
    || FOLLOW.is_here().then(|| FOLLOW.show(|follow| follow()))
}

/// Who wants to hear of what. A copy is a handle.
///
/// What is heard is the event's data as `JSON.parse` made it ([`api::decode`](crate::api::decode)
/// reads it): who does not want it never decodes it. An event may tell what is known already, and a
/// record may be older than the one that is here.
#[derive(Debug, Clone)]
pub struct Live {
    /// Since when there is something that may change, in milliseconds since 1970.
    began: i64,
    listeners: ArcStoredValue<Vec<Listener>>,
    /// The workgroup that is being left by the agent's own will.
    leaving: ArcStoredValue<Option<WorkgroupId>>,
}

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

impl Default for Live {
    fn default() -> Self {
        Self { began: browser::now(), listeners: ArcStoredValue::default(), leaving: ArcStoredValue::default() }
    }
}

impl Live {
    /// Calls `hear` with the data of each event of a kind, until the present owner ends.
    pub fn hear(&self, kind: EventKind, hear: impl Fn(&JsValue) + 'static) {
        let number = LISTENERS.get();
        LISTENERS.set(number.wrapping_add(1));
        self.listeners.update_value(|all| all.push(Listener { number, kind, hear: SendWrapper::new(Rc::new(hear)) }));
        let listeners = self.listeners.clone();
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
        let listeners: Vec<Hear> = self.listeners.with_value(hear);
        for hear in listeners {
            hear(data);
        }
    }

    /// The agent asks to leave a workgroup, or does not any more: being told that it is gone is no
    /// news to them.
    pub fn set_leaving(&self, workgroup: Option<&WorkgroupId>) {
        self.leaving.set_value(workgroup.cloned());
    }

    /// Whether the agent is leaving this workgroup.
    pub fn is_leaving(&self, workgroup: &WorkgroupId) -> bool {
        self.leaving.with_value(|leaving| leaving.as_ref() == Some(workgroup))
    }
}
