//! How the list of what was done fills: the first part of what is looked for, then part after part
//! as far as it is scrolled to. What was loaded stays in the document, in its order.

use super::{
    days::{self, Day},
    filter::{Day as Calendar, Filter},
};
use crate::{
    agent::Agent,
    api::{Call, Failure, retry},
    pages::people::anew::is_for_good,
    ui::abort::owned_abort,
};
use contract::{activity::Entry, event::EventKind, id::WorkgroupId, list::List, path, problem::ProblemKind};
use js_sys::{Date, Reflect};
use leptos::{prelude::*, task::spawn_local};
use send_wrapper::SendWrapper;
use std::time::Duration;
use wasm_bindgen::JsValue;
use web_sys::AbortController;

/// How far the list is loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Load {
    /// The first part is being read.
    Loading,
    /// It is here, up to where it goes on.
    Ready(Option<String>),
    /// A later part is being read.
    More,
    /// The first part could not be read.
    Failed(Failure),
    /// A later part could not be read.
    Broken(String, Failure),
}

/// How long choosing, and what is heard, has to rest before it is looked for.
const REST: Duration = Duration::from_millis(250);
/// The first part.
const FIRST: usize = 100;
/// A later part.
const PART: usize = 200;
/// How many parts are read at the most to meet what is here.
const PARTS: usize = 10;
/// How long after what is new could not be read.
const AGAIN: Duration = Duration::from_secs(15);

/// The state of the page. A copy is a handle.
#[derive(Debug, Clone, Copy)]
pub struct Log {
    pub(super) agent: StoredValue<Agent>,
    pub(super) workgroup: StoredValue<WorkgroupId>,
    pub(super) filter: Memo<Filter>,
    pub(super) days: RwSignal<Vec<Day>>,
    /// How many there are of what is looked for.
    pub(super) total: RwSignal<u32>,
    pub(super) load: RwSignal<Load>,
    /// Rises when all of it is to be read anew.
    again: RwSignal<u32>,
    /// How often a first part came: a day of another reading is another one.
    reading: StoredValue<u32>,
    /// Whether what is new is about to be asked for.
    gathering: StoredValue<bool>,
    /// How often it was heard that something is new.
    heard: StoredValue<u32>,
    /// Ends what is being read for the present filter.
    abort: StoredValue<Option<SendWrapper<AbortController>>>,
}

impl Log {
    /// Nothing yet of a workgroup's activity.
    pub(super) fn new(agent: Agent, id: &WorkgroupId, filter: Memo<Filter>) -> Self {
        Self {
            agent: StoredValue::new(agent),
            workgroup: StoredValue::new(id.clone()),
            filter,
            days: RwSignal::new(Vec::new()),
            total: RwSignal::new(0),
            load: RwSignal::new(Load::Loading),
            again: RwSignal::new(0),
            reading: StoredValue::new(0),
            gathering: StoredValue::new(false),
            heard: StoredValue::new(0),
            abort: StoredValue::new(None),
        }
    }

    /// Loads what is looked for, now and whenever that changes, for as long as the owner lives.
    pub(super) fn follow(self) {
        let agent = self.agent.get_value();
        let resumed = agent.resumed.clone();
        Effect::new(move |before: Option<Filter>| {
            let filter = self.filter.get();
            resumed.track();
            self.again.track();
            let Some(abort) = owned_abort() else { return filter };
            self.abort.set_value(Some(abort.clone()));
            let later = before.is_some();
            let asked = filter.clone();
            spawn_local(async move {
                if later {
                    retry::sleep(REST).await;
                }
                if !abort.signal().aborted() {
                    self.first(&asked, &abort).await;
                }
            });
            filter
        });
        agent.live.hear(EventKind::Activity, move |data| self.heard(data));
        agent.live.hear(EventKind::Reset, move |data| self.heard(data));
    }

    /// Reads all of it anew.
    pub(super) fn again(self) {
        self.again.update(|again| *again += 1);
    }

