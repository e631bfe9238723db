//! The workgroup selector: a button that opens a dialog with a combobox over a listbox
//! (WAI-ARIA APG, *Editable Combobox With List Autocomplete*).

pub mod choices;
pub mod option;
pub mod panel;
pub mod rehearsal;

use crate::{
    browser,
    locale::t,
    on_demand::on_demand,
    scope::Selected,
    ui::{dom, mark},
};
use leptos::{html, prelude::*};
use panel::Panel;
use wasm_bindgen::JsCast;

on_demand! {
    /// The search field and the options.
    pub static PANEL in work = fn selector_panel(open: RwSignal<bool>, selected: Memo<Selected>, panel: NodeRef<html::Div>) =>
        view! { <Panel open selected panel/> };
}

/// The selector.
#[component]
pub fn Selector(
    /// The selected workgroup.
    selected: Memo<Selected>,
) -> impl IntoView {
    let button = NodeRef::<html::Button>::new();
    let panel = NodeRef::<html::Div>::new();
    let open = RwSignal::new(false);
    let wanted = RwSignal::new(false);
    let shortcut = window_event_listener(leptos::ev::keydown, move |event| {
        if (event.ctrl_key() || event.meta_key())
            && !event.shift_key()
            && !event.alt_key()
            && event.key() == "k"
            && !dialog_is_open()
        {
            event.prevent_default();
            if let Some(panel) = panel.get_untracked() {
                dom::call(&panel, "togglePopover");
            }
        }
    });
    // *Back* leads elsewhere: what is offered is that of another place.
    let back = window_event_listener(leptos::ev::popstate, move |_| dom::hide(panel));
    on_cleanup(move || {
        shortcut.remove();
        back.remove();
    });
    // Tab leads out of the dialog and closes it: what it covers is not worked in behind it.
    let left = move |event: leptos::ev::FocusEvent| {
        if !open.get_untracked() {
            return;
        }
        let to = event.related_target().and_then(|to| to.dyn_into::<web_sys::Node>().ok());
        if let (Some(to), Some(around)) = (to, panel.try_get_untracked().flatten())
            && !around.contains(Some(&to))
        {
            dom::hide(panel);
        }
    };
    let name = move || selected.read().row().map(|row| row.with(|state| state.record.name.clone()));
    let label = move || name().map_or_else(|| t().selector_none().to_owned(), |name| t().selector_label(&name));
    view! {
        <button
            type="button" class="selector" node_ref=button popovertarget="selector" aria-haspopup="dialog" aria-label=label
            aria-keyshortcuts="Control+K Meta+K" data-hue=move || selected.read().row().map(|row| mark::hue(row.id()).to_string())
            data-initial=move || name().map(|name| mark::initial(&name))
        >
            <span class="selector-name">{move || name().unwrap_or_else(|| t().choose_workgroup().to_owned())}</span>
            <kbd aria-hidden="true">{if browser::is_apple() { "⌘K" } else { "Ctrl K" }}</kbd>
        </button>
        <div
            id="selector" class="selector-panel" popover="auto" role="dialog" node_ref=panel aria-label=t().choose_workgroup()
            on:beforetoggle=move |event| {
                wanted.set(true);
                open.set(dom::opens(&event));
            }
            on:focusout=left
        >
            {PANEL.show_once(move || wanted.get() || PANEL.is_here(), move |content| content(open, selected, panel))}
        </div>
    }
}

/// Whether a modal dialog stands over the page.
fn dialog_is_open() -> bool {
    document().query_selector("dialog[open]").ok().flatten().is_some()
}
