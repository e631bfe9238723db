//! Asks before an invitation is taken back: its link cannot be brought to life again.

use super::Invitations;
use crate::{
    locale::{people, t},
    scope::Selected,
    ui::{dialog::Dialog, mark::Mark},
};
use leptos::prelude::*;

/// The dialog.
#[component]
pub fn Withdraw(
    /// The view.
    view: Invitations,
    /// The workgroup, as far as it is known.
    selected: Memo<Selected>,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    let about = view.withdrawing;
    Effect::new(move |_| shown.set(about.read().is_some()));
    Effect::new(move |_| {
        if !shown.get() && about.read_untracked().is_some() {
            about.set(None);
        }
    });
    let name = move || selected.with(|selected| selected.row().map(|row| row.with(|state| state.record.name.clone())));
    let revoke = move |_| {
        if let Some(record) = about.get_untracked() {
            view.revoke(record);
        }
        shown.set(false);
    };
    view! {
        <Dialog open=shown labelledby="withdraw-title">
            <h2 id="withdraw-title">{people().revoke_title()}</h2>
            <p class="into">
                {move || name().map(|name| {
                    view! { <Mark id=view.workgroup.get_value() name=name.clone()/><strong>{name}</strong> }
                })}
            </p>
            <p>{move || about.read().as_ref().map(|record| people().revoke_lead(&record.email))}</p>
            <div class="actions">
                <button type="button" class="button" autofocus=true on:click=move |_| shown.set(false)>{t().cancel()}</button>
                <button type="button" class="button danger" on:click=revoke>{people().revoke()}</button>
            </div>
        </Dialog>
    }
}
