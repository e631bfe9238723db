//! Who is answered, and what every answer carries.

use crate::support::{Backend, Call, MAREN, get, post, public};
use contract::{headers, path, problem::ProblemKind};
use serde_json::json;

fn create(cookie: &str) -> Call {
    post(path::WORKGROUPS, &json!({ "name": "a", "currency": "EUR" })).by(cookie).key("key")
}

#[tokio::test]
async fn a_request_that_changes_something_must_come_from_the_page() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let foreign = [
        create(&maren).without(headers::CLIENT),
        create(&maren).header(headers::CLIENT, "2"),
        create(&maren).header("sec-fetch-site", "cross-site"),
        create(&maren).header("sec-fetch-site", "same-site"),
        create(&maren).header("sec-fetch-site", "none"),
        create(&maren).header("sec-fetch-site", "cross-site").header("origin", "http://127.0.0.1:8080"),
        create(&maren).header("origin", "https://evil.example"),
        create(&maren).header("origin", "null"),
        create(&maren).header("origin", "http://127.0.0.1:8081"),
        create(&maren).header("host", "localhost:9").header("origin", "http://localhost:8"),
        create(&maren).header("origin", "https://127.0.0.1:8080"),
    ];
    for call in foreign {
        let reply = backend.send(call.clone()).await;
        assert_eq!((reply.status.as_u16(), reply.problem().kind), (403, ProblemKind::ForeignOrigin), "{call:?}");
    }
    for call in [
        create(&maren),
        create(&maren).header("sec-fetch-site", "same-origin"),
        create(&maren).header("origin", "http://127.0.0.1:8080"),
        create(&maren).header("host", "localhost:9").header("origin", "http://localhost:9"),
    ] {
        assert_eq!(backend.send(call.clone()).await.status, 201, "{call:?}");
    }
    assert_eq!(backend.send(get(path::SESSION).by(&maren).header("sec-fetch-site", "cross-site")).await.status, 200);
}

#[tokio::test]
async fn elsewhere_the_origin_is_the_public_one() {
    let backend = Backend::with(public(), 0).await;
    let request = post(path::SIGN_IN_REQUESTS, &json!({ "email": "a@example.com" })).key("key");
    let from = |origin: &str| request.clone().header("origin", origin).header("host", "inner:8080");
    assert_eq!(backend.send(from("https://work.example.com")).await.status, 202);
    assert_eq!(backend.send(from("http://inner:8080")).await.status, 403);
}

#[tokio::test]
async fn local_mode_answers_to_the_machine_s_own_names() {
    let backend = Backend::new().await;
    for host in ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", "192.0.2.1", "", "localhost.example"] {
        for path in [path::SESSION, "/mailbox", "/"] {
            let reply = backend.send(get(path).header("host", host)).await;
            assert_eq!((reply.status.as_u16(), reply.problem().kind), (400, ProblemKind::MalformedRequest), "{host}");
        }
    }
    assert_eq!(backend.send(get("/mailbox").without("host")).await.status, 400);
    for host in ["127.0.0.1", "127.0.0.1:8080", "localhost:8080", "LOCALHOST", "[::1]:8080", "127.1.2.3:1"] {
        assert_eq!(backend.send(get("/mailbox").header("host", host)).await.status, 200, "{host}");
    }
}

#[tokio::test]
async fn every_answer_has_an_id_of_its_own_and_is_not_sniffed() {
    let backend = Backend::new().await;
    let mut ids = std::collections::HashSet::new();
    for path in [path::SESSION, "/api/nothing", "/healthz", "/mailbox", "/mailbox.css", "/missing.js"] {
        let reply = backend.send(get(path)).await;
        assert!(ids.insert(reply.header(headers::REQUEST_ID).to_owned()), "{path}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(reply.header("cross-origin-resource-policy"), "same-origin", "{path}");
        if path.starts_with("/api") {
            assert_eq!(reply.header("cache-control"), "no-store");
            assert_eq!(reply.header("content-security-policy"), "default-src 'none'; frame-ancestors 'none'");
        }
        assert_eq!(reply.header("strict-transport-security"), "", "there is no https in local mode");
    }
    assert!(!ids.contains(""));
    let elsewhere = Backend::with(public(), 0).await;
    assert!(elsewhere.send(get("/healthz")).await.header("strict-transport-security").starts_with("max-age="));
}
