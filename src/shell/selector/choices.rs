//! What the selector offers, in which order.

use super::option::Choice;
use crate::{
    agent::{Agent, index::Rows, search::Found},
    browser::Browser,
    scope::Selected,
};
use contract::{
    id::WorkgroupId,
    invitation::InvitationToMe,
    search::{matches, search_key},
};
use leptos::prelude::*;

/// What the options depend on: the index's revision, the query, the current workgroup, those
/// visited last, and the invitations that wait.
type Asked = (u32, String, Option<WorkgroupId>, Vec<WorkgroupId>, Vec<InvitationToMe>);

/// What there is to choose from. Found once before the first opening, so that this has nothing to
/// build, then only while the dialog is open; after it has closed, what was found stays until the
/// next opening, when nobody sees it.
pub fn choices(
    agent: &Agent,
    open: RwSignal<bool>,
    query: RwSignal<String>,
    selected: Memo<Selected>,
) -> RwSignal<Vec<Choice>> {
    let (index, recent, waiting) = (agent.index.clone(), agent.recent.clone(), agent.waiting.clone());
    let may_create = agent.session.may.create_workgroup.allowed;
    let found = StoredValue::new(Found::default());
    let choices = RwSignal::new(Vec::new());
    Effect::new(move |before: Option<Option<Asked>>| {
        let before = before.flatten();
        if !open.get() && before.is_some() {
            return before;
        }
        let query = query.get();
        let current = selected.with_untracked(|selected| selected.row().map(|row| row.id().clone()));
        let recent = recent.ids();
        let asked = (index.with(Rows::revision), query.clone(), current.clone(), recent.clone(), waiting.get());
        if before.as_ref() == Some(&asked) {
            return before;
        }
        let key = search_key::<Browser>(&query);
        let mut now: Vec<Choice> = index.peek(|rows| {
            let answer = found.try_update_value(std::mem::take).unwrap_or_default();
            let answer = answer.next(rows, key.clone());
            let options = answer.options(rows, current.as_ref(), &recent);
            found.set_value(answer);
            options.into_iter().map(Choice::Go).collect()
        });
        let at = place(&now, current.as_ref(), &recent, !key.is_empty());
        let named = |one: &&InvitationToMe| matches(&search_key::<Browser>(&one.workgroup_name), &key);
        let invitations: Vec<Choice> = asked.4.iter().filter(named).cloned().map(Box::new).map(Choice::Join).collect();
        now.splice(at..at, invitations);
        let name = query.trim();
        if may_create && !name.is_empty() {
            now.push(Choice::Create(name.to_owned()));
        }
        choices.set(now);
        Some(asked)
    });
    choices
}

/// Where invitations stand among the workgroups: after those that one was in last, for one is more
/// likely to go there; after all that was found, where one searched.
fn place(options: &[Choice], current: Option<&WorkgroupId>, recent: &[WorkgroupId], searched: bool) -> usize {
    let known = |choice: &Choice| match choice {
        Choice::Go(row) => Some(row.id()) == current || recent.contains(row.id()),
        Choice::Join(_) | Choice::Create(_) => false,
    };
    if searched { options.len() } else { options.iter().take_while(|choice| known(choice)).count() }
}
