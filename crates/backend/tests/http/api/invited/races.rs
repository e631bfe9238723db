//! Answers at the same time as other things. One write transaction decides which came first.

use super::{JONAS, accept, decline, token};
use crate::support::{Backend, MAREN, NORDWIND, call, get, workgroup};
use contract::{
    id::InvitationId,
    invitation::{Invitation, InvitationState},
    list::List,
    path,
    workgroup::Workgroup,
};

/// So often, for a race can end in either way.
const ROUNDS: u32 = 6;

struct Race {
    backend: Backend,
    maren: String,
    jonas: String,
    id: InvitationId,
    secret: String,
}

async fn race() -> Race {
    let backend = Backend::new().await;
    let (maren, jonas) = (backend.sign_in(MAREN).await, backend.sign_in(JONAS.0).await);
    let id = backend.invite(&maren, JONAS.1, "manager").await.id;
    let secret = backend.store.seal().token(&id, 1);
    Race { backend, maren, jonas, id, secret }
}

impl Race {
    async fn state(&self) -> InvitationState {
        let path = path::invitations(&NORDWIND.parse().expect("an id"));
        let all: List<Invitation> = self.backend.send(get(&path).by(&self.maren)).await.read();
        all.items.into_iter().find(|invitation| invitation.id == self.id).expect("is there").state
    }

    async fn is_in(&self) -> bool {
        self.backend.send(get(&workgroup(NORDWIND)).by(&self.jonas)).await.status == 200
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_acceptances_one_counts() {
    for _ in 0..ROUNDS {
        let race = race().await;
        let one = || race.backend.send(accept(&token(&race.secret), &race.jonas));
        let (a, b, c, d) = tokio::join!(one(), one(), one(), one());
        assert_eq!([a, b, c, d].map(|reply| reply.status.as_u16()), [200; 4], "all by the one who joined");
        let seen: Workgroup = race.backend.send(get(&workgroup(NORDWIND)).by(&race.maren)).await.read();
        assert_eq!(seen.agents, 13);
        assert_eq!(race.backend.mails("maren.falk@example.com").await.len(), 1, "the inviter is told once");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn accepting_and_revoking_never_both_succeed() {
    for _ in 0..ROUNDS {
        let race = race().await;
        let revoke = path::invitation_revoke(&NORDWIND.parse().expect("an id"), &race.id);
        let (accepted, revoked) = tokio::join!(
            race.backend.send(accept(&token(&race.secret), &race.jonas)),
            race.backend.send(call("POST", &revoke).by(&race.maren)),
        );
        let statuses = (accepted.status.as_u16(), revoked.status.as_u16());
        let state = race.state().await;
        match statuses {
            (200, 410) => assert_eq!((state, race.is_in().await), (InvitationState::Accepted, true)),
            (410, 200) => assert_eq!((state, race.is_in().await), (InvitationState::Revoked, false)),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_link_is_accepted_before_resending_or_dead_after_it() {
    for _ in 0..ROUNDS {
        let race = race().await;
        let resend = path::invitation_resend(&NORDWIND.parse().expect("an id"), &race.id);
        let (accepted, resent) = tokio::join!(
            race.backend.send(accept(&token(&race.secret), &race.jonas)),
            race.backend.send(call("POST", &resend).by(&race.maren).key("key")),
        );
        let statuses = (accepted.status.as_u16(), resent.status.as_u16());
        let mails = race.backend.invitation_mail(JONAS.1).await;
        match statuses {
            (200, 410) => {
                assert!(race.is_in().await && mails.is_none(), "no mail invites whoever is in");
            }
            (404, 200) => {
                assert_eq!((race.state().await, race.is_in().await), (InvitationState::Pending, false));
                let (new, _) = mails.expect("a mail");
                assert_eq!(race.backend.send(accept(&token(&new), &race.jonas)).await.status, 200);
            }
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn accepting_and_declining_never_both_succeed() {
    for _ in 0..ROUNDS {
        let race = race().await;
        let (accepted, declined) = tokio::join!(
            race.backend.send(accept(&token(&race.secret), &race.jonas)),
            race.backend.send(decline(&token(&race.secret), &race.jonas)),
        );
        match (accepted.status.as_u16(), declined.status.as_u16()) {
            (200, 410) => assert!(race.is_in().await),
            (410, 204) => assert!(!race.is_in().await),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_address_invited_by_two_at_once_has_one_invitation() {
    for _ in 0..ROUNDS {
        let backend = Backend::new().await;
        let (maren, tomas) = (backend.sign_in(MAREN).await, backend.sign_in("ag_tomas").await);
        let (one, other) = tokio::join!(
            backend.invite(&maren, "new@example.com", "manager"),
            backend.invite(&tomas, "new@example.com", "associate"),
        );
        assert_eq!(one.id, other.id);
        assert_eq!(backend.mails("new@example.com").await.len(), 1);
    }
}
