//! What every answer and every request has to comply with: headers, origin, host.

use crate::{app::App, error::Error};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use contract::{
    headers, path,
    problem::{FieldCode, ProblemKind},
};

/// Whether a path belongs to the API.
pub(crate) fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}

/// Headers of every answer. An answer that sets one itself keeps it.
pub(crate) async fn harden(State(app): State<App>, request: Request, next: Next) -> Response {
    let api = is_api(request.uri().path());
    let mut response = next.run(request).await;
    let answer = response.headers_mut();
    let mut set = |name: HeaderName, value: &str| {
        if let (false, Ok(value)) = (answer.contains_key(&name), HeaderValue::from_str(value)) {
            answer.insert(name, value);
        }
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    if api {
        set(header::CACHE_CONTROL, "no-store");
        set(header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
    } else {
        set(header::CONTENT_SECURITY_POLICY, &page_policy(&app.config.connect_src));
        set(header::REFERRER_POLICY, "no-referrer");
        set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
        set(
            HeaderName::from_static("permissions-policy"),
            "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), \
             microphone=(), midi=(), payment=(), serial=(), usb=(), xr-spatial-tracking=()",
        );
    }
    if app.config.origin.starts_with("https:") {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains");
    }
    response
}

/// What the page may load, run and talk to.
fn page_policy(connect_src: &[String]) -> String {
    let more: String = connect_src.iter().map(|origin| format!(" {origin}")).collect();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; manifest-src 'self'; connect-src 'self'{more}; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default"
    )
}

/// In local mode, only the machine itself is answered by name: a foreign page that has its own
/// name point here (DNS rebinding) is not.
pub(crate) async fn check_host(State(app): State<App>, request: Request, next: Next) -> Response {
    if app.config.local && !host(request.headers()).is_some_and(|host| is_loopback(host.host())) {
        return Error::malformed("host", FieldCode::Invalid).into_response();
    }
    next.run(request).await
}

/// A request that changes something must come from the page: no form and no other site can set
/// the client header without asking first, and browsers say where a request comes from.
pub(crate) async fn check_origin(State(app): State<App>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE);
    if safe || !request.uri().path().starts_with(path::BASE) || is_ours(&app, request.headers()) {
        return next.run(request).await;
    }
    Error::of(ProblemKind::ForeignOrigin).into_response()
}

fn is_ours(app: &App, headers: &HeaderMap) -> bool {
    let value = |name: &str| headers.get(name).map(HeaderValue::as_bytes);
    if value(headers::CLIENT) != Some(headers::CLIENT_VALUE.as_bytes()) {
        return false;
    }
    match (value("sec-fetch-site"), value("origin")) {
        (Some(site), _) => site == b"same-origin",
        (None, Some(origin)) => {
            let by_host = || host(headers).is_some_and(|host| origin == format!("http://{host}").as_bytes());
            origin == app.config.origin.as_bytes() || (app.config.local && by_host())
        }
        // Not a browser.
        (None, None) => true,
    }
}

fn host(headers: &HeaderMap) -> Option<Authority> {
    headers.get(header::HOST)?.to_str().ok()?.parse().ok()
}

fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
