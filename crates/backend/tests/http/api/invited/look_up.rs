use super::{JONAS, look_up, token};
use crate::support::{Backend, MAREN, Reply, get, local};
use chrono::TimeDelta;
use contract::{
    invitation::{InvitationState, InvitationToMe, Invited},
    list::List,
    path,
    problem::{FieldCode, ProblemKind},
    role::Role,
};
use serde_json::json;

#[tokio::test]
async fn shows_who_invites_whom_where_and_how_one_stands_to_it() {
    let backend = Backend::new().await;
    let (maren, jonas) = (backend.sign_in(MAREN).await, backend.sign_in(JONAS.0).await);
    let made = backend.invite(&maren, JONAS.1, "manager").await;
    let (secret, _) = backend.invitation_mail(JONAS.1).await.expect("a mail");
    let shown: InvitationToMe = backend.send(look_up(&token(&secret))).await.read();
    assert_eq!((shown.workgroup_name.as_str(), shown.inviter_name.as_str()), ("Nordwind IT", "Maren Falk"));
    assert_eq!((shown.role, shown.state, shown.you), (Role::Manager, InvitationState::Pending, Invited::NotSignedIn));
    assert_eq!((shown.email.as_str(), shown.expires_at, shown.workgroup), (JONAS.1, made.expires_at, None));
    let you = async |cookie: &str| {
        let shown: InvitationToMe = backend.send(look_up(&token(&secret)).by(cookie)).await.read();
        shown.you
    };
    assert_eq!((you(&jonas).await, you(&maren).await), (Invited::RightAccount, Invited::OtherAccount));
    let priya = backend.sign_in("ag_priya").await;
    backend.invite(&maren, "priya.nair@example.com", "associate").await;
    let (hers, _) = backend.invitation_mail("priya.nair@example.com").await.expect("a mail");
    let shown: InvitationToMe = backend.send(look_up(&token(&hers)).by(&priya)).await.read();
    assert_eq!(shown.you, Invited::WasInactive);
}

#[tokio::test]
async fn looking_changes_nothing_however_often() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let made = backend.invite(&maren, JONAS.1, "manager").await;
    let (secret, _) = backend.invitation_mail(JONAS.1).await.expect("a mail");
    for _ in 0..20 {
        assert_eq!(backend.send(look_up(&token(&secret))).await.status, 200);
    }
    let path = path::invitations(&"wg_nordwind".parse().expect("an id"));
    let all: List<contract::invitation::Invitation> = backend.send(get(&path).by(&maren)).await.read();
    assert_eq!(all.items[0], made);
}

