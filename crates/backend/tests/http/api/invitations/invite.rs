use super::{all, nordwind};
use crate::support::{Backend, Call, MAREN, get, local, post};
use contract::{
    invitation::{Invitation, InvitationOutcome as Outcome, InvitationResults, InvitationState},
    list::List,
    path,
    problem::{FieldCode, ProblemKind},
    role::Role,
};
use rules::Mail;
use serde_json::{Value, json};

fn body(rows: &[(&str, &str)]) -> Value {
    let rows: Vec<Value> = rows.iter().map(|(email, role)| json!({ "email": email, "role": role })).collect();
    json!({ "language": "de-AT", "invitations": rows })
}

fn invite(cookie: &str, key: &str, body: &Value) -> Call {
    post(&all(), body).by(cookie).key(key)
}

fn outcomes(results: &InvitationResults) -> Vec<Outcome> {
    results.results.iter().map(|result| result.outcome).collect()
}

async fn total(backend: &Backend, cookie: &str) -> u64 {
    backend.send(get(&all()).by(cookie)).await.read::<List<Invitation>>().total
}

#[tokio::test]
async fn every_row_has_an_outcome_which_the_preview_foretells() {
    let backend = Backend::new().await;
    let tomas = backend.sign_in("ag_tomas").await;
    let body = body(&[
        (" New.Person@Example.com ", "associate"),
        ("new.person@example.com", "manager"),
        ("aiko.tanaka@example.com", "associate"),
        ("priya.nair@example.com", "associate"),
        ("nils.berg@example.com", "associate"),
        ("oskar.lund@example.com", "manager"),
        ("boss@example.com", "administrator"),
        ("Last, First <a@b>", "associate"),
    ]);
    let expected = [
        Outcome::Invited,
        Outcome::Duplicate,
        Outcome::AlreadyMember,
        Outcome::WasInactive,
        Outcome::AlreadyInvited,
        Outcome::Invited,
        Outcome::NotAllowed,
        Outcome::NotAnAddress,
    ];
    let before = total(&backend, &tomas).await;
    let reply = backend.send(post(&path::invitations_preview(&nordwind()), &body).by(&tomas)).await;
    assert_eq!(outcomes(&reply.read()), expected);
    assert_eq!(total(&backend, &tomas).await, before);
    assert!(backend.store.mailbox().await.expect("a mailbox").is_empty());

    let results: InvitationResults = backend.send(invite(&tomas, "key", &body)).await.read();
    assert_eq!(outcomes(&results), expected);
    assert_eq!(total(&backend, &tomas).await, before + 2, "the expired one is renewed");
    let made = results.results[0].invitation.as_ref().expect("is made");
    assert_eq!(
        (made.email.as_str(), made.role, made.language.as_str()),
        ("new.person@example.com", Role::Associate, "de")
    );
    assert_eq!((made.state, made.version, made.invited_by.id.as_str()), (InvitationState::Pending, 1, "ag_tomas"));
    let renewed = results.results[5].invitation.as_ref().expect("is renewed");
    assert_eq!(
        (renewed.id.as_str(), renewed.role, renewed.state),
        ("inv_sample_5", Role::Manager, InvitationState::Pending)
    );
    assert_eq!(results.results[4].invitation.as_ref().map(|known| known.id.as_str()), Some("inv_sample_1"));
    assert_eq!(backend.store.mailbox().await.expect("a mailbox").len(), 3);
    for shown in [reply.text(), serde_json::to_string(&results).expect("JSON")] {
        let (token, code) = backend.invitation_mail("new.person@example.com").await.expect("a mail");
        assert!(!shown.contains(&token) && !shown.contains(&code) && !shown.contains("generation"));
    }
}

