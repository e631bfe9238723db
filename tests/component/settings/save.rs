//! Enter: what is shown, what is sent, and what becomes of it.

use super::{HARBOR, enter, opened, rows};
use crate::{
    backend::Answer,
    data::renamed,
    hand, look,
    wait::{settle, until},
};
use contract::{
    problem::{FieldCode, Problem, ProblemKind},
    workgroup::Workgroup,
};
use wasm_bindgen_test::wasm_bindgen_test;

fn harbor() -> Workgroup {
    rows().remove(0)
}

/// 412 with the record as it is now.
fn stale(current: Workgroup) -> Answer {
    Answer::problem(&Problem { current: Some(Box::new(current)), ..Problem::new(ProblemKind::StaleVersion) })
}

#[wasm_bindgen_test]
async fn enter_shows_the_value_at_once_and_says_when_it_is_saved() {
    let (table, _field) = opened().await;
    let held = table.backend.hold("PATCH", HARBOR);
    enter("Harbor New");
    until("the cell has the focus", || look::has_focus("button", "Name: Harbor New")).await;
    until("it says that it saves", || look::sees("Saving…")).await;

    let asked = table.backend.last("PATCH", 1).await;
    assert_eq!(asked.path, HARBOR);
    assert_eq!(asked.body, r#"{"name":"Harbor New"}"#);
    assert_eq!(asked.header("if-match").as_deref(), Some("\"3\""));
    assert_eq!(asked.header("content-type").as_deref(), Some("application/merge-patch+json"));
    assert_eq!(asked.header("x-workgroups-client").as_deref(), Some("1"));

    held.answer(Answer::ok(&renamed(&harbor(), "Harbor New")));
    until("it is saved", || look::sees("Saved") && !look::sees("Saving")).await;
    assert_eq!(look::told("status"), "Name of Harbor New is saved.");
    assert!(look::has_focus("button", "Name: Harbor New"), "{:?}", look::focus());
}

#[wasm_bindgen_test]
async fn a_second_edit_waits_for_the_first_and_wins() {
    let (table, _field) = opened().await;
    let (first, second) = (table.backend.hold("PATCH", HARBOR), table.backend.hold("PATCH", HARBOR));
    enter("Harbor One");
    hand::click(&look::get("button", "Name: Harbor One").await);
    until("the field has the focus", || look::has_focus("textbox", "Name")).await;
    enter("Harbor Two");
    look::get("button", "Name: Harbor Two").await;
    settle().await;
    table.backend.last("PATCH", 1).await;

    let one = renamed(&harbor(), "Harbor One");
    first.answer(Answer::ok(&one));
    let asked = table.backend.last("PATCH", 2).await;
    assert_eq!(asked.body, r#"{"name":"Harbor Two"}"#);
    assert_eq!(asked.header("if-match").as_deref(), Some("\"4\""));
    assert!(look::sees("Harbor Two") && !look::sees("Harbor One"), "{}", look::text());
    second.answer(Answer::ok(&renamed(&one, "Harbor Two")));
    until("it is saved", || look::told("status") == "Name of Harbor Two is saved.").await;
}

#[wasm_bindgen_test]
async fn a_refusal_keeps_the_text_and_leaves_the_focus_alone() {
    let (table, _field) = opened().await;
    let held = table.backend.hold("PATCH", HARBOR);
    enter("Harbor Refused");
    look::get("button", "Name: Harbor Refused").await;
    look::get("button", "Name: Nordwind IT").await.focus().expect("is in the document");
    table.backend.last("PATCH", 1).await;
    held.answer(Answer::problem(&Problem::invalid("/name", FieldCode::TooLong)));

    until("it says so", || look::sees("Name: Not accepted") && look::sees("Use at most 100 characters.")).await;
    settle().await;
    assert!(look::has_focus("button", "Name: Nordwind IT"), "{:?}", look::focus());
    assert!(look::sees("Harbor Refused"), "{}", look::text());
    assert!(look::told("alert").contains("not accepted"), "{}", look::told("alert"));

    hand::click(&look::get("button", "Edit name of Harbor Clinics").await);
    let field = look::field("textbox", "Name").await;
    assert_eq!(field.value(), "Harbor Refused");
    until("the reason is told", || look::behind(&field, "aria-describedby") == "Use at most 100 characters.").await;
}

#[wasm_bindgen_test]
async fn a_conflict_shows_both_and_keeps_mine_where_i_say_so() {
    let (table, _field) = opened().await;
    let theirs = renamed(&harbor(), "Harbor Theirs");
    table.backend.once("PATCH", HARBOR, stale(theirs.clone()));
    enter("Harbor Mine");
    until("both are shown", || look::sees("Yours: Harbor Mine") && look::sees("Theirs: Harbor Theirs (Mara Lind, "))
        .await;
    assert!(look::sees("Name: Changed meanwhile"), "{}", look::text());
    table.backend.last("PATCH", 1).await;

    table.backend.once("PATCH", HARBOR, Answer::ok(&renamed(&theirs, "Harbor Mine")));
    hand::click(&look::get("button", "Keep yours: name of Harbor Theirs").await);
    let asked = table.backend.last("PATCH", 2).await;
    assert_eq!(asked.header("if-match").as_deref(), Some("\"4\""));
    assert_eq!(asked.body, r#"{"name":"Harbor Mine"}"#);
    until("it is saved", || look::told("status") == "Name of Harbor Mine is saved.").await;
    assert!(!look::sees("Theirs"), "{}", look::text());
}

#[wasm_bindgen_test]
async fn a_conflict_keeps_theirs_where_i_say_so() {
    let (table, _field) = opened().await;
    table.backend.once("PATCH", HARBOR, stale(renamed(&harbor(), "Harbor Theirs")));
    enter("Harbor Mine");
    hand::click(&look::get("button", "Keep theirs: name of Harbor Theirs").await);
    until("the cell has the focus", || look::has_focus("button", "Name: Harbor Theirs")).await;
    settle().await;
    assert!(!look::sees("Harbor Mine") && !look::sees("Changed meanwhile"), "{}", look::text());
    table.backend.last("PATCH", 1).await;
}

#[wasm_bindgen_test]
async fn a_change_of_another_field_is_no_conflict() {
    let (table, _field) = opened().await;
    let theirs = renamed(&harbor(), "Harbor Clinics");
    table.backend.once("PATCH", HARBOR, stale(theirs.clone()));
    table.backend.once("PATCH", HARBOR, Answer::ok(&renamed(&theirs, "Harbor Mine")));
    enter("Harbor Mine");
    until("it is saved", || look::told("status") == "Name of Harbor Mine is saved.").await;
    let asked = table.backend.last("PATCH", 2).await;
    assert_eq!(asked.header("if-match").as_deref(), Some("\"4\""));
}

#[wasm_bindgen_test]
async fn a_lost_answer_is_looked_up_and_found_saved() {
    let (table, _field) = opened().await;
    table.backend.once("PATCH", HARBOR, Answer::Lost);
    let read = table.backend.hold("GET", HARBOR);
    enter("Harbor Lost");
    until("it says that it checks", || look::sees("Checking…") && look::sees("Harbor Lost")).await;
    table.backend.last("GET", 1).await;
    read.answer(Answer::ok(&renamed(&harbor(), "Harbor Lost")));
    until("it is saved", || look::told("status") == "Name of Harbor Lost is saved.").await;
    table.backend.last("PATCH", 1).await;
}

#[wasm_bindgen_test]
async fn a_lost_answer_is_looked_up_and_found_unsaved() {
    let (table, _field) = opened().await;
    table.backend.once("PATCH", HARBOR, Answer::Lost);
    table.backend.once("GET", HARBOR, Answer::ok(&harbor()));
    enter("Harbor Lost");
    until("it says so", || look::sees("Name: Not saved") && look::sees("nothing was changed")).await;
    assert!(look::sees("Harbor Lost"), "{}", look::text());
    table.backend.last("PATCH", 1).await;

    table.backend.once("PATCH", HARBOR, Answer::ok(&renamed(&harbor(), "Harbor Lost")));
    hand::click(&look::get("button", "Retry name of Harbor Clinics").await);
    until("it is saved", || look::told("status") == "Name of Harbor Lost is saved.").await;
    table.backend.last("PATCH", 2).await;
}
