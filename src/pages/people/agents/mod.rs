//! The agents of a workgroup, their roles and rates edited in place.

pub mod face;
pub mod grid;
mod hear;
pub mod load;
pub mod member;
pub mod members;
pub mod row;
pub mod standing;

use crate::{
    agent::editing::Keeper as _,
    locale::{number, people, plural, t},
    scope::Selected,
    text,
    ui::focus,
};
use contract::id::WorkgroupId;
use grid::Grid;
use leptos::prelude::*;
use members::{Load, Members};
use standing::Standing;

/// The view.
#[component]
pub fn Agents(
    /// The workgroup.
    id: WorkgroupId,
    /// It, as far as it is known.
    selected: Memo<Selected>,
) -> impl IntoView {
    let members = Members::expect();
    members.follow();
    let asked = RwSignal::new(None);
    let query = members.query.clone();
    let (typed, cleared) = (query.clone(), query.clone());
    let (rows, total, load) = (members.rows.clone(), members.total.clone(), members.load.clone());
    let state = load.clone();
    let count = {
        let (answered, total, load) = (members.answered.clone(), total.clone(), load.clone());
        move || {
            if *load.read() == Load::Loading && total.get() == 0 {
                return String::new();
            }
            let total = u32::try_from(total.get()).unwrap_or(u32::MAX);
            let written = number(total);
            if answered.read().is_empty() {
                t().agent_count(plural(total), &written)
            } else {
                people().agents_found(plural(total), &written)
            }
        }
    };
    // What could not be loaded: instead of all, or besides what is here.
    let failed = Memo::new(move |_| match &*state.read() {
        Load::Failed(failure) => {
            let id = failure.request_id().map(|id| t().quote_id(id));
            Some((text::failure(failure), id))
        }
        _ => None,
    });
    let nothing = {
        let rows = rows.clone();
        Memo::new(move |_| rows.read().is_empty())
    };
    let none = move || nothing.get() && matches!(*load.read(), Load::Ready(_));
    let searched = members.answered.clone();
    let clear = move |_| {
        cleared.set(String::new());
        focus::to(".filter");
    };
    let (again, once_more) = (members.clone(), members.clone());
    view! {
        <div class="view-head">
            <input
                type="text" class="input filter" autocomplete="off" spellcheck="false" maxlength="200"
                aria-label=people().search_agents() placeholder=people().search_placeholder()
                prop:value=move || query.get() on:input=move |event| typed.set(event_target_value(&event))
            />
            <span class="quiet">{count}</span>
        </div>
        <div class="banner" hidden=move || nothing.get() || failed.read().is_none()>
            {move || failed.get().map(|(text, _)| text)}
            <button type="button" class="button" on:click=move |_| again.again()>{t().retry()}</button>
        </div>
        <Grid members=members asked/>
        <div class="empty" hidden=move || !nothing.get() || failed.read().is_none()>
            <h2>{t().failed_title()}</h2>
            <p>{move || failed.get().map(|(text, _)| text)}</p>
            <p class="quiet" hidden=move || failed.read().as_ref().is_none_or(|(_, id)| id.is_none())>
                {move || failed.get().and_then(|(_, id)| id)}
            </p>
            <button type="button" class="button" on:click=move |_| once_more.again()>{t().retry()}</button>
        </div>
        <div class="empty" hidden=move || !none()>
            <p>{move || people().none_matches(&searched.read())}</p>
            <button type="button" class="button" on:click=clear>
                {people().show_all()}
            </button>
        </div>
        <Standing id selected asked/>
    }
}
