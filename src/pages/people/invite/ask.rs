//! The dry run: what inviting those in the field would give.

use super::{State, form};
use crate::{
    agent::Agent,
    api::{Call, Failure, retry},
    browser, text,
    ui::abort::owned_abort,
};
use contract::{id::WorkgroupId, invitation::InvitationResults, path, role::Role};
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;

/// How long nothing is typed before the server is asked.
const PAUSE: Duration = Duration::from_millis(250);

/// Asks whenever something else is typed, for as long as the dialog is open: at once where nothing
/// was typed for a while, as before a paste; else when the typing rests.
pub(super) fn follow(state: State, agent: &Agent, id: &WorkgroupId) {
    let State { form, entries, shown, .. } = state;
    // What the server said changes nothing of what it is asked: it would be asked for ever.
    let asked = Memo::new(move |_| shown.get().then(|| form.with(|form| form.question(&entries.read()))));
    let (agent, id) = (agent.clone(), id.clone());
    let changed = StoredValue::new(0);
    Effect::new(move |_| {
        agent.resumed.track();
        let Some(asked) = asked.get() else { return };
        let Some(abort) = owned_abort() else { return };
        let (agent, id) = (agent.clone(), id.clone());
        let now = browser::now();
        let nobody = asked.invitations.is_empty();
        let typing = !nobody && u128::from((now - changed.get_value()).unsigned_abs()) < PAUSE.as_millis();
        if !nobody {
            changed.set_value(now);
        }
        spawn_local(async move {
            if typing {
                retry::sleep(PAUSE).await;
            }
            if abort.signal().aborted() {
                return;
            }
            let path = path::invitations_preview(&id);
            let answer: Result<InvitationResults, Failure> =
                Call::post(&path, &asked, None).abortable(&abort).json_answer().await;
            if abort.signal().aborted() {
                return;
            }
            agent.note(&answer);
            match answer {
                Ok(results) => {
                    offer(state, &results.roles);
                    state.trouble.try_set(None);
                    state.told.try_set(form::told(&asked, &results));
                }
                Err(failure) => {
                    let why = text::failure(&failure);
                    state.trouble.try_set(Some(why));
                }
            }
        });
    });
}

/// Only roles that may be given are offered.
fn offer(state: State, roles: &[Role]) {
    let known: Vec<Role> = roles.iter().copied().filter(|role| *role != Role::Unknown).collect();
    state.roles.maybe_update(|before| {
        let differ = *before != known;
        *before = known;
        differ
    });
}
