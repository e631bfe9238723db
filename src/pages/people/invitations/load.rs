//! How the list fills: the first part of what is looked for, more of it as far as it is scrolled
//! to, and once more while mails are on their way.

use super::{super::anew::is_for_good, Invitations};
use crate::{
    api::{Call, Failure, retry},
    ui::abort::owned_abort,
};
use contract::{
    id::InvitationId,
    invitation::{Delivery, Invitation, InvitationState},
    list::{List, MAX_LIMIT},
    path,
};
use leptos::{prelude::*, task::spawn_local};
use std::{collections::HashMap, time::Duration};
use web_sys::AbortController;

/// How far the list is loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Load {
    /// The first part is being read.
    Loading,
    /// It is here, up to where it goes on.
    Ready(Option<String>),
    /// It could not be read.
    Failed(Failure),
}

/// How long the typing has to rest before it is searched for.
const REST: Duration = Duration::from_millis(200);
/// How long between two looks at what becomes of mails.
const LOOK: Duration = Duration::from_secs(4);
/// How many come at once.
pub(super) const PART: usize = 100;
/// How many rows ahead of what is shown are loaded.
const AHEAD: usize = 40;

impl Invitations {
    /// Loads what is looked for, now and whenever that changes, for as long as the view stands.
    pub(super) fn follow(self, sent: RwSignal<u32>) {
        let agent = self.agent.get_value();
        Effect::new(move |before: Option<(String, Option<InvitationState>)>| {
            let asked = (self.query.get(), self.state.get());
            self.again.track();
            sent.track();
            agent.resumed.track();
            let Some(abort) = owned_abort() else { return asked };
            let typed = before.as_ref().is_some_and(|before| before.0 != asked.0);
            let is_other = before.as_ref() != Some(&asked);
            let anew = self.anew.get_value();
            spawn_local(async move {
                if typed {
                    retry::sleep(REST).await;
                }
                if abort.signal().aborted() {
                    return;
                }
                if self.rows.try_with_untracked(Vec::is_empty) == Some(true) {
                    self.load.try_set(Load::Loading);
                }
                let heard = anew.heard();
                let answer = self.ask(PART, None, &abort).await;
                match answer {
                    Some(Ok(list)) => {
                        self.take(list);
                        anew.since(heard);
                    }
                    // The same once more: what is here stays, and is read again when that can be.
                    Some(Err(failure)) if !is_other && self.has_rows() && !is_for_good(&failure) => anew.want(),
                    Some(Err(failure)) => {
                        self.rows.try_set(Vec::new());
                        self.total.try_set(0);
                        self.load.try_set(Load::Failed(failure));
                    }
                    None => {}
                }
            });
            asked
        });
        // What could not be read at all is read when the server answers again.
        let reachable = self.agent.with_value(|agent| agent.reachable.clone());
        Effect::new(move |before: Option<bool>| {
            let now = reachable.get();
            let failed = matches!(&*self.load.read_untracked(), Load::Failed(failure) if !is_for_good(failure));
            if before == Some(false) && now && failed {
                self.again.update(|again| *again += 1);
            }
            now
        });
        self.follow_wanted();
        self.follow_mail();
    }

    fn take(self, list: List<Invitation>) {
        self.total.try_set(usize::try_from(list.total).unwrap_or(usize::MAX));
        self.rows.try_update(|rows| *rows = newest(rows, list.items));
        self.load.try_set(Load::Ready(list.next_cursor));
    }

    fn has_rows(self) -> bool {
        self.rows.try_with_untracked(Vec::is_empty) == Some(false)
    }

    /// A row is to be shown.
    pub(super) fn want(self, at: usize) {
        if at + AHEAD > self.wanted.get_untracked() {
            self.wanted.set(at + AHEAD);
        }
    }

    /// Loads more while rows are to be shown that are not here.
    fn follow_wanted(self) {
        let next = Memo::new(move |_| match &*self.load.read() {
            Load::Ready(Some(cursor)) if self.wanted.get() >= self.rows.read().len() => Some(cursor.clone()),
            _ => None,
        });
        Effect::new(move |_| {
            let Some(cursor) = next.get() else { return };
            let Some(abort) = owned_abort() else { return };
            let anew = self.anew.get_value();
            spawn_local(async move {
                let heard = anew.heard();
                match self.ask(PART, Some(&cursor), &abort).await {
                    Some(Ok(list)) => {
                        self.rows.try_update(|rows| {
                            for new in list.items {
                                // Who was invited meanwhile may be in two parts.
                                if rows.iter().all(|row| row.id != new.id) {
                                    rows.push(new);
                                }
                            }
                        });
                        self.load.try_set(Load::Ready(list.next_cursor));
                        anew.since(heard);
                    }
                    Some(Err(failure)) => drop(self.load.try_set(Load::Failed(failure))),
                    None => {}
                }
            });
        });
    }

