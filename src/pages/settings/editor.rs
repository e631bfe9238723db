//! The open field of a cell.

use super::{
    face::base,
    grid::{At, GridHandle},
};
use crate::{
    agent::{
        Agent,
        field::{Field, Value},
        row::Row,
    },
    browser::Browser,
    edit::Record as _,
    locale::{money, reading, t},
    on_demand::on_demand,
    text,
    ui::dom,
};
use leptos::{ev::KeyboardEvent, html, prelude::*};

/// What stands below the field.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Hint {
    Nothing,
    /// What is understood of the amount so far, or what to know of the name.
    Note(String),
    Refused(String),
}

on_demand! {
    /// The field. It takes the focus and selects its text when it appears.
    pub static EDITOR in work = fn cell_editor(row: Row, field: Field, column: usize, grid: GridHandle) =>
        view! { <Editor row field column grid/> };
}

#[component]
fn Editor(
    /// The row.
    row: Row,
    /// The field.
    field: Field,
    /// Its column.
    column: usize,
    /// The grid.
    grid: GridHandle,
) -> impl IntoView {
    let agent = Agent::expect();
    let input = NodeRef::<html::Input>::new();
    let text = row.peek(|state| state.edits.cell(field).and_then(|cell| cell.text()).unwrap_or_default().to_owned());
    input.on_load(|input| {
        dom::focus_soon(move || {
            input.select();
            Some(input.into())
        });
    });
    let hint = {
        let row = row.clone();
        let agent = agent.clone();
        Memo::new(move |_| hint(&agent, &row, field))
    };
    let note = NodeRef::<html::Span>::new();
    Effect::new(move |_| {
        // In the last rows what stands below the field has to be scrolled to.
        if *hint.read() != Hint::Nothing
            && let Some(note) = note.get()
        {
            let nearest = web_sys::ScrollIntoViewOptions::new();
            nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
            note.scroll_into_view_with_scroll_into_view_options(&nearest);
        }
    });
    let refused = move || matches!(*hint.read(), Hint::Refused(_));
    let typed = {
        let (agent, row) = (agent.clone(), row.clone());
        move |event| {
            agent.edit(&row, |_, edits| {
                edits.typed(field, event_target_value(&event));
                Vec::new()
            });
        }
    };
    let left = {
        let (agent, row) = (agent.clone(), row.clone());
        move |_| {
            // Another window took the focus: the field is still where one works.
            // A field that is taken out of the document is told so after its end.
            let Some(input) = input.try_get_untracked() else { return };
            let still = input.is_some_and(|input| document().active_element().is_some_and(|now| now == **input));
            if !still {
                agent.edit(&row, |_, edits| edits.leave(field));
            }
        }
    };
    let keydown = move |event: KeyboardEvent| {
        if dom::is_composing(&event) {
            return;
        }
        match event.key().as_str() {
            "Enter" => {
                agent.save(&row, field);
                if row.peek(|state| state.edits.cell(field).is_none_or(|cell| cell.open.is_none())) {
                    grid.go_to_row(&row, column);
                }
            }
            "Escape" => {
                agent.edit(&row, |_, edits| {
                    edits.restore(field);
                    Vec::new()
                });
                grid.go_to_row(&row, column);
            }
            "Tab" => {
                let Some((next, field_next, column)) = next(grid, &row, column, event.shift_key()) else { return };
                agent.edit(&row, |_, edits| edits.leave(field));
                grid.at.update_value(|at| at.column = column);
                if let Some(at) = grid.rows.with_untracked(|rows| rows.iter().position(|r| *r == next)) {
                    grid.at.set_value(At { row: at, column });
                    grid.list.pin(Some(at));
                    grid.list.reveal(at);
                }
                open(&agent, &next, field_next);
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    view! {
        <span class="editor">
            <input
                type="text" class="value input" node_ref=input value=text autocomplete="off" spellcheck="false"
                inputmode=(field == Field::Cost).then_some("decimal") aria-label=text::field(field)
                aria-invalid=move || refused().to_string() aria-describedby="cell-hint"
                on:input=typed on:blur=left on:keydown=keydown
            />
            <span
                id="cell-hint" class="cell-hint" node_ref=note data-refused=move || refused().then_some("")
                hidden=move || *hint.read() == Hint::Nothing
            >
                {move || match hint.get() {
                    Hint::Nothing => String::new(),
                    Hint::Note(text) | Hint::Refused(text) => text,
                }}
            </span>
        </span>
    }
}

fn hint(agent: &Agent, row: &Row, field: Field) -> Hint {
    row.with(|state| {
        let Some(open) = state.edits.cell(field).and_then(|cell| cell.open.as_ref()) else { return Hint::Nothing };
        if let Some(why) = &open.why {
            return Hint::Refused(text::why(why));
        }
        if field == Field::Name {
            let taken = agent.index.peek(|rows| rows.has_twin(&open.text, row.id()));
            return if taken { Hint::Note(t().name_taken().to_owned()) } else { Hint::Nothing };
        }
        let Some(cost) = state.record.default_agent_cost else { return Hint::Nothing };
        match field.read::<Browser>(&open.text, Some(&reading(cost.currency))) {
            Ok(Value::Cost(cost)) => Hint::Note(t().understood(&money(cost))),
            _ => Hint::Nothing,
        }
    })
}

/// The next editable cell in reading order, or the one before it.
fn next(grid: GridHandle, row: &Row, column: usize, back: bool) -> Option<(Row, Field, usize)> {
    grid.rows.with_untracked(|rows| {
        let at = rows.iter().position(|r| r == row)?;
        let mut cells = (at * 2..rows.len() * 2).collect::<Vec<_>>();
        let here = at * 2 + column;
        if back {
            cells = (0..here).rev().collect();
        } else {
            cells.retain(|cell| *cell > here);
        }
        cells.into_iter().find_map(|cell| {
            let (row, field) = (rows.get(cell / 2)?, *Field::ALL.get(cell % 2)?);
            row.peek(|state| field.may_edit(&state.record)).then(|| (row.clone(), field, cell % 2))
        })
    })
}

/// Opens the field of a row.
pub fn open(agent: &Agent, row: &Row, field: Field) {
    agent.change(row, |record, edits| {
        let typing = || {
            // Only an amount is written differently where one types it.
            let cost = record.default_agent_cost.filter(|_| field == Field::Cost);
            let format = cost.map(|cost| reading(cost.currency));
            record.value(field).map_or_else(|| base(record, field), |value| value.typing(format.as_deref()))
        };
        edits.open(record, field, typing);
    });
}
