//! What was typed and is not saved, kept for each agent in the tab's session storage: it survives
//! a reload, a lost session and a switch of workgroup, and ends with signing out.

use super::{
    field::{Field, Value},
    row::Row,
};
use crate::{browser, edit::Record as _, locale};
use contract::id::{AgentId, WorkgroupId};
use leptos::prelude::*;

/// One kept text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Draft {
    field: Field,
    text: String,
    /// The value that its editing began from.
    seen: Value,
}

/// The drafts of the signed-in agent. A copy is a handle.
#[derive(Debug, Clone)]
pub struct Drafts {
    /// What their keys in the storage begin with.
    prefix: String,
    all: ArcRwSignal<Vec<(WorkgroupId, Vec<Draft>)>>,
}

impl Drafts {
    /// The drafts that the tab has of this agent.
    pub fn of(agent: &AgentId) -> Self {
        let drafts = Self { prefix: format!("draft:{agent}:"), all: ArcRwSignal::new(Vec::new()) };
        for (key, stored) in drafts.stored() {
            let Some((id, draft)) = key.split_once(':').and_then(|(id, field)| {
                Some((id.parse::<WorkgroupId>().ok()?, Draft::read(Field::from_key(field)?, &stored)?))
            }) else {
                continue;
            };
            drafts.all.update_untracked(|all| match all.iter_mut().find(|(of, _)| *of == id) {
                Some((_, kept)) => kept.push(draft),
                None => all.push((id, vec![draft])),
            });
        }
        drafts
    }

    /// Whether the workgroup has any.
    pub fn has(&self, id: &WorkgroupId) -> bool {
        self.all.with(|all| all.iter().any(|(of, _)| of == id))
    }

    /// Where the storage keeps what was typed elsewhere about a workgroup, until the agent signs out.
    pub fn key(&self, id: &WorkgroupId, what: &str) -> String {
        format!("{}{id}:{what}", self.prefix)
    }

    /// Whether there is any.
    pub fn any(&self) -> bool {
        self.all.with_untracked(|all| !all.is_empty())
    }

    /// Puts the kept texts of a row that has just come back onto it. One that the server has by
    /// now is dropped.
    pub fn put_back(&self, row: &Row) {
        let kept =
            self.all.with_untracked(|all| all.iter().find(|(of, _)| of == row.id()).map(|(_, kept)| kept.clone()));
        let Some(kept) = kept else { return };
        row.edit(|record, edits| {
            for Draft { field, text, seen } in kept {
                let format = record.default_agent_cost.map(|cost| locale::reading(cost.currency));
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
        let kept = row.peek(|state| {
            let unsaved = state.edits.unsaved();
            unsaved.map(|(field, text, seen)| Draft { field, text: text.to_owned(), seen: seen.clone() }).collect()
        });
        self.set(row.id(), kept);
    }

    /// Drops those of a workgroup.
    pub fn drop_of(&self, id: &WorkgroupId) {
        self.set(id, Vec::new());
    }

    /// Drops all, in storage too.
    pub fn erase(&self) {
        self.all.update(Vec::clear);
        if let Some(storage) = browser::session_storage() {
            for (key, _) in self.stored() {
                let _ = storage.remove_item(&format!("{}{key}", self.prefix));
            }
        }
    }

    fn set(&self, id: &WorkgroupId, kept: Vec<Draft>) {
        for field in Field::ALL {
            let of_field = |kept: &[Draft]| kept.iter().find(|draft| draft.field == field).cloned();
            let now = of_field(&kept);
            let before = self.all.with_untracked(|all| of_field(&all.iter().find(|(of, _)| of == id)?.1));
            if now != before {
                self.store(id, field, now.as_ref());
            }
        }
        // Those who show marks care only whether there is a draft, not what it says.
        self.all.maybe_update(|all| match all.iter().position(|(of, _)| of == id) {
            Some(at) if kept.is_empty() => {
                all.swap_remove(at);
                true
            }
            Some(at) => {
                all[at].1 = kept;
                false
            }
            None if kept.is_empty() => false,
            None => {
                all.push((id.clone(), kept));
                true
            }
        });
    }

    fn store(&self, id: &WorkgroupId, field: Field, draft: Option<&Draft>) {
        let Some(storage) = browser::session_storage() else { return };
        let key = format!("{}{id}:{}", self.prefix, field.key());
        // A full or forbidden storage leaves the drafts in memory, where they still survive all
        // but a reload.
        let _ = match draft {
            Some(draft) => storage.set_item(&key, &draft.write()),
            None => storage.remove_item(&key),
        };
    }

    /// What the storage has: keys without the prefix, and texts.
    fn stored(&self) -> Vec<(String, String)> {
        let Some(storage) = browser::session_storage() else { return Vec::new() };
        let keys = (0..storage.length().unwrap_or(0)).filter_map(|at| storage.key(at).ok().flatten());
        keys.filter_map(|key| {
            let text = storage.get_item(&key).ok().flatten()?;
            Some((key.strip_prefix(&self.prefix)?.to_owned(), text))
        })
        .collect()
    }
}

impl Draft {
    /// The value seen on the first line (no value has a line break), then the text.
    fn write(&self) -> String {
        format!("{}\n{}", self.seen.to_stored(), self.text)
    }

    fn read(field: Field, stored: &str) -> Option<Self> {
        let (seen, text) = stored.split_once('\n')?;
        Some(Self { field, text: text.to_owned(), seen: Value::from_stored(field, seen)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_comes_back_from_the_storage() {
        for (field, seen, text) in [
            (Field::Name, Value::Name("A".into()), "a\nb"),
            (Field::Cost, Value::from_stored(Field::Cost, "7 EUR").expect("reads"), ""),
        ] {
            let draft = Draft { field, text: text.into(), seen };
            assert_eq!(Draft::read(field, &draft.write()), Some(draft));
        }
        assert_eq!(Draft::read(Field::Cost, "x\n1"), None);
        assert_eq!(Draft::read(Field::Name, "no line break"), None);
    }
}