    /// Looks again and again, while a mail is on its way and somebody may see it.
    fn follow_mail(self) {
        let queued = |row: &Invitation| row.state == InvitationState::Pending && row.delivery == Delivery::Queued;
        let moving = Memo::new(move |_| self.rows.with(|rows| rows.iter().any(queued)));
        Effect::new(move |_| {
            if !moving.get() {
                return;
            }
            let Some(abort) = owned_abort() else { return };
            spawn_local(async move {
                loop {
                    retry::sleep(LOOK).await;
                    if abort.signal().aborted() {
                        return;
                    }
                    if document().hidden() {
                        continue;
                    }
                    let limit = self.rows.with_untracked(Vec::len).clamp(1, MAX_LIMIT as usize);
                    // The next look may have more luck.
                    let Some(Ok(list)) = self.ask(limit, None, &abort).await else { continue };
                    for invitation in list.items {
                        self.put(invitation);
                    }
                }
            });
        });
    }

    /// Takes what a server said of one, unless something newer is here. Equal versions may differ
    /// in what became of the mail.
    pub(super) fn put(self, new: Invitation) {
        let at = self.rows.try_with_untracked(|rows| {
            rows.iter().position(|row| row.id == new.id && row.version <= new.version && *row != new)
        });
        if let Some(Some(at)) = at {
            self.rows.update(|rows| rows[at] = new);
        }
    }

    /// One part of the list. None where nobody wants it any more.
    pub(super) async fn ask(
        self,
        limit: usize,
        cursor: Option<&str>,
        abort: &AbortController,
    ) -> Option<Result<List<Invitation>, Failure>> {
        let query = self.query.try_get_untracked()?;
        let state = self.state.try_get_untracked()?.map(super::face::key);
        let mut path = self.workgroup.try_with_value(path::invitations)?;
        path += &format!("?limit={limit}");
        let text = Some(query.trim()).filter(|query| !query.is_empty());
        for (name, value) in [("q", text), ("state", state), ("cursor", cursor)] {
            if let Some(value) = value {
                path += &format!("&{name}={}", js_sys::encode_uri_component(value));
            }
        }
        let answer = Call::get(&path).abortable(abort).json_answer().await;
        if abort.signal().aborted() {
            return None;
        }
        self.agent.try_with_value(|agent| agent.note(&answer))?;
        Some(answer)
    }
}

/// What a server listed; of those that were here already, what is newer. Equal versions may differ
/// in what became of the mail: then the list is right.
pub(super) fn newest(here: &mut Vec<Invitation>, listed: Vec<Invitation>) -> Vec<Invitation> {
    let mut newer: HashMap<InvitationId, Invitation> = here.drain(..).map(|row| (row.id.clone(), row)).collect();
    let choose = |row: Invitation| newer.remove(&row.id).filter(|here| here.version > row.version).unwrap_or(row);
    listed.into_iter().map(choose).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str, version: u64, delivery: &str) -> Invitation {
        let no = r#"{"allowed":false}"#;
        let text = format!(
            r#"{{"id":"{id}","email":"a@example.com","role":"manager","state":"pending","delivery":"{delivery}",
            "language":"en","invited_by":{{"id":"ag_1","name":"B"}},"created_at":"2026-03-01T08:00:00Z",
            "expires_at":"2026-03-08T08:00:00Z","updated_at":"2026-03-01T08:00:00Z","version":{version},
            "may":{{"change_role":{no},"resend":{no},"revoke":{no},"copy_link":{no}}}}}"#
        );
        serde_json::from_str(&text).expect("reads")
    }

    #[test]
    fn an_older_list_takes_nothing_newer_back() {
        let mut here = vec![row("a", 2, "sent"), row("b", 1, "queued"), row("gone", 1, "sent")];
        let listed = vec![row("new", 1, "queued"), row("b", 1, "sent"), row("a", 1, "queued")];
        let expected = vec![row("new", 1, "queued"), row("b", 1, "sent"), row("a", 2, "sent")];
        assert_eq!(newest(&mut here, listed), expected);
    }
}
