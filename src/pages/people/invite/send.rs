//! Sending: those whom the dry run lets, once.

use super::{Sent, State, draft, form, role_named};
use crate::{
    agent::Agent,
    announce,
    api::{Call, Failure},
    browser,
    locale::{number, people, plural},
    navigation::Navigation,
    route::{Page, People, Route},
    text,
};
use contract::{id::WorkgroupId, invitation::InvitationResults, path};
use leptos::{prelude::*, task::spawn_local};

/// Sends what is in the form. Where all went, on to the list of invitations.
pub(super) fn send(state: State, id: &WorkgroupId, agent: &Agent, navigation: &Navigation, sent: Sent) {
    if state.busy.get_untracked() {
        return;
    }
    let body = state.form.with_untracked(|form| form.body(state.rows.read_untracked().iter().filter(|row| row.goes())));
    if body.invitations.is_empty() {
        return state.trouble.set(Some(people().invite_none().to_owned()));
    }
    let mut key = String::new();
    state.form.update(|form| key = form.key(&body, browser::random_key));
    state.trouble.set(None);
    state.went.set(0);
    state.busy.set(true);
    let (id, agent, navigation) = (id.clone(), agent.clone(), navigation.clone());
    spawn_local(async move {
        let answer: Result<InvitationResults, Failure> =
            Call::post(&path::invitations(&id), &body, Some(&key)).json_answer().await;
        agent.note(&answer);
        state.busy.try_set(false);
        let results = match answer {
            Ok(results) => results,
            Err(failure) => {
                let why =
                    if failure.is_unknown() { people().invite_unknown().to_owned() } else { text::failure(&failure) };
                state.trouble.try_set(Some(why));
                return;
            }
        };
        let invited = form::invited(&body, &results);
        let count = u32::try_from(invited.len()).unwrap_or(u32::MAX);
        let words = people().invite_sent(plural(count), &number(count));
        let Some(mut left) = state.form.try_get_untracked() else {
            // Another workgroup is open by now; what is kept of this one is not to be sent again.
            let mut kept = draft::read(&agent.drafts.invite(&id), "");
            kept.take_out(&invited, &role_named);
            return agent.drafts.keep_invite(&id, &draft::write(&kept));
        };
        left.take_out(&invited, &role_named);
        let done = left.text.trim().is_empty();
        state.told.try_set(form::told(&body, &results));
        state.form.try_set(left);
        sent.0.try_update(|sent| *sent += 1);
        if done && state.shown.try_get_untracked() == Some(true) {
            navigation.go(&Route::Workgroup(id, Page::People(People::Invitations)));
            announce::status(&words);
        } else {
            // The dialog says it itself.
            state.went.try_set(count);
        }
    });
}
