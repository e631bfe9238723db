//! One invitation: what it offers, to whom, and what can be done about it.

use super::{
    Look, Who,
    answer::{accept, ask_again, ask_for_me, decline, go},
    standing::{Standing, standing},
};
use crate::{
    agent::Agent,
    announce,
    app::App,
    locale::{moment_with_zone, people},
    navigation::Navigation,
    pages::sign_in::{Suggested, Ways},
    shell::sign_out::{self, After, SIGN_OUT},
    text,
    ui::field_error::FieldError,
};
use contract::{
    invitation::{InvitationKey, InvitationState, InvitationToMe},
    role::Role,
};
use leptos::{prelude::*, task::spawn_local};

/// The invitation.
#[component]
pub fn Card(
    /// The page.
    look: Look,
    /// The invitation.
    invitation: InvitationToMe,
    /// Who looks at it.
    who: Who,
) -> impl IntoView {
    // One that has ended does not say where it led to.
    let title = Some(&invitation.workgroup_name).filter(|name| !name.is_empty());
    let title = title.map_or_else(|| people().join_some().to_owned(), |name| people().join(name));
    super::set_title(&title);
    let agent = match &who {
        Who::Agent(agent) => Some((**agent).clone()),
        _ => None,
    };
    let below = match (standing(&invitation), who) {
        (Standing::Answer { returns }, Who::Agent(agent)) => {
            view! { <Offer look invitation=invitation.clone() returns agent=*agent/> }.into_any()
        }
        (Standing::SignIn | Standing::Answer { .. }, who) => {
            let ways = if let Who::Nobody(ways) = who { ways } else { Vec::new() };
            provide_context(Suggested(invitation.email.clone(), invitation.id.clone()));
            view! {
                <Terms invitation=invitation.clone()/>
                <p>{people().sign_in_as_invited(&invitation.email)}</p>
                <Ways ways/>
            }
            .into_any()
        }
        (Standing::OtherAccount, _) => view! { <Other look invitation=invitation.clone() agent/> }.into_any(),
        (Standing::Member(id), _) => {
            let navigation = Navigation::expect();
            let name = invitation.workgroup_name.clone();
            Effect::new(move |_| {
                if let Some(id) = id.clone() {
                    go(&navigation, id);
                    announce::tell(&people().already_there(&name));
                }
            });
            view! { <p>{people().already_there(&invitation.workgroup_name)}</p> }.into_any()
        }
        (Standing::Ended(state), _) => view! { <Ended look invitation=invitation.clone() state/> }.into_any(),
    };
    view! {
        <h1>{title}</h1>
        {below}
        <FieldError id="join-error" message=look.trouble/>
    }
}

/// Who invites, to what, until when.
#[component]
fn Terms(invitation: InvitationToMe) -> impl IntoView {
    view! {
        <dl class="terms">
            <dt>{people().invited_by()}</dt><dd>{invitation.inviter_name}</dd>
            <dt>{people().your_role()}</dt>
            <dd><strong>{text::role(invitation.role)}</strong>" "{role_means(invitation.role)}</dd>
            <dt>{people().open_until()}</dt><dd>{moment_with_zone(invitation.expires_at)}</dd>
            <dt>{people().invited_address()}</dt><dd>{invitation.email}</dd>
        </dl>
    }
}

/// The right account looks at an invitation that waits.
#[component]
fn Offer(look: Look, invitation: InvitationToMe, returns: bool, agent: Agent) -> impl IntoView {
    let (navigation, app) = (Navigation::expect(), App::expect());
    let busy = RwSignal::new(false);
    let who = agent.session.agent.clone();
    let begin = move || {
        let free = !busy.get_untracked();
        if free {
            busy.set(true);
            look.trouble.set(None);
        }
        free
    };
    let key = look.key.get_untracked().unwrap_or_else(|| InvitationKey::id(invitation.id.clone()));
    let id = invitation.id.clone();
    let (other_key, other_agent) = ((id.clone(), key.clone()), agent.clone());
    let other_app = app.clone();
    let accepts = move |_| {
        if begin() {
            let answer = accept(look, (id.clone(), key.clone()), agent.clone(), navigation.clone(), app.clone());
            spawn_local(async move {
                answer.await;
                busy.try_set(false);
            });
        }
    };
    let declines = move |_| {
        if begin() {
            let answer = decline(look, other_key.clone(), other_agent.clone(), other_app.clone());
            spawn_local(async move {
                answer.await;
                busy.try_set(false);
            });
        }
    };
    view! {
        <Terms invitation/>
        <p>{people().joins_as(&who.email, &who.name)}</p>
        {returns.then(|| view! { <p>{people().returns()}</p> })}
        <p class="quiet">{people().nothing_yet()}</p>
        <div class="actions start">
            <button type="button" class="button primary" aria-disabled=move || busy.get().to_string() on:click=accepts>
                {people().accept()}
            </button>
            <button type="button" class="button" aria-disabled=move || busy.get().to_string() on:click=declines>
                {people().decline()}
            </button>
        </div>
        <p><a href="/">{people().to_workgroups()}</a></p>
    }
}

