use super::{JONAS, accept, decline, token};
use crate::support::{Backend, MAREN, NORDWIND, get, patch, post, workgroup};
use backend::{
    app::{App, router},
    store::Store,
};
use contract::{
    activity::{Entry, EntryKind},
    invitation::{INVITATION_TRIES, InvitationState, InvitationToMe, Invited},
    list::List,
    member::Member,
    path,
    problem::{FieldCode, ProblemKind},
    role::Role,
    session::Session,
    workgroup::Workgroup,
};
use rules::Mail;
use serde_json::json;

#[tokio::test]
async fn whoever_is_invited_joins_and_the_inviter_is_told() {
    for by_code in [false, true] {
        let backend = Backend::new().await;
        let (tomas, jonas) = (backend.sign_in("ag_tomas").await, backend.sign_in(JONAS.0).await);
        backend.invite(&tomas, JONAS.1, "manager").await;
        let (secret, code) = backend.invitation_mail(JONAS.1).await.expect("a mail");
        assert_eq!(backend.send(get(&workgroup(NORDWIND)).by(&jonas)).await.status, 404);
        let key = if by_code { json!({ "code": code }) } else { token(&secret) };
        let reply = backend.send(accept(&key, &jonas)).await;
        let joined: Workgroup = reply.read();
        assert_eq!((joined.id.as_str(), joined.role, reply.header("etag")), (NORDWIND, Role::Manager, "\"1\""));
        assert_eq!(joined.agents, 13);
        let mails = backend.mails("tomas.rivera@example.com").await;
        let [Mail::Joined { who_name, who_email, workgroup: id, .. }] = mails.as_slice() else { panic!("{mails:?}") };
        assert_eq!((who_name.as_str(), who_email.as_str(), id.as_str()), ("Jonas Weber", JONAS.1, NORDWIND));
        for key in [token(&secret), json!({ "code": code })] {
            let again = backend.send(accept(&key, &jonas)).await;
            assert_eq!((again.status, &again.body), (reply.status, &reply.body), "the answer may have been lost");
            assert_eq!(again.header("etag"), "\"1\"");
            let shown: InvitationToMe = backend.send(super::look_up(&key).by(&jonas)).await.read();
            assert_eq!((shown.state, shown.you), (InvitationState::Accepted, Invited::AlreadyMember));
        }
        assert_eq!(backend.mails("tomas.rivera@example.com").await.len(), 1, "the inviter is told once");
        let shown: InvitationToMe = backend.send(super::look_up(&token(&secret)).by(&jonas)).await.read();
        assert_eq!((shown.you, shown.workgroup.map(String::from).as_deref()), (Invited::AlreadyMember, Some(NORDWIND)));
        let mine: List<Workgroup> = backend.send(get(path::WORKGROUPS).by(&jonas)).await.read();
        assert!(mine.items.iter().any(|workgroup| workgroup.is_default), "the default workgroup is untouched");
        let done: List<Entry> = backend.send(get(&path::activity(&joined.id)).by(&tomas)).await.read();
        assert_eq!((done.items[0].kind, done.items[1].kind), (EntryKind::Joined, EntryKind::Invited));
    }
}

#[tokio::test]
async fn accepting_again_gives_back_nothing_that_was_lost_since() {
    let backend = Backend::new().await;
    let (maren, jonas) = (backend.sign_in(MAREN).await, backend.sign_in(JONAS.0).await);
    let made = backend.invite(&maren, JONAS.1, "manager").await;
    let key = json!({ "id": made.id });
    assert_eq!(backend.send(accept(&key, &jonas)).await.status, 200);
    let late = backend.send(decline(&key, &jonas)).await;
    assert_eq!((late.status.as_u16(), late.problem().state), (410, Some(InvitationState::Accepted)));
    let one = path::agent(&NORDWIND.parse().expect("an id"), &JONAS.0.parse().expect("an id"));
    assert_eq!(backend.send(patch(&one, 1, &json!({ "role": "inactive" })).by(&maren)).await.status, 200);
    let late = backend.send(accept(&key, &jonas)).await;
    assert_eq!((late.status.as_u16(), late.problem().state), (410, Some(InvitationState::Accepted)));
    assert_eq!(backend.send(get(&workgroup(NORDWIND)).by(&jonas)).await.status, 404);
}

