//! `pages::activity`: what was done in a workgroup.

use crate::{
    backend::{Answer, Backend},
    clock::Clock,
    data::{self, currency, workgroup},
    hand, look, page,
    stage::{Stage, go_to, mount},
    wait::until,
};
use contract::{
    activity::{Entry, EntryKind, EntryValue},
    event::EventKind,
    list::List,
    money::Money,
    permission::{Permission, Reason},
    problem::{Problem, ProblemKind},
    role::Role,
    timestamp,
    workgroup::{Actor, Workgroup},
};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use workgroups::{agent::Agent, config::Setting, navigation::Navigation, pages::activity::Activity, scope::Selected};

const PATH: &str = "/api/v1/workgroups/north/activity";
const AT: &str = "/w/north/activity";

fn north() -> Workgroup {
    workgroup("north", "Nordwind IT")
}

fn actor(id: &str, name: &str) -> Actor {
    Actor { id: id.parse().expect("an identifier"), name: name.to_owned() }
}

/// Something that Maren did at noon of a day of March 2026.
fn entry(id: &str, day: u32, kind: EntryKind) -> Entry {
    Entry {
        id: id.to_owned(),
        at: timestamp::parse(&format!("2026-03-{day:02}T12:00:00Z")).expect("an instant"),
        by: Some(actor("maren", "Maren Falk")),
        kind,
        member: None,
        invitation: None,
        email: None,
        old: None,
        new: None,
        reason: None,
    }
}

fn money(amount: u32) -> Option<EntryValue> {
    Some(EntryValue { money: Some(Money { amount, currency: currency("USD") }), ..EntryValue::default() })
}

fn role(role: Role) -> Option<EntryValue> {
    Some(EntryValue { role: Some(role), ..EntryValue::default() })
}

fn done() -> Vec<Entry> {
    let aiko = Some(actor("aiko", "Aiko Tanaka"));
    vec![
        Entry { member: aiko.clone(), new: money(9000), ..entry("4", 9, EntryKind::RateSet) },
        Entry { old: money(8000), new: money(8550), ..entry("3", 9, EntryKind::CostSet) },
        Entry {
            member: aiko,
            old: role(Role::Manager),
            new: role(Role::Inactive),
            ..entry("2", 7, EntryKind::RoleSet)
        },
        Entry {
            email: Some("a@example.com".to_owned()),
            new: role(Role::Associate),
            ..entry("1", 7, EntryKind::Invited)
        },
    ]
}

fn whole(items: Vec<Entry>) -> List<Entry> {
    List { total: items.len() as u64, items, next_cursor: None }
}

async fn opened(at: &str, items: Vec<Entry>) -> (Backend, Stage) {
    let backend = page::backend(&[north(), workgroup("harbor", "Harbor Clinics")]).await;
    backend.always("GET", PATH, Answer::ok(&whole(items)));
    (backend, page::open(at))
}

/// What was asked about the activity so far: the queries.
fn queries(backend: &Backend) -> Vec<String> {
    backend.asked("GET").into_iter().filter(|asked| asked.path == PATH).map(|asked| asked.query).collect()
}

fn search() -> String {
    window().location().search().expect("is there")
}

