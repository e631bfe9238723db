use super::*;
use crate::store::testing::store;
use axum::body::HttpBody as _;
use contract::workgroup::WorkgroupPreferences;
use rules::{Actor, Command, NewSession, SESSION_LIFETIME};
use std::{future::poll_fn, pin::Pin};

const PATIENCE: Duration = Duration::from_secs(10);

async fn signed_in(store: &Store, agent: &str, token: u8) -> CurrentSession {
    let (agent, token): (AgentId, _) = (agent.parse().expect("an id"), SecretHash([token; 32]));
    let session = NewSession { hash: token, replaces: None };
    let command = Command::SignInAsSample { agent: agent.clone(), session };
    store.write(&Actor::Nobody, command, crate::now()).await.expect("signs in");
    CurrentSession { agent, token, expires_at: crate::now() + SESSION_LIFETIME }
}

async fn hide(store: &Store, agent: &str, workgroup: &str, hidden: bool) {
    let (agent, id) = (agent.parse().expect("an id"), workgroup.parse().expect("an id"));
    let command = Command::SetPreferences { id, preferences: WorkgroupPreferences { hidden } };
    store.write(&Actor::Agent(agent), command, crate::now()).await.expect("writes");
}

async fn next(follower: &mut Follower) -> Option<String> {
    let next = poll_fn(|cx| Pin::new(&mut *follower).poll_frame(cx));
    let frame = tokio::time::timeout(PATIENCE, next).await.expect("in time")?;
    let data = frame.expect("never fails").into_data().expect("data");
    Some(String::from_utf8(data.to_vec()).expect("text"))
}

#[tokio::test]
async fn what_cannot_be_told_ends_the_streams_and_holds_up_nothing_after_it() {
    let (store, _folder) = store().await;
    let hub = Hub::new(store.clone());
    let (maren, jonas) = (signed_in(&store, "ag_maren", 1).await, signed_in(&store, "ag_jonas", 2).await);
    let own = store.agent(&jonas.agent).await.expect("reads").expect("an agent").default_workgroup;
    let mut follower = hub.follow(signed_in(&store, "ag_maren", 3).await, Since::Lately).await.expect("follows");
    assert!(next(&mut follower).await.expect("ready").contains("event: ready"));
    store.keep_unreadable_event("wg_nordwind", crate::now()).await;
    assert_eq!(next(&mut follower).await, None);

    // Who comes while it is put right is sent away once more.
    tokio::time::sleep(2 * PAUSE).await;
    let mut follower = hub.follow(maren, Since::Position(0)).await.expect("follows");
    let missed = next(&mut follower).await.expect("what was missed");
    assert!(missed.contains("event: reset") && missed.contains("event: ready"), "{missed}");
    hide(&store, "ag_maren", "wg_nordwind", true).await;
    assert!(next(&mut follower).await.expect("news").contains("event: workgroup"));
    let mut other = hub.follow(jonas, Since::Position(0)).await.expect("follows");
    assert!(!next(&mut other).await.expect("ready").contains("event: reset"), "it is none of theirs");
    hide(&store, "ag_jonas", own.as_str(), true).await;
    assert!(next(&mut other).await.expect("news").contains("event: workgroup"));
}

#[tokio::test]
async fn how_far_was_looked_rises_with_what_others_do() {
    let (store, _folder) = store().await;
    let hub = Hub::new(store.clone());
    let _quiet = hub.follow(signed_in(&store, "ag_jonas", 2).await, Since::Lately).await.expect("follows");
    hide(&store, "ag_maren", "wg_nordwind", true).await;
    let newest = store.newest_event().await.expect("reads");
    let rises = async {
        while hub.told_upto() < newest {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, rises).await.expect("in time");
}

#[tokio::test]
async fn a_reader_who_leaves_is_forgotten() {
    let (store, _folder) = store().await;
    let hub = Hub::new(store.clone());
    let maren = signed_in(&store, "ag_maren", 1).await;
    let follower = hub.follow(maren, Since::Lately).await.expect("follows");
    assert_eq!(hub.0.lines().open.len(), 1);
    drop(follower);
    assert!(hub.0.lines().open.is_empty());
}

#[tokio::test]
async fn after_the_close_nobody_is_told_anything() {
    let (store, _folder) = store().await;
    let hub = Hub::new(store.clone());
    let maren = signed_in(&store, "ag_maren", 1).await;
    hub.close();
    let mut follower = hub.follow(maren, Since::Lately).await.expect("follows");
    assert_eq!(next(&mut follower).await, None);
    assert!(hub.0.lines().open.is_empty());
}