#[tokio::test]
async fn the_code_by_which_one_joined_stays_ones_own_and_counts_for_nothing_else() {
    let backend = Backend::new().await;
    let (maren, jonas) = (backend.sign_in(MAREN).await, backend.sign_in(JONAS.0).await);
    let first = backend.invite(&maren, JONAS.1, "manager").await;
    let code = json!({ "code": backend.store.seal().code(&first.id, 1) });
    let reply = backend.send(accept(&code, &jonas)).await;
    assert_eq!(reply.status, 200);
    let gulf = "wg_gulf".parse().expect("an id");
    let body = json!({ "invitations": [{ "email": JONAS.1, "role": "associate" }] });
    let invited = backend.send(post(&path::invitations(&gulf), &body).by(&maren).key("gulf")).await;
    assert_eq!(invited.status, 200);
    for _ in 0..INVITATION_TRIES + 1 {
        let again = backend.send(accept(&code, &jonas)).await;
        assert_eq!((again.status, &again.body), (reply.status, &reply.body), "costs the other one no try");
    }
    let lena = backend.sign_in("ag_lena").await;
    for call in [accept(&code, &lena), decline(&code, &lena), super::look_up(&code).by(&lena)] {
        let stranger = backend.send(call).await;
        assert_eq!((stranger.status.as_u16(), stranger.problem().code_at("/code")), (422, Some(FieldCode::WrongCode)));
    }
    let one = path::agent(&NORDWIND.parse().expect("an id"), &JONAS.0.parse().expect("an id"));
    assert_eq!(backend.send(patch(&one, 1, &json!({ "role": "inactive" })).by(&maren)).await.status, 200);
    for attempt in 1..=INVITATION_TRIES {
        let late = backend.send(accept(&code, &jonas)).await;
        let told = if attempt < INVITATION_TRIES { FieldCode::WrongCode } else { FieldCode::Locked };
        assert_eq!((late.status.as_u16(), late.problem().code_at("/code")), (422, Some(told)), "attempt {attempt}");
    }
    assert_eq!(backend.send(get(&workgroup(NORDWIND)).by(&jonas)).await.status, 404);
}

#[tokio::test]
async fn an_inactive_agent_is_active_again_and_keeps_their_rate() {
    let backend = Backend::new().await;
    let (maren, priya) = (backend.sign_in(MAREN).await, backend.sign_in("ag_priya").await);
    let one = path::agent(&NORDWIND.parse().expect("an id"), &"ag_priya".parse().expect("an id"));
    let rated = backend.send(patch(&one, 1, &json!({ "rate": { "amount": 77 } })).by(&maren)).await;
    assert_eq!(rated.status, 200);
    let made = backend.invite(&maren, "priya.nair@example.com", "associate").await;
    assert_eq!(backend.send(accept(&json!({ "id": made.id }), &priya)).await.read::<Workgroup>().role, Role::Associate);
    let member: Member = backend.send(get(&one).by(&maren)).await.read();
    assert_eq!((member.role, member.version), (Role::Associate, 3));
    assert_eq!(member.rate.map(|rate| rate.amount), Some(77));
}

#[tokio::test]
async fn another_account_neither_accepts_nor_declines() {
    let backend = Backend::new().await;
    let (maren, lena) = (backend.sign_in(MAREN).await, backend.sign_in("ag_lena").await);
    let made = backend.invite(&maren, JONAS.1, "administrator").await;
    let (secret, code) = backend.invitation_mail(JONAS.1).await.expect("a mail");
    for call in [accept(&token(&secret), &lena), decline(&token(&secret), &lena)] {
        let reply = backend.send(call).await;
        assert_eq!((reply.status.as_u16(), reply.problem().kind), (403, ProblemKind::WrongAccount));
    }
    for key in [json!({ "id": made.id }), json!({ "code": code })] {
        assert!(backend.send(accept(&key, &lena)).await.status.is_client_error());
        assert!(backend.send(decline(&key, &lena)).await.status.is_client_error());
    }
    for call in [post(path::INVITATION_ACCEPT, &token(&secret)), post(path::INVITATION_DECLINE, &token(&secret))] {
        assert_eq!(backend.send(call).await.status, 401, "the token alone signs nobody in");
    }
    let jonas = backend.sign_in(JONAS.0).await;
    assert_eq!(backend.send(accept(&token(&secret), &jonas)).await.status, 200);
}

