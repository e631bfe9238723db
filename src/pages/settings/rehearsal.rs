//! The first edit, rehearsed on a row that nobody sees.
//!
//! A browser compiles each function of the module when it is first called, which on a slow machine
//! takes as long as the edit itself. Nothing that happens here is kept, sent or announced: the row
//! is none of the agent's (`Keeper::holds`), and its field is in no document.

use super::EDITOR;
use crate::{
    agent::{Agent, editing::Keeper as _, field::Field, row::Row},
    pages::table::Table,
};
use contract::workgroup::Workgroup;
use leptos::prelude::*;
use std::time::Duration;

/// How long a person has come to rest, and how long the field stands.
const PAUSE: Duration = Duration::from_millis(400);

/// Rehearses once.
#[component]
pub fn Rehearsal(
    /// The table whose cells are edited.
    grid: Table<Workgroup>,
) -> impl IntoView {
    let agent = Agent::expect();
    let Some(owner) = Owner::current() else { return };
    let handle = set_timeout_with_handle(
        move || {
            let Some(record) = grid.rows.with_untracked(|rows| Some(rows.get(0)?.peek(|state| state.record.clone())))
            else {
                return;
            };
            let row = Row::new(record);
            let field = owner.with(|| {
                agent.open(&row, Field::Name);
                EDITOR
                    .show({
                        let row = row.clone();
                        move |editor| editor(row.clone(), Field::Name, grid)
                    })
                    .into_view()
                    .build()
            });
            set_timeout(
                move || {
                    agent.change(&row, |_, edits| edits.typed(Field::Name, "…".to_owned()));
                    agent.save(&row, Field::Name);
                    drop(field);
                },
                PAUSE,
            );
        },
        PAUSE,
    );
    on_cleanup(move || {
        if let Ok(handle) = handle {
            handle.clear();
        }
    });
}
