//! `agent::drafts`: what is typed and not saved.

use crate::{
    backend::{Answer, Backend},
    data::{renamed, workgroup},
    hand, look, page,
    stage::{Stage, storages},
    wait::{settle, until},
};
use contract::{path, workgroup::Workgroup};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, prelude::Closure};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{BroadcastChannel, MessageEvent};

const AT: &str = "/w/north/settings";

fn north() -> Workgroup {
    workgroup("north", "Nordwind IT")
}

/// The page after another name was typed and left.
async fn typed() -> (Backend, Stage) {
    let backend = page::backend(&[north()]).await;
    let stage = page::open(AT);
    hand::click(&look::get("button", "Name: Nordwind IT").await);
    until("the field has the focus", || look::has_focus("textbox", "Name")).await;
    hand::type_text("Nordwind Draft");
    look::get("textbox", "Filter workgroups").await.focus().expect("is in the document");
    until("the draft is shown", is_shown).await;
    (backend, stage)
}

fn is_shown() -> bool {
    look::sees("Name: Unsaved") && look::sees("Nordwind Draft")
}

/// Whether any of the browser's storages has the text.
fn is_stored() -> bool {
    storages().iter().any(|storage| {
        let keys = (0..storage.length().expect("is counted")).filter_map(|at| storage.key(at).ok().flatten());
        keys.filter_map(|key| storage.get_item(&key).ok().flatten()).any(|text| text.contains("Nordwind Draft"))
    })
}

#[wasm_bindgen_test]
async fn a_draft_survives_a_reload_and_can_then_be_saved() {
    let (backend, stage) = typed().await;
    drop(stage);
    let _stage = page::open(AT);
    until("the draft is shown again", is_shown).await;
    backend.once("PATCH", "/api/v1/workgroups/north", Answer::ok(&renamed(&north(), "Nordwind Draft")));
    hand::click(&look::get("button", "Save name of Nordwind IT").await);
    until("it is saved", || look::told("status") == "Name of Nordwind Draft is saved.").await;
    until("nothing of it is left", || !is_stored()).await;
}

#[wasm_bindgen_test]
async fn what_is_typed_is_kept_before_the_field_is_left() {
    let (backend, stage) = typed().await;
    hand::click(&look::get("button", "Name: Nordwind Draft").await);
    until("the field has the focus", || look::has_focus("textbox", "Name")).await;
    hand::type_text("Nordwind Half");
    drop(stage);
    page::sign_in(&backend, "ada");
    let _stage = page::open(AT);
    until("it is there again", || look::sees("Nordwind Half") && look::sees("Unsaved")).await;
}

#[wasm_bindgen_test]
async fn drafts_are_each_agents_own() {
    let (backend, stage) = typed().await;
    drop(stage);
    page::sign_in(&backend, "eve");
    let stage = page::open(AT);
    look::get("button", "Name: Nordwind IT").await;
    assert!(!look::sees("Unsaved") && !look::sees("Nordwind Draft"), "{}", look::text());
    drop(stage);
    page::sign_in(&backend, "ada");
    let _stage = page::open(AT);
    until("they are there again for whoever typed them", is_shown).await;
}

#[wasm_bindgen_test]
async fn signing_out_asks_first_and_then_erases_them() {
    let (backend, _stage) = typed().await;
    assert!(is_stored());
    backend.once("DELETE", path::SESSION, Answer::Says(204, String::new()));
    hand::click(&look::get("button", "Signed in as Ada Berg").await);
    hand::click(&look::get("button", "Sign out").await);
    look::get("dialog", "Sign out?").await;
    assert_eq!(backend.asked("DELETE").len(), 0);
    assert!(is_stored(), "nothing is erased before it is confirmed");

    page::sign_out(&backend);
    hand::click(&look::get("button", "Sign out and erase").await);
    look::get("heading", "Sign in to Workgroups").await;
    backend.last("DELETE", 1).await;
    assert!(!is_stored());
}

