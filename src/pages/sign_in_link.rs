//! The page of the emailed sign-in link. Opening it uses nothing up: a person has to press the
//! button. The token leaves the address bar at once, so that it is in no history.

use super::{
    invited::back,
    notice::{Alone, Notice},
};
use crate::{
    api::Call, app::App, locale::t, navigation::Navigation, on_demand::on_demand, text, ui::field_error::FieldError,
};
use contract::{path, session::Session, sign_in::SignInWithLink};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsValue;

thread_local! {
    /// The token outlives a rebuild of the view (another language), not the page.
    static TOKEN: std::cell::RefCell<String> = const { std::cell::RefCell::new(String::new()) };
}

on_demand! {
    /// The page that the link leads to.
    pub static SIGN_IN_LINK_PAGE in rare = fn sign_in_link_page() => view! { <SignInLinkPage/> };
}

#[component]
fn SignInLinkPage() -> impl IntoView {
    let app = App::expect();
    let token = take_token();
    if token.is_empty() {
        return view! {
            <Alone>
                <Notice title=t().link_title() lead=t().link_missing()>
                    <a class="button primary" href="/" rel="external">{t().link_new()}</a>
                </Notice>
            </Alone>
        }
        .into_any();
    }
    let navigation = Navigation::expect();
    let problem = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let sign_in = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (app, navigation, token) = (app.clone(), navigation.clone(), token.clone());
        spawn_local(async move {
            let session: Result<Session, _> =
                Call::post(path::SIGN_IN_LINK, &SignInWithLink { token }, None).json_answer().await;
            busy.try_set(false);
            match session {
                Ok(session) => {
                    TOKEN.set(String::new());
                    // Whoever came by an invitation goes back to it.
                    back::enter(&app, &navigation, session).await;
                }
                Err(failure) => {
                    let text = text::failure(&failure);
                    problem.try_set(Some(text));
                }
            }
        });
    };
    view! {
        <Alone>
            <Notice title=t().link_title() lead=t().link_lead()>
                <button type="button" class="button primary" on:click=sign_in>{t().sign_in()}</button>
                <FieldError id="link-error" message=problem/>
                <p hidden=move || problem.read().is_none()>
                    <a href="/" rel="external">{t().link_new()}</a>
                </p>
            </Notice>
        </Alone>
    }
    .into_any()
}

fn take_token() -> String {
    let fragment = location().hash().unwrap_or_default();
    if let Some(token) = fragment.strip_prefix('#').filter(|token| !token.is_empty()) {
        TOKEN.set(token.to_owned());
        if let Ok(history) = window().history() {
            // It throws only for another origin.
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some("/sign-in/link"));
        }
    }
    TOKEN.with_borrow(Clone::clone)
}
