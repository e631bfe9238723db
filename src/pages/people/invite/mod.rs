//! The dialog that invites agents. It has an address of its own, over the view it was opened from.
//!
//! What was typed, and the key that names the intent, outlive the dialog until it is sent: a
//! refusal, a lost answer, a mistaken Escape or a look into another workgroup costs nothing, and a
//! second try invites nobody twice.

mod ask;
mod draft;
pub mod fields;
pub mod form;
pub mod parse;
pub mod row;
pub mod rows;
mod send;

use crate::{agent::Agent, locale::language, scope::Selected, text, ui::dialog::Dialog};
use contract::{id::WorkgroupId, role::Role};
use fields::Fields;
use form::{Form, Invitee, Told};
use leptos::prelude::*;
use parse::{Entries, parse};

/// Rises when invitations were sent: the list of them is not what it was.
#[derive(Debug, Clone, Copy)]
pub struct Sent(pub RwSignal<u32>);

/// The state of the dialog. A copy is a handle.
#[derive(Debug, Clone, Copy)]
pub struct State {
    form: RwSignal<Form>,
    entries: Memo<Entries>,
    rows: Memo<Vec<Invitee>>,
    told: RwSignal<Told>,
    /// The roles that may be given; none before the server said.
    roles: RwSignal<Vec<Role>>,
    /// Whether the dialog is open.
    shown: RwSignal<bool>,
    /// Whether it is being sent. The answer may come when the dialog is closed, and open again.
    busy: RwSignal<bool>,
    /// Why it was not sent, or not looked at.
    trouble: RwSignal<Option<String>>,
    /// How many were invited, where not all were.
    went: RwSignal<u32>,
}

/// The dialog.
#[component]
pub fn Invite(
    /// The workgroup.
    id: WorkgroupId,
    /// It, as far as it is known.
    selected: Memo<Selected>,
    /// Whether the address is the dialog's.
    open: Memo<bool>,
    /// Goes back to the view below.
    close: Callback<()>,
) -> impl IntoView {
    let agent = Agent::expect();
    let form = RwSignal::new(draft::read(&agent.drafts.invite(&id), language()));
    let told = RwSignal::new(Told::new());
    let entries = Memo::new(move |_| form.with(|form| parse(&form.text, &role_named)));
    let rows = Memo::new(move |_| form.with(|form| told.with(|told| form.invitees(&entries.read(), told))));
    let state = State {
        form,
        entries,
        rows,
        told,
        roles: RwSignal::new(Vec::new()),
        shown: RwSignal::new(false),
        busy: RwSignal::new(false),
        trouble: RwSignal::new(None),
        went: RwSignal::new(0),
    };
    ask::follow(state, &agent, &id);
    let (drafts, of) = (agent.drafts, id.clone());
    Effect::new(move |before: Option<()>| {
        let text = form.with(draft::write);
        if before.is_some() {
            drafts.keep_invite(&of, &text);
        }
    });
    let shown = state.shown;
    Effect::new(move |_| shown.set(open.get()));
    Effect::new(move |before: Option<bool>| {
        let now = shown.get();
        if before == Some(true) && !now {
            close.run(());
        }
        now
    });
    view! {
        <Dialog open=shown labelledby="invite-title">
            <Fields state id=id.clone() selected/>
        </Dialog>
    }
}

/// The role that is called so, in the page's language or as the contract calls it.
fn role_named(text: &str) -> Option<Role> {
    let name = text.trim().to_lowercase();
    let called = |role: Role, english: &str| name == english || name == text::role(role).to_lowercase();
    let roles = [(Role::Administrator, "administrator"), (Role::Manager, "manager"), (Role::Associate, "associate")];
    roles.into_iter().find(|(role, english)| called(*role, english)).map(|(role, _)| role)
}
