use super::request;
use crate::support::{Backend, local, post, public};
use backend::admin;
use contract::{
    path,
    problem::{FieldCode, ProblemKind},
    sign_in::SignInRequested,
};
use serde_json::json;
use std::time::{Duration, Instant};

#[tokio::test]
async fn known_and_unknown_addresses_are_answered_alike() {
    let backend = Backend::with(public(), 0).await;
    let mut answers = Vec::new();
    for (email, mails) in [("nobody@example.com", 0), ("Maren.Falk@example.com", 1)] {
        let begun = Instant::now();
        let reply = backend.send(request(email, &format!("key-{mails}"))).await;
        assert!(begun.elapsed() >= Duration::from_millis(60), "the time would tell them apart");
        assert_eq!(reply.status, 202);
        assert_eq!(backend.store.mailbox().await.expect("a mailbox").len(), mails);
        let mut names: Vec<String> = reply.headers.keys().map(ToString::to_string).collect();
        names.sort_unstable();
        // The time has no fraction where it is a whole second: only the identifiers are to be as long.
        let requested: SignInRequested = reply.read();
        answers.push((names, reply.stable(), requested.id.as_str().len()));
    }
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test]
async fn an_address_gets_a_few_mails_an_hour_and_no_more() {
    let backend = Backend::new().await;
    for attempt in 0..8 {
        let reply = backend.send(request("maren.falk@example.com", &format!("key-{attempt}"))).await;
        assert_eq!(reply.status, 202);
    }
    assert_eq!(backend.store.mailbox().await.expect("a mailbox").len(), 5);
}

#[tokio::test]
async fn a_peer_that_asks_too_often_is_told_when_to_come_back() {
    let mut config = local();
    config.sign_in_burst = 2;
    let backend = Backend::with(config, 0).await;
    for (attempt, status) in [202, 202, 429].into_iter().enumerate() {
        let reply = backend.send(request("x@example.com", &format!("key-{attempt}"))).await;
        assert_eq!(reply.status, status);
        if status == 429 {
            assert_eq!(reply.problem().kind, ProblemKind::TooManyRequests);
            assert!((1..=11).contains(&reply.header("retry-after").parse::<u32>().expect("seconds")));
        }
    }
    let code = post(path::SIGN_IN_CODE, &json!({ "id": "si_1", "code": "123456" }));
    assert_eq!(backend.send(code).await.status, 429, "codes count too");
}

#[tokio::test]
async fn a_repetition_sends_no_second_mail() {
    let backend = Backend::new().await;
    let first: SignInRequested = backend.send(request("maren.falk@example.com", "key")).await.read();
    let again: SignInRequested = backend.send(request("maren.falk@example.com", "key")).await.read();
    assert_eq!(first, again);
    assert_eq!(backend.store.mailbox().await.expect("a mailbox").len(), 1);
    let other = backend.send(request("aiko.tanaka@example.com", "key")).await;
    assert_eq!(other.problem().kind, ProblemKind::IdempotencyKeyReused);
}

#[tokio::test]
async fn what_is_no_address_is_refused() {
    let backend = Backend::new().await;
    for email in ["", "maren", "a b@example.com", "Maren <maren.falk@example.com>", "a@example.com, b@example.com"] {
        let problem = backend.send(request(email, "key")).await.problem();
        assert_eq!(problem.code_at("/email"), Some(FieldCode::NotAnAddress), "{email}");
    }
    let keyless = post(path::SIGN_IN_REQUESTS, &json!({ "email": "a@example.com" }));
    assert_eq!(backend.send(keyless).await.problem().kind, ProblemKind::IdempotencyKeyMissing);
}

#[tokio::test]
async fn the_operator_lets_an_address_in() {
    let backend = Backend::new().await;
    let folder = backend.folder.path();
    assert_eq!(admin::invite("New@Example.com", folder).await.as_deref(), Ok("new@example.com can sign in now."));
    assert_eq!(admin::invite("new@example.com", folder).await.as_deref(), Ok("new@example.com could sign in already."));
    assert!(admin::invite("new", folder).await.is_err());
    backend.send(request("new@example.com", "key")).await;
    assert_eq!(backend.store.mailbox().await.expect("a mailbox").len(), 1);
}
