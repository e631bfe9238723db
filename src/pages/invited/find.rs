//! Without a link: the invitations to the signed-in agent's address, and the code of the mail.

use super::Look;
use crate::{
    agent::Agent,
    api::{Call, Failure},
    locale::people,
    route::Route,
    text,
    ui::{abort::owned_abort, dom, field_error::FieldError},
};
use contract::{
    invitation::{CODE_LENGTH, InvitationKey, InvitationToMe},
    list::List,
    path,
    problem::FieldCode,
};
use leptos::{ev::SubmitEvent, html, prelude::*, task::spawn_local};

/// What there is to choose from.
#[component]
pub fn Find(
    /// The page.
    look: Look,
    /// Who is signed in.
    agent: Agent,
) -> impl IntoView {
    let waiting = RwSignal::new(None::<Result<Vec<InvitationToMe>, Failure>>);
    Effect::new(move |_| {
        let Some(abort) = owned_abort() else { return };
        spawn_local(async move {
            let answer: Result<List<InvitationToMe>, Failure> =
                Call::get(path::INVITATIONS_TO_ME).abortable(&abort).json_answer().await;
            if !abort.signal().aborted() {
                waiting.try_set(Some(answer.map(|list| list.items)));
            }
        });
    });
    let who = agent.session.agent.email.clone();
    let list = move || match waiting.get() {
        None => ().into_any(),
        Some(Err(failure)) => view! { <p role="alert" class="field-error">{text::failure(&failure)}</p> }.into_any(),
        Some(Ok(all)) if all.is_empty() => view! { <p>{people().none_waiting(&who)}</p> }.into_any(),
        Some(Ok(all)) => {
            let item = |one: InvitationToMe| {
                let words = people().invited_as(&one.inviter_name, text::role(one.role));
                view! {
                    <li>
                        <a class="button wide" href=Route::InvitationTo(one.id).to_string()>
                            <span>{one.workgroup_name}</span>
                            <small>{words}</small>
                        </a>
                    </li>
                }
            };
            view! { <ul class="plain" aria-label=people().waiting()>{all.into_iter().map(item).collect::<Vec<_>>()}</ul> }
                .into_any()
        }
    };
    view! {
        <h1>{people().join_some()}</h1>
        {list}
        <Code look/>
        <p><a href="/">{people().to_workgroups()}</a></p>
    }
}

#[component]
fn Code(look: Look) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let problem = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(field) = input.get_untracked() else { return };
        if busy.get_untracked() {
            return;
        }
        let code: String = field.value().chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        if code.len() != CODE_LENGTH {
            problem.set(Some(people().code_length(&CODE_LENGTH.to_string())));
            return dom::focus(&field);
        }
        problem.set(None);
        busy.set(true);
        let key = InvitationKey::code(code);
        spawn_local(async move {
            let answer: Result<InvitationToMe, Failure> =
                Call::post(path::INVITATION_LOOK_UP, &key, None).json_answer().await;
            busy.try_set(false);
            match answer {
                // From here on by its identifier: a code is tried only so many times.
                Ok(found) => drop(look.key.try_set(Some(InvitationKey::id(found.id)))),
                Err(failure) => {
                    let why = refused(&failure);
                    problem.try_set(Some(why));
                    dom::focus(&field);
                }
            }
        });
    };
    view! {
        <form class="way" on:submit=submit novalidate=true>
            <label class="field">
                {people().code()}
                <input
                    type="text" class="input code" node_ref=input autocomplete="off" autocapitalize="characters" spellcheck="false"
                    maxlength="20" aria-describedby="join-code-hint join-code-error"
                    aria-invalid=move || problem.read().is_some().to_string()
                />
            </label>
            <p id="join-code-hint" class="quiet">{people().code_hint()}</p>
            <FieldError id="join-code-error" message=problem/>
            <button type="submit" class="button">{people().use_invitation_code()}</button>
        </form>
    }
}

/// Why a code is not taken.
fn refused(failure: &Failure) -> String {
    let code = match failure {
        Failure::Problem(problem, _) => problem.code_at("/code"),
        _ => None,
    };
    match code {
        Some(FieldCode::Locked) => people().code_locked().to_owned(),
        Some(FieldCode::Invalid) => people().code_length(&CODE_LENGTH.to_string()),
        Some(FieldCode::WrongCode) => people().code_wrong().to_owned(),
        _ => text::failure(failure),
    }
}
