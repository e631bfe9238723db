//! One place for a row in the document.

use super::{
    cell::Cell,
    face::{Face, face},
    grid::GridHandle,
    trouble::Troubles,
};
use crate::{
    agent::{Agent, field::Field, row::Row},
    locale::t,
    ui::virtual_list::Slot,
};
use contract::id::WorkgroupId;
use leptos::prelude::*;

/// A row. Which workgroup it shows changes as the list is scrolled.
#[component]
pub fn GridRow(
    /// The place in the document.
    shelf: Slot,
    /// The grid.
    grid: GridHandle,
    /// The selected workgroup.
    selected: Memo<Option<WorkgroupId>>,
) -> impl IntoView {
    let place = shelf.place;
    let at = {
        let place = place.clone();
        Memo::new(move |_| place.get().map(|(row, _)| row))
    };
    let row = Memo::new(move |_| at.get().and_then(|at| grid.rows.with(|rows| rows.get(at).cloned())));
    let seen = Memo::new(move |_| row.with(|row| row.as_ref().map(|row| row.with(face))));
    let part = move |f: fn(&Face) -> String| move || seen.with(|face| face.as_ref().map(f).unwrap_or_default());
    let chosen = move || row.with(|row| row.as_ref().is_some_and(|row| selected.read().as_ref() == Some(row.id())));
    let hidden = move || seen.with(|face| face.as_ref().is_some_and(|face| face.hidden));
    view! {
        <div
            role="row" class="tr" data-slot=shelf.number hidden=move || seen.read().is_none()
            aria-rowindex=move || at.get().map(|at| at + 2) aria-selected=move || chosen().then_some("true")
            data-busy=move || seen.with(|face| face.as_ref().is_some_and(|face| face.busy)).then_some("")
            style:transform=move || place.get().map(|(_, top)| format!("translateY({top}px)"))
        >
            <Cell column=0 field=Field::Name row seen grid/>
            <Cell column=1 field=Field::Cost row seen grid/>
            <div role="gridcell" class="td role" data-cell=2>
                <span data-column=2 tabindex="-1">{part(|face| face.role.to_owned())}</span>
            </div>
            <div role="gridcell" class="td agents" data-cell=3>
                <span data-column=3 tabindex="-1">{part(|face| face.agents.clone())}</span>
            </div>
            <div role="gridcell" class="td updated" data-cell=4>
                <span data-column=4 tabindex="-1">{part(|face| face.updated.clone())}</span>
            </div>
            <div role="gridcell" class="td toggle" data-cell=5>
                <button
                    type="button" class="text-button" data-column=5 tabindex="-1"
                    aria-label=move || seen.with(|face| face.as_ref().map(|face| {
                        if face.hidden { t().show_of(&face.name) } else { t().hide_of(&face.name) }
                    }))
                    on:click=move |_| toggle(row.get_untracked())
                >
                    {move || if hidden() { t().show() } else { t().hide() }}
                </button>
            </div>
            <Troubles row grid/>
        </div>
    }
}

fn toggle(row: Option<Row>) {
    if let (Some(row), Some(agent)) = (row, use_context::<Agent>()) {
        agent.set_hidden(&row);
    }
}
