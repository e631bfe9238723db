//! The invitations into a workgroup.

use super::{AGENTS, north, people};
use crate::{
    backend::{Answer, Backend},
    data::invitation,
    hand, look, page,
    stage::Stage,
    wait::{settle, until},
};
use contract::{
    invitation::{Delivery, Invitation, InvitationState},
    list::List,
    path,
    permission::{Permission, Reason},
    role::Role,
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

const AT: &str = "/w/north/people/invitations";
const ONE: &str = "/api/v1/workgroups/north/invitations/inv_1";

fn one() -> Invitation {
    Invitation { roles: vec![Role::Manager, Role::Associate], ..invitation("inv_1", "a@example.com") }
}

fn whole(items: Vec<Invitation>) -> Answer {
    Answer::ok(&List { total: items.len() as u64, items, next_cursor: None })
}

async fn opened(items: Vec<Invitation>) -> (Backend, Stage) {
    let backend = page::backend(&[north()]).await;
    backend.always("GET", &path::invitations(&north().id), whole(items));
    let stage = page::open(AT);
    until("it is there", || look::sees("a@example.com")).await;
    (backend, stage)
}

/// Opens the field for the role and chooses, as by keys.
async fn choose(before: &str, role: &str) {
    hand::click(&look::get("button", before).await);
    until("the field has the focus", || look::has_focus("combobox", "Role of a@example.com")).await;
    hand::press("ArrowUp");
    let field: web_sys::HtmlSelectElement = look::get("combobox", "Role of a@example.com").await.unchecked_into();
    field.set_value(role);
    hand::changed(&field, "change");
}

#[wasm_bindgen_test]
async fn a_role_that_is_left_stays_chosen_and_is_saved_by_enter() {
    let (backend, _stage) = opened(vec![one()]).await;
    choose("Role: Associate", "manager").await;
    hand::press("Tab");
    until("the next cell has the focus", || look::focus().1.contains("a@example.com")).await;
    look::get("button", "Role: Manager Unsaved").await;
    assert_eq!(look::told("status"), "The role of a@example.com is not saved.");
    assert!(backend.asked("PATCH").is_empty());

    let saved = Invitation { role: Role::Manager, version: 2, ..one() };
    backend.once("PATCH", ONE, Answer::ok(&saved));
    hand::click(&look::get("button", "Role: Manager Unsaved").await);
    until("the field has the focus", || look::has_focus("combobox", "Role of a@example.com")).await;
    hand::press("Enter");
    assert_eq!(backend.last("PATCH", 1).await.body, r#"{"role":"manager"}"#);
    look::get("button", "Role: Manager").await;
}

/// Goes to Settings, and back to the invitations.
async fn go_and_come_back(backend: &Backend) {
    backend.always("GET", AGENTS, Answer::ok(&List { total: 2, items: people(), next_cursor: None }));
    look::get("link", "Settings").await.click();
    look::get("grid", "Workgroups").await;
    look::get("link", "People").await.click();
    look::get("link", "Invitations").await.click();
    until("they are back", || look::sees("a@example.com")).await;
}

#[wasm_bindgen_test]
async fn a_role_that_is_left_outlives_another_page() {
    let (backend, _stage) = opened(vec![one()]).await;
    choose("Role: Associate", "manager").await;
    hand::press("Tab");
    look::get("button", "Role: Manager Unsaved").await;
    go_and_come_back(&backend).await;
    look::get("button", "Role: Manager Unsaved").await;

    // Somebody else gave it that role meanwhile.
    let saved = Invitation { role: Role::Manager, version: 2, ..one() };
    backend.always("GET", &path::invitations(&north().id), whole(vec![saved]));
    go_and_come_back(&backend).await;
    look::get("button", "Role: Manager").await;
    backend.always("GET", &path::invitations(&north().id), whole(vec![one()]));
    go_and_come_back(&backend).await;
    look::get("button", "Role: Associate").await;
}

#[wasm_bindgen_test]
async fn a_role_that_could_not_be_saved_stays_chosen_and_the_rows_stay() {
    let (backend, _stage) = opened(vec![one()]).await;
    backend.always("PATCH", ONE, Answer::Lost);
    backend.always("GET", &path::invitations(&north().id), Answer::Lost);
    choose("Role: Associate", "manager").await;
    hand::press("Enter");
    until("it is said", || look::told("alert").contains("may have been done")).await;
    let lists = || backend.asked("GET").iter().filter(|asked| asked.path == path::invitations(&north().id)).count();
    until("the list was asked for in vain", || lists() == 4).await;
    settle().await;
    look::get("button", "Role: Manager Unsaved").await;
}

#[wasm_bindgen_test]
async fn an_answered_one_tells_of_no_mail_and_says_why_it_is_over() {
    let ended = Permission::refused(Reason::InvitationEnded);
    let answered = Invitation {
        state: InvitationState::Accepted,
        delivery: Delivery::NotDelivered,
        delivery_reason: Some("answered".to_owned()),
        may: contract::invitation::InvitationPermissions {
            change_role: ended,
            resend: ended,
            revoke: ended,
            copy_link: ended,
        },
        ..one()
    };
    let (_backend, _stage) = opened(vec![answered]).await;
    assert!(look::sees("Accepted") && !look::sees("Not delivered"), "{}", look::text());
    hand::click(&look::get("button", "Resend a@example.com").await);
    assert_eq!(look::told("status"), "This invitation has been answered or taken back");
}
