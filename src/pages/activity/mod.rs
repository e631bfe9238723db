//! Activity: what was done in a workgroup, newest first, by day. What is looked for stands in the
//! address; all else belongs to the one workgroup and is made anew for each.

pub mod days;
pub mod export;
pub mod filter;
pub mod filters;
pub mod load;
pub mod sentence;
pub mod who;

use crate::{
    agent::Agent,
    api,
    locale::{number, people, plural, t, time},
    navigation::Navigation,
    pages::people::invitations::face::reason,
    route::{Page, Route},
    scope::Selected,
    text,
};
use contract::{activity::Entry, id::WorkgroupId, path, role::Role};
use days::Day;
use filter::Filter;
use filters::Filters;
use leptos::{html, prelude::*};
use load::{Load, Log};
use sentence::{said, sentence, when};

/// How near to its end the list goes on, in pixels.
const NEAR: i32 = 1200;

/// The page of one workgroup.
#[component]
pub fn Activity(
    /// The workgroup.
    id: WorkgroupId,
    /// The address.
    route: Memo<Route>,
    /// The workgroup, as far as it is known.
    selected: Memo<Selected>,
) -> impl IntoView {
    let query = Navigation::expect().query();
    let place = Route::Workgroup(id.clone(), Page::Activity);
    // On the way to another place the query is that one's.
    let filter = Memo::new(move |before: Option<&Filter>| match before {
        Some(before) if *route.read() != place => before.clone(),
        _ => Filter::parse(&query.read()),
    });
    let agent = Agent::expect();
    let log = Log::new(agent.clone(), &id, filter);
    log.follow();
    let viewport = NodeRef::<html::Div>::new();
    let reach = move || {
        if let Some(viewport) = viewport.try_get_untracked().flatten()
            && viewport.scroll_top() + viewport.client_height() + NEAR > viewport.scroll_height()
        {
            log.more();
        }
    };
    // A part that does not fill the window is followed by the next.
    Effect::new(move |_| {
        if matches!(*log.load.read(), Load::Ready(Some(_))) {
            request_animation_frame(reach);
        }
    });
    Effect::new(move |before: Option<Filter>| {
        let now = filter.get();
        if before.is_some_and(|before| before != now)
            && let Some(viewport) = viewport.get_untracked()
        {
            viewport.set_scroll_top(0);
        }
        now
    });
    // What is shown depends on what one is there.
    Effect::new(move |before: Option<Option<Role>>| {
        let now = selected.with(|selected| selected.row().map(|row| row.with(|state| state.record.role)));
        if before.flatten().is_some_and(|before| now.is_some_and(|now| now != before)) {
            log.again();
        }
        now
    });
    let first = Memo::new(move |_| *log.load.read() == Load::Loading);
    let failed = Memo::new(move |_| match &*log.load.read() {
        Load::Failed(failure) => Some((text::failure(failure), failure.request_id().map(|id| t().quote_id(id)))),
        _ => None,
    });
    let broken = Memo::new(move |_| matches!(*log.load.read(), Load::Broken(..)));
    let none = Memo::new(move |_| log.days.read().is_empty());
    let ended = Memo::new(move |_| *log.load.read() == Load::Ready(None));
    let count = move || {
        let total = log.total.get();
        (!first.get() && failed.read().is_none()).then(|| people().entry_count(plural(total), &number(total)))
    };
    let file = move || log.path(path::activity_csv, &log.filter.read(), "");
    let clicked = move |event| {
        if let Some(path) = untrack(file) {
            export::clicked(&event, path, agent.clone());
        }
    };
    let all = move || log.filter.read().is_all();
    view! {
        <div class="page-head">
            <h1>{t().activity()}</h1>
            <span class="quiet" role="status">{count}</span>
            <a class="button to-end" href=move || file().map(|path| api::url(&path)) download=export::NAME on:click=clicked>{people().export()}</a>
        </div>
        <Filters log selected/>
        <div
            class="scroller log" tabindex="0" role="region" aria-label=t().activity() node_ref=viewport
            aria-busy=move || first.get().to_string() on:scroll=move |_| reach()
            hidden=move || none.get() && !first.get()
        >
            <For each=move || log.days.get() key=|day| day.key.clone() let:day>
                <OneDay day/>
            </For>
            <p class="log-end quiet" hidden=move || none.get() || broken.get() role="status">
                {move || if ended.get() { people().beginning() } else { people().loading_more() }}
            </p>
            <div class="banner" role="alert" hidden=move || !broken.get()>
                {move || broken.get().then(|| people().more_failed())}
                <button type="button" class="button" on:click=move |_| log.more()>{t().retry()}</button>
            </div>
            <div class="skeleton" aria-hidden="true" hidden=move || !(first.get() && none.get())>
                <i></i><i></i><i></i><i></i><i></i><i></i>
            </div>
        </div>
        <div class="empty" hidden=move || failed.read().is_none()>
            <h2>{t().failed_title()}</h2>
            <p role="alert">{move || failed.get().map(|(text, _)| text)}</p>
            <p class="quiet">{move || failed.get().and_then(|(_, id)| id)}</p>
            <button type="button" class="button" on:click=move |_| log.again()>{t().retry()}</button>
        </div>
        <div class="empty" hidden=move || !(none.get() && ended.get())>
            <p>{move || if all() { people().nothing_done() } else { people().nothing_fits() }}</p>
        </div>
    }
}

/// What was done on one day.
#[component]
fn OneDay(day: Day) -> impl IntoView {
    let entries = day.entries;
    let name = format!("day-{}-{}", day.key.0, day.key.1);
    view! {
        <section class="log-day" aria-labelledby=name.clone()>
            <h2 id=name.clone()>{day.title}</h2>
            <ol>
                <For each=move || entries.get() key=|entry| entry.id.clone() let:entry>
                    {one(&entry)}
                </For>
            </ol>
        </section>
    }
}

fn one(entry: &Entry) -> impl IntoView + use<> {
    view! { <li>{when(entry.at, time(entry.at))}{said(sentence(entry, reason))}</li> }
}
