//! The first opening, choice and key, where nobody sees them.

use crate::{
    agent::row::Row,
    api::retry,
    browser,
    navigation::Navigation,
    ui::{abort::owned_abort, focus, rehearse},
};
use leptos::{html, prelude::*, reactive::spawn_local_scoped_with_cancellation, task::tick};
use std::time::Duration;
use wasm_bindgen::JsValue;

/// Rehearses once. A choice is rehearsed only while the first option leads to where one is already:
/// `leads_here` gives its row.
pub fn rehearse_first(
    open: RwSignal<bool>,
    panel: NodeRef<html::Div>,
    search: NodeRef<html::Input>,
    leads_here: impl Fn() -> Option<Row> + 'static,
) {
    spawn_local_scoped_with_cancellation(async move {
        browser::idle().await;
        let (Some(panel), Some(search)) = (panel.get_untracked(), search.get_untracked()) else { return };
        // Who types is told soon what was found.
        let types = focus::focused().is_some_and(|focused| focused.tag_name() == "INPUT");
        if types || open.get_untracked() {
            return;
        }
        let toggle = |to| rehearse::tell_alone(&panel, "beforetoggle", Some(("newState", JsValue::from_str(to))));
        let typed = |text: &str| {
            search.set_value(text);
            rehearse::tell_alone(&search, "input", None);
        };
        toggle("open");
        // No event of a person's comes before what follows from one of these is done.
        tick().await;
        if let Some(row) = leads_here() {
            rehearse::tell(&search, "keydown", Some(("key", "Enter".into())));
            typed(&row.peek(|state| state.record.name.clone()));
            tick().await;
            typed("");
            tick().await;
        }
        toggle("closed");
        rehearse::tell_alone(&panel, "focusout", None);
        Navigation::rehearse();
        // As another workgroup that is gone to ends what was asked of the one before.
        Owner::new().with(owned_abort);
        retry::sleep(Duration::ZERO).await;
    });
}
