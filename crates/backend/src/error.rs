//! Errors of the HTTP side. Every one of them ends as a problem of the contract.
//!
//! Which to use where:
//! * the request cannot be answered for a reason that the contract knows: [`Error::from`] a
//!   [`Problem`] or [`Error::of`] a kind;
//! * the store said no or failed: `?` on its result;
//! * anything else that broke inside: [`Error::internal`], which logs the cause and tells the
//!   requester nothing but the request's id.
//!
//! An answer carries its problem as an extension until [`render`] writes it, so that the request's
//! id is in it wherever it arose.

use crate::store;
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use contract::{
    headers,
    problem::{FieldCode, Problem, ProblemKind},
};

/// Why there is no other answer.
#[derive(Debug)]
pub struct Error {
    problem: Box<Problem>,
    retry_after: Option<u32>,
}

impl Error {
    /// A problem of a kind, with nothing further to say.
    #[must_use]
    pub fn of(kind: ProblemKind) -> Self {
        Problem::new(kind).into()
    }

    /// A query parameter (`?limit`) or header that cannot be read.
    #[must_use]
    pub fn malformed(place: &str, code: FieldCode) -> Self {
        Problem::new(ProblemKind::MalformedRequest).at(place, code).into()
    }

    /// Something broke inside: the cause is logged and not told.
    #[must_use]
    pub fn internal(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(%cause, "internal error");
        Self::of(ProblemKind::Internal)
    }

    /// Which kind it is.
    #[must_use]
    pub fn kind(&self) -> ProblemKind {
        self.problem.kind
    }

    /// The same, to be tried again after so many seconds.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Box::new(problem).into()
    }
}

impl From<Box<Problem>> for Error {
    fn from(problem: Box<Problem>) -> Self {
        Self { retry_after: problem.retry_after, problem }
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Refused(problem) => problem.into(),
            store::Error::Database(cause) if is_busy(&cause) => {
                tracing::warn!("the database is busy");
                Self::of(ProblemKind::Unavailable).retry_after(1)
            }
            other => Self::internal(&other),
        }
    }
}

/// Another process holds the lock, or too many wait for a connection.
fn is_busy(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::PoolTimedOut => true,
        // SQLITE_BUSY and its extended codes have 5 in their low byte.
        sqlx::Error::Database(error) => {
            error.code().and_then(|code| code.parse::<u32>().ok()).is_some_and(|code| code & 0xFF == 5)
        }
        _ => false,
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(*self.problem);
        response
    }
}

/// Writes the problem that an answer carries, and one for a method that the router refused.
pub(crate) async fn render(request: Request, next: Next) -> Response {
    let id = request.extensions().get::<crate::observe::RequestId>().map(|id| id.0.as_str().into());
    let mut response = next.run(request).await;
    let carried = response.extensions_mut().remove::<Problem>();
    let problem = carried.or_else(|| {
        let refused = response.status() == StatusCode::METHOD_NOT_ALLOWED;
        refused.then(|| Problem::new(ProblemKind::MethodNotAllowed))
    });
    let Some(mut problem) = problem else { return response };
    problem.request_id = id;
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    response.headers_mut().remove(header::CONTENT_LENGTH);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(headers::PROBLEM));
    *response.body_mut() = Body::from(body);
    response
}
