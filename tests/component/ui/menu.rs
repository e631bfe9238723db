//! `ui::menu`

use super::{all, find, focused, is_shown, mount, press};
use crate::{stage::Stage, wait::until};
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use workgroups::ui::menu::Menu;

async fn opened(chosen: RwSignal<u32>) -> Stage {
    let stage = mount(move || {
        view! {
            <Menu id="menu" label="Add">
                <button role="menuitem" on:click=move |_| chosen.set(1)>"One"</button>
                <button role="menuitem" on:click=move |_| chosen.set(2)>"Two"</button>
                <button role="menuitem" on:click=move |_| chosen.set(3)>"Three"</button>
            </Menu>
        }
    })
    .await;
    find("[aria-haspopup=menu]").click();
    until("the first item has the focus", || focused() == "One").await;
    stage
}

#[wasm_bindgen_test]
async fn arrows_go_around_and_home_and_end_to_the_ends() {
    let _stage = opened(RwSignal::new(0)).await;
    for (key, item) in [
        ("ArrowDown", "Two"),
        ("ArrowDown", "Three"),
        ("ArrowDown", "One"),
        ("ArrowUp", "Three"),
        ("Home", "One"),
        ("End", "Three"),
    ] {
        assert!(press(key), "{key} is taken");
        assert_eq!(focused(), item, "after {key}");
    }
    assert!(!press("a"), "other keys are left alone");
}

#[wasm_bindgen_test]
async fn choosing_closes_it() {
    let chosen = RwSignal::new(0);
    let _stage = opened(chosen).await;
    press("ArrowDown");
    all("[role=menuitem]")[1].click();
    assert_eq!(chosen.get_untracked(), 2);
    until("the menu is closed", || !is_shown(&find("[role=menu]"))).await;
}

#[wasm_bindgen_test]
async fn tab_closes_it_and_goes_its_way() {
    let _stage = opened(RwSignal::new(0)).await;
    assert!(!press("Tab"), "the browser moves the focus");
    until("the menu is closed", || !is_shown(&find("[role=menu]"))).await;
}
