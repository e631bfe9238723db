//! `live`: what changes while somebody looks.

use crate::{
    again,
    backend::{Answer, Asked, Backend, Held, Stream},
    clock::Clock,
    data::{list, renamed, workgroup},
    hand, look, page,
    stage::Stage,
    wait::{found, settle, until},
};
use contract::{
    event::{Changed, Gone},
    path,
    problem::{Problem, ProblemKind},
    role::Role,
    workgroup::Workgroup,
};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{BroadcastChannel, MessageEvent};

const AT: &str = "/w/north/settings";

fn north() -> Workgroup {
    workgroup("north", "Nordwind IT")
}

fn changed(record: &Workgroup) -> Changed<Workgroup> {
    Changed { workgroup: record.id.clone(), record: record.clone() }
}

fn gone(id: &str) -> Gone {
    Gone { workgroup: id.parse().expect("an id"), id: id.to_owned() }
}

/// The times that the stream was asked for.
fn streams(backend: &Backend) -> Vec<Asked> {
    backend.asked("GET").into_iter().filter(|asked| asked.path == path::EVENTS).collect()
}

/// How often a path was read.
fn reads(backend: &Backend, path: &str) -> usize {
    backend.asked("GET").iter().filter(|asked| asked.path == path).count()
}

/// The page with these workgroups, and the stream, which has told all that was missed.
async fn followed(rows: &[Workgroup]) -> (Backend, Stage, Stream) {
    let backend = page::backend(rows).await;
    let stream = page::tells(&backend);
    let stage = page::open(AT);
    until("the stream is asked for", || streams(&backend).len() == 1).await;
    stream.tell("1", "ready", &());
    (backend, stage, stream)
}

/// Types another text into the cell that has this name, and Enter.
async fn save(cell: &str, text: &str) {
    hand::click(&look::get("button", cell).await);
    until("the field has the focus", || look::has_focus("textbox", "Name")).await;
    hand::type_text(text);
    hand::press("Enter");
}

/// The page that follows the stream, while a first write of the name waits for its answer.
async fn saving() -> (Backend, Stage, Stream, Held) {
    let (backend, stage, stream) = followed(&[north()]).await;
    let held = backend.hold("PATCH", &path::workgroup(&north().id));
    save("Name: Nordwind IT", "Nordwind Mine").await;
    backend.last("PATCH", 1).await;
    (backend, stage, stream, held)
}

#[wasm_bindgen_test]
async fn a_new_name_is_shown_and_an_older_one_is_not() {
    let (backend, _stage, stream) = followed(&[north()]).await;
    assert_eq!(streams(&backend)[0].header("accept").as_deref(), Some("text/event-stream"));
    assert_eq!(streams(&backend)[0].query, "?agent=ada", "nothing of somebody else's is to come here");
    let newer = renamed(&north(), "Nordwind Süd");
    stream.tell("2", "workgroup", &changed(&newer));
    look::get("button", "Name: Nordwind Süd").await;
    look::get("button", "Workgroup: Nordwind Süd").await;
    stream.tell("3", "workgroup", &changed(&north()));
    stream.tell("4", "of-a-newer-backend", &());
    settle().await;
    assert!(look::one("button", "Name: Nordwind Süd").is_some(), "{}", look::text());
}

#[wasm_bindgen_test]
async fn what_is_typed_stays_and_enter_shows_both() {
    let (backend, _stage, stream) = followed(&[north()]).await;
    hand::click(&look::get("button", "Name: Nordwind IT").await);
    until("the field has the focus", || look::has_focus("textbox", "Name")).await;
    hand::type_text("Nordwind Mine");
    stream.tell("2", "workgroup", &changed(&renamed(&north(), "Nordwind Theirs")));
    look::get("button", "Workgroup: Nordwind Theirs").await;
    assert!(look::has_focus("textbox", "Name"), "{:?}", look::focus());
    assert_eq!(look::field("textbox", "Name").await.value(), "Nordwind Mine");
    hand::press("Enter");
    until("both are shown", || look::sees("Yours: Nordwind Mine") && look::sees("Theirs: Nordwind Theirs")).await;
    assert!(backend.asked("PATCH").is_empty(), "nothing is written over unasked");
}

