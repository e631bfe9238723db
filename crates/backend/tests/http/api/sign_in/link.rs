use super::asked;
use crate::support::{Backend, built_page, get, local, post};
use contract::{path, problem::ProblemKind, session::Session};
use serde_json::json;

#[tokio::test]
async fn signs_in_once_and_opening_the_link_uses_nothing_up() {
    let page = tempfile::tempdir().expect("a folder");
    let mut config = local();
    config.site = Some(built_page(page.path()));
    let backend = Backend::with(config, 0).await;
    let (_, _, token) = asked(&backend, "maren.falk@example.com").await;
    // What a mail scanner does: a server never sees the fragment.
    assert_eq!(backend.send(get("/sign-in/link")).await.status, 200);
    let sign_in = post(path::SIGN_IN_LINK, &json!({ "token": token }));
    let reply = backend.send(sign_in.clone()).await;
    assert_eq!(reply.read::<Session>().agent.name, "Maren Falk");
    assert_eq!(backend.send(sign_in).await.problem().kind, ProblemKind::SignInEnded);
}

#[tokio::test]
async fn the_code_s_request_is_used_up_by_the_link() {
    let backend = Backend::new().await;
    let (asked, code, token) = asked(&backend, "maren.falk@example.com").await;
    assert_eq!(backend.send(post(path::SIGN_IN_LINK, &json!({ "token": token }))).await.status, 200);
    let late = post(path::SIGN_IN_CODE, &json!({ "id": asked.id, "code": code }));
    assert_eq!(backend.send(late).await.problem().kind, ProblemKind::SignInEnded);
}

#[tokio::test]
async fn an_unknown_token_is_worth_nothing() {
    let backend = Backend::new().await;
    for token in ["", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
        let reply = backend.send(post(path::SIGN_IN_LINK, &json!({ "token": token }))).await;
        assert_eq!(reply.problem().kind, ProblemKind::SignInEnded);
        assert_eq!(reply.header("set-cookie"), "");
    }
}
