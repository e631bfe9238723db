//! What is heard of the invitations while they are shown: changed rows are changed where they are,
//! new ones come to their place.

use super::{
    Invitations,
    load::{Load, newest},
};
use crate::{
    api::decode,
    pages::people::{anew::Anew, calm::Calm},
};
use contract::{
    event::{Changed, EventKind},
    id::InvitationId,
    invitation::Invitation,
    list::{List, MAX_LIMIT},
    role::Role,
};
use leptos::prelude::*;

impl Invitations {
    /// Hears of the invitations for as long as the present owner lives.
    pub(super) fn hear(self, calm: Calm) {
        let agent = self.agent.get_value();
        agent.live.hear(EventKind::Invitation, move |data| {
            if let Some(Changed { workgroup, record }) = decode(data)
                && self.workgroup.with_value(|shown| *shown == workgroup)
            {
                self.told(record, calm);
            }
        });
        let anew = self.anew.get_value();
        agent.live.hear(EventKind::Reset, move |_| anew.want());
        // What may be done with them depends on what one is oneself.
        let index = agent.index.clone();
        Effect::new(move |before: Option<Option<Role>>| {
            let row = index.with(|rows| self.workgroup.with_value(|workgroup| rows.get(workgroup).cloned()));
            let now = row.map(|row| row.with(|state| state.record.role));
            if before.flatten().is_some_and(|before| now.is_some_and(|now| now != before)) {
                self.again.update(|again| *again += 1);
            }
            now
        });
        self.follow_anew(calm);
    }

    fn told(self, record: Invitation, calm: Calm) {
        self.anew.with_value(|anew| {
            anew.hear();
            if self.is_narrowed() {
                // Whether it is still among what is looked for, the server knows.
                anew.want();
            }
        });
        if self.place(&record.id).is_some() {
            self.put(record);
        } else if !self.is_narrowed() {
            calm.when(move || self.insert(record, calm));
        }
    }

    /// Puts a new invitation where the server's order has it, where that part is here.
    fn insert(self, record: Invitation, calm: Calm) {
        if self.place(&record.id).is_some() {
            return self.put(record);
        }
        if self.is_narrowed() {
            return;
        }
        let Load::Ready(next) = self.load.get_untracked() else {
            return self.anew.with_value(Anew::want);
        };
        // The newest first.
        let goes_before = |row: &Invitation| (row.created_at, &row.id) > (record.created_at, &record.id);
        let at = self.rows.with_untracked(|rows| {
            Some(rows.partition_point(goes_before)).filter(|at| *at < rows.len() || next.is_none())
        });
        // One that is further down is no new one.
        if let Some(at) = at {
            self.change(calm, move |rows| rows.insert(at, record));
            self.total.update(|total| *total += 1);
        }
    }

    /// Reads anew what is shown, which stays until the answer is here.
    fn follow_anew(self, calm: Calm) {
        let (anew, agent) = (self.anew.get_value(), self.agent.get_value());
        let asked = StoredValue::new(self.looked_for());
        anew.follow(
            &agent,
            move || matches!(*self.load.read(), Load::Ready(_)),
            move |abort| async move {
                asked.try_set_value(self.looked_for());
                let limit = self.rows.with_untracked(Vec::len).clamp(super::load::PART, MAX_LIMIT as usize);
                self.ask(limit, None, &abort).await
            },
            move |list: List<Invitation>, is_wanted: Box<dyn Fn() -> bool>| {
                calm.when(move || {
                    if !is_wanted() || asked.get_value() != self.looked_for() {
                        return;
                    }
                    self.change(calm, |rows| *rows = newest(rows, list.items));
                    self.total.set(usize::try_from(list.total).unwrap_or(usize::MAX));
                    self.load.set(Load::Ready(list.next_cursor));
                    self.anew.with_value(Anew::done);
                });
            },
        );
    }

    fn change(self, calm: Calm, change: impl FnOnce(&mut Vec<Invitation>)) {
        calm.change(
            move |at| self.rows.with_untracked(|rows| rows.get(at).map(|row| row.id.clone())),
            move |id| self.rows.try_with_untracked(|rows| rows.iter().position(|row| row.id == *id)).flatten(),
            || self.rows.update(change),
        );
    }

    fn place(self, id: &InvitationId) -> Option<usize> {
        self.rows.with_untracked(|rows| rows.iter().position(|row| row.id == *id))
    }

    fn is_narrowed(self) -> bool {
        self.state.read_untracked().is_some() || !self.query.read_untracked().trim().is_empty()
    }

    fn looked_for(self) -> (String, Option<contract::invitation::InvitationState>) {
        (self.query.get_untracked(), self.state.get_untracked())
    }
}