#[wasm_bindgen_test]
async fn says_by_day_who_did_what_from_which_value_to_which() {
    let (backend, _stage) = opened(AT, done()).await;
    until("it is there", || look::sees("4 entries")).await;
    // What is out of sight is not laid out, so that it is no text that is seen.
    let log = look::get("region", "Activity").await.text_content().unwrap_or_default();
    let seen = log.split_whitespace().collect::<Vec<_>>().join(" ");
    for text in [
        "Maren Falk changed the hourly rate of Aiko Tanaka default → changed to $90.00",
        "Maren Falk changed the default agent cost $80.00 → changed to $85.50",
        "Maren Falk deactivated Aiko Tanaka",
        "Maren Falk invited a@example.com as Associate",
    ] {
        assert!(seen.contains(text), "{text}: {seen}");
    }
    let headings = look::names("heading");
    assert_eq!(headings.len(), 3, "{headings:?}");
    assert_eq!(headings[0], "Activity");
    assert!(headings[1].contains('9') && headings[2].contains("March") && headings[2].contains('7'), "{headings:?}");
    let time = document().query_selector("time").expect("is a selector").expect("is there");
    assert_eq!(time.get_attribute("datetime").as_deref(), Some("2026-03-09T12:00:00.000Z"));
    assert_eq!(look::get("link", "Activity").await.get_attribute("aria-current").as_deref(), Some("page"));
    assert_eq!(document().title(), "Nordwind IT · Activity · Workgroups");
    assert_eq!(queries(&backend), ["?limit=100"]);
}

#[wasm_bindgen_test]
async fn a_link_brings_back_what_is_looked_for() {
    let at = "/w/north/activity?kind=cost-set&from=2026-03-09&to=2026-03-09";
    let (backend, _stage) = opened(at, done().split_off(3)).await;
    until("it is there", || look::sees("1 entry")).await;
    let query = queries(&backend).remove(0);
    assert!(query.starts_with("?limit=100&kind=cost-set&from=2026-03-0"), "{query}");
    let day = |of: &str| {
        let from = query.split(&format!("{of}=")).nth(1).expect("is asked").split('&').next().expect("is there");
        js_sys::Date::parse(from)
    };
    assert!((day("to") - day("from") - 86_400_000.0).abs() < 1.0, "the whole day: {query}");
    assert_eq!(look::field("textbox", "From").await.value(), "2026-03-09");
    let table = look::get("link", "Export CSV").await.get_attribute("href").expect("leads somewhere");
    assert!(table.contains("/activity.csv?kind=cost-set&from="), "{table}");
}

#[wasm_bindgen_test]
async fn the_file_is_asked_for_like_all_else_where_the_browser_cannot() {
    let backend = page::backend(&[north()]).await;
    backend.always("GET", PATH, Answer::ok(&whole(done())));
    backend.once("GET", &format!("{PATH}.csv"), Answer::problem(&Problem::new(ProblemKind::Unavailable)));
    backend.once("GET", &format!("{PATH}.csv"), Answer::Says(200, "at,by\r\n".to_owned()));
    let _stage = page::open_with(AT, |key| match key {
        "api_headers" => Setting::Texts(vec![("x-tenant".to_owned(), "a".to_owned())]),
        _ => Setting::Absent,
    });
    let export = look::get("link", "Export CSV").await;
    let files = || backend.asked("GET").into_iter().filter(|asked| asked.path.ends_with(".csv")).collect::<Vec<_>>();
    hand::click(&export);
    until("it is said that it failed", || look::told("alert").contains("again")).await;
    hand::click(&export);
    until("it is asked for again", || files().len() == 2).await;
    assert!(files().iter().all(|asked| asked.header("x-tenant").as_deref() == Some("a")), "{:?}", files());
}

#[wasm_bindgen_test]
async fn what_is_chosen_stands_in_the_address() {
    let (backend, _stage) = opened(AT, done()).await;
    until("it is there", || look::sees("4 entries")).await;
    let kind: web_sys::HtmlSelectElement = look::get("combobox", "Kind").await.dyn_into().expect("is a select");
    kind.set_value("joined");
    backend.once("GET", PATH, Answer::ok(&whole(Vec::new())));
    kind.dispatch_event(&web_sys::Event::new("change").expect("is made")).expect("is told");
    until("nothing is found", || look::sees("Nothing fits these filters.")).await;
    assert_eq!(search(), "?kind=joined");
    assert_eq!(queries(&backend).last().map(String::as_str), Some("?limit=100&kind=joined"));
    hand::click(&look::get("button", "Clear filters").await);
    until("all of it is back", || look::sees("4 entries")).await;
    assert_eq!(search(), "");
}