#[tokio::test]
async fn the_mail_names_the_workgroup_the_inviter_and_the_role() {
    let backend = Backend::new().await;
    let tomas = backend.sign_in("ag_tomas").await;
    let made = backend.invite(&tomas, "new@example.com", "manager").await;
    let mail = backend.mails("new@example.com").await.remove(0);
    let Mail::Invitation { workgroup_name, inviter_name, inviter_email, role, expires_at, .. } = mail else {
        panic!("{mail:?}")
    };
    assert_eq!((workgroup_name.as_str(), inviter_name.as_str()), ("Nordwind IT", "Tomás Rivera"));
    assert_eq!(
        (inviter_email.as_str(), role, expires_at),
        ("tomas.rivera@example.com", Role::Manager, made.expires_at)
    );
    assert_eq!(made.expires_at - made.created_at, chrono::TimeDelta::days(7));
}

#[tokio::test]
async fn a_repetition_sends_nothing_twice() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let call = invite(&maren, "key", &body(&[("new@example.com", "manager")]));
    let (first, again) = (backend.send(call.clone()).await, backend.send(call.clone()).await);
    assert_eq!((first.status.as_u16(), first.body), (200, again.body));
    assert_eq!(backend.mails("new@example.com").await.len(), 1);
    let other = backend.send(invite(&maren, "key", &body(&[("other@example.com", "manager")]))).await;
    assert_eq!(other.problem().kind, ProblemKind::IdempotencyKeyReused);
    assert_eq!(backend.send(call.without("idempotency-key")).await.problem().kind, ProblemKind::IdempotencyKeyMissing);
}

#[tokio::test]
async fn a_repetition_tells_nothing_to_who_lost_the_right_or_the_workgroup() {
    let backend = Backend::new().await;
    let (maren, tomas) = (backend.sign_in(MAREN).await, backend.sign_in("ag_tomas").await);
    let call = invite(&tomas, "key", &body(&[("new@example.com", "associate")]));
    let made: InvitationResults = backend.send(call.clone()).await.read();
    let id = made.results[0].invitation.as_ref().expect("is made").id.clone();
    let resend = crate::support::call("POST", &path::invitation_resend(&nordwind(), &id)).by(&tomas).key("key-2");
    assert_eq!(backend.send(resend.clone()).await.status, 200);
    let one = path::agent(&nordwind(), &"ag_tomas".parse().expect("an id"));
    for (version, role, status) in [(1, "associate", 403), (2, "inactive", 404)] {
        let to = crate::support::patch(&one, version, &json!({ "role": role })).by(&maren);
        assert_eq!(backend.send(to).await.status, 200);
        for call in [&call, &resend] {
            let reply = backend.send(call.clone()).await;
            assert_eq!(reply.status, status, "{role}");
            assert!(!reply.text().contains("new@example.com"));
        }
    }
}

#[tokio::test]
async fn an_agent_who_asks_too_often_what_inviting_would_give_is_told_when_to_come_back() {
    let backend = Backend::new().await;
    let (maren, tomas) = (backend.sign_in(MAREN).await, backend.sign_in("ag_tomas").await);
    let preview = |cookie: &str| post(&path::invitations_preview(&nordwind()), &body(&[])).by(cookie);
    let mut last = backend.send(preview(&maren)).await;
    for _ in 0..200 {
        if last.status != 200 {
            break;
        }
        last = backend.send(preview(&maren)).await;
    }
    assert_eq!((last.status.as_u16(), last.header("retry-after")), (429, "1"));
    assert_eq!(backend.send(preview(&tomas)).await.status, 200, "each has a count of their own");
}

