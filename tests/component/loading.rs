//! `agent::load`: the list of workgroups comes in parts.

use crate::{
    backend::{Answer, Asked, Backend, Held},
    data::{list, workgroup},
    hand, look, page,
    stage::Stage,
    wait::{found, until},
};
use contract::{
    list::List,
    path,
    problem::{Problem, ProblemKind},
    workgroup::Workgroup,
};
use wasm_bindgen_test::wasm_bindgen_test;

fn north() -> Workgroup {
    workgroup("north", "Nordwind IT")
}

/// The page with the first part of two, and the second on its way.
async fn half() -> (Backend, Stage, Held) {
    let backend = page::backend(&[north()]).await;
    let first = List { total: 2, next_cursor: Some("next one".to_owned()), ..list(vec![north()]) };
    backend.once("GET", path::WORKGROUPS, Answer::ok(&first));
    let second = backend.hold("GET", path::WORKGROUPS);
    let stage = page::open("/w/north/settings");
    look::get("button", "Name: Nordwind IT").await;
    until("the second part was asked for", || lists(&backend).len() == 2).await;
    (backend, stage, second)
}

/// The lists that were asked for.
fn lists(backend: &Backend) -> Vec<Asked> {
    backend.asked("GET").into_iter().filter(|asked| asked.path == path::WORKGROUPS).collect()
}

#[wasm_bindgen_test]
async fn the_first_part_is_shown_before_the_rest_is_there() {
    let (backend, _stage, second) = half().await;
    assert!(look::sees("2 workgroups"), "{}", look::text());
    assert_eq!(lists(&backend)[1].query, "?limit=500&cursor=next%20one");
    second.answer(Answer::ok(&List { total: 2, ..list(vec![workgroup("south", "Zürich Süd")]) }));
    look::get("button", "Name: Zürich Süd").await;
    assert_eq!(look::each("row").len(), 3, "the head and both");
}

#[wasm_bindgen_test]
async fn until_all_are_there_the_server_is_searched_too() {
    let (backend, _stage, second) = half().await;
    let answer = backend.hold("GET", path::WORKGROUPS);
    look::get("textbox", "Filter workgroups").await.focus().expect("is in the document");
    hand::type_text("zür");
    let asked = found("the search", || lists(&backend).into_iter().nth(2)).await;
    assert_eq!(asked.query, "?limit=100&q=z%C3%BCr");
    answer.answer(Answer::ok(&list(vec![workgroup("south", "Zürich Süd")])));
    look::get("button", "Name: Zürich Süd").await;

    let rest = vec![workgroup("south", "Zürich Süd"), workgroup("west", "Züri West")];
    second.answer(Answer::ok(&List { total: 3, ..list(rest) }));
    look::get("button", "Name: Züri West").await;
    hand::type_text("i");
    crate::wait::settle().await;
    assert_eq!(lists(&backend).len(), 3, "a whole index is asked alone");
}

#[wasm_bindgen_test]
async fn a_part_that_fails_leaves_what_was_there() {
    let (_backend, _stage, second) = half().await;
    second.answer(Answer::problem(&Problem::new(ProblemKind::Internal)));
    until("it is told", || !look::told("alert").is_empty()).await;
    assert!(look::one("button", "Name: Nordwind IT").is_some(), "{}", look::text());
}
