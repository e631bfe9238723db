use crate::support::{Backend, Call, MAREN, get, post, workgroup};
use contract::{
    path,
    problem::{FieldCode, ProblemKind},
    workgroup::Workgroup,
};
use serde_json::json;
use std::collections::HashSet;

fn create(cookie: &str, key: &str, name: &str) -> Call {
    post(path::WORKGROUPS, &json!({ "name": name, "currency": "CHF" })).by(cookie).key(key)
}

async fn total(backend: &Backend, cookie: &str) -> u64 {
    backend.send(get(path::WORKGROUPS).by(cookie)).await.read::<contract::list::List<Workgroup>>().total
}

#[tokio::test]
async fn makes_one_and_says_where() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let reply = backend.send(create(&maren, "key", "  Alpenblick  ")).await;
    assert_eq!((reply.status.as_u16(), reply.header("etag")), (201, "\"1\""));
    insta::assert_json_snapshot!(reply.stable());
    let made: Workgroup = reply.read();
    assert_eq!(reply.header("location"), path::workgroup(&made.id));
    assert_eq!(backend.send(get(reply.header("location")).by(&maren)).await.read::<Workgroup>(), made);
}

#[tokio::test]
async fn a_repetition_tells_nothing_of_one_that_was_left_since() {
    let backend = Backend::new().await;
    let (maren, jonas) = (backend.sign_in(MAREN).await, backend.sign_in("ag_jonas").await);
    let made: Workgroup = backend.send(create(&maren, "key", "Alpenblick")).await.read();
    let invite = json!({ "invitations": [{ "email": "jonas.weber@example.com", "role": "administrator" }] });
    backend.send(post(&path::invitations(&made.id), &invite).by(&maren).key("key-2")).await;
    let (secret, _) = backend.invitation_mail("jonas.weber@example.com").await.expect("a mail");
    let accepted = backend.send(post(path::INVITATION_ACCEPT, &json!({ "token": secret })).by(&jonas)).await;
    assert_eq!(accepted.status, 200);
    let one = path::agent(&made.id, &MAREN.parse().expect("an id"));
    let leave = crate::support::patch(&one, 1, &json!({ "role": "inactive" })).by(&maren);
    assert_eq!(backend.send(leave).await.status, 204);
    let again = backend.send(create(&maren, "key", "Alpenblick")).await;
    assert_eq!((again.status.as_u16(), again.text().contains("Alpenblick")), (404, false));
}

#[tokio::test]
async fn equal_names_are_two_workgroups() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let one: Workgroup = backend.send(create(&maren, "key-1", "Twin")).await.read();
    let other: Workgroup = backend.send(create(&maren, "key-2", "Twin")).await.read();
    assert_ne!(one.id, other.id);
}

#[tokio::test]
async fn a_repetition_gets_the_first_answer() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let before = total(&backend, &maren).await;
    let first = backend.send(create(&maren, "key", "Once")).await;
    let id = first.read::<Workgroup>().id;
    let renamed = crate::support::patch(&workgroup(id.as_str()), 1, &json!({ "name": "Later" })).by(&maren);
    assert_eq!(backend.send(renamed).await.status, 200);
    let again = backend.send(create(&maren, "key", "Once")).await;
    assert_eq!((again.status, &again.body), (first.status, &first.body));
    for name in ["etag", "location"] {
        assert_eq!(again.header(name), first.header(name));
    }
    let other = backend.send(create(&maren, "key", "Other")).await;
    assert_eq!((other.status.as_u16(), other.problem().kind), (422, ProblemKind::IdempotencyKeyReused));
    assert_eq!(total(&backend, &maren).await, before + 1);
}

#[tokio::test]
async fn keys_belong_to_agents() {
    let backend = Backend::new().await;
    let (maren, aiko) = (backend.sign_in(MAREN).await, backend.sign_in("ag_aiko").await);
    let hers: Workgroup = backend.send(create(&maren, "key", "Same")).await.read();
    let his: Workgroup = backend.send(create(&aiko, "key", "Same")).await.read();
    assert_ne!(hers.id, his.id);
    assert_eq!(backend.send(get(&workgroup(hers.id.as_str())).by(&aiko)).await.status, 404);
}

#[tokio::test]
async fn a_refusal_leaves_the_key_free() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let refused = backend.send(create(&maren, "key", "a\u{202E}b")).await;
    assert_eq!(refused.problem().code_at("/name"), Some(FieldCode::Bidi));
    assert_eq!(backend.send(create(&maren, "key", "ab")).await.status, 201);
}

#[tokio::test]
async fn a_key_is_required() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    for call in [
        create(&maren, "key", "x").without("idempotency-key"),
        create(&maren, "", "x"),
        create(&maren, "a b", "x"),
        create(&maren, &"k".repeat(65), "x"),
    ] {
        assert_eq!(backend.send(call).await.problem().kind, ProblemKind::IdempotencyKeyMissing);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_key_many_times_at_once_makes_one() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let before = total(&backend, &maren).await;
    let backend = std::sync::Arc::new(backend);
    let calls: Vec<_> = (0..16)
        .map(|_| {
            let (backend, call) = (backend.clone(), create(&maren, "key", "Once"));
            tokio::spawn(async move { backend.send(call).await })
        })
        .collect();
    let mut made = HashSet::new();
    for call in calls {
        let reply = call.await.expect("answers");
        match reply.status.as_u16() {
            201 => assert!(made.insert(reply.read::<Workgroup>().id) || made.len() == 1),
            409 => {
                assert_eq!(reply.problem().kind, ProblemKind::IdempotencyInProgress);
                assert_eq!(reply.header("retry-after"), "1");
            }
            other => panic!("{other}: {}", reply.text()),
        }
    }
    assert_eq!(made.len(), 1);
    assert_eq!(total(&backend, &maren).await, before + 1);
}