#[wasm_bindgen_test]
async fn goes_on_where_the_part_before_ended() {
    let backend = page::backend(&[north()]).await;
    let first = List { items: done().drain(..3).collect(), total: 4, next_cursor: Some("a&b".to_owned()) };
    backend.once("GET", PATH, Answer::ok(&first));
    let last = List { items: done().split_off(3), total: 4, next_cursor: None };
    backend.once("GET", PATH, Answer::Lost);
    backend.once("GET", PATH, Answer::Lost);
    backend.once("GET", PATH, Answer::Lost);
    backend.always("GET", PATH, Answer::ok(&last));
    let _stage = page::open(AT);
    until("the rest fails", || look::sees("The rest could not be loaded.")).await;
    assert!(look::sees("deactivated Aiko Tanaka"), "what is here stays");
    hand::click(&look::get("button", "Retry").await);
    until("all of it is here", || look::sees("invited a@example.com") && look::sees("This is where it begins.")).await;
    assert_eq!(look::names("heading").len(), 3, "one heading for a day that two parts share");
    assert_eq!(queries(&backend).last().map(String::as_str), Some("?limit=200&cursor=a%26b"));
}

#[wasm_bindgen_test]
async fn a_failure_says_so_and_is_tried_again() {
    let backend = page::backend(&[north()]).await;
    let broken = Problem { request_id: Some("rq_7".into()), ..Problem::new(ProblemKind::Internal) };
    backend.once("GET", PATH, Answer::problem(&broken));
    backend.always("GET", PATH, Answer::ok(&whole(Vec::new())));
    let _stage = page::open(AT);
    until("it says so", || look::sees("This could not be loaded") && look::sees("rq_7")).await;
    hand::click(&look::get("button", "Retry").await);
    until("there is nothing", || look::sees("Nothing has been done here yet.")).await;
}

#[wasm_bindgen_test]
async fn an_associate_is_told_that_not_all_is_shown() {
    let backend = page::backend(&[]).await;
    let mut north = north();
    (north.default_agent_cost, north.role) = (None, Role::Associate);
    north.may.set_cost = Permission::refused(Reason::MoneyHidden);
    north.may.invite = Permission::refused(Reason::NeedsManager);
    backend.always("GET", "/api/v1/workgroups/north", Answer::ok(&north));
    backend.always("GET", PATH, Answer::ok(&whole(vec![entry("1", 7, EntryKind::Renamed)])));
    let _stage = page::open(AT);
    until("it is said", || look::sees("not shown to Associates")).await;
    let kind = look::get("combobox", "Kind").await;
    let offered = kind.text_content().unwrap_or_default();
    assert!(offered.contains("Joined") && !offered.contains("cost") && !offered.contains("Invit"), "{offered}");
}

#[wasm_bindgen_test]
async fn nothing_of_another_workgroup_is_ever_shown() {
    let (backend, _stage) = opened(AT, done()).await;
    until("it is there", || look::sees("4 entries")).await;
    let late = backend.hold("GET", "/api/v1/workgroups/harbor/activity");
    let navigate = |name: &'static str| async move {
        hand::press_as("k", |key| key.set_ctrl_key(true));
        let option = crate::wait::found(name, || {
            look::each("option").into_iter().find(|(found, _)| found.starts_with(name)).map(|(_, option)| option)
        });
        option.await.click();
    };
    look::get("link", "Activity").await.focus().expect("takes the focus");
    navigate("Harbor Clinics").await;
    until("one stays on Activity", || document().title() == "Harbor Clinics · Activity · Workgroups").await;
    assert!(!look::sees("Aiko Tanaka"), "{}", look::text());
    navigate("Nordwind IT").await;
    until("one is back", || look::sees("4 entries")).await;
    let never = look::Watch::for_word("Harriet");
    late.answer(Answer::ok(&whole(vec![Entry {
        by: Some(actor("h", "Harriet")),
        ..entry("9", 9, EntryKind::Renamed)
    }])));
    crate::wait::settle().await;
    assert!(!never.has_seen());
}

