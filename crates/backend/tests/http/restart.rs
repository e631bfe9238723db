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
