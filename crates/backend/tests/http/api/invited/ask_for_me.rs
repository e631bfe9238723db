use super::{JONAS, accept, token};
use crate::support::{Backend, Call, MAREN, NORDWIND, Reply, call, get, local, patch, post};
use contract::{id::InvitationId, invitation::Invitation, list::List, path};
use rules::Mail;
use serde_json::json;
use std::time::{Duration, Instant};

fn ask(secret: &str, cookie: &str) -> Call {
    post(path::INVITATION_ASK_FOR_ME, &token(secret)).by(cookie)
}

fn shape(reply: &Reply) -> (u16, Vec<String>, Vec<u8>) {
    let mut names: Vec<String> = reply.headers.keys().map(ToString::to_string).collect();
    names.sort_unstable();
    (reply.status.as_u16(), names, reply.body.clone())
}

/// What the inviter was asked, newest first: for which address, instead of which.
async fn told(backend: &Backend) -> Vec<(String, String)> {
    let mails = backend.mails("tomas.rivera@example.com").await;
    let asked = mails.into_iter().filter_map(|mail| match mail {
        Mail::AskedForMe { invited_email, who_email, .. } => Some((who_email, invited_email)),
        _ => None,
    });
    asked.collect()
}

#[tokio::test]
async fn tells_the_inviter_who_asks_once_a_day_for_each() {
    let backend = Backend::new().await;
    let (tomas, jonas) = (backend.sign_in("ag_tomas").await, backend.sign_in(JONAS.0).await);
    let made = backend.invite(&tomas, "new@example.com", "associate").await;
    let secret = backend.store.seal().token(&made.id, 1);
    for _ in 0..3 {
        let reply = backend.send(ask(&secret, &jonas)).await;
        assert_eq!((reply.status.as_u16(), reply.text()), (204, String::new()));
    }
    let priya = backend.sign_in("ag_priya").await;
    assert_eq!(backend.send(ask(&secret, &priya)).await.status, 204, "she is Inactive there");
    let instead = |who: &str| (who.to_owned(), "new@example.com".to_owned());
    assert_eq!(told(&backend).await, [instead("priya.nair@example.com"), instead(JONAS.1)]);
    let id = NORDWIND.parse().expect("an id");
    let all: List<Invitation> = backend.send(get(&path::invitations(&id)).by(&tomas)).await.read();
    assert_eq!(all.items[0], made, "the invitation stays as it is");
}

#[tokio::test]
async fn the_answer_is_the_same_whatever_the_token_is() {
    let backend = Backend::new().await;
    let (maren, tomas) = (backend.sign_in(MAREN).await, backend.sign_in("ag_tomas").await);
    let (jonas, priya) = (backend.sign_in(JONAS.0).await, backend.sign_in("ag_priya").await);
    let seal = backend.store.seal();
    let pending = backend.invite(&tomas, "new@example.com", "associate").await;
    let accepted = backend.invite(&tomas, "priya.nair@example.com", "associate").await;
    let revoked = backend.invite(&tomas, "other@example.com", "associate").await;
    let mine = backend.invite(&tomas, JONAS.1, "associate").await;
    assert_eq!(backend.send(accept(&token(&seal.token(&accepted.id, 1)), &priya)).await.status, 200);
    let revoke = path::invitation_revoke(&NORDWIND.parse().expect("an id"), &revoked.id);
    assert_eq!(backend.send(call("POST", &revoke).by(&maren)).await.status, 200);
    let unknown: InvitationId = "inv_unknown".parse().expect("an id");
    let expired: InvitationId = "inv_sample_5".parse().expect("an id");
    let mut answers = Vec::new();
    for secret in [
        String::new(),
        "x".to_owned(),
        seal.token(&unknown, 1),
        seal.token(&expired, 1),
        seal.token(&pending.id, 2),
        seal.token(&accepted.id, 1),
        seal.token(&revoked.id, 1),
        seal.token(&mine.id, 1),
        seal.token(&pending.id, 1),
        seal.token(&pending.id, 1),
    ] {
        let begun = Instant::now();
        answers.push(shape(&backend.send(ask(&secret, &jonas)).await));
        assert!(begun.elapsed() >= Duration::from_millis(60), "the time would tell them apart");
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
    assert_eq!(told(&backend).await.len(), 1, "the one that waits was asked for");
}

#[tokio::test]
async fn an_inviter_who_lost_the_workgroup_is_told_nothing() {
    let backend = Backend::new().await;
    let (maren, tomas) = (backend.sign_in(MAREN).await, backend.sign_in("ag_tomas").await);
    let (jonas, id) = (backend.sign_in(JONAS.0).await, NORDWIND.parse().expect("an id"));
    let made = backend.invite(&tomas, "new@example.com", "associate").await;
    let one = path::agent(&id, &"ag_tomas".parse().expect("an id"));
    assert_eq!(backend.send(patch(&one, 1, &json!({ "role": "associate" })).by(&maren)).await.status, 200);
    assert_eq!(backend.send(ask(&backend.store.seal().token(&made.id, 1), &jonas)).await.status, 204);
    assert_eq!(told(&backend).await, []);
}

#[tokio::test]
async fn an_agent_asks_about_a_few_invitations_a_day_and_is_not_told_when_it_was_enough() {
    let backend = Backend::new().await;
    let (tomas, jonas) = (backend.sign_in("ag_tomas").await, backend.sign_in(JONAS.0).await);
    let mut answers = Vec::new();
    for n in 0..=rules::ASKS_PER_AGENT {
        let made = backend.invite(&tomas, &format!("new{n}@example.com"), "associate").await;
        answers.push(shape(&backend.send(ask(&backend.store.seal().token(&made.id, 1), &jonas)).await));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
    assert_eq!(told(&backend).await.len() as u32, rules::ASKS_PER_AGENT);
}

#[tokio::test]
async fn whoever_asks_too_often_is_told_when_to_come_back_whatever_the_token_is() {
    let mut config = local();
    config.sign_in_burst = 2;
    let backend = Backend::with(config, 0).await;
    let jonas = backend.sign_in(JONAS.0).await;
    for status in [204, 204, 429] {
        assert_eq!(backend.send(ask("x", &jonas)).await.status, status);
    }
}

#[tokio::test]
async fn a_form_of_another_site_asks_nothing() {
    let backend = Backend::new().await;
    let (tomas, jonas) = (backend.sign_in("ag_tomas").await, backend.sign_in(JONAS.0).await);
    let made = backend.invite(&tomas, "new@example.com", "associate").await;
    let call = ask(&backend.store.seal().token(&made.id, 1), &jonas);
    assert_eq!(backend.send(call.clone().without(contract::headers::CLIENT)).await.status, 403);
    assert_eq!(backend.send(call.header("sec-fetch-site", "cross-site")).await.status, 403);
    assert_eq!(told(&backend).await, []);
}
