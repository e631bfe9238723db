//! People: the agents of a workgroup and the invitations into it. All of it belongs to the one
//! workgroup that the address selects, and is made anew for each.

pub mod agents;
pub mod anew;
pub mod calm;
pub mod invitations;
pub mod invite;

use super::{about_people, activity::Activity};
use crate::{
    agent::Agent,
    locale::{people, t},
    navigation::Navigation,
    on_demand::on_demand,
    route::{Page, People as View, Route},
    scope::Selected,
};
use agents::{Agents, members::Members};
use contract::id::WorkgroupId;
use invitations::Invitations;
use invite::Invite;
use leptos::prelude::*;

on_demand! {
    /// The page, and that of the activity: both tell of people in the same words.
    pub static PEOPLE in people with about_people = fn people_page(route: Memo<Route>, selected: Memo<Selected>) =>
        view! { <People route selected/> };
}

#[component]
fn People(
    /// The address.
    route: Memo<Route>,
    /// The selected workgroup.
    selected: Memo<Selected>,
) -> impl IntoView {
    let at = Memo::new(move |_| {
        let route = route.read();
        route.workgroup().map(|id| (id.clone(), route.page() == Some(Page::Activity)))
    });
    move || {
        at.get().map(|(id, activity)| {
            if activity {
                view! { <Activity id route selected/> }.into_any()
            } else {
                view! { <Of id route selected/> }.into_any()
            }
        })
    }
}

/// The page of one workgroup.
#[component]
fn Of(
    /// The workgroup.
    id: WorkgroupId,
    route: Memo<Route>,
    selected: Memo<Selected>,
) -> impl IntoView {
    let navigation = Navigation::expect();
    provide_context(invite::Sent(RwSignal::new(0)));
    provide_context(Members::new(&Agent::expect(), &id));
    let at = Memo::new(move |_| match route.read().page() {
        Some(Page::People(view)) => view,
        _ => View::Agents,
    });
    let inviting_is = move |allowed: bool| {
        selected.with(|selected| {
            selected.row().is_some_and(|row| row.with(|state| state.record.may.invite.allowed == allowed))
        })
    };
    // Below the dialog stays the view that it was opened from. Who may not invite is told so there.
    let shown = Memo::new(move |before: Option<&View>| match at.get() {
        View::Invite if inviting_is(false) => View::Invitations,
        View::Invite => before.copied().unwrap_or(View::Agents),
        view => view,
    });
    let to = |view: View| Route::Workgroup(id.clone(), Page::People(view));
    let link = |view: View, text: &'static str| {
        view! {
            <a class="tab" href=to(view).to_string() aria-current=move || (shown.get() == view).then_some("page")>{text}</a>
        }
    };
    let invite = to(View::Invite).to_string();
    let may_invite = Memo::new(move |_| inviting_is(true));
    let (agents, invitations) = (id.clone(), id.clone());
    let close = {
        let id = id.clone();
        Callback::new(move |()| {
            if at.get_untracked() == View::Invite {
                // *Back* does not open it again.
                navigation.replace(&Route::Workgroup(id.clone(), Page::People(shown.get_untracked())));
            }
        })
    };
    let inviting = Memo::new(move |_| at.get() == View::Invite && may_invite.get());
    view! {
        <div class="page-head">
            <h1>{t().people()}</h1>
            <nav class="tabs" aria-label=people().views()>
                {link(View::Agents, people().agents())}
                {link(View::Invitations, people().invitations())}
            </nav>
            <a class="button to-end" href=invite.clone() hidden=move || !may_invite.get()>{people().invite()}</a>
        </div>
        {move || match shown.get() {
            View::Invitations => view! { <Invitations id=invitations.clone() selected/> }.into_any(),
            _ => view! { <Agents id=agents.clone() selected/> }.into_any(),
        }}
        <Invite id selected open=inviting close/>
    }
}
