//! What was typed and is not saved, kept for each agent in the tab's session storage: it survives
//! a reload, a lost session and a switch of workgroup, and ends with signing out.

use super::{
    editing::{Editable, Keeper as _},
    field::{Field, Value, role_key, role_of},
    row::Row,
};
use crate::browser;
use contract::{
    id::{AgentId, InvitationId, WorkgroupId},
    role::Role,
};
use leptos::prelude::*;
use std::collections::HashMap;

/// What a text was typed for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Of {
    workgroup: WorkgroupId,
    what: What,
}

/// What of a workgroup it is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    Itself,
    /// An agent in it.
    Agent(AgentId),
    /// Whom to invite to it, and as what those who are invited.
    Invite,
}

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
    all: ArcRwSignal<Vec<(Of, Vec<Draft>)>>,
}

impl Of {
    /// A workgroup.
    pub fn workgroup(id: &WorkgroupId) -> Self {
        Self { workgroup: id.clone(), what: What::Itself }
    }

    /// An agent in a workgroup.
    pub fn agent(workgroup: &WorkgroupId, agent: &AgentId) -> Self {
        Self { workgroup: workgroup.clone(), what: What::Agent(agent.clone()) }
    }

    /// The workgroup that it is of, and whether it is that itself.
    pub fn place(&self) -> (&WorkgroupId, bool) {
        (&self.workgroup, self.what == What::Itself)
    }

    /// What the key of a field has of it: no identifier has a colon.
    fn key(&self, field: Field) -> String {
        let (workgroup, field) = (&self.workgroup, field.key());
        match &self.what {
            What::Itself => format!("{workgroup}:{field}"),
            What::Agent(agent) => format!("{workgroup}:{agent}:{field}"),
            What::Invite => format!("{workgroup}::{field}"),
        }
    }

    fn from_key(key: &str) -> Option<(Self, Field)> {
        let (of, field) = key.rsplit_once(':')?;
        let (workgroup, what) = match of.split_once(':') {
            None => (of, What::Itself),
            Some((of, "")) => (of, What::Invite),
            Some((of, agent)) => (of, What::Agent(agent.parse().ok()?)),
        };
        Some((Self { workgroup: workgroup.parse().ok()?, what }, Field::from_key(field)?))
    }
}

impl Drafts {
    /// The drafts that the tab has of this agent.
    pub fn of(agent: &AgentId) -> Self {
        let drafts = Self { prefix: format!("draft:{agent}:"), all: ArcRwSignal::new(Vec::new()) };
        for (key, stored) in drafts.stored() {
            let read = Of::from_key(&key).and_then(|(of, field)| Some((of, Draft::read(field, &stored)?)));
            let Some((id, draft)) = read else { continue };
            drafts.all.update_untracked(|all| match all.iter_mut().find(|(of, _)| *of == id) {
                Some((_, kept)) => kept.push(draft),
                None => all.push((id, vec![draft])),
            });
        }
        drafts
    }

    /// Whether the workgroup has any, of its own, of its agents or of whom to invite.
    pub fn has(&self, id: &WorkgroupId) -> bool {
        self.all.with(|all| all.iter().any(|(of, _)| of.workgroup == *id))
    }

    /// Whether there is any.
    pub fn any(&self) -> bool {
        self.all.with_untracked(|all| !all.is_empty())
    }

    /// Whom to invite to a workgroup, as it was typed; empty where nothing was.
    pub fn invite(&self, id: &WorkgroupId) -> String {
        self.text(id, Field::Name)
    }

    /// Keeps whom to invite to a workgroup.
    pub fn keep_invite(&self, id: &WorkgroupId, text: &str) {
        self.keep_text(id, text.to_owned(), Value::Name(String::new()), Field::Name);
    }

    /// The roles that were chosen for those who are invited to a workgroup, and are not saved.
    pub fn roles(&self, id: &WorkgroupId) -> HashMap<InvitationId, Role> {
        let text = self.text(id, Field::Role);
        let read = |line: &str| {
            let (id, role) = line.split_once(' ')?;
            Some((id.parse().ok()?, role_of(role)?))
        };
        text.lines().filter_map(read).collect()
    }

    /// Keeps the role that was chosen for one of them; none where it is chosen no more.
    pub fn keep_role(&self, workgroup: &WorkgroupId, id: &InvitationId, role: Option<Role>) {
        let mut roles = self.roles(workgroup);
        match role {
            Some(role) => drop(roles.insert(id.clone(), role)),
            None => drop(roles.remove(id)),
        }
        let lines: Vec<String> = roles.iter().map(|(id, role)| format!("{id} {}", role_key(*role))).collect();
        self.keep_text(workgroup, lines.join("\n"), Value::Role(Role::Associate), Field::Role);
    }

