//! The address selects a workgroup that the agent cannot see, or cannot see any more. Which of the
//! two is only said where the page knows it of itself.

use super::notice::Notice;
use crate::{
    agent::Agent,
    locale::t,
    on_demand::on_demand,
    route::{Page, Route},
};
use contract::id::WorkgroupId;
use leptos::prelude::*;

on_demand! {
    /// The page for a workgroup that cannot be seen.
    pub static NO_ACCESS in rare = fn no_access(id: WorkgroupId) => view! { <NoAccess id/> };
}

#[component]
fn NoAccess(
    /// The workgroup that the address selects.
    id: WorkgroupId,
) -> impl IntoView {
    let agent = Agent::expect();
    let own = Route::Workgroup(agent.session.default_workgroup.clone(), Page::Settings).to_string();
    let (title, lead) = match agent.lost.get_untracked() {
        Some((lost, name)) if lost == id => (t().lost_access_title(), t().lost_access_lead(&name)),
        _ => (t().no_access_title(), t().no_access_lead().to_owned()),
    };
    view! {
        <Notice title=title lead=lead>
            <a class="button primary" href=own>{t().go_default()}</a>
        </Notice>
    }
}
