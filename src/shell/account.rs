//! The signed-in agent: who they are, their language, and the way out.

use crate::{
    agent::Agent,
    announce, api,
    app::App,
    locale::{language, language_name, languages, t},
    text,
    ui::{dialog::Dialog, mark},
};
use leptos::{prelude::*, task::spawn_local};

/// The button with the agent's name, and what it opens.
#[component]
pub fn Account() -> impl IntoView {
    let agent = Agent::expect();
    let app = App::expect();
    let who = agent.session.agent.clone();
    let label = t().signed_in_as(&who.name);
    let mailbox = agent.session.mailbox.clone();
    let asking = RwSignal::new(false);
    let leave = {
        let app = app.clone();
        move || {
            let app = app.clone();
            spawn_local(async move {
                if let Err(failure) = app.sign_out().await {
                    announce::show(&text::failure(&failure));
                }
            });
        }
    };
    let out = {
        let (agent, leave) = (agent.clone(), leave.clone());
        move |_| if agent.drafts.any() { asking.set(true) } else { leave() }
    };
    let options: Vec<_> = languages()
        .map(|tag| view! { <option value=tag selected=tag == language() lang=tag>{language_name(tag)}</option> })
        .collect();
    view! {
        <button type="button" class="button account" popovertarget="account" aria-label=label.clone()>
            <span class="face" aria-hidden="true">{mark::initial(&who.name)}</span>
            <span class="who">{who.name.clone()}</span>
        </button>
        <div id="account" class="menu account-card" popover="auto" role="group" aria-label=label>
            <p><strong>{who.name}</strong><br/><span class="quiet">{who.email}</span></p>
            <label class="field">
                {t().language()}
                <select class="input" on:change=move |event| speak(&app, &event_target_value(&event))>{options}</select>
            </label>
            {mailbox.map(|href| view! { <a class="link" href=api::url(&href) rel="external">{t().mailbox()}</a> })}
            <button type="button" class="button wide" on:click=out>{t().sign_out()}</button>
        </div>
        <Dialog open=asking labelledby="sign-out-title">
            <h2 id="sign-out-title">{t().sign_out_title()}</h2>
            <p>{t().sign_out_drafts()}</p>
            <div class="actions">
                <button type="button" class="button" autofocus=true on:click=move |_| asking.set(false)>{t().cancel()}</button>
                <button type="button" class="button danger" on:click={ let leave = leave.clone(); move |_| leave() }>
                    {t().sign_out_discard()}
                </button>
            </div>
        </Dialog>
    }
}

fn speak(app: &App, chosen: &str) {
    if let Some(language) = languages().find(|tag| *tag == chosen) {
        app.speak(language);
    }
}
