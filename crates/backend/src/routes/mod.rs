//! Handlers, one file for each resource. They translate: what may happen is decided in the rules.

pub(crate) mod activity;
pub(crate) mod agents;
pub(crate) mod events;
pub(crate) mod health;
pub(crate) mod invitation;
pub(crate) mod invitations;
pub(crate) mod invited;
mod once;
pub(crate) mod preferences;
pub(crate) mod session;
pub(crate) mod sign_in;
pub(crate) mod workgroup;
pub(crate) mod workgroups;

use axum::{
    Json,
    http::header,
    response::{IntoResponse, Response},
};
use contract::headers;
use serde::Serialize;

/// A record goes with the tag that its next change has to bring.
fn tagged(version: u64, record: &impl Serialize) -> Response {
    ([(header::ETAG, headers::etag(version))], Json(record)).into_response()
}
