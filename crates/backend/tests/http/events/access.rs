//! Losing access ends telling at once.

use super::stream::Served;
use crate::support::{Backend, MAREN, NORDWIND, call, get, patch, workgroup};
use axum::{body::Body, http::Request};
use contract::{
    event::EventKind,
    path,
    problem::{FieldCode, Problem, ProblemKind},
};
use http_body_util::BodyExt as _;
use serde_json::json;
use std::time::Duration;
use tokio::time::timeout;
use tower::ServiceExt as _;

fn agent(id: &str) -> String {
    path::agent(&NORDWIND.parse().expect("an id"), &id.parse().expect("an id"))
}

#[tokio::test]
async fn whoever_is_deactivated_hears_that_and_nothing_after() {
    let served = Served::new().await;
    let maren = served.backend.sign_in(MAREN).await;
    let tomas = served.backend.sign_in("ag_tomas").await;
    let mut stream = served.follow(&tomas).await;
    served.send(patch(&agent("ag_tomas"), 1, &json!({ "role": "inactive" })).by(&maren)).await;
    let told = stream.next().await;
    assert_eq!(told.kind, EventKind::WorkgroupGone);
    assert_eq!(told.data, json!({ "workgroup": NORDWIND, "id": NORDWIND }));

    served.send(patch(&workgroup(NORDWIND), 1, &json!({ "name": "Secret" })).by(&maren)).await;
    served.send(patch(&agent("ag_tomas"), 2, &json!({ "role": "manager" })).by(&maren)).await;
    let told = stream.next().await;
    assert_eq!((told.kind, &told.data["record"]["role"]), (EventKind::Workgroup, &json!("manager")));
}

#[tokio::test]
async fn whoever_was_away_is_told_that_they_lost_it_and_not_what_happened_since() {
    let served = Served::new().await;
    let maren = served.backend.sign_in(MAREN).await;
    let tomas = served.backend.sign_in("ag_tomas").await;
    let (_, ready) = served.stream(&tomas, "", None).await.missed().await;
    served.send(patch(&workgroup(NORDWIND), 1, &json!({ "name": "Secret" })).by(&maren)).await;
    served.send(patch(&agent("ag_tomas"), 1, &json!({ "role": "inactive" })).by(&maren)).await;
    served.send(patch(&workgroup(NORDWIND), 2, &json!({ "name": "Secret too" })).by(&maren)).await;
    for last in [Some(&*ready.id), None] {
        let (missed, _) = served.stream(&tomas, "", last).await.missed().await;
        let kinds: Vec<EventKind> = missed.iter().map(|event| event.kind).collect();
        assert_eq!(kinds, [EventKind::WorkgroupGone], "{missed:?}");
    }
}

#[tokio::test]
async fn signing_out_ends_the_streams_of_that_session_alone() {
    let served = Served::new().await;
    let maren = served.backend.sign_in(MAREN).await;
    let other = served.backend.sign_in(MAREN).await;
    let (mut one, mut two) = (served.follow(&maren).await, served.follow(&maren).await);
    let mut stays = served.follow(&other).await;
    served.send(call("DELETE", path::SESSION).by(&maren)).await;
    one.ends().await;
    two.ends().await;
    served.send(patch(&workgroup(NORDWIND), 1, &json!({ "name": "B" })).by(&other)).await;
    assert_eq!(stays.next().await.kind, EventKind::Workgroup);
}

#[tokio::test]
async fn a_session_that_is_over_has_no_stream() {
    let served = Served::new().await;
    let maren = served.backend.sign_in(MAREN).await;
    let mut stream = served.follow(&maren).await;
    served.backend.store.tidy(backend::now() + rules::SESSION_LIFETIME).await.expect("tidies");
    stream.ends().await;
    let again = served.backend.send(get(path::EVENTS).by(&maren)).await;
    assert_eq!(again.problem().kind, ProblemKind::Unauthenticated);
}

#[tokio::test]
async fn a_page_of_somebody_else_hears_nothing() {
    let served = Served::new().await;
    let maren = served.backend.sign_in(MAREN).await;
    served.send(patch(&workgroup(NORDWIND), 1, &json!({ "name": "Secret" })).by(&maren)).await;
    for query in ["?agent=ag_jonas", "?once=true&agent=ag_jonas", "?agent=ag_nobody"] {
        let mut refused = served.stream(&maren, query, None).await;
        assert!(refused.head.starts_with("HTTP/1.1 401 "), "{query}: {}", refused.head);
        let problem: Problem = serde_json::from_str(&refused.body().await).expect("a problem");
        assert_eq!(problem.kind, ProblemKind::Unauthenticated, "{query}");
    }
    for query in ["?agent=ag_maren", "?agent=ag_maren&once=true"] {
        let (missed, _) = served.stream(&maren, query, None).await.missed().await;
        assert_eq!(missed[0].data["record"]["name"], "Secret", "{query}");
    }
}

