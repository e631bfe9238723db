//! Whoever comes, or comes back, is told what they missed.

use super::stream::{Event, Served};
use crate::support::{MAREN, NORDWIND, patch, post, workgroup};
use chrono::TimeDelta;
use contract::{event::EventKind, path};
use serde_json::{Value, json};

fn kinds(events: &[Event]) -> Vec<EventKind> {
    events.iter().map(|event| event.kind).collect()
}

async fn rename(served: &Served, cookie: &str, version: u64, name: &str) {
    served.send(patch(&workgroup(NORDWIND), version, &json!({ "name": name })).by(cookie)).await;
}

#[tokio::test]
async fn the_head_says_what_comes_and_nothing_holds_it_back() {
    let served = Served::new().await;
    let maren = served.backend.sign_in(MAREN).await;
    let head = served.stream(&maren, "", None).await.head.to_ascii_lowercase();
    assert!(head.starts_with("http/1.1 200 "), "{head}");
    for line in ["content-type: text/event-stream", "cache-control: no-store", "x-accel-buffering: no"] {
        assert!(head.lines().any(|sent| sent == line), "{line} in {head}");
    }
    assert!(!head.contains("content-encoding") && !head.contains("content-length"), "{head}");
}

#[tokio::test]
async fn whoever_comes_back_is_told_what_they_missed_once() {
    let served = Served::new().await;
    let maren = served.backend.sign_in(MAREN).await;
    let mut stream = served.follow(&maren).await;
    rename(&served, &maren, 1, "B").await;
    let seen = stream.next().await;
    drop(stream);
    rename(&served, &maren, 2, "C").await;
    rename(&served, &maren, 3, "D").await;

    let mut stream = served.stream(&maren, "", Some(&seen.id)).await;
    let (missed, ready) = stream.missed().await;
    use EventKind::{Activity, Workgroup};
    assert_eq!(kinds(&missed), [Activity, Activity, Workgroup, Activity], "B's entry, C's, and the newest record");
    assert_eq!(missed[2].data["record"]["name"], "D");
    rename(&served, &maren, 4, "E").await;
    assert_eq!(stream.next().await.data["record"]["name"], "E");

    for id in [&ready.id, &missed[3].id] {
        let (missed, _) = served.stream(&maren, "", Some(id)).await.missed().await;
        assert_eq!(kinds(&missed), [Workgroup, Activity], "E alone");
    }
}

#[tokio::test]
async fn whoever_comes_is_told_what_happened_just_now() {
    let served = Served::new().await;
    let maren = served.backend.sign_in(MAREN).await;
    rename(&served, &maren, 1, "B").await;
    let (missed, _) = served.stream(&maren, "", None).await.missed().await;
    assert_eq!(kinds(&missed), [EventKind::Workgroup, EventKind::Activity]);
}

#[tokio::test]
async fn once_ends_and_says_where_to_go_on() {
    let served = Served::new().await;
    let maren = served.backend.sign_in(MAREN).await;
    let mut first = served.stream(&maren, "?once=true", None).await;
    let (missed, ready) = first.missed().await;
    assert_eq!((missed, ready.data), (Vec::new(), json!({})));
    first.ends().await;
    rename(&served, &maren, 1, "B").await;
    let mut second = served.stream(&maren, "?once=true", Some(&ready.id)).await;
    let (missed, newer) = second.missed().await;
    assert_eq!(kinds(&missed), [EventKind::Workgroup, EventKind::Activity]);
    second.ends().await;
    let mut third = served.stream(&maren, "?once=true", Some(&newer.id)).await;
    assert_eq!(third.missed().await, (Vec::new(), newer));
}

#[tokio::test]
async fn a_restart_in_between_loses_nothing() {
    let served = Served::new().await;
    let maren = served.backend.sign_in(MAREN).await;
    let (_, ready) = served.stream(&maren, "", None).await.missed().await;
    rename(&served, &maren, 1, "B").await;
    let served = served.restart().await;
    let mut stream = served.stream(&maren, "", Some(&ready.id)).await;
    let (missed, _) = stream.missed().await;
    assert_eq!(kinds(&missed), [EventKind::Workgroup, EventKind::Activity]);
    rename(&served, &maren, 2, "C").await;
    assert_eq!(stream.next().await.data["record"]["name"], "C");
}

#[tokio::test]
async fn an_id_that_is_not_known_resets() {
    let served = Served::new().await;
    let maren = served.backend.sign_in(MAREN).await;
    let other = Served::new().await;
    let cookie = other.backend.sign_in(MAREN).await;
    let (_, foreign) = other.stream(&cookie, "", None).await.missed().await;
    for id in ["", "1", "x", &"A".repeat(32), &foreign.id] {
        let (missed, ready) = served.stream(&maren, "", Some(id)).await.missed().await;
        assert_eq!(kinds(&missed), [EventKind::Reset], "{id}");
        assert_eq!(missed[0].data, json!({}));
        let (missed, _) = served.stream(&maren, "", Some(&ready.id)).await.missed().await;
        assert_eq!(missed, [], "one can go on from there");
    }
}

#[tokio::test]
async fn what_is_not_kept_any_more_resets() {
    let served = Served::new().await;
    let maren = served.backend.sign_in(MAREN).await;
    let (_, ready) = served.stream(&maren, "", None).await.missed().await;
    rename(&served, &maren, 1, "B").await;
    let (_, newer) = served.stream(&maren, "", None).await.missed().await;
    served.backend.store.tidy(backend::now() + TimeDelta::hours(23)).await.expect("tidies");
    let (missed, _) = served.stream(&maren, "", Some(&ready.id)).await.missed().await;
    assert_eq!(kinds(&missed), [EventKind::Workgroup, EventKind::Activity], "a day is kept");
    served.backend.store.tidy(backend::now() + TimeDelta::hours(25)).await.expect("tidies");
    let (missed, _) = served.stream(&maren, "", Some(&ready.id)).await.missed().await;
    assert_eq!(kinds(&missed), [EventKind::Reset]);
    let (missed, _) = served.stream(&maren, "", Some(&newer.id)).await.missed().await;
    assert_eq!(missed, [], "nothing happened since");
}

#[tokio::test]
async fn too_much_at_once_is_a_reset_for_those_who_would_be_told() {
    let served = Served::new().await;
    let maren = served.backend.sign_in(MAREN).await;
    let aiko = served.backend.sign_in("ag_aiko").await;
    let (_, ready) = served.stream(&maren, "", None).await.missed().await;
    let (mut editor, mut associate) = (served.follow(&maren).await, served.follow(&aiko).await);
    let invitations: Vec<Value> =
        (0..201).map(|at| json!({ "email": format!("a{at}@example.com"), "role": "associate" })).collect();
    let body = json!({ "invitations": invitations });
    served.send(post(&path::invitations(&NORDWIND.parse().expect("an id")), &body).by(&maren).key("k")).await;
    assert_eq!(editor.next().await.kind, EventKind::Reset);
    rename(&served, &maren, 1, "B").await;
    assert_eq!(editor.kinds(2).await, [EventKind::Workgroup, EventKind::Activity]);
    assert_eq!(associate.kinds(2).await, [EventKind::Workgroup, EventKind::Activity]);

    let (missed, newer) = served.stream(&maren, "", Some(&ready.id)).await.missed().await;
    assert_eq!(kinds(&missed), [EventKind::Reset]);
    let (missed, _) = served.stream(&maren, "", Some(&newer.id)).await.missed().await;
    assert_eq!(missed, []);
}