#[wasm_bindgen_test]
async fn a_sign_out_that_fails_erases_nothing() {
    let (backend, _stage) = typed().await;
    backend.once("DELETE", path::SESSION, Answer::Lost);
    hand::click(&look::get("button", "Signed in as Ada Berg").await);
    hand::click(&look::get("button", "Sign out").await);
    hand::click(&look::get("button", "Sign out and erase").await);
    until("it says so", || look::told("alert").starts_with("The server does not answer.")).await;
    assert!(is_stored());
}

#[wasm_bindgen_test]
async fn signing_out_in_another_tab_erases_them_here() {
    let (backend, _stage) = typed().await;
    page::sign_out(&backend);
    let other_tab = BroadcastChannel::new("workgroups-session").expect("is made");
    other_tab.post_message(&"ada".into()).expect("is sent");
    look::get("heading", "Sign in to Workgroups").await;
    until("nothing of it is left", || !is_stored()).await;
    other_tab.close();
}

/// Enters another name of the one workgroup that is shown.
async fn enter_name(before: &str, name: &str) {
    hand::click(&look::get("button", &format!("Name: {before}")).await);
    until("the field has the focus", || look::has_focus("textbox", "Name")).await;
    hand::type_text(name);
    hand::press("Enter");
}

#[wasm_bindgen_test]
async fn what_waits_to_be_sent_is_not_sent_as_the_next_agent() {
    let backend = page::backend(&[north()]).await;
    let _stage = page::open(AT);
    let first = backend.hold("PATCH", "/api/v1/workgroups/north");
    enter_name("Nordwind IT", "Nordwind One").await;
    backend.last("PATCH", 1).await;
    enter_name("Nordwind One", "Nordwind Draft").await;
    until("it is kept", is_stored).await;

    page::sign_in(&backend, "eve");
    let other_tab = BroadcastChannel::new("workgroups-session").expect("is made");
    other_tab.post_message(&true.into()).expect("is sent");
    until("another one is at work", || look::one("button", "Name: Nordwind IT").is_some()).await;
    first.answer(Answer::ok(&renamed(&north(), "Nordwind One")));
    settle().await;
    backend.last("PATCH", 1).await;
    assert!(is_stored(), "it stays for whoever typed it");
    other_tab.close();
}

#[wasm_bindgen_test]
async fn what_another_tab_keeps_is_asked_about_too() {
    let backend = page::backend(&[north()]).await;
    let _stage = page::open(AT);
    let other_tab = BroadcastChannel::new("workgroups-session").expect("is made");
    let answers = other_tab.clone();
    let hear = Closure::<dyn Fn(MessageEvent)>::new(move |message: MessageEvent| {
        if message.data().as_string().as_deref() == Some("?ada") {
            answers.post_message(&"!ada".into()).expect("is sent");
        }
    });
    other_tab.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    hand::click(&look::get("button", "Signed in as Ada Berg").await);
    hand::click(&look::get("button", "Sign out").await);
    look::get("dialog", "Sign out?").await;
    assert!(backend.asked("DELETE").is_empty());
    other_tab.close();
}

#[wasm_bindgen_test]
async fn another_tab_that_signs_out_is_told_what_is_kept_here() {
    let (_backend, _stage) = typed().await;
    let other_tab = BroadcastChannel::new("workgroups-session").expect("is made");
    let heard = Rc::new(RefCell::new(Vec::new()));
    let hears = heard.clone();
    let hear = Closure::<dyn Fn(MessageEvent)>::new(move |message: MessageEvent| {
        hears.borrow_mut().extend(message.data().as_string());
    });
    other_tab.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    other_tab.post_message(&"?eve".into()).expect("is sent");
    other_tab.post_message(&"?ada".into()).expect("is sent");
    until("it is told of its own agent", || !heard.borrow().is_empty()).await;
    settle().await;
    // Pages of other tests are tabs, too.
    assert!(heard.borrow().iter().all(|said| said == "!ada"), "{heard:?}");
    other_tab.close();
}
