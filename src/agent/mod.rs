//! The agent scope: what lives from sign-in to sign-out, whatever workgroup is selected.

pub mod adding;
pub mod drafts;
pub mod editing;
pub mod field;
pub mod index;
pub mod listing;
mod load;
pub mod recent;
pub mod retype;
pub mod row;
mod save;
pub mod search;

use crate::{
    announce,
    app::Expired,
    live::{self, Live},
    locale::t,
    route::{Page, Route},
};
use adding::Adding;
use contract::{id::WorkgroupId, invitation::InvitationToMe, problem::Problem, session::Session};
use drafts::Drafts;
use index::Index;
use leptos::prelude::*;
use recent::Recent;
use std::sync::Arc;

/// The agent scope. A copy is a handle.
#[derive(Debug, Clone)]
pub struct Agent {
    /// Who is signed in.
    pub session: Arc<Session>,
    /// The workgroups.
    pub index: Index,
    /// What is typed and not saved.
    pub drafts: Drafts,
    /// The workgroup that they are about to add.
    pub adding: ArcRwSignal<Adding>,
    /// Where they were last.
    pub recent: Recent,
    /// The session ended in the middle of work: how to sign in again.
    pub expired: ArcRwSignal<Option<Expired>>,
    /// Whether the backend answered the last time it was asked.
    pub reachable: ArcRwSignal<bool>,
    /// What each workgroup has to say is not saved.
    pub attention: editing::Attention<WorkgroupId>,
    /// Rises when what was given up is to be asked for once more.
    pub resumed: ArcRwSignal<u32>,
    /// Why the index is not whole, where it could not be loaded.
    pub index_failed: ArcRwSignal<bool>,
    /// Who wants to hear of what changes.
    pub live: Live,
    /// The invitations to their address that wait, as far as they were asked for.
    pub waiting: ArcRwSignal<Vec<InvitationToMe>>,
    /// Whether the agent has signed out, or another has signed in: answers that come after it change
    /// nothing, and nothing more is sent.
    ended: ArcStoredValue<bool>,
    /// The workgroup that was lost while it was open, with its name.
    pub lost: ArcRwSignal<Option<(WorkgroupId, String)>>,
}

impl Agent {
    /// The scope of a session that has just begun.
    pub fn new(session: Session) -> Self {
        Self {
            drafts: Drafts::of(&session.agent.id),
            adding: ArcRwSignal::new(Adding::new(session.default_currency)),
            recent: Recent::of(&session.agent.id),
            session: Arc::new(session),
            index: Index::default(),
            expired: ArcRwSignal::new(None),
            reachable: ArcRwSignal::new(true),
            attention: ArcRwSignal::new(Vec::new()),
            resumed: ArcRwSignal::new(0),
            index_failed: ArcRwSignal::new(false),
            live: Live::default(),
            waiting: ArcRwSignal::new(Vec::new()),
            ended: ArcStoredValue::new(false),
            lost: ArcRwSignal::new(None),
        }
    }

    /// The scope of the signed-in agent.
    ///
    /// # Panics
    /// Outside the shell, where nobody is signed in.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Where a signed-in agent begins: in the workgroup visited last, else in their own.
    pub fn home(&self) -> Route {
        let id = self.recent.ids().into_iter().next().unwrap_or_else(|| self.session.default_workgroup.clone());
        Route::Workgroup(id, Page::Settings)
    }

    /// The workgroup cannot be seen any more: its row, drafts and edits go.
    pub fn lose(&self, id: &WorkgroupId) {
        let Some(name) = self.leave(id) else { return };
        announce::alert(&t().access_lost(&name));
        self.lost.set(Some((id.clone(), name)));
    }

    /// The same by the agent's own will, of which they need not be told. The workgroup's name, where
    /// it was in the index.
    pub fn leave(&self, id: &WorkgroupId) -> Option<String> {
        self.drafts.drop_of(id);
        self.recent.forget(id);
        let name = self.index.row(id)?.peek(|state| state.record.name.clone());
        self.attention.update(|attention| attention.retain(|(of, _)| of != id));
        self.index.remove(id);
        Some(name)
    }

    /// The session has ended; what is on the screen stays.
    pub fn expire(&self, problem: &Problem) {
        if self.expired.with_untracked(Option::is_none) {
            self.expired.set(Some(Expired(problem.sign_in.clone())));
        }
    }

    /// Notes what a failure tells about the connection and the session.
    pub fn note<T>(&self, result: &Result<T, crate::api::Failure>) {
        use crate::api::Failure;
        use contract::problem::ProblemKind;
        match result {
            Err(Failure::Unreachable) => self.set_reachable(false),
            Err(Failure::Problem(problem, _)) if problem.kind == ProblemKind::Unauthenticated => self.expire(problem),
            _ => self.set_reachable(true),
        }
    }

    /// The same of a write whose record is read next where nobody knows what became of it: that tells
    /// of the connection, too.
    pub fn note_write<T>(&self, result: &Result<T, crate::api::Failure>) {
        if result.as_ref().err().is_none_or(|failure| !failure.is_unknown()) {
            self.note(result);
        }
    }

    fn set_reachable(&self, now: bool) {
        if self.reachable.get_untracked() != now {
            self.reachable.set(now);
            if now {
                live::load(self);
                announce::status(t().online_again());
            } else {
                announce::alert(t().unreachable_short());
            }
        }
    }

    /// Asks once more for what was given up when the session or the connection was lost.
    pub fn resume(&self) {
        self.resumed.update(|resumed| *resumed += 1);
        live::load(self);
    }

    /// Another agent has signed in. What was typed is kept.
    pub fn end(&self) {
        self.ended.set_value(true);
    }

    /// Whether the agent has signed out, or another has signed in.
    pub fn has_ended(&self) -> bool {
        self.ended.get_value()
    }

    /// Forgets everything of the agent in this browser.
    pub fn erase(&self) {
        self.end();
        self.drafts.erase();
        self.recent.erase();
    }
}
