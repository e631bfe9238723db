//! Nothing is at the address.

use super::notice::Notice;
use crate::{locale::t, on_demand::on_demand};
use leptos::prelude::*;

on_demand! {
    /// The page for addresses that mean nothing.
    pub static NOT_FOUND in rare = fn not_found() => view! { <NotFound/> };
}

#[component]
fn NotFound() -> impl IntoView {
    view! {
        <Notice title=t().not_found_title() lead=t().not_found_lead()>
            <a class="button primary" href="/">{t().go_home()}</a>
        </Notice>
    }
}
