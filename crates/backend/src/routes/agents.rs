//! The agents of a workgroup.

use super::tagged;
use crate::{
    app::App,
    error::Error,
    extract::{CurrentAgent, IfMatch, ListParameters, MemberPath, MergePatch, WorkgroupPath},
    store::Cursor,
};
use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use contract::{
    id::{AgentId, WorkgroupId},
    list::{List, ListQuery},
    member::{Member, PatchMember},
    path,
    problem::ProblemKind,
};
use rules::{Actor, Command, Needs, may, view};

/// List the agents of a workgroup
///
/// `q` looks in names and addresses. Who is Inactive is there for Administrators and Managers
/// alone; rates are not shown to Associates.
#[utoipa::path(
    get,
    path = path::AGENTS,
    operation_id = "listAgents",
    tag = "people",
    params(("workgroup" = WorkgroupId, Path, description = "Which one."), ListQuery),
    security(("session" = [])),
    responses((status = 200, description = "A part of the list, ordered by the search key of the name, then identifier.", body = List<Member>)),
)]
pub(crate) async fn list(
    State(app): State<App>,
    agent: CurrentAgent,
    WorkgroupPath(id): WorkgroupPath,
    query: ListParameters,
) -> Result<Json<List<Member>>, Error> {
    let asker = app.store.member(&agent.0, &id).await?;
    let asker = rules::seen(asker.as_ref())?;
    let all = may::see_invitations(asker);
    let found = app.store.members(&id, all, &query.query_key, query.limit, query.after.as_ref()).await?;
    let shown = |facts: &_| view::member(asker, facts, found.administrators);
    Ok(Json(List {
        items: found.page.items.iter().filter_map(shown).collect(),
        total: found.page.total,
        next_cursor: found.page.next.as_ref().map(Cursor::to_wire),
    }))
}

/// Read an agent of a workgroup
#[utoipa::path(
    get,
    path = path::AGENT,
    operation_id = "readAgent",
    tag = "people",
    params(
        ("workgroup" = WorkgroupId, Path, description = "Which one."),
        ("agent" = AgentId, Path, description = "Who."),
    ),
    security(("session" = [])),
    responses((
        status = 200, description = "The agent as the signed-in agent may see them.", body = Member,
        headers(("ETag" = String, description = "Their version in quotes, for `If-Match`.")),
    )),
)]
pub(crate) async fn read(
    State(app): State<App>,
    agent: CurrentAgent,
    MemberPath(workgroup, member): MemberPath,
) -> Result<Response, Error> {
    let needs = Needs { agent: Some(agent.0), workgroup: Some(workgroup), member: Some(member), ..Needs::default() };
    let facts = app.store.facts(&needs, crate::now()).await?;
    let asker = rules::seen(facts.membership.as_ref())?;
    let member = facts.member.and_then(|member| view::member(asker, &member, facts.administrators));
    member.map(|member| tagged(member.version, &member)).ok_or_else(|| Error::of(ProblemKind::NotFound))
}

/// Change an agent's role or rate in a workgroup, or leave it
///
/// A JSON merge patch, refused in the order of a workgroup's. The role `inactive` deactivates, or
/// leaves where it is one's own; access ends at once. A workgroup never loses its last active
/// Administrator, nor does anybody lose their place in their own default workgroup: the problem's
/// `reason` says so.
#[utoipa::path(
    patch,
    path = path::AGENT,
    operation_id = "patchAgent",
    tag = "people",
    params(
        ("workgroup" = WorkgroupId, Path, description = "Which one."),
        ("agent" = AgentId, Path, description = "Who."),
        ("If-Match" = String, Header, description = "The `ETag` of the record that the change was made from.", example = "\"7\""),
    ),
    request_body(content = PatchMember, content_type = "application/merge-patch+json"),
    security(("session" = [])),
    responses(
        (
            status = 200, description = "The agent as they are now.", body = Member,
            headers(("ETag" = String, description = "Their version in quotes, for the next `If-Match`.")),
        ),
        (status = 204, description = "The signed-in agent has left, and sees the workgroup no more."),
    ),
)]
pub(crate) async fn patch(
    State(app): State<App>,
    agent: CurrentAgent,
    MemberPath(workgroup, member): MemberPath,
    IfMatch(version): IfMatch,
    MergePatch(patch): MergePatch<PatchMember>,
) -> Result<Response, Error> {
    let command = Command::PatchMember { workgroup, agent: member, version, patch };
    let outcome = app.store.write(&Actor::Agent(agent.0), command, crate::now()).await?;
    Ok(outcome.member.map_or_else(|| StatusCode::NO_CONTENT.into_response(), |member| tagged(member.version, &member)))
}
