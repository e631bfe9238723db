//! Who asks.

use crate::{app::App, error::Error, secret};
use axum::{
    RequestPartsExt as _,
    extract::{ConnectInfo, FromRequestParts, RawPathParams},
    http::{HeaderMap, header, request::Parts},
};
use contract::{
    id::{AgentId, WorkgroupId},
    problem::ProblemKind,
};
use rules::{Actor, Now, SecretHash};
use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr, SocketAddr},
};

/// The session's cookie. Over https it is bound to this host and to secure connections by its
/// very name (RFC 6265bis, section 4.1.3); local mode has no https.
pub(crate) fn cookie_name(local: bool) -> &'static str {
    if local { "session" } else { "__Host-session" }
}

/// The hash of the token that came with the request, whether or not it is a session's.
pub(crate) struct SessionToken(pub(crate) Option<SecretHash>);

impl FromRequestParts<App> for SessionToken {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let name = cookie_name(app.config.local);
        Ok(Self(cookie(&parts.headers, name).map(|token| secret::hash(&[token]))))
    }
}

/// The signed-in agent.
pub(crate) struct CurrentAgent(pub(crate) AgentId);

impl CurrentAgent {
    /// The agent as the rules know them.
    pub(crate) fn actor(&self) -> Actor {
        Actor::Agent(self.0.clone())
    }
}

impl FromRequestParts<App> for CurrentAgent {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let Ok(SessionToken(token)) = SessionToken::from_request_parts(parts, app).await;
        let (workgroup, now) = (workgroup(parts).await, crate::now());
        let session = match token {
            Some(token) => app.store.session_in(token, workgroup.as_ref(), now).await?,
            None => None,
        };
        let session = session.ok_or_else(|| Error::of(ProblemKind::Unauthenticated))?;
        if let (true, Some(workgroup)) = (session.unseen, workgroup) {
            keep_seen(app, &session.agent, workgroup, now);
        }
        Ok(Self(session.agent))
    }
}

/// The workgroup that the request is about, where its path names one.
async fn workgroup(parts: &mut Parts) -> Option<WorkgroupId> {
    let parameters = parts.extract::<RawPathParams>().await.ok()?;
    let named = parameters.iter().find(|(name, _)| *name == "workgroup");
    named.and_then(|(_, id)| id.parse().ok())
}

/// Keeps that the agent was in the workgroup, while the request goes on: nobody waits for that.
fn keep_seen(app: &App, agent: &AgentId, workgroup: WorkgroupId, now: Now) {
    let (app, agent) = (app.clone(), agent.clone());
    tokio::spawn(async move {
        if let Err(error) = app.store.seen(&agent, &workgroup, now).await {
            tracing::warn!(cause = %error, "when an agent was seen cannot be kept");
        }
    });
}

/// Where the request comes from, for limits.
pub(crate) struct Peer(pub(crate) IpAddr);

impl FromRequestParts<App> for Peer {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let direct = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        // The last entry is the one that our own proxy wrote; those before it are hearsay.
        let told = parts
            .headers
            .get_all("x-forwarded-for")
            .iter()
            .next_back()
            .and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
        let peer = if app.config.behind_proxy { told.or(direct) } else { direct };
        Ok(Self(peer.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST))))
    }
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}