    fn text(&self, id: &WorkgroupId, field: Field) -> String {
        let kept = self.kept(&Of { workgroup: id.clone(), what: What::Invite });
        let draft = kept.into_iter().flatten().find(|draft| draft.field == field);
        draft.map_or_else(String::new, |draft| draft.text)
    }

    /// Keeps a text that stands for no value of its field; `seen` is any that the field can hold.
    fn keep_text(&self, id: &WorkgroupId, text: String, seen: Value, field: Field) {
        let of = Of { workgroup: id.clone(), what: What::Invite };
        let mut kept = self.kept(&of).unwrap_or_default();
        kept.retain(|draft| draft.field != field);
        if !text.is_empty() {
            kept.push(Draft { field, text, seen });
        }
        self.set(&of, kept);
    }

    /// Puts the kept texts of a row that has just come back onto it. One that the server has by
    /// now is dropped.
    pub fn put_back<R: Editable>(&self, of: &Of, row: &Row<R>, keeper: &R::Keeper) {
        let Some(kept) = self.kept(of) else { return };
        row.edit(|record, edits| {
            for Draft { field, text, seen } in kept {
                let format = keeper.reading(record, field);
                let read = field.read::<browser::Browser>(&text, format.as_deref()).ok();
                if record.may_edit(field) && (read.is_none() || read != record.value(field)) {
                    edits.put_back(field, text, seen);
                }
            }
        });
        self.keep(of, row);
    }

    fn kept(&self, of: &Of) -> Option<Vec<Draft>> {
        self.all.with_untracked(|all| all.iter().find(|(kept, _)| kept == of).map(|(_, kept)| kept.clone()))
    }

    /// Keeps what the row has unsaved now.
    pub fn keep<R: Editable>(&self, of: &Of, row: &Row<R>) {
        let kept = row.peek(|state| {
            let unsaved = state.edits.unsaved();
            unsaved.map(|(field, text, seen)| Draft { field, text: text.to_owned(), seen: seen.clone() }).collect()
        });
        self.set(of, kept);
    }

    /// Writes them otherwise: `f` gives another text for one, where there is one.
    pub fn rewrite(&self, f: impl Fn(&Of, Field, &Value, &str) -> Option<String>) {
        for (of, mut kept) in self.all.get_untracked() {
            for draft in &mut kept {
                if let Some(text) = f(&of, draft.field, &draft.seen, &draft.text) {
                    draft.text = text;
                }
            }
            self.set(&of, kept);
        }
    }

    /// Drops those of a workgroup and its agents.
    pub fn drop_of(&self, id: &WorkgroupId) {
        let of: Vec<Of> = self.all.with_untracked(|all| all.iter().map(|(of, _)| of.clone()).collect());
        for of in of.iter().filter(|of| of.workgroup == *id) {
            self.set(of, Vec::new());
        }
    }

    /// Drops all, in storage too.
    pub fn erase(&self) {
        self.all.update(Vec::clear);
        for (key, _) in self.stored() {
            self.put(&key, None);
        }
    }

    fn set(&self, id: &Of, kept: Vec<Draft>) {
        for field in Field::ALL {
            let of_field = |kept: &[Draft]| kept.iter().find(|draft| draft.field == field).cloned();
            let now = of_field(&kept);
            let before = self.all.with_untracked(|all| of_field(&all.iter().find(|(of, _)| of == id)?.1));
            if now != before {
                self.put(&id.key(field), now.map(|draft| draft.write()).as_deref());
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

    fn put(&self, key: &str, text: Option<&str>) {
        let Some(storage) = browser::session_storage() else { return };
        let key = format!("{}{key}", self.prefix);
        // A full or forbidden storage leaves the drafts in memory, where they still survive all
        // but a reload.
        let _ = match text {
            Some(text) => storage.set_item(&key, text),
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
    fn a_key_tells_what_a_text_was_typed_for() {
        let (workgroup, agent) = ("wg_1".parse().expect("an id"), "ag_1".parse().expect("an id"));
        for (of, field, key) in [
            (Of::workgroup(&workgroup), Field::Name, "wg_1:name"),
            (Of::agent(&workgroup, &agent), Field::Rate, "wg_1:ag_1:rate"),
            (Of { workgroup: workgroup.clone(), what: What::Invite }, Field::Name, "wg_1::name"),
        ] {
            assert_eq!(of.key(field), key);
            assert_eq!(Of::from_key(key), Some((of, field)));
        }
        assert_eq!(Of::from_key("wg_1:a b:rate"), None);
        assert_eq!(Of::from_key("wg_1"), None);
    }

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
