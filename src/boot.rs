//! What the boot script (`src/boot.js`) began while this module was still on its way.

use crate::browser;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// The text of config.json; none where it could not be loaded.
pub async fn config() -> Option<String> {
    let promise = browser::take("workgroupsBoot", "config")?.dyn_into::<js_sys::Promise>().ok()?;
    JsFuture::from(promise).await.ok()?.as_string()
}
