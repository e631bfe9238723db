//! The workgroup scope: what belongs to the one workgroup that the address selects. It is made
//! anew for each workgroup; what was asked for the old one is aborted, and an answer that comes
//! all the same says which workgroup it is of, so that it is never taken for the new one's.

use crate::{
    agent::{Agent, row::Row},
    api::{Failure, retry},
    route::Route,
    ui::abort::owned_abort,
};
use contract::{id::WorkgroupId, problem::ProblemKind};
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;

/// How long one stays in a workgroup that is known before it is read anew.
const PAUSE: Duration = Duration::from_millis(300);

/// The workgroup that the address selects, as far as it is known.
#[derive(Debug, Clone, PartialEq)]
pub enum Selected {
    /// The address selects none.
    None,
    /// It is being read.
    Loading(WorkgroupId),
    /// It is here.
    Ready(Row),
    /// The agent cannot see it.
    Missing(WorkgroupId),
    /// It could not be read.
    Failed(WorkgroupId, Failure),
}

impl Selected {
    /// The row, where it is here.
    pub fn row(&self) -> Option<&Row> {
        match self {
            Self::Ready(row) => Some(row),
            _ => None,
        }
    }
}

/// Follows the address: reads each workgroup that is selected, and drops what belonged to the one
/// before.
pub fn follow(agent: &Agent, route: Memo<Route>) -> Memo<Selected> {
    let id = Memo::new(move |_| route.read().workgroup().cloned());
    let failed = RwSignal::new(None::<(WorkgroupId, Failure)>);
    let reader = agent.clone();
    Effect::new(move |_| {
        let Some(id) = id.get() else { return };
        reader.resumed.track();
        let Some(abort) = owned_abort() else { return };
        let agent = reader.clone();
        spawn_local(async move {
            if agent.index.row(&id).is_some() {
                // It is shown already. Whoever only passes through asks for nothing, and was not there.
                retry::sleep(PAUSE).await;
                if abort.signal().aborted() {
                    return;
                }
                agent.recent.visit(&id);
            }
            let read = agent.read(&id, Some(&abort)).await;
            if abort.signal().aborted() {
                return;
            }
            match read {
                Ok(()) => agent.recent.visit(&id),
                Err(failure) => drop(failed.try_set(Some((id, failure)))),
            }
        });
    });
    let (index, lost) = (agent.index.clone(), agent.lost.clone());
    Memo::new(move |_| {
        let Some(id) = id.get() else { return Selected::None };
        if let Some(row) = index.with(|rows| rows.get(&id).cloned()) {
            return Selected::Ready(row);
        }
        match failed.get() {
            Some((of, failure)) if of == id => match failure.kind() {
                Some(ProblemKind::NotFound) => Selected::Missing(id),
                Some(ProblemKind::Unauthenticated) => Selected::Loading(id),
                _ => Selected::Failed(id, failure),
            },
            _ if lost.with(|lost| lost.as_ref().is_some_and(|(of, _)| *of == id)) => Selected::Missing(id),
            _ => Selected::Loading(id),
        }
    })
}
