//! The signed-in agent: who they are, their language, and the way out.

use super::sign_out::{self, After, SIGN_OUT};
use crate::{
    agent::Agent,
    api,
    app::App,
    locale::{language, language_name, languages, t},
    on_demand::on_demand,
    ui::mark,
};
use leptos::prelude::*;

on_demand! {
    /// What the button opens.
    static CARD in work = fn account_card(asking: RwSignal<bool>) => view! { <Card asking/> };
}

/// The button with the agent's name, and what it opens.
#[component]
pub fn Account() -> impl IntoView {
    let who = Agent::expect().session.agent.clone();
    let label = t().signed_in_as(&who.name);
    let opened = RwSignal::new(false);
    let asking = RwSignal::new(false);
    view! {
        <button
            type="button" class="button account" popovertarget="account" aria-label=label.clone()
            on:pointerover=|_| CARD.prefetch() on:focus=|_| CARD.prefetch()
        >
            <span class="face" aria-hidden="true">{mark::initial(&who.name)}</span>
            <span class="who">{who.name}</span>
        </button>
        <div
            id="account" class="menu account-card" popover="auto" role="group" aria-label=label
            on:beforetoggle=move |_: web_sys::Event| opened.set(true)
        >
            {CARD.show_once(move || opened.get(), move |card| card(asking))}
        </div>
        {SIGN_OUT.show_once(move || asking.get(), move |dialog| dialog(asking, After::Nothing))}
    }
}

#[component]
fn Card(asking: RwSignal<bool>) -> impl IntoView {
    let agent = Agent::expect();
    let app = App::expect();
    let who = agent.session.agent.clone();
    let mailbox = agent.session.mailbox.clone();
    let speaks = agent.clone();
    let out = {
        let app = app.clone();
        move |_| sign_out::begin(&agent, &app, asking, After::Nothing)
    };
    let options: Vec<_> = languages()
        .map(|tag| view! { <option value=tag selected=tag == language() lang=tag>{language_name(tag)}</option> })
        .collect();
    view! {
        <p><strong>{who.name}</strong><br/><span class="quiet">{who.email}</span></p>
        <label class="field">
            {t().language()}
            <select class="input" on:change=move |event| speak(&app, &speaks, &event_target_value(&event))>{options}</select>
        </label>
        {mailbox.map(|href| view! { <a class="link" href=api::url(&href) rel="external">{t().mailbox()}</a> })}
        <button type="button" class="button wide" on:click=out>{t().sign_out()}</button>
    }
}

fn speak(app: &App, agent: &Agent, chosen: &str) {
    if let Some(language) = languages().find(|tag| *tag == chosen) {
        agent.retype(language);
        app.speak(language);
    }
}
