//! Starts the page.

use leptos::{mount::mount_to, prelude::*};
use wasm_bindgen::JsCast as _;
use workgroups::{app::Page, boot, crash, locale};

fn main() {
    crash::watch();
    wasm_bindgen_futures::spawn_local(async {
        locale::choose(locale::preferred()).await;
        let config = boot::config().await;
        let Some(root) = document().get_element_by_id("app") else { return };
        root.set_text_content(None);
        mount_to(root.unchecked_into(), move || view! { <Page config/> }).forget();
    });
}
