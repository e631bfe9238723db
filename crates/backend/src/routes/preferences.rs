//! What the signed-in agent alone has set about one workgroup.

use super::tagged;
use crate::{
    app::App,
    error::Error,
    extract::{CurrentAgent, Json, WorkgroupPath},
};
use axum::{extract::State, response::Response};
use contract::{
    id::WorkgroupId,
    path,
    problem::ProblemKind,
    workgroup::{Workgroup, WorkgroupPreferences},
};
use rules::Command;

/// Set preferences
///
/// They are the signed-in agent's own, so that they need no `If-Match` and do not raise the
/// workgroup's version.
#[utoipa::path(
    put,
    path = path::WORKGROUP_PREFERENCES,
    operation_id = "setWorkgroupPreferences",
    tag = "workgroups",
    params(("workgroup" = WorkgroupId, Path, description = "Which one.")),
    request_body = WorkgroupPreferences,
    security(("session" = [])),
    responses((
        status = 200, description = "The workgroup as the signed-in agent sees it now.", body = Workgroup,
        headers(("ETag" = String, description = "Its version in quotes, for `If-Match`.")),
    )),
)]
pub(crate) async fn set(
    State(app): State<App>,
    agent: CurrentAgent,
    WorkgroupPath(id): WorkgroupPath,
    Json(preferences): Json<WorkgroupPreferences>,
) -> Result<Response, Error> {
    let command = Command::SetPreferences { id, preferences };
    let outcome = app.store.write(&agent.actor(), command, crate::now()).await?;
    outcome
        .workgroup
        .map(|workgroup| tagged(workgroup.version, &workgroup))
        .ok_or_else(|| Error::of(ProblemKind::NotFound))
}
