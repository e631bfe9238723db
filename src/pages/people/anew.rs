//! When a list is read anew because of what was heard: a read that began before knows nothing of it.

use crate::{
    agent::Agent,
    api::{Failure, retry},
    ui::abort::owned_abort,
};
use contract::{list::List, problem::ProblemKind};
use leptos::{prelude::*, task::spawn_local};
use std::{future::Future, time::Duration};
use web_sys::AbortController;

/// How long more is waited for before the list is read.
const GATHER: Duration = Duration::from_millis(300);
/// How long after a read that failed.
const AGAIN: Duration = Duration::from_secs(15);

/// What is heard of a list, and whether it is to be read anew. A copy is a handle.
#[derive(Debug, Clone, Default)]
pub struct Anew {
    heard: ArcRwSignal<u32>,
    due: ArcRwSignal<bool>,
}

impl Anew {
    /// Something was heard that changes which rows there are.
    pub fn hear(&self) {
        self.heard.update(|heard| *heard += 1);
    }

    /// The list is to be read anew.
    pub fn want(&self) {
        self.due.set(true);
        self.hear();
    }

    /// How much was heard so far: to be given to [`Anew::since`] when a read ends.
    pub fn heard(&self) -> u32 {
        self.heard.get_untracked()
    }

    /// The list is to be read anew where something was heard since then.
    pub fn since(&self, heard: u32) {
        if self.heard() != heard {
            self.want();
        }
    }

    /// The list is what a read of it gave.
    pub fn done(&self) {
        self.due.set(false);
    }

    /// Reads the list anew whenever that is wanted and it `is_ready`, for as long as the present
    /// owner lives. `take` is given what was read and whether that is still wanted. A read that
    /// fails is tried again, unless the answer would be the same.
    pub fn follow<T: 'static, F: Future<Output = Option<Result<List<T>, Failure>>> + 'static>(
        &self,
        agent: &Agent,
        is_ready: impl Fn() -> bool + Send + Sync + 'static,
        ask: impl Fn(AbortController) -> F + Clone + 'static,
        take: impl Fn(List<T>, Box<dyn Fn() -> bool>) + Clone + 'static,
    ) {
        let (anew, resumed, reachable) = (self.clone(), agent.resumed.clone(), agent.reachable.clone());
        let is_ready = Memo::new(move |_| is_ready());
        Effect::new(move |_| {
            resumed.track();
            if !anew.due.get() || !is_ready.get() || !reachable.get() {
                return;
            }
            let heard = anew.heard.get();
            let Some(abort) = owned_abort() else { return };
            let (anew, ask, take) = (anew.clone(), ask.clone(), take.clone());
            spawn_local(async move {
                let mut pause = GATHER;
                loop {
                    retry::sleep(pause).await;
                    if abort.signal().aborted() {
                        return;
                    }
                    match ask((*abort).clone()).await {
                        Some(Ok(list)) => {
                            let is_wanted = move || !abort.signal().aborted() && anew.heard() == heard;
                            return take(list, Box::new(is_wanted));
                        }
                        Some(Err(failure)) if !is_for_good(&failure) => pause = AGAIN,
                        _ => return,
                    }
                }
            });
        });
    }
}

/// Whether asking again would change nothing.
pub fn is_for_good(failure: &Failure) -> bool {
    matches!(failure.kind(), Some(ProblemKind::Forbidden | ProblemKind::NotFound | ProblemKind::Unauthenticated))
}
