//! The history of an invitation.

use super::north;
use crate::{
    backend::{Answer, Backend},
    data::invitation,
    hand, look, page,
    stage::Stage,
    wait::until,
};
use contract::{
    activity::{Entry, EntryKind, EntryValue},
    invitation::{Invitation, InvitationState},
    list::List,
    path,
    problem::{Problem, ProblemKind},
    role::Role,
    timestamp,
    workgroup::Actor,
};
use leptos::prelude::window;
use wasm_bindgen_test::wasm_bindgen_test;

const AT: &str = "/w/north/people/invitations";
const HISTORY: &str = "/api/v1/workgroups/north/invitations/inv_1/timeline";

fn maren() -> Actor {
    Actor { id: "maren".parse().expect("an identifier"), name: "Maren Falk".to_owned() }
}

/// One by Maren that has expired.
fn expired(id: &str, email: &str) -> Invitation {
    let expires_at = timestamp::parse("2026-03-08T12:00:00Z").expect("an instant");
    Invitation { state: InvitationState::Expired, invited_by: maren(), expires_at, ..invitation(id, email) }
}

fn entry(day: u32, kind: EntryKind) -> Entry {
    Entry {
        id: day.to_string(),
        at: timestamp::parse(&format!("2026-03-{day:02}T12:00:00Z")).expect("an instant"),
        by: None,
        kind,
        member: None,
        invitation: None,
        email: Some("a@example.com".to_owned()),
        old: None,
        new: None,
        reason: None,
    }
}

/// Newest first, as the server says it.
fn told() -> List<Entry> {
    let role = |role: Role| Some(EntryValue { role: Some(role), ..EntryValue::default() });
    let items = vec![
        entry(9, EntryKind::AskedAgain),
        Entry {
            by: Some(maren()),
            old: role(Role::Associate),
            new: role(Role::Manager),
            ..entry(3, EntryKind::InvitationRoleSet)
        },
        Entry { reason: Some("unreachable".to_owned()), ..entry(2, EntryKind::MailNotDelivered) },
        Entry { by: Some(maren()), new: role(Role::Associate), ..entry(1, EntryKind::Invited) },
    ];
    List { total: 4, items, next_cursor: None }
}

async fn opened(at: &str, rows: Vec<Invitation>) -> (Backend, Stage) {
    let backend = page::backend(&[north()]).await;
    let list = List { total: rows.len() as u64, items: rows, next_cursor: None };
    backend.always("GET", &path::invitations(&north().id), Answer::ok(&list));
    (backend, page::open(at))
}

/// What the dialog says, a line each.
fn steps() -> Vec<String> {
    let list = leptos::prelude::document().query_selector_all("dialog li p").expect("is a selector");
    let text = |at| list.item(at).and_then(|item| item.text_content()).unwrap_or_default();
    (0..list.length()).map(|at| text(at).split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[wasm_bindgen_test]
async fn its_state_opens_what_happened_oldest_first() {
    let rows = vec![expired("inv_1", "a@example.com")];
    let (backend, _stage) = opened(AT, rows).await;
    backend.once("GET", HISTORY, Answer::problem(&Problem::new(ProblemKind::Internal)));
    backend.always("GET", HISTORY, Answer::ok(&told()));
    hand::click(&look::get("button", "Expired History a@example.com").await);
    look::get("dialog", "History of a@example.com").await;
    assert_eq!(window().location().search(), Ok("?history=inv_1".to_owned()));
    hand::click(&look::get("button", "Retry").await);
    until("it is told", || steps().len() == 5).await;
    assert_eq!(
        steps(),
        [
            "Maren Falk invited a@example.com as Associate",
            "The mail was not delivered: the mail server could not be reached",
            "Maren Falk changed the role in the invitation of a@example.com Associate → changed to Manager",
            "Nobody answered in time: the invitation expired",
            "a@example.com asked for a new invitation",
        ]
    );
    hand::click(&look::get("button", "Close").await);
    until("it is closed", || look::one("dialog", "History of a@example.com").is_none()).await;
    until("the address is that of the list", || window().location().search() == Ok(String::new())).await;
}

#[wasm_bindgen_test]
async fn a_link_opens_one_that_is_not_in_the_list() {
    let (backend, _stage) = opened(&format!("{AT}?history=inv_1"), Vec::new()).await;
    backend.always("GET", HISTORY, Answer::ok(&told()));
    let path = "/api/v1/workgroups/north/invitations/inv_1";
    backend.always("GET", path, Answer::ok(&expired("inv_1", "a@example.com")));
    look::get("dialog", "History of a@example.com").await;
    until("it is told", || steps().len() == 5).await;
}