#[tokio::test]
async fn wrong_unknown_and_outdated_tokens_get_the_same_answer() {
    let backend = Backend::new().await;
    let (maren, jonas) = (backend.sign_in(MAREN).await, backend.sign_in(JONAS.0).await);
    let made = backend.invite(&maren, JONAS.1, "manager").await;
    let seal = backend.store.seal();
    let good = seal.token(&made.id, 1);
    let flipped = if good.ends_with('A') { good.replace("A", "B") } else { format!("{}A", &good[..good.len() - 1]) };
    let unknown = seal.token(&"inv_unknown".parse().expect("an id"), 1);
    let moved = good.replace(made.id.as_str(), "inv_sample_1");
    let mut answers = Vec::new();
    for text in ["", "x", ".", &flipped, &unknown, &moved, &seal.token(&made.id, 2), &seal.token(&made.id, 0)] {
        for call in [look_up(&token(text)), look_up(&token(text)).by(&jonas), super::accept(&token(text), &jonas)] {
            let reply = backend.send(call).await;
            let mut problem = reply.problem();
            problem.request_id = None;
            assert_eq!(problem.kind, ProblemKind::NotFound, "{text}");
            answers.push((reply.status, problem));
        }
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
}

#[tokio::test]
async fn ended_ones_say_how_and_nothing_else() {
    let mut config = local();
    config.invitation_lifetime = TimeDelta::zero();
    let backend = Backend::with(config, 0).await;
    let maren = backend.sign_in(MAREN).await;
    let made = backend.invite(&maren, JONAS.1, "manager").await;
    let secret = token(&backend.store.seal().token(&made.id, 1));
    let jonas = backend.sign_in(JONAS.0).await;
    let nothing = async |state: InvitationState| {
        for call in [look_up(&secret), look_up(&secret).by(&jonas)] {
            let reply = backend.send(call).await;
            assert_eq!(reply.read::<InvitationToMe>().state, state);
            for told in ["Nordwind", "Maren", "manager", "workgroup", "inviter"] {
                assert!(!reply.text().contains(told), "{told} in {}", reply.text());
            }
        }
        assert!(!backend.send(look_up(&secret)).await.text().contains(JONAS.1));
    };
    nothing(InvitationState::Expired).await;
    let revoke = path::invitation_revoke(&"wg_nordwind".parse().expect("an id"), &made.id);
    backend.send(crate::support::call("POST", &revoke).by(&maren)).await;
    nothing(InvitationState::Revoked).await;
}

#[tokio::test]
async fn five_wrong_codes_lock_it_until_it_is_resent() {
    let backend = Backend::new().await;
    let (maren, jonas) = (backend.sign_in(MAREN).await, backend.sign_in(JONAS.0).await);
    let made = backend.invite(&maren, JONAS.1, "manager").await;
    let (secret, code) = backend.invitation_mail(JONAS.1).await.expect("a mail");
    let by = |code: &str, cookie: &str| look_up(&json!({ "code": code })).by(cookie);
    let typed = format!(" {}-{}", &code[..4].to_lowercase(), &code[4..]);
    assert_eq!(backend.send(by(&typed, &jonas)).await.read::<InvitationToMe>().id, made.id);
    let wrong = if code == "AAAAAAAA" { "BBBBBBBB" } else { "AAAAAAAA" };
    let told = |reply: Reply| reply.problem().code_at("/code");
    for bad in ["", "AAAA", "AAAAAAA0", "AAAAAAAAA"] {
        assert_eq!(told(backend.send(by(bad, &jonas)).await), Some(FieldCode::Invalid), "and costs no try");
    }
    assert_eq!(told(backend.send(by(&code, &maren)).await), Some(FieldCode::WrongCode), "it is bound to the address");
    for attempt in 1..=5 {
        let expected = if attempt < 5 { FieldCode::WrongCode } else { FieldCode::Locked };
        let reply = if attempt % 2 == 0 {
            backend.send(by(wrong, &jonas)).await
        } else {
            backend.send(super::accept(&json!({ "code": wrong }), &jonas)).await
        };
        assert_eq!(told(reply), Some(expected), "attempt {attempt}");
    }
    assert_eq!(told(backend.send(by(&code, &jonas)).await), Some(FieldCode::Locked));
    assert_eq!(backend.send(look_up(&token(&secret)).by(&jonas)).await.status, 200, "the link goes on working");
    let resend = path::invitation_resend(&"wg_nordwind".parse().expect("an id"), &made.id);
    backend.send(crate::support::call("POST", &resend).by(&maren).key("key")).await;
    assert_eq!(told(backend.send(by(&code, &jonas)).await), Some(FieldCode::WrongCode), "the old code is dead");
    let (_, code) = backend.invitation_mail(JONAS.1).await.expect("a mail");
    assert_eq!(backend.send(by(&code, &jonas)).await.status, 200);
}

#[tokio::test]
async fn one_is_named_in_one_way() {
    let backend = Backend::new().await;
    let jonas = backend.sign_in(JONAS.0).await;
    for (key, pointer, code) in [
        (json!({}), "/token", FieldCode::Missing),
        (json!({ "token": "x", "id": "inv_1" }), "/id", FieldCode::Invalid),
        (json!({ "id": "inv_1", "code": "AAAAAAAA" }), "/code", FieldCode::Invalid),
        (json!({ "id": "not an id" }), "/id", FieldCode::Invalid),
    ] {
        for path in [path::INVITATION_LOOK_UP, path::INVITATION_ACCEPT, path::INVITATION_DECLINE] {
            let reply = backend.send(crate::support::post(path, &key).by(&jonas)).await;
            assert_eq!((reply.status.as_u16(), reply.problem().code_at(pointer)), (422, Some(code)), "{key}");
        }
    }
    assert_eq!(backend.send(look_up(&json!({ "code": "AAAAAAAA" }))).await.status, 401);
}

#[tokio::test]
async fn lists_those_to_oneself_that_wait() {
    let backend = Backend::new().await;
    let (maren, jonas) = (backend.sign_in(MAREN).await, backend.sign_in(JONAS.0).await);
    let list = async || backend.send(get(path::INVITATIONS_TO_ME).by(&jonas)).await.read::<List<InvitationToMe>>();
    assert_eq!(list().await.total, 0);
    let made = backend.invite(&maren, JONAS.1, "manager").await;
    backend.invite(&maren, "other@example.com", "manager").await;
    let mine = list().await;
    assert_eq!((mine.total, &mine.items[0].id, mine.items[0].you), (1, &made.id, Invited::RightAccount));
    backend.send(super::decline(&json!({ "id": made.id }), &jonas)).await;
    assert_eq!(list().await.total, 0);
}

#[tokio::test]
async fn those_to_oneself_come_in_parts_that_make_a_whole() {
    let backend = Backend::new().await;
    let (maren, jonas) = (backend.sign_in(MAREN).await, backend.sign_in(JONAS.0).await);
    let mut made = Vec::new();
    for workgroup in ["wg_nordwind", "wg_gulf", "wg_riverside", "wg_riverside_2", "wg_tokyo"] {
        let path = path::invitations(&workgroup.parse().expect("an id"));
        let body = json!({ "invitations": [{ "email": JONAS.1, "role": "associate" }] });
        let reply = backend.send(crate::support::post(&path, &body).by(&maren).key(workgroup)).await;
        let results: contract::invitation::InvitationResults = reply.read();
        made.push(results.results[0].invitation.clone().expect("is made").id);
    }
    made.reverse();
    let list = async |query: &str| {
        let path = format!("{}?{query}", path::INVITATIONS_TO_ME);
        backend.send(get(&path).by(&jonas)).await
    };
    let (mut query, mut seen) = ("limit=2".to_owned(), Vec::new());
    loop {
        let part: List<InvitationToMe> = list(&query).await.read();
        assert_eq!(part.total, 5);
        seen.extend(part.items.into_iter().map(|one| one.id));
        let Some(next) = part.next_cursor else { break };
        query = format!("limit=2&cursor={next}");
    }
    assert_eq!(seen, made);
    for (query, place) in [("limit=0", "?limit"), ("cursor=x", "?cursor"), ("q=x", "?q")] {
        let problem = list(query).await.problem();
        assert_eq!((problem.kind, problem.errors[0].pointer.as_str()), (ProblemKind::MalformedRequest, place));
    }
}

#[tokio::test]
async fn whoever_shares_a_peer_with_many_still_joins() {
    let mut config = local();
    config.sign_in_burst = 2;
    let backend = Backend::with(config, 0).await;
    let (maren, jonas) = (backend.sign_in(MAREN).await, backend.sign_in(JONAS.0).await);
    let made = backend.invite(&maren, JONAS.1, "associate").await;
    for status in [404, 404, 429] {
        assert_eq!(backend.send(look_up(&token("x"))).await.status, status);
    }
    assert_eq!(backend.send(super::accept(&json!({ "id": made.id }), &jonas)).await.status, 200);
    for status in [404, 429] {
        assert_eq!(backend.send(look_up(&token("x")).by(&jonas)).await.status, status, "each has a count of their own");
    }
}

#[tokio::test]
async fn a_peer_that_asks_too_often_is_told_when_to_come_back() {
    let mut config = local();
    config.sign_in_burst = 2;
    let backend = Backend::with(config, 0).await;
    for status in [404, 404, 429] {
        let reply = backend.send(look_up(&token("x"))).await;
        assert_eq!(reply.status, status);
        if status == 429 {
            assert!((1..=11).contains(&reply.header("retry-after").parse::<u32>().expect("seconds")));
        }
    }
    let ask = crate::support::post(path::INVITATION_ASK_AGAIN, &token("x"));
    assert_eq!(backend.send(ask).await.status, 429);
}
