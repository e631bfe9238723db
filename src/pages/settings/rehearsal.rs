//! The first edit, rehearsed on a row that nobody sees.
//!
//! A browser compiles each function of the module when it is first called, which on a slow machine
//! takes as long as the edit itself. Nothing that happens here is kept, sent or announced: the row
//! is none of the agent's (`Keeper::holds`), and its field is in no document.

use super::row::open_field;
use crate::{
    agent::{
        Agent,
        drafts::Of,
        editing::Keeper as _,
        field::{Field, Value, patch_workgroup},
        row::Row,
    },
    announce,
    api::Call,
    browser,
    edit::{Command, Outcome, Reply},
    pages::table::Table,
    text,
    ui::{dom, rehearse},
};
use contract::{path, workgroup::Workgroup};
use leptos::{prelude::*, reactive::spawn_local_scoped_with_cancellation, task::tick};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

/// What is typed: long enough to be counted as most names are.
const TYPED: &str = "… … … … … …";

/// What the table hears when a cell is pressed: the focus comes and goes, while nobody has it there;
/// and a press beside all cells.
fn hear(grid: Table<Workgroup>, element: &Element) {
    let Some(cell) = dom::find(element, "[data-slot]:not([hidden]) > [data-cell]:not([data-open]) > button") else {
        return;
    };
    let Some(head) = dom::find(element, ".head") else { return };
    if element.contains(document().active_element().as_deref()) {
        return;
    }
    let at = grid.cells.at.get_value();
    rehearse::tell(&cell, "focusin", None);
    rehearse::tell(&cell, "focusout", Some(("relatedTarget", cell.clone().into())));
    rehearse::tell(&cell, "focusout", None);
    grid.cells.at.set_value(at);
    rehearse::tell(&head, "mousedown", None);
    rehearse::tell(&head, "click", None);
}

/// What comes after the answer to a write: nothing of it is news.
fn take(agent: &Agent, grid: Table<Workgroup>, row: &Row) {
    // The record may have gone meanwhile.
    if !agent.holds(row) {
        return;
    }
    agent.noted(row);
    let answer = Ok(row.peek(|state| state.record.clone()));
    // That the backend cannot be reached is no news either.
    if agent.reachable.get_untracked() {
        agent.note_write(&answer);
    }
    if let Ok(record) = answer {
        agent.take_one(record);
    }
    // The faces of all rows are compared with what is shown.
    agent.index.names.notify();
    let _ = grid.place(row, Field::Name);
    grid.cells.rehearse();
    let saved = Outcome::Saved;
    row.peek(|state| text::outcome(&state.record.name, Field::Name, &saved));
    announce::outcome(std::hint::black_box(&saved), "");
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
        let open = RwSignal::new([false; 2]);
        open.set([true, false]);
        let mut field = owner.with(|| {
            let row = row.clone();
            open_field(open, 0, Memo::new(move |_| Some(row.clone())), Field::Name, grid).into_view().build()
        });
        let nowhere = document().create_element("div").expect("a document makes elements");
        field.mount(&nowhere, None);
        dom::append(&nowhere, "");
        browser::idle().await;
        let of = "_".parse().ok().filter(|nobody| !agent.drafts.has(nobody)).map(|nobody| Of::workgroup(&nobody));
        if let Some(input) = dom::find(&nowhere, "input") {
            let typed = |text| {
                input.unchecked_ref::<HtmlInputElement>().set_value(text);
                rehearse::tell_alone(&input, "input", None);
            };
            let enter = || rehearse::tell_alone(&input, "keydown", Some(("key", "Enter".into())));
            // It is refused, and says so.
            typed("");
            enter();
            tick().await;
            typed(TYPED);
            of.iter().for_each(|of| agent.drafts.keep(of, &row));
            enter();
            rehearse::tell_alone(&input, "blur", None);
        }
        agent.edit(&row, |record, edits| edits.reply(record, Reply::Saved));
        agent.end_wait(&row);
        of.iter().for_each(|of| agent.drafts.keep(of, &row));
        open.set([false; 2]);
        take(&agent, grid, &real);
        if let Some(element) = grid.cells.element.get_untracked() {
            hear(grid, &element);
        }
        let value = Value::Name(TYPED.to_owned());
        // Made, and not sent.
        drop(Call::patch(&path::workgroup(row.id()), &patch_workgroup(&value), 0));
        drop(agent.write(&row, &value, Field::Name, 0));
        agent.run(&row, Command::Send(Field::Name, value, 0));
        browser::idle().await;
        field.unmount();
    });
}