#[tokio::test]
async fn a_form_of_another_site_answers_nothing() {
    let backend = Backend::new().await;
    let (maren, jonas) = (backend.sign_in(MAREN).await, backend.sign_in(JONAS.0).await);
    backend.invite(&maren, JONAS.1, "manager").await;
    let (secret, _) = backend.invitation_mail(JONAS.1).await.expect("a mail");
    for call in [accept(&token(&secret), &jonas), decline(&token(&secret), &jonas)] {
        let bare = call.clone().without(contract::headers::CLIENT);
        assert_eq!(backend.send(bare).await.problem().kind, ProblemKind::ForeignOrigin);
        let foreign = call.header("sec-fetch-site", "cross-site");
        assert_eq!(backend.send(foreign).await.problem().kind, ProblemKind::ForeignOrigin);
    }
    assert_eq!(backend.send(accept(&token(&secret), &jonas)).await.status, 200);
}

#[tokio::test]
async fn declining_ends_it_and_the_inviter_is_told() {
    let backend = Backend::new().await;
    let (tomas, jonas) = (backend.sign_in("ag_tomas").await, backend.sign_in(JONAS.0).await);
    let made = backend.invite(&tomas, JONAS.1, "manager").await;
    let (secret, _) = backend.invitation_mail(JONAS.1).await.expect("a mail");
    let reply = backend.send(decline(&token(&secret), &jonas)).await;
    assert_eq!((reply.status.as_u16(), reply.text()), (204, String::new()));
    assert!(matches!(backend.mails("tomas.rivera@example.com").await.as_slice(), [Mail::Declined { .. }]));
    assert_eq!(backend.send(get(&workgroup(NORDWIND)).by(&jonas)).await.status, 404);
    let late = backend.send(accept(&token(&secret), &jonas)).await;
    assert_eq!(late.problem().state, Some(InvitationState::Declined));
    let one = path::invitation(&NORDWIND.parse().expect("an id"), &made.id);
    let left: contract::invitation::Invitation = backend.send(get(&one).by(&tomas)).await.read();
    assert_eq!(left.delivery_reason.as_deref(), Some("answered"), "nobody withdrew the mail that still waited");
}

#[tokio::test]
async fn the_role_that_counts_is_the_one_at_the_time_of_accepting() {
    let backend = Backend::new().await;
    let (maren, jonas) = (backend.sign_in(MAREN).await, backend.sign_in(JONAS.0).await);
    let made = backend.invite(&maren, JONAS.1, "administrator").await;
    let one = path::invitation(&NORDWIND.parse().expect("an id"), &made.id);
    assert_eq!(backend.send(patch(&one, 1, &json!({ "role": "associate" })).by(&maren)).await.status, 200);
    assert_eq!(backend.send(accept(&json!({ "id": made.id }), &jonas)).await.read::<Workgroup>().role, Role::Associate);
}

#[tokio::test]
async fn a_new_person_signs_in_with_the_invited_address_and_joins() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let body = json!({ "invitations": [{ "email": "Nora.Lind@Example.com", "name": "Your Bank", "role": "manager" }] });
    backend.send(post(&path::invitations(&NORDWIND.parse().expect("an id")), &body).by(&maren).key("key")).await;
    let (secret, _) = backend.invitation_mail("nora.lind@example.com").await.expect("a mail");
    let asked = post(path::SIGN_IN_REQUESTS, &json!({ "email": "nora.lind@example.com" })).key("key");
    assert_eq!(backend.send(asked).await.status, 202);
    let (_, link) = backend.newest_mail().await.expect("a mail");
    let reply = backend.send(post(path::SIGN_IN_LINK, &json!({ "token": link }))).await;
    let (nora, session): (String, Session) = (reply.cookie(), reply.read());
    assert_eq!(session.agent.name, "Nora Lind", "nobody names somebody else");
    let mine: List<InvitationToMe> = backend.send(get(path::INVITATIONS_TO_ME).by(&nora)).await.read();
    assert_eq!(mine.total, 1);
    assert_eq!(backend.send(accept(&token(&secret), &nora)).await.status, 200);
    let mine: List<Workgroup> = backend.send(get(path::WORKGROUPS).by(&nora)).await.read();
    let names: Vec<&str> = mine.items.iter().map(|workgroup| workgroup.name.as_str()).collect();
    assert_eq!(names, ["Nora Lind’s workgroup", "Nordwind IT"]);
}