#[wasm_bindgen_test]
async fn what_is_told_while_one_saves_is_shown_with_the_answer() {
    let (_backend, _stage, stream, held) = saving().await;
    let mine = renamed(&north(), "Nordwind Mine");
    let after = Workgroup { agents: 4711, version: mine.version + 1, ..mine.clone() };
    stream.tell("2", "workgroup", &changed(&after));
    stream.tell("3", "workgroup", &changed(&mine));
    settle().await;
    assert!(look::one("button", "Workgroup: Nordwind IT").is_some(), "{}", look::text());
    held.answer(Answer::ok(&mine));
    look::get("button", "Workgroup: Nordwind Mine").await;
    until("it is saved", || look::told("status").contains("saved")).await;
    assert!(look::sees("4,711"), "what others did after it is not lost: {}", look::text());
}

#[wasm_bindgen_test]
async fn what_has_no_version_is_told_also_after_a_write_that_is_refused() {
    let (_backend, _stage, stream, held) = saving().await;
    stream.tell("2", "workgroup", &changed(&Workgroup { agents: 4711, ..north() }));
    settle().await;
    assert!(!look::sees("4,711"), "{}", look::text());
    held.answer(Answer::problem(&Problem::new(ProblemKind::Forbidden)));
    until("the count is shown", || look::sees("4,711")).await;
}

#[wasm_bindgen_test]
async fn another_role_does_not_wait_for_an_answer() {
    let (_backend, _stage, stream, held) = saving().await;
    stream.tell("2", "workgroup", &changed(&Workgroup { role: Role::Manager, ..north() }));
    until("the role is told", || look::told("status") == "You are now Manager in Nordwind IT.").await;
    let mine = Workgroup { role: Role::Manager, ..renamed(&north(), "Nordwind Mine") };
    held.answer(Answer::ok(&mine));
    look::get("button", "Workgroup: Nordwind Mine").await;
}

#[wasm_bindgen_test]
async fn what_others_write_behind_a_write_is_not_written_over_by_the_next() {
    let (backend, _stage, stream, first) = saving().await;
    let second = backend.hold("PATCH", &path::workgroup(&north().id));
    save("Name: Nordwind Mine", "Nordwind Mine Too").await;
    let mine = renamed(&north(), "Nordwind Mine");
    let theirs = Workgroup { version: mine.version + 1, ..renamed(&north(), "Nordwind Theirs") };
    stream.tell("2", "workgroup", &changed(&theirs));
    settle().await;
    first.answer(Answer::ok(&mine));
    let sent = backend.last("PATCH", 2).await;
    assert_eq!(sent.header("if-match"), Some(format!("\"{}\"", mine.version)), "as it was when that was typed");
    let current = Problem { current: Some(Box::new(theirs)), ..Problem::new(ProblemKind::StaleVersion) };
    second.answer(Answer::problem(&current));
    until("both are shown", || look::sees("Yours: Nordwind Mine Too") && look::sees("Theirs: Nordwind Theirs")).await;
    assert_eq!(backend.asked("PATCH").len(), 2, "nothing is written over unasked");
}

#[wasm_bindgen_test]
async fn a_workgroup_that_was_joined_is_read_before_it_is_shown() {
    let (backend, _stage, stream) = followed(&[north()]).await;
    let (harbor, left) = (workgroup("harbor", "Harbor Clinics"), workgroup("left", "Left Behind"));
    backend.always("GET", &path::workgroup(&harbor.id), Answer::ok(&harbor));
    backend.always("GET", &path::workgroup(&left.id), Answer::problem(&Problem::new(ProblemKind::NotFound)));
    let never = look::Watch::for_word("Left Behind");
    stream.tell("2", "workgroup", &changed(&left));
    stream.tell("3", "workgroup", &changed(&harbor));
    look::get("button", "Name: Harbor Clinics").await;
    until("it is counted", || look::sees("2 workgroups")).await;
    assert!(!never.has_seen(), "a late event brought back what was left");
    assert_eq!(look::told("alert").trim(), "");
}

