//! The built page, as Trunk left it in a folder.
//!
//! A path without an extension is an address of the page: it gets index.html, and the page finds
//! out what is there. A missing file is 404 and never index.html, which no script tag wants.

use crate::{app::App, error::Error};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse as _, Response},
};
use contract::problem::ProblemKind;
use tower::ServiceExt as _;
use tower_http::services::ServeDir;

/// The fallback of the router: the page, or 404.
pub(crate) async fn serve(State(app): State<App>, mut request: Request) -> Response {
    let path = request.uri().path().to_owned();
    if crate::security::is_api(&path) {
        return Error::of(ProblemKind::NotFound).into_response();
    }
    let file = path.rsplit('/').next().unwrap_or_default();
    let Some(folder) = app.config.site.as_ref().filter(|_| !file.starts_with('.')) else {
        return Error::of(ProblemKind::NotFound).into_response();
    };
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut response = Error::of(ProblemKind::MethodNotAllowed).into_response();
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    if !file.contains('.') {
        *request.uri_mut() = Uri::from_static("/index.html");
    }
    let files = ServeDir::new(folder).append_index_html_on_directories(false).precompressed_br();
    let Ok(answer) = files.oneshot(request).await;
    if answer.status() == StatusCode::NOT_FOUND {
        return Error::of(ProblemKind::NotFound).into_response();
    }
    let mut response = answer.map(Body::new);
    let cache = if path.split('/').any(is_hashed) { "public, max-age=31536000, immutable" } else { "no-cache" };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    response
}

/// Whether the name of a file or a folder carries the hash of its content: `main-0123456789abcdef.css`,
/// as Trunk writes it, or `app-0123456789abcdef`, the folder of the page's modules. Trunk leaves out zeros
/// at the beginning.
fn is_hashed(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    let hash = stem.rsplit('-').next().unwrap_or_default();
    hash.len() < stem.len() && (12..=64).contains(&hash.len()) && hash.bytes().all(|b| b.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_a_hash_when_it_sees_one() {
        for name in
            ["boot-0123456789abcdef.js", "main-77ba389ec4a9008.css", "w-x-0123456789abcdef.svg", "app-abcdef0123456789"]
        {
            assert!(is_hashed(name), "{name}");
        }
        for file in ["index.html", "config.json", "boot-strap.js", "0123456789abcdef.js", "well-known-document.txt", ""]
        {
            assert!(!is_hashed(file), "{file}");
        }
    }
}
