use super::*;
use crate::store::apply;
use crate::store::testing::with_more;
use contract::role::Role;

fn agent(id: &str) -> AgentId {
    id.parse().expect("an id")
}

fn workgroup() -> WorkgroupId {
    "wg_nordwind".parse().expect("an id")
}

fn onlookers() -> Onlookers {
    Onlookers { agents: vec![agent("ag_maren"), agent("ag_jonas")], sessions: vec![SecretHash([7; 32])] }
}

fn changed(role: Option<Role>) -> Change {
    Change::MemberChanged { workgroup: workgroup(), agent: agent("ag_lena"), role, rate: None, by: agent("ag_maren") }
}

async fn write(store: &Store, changes: &[Change]) {
    let mut transaction = store.begin().await.expect("begins");
    apply::apply(&mut transaction, changes, crate::now()).await.expect("applies");
    transaction.commit().await.expect("commits");
}

#[tokio::test]
async fn sample_data_is_no_news() {
    let (store, _folder) = with_more(100).await;
    assert_eq!(store.newest_event().await.expect("reads"), 0);
}

#[tokio::test]
async fn what_is_rolled_back_is_not_told() {
    let (store, _folder) = with_more(100).await;
    let mut transaction = store.begin().await.expect("begins");
    apply::apply(&mut transaction, &[changed(None)], crate::now()).await.expect("applies");
    drop(transaction);
    assert_eq!(store.newest_event().await.expect("reads"), 0);
    let happened = store.happened(0, onlookers, crate::now()).await.expect("reads");
    assert_eq!((happened.upto, happened.told), (0, HashMap::new()));
}

