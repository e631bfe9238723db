//! `ui::dom`

use super::{find, mount};
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use workgroups::ui::dom;

#[wasm_bindgen_test]
async fn a_text_is_written_where_nothing_or_only_a_marker_stood() {
    let _stage = mount(|| view! { <p id="a">"before"</p><p id="b"></p><p id="c">{None::<String>}</p> }).await;
    for id in ["#a", "#b", "#c"] {
        for text in ["first", "second"] {
            dom::write(&find(id), text);
            assert_eq!(find(id).inner_text(), text, "in {id}");
        }
    }
}

#[wasm_bindgen_test]
async fn a_text_keeps_its_node() {
    let _stage = mount(|| view! { <p>"before"</p> }).await;
    let node = find("p").first_child();
    dom::write(&find("p"), "after");
    assert_eq!(find("p").first_child(), node);
}
