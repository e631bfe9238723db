//! An id for every request, and a line about it in the log.
//!
//! What may not happen here: personal data in the log. Neither addresses nor names nor tokens are
//! logged, and of the path only its pattern, for an identifier says who works where.

use axum::{
    extract::{MatchedPath, Request},
    http::HeaderValue,
    middleware::Next,
    response::Response,
};
use contract::headers;
use std::time::Instant;
use tracing::Instrument as _;

/// The id of a request, which a person can quote.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub(crate) String);

pub(crate) async fn observe(mut request: Request, next: Next) -> Response {
    let id = format!("rq_{}", uuid::Uuid::now_v7().simple());
    let begun = Instant::now();
    let method = request.method().as_str().to_owned();
    let route =
        request.extensions().get::<MatchedPath>().map_or_else(|| "site".to_owned(), |path| path.as_str().to_owned());
    request.extensions_mut().insert(RequestId(id.clone()));
    let span = tracing::info_span!("request", request_id = id);
    let mut response = next.run(request).instrument(span).await;
    tracing::info!(
        request_id = id,
        method,
        route,
        status = response.status().as_u16(),
        duration_ms = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX) as f64 / 1000.0,
        "answered"
    );
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(headers::REQUEST_ID, id);
    }
    response
}
