//! The signed-in agent: who they are, their language, and the way out.

use crate::{
    agent::Agent,
    announce, api,
    app::App,
    locale::{language, language_name, languages, t},
    on_demand::on_demand,
    pages::invited::token,
    text,
    ui::{dialog::Dialog, mark},
};
use leptos::{prelude::*, task::spawn_local};

on_demand! {
    /// What the button opens.
    static CARD in work = fn account_card(asking: RwSignal<bool>) => view! { <Card asking/> };
}
on_demand! {
    /// Asks before what is typed and not saved is lost.
    static SIGN_OUT in work = fn sign_out(asking: RwSignal<bool>) => view! { <SignOut asking/> };
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
        {SIGN_OUT.show_once(move || asking.get(), move |dialog| dialog(asking))}
    }
}

#[component]
fn Card(asking: RwSignal<bool>) -> impl IntoView {
    let agent = Agent::expect();
    let app = App::expect();
    let who = agent.session.agent.clone();
    let mailbox = agent.session.mailbox.clone();
    let out = {
        let app = app.clone();
        move |_| if agent.drafts.any() { asking.set(true) } else { leave(&app) }
    };
    let options: Vec<_> = languages()
        .map(|tag| view! { <option value=tag selected=tag == language() lang=tag>{language_name(tag)}</option> })
        .collect();
    view! {
        <p><strong>{who.name}</strong><br/><span class="quiet">{who.email}</span></p>
        <label class="field">
            {t().language()}
            <select class="input" on:change=move |event| speak(&app, &event_target_value(&event))>{options}</select>
        </label>
        {mailbox.map(|href| view! { <a class="link" href=api::url(&href) rel="external">{t().mailbox()}</a> })}
        <button type="button" class="button wide" on:click=out>{t().sign_out()}</button>
    }
}

#[component]
fn SignOut(asking: RwSignal<bool>) -> impl IntoView {
    let app = App::expect();
    view! {
        <Dialog open=asking labelledby="sign-out-title">
            <h2 id="sign-out-title">{t().sign_out_title()}</h2>
            <p>{t().sign_out_drafts()}</p>
            <div class="actions">
                <button type="button" class="button" autofocus=true on:click=move |_| asking.set(false)>{t().cancel()}</button>
                <button type="button" class="button danger" on:click={ let app = app.clone(); move |_| leave(&app) }>
                    {t().sign_out_discard()}
                </button>
            </div>
        </Dialog>
    }
}

fn leave(app: &App) {
    let app = app.clone();
    spawn_local(async move {
        match app.sign_out().await {
            // It would lead whoever signs in next in this tab to somebody else's invitation.
            Ok(()) => token::forget(),
            Err(failure) => announce::show(&text::failure(&failure)),
        }
    });
}

fn speak(app: &App, chosen: &str) {
    if let Some(language) = languages().find(|tag| *tag == chosen) {
        app.speak(language);
    }
}
