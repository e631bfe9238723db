use crate::support::{Backend, MAREN, get, post, public};
use contract::{path, problem::ProblemKind};
use serde_json::json;

#[tokio::test]
async fn signs_in_and_ends_the_browser_s_old_session() {
    let backend = Backend::new().await;
    let old = backend.sign_in(MAREN).await;
    let reply = backend.send(post(path::SIGN_IN_SAMPLE, &json!({ "agent": "ag_aiko" })).by(&old)).await;
    assert_eq!(reply.status, 200);
    assert_ne!(reply.cookie(), old);
    assert_eq!(backend.send(get(path::SESSION).by(&old)).await.status, 401);
    assert_eq!(backend.send(get(path::SESSION).by(&reply.cookie())).await.status, 200);
}

#[tokio::test]
async fn there_is_no_such_way_for_others_or_elsewhere() {
    let backend = Backend::new().await;
    let unknown = post(path::SIGN_IN_SAMPLE, &json!({ "agent": "ag_unknown" }));
    assert_eq!(backend.send(unknown).await.problem().kind, ProblemKind::NotFound);
    let elsewhere = Backend::with(public(), 0).await;
    let sample = post(path::SIGN_IN_SAMPLE, &json!({ "agent": MAREN }));
    assert_eq!(elsewhere.send(sample).await.problem().kind, ProblemKind::NotFound);
}
