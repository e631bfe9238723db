//! The session has ended in the middle of work: sign in again over it, and go on.

use crate::{
    agent::Agent,
    api::{Call, Failure},
    app::Expired,
    locale::t,
    on_demand::on_demand,
    pages::sign_in::Ways,
    ui::dialog::Dialog,
};
use contract::{path, session::Session, sign_in::SignInWay};
use leptos::{prelude::*, task::spawn_local};

on_demand! {
    /// The dialog that opens when the session has ended.
    pub static SIGN_IN_AGAIN in rare = fn sign_in_again() => view! { <SignInAgain/> };
}

#[component]
fn SignInAgain() -> impl IntoView {
    let agent = Agent::expect();
    let open = RwSignal::new(agent.expired.with_untracked(Option::is_some));
    let ways = RwSignal::new(None::<Vec<SignInWay>>);
    let expired = agent.expired.clone();
    Effect::new(move |_| match expired.get() {
        None => {
            open.set(false);
            ways.set(None);
        }
        Some(Expired(offered)) => {
            open.set(true);
            match offered {
                Some(offered) => ways.set(Some(offered)),
                None => ask(ways),
            }
        }
    });
    // Closed by Escape, it opens again with the next answer that says so.
    Effect::new(move |was: Option<bool>| {
        let now = open.get();
        if was == Some(true) && !now {
            agent.expired.set(None);
        }
        now
    });
    view! {
        <Dialog open labelledby="again-title">
            <h2 id="again-title" tabindex="-1" autofocus=true>{t().expired_title()}</h2>
            <p>{t().expired_lead()}</p>
            {move || ways.get().map(|ways| view! { <Ways ways/> })}
            <div class="actions">
                <button type="button" class="button" on:click=move |_| open.set(false)>{t().close()}</button>
            </div>
        </Dialog>
    }
}

/// Only the session's own answer lists the ways.
fn ask(ways: RwSignal<Option<Vec<SignInWay>>>) {
    spawn_local(async move {
        let session: Result<Session, _> = Call::get(path::SESSION).json_answer().await;
        if let Err(Failure::Problem(problem, _)) = session {
            ways.try_set(problem.sign_in);
        }
    });
}
