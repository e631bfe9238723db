//! What others do about the agents and the invitations, seen as it happens.

use super::{AGENTS, AT, north, people, whole};
use crate::{
    backend::{Answer, Backend, Stream},
    clock::Clock,
    data::{self, currency, member, workgroup},
    hand, look, page,
    stage::Stage,
    wait::{settle, until},
};
use contract::{
    Timestamp,
    event::{Changed, Gone},
    invitation::{Invitation, InvitationState},
    list::List,
    member::Member,
    money::Money,
    path,
    permission::Permission,
    problem::{Problem, ProblemKind},
    role::Role,
    workgroup::Workgroup,
};
use serde::Serialize;
use wasm_bindgen_test::wasm_bindgen_test;

const INVITATIONS: &str = "/api/v1/workgroups/north/invitations";

fn changed<T: Serialize>(record: T) -> Changed<T> {
    Changed { workgroup: north().id, record }
}

fn rate(member: Member, amount: u32) -> Member {
    Member { rate: Some(Money { amount, currency: currency("USD") }), version: member.version + 1, ..member }
}

/// The page at an address, with the stream.
async fn followed(address: &str) -> (Backend, Stage, Stream) {
    let backend = page::backend(&[north(), workgroup("harbor", "Harbor Clinics")]).await;
    let in_order = people().into_iter().rev().collect();
    backend.always("GET", AGENTS, Answer::ok(&whole(in_order)));
    backend.always("GET", INVITATIONS, Answer::ok(&list(vec![invitation("one", 1), invitation("two", 0)])));
    let stream = page::tells(&backend);
    let stage = page::open(address);
    until("the stream is asked for", || backend.asked("GET").iter().any(|asked| asked.path == path::EVENTS)).await;
    stream.tell("1", "ready", &());
    (backend, stage, stream)
}

/// The names of the agents in the order in which they are shown.
fn shown() -> Vec<String> {
    let mut rows: Vec<_> = look::each("row")
        .into_iter()
        .filter_map(|(_, row)| {
            let at: u32 = row.get_attribute("aria-rowindex")?.parse().ok()?;
            let first = row.query_selector("[data-column=\"0\"]").ok()??;
            let text = first.query_selector(".email").ok()?.unwrap_or(first).text_content()?;
            Some((at, text))
        })
        .collect();
    rows.sort_unstable();
    rows.into_iter().map(|(_, name)| name).collect()
}

fn lists(backend: &Backend, path: &str) -> usize {
    backend.asked("GET").iter().filter(|asked| asked.path == path).count()
}

#[wasm_bindgen_test]
async fn a_changed_agent_is_changed_where_they_are() {
    let (backend, _stage, stream) = followed(AT).await;
    look::get("button", "Hourly rate: $90.00").await;
    stream.tell("2", "agent", &changed(rate(people().remove(0), 7700)));
    let cell = look::get("button", "Hourly rate: $77.00").await;
    let cell = cell.closest("[data-cell]").expect("is a selector").expect("stands in a cell");
    assert!(cell.has_attribute("data-told"), "others' doing is shown for a moment");
    stream.tell("3", "agent", &changed(people().remove(0)));
    settle().await;
    assert!(look::one("button", "Hourly rate: $77.00").is_some(), "an older record is none");
    let elsewhere = Changed { workgroup: "harbor".parse().expect("an id"), record: member("harriet", "Harriet") };
    stream.tell("4", "agent", &elsewhere);
    settle().await;
    assert_eq!(shown(), ["Aiko Tanaka", "Tomás Rivera"]);
    assert_eq!(lists(&backend, AGENTS), 1);
    assert_eq!(look::told("status").trim(), "");
}

#[wasm_bindgen_test]
async fn a_new_agent_comes_to_their_place_and_one_who_is_gone_goes() {
    let (backend, _stage, stream) = followed(AT).await;
    look::get("button", "Hourly rate: $90.00").await;
    stream.tell("2", "agent", &changed(member("bea", "Beatrice Lund")));
    until("she is in her place", || shown() == ["Aiko Tanaka", "Beatrice Lund", "Tomás Rivera"]).await;
    assert!(look::sees("3 agents"), "{}", look::text());
    stream.tell("3", "agent", &changed(member("bea", "Beatrice Lund")));
    stream.tell("4", "agent-gone", &Gone { workgroup: north().id, id: "aiko".to_owned() });
    until("the other is gone", || shown() == ["Beatrice Lund", "Tomás Rivera"]).await;
    assert!(look::sees("2 agents"), "{}", look::text());
    assert_eq!(lists(&backend, AGENTS), 1);
}

