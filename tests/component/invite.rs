//! `pages::people::invite` and `pages::invited`: inviting, and being invited.

use crate::{
    backend::{Answer, Backend},
    data::workgroup,
    hand, look, page,
    stage::{Stage, storages},
    wait::{settle, until},
};
use contract::{
    Timestamp,
    invitation::{
        InvitationOutcome as Outcome, InvitationResult, InvitationResults, InvitationState, InvitationToMe, Invited,
    },
    path,
    permission::Permission,
    problem::{Problem, ProblemKind},
    role::Role,
    workgroup::{Workgroup, WorkgroupPermissions},
};
use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

fn north() -> Workgroup {
    let north = workgroup("north", "Nordwind IT");
    Workgroup { may: WorkgroupPermissions { invite: Permission::ALLOWED, ..north.may }, ..north }
}

fn results(outcomes: &[Outcome]) -> Answer {
    let result = |outcome: &Outcome| InvitationResult { email: String::new(), outcome: *outcome, invitation: None };
    let roles = vec![Role::Manager, Role::Associate];
    Answer::ok(&InvitationResults { results: outcomes.iter().map(result).collect(), roles })
}

/// The page with the dialog open.
async fn opened() -> (Backend, Stage) {
    let backend = page::backend(&[north()]).await;
    backend.always("GET", &path::agents(&north().id), Answer::problem(&Problem::new(ProblemKind::Forbidden)));
    backend.always(
        "POST",
        &path::invitations_preview(&north().id),
        results(&[Outcome::Invited, Outcome::AlreadyMember]),
    );
    let stage = page::open("/w/north/people/invite");
    look::get("dialog", "Invite agents").await;
    until("the field has the focus", || look::has_focus("textbox", "Email addresses")).await;
    (backend, stage)
}

/// What is in the field.
async fn typed() -> String {
    let field = look::get("textbox", "Email addresses").await;
    js_sys::Reflect::get(&field, &"value".into()).ok().and_then(|value| value.as_string()).expect("is a field")
}

#[wasm_bindgen_test]
async fn each_row_says_what_inviting_would_give_and_what_went_leaves_the_text() {
    let (backend, _stage) = opened().await;
    hand::type_text("New <new@example.com>, ada@example.com, nobody");
    until("all is told", || look::sees("Already a member") && look::sees("Not an address")).await;
    backend.once("POST", &path::invitations(&north().id), results(&[Outcome::Invited]));
    hand::click(&look::get("button", "Send 1 invitation").await);
    until("it is told", || look::sees("1 invitation is on its way.")).await;
    let sent = backend.asked("POST").into_iter().find(|asked| asked.path == path::invitations(&north().id));
    let sent = sent.expect("was sent");
    assert_eq!(
        sent.body,
        r#"{"language":"en","invitations":[{"email":"new@example.com","name":"New","role":"associate"}]}"#
    );
    assert!(sent.header("idempotency-key").is_some());
    assert_eq!(typed().await, "ada@example.com\nnobody");
}

#[wasm_bindgen_test]
async fn a_lost_answer_keeps_the_text_and_the_key() {
    let (backend, _stage) = opened().await;
    hand::type_text("new@example.com");
    until("it is told", || look::sees("New")).await;
    backend.always("POST", &path::invitations(&north().id), Answer::Lost);
    let sent = || {
        let all = backend.asked("POST").into_iter().filter(|asked| asked.path == path::invitations(&north().id));
        all.map(|asked| asked.header("idempotency-key")).collect::<Vec<_>>()
    };
    for count in 1..=2 {
        hand::click(&look::get("button", "Send 1 invitation").await);
        until("it is said", || sent().len() == count && look::sees("nobody is invited twice")).await;
    }
    assert_eq!(sent()[0], sent()[1]);
    assert_eq!(typed().await, "new@example.com");
}