#[tokio::test]
async fn a_link_outlives_a_restart_and_so_does_its_mail() {
    let mut backend = Backend::new().await;
    let (maren, jonas) = (backend.sign_in(MAREN).await, backend.sign_in(JONAS.0).await);
    let made = backend.invite(&maren, JONAS.1, "manager").await;
    let mail = backend.invitation_mail(JONAS.1).await.expect("a mail");
    backend.store.close().await;
    backend.store = Store::open(backend.folder.path()).await.expect("opens again");
    backend.router = router(App::new(backend.store.clone(), crate::support::local()));
    assert_eq!(backend.invite(&maren, JONAS.1, "manager").await, made, "the answer that got lost comes again");
    assert_eq!(backend.mails(JONAS.1).await.len(), 1);
    assert_eq!(backend.invitation_mail(JONAS.1).await, Some(mail.clone()));
    assert_eq!(backend.send(accept(&token(&mail.0), &jonas)).await.status, 200);
}

#[tokio::test]
async fn an_older_invitation_gives_nothing_once_the_role_was_changed() {
    let backend = Backend::new().await;
    let (maren, priya) = (backend.sign_in(MAREN).await, backend.sign_in("ag_priya").await);
    let one = path::agent(&NORDWIND.parse().expect("an id"), &"ag_priya".parse().expect("an id"));
    let made = backend.invite(&maren, "priya.nair@example.com", "administrator").await;
    let (secret, _) = backend.invitation_mail("priya.nair@example.com").await.expect("a mail");
    let to = |version, role: &str| patch(&one, version, &json!({ "role": role }));
    assert_eq!(backend.send(to(1, "associate").by(&maren)).await.status, 200);
    assert_eq!(backend.send(to(2, "inactive").by(&priya)).await.status, 204);
    for key in [token(&secret), json!({ "id": made.id })] {
        let late = backend.send(accept(&key, &priya)).await;
        assert_eq!((late.status.as_u16(), late.problem().state), (410, Some(InvitationState::Revoked)));
    }
    assert_eq!(backend.send(get(&workgroup(NORDWIND)).by(&priya)).await.status, 404);
}

#[tokio::test]
async fn invitations_of_whoever_lost_the_power_to_send_them_are_taken_back() {
    let backend = Backend::new().await;
    let (maren, jonas) = (backend.sign_in(MAREN).await, backend.sign_in(JONAS.0).await);
    let (tomas, id) = (backend.sign_in("ag_tomas").await, NORDWIND.parse().expect("an id"));
    let one = path::agent(&id, &"ag_tomas".parse().expect("an id"));
    assert_eq!(backend.send(patch(&one, 1, &json!({ "role": "administrator" })).by(&maren)).await.status, 200);
    let administrator = backend.invite(&tomas, JONAS.1, "administrator").await;
    let manager = backend.invite(&tomas, "new@example.com", "manager").await;
    let state = async |invitation| {
        let call = get(&path::invitation(&id, invitation)).by(&maren);
        backend.send(call).await.read::<contract::invitation::Invitation>().state
    };
    assert_eq!(backend.send(patch(&one, 2, &json!({ "role": "manager" })).by(&maren)).await.status, 200);
    assert_eq!(state(&administrator.id).await, InvitationState::Revoked);
    assert_eq!(state(&manager.id).await, InvitationState::Pending);
    let late = backend.send(accept(&json!({ "id": administrator.id }), &jonas)).await;
    assert_eq!((late.status.as_u16(), late.problem().state), (410, Some(InvitationState::Revoked)));
    assert_eq!(backend.send(patch(&one, 3, &json!({ "role": "inactive" })).by(&maren)).await.status, 200);
    assert_eq!(state(&manager.id).await, InvitationState::Revoked);
}
