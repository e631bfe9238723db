//! The first edit, rehearsed on a row that nobody sees.
//!
//! A browser compiles each function of the module when it is first called, which on a slow machine
//! takes as long as the edit itself. Nothing that happens here is kept, sent or announced: the row
//! is none of the agent's (`Keeper::holds`), and its field is in no document.

use super::EDITOR;
use crate::{
    agent::{
        Agent,
        editing::Keeper as _,
        field::{Field, Value, patch_workgroup},
        row::Row,
    },
    api::Call,
    browser,
    edit::Reply,
    pages::table::Table,
    ui::dom,
};
use contract::{path, workgroup::Workgroup};
use leptos::{prelude::*, reactive::spawn_local_scoped_with_cancellation};
use web_sys::{Element, Event, EventInit};

/// What the table hears when a cell is pressed: the focus comes and goes, while nobody has it there;
/// and a press beside all cells.
fn hear(grid: Table<Workgroup>, element: &Element) {
    let Some(cell) = dom::find(element, "[data-slot] > [data-cell] > button") else { return };
    let Some(head) = dom::find(element, ".head") else { return };
    if element.contains(document().active_element().as_deref()) {
        return;
    }
    let bubbles = EventInit::new();
    bubbles.set_bubbles(true);
    let tell = |to: &Element, kind: &str| {
        let event = Event::new_with_event_init_dict(kind, &bubbles).expect("events can be made");
        // It throws only for one that is being told.
        let _ = to.dispatch_event(&event);
    };
    let at = grid.cells.at.get_value();
    tell(&cell, "focusin");
    tell(&cell, "focusout");
    grid.cells.at.set_value(at);
    tell(&head, "mousedown");
    tell(&head, "click");
}

/// Rehearses once, a step at a time, each when the browser has nothing else to do.
#[component]
pub fn Rehearsal(
    /// The table whose cells are edited.
    grid: Table<Workgroup>,
) -> impl IntoView {
    let agent = Agent::expect();
    let Some(owner) = Owner::current() else { return };
    spawn_local_scoped_with_cancellation(async move {
        browser::idle().await;
        let Some(real) = grid.rows.with_untracked(|rows| rows.get(0).cloned()) else { return };
        let row = Row::new(real.peek(|state| state.record.clone()));
        agent.open(&row, Field::Name);
        let mut field = owner.with(|| {
            let row = row.clone();
            EDITOR.show(move |editor| editor(row.clone(), Field::Name, grid)).into_view().build()
        });
        let nowhere = document().create_element("div").expect("a document makes elements");
        field.mount(&nowhere, None);
        browser::idle().await;
        agent.change(&row, |_, edits| edits.typed(Field::Name, "…".to_owned()));
        agent.save(&row, Field::Name);
        agent.edit(&row, |record, edits| edits.reply(record, Reply::Saved));
        field.unmount();
        // Nothing has changed about it.
        if agent.holds(&real) {
            agent.noted(&real);
        }
        if let Some(element) = grid.cells.element.get_untracked() {
            hear(grid, &element);
        }
        // Made, and not sent.
        let change = patch_workgroup(&Value::Name("…".to_owned()));
        drop(Call::patch(&path::workgroup(row.id()), &change, 0));
    });
}
