//! What changes while somebody looks.

use crate::{
    app::App,
    error::Error,
    extract::{CurrentSession, EventsParameters, LastEventId},
    store::Since,
};
use axum::{
    body::Body,
    extract::State,
    http::{HeaderName, header},
    response::{IntoResponse as _, Response},
};
use contract::{event::EventsQuery, path, problem::ProblemKind};

/// Follow what changes
///
/// The answer stays open and tells, as *Events* in the introduction says, what happens in the
/// workgroups that the signed-in agent sees, as soon as it is committed. It ends with the session,
/// when the backend stops, where too much waits for a reader who does not take it, and for the
/// oldest of more than 20 streams of an agent: a reader comes back with the newest `id`.
#[utoipa::path(
    get,
    path = path::EVENTS,
    operation_id = "followEvents",
    tag = "events",
    params(
        EventsQuery,
        ("Last-Event-ID" = Option<String>, Header, description = "The newest `id` that was read. What this backend has not given, or does not know any more, is answered by `reset`."),
    ),
    security(("session" = [])),
    responses((
        status = 200, description = "Events in the server-sent format.", body = String, content_type = "text/event-stream",
    )),
)]
pub(crate) async fn follow(
    State(app): State<App>,
    reader: CurrentSession,
    EventsParameters(query): EventsParameters,
    LastEventId(id): LastEventId,
) -> Result<Response, Error> {
    if query.agent.is_some_and(|agent| agent != reader.agent) {
        return Err(Error::of(ProblemKind::Unauthenticated));
    }
    app.follows.admit(&reader.agent)?;
    let since = match id {
        None => Since::Lately,
        Some(id) => app.store.seal().reveal(&id).map_or(Since::Unknown, Since::Position),
    };
    let body = if query.once {
        Body::from(app.events.missed(&reader, since).await?.text())
    } else {
        Body::new(app.events.follow(reader, since).await?)
    };
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-store"),
        // What proxies of the kind of nginx go by.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    Ok((headers, body).into_response())
}
