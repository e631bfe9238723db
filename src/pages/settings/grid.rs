//! The grid of workgroups.

use super::{EDITOR, HIDE, REHEARSAL, row::GridRow};
use crate::{
    agent::{Agent, editing::Keeper as _, listing::Listing},
    locale::t,
    pages::table::Table,
    ui::{grid::Cells, virtual_list::VirtualList},
};
use leptos::prelude::*;

/// How many columns the grid has.
pub const COLUMNS: usize = 6;
/// The height of the sticky head in pixels, as in `style/main.css`.
const HEAD: u32 = 36;

/// The table.
#[component]
pub fn Grid(
    /// The rows, led by the selected workgroup.
    rows: Memo<Listing>,
    /// How many they are.
    count: Memo<usize>,
    /// Whether the first rows are still to come.
    waiting: Signal<bool>,
    /// The filter: another text begins at the top.
    query: RwSignal<String>,
) -> impl IntoView {
    let agent = Agent::expect();
    let list = VirtualList::new(HEAD, 5, 640);
    let cells = Cells::new(list, count.into(), COLUMNS);
    let grid = Table { rows, cells, first: 0 };
    grid.show(count.into(), agent.attention.clone());
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
    let hidden = RwSignal::new(None);
    let clicked = move |event: leptos::ev::MouseEvent| {
        let Some((_, at)) = cells.clicked(&event) else { return };
        let Some(row) = rows.with_untracked(|rows| rows.get(at.row).cloned()) else { return };
        match grid.field(at.column) {
            Some(field) => agent.open(&row, field),
            None => hidden.set(Some(row)),
        }
    };
    view! {
        <div class="scroller" node_ref=list.viewport on:scroll=move |_| list.scrolled()>
            <div
                role="grid" class="grid" tabindex="0" node_ref=cells.element aria-label=t().workgroups()
                aria-rowcount=move || count.get() + 1 aria-colcount=COLUMNS aria-busy=move || waiting.get().to_string()
                on:focusin=move |event| cells.focused(&event) on:focusout=move |event| cells.left(&event)
                on:keydown=move |event| cells.pressed(&event) on:mousedown=|event| Cells::held(&event) on:click=clicked
            >
                <span id="label-name" hidden=true>{t().label(t().name())}</span>
                <span id="label-cost" hidden=true>{t().label(t().cost())}</span>
                <div role="row" class="tr head" aria-rowindex="1">{headers}</div>
                <div role="rowgroup" class="rows" style:height=move || format!("{}px", list.height.get())>
                    <For each=move || list.slots.get() key=|slot| slot.number let:shelf>
                        <GridRow shelf grid/>
                    </For>
                </div>
            </div>
            {HIDE.show_once(move || hidden.read().is_some(), move |hide| hide(hidden))}
            {REHEARSAL.show_once(move || EDITOR.is_here(), move |rehearse| rehearse(grid))}
            <div class="skeleton" aria-hidden="true" hidden=move || !waiting.get()>
                <i></i><i></i><i></i><i></i><i></i><i></i>
            </div>
        </div>
    }
}
