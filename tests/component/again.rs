//! `shell::again`: the session ends in the middle of work.

use crate::{
    backend::{Answer, Backend},
    data::{renamed, session, workgroup},
    hand, look, page,
    stage::Stage,
    wait::until,
};
use contract::{
    path,
    problem::{Problem, ProblemKind},
    sign_in::{SampleAgent, SignInWay},
    workgroup::Workgroup,
};
use wasm_bindgen_test::wasm_bindgen_test;

const NORTH: &str = "/api/v1/workgroups/north";

fn north() -> Workgroup {
    workgroup("north", "Nordwind IT")
}

pub(crate) fn ways() -> Vec<SignInWay> {
    let sample = |id: &str, name: &str| SampleAgent {
        id: id.parse().expect("an identifier"),
        name: name.to_owned(),
        email: format!("{id}@example.com"),
    };
    vec![SignInWay::sample(vec![sample("ada", "Ada Berg"), sample("eve", "Eve Holm")])]
}

/// The page after a save was answered that nobody is signed in.
async fn expired() -> (Backend, Stage) {
    let backend = page::backend(&[north()]).await;
    let stage = page::open("/w/north/settings");
    hand::click(&look::get("button", "Name: Nordwind IT").await);
    until("the field has the focus", || look::has_focus("textbox", "Name")).await;
    let problem = Problem { sign_in: Some(ways()), ..Problem::new(ProblemKind::Unauthenticated) };
    backend.once("PATCH", NORTH, Answer::problem(&problem));
    hand::type_text("Nordwind New");
    hand::press("Enter");
    look::get("dialog", "Your session has ended").await;
    (backend, stage)
}

/// Signs in as a sample agent.
pub(crate) async fn sign_in(backend: &Backend, id: &str, name: &str) {
    backend.once("POST", path::SIGN_IN_SAMPLE, Answer::ok(&session(id)));
    page::sign_in(backend, id);
    hand::click(&look::get("button", &format!("Sign in as {name} {id}@example.com")).await);
    until("the dialog is gone", || look::one("dialog", "Your session has ended").is_none()).await;
}

#[wasm_bindgen_test]
async fn the_same_agent_goes_on_with_everything_they_typed() {
    let (backend, _stage) = expired().await;
    sign_in(&backend, "ada", "Ada Berg").await;
    until("it is not saved", || look::sees("Name: Not saved") && look::sees("Nordwind New")).await;
    backend.once("PATCH", NORTH, Answer::ok(&renamed(&north(), "Nordwind New")));
    hand::click(&look::get("button", "Retry name of Nordwind IT").await);
    until("it is saved", || look::told("status") == "Name of Nordwind New is saved.").await;
}

#[wasm_bindgen_test]
async fn another_agent_sees_nothing_of_what_was_typed() {
    let (backend, _stage) = expired().await;
    sign_in(&backend, "eve", "Eve Holm").await;
    look::get("button", "Name: Nordwind IT").await;
    assert!(!look::sees("Nordwind New") && !look::sees("Not saved"), "{}", look::text());
}
