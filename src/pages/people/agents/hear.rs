//! What is heard of the agents while they are shown: changed rows are changed where they are, new
//! ones come to their place.

use super::members::{Load, Members};
use crate::{
    agent::{editing::Keeper as _, row::Row},
    api::decode,
    browser::Browser,
    pages::people::calm::Calm,
};
use contract::{
    event::{Changed, EventKind, Gone},
    id::AgentId,
    list::List,
    member::Member,
    role::Role,
    search::search_key,
};
use leptos::prelude::*;

impl Members {
    /// Hears of the agents for as long as the present owner lives.
    pub fn listen(&self, calm: Calm) {
        let live = self.agent.live.clone();
        let members = self.clone();
        live.hear(EventKind::Agent, move |data| {
            if let Some(Changed { workgroup, record }) = decode(data)
                && workgroup == members.workgroup
            {
                members.heard(record, calm);
            }
        });
        let members = self.clone();
        live.hear(EventKind::AgentGone, move |data| {
            if let Some(Gone { workgroup, id }) = decode(data)
                && workgroup == members.workgroup
                && let Ok(id) = id.parse()
            {
                members.gone(&id, calm);
            }
        });
        let anew = self.anew.clone();
        live.hear(EventKind::Reset, move |_| anew.want());
        // What may be seen of everybody, and done about them, depends on what one is oneself.
        let members = self.clone();
        Effect::new(move |before: Option<Option<Role>>| {
            let row = members.agent.index.with(|rows| rows.get(&members.workgroup).cloned());
            let now = row.map(|row| row.with(|state| state.record.role));
            if before.flatten().is_some_and(|before| now.is_some_and(|now| now != before)) {
                if now == Some(Role::Associate) {
                    // What they may not see any more does not wait for the answer.
                    members.rows.set(Vec::new());
                    members.total.set(0);
                }
                members.begin.update(|begin| *begin += 1);
            }
            now
        });
        self.follow_anew(calm);
    }

    fn heard(&self, record: Member, calm: Calm) {
        match self.row(&record.id) {
            Some(row) => self.hear(&row, record),
            None if self.is_narrowed() => self.anew.want(),
            None => {
                self.anew.hear();
                let members = self.clone();
                calm.when(move || members.insert(record, calm));
            }
        }
    }

    fn gone(&self, id: &AgentId, calm: Calm) {
        if self.row(id).is_none() {
            return self.anew.want();
        }
        self.anew.hear();
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
    fn insert(&self, record: Member, calm: Calm) {
        if self.row(&record.id).is_some() || self.is_narrowed() {
            return self.heard(record, calm);
        }
        let Load::Ready(next) = self.load.get_untracked() else { return self.anew.want() };
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
            None => self.anew.want(),
        }
    }

    /// Reads anew what is shown, which stays until the answer is here.
    fn follow_anew(&self, calm: Calm) {
        let (load, query, answered) = (self.load.clone(), self.query.clone(), self.answered.clone());
        let (asks, takes) = (self.clone(), self.clone());
        let take = move |list: List<Member>, is_wanted: Box<dyn Fn() -> bool>| {
            let members = takes.clone();
            calm.when(move || {
                // Another search is on its way by now, or more was heard.
                if !is_wanted() || members.query.read_untracked().trim() != *members.answered.read_untracked() {
                    return;
                }
                let new = members.take(list.items);
                members.change(calm, |rows, total| {
                    *total = usize::try_from(list.total).unwrap_or(usize::MAX).max(new.len());
                    *rows = new;
                });
                members.load.set(Load::Ready(list.next_cursor));
                members.anew.done();
            });
        };
        self.anew.follow(
            &self.agent,
            move || matches!(*load.read(), Load::Ready(_)) && query.read().trim() == *answered.read(),
            move |abort| {
                let members = asks.clone();
                async move { members.ask_shown(&abort).await }
            },
            take,
        );
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
