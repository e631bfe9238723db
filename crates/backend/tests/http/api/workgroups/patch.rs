use crate::support::{Backend, MAREN, NORDWIND, get, patch, workgroup};
use contract::{
    problem::{FieldCode, ProblemKind},
    workgroup::Workgroup,
};
use serde_json::{Value, json};

#[tokio::test]
async fn changes_the_name_and_the_cost() {
    let backend = Backend::new().await;
    let tomas = backend.sign_in("ag_tomas").await;
    let one = workgroup(NORDWIND);
    let reply = backend.send(patch(&one, 1, &json!({ "name": "Nordwind AG" })).by(&tomas)).await;
    assert_eq!(reply.header("etag"), "\"2\"");
    let reply = backend.send(patch(&one, 2, &json!({ "default_agent_cost": { "amount": 12_000 } })).by(&tomas)).await;
    insta::assert_json_snapshot!(reply.stable());
    assert_eq!(backend.send(get(&one).by(&tomas)).await.read::<Workgroup>(), reply.read());
}

#[tokio::test]
async fn what_is_so_already_keeps_the_version() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let one = workgroup(NORDWIND);
    let before: Workgroup = backend.send(get(&one).by(&maren)).await.read();
    let same = json!({ "name": " Nordwind IT ", "default_agent_cost": { "amount": 9500, "currency": "EUR" } });
    for body in [json!({}), same] {
        let reply = backend.send(patch(&one, 1, &body).by(&maren)).await;
        assert_eq!((reply.status.as_u16(), reply.read::<Workgroup>()), (200, before.clone()));
    }
}

#[tokio::test]
async fn a_stale_version_gets_the_present_record() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let one = workgroup(NORDWIND);
    backend.send(patch(&one, 1, &json!({ "name": "Theirs" })).by(&maren)).await;
    let mine = patch(&one, 1, &json!({ "name": "Mine" })).by(&maren);
    let reply = backend.send(mine.clone()).await;
    insta::assert_json_snapshot!(reply.stable());
    for tag in ["W/\"2\"", "*", "2", "\"2\", \"3\"", ""] {
        let reply = backend.send(mine.clone().header("if-match", tag)).await;
        assert_eq!(reply.problem().kind, ProblemKind::StaleVersion, "{tag}");
    }
    let without = backend.send(mine.without("if-match")).await;
    assert_eq!((without.status.as_u16(), without.problem().kind), (428, ProblemKind::PreconditionRequired));
}

#[tokio::test]
async fn an_associate_is_refused_and_told_nothing_new() {
    let backend = Backend::new().await;
    let aiko = backend.sign_in("ag_aiko").await;
    for version in [1, 7] {
        let reply = backend.send(patch(&workgroup(NORDWIND), version, &json!({ "name": "x" })).by(&aiko)).await;
        let problem = reply.problem();
        assert_eq!((problem.kind, problem.current), (ProblemKind::Forbidden, None));
    }
}

#[tokio::test]
async fn values_are_refused_where_they_stand() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let long = "x".repeat(10_000);
    let cost = "/default_agent_cost/amount";
    let refused: [(Value, &str, FieldCode); 9] = [
        (json!({ "name": "" }), "/name", FieldCode::Empty),
        (json!({ "name": " \t " }), "/name", FieldCode::Empty),
        (json!({ "name": long }), "/name", FieldCode::TooLong),
        (json!({ "name": "a\u{7}b" }), "/name", FieldCode::Control),
        (json!({ "name": "abc\u{202E}fdp" }), "/name", FieldCode::Bidi),
        (json!({ "name": "\u{200B}" }), "/name", FieldCode::Invisible),
        (json!({ "default_agent_cost": { "amount": 1_000_000_000 } }), cost, FieldCode::OutOfRange),
        (json!({ "default_agent_cost": { "amount": -1 } }), cost, FieldCode::OutOfRange),
        (
            json!({ "default_agent_cost": { "amount": 1, "currency": "XXX" } }),
            "/default_agent_cost/currency",
            FieldCode::UnknownCurrency,
        ),
    ];
    for (body, pointer, code) in refused {
        let reply = backend.send(patch(&workgroup(NORDWIND), 1, &body).by(&maren)).await;
        assert_eq!(reply.status, 422, "{body}");
        assert_eq!(reply.problem().code_at(pointer), Some(code), "{body}");
    }
    let now: Workgroup = backend.send(get(&workgroup(NORDWIND)).by(&maren)).await.read();
    assert_eq!(now.version, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_changes_at_once_one_is_stale() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    for round in 1..=10 {
        let change =
            |name: &str| patch(&workgroup(NORDWIND), round, &json!({ "name": format!("{name} {round}") })).by(&maren);
        let (one, other) = tokio::join!(backend.send(change("One")), backend.send(change("Other")));
        let (won, lost) = if one.status == 200 { (one, other) } else { (other, one) };
        assert_eq!((won.status.as_u16(), lost.status.as_u16()), (200, 412));
        let won: Workgroup = won.read();
        assert_eq!(won.version, round + 1);
        assert_eq!(lost.problem().current.map(|current| *current), Some(won));
    }
}
