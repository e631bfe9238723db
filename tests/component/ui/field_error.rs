//! `ui::field_error`

use super::{find, mount};
use crate::wait::until;
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use workgroups::ui::field_error::FieldError;

#[wasm_bindgen_test]
async fn it_is_there_only_with_a_message() {
    let message = RwSignal::new(None::<String>);
    let _stage = mount(move || view! { <FieldError id="why" message/> }).await;
    assert!(find("#why").hidden());
    message.set(Some("Type a name.".to_owned()));
    until("the message shows", || !find("#why").hidden()).await;
    assert_eq!(find("#why").inner_text(), "Type a name.");
    message.set(None);
    until("the message is gone", || find("#why").hidden()).await;
}