#[wasm_bindgen_test]
async fn what_is_being_joined_and_lost_again_is_never_shown() {
    let (backend, _stage, stream) = followed(&[north()]).await;
    let harbor = workgroup("harbor", "Harbor Clinics");
    let held = backend.hold("GET", &path::workgroup(&harbor.id));
    let never = look::Watch::for_word("Harbor");
    stream.tell("2", "workgroup", &changed(&harbor));
    until("it is read", || reads(&backend, &path::workgroup(&harbor.id)) == 1).await;
    stream.tell("3", "workgroup-gone", &gone("harbor"));
    settle().await;
    held.answer(Answer::ok(&harbor));
    settle().await;
    assert!(!never.has_seen());
}

#[wasm_bindgen_test]
async fn access_that_is_lost_is_told_and_everything_of_it_goes() {
    let (_backend, _stage, stream) = followed(&[north(), workgroup("harbor", "Harbor Clinics")]).await;
    stream.tell("2", "workgroup-gone", &gone("harbor"));
    until("it is told", || look::told("alert") == "You no longer have access to Harbor Clinics.").await;
    until("it is gone", || !look::sees("Harbor Clinics") && look::sees("1 workgroup")).await;
    stream.tell("3", "workgroup-gone", &gone("north"));
    until("the page says so", || look::sees("You no longer have access")).await;
}

#[wasm_bindgen_test]
async fn another_role_is_told_and_another_count_is_not() {
    let (_backend, _stage, stream) = followed(&[north()]).await;
    stream.tell("2", "workgroup", &changed(&Workgroup { agents: 4711, ..north() }));
    until("the count is shown", || look::sees("4,711")).await;
    assert_eq!(look::told("status").trim(), "");
    stream.tell("3", "workgroup", &changed(&Workgroup { role: Role::Manager, ..north() }));
    until("the role is told", || look::told("status") == "You are now Manager in Nordwind IT.").await;
}

#[wasm_bindgen_test]
async fn who_types_into_a_workgroup_that_goes_types_into_no_other() {
    let (harbor, isar) = (workgroup("harbor", "Harbor Clinics"), workgroup("isar", "Isar Optics"));
    let (_backend, _stage, stream) = followed(&[north(), harbor, isar]).await;
    hand::click(&look::get("button", "Name: Harbor Clinics").await);
    until("the field has the focus", || look::has_focus("textbox", "Name")).await;
    hand::type_text("Harbor Ne");
    stream.tell("2", "workgroup-gone", &gone("harbor"));
    until("it is gone", || look::one("button", "Name: Harbor Clinics").is_none() && look::sees("2 workgroups")).await;
    settle().await;
    assert!(look::one("textbox", "Name").is_none());
    assert_ne!(look::focus().0, "button", "a blank would open it: {:?}", look::focus());
}

#[wasm_bindgen_test]
async fn it_comes_back_with_the_newest_id_and_reads_anew_what_cannot_be_told() {
    let (backend, _stage, stream) = followed(&[north(), workgroup("harbor", "Harbor Clinics")]).await;
    stream.tell("opaque 7", "workgroup", &changed(&renamed(&north(), "Nordwind Süd")));
    look::get("button", "Name: Nordwind Süd").await;
    let next = backend.stream();
    stream.end();
    until("it comes back", || streams(&backend).len() == 2).await;
    assert_eq!(streams(&backend)[0].header("last-event-id"), None);
    assert_eq!(streams(&backend)[1].header("last-event-id").as_deref(), Some("opaque 7"));

    let third = Workgroup { version: 9, ..renamed(&north(), "Nordwind Three") };
    backend.once("GET", path::WORKGROUPS, Answer::ok(&list(vec![third])));
    backend.always("GET", "/api/v1/workgroups/harbor", Answer::problem(&Problem::new(ProblemKind::NotFound)));
    next.say("id: 8\r\nevent: reset\r\nda");
    settle().await;
    assert_eq!(reads(&backend, path::WORKGROUPS), 1, "half an event is none");
    next.say("ta: {}\r\n\r\n");
    look::get("button", "Name: Nordwind Three").await;
    until("what is not there any more is gone", || !look::sees("Harbor Clinics") && look::sees("1 workgroup")).await;
}

