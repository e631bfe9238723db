//! Signing out. It erases what was typed and not saved, here and in every tab: that is asked first.

use crate::{
    agent::Agent,
    announce,
    api::retry,
    app::App,
    locale::t,
    on_demand::on_demand,
    pages::invited::token,
    text,
    ui::{
        channel::{self, Event},
        dialog::Dialog,
    },
};
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;

on_demand! {
    /// Asks before what is typed and not saved is lost.
    pub static SIGN_OUT in work = fn sign_out(asking: RwSignal<bool>, after: After) => view! { <SignOut asking after/> };
}

/// How long another tab has to say that it keeps something.
const PATIENCE: Duration = Duration::from_millis(150);

/// What becomes of an invitation whose link was opened in this tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// Another account is to answer it.
    Invitation,
    /// It goes: it would lead whoever signs in next to somebody else's.
    Nothing,
}

/// Signs out, or opens the question where something would be lost.
pub fn begin(agent: &Agent, app: &App, asking: RwSignal<bool>, after: After) {
    if agent.drafts.any() {
        return asking.set(true);
    }
    app.kept_elsewhere.set_value(false);
    channel::tell(&Event::Asks(agent.session.agent.id.clone()));
    let app = app.clone();
    spawn_local(async move {
        retry::sleep(PATIENCE).await;
        if app.kept_elsewhere.get_value() {
            asking.try_set(true);
        } else {
            leave(&app, after).await;
        }
    });
}

#[component]
fn SignOut(asking: RwSignal<bool>, after: After) -> impl IntoView {
    let app = App::expect();
    let leaves = move |_| {
        let app = app.clone();
        spawn_local(async move { leave(&app, after).await });
    };
    view! {
        <Dialog open=asking labelledby="sign-out-title">
            <h2 id="sign-out-title">{t().sign_out_title()}</h2>
            <p>{t().sign_out_drafts()}</p>
            <div class="actions">
                <button type="button" class="button" autofocus=true on:click=move |_| asking.set(false)>{t().cancel()}</button>
                <button type="button" class="button danger" on:click=leaves.clone()>{t().sign_out_discard()}</button>
            </div>
        </Dialog>
    }
}

async fn leave(app: &App, after: After) {
    match app.sign_out().await {
        Ok(()) if after == After::Nothing => token::forget(),
        Ok(()) => {}
        Err(failure) => announce::show(&text::failure(&failure)),
    }
}