#[wasm_bindgen_test]
async fn a_field_keeps_its_row_its_text_and_the_focus() {
    let (_backend, _stage, stream) = followed(AT).await;
    hand::click(&look::get("button", "Hourly rate: $90.00").await);
    until("the field has the focus", || look::has_focus("textbox", "Hourly rate")).await;
    hand::type_text("95");
    stream.tell("2", "agent", &changed(rate(people().remove(0), 7700)));
    stream.tell("3", "agent", &changed(member("bea", "Beatrice Lund")));
    settle().await;
    assert!(look::has_focus("textbox", "Hourly rate"), "{:?}", look::focus());
    assert_eq!(look::field("textbox", "Hourly rate").await.value(), "95");
    assert_eq!(shown(), ["Aiko Tanaka", "Tomás Rivera"], "nothing moves while one types");
    hand::press("Enter");
    until("both are shown", || look::sees("Yours: $95.00") && look::sees("Theirs: $77.00")).await;
    until("then she comes", || shown() == ["Aiko Tanaka", "Beatrice Lund", "Tomás Rivera"]).await;
    assert!(look::sees("Yours: $95.00"), "{}", look::text());
}

#[wasm_bindgen_test]
async fn while_one_searches_the_server_says_who_is_found() {
    let (backend, _stage, stream) = followed(AT).await;
    look::get("button", "Hourly rate: $90.00").await;
    look::get("textbox", "Search agents").await.focus().expect("takes the focus");
    backend.once("GET", AGENTS, Answer::ok(&whole(vec![people().remove(1)])));
    hand::type_text("a");
    until("one is found", || shown() == ["Aiko Tanaka"]).await;
    backend.once("GET", AGENTS, Answer::ok(&whole(vec![people().remove(1), member("bea", "Beatrice Lund")])));
    stream.tell("2", "agent", &changed(member("bea", "Beatrice Lund")));
    stream.tell("3", "agent", &changed(member("cleo", "Cleo")));
    until("the server is asked", || shown() == ["Aiko Tanaka", "Beatrice Lund"]).await;
    assert!(look::sees("2 agents found"), "{}", look::text());
    assert_eq!(lists(&backend, AGENTS), 3, "once for both");
    let last = backend.asked("GET").into_iter().rfind(|asked| asked.path == AGENTS).expect("was asked");
    assert_eq!(last.query, "?limit=100&q=a");
}

#[wasm_bindgen_test]
async fn another_role_of_ones_own_reads_what_may_be_done() {
    let (backend, _stage, stream) = followed(AT).await;
    look::get("button", "Hourly rate: $90.00").await;
    let mut tomas = people().remove(0);
    tomas.may.set_role = Permission::refused(contract::permission::Reason::NeedsAdministrator);
    backend.once("GET", AGENTS, Answer::ok(&whole(vec![people().remove(1), tomas])));
    let now = Workgroup { role: Role::Manager, ..north() };
    stream.tell("2", "workgroup", &Changed { workgroup: now.id.clone(), record: now.clone() });
    until("the list is read", || lists(&backend, AGENTS) == 2).await;
    until("it is followed", || look::names("button").iter().filter(|name| name.starts_with("Role:")).count() == 1)
        .await;
}

#[wasm_bindgen_test]
async fn what_cannot_be_told_is_read_anew_without_a_gap() {
    let (backend, _stage, stream) = followed(AT).await;
    hand::click(&look::get("button", "Deactivate Tomás Rivera").await);
    hand::click(&look::get("button", "Cancel").await);
    until("the focus is back", || look::focus().1.starts_with("Deactivate Tomás")).await;
    let held = backend.hold("GET", AGENTS);
    stream.tell("2", "reset", &());
    until("it is read", || lists(&backend, AGENTS) == 2).await;
    assert_eq!(shown(), ["Aiko Tanaka", "Tomás Rivera"], "what is shown stays");
    held.answer(Answer::ok(&whole(vec![member("abe", "Abe"), rate(people().remove(0), 4200)])));
    until("it is followed", || shown() == ["Abe", "Tomás Rivera"]).await;
    assert!(look::sees("$42.00"), "{}", look::text());
    assert!(look::focus().1.starts_with("Deactivate Tomás"), "{:?}", look::focus());
}

#[wasm_bindgen_test]
async fn what_cannot_be_read_is_read_after_a_while() {
    let (backend, _stage, stream) = followed(AT).await;
    look::get("button", "Hourly rate: $90.00").await;
    let clock = Clock::hold();
    backend.once("GET", AGENTS, Answer::problem(&Problem::new(ProblemKind::Internal)));
    stream.tell("2", "reset", &());
    until("it is read", || lists(&backend, AGENTS) == 2).await;
    settle().await;
    backend.always("GET", AGENTS, Answer::ok(&whole(vec![member("abe", "Abe")])));
    clock.pass(14_999);
    settle().await;
    assert_eq!(lists(&backend, AGENTS), 2, "not sooner");
    assert_eq!(shown(), ["Aiko Tanaka", "Tomás Rivera"], "what is shown stays");
    clock.pass(1);
    until("it is followed", || shown() == ["Abe"]).await;
    clock.pass(60_000);
    settle().await;
    assert_eq!(lists(&backend, AGENTS), 3, "once it is read, that is all");
}