#[wasm_bindgen_test]
async fn what_cannot_be_told_nor_read_is_read_after_a_while() {
    let (backend, _stage, stream) = followed(&[north()]).await;
    look::get("button", "Name: Nordwind IT").await;
    let clock = Clock::hold();
    backend.once("GET", path::WORKGROUPS, Answer::problem(&Problem::new(ProblemKind::Internal)));
    stream.tell("2", "reset", &());
    until("it is read", || reads(&backend, path::WORKGROUPS) == 2).await;
    settle().await;
    let newer = Workgroup { version: 9, ..renamed(&north(), "Nordwind Süd") };
    backend.always("GET", path::WORKGROUPS, Answer::ok(&list(vec![newer])));
    clock.pass(14_999);
    settle().await;
    assert_eq!(reads(&backend, path::WORKGROUPS), 2, "not sooner");
    assert!(look::one("button", "Name: Nordwind IT").is_some(), "what is shown stays");
    clock.pass(1);
    look::get("button", "Name: Nordwind Süd").await;
    assert_eq!(reads(&backend, path::WORKGROUPS), 3);
}

#[wasm_bindgen_test]
async fn who_is_signed_out_is_asked_to_sign_in_and_then_follows_again() {
    let (backend, _stage, stream) = followed(&[north()]).await;
    let problem = Problem { sign_in: Some(again::ways()), ..Problem::new(ProblemKind::Unauthenticated) };
    backend.once("GET", path::EVENTS, Answer::problem(&problem));
    stream.end();
    look::get("dialog", "Your session has ended").await;
    settle().await;
    assert_eq!(streams(&backend).len(), 2, "nothing is asked for by nobody");
    let next = backend.stream();
    again::sign_in(&backend, "ada", "Ada Berg").await;
    until("it is asked for again", || streams(&backend).len() == 3).await;
    next.tell("9", "workgroup", &changed(&renamed(&north(), "Nordwind Süd")));
    look::get("button", "Name: Nordwind Süd").await;
}

#[wasm_bindgen_test]
async fn without_the_part_nothing_is_asked_for() {
    let backend = page::backend(&[north()]).await;
    let _stage = page::open(AT);
    look::get("button", "Name: Nordwind IT").await;
    for _ in 0..10 {
        settle().await;
    }
    assert!(streams(&backend).is_empty());
}

/// Another tab of the same agent.
struct Tab {
    channel: BroadcastChannel,
    heard: Rc<RefCell<Vec<Vec<String>>>>,
    _hear: Closure<dyn Fn(MessageEvent)>,
}

impl Tab {
    fn open() -> Self {
        let channel = BroadcastChannel::new("workgroups-live-1:ada").expect("is made");
        let heard = Rc::new(RefCell::new(Vec::new()));
        let hears = heard.clone();
        let hear = Closure::<dyn Fn(MessageEvent)>::new(move |message: MessageEvent| {
            let texts: js_sys::Array = message.data().unchecked_into();
            hears.borrow_mut().push(texts.iter().filter_map(|text| text.as_string()).collect());
        });
        channel.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        Self { channel, heard, _hear: hear }
    }

    fn say(&self, texts: &[&str]) {
        let texts: js_sys::Array = texts.iter().map(|text| JsValue::from_str(text)).collect();
        self.channel.post_message(&texts).expect("is sent");
    }

