//! A cell that is edited in place: text, button or open field.

use super::{
    editor::Editor,
    face::{CellFace, Face, Mode, Sign, base},
    grid::GridHandle,
};
use crate::{
    agent::{Agent, field::Field, row::Row},
    edit::Record as _,
    locale::{reading, t},
    text,
};
use leptos::prelude::*;

/// A cell of the grid.
#[component]
pub fn Cell(
    /// Its column.
    column: usize,
    /// Its field.
    field: Field,
    /// The row that it stands in.
    row: Memo<Option<Row>>,
    /// What is seen of that row.
    seen: Memo<Option<Face>>,
    /// The grid.
    grid: GridHandle,
) -> impl IntoView {
    let agent = Agent::expect();
    let cell = Memo::new(move |_| seen.with(|face| face.as_ref().map(|face| face.cells[column].clone())));
    let mode = Memo::new(move |_| cell.with(|cell| cell.as_ref().map_or(Mode::Text, |cell| cell.mode)));
    let shown = move || cell.with(|cell| cell.as_ref().map(|cell| cell.text.clone()).unwrap_or_default());
    let sign = Memo::new(move |_| cell.with(|cell| cell.as_ref().map_or(Sign::None, |cell| cell.sign)));
    let label = move || cell.with(|cell| cell.as_ref().map(|cell| t().cell_label(text::field(field), &cell.text)));
    let why_not = move || cell.with(|cell| cell.as_ref().and_then(|cell: &CellFace| cell.why_not));
    let open = move |_| {
        if let Some(row) = row.get_untracked() {
            open(&agent, &row, field);
        }
    };
    view! {
        <div role="gridcell" class="td edit" data-cell=column data-field=field.key() data-sign=move || sign.get().key()>
            {(column == 0).then(|| view! {
                <span
                    class="mark" aria-hidden="true"
                    data-hue=move || seen.with(|face| face.as_ref().map(|face| face.hue))
                >
                    {move || seen.with(|face| face.as_ref().map(|face| face.initial.clone()).unwrap_or_default())}
                </span>
            })}
            <button
                type="button" class="value" data-column=column tabindex="-1" hidden=move || mode.get() != Mode::Button
                aria-label=label on:click=open
            >
                {shown}
            </button>
            {move || match mode.get() {
                Mode::Button => None,
                Mode::Text => Some(view! {
                    <span class="value fixed" data-column=column tabindex="-1" title=why_not>
                        {shown}
                        <span class="hidden-text">{move || why_not().map(|why| format!(" ({why})"))}</span>
                    </span>
                }.into_any()),
                Mode::Open => row.get_untracked().map(|row| view! { <Editor row field column grid/> }.into_any()),
            }}
            <span class="sign" aria-hidden="true">{move || sign.get().text()}</span>
        </div>
    }
}

/// Opens the field of a row.
pub fn open(agent: &Agent, row: &Row, field: Field) {
    agent.edit(row, |record, edits| {
        let format = record.default_agent_cost.map(|cost| reading(cost.currency));
        let typing =
            || record.value(field).map_or_else(|| base(record, field), |value| value.typing(format.as_deref()));
        edits.open(record, field, typing);
        Vec::new()
    });
}