/// The activity of `north` alone, of an agent to whom a test tells what happens.
async fn told(backend: &Backend, seen: &str) -> (Agent, Stage) {
    let agent = Agent::new(data::session("ada"));
    let scope = agent.clone();
    go_to(AT);
    let stage = mount(move || {
        let route = Navigation::provide().route();
        provide_context(scope);
        let selected = Memo::new(|_| Selected::None);
        let id = north().id;
        view! { <main class="content" style="block-size: 500px"><Activity id route selected/></main> }
    });
    until("it is there", || look::sees(seen)).await;
    assert!(!queries(backend).is_empty());
    (agent, stage)
}

/// Something was done in a workgroup.
fn tell(agent: &Agent, workgroup: &str) {
    let data = js_sys::JSON::parse(&format!(r#"{{"workgroup":"{workgroup}"}}"#)).expect("is JSON");
    agent.live.tell(EventKind::Activity, &data);
}

/// The first and the last of what is there.
fn ends() -> [Option<web_sys::Node>; 2] {
    let items = document().query_selector_all("ol li").expect("is a selector");
    [items.item(0), items.item(items.length().saturating_sub(1))]
}

/// How many are there.
fn count() -> u32 {
    document().query_selector_all("ol li").expect("is a selector").length()
}

#[wasm_bindgen_test]
async fn what_is_done_meanwhile_comes_above_without_touching_the_rest() {
    let backend = page::backend(&[north()]).await;
    backend.always("GET", PATH, Answer::ok(&whole(done())));
    let (agent, _stage) = told(&backend, "4 entries").await;
    let [first, _] = ends();
    let mut more = done();
    more.insert(0, entry("5", 9, EntryKind::Renamed));
    backend.always("GET", PATH, Answer::ok(&whole(more)));
    tell(&agent, "harbor");
    crate::wait::settle().await;
    assert_eq!(queries(&backend).len(), 1, "of another workgroup nothing is asked");
    tell(&agent, "north");
    tell(&agent, "north");
    until("it is there too", || look::sees("5 entries")).await;
    let items = document().query_selector_all("ol li").expect("is a selector");
    assert_eq!(items.item(1), first, "what was there stays the same element");
    assert_eq!(queries(&backend).len(), 2, "asked for once");
}

/// What was done, newest first, by numbers: a hundred a day.
fn numbered(numbers: std::ops::RangeInclusive<u32>) -> Vec<Entry> {
    numbers.rev().map(|number| entry(&number.to_string(), 1 + number / 100, EntryKind::Renamed)).collect()
}

fn part(items: Vec<Entry>, total: u64, next: Option<&str>) -> Answer {
    Answer::ok(&List { items, total, next_cursor: next.map(str::to_owned) })
}

#[wasm_bindgen_test]
async fn more_than_a_part_at_once_is_read_until_it_meets_what_is_there() {
    let backend = page::backend(&[north()]).await;
    backend.once("GET", PATH, part(numbered(121..=130), 130, Some("a")));
    backend.once("GET", PATH, part(numbered(1..=120), 130, None));
    let (agent, _stage) = told(&backend, "130 entries").await;
    until("all of it is there", || count() == 130).await;
    let before = ends();
    backend.once("GET", PATH, part(numbered(181..=280), 280, Some("b")));
    backend.once("GET", PATH, part(numbered(1..=180), 281, None));
    tell(&agent, "north");
    until("it is there too", || look::sees("280 entries") && count() == 280).await;
    let items = document().query_selector_all("ol li").expect("is a selector");
    assert_eq!([items.item(150), items.item(279)], before, "what was there stays the same element");
    assert_eq!(queries(&backend)[2..], ["?limit=100", "?limit=200&cursor=b"]);
    // The days of numbers 100 to 199, and of all before, are one each.
    assert_eq!(look::names("heading").len(), 1 + 3, "{:?}", look::names("heading"));
}

#[wasm_bindgen_test]
async fn more_than_a_part_at_once_takes_the_place_of_the_little_that_is_there() {
    let backend = page::backend(&[north()]).await;
    backend.always("GET", PATH, Answer::ok(&whole(numbered(1..=4))));
    let (agent, _stage) = told(&backend, "4 entries").await;
    backend.once("GET", PATH, part(numbered(105..=204), 204, Some("a")));
    let rest = backend.hold("GET", PATH);
    tell(&agent, "north");
    until("it is there", || look::sees("204 entries") && count() == 100).await;
    let log = look::get("region", "Activity").await;
    log.set_scroll_top(log.scroll_height());
    until("it goes on from there", || queries(&backend)[1..] == ["?limit=100", "?limit=200&cursor=a"]).await;
    rest.answer(part(numbered(1..=104), 204, None));
    until("all of it is there", || count() == 204 && look::sees("This is where it begins.")).await;
}

#[wasm_bindgen_test]
async fn more_than_a_part_while_a_later_one_is_read_reads_all_anew() {
    let backend = page::backend(&[north()]).await;
    backend.once("GET", PATH, part(numbered(3..=4), 4, Some("a")));
    let late = backend.hold("GET", PATH);
    let (agent, _stage) = told(&backend, "4 entries").await;
    until("the rest is read", || queries(&backend).len() == 2).await;
    for _ in 0..2 {
        backend.once("GET", PATH, part(numbered(105..=204), 204, Some("b")));
    }
    let _rest = backend.hold("GET", PATH);
    tell(&agent, "north");
    until("it is there", || count() == 100).await;
    late.answer(part(numbered(1..=2), 4, None));
    crate::wait::settle().await;
    assert_eq!(count(), 100, "what would leave a gap is not taken");
    assert_eq!(queries(&backend)[1..4], ["?limit=200&cursor=a", "?limit=100", "?limit=100"]);
}

#[wasm_bindgen_test]
async fn what_is_new_and_cannot_be_read_is_read_after_a_while() {
    let backend = page::backend(&[north()]).await;
    backend.always("GET", PATH, Answer::ok(&whole(done())));
    let (agent, _stage) = told(&backend, "4 entries").await;
    let clock = Clock::hold();
    backend.once("GET", PATH, Answer::problem(&Problem::new(ProblemKind::Internal)));
    tell(&agent, "north");
    until("it is asked for", || queries(&backend).len() == 2).await;
    crate::wait::settle().await;
    let mut more = done();
    more.insert(0, entry("5", 9, EntryKind::Renamed));
    backend.always("GET", PATH, Answer::ok(&whole(more)));
    clock.pass(14_999);
    crate::wait::settle().await;
    assert_eq!(queries(&backend).len(), 2, "not sooner");
    assert!(look::sees("4 entries"), "what is here stays");
    clock.pass(1);
    until("it is there", || look::sees("5 entries")).await;
    assert_eq!(queries(&backend).len(), 3);
}

#[wasm_bindgen_test]
async fn what_no_answer_would_change_is_not_asked_again() {
    let backend = page::backend(&[north()]).await;
    backend.always("GET", PATH, Answer::ok(&whole(done())));
    let (agent, _stage) = told(&backend, "4 entries").await;
    let clock = Clock::hold();
    backend.once("GET", PATH, Answer::problem(&Problem::new(ProblemKind::Forbidden)));
    tell(&agent, "north");
    until("it is asked for", || queries(&backend).len() == 2).await;
    crate::wait::settle().await;
    clock.pass(60_000);
    crate::wait::settle().await;
    assert_eq!(queries(&backend).len(), 2);
}
