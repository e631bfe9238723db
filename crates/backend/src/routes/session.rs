//! The session: who is signed in.

use crate::{
    app::App,
    error::Error,
    extract::{CurrentAgent, SessionToken, cookie_name},
    mail::mailbox,
};
use axum::{
    Json,
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use contract::{
    event,
    id::AgentId,
    path,
    problem::{Problem, ProblemKind},
    session::Session,
    sign_in::SignInWay,
};
use rules::{Actor, Command, view};

/// Who is signed in
///
/// Where nobody is, the problem's `sign_in` lists the ways that this backend offers.
#[utoipa::path(
    get,
    path = path::SESSION,
    operation_id = "readSession",
    tag = "session",
    security(("session" = [])),
    responses((status = 200, description = "The signed-in agent.", body = Session)),
)]
pub(crate) async fn read(State(app): State<App>, agent: Result<CurrentAgent, Error>) -> Result<Json<Session>, Error> {
    match agent {
        Ok(agent) => of(&app, &agent.0).await.map(Json),
        Err(error) if error.kind() == ProblemKind::Unauthenticated => {
            let mut problem = Problem::new(ProblemKind::Unauthenticated);
            problem.sign_in = Some(ways(&app).await?);
            Err(problem.into())
        }
        Err(error) => Err(error),
    }
}

/// Sign out
///
/// It succeeds too where nobody is signed in.
#[utoipa::path(
    delete,
    path = path::SESSION,
    operation_id = "signOut",
    tag = "session",
    responses((status = 204, description = "The session is over.", headers(("Set-Cookie" = String, description = "Clears the cookie.")))),
)]
pub(crate) async fn end(State(app): State<App>, SessionToken(token): SessionToken) -> Result<Response, Error> {
    if let Some(session) = token {
        app.store.write(&Actor::Nobody, Command::SignOut { session }, crate::now()).await?;
    }
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie(&app, "", 0)?)]).into_response())
}

/// The session of an agent.
pub(super) async fn of(app: &App, agent: &AgentId) -> Result<Session, Error> {
    let facts = app.store.agent(agent).await?.ok_or_else(|| Error::of(ProblemKind::Unauthenticated))?;
    Ok(view::session(&facts, &[event::PART], app.config.mailbox.then_some(mailbox::PATH)))
}

/// The cookie that holds a session's token for so many seconds.
pub(super) fn cookie(app: &App, token: &str, seconds: i64) -> Result<HeaderValue, Error> {
    let name = cookie_name(app.config.local);
    let secure = if app.config.local { "" } else { "; Secure" };
    HeaderValue::try_from(format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}"))
        .map_err(|error| Error::internal(&error))
}

async fn ways(app: &App) -> Result<Vec<SignInWay>, Error> {
    if !app.config.local {
        return Ok(vec![SignInWay::email()]);
    }
    let agents = app.store.sample_agents().await?;
    let sample = (!agents.is_empty()).then(|| SignInWay::sample(agents));
    let mailbox = app.config.mailbox.then(|| SignInWay::mailbox(mailbox::PATH));
    Ok(sample.into_iter().chain([SignInWay::email()]).chain(mailbox).collect())
}
