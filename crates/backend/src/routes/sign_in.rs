//! Signing in: asking for a mail, and the three ways to a session.

use super::{
    once::{Running, respond},
    session,
};
use crate::{
    app::App,
    error::Error,
    extract::{IdempotencyKey, Json, Peer, SessionToken},
    secret,
    store::Answer,
};
use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use contract::{
    path,
    problem::{FieldCode, Problem, ProblemKind},
    session::Session,
    sign_in::{CODE_DIGITS, RequestSignIn, SignInAsSample, SignInRequested, SignInWithCode, SignInWithLink},
};
use rules::{
    Actor, Address, Change, Command, Language, NewAgent, NewSession, SESSION_LIFETIME, SIGN_IN_LIFETIME, Secret,
};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// How long asking for a mail takes at the least: longer than queueing one does, so that the time
/// does not tell whether the address is known.
const REQUEST_TAKES: Duration = Duration::from_millis(60);

/// Ask for a mail with a link and a code
///
/// The answer is the same, and takes as long, whether or not the address is known; only one that
/// is let in gets the mail, and a few an hour at the most.
#[utoipa::path(
    post,
    path = path::SIGN_IN_REQUESTS,
    operation_id = "requestSignIn",
    tag = "sign-in",
    params(("Idempotency-Key" = String, Header, description = "See the introduction.")),
    request_body = RequestSignIn,
    responses((status = 202, description = "If the address is let in, a mail is on its way.", body = SignInRequested)),
)]
pub(crate) async fn request(
    State(app): State<App>,
    Peer(peer): Peer,
    IdempotencyKey(key): IdempotencyKey,
    Json(body): Json<RequestSignIn>,
) -> Result<Response, Error> {
    let answered_at = Instant::now() + REQUEST_TAKES;
    app.sign_ins.admit(peer)?;
    let address = Address::parse(&body.email).map_err(|_| Problem::invalid("/email", FieldCode::NotAnAddress))?;
    let running = Running::begin(&app, "sign-in", key, path::SIGN_IN_REQUESTS, &body)?;
    let now = crate::now();
    let id = secret::id("si");
    let requested = SignInRequested { id, expires_at: now + SIGN_IN_LIFETIME };
    let command = Command::RequestSignIn {
        id: requested.id.clone(),
        address,
        language: Language::nearest(body.language.as_deref().unwrap_or_default()),
        code: secret::code(&requested.id),
        token: secret::token(),
    };
    let answer = |_: &_| Answer {
        status: 202,
        location: None,
        etag: None,
        body: serde_json::to_string(&requested).unwrap_or_default(),
    };
    let answer = app.store.write_once(&Actor::Nobody, command, now, &running.once, answer).await?;
    sleep_until(answered_at).await;
    Ok(respond(answer))
}

/// Sign in with the mail's code
///
/// Blanks and hyphens in it are ignored. Five wrong ones end the request.
#[utoipa::path(
    post,
    path = path::SIGN_IN_CODE,
    operation_id = "signInWithCode",
    tag = "sign-in",
    request_body = SignInWithCode,
    responses((status = 200, description = "The session.", body = Session, headers(("Set-Cookie" = String, description = "The session's cookie.")))),
)]
pub(crate) async fn with_code(
    State(app): State<App>,
    Peer(peer): Peer,
    old: SessionToken,
    Json(body): Json<SignInWithCode>,
) -> Result<Response, Error> {
    app.sign_ins.admit(peer)?;
    let digits: String = body.code.chars().filter(|&c| !c.is_whitespace() && c != '-').collect();
    if digits.len() != CODE_DIGITS || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Problem::invalid("/code", FieldCode::Invalid).into());
    }
    let code = secret::code_hash(&body.id, &digits);
    let new_agent = new_agent(&app);
    begin(&app, old, |session| Command::SignInByCode { id: body.id, code, session, new_agent }).await
}

/// Sign in with the token of the mail's link
///
/// The link leads to the page, with the token in the fragment of its address; the page sends it
/// here when a person clicks. Opening the link uses nothing up.
#[utoipa::path(
    post,
    path = path::SIGN_IN_LINK,
    operation_id = "signInWithLink",
    tag = "sign-in",
    request_body = SignInWithLink,
    responses((status = 200, description = "The session.", body = Session, headers(("Set-Cookie" = String, description = "The session's cookie.")))),
)]
pub(crate) async fn with_link(
    State(app): State<App>,
    Peer(peer): Peer,
    old: SessionToken,
    Json(body): Json<SignInWithLink>,
) -> Result<Response, Error> {
    app.sign_ins.admit(peer)?;
    let token = secret::hash(&[&body.token]);
    let new_agent = new_agent(&app);
    begin(&app, old, |session| Command::SignInByLink { token, session, new_agent }).await
}

/// Sign in as a sample agent
///
/// In local mode alone; elsewhere it is not found.
#[utoipa::path(
    post,
    path = path::SIGN_IN_SAMPLE,
    operation_id = "signInAsSample",
    tag = "sign-in",
    request_body = SignInAsSample,
    responses((status = 200, description = "The session.", body = Session, headers(("Set-Cookie" = String, description = "The session's cookie.")))),
)]
pub(crate) async fn as_sample(
    State(app): State<App>,
    old: SessionToken,
    Json(body): Json<SignInAsSample>,
) -> Result<Response, Error> {
    if !app.config.local {
        return Err(Error::of(ProblemKind::NotFound));
    }
    begin(&app, old, |session| Command::SignInAsSample { agent: body.agent, session }).await
}

/// Begins a session in place of the browser's old one: a token that somebody planted there before
/// is worth nothing afterwards.
async fn begin(app: &App, old: SessionToken, command: impl FnOnce(NewSession) -> Command) -> Result<Response, Error> {
    let Secret { text: token, hash } = secret::token();
    let command = command(NewSession { hash, replaces: old.0 });
    let outcome = app.store.write(&Actor::Nobody, command, crate::now()).await?.unless_refused()?;
    let agent = outcome.changes.into_iter().find_map(|change| match change {
        Change::SessionMade { agent, .. } => Some(agent),
        _ => None,
    });
    let agent = agent.ok_or_else(|| Error::internal(&"signing in made no session"))?;
    let cookie = session::cookie(app, &token, SESSION_LIFETIME.num_seconds())?;
    Ok(([(header::SET_COOKIE, cookie)], axum::Json(session::of(app, &agent).await?)).into_response())
}

fn new_agent(app: &App) -> NewAgent {
    NewAgent { id: secret::id("ag"), workgroup: secret::id("wg"), currency: app.config.currency }
}
