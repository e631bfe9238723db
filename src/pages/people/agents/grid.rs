//! The grid of agents.

use super::{
    members::{Load, Members},
    row::AgentRow,
    standing::Asked,
};
use crate::{
    agent::{editing::Keeper as _, listing::Listing},
    announce,
    locale::{people, t},
    pages::{people::calm::Calm, table::Table},
    ui::{grid::Cells, virtual_list::VirtualList},
};
use leptos::prelude::*;

/// How many columns the grid has.
const COLUMNS: usize = 7;
/// The column of the role, the first one that is edited in place.
const ROLE: usize = 2;
/// The height of the sticky head in pixels, as in `style/main.css`.
const HEAD: u32 = 36;

/// The table.
#[component]
pub fn Grid(
    /// The agents.
    members: Members,
    /// What is asked before somebody's part in the workgroup ends or begins.
    asked: RwSignal<Option<Asked>>,
) -> impl IntoView {
    let list = VirtualList::new(HEAD, 5, 640);
    let (found, total) = (members.rows.clone(), members.total.clone());
    let rows = Memo::new(move |_| Listing::new(found.get()));
    let count = Signal::derive(move || total.get());
    let cells = Cells::new(list, count, COLUMNS);
    let grid = Table { rows, cells, first: ROLE };
    members.listen(Calm::new(cells));
    grid.show(count, members.attention.clone());
    let query = members.query.clone();
    Effect::new(move |before: Option<()>| {
        query.track();
        if before.is_some() {
            list.to_top();
        }
    });
    let names = [
        t().name(),
        people().email(),
        t().role(),
        t().rate(),
        people().seat(),
        people().last_seen(),
        people().standing(),
    ];
    let headers: Vec<_> = names
        .into_iter()
        .enumerate()
        .map(|(at, name)| view! { <div role="columnheader" class="th" data-col=at aria-colindex=at + 1>{name}</div> })
        .collect();
    let keeper = members.clone();
    let clicked = move |event: leptos::ev::MouseEvent| {
        let Some((_, at)) = cells.clicked(&event) else { return };
        let Some(row) = rows.with_untracked(|rows| rows.get(at.row).cloned()) else { return };
        match grid.field(at.column) {
            Some(field) => keeper.open(&row, field),
            None => match Asked::about(&row) {
                Ok(question) => asked.set(Some(question)),
                Err(why_not) => announce::status(why_not),
            },
        }
    };
    let load = members.load.clone();
    let waiting = Memo::new(move |_| *load.read() == Load::Loading && rows.read().is_empty());
    let shown = members.clone();
    view! {
        <div class="scroller" node_ref=list.viewport on:scroll=move |_| list.scrolled()>
            <div
                role="grid" class="grid agents-grid" tabindex="0" node_ref=cells.element aria-label=people().agents()
                aria-rowcount=move || count.get() + 1 aria-colcount=COLUMNS aria-busy=move || waiting.get().to_string()
                on:focusin=move |event| cells.focused(&event) on:focusout=move |event| cells.left(&event)
                on:keydown=move |event| cells.pressed(&event) on:mousedown=|event| Cells::held(&event) on:click=clicked
            >
                <span id="label-role" hidden=true>{t().label(t().role())}</span>
                <span id="label-rate" hidden=true>{t().label(t().rate())}</span>
                <div role="row" class="tr head" aria-rowindex="1">{headers}</div>
                <div role="rowgroup" class="rows" style:height=move || format!("{}px", list.height.get())>
                    <For each=move || list.slots.get() key=|slot| slot.number let:shelf>
                        <AgentRow shelf grid members=shown.clone()/>
                    </For>
                </div>
            </div>
            <div class="skeleton" aria-hidden="true" hidden=move || !waiting.get()>
                <i></i><i></i><i></i><i></i><i></i><i></i>
            </div>
        </div>
    }
}
