//! The invitations that wait for the signed-in agent: read once what one works with has come, told
//! quietly below the navigation, and offered by the selector.

use crate::{
    agent::Agent,
    api::{Call, Failure},
    locale::{number, plural, t},
    on_demand::on_demand,
    route::Route,
    ui::abort::owned_abort,
};
use contract::{event::EventKind, invitation::InvitationToMe, list::List, path};
use leptos::{prelude::*, task::spawn_local};

on_demand! {
    /// The line below the navigation.
    pub static WAITING in work = fn waiting() => view! { <Waiting/> };
}

/// How many have a link of their own.
const SHOWN: usize = 3;

#[component]
fn Waiting() -> impl IntoView {
    let agent = Agent::expect();
    let waiting = agent.waiting.clone();
    // All there are; a first part of them is enough to choose from.
    let total = RwSignal::new(0_u64);
    let again = RwSignal::new(0_u32);
    for kind in [EventKind::InvitationsToMe, EventKind::Reset] {
        agent.live.hear(kind, move |_| {
            again.try_update(|again| *again += 1);
        });
    }
    Effect::new(move |_| {
        again.track();
        agent.resumed.track();
        let Some(abort) = owned_abort() else { return };
        let agent = agent.clone();
        spawn_local(async move {
            let list: Result<List<InvitationToMe>, Failure> =
                Call::get(path::INVITATIONS_TO_ME).abortable(&abort).json_answer().await;
            // What could not be read is asked for when the connection is back.
            let (Ok(list), false) = (list, abort.signal().aborted()) else { return };
            total.set(list.total);
            if *agent.waiting.read_untracked() != list.items {
                agent.waiting.set(list.items);
            }
        });
    });
    move || {
        let all = waiting.get();
        let count = u32::try_from(total.get().max(all.len() as u64)).unwrap_or(u32::MAX);
        (!all.is_empty()).then(|| {
            let more = all.len() > SHOWN;
            let link = |one: InvitationToMe| {
                view! {
                    <li>
                        <a class="link" href=Route::InvitationTo(one.id).to_string()>
                            <span class="waiting-name">{one.workgroup_name}</span>
                            <small>{t().invited_by_name(&one.inviter_name)}</small>
                        </a>
                    </li>
                }
            };
            let links = all.into_iter().take(SHOWN).map(link).collect::<Vec<_>>();
            let rest = more.then(|| {
                view! { <li><a class="link" href=Route::Invitations.to_string()>{t().waiting_all()}</a></li> }
            });
            view! {
                <div class="waiting">
                    <p id="waiting">{t().waiting_count(plural(count), &number(count))}</p>
                    <ul aria-labelledby="waiting">{links}{rest}</ul>
                </div>
            }
        })
    }
}
