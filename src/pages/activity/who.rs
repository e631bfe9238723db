//! The field for who did it: a text, with those whom the server finds for it to choose from.

use super::{filter::Filter, load::Log};
use crate::{
    api::{Call, Failure, retry},
    locale::people,
    ui::abort::owned_abort,
};
use contract::{id::AgentId, list::List, member::Member, path};
use leptos::{html, prelude::*, task::spawn_local};
use std::time::Duration;

/// How long the typing has to rest before it is searched for.
const REST: Duration = Duration::from_millis(200);

/// Who is found, and what they are called there.
type Found = Vec<(AgentId, String)>;

/// The field.
#[component]
pub fn Who(
    /// The page.
    log: Log,
    /// Looks for something else.
    choose: Callback<Filter>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let typed = RwSignal::new(None::<String>);
    let found = RwSignal::new(Found::new());
    let refused = RwSignal::new(false);
    // The text that those who were found are found for, and whether it is to be taken once they are.
    let (searched, awaited) = (StoredValue::new(String::new()), StoredValue::new(false));
    let who = Memo::new(move |_| log.filter.read().who.clone());

    // Takes the one that the text names; `only` also where it is a part of a single one's name.
    let take = move |text: &str, only: bool| {
        let text = text.trim();
        // Who is quicker than the search is answered when it is.
        let is_searched = text.is_empty() || searched.with_value(|searched| searched == text);
        awaited.set_value(only && !is_searched);
        let filter = log.filter.get_untracked();
        let who = found.with_untracked(|found| {
            let exact = found.iter().find(|(_, label)| label == text);
            let one = found.first().filter(|_| only && is_searched && found.len() == 1);
            exact.or(one).map(|(id, _)| id.clone())
        });
        if text.is_empty() || who.is_some() {
            refused.set(false);
            if filter.who != who {
                choose.run(Filter { who, ..filter });
            }
        } else if only && is_searched {
            refused.set(true);
        }
    };

    // Whom to choose from, as soon as somebody is about to.
    Effect::new(move |before: Option<bool>| {
        let Some(text) = typed.get() else { return false };
        let Some(abort) = owned_abort() else { return true };
        spawn_local(async move {
            if before == Some(true) {
                retry::sleep(REST).await;
            }
            let Some(agents) = log.workgroup.try_with_value(path::agents) else { return };
            if abort.signal().aborted() {
                return;
            }
            let query = js_sys::encode_uri_component(text.trim());
            let path = format!("{agents}?limit=20&q={query}");
            let list: Result<List<Member>, Failure> = Call::get(&path).abortable(&abort).json_answer().await;
            // Who cannot be searched for now can be a moment later.
            if let (Ok(list), false) = (list, abort.signal().aborted()) {
                found.try_set(list.items.iter().map(named).collect());
                text.trim().clone_into(&mut searched.write_value());
                if awaited.get_value() {
                    take(&text, true);
                }
            }
        });
        true
    });

    // What the address says, in words.
    Effect::new(move |_| {
        let who = who.get();
        let Some(input) = input.get() else { return };
        refused.set(false);
        let Some(id) = who else { return input.set_value("") };
        let label =
            found.with_untracked(|found| found.iter().find(|(one, _)| *one == id).map(|(_, label)| label.clone()));
        if let Some(label) = label {
            return input.set_value(&label);
        }
        input.set_value("…");
        let Some(abort) = owned_abort() else { return };
        spawn_local(async move {
            let Some(path) = log.workgroup.try_with_value(|workgroup| path::agent(workgroup, &id)) else { return };
            let one: Result<Member, Failure> = Call::get(&path).abortable(&abort).json_answer().await;
            if !abort.signal().aborted() {
                // Who is not to be seen here is still looked for.
                input.set_value(&one.map_or_else(|_| people().somebody().to_owned(), |one| named(&one).1));
            }
        });
    });

    let on_input = move |event| {
        let text = event_target_value(&event);
        take(&text, false);
        typed.set(Some(text));
    };
    let options = move || {
        let options = found.get().into_iter().map(|(_, label)| view! { <option value=label></option> });
        options.collect::<Vec<_>>()
    };
    view! {
        <div class="pick">
            <label>
                {people().who()}
            <input
                type="text" class="input" node_ref=input list="activity-who" autocomplete="off" spellcheck="false" maxlength="200"
                placeholder=people().who_hint() aria-describedby="activity-who-error"
                aria-invalid=move || refused.get().to_string()
                on:focus=move |_| if typed.read_untracked().is_none() { typed.set(Some(String::new())) }
                on:input=on_input on:change=move |event| take(&event_target_value(&event), true)
            />
            </label>
            <datalist id="activity-who">{options}</datalist>
            <p id="activity-who-error" class="field-error" role="alert">
                {move || refused.get().then(|| people().from_list())}
            </p>
        </div>
    }
}

fn named(member: &Member) -> (AgentId, String) {
    (member.id.clone(), format!("{} ({})", member.name, member.email))
}
