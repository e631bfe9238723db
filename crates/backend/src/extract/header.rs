//! Headers that the contract gives a meaning.

use crate::error::Error;
use axum::{
    extract::FromRequestParts,
    http::{HeaderValue, header, request::Parts},
};
use contract::{event, headers, id, problem::ProblemKind};
use std::convert::Infallible;

/// The version that the record must have; `None` for a value that no version matches.
pub(crate) struct IfMatch(pub(crate) Option<u64>);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let mut values = parts.headers.get_all(header::IF_MATCH).iter();
        match (values.next(), values.next()) {
            (None, _) => Err(Error::of(ProblemKind::PreconditionRequired)),
            (Some(value), None) => Ok(Self(value.to_str().ok().and_then(headers::version_of))),
            (Some(_), Some(_)) => Ok(Self(None)),
        }
    }
}

/// The newest event that a reader has read, as they say.
pub(crate) struct LastEventId(pub(crate) Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for LastEventId {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let value = parts.headers.get(event::LAST_EVENT_ID);
        // What is no text is no id of ours either.
        Ok(Self(value.map(|value| value.to_str().unwrap_or_default().to_owned())))
    }
}

/// What tells a repetition from another request.
pub(crate) struct IdempotencyKey(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let value = parts.headers.get(headers::IDEMPOTENCY_KEY).map(HeaderValue::to_str);
        match value {
            Some(Ok(key)) if id::is_valid(key) => Ok(Self(key.to_owned())),
            _ => Err(Error::of(ProblemKind::IdempotencyKeyMissing)),
        }
    }
}
