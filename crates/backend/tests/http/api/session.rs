use crate::support::{Backend, MAREN, call, get, public};
use contract::{path, problem::ProblemKind, sign_in::SignInWay};

#[tokio::test]
async fn says_who_is_signed_in() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let reply = backend.send(get(path::SESSION).by(&maren)).await;
    assert_eq!(reply.header("cache-control"), "no-store");
    insta::assert_json_snapshot!(reply.stable());
}

#[tokio::test]
async fn lists_the_ways_to_sign_in() {
    let backend = Backend::new().await;
    let reply = backend.send(get(path::SESSION)).await;
    assert_eq!(reply.problem().kind, ProblemKind::Unauthenticated);
    insta::assert_json_snapshot!(reply.stable());

    let elsewhere = Backend::with(public(), 0).await;
    let ways = elsewhere.send(get(path::SESSION)).await.problem().sign_in;
    assert_eq!(ways, Some(vec![SignInWay::email()]), "sample agents are for local mode alone");
}

#[tokio::test]
async fn a_made_up_token_is_nobody_s() {
    let backend = Backend::new().await;
    for cookie in ["session=x", "session=", "other=1; session=AAAA", "nonsense"] {
        assert_eq!(backend.send(get(path::SESSION).by(cookie)).await.status, 401, "{cookie}");
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_and_clears_the_cookie() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let other = backend.sign_in(MAREN).await;
    let reply = backend.send(call("DELETE", path::SESSION).by(&maren)).await;
    assert_eq!(reply.status, 204);
    assert_eq!(reply.header("set-cookie"), "session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    assert_eq!(backend.send(get(path::SESSION).by(&maren)).await.status, 401);
    assert_eq!(backend.send(get(path::SESSION).by(&other)).await.status, 200, "another browser stays signed in");
    assert_eq!(backend.send(call("DELETE", path::SESSION)).await.status, 204);
}
