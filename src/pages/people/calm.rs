//! Rows that come and go by themselves, without moving what one works on.

use crate::{
    api::retry,
    browser,
    ui::{dom, grid::Cells},
};
use leptos::{
    ev,
    prelude::*,
    task::{spawn_local, tick},
};
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Element, Node};

/// How long the pointer has to rest on a grid, in milliseconds, before its rows move.
const REST: i64 = 1500;
/// How long between two looks at whether it does.
const LOOK: Duration = Duration::from_millis(250);

/// Does what moves the rows of a grid when nobody points at them or types into them. A copy is a
/// handle.
#[derive(Clone, Copy)]
pub struct Calm {
    cells: Cells,
    /// When the pointer moved over the grid last.
    moved: StoredValue<i64>,
    due: StoredValue<Vec<Box<dyn FnOnce()>>, LocalStorage>,
}

impl Calm {
    /// That of a grid, for as long as the present owner lives.
    pub fn new(cells: Cells) -> Self {
        let calm = Self { cells, moved: StoredValue::new(0), due: StoredValue::new_local(Vec::new()) };
        let handle = window_event_listener(ev::pointermove, move |event| {
            let over = event.target().and_then(|target| target.dyn_into::<Node>().ok());
            if calm.holds(over.as_ref()) {
                calm.moved.set_value(browser::now());
            }
        });
        on_cleanup(move || handle.remove());
        calm
    }

    /// Does it now, or as soon as it is calm; things are done in order, and not at all where the
    /// owner ends before.
    pub fn when(self, act: impl FnOnce() + 'static) {
        let waits = self.due.try_update_value(|due| {
            due.push(Box::new(act));
            due.len() > 1
        });
        if waits != Some(false) {
            return;
        }
        if self.is_calm() {
            return self.act();
        }
        spawn_local(async move {
            loop {
                retry::sleep(LOOK).await;
                if self.due.try_with_value(|_| ()).is_none() {
                    return;
                }
                if self.is_calm() {
                    return self.act();
                }
            }
        });
    }

    fn act(self) {
        let due = self.due.try_update_value(std::mem::take).unwrap_or_default();
        due.into_iter().for_each(|act| act());
    }

    fn is_calm(self) -> bool {
        let focused = document().active_element().filter(|element| self.holds(Some(element)));
        let types = focused.is_some_and(|element: Element| matches!(&*element.tag_name(), "INPUT" | "SELECT"));
        !types && browser::now() - self.moved.try_get_value().unwrap_or_default() >= REST
    }

    fn holds(self, node: Option<&Node>) -> bool {
        self.cells.element.try_get_untracked().flatten().is_some_and(|grid| grid.contains(node))
    }

    /// Changes the rows by `change`. The focus stays with its row and that row where it is seen; so
    /// does, where one has scrolled, the first row in sight. `at` gives the row at a place, and
    /// `find` where a row is; a focused row that is gone leaves the focus to its neighbour.
    pub fn change<T: 'static>(
        self,
        at: impl Fn(usize) -> Option<T>,
        find: impl Fn(&T) -> Option<usize> + 'static,
        change: impl FnOnce(),
    ) {
        let Self { cells, .. } = self;
        let list = cells.list;
        let focused = list.pinned();
        let held = focused.or_else(|| list.first_in_sight()).and_then(|row| Some((at(row)?, list.top(row))));
        change();
        let now = held.as_ref().and_then(|(row, _)| find(row));
        if let (Some(_), Some(to)) = (focused, now) {
            list.move_pinned(to);
            cells.at.update_value(|at| at.row = to);
        }
        let lost = focused.is_some() && now.is_none();
        spawn_local(async move {
            tick().await;
            if let Some((row, top)) = held
                && let Some(row) = find(&row)
            {
                list.keep_in_place(top, row);
            }
            if lost && let Some(at) = cells.at.try_get_value() {
                cells.go(at);
            }
        });
    }
}

/// Shows for a moment that somebody else has changed what an element shows.
pub fn show_changed(element: &Element) {
    // Two names in turn: an animation of the same name would not begin again.
    let again = element.get_attribute("data-told").as_deref() == Some("");
    dom::set(element, "data-told", if again { "again" } else { "" });
}
