//! `pages::people`: the agents of a workgroup.

mod hear;
mod invitations;
mod list;
mod save;
mod standing;
mod timeline;

use crate::{
    backend::{Answer, Backend},
    data::{member, workgroup},
    page,
    stage::Stage,
};
use contract::{list::List, member::Member, workgroup::Workgroup};

/// Where the agents of [`north`] are.
const AGENTS: &str = "/api/v1/workgroups/north/agents";
/// Where the first of [`people`] is.
const TOMAS: &str = "/api/v1/workgroups/north/agents/tomas";
/// The page.
const AT: &str = "/w/north/people";

fn north() -> Workgroup {
    workgroup("north", "Nordwind IT")
}

/// Two agents, the second without a rate of her own.
fn people() -> Vec<Member> {
    vec![member("tomas", "Tomás Rivera"), Member { rate: None, ..member("aiko", "Aiko Tanaka") }]
}

/// All there is.
fn whole(items: Vec<Member>) -> List<Member> {
    List { total: items.len() as u64, items, next_cursor: None }
}

/// The page with these agents.
async fn opened(people: Vec<Member>) -> (Backend, Stage) {
    let backend = page::backend(&[north(), workgroup("harbor", "Harbor Clinics")]).await;
    backend.always("GET", AGENTS, Answer::ok(&whole(people)));
    (backend, page::open(AT))
}
