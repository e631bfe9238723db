//! Invitations into a workgroup, as those see them who may invite.

use super::once::{Running, respond};
use crate::{
    app::App,
    error::Error,
    extract::{CurrentAgent, IdempotencyKey, InvitationParameters, LongJson, WorkgroupPath},
    secret,
    store::{Answer, Cursor, Outcome},
};
use axum::{Json, extract::State, response::Response};
use contract::{
    id::WorkgroupId,
    invitation::{Invitation, InvitationResult, InvitationResults, InviteAgents},
    list::{InvitationQuery, List},
    path,
};
use rules::{Command, Invitee, Language, may, view};

/// List the invitations into a workgroup
///
/// For Administrators and Managers. Those that ended stay in the list.
#[utoipa::path(
    get,
    path = path::INVITATIONS,
    operation_id = "listInvitations",
    tag = "people",
    params(("workgroup" = WorkgroupId, Path, description = "Which one."), InvitationQuery),
    security(("session" = [])),
    responses((status = 200, description = "A part of the list, newest first.", body = List<Invitation>)),
)]
pub(crate) async fn list(
    State(app): State<App>,
    agent: CurrentAgent,
    WorkgroupPath(id): WorkgroupPath,
    query: InvitationParameters,
) -> Result<Json<List<Invitation>>, Error> {
    let asker = app.store.member(&agent.0, &id).await?;
    let asker = rules::inviting(asker.as_ref())?;
    let (now, list) = (crate::now(), &query.list);
    let page = app.store.invitations(&id, &list.query_key, query.state, list.limit, list.after.as_ref(), now).await?;
    Ok(Json(List {
        items: page.items.iter().filter_map(|facts| view::invitation(asker, facts, now)).collect(),
        total: page.total,
        next_cursor: page.next.as_ref().map(Cursor::to_wire),
    }))
}

/// Invite people into a workgroup
///
/// Each row has an outcome of its own, and what can be done is done: the mails are queued. A body
/// of up to 512 KiB is read.
#[utoipa::path(
    post,
    path = path::INVITATIONS,
    operation_id = "inviteAgents",
    tag = "people",
    params(
        ("workgroup" = WorkgroupId, Path, description = "Which one."),
        ("Idempotency-Key" = String, Header, description = "See the introduction."),
    ),
    request_body = InviteAgents,
    security(("session" = [])),
    responses((status = 200, description = "What came of each, in the order that they were sent in.", body = InvitationResults)),
)]
pub(crate) async fn invite(
    State(app): State<App>,
    agent: CurrentAgent,
    WorkgroupPath(workgroup): WorkgroupPath,
    IdempotencyKey(key): IdempotencyKey,
    LongJson(body): LongJson<InviteAgents>,
) -> Result<Response, Error> {
    let asker = app.store.member(&agent.0, &workgroup).await?;
    // Before anybody waits for the one connection that writes.
    rules::inviting(asker.as_ref())?;
    let path = path::invitations(&workgroup);
    let running = Running::begin(&app, agent.0.as_str(), key, &path, &body)?;
    let command = command(&app, workgroup, body);
    let answer = app.store.write_once(&agent.actor(), command, crate::now(), &running.once, results).await?;
    Ok(respond(answer))
}

/// Ask what inviting people would give
///
/// It changes nothing. The outcomes are those that inviting would have
/// now; an invitation is there only where it is pending already. The roles that one may give come
/// with them.
#[utoipa::path(
    post,
    path = path::INVITATIONS_PREVIEW,
    operation_id = "previewInvitations",
    tag = "people",
    params(("workgroup" = WorkgroupId, Path, description = "Which one.")),
    request_body = InviteAgents,
    security(("session" = [])),
    responses((status = 200, description = "What would come of each, in the order that they were sent in.", body = InvitationResults)),
)]
pub(crate) async fn preview(
    State(app): State<App>,
    agent: CurrentAgent,
    WorkgroupPath(workgroup): WorkgroupPath,
    LongJson(body): LongJson<InviteAgents>,
) -> Result<Json<InvitationResults>, Error> {
    app.previews.admit(&agent.0)?;
    let now = crate::now();
    let actor = agent.actor();
    let command = command(&app, workgroup, body);
    let facts = app.store.facts(&command.needs(&actor), now).await?;
    let asker = rules::inviting(facts.membership.as_ref())?;
    let Command::Invite { invitees, .. } = &command else { return Err(Error::internal(&"another command")) };
    let results = rules::plan(&facts, invitees, now)?.into_iter().map(|planned| InvitationResult {
        invitation: planned
            .waiting
            .filter(|_| planned.outcome == contract::invitation::InvitationOutcome::AlreadyInvited)
            .and_then(|waiting| view::invitation(asker, waiting, now)),
        email: planned.email,
        outcome: planned.outcome,
    });
    Ok(Json(InvitationResults { results: results.collect(), roles: may::roles_to_give(asker).to_vec() }))
}

fn command(app: &App, workgroup: WorkgroupId, body: InviteAgents) -> Command {
    let invitee = |row: contract::invitation::InviteAgent| Invitee {
        id: secret::id("inv"),
        email: row.email,
        name: row.name,
        role: row.role,
    };
    Command::Invite {
        workgroup,
        language: Language::nearest(body.language.as_deref().unwrap_or_default()),
        invitees: body.invitations.into_iter().map(invitee).collect(),
        lifetime: app.config.invitation_lifetime,
        seal: app.store.seal().clone(),
    }
}

fn results(outcome: &Outcome) -> Answer {
    let results = InvitationResults { results: outcome.invited.clone(), roles: Vec::new() };
    Answer { status: 200, location: None, etag: None, body: serde_json::to_string(&results).unwrap_or_default() }
}