#[wasm_bindgen_test]
async fn what_was_chosen_survives_a_reload_with_the_addresses() {
    let (backend, stage) = opened().await;
    hand::type_text("new@example.com, a@example.com");
    until("all is told", || look::sees("Already a member")).await;
    let choose = |field: &HtmlElement, value: &str| {
        field.unchecked_ref::<web_sys::HtmlSelectElement>().set_value(value);
        hand::changed(field, "change");
    };
    choose(&look::get("combobox", "Role").await, "manager");
    choose(&look::get("combobox", "Language of the mail").await, "de");
    settle().await;
    drop(stage);
    let _stage = page::open("/w/north/people/invite");
    until("all is told", || look::sees("Already a member")).await;
    backend.once("POST", &path::invitations(&north().id), results(&[Outcome::Invited]));
    hand::click(&look::get("button", "Send 1 invitation").await);
    until("it is told", || look::sees("1 invitation is on its way.")).await;
    let sent = backend.asked("POST").into_iter().find(|asked| asked.path == path::invitations(&north().id));
    assert_eq!(
        sent.expect("was sent").body,
        r#"{"language":"de","invitations":[{"email":"new@example.com","role":"manager"}]}"#
    );
}

#[wasm_bindgen_test]
async fn what_is_typed_counts_as_unsaved_and_goes_with_the_workgroup() {
    let (backend, stage) = opened().await;
    hand::type_text("new@example.com");
    hand::click(&look::get("button", "Cancel").await);
    hand::click(&look::get("button", "Signed in as Ada Berg").await);
    hand::click(&look::get("button", "Sign out").await);
    look::get("dialog", "Sign out?").await;
    hand::click(&look::get("button", "Cancel").await);
    assert!(backend.asked("DELETE").is_empty());

    drop(stage);
    let none = Answer::problem(&Problem::new(ProblemKind::NotFound));
    backend.always("GET", &path::workgroup(&north().id), none);
    backend.always("GET", path::WORKGROUPS, Answer::ok(&crate::data::list(vec![workgroup("south", "Southwind")])));
    let _stage = page::open("/w/north/settings");
    until("access is lost", || look::sees("You cannot see this workgroup")).await;
    let kept =
        || storages().iter().any(|all| (0..).map_while(|at| all.key(at).ok()?).any(|key| key.ends_with("north::name")));
    until("nothing of it is kept", || !kept()).await;
}

fn invitation(you: Invited, state: InvitationState) -> InvitationToMe {
    InvitationToMe {
        id: "inv_1".parse().expect("an identifier"),
        workgroup_name: "Nordwind IT".to_owned(),
        workgroup: (you == Invited::AlreadyMember).then(|| north().id),
        inviter_name: "Mara Lind".to_owned(),
        role: Role::Associate,
        email: "ada@example.com".to_owned(),
        state,
        expires_at: Timestamp::UNIX_EPOCH,
        you,
    }
}

/// The page of an invitation, opened by its link.
async fn looked_at(one: &InvitationToMe) -> (Backend, Stage) {
    let backend = page::backend(&[north()]).await;
    backend.always("POST", path::INVITATION_LOOK_UP, Answer::ok(one));
    let stage = page::open("/invitation#a-token");
    (backend, stage)
}

