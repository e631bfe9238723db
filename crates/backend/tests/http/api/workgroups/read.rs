use crate::support::{Backend, MAREN, NORDWIND, get, workgroup};
use contract::{permission::Reason, problem::ProblemKind, workgroup::Workgroup};

#[tokio::test]
async fn shows_one_with_its_tag() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let reply = backend.send(get(&workgroup(NORDWIND)).by(&maren)).await;
    assert_eq!(reply.header("etag"), "\"1\"");
    insta::assert_json_snapshot!(reply.stable());
}

#[tokio::test]
async fn an_associate_is_shown_no_money() {
    let backend = Backend::new().await;
    let aiko = backend.sign_in("ag_aiko").await;
    let reply = backend.send(get(&workgroup(NORDWIND)).by(&aiko)).await;
    assert!(!reply.text().contains("cost\":{\"amount") && !reply.text().contains("9500"));
    let seen: Workgroup = reply.read();
    assert_eq!(seen.may.set_cost.reason, Some(Reason::MoneyHidden));
    assert_eq!(seen.may.rename.reason, Some(Reason::NeedsManager));
}

#[tokio::test]
async fn one_that_may_not_be_seen_is_like_one_that_is_not_there() {
    let backend = Backend::new().await;
    let jonas = backend.sign_in("ag_jonas").await;
    let mut answers = Vec::new();
    for id in [NORDWIND, "wg_harbor", "wg_unknown", "x", "%20", "a%2Fb", "%FF"] {
        let reply = backend.send(get(&format!("/api/v1/workgroups/{id}")).by(&jonas)).await;
        assert_eq!(reply.problem().kind, ProblemKind::NotFound, "{id}");
        answers.push(reply.stable());
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
}
