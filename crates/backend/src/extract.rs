//! What handlers take from a request. Every refusal is a problem of the contract; axum's own
//! extractors, whose refusals are not, are used nowhere else.

mod body;
mod current;
mod header;
mod query;

pub(crate) use body::{Json, LongJson, MergePatch};
pub(crate) use current::{CurrentAgent, Peer, SessionToken, cookie_name};
pub(crate) use header::{IdempotencyKey, IfMatch};
pub(crate) use query::{ActivityParameters, InvitationParameters, ListParameters, PartParameters};

use crate::error::Error;
use axum::{
    RequestPartsExt as _,
    extract::{FromRequestParts, Path},
    http::request::Parts,
};
use contract::{
    id::{AgentId, InvitationId, WorkgroupId},
    problem::ProblemKind,
};
use std::str::FromStr;

/// The workgroup in the path. What cannot be an identifier names nothing that is there.
pub(crate) struct WorkgroupPath(pub(crate) WorkgroupId);

impl<S: Send + Sync> FromRequestParts<S> for WorkgroupPath {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let not_found = || Error::of(ProblemKind::NotFound);
        let Path(id) = parts.extract::<Path<String>>().await.map_err(|_| not_found())?;
        id.parse().map(Self).map_err(|_| not_found())
    }
}

/// The workgroup in the path, and an agent of it.
pub(crate) struct MemberPath(pub(crate) WorkgroupId, pub(crate) AgentId);

impl<S: Send + Sync> FromRequestParts<S> for MemberPath {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        two(parts).await.map(|(workgroup, agent)| Self(workgroup, agent))
    }
}

/// The workgroup in the path, and an invitation into it.
pub(crate) struct InvitationPath(pub(crate) WorkgroupId, pub(crate) InvitationId);

impl<S: Send + Sync> FromRequestParts<S> for InvitationPath {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        two(parts).await.map(|(workgroup, invitation)| Self(workgroup, invitation))
    }
}

async fn two<A: FromStr, B: FromStr>(parts: &mut Parts) -> Result<(A, B), Error> {
    let not_found = || Error::of(ProblemKind::NotFound);
    let Path((one, other)) = parts.extract::<Path<(String, String)>>().await.map_err(|_| not_found())?;
    Ok((one.parse().map_err(|_| not_found())?, other.parse().map_err(|_| not_found())?))
}
