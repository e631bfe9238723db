//! Which page of the shell is at an address. Those that stand without a session are `app.rs`'s.

use super::{failed::FAILED, no_access::NO_ACCESS, not_found::NOT_FOUND, people::PEOPLE, settings::Settings};
use crate::{
    agent::Agent,
    navigation::Navigation,
    route::{Page, Route},
    scope::Selected,
};
use contract::id::WorkgroupId;
use leptos::prelude::*;

/// What is shown in the content area.
#[derive(Debug, Clone, PartialEq)]
enum Place {
    Home,
    Unknown,
    NoAccess(WorkgroupId),
    Failed(crate::api::Failure),
    /// Pages within a workgroup that can be seen, or is on its way. Which workgroup it is, and which
    /// view of the page, does not matter here: that is the page's own affair.
    Settings,
    /// With the activity, which is in the same part.
    People,
}

/// The page at the address.
#[component]
pub fn Of(
    /// The address.
    route: Memo<Route>,
    /// The workgroup that it selects.
    selected: Memo<Selected>,
) -> impl IntoView {
    let place = Memo::new(move |_| match (route.get(), selected.get()) {
        (Route::Unknown, _) => Place::Unknown,
        (_, Selected::Missing(id)) => Place::NoAccess(id),
        (_, Selected::Failed(_, failure)) => Place::Failed(failure),
        (Route::Workgroup(_, Page::Settings), _) => Place::Settings,
        (Route::Workgroup(_, Page::People(_) | Page::Activity), _) => Place::People,
        // The others are no pages of the shell (`app.rs`).
        _ => Place::Home,
    });
    move || match place.get() {
        Place::Home => view! { <GoHome/> }.into_any(),
        Place::Unknown => NOT_FOUND.show(|page| page()).into_any(),
        Place::NoAccess(id) => NO_ACCESS.show(move |page| page(id.clone())).into_any(),
        Place::Failed(failure) => FAILED.show(move |page| page(failure.clone())).into_any(),
        Place::Settings => view! { <Settings selected/> }.into_any(),
        Place::People => PEOPLE.show(move |page| page(route, selected)).into_any(),
    }
}

/// The start has no page of its own.
#[component]
fn GoHome() -> impl IntoView {
    let agent = Agent::expect();
    let navigation = Navigation::expect();
    Effect::new(move |_| {
        navigation.replace(&agent.home());
    });
}
