//! The page of an invitation, as the invited person sees it. Opening it changes nothing: a person
//! has to press a button, signed in with the invited address.

mod answer;
pub mod back;
pub mod card;
pub mod find;
mod standing;
pub mod token;

use super::{
    about_people,
    notice::{Alone, set_title},
    sign_in::Ways,
};
use crate::{
    agent::Agent,
    api::{Call, Failure},
    locale::people,
    navigation::Navigation,
    on_demand::on_demand,
    route::Route,
    text,
    ui::{abort::owned_abort, dom, focus},
};
use card::Card;
use contract::{
    invitation::{InvitationKey, InvitationToMe},
    path,
    problem::ProblemKind,
    sign_in::SignInWay,
};
use find::Find;
use leptos::{prelude::*, task::spawn_local};

/// Who looks at it.
#[derive(Debug, Clone)]
pub enum Who {
    /// That is still to be found out.
    Unknown,
    /// Nobody who is signed in; the ways to do so.
    Nobody(Vec<SignInWay>),
    /// A signed-in agent.
    Agent(Box<Agent>),
}

on_demand! {
    /// The page.
    pub static INVITED in invited with about_people = fn invited(who: Who) => view! { <Invited who/> };
}

/// The invitation, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Found {
    /// None is asked for.
    Nothing,
    Loading,
    Ready(Box<InvitationToMe>),
    Failed(Failure),
}

/// What the parts of the page share. A copy is a handle.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Which invitation.
    key: RwSignal<Option<InvitationKey>>,
    found: RwSignal<Found>,
    /// Rises when it is to be looked at once more.
    again: RwSignal<u32>,
    /// Why an answer was not taken.
    trouble: RwSignal<Option<String>>,
}

impl Look {
    /// Looks once more: what is shown may not be so any more.
    fn again(self) {
        self.again.try_update(|again| *again += 1);
    }
}

#[component]
fn Invited(
    /// Who looks at it.
    who: Who,
) -> impl IntoView {
    set_title(people().joining());
    let signed_in = matches!(who, Who::Agent(_));
    let route = Navigation::expect().route();
    let key = route.with_untracked(|route| named(route, signed_in));
    let look = Look {
        found: RwSignal::new(if key.is_some() { Found::Loading } else { Found::Nothing }),
        key: RwSignal::new(key),
        again: RwSignal::new(0),
        trouble: RwSignal::new(None),
    };
    Effect::new(move |before: Option<Route>| {
        let now = route.get();
        if before.is_some_and(|before| before != now) {
            look.trouble.set(None);
            look.found.set(Found::Nothing);
            look.key.set(named(&now, signed_in));
        }
        now
    });
    if matches!(who, Who::Unknown) {
        return view! { <Alone>""</Alone> }.into_any();
    }
    // Whoever comes here from another page has lost what had the focus there.
    dom::focus_soon(|| focus::focused().is_none().then(|| dom::find(&document().document_element()?, "#main"))?);
    follow(look);
    // Another link that is put into the address bar loads no page.
    let handle = window_event_listener(leptos::ev::hashchange, move |_| {
        if let Some(token) = token::take() {
            look.trouble.set(None);
            look.found.set(Found::Nothing);
            look.key.set(Some(InvitationKey::token(token)));
        }
    });
    on_cleanup(move || handle.remove());
    let who = StoredValue::new(who);
    let content = move || match look.found.get() {
        Found::Nothing => match who.get_value() {
            Who::Agent(agent) => view! { <Find look agent=*agent/> }.into_any(),
            Who::Nobody(ways) => view! { <SignInFirst ways/> }.into_any(),
            Who::Unknown => ().into_any(),
        },
        Found::Loading => view! {
            <div class="skeleton" aria-hidden="true"><i></i><i></i><i></i></div>
            <p class="hidden-text" role="status">{people().looking()}</p>
        }
        .into_any(),
        Found::Ready(invitation) => view! { <Card look invitation=*invitation who=who.get_value()/> }.into_any(),
        Found::Failed(failure) => view! { <Failed look failure who=who.get_value()/> }.into_any(),
    };
    view! { <Alone><section class="sign-in">{content}</section></Alone> }.into_any()
}

/// The invitation that the address names, or the link that waits. Without a session none is looked
/// at by its identifier.
fn named(route: &Route, signed_in: bool) -> Option<InvitationKey> {
    match route {
        Route::InvitationTo(id) => signed_in.then(|| InvitationKey::id(id.clone())),
        Route::Invitations => None,
        _ => token::take().map(InvitationKey::token),
    }
}

/// Looks at the invitation whenever another is asked for.
fn follow(look: Look) {
    Effect::new(move |_| {
        look.again.track();
        let Some(key) = look.key.get() else { return look.found.set(Found::Nothing) };
        if !matches!(*look.found.read_untracked(), Found::Ready(_)) {
            look.found.set(Found::Loading);
        }
        let Some(abort) = owned_abort() else { return };
        spawn_local(async move {
            let answer: Result<InvitationToMe, Failure> =
                Call::post(path::INVITATION_LOOK_UP, &key, None).abortable(&abort).json_answer().await;
            if abort.signal().aborted() {
                return;
            }
            look.found.try_set(match answer {
                Ok(invitation) => Found::Ready(Box::new(invitation)),
                Err(failure) => Found::Failed(failure),
            });
        });
    });
}

/// Without a token, nobody's invitations can be looked for.
#[component]
fn SignInFirst(ways: Vec<SignInWay>) -> impl IntoView {
    view! {
        <h1>{people().join_some()}</h1>
        <p>{people().join_sign_in()}</p>
        <Ways ways/>
    }
}

/// There is nothing to show.
#[component]
fn Failed(look: Look, failure: Failure, who: Who) -> impl IntoView {
    let navigation = Navigation::expect();
    let gone = failure.kind() == Some(ProblemKind::NotFound);
    let named = look.key.with_untracked(|key| key.as_ref().is_some_and(|key| key.id.is_some()));
    if gone {
        token::forget();
    }
    let why = match &who {
        Who::Agent(agent) if gone && named => people().not_for_you(&agent.session.agent.email),
        _ if gone => people().link_gone().to_owned(),
        _ => text::failure(&failure),
    };
    let other = move |_| {
        token::forget();
        look.found.set(Found::Nothing);
        look.key.set(None);
        navigation.replace(&Route::Invitations);
    };
    view! {
        <h1>{people().join_some()}</h1>
        <p role="alert">{why}</p>
        <div class="actions start">
            {(!gone).then(|| view! {
                <button type="button" class="button primary" on:click=move |_| look.again()>{crate::locale::t().retry()}</button>
            })}
            <button type="button" class="button" on:click=other>{people().other_invitation()}</button>
        </div>
    }
}
