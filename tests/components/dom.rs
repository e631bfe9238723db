//! `ui::dom`

use crate::stage::mount;
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use workgroups::ui::dom;

#[wasm_bindgen_test]
async fn a_text_is_written_where_nothing_or_only_a_marker_stood() {
    let stage = mount(|| view! { <p id="a">"before"</p><p id="b"></p><p id="c">{()}</p> }).await;
    for id in ["#a", "#b", "#c"] {
        for text in ["first", "second"] {
            dom::write(&stage.find(id), text);
            assert_eq!(stage.find(id).inner_text(), text, "in {id}");
        }
    }
}

#[wasm_bindgen_test]
async fn a_text_keeps_its_node() {
    let stage = mount(|| view! { <p>"before"</p> }).await;
    let node = stage.find("p").first_child();
    dom::write(&stage.find("p"), "after");
    assert_eq!(stage.find("p").first_child(), node);
}
