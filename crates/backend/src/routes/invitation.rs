//! One invitation into a workgroup, as those see it who may invite.

use super::{
    once::{Running, respond},
    tagged,
};
use crate::{
    app::App,
    error::Error,
    extract::{CurrentAgent, IdempotencyKey, IfMatch, InvitationPath, MergePatch},
    store::{Answer, Outcome},
};
use axum::{Json, extract::State, response::Response};
use contract::{
    activity::Entry,
    headers,
    id::{InvitationId, WorkgroupId},
    invitation::{Invitation, InvitationLink, PatchInvitation},
    list::List,
    page_path, path,
    problem::ProblemKind,
};
use rules::{Command, Needs, Snapshot, view};

/// Read an invitation
#[utoipa::path(
    get,
    path = path::INVITATION,
    operation_id = "readInvitation",
    tag = "people",
    params(
        ("workgroup" = WorkgroupId, Path, description = "Which one."),
        ("invitation" = InvitationId, Path, description = "Which one."),
    ),
    security(("session" = [])),
    responses((
        status = 200, description = "The invitation as the signed-in agent may see it.", body = Invitation,
        headers(("ETag" = String, description = "Its version in quotes, for `If-Match`.")),
    )),
)]
pub(crate) async fn read(
    State(app): State<App>,
    agent: CurrentAgent,
    InvitationPath(workgroup, id): InvitationPath,
) -> Result<Response, Error> {
    let facts = facts(&app, agent, workgroup, id).await?;
    let (asker, invitation) = rules::found(&facts)?;
    shown(view::invitation(asker, invitation, crate::now()))
}

/// Give an invitation another role
///
/// A JSON merge patch, refused in the order of a workgroup's; 410 where it waits no longer. The
/// mail that is out names the old role; the invited person is shown the new one before they
/// accept.
#[utoipa::path(
    patch,
    path = path::INVITATION,
    operation_id = "patchInvitation",
    tag = "people",
    params(
        ("workgroup" = WorkgroupId, Path, description = "Which one."),
        ("invitation" = InvitationId, Path, description = "Which one."),
        ("If-Match" = String, Header, description = "The `ETag` of the record that the change was made from.", example = "\"7\""),
    ),
    request_body(content = PatchInvitation, content_type = "application/merge-patch+json"),
    security(("session" = [])),
    responses((
        status = 200, description = "The invitation as it is now.", body = Invitation,
        headers(("ETag" = String, description = "Its version in quotes, for the next `If-Match`.")),
    )),
)]
pub(crate) async fn patch(
    State(app): State<App>,
    agent: CurrentAgent,
    InvitationPath(workgroup, id): InvitationPath,
    IfMatch(version): IfMatch,
    MergePatch(patch): MergePatch<PatchInvitation>,
) -> Result<Response, Error> {
    let command = Command::PatchInvitation { workgroup, id, version, patch };
    shown(app.store.write(&agent.actor(), command, crate::now()).await?.invitation)
}

/// Send an invitation anew
///
/// The same invitation gets a new link, a new code and a new expiry, and its mail is queued. The
/// old link and code stop working. Whoever sends it anew is who invites from then on.
#[utoipa::path(
    post,
    path = path::INVITATION_RESEND,
    operation_id = "resendInvitation",
    tag = "people",
    params(
        ("workgroup" = WorkgroupId, Path, description = "Which one."),
        ("invitation" = InvitationId, Path, description = "Which one."),
        ("Idempotency-Key" = String, Header, description = "See the introduction."),
    ),
    security(("session" = [])),
    responses((
        status = 200, description = "The invitation as it is now.", body = Invitation,
        headers(("ETag" = String, description = "Its version in quotes, for `If-Match`.")),
    )),
)]
pub(crate) async fn resend(
    State(app): State<App>,
    agent: CurrentAgent,
    InvitationPath(workgroup, id): InvitationPath,
    IdempotencyKey(key): IdempotencyKey,
) -> Result<Response, Error> {
    let path = path::invitation_resend(&workgroup, &id);
    let running = Running::begin(&app, agent.0.as_str(), key, &path, &())?;
    let (lifetime, seal) = (app.config.invitation_lifetime, app.store.seal().clone());
    let command = Command::ResendInvitation { workgroup, id, lifetime, seal };
    let answer = app.store.write_once(&agent.actor(), command, crate::now(), &running.once, answer).await?;
    Ok(respond(answer))
}

