use super::{all, nordwind};
use crate::support::{Backend, Call, MAREN, call, get, local, patch};
use chrono::TimeDelta;
use contract::{
    activity::{Entry, EntryKind},
    id::InvitationId,
    invitation::{Delivery, Invitation, InvitationLink, InvitationState},
    list::List,
    path,
    permission::Reason,
    problem::{FieldCode, ProblemKind},
    role::Role,
};
use serde_json::json;

fn resend(cookie: &str, id: &InvitationId, key: &str) -> Call {
    call("POST", &path::invitation_resend(&nordwind(), id)).by(cookie).key(key)
}

fn revoke(cookie: &str, id: &InvitationId) -> Call {
    call("POST", &path::invitation_revoke(&nordwind(), id)).by(cookie)
}

fn link(cookie: &str, id: &InvitationId) -> Call {
    get(&path::invitation_link(&nordwind(), id)).by(cookie)
}

fn sample(number: u32) -> InvitationId {
    format!("inv_sample_{number}").parse().expect("an id")
}

async fn read(backend: &Backend, cookie: &str, id: &InvitationId) -> Invitation {
    let reply = backend.send(get(&path::invitation(&nordwind(), id)).by(cookie)).await;
    let invitation: Invitation = reply.read();
    assert_eq!(reply.header("etag"), format!("\"{}\"", invitation.version));
    let all: List<Invitation> = backend.send(get(&all()).by(cookie)).await.read();
    assert!(all.items.contains(&invitation), "the list shows the same");
    invitation
}

#[tokio::test]
async fn resending_gives_a_new_link_and_expiry_and_ends_the_old_ones() {
    let backend = Backend::new().await;
    let (maren, tomas) = (backend.sign_in(MAREN).await, backend.sign_in("ag_tomas").await);
    let made = backend.invite(&tomas, "new@example.com", "associate").await;
    let (old, old_code) = backend.invitation_mail("new@example.com").await.expect("a mail");
    let reply = backend.send(resend(&maren, &made.id, "key")).await;
    let resent: Invitation = reply.read();
    assert_eq!((resent.version, reply.header("etag")), (2, "\"2\""));
    assert!(resent.expires_at > made.expires_at);
    assert_eq!((resent.invited_by.id.as_str(), resent.created_at), (MAREN, made.created_at));
    let mails = backend.mails("new@example.com").await;
    assert_eq!(mails.len(), 1, "the old mail is withdrawn");
    let (new, new_code) = backend.invitation_mail("new@example.com").await.expect("a mail");
    assert!(old != new && old_code != new_code);
    for (token, status) in [(&old, 404), (&new, 200)] {
        let look_up = crate::support::post(path::INVITATION_LOOK_UP, &json!({ "token": token }));
        assert_eq!(backend.send(look_up).await.status, status);
    }
    let again = backend.send(resend(&maren, &made.id, "key")).await;
    assert_eq!(again.body, reply.body);
    assert_eq!(backend.invitation_mail("new@example.com").await, Some((new, new_code)));
}

#[tokio::test]
async fn an_expired_one_comes_back_to_life() {
    let mut config = local();
    config.invitation_lifetime = TimeDelta::zero();
    let backend = Backend::with(config, 0).await;
    let maren = backend.sign_in(MAREN).await;
    let made = backend.invite(&maren, "new@example.com", "associate").await;
    assert_eq!(made.state, InvitationState::Expired);
    let refused = backend.send(link(&maren, &made.id)).await.problem();
    assert_eq!((refused.kind, refused.state), (ProblemKind::InvitationEnded, Some(InvitationState::Expired)));
    let longer = backend::app::App::new(backend.store.clone(), local());
    let backend = Backend { router: backend::app::router(longer), ..backend };
    let resent: Invitation = backend.send(resend(&maren, &made.id, "key")).await.read();
    assert_eq!((resent.id, resent.state), (made.id, InvitationState::Pending));
}

#[tokio::test]
async fn a_revoked_one_says_so_and_its_mail_is_withdrawn() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let made = backend.invite(&maren, "new@example.com", "associate").await;
    assert_eq!(made.delivery, Delivery::Queued);
    let revoked: Invitation = backend.send(revoke(&maren, &made.id)).await.read();
    assert_eq!((revoked.state, revoked.version), (InvitationState::Revoked, 2));
    assert_eq!((revoked.delivery, revoked.delivery_reason.as_deref()), (Delivery::NotDelivered, Some("withdrawn")));
    assert_eq!(backend.send(revoke(&maren, &made.id)).await.read::<Invitation>(), revoked, "once more changes nothing");
    assert_eq!(backend.mails("new@example.com").await.len(), 0);
    for reply in [backend.send(resend(&maren, &made.id, "key")).await, backend.send(link(&maren, &made.id)).await] {
        let problem = reply.problem();
        assert_eq!((reply.status.as_u16(), problem.state), (410, Some(InvitationState::Revoked)));
    }
    assert_ne!(backend.invite(&maren, "new@example.com", "manager").await.id, made.id, "a new one can be made");
}

