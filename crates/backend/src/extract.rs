//! What handlers take from a request. Every refusal is a problem of the contract; axum's own
//! extractors, whose refusals are not, are used nowhere else.

mod body;
mod current;
mod header;
mod query;

pub(crate) use body::{Json, MergePatch};
pub(crate) use current::{CurrentAgent, Peer, SessionToken, cookie_name};
pub(crate) use header::{IdempotencyKey, IfMatch};
pub(crate) use query::ListParameters;

use crate::error::Error;
use axum::{
    RequestPartsExt as _,
    extract::{FromRequestParts, Path},
    http::request::Parts,
};
use contract::{id::WorkgroupId, problem::ProblemKind};

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
