//! What the agent scope hears: workgroups that change, come and go, and that all is to be read anew.

use crate::{
    agent::{Agent, editing::Keeper as _},
    api::{Call, decode, retry},
    ui::abort::owned_abort,
};
use contract::{
    event::{Changed, EventKind, Gone},
    id::WorkgroupId,
    list::List,
    path,
    problem::ProblemKind,
    workgroup::Workgroup,
};
use leptos::{prelude::*, task::spawn_local};
use std::{cell::RefCell, collections::HashSet, rc::Rc, time::Duration};
use web_sys::AbortController;

/// How long after the index could not be read.
const AGAIN: Duration = Duration::from_secs(15);

/// The workgroups that are being read because they may have been joined.
type Joining = Rc<RefCell<Vec<(WorkgroupId, AbortController)>>>;

/// Listens until the present owner ends.
pub(super) fn listen(agent: &Agent) {
    let joining = Joining::default();
    let (changes, joins) = (agent.clone(), joining.clone());
    agent.live.hear(EventKind::Workgroup, move |data| {
        if let Some(changed) = decode::<Changed<Workgroup>>(data) {
            changed_to(&changes, changed.record, &joins);
        }
    });
    let loses = agent.clone();
    agent.live.hear(EventKind::WorkgroupGone, move |data| {
        let Some(Gone { workgroup, .. }) = decode(data) else { return };
        end(&joining, &workgroup);
        // Whoever leaves by their own will is told so by the answer.
        if !loses.live.is_leaving(&workgroup) {
            loses.lose(&workgroup);
        }
    });
    read_anew(agent);
}

fn changed_to(agent: &Agent, record: Workgroup, joining: &Joining) {
    match agent.index.row(&record.id) {
        Some(row) => agent.hear(&row, record),
        None => join(agent, record.id, joining),
    }
}

/// An event alone adds no workgroup: it may be late, and the workgroup be left by now.
fn join(agent: &Agent, id: WorkgroupId, joining: &Joining) {
    let Ok(abort) = AbortController::new() else { return };
    end(joining, &id);
    joining.borrow_mut().push((id.clone(), abort.clone()));
    let (agent, joining) = (agent.clone(), joining.clone());
    spawn_local(async move {
        // What cannot be read now is there at the next look.
        let _ = agent.read(&id, Some(&abort)).await;
        if !abort.signal().aborted() {
            end(&joining, &id);
        }
    });
}

fn end(joining: &Joining, id: &WorkgroupId) {
    joining.borrow_mut().retain(|(of, abort)| {
        if of == id {
            abort.abort();
        }
        of != id
    });
}

/// Reads the index anew when what was missed cannot be told. What cannot be read is tried again
/// after a while, or when the backend answers.
fn read_anew(agent: &Agent) {
    let due = RwSignal::new(false);
    agent.live.hear(EventKind::Reset, move |_| due.set(true));
    let agent = agent.clone();
    Effect::new(move |_| {
        agent.resumed.track();
        if !due.get() || !agent.reachable.get() {
            return;
        }
        let Some(abort) = owned_abort() else { return };
        let agent = agent.clone();
        spawn_local(async move {
            while !read_index(&agent, &abort).await {
                retry::sleep(AGAIN).await;
                if abort.signal().aborted() {
                    return;
                }
            }
            due.try_set(false);
        });
    });
}

/// Reads every workgroup. What is shown stays until it is known to be otherwise. Says whether all
/// could be read.
async fn read_index(agent: &Agent, abort: &AbortController) -> bool {
    let (mut here, mut cursor) = (HashSet::new(), String::new());
    loop {
        let path = format!("{}?limit=500{cursor}", path::WORKGROUPS);
        let list: Result<List<Workgroup>, _> = Call::get(&path).abortable(abort).json_answer().await;
        if abort.signal().aborted() {
            return false;
        }
        agent.note(&list);
        let Ok(list) = list else { return false };
        here.extend(list.items.iter().map(|record| record.id.clone()));
        agent.take_list(list.items);
        agent.index.total.set(list.total);
        match list.next_cursor {
            Some(next) => cursor = format!("&cursor={}", js_sys::encode_uri_component(&next)),
            None => break,
        }
    }
    agent.index.complete.set(true);
    let known: Vec<WorkgroupId> =
        agent.index.peek(|rows| rows.entries().iter().map(|entry| entry.row.id().clone()).collect());
    for id in known.iter().filter(|id| !here.contains(*id)) {
        // One that was joined meanwhile is in no part; one that is gone takes itself out.
        let read = agent.read(id, Some(abort)).await;
        if abort.signal().aborted() || read.is_err_and(|failure| failure.kind() != Some(ProblemKind::NotFound)) {
            return false;
        }
    }
    // All of them are here, and nobody else's.
    agent.index.total.set(agent.index.peek(|rows| rows.entries().len()) as u64);
    true
}
