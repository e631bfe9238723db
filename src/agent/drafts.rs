//! What was typed and is not saved, kept for each agent in the tab's session storage: it survives
//! a reload, a lost session and a switch of workgroup, and ends with signing out.

use super::{
    field::{Field, Value},
    row::Row,
};
use crate::browser;
use contract::id::{AgentId, WorkgroupId};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// One kept text: the text, and the value that its editing began from.
type Draft = (String, String);
/// Kept texts of a workgroup by field.
type Fields = BTreeMap<String, Draft>;

/// The drafts of the signed-in agent. A copy is a handle.
#[derive(Debug, Clone)]
pub struct Drafts {
    key: String,
    all: ArcRwSignal<BTreeMap<String, Fields>>,
}

impl Drafts {
    /// The drafts that the tab has of this agent.
    pub fn of(agent: &AgentId) -> Self {
        let key = format!("drafts:{agent}");
        let stored = browser::session_storage().and_then(|s| s.get_item(&key).ok().flatten());
        let all = stored.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        Self { key, all: ArcRwSignal::new(all) }
    }

    /// Whether the workgroup has any.
    pub fn has(&self, id: &WorkgroupId) -> bool {
        self.all.with(|all| all.contains_key(id.as_str()))
    }

    /// Whether there is any.
    pub fn any(&self) -> bool {
        self.all.with_untracked(|all| !all.is_empty())
    }

    /// Puts the kept texts of a row that has just come back onto it. One that the server has by
    /// now is dropped.
    pub fn put_back(&self, row: &Row) {
        let Some(fields) = self.all.with_untracked(|all| all.get(row.id().as_str()).cloned()) else { return };
        row.edit(|record, edits| {
            use crate::edit::Record as _;
            for (key, (text, seen)) in fields {
                let Some(field) = Field::from_key(&key) else { continue };
                let Some(seen) = Value::from_stored(field, &seen) else { continue };
                let format = record.default_agent_cost.map(|cost| crate::locale::reading(cost.currency));
                let read = field.read::<browser::Browser>(&text, format.as_deref()).ok();
                if field.may_edit(record) && (read.is_none() || read != record.value(field)) {
                    edits.put_back(field, text, seen);
                }
            }
        });
        self.keep(row);
    }

    /// Keeps what the row has unsaved now.
    pub fn keep(&self, row: &Row) {
        let fields: Fields = row.peek(|state| {
            let unsaved = state.edits.unsaved();
            unsaved.map(|(field, text, seen)| (field.key().to_owned(), (text.to_owned(), seen.to_stored()))).collect()
        });
        self.set(row.id(), fields);
    }

    /// Drops those of a workgroup.
    pub fn drop_of(&self, id: &WorkgroupId) {
        self.set(id, Fields::new());
    }

    /// Drops all, in storage too.
    pub fn erase(&self) {
        self.all.update(BTreeMap::clear);
        self.store();
    }

    fn set(&self, id: &WorkgroupId, fields: Fields) {
        let same = self.all.with_untracked(|all| match all.get(id.as_str()) {
            Some(now) => *now == fields,
            None => fields.is_empty(),
        });
        if same {
            return;
        }
        // Those who show marks care only whether there is a draft, not what it says.
        self.all.maybe_update(|all| {
            if fields.is_empty() {
                all.remove(id.as_str()).is_some()
            } else {
                all.insert(id.as_str().to_owned(), fields).is_none()
            }
        });
        self.store();
    }

    fn store(&self) {
        let Some(storage) = browser::session_storage() else { return };
        self.all.with_untracked(|all| {
            // A full or forbidden storage leaves the drafts in memory, where they still survive
            // all but a reload.
            let _ = match serde_json::to_string(all) {
                Ok(text) if !all.is_empty() => storage.set_item(&self.key, &text),
                _ => storage.remove_item(&self.key),
            };
        });
    }
}
