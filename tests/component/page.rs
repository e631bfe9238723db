//! Parts of the page with what they need around them.

use crate::{
    backend::Backend,
    data,
    stage::{Stage, mount, sweep},
};
use contract::workgroup::Workgroup;
use leptos::prelude::*;
use workgroups::{agent::Agent, pages::settings::Settings, scope::Selected};

/// The table of workgroups, of an agent who is signed in.
pub(crate) struct Table {
    pub(crate) backend: Backend,
    pub(crate) agent: Agent,
    _stage: Stage,
}

/// Mounts the table with these rows.
pub(crate) fn table(rows: Vec<Workgroup>) -> Table {
    sweep();
    let backend = Backend::new();
    let agent = Agent::new(data::session("ada"));
    agent.index.total.set(rows.len() as u64);
    agent.index.put(rows);
    agent.index.complete.set(true);
    let around = agent.clone();
    let stage = mount(move || {
        provide_context(around);
        let selected = Memo::new(|_| Selected::None);
        view! { <main class="content" style="block-size: 500px"><Settings selected/></main> }
    });
    Table { backend, agent, _stage: stage }
}
