//! Nothing is at the address.

use super::notice::Notice;
use crate::locale::t;
use leptos::prelude::*;

/// The page for addresses that mean nothing.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <Notice title=t().not_found_title() lead=t().not_found_lead()>
            <a class="button primary" href="/">{t().go_home()}</a>
        </Notice>
    }
}
