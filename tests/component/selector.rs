//! `shell::selector`: which workgroup one is in, and going to another.

use crate::{
    backend::{Answer, Backend},
    data::workgroup,
    hand, look, page,
    stage::Stage,
    wait::until,
};
use contract::{
    Timestamp,
    invitation::{InvitationState, InvitationToMe, Invited},
    list::List,
    path,
    role::Role,
    workgroup::Workgroup,
};
use leptos::{
    prelude::{document, window},
    task::tick,
};
use wasm_bindgen_test::wasm_bindgen_test;

fn rows() -> Vec<Workgroup> {
    vec![
        Workgroup { hidden: true, ..workgroup("attic", "Attic") },
        workgroup("harbor", "Harbor Clinics"),
        workgroup("north", "Nordwind IT"),
        workgroup("south", "Zürich Süd"),
    ]
}

/// The page in Nordwind IT, with the selector open.
async fn opened() -> (Backend, Stage) {
    let backend = page::backend(&rows()).await;
    let stage = page::open("/w/north/settings");
    hand::click(&look::get("button", "Workgroup: Nordwind IT").await);
    // What follows from a click is done before a person's next key.
    tick().await;
    until("the search has the focus", || look::has_focus("combobox", "Search workgroups")).await;
    until("the options are there", || options().len() == 3).await;
    (backend, stage)
}

/// An invitation that waits for the signed-in agent.
fn invitation(id: &str, workgroup: &str) -> InvitationToMe {
    InvitationToMe {
        id: id.parse().expect("an identifier"),
        workgroup_name: workgroup.to_owned(),
        workgroup: None,
        inviter_name: "Mara Lind".to_owned(),
        role: Role::Manager,
        email: "ada@example.com".to_owned(),
        state: InvitationState::Pending,
        expires_at: Timestamp::UNIX_EPOCH,
        you: Invited::RightAccount,
    }
}

/// The page in Nordwind IT, with these invitations waiting, after a first sign of a person.
async fn invited(names: &[&str]) -> (Backend, Stage) {
    let backend = page::backend(&rows()).await;
    let items: Vec<_> = names
        .iter()
        .map(|name| {
            invitation(&format!("inv_{}", name.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "_")), name)
        })
        .collect();
    backend.always("GET", path::INVITATIONS_TO_ME, Answer::ok(&List { total: 0, items, next_cursor: None }));
    let stage = page::open("/w/north/settings");
    look::get("button", "Workgroup: Nordwind IT").await;
    hand::press("Control");
    (backend, stage)
}

/// The options by their first words.
fn options() -> Vec<String> {
    let short = |name: String| name.split(" Administrator").next().unwrap_or_default().to_owned();
    look::names("option").into_iter().map(short).collect()
}

/// What `aria-activedescendant` says is active, which has to be the one that is selected.
fn active() -> String {
    let search = document().active_element().expect("the search has the focus");
    let active = search.get_attribute("aria-activedescendant").and_then(|id| document().get_element_by_id(&id));
    let selected: Vec<String> = look::each("option")
        .into_iter()
        .filter(|(_, option)| option.get_attribute("aria-selected").as_deref() == Some("true"))
        .map(|(name, _)| name)
        .collect();
    let active = active.map(|option| look::name_of(&option)).unwrap_or_default();
    if selected == [active.clone()] { active } else { format!("{active:?} is active, {selected:?} selected") }
}

fn address() -> String {
    window().location().pathname().expect("is there")
}

#[wasm_bindgen_test]
async fn the_present_one_comes_first_and_hidden_ones_only_when_searched_for() {
    let (_backend, _stage) = opened().await;
    assert_eq!(options(), ["Nordwind IT", "Harbor Clinics", "Zürich Süd"]);
    hand::type_text("att");
    until("the hidden one is found", || options() == ["Attic", "Create “att”"]).await;
}

#[wasm_bindgen_test]
async fn typing_ignores_case_and_diacritics() {
    let (_backend, _stage) = opened().await;
    hand::type_text("SUD zur");
    until("one is found", || options() == ["Zürich Süd", "Create “SUD zur”"]).await;
    until("it is told", || look::told("status") == "1 workgroup found").await;
    hand::type_text("x");
    until("none is found", || options() == ["Create “SUD zurx”"]).await;
}

#[wasm_bindgen_test]
async fn arrows_move_through_the_options_while_the_focus_stays() {
    let (_backend, _stage) = opened().await;
    for (key, option) in [
        ("ArrowDown", "Harbor Clinics"),
        ("ArrowDown", "Zürich Süd"),
        ("ArrowDown", "Zürich Süd"),
        ("ArrowUp", "Harbor Clinics"),
        ("ArrowUp", "Nordwind IT"),
        ("ArrowUp", "Nordwind IT"),
    ] {
        assert!(hand::press(key), "{key} is taken");
        until(&format!("after {key} {option} is active"), || active().starts_with(option)).await;
        assert!(look::has_focus("combobox", "Search workgroups"), "{:?}", look::focus());
    }
}

