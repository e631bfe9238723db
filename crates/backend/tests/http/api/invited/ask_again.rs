use super::{JONAS, accept, token};
use crate::support::{Backend, Call, MAREN, get, local, post, public};
use chrono::TimeDelta;
use contract::{
    activity::{Entry, EntryKind},
    invitation::Invitation,
    list::List,
    path,
};
use rules::Mail;
use std::time::{Duration, Instant};

fn ask(secret: &str) -> Call {
    post(path::INVITATION_ASK_AGAIN, &token(secret))
}

#[tokio::test]
async fn tells_the_inviter_once_a_day_and_nobody_else_anything() {
    let mut config = local();
    config.invitation_lifetime = TimeDelta::zero();
    let backend = Backend::with(config, 0).await;
    let tomas = backend.sign_in("ag_tomas").await;
    let made = backend.invite(&tomas, "new@example.com", "associate").await;
    let secret = backend.store.seal().token(&made.id, 1);
    for _ in 0..3 {
        assert_eq!(backend.send(ask(&secret)).await.status, 204);
    }
    let mails = backend.mails("tomas.rivera@example.com").await;
    let [Mail::AskedAgain { who_email, .. }] = mails.as_slice() else { panic!("{mails:?}") };
    assert_eq!(who_email, "new@example.com");
    let id = "wg_nordwind".parse().expect("an id");
    let all: List<Invitation> = backend.send(get(&path::invitations(&id)).by(&tomas)).await.read();
    assert!(all.items[0].asked_again_at.is_some());
    let asked = async || {
        let timeline = get(&path::invitation_timeline(&id, &made.id)).by(&tomas);
        let timeline: List<Entry> = backend.send(timeline).await.read();
        timeline.items.iter().filter(|entry| entry.kind == EntryKind::AskedAgain && entry.by.is_none()).count()
    };
    assert_eq!(asked().await, 1);
    let resend = crate::support::call("POST", &path::invitation_resend(&id, &made.id)).by(&tomas).key("key");
    let resent: Invitation = backend.send(resend).await.read();
    assert_eq!((resent.asked_again_at, asked().await), (None, 1), "it was asked for all the same");
    assert_eq!(backend.send(ask(&backend.store.seal().token(&made.id, 2))).await.status, 204);
    assert_eq!(asked().await, 2);
}

#[tokio::test]
async fn the_answer_is_the_same_whatever_the_token_is() {
    let backend = Backend::new().await;
    let (maren, jonas) = (backend.sign_in(MAREN).await, backend.sign_in(JONAS.0).await);
    let pending = backend.invite(&maren, "new@example.com", "associate").await;
    let accepted = backend.invite(&maren, JONAS.1, "associate").await;
    let seal = backend.store.seal();
    let token_of = |id: &_, generation| seal.token(id, generation);
    let used = token_of(&accepted.id, 1);
    assert_eq!(backend.send(accept(&token(&used), &jonas)).await.status, 200);
    let told = backend.mails("maren.falk@example.com").await.len();
    let expired = token_of(&"inv_sample_5".parse().expect("an id"), 1);
    let unknown = token_of(&"inv_unknown".parse().expect("an id"), 1);
    let mut answers = Vec::new();
    for secret in ["", "x", &unknown, &token_of(&pending.id, 1), &token_of(&pending.id, 9), &used, &expired] {
        let begun = Instant::now();
        let reply = backend.send(ask(secret)).await;
        assert!(begun.elapsed() >= Duration::from_millis(60), "the time would tell them apart");
        let mut names: Vec<String> = reply.headers.keys().map(ToString::to_string).collect();
        names.sort_unstable();
        answers.push((reply.status, names, reply.body));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
    assert_eq!(backend.mails("maren.falk@example.com").await.len(), told);
    assert_eq!(backend.mails("tomas.rivera@example.com").await.len(), 1, "the expired one was asked for");
}

#[tokio::test]
async fn an_inviter_who_lost_the_workgroup_is_told_nothing() {
    let mut config = public();
    config.invitation_lifetime = TimeDelta::zero();
    config.local = true;
    let backend = Backend::with(config, 0).await;
    let (maren, tomas) = (backend.sign_in(MAREN).await, backend.sign_in("ag_tomas").await);
    let made = backend.invite(&tomas, "new@example.com", "associate").await;
    let id = "wg_nordwind".parse().expect("an id");
    let off = path::agent(&id, &"ag_tomas".parse().expect("an id"));
    let off = crate::support::patch(&off, 1, &serde_json::json!({ "role": "inactive" })).by(&maren);
    assert_eq!(backend.send(off).await.status, 200);
    assert_eq!(backend.send(ask(&backend.store.seal().token(&made.id, 1))).await.status, 204);
    assert_eq!(backend.mails("tomas.rivera@example.com").await.len(), 0);
    let all: List<Invitation> = backend.send(get(&path::invitations(&id)).by(&maren)).await.read();
    assert!(all.items[0].asked_again_at.is_some(), "those who are left see it");
}
