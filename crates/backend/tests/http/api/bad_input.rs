//! Bodies, queries and media types that are not what they should be.

use crate::support::{Backend, MAREN, NORDWIND, call, get, patch, post, put, workgroup};
use contract::{headers, path, problem::ProblemKind};
use serde_json::json;

#[tokio::test]
async fn what_is_not_json_or_not_of_the_shape_is_malformed() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let bodies: [&[u8]; 9] = [
        b"",
        b"{",
        b"<html>",
        b"null",
        b"[]",
        b"\xFF\xFE",
        b"{\"name\":1,\"currency\":\"EUR\"}",
        b"{\"name\":\"a\",\"currency\":\"EUR\",\"extra\":1}",
        b"{\"name\":\"a\",\"currency\":\"EUR\"} x",
    ];
    for body in bodies {
        let call = call("POST", path::WORKGROUPS).body("application/json", body).by(&maren).key("key");
        let reply = backend.send(call).await;
        assert_eq!(reply.status, 400, "{}", String::from_utf8_lossy(body));
        assert_eq!(reply.problem().kind, ProblemKind::MalformedBody);
    }
    let nested = "[".repeat(50_000);
    let call = call("POST", path::WORKGROUPS).body("application/json", nested.as_bytes()).by(&maren).key("key");
    assert_eq!(backend.send(call).await.status, 400);
    let unknown = patch(&workgroup(NORDWIND), 1, &json!({ "default_agent_cost": { "amount": 1, "x": 1 } })).by(&maren);
    insta::assert_json_snapshot!(backend.send(unknown).await.stable());
}

#[tokio::test]
async fn large_bodies_are_refused() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    for size in [64 * 1024 + 1, 2 * 1024 * 1024, 20 * 1024 * 1024] {
        let body = json!({ "name": "x".repeat(size), "currency": "EUR" });
        let reply = backend.send(post(path::WORKGROUPS, &body).by(&maren).key("key")).await;
        assert_eq!((reply.status.as_u16(), reply.problem().kind), (413, ProblemKind::TooLarge));
    }
}

#[tokio::test]
async fn other_media_types_are_refused() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let body = json!({ "name": "a", "currency": "EUR" });
    let create = post(path::WORKGROUPS, &body).by(&maren).key("key");
    for media_type in
        ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", headers::MERGE_PATCH]
    {
        let reply = backend.send(create.clone().header("content-type", media_type)).await;
        assert_eq!(reply.problem().kind, ProblemKind::UnsupportedMediaType, "{media_type}");
    }
    assert_eq!(backend.send(create.clone().without("content-type")).await.status, 415);
    assert_eq!(backend.send(create.header("content-type", "Application/JSON; charset=utf-8")).await.status, 201);
    let plain = patch(&workgroup(NORDWIND), 1, &json!({})).by(&maren).header("content-type", "application/json");
    assert_eq!(backend.send(plain).await.status, 415);
    let preferences = path::workgroup_preferences(&NORDWIND.parse().expect("an id"));
    let text = put(&preferences, &json!({ "hidden": true })).by(&maren).header("content-type", "text/json");
    assert_eq!(backend.send(text).await.status, 415);
}

#[tokio::test]
async fn a_query_that_cannot_be_read_is_refused() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let long = format!("q={}", "x".repeat(201));
    for query in
        ["limit=0", "limit=1001", "limit=a", "limit=1&limit=1", "q=a&q=b", "cursor=!", "cursor=e30", "x=1", &long]
    {
        let reply = backend.send(get(&format!("{}?{query}", path::WORKGROUPS)).by(&maren)).await;
        let problem = reply.problem();
        assert_eq!(problem.kind, ProblemKind::MalformedRequest, "{query}");
        let name = query.split('=').next().unwrap_or_default();
        assert_eq!(problem.errors[0].pointer, format!("?{name}"));
    }
}

#[tokio::test]
async fn a_cursor_of_another_list_is_refused() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let id = NORDWIND.parse().expect("an id");
    let lists = [path::WORKGROUPS.to_owned(), path::agents(&id), path::invitations(&id), path::activity(&id)];
    let mut cursors = Vec::new();
    for list in &lists {
        let part = backend.send(get(&format!("{list}?limit=1")).by(&maren)).await.read::<serde_json::Value>();
        cursors.push(part["next_cursor"].as_str().expect("there is more").to_owned());
    }
    for (at, list) in lists.iter().enumerate() {
        for (of, cursor) in cursors.iter().enumerate() {
            let reply = backend.send(get(&format!("{list}?limit=1&cursor={cursor}")).by(&maren)).await;
            if at == of {
                assert_eq!(reply.status, 200, "{list}");
            } else {
                let problem = reply.problem();
                assert_eq!(problem.kind, ProblemKind::MalformedRequest, "{list}");
                assert_eq!(problem.code_at("?cursor"), Some(contract::problem::FieldCode::Invalid));
            }
        }
    }
}