#[wasm_bindgen_test]
async fn opening_changes_nothing_and_accepting_goes_into_the_workgroup() {
    let (backend, _stage) = looked_at(&invitation(Invited::RightAccount, InvitationState::Pending)).await;
    look::get("heading", "Join Nordwind IT").await;
    assert_eq!(window().location().hash(), Ok(String::new()), "the token leaves the address bar");
    let asked = backend.last("POST", 1).await;
    assert_eq!((asked.path.as_str(), asked.body.as_str()), (path::INVITATION_LOOK_UP, r#"{"token":"a-token"}"#));
    backend.once("POST", path::INVITATION_ACCEPT, Answer::ok(&north()));
    hand::click(&look::get("button", "Accept invitation").await);
    look::get("button", "Workgroup: Nordwind IT").await;
    until("it is told", || look::told("status").contains("Your default workgroup is untouched.")).await;
}

#[wasm_bindgen_test]
async fn another_account_is_shown_both_addresses_and_nothing_to_accept() {
    let mut one = invitation(Invited::OtherAccount, InvitationState::Pending);
    one.email = "mia@example.com".to_owned();
    let (_backend, _stage) = looked_at(&one).await;
    look::get("button", "Switch account").await;
    assert!(look::sees("mia@example.com") && look::sees("ada@example.com"));
    assert_eq!(look::one("button", "Accept invitation"), None);
}

#[wasm_bindgen_test]
async fn an_expired_one_can_only_be_asked_for_anew() {
    let (backend, _stage) = looked_at(&invitation(Invited::RightAccount, InvitationState::Expired)).await;
    backend.once("POST", path::INVITATION_ASK_AGAIN, Answer::Says(204, String::new()));
    hand::click(&look::get("button", "Ask for a new invitation").await);
    until("it is told", || look::sees("If there is something to ask for")).await;
    assert_eq!(look::one("button", "Accept invitation"), None);
}

#[wasm_bindgen_test]
async fn asking_for_another_address_is_answered_in_place_and_by_mail_only_where_it_is_refused() {
    let mut one = invitation(Invited::OtherAccount, InvitationState::Pending);
    one.email = "mia@example.com".to_owned();
    let (backend, _stage) = looked_at(&one).await;
    let ask = look::get("button", "Ask to invite this address").await;
    assert_eq!(look::one("link", "Write the mail yourself"), None);
    backend.once("POST", path::INVITATION_ASK_FOR_ME, Answer::problem(&Problem::new(ProblemKind::TooManyRequests)));
    hand::click(&ask);
    let mail = look::get("link", "Write the mail yourself").await;
    assert!(mail.get_attribute("href").is_some_and(|href| href.starts_with("mailto:?subject=")));
    backend.once("POST", path::INVITATION_ASK_FOR_ME, Answer::Says(204, String::new()));
    hand::click(&ask);
    until("it is told", || look::sees("asks to invite ada@example.com instead")).await;
    let asked = backend.asked("POST").pop().expect("was asked");
    assert_eq!((asked.path.as_str(), asked.body.as_str()), (path::INVITATION_ASK_FOR_ME, r#"{"token":"a-token"}"#));
}

#[wasm_bindgen_test]
async fn one_of_the_own_address_opens_by_its_identifier() {
    let backend = page::backend(&[north()]).await;
    let one = invitation(Invited::RightAccount, InvitationState::Pending);
    backend.always("POST", path::INVITATION_LOOK_UP, Answer::ok(&one));
    let _stage = page::open("/invitation/inv_1");
    look::get("button", "Accept invitation").await;
    let asked = backend.last("POST", 1).await;
    assert_eq!((asked.path.as_str(), asked.body.as_str()), (path::INVITATION_LOOK_UP, r#"{"id":"inv_1"}"#));
    assert_eq!(window().location().pathname(), Ok("/invitation/inv_1".to_owned()));
}

#[wasm_bindgen_test]
async fn without_a_session_nothing_is_looked_up_by_an_identifier() {
    let backend = page::backend(&[]).await;
    page::sign_out(&backend);
    let _stage = page::open("/invitation/inv_1");
    until("signing in comes first", || look::sees("Your invitations are shown then.")).await;
    assert!(backend.asked("POST").is_empty());
}

#[wasm_bindgen_test]
async fn one_that_has_ended_says_no_more_than_that() {
    let mut one = invitation(Invited::NotSignedIn, InvitationState::Revoked);
    (one.workgroup_name, one.inviter_name, one.email) = Default::default();
    one.role = Role::Unknown;
    let (_backend, _stage) = looked_at(&one).await;
    look::get("heading", "Join a workgroup").await;
    assert!(look::sees("This invitation was taken back."), "{}", look::text());
    look::get("button", "Ask for a new invitation").await;
}