    /// Something was done meanwhile: in this workgroup, where it is said in which.
    fn heard(self, data: &JsValue) {
        let of = Reflect::get(data, &"workgroup".into()).ok().and_then(|of| of.as_string());
        let here = self.workgroup.try_with_value(|here| of.is_none_or(|of| of == here.as_str()));
        if here != Some(true) {
            return;
        }
        self.heard.update_value(|heard| *heard += 1);
        if self.gathering.get_value() {
            return;
        }
        self.gathering.set_value(true);
        spawn_local(async move {
            retry::sleep(REST).await;
            if self.gathering.try_set_value(false).is_none() {
                self.look_again().await;
            }
        });
    }

    /// Puts what is new above what is here, which stays as it is. What cannot be read is tried again.
    async fn look_again(self) {
        let (Some(abort), filter) = (self.abort.get_value(), self.filter.get_untracked()) else { return };
        let heard = self.heard.get_value();
        loop {
            match self.read_new(&filter, &abort).await {
                Some(Err(failure)) if !is_for_good(&failure) => retry::sleep(AGAIN).await,
                _ => return,
            }
            // What is heard later is asked for by itself.
            if abort.signal().aborted() || self.heard.try_get_value() != Some(heard) {
                return;
            }
        }
    }

    /// Reads part after part until they meet what is here. None where nobody wants it any more.
    async fn read_new(self, filter: &Filter, abort: &AbortController) -> Option<Result<(), Failure>> {
        let mut new = match self.ask(filter, FIRST, None, abort).await? {
            Ok(list) => list,
            Err(failure) => return Some(Err(failure)),
        };
        for _ in 0..PARTS {
            let known = self.known();
            if let Some(count) = fresh(&known, &new.items) {
                self.total.set(u32::try_from(new.total).unwrap_or(u32::MAX));
                self.put_first(new.items.into_iter().take(count).collect());
                return Some(Ok(()));
            }
            // So few are read in one part as well.
            let Some(cursor) = new.next_cursor.clone().filter(|_| known.len() > FIRST) else { break };
            match self.ask(filter, PART, Some(&cursor), abort).await? {
                Ok(list) => {
                    new.items.extend(list.items);
                    new.next_cursor = list.next_cursor;
                }
                Err(failure) => return Some(Err(failure)),
            }
        }
        // What is on its way would not go on from here.
        if matches!(*self.load.read_untracked(), Load::More | Load::Loading) {
            self.again();
        } else {
            self.replace(new);
        }
        Some(Ok(()))
    }

    /// What is here, newest first.
    fn known(self) -> Vec<String> {
        self.days.with_untracked(|days| {
            let ids = days
                .iter()
                .map(|day| day.entries.with_untracked(|all| all.iter().map(|one| one.id.clone()).collect::<Vec<_>>()));
            ids.flatten().collect()
        })
    }

    async fn first(self, filter: &Filter, abort: &AbortController) {
        if self.days.try_with_untracked(Vec::is_empty) == Some(true) {
            self.load.try_set(Load::Loading);
        }
        let heard = self.heard.try_get_value();
        match self.ask(filter, FIRST, None, abort).await {
            Some(Ok(list)) => {
                self.replace(list);
                if self.heard.try_get_value() != heard {
                    self.look_again().await;
                }
            }
            Some(Err(failure)) => {
                self.days.set(Vec::new());
                self.load.set(Load::Failed(failure));
            }
            None => {}
        }
    }

    /// Loads the next part, where there is one.
    pub(super) fn more(self) {
        let cursor = match &*self.load.read_untracked() {
            Load::Ready(Some(cursor)) | Load::Broken(cursor, _) => cursor.clone(),
            _ => return,
        };
        let Some(abort) = self.abort.get_value() else { return };
        let filter = self.filter.get_untracked();
        self.load.set(Load::More);
        spawn_local(async move {
            match self.ask(&filter, PART, Some(&cursor), &abort).await {
                Some(Ok(list)) => {
                    self.take(list.items);
                    self.load.set(Load::Ready(list.next_cursor));
                }
                Some(Err(failure)) => self.load.set(Load::Broken(cursor, failure)),
                None => {}
            }
        });
    }

