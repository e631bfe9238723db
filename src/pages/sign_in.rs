//! Signing in, by whichever ways the backend offers.

use super::{
    invited::back,
    notice::{Alone, set_title},
};
use crate::{
    announce,
    api::{self, Call, Failure},
    app::App,
    browser,
    locale::{language, t},
    navigation::Navigation,
    on_demand::on_demand,
    text,
    ui::{dom, field_error::FieldError},
};
use contract::{
    id::InvitationId,
    path,
    session::Session,
    sign_in::{RequestSignIn, SampleAgent, SignInAsSample, SignInKind, SignInRequested, SignInWay, SignInWithCode},
};
use leptos::{ev::SubmitEvent, html, prelude::*, task::spawn_local};

on_demand! {
    /// The page for somebody who is not signed in.
    pub static SIGN_IN_PAGE in rare = fn sign_in_page(ways: Vec<SignInWay>) => view! { <SignInPage ways/> };
}

#[component]
fn SignInPage(
    /// The ways that the backend offers.
    ways: Vec<SignInWay>,
) -> impl IntoView {
    let title = t().sign_in_to(&App::expect().brand.get_untracked());
    set_title(t().sign_in());
    view! {
        <Alone>
            <section class="sign-in">
                <h1>{title}</h1>
                <Ways ways/>
            </section>
        </Alone>
    }
}

/// The address that is to be signed in with, and the invitation that is waited for there, where
/// they are known.
#[derive(Debug, Clone)]
pub struct Suggested(pub String, pub InvitationId);

/// The ways to sign in.
#[component]
pub fn Ways(
    /// The ways that the backend offers.
    ways: Vec<SignInWay>,
) -> impl IntoView {
    let known = ways.iter().any(|way| matches!(way.kind, SignInKind::Email | SignInKind::Sample));
    let ways: Vec<_> = ways
        .into_iter()
        .map(|way| match (way.kind, way.href) {
            (SignInKind::Email, _) => view! { <ByMail/> }.into_any(),
            (SignInKind::Sample, _) => view! { <BySample agents=way.agents/> }.into_any(),
            (SignInKind::Mailbox, Some(href)) => {
                view! { <p><a href=api::url(&href) rel="external">{t().mailbox()}</a></p> }.into_any()
            }
            (SignInKind::Mailbox | SignInKind::Unknown, _) => ().into_any(),
        })
        .collect();
    view! {
        {ways}
        {(!known).then(|| view! { <p>{t().no_ways()}</p> })}
    }
}

#[component]
fn BySample(agents: Vec<SampleAgent>) -> impl IntoView {
    let (app, navigation) = (App::expect(), Navigation::expect());
    let problem = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let sign_in = move |agent: SampleAgent| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (app, navigation) = (app.clone(), navigation.clone());
        spawn_local(async move {
            let body = SignInAsSample { agent: agent.id };
            let session: Result<Session, Failure> = Call::post(path::SIGN_IN_SAMPLE, &body, None).json_answer().await;
            busy.try_set(false);
            match session {
                Ok(session) => back::enter(&app, &navigation, session).await,
                Err(failure) => show(problem, &failure),
            }
        });
    };
    let buttons: Vec<_> = agents
        .into_iter()
        .map(|agent| {
            let (sign_in, chosen) = (sign_in.clone(), agent.clone());
            view! {
                <li>
                    <button type="button" class="button wide" on:click=move |_| sign_in(chosen.clone())>
                        <span>{t().sign_in_as(&agent.name)}</span>
                        <small>{agent.email}</small>
                    </button>
                </li>
            }
        })
        .collect();
    view! {
        <div class="way">
            <h2>{t().sample_title()}</h2>
            <p class="quiet">{t().sample_lead()}</p>
            <ul class="plain">{buttons}</ul>
            <FieldError id="sample-error" message=problem/>
        </div>
    }
}

/// Asks for the mail, then for its code.
#[component]
fn ByMail() -> impl IntoView {
    let asked = RwSignal::new(None::<(String, SignInRequested)>);
    view! {
        <div class="way">
            {move || match asked.get() {
                None => view! { <AskMail asked/> }.into_any(),
                Some((email, request)) => view! { <UseCode email request asked/> }.into_any(),
            }}
        </div>
    }
}