/// Somebody else looks at it.
#[component]
fn Other(look: Look, invitation: InvitationToMe, agent: Option<Agent>) -> impl IntoView {
    let app = App::expect();
    let mine = agent.as_ref().map(|agent| agent.session.agent.email.clone()).unwrap_or_default();
    let subject = people().ask_subject(&invitation.workgroup_name);
    let body = people().ask_body(&invitation.email, &mine, &invitation.workgroup_name);
    let encode = |text: &str| String::from(js_sys::encode_uri_component(text));
    let mail = format!("mailto:?subject={}&body={}", encode(&subject), encode(&body));
    let (busy, asked, refused) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let token = look.key.get_untracked().and_then(|key| key.token);
    let told = people().asked_for_me(&mine);
    let ask = token.map(|token| {
        let ask = move |_| {
            if busy.get_untracked() {
                return;
            }
            busy.set(true);
            look.trouble.set(None);
            let token = token.clone();
            spawn_local(async move {
                let answer = ask_for_me(token).await;
                busy.try_set(false);
                match answer {
                    Ok(()) => drop(asked.try_set(true)),
                    Err(failure) => {
                        let why = text::failure(&failure);
                        look.trouble.try_set(Some(why));
                        refused.try_set(failure.kind().is_some());
                    }
                }
            });
        };
        view! {
            <button
                type="button" class="button" aria-disabled=move || busy.get().to_string() hidden=move || asked.get() on:click=ask
            >
                {people().ask_this_address()}
            </button>
        }
    });
    let asking = RwSignal::new(false);
    let switch = move |_| {
        if let Some(agent) = &agent {
            sign_out::begin(agent, &app, asking, After::Invitation);
        }
    };
    view! {
        <p>{people().for_other()}</p>
        <dl class="terms">
            <dt>{people().invited_address()}</dt><dd>{invitation.email}</dd>
            <dt>{people().your_address()}</dt><dd>{mine}</dd>
            <dt>{people().invited_by()}</dt><dd>{invitation.inviter_name}</dd>
        </dl>
        <div class="actions start">
            <button type="button" class="button primary" on:click=switch>{people().switch_account()}</button>
            {ask}
            <a class="button" href=mail rel="external" hidden=move || !refused.get()>{people().ask_by_mail()}</a>
        </div>
        <p role="status">{move || asked.get().then(|| told.clone())}</p>
        <p class="quiet" hidden=move || asked.get()>{people().ask_this_note()}</p>
        {SIGN_OUT.show_once(move || asking.get(), move |dialog| dialog(asking, After::Invitation))}
        <p><a href="/">{people().to_workgroups()}</a></p>
    }
}

/// It cannot be answered any more.
#[component]
fn Ended(look: Look, invitation: InvitationToMe, state: InvitationState) -> impl IntoView {
    let when = moment_with_zone(invitation.expires_at);
    let words = match state {
        InvitationState::Expired => people().ended_expired(&when),
        InvitationState::Revoked => people().ended_revoked().to_owned(),
        InvitationState::Declined => people().ended_declined().to_owned(),
        InvitationState::Accepted => people().ended_accepted().to_owned(),
        InvitationState::Pending | InvitationState::Unknown => people().ended_so().to_owned(),
    };
    // Only the link proves that it was sent to them.
    let token = look.key.get_untracked().and_then(|key| key.token);
    let asks = token.filter(|_| matches!(state, InvitationState::Expired | InvitationState::Revoked));
    let (busy, asked) = (RwSignal::new(false), RwSignal::new(false));
    let ask = asks.map(|token| {
        let ask = move |_| {
            if busy.get_untracked() {
                return;
            }
            busy.set(true);
            let token = token.clone();
            spawn_local(async move {
                let answer = ask_again(token).await;
                busy.try_set(false);
                match answer {
                    Ok(()) => {
                        look.trouble.try_set(None);
                        asked.try_set(true);
                    }
                    Err(failure) => {
                        let why = text::failure(&failure);
                        look.trouble.try_set(Some(why));
                    }
                }
            });
        };
        view! {
            <button type="button" class="button primary" hidden=move || asked.get() on:click=ask>{people().ask_new()}</button>
        }
    });
    view! {
        <p>{words}</p>
        <div class="actions start">
            {ask}
            <a class="button" href="/">{people().to_workgroups()}</a>
        </div>
        <p role="status">{move || asked.get().then(|| people().asked_new())}</p>
    }
}

/// What a role is, in plain words.
fn role_means(role: Role) -> &'static str {
    match role {
        Role::Administrator => people().means_administrator(),
        Role::Manager => people().means_manager(),
        Role::Associate => people().means_associate(),
        Role::Inactive | Role::Unknown => "",
    }
}
