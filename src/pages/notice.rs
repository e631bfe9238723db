//! The frame of the honest pages: what happened, and what to do next.

use crate::app::App;
use leptos::prelude::*;

/// A page that says one thing.
#[component]
pub fn Notice(
    /// Its heading.
    #[prop(into)]
    title: String,
    /// What happened and what to do.
    #[prop(into)]
    lead: String,
    /// What can be done here.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    set_title(&title);
    view! {
        <section class="notice-page">
            <h1>{title}</h1>
            <p>{lead}</p>
            {children.map(|children| children())}
        </section>
    }
}

/// The frame of a page outside the shell.
#[component]
pub fn Alone(children: Children) -> impl IntoView {
    view! {
        <header class="alone-head" role="banner"><Brand/></header>
        <main class="alone" id="main" tabindex="-1">{children()}</main>
    }
}

/// The installation's logo and name.
#[component]
pub fn Brand() -> impl IntoView {
    let app = App::expect();
    let (brand, logo) = (app.brand.clone(), app.logo);
    view! {
        <span class="brand">
            {move || logo.get().map(|src| view! { <img src=src alt="" width="20" height="20"/> })}
            {move || brand.get()}
        </span>
    }
}

/// Names the page in the tab.
pub fn set_title(page: &str) {
    let brand = App::expect().brand.get_untracked();
    document().set_title(&crate::locale::t().title(&brand, page));
}
