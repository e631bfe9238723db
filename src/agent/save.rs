//! Carries out what the edit machine decides: sends, checks, waits, tells.

use super::{
    Agent,
    field::{Field, Value, Why},
    row::Row,
};
use crate::{
    announce,
    api::{Call, Failure},
    browser::Browser,
    edit::{Command, Edits, Reply, Trouble},
    locale,
};
use contract::{path, problem::ProblemKind, workgroup::Workgroup};
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;

/// How long *Saved* is shown.
const LINGER: Duration = Duration::from_millis(2500);

impl Agent {
    /// Changes the edits of a row and does what follows from it.
    pub fn edit(&self, row: &Row, f: impl FnOnce(&Workgroup, &mut Edits<Workgroup>) -> Vec<Command<Workgroup>>) {
        let commands = self.change(row, f);
        if !self.holds(row) {
            return;
        }
        for command in commands {
            self.run(row, command);
        }
    }

    /// Changes the edits of a row where nothing follows from it but what is seen and kept.
    pub fn change<T>(&self, row: &Row, f: impl FnOnce(&Workgroup, &mut Edits<Workgroup>) -> T) -> T {
        let result = row.edit(f);
        if self.holds(row) {
            self.drafts.keep(row);
            self.attend(row);
        }
        result
    }

    /// Counts the lines that the row needs to say what of it is not saved.
    pub(super) fn attend(&self, row: &Row) {
        let lines = row.peek(|state| {
            let closed = |field| state.edits.cell(field).filter(|cell| cell.open.is_none())?.kept.as_ref();
            let troubles = Field::ALL.into_iter().filter_map(closed).filter_map(|kept| kept.state.trouble());
            troubles.fold([0, 0], |[count, details], more| [count + 1, details + more])
        });
        self.attention.maybe_update(|attention| {
            let at = attention.iter().position(|(id, _)| id == row.id());
            match (at, lines) {
                (None, [0, _]) => return false,
                (None, lines) => attention.push((row.id().clone(), lines)),
                (Some(at), [0, _]) => drop(attention.swap_remove(at)),
                (Some(at), lines) if attention[at].1 == lines => return false,
                (Some(at), lines) => attention[at].1 = lines,
            }
            true
        });
    }

    /// Enter in an open field, or Save of a draft.
    pub fn save(&self, row: &Row, field: Field) {
        self.edit(row, |record, edits| {
            let Some(text) = edits.cell(field).and_then(|cell| cell.text()) else { return Vec::new() };
            // A name is read alike in every locale.
            let cost = record.default_agent_cost.filter(|_| field == Field::Cost);
            let format = cost.map(|cost| locale::reading(cost.currency));
            let value = field.read::<Browser>(text, format.as_deref());
            edits.save(record, field, value)
        });
    }

    fn run(&self, row: &Row, command: Command<Workgroup>) {
        let (agent, row) = (self.clone(), row.clone());
        match command {
            Command::Send(field, value, version) => spawn_local(async move {
                let reply = agent.send(&row, field, &value, version).await;
                if let Some(reply) = reply {
                    agent.edit(&row, |record, edits| edits.reply(record, reply));
                }
            }),
            Command::Check => spawn_local(async move {
                let read = agent.read(row.id(), None).await;
                agent.edit(&row, |record, edits| edits.checked(record, read.is_ok()));
            }),
            Command::Linger(field) => set_timeout(move || row.edit(|_, edits| edits.fade(field)), LINGER),
            Command::Tell(field, outcome) => row.peek(|state| announce::outcome(&state.record, field, &outcome)),
        }
    }

    /// Sends one write. None where the workgroup is gone, and everything of it with it.
    async fn send(&self, row: &Row, field: Field, value: &Value, version: u64) -> Option<Reply<Why>> {
        let path = path::workgroup(row.id());
        let answer: Result<Workgroup, _> = Call::patch(&path, &value.patch(), version).json_answer().await;
        self.note(&answer);
        Some(match answer {
            Ok(record) if record.id == *row.id() => {
                self.take_one(record);
                Reply::Saved
            }
            Ok(_) => Reply::Lost,
            Err(failure) if failure.is_unknown() => Reply::Lost,
            Err(Failure::Problem(problem, _)) => match (problem.kind, problem.current) {
                (ProblemKind::StaleVersion, Some(current)) if current.id == *row.id() => {
                    self.take_one(*current);
                    Reply::Stale
                }
                (ProblemKind::StaleVersion, _) => match self.read(row.id(), None).await {
                    Ok(()) => Reply::Stale,
                    Err(_) => Reply::Lost,
                },
                (ProblemKind::NotFound, _) => {
                    self.lose(row.id());
                    return None;
                }
                (ProblemKind::Unauthenticated, _) => Reply::Failed(Trouble::SignedOut),
                (ProblemKind::TooManyRequests | ProblemKind::Unavailable, _) => Reply::Failed(Trouble::Busy),
                (kind, _) => {
                    Reply::Refused(Why::of(&contract::problem::Problem { kind, current: None, ..*problem }, field))
                }
            },
            Err(Failure::Unreachable | Failure::Unreadable) => Reply::Lost,
        })
    }
}
