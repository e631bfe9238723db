//! What stands around every page of a signed-in agent: top bar, navigation, dialogs.

pub mod account;
pub mod add_workgroup;
pub mod again;
pub mod ahead;
pub mod selector;
pub mod sign_out;
pub mod title;
pub mod waiting;

use crate::{
    agent::Agent,
    announce, live,
    locale::t,
    navigation::Navigation,
    pages::{notice::Brand, people::PEOPLE, place::Of},
    route::{Page, People, Route},
    scope, text,
    ui::{abort::owned_abort, focus, menu::Menu},
};
use add_workgroup::ADD_WORKGROUP;
use again::SIGN_IN_AGAIN;
use leptos::{ev, prelude::*, task::spawn_local};
use selector::Selector;
use waiting::WAITING;

/// Opens the dialog that adds a workgroup, with a name to begin with.
#[derive(Debug, Clone, Copy)]
pub struct OpenAdd(RwSignal<Option<String>>);

/// The page of a signed-in agent.
#[component]
pub fn Shell(
    /// The agent scope.
    agent: Agent,
) -> impl IntoView {
    provide_context(agent.clone());
    let route = Navigation::expect().route();
    let selected = scope::follow(&agent, route);
    let add = RwSignal::new(None::<String>);
    provide_context(OpenAdd(add));
    title::follow(route, selected);
    fill_index(&agent);
    warn_before_leaving(&agent);
    ahead::at_first_sign();

    let expired = agent.expired.clone();
    let may_create = agent.session.may.create_workgroup;
    let link = move |page: Page, text: &'static str| {
        let own = agent.session.default_workgroup.clone();
        let to = move || Route::Workgroup(route.read().workgroup().unwrap_or(&own).clone(), page).to_string();
        let here = move || {
            let at = route.read().page()?;
            (std::mem::discriminant(&at) == std::mem::discriminant(&page)).then_some("page")
        };
        let near = move || {
            if page != Page::Settings {
                PEOPLE.prefetch();
            }
        };
        view! {
            <a class="link" href=to aria-current=here on:pointerenter=move |_| near() on:focus=move |_| near()>{text}</a>
        }
    };
    view! {
        <a class="skip" href="#main" rel="external" on:click=|event| skip(&event)>{t().skip()}</a>
        <header class="top" role="banner">
            <a class="home" href="/"><Brand/></a>
            <Connection/>
            <Menu id="add-menu" label=t().add() class="button primary">
                <button
                    type="button" role="menuitem" tabindex="-1"
                    aria-disabled=(!may_create.allowed).to_string() title=text::refused(may_create)
                    on:click=move |event| {
                        // Nobody has to look for a link around it.
                        event.prevent_default();
                        if may_create.allowed {
                            add.set(Some(String::new()));
                        }
                    }
                >
                    {t().workgroup()}
                </button>
            </Menu>
            <account::Account/>
        </header>
        <nav class="pane" aria-label=t().main_navigation()>
            <Selector selected/>
            {link(Page::Settings, t().settings())}
            {link(Page::People(People::Agents), t().people())}
            {link(Page::Activity, t().activity())}
            {WAITING.show_once(|| WAITING.is_here(), |line| line())}
        </nav>
        <main class="content" id="main" tabindex="-1"><Of route selected/></main>
        {ADD_WORKGROUP.show_once(move || ADD_WORKGROUP.is_here() || add.read().is_some(), move |dialog| dialog(add))}
        {live::follow()}
        {SIGN_IN_AGAIN.show_once(move || expired.read().is_some(), |dialog| dialog())}
    }
}

/// Says that the connection is not fine; says nothing while it is.
#[component]
fn Connection() -> impl IntoView {
    let agent = Agent::expect();
    let online = RwSignal::new(window().navigator().on_line());
    let follows = agent.clone();
    let on = window_event_listener(ev::online, move |_| {
        online.set(true);
        ahead::again(&follows);
    });
    let off = window_event_listener(ev::offline, move |_| online.set(false));
    on_cleanup(move || {
        on.remove();
        off.remove();
    });
    view! {
        <span class="connection" hidden=move || online.get() && agent.reachable.get()>{t().offline_badge()}</span>
    }
}

fn skip(event: &ev::MouseEvent) {
    event.prevent_default();
    focus::to("#main");
}

/// Fills the index behind the scenes, for as long as the shell stands.
fn fill_index(agent: &Agent) {
    let agent = agent.clone();
    Effect::new(move |_| {
        agent.resumed.track();
        if agent.index.complete.get_untracked() {
            return;
        }
        agent.index_failed.set(false);
        let Some(abort) = owned_abort() else { return };
        let agent = agent.clone();
        spawn_local(async move {
            if agent.load_index(&abort).await.is_err() {
                agent.index_failed.set(true);
                announce::alert(t().index_failed());
            } else if !abort.signal().aborted() {
                ahead::after_all_else(&agent).await;
            }
        });
    });
}

/// The tab's storage ends with the tab: closing it asks first while something is unsaved.
fn warn_before_leaving(agent: &Agent) {
    let drafts = agent.drafts.clone();
    let handle = window_event_listener(ev::beforeunload, move |event| {
        if drafts.any() {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
}
