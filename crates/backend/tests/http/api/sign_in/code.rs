use super::{asked, request};
use crate::support::{Backend, Call, Reply, get, post, public};
use backend::admin;
use contract::{
    list::List,
    path,
    problem::{FieldCode, ProblemKind},
    session::Session,
    sign_in::SignInRequested,
    workgroup::Workgroup,
};
use serde_json::json;

fn with(id: &str, code: &str) -> Call {
    post(path::SIGN_IN_CODE, &json!({ "id": id, "code": code }))
}

/// A code that is not this one.
fn wrong(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().expect("digits") + 1) % 1_000_000)
}

#[tokio::test]
async fn signs_in_once_with_blanks_and_hyphens_ignored() {
    let backend = Backend::with(public(), 0).await;
    let (asked, code, _) = asked(&backend, "maren.falk@example.com").await;
    let typed = format!(" {}-{} ", &code[..3], &code[3..]);
    let reply = backend.send(with(asked.id.as_str(), &typed)).await;
    assert_eq!(reply.read::<Session>().agent.email, "maren.falk@example.com");
    let cookie = reply.header("set-cookie");
    assert!(cookie.starts_with("__Host-session="), "{cookie}");
    for part in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert_eq!(backend.send(get(path::SESSION).by(&reply.cookie())).await.status, 200);
    let again = backend.send(with(asked.id.as_str(), &code)).await;
    assert_eq!(again.problem().kind, ProblemKind::SignInEnded);
}

#[tokio::test]
async fn the_first_sign_in_makes_the_agent_and_a_workgroup_of_their_own() {
    let backend = Backend::with(public(), 0).await;
    admin::invite("nora.lind@example.com", backend.folder.path()).await.expect("is let in");
    let (asked, code, _) = asked(&backend, "nora.lind@example.com").await;
    let reply = backend.send(with(asked.id.as_str(), &code)).await;
    insta::assert_json_snapshot!(reply.stable());
    let session: Session = reply.read();
    let list: List<Workgroup> = backend.send(get(path::WORKGROUPS).by(&reply.cookie())).await.read();
    assert_eq!(list.items.len(), 1);
    assert_eq!((&list.items[0].id, list.items[0].is_default), (&session.default_workgroup, true));
}

#[tokio::test]
async fn five_wrong_codes_end_the_request() {
    let backend = Backend::new().await;
    let (asked, code, _) = asked(&backend, "maren.falk@example.com").await;
    let malformed = backend.send(with(asked.id.as_str(), "12345")).await;
    assert_eq!(malformed.problem().code_at("/code"), Some(FieldCode::Invalid), "and costs no try");
    for attempt in 1..=5 {
        let problem = backend.send(with(asked.id.as_str(), &wrong(&code))).await.problem();
        let expected = if attempt < 5 { ProblemKind::InvalidInput } else { ProblemKind::SignInEnded };
        assert_eq!(problem.kind, expected, "attempt {attempt}");
    }
    assert_eq!(backend.send(with(asked.id.as_str(), &code)).await.problem().kind, ProblemKind::SignInEnded);
}

#[tokio::test]
async fn a_code_works_for_its_own_request_alone() {
    let backend = Backend::new().await;
    let (_, code, _) = asked(&backend, "maren.falk@example.com").await;
    let other: SignInRequested = backend.send(request("aiko.tanaka@example.com", "key-2")).await.read();
    let reply = backend.send(with(other.id.as_str(), &code)).await;
    assert_eq!(reply.problem().code_at("/code"), Some(FieldCode::WrongCode));
    assert_eq!(backend.send(with("si_unknown", &code)).await.problem().kind, ProblemKind::SignInEnded);
}

#[tokio::test]
async fn an_unknown_address_fails_as_a_known_one_does() {
    let backend = Backend::new().await;
    let mut runs: Vec<Vec<(u16, Option<FieldCode>)>> = Vec::new();
    for (email, key) in [("nobody@example.com", "key-1"), ("maren.falk@example.com", "key-2")] {
        let asked: SignInRequested = backend.send(request(email, key)).await.read();
        let mut run = Vec::new();
        for _ in 0..6 {
            let reply = backend.send(with(asked.id.as_str(), "000000")).await;
            run.push((reply.status.as_u16(), reply.problem().code_at("/code")));
        }
        runs.push(run);
    }
    assert_eq!(runs[0], runs[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_typed_twice_at_once_signs_in_once() {
    let backend = Backend::new().await;
    let (asked, code, _) = asked(&backend, "maren.falk@example.com").await;
    let (one, other): (Reply, Reply) =
        tokio::join!(backend.send(with(asked.id.as_str(), &code)), backend.send(with(asked.id.as_str(), &code)));
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 410]);
}