#[tokio::test]
async fn stopping_ends_all_streams_at_once() {
    let served = Served::new().await;
    let maren = served.backend.sign_in(MAREN).await;
    let (mut one, mut two) = (served.follow(&maren).await, served.follow(&maren).await);
    served.stop(Duration::from_secs(2)).await;
    one.ends().await;
    two.ends().await;
}

#[tokio::test]
async fn beyond_twenty_streams_of_an_agent_the_oldest_ends() {
    let served = Served::new().await;
    let maren = served.backend.sign_in(MAREN).await;
    let mut oldest = served.follow(&maren).await;
    let mut next = served.follow(&maren).await;
    let mut more = Vec::new();
    for _ in 2..21 {
        more.push(served.follow(&maren).await);
    }
    oldest.ends().await;
    served.send(patch(&workgroup(NORDWIND), 1, &json!({ "name": "B" })).by(&maren)).await;
    assert_eq!(next.next().await.kind, EventKind::Workgroup);
    assert_eq!(more.last_mut().expect("a stream").next().await.kind, EventKind::Workgroup);
}

/// A stream that is read, or not, without a socket that would take some of it.
async fn body(backend: &Backend, cookie: &str) -> Body {
    let request = Request::get(path::EVENTS).header("host", "127.0.0.1").header("cookie", cookie);
    let request = request.body(Body::empty()).expect("a request");
    backend.router.clone().oneshot(request).await.expect("answers").into_body()
}

async fn text(body: &mut Body) -> Option<String> {
    let frame = timeout(Duration::from_secs(10), body.frame()).await.expect("in time")?;
    let data = frame.expect("reads").into_data().expect("data");
    Some(String::from_utf8(data.to_vec()).expect("text"))
}

#[tokio::test]
async fn whoever_takes_nothing_is_let_go_and_told_when_they_come_back() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let mut slow = body(&backend, &maren).await;
    let mut fast = body(&backend, &maren).await;
    let ready = text(&mut slow).await.expect("ready");
    text(&mut fast).await.expect("ready");
    let id = ready.lines().find_map(|line| line.strip_prefix("id: ")).expect("an id");

    for version in 1..=20 {
        let name = format!("Name {version}.");
        let renamed = patch(&workgroup(NORDWIND), version, &json!({ "name": name })).by(&maren);
        assert_eq!(backend.send(renamed).await.status, 200);
        // Told before the next one happens: each waits on its own.
        assert!(text(&mut fast).await.expect("news").contains(&name));
    }
    assert_eq!(text(&mut slow).await, None, "it has ended");
    let back = backend.send(get(&format!("{}?once=true", path::EVENTS)).by(&maren).header("last-event-id", id)).await;
    assert!(back.text().contains("Name 20.") && back.text().matches("event: activity").count() == 20);
    assert_eq!(back.text().matches("event: workgroup").count(), 1, "of a record only its newest state");
}

#[tokio::test]
async fn an_agent_who_asks_too_often_waits_and_nobody_else_does() {
    let backend = Backend::new().await;
    let (maren, jonas) = (backend.sign_in(MAREN).await, backend.sign_in("ag_jonas").await);
    let asks = async |cookie: &str| backend.send(get(&format!("{}?once=true", path::EVENTS)).by(cookie)).await;
    let mut asked = 0;
    let refused = loop {
        let answer = asks(&maren).await;
        if answer.status != 200 {
            break answer;
        }
        asked += 1;
        assert!(asked < 2000, "nothing held them back");
    };
    assert!(asked >= 200, "so many may come at once, not {asked}");
    assert_eq!(refused.headers["retry-after"], "1");
    assert_eq!(refused.problem().kind, ProblemKind::TooManyRequests);
    assert_eq!(asks(&jonas).await.status, 200);
}

#[tokio::test]
async fn what_cannot_be_asked_for_is_refused() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let nobody = backend.send(get(path::EVENTS)).await;
    assert_eq!(nobody.problem().kind, ProblemKind::Unauthenticated);
    for (query, place, code) in [
        ("?once=yes", "?once", FieldCode::Invalid),
        ("?agent=", "?agent", FieldCode::Invalid),
        ("?since=1", "?since", FieldCode::UnknownField),
    ] {
        let problem = backend.send(get(&format!("{}{query}", path::EVENTS)).by(&maren)).await.problem();
        assert_eq!(problem.kind, ProblemKind::MalformedRequest);
        assert_eq!((&*problem.errors[0].pointer, problem.errors[0].code), (place, code));
    }
}