#[tokio::test]
async fn a_role_is_changed_while_it_waits() {
    let backend = Backend::new().await;
    let (maren, tomas) = (backend.sign_in(MAREN).await, backend.sign_in("ag_tomas").await);
    let one = |version, role: &str, cookie: &str| {
        patch(&path::invitation(&nordwind(), &sample(1)), version, &json!({ "role": role })).by(cookie)
    };
    let reply = backend.send(one(1, "manager", &tomas)).await;
    let changed: Invitation = reply.read();
    assert_eq!((changed.role, changed.version, reply.header("etag")), (Role::Manager, 2, "\"2\""));
    assert_eq!(read(&backend, &tomas, &sample(1)).await, changed);
    let stale = backend.send(one(1, "associate", &tomas)).await.problem();
    assert_eq!(stale.current_invitation.map(|current| *current), Some(changed));
    assert_eq!(backend.send(one(2, "administrator", &maren)).await.status, 200);
    let refused = backend.send(one(3, "associate", &tomas)).await.problem();
    assert_eq!((refused.kind, refused.reason), (ProblemKind::Forbidden, Some(Reason::NeedsAdministrator)));
    for (role, status, code) in [
        (json!("inactive"), 422, FieldCode::Invalid),
        (json!("auditor"), 422, FieldCode::Invalid),
        (json!(null), 400, FieldCode::Missing),
    ] {
        let reply = patch(&path::invitation(&nordwind(), &sample(1)), 3, &json!({ "role": role })).by(&maren);
        let reply = backend.send(reply).await;
        assert_eq!((reply.status.as_u16(), reply.problem().code_at("/role")), (status, Some(code)));
    }
    let ended = patch(&path::invitation(&nordwind(), &sample(6)), 1, &json!({ "role": "associate" })).by(&maren);
    assert_eq!(backend.send(ended).await.problem().state, Some(InvitationState::Declined));
}

#[tokio::test]
async fn the_link_can_be_copied_and_is_the_mail_s() {
    let backend = Backend::with(crate::support::public(), 0).await;
    let seal = backend.store.seal().clone();
    let (_, token) = {
        let body = json!({ "email": "tomas.rivera@example.com" });
        backend.send(crate::support::post(path::SIGN_IN_REQUESTS, &body).key("key")).await;
        backend.newest_mail().await.expect("a mail")
    };
    let signed_in = backend.send(crate::support::post(path::SIGN_IN_LINK, &json!({ "token": token }))).await;
    let tomas = signed_in.cookie();
    let made = backend.invite(&tomas, "new@example.com", "associate").await;
    let reply = backend.send(link(&tomas, &made.id).header("host", "evil.example")).await;
    assert_eq!(reply.header("cache-control"), "no-store");
    let (token, _) = backend.invitation_mail("new@example.com").await.expect("a mail");
    assert_eq!(token, seal.token(&made.id, 1));
    assert_eq!(reply.read::<InvitationLink>().url, format!("https://work.example.com/invitation#{token}"));
}

#[tokio::test]
async fn a_manager_neither_reads_nor_resends_an_administrator_s() {
    let backend = Backend::new().await;
    let (maren, tomas) = (backend.sign_in(MAREN).await, backend.sign_in("ag_tomas").await);
    let made = backend.invite(&maren, "boss@example.com", "administrator").await;
    for call in [link(&tomas, &made.id), resend(&tomas, &made.id, "key"), revoke(&tomas, &made.id)] {
        let problem = backend.send(call).await.problem();
        assert_eq!((problem.kind, problem.reason), (ProblemKind::Forbidden, Some(Reason::NeedsAdministrator)));
    }
    assert_eq!(backend.send(revoke(&maren, &made.id)).await.status, 200);
}

#[tokio::test]
async fn another_workgroup_s_invitation_is_not_there() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let zentral = "wg_zentral".parse().expect("an id");
    for call in [
        get(&path::invitation(&zentral, &sample(1))),
        get(&path::invitation_link(&zentral, &sample(1))),
        get(&path::invitation_timeline(&zentral, &sample(1))),
        call("POST", &path::invitation_revoke(&zentral, &sample(1))),
        call("POST", &path::invitation_resend(&zentral, &sample(1))).key("key"),
        patch(&path::invitation(&zentral, &sample(1)), 1, &json!({ "role": "manager" })),
        call("POST", &(all() + "/inv%20x/revoke")),
    ] {
        assert_eq!(backend.send(call.by(&maren)).await.problem().kind, ProblemKind::NotFound);
    }
}

#[tokio::test]
async fn the_timeline_tells_all_that_happened() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let made = backend.invite(&maren, "new@example.com", "associate").await;
    backend.send(resend(&maren, &made.id, "key")).await;
    backend.send(patch(&path::invitation(&nordwind(), &made.id), 2, &json!({ "role": "manager" })).by(&maren)).await;
    backend.send(revoke(&maren, &made.id)).await;
    let reply = backend.send(get(&path::invitation_timeline(&nordwind(), &made.id)).by(&maren)).await;
    let timeline: List<Entry> = reply.read();
    use EntryKind as K;
    let mut kinds: Vec<EntryKind> = timeline.items.iter().map(|entry| entry.kind).collect();
    assert_eq!(kinds.first(), Some(&K::InvitationRevoked));
    assert!(timeline.items.is_sorted_by(|a, b| a.at >= b.at));
    kinds.retain(|kind| *kind != K::MailNotDelivered);
    assert_eq!(kinds, [K::InvitationRevoked, K::InvitationRoleSet, K::InvitationResent, K::Invited]);
    assert_eq!(timeline.total, 6, "and two mails");
    let withdrawn = timeline.items.iter().find(|entry| entry.kind == K::MailNotDelivered).expect("a mail");
    assert_eq!((withdrawn.reason.as_deref(), &withdrawn.by), (Some("withdrawn"), &None));
    let (token, _) = (backend.store.seal().token(&made.id, 2), ());
    assert!(!reply.text().contains(&token));
}
