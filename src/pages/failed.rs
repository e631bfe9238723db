//! The selected workgroup could not be read.

use super::notice::Notice;
use crate::{api::Failure, browser, locale::t, on_demand::on_demand, text};
use leptos::prelude::*;

on_demand! {
    /// Says why, and tries again.
    pub static FAILED in rare = fn failed(failure: Failure) => view! { <Failed failure/> };
}

#[component]
fn Failed(failure: Failure) -> impl IntoView {
    let id = failure.request_id().map(|id| t().quote_id(id));
    let lead = text::failure(&failure);
    view! {
        <Notice title=t().failed_title() lead=lead>
            {id.map(|id| view! { <p class="quiet">{id}</p> })}
            <button type="button" class="button primary" on:click=|_| browser::reload()>{t().retry()}</button>
        </Notice>
    }
}
