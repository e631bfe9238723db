//! The page, or its table alone, before a scripted backend.

use crate::{
    backend::{Answer, Backend, Stream},
    data,
    stage::{Stage, go_to, mount, sweep},
};
use contract::{
    invitation::InvitationToMe,
    list::List,
    path,
    problem::{Problem, ProblemKind},
    session::Session,
    workgroup::Workgroup,
};
use leptos::prelude::*;
use workgroups::{
    agent::Agent,
    app::Page,
    config::{Config, Setting},
    pages::settings::Settings,
    scope::Selected,
};

/// The table of workgroups, of an agent who is signed in.
pub(crate) struct Table {
    pub(crate) backend: Backend,
    _stage: Stage,
}

/// Mounts the table with these rows.
pub(crate) async fn table(rows: Vec<Workgroup>) -> Table {
    sweep().await;
    let backend = Backend::new();
    table_of(backend, rows)
}

/// Mounts the table in the language that is spoken now.
pub(crate) fn table_of(backend: Backend, rows: Vec<Workgroup>) -> Table {
    let agent = Agent::new(data::session("ada"));
    agent.index.total.set(rows.len() as u64);
    agent.index.put(rows);
    agent.index.complete.set(true);
    let stage = mount(move || {
        provide_context(agent);
        let selected = Memo::new(|_| Selected::None);
        view! { <main class="content" style="block-size: 500px"><Settings selected/></main> }
    });
    Table { backend, _stage: stage }
}

/// A backend at which `ada` is signed in and sees these workgroups, for a page yet to be opened.
pub(crate) async fn backend(rows: &[Workgroup]) -> Backend {
    sweep().await;
    let backend = Backend::new();
    sign_in(&backend, "ada");
    backend.always("GET", path::WORKGROUPS, Answer::ok(&data::list(rows.to_vec())));
    let none: List<InvitationToMe> = List { items: Vec::new(), total: 0, next_cursor: None };
    backend.always("GET", path::INVITATIONS_TO_ME, Answer::ok(&none));
    for row in rows {
        backend.always("GET", &path::workgroup(&row.id), Answer::ok(row));
    }
    backend
}

/// The backend takes the page for this agent's from now on.
pub(crate) fn sign_in(backend: &Backend, agent: &str) {
    backend.always("GET", path::SESSION, Answer::ok(&data::session(agent)));
}

/// The backend tells `ada` what changes.
pub(crate) fn tells(backend: &Backend) -> Stream {
    let session = Session { parts: vec!["events".to_owned()], ..data::session("ada") };
    backend.always("GET", path::SESSION, Answer::ok(&session));
    backend.stream()
}

/// The backend knows nobody from now on.
pub(crate) fn sign_out(backend: &Backend) {
    let problem = Problem { sign_in: Some(Vec::new()), ..Problem::new(ProblemKind::Unauthenticated) };
    backend.always("GET", path::SESSION, Answer::problem(&problem));
}

/// Opens the whole page at an address. Opened once more, it is as after a reload.
pub(crate) fn open(address: &str) -> Stage {
    open_with(address, |_| Setting::Absent)
}

/// Opens the whole page where it is configured.
pub(crate) fn open_with(address: &str, setting: impl Fn(&str) -> Setting) -> Stage {
    go_to(address);
    let config = Config::read(setting);
    mount(move || view! { <Page config/> })
}
