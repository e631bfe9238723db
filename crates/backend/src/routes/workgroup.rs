//! One workgroup.

use super::tagged;
use crate::{
    app::App,
    error::Error,
    extract::{CurrentAgent, IfMatch, MergePatch, WorkgroupPath},
};
use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use contract::{
    id::WorkgroupId,
    path,
    problem::ProblemKind,
    workgroup::{PatchWorkgroup, Workgroup},
};
use rules::{Command, view};

/// Read a workgroup
#[utoipa::path(
    get,
    path = path::WORKGROUP,
    operation_id = "readWorkgroup",
    tag = "workgroups",
    params(("workgroup" = WorkgroupId, Path, description = "Which one.")),
    security(("session" = [])),
    responses((
        status = 200, description = "The workgroup as the signed-in agent may see it.", body = Workgroup,
        headers(("ETag" = String, description = "Its version in quotes, for `If-Match`.")),
    )),
)]
pub(crate) async fn read(
    State(app): State<App>,
    agent: CurrentAgent,
    WorkgroupPath(id): WorkgroupPath,
) -> Result<Response, Error> {
    seen(&app, &agent, &id).await.map(|workgroup| tagged(workgroup.version, &workgroup))
}

/// Change a workgroup's name or default agent cost
///
/// A JSON merge patch. What is so already changes nothing and keeps the version. Where several
/// things are wrong: one who may not see it gets 404, one who may not edit it 403, a stale
/// version 412, and only then are values looked at (422).
#[utoipa::path(
    patch,
    path = path::WORKGROUP,
    operation_id = "patchWorkgroup",
    tag = "workgroups",
    params(
        ("workgroup" = WorkgroupId, Path, description = "Which one."),
        ("If-Match" = String, Header, description = "The `ETag` of the record that the change was made from.", example = "\"7\""),
    ),
    request_body(content = PatchWorkgroup, content_type = "application/merge-patch+json"),
    security(("session" = [])),
    responses((
        status = 200, description = "The workgroup as it is now.", body = Workgroup,
        headers(("ETag" = String, description = "Its version in quotes, for the next `If-Match`.")),
    )),
)]
pub(crate) async fn patch(
    State(app): State<App>,
    agent: CurrentAgent,
    WorkgroupPath(id): WorkgroupPath,
    IfMatch(version): IfMatch,
    MergePatch(patch): MergePatch<PatchWorkgroup>,
) -> Result<Response, Error> {
    let command = Command::PatchWorkgroup { id, version, patch };
    let outcome = app.store.write(&agent.actor(), command, crate::now()).await?;
    outcome
        .workgroup
        .map(|workgroup| tagged(workgroup.version, &workgroup))
        .ok_or_else(|| Error::of(ProblemKind::NotFound))
}

/// A workgroup cannot be deleted
///
/// It is spelled out here because it is often looked for. Who does not see the workgroup gets 404.
#[utoipa::path(
    delete,
    path = path::WORKGROUP,
    operation_id = "deleteWorkgroup",
    tag = "workgroups",
    params(("workgroup" = WorkgroupId, Path, description = "Which one.")),
    security(("session" = [])),
    responses((
        status = 405, description = "Workgroups stay. Kind `/problems/method-not-allowed`.",
        body = contract::problem::Problem, content_type = "application/problem+json",
        headers(("Allow" = String, description = "What can be done instead.")),
    )),
)]
pub(crate) async fn delete(
    State(app): State<App>,
    agent: CurrentAgent,
    WorkgroupPath(id): WorkgroupPath,
) -> Result<Response, Error> {
    seen(&app, &agent, &id).await?;
    let mut response = Error::of(ProblemKind::MethodNotAllowed).into_response();
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD, PATCH"));
    Ok(response)
}

async fn seen(app: &App, agent: &CurrentAgent, id: &WorkgroupId) -> Result<Workgroup, Error> {
    let member = app.store.member(&agent.0, id).await?;
    member.as_ref().and_then(view::workgroup).ok_or_else(|| Error::of(ProblemKind::NotFound))
}
