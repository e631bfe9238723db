//! The people in the field, one below the other, with what inviting each would give.

use super::{State, row::Row};
use crate::{
    locale::people,
    ui::{dom, virtual_list::VirtualList},
};
use leptos::{ev::FocusEvent, prelude::*};

/// The list.
#[component]
pub fn Rows(
    /// The dialog.
    state: State,
) -> impl IntoView {
    let list = VirtualList::new(0, 4, 260);
    let rows = state.rows;
    Effect::new(move |_| list.set(rows.read().len(), Vec::new()));
    let focusin = move |event: FocusEvent| {
        let row = dom::target(&event).and_then(|target| dom::around(&target, "[data-slot]"));
        let slot = row.and_then(|row| row.get_attribute("data-slot")?.parse().ok());
        list.pin(slot.and_then(|slot| list.row_of(slot)));
    };
    view! {
        <div
            class="scroller invitees" node_ref=list.viewport hidden=move || rows.read().is_empty()
            style:block-size=move || format!("{}px", list.height.get() + 2) on:scroll=move |_| list.scrolled()
        >
            <div
                role="list" class="rows" aria-label=people().invitees() style:height=move || format!("{}px", list.height.get())
                on:focusin=focusin on:focusout=move |_| list.pin(None)
            >
                <For each=move || list.slots.get() key=|slot| slot.number let:shelf>
                    <Row shelf state/>
                </For>
            </div>
        </div>
    }
}
