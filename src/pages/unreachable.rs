//! The page has loaded, but its backend does not answer as it should.

use super::notice::{Alone, Notice};
use crate::{
    api::{self, Failure},
    app::App,
    locale::t,
    on_demand::on_demand,
    text,
};
use leptos::{prelude::*, task::spawn_local};

on_demand! {
    /// Says what to start, and tries again.
    pub static UNREACHABLE in rare = fn unreachable_page(failure: Failure) => view! { <Unreachable failure/> };
}

#[component]
fn Unreachable(
    /// What came instead of an answer.
    failure: Failure,
) -> impl IntoView {
    let app = App::expect();
    let busy = RwSignal::new(false);
    let retry = move |_| {
        let app = app.clone();
        busy.set(true);
        spawn_local(async move {
            app.start().await;
            busy.try_set(false);
        });
    };
    let lead = match &failure {
        Failure::Unreachable => t().unreachable_lead(&address()),
        other => text::failure(other),
    };
    let id = failure.request_id().map(|id| t().quote_id(id));
    view! {
        <Alone>
            <Notice title=t().unreachable_title() lead=lead>
                {id.map(|id| view! { <p class="quiet">{id}</p> })}
                <button type="button" class="button primary" on:click=retry aria-disabled=move || busy.get().to_string()>
                    {t().retry()}
                </button>
            </Notice>
        </Alone>
    }
}

/// Where the backend is looked for.
fn address() -> String {
    let base = api::url("");
    if base.is_empty() { location().origin().unwrap_or_default() } else { base }
}
