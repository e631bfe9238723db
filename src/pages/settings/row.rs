//! One place for a row in the document.
//!
//! A row is written by one effect into a template: at each step of a scroll every row in sight is
//! rewritten, and a reactive node for each text would cost more than the text. Only what appears
//! and goes again (an open field, the lines below) is a view of its own.

use super::{
    EDITOR, TROUBLES,
    face::{Face, face},
};
use crate::{
    agent::{Agent, field::Field, row::Row},
    pages::table::{
        Table,
        cell::{Aside, CellParts, Mode},
    },
    ui::{dom, mark, virtual_list::Slot},
};
use contract::workgroup::Workgroup;
use leptos::{html, prelude::*};
use web_sys::HtmlElement;

/// A row. Which workgroup it shows changes as the list is scrolled.
#[component]
pub fn GridRow(
    /// The place in the document.
    shelf: Slot,
    /// The grid.
    grid: Table<Workgroup>,
) -> impl IntoView {
    let element = NodeRef::<html::Div>::new();
    let open = RwSignal::new([false; 2]);
    let edited = RwSignal::new(false);
    let parts = StoredValue::new_local(None::<Parts>);
    let number = shelf.number;
    let agent = Agent::expect();
    let row = grid.row_in(&shelf);
    let place = shelf.place;
    // Only the first row asks who leads.
    let at = place.clone();
    let chosen = Memo::new(move |_| at.get().is_some_and(|(at, _)| at == 0) && grid.rows.read().is_led());
    Effect::new(move |_| {
        let Some(element) = element.get() else { return };
        let (Some((at, top)), Some(row)) = (place.get(), row.get()) else {
            return parts.update_value(|parts| parts.iter_mut().for_each(|parts| parts.hide(true)));
        };
        agent.index.names.track();
        let face = row.with(|state| {
            let has_twin = agent.index.peek(|rows| rows.has_twin(&state.record.name, &state.record.id));
            face(&agent, state, has_twin)
        });
        let opened = face.cells.each_ref().map(|cell| cell.mode == Mode::Open);
        if face.has_lines() && !edited.get_untracked() {
            edited.set(true);
        }
        parts.update_value(|parts| {
            let parts = parts.get_or_insert_with(|| Parts::of(&element));
            parts.write(&row, face, at, top, chosen.get());
        });
        if open.get_untracked() != opened {
            open.set(opened);
        }
    });
    let editor = move |column: usize, field: Field| open_field(open, column, row, field, grid);
    view! {
        <div role="row" class="tr" data-slot=number node_ref=element hidden=true>
            <div role="gridcell" class="td edit" data-cell="0" data-field="name">
                <button
                    type="button" class="value" data-column="0" tabindex="-1" id=format!("name-{number}")
                    aria-labelledby=format!("label-name name-{number}")
                ></button>
                {editor(0, Field::Name)}
            </div>
            <div role="gridcell" class="td edit" data-cell="1" data-field="cost">
                <button
                    type="button" class="value" data-column="1" tabindex="-1" id=format!("cost-{number}")
                    aria-labelledby=format!("label-cost cost-{number}")
                ></button>
                {editor(1, Field::Cost)}
            </div>
            <div role="gridcell" class="td role" data-cell="2" data-column="2" tabindex="-1"></div>
            <div role="gridcell" class="td agents" data-cell="3" data-column="3" tabindex="-1"></div>
            <div role="gridcell" class="td updated" data-cell="4" data-column="4" tabindex="-1"></div>
            <div role="gridcell" class="td toggle" data-cell="5">
                <button
                    type="button" class="text-button" data-column="5" tabindex="-1" id=format!("toggle-{number}")
                    aria-labelledby=format!("toggle-{number} name-{number}")
                ></button>
            </div>
            {TROUBLES.show_once(move || edited.get(), move |lines| lines(row, grid))}
        </div>
    }
}

/// A row's field, while it is open.
pub fn open_field(
    open: RwSignal<[bool; 2]>,
    column: usize,
    row: Memo<Option<Row>>,
    field: Field,
    grid: Table<Workgroup>,
) -> impl IntoView {
    let is_open = Memo::new(move |_| open.read()[column]);
    move || {
        let row = if is_open.get() { row.get()? } else { return None };
        Some(EDITOR.show(move |editor| editor(row.clone(), field, grid)))
    }
}

/// The elements of a row that are written to, and what was written last.
struct Parts {
    row: HtmlElement,
    named: HtmlElement,
    since: Aside,
    cells: [CellParts; 2],
    rest: [HtmlElement; 3],
    toggle: HtmlElement,
    /// The face that is in the document now, and the row that it is of.
    shown: Option<Face>,
    of: Option<Row>,
    place: (usize, u32),
    chosen: bool,
    hidden: bool,
}

impl Parts {
    fn of(row: &HtmlElement) -> Self {
        let find = |selector: &str| dom::find(row, selector).expect("the row's template has it");
        let named = find("[data-cell=\"0\"]");
        Self {
            row: row.clone(),
            since: Aside::new(&named, "since"),
            named,
            cells: [CellParts::of(row, 0), CellParts::of(row, 1)],
            rest: [find("[data-column=\"2\"]"), find("[data-column=\"3\"]"), find("[data-column=\"4\"]")],
            toggle: find("[data-column=\"5\"]"),
            shown: None,
            of: None,
            place: (usize::MAX, u32::MAX),
            chosen: false,
            hidden: true,
        }
    }

    /// Takes the row out of sight, or back into it.
    fn hide(&mut self, hidden: bool) {
        if self.hidden != hidden {
            self.hidden = hidden;
            self.row.set_hidden(hidden);
        }
    }

    /// Writes what has changed.
    fn write(&mut self, of: &Row, face: Face, at: usize, top: u32, chosen: bool) {
        let same = self.of.replace(of.clone()).is_some_and(|was| was == *of);
        if self.place != (at, top) {
            self.place = (at, top);
            dom::set(&self.row, "aria-rowindex", &(at + 2).to_string());
            // A property that every browser knows does not throw.
            let _ = self.row.style().set_property("transform", &format!("translateY({top}px)"));
        }
        self.hide(false);
        if self.chosen != chosen {
            self.chosen = chosen;
            dom::set_or_remove(&self.row, "aria-selected", chosen.then_some("true"));
        }
        let before = self.shown.take();
        let before = before.as_ref();
        if before.is_none_or(|before| (before.hue, &before.initial) != (face.hue, &face.initial)) {
            mark::write(&self.named, Some(face.hue), &face.initial);
        }
        let [role, agents, updated] = &self.rest;
        for (part, was, text) in [
            (role, before.map(|b| b.role), face.role),
            (agents, before.map(|b| b.agents.as_str()), face.agents.as_str()),
            (updated, before.map(|b| b.updated.as_str()), face.updated.as_str()),
            (&self.toggle, before.map(|b| b.toggle()), face.toggle()),
        ] {
            if was != Some(text) {
                dom::write(part, text);
            }
        }
        if before.is_none_or(|before| before.since != face.since) {
            self.since.write(&face.since);
        }
        if before.is_some_and(Face::is_fixed) != face.is_fixed() {
            dom::set_or_remove(&self.row, "data-fixed", face.is_fixed().then_some(""));
        }
        if before.is_some_and(|before| before.busy) != face.busy {
            dom::set_or_remove(&self.row, "data-busy", face.busy.then_some(""));
        }
        for (at, (parts, cell)) in self.cells.iter().zip(&face.cells).enumerate() {
            parts.write(cell, before.map(|before| &before.cells[at]), same);
        }
        self.shown = Some(face);
    }
}