#[tokio::test]
async fn five_hundred_go_at_once_and_no_more() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    // As long as addresses get, and with names that take four bytes a letter.
    let rows = |count: usize| {
        let row = |n: usize| {
            let email = format!("{}{n:04}@{}.example", "x".repeat(60), "d".repeat(60));
            json!({ "email": email, "name": "🦊".repeat(100), "role": "associate" })
        };
        json!({ "invitations": (0..count).map(row).collect::<Vec<_>>() })
    };
    let results: InvitationResults = backend.send(invite(&maren, "key", &rows(500))).await.read();
    assert_eq!(results.results.len(), 500);
    assert!(results.results.iter().all(|result| result.outcome == Outcome::Invited && result.invitation.is_some()));
    let emails: Vec<&str> = results.results.iter().map(|result| result.email.as_str()).collect();
    assert!(emails.is_sorted(), "in the order that they were sent in");
    assert_eq!(total(&backend, &maren).await, 508);
    let reply = backend.send(invite(&maren, "key-2", &rows(501))).await;
    assert_eq!(reply.problem().code_at("/invitations"), Some(FieldCode::TooLong));
}

#[tokio::test]
async fn a_list_that_cannot_be_is_refused_as_a_whole() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    for (body, status, pointer, code) in [
        (body(&[("a@example.com", "inactive")]), 422, "/invitations/0/role", FieldCode::Invalid),
        (body(&[("a@example.com", "auditor")]), 422, "/invitations/0/role", FieldCode::Invalid),
        (json!({ "invitations": [{ "email": "a@example.com" }] }), 400, "/invitations/0/role", FieldCode::Missing),
        (
            json!({ "invitations": [{ "email": 1, "role": "manager" }] }),
            400,
            "/invitations/0/email",
            FieldCode::WrongType,
        ),
        (json!({ "invitations": null }), 400, "/invitations", FieldCode::Missing),
        (json!({ "emails": [] }), 400, "/emails", FieldCode::UnknownField),
    ] {
        for call in [invite(&maren, "key", &body), post(&path::invitations_preview(&nordwind()), &body).by(&maren)] {
            let reply = backend.send(call).await;
            assert_eq!((reply.status.as_u16(), reply.problem().code_at(pointer)), (status, Some(code)), "{body}");
        }
    }
    let nobody = json!({ "invitations": [] });
    let reply = backend.send(invite(&maren, "key", &nobody)).await;
    assert_eq!((reply.status.as_u16(), reply.problem().code_at("/invitations")), (422, Some(FieldCode::Empty)));
    let large = json!({ "invitations": [{ "email": "x".repeat(513 * 1024), "role": "manager" }] });
    assert_eq!(backend.send(invite(&maren, "key", &large)).await.problem().kind, ProblemKind::TooLarge);
}

#[tokio::test]
async fn the_preview_of_nobody_says_which_roles_one_may_give() {
    let backend = Backend::new().await;
    let nobody = json!({ "invitations": [] });
    for (agent, roles) in
        [(MAREN, json!(["administrator", "manager", "associate"])), ("ag_tomas", json!(["manager", "associate"]))]
    {
        let agent = backend.sign_in(agent).await;
        let reply = backend.send(post(&path::invitations_preview(&nordwind()), &nobody).by(&agent)).await;
        assert_eq!(reply.read::<Value>(), json!({ "results": [], "roles": roles }));
    }
}

#[tokio::test]
async fn an_address_gets_so_many_in_a_day_and_an_inviter_sends_so_many() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let made = backend.invite(&maren, "new@example.com", "associate").await;
    let resend = |n: u32| {
        let path = path::invitation_resend(&nordwind(), &made.id);
        crate::support::call("POST", &path).by(&maren).key(&format!("again-{n}"))
    };
    for n in 1..rules::MAILS_PER_ADDRESS {
        assert_eq!(backend.send(resend(n)).await.status, 200, "{n}");
    }
    let reply = backend.send(resend(100)).await;
    let seconds: u32 = reply.header("retry-after").parse().expect("seconds");
    assert_eq!((reply.status.as_u16(), reply.problem().retry_after), (429, Some(seconds)));

    let list = |from: u32| {
        let rows: Vec<(String, &str)> =
            (from..from + 500).map(|n| (format!("a{n}@example.com"), "associate")).collect();
        let rows: Vec<(&str, &str)> = rows.iter().map(|(email, role)| (email.as_str(), *role)).collect();
        body(&rows)
    };
    for n in 0..3 {
        assert_eq!(backend.send(invite(&maren, &format!("list-{n}"), &list(n * 500))).await.status, 200);
    }
    let reply = backend.send(invite(&maren, "list-3", &list(1500))).await;
    assert_eq!((reply.problem().kind, reply.header("retry-after")), (ProblemKind::TooManyRequests, "3600"));
    let tomas = backend.sign_in("ag_tomas").await;
    assert_eq!(backend.send(invite(&tomas, "list", &list(1500))).await.status, 200, "each has a count of their own");
}

