//! `shell::add_workgroup`: Add → Workgroup.

use crate::{
    backend::{Answer, Backend},
    data::workgroup,
    hand, look, page,
    stage::Stage,
    wait::until,
};
use contract::{
    path,
    problem::{FieldCode, Problem},
    workgroup::Workgroup,
};
use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, HtmlSelectElement};
use workgroups::ui::dom;

fn rows() -> Vec<Workgroup> {
    vec![workgroup("north", "Nordwind IT")]
}

/// The page with the dialog open.
async fn opened() -> (Backend, Stage) {
    let backend = page::backend(&rows()).await;
    let stage = page::open("/w/north/settings");
    look::get("button", "Workgroup: Nordwind IT").await;
    open().await;
    (backend, stage)
}

/// Opens the dialog by the menu.
async fn open() {
    hand::click(&look::get("button", "Add").await);
    until("the item has the focus", || look::has_focus("menuitem", "Workgroup")).await;
    look::get("menuitem", "Workgroup").await.click();
    until("the name has the focus", || look::has_focus("textbox", "Workgroup name")).await;
}

/// What the browser does on Escape.
async fn escape() {
    let dialog = look::get("dialog", "Add workgroup").await;
    dom::call(&dialog, "requestClose");
    until("the dialog is closed", || look::one("dialog", "Add workgroup").is_none()).await;
}

async fn create() {
    hand::click(&look::get("button", "Create workgroup").await);
}

#[wasm_bindgen_test]
async fn it_takes_the_focus_keeps_what_was_typed_and_gives_the_focus_back() {
    let (_backend, _stage) = opened().await;
    hand::type_text("Half typed");
    escape().await;
    until("the focus is back", || look::has_focus("button", "Add")).await;
    open().await;
    assert_eq!(look::field("textbox", "Workgroup name").await.value(), "Half typed");
}

#[wasm_bindgen_test]
async fn a_made_one_is_gone_to() {
    let (backend, _stage) = opened().await;
    let made = workgroup("new", "Brand New");
    backend.once("POST", path::WORKGROUPS, Answer::ok(&made));
    backend.always("GET", &path::workgroup(&made.id), Answer::ok(&made));
    hand::type_text(" Brand New ");
    create().await;
    let asked = backend.last("POST", 1).await;
    assert_eq!(asked.body, r#"{"name":"Brand New","currency":"USD"}"#);
    look::get("button", "Workgroup: Brand New").await;
    until("the address says so", || window().location().pathname() == Ok("/w/new/settings".to_owned())).await;
    until("it is told", || look::told("status") == "Brand New is created. You are in it now.").await;
    assert_eq!(look::one("dialog", "Add workgroup"), None);
}

#[wasm_bindgen_test]
async fn the_next_one_begins_with_the_agents_own_currency() {
    let (backend, _stage) = opened().await;
    let made = workgroup("new", "Brand New");
    backend.once("POST", path::WORKGROUPS, Answer::ok(&made));
    backend.always("GET", &path::workgroup(&made.id), Answer::ok(&made));
    hand::type_text("Brand New");
    let currency = look::get("combobox", "Currency").await;
    currency.focus().expect("is in the document");
    let field: HtmlSelectElement = currency.clone().unchecked_into();
    until("all are offered", || field.length() > 100).await;
    field.set_value("JPY");
    hand::changed(&currency, "change");
    create().await;
    assert_eq!(backend.last("POST", 1).await.body, r#"{"name":"Brand New","currency":"JPY"}"#);
    until("it is told", || look::told("status") == "Brand New is created. You are in it now.").await;
    open().await;
    assert_eq!(field.value(), "USD");
    backend.once("POST", path::WORKGROUPS, Answer::Lost);
    hand::type_text("Next");
    create().await;
    assert_eq!(backend.last("POST", 2).await.body, r#"{"name":"Next","currency":"USD"}"#);
}

#[wasm_bindgen_test]
async fn a_second_try_after_a_lost_answer_makes_no_second_one() {
    let (backend, _stage) = opened().await;
    backend.always("POST", path::WORKGROUPS, Answer::Lost);
    hand::type_text("Brand New");
    create().await;
    until("it says what may have happened", || look::sees("It may have been created")).await;
    create().await;
    let again = backend.last("POST", 2).await;
    let key = |asked: &crate::backend::Asked| asked.header("idempotency-key").expect("has one");
    assert_eq!(key(&backend.asked("POST")[0]), key(&again));

    look::get("textbox", "Workgroup name").await.focus().expect("is in the document");
    hand::type_text("er");
    let other =
        "“Brand New” may have been created: the server did not answer. What you create now is another workgroup.";
    until("it says that this is another", || look::sees(other) && !look::sees("will not make a second one")).await;
    until("it can be sent", || !look::sees("Creating…")).await;
    create().await;
    assert_ne!(key(&backend.last("POST", 3).await), key(&again), "another name is another intent");
}

#[wasm_bindgen_test]
async fn what_the_server_refuses_stays_with_the_reason_in_the_field() {
    let (backend, _stage) = opened().await;
    backend.once("POST", path::WORKGROUPS, Answer::problem(&Problem::invalid("/name", FieldCode::TooLong)));
    hand::type_text("Brand New");
    create().await;
    let field = look::field("textbox", "Workgroup name").await;
    until("the reason is told", || look::behind(&field, "aria-describedby") == "Use at most 100 characters.").await;
    assert_eq!(field.get_attribute("aria-invalid").as_deref(), Some("true"));
    assert_eq!(field.value(), "Brand New");
}

#[wasm_bindgen_test]
async fn an_empty_name_is_not_sent_and_an_equal_one_is_only_warned_of() {
    let (backend, _stage) = opened().await;
    create().await;
    let field: HtmlElement = look::field("textbox", "Workgroup name").await.unchecked_into();
    until("the reason is told", || look::behind(&field, "aria-describedby") == "Type a name.").await;
    assert!(look::has_focus("textbox", "Workgroup name"), "{:?}", look::focus());
    hand::type_text("NORDWIND it");
    until("it warns", || look::sees("You already have “Nordwind IT”.")).await;
    assert_eq!(backend.asked("POST").len(), 0);
    backend.hold("POST", path::WORKGROUPS);
    create().await;
    backend.last("POST", 1).await;
}