type Asked = RwSignal<Option<(String, SignInRequested)>>;

#[component]
fn AskMail(asked: Asked) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let suggested = use_context::<Suggested>();
    let left = suggested.as_ref().map(|Suggested(_, invitation)| invitation.clone());
    let suggested = suggested.map(|Suggested(address, _)| address);
    let problem = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    // One key for one address: a second press after a lost answer sends no second mail.
    let key = StoredValue::new((String::new(), String::new()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(field) = input.get_untracked() else { return };
        if busy.get_untracked() {
            return;
        }
        let email = field.value().trim().to_owned();
        if email.is_empty() || !field.check_validity() {
            problem.set(Some(t().not_an_address().to_owned()));
            return dom::focus(&field);
        }
        key.update_value(|(of, key)| {
            if *of != email {
                (*of, *key) = (email.clone(), browser::random_key());
            }
        });
        problem.set(None);
        busy.set(true);
        let left = left.clone();
        spawn_local(async move {
            let body = RequestSignIn { email: email.clone(), language: Some(language().to_owned()) };
            let key = key.get_value().1;
            let answer: Result<SignInRequested, _> =
                Call::post(path::SIGN_IN_REQUESTS, &body, Some(&key)).json_answer().await;
            busy.try_set(false);
            match answer {
                Ok(request) => {
                    left.iter().for_each(back::leave);
                    announce::status(&t().mail_sent(&email));
                    asked.try_set(Some((email, request)));
                }
                Err(failure) => show(problem, &failure),
            }
        });
    };
    view! {
        <form on:submit=submit novalidate=true>
            <p class="quiet">{t().sign_in_lead()}</p>
            <label class="field">
                {t().email()}
                <input
                    type="email" name="email" autocomplete="email" maxlength="254" class="input" node_ref=input value=suggested
                    aria-describedby="email-error" aria-invalid=move || problem.read().is_some().to_string()
                />
            </label>
            <FieldError id="email-error" message=problem/>
            <button type="submit" class="button primary">
                {move || if busy.get() { t().sending() } else { t().send_mail() }}
            </button>
        </form>
    }
}

#[component]
fn UseCode(email: String, request: SignInRequested, asked: Asked) -> impl IntoView {
    let (app, navigation) = (App::expect(), Navigation::expect());
    let input = NodeRef::<html::Input>::new();
    let problem = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    dom::focus_soon(move || input.get_untracked().map(Into::into));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(field) = input.get_untracked() else { return };
        if busy.get_untracked() {
            return;
        }
        let (app, navigation) = (app.clone(), navigation.clone());
        let (id, code) = (request.id.clone(), field.value());
        problem.set(None);
        busy.set(true);
        spawn_local(async move {
            let body = SignInWithCode { id, code };
            let session: Result<Session, _> = Call::post(path::SIGN_IN_CODE, &body, None).json_answer().await;
            busy.try_set(false);
            match session {
                Ok(session) => back::enter(&app, &navigation, session).await,
                Err(failure) => {
                    show(problem, &failure);
                    dom::focus(&field);
                }
            }
        });
    };
    view! {
        <form on:submit=submit novalidate=true>
            <p>{t().mail_sent(&email)}</p>
            <label class="field">
                {t().code()}
                <input
                    inputmode="numeric" autocomplete="one-time-code" maxlength="12" prop:value="" class="input code" node_ref=input
                    aria-describedby="code-hint code-error" aria-invalid=move || problem.read().is_some().to_string()
                />
            </label>
            <p id="code-hint" class="quiet">{t().code_hint()}</p>
            <FieldError id="code-error" message=problem/>
            <div class="actions">
                <button type="submit" class="button primary">{t().use_code()}</button>
                <button type="button" class="button" on:click=move |_| asked.set(None)>{t().other_address()}</button>
            </div>
        </form>
    }
}

fn show(problem: RwSignal<Option<String>>, failure: &Failure) {
    let text = text::failure(failure);
    problem.try_set(Some(text));
}
