//! What is heard of the invitations while they are shown: changed rows are changed where they are,
//! new ones come to their place.

use super::{Invitations, load::Load};
use crate::{
    api::{decode, retry},
    pages::people::calm::Calm,
};
use contract::{
    event::{Changed, EventKind},
    id::InvitationId,
    invitation::Invitation,
    list::MAX_LIMIT,
    role::Role,
};
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;
use web_sys::AbortController;

/// How long more is waited for before the list is read anew.
const GATHER: Duration = Duration::from_millis(300);

impl Invitations {
    /// Hears of the invitations for as long as the present owner lives.
    pub(super) fn hear(self, calm: Calm) {
        let agent = self.agent.get_value();
        let reads = StoredValue::new(0_u32);
        agent.live.hear(EventKind::Invitation, move |data| {
            if let Some(Changed { workgroup, record }) = decode(data)
                && self.workgroup.with_value(|shown| *shown == workgroup)
            {
                self.told(record, calm, reads);
            }
        });
        agent.live.hear(EventKind::Reset, move |_| self.read_anew(calm, reads));
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
    }

    fn told(self, record: Invitation, calm: Calm, reads: StoredValue<u32>) {
        let is_here = self.place(&record.id).is_some();
        if self.is_narrowed() {
            // Whether it is still among what is looked for, the server knows.
            self.read_anew(calm, reads);
        }
        if is_here {
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
        let Load::Ready(next) = self.load.get_untracked() else { return };
        if self.is_narrowed() {
            return;
        }
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
    fn read_anew(self, calm: Calm, reads: StoredValue<u32>) {
        let number = reads.try_update_value(|reads| {
            *reads += 1;
            *reads
        });
        let asked = self.looked_for();
        let is_wanted = move || number.is_some() && reads.try_get_value() == number;
        spawn_local(async move {
            retry::sleep(GATHER).await;
            let Ok(abort) = AbortController::new() else { return };
            if !is_wanted() {
                return;
            }
            let limit = self.rows.with_untracked(Vec::len).clamp(super::load::PART, MAX_LIMIT as usize);
            let Some(Ok(list)) = self.ask(limit, None, &abort).await else { return };
            calm.when(move || {
                let is_ready = matches!(*self.load.read_untracked(), Load::Ready(_));
                if is_wanted() && is_ready && self.looked_for() == asked {
                    self.change(calm, |rows| *rows = list.items);
                    self.total.set(usize::try_from(list.total).unwrap_or(usize::MAX));
                    self.load.set(Load::Ready(list.next_cursor));
                }
            });
        });
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
