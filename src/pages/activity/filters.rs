//! What the activity is narrowed to. It stands in the address.

use super::{
    filter::{Day, Filter, KINDS, key, kind, of_invitations, of_money},
    load::Log,
    who::Who,
};
use crate::{locale::people, navigation::Navigation, scope::Selected, ui::focus};
use contract::{activity::EntryKind, permission::Reason};
use leptos::{html, prelude::*};

/// The fields.
#[component]
pub fn Filters(
    /// The page.
    log: Log,
    /// The workgroup, as far as it is known.
    selected: Memo<Selected>,
) -> impl IntoView {
    let navigation = Navigation::expect();
    let choose = Callback::new(move |filter: Filter| navigation.set_query(&filter.to_string(), true));
    // What is not shown is not offered either.
    let hidden = Memo::new(move |_| not_shown(selected));
    let offered = move || {
        let (money, invitations) = hidden.get();
        let shown = KINDS
            .into_iter()
            .filter(move |(kind, _)| !(money && of_money(*kind) || invitations && of_invitations(*kind)));
        let option = |(kind, key): (EntryKind, &'static str)| {
            let chosen = move || log.filter.read().kind == Some(kind);
            view! { <option value=key selected=chosen>{called(kind)}</option> }
        };
        shown.map(option).collect::<Vec<_>>()
    };
    let select = NodeRef::<html::Select>::new();
    Effect::new(move |_| {
        let value = log.filter.with(|filter| filter.kind.map_or("", key));
        hidden.track();
        if let Some(select) = select.get() {
            select.set_value(value);
        }
    });
    let chosen = move |event| {
        choose.run(Filter { kind: kind(&event_target_value(&event)), ..log.filter.get_untracked() });
    };
    let from = move |day| choose.run(Filter { from: day, ..log.filter.get_untracked() });
    let to = move |day| choose.run(Filter { to: day, ..log.filter.get_untracked() });
    view! {
        <div class="picks" role="group" aria-label=people().filters()>
            <label class="pick">
                {people().kind()}
                <select class="input" node_ref=select on:change=chosen>
                    <option value="">{people().all_kinds()}</option>
                    {offered}
                </select>
            </label>
            <Who log choose/>
            <Date label=people().from_day() value=Memo::new(move |_| log.filter.read().from.clone()) set=Callback::new(from)/>
            <Date label=people().to_day() value=Memo::new(move |_| log.filter.read().to.clone()) set=Callback::new(to)/>
            <button
                type="button" class="text-button" hidden=move || log.filter.read().is_all()
                on:click=move |_| {
                    choose.run(Filter::default());
                    focus::to(".pick select");
                }
            >
                {people().clear_filters()}
            </button>
        </div>
        <p class="quiet" hidden=move || hidden.get() == (false, false)>{people().done_hidden()}</p>
    }
}

/// Whether what concerns money and what concerns invitations is kept from the reader.
fn not_shown(selected: Memo<Selected>) -> (bool, bool) {
    selected.with(|selected| {
        selected.row().map_or((false, false), |row| {
            row.with(|state| {
                let record = &state.record;
                (record.may.set_cost.reason == Some(Reason::MoneyHidden), !record.may.invite.allowed)
            })
        })
    })
}

/// A day. While it is being typed it is the field's own.
#[component]
fn Date(label: &'static str, value: Memo<Option<Day>>, set: Callback<Option<Day>>) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        let day = value.with(|day| day.as_ref().map(|day| day.as_str().to_owned()).unwrap_or_default());
        if let Some(input) = input.get()
            && input.value() != day
        {
            input.set_value(&day);
        }
    });
    let changed = move |event| {
        let text = event_target_value(&event);
        let day = Day::parse(&text);
        // A year that is not complete yet is none.
        if day.as_ref().is_none_or(|day| day.parts().0 >= 1000) {
            set.run(day);
        }
    };
    view! {
        <label class="pick">
            {label}
            <input type="date" class="input" max="9999-12-31" node_ref=input on:change=changed/>
        </label>
    }
}

/// What a kind is called.
fn called(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Created => people().kind_created(),
        EntryKind::Renamed => people().kind_renamed(),
        EntryKind::CostSet => people().kind_cost(),
        EntryKind::RoleSet => people().kind_role(),
        EntryKind::RateSet => people().kind_rate(),
        EntryKind::Invited => people().kind_invited(),
        EntryKind::InvitationResent => people().kind_resent(),
        EntryKind::InvitationRoleSet => people().kind_invitation_role(),
        EntryKind::InvitationRevoked => people().kind_revoked(),
        EntryKind::InvitationDeclined => people().kind_declined(),
        EntryKind::Joined => people().kind_joined(),
        _ => "",
    }
}
