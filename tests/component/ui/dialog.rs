//! `ui::dialog`

use super::{all, find, focused, is_shown, mount};
use crate::wait::until;
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use workgroups::ui::{dialog::Dialog, dom};

#[wasm_bindgen_test]
async fn it_is_open_while_it_is_said_to_be_and_gives_the_focus_back() {
    let open = RwSignal::new(false);
    let _stage = mount(move || {
        view! {
            <button on:click=move |_| open.set(true)>"Open"</button>
            <Dialog open labelledby="title"><h2 id="title">"Title"</h2><button autofocus=true>"Inside"</button></Dialog>
        }
    })
    .await;
    let button = find("button");
    dom::focus(&button);
    button.click();
    until("the dialog shows", || is_shown(&find("dialog"))).await;
    until("the focus is inside", || focused() == "Inside").await;

    open.set(false);
    until("the dialog is gone", || !is_shown(&find("dialog"))).await;
    assert_eq!(focused(), "Open");
}

#[wasm_bindgen_test]
async fn closed_by_the_browser_it_says_so_and_begins_anew_when_opened_again() {
    let open = RwSignal::new(false);
    let _stage = mount(move || {
        view! { <Dialog open labelledby="title"><h2 id="title">"Title"</h2><input/></Dialog> }
    })
    .await;
    open.set(true);
    until("the dialog shows", || !all("input").is_empty()).await;
    find("input").set_attribute("data-touched", "").expect("is set");

    // What the browser does on Escape.
    dom::call(&find("dialog"), "close");
    until("the signal follows", || !open.get_untracked()).await;
    until("its inside is gone", || all("input").is_empty()).await;
    open.set(true);
    until("the dialog shows again", || !all("input").is_empty()).await;
    assert!(all("[data-touched]").is_empty());
}
