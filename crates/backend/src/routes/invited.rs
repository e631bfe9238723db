//! Invitations as the invited person sees and answers them. Tokens and codes come in bodies, never
//! in paths, which end in logs and histories.

use super::tagged;
use crate::{
    app::App,
    error::Error,
    extract::{CurrentAgent, Json, PartParameters, Peer},
    store::Cursor,
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use contract::{
    invitation::{CODE_ALPHABET, CODE_LENGTH, InvitationKey, InvitationToMe, InvitationToken},
    list::{List, PartQuery},
    path,
    problem::{FieldCode, Problem, ProblemKind},
    workgroup::Workgroup,
};
use rules::{Actor, Command, InvitedBy, Needs, Token, view};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// How long asking for an invitation takes at the least: longer than noting it does, so that the
/// time does not tell whether there was anything to note.
const ASKING_TAKES: Duration = Duration::from_millis(60);

/// List the invitations to the signed-in agent
///
/// Those to their verified address that wait for an answer.
#[utoipa::path(
    get,
    path = path::INVITATIONS_TO_ME,
    operation_id = "listInvitationsToMe",
    tag = "invited",
    params(PartQuery),
    security(("session" = [])),
    responses((status = 200, description = "A part of them, newest first.", body = List<InvitationToMe>)),
)]
pub(crate) async fn list(
    State(app): State<App>,
    agent: CurrentAgent,
    query: PartParameters,
) -> Result<axum::Json<List<InvitationToMe>>, Error> {
    let now = crate::now();
    let agent = app.store.agent(&agent.0).await?.ok_or_else(|| Error::of(ProblemKind::Unauthenticated))?;
    let page = app.store.invitations_to(&agent, query.limit, query.after.as_ref(), now).await?;
    Ok(axum::Json(List {
        items: page.items.iter().map(|invited| view::invitation_to_me(invited, Some(&agent), now)).collect(),
        total: page.total,
        next_cursor: page.next.as_ref().map(Cursor::to_wire),
    }))
}

/// Look at an invitation before answering it
///
/// By its token for anybody, by its identifier or code for the signed-in agent. Nothing is used
/// up, but that wrong codes are counted: after five, none is accepted until the invitation is sent
/// anew. A token that is wrong, unknown or outdated is not found, all alike. Of an invitation that has
/// ended, only that is told, but to members of its workgroup.
#[utoipa::path(
    post,
    path = path::INVITATION_LOOK_UP,
    operation_id = "lookUpInvitation",
    tag = "invited",
    request_body = InvitationKey,
    responses((status = 200, description = "The invitation, or what has become of it.", body = InvitationToMe)),
)]
pub(crate) async fn look_up(
    State(app): State<App>,
    Peer(peer): Peer,
    agent: Result<CurrentAgent, Error>,
    Json(body): Json<InvitationKey>,
) -> Result<axum::Json<InvitationToMe>, Error> {
    let agent = match agent {
        Ok(agent) => Some(agent.0),
        Err(error) if error.kind() == ProblemKind::Unauthenticated => None,
        Err(error) => return Err(error),
    };
    match &agent {
        Some(agent) => app.own_answers.admit(agent)?,
        None => app.answers.admit(peer)?,
    }
    let by = named(body)?;
    if agent.is_none() && !matches!(by, InvitedBy::Token(_)) {
        return Err(Error::of(ProblemKind::Unauthenticated));
    }
    if let (Some(agent), InvitedBy::Code(code)) = (&agent, &by) {
        let command = Command::TryInvitationCode { code: code.clone(), seal: app.store.seal().clone() };
        let actor = Actor::Agent(agent.clone());
        app.store.write(&actor, command, crate::now()).await?.unless_refused()?;
    }
    let now = crate::now();
    let needs = Needs { agent, invited: Some(by.key()), ..Needs::default() };
    let facts = app.store.facts(&needs, now).await?;
    let found = rules::find(&facts, &by, app.store.seal())?;
    Ok(axum::Json(view::invitation_to_me(found, facts.agent.as_ref(), now)))
}

/// Accept an invitation
///
/// By the invited address alone, and once: repeating it gives whoever has joined the workgroup again
/// and changes nothing, else it has ended. Somebody who is a member already stays what they are.
#[utoipa::path(
    post,
    path = path::INVITATION_ACCEPT,
    operation_id = "acceptInvitation",
    tag = "invited",
    request_body = InvitationKey,
    security(("session" = [])),
    responses((
        status = 200, description = "The workgroup as the signed-in agent sees it now.", body = Workgroup,
        headers(("ETag" = String, description = "Its version in quotes, for `If-Match`.")),
    )),
)]
pub(crate) async fn accept(
    State(app): State<App>,
    agent: CurrentAgent,
    Json(body): Json<InvitationKey>,
) -> Result<Response, Error> {
    app.own_answers.admit(&agent.0)?;
    let command = Command::AcceptInvitation { by: named(body)?, seal: app.store.seal().clone() };
    let outcome = app.store.write(&agent.actor(), command, crate::now()).await?.unless_refused()?;
    outcome
        .workgroup
        .map(|workgroup| tagged(workgroup.version, &workgroup))
        .ok_or_else(|| Error::of(ProblemKind::NotFound))
}

