//! What is heard of the agents while they are shown: changed rows are changed where they are, new
//! ones come to their place.

use super::members::{Load, Members};
use crate::{
    agent::row::Row,
    api::{decode, retry},
    browser::Browser,
    pages::people::calm::Calm,
};
use contract::{
    event::{Changed, EventKind, Gone},
    id::AgentId,
    member::Member,
    role::Role,
    search::search_key,
};
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;

/// How long more is waited for before the list is read anew.
const GATHER: Duration = Duration::from_millis(300);

impl Members {
    /// Hears of the agents for as long as the present owner lives.
    pub fn hear(&self, calm: Calm) {
        let live = self.agent.live.clone();
        let reads = StoredValue::new(0_u32);
        let members = self.clone();
        live.hear(EventKind::Agent, move |data| {
            if let Some(Changed { workgroup, record }) = decode(data)
                && workgroup == members.workgroup
            {
                members.told(record, calm, reads);
            }
        });
        let members = self.clone();
        live.hear(EventKind::AgentGone, move |data| {
            if let Some(Gone { workgroup, id }) = decode(data)
                && workgroup == members.workgroup
                && let Ok(id) = id.parse()
            {
                members.gone(&id, calm, reads);
            }
        });
        let members = self.clone();
        live.hear(EventKind::Reset, move |_| members.read_anew(calm, reads));
        // What may be done about everybody depends on what one is oneself.
        let members = self.clone();
        Effect::new(move |before: Option<Option<Role>>| {
            let row = members.agent.index.with(|rows| rows.get(&members.workgroup).cloned());
            let now = row.map(|row| row.with(|state| state.record.role));
            if before.flatten().is_some_and(|before| now.is_some_and(|now| now != before)) {
                members.read_anew(calm, reads);
            }
            now
        });
    }

    fn told(&self, record: Member, calm: Calm, reads: StoredValue<u32>) {
        let before = self.row(&record.id).map(|row| row.peek(|state| state.record.role));
        let is_other = before.is_some_and(|before| before != record.role);
        if is_other && (before == Some(Role::Administrator) || record.role == Role::Administrator) {
            // The last Administrator stays one: that changes what may be done about the others.
            self.read_anew(calm, reads);
        }
        match self.row(&record.id) {
            Some(row) => row.put(record),
            None if self.is_narrowed() => self.read_anew(calm, reads),
            None => {
                let members = self.clone();
                calm.when(move || members.insert(record, calm, reads));
            }
        }
    }

    fn gone(&self, id: &AgentId, calm: Calm, reads: StoredValue<u32>) {
        if self.row(id).is_none() {
            return self.read_anew(calm, reads);
        }
        let (members, id) = (self.clone(), id.clone());
        calm.when(move || {
            if members.row(&id).is_some() {
                members.change(calm, |rows, total| {
                    rows.retain(|row| *row.id() != id);
                    *total = total.saturating_sub(1);
                });
            }
        });
    }

    /// Puts a new agent where the server's order has them, where that part is here.
    fn insert(&self, record: Member, calm: Calm, reads: StoredValue<u32>) {
        if self.row(&record.id).is_some() || self.is_narrowed() {
            return self.told(record, calm, reads);
        }
        let Load::Ready(next) = self.load.get_untracked() else { return };
        let key = (search_key::<Browser>(&record.name), record.id.clone());
        let at = self.rows.with_untracked(|rows| {
            let goes_before = |row: &Row<Member>| {
                row.peek(|state| (search_key::<Browser>(&state.record.name), state.record.id.clone())) < key
            };
            Some(rows.partition_point(goes_before)).filter(|at| *at < rows.len() || next.is_none())
        });
        match at {
            Some(at) => {
                let row = self.take_one(record);
                self.change(calm, |rows, total| {
                    rows.insert(at, row);
                    *total += 1;
                });
            }
            // Whether they are new, or only further down, the server knows.
            None => self.read_anew(calm, reads),
        }
    }

    /// Reads anew what is shown, which stays until the answer is here.
    fn read_anew(&self, calm: Calm, reads: StoredValue<u32>) {
        let Some(number) = reads.try_update_value(|reads| {
            *reads += 1;
            *reads
        }) else {
            return;
        };
        let members = self.clone();
        let is_latest = move || reads.try_get_value() == Some(number);
        spawn_local(async move {
            retry::sleep(GATHER).await;
            if !is_latest() {
                return;
            }
            let query = members.query.get_untracked();
            let answer = members.ask_shown().await;
            let Some(Ok(list)) = answer else { return };
            calm.when(move || {
                // Another search, or a later part, is here or on its way by now.
                let asked_for = members.query.get_untracked() == query;
                if !is_latest() || !asked_for || !matches!(*members.load.read_untracked(), Load::Ready(_)) {
                    return;
                }
                let new = members.take(list.items);
                members.change(calm, |rows, total| {
                    *total = usize::try_from(list.total).unwrap_or(usize::MAX).max(new.len());
                    *rows = new;
                });
                members.load.set(Load::Ready(list.next_cursor));
            });
        });
    }

    fn change(&self, calm: Calm, change: impl FnOnce(&mut Vec<Row<Member>>, &mut usize)) {
        let (before, after) = (self.rows.clone(), self.rows.clone());
        calm.change(
            move |at| before.with_untracked(|rows| rows.get(at).cloned()),
            move |row| after.with_untracked(|rows| rows.iter().position(|r| r == row)),
            || {
                let mut total = self.total.get_untracked();
                self.rows.update(|rows| change(rows, &mut total));
                self.total.set(total);
            },
        );
    }

    /// The row of an agent, where it is shown.
    fn row(&self, id: &AgentId) -> Option<Row<Member>> {
        self.rows.with_untracked(|rows| rows.iter().find(|row| row.id() == id).cloned())
    }

    fn is_narrowed(&self) -> bool {
        !self.answered.read_untracked().is_empty() || !self.query.read_untracked().trim().is_empty()
    }
}
