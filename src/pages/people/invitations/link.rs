//! A link that the browser would not copy by itself, selected to be copied by hand.

use super::Invitations;
use crate::{
    locale::{people, t},
    ui::{dialog::Dialog, dom},
};
use leptos::{html, prelude::*};

/// The dialog.
#[component]
pub fn Link(
    /// The view.
    view: Invitations,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| shown.set(view.link.read().is_some()));
    Effect::new(move |_| {
        if !shown.get() && view.link.read_untracked().is_some() {
            view.link.set(None);
        }
    });
    Effect::new(move |_| {
        if input.get().is_some() {
            dom::focus_soon(move || {
                let input = input.get_untracked()?;
                input.select();
                Some(input.into())
            });
        }
    });
    view! {
        <Dialog open=shown labelledby="link-title">
            <h2 id="link-title">{people().copy_link()}</h2>
            <label class="field">
                {people().link_by_hand()}
                <input type="text" class="input" readonly=true node_ref=input prop:value=move || view.link.get().unwrap_or_default()/>
            </label>
            <p class="quiet">{people().link_note()}</p>
            <div class="actions">
                <button type="button" class="button" on:click=move |_| shown.set(false)>{t().cancel()}</button>
            </div>
        </Dialog>
    }
}
