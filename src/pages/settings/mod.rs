//! Settings: the table of the workgroups that the agent belongs to, edited in place.

pub mod face;
pub mod grid;
pub mod hide;
pub mod rehearsal;
pub mod row;

use crate::{
    agent::{Agent, field::Field, listing::Listing, row::Row, search::Found},
    announce,
    browser::Browser,
    locale::{number, plural, t},
    on_demand::on_demand,
    pages::table::{Table, editor::Editor, trouble::Troubles},
    scope::Selected,
    ui::focus,
};
use contract::{search::search_key, workgroup::Workgroup};
use grid::Grid;
use hide::Hide;
use leptos::prelude::*;
use rehearsal::Rehearsal;

on_demand! {
    /// The open field of a workgroup.
    pub static EDITOR in work = fn cell_editor(row: Row, field: Field, grid: Table<Workgroup>) =>
        view! { <Editor row field grid/> };
}

on_demand! {
    /// Makes the first edit as quick as the next.
    pub static REHEARSAL in work = fn rehearse_edit(grid: Table<Workgroup>) => view! { <Rehearsal grid/> };
}

on_demand! {
    /// Hides workgroups, and shows them again.
    pub static HIDE in work = fn hide_workgroup(asked: RwSignal<Option<Row>>) => view! { <Hide asked/> };
}

on_demand! {
    /// The lines below a workgroup's row.
    pub static TROUBLES in work = fn row_troubles(row: Memo<Option<Row>>, grid: Table<Workgroup>) =>
        view! { <Troubles row grid/> };
}

/// The page.
#[component]
pub fn Settings(
    /// The selected workgroup.
    selected: Memo<Selected>,
) -> impl IntoView {
    let agent = Agent::expect();
    let query = RwSignal::new(String::new());
    let rows = rows(&agent, query, selected);
    // Most ask only how many there are, which another selected workgroup leaves as it is.
    let found = Memo::new(move |_| rows.read().len());
    agent.ask_for(move || Some(query.get()));
    let (index, complete, total) = (agent.index.clone(), agent.index.complete.clone(), agent.index.total.clone());
    let count = move || {
        let total = u32::try_from(total.get()).unwrap_or(u32::MAX);
        if query.read().trim().is_empty() {
            return t().workgroup_count(plural(total), &number(total));
        }
        t().count_of(&number(u32::try_from(found.get()).unwrap_or(u32::MAX)), &number(total))
    };
    let (failed, again) = (agent.index_failed.clone(), agent.clone());
    Effect::new(move |_| {
        let count = found.get();
        if query.read().is_empty() {
            announce::nothing_sought();
        } else {
            announce::found(count);
        }
    });
    on_cleanup(announce::nothing_sought);
    let gave_up = agent.index_failed.clone();
    let waiting = move || found.get() == 0 && !complete.get() && !gave_up.get();
    let none = move || found.get() == 0 && index.complete.get();
    let clear = move |_| {
        query.set(String::new());
        focus::to(".filter");
    };
    view! {
        <div class="page-head">
            <h1>{t().workgroups()}</h1>
            <span class="quiet">{count}</span>
            <input
                type="text" class="input filter" autocomplete="off" spellcheck="false" maxlength="200"
                aria-label=t().filter_workgroups() placeholder=t().filter_placeholder()
                prop:value=move || query.get() on:input=move |event| query.set(event_target_value(&event))
            />
        </div>
        <div class="banner" hidden=move || !failed.get()>
            {t().index_failed()}
            <button type="button" class="button" on:click=move |_| again.resume()>{t().retry()}</button>
        </div>
        <Grid rows count=found waiting=Signal::derive(waiting) query/>
        <div class="empty" hidden=move || !none()>
            <p>{move || t().filter_none(&query.read())}</p>
            <button type="button" class="button" on:click=clear>{t().filter_clear()}</button>
        </div>
    }
}

/// The rows that the filter finds, the selected workgroup first.
fn rows(agent: &Agent, query: RwSignal<String>, selected: Memo<Selected>) -> Memo<Listing> {
    let index = agent.index.clone();
    let found = StoredValue::new(Found::default());
    let all = Memo::new(move |_| {
        let key = search_key::<Browser>(&query.read());
        index.with(|rows| {
            let answer = found.try_update_value(std::mem::take).unwrap_or_default().next(rows, key);
            let listing = Listing::new(answer.rows(rows));
            found.set_value(answer);
            listing
        })
    });
    Memo::new(move |_| all.read().led_by(selected.read().row()))
}
