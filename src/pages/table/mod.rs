//! What tables that are edited in place share: the faces of their cells, the open field, and the
//! lines below a row. What is edited, and by whom it is kept, stands in `agent::editing`.

pub mod cell;
pub mod editor;
pub mod trouble;

use crate::{
    agent::{editing::Editable, field::Field, listing::Listing, row::Row},
    ui::{
        grid::{At, Cells},
        virtual_list::Slot,
    },
};
use leptos::prelude::*;

/// What the rows need of their table. A copy is a handle.
#[derive(Debug)]
pub struct Table<R: Editable> {
    /// The rows that are known, the first ones of the list.
    pub rows: Memo<Listing<R>>,
    /// The cells of the grid.
    pub cells: Cells,
    /// The column of the first of [`Editable::FIELDS`]; the others follow it.
    pub first: usize,
}

impl<R: Editable> Clone for Table<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: Editable> Copy for Table<R> {}

impl<R: Editable> Table<R> {
    /// Moves the focus to where this row's cell is now.
    pub fn go_to(self, row: &Row<R>, field: Field) {
        if let Some(at) = self.place(row, field) {
            self.cells.go(at);
        }
    }

    /// Where the cell of a row is now.
    pub fn place(self, row: &Row<R>, field: Field) -> Option<At> {
        let row = self.rows.with_untracked(|rows| rows.position(row))?;
        Some(At { row, column: self.first + R::FIELDS.iter().position(|f| *f == field)? })
    }

    /// The row that a slot shows. It follows the slot alone, which [`show`](Self::show) tells of another
    /// row: if each slot followed all rows, one that is led to the front would wake every slot.
    pub fn row_in(self, shelf: &Slot) -> Memo<Option<Row<R>>> {
        let place = shelf.place.clone();
        Memo::new(move |_| {
            let (at, _) = place.get()?;
            self.rows.with_untracked(|rows| rows.get(at).cloned())
        })
    }

    /// The field that stands in a column.
    pub fn field(self, column: usize) -> Option<Field> {
        R::FIELDS.get(column.checked_sub(self.first)?).copied()
    }

    /// Gives the rows to the list, some of them taller by their lines, tells the slots that show another
    /// row, and keeps the focused row's element with its row.
    pub fn show(self, count: Signal<usize>, attention: ArcRwSignal<Vec<(R::Id, [u32; 2])>>) {
        let pinned = StoredValue::new(None::<Row<R>>);
        let list = self.cells.list;
        Effect::new(move |before: Option<Listing<R>>| {
            let rows = self.rows.read().clone();
            // Which row has the focus was noted before the rows changed.
            let focused = pinned.get_value();
            if list.pinned().is_some()
                && let Some(at) = focused.and_then(|row| rows.position(&row))
            {
                list.move_pinned(at);
                self.cells.at.update_value(|now| now.row = at);
            }
            let taller = attention.with(|attention| {
                if attention.is_empty() {
                    return Vec::new();
                }
                let lines = |row: &Row<R>| attention.iter().find(|(id, _)| id == row.id()).map(|(_, lines)| *lines);
                rows.iter().enumerate().filter_map(|(at, row)| Some((at, lines(row)?))).collect()
            });
            list.set(count.get(), taller);
            if let Some(before) = before {
                list.tell(|at| before.get(at) != rows.get(at));
            }
            rows
        });
        let note = move || {
            let row = list.pinned().and_then(|at| self.rows.with_untracked(|rows| rows.get(at).cloned()));
            pinned.set_value(row);
        };
        let handle = window_event_listener(leptos::ev::focusin, move |_| note());
        on_cleanup(move || handle.remove());
    }
}
