//! Answering an invitation. Each answer is sent once, by a press of a person.

use super::{Look, token};
use crate::{
    agent::Agent,
    announce,
    api::{Call, Failure},
    app::App,
    locale::people,
    navigation::Navigation,
    route::{Page, Route},
    text,
};
use contract::{
    id::{InvitationId, WorkgroupId},
    invitation::{InvitationKey, InvitationToken},
    path,
    problem::ProblemKind,
    workgroup::Workgroup,
};
use leptos::prelude::*;

/// Joins, and goes there.
pub(super) async fn accept(
    look: Look,
    (invitation, key): (InvitationId, InvitationKey),
    agent: Agent,
    navigation: Navigation,
    app: App,
) {
    let answer: Result<Workgroup, Failure> = Call::post(path::INVITATION_ACCEPT, &key, None).json_answer().await;
    match answer {
        Ok(record) => {
            token::forget();
            agent.waiting.update(|waiting| waiting.retain(|one| one.id != invitation));
            let (id, name) = (record.id.clone(), record.name.clone());
            agent.take_one(record);
            go(&navigation, id);
            announce::tell(&people().joined(&name));
        }
        Err(failure) => refused(look, &failure, &app).await,
    }
}

/// Does not join.
pub(super) async fn decline(look: Look, (invitation, key): (InvitationId, InvitationKey), agent: Agent, app: App) {
    match Call::post(path::INVITATION_DECLINE, &key, None).no_answer().await {
        Ok(()) => {
            token::forget();
            agent.waiting.update(|waiting| waiting.retain(|one| one.id != invitation));
            announce::status(people().declined_told());
            look.again();
        }
        Err(failure) => refused(look, &failure, &app).await,
    }
}

/// Asks whoever invited for a new one.
///
/// # Errors
/// Why that could not be sent.
pub(super) async fn ask_again(token: String) -> Result<(), Failure> {
    Call::post(path::INVITATION_ASK_AGAIN, &InvitationToken { token }, None).no_answer().await
}

/// Asks whoever invited to invite the signed-in agent instead.
///
/// # Errors
/// Why that could not be sent.
pub(super) async fn ask_for_me(token: String) -> Result<(), Failure> {
    Call::post(path::INVITATION_ASK_FOR_ME, &InvitationToken { token }, None).no_answer().await
}

/// Into the workgroup, which takes the place of this page.
pub(super) fn go(navigation: &Navigation, id: WorkgroupId) {
    token::forget();
    navigation.replace(&Route::Workgroup(id, Page::Settings));
}

/// An answer that was not taken, or of which nothing is known: what became of the invitation is
/// looked at once more.
async fn refused(look: Look, failure: &Failure, app: &App) {
    if failure.kind() == Some(ProblemKind::Unauthenticated) {
        return app.start().await;
    }
    let why = if failure.is_unknown() {
        people().answer_unknown().to_owned()
    } else if failure.kind() == Some(ProblemKind::InvitationEnded) {
        people().ended_meanwhile().to_owned()
    } else {
        text::failure(failure)
    };
    look.trouble.try_set(Some(why));
    look.again();
}
