//! What is opened most often comes before somebody gets as far as opening it: once all else is
//! here and the browser has nothing to do, or at the first sign of a person.

use super::{add_workgroup::ADD_WORKGROUP, selector::PANEL, waiting::WAITING};
use crate::{agent::Agent, browser, live, pages::settings::EDITOR};
use leptos::{ev, prelude::*};

/// Loads what one works with, also where that has failed before.
fn fetch() {
    PANEL.fetch();
    WAITING.fetch();
    EDITOR.fetch();
    ADD_WORKGROUP.fetch();
}

/// All else is here: loads what follows changes, then what one works with. Where the browser is told
/// to save data, the latter waits for a person.
pub async fn after_all_else(agent: &Agent) {
    browser::idle().await;
    again(agent);
}

/// The same at once: the connection is back, and what could not be loaded is loaded now.
pub fn again(agent: &Agent) {
    if agent.has_ended() {
        return;
    }
    live::load(agent);
    if !browser::saves_data() {
        fetch();
    }
}

/// Loads what one works with at the first sign of a person, for as long as the shell stands.
pub fn at_first_sign() {
    let listening = StoredValue::new_local(Vec::new());
    let stop = move || {
        let handles = listening.try_update_value(std::mem::take).unwrap_or_default();
        handles.into_iter().for_each(WindowListenerHandle::remove);
    };
    let sign = move || {
        stop();
        fetch();
    };
    listening.set_value(vec![
        window_event_listener(ev::pointerover, move |_| sign()),
        window_event_listener(ev::keydown, move |_| sign()),
    ]);
    on_cleanup(stop);
}