#[wasm_bindgen_test]
async fn enter_goes_to_the_active_one() {
    let (_backend, _stage) = opened().await;
    assert!(hand::press("ArrowDown"));
    until("Harbor is active", || active().starts_with("Harbor")).await;
    assert!(hand::press("Enter"));
    look::get("button", "Workgroup: Harbor Clinics").await;
    until("the address says so", || address() == "/w/harbor/settings").await;
    until("the title says so", || document().title().starts_with("Harbor Clinics · ")).await;
    assert_eq!(look::one("dialog", "Choose workgroup"), None, "the selector is closed");
}

#[wasm_bindgen_test]
async fn an_enter_of_an_input_method_chooses_nothing() {
    let (_backend, _stage) = opened().await;
    hand::type_text("harbor");
    until("one is found", || options().len() == 2).await;
    assert!(!hand::press_as("Enter", |key| key.set_is_composing(true)));
    crate::wait::settle().await;
    assert_eq!(address(), "/w/north/settings");
    assert!(look::has_focus("combobox", "Search workgroups"), "{:?}", look::focus());
}

#[wasm_bindgen_test]
async fn a_click_goes_to_an_option() {
    let (_backend, _stage) = opened().await;
    let option = look::each("option").pop().expect("is there").1;
    option.click();
    look::get("button", "Workgroup: Zürich Süd").await;
    until("the address says so", || address() == "/w/south/settings").await;
}

#[wasm_bindgen_test]
async fn create_opens_the_dialog_with_what_was_typed() {
    let (_backend, _stage) = opened().await;
    hand::type_text("Brand New");
    until("it can be created", || options() == ["Create “Brand New”"]).await;
    assert!(hand::press("Enter"));
    look::get("dialog", "Add workgroup").await;
    assert_eq!(look::field("textbox", "Workgroup name").await.value(), "Brand New");
}

#[wasm_bindgen_test]
async fn opened_again_it_begins_anew() {
    let (_backend, _stage) = opened().await;
    hand::type_text("harbor");
    until("one is found", || options().len() == 2).await;
    assert!(hand::press("Enter"));
    hand::click(&look::get("button", "Workgroup: Harbor Clinics").await);
    until("all are there", || options() == ["Harbor Clinics", "Nordwind IT", "Zürich Süd"]).await;
    assert_eq!(look::field("combobox", "Search workgroups").await.value(), "");
}

#[wasm_bindgen_test]
async fn invitations_that_wait_are_told_below_the_navigation() {
    let (_backend, _stage) = invited(&["Alpine", "Boreal", "Coastal", "Delta"]).await;
    until("it is told", || look::sees("4 invitations wait for you")).await;
    let link = look::get("link", "Alpine invited by Mara Lind").await;
    assert_eq!(link.get_attribute("href").as_deref(), Some("/invitation/inv_alpine"));
    assert!(!look::names("link").iter().any(|name| name.starts_with("Delta")), "a few have a link of their own");
    assert_eq!(look::get("link", "Show all").await.get_attribute("href").as_deref(), Some("/invitations"));
}

#[wasm_bindgen_test]
async fn nothing_is_said_where_no_invitation_waits() {
    let (backend, _stage) = invited(&[]).await;
    until("they were asked for", || backend.asked("GET").iter().any(|asked| asked.path == path::INVITATIONS_TO_ME))
        .await;
    crate::wait::settle().await;
    assert!(!look::text().contains("wait"), "{}", look::text());
}

#[wasm_bindgen_test]
async fn an_invitation_is_an_option_like_the_others() {
    let (backend, _stage) = invited(&["Alpine", "Zürich West"]).await;
    until("it is told", || look::sees("2 invitations wait for you")).await;
    hand::click(&look::get("button", "Workgroup: Nordwind IT").await);
    let joins = ["Alpine invited by Mara Lind", "Zürich West invited by Mara Lind"];
    until("they come after the present one", || {
        options() == ["Nordwind IT", joins[0], joins[1], "Harbor Clinics", "Zürich Süd"]
    })
    .await;
    hand::type_text("zurich");
    until("they come after what is found", || options() == ["Zürich Süd", joins[1], "Create “zurich”"]).await;
    assert!(hand::press("ArrowDown"));
    until("it is active", || active() == joins[1]).await;
    backend.always("POST", path::INVITATION_LOOK_UP, Answer::ok(&invitation("inv_x", "Zürich West")));
    assert!(hand::press("Enter"));
    look::get("heading", "Join Zürich West").await;
    assert!(address().starts_with("/invitation/inv_z"), "{}", address());
}