    /// Waits until it was told something that begins so.
    async fn hears(&self, begin: &[&str]) -> Vec<String> {
        found(&format!("{begin:?} is said"), || {
            self.heard.borrow().iter().find(|said| said.iter().zip(begin).all(|(a, b)| a == b)).cloned()
        })
        .await
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        self.channel.close();
    }
}

#[wasm_bindgen_test]
async fn who_leads_passes_on_what_is_told_and_what_was_missed() {
    let other = Tab::open();
    let (_backend, _stage, stream) = followed(&[north()]).await;
    stream.tell("2", "workgroup", &changed(&renamed(&north(), "Nordwind Süd")));
    other.hears(&["told", "2", "workgroup"]).await;
    other.say(&["catch-up", "late", "1"]);
    let missed = other.hears(&["missed", "late"]).await;
    assert_eq!(missed[2..4], ["2", "workgroup"]);
    assert!(missed[4].contains("Nordwind Süd"), "{missed:?}");
    other.say(&["catch-up", "now", "2"]);
    assert_eq!(other.hears(&["missed", "now"]).await[2..], ["2", "ready", "{}"]);
    other.say(&["catch-up", "later", "long ago"]);
    assert_eq!(other.hears(&["missed", "later"]).await[2..], ["2", "reset", "{}"]);
    // A heartbeat moves the place of all: who led up to it has missed nothing.
    stream.say("id: 5\n\n");
    other.hears(&["passed", "5"]).await;
    other.say(&["catch-up", "led", "5"]);
    assert_eq!(other.hears(&["missed", "led"]).await[2..], ["5", "ready", "{}"]);
}

#[wasm_bindgen_test]
async fn who_does_not_lead_asks_the_other_tab_and_takes_over_when_that_ends() {
    let backend = page::backend(&[north()]).await;
    let stream = page::tells(&backend);
    let other = Tab::open();
    let release = lock().await;
    let _stage = page::open(AT);
    let asks = other.hears(&["catch-up"]).await;
    let record = serde_json::to_string(&changed(&renamed(&north(), "Nordwind Süd"))).expect("serialises");
    other.say(&["told", "4", "workgroup", &record]);
    look::get("button", "Name: Nordwind Süd").await;
    other.say(&["told", "5", "ready", "{}"]);
    let asks_again = || other.heard.borrow().iter().filter(|said| **said == asks).count() == 2;
    until("who leads now is asked, from the beginning", asks_again).await;
    other.say(&["missed", &asks[1], "5", "workgroup", &record]);
    let theirs = Workgroup { version: 7, ..renamed(&north(), "Nordwind Told") };
    let record = serde_json::to_string(&changed(&theirs)).expect("serialises");
    other.say(&["told", "6", "workgroup", &record]);
    look::get("button", "Name: Nordwind Told").await;
    other.say(&["passed", "9"]);
    // A channel keeps its order, so what is seen of this says that the place was heard: nothing shows that,
    // and the lead may come before it.
    other.say(&["unreachable"]);
    until("it is heard", || look::sees("No connection")).await;
    assert!(streams(&backend).is_empty(), "one connection for all");
    release.call0(&JsValue::NULL).expect("is released");
    until("it takes over", || streams(&backend).len() == 1).await;
    assert_eq!(streams(&backend)[0].header("last-event-id").as_deref(), Some("9"));
    stream.tell("10", "ready", &());
}

/// Takes the lead as another tab does. What it gives, gives the lead up.
async fn lock() -> js_sys::Function {
    let window = leptos::prelude::window();
    let locks = js_sys::Reflect::get(&window.navigator(), &"locks".into()).expect("is there");
    let request: js_sys::Function = js_sys::Reflect::get(&locks, &"request".into()).expect("is there").unchecked_into();
    let held = Rc::new(RefCell::new(None));
    let holds = held.clone();
    let granted =
        Closure::once_into_js(move |_: JsValue| js_sys::Promise::new(&mut |keep, _| drop(holds.replace(Some(keep)))));
    request.call2(&locks, &"workgroups-live-1:ada".into(), &granted).expect("is asked for");
    found("the lead", || held.borrow().clone()).await
}