#[tokio::test]
async fn what_was_missed_is_found_without_looking_at_what_happened_elsewhere() {
    let (store, _folder) = with_more(100).await;
    let rows = sqlx::query(sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {MISSED}")))
        .bind(0)
        .bind("ag_maren")
        .bind(ROWS)
        .fetch_all(&store.readers)
        .await
        .expect("a plan");
    let plan: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
    let events: Vec<&String> = plan.iter().filter(|step| step.contains(" e ") || step.ends_with(" e")).collect();
    assert_eq!(events.len(), 2, "{plan:?}");
    assert!(events[0].starts_with("SEARCH e USING INDEX event_of_workgroup (workgroup=? AND "), "{plan:?}");
    assert!(events[1].starts_with("SEARCH e USING INDEX event_for_agent (agent=? AND "), "{plan:?}");
    assert!(plan.iter().any(|step| step.starts_with("SEARCH m USING") && step.contains("(agent=?")), "{plan:?}");
}

#[tokio::test]
async fn every_kind_comes_back_from_its_row() {
    let (store, _folder) = with_more(100).await;
    let invitation = "inv_sample_1".parse().expect("an id");
    let facts = people::invitation(&mut store.readers.acquire().await.expect("a reader"), &invitation)
        .await
        .expect("reads")
        .expect("an invitation");
    let activity = rules::Activity::Renamed { old: "A".to_owned(), new: "B".to_owned() };
    write(
        &store,
        &[
            changed(Some(Role::Manager)),
            changed(Some(Role::Inactive)),
            Change::HiddenSet { workgroup: workgroup(), agent: agent("ag_maren"), hidden: true },
            Change::InvitationChanged(Box::new(facts)),
            Change::Noted { workgroup: workgroup(), by: agent("ag_maren"), activity },
        ],
    )
    .await;
    let rows = sqlx::query("SELECT * FROM event ORDER BY id").fetch_all(&store.readers).await.expect("reads");
    let kept: Vec<About> =
        rows.iter().map(|row| read(row).expect("reads").expect("of a workgroup")).map(|(_, about)| about).collect();
    let noted: i64 = sqlx::query_scalar("SELECT max(id) FROM activity").fetch_one(&store.readers).await.expect("reads");
    let lena = || agent("ag_lena");
    assert_eq!(
        kept,
        [
            About::Workgroup,
            About::Membership(lena()),
            About::Agent(lena()),
            About::Administrators,
            About::AgentLeft(lena()),
            About::Preferences(agent("ag_maren")),
            About::Invitation(invitation),
            About::Activity(noted),
        ],
        "nobody has the invited address"
    );
}

#[tokio::test]
async fn what_is_told_is_of_the_present_and_for_members_alone() {
    let (store, _folder) = with_more(100).await;
    write(&store, &[changed(Some(Role::Manager)), changed(Some(Role::Associate))]).await;
    let happened = store.happened(0, onlookers, crate::now()).await.expect("reads");
    assert_eq!(happened.ended, [SecretHash([7; 32])], "nobody's session");
    assert!(!happened.more);
    let told = &happened.told[&agent("ag_maren")];
    assert!(!happened.told.contains_key(&agent("ag_jonas")));
    let lena = told.iter().find_map(|(_, told)| match told {
        Told::Agent(changed) if changed.record.id == agent("ag_lena") => Some(&changed.record),
        _ => None,
    });
    assert_eq!(lena.map(|lena| (lena.role, lena.version)), Some((Role::Associate, 3)));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_looks_on_is_asked_when_it_is_settled_what_is_told() {
    let (store, _folder) = with_more(100).await;
    write(&store, &[changed(None)]).await;
    let newest = store.newest_event().await.expect("reads");
    let meanwhile = || {
        let changes = [changed(None)];
        let writing = write(&store, &changes);
        tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(writing));
        onlookers()
    };
    let happened = store.happened(0, meanwhile, crate::now()).await.expect("reads");
    assert_eq!(happened.upto, newest);
    assert_eq!(happened.told[&agent("ag_maren")].len(), 1);
    let Some((_, Told::Agent(lena))) = happened.told[&agent("ag_maren")].first() else { panic!("{happened:?}") };
    assert_eq!(lena.record.version, 2, "records are of the same moment");
    let rest = store.happened(newest, onlookers, crate::now()).await.expect("reads");
    assert_eq!((rest.upto, rest.told.len()), (newest + 1, 1));
}

#[tokio::test]
async fn a_long_go_goes_on() {
    let (store, _folder) = with_more(100).await;
    let workgroups: Vec<String> = sqlx::query_scalar("SELECT workgroup FROM membership WHERE agent = 'ag_maren'")
        .fetch_all(&store.readers)
        .await
        .expect("reads");
    let changes: Vec<Change> = workgroups
        .iter()
        .map(|workgroup| Change::HiddenSet {
            workgroup: id(workgroup.clone()).expect("an id"),
            agent: agent("ag_maren"),
            hidden: true,
        })
        .collect();
    assert!(changes.len() > 100);
    for _ in 0..=ROWS as usize / changes.len() {
        write(&store, &changes).await;
    }
    let newest = store.newest_event().await.expect("reads");
    let first = store.happened(0, onlookers, crate::now()).await.expect("reads");
    assert!(first.more && first.upto == i64::from(ROWS));
    let rest = store.happened(first.upto, onlookers, crate::now()).await.expect("reads");
    assert!(!rest.more && rest.upto == newest);
    assert_eq!(first.told[&agent("ag_maren")].len(), changes.len(), "each workgroup once");
}

#[tokio::test]
async fn more_than_a_reader_can_be_told_is_a_reset_over_all_workgroups() {
    let (store, _folder) = with_more(100).await;
    for at in 0..=MOST {
        let activity = rules::Activity::Renamed { old: at.to_string(), new: "B".to_owned() };
        write(&store, &[Change::Noted { workgroup: workgroup(), by: agent("ag_maren"), activity }]).await;
        let told = store.happened(0, onlookers, crate::now()).await.expect("reads").told;
        let told = &told[&agent("ag_maren")];
        let newest = store.newest_event().await.expect("reads");
        if at == MOST {
            assert_eq!(*told, [(newest, Told::Reset {})]);
        } else if at + 1 == MOST {
            assert_eq!(told.len(), MOST);
        }
    }
}
