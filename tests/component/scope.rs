//! `scope`: switching workgroups while answers are slow.

use crate::{
    backend::{Answer, Backend, Held},
    data::{list, renamed, workgroup},
    hand, look, page,
    stage::{self, Stage},
    wait::{settle, until},
};
use contract::{path, workgroup::Workgroup};
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

const NORTH: &str = "/api/v1/workgroups/north";
const HARBOR: &str = "/api/v1/workgroups/harbor";

fn north() -> Workgroup {
    workgroup("north", "Nordwind IT")
}

fn harbor() -> Workgroup {
    workgroup("harbor", "Harbor Clinics")
}

/// The page in Nordwind IT, of which nothing has come yet, and then a click on a link to Harbor.
/// The answer about Nordwind is still to come; so is the list.
async fn switched() -> (Backend, Stage, Held, Held) {
    let backend = page::backend(&[]).await;
    let rows = backend.hold("GET", path::WORKGROUPS);
    let slow = backend.hold("GET", NORTH);
    let stage = page::open("/w/north/settings");
    look::get("button", "Workgroup: none selected").await;
    until("Nordwind was asked for", || backend.asked("GET").iter().any(|asked| asked.path == NORTH)).await;
    (backend, stage, rows, slow)
}

/// Follows a link.
fn follow(address: &str) {
    let link: HtmlElement = document().create_element("a").expect("is made").unchecked_into();
    link.set_attribute("href", address).expect("is set");
    stage::root().expect("is mounted").append_child(&link).expect("is appended");
    link.click();
}

#[wasm_bindgen_test]
async fn a_late_answer_about_the_old_one_is_never_painted() {
    let (backend, _stage, _rows, slow) = switched().await;
    backend.always("GET", HARBOR, Answer::ok(&harbor()));
    let watch = look::Watch::for_word("Nordwind");
    follow("/w/harbor/settings");
    look::get("button", "Workgroup: Harbor Clinics").await;
    slow.answer(Answer::ok(&north()));
    settle().await;
    assert!(look::one("button", "Workgroup: Harbor Clinics").is_some());
    assert!(!watch.has_seen(), "the old workgroup was painted");
    let asked = backend.asked("GET").into_iter().find(|asked| asked.path == NORTH).expect("was asked for");
    assert!(asked.is_aborted(), "nobody wants the answer any more");
}

#[wasm_bindgen_test]
async fn an_answer_about_the_old_one_before_the_new_is_never_painted() {
    let (backend, _stage, _rows, slow) = switched().await;
    let next = backend.hold("GET", HARBOR);
    let watch = look::Watch::for_word("Nordwind");
    follow("/w/harbor/settings");
    until("Harbor was asked for", || backend.asked("GET").iter().any(|asked| asked.path == HARBOR)).await;
    slow.answer(Answer::ok(&north()));
    settle().await;
    assert!(look::one("button", "Workgroup: none selected").is_some());
    next.answer(Answer::ok(&harbor()));
    look::get("button", "Workgroup: Harbor Clinics").await;
    assert!(!watch.has_seen(), "the old workgroup was painted");
}

#[wasm_bindgen_test]
async fn a_failure_of_the_old_one_is_not_the_new_ones() {
    let (backend, _stage, _rows, slow) = switched().await;
    let next = backend.hold("GET", HARBOR);
    follow("/w/harbor/settings");
    until("Harbor was asked for", || backend.asked("GET").iter().any(|asked| asked.path == HARBOR)).await;
    slow.answer(Answer::Says(200, "<html>".to_owned()));
    settle().await;
    assert!(look::one("grid", "Workgroups").is_some(), "{}", look::text());
    next.answer(Answer::ok(&harbor()));
    look::get("button", "Workgroup: Harbor Clinics").await;
}

#[wasm_bindgen_test]
async fn a_list_that_comes_later_does_not_change_where_one_is() {
    let (backend, _stage, rows, _slow) = switched().await;
    backend.always("GET", HARBOR, Answer::ok(&harbor()));
    follow("/w/harbor/settings");
    look::get("button", "Workgroup: Harbor Clinics").await;
    rows.answer(Answer::ok(&list(vec![harbor(), north()])));
    look::get("button", "Name: Nordwind IT").await;
    assert!(look::one("button", "Workgroup: Harbor Clinics").is_some());
    assert!(document().title().starts_with("Harbor Clinics · "), "{}", document().title());
}

#[wasm_bindgen_test]
async fn a_save_under_way_ends_well_after_a_switch() {
    let backend = page::backend(&[harbor(), north()]).await;
    let held = backend.hold("PATCH", NORTH);
    let _stage = page::open("/w/north/settings");
    hand::click(&look::get("button", "Name: Nordwind IT").await);
    until("the field has the focus", || look::has_focus("textbox", "Name")).await;
    hand::type_text("Nordwind New");
    hand::press("Enter");
    backend.last("PATCH", 1).await;
    follow("/w/harbor/settings");
    look::get("button", "Workgroup: Harbor Clinics").await;
    held.answer(Answer::ok(&renamed(&north(), "Nordwind New")));
    until("it is saved", || look::told("status") == "Name of Nordwind New is saved.").await;
    assert!(look::one("button", "Workgroup: Harbor Clinics").is_some());
}