    /// Shows this part in the place of all.
    fn replace(self, list: List<Entry>) {
        self.total.set(u32::try_from(list.total).unwrap_or(u32::MAX));
        self.reading.update_value(|reading| *reading += 1);
        self.days.set(Vec::new());
        self.take(list.items);
        self.load.set(Load::Ready(list.next_cursor));
    }

    /// Puts entries, newest first, before all others.
    fn put_first(self, items: Vec<Entry>) {
        self.put(|days, reading| days::put_first(days, items, reading));
    }

    /// Puts entries at the end, each to its day.
    fn take(self, items: Vec<Entry>) {
        self.put(|days, reading| days::put_last(days, items, reading));
    }

    /// Changes the days; those that stay tell of their entries themselves.
    fn put(self, put: impl FnOnce(&mut Vec<Day>, u32)) {
        let mut days = self.days.get_untracked();
        let known = days.len();
        put(&mut days, self.reading.get_value());
        if days.len() != known {
            self.days.set(days);
        }
    }

    /// The address of what is looked for, at one of the API's paths.
    pub(super) fn path(self, path: impl Fn(&WorkgroupId) -> String, filter: &Filter, rest: &str) -> Option<String> {
        let path = self.workgroup.try_with_value(path)?;
        let asked = filter.asked(instant);
        let parts = [rest, asked.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("&");
        Some(if parts.is_empty() { path } else { format!("{path}?{parts}") })
    }

    /// One part of the list. None where nobody wants it any more.
    async fn ask(
        self,
        filter: &Filter,
        limit: usize,
        cursor: Option<&str>,
        abort: &AbortController,
    ) -> Option<Result<List<Entry>, Failure>> {
        let cursor = cursor.map(|cursor| format!("&cursor={}", js_sys::encode_uri_component(cursor)));
        let rest = format!("limit={limit}{}", cursor.unwrap_or_default());
        let path = self.path(path::activity, filter, &rest)?;
        let answer: Result<List<Entry>, _> = Call::get(&path).abortable(abort).json_answer().await;
        if abort.signal().aborted() {
            return None;
        }
        let agent = self.agent.try_get_value()?;
        agent.note(&answer);
        if matches!(&answer, Err(failure) if failure.kind() == Some(ProblemKind::NotFound)) {
            agent.lose(&self.workgroup.try_get_value()?);
        }
        Some(answer)
    }
}

/// How many of a first part are new to whoever knows these, in the same order. None where it does
/// not go on with what is known.
fn fresh(known: &[String], part: &[Entry]) -> Option<usize> {
    let count = part.iter().position(|entry| Some(&entry.id) == known.first())?;
    let same = part[count..].iter().zip(known).all(|(entry, id)| entry.id == *id);
    same.then_some(count)
}

/// When a day begins in the reader's zone, some days on.
fn instant(day: &Calendar, on: i32) -> String {
    let (year, month, first) = day.parts();
    Date::new_with_year_month_day(year, month - 1, first + on).to_iso_string().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(ids: &[&str]) -> Vec<Entry> {
        let one = |id: &&str| {
            let text = format!(r#"{{"id":"{id}","at":"2026-03-01T08:00:00Z","kind":"renamed"}}"#);
            serde_json::from_str(&text).expect("reads")
        };
        ids.iter().map(one).collect()
    }

    #[test]
    fn what_is_new_stands_before_what_is_known() {
        let known = ["3", "2", "1"].map(str::to_owned);
        for (ids, count) in [
            (&["5", "4", "3", "2"][..], Some(2)),
            (&["3", "2", "1"], Some(0)),
            (&["4", "3"], Some(1)),
            (&["6", "5"], None),
            (&["4", "3", "1"], None),
            (&[], None),
        ] {
            assert_eq!(fresh(&known, &part(ids)), count, "{ids:?}");
        }
        assert_eq!(fresh(&[], &part(&["1"])), None);
    }
}
