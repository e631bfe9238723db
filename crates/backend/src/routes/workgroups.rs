//! The workgroups that the signed-in agent belongs to.

use super::once::{Running, respond};
use crate::{
    app::App,
    error::Error,
    extract::{CurrentAgent, IdempotencyKey, Json, ListParameters},
    secret,
    store::{Answer, Cursor, Outcome},
};
use axum::{extract::State, response::Response};
use contract::{
    headers,
    list::{List, ListQuery},
    path,
    workgroup::{CreateWorkgroup, Workgroup},
};
use rules::{Command, view};

/// List workgroups
///
/// All that the signed-in agent belongs to and is not Inactive in, hidden ones too.
#[utoipa::path(
    get,
    path = path::WORKGROUPS,
    operation_id = "listWorkgroups",
    tag = "workgroups",
    params(ListQuery),
    security(("session" = [])),
    responses((status = 200, description = "A part of the list, ordered by search key, then identifier.", body = List<Workgroup>)),
)]
pub(crate) async fn list(
    State(app): State<App>,
    agent: CurrentAgent,
    query: ListParameters,
) -> Result<axum::Json<List<Workgroup>>, Error> {
    let page = app.store.workgroups(&agent.0, &query.query_key, query.limit, query.after.as_ref()).await?;
    Ok(axum::Json(List {
        items: page.items.iter().filter_map(view::workgroup).collect(),
        total: page.total,
        next_cursor: page.next.as_ref().map(Cursor::to_wire),
    }))
}

/// Create a workgroup
///
/// The signed-in agent becomes its Administrator. It cannot be deleted.
#[utoipa::path(
    post,
    path = path::WORKGROUPS,
    operation_id = "createWorkgroup",
    tag = "workgroups",
    params(("Idempotency-Key" = String, Header, description = "See the introduction.")),
    request_body = CreateWorkgroup,
    security(("session" = [])),
    responses((
        status = 201, description = "It is there.", body = Workgroup,
        headers(
            ("Location" = String, description = "Its path."),
            ("ETag" = String, description = "Its version in quotes, for `If-Match`."),
        ),
    )),
)]
pub(crate) async fn create(
    State(app): State<App>,
    agent: CurrentAgent,
    IdempotencyKey(key): IdempotencyKey,
    Json(body): Json<CreateWorkgroup>,
) -> Result<Response, Error> {
    let running = Running::begin(&app, agent.0.as_str(), key, path::WORKGROUPS, &body)?;
    let command = Command::CreateWorkgroup { id: secret::id("wg"), body };
    let answer = app.store.write_once(&agent.actor(), command, crate::now(), &running.once, made).await?;
    Ok(respond(answer))
}

fn made(outcome: &Outcome) -> Answer {
    let made = outcome.workgroup.as_ref();
    Answer {
        status: 201,
        location: made.map(|workgroup| path::workgroup(&workgroup.id)),
        etag: made.map(|workgroup| headers::etag(workgroup.version)),
        body: serde_json::to_string(&made).unwrap_or_default(),
    }
}