/// Take an invitation back
///
/// Its link and code show that it was taken back. Once more changes nothing.
#[utoipa::path(
    post,
    path = path::INVITATION_REVOKE,
    operation_id = "revokeInvitation",
    tag = "people",
    params(
        ("workgroup" = WorkgroupId, Path, description = "Which one."),
        ("invitation" = InvitationId, Path, description = "Which one."),
    ),
    security(("session" = [])),
    responses((
        status = 200, description = "The invitation as it is now.", body = Invitation,
        headers(("ETag" = String, description = "Its version in quotes, for `If-Match`.")),
    )),
)]
pub(crate) async fn revoke(
    State(app): State<App>,
    agent: CurrentAgent,
    InvitationPath(workgroup, id): InvitationPath,
) -> Result<Response, Error> {
    let command = Command::RevokeInvitation { workgroup, id };
    shown(app.store.write(&agent.actor(), command, crate::now()).await?.invitation)
}

/// Read an invitation's link
///
/// To hand it over by other means than mail, while the invitation waits for an answer.
#[utoipa::path(
    get,
    path = path::INVITATION_LINK,
    operation_id = "readInvitationLink",
    tag = "people",
    params(
        ("workgroup" = WorkgroupId, Path, description = "Which one."),
        ("invitation" = InvitationId, Path, description = "Which one."),
    ),
    security(("session" = [])),
    responses((status = 200, description = "The link of the newest mail.", body = InvitationLink)),
)]
pub(crate) async fn link(
    State(app): State<App>,
    agent: CurrentAgent,
    InvitationPath(workgroup, id): InvitationPath,
) -> Result<Json<InvitationLink>, Error> {
    let facts = facts(&app, agent, workgroup, id).await?;
    let token = rules::link(&facts, app.store.seal(), crate::now())?;
    // In the fragment, which no server and no log ever sees.
    Ok(Json(InvitationLink { url: format!("{}{}#{token}", app.config.origin, page_path::INVITATION) }))
}

/// Read what happened to an invitation
///
/// All of it, in one part.
#[utoipa::path(
    get,
    path = path::INVITATION_TIMELINE,
    operation_id = "readInvitationTimeline",
    tag = "people",
    params(
        ("workgroup" = WorkgroupId, Path, description = "Which one."),
        ("invitation" = InvitationId, Path, description = "Which one."),
    ),
    security(("session" = [])),
    responses((status = 200, description = "What happened, newest first.", body = List<Entry>)),
)]
pub(crate) async fn timeline(
    State(app): State<App>,
    agent: CurrentAgent,
    InvitationPath(workgroup, id): InvitationPath,
) -> Result<Json<List<Entry>>, Error> {
    let facts = facts(&app, agent, workgroup, id).await?;
    let (asker, invitation) = rules::found(&facts)?;
    let history = app.store.about_invitation(&invitation.id).await?;
    let items = view::timeline(asker, invitation, &history);
    Ok(Json(List { total: items.len() as u64, items, next_cursor: None }))
}

async fn facts(app: &App, agent: CurrentAgent, workgroup: WorkgroupId, id: InvitationId) -> Result<Snapshot, Error> {
    let needs = Needs { agent: Some(agent.0), workgroup: Some(workgroup), invitation: Some(id), ..Needs::default() };
    Ok(app.store.facts(&needs, crate::now()).await?)
}

fn shown(invitation: Option<Invitation>) -> Result<Response, Error> {
    let invitation = invitation.ok_or_else(|| Error::of(ProblemKind::NotFound))?;
    Ok(tagged(invitation.version, &invitation))
}

fn answer(outcome: &Outcome) -> Answer {
    let invitation = outcome.invitation.as_ref();
    Answer {
        status: 200,
        location: None,
        etag: invitation.map(|invitation| headers::etag(invitation.version)),
        body: serde_json::to_string(&invitation).unwrap_or_default(),
    }
}