#[tokio::test]
async fn nobody_keeps_others_from_inviting_an_address_or_learns_that_they_do() {
    let backend = Backend::new().await;
    let (maren, priya) = (backend.sign_in(MAREN).await, backend.sign_in("ag_priya").await);
    let made = backend.invite(&maren, "new@example.com", "associate").await;
    let resend = path::invitation_resend(&nordwind(), &made.id);
    for n in 1..rules::MAILS_PER_ADDRESS {
        let call = crate::support::call("POST", &resend).by(&maren).key(&format!("again-{n}"));
        assert_eq!(backend.send(call).await.status, 200);
    }
    let harbor = path::invitations(&"wg_harbor".parse().expect("an id"));
    let one = body(&[("new@example.com", "associate")]);
    let results: InvitationResults = backend.send(post(&harbor, &one).by(&maren).key("harbor")).await.read();
    assert_eq!(outcomes(&results), [Outcome::TooMany], "an agent has a count for all workgroups together");
    let results: InvitationResults = backend.send(post(&harbor, &one).by(&priya).key("harbor")).await.read();
    assert_eq!(outcomes(&results), [Outcome::Invited]);
}

#[tokio::test]
async fn an_invited_address_can_sign_in_until_the_invitation_ends() {
    let mut config = local();
    config.local = false;
    let backend = Backend::with(config, 0).await;
    let folder = backend.folder.path();
    assert_eq!(ask(&backend, "nora.lind@example.com", "key-0").await, 0);
    let maren = sign_in_by_mail(&backend, "maren.falk@example.com").await;
    let body =
        json!({ "invitations": [{ "email": "nora.lind@example.com", "name": "Nora Lind-Åberg", "role": "manager" }] });
    let results: InvitationResults = backend.send(invite(&maren, "key", &body)).await.read();
    let made = results.results[0].invitation.clone().expect("is made");
    assert_eq!(ask(&backend, "nora.lind@example.com", "key-1").await, 1);
    let revoke = path::invitation_revoke(&nordwind(), &made.id);
    assert_eq!(backend.send(crate::support::call("POST", &revoke).by(&maren)).await.status, 200);
    assert_eq!(ask(&backend, "nora.lind@example.com", "key-2").await, 1, "no further mail");
    assert_eq!(
        backend::admin::invite("nora.lind@example.com", folder).await.as_deref(),
        Ok("nora.lind@example.com can sign in now.")
    );
    assert_eq!(ask(&backend, "nora.lind@example.com", "key-3").await, 2);
}

/// Asks for a mail to sign in, and counts those that are there.
async fn ask(backend: &Backend, email: &str, key: &str) -> usize {
    let reply = backend.send(post(path::SIGN_IN_REQUESTS, &json!({ "email": email })).key(key)).await;
    assert_eq!(reply.status, 202);
    backend.mails(email).await.iter().filter(|mail| matches!(mail, Mail::SignIn { .. })).count()
}

async fn sign_in_by_mail(backend: &Backend, email: &str) -> String {
    ask(backend, email, "sign-in").await;
    let (_, token) = backend.newest_mail().await.expect("a mail");
    backend.send(post(path::SIGN_IN_LINK, &json!({ "token": token }))).await.cookie()
}
