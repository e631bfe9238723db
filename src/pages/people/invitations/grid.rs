//! The grid of invitations.

use super::{Invitations, load::Load, row::InvitationRow, timeline};
use crate::{
    announce,
    locale::{people, t},
    navigation::Navigation,
    pages::people::calm::Calm,
    ui::{grid::Cells, virtual_list::VirtualList},
};
use leptos::prelude::*;

/// How many columns the grid has.
const COLUMNS: usize = 8;
/// The height of the sticky head in pixels, as in `style/main.css`.
const HEAD: u32 = 36;

/// The table.
#[component]
pub fn Grid(
    /// The view.
    view: Invitations,
) -> impl IntoView {
    let list = VirtualList::new(HEAD, 5, 640);
    let count = Signal::derive(move || view.rows.read().len());
    let cells = Cells::new(list, count, COLUMNS);
    view.hear(Calm::new(cells));
    Effect::new(move |_| list.set(count.get(), Vec::new()));
    Effect::new(move |before: Option<()>| {
        view.query.track();
        view.state.track();
        if before.is_some() {
            list.to_top();
        }
    });
    let names = [
        people().address(),
        t().role(),
        people().state(),
        people().sent(),
        people().expires(),
        people().resend(),
        people().copy_link(),
        people().revoke(),
    ];
    let headers: Vec<_> = names
        .into_iter()
        .enumerate()
        .map(|(at, name)| {
            let name = if at < 5 {
                view! { {name} }.into_any()
            } else {
                view! { <span class="hidden-text">{name}</span> }.into_any()
            };
            view! { <div role="columnheader" class="th" aria-colindex=at + 1>{name}</div> }
        })
        .collect();
    let navigation = Navigation::expect();
    let clicked = move |event: leptos::ev::MouseEvent| {
        let Some((button, at)) = cells.clicked(&event) else { return };
        if button.get_attribute("aria-disabled").as_deref() == Some("true") {
            // What the pointer is shown as a title.
            return announce::status(&button.get_attribute("title").unwrap_or_default());
        }
        let Some(record) = view.rows.with_untracked(|rows| rows.get(at.row).cloned()) else { return };
        match at.column {
            1 => view.choosing.set(Some(record.id)),
            2 => navigation.set_query(&timeline::query(&record.id), false),
            5 => view.resend(record),
            6 => view.copy_link(record),
            7 => view.withdrawing.set(Some(record)),
            _ => {}
        }
    };
    let waiting = Memo::new(move |_| *view.load.read() == Load::Loading && view.rows.read().is_empty());
    let rowcount = move || view.total.get().max(view.rows.read().len()) + 1;
    let nothing = Memo::new(move |_| !waiting.get() && view.rows.read().is_empty());
    view! {
        <div class="scroller" node_ref=list.viewport on:scroll=move |_| list.scrolled() hidden=move || nothing.get()>
            <div
                role="grid" class="grid invitations" tabindex="0" node_ref=cells.element aria-label=people().invitations()
                aria-rowcount=rowcount aria-colcount=COLUMNS aria-busy=move || waiting.get().to_string()
                on:focusin=move |event| cells.focused(&event) on:focusout=move |event| cells.left(&event)
                on:keydown=move |event| cells.pressed(&event) on:mousedown=|event| Cells::held(&event) on:click=clicked
            >
                <div role="row" class="tr head" aria-rowindex="1">{headers}</div>
                <div role="rowgroup" class="rows" style:height=move || format!("{}px", list.height.get())>
                    <For each=move || list.slots.get() key=|slot| slot.number let:shelf>
                        <InvitationRow shelf view cells/>
                    </For>
                </div>
            </div>
            <div class="skeleton" aria-hidden="true" hidden=move || !waiting.get()>
                <i></i><i></i><i></i><i></i><i></i><i></i>
            </div>
        </div>
    }
}
