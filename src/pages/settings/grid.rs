//! The grid (WAI-ARIA APG, *Grid*): one tab stop, arrows between cells, only the rows in sight in
//! the document.

use super::{editor, keys, row::GridRow};
use crate::{
    agent::{Agent, field::Field, row::Row},
    locale::t,
    ui::{dom, virtual_list::VirtualList},
};
use contract::id::WorkgroupId;
use leptos::{
    ev::{FocusEvent, KeyboardEvent},
    html,
    prelude::*,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// How many columns the grid has.
pub const COLUMNS: usize = 6;
/// The height of the sticky head in pixels, as in `style/main.css`.
const HEAD: u32 = 36;

/// Where the focus is, or goes next time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At {
    /// The row in the list.
    pub row: usize,
    /// The column.
    pub column: usize,
}

/// What the rows need of the grid. A copy is a handle.
#[derive(Debug, Clone, Copy)]
pub struct GridHandle {
    /// The rows of the list.
    pub rows: Memo<Vec<Row>>,
    /// The list.
    pub list: VirtualList,
    /// The grid's element.
    pub element: NodeRef<html::Div>,
    /// Where the focus is, or goes next time.
    pub at: StoredValue<At>,
}

impl GridHandle {
    /// Moves the focus to a cell, wherever it is.
    pub fn go(self, at: At) {
        let count = self.rows.with_untracked(Vec::len);
        if count == 0 {
            return;
        }
        let at = At { row: at.row.min(count - 1), column: at.column.min(COLUMNS - 1) };
        self.at.set_value(at);
        self.list.reveal(at.row);
        dom::focus_soon(move || self.cell(at));
    }

    /// Moves the focus to where this row's cell is now.
    pub fn go_to_row(self, row: &Row, column: usize) {
        let at = self.rows.with_untracked(|rows| rows.iter().position(|r| r == row));
        if let Some(at) = at {
            self.go(At { row: at, column });
        }
    }

    fn cell(self, at: At) -> Option<HtmlElement> {
        let slot = self.list.slot_of(at.row)?;
        let grid: Element = self.element.try_get_untracked()??.into();
        dom::find(
            &grid,
            &format!(
                "[data-slot=\"{slot}\"] [data-cell]:not([data-open]) > [data-column=\"{}\"]:not([hidden])",
                at.column
            ),
        )
    }

    /// The cell that an element stands in.
    fn place_of(self, element: &Element) -> Option<At> {
        let cell = element.closest("[data-cell]").ok()??;
        let row = element.closest("[data-slot]").ok()??;
        let number = |element: &Element, name| element.get_attribute(name)?.parse::<usize>().ok();
        Some(At { row: self.list.row_of(number(&row, "data-slot")?)?, column: number(&cell, "data-cell")? })
    }
}

/// The table.
#[component]
pub fn Grid(
    /// The rows.
    rows: Memo<Vec<Row>>,
    /// The selected workgroup.
    selected: Memo<Option<WorkgroupId>>,
    /// Whether the first rows are still to come.
    waiting: Signal<bool>,
    /// The filter: another text begins at the top.
    query: RwSignal<String>,
) -> impl IntoView {
    let agent = Agent::expect();
    let list = VirtualList::new(HEAD, 5, 640);
    let grid = GridHandle { rows, list, element: NodeRef::new(), at: StoredValue::new(At { row: 0, column: 0 }) };
    show(grid, &agent);
    Effect::new(move |before: Option<()>| {
        query.track();
        if before.is_some() {
            list.to_top();
        }
    });
    let headers: Vec<_> = [t().name(), t().cost(), t().your_role(), t().agents(), t().updated(), t().selector_column()]
        .into_iter()
        .enumerate()
        .map(|(at, name)| view! { <div role="columnheader" class="th" data-col=at aria-colindex=at + 1>{name}</div> })
        .collect();
    let focusin = move |event: FocusEvent| {
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
        let Some(element) = grid.element.try_get_untracked().flatten() else { return };
        if target == *element.unchecked_ref::<Element>() {
            grid.go(grid.at.get_value());
        } else if let Some(at) = grid.place_of(&target) {
            grid.at.set_value(at);
            list.pin(Some(at.row));
            // The grid itself is the one tab stop, but not while the focus is in it: Shift+Tab leaves.
            element.set_tab_index(-1);
        }
    };
    let focusout = move |event: FocusEvent| {
        let Some(element) = grid.element.try_get_untracked().flatten() else { return };
        let to = event.related_target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        if !element.contains(to.as_ref()) {
            element.set_tab_index(0);
            list.pin(None);
        }
    };
    let keydown = move |event: KeyboardEvent| keys::pressed(&event, grid);
    let clicked = move |event: leptos::ev::MouseEvent| {
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
        let Ok(Some(button)) = target.closest("button[data-column]") else { return };
        let Some(at) = grid.place_of(&button) else { return };
        let Some(row) = rows.with_untracked(|rows| rows.get(at.row).cloned()) else { return };
        match Field::ALL.get(at.column) {
            Some(field) => editor::open(&agent, &row, *field),
            None => agent.set_hidden(&row),
        }
    };
    view! {
        <div class="scroller" node_ref=list.viewport on:scroll=move |_| list.scrolled()>
            <div
                role="grid" class="grid" tabindex="0" node_ref=grid.element aria-label=t().workgroups()
                aria-rowcount=move || rows.read().len() + 1 aria-colcount=COLUMNS aria-busy=move || waiting.get().to_string()
                on:focusin=focusin on:focusout=focusout on:keydown=keydown on:click=clicked
            >
                <span id="label-name" hidden=true>{t().label(t().name())}</span>
                <span id="label-cost" hidden=true>{t().label(t().cost())}</span>
                <div role="row" class="tr head" aria-rowindex="1">{headers}</div>
                <div role="rowgroup" class="rows" style:height=move || format!("{}px", list.height.get())>
                    <For each=move || list.slots.get() key=|slot| slot.number let:shelf>
                        <GridRow shelf grid selected/>
                    </For>
                </div>
            </div>
            <div class="skeleton" aria-hidden="true" hidden=move || !waiting.get()>
                <i></i><i></i><i></i><i></i><i></i><i></i>
            </div>
        </div>
    }
}

/// Gives the rows to the list, and keeps the focused row's element with its row.
fn show(grid: GridHandle, agent: &Agent) {
    let attention = agent.attention.clone();
    let pinned = StoredValue::new(None::<Row>);
    Effect::new(move |_| {
        let rows = grid.rows.read();
        // Which row has the focus was noted before the rows changed.
        let focused = pinned.get_value();
        if grid.list.pinned().is_some()
            && let Some(at) = focused.and_then(|row| rows.iter().position(|r| *r == row))
        {
            grid.list.move_pinned(at);
            grid.at.update_value(|now| now.row = at);
        }
        let taller = attention.with(|attention| {
            if attention.is_empty() {
                return Vec::new();
            }
            let lines = |row: &Row| attention.iter().find(|(id, _)| id == row.id()).map(|(_, lines)| *lines);
            rows.iter().enumerate().filter_map(|(at, row)| Some((at, lines(row)?))).collect()
        });
        grid.list.set(rows.len(), taller);
    });
    let note = move || {
        let row = grid.list.pinned().and_then(|at| grid.rows.with_untracked(|rows| rows.get(at).cloned()));
        pinned.set_value(row);
    };
    let handle = window_event_listener(leptos::ev::focusin, move |_| note());
    on_cleanup(move || handle.remove());
}
