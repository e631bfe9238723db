//! What was answered is still there after a restart.

use crate::support::{Backend, MAREN, NORDWIND, get, local, patch, post, workgroup};
use backend::{
    app::{App, router},
    sample,
    store::Store,
};
use contract::{path, workgroup::Workgroup};
use serde_json::json;

#[tokio::test]
async fn data_sessions_and_keys_outlive_the_process() {
    let mut backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let create = post(path::WORKGROUPS, &json!({ "name": "Kept", "currency": "JPY" })).by(&maren).key("key");
    let made: Workgroup = backend.send(create.clone()).await.read();
    let renamed = backend.send(patch(&workgroup(NORDWIND), 1, &json!({ "name": "Nordwind AG" })).by(&maren)).await;
    let renamed: Workgroup = renamed.read();

    backend.store.close().await;
    backend.store = Store::open(backend.folder.path()).await.expect("opens again");
    assert!(
        !backend.store.load_sample(&sample::sample(5, 0, backend::now()), backend::now()).await.expect("looks"),
        "it is not empty"
    );
    backend.router = router(App::new(backend.store.clone(), local()));

    assert_eq!(backend.send(get(&workgroup(NORDWIND)).by(&maren)).await.read::<Workgroup>(), renamed);
    assert_eq!(backend.send(create).await.read::<Workgroup>(), made);
}

#[tokio::test]
async fn old_data_is_thrown_away_and_nothing_else() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    backend.send(post(path::SIGN_IN_REQUESTS, &json!({ "email": "maren.falk@example.com" })).key("key")).await;
    backend.store.tidy(backend::now()).await.expect("tidies");
    assert_eq!(backend.send(get(path::SESSION).by(&maren)).await.status, 200);
    assert_eq!(backend.store.mailbox().await.expect("a mailbox").len(), 1);
    backend.store.tidy(backend::now() + rules::SESSION_LIFETIME + rules::SIGN_IN_LIFETIME).await.expect("tidies");
    assert_eq!(backend.send(get(path::SESSION).by(&maren)).await.status, 401);
    assert_eq!(backend.store.mailbox().await.expect("a mailbox").len(), 0);
}

#[tokio::test]
async fn a_lost_key_is_not_made_anew_while_invitations_wait() {
    let backend = Backend::new().await;
    let (maren, id) = (backend.sign_in(MAREN).await, NORDWIND.parse().expect("an id"));
    backend.store.close().await;
    let key = backend.folder.path().join("invitation.key");
    std::fs::remove_file(&key).expect("is there");
    let sentence = Store::open(backend.folder.path()).await.expect_err("is refused");
    assert!(sentence.contains("invitation.key") && sentence.contains("4 waiting"), "{sentence}");
    assert!(!key.exists() && !sentence.contains('\n'));
    std::fs::write(&key, [7; 32]).expect("writes");
    let store = Store::open(backend.folder.path()).await.expect("opens");
    let backend = Backend { router: router(App::new(store.clone(), local())), store, folder: backend.folder };
    for number in 1..=4 {
        let revoke = path::invitation_revoke(&id, &format!("inv_sample_{number}").parse().expect("an id"));
        assert_eq!(backend.send(crate::support::call("POST", &revoke).by(&maren)).await.status, 200);
    }
    backend.store.close().await;
    std::fs::remove_file(&key).expect("is there");
    Store::open(backend.folder.path()).await.expect("nothing waits for it");
    assert!(key.exists());
}
