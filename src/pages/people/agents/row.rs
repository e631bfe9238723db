//! One place for an agent's row in the document, painted by one effect into a template, as the rows
//! of workgroups are (`pages::settings::row`). A row that is not loaded yet shows its bones.

use super::{
    face::{Face, face},
    members::Members,
};
use crate::{
    agent::field::Field,
    locale::people,
    pages::{
        people::calm::show_changed,
        table::{
            Table,
            cell::{CellFace, CellParts, Mode, Sign},
            editor::Editor,
            trouble::Troubles,
        },
    },
    ui::{dom, virtual_list::Slot},
};
use contract::member::Member;
use leptos::{html, prelude::*};
use web_sys::HtmlElement;

/// A row. Whom it shows changes as the list is scrolled.
#[component]
pub fn AgentRow(
    /// The place in the document.
    shelf: Slot,
    /// The table.
    grid: Table<Member>,
    /// The agents.
    members: Members,
) -> impl IntoView {
    let element = NodeRef::<html::Div>::new();
    let open = RwSignal::new([false; 2]);
    let edited = RwSignal::new(false);
    let parts = StoredValue::new_local(None::<Parts>);
    let number = shelf.number;
    let row = grid.row_in(&shelf);
    let place = shelf.place;
    Effect::new(move |_| {
        let Some(element) = element.get() else { return };
        let Some((at, top)) = place.get() else {
            return parts.update_value(|parts| parts.iter_mut().for_each(|parts| parts.hide(true)));
        };
        members.want(at);
        let face = row.get().map(|row| row.with(|state| face(&members, state)));
        let opened = face.as_ref().map_or([false; 2], |face| face.cells.each_ref().map(|cell| cell.mode == Mode::Open));
        if face.as_ref().is_some_and(Face::has_lines) && !edited.get_untracked() {
            edited.set(true);
        }
        parts.update_value(|parts| {
            let parts = parts.get_or_insert_with(|| Parts::of(&element));
            parts.place(at, top);
            parts.write(face);
        });
        if open.get_untracked() != opened {
            open.set(opened);
        }
    });
    let editor = move |at: usize, field: Field| {
        let is_open = Memo::new(move |_| open.read()[at]);
        move || {
            let row = if is_open.get() { row.get()? } else { return None };
            Some(view! { <Editor row field grid/> })
        }
    };
    let lines = move || edited.get().then(|| view! { <Troubles row grid/> });
    let cell = move |at: usize, field: Field| {
        let (column, key) = (grid.first + at, field.key());
        view! {
            <div role="gridcell" class="td edit" data-cell=column data-field=key>
                <button
                    type="button" class="value" data-column=column tabindex="-1" id=format!("{key}-{number}")
                    aria-labelledby=format!("label-{key} {key}-{number}")
                ></button>
                {editor(at, field)}
            </div>
        }
    };
    view! {
        <div role="row" class="tr" data-slot=number node_ref=element hidden=true>
            <div role="gridcell" class="td person" data-cell="0">
                <span class="person-name" data-column="0" tabindex="-1" id=format!("person-{number}")></span>
                <span class="badge" hidden=true>{people().you()}</span>
            </div>
            <div role="gridcell" class="td email" data-cell="1"><span data-column="1" tabindex="-1"></span></div>
            {cell(0, Field::Role)}
            {cell(1, Field::Rate)}
            <div role="gridcell" class="td seat" data-cell="4"><span data-column="4" tabindex="-1"></span></div>
            <div role="gridcell" class="td seen" data-cell="5"><span data-column="5" tabindex="-1"></span></div>
            <div role="gridcell" class="td deed" data-cell="6">
                <button
                    type="button" class="text-button" data-column="6" tabindex="-1" id=format!("deed-{number}")
                    aria-labelledby=format!("deed-{number} person-{number}") aria-describedby=format!("deed-why-{number}")
                ></button>
                <span class="why" id=format!("deed-why-{number}")></span>
            </div>
            {lines}
        </div>
    }
}

/// The elements of a row that are written to, and what was written last.
struct Parts {
    row: HtmlElement,
    badge: HtmlElement,
    cells: [CellParts; 2],
    /// Name, address, seat, last seen, what can be done, why not.
    texts: [HtmlElement; 6],
    /// The face that is in the document now; none of a row that is not loaded.
    shown: Option<Face>,
    /// Whether anything has been written.
    written: bool,
    place: (usize, u32),
    hidden: bool,
}

impl Parts {
    fn of(row: &HtmlElement) -> Self {
        let find = |selector: &str| dom::find(row, selector).expect("the row's template has it");
        let column = |at: usize| find(&format!("[data-column=\"{at}\"]"));
        Self {
            row: row.clone(),
            badge: find(".badge"),
            cells: [CellParts::of(row, 2), CellParts::of(row, 3)],
            texts: [column(0), column(1), column(4), column(5), column(6), find(".deed > .why")],
            shown: None,
            written: false,
            place: (usize::MAX, u32::MAX),
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

    fn place(&mut self, at: usize, top: u32) {
        if self.place != (at, top) {
            self.place = (at, top);
            dom::set(&self.row, "aria-rowindex", &(at + 2).to_string());
            // A property that every browser knows does not throw.
            let _ = self.row.style().set_property("transform", &format!("translateY({top}px)"));
        }
        self.hide(false);
    }

    /// Writes what has changed.
    fn write(&mut self, face: Option<Face>) {
        if self.written && self.shown == face {
            return;
        }
        let (before, written) = (self.shown.take(), std::mem::replace(&mut self.written, true));
        dom::set_or_remove(&self.row, "data-waiting", face.is_none().then_some(""));
        dom::set_or_remove(&self.row, "aria-busy", face.is_none().then_some("true"));
        let texts = face.as_ref().map_or([""; 6], |face| {
            let why = face.why_not.unwrap_or_default();
            [&face.name, &face.email, face.seat, &face.seen, face.deed.text(), why]
        });
        for (part, text) in self.texts.iter().zip(texts) {
            dom::write(part, text);
        }
        // An address that is cut off can be read all the same.
        dom::set_or_remove(&self.texts[1], "title", face.as_ref().map(|face| face.email.as_str()));
        let is = |what: fn(&Face) -> bool| face.as_ref().is_some_and(what);
        self.badge.set_hidden(!is(|face| face.is_me));
        self.texts[4].set_hidden(face.is_none());
        dom::set(&self.texts[4], "aria-disabled", if is(|face| face.why_not.is_some()) { "true" } else { "false" });
        for (name, now) in [
            ("data-fixed", is(Face::is_fixed)),
            ("data-busy", is(|face| face.busy)),
            ("data-inactive", is(|face| face.is_inactive)),
            ("data-default", is(|face| face.is_default)),
        ] {
            dom::set_or_remove(&self.row, name, now.then_some(""));
        }
        let bones = CellFace { mode: Mode::Text, text: String::new(), sign: Sign::None, why_not: None };
        for (at, parts) in self.cells.iter().enumerate() {
            let cell = face.as_ref().map_or(&bones, |face| &face.cells[at]);
            let of_same = before.as_ref().filter(|before| face.as_ref().is_some_and(|face| face.email == before.email));
            if let Some(element) = of_same.and_then(|before| parts.changed_by_others(cell, &before.cells[at])) {
                show_changed(element);
            }
            let was = before.as_ref().map_or(&bones, |before| &before.cells[at]);
            parts.write(cell, written.then_some(was), of_same.is_some());
        }
        self.shown = face;
    }
}
