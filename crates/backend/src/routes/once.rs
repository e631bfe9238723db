//! Requests that happen once for each idempotency key.

use crate::{
    app::App,
    error::Error,
    secret,
    store::{Answer, Once},
};
use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use contract::problem::ProblemKind;
use serde::Serialize;
use std::sync::PoisonError;

/// A request with a key, while it is being answered: a second one with the same key is refused
/// meanwhile rather than left waiting.
pub(super) struct Running {
    app: App,
    pub(super) once: Once,
}

impl Running {
    /// Begins, where no other request with this key is running.
    pub(super) fn begin(app: &App, scope: &str, key: String, path: &str, body: &impl Serialize) -> Result<Self, Error> {
        let body = serde_json::to_string(body).map_err(|error| Error::internal(&error))?;
        let fingerprint = secret::hash(&[path, &body]).0;
        let running = (scope.to_owned(), key.clone());
        if !app.running.lock().unwrap_or_else(PoisonError::into_inner).insert(running) {
            return Err(Error::of(ProblemKind::IdempotencyInProgress).retry_after(1));
        }
        Ok(Self { app: app.clone(), once: Once { scope: scope.to_owned(), key, fingerprint } })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let key = (std::mem::take(&mut self.once.scope), std::mem::take(&mut self.once.key));
        self.app.running.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
    }
}

/// The response that an answer stands for, the first time and every other.
pub(super) fn respond(answer: Answer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let mut response = (status, Body::from(answer.body)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    for (name, value) in [(header::LOCATION, answer.location), (header::ETAG, answer.etag)] {
        if let Some(value) = value.and_then(|value| HeaderValue::try_from(value).ok()) {
            headers.insert(name, value);
        }
    }
    response
}