#[wasm_bindgen_test]
async fn who_comes_while_the_list_is_read_is_not_missed() {
    let (backend, _stage, stream) = followed(AT).await;
    look::get("button", "Hourly rate: $90.00").await;
    let held = backend.hold("GET", AGENTS);
    look::get("textbox", "Search agents").await.focus().expect("takes the focus");
    hand::type_text("a");
    until("it is searched", || lists(&backend, AGENTS) == 2).await;
    stream.tell("2", "agent", &changed(member("bea", "Beatrice Lund")));
    settle().await;
    backend.once("GET", AGENTS, Answer::ok(&whole(vec![people().remove(1), member("bea", "Beatrice Lund")])));
    held.answer(Answer::ok(&whole(vec![people().remove(1)])));
    until("she is found", || shown() == ["Aiko Tanaka", "Beatrice Lund"]).await;
}

#[wasm_bindgen_test]
async fn a_read_that_is_under_way_takes_nobody_away_who_came_meanwhile() {
    let (backend, _stage, stream) = followed(AT).await;
    look::get("button", "Hourly rate: $90.00").await;
    let held = backend.hold("GET", AGENTS);
    stream.tell("2", "reset", &());
    until("it is read", || lists(&backend, AGENTS) == 2).await;
    stream.tell("3", "agent", &changed(member("bea", "Beatrice Lund")));
    let all = vec!["Aiko Tanaka", "Beatrice Lund", "Tomás Rivera"];
    until("she is in her place", || shown() == all).await;
    let mut now: Vec<Member> = people().into_iter().rev().collect();
    let before = whole(now.clone());
    now.insert(1, member("bea", "Beatrice Lund"));
    backend.once("GET", AGENTS, Answer::ok(&whole(now)));
    held.answer(Answer::ok(&before));
    until("it is asked once more", || lists(&backend, AGENTS) == 3).await;
    settle().await;
    assert_eq!(shown(), all);
}

#[wasm_bindgen_test]
async fn who_may_see_less_sees_less_at_once_and_is_told_what_fails() {
    let (backend, _stage, stream) = followed(AT).await;
    let rate = look::get("button", "Hourly rate: $90.00").await;
    hand::changed(&rate, "pointermove");
    let held = backend.hold("GET", AGENTS);
    let now = Workgroup { role: Role::Associate, ..north() };
    stream.tell("2", "workgroup", &Changed { workgroup: now.id.clone(), record: now.clone() });
    until("the list is read", || lists(&backend, AGENTS) == 2).await;
    assert!(!look::sees("$90.00") && shown().is_empty(), "{}", look::text());
    held.answer(Answer::problem(&Problem::new(ProblemKind::Internal)));
    until("the failure is shown", || look::one("button", "Retry").is_some()).await;
}

/// One that was made in this second.
fn invitation(id: &str, second: i64) -> Invitation {
    let created_at = Timestamp::from_timestamp(second, 0).expect("an instant");
    Invitation { created_at, ..data::invitation(id, &format!("{id}@example.com")) }
}

fn list(items: Vec<Invitation>) -> List<Invitation> {
    List { total: items.len() as u64, items, next_cursor: None }
}

#[wasm_bindgen_test]
async fn an_invitation_that_is_accepted_says_so_and_a_new_one_comes_first() {
    let (backend, _stage, stream) = followed("/w/north/people/invitations").await;
    let resend = look::get("button", "Resend two@example.com").await;
    resend.focus().expect("takes the focus");
    stream.tell(
        "2",
        "invitation",
        &changed(Invitation { state: InvitationState::Accepted, version: 2, ..invitation("one", 1) }),
    );
    until("it says so", || look::sees("Accepted")).await;
    stream.tell("3", "invitation", &changed(invitation("three", 3)));
    until("it is the first", || shown() == ["three@example.com", "one@example.com", "two@example.com"]).await;
    assert!(look::has_focus("button", "Resend two@example.com"), "{:?}", look::focus());
    assert!(look::sees("3 invitations"), "{}", look::text());
    stream.tell("4", "invitation", &changed(invitation("one", 1)));
    settle().await;
    assert_eq!(look::text().matches("Accepted").count(), 1 + 1, "in its row and among the states to choose");
    assert_eq!(lists(&backend, INVITATIONS), 1);
}

#[wasm_bindgen_test]
async fn an_older_list_takes_no_invitation_back() {
    let (backend, _stage, stream) = followed("/w/north/people/invitations").await;
    until("they are shown", || shown() == ["one@example.com", "two@example.com"]).await;
    let held = backend.hold("GET", INVITATIONS);
    stream.tell("2", "reset", &());
    until("it is read", || lists(&backend, INVITATIONS) == 2).await;
    let accepted = Invitation { state: InvitationState::Accepted, version: 2, ..invitation("one", 1) };
    stream.tell("3", "invitation", &changed(accepted.clone()));
    until("it is accepted", || look::text().matches("Accepted").count() == 2).await;
    let never = look::Watch::for_word("three@example.com");
    held.answer(Answer::ok(&list(vec![invitation("three", 2), invitation("one", 1)])));
    backend.always("GET", INVITATIONS, Answer::ok(&list(vec![accepted, invitation("two", 0)])));
    until("it is asked once more", || lists(&backend, INVITATIONS) == 3).await;
    settle().await;
    assert!(!never.has_seen(), "what was read before is out of date");
    assert_eq!(shown(), ["one@example.com", "two@example.com"]);
}
