//! What the server's permissions make of the cells: the role alone decides nothing here.

use crate::{
    data::workgroup,
    hand, look, page,
    wait::{settle, until},
};
use contract::{
    permission::{Permission, Reason},
    role::Role,
    workgroup::{Workgroup, WorkgroupPermissions},
};
use wasm_bindgen_test::wasm_bindgen_test;

fn refused(rename: Reason, set_cost: Reason) -> WorkgroupPermissions {
    WorkgroupPermissions {
        rename: Permission::refused(rename),
        set_cost: Permission::refused(set_cost),
        invite: Permission::default(),
    }
}

#[wasm_bindgen_test]
async fn what_may_not_be_changed_is_text_with_the_reason() {
    let may = refused(Reason::NeedsManager, Reason::MoneyHidden);
    let row = Workgroup { role: Role::Associate, default_agent_cost: None, may, ..workgroup("north", "Nordwind IT") };
    let _table = page::table(vec![row]).await;
    until("the reasons are told", || {
        look::sees("Administrators and Managers of this workgroup can change this")
            && look::sees("Not shown to Associates")
    })
    .await;
    assert!(look::sees("Nordwind IT") && !look::sees("$"), "{}", look::text());
    let cells = |(name, _): &(String, _)| name.starts_with("Name:") || name.starts_with("Default agent cost:");
    assert_eq!(look::each("button").iter().filter(|button| cells(button)).count(), 0, "none opens a field");

    look::get("grid", "Workgroups").await.focus().expect("is in the document");
    until("a cell has the focus", || look::focus().1.contains("Nordwind IT")).await;
    hand::press("F2");
    settle().await;
    assert_eq!(look::one("textbox", "Name"), None);
}

#[wasm_bindgen_test]
async fn the_role_alone_decides_nothing() {
    let row = workgroup("north", "Nordwind IT");
    let denied = Workgroup { may: refused(Reason::Unknown, Reason::Unknown), ..row.clone() };
    let granted = Workgroup { role: Role::Unknown, ..workgroup("south", "Zürich Süd") };
    let _table = page::table(vec![denied, granted]).await;
    look::get("button", "Name: Zürich Süd").await;
    assert_eq!(look::one("button", "Name: Nordwind IT"), None);
    assert!(look::sees("You may not change this"), "{}", look::text());
}
