//! Roles and rates edited in place.

use super::{AGENTS, TOMAS, opened, people, whole};
use crate::{
    backend::{Answer, Backend},
    data::currency,
    hand, look,
    stage::Stage,
    wait::until,
};
use contract::{
    member::Member,
    money::Money,
    permission::Reason,
    problem::{Problem, ProblemKind},
    role::Role,
    workgroup::Actor,
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

fn tomas() -> Member {
    people().remove(0)
}

fn dollars(amount: u32) -> Option<Money> {
    Some(Money { amount, currency: currency("USD") })
}

/// The page with the field of Tomás's rate open.
async fn rate_open() -> (Backend, Stage) {
    let (backend, stage) = opened(people()).await;
    hand::click(&look::get("button", "Hourly rate: $90.00").await);
    until("the field has the focus", || look::has_focus("textbox", "Hourly rate")).await;
    (backend, stage)
}

/// Chooses a role as a pointer does.
async fn choose(role: &str) {
    let select: web_sys::HtmlSelectElement = look::get("combobox", "Role").await.unchecked_into();
    select.set_value(role);
    hand::changed(&select, "change");
}

#[wasm_bindgen_test]
async fn a_rate_is_saved_with_the_version_it_was_made_from() {
    let (backend, _stage) = rate_open().await;
    backend.once("PATCH", TOMAS, Answer::ok(&Member { rate: dollars(9550), version: 4, ..tomas() }));
    hand::type_text("95.5");
    until("what is understood is shown", || look::sees("$95.50 per hour")).await;
    hand::press("Enter");
    let asked = backend.last("PATCH", 1).await;
    assert_eq!((asked.path.as_str(), asked.body.as_str()), (TOMAS, r#"{"rate":{"amount":9550,"currency":"USD"}}"#));
    assert_eq!(asked.header("if-match").as_deref(), Some("\"3\""));
    until("it is saved", || look::told("status") == "Hourly rate of Tomás Rivera is saved.").await;
    assert!(look::has_focus("button", "Hourly rate: $95.50"), "{:?}", look::focus());
}

#[wasm_bindgen_test]
async fn an_empty_rate_takes_the_own_one_away() {
    let (backend, _stage) = rate_open().await;
    backend.once("PATCH", TOMAS, Answer::ok(&Member { rate: None, version: 4, ..tomas() }));
    let field = look::field("textbox", "Hourly rate").await;
    field.set_value("");
    hand::changed(&field, "input");
    until("it says what applies", || look::sees("Empty: the default of $85.50 applies")).await;
    hand::press("Enter");
    assert_eq!(backend.last("PATCH", 1).await.body, r#"{"rate":null}"#);
    until("the default is shown", || {
        look::names("button").iter().filter(|n| n.ends_with("$85.50 default")).count() == 2
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_role_that_is_chosen_is_saved_and_what_it_means_is_said() {
    let (backend, _stage) = opened(people()).await;
    hand::click(
        &crate::wait::found("a role", || look::each("button").into_iter().find(|(n, _)| n == "Role: Manager")).await.1,
    );
    until("the list has the focus", || look::has_focus("combobox", "Role")).await;
    assert!(look::sees("everyone in it but Administrators"), "{}", look::text());
    backend.once("PATCH", TOMAS, Answer::ok(&Member { role: Role::Associate, version: 4, ..tomas() }));
    choose("associate").await;
    assert_eq!(backend.last("PATCH", 1).await.body, r#"{"role":"associate"}"#);
    until("it is saved", || look::told("status") == "Role of Tomás Rivera is saved.").await;
    until("the list is read again", || backend.asked("GET").iter().filter(|asked| asked.path == AGENTS).count() == 2)
        .await;
}

#[wasm_bindgen_test]
async fn arrows_do_not_save_a_role_before_enter_does() {
    let (backend, _stage) = opened(people()).await;
    hand::click(
        &crate::wait::found("a role", || look::each("button").into_iter().find(|(n, _)| n == "Role: Manager")).await.1,
    );
    until("the list has the focus", || look::has_focus("combobox", "Role")).await;
    hand::press("ArrowDown");
    choose("associate").await;
    crate::wait::settle().await;
    assert!(backend.asked("PATCH").is_empty());
    backend.once("PATCH", TOMAS, Answer::ok(&Member { role: Role::Associate, version: 4, ..tomas() }));
    hand::press("Enter");
    backend.last("PATCH", 1).await;
}

#[wasm_bindgen_test]
async fn a_refusal_says_why_in_words() {
    let (backend, _stage) = opened(people()).await;
    hand::click(
        &crate::wait::found("a role", || look::each("button").into_iter().find(|(n, _)| n == "Role: Manager")).await.1,
    );
    until("the list has the focus", || look::has_focus("combobox", "Role")).await;
    backend.once("PATCH", TOMAS, Answer::problem(&Problem::forbidden(Some(Reason::LastAdministrator))));
    choose("associate").await;
    until("it says why", || look::sees("A workgroup keeps at least one active Administrator")).await;
    assert!(look::sees("Role: Not accepted"), "{}", look::text());
    hand::click(&look::get("button", "Discard role of Tomás Rivera").await);
    until("the role is back", || look::names("button").iter().filter(|n| *n == "Role: Manager").count() == 2).await;
}

#[wasm_bindgen_test]
async fn a_conflict_shows_both_values_and_either_can_be_kept() {
    let (backend, _stage) = rate_open().await;
    let sofia = Some(Actor { id: "sofia".parse().expect("an id"), name: "Sofia".into() });
    let theirs = Member { rate: dollars(10_000), version: 5, updated_by: sofia, ..tomas() };
    backend.once("PATCH", TOMAS, Answer::problem(&Problem::new(ProblemKind::StaleVersion)));
    backend.once("GET", TOMAS, Answer::ok(&theirs));
    hand::type_text("95");
    hand::press("Enter");
    until("both are shown", || look::sees("Yours: $95.00") && look::sees("Theirs: $100.00 (Sofia")).await;
    backend.once("PATCH", TOMAS, Answer::ok(&Member { rate: dollars(9500), version: 6, ..tomas() }));
    hand::click(&look::get("button", "Keep yours: hourly rate of Tomás Rivera").await);
    assert_eq!(backend.last("PATCH", 2).await.header("if-match").as_deref(), Some("\"5\""));
    look::get("button", "Hourly rate: $95.00").await;
}

#[wasm_bindgen_test]
async fn a_lost_answer_is_asked_about() {
    let (backend, _stage) = rate_open().await;
    backend.once("PATCH", TOMAS, Answer::Lost);
    backend.once("GET", TOMAS, Answer::ok(&Member { rate: dollars(9500), version: 4, ..tomas() }));
    hand::type_text("95");
    hand::press("Enter");
    until("it is saved", || look::told("status") == "Hourly rate of Tomás Rivera is saved.").await;
    assert_eq!(backend.asked("PATCH").len(), 1);
}

#[wasm_bindgen_test]
async fn what_is_typed_outlives_another_page_and_another_search() {
    let (backend, _stage) = rate_open().await;
    hand::type_text("77");
    look::get("textbox", "Search agents").await.focus().expect("takes the focus");
    until("it is unsaved", || look::sees("Hourly rate: Unsaved")).await;
    backend.once("GET", AGENTS, Answer::ok(&whole(vec![people().remove(1)])));
    hand::type_text("aiko");
    until("only the other is found", || !look::sees("Tomás Rivera")).await;
    look::get("link", "Settings").await.click();
    look::get("grid", "Workgroups").await;
    look::get("link", "People").await.click();
    until("it is back", || look::sees("Hourly rate: Unsaved") && look::sees("77")).await;
    backend.once("PATCH", TOMAS, Answer::ok(&Member { rate: dollars(7700), version: 4, ..tomas() }));
    hand::click(&look::get("button", "Save hourly rate of Tomás Rivera").await);
    until("it is saved", || look::told("status") == "Hourly rate of Tomás Rivera is saved.").await;
}
