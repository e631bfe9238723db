use super::*;
use crate::store::Onlookers;
use crate::store::testing::store;
use chrono::TimeDelta;
use contract::{
    id::{AgentId, InvitationId},
    invitation::InvitationState,
    role::Role,
};
use rules::{Actor, Command, Invitee, Language, event::Told};
use sqlx::Row as _;

fn agent(id: &str) -> AgentId {
    id.parse().expect("an id")
}

#[tokio::test]
async fn those_who_look_on_are_told_once_that_it_expired() {
    let (store, _folder) = store().await;
    let (now, lifetime) = (crate::now(), TimeDelta::days(100));
    let id: InvitationId = "inv_1".parse().expect("an id");
    let invite = Command::Invite {
        workgroup: "wg_nordwind".parse().expect("an id"),
        language: Language::En,
        invitees: vec![Invitee {
            id: id.clone(),
            email: "jonas.weber@example.com".to_owned(),
            name: None,
            role: Role::Manager,
        }],
        lifetime,
        seal: store.seal().clone(),
    };
    store.write(&Actor::Agent(agent("ag_maren")), invite, now).await.expect("invites");
    let expires_at = now + lifetime;
    let told = async |since: Now, until: Now| {
        let position = store.newest_event().await.expect("reads");
        store.expire(since, until).await.expect("keeps");
        let agents = || vec![agent("ag_maren"), agent("ag_aiko"), agent("ag_jonas"), agent("ag_lena")];
        let onlookers = || Onlookers { agents: agents(), sessions: Vec::new() };
        let mut told = store.happened(position, onlookers, until).await.expect("reads").told;
        let mut told_to = |id: &str| -> Vec<Told> {
            told.remove(&agent(id)).unwrap_or_default().into_iter().map(|(_, told)| told).collect()
        };
        (told_to("ag_maren"), told_to("ag_jonas"), told_to("ag_aiko"), told_to("ag_lena"))
    };
    let before = expires_at - TimeDelta::milliseconds(1);
    let (maren, jonas, ..) = told(before - TimeDelta::hours(1), before).await;
    assert_eq!((maren, jonas), (vec![], vec![]), "it waits");
    let (maren, jonas, aiko, lena) = told(before, expires_at).await;
    let [Told::Invitation(changed)] = maren.as_slice() else { panic!("{maren:?}") };
    assert_eq!((&changed.record.id, changed.record.state), (&id, InvitationState::Expired));
    assert!(!changed.record.may.copy_link.allowed && changed.record.may.resend.allowed, "what may be done, too");
    assert_eq!(jonas, [Told::InvitationsToMe {}]);
    assert_eq!((aiko, lena), (vec![], vec![]), "Associates are not told who is invited");
    let (maren, jonas, ..) = told(expires_at, expires_at + TimeDelta::hours(1)).await;
    assert_eq!((maren, jonas), (vec![], vec![]), "once");
    let (maren, jonas, ..) = told(before - TimeDelta::hours(24), expires_at + TimeDelta::hours(1)).await;
    assert_eq!((maren, jonas), (vec![], vec![]), "once, although it is looked at again after a restart");
}

#[tokio::test]
async fn what_was_answered_does_not_expire() {
    let (store, _folder) = store().await;
    let now = crate::now();
    let maren = Actor::Agent(agent("ag_maren"));
    let (workgroup, id) = ("wg_nordwind".parse().expect("an id"), "inv_sample_1".parse().expect("an id"));
    store.write(&maren, Command::RevokeInvitation { workgroup, id }, now).await.expect("revokes");
    let position = store.newest_event().await.expect("reads");
    let subjects = async || {
        sqlx::query_scalar::<_, String>("SELECT subject FROM event WHERE id > ? AND kind = 'invitation'")
            .bind(position)
            .fetch_all(&store.readers)
            .await
            .expect("reads")
    };
    store.expire(now, now + TimeDelta::days(1000)).await.expect("keeps");
    let subjects = subjects().await;
    assert!(!subjects.is_empty() && !subjects.iter().any(|id| id == "inv_sample_1"), "{subjects:?}");
}

#[tokio::test]
async fn what_expires_is_found_by_an_index() {
    let (store, _folder) = store().await;
    for statement in [IN_WORKGROUP, TO_INVITED] {
        let explain = sqlx::query(sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"))).bind(0).bind(1);
        let rows = explain.fetch_all(&store.writer).await.expect("a plan");
        let plan: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
        let found = |text: &str| plan.iter().any(|step| step.contains(text));
        assert!(
            found("SEARCH i USING") && found("INDEX invitation_expiring (expires_at>? AND expires_at<?)"),
            "{plan:?}"
        );
        assert!(!found("SCAN"), "{plan:?}");
    }
}
