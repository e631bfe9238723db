//! The invitations into a workgroup: who is invited as what, how far the mail got, and what can be
//! done about it.

mod act;
pub mod face;
pub mod grid;
mod hear;
pub mod link;
mod load;
pub mod row;
mod steps;
pub mod timeline;
pub mod withdraw;

use super::{anew::Anew, invite::Sent};
use crate::{
    agent::Agent,
    locale::{number, people, plural, t},
    route::{Page, People, Route},
    scope::Selected,
    text,
    ui::focus,
};
use contract::{
    id::{InvitationId, WorkgroupId},
    invitation::{Invitation, InvitationState},
    problem::ProblemKind,
    role::Role,
};
use grid::Grid;
use leptos::prelude::*;
use link::Link;
use load::Load;
use std::collections::{HashMap, HashSet};
use timeline::Timeline;
use withdraw::Withdraw;

/// The state of the view. A copy is a handle.
#[derive(Debug, Clone, Copy)]
pub struct Invitations {
    agent: StoredValue<Agent>,
    workgroup: StoredValue<WorkgroupId>,
    rows: RwSignal<Vec<Invitation>>,
    /// How many there are of what is looked for.
    total: RwSignal<usize>,
    load: RwSignal<Load>,
    query: RwSignal<String>,
    state: RwSignal<Option<InvitationState>>,
    /// Up to which row they are to be loaded.
    wanted: RwSignal<usize>,
    /// Rises when all of it is to be read anew.
    again: RwSignal<u32>,
    /// Whether what is shown is to be read anew.
    anew: StoredValue<Anew>,
    /// Which one's role is being chosen.
    choosing: RwSignal<Option<InvitationId>>,
    /// The roles that were chosen and are not saved.
    chosen: RwSignal<HashMap<InvitationId, Role>>,
    /// Which one is asked about before it is taken back.
    withdrawing: RwSignal<Option<Invitation>>,
    /// The link that the browser would not copy by itself.
    link: RwSignal<Option<String>>,
    /// Those that something is being done about.
    busy: RwSignal<HashSet<InvitationId>>,
    /// The keys of those that are being resent, until it is known that they were.
    keys: StoredValue<HashMap<InvitationId, String>>,
}

/// What the list can be narrowed to.
const STATES: [InvitationState; 5] = [
    InvitationState::Pending,
    InvitationState::Accepted,
    InvitationState::Declined,
    InvitationState::Revoked,
    InvitationState::Expired,
];

/// The view.
#[component]
pub fn Invitations(
    /// The workgroup.
    id: WorkgroupId,
    /// It, as far as it is known.
    selected: Memo<Selected>,
) -> impl IntoView {
    let agent = Agent::expect();
    let chosen = agent.drafts.roles(&id);
    let view = Invitations {
        agent: StoredValue::new(agent),
        workgroup: StoredValue::new(id.clone()),
        rows: RwSignal::new(Vec::new()),
        total: RwSignal::new(0),
        load: RwSignal::new(Load::Loading),
        query: RwSignal::new(String::new()),
        state: RwSignal::new(None),
        wanted: RwSignal::new(0),
        again: RwSignal::new(0),
        anew: StoredValue::new(Anew::default()),
        choosing: RwSignal::new(None),
        chosen: RwSignal::new(chosen),
        withdrawing: RwSignal::new(None),
        link: RwSignal::new(None),
        busy: RwSignal::new(HashSet::new()),
        keys: StoredValue::new(HashMap::new()),
    };
    let Sent(sent) = expect_context();
    view.follow(sent);
    view.settle_roles();
    let invite = Route::Workgroup(id, Page::People(People::Invite)).to_string();
    let narrowed = move || view.state.read().is_some() || !view.query.read().trim().is_empty();
    let count = move || {
        let total = u32::try_from(view.total.get()).unwrap_or(u32::MAX);
        matches!(*view.load.read(), Load::Ready(_)).then(|| people().invitation_count(plural(total), &number(total)))
    };
    let none = Memo::new(move |_| matches!(*view.load.read(), Load::Ready(_)) && view.rows.read().is_empty());
    let failed = Memo::new(move |_| match &*view.load.read() {
        Load::Failed(failure) if failure.kind() == Some(ProblemKind::Forbidden) => {
            Some((people().invitations_hidden().to_owned(), false))
        }
        Load::Failed(failure) => Some((text::failure(failure), true)),
        _ => None,
    });
    let forbidden = Memo::new(move |_| failed.read().as_ref().is_some_and(|(_, again)| !again));
    let clear = move |_| {
        view.query.set(String::new());
        view.state.set(None);
        focus::to(".filter");
    };
    view! {
        <div class="page-head" hidden=move || forbidden.get()>
            <label class="hidden-text" for="invitation-state">{people().state()}</label>
            <select id="invitation-state" class="input state" on:change=move |event| {
                let value = event_target_value(&event);
                view.state.set(STATES.into_iter().find(|state| face::key(*state) == value));
            }>
                <option value="" selected=move || view.state.read().is_none()>{people().all_states()}</option>
                {STATES.map(|state| view! {
                    <option value=face::key(state) selected=move || *view.state.read() == Some(state)>{face::state(state)}</option>
                })}
            </select>
            <span class="quiet" role="status">{count}</span>
            <input
                type="text" class="input filter" autocomplete="off" spellcheck="false" maxlength="200"
                aria-label=people().find_invitations() placeholder=people().find_invitations()
                prop:value=move || view.query.get() on:input=move |event| view.query.set(event_target_value(&event))
            />
        </div>
        <div class="banner" role="alert" hidden=move || failed.read().is_none()>
            {move || failed.get().map(|(words, _)| words)}
            <button type="button" class="button" hidden=move || forbidden.get() on:click=move |_| view.again.update(|n| *n += 1)>
                {t().retry()}
            </button>
        </div>
        <Grid view/>
        <div class="empty" hidden=move || !none.get()>
            {move || if narrowed() {
                view! {
                    <p>{people().invitations_none_found()}</p>
                    <button type="button" class="button" on:click=clear>{people().show_all_invitations()}</button>
                }.into_any()
            } else {
                view! {
                    <p>{people().invitations_none()}</p>
                    <a class="button primary" href=invite.clone()>{people().invite()}</a>
                }.into_any()
            }}
        </div>
        <Withdraw view selected/>
        <Link view/>
        <Timeline view selected/>
    }
}
