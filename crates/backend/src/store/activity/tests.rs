use super::*;
use crate::store::list::Of;

async fn store() -> (Store, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    (Store::open(folder.path()).await.expect("a store"), folder)
}

fn id() -> WorkgroupId {
    "wg_1".parse().expect("an id")
}

#[tokio::test]
async fn a_part_is_one_range_of_an_index_in_its_order() {
    let (store, _folder) = store().await;
    let at = "2026-03-01T08:00:00Z".parse().expect("an instant");
    let after = Cursor::at(Of::Activity, at, "7");
    let (kinds, who) = (vec![EntryKind::Renamed], "ag_1".parse().ok());
    let wide = ActivityFilter { kinds, without_inactive: true, ..ActivityFilter::default() };
    let narrow = ActivityFilter { who, from: Some(at), to: Some(at), ..wide.clone() };
    for (filter, index) in [(wide, "activity_of_workgroup (workgroup=?"), (narrow, "activity_of_agent (agent=?")] {
        let mut query =
            part_query(&format!("EXPLAIN QUERY PLAN {SELECT}"), &id(), &filter, 1000, Some(&after)).expect("a query");
        let rows = query.build().fetch_all(&store.readers).await.expect("a plan");
        let plan: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
        let found = |text: &str| plan.iter().any(|step| step.contains(text));
        assert!(found(&format!("SEARCH x USING INDEX {index} AND at")), "{plan:?}");
        assert!(!found("TEMP B-TREE") && !found("SCAN x"), "{plan:?}");
    }
}
