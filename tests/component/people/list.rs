//! What is shown, searched for and loaded.

use super::{AGENTS, AT, north, opened, people, whole};
use crate::{backend::Answer, data::member, hand, look, page, wait::until};
use contract::{
    list::List,
    member::Member,
    permission::{Permission, Reason},
    problem::{Problem, ProblemKind},
    role::Role,
};
use leptos::prelude::document;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn shows_who_is_there_what_they_cost_and_where_the_default_applies() {
    let (backend, _stage) = opened(people()).await;
    look::get("button", "Hourly rate: $90.00").await;
    look::get("button", "Hourly rate: $85.50 default").await;
    assert!(look::sees("tomas@example.com") && look::sees("Aiko Tanaka") && look::sees("2 agents"), "{}", look::text());
    assert_eq!(look::names("heading"), ["People"]);
    assert_eq!(look::get("link", "Agents").await.get_attribute("aria-current").as_deref(), Some("page"));
    assert_eq!(look::get("link", "People").await.get_attribute("aria-current").as_deref(), Some("page"));
    assert_eq!(document().title(), "Nordwind IT · People · Workgroups");
    let asked = backend.asked("GET").into_iter().find(|asked| asked.path == AGENTS).expect("is asked for");
    assert_eq!(asked.query, "?limit=100");
}

#[wasm_bindgen_test]
async fn an_associate_sees_no_money_and_is_told_why_nothing_can_be_changed() {
    let hidden = |mut member: Member| {
        member.rate = None;
        member.roles = vec![member.role];
        member.may.set_role = Permission::refused(Reason::NeedsManager);
        member.may.set_rate = Permission::refused(Reason::MoneyHidden);
        member.may.deactivate = Permission::refused(Reason::NeedsManager);
        member
    };
    let backend = page::backend(&[]).await;
    let mut north = north();
    (north.default_agent_cost, north.role) = (None, Role::Associate);
    north.may.invite = Permission::refused(Reason::NeedsManager);
    backend.always("GET", "/api/v1/workgroups/north", Answer::ok(&north));
    backend.always("GET", AGENTS, Answer::ok(&whole(people().into_iter().map(hidden).collect())));
    let _stage = page::open(AT);
    until("the rates are not shown", || look::sees("Not shown to Associates")).await;
    assert!(!look::text().contains('$'), "{}", look::text());
    assert!(!look::names("button").iter().any(|name| name.starts_with("Role:") || name.starts_with("Hourly rate:")));
    let deactivate = look::get("button", "Deactivate Tomás Rivera").await;
    assert_eq!(deactivate.get_attribute("aria-disabled").as_deref(), Some("true"));
    assert!(look::behind(&deactivate, "aria-describedby").contains("Managers of this workgroup can change this"));
    assert!(!look::names("link").contains(&"Invite agents".to_owned()));
}

#[wasm_bindgen_test]
async fn asks_the_server_for_what_is_typed_once_the_typing_rests() {
    let (backend, _stage) = opened(people()).await;
    let search = look::get("textbox", "Search agents").await;
    look::get("button", "Hourly rate: $90.00").await;
    backend.once("GET", AGENTS, Answer::ok(&whole(vec![people().remove(1)])));
    search.focus().expect("takes the focus");
    for letter in ["a", "i", "k", "ö"] {
        hand::type_text(letter);
    }
    until("one is left", || !look::sees("Tomás Rivera") && look::sees("1 agent found")).await;
    let asked: Vec<_> = backend.asked("GET").into_iter().filter(|asked| asked.path == AGENTS).collect();
    assert_eq!(asked.len(), 2, "not for every letter");
    assert_eq!(asked[1].query, "?limit=100&q=aik%C3%B6");
    assert_eq!(look::told("status"), "1 agent found");

    backend.once("GET", AGENTS, Answer::ok(&whole(Vec::new())));
    hand::type_text("x");
    until("nobody is found", || look::sees("No agent matches “aiköx”.")).await;
    hand::click(&look::get("button", "Show all agents").await);
    until("all are back", || look::sees("Tomás Rivera") && look::sees("2 agents")).await;
}

#[wasm_bindgen_test]
async fn more_is_loaded_as_far_as_one_scrolls() {
    let backend = page::backend(&[north()]).await;
    let part =
        |from: usize, to: usize| (from..to).map(|n| member(&format!("ag_{n}"), &format!("Agent {n:03}"))).collect();
    let first = List { items: part(0, 100), total: 300, next_cursor: Some("next&1".to_owned()) };
    backend.once("GET", AGENTS, Answer::ok(&first));
    let second = backend.hold("GET", AGENTS);
    let _stage = page::open(AT);
    until("the true total is shown", || look::sees("Agent 000") && look::sees("300 agents")).await;
    let grid = look::get("grid", "Agents").await;
    assert_eq!(grid.get_attribute("aria-rowcount").as_deref(), Some("301"));
    grid.focus().expect("takes the focus");
    until("the first row has the focus", || document().active_element() != Some(grid.clone().into())).await;
    assert!(hand::press_as("End", |key| key.set_ctrl_key(true)), "is the grid's own");
    let waiting = || look::each("row").iter().any(|(_, row)| row.get_attribute("aria-busy").as_deref() == Some("true"));
    until("rows that are not here show their bones", waiting).await;
    second.answer(Answer::ok(&List { items: part(100, 300), total: 300, next_cursor: None }));
    until("the last one is here", || look::sees("Agent 299") && !waiting()).await;
    let asked: Vec<_> = backend.asked("GET").into_iter().filter(|asked| asked.path == AGENTS).collect();
    assert_eq!(asked.last().expect("was asked").query, "?limit=250&cursor=next%261");
}

#[wasm_bindgen_test]
async fn a_list_that_cannot_be_loaded_says_so_and_is_tried_again() {
    let backend = page::backend(&[north()]).await;
    let broken = Problem { request_id: Some("rq_7".into()), ..Problem::new(ProblemKind::Internal) };
    backend.once("GET", AGENTS, Answer::problem(&broken));
    backend.always("GET", AGENTS, Answer::ok(&whole(people())));
    let _stage = page::open(AT);
    until("it says so", || look::sees("This could not be loaded") && look::sees("rq_7")).await;
    hand::click(&look::get("button", "Retry").await);
    until("they are here", || look::sees("Tomás Rivera")).await;
    assert!(!look::sees("could not be loaded"));
}

#[wasm_bindgen_test]
async fn nothing_of_another_workgroup_is_ever_shown() {
    let (backend, _stage) = opened(people()).await;
    look::get("button", "Hourly rate: $90.00").await;
    let late = backend.hold("GET", "/api/v1/workgroups/harbor/agents");
    let navigate = |name: &'static str| async move {
        hand::press_as("k", |key| key.set_ctrl_key(true));
        let option = crate::wait::found(name, || {
            look::each("option").into_iter().find(|(found, _)| found.starts_with(name)).map(|(_, option)| option)
        });
        option.await.click();
    };
    look::get("link", "Agents").await.focus().expect("takes the focus");
    navigate("Harbor Clinics").await;
    until("one stays on People", || document().title() == "Harbor Clinics · People · Workgroups").await;
    assert!(!look::sees("Tomás Rivera"), "{}", look::text());
    navigate("Nordwind IT").await;
    until("one is back", || look::sees("Tomás Rivera")).await;
    let never = look::Watch::for_word("Harriet");
    late.answer(Answer::ok(&whole(vec![member("harriet", "Harriet")])));
    crate::wait::settle().await;
    assert!(!never.has_seen());
}
