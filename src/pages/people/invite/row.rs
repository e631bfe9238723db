//! One place for a person in the document, written by one effect into a template.

use super::{
    State,
    fields::options,
    form::{Invitee, Said},
};
use crate::{
    agent::field::role_key,
    locale::people,
    ui::{dom, virtual_list::Slot},
};
use contract::invitation::InvitationOutcome;
use leptos::{html, prelude::*};

/// A row.
#[component]
pub fn Row(
    /// The place in the document.
    shelf: Slot,
    /// The dialog.
    state: State,
) -> impl IntoView {
    let element = NodeRef::<html::Div>::new();
    let select = NodeRef::<html::Select>::new();
    let State { rows, roles, form, .. } = state;
    let place = shelf.place;
    let at = place.clone();
    let row = Memo::new(move |_| at.get().and_then(|(at, _)| rows.with(|rows| rows.get(at).cloned())));
    let role = Memo::new(move |_| row.with(|row| row.as_ref().map(|row| row.role)));
    Effect::new(move |_| {
        let (Some(element), Some(select)) = (element.get(), select.get()) else { return };
        let (Some((at, top)), Some(row)) = (place.get(), row.get()) else { return element.set_hidden(true) };
        roles.track();
        dom::set(&element, "aria-setsize", &rows.with_untracked(Vec::len).to_string());
        dom::set(&element, "aria-posinset", &(at + 1).to_string());
        // A property that every browser knows does not throw.
        let _ = web_sys::HtmlElement::style(&element).set_property("transform", &format!("translateY({top}px)"));
        let part = |class: &str| dom::find(&element, class).expect("the row's template has it");
        dom::write(&part(".email"), &row.email);
        dom::write(&part(".name"), row.name.as_deref().unwrap_or_default());
        let outcome = part(".outcome");
        dom::write(&outcome, said(row.said));
        dom::set(&outcome, "data-kind", kind(&row));
        dom::set(&select, "aria-label", &people().role_of(&row.email));
        select.set_value(role_key(row.role));
        // Who is a member or invited already becomes nothing else by this.
        select.set_hidden(!row.can_be_asked() || kind(&row) == "done");
        element.set_hidden(false);
    });
    let choose = move |event| {
        let value = event_target_value(&event);
        let chosen = roles.with_untracked(|roles| roles.iter().copied().find(|role| role_key(*role) == value));
        if let (Some(row), Some(chosen)) = (row.get_untracked(), chosen) {
            form.update(|form| form.roles.extend([(row.email.to_lowercase(), chosen)]));
        }
    };
    view! {
        <div role="listitem" class="invitee" data-slot=shelf.number node_ref=element hidden=true>
            <span class="lines"><span class="email"></span><span class="name quiet"></span></span>
            <span class="outcome"></span>
            <select class="input" node_ref=select on:change=choose>
                {move || role.get().map(|role| options(&roles.read(), role))}
            </select>
        </div>
    }
}

/// What is said of a person.
fn said(said: Said) -> &'static str {
    use InvitationOutcome as O;
    match said {
        Said::Unknown => people().would_check(),
        Said::Would(outcome) => match outcome {
            O::Invited => people().would_invite(),
            O::WasInactive => people().would_return(),
            O::AlreadyMember => people().is_member(),
            O::AlreadyInvited => people().is_invited(),
            O::NotAnAddress => people().is_no_address(),
            O::Duplicate => people().is_duplicate(),
            O::NotAllowed => people().role_not_allowed(),
            O::TooMany => people().too_often(),
            O::Unknown => people().cannot_be_invited(),
        },
    }
}

/// How it is coloured, beside the words.
fn kind(row: &Invitee) -> &'static str {
    match row.said {
        Said::Unknown => "open",
        Said::Would(outcome) if outcome.invites() => "good",
        Said::Would(InvitationOutcome::AlreadyMember | InvitationOutcome::AlreadyInvited) => "done",
        Said::Would(_) => "bad",
    }
}