/// Decline an invitation
///
/// By the invited address alone.
#[utoipa::path(
    post,
    path = path::INVITATION_DECLINE,
    operation_id = "declineInvitation",
    tag = "invited",
    request_body = InvitationKey,
    security(("session" = [])),
    responses((status = 204, description = "It is declined, and whoever invited is told.")),
)]
pub(crate) async fn decline(
    State(app): State<App>,
    agent: CurrentAgent,
    Json(body): Json<InvitationKey>,
) -> Result<StatusCode, Error> {
    app.own_answers.admit(&agent.0)?;
    let command = Command::DeclineInvitation { by: named(body)?, seal: app.store.seal().clone() };
    app.store.write(&agent.actor(), command, crate::now()).await?.unless_refused()?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ask for a new invitation in place of one that expired or was taken back
///
/// Whoever invited is told, once a day at the most. The answer is the same, and takes as long,
/// whatever the token is.
#[utoipa::path(
    post,
    path = path::INVITATION_ASK_AGAIN,
    operation_id = "askForInvitation",
    tag = "invited",
    request_body = InvitationToken,
    responses((status = 204, description = "If there is something to ask for, whoever invited is told.")),
)]
pub(crate) async fn ask_again(
    State(app): State<App>,
    Peer(peer): Peer,
    Json(body): Json<InvitationToken>,
) -> Result<Response, Error> {
    let answered_at = Instant::now() + ASKING_TAKES;
    app.answers.admit(peer)?;
    if let Some(token) = Token::parse(&body.token) {
        let command = Command::AskForInvitation { token, seal: app.store.seal().clone() };
        app.store.write(&Actor::Nobody, command, crate::now()).await?;
    }
    sleep_until(answered_at).await;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Ask to be invited in place of the invited address
///
/// For somebody who is signed in with another address: whoever invited is told who asks, once a day
/// at the most for each who does. The answer is the same, and takes as long, whatever the token is;
/// only that of an invitation that waits for an answer does anything.
#[utoipa::path(
    post,
    path = path::INVITATION_ASK_FOR_ME,
    operation_id = "askToBeInvited",
    tag = "invited",
    request_body = InvitationToken,
    security(("session" = [])),
    responses((status = 204, description = "If there is something to ask for, whoever invited is told.")),
)]
pub(crate) async fn ask_for_me(
    State(app): State<App>,
    Peer(peer): Peer,
    agent: CurrentAgent,
    Json(body): Json<InvitationToken>,
) -> Result<StatusCode, Error> {
    let answered_at = Instant::now() + ASKING_TAKES;
    app.answers.admit(peer)?;
    app.asks.admit(&agent.0)?;
    if let Some(token) = Token::parse(&body.token) {
        let command = Command::AskForMe { token, seal: app.store.seal().clone() };
        app.store.write(&agent.actor(), command, crate::now()).await?;
    }
    sleep_until(answered_at).await;
    Ok(StatusCode::NO_CONTENT)
}

/// The one way in which the invitation is named. What cannot be a token is none of any invitation.
fn named(key: InvitationKey) -> Result<InvitedBy, Problem> {
    match key {
        InvitationKey { token: Some(token), id: None, code: None } => {
            Token::parse(&token).map(InvitedBy::Token).ok_or_else(|| Problem::new(ProblemKind::NotFound))
        }
        InvitationKey { token: None, id: Some(id), code: None } => Ok(InvitedBy::Id(id)),
        InvitationKey { token: None, id: None, code: Some(code) } => {
            if looks_like_a_code(&code) {
                Ok(InvitedBy::Code(code))
            } else {
                Err(Problem::invalid("/code", FieldCode::Invalid))
            }
        }
        InvitationKey { token: None, id: None, code: None } => Err(Problem::invalid("/token", FieldCode::Missing)),
        InvitationKey { code: Some(_), .. } => Err(Problem::invalid("/code", FieldCode::Invalid)),
        InvitationKey { .. } => Err(Problem::invalid("/id", FieldCode::Invalid)),
    }
}

/// Whether it is worth a try. What is not costs none.
fn looks_like_a_code(code: &str) -> bool {
    let typed = || code.chars().filter(|&c| !c.is_whitespace() && c != '-').map(|c| c.to_ascii_uppercase());
    typed().count() == CODE_LENGTH && typed().all(|c| CODE_ALPHABET.contains(c))
}
