//! How the list of agents fills: the first part of what is searched for, and more of it as far as
//! it is scrolled to.

use super::members::{Load, Members};
use crate::{
    announce,
    api::{Call, Failure, retry},
    locale::{number, people, plural},
    ui::abort::owned_abort,
};
use contract::{list::List, member::Member, path, problem::ProblemKind};
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;
use web_sys::AbortController;

/// How long the typing has to rest before it is searched for.
const REST: Duration = Duration::from_millis(200);
/// The first part.
const FIRST: usize = 100;
/// A later part: read, taken in and painted around within a frame or two.
const PART: usize = 250;
/// The largest part that the contract allows.
const MOST: usize = 1000;
/// How many rows ahead of what is shown are loaded.
const AHEAD: usize = 60;

impl Members {
    /// Loads what is searched for, now and whenever that changes, for as long as the owner lives.
    pub fn follow(&self) {
        let members = self.clone();
        Effect::new(move |before: Option<String>| {
            let query = members.query.get();
            members.agent.resumed.track();
            members.begin.track();
            let Some(abort) = owned_abort() else { return query };
            let typed = before.is_some_and(|before| before != query);
            let members = members.clone();
            let asked = query.clone();
            spawn_local(async move {
                if typed {
                    retry::sleep(REST).await;
                }
                if !abort.signal().aborted() {
                    members.first(&asked, typed, &abort).await;
                }
            });
            query
        });
        self.follow_wanted();
    }

    /// Loads more while rows are to be shown that are not here.
    fn follow_wanted(&self) {
        let members = self.clone();
        let busy = Memo::new({
            let members = members.clone();
            move |_| {
                let Load::Ready(Some(cursor)) = members.load.get() else { return None };
                let missing = members.wanted.get() >= members.rows.with(Vec::len);
                missing.then_some(cursor)
            }
        });
        Effect::new(move |_| {
            let Some(cursor) = busy.get() else { return };
            let Some(abort) = owned_abort() else { return };
            let members = members.clone();
            let query = members.query.get_untracked();
            spawn_local(async move { members.more(&query, &cursor, &abort).await });
        });
    }

    /// A row is to be shown.
    pub fn want(&self, at: usize) {
        let wanted = (at + AHEAD).min(self.total.get_untracked().saturating_sub(1));
        if wanted > self.wanted.get_untracked() {
            self.wanted.set(wanted);
        }
    }

    /// Tries once more what could not be loaded.
    pub fn again(&self) {
        self.agent.resume();
    }

    async fn first(&self, query: &str, typed: bool, abort: &AbortController) {
        self.load.set(Load::Loading);
        let heard = self.anew.heard();
        let list = self.ask(query, FIRST, None, abort).await;
        let Some(list) = list else { return };
        match list {
            Ok(list) => {
                let rows = self.take(list.items);
                let total = usize::try_from(list.total).unwrap_or(usize::MAX).max(rows.len());
                if typed {
                    let found = u32::try_from(total).unwrap_or(u32::MAX);
                    announce::status(&people().agents_found(plural(found), &number(found)));
                }
                self.wanted.set(0);
                self.answered.set(query.trim().to_owned());
                self.rows.set(rows);
                self.total.set(total);
                self.load.set(Load::Ready(list.next_cursor));
                self.anew.since(heard);
            }
            Err(failure) => self.load.set(Load::Failed(failure)),
        }
    }

    async fn more(&self, query: &str, cursor: &str, abort: &AbortController) {
        let heard = self.anew.heard();
        let Some(list) = self.ask(query, PART, Some(cursor), abort).await else { return };
        match list {
            Ok(list) => {
                let new = self.take(list.items);
                // Who came or went meanwhile may be in two parts.
                self.rows.update(|rows| {
                    let last = rows.len();
                    for row in new {
                        if !rows[..last].contains(&row) {
                            rows.push(row);
                        }
                    }
                });
                let loaded = self.rows.with_untracked(Vec::len);
                let total = usize::try_from(list.total).unwrap_or(usize::MAX).max(loaded);
                self.total.set(if list.next_cursor.is_some() { total } else { loaded });
                self.load.set(Load::Ready(list.next_cursor));
                self.anew.since(heard);
            }
            Err(failure) => self.load.set(Load::Failed(failure)),
        }
    }

    /// Reads once more what is shown; the order stays.
    pub(super) async fn look_again(&self) {
        let Ok(abort) = AbortController::new() else { return };
        if let Some(Ok(list)) = self.ask_shown(&abort).await {
            self.take(list.items);
        }
    }

    /// What is shown, as far as it comes in one part. None where nobody wants it any more.
    pub(super) async fn ask_shown(&self, abort: &AbortController) -> Option<Result<List<Member>, Failure>> {
        let (query, count) = (self.query.get_untracked(), self.rows.with_untracked(Vec::len));
        self.ask(&query, count.clamp(FIRST, MOST), None, abort).await
    }

    /// One part of the list. None where nobody wants it any more.
    async fn ask(
        &self,
        query: &str,
        limit: usize,
        cursor: Option<&str>,
        abort: &AbortController,
    ) -> Option<Result<List<Member>, Failure>> {
        let mut path = format!("{}?limit={limit}", path::agents(&self.workgroup));
        for (name, value) in [("q", Some(query.trim()).filter(|query| !query.is_empty())), ("cursor", cursor)] {
            if let Some(value) = value {
                path += &format!("&{name}={}", js_sys::encode_uri_component(value));
            }
        }
        let list: Result<List<Member>, _> = Call::get(&path).abortable(abort).json_answer().await;
        if abort.signal().aborted() || self.agent.has_ended() {
            return None;
        }
        self.agent.note(&list);
        if matches!(&list, Err(failure) if failure.kind() == Some(ProblemKind::NotFound)) {
            self.agent.lose(&self.workgroup);
        }
        Some(list)
    }
}
