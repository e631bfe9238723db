use super::all;
use crate::support::{Backend, MAREN, get};
use contract::{
    invitation::{Delivery, Invitation, InvitationState},
    list::List,
    permission::{Permission, Reason},
    problem::{FieldCode, ProblemKind},
};

async fn list(backend: &Backend, cookie: &str, query: &str) -> List<Invitation> {
    backend.send(get(&format!("{}{query}", all())).by(cookie)).await.read()
}

#[tokio::test]
async fn shows_every_state_newest_first() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let found = list(&backend, &maren, "").await;
    assert_eq!((found.total, found.items.len()), (8, 8));
    assert!(found.items.is_sorted_by(|a, b| a.created_at >= b.created_at));
    for (state, count) in [("pending", 4), ("expired", 1), ("declined", 1), ("revoked", 1), ("accepted", 1)] {
        let found = list(&backend, &maren, &format!("?state={state}")).await;
        assert_eq!((found.total, found.items.len()), (count, count as usize), "{state}");
        let named: InvitationState = serde_json::from_value(state.into()).expect("a state");
        assert!(found.items.iter().all(|invitation| invitation.state == named));
    }
    let failed = list(&backend, &maren, "?q=koch").await;
    let failed = &failed.items[0];
    assert_eq!(
        (failed.delivery, failed.delivery_reason.as_deref()),
        (Delivery::NotDelivered, Some("refused-recipient"))
    );
    let sent = list(&backend, &maren, "?q=NILS+example").await;
    assert_eq!((sent.total, sent.items[0].delivery), (1, Delivery::Sent));
    assert!(sent.items[0].sent_at.is_some());
}

#[tokio::test]
async fn says_what_may_be_done_with_each() {
    let backend = Backend::new().await;
    let tomas = backend.sign_in("ag_tomas").await;
    let one = async |q: &str| list(&backend, &tomas, &format!("?q={q}")).await.items.remove(0).may;
    assert_eq!(one("nils").await.change_role, Permission::ALLOWED);
    let expired = one("oskar").await;
    assert_eq!(expired.copy_link, Permission::refused(Reason::InvitationExpired));
    assert!(expired.resend.allowed && expired.revoke.allowed);
    assert_eq!(one("eva").await.resend, Permission::refused(Reason::InvitationEnded));
}

#[tokio::test]
async fn comes_in_parts_that_make_a_whole() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let (mut cursor, mut seen) = (String::new(), Vec::new());
    loop {
        let part = list(&backend, &maren, &format!("?limit=3{cursor}")).await;
        seen.extend(part.items.into_iter().map(|invitation| invitation.id));
        let Some(next) = part.next_cursor else { break };
        cursor = format!("&cursor={next}");
    }
    let whole: Vec<_> = list(&backend, &maren, "").await.items.into_iter().map(|invitation| invitation.id).collect();
    assert_eq!(seen, whole);
}

#[tokio::test]
async fn a_query_that_cannot_be_read_is_refused() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    for (query, place, code) in [
        ("state=lost", "?state", FieldCode::Invalid),
        ("state=", "?state", FieldCode::Invalid),
        ("state=pending&state=pending", "?state", FieldCode::Invalid),
        ("limit=0", "?limit", FieldCode::OutOfRange),
        ("who=ag_1", "?who", FieldCode::UnknownField),
    ] {
        let problem = backend.send(get(&format!("{}?{query}", all())).by(&maren)).await.problem();
        assert_eq!((problem.kind, problem.code_at(place)), (ProblemKind::MalformedRequest, Some(code)), "{query}");
    }
}
