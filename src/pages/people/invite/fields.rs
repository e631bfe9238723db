//! What is in the dialog.

use super::{Sent, State, form::Said, rows::Rows, send::send};
use crate::{
    agent::{Agent, field::role_key},
    locale::{language_name, languages, number, people, plural, t},
    navigation::Navigation,
    scope::Selected,
    text,
    ui::{dom, field_error::FieldError, mark::Mark},
};
use contract::{id::WorkgroupId, invitation::MAX_INVITATIONS, role::Role};
use leptos::{ev::SubmitEvent, html, prelude::*};

/// The form.
#[component]
pub fn Fields(
    /// The dialog.
    state: State,
    /// The workgroup.
    id: WorkgroupId,
    /// It, as far as it is known.
    selected: Memo<Selected>,
) -> impl IntoView {
    let (agent, navigation): (Agent, Navigation) = (Agent::expect(), Navigation::expect());
    let sent: Sent = expect_context();
    let State { form, rows, entries, shown, busy, trouble, went, .. } = state;
    let into = id.clone();
    let field = NodeRef::<html::Textarea>::new();
    dom::focus_soon(move || field.get_untracked().map(Into::into));
    let name = Memo::new(move |_| {
        selected.with(|selected| selected.row().map(|row| row.with(|state| state.record.name.clone())))
    });
    let goes = Memo::new(move |_| count(rows.read().iter().filter(|row| row.goes()).count()));
    let label = move || {
        if busy.get() {
            return t().sending().to_owned();
        }
        match goes.get() {
            0 => people().invite_send_none().to_owned(),
            goes => people().invite_send(plural(goes), &number(goes)),
        }
    };
    let over = Memo::new(move |_| count(entries.read().over()));
    let summary = move || {
        let went = went.get();
        if went > 0 {
            let told = people().invite_sent(plural(went), &number(went));
            return format!("{told} {}", people().invite_left());
        }
        let total = count(rows.read().len());
        if total == 0 {
            String::new()
        } else if rows.read().iter().any(|row| row.said == Said::Unknown) {
            people().invite_checking().to_owned()
        } else {
            people().invite_summary(plural(total), &number(goes.get()), &number(total))
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send(state, &id, &agent, &navigation, sent);
    };
    view! {
        <form on:submit=submit novalidate=true>
            <h2 id="invite-title">{people().invite()}</h2>
            <p class="into">
                {move || name.get().map(|name| view! { <Mark id=into.clone() name=name.clone()/><strong>{name}</strong> })}
            </p>
            <label class="field">
                {people().invite_addresses()}
                <textarea
                    class="input addresses" rows="4" node_ref=field spellcheck="false" autocomplete="off"
                    aria-describedby="invite-hint invite-error" prop:value=move || form.read().text.clone()
                    on:input=move |event| {
                        went.set(0);
                        form.update(|form| form.text = event_target_value(&event));
                    }
                ></textarea>
            </label>
            <p id="invite-hint" class="quiet">{people().invite_hint()}</p>
            <div class="pair">
                <RoleForAll state/>
                <Language state/>
            </div>
            <Rows state/>
            <p class="field-note" hidden=move || over.get() == 0>
                {move || {
                    let most = count(MAX_INVITATIONS);
                    people().invite_over(plural(over.get()), &number(over.get()), &number(most))
                }}
            </p>
            <p class="quiet" role="status">{summary}</p>
            <FieldError id="invite-error" message=trouble/>
            <div class="actions">
                <button type="button" class="button" on:click=move |_| shown.set(false)>{t().cancel()}</button>
                <button
                    type="submit" class="button primary"
                    aria-disabled=move || (busy.get() || goes.get() == 0).to_string()
                >
                    {label}
                </button>
            </div>
        </form>
    }
}

#[component]
fn RoleForAll(state: State) -> impl IntoView {
    let State { form, roles, .. } = state;
    let chosen = move |event| {
        let value = event_target_value(&event);
        let role = roles.with_untracked(|roles| roles.iter().copied().find(|role| role_key(*role) == value));
        if let Some(role) = role {
            form.update(|form| form.role = role);
        }
    };
    view! {
        <label class="field">
            {t().role()}
            <select class="input" on:change=chosen>{move || options(&roles.read(), form.read().role)}</select>
        </label>
    }
}

#[component]
fn Language(state: State) -> impl IntoView {
    let form = state.form;
    let preset = form.with_untracked(|form| form.language.clone());
    let options: Vec<_> = languages()
        .map(|tag| view! { <option value=tag selected=tag == preset lang=tag>{language_name(tag)}</option> })
        .collect();
    view! {
        <label class="field">
            {people().invite_language()}
            <select class="input" on:change=move |event| form.update(|form| form.language = event_target_value(&event))>
                {options}
            </select>
        </label>
    }
}

/// The options of a list of roles. One that may not be given stays while it is the chosen one.
pub(crate) fn options(roles: &[Role], chosen: Role) -> Vec<impl IntoView + use<>> {
    let extra = (!roles.contains(&chosen)).then_some(chosen);
    let all = roles.iter().copied().chain(extra);
    all.map(|role| view! { <option value=role_key(role) selected=role == chosen>{text::role(role)}</option> }).collect()
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
