//! Deactivate, Reactivate and Leave.

use super::{TOMAS, north, opened, people, whole};
use crate::{backend::Answer, data::workgroup, hand, look, page, wait::until};
use contract::{
    member::Member,
    permission::{Permission, Reason},
    problem::{Problem, ProblemKind},
    role::Role,
};
use leptos::prelude::document;
use wasm_bindgen_test::wasm_bindgen_test;

fn inactive(mut member: Member) -> Member {
    (member.role, member.seat, member.version) = (Role::Inactive, false, 4);
    member.roles = vec![Role::Inactive, Role::Manager, Role::Associate];
    member.may.set_role = Permission::refused(Reason::AlreadyInactive);
    member.may.deactivate = Permission::refused(Reason::AlreadyInactive);
    member.may.reactivate = Permission::ALLOWED;
    member
}

/// Me, about whom this may be done.
fn me(leave: Permission) -> Member {
    let mut me = people().remove(0);
    me.is_me = true;
    me.may.leave = leave;
    me.may.deactivate = Permission::refused(Reason::Oneself);
    me
}

#[wasm_bindgen_test]
async fn deactivating_says_first_what_happens_and_can_be_undone() {
    let (backend, _stage) = opened(people()).await;
    let tomas = people().remove(0);
    hand::click(&look::get("button", "Deactivate Tomás Rivera").await);
    let dialog = look::get("dialog", "Deactivate Tomás Rivera?").await;
    let said = dialog.inner_text();
    assert!(
        said.contains("Nordwind IT") && said.contains("loses access") && said.contains("can be reactivated"),
        "{said}"
    );
    assert!(backend.asked("PATCH").is_empty());
    backend.once("PATCH", TOMAS, Answer::ok(&inactive(tomas.clone())));
    hand::click(&look::get("button", "Deactivate").await);
    let asked = backend.last("PATCH", 1).await;
    assert_eq!(asked.body, r#"{"role":"inactive"}"#);
    assert_eq!(asked.header("if-match").as_deref(), Some("\"3\""));
    until("it is told", || look::told("status") == "Tomás Rivera is deactivated.").await;

    hand::click(&look::get("button", "Reactivate Tomás Rivera").await);
    look::get("dialog", "Reactivate Tomás Rivera?").await;
    backend.once("PATCH", TOMAS, Answer::ok(&Member { version: 5, role: Role::Associate, ..tomas }));
    hand::click(&look::get("button", "Reactivate").await);
    assert_eq!(backend.last("PATCH", 2).await.body, r#"{"role":"associate"}"#);
    until("it is told", || look::told("status") == "Tomás Rivera is active again as Associate.").await;
}

#[wasm_bindgen_test]
async fn the_last_administrator_cannot_leave_and_is_told_why() {
    let (_backend, _stage) = opened(vec![me(Permission::refused(Reason::LastAdministrator))]).await;
    let leave = look::get("button", "Leave Tomás Rivera").await;
    assert_eq!(leave.get_attribute("aria-disabled").as_deref(), Some("true"));
    assert_eq!(look::behind(&leave, "aria-describedby"), "A workgroup keeps at least one active Administrator");
    hand::click(&leave);
    until("it is told", || look::told("status") == "A workgroup keeps at least one active Administrator").await;
    assert!(look::names("dialog").is_empty());
}

#[wasm_bindgen_test]
async fn leaving_ends_in_ones_own_workgroup() {
    let backend = page::backend(&[north(), workgroup("harbor", "Harbor Clinics")]).await;
    backend.always("GET", "/api/v1/workgroups/harbor/agents", Answer::ok(&whole(vec![me(Permission::ALLOWED)])));
    let _stage = page::open("/w/harbor/people");
    hand::click(&look::get("button", "Leave Tomás Rivera").await);
    look::get("dialog", "Leave Harbor Clinics?").await;
    backend.once("PATCH", "/api/v1/workgroups/harbor/agents/tomas", Answer::Says(204, String::new()));
    hand::click(&look::get("button", "Leave").await);
    until("one is elsewhere", || look::told("status").starts_with("You have left Harbor Clinics.")).await;
    until("it is gone", || look::sees("Nordwind IT") && !look::sees("Harbor Clinics")).await;
    until("one is in one's own", || document().title().starts_with("Nordwind IT · Settings")).await;
    assert!(!look::told("alert").contains("no longer have access"));
}

#[wasm_bindgen_test]
async fn what_changed_meanwhile_is_looked_at_before_it_is_done() {
    let (backend, _stage) = opened(people()).await;
    hand::click(&look::get("button", "Deactivate Tomás Rivera").await);
    look::get("dialog", "Deactivate Tomás Rivera?").await;
    let now = Member { role: Role::Administrator, version: 8, ..people().remove(0) };
    backend.once("PATCH", TOMAS, Answer::problem(&Problem::new(ProblemKind::StaleVersion)));
    backend.once("GET", TOMAS, Answer::ok(&now));
    hand::click(&look::get("button", "Deactivate").await);
    until("it is told", || look::sees("Somebody changed this agent meanwhile")).await;
    backend.once("PATCH", TOMAS, Answer::ok(&inactive(Member { version: 9, ..people().remove(0) })));
    hand::click(&look::get("button", "Deactivate").await);
    assert_eq!(backend.last("PATCH", 2).await.header("if-match").as_deref(), Some("\"8\""));
}
