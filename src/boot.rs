//! What the boot script (`src/boot.js`) began while this module was still on its way.

use crate::{
    browser,
    config::{Config, ConfigError, Setting},
};
use js_sys::{JSON, Object, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Where the boot script leaves the configuration.
const BOOT: &str = "workgroupsBoot";

/// The configuration.
///
/// # Errors
/// What is wrong with config.json.
pub async fn config() -> Result<Config, ConfigError> {
    let text = text().await.ok_or(ConfigError::Missing)?;
    let root = JSON::parse(&text).ok().filter(is_plain).ok_or(ConfigError::NotJson)?;
    Config::read(|key| Reflect::get(&root, &key.into()).map_or(Setting::Absent, setting))
}

async fn text() -> Option<String> {
    let promise = browser::take(BOOT, "config")?.dyn_into::<js_sys::Promise>().ok()?;
    JsFuture::from(promise).await.ok()?.as_string()
}

/// Where the browser keeps that somebody is signed in: the configuration, with which the boot
/// script asks for data at the next start before it has read config.json.
const SIGNED_IN: &str = "signed-in";

/// Somebody is signed in.
pub fn remember() {
    let text = Reflect::get(&window(), &BOOT.into()).and_then(|boot| Reflect::get(&boot, &"text".into()));
    if let (Some(storage), Some(text)) = (browser::local_storage(), text.ok().and_then(|text| text.as_string())) {
        // Without it the next start is a little slower.
        let _ = storage.set_item(SIGNED_IN, &text);
    }
}

/// Whether somebody was signed in at the end of the last visit.
pub fn was_signed_in() -> bool {
    browser::local_storage().is_some_and(|storage| storage.get_item(SIGNED_IN).ok().flatten().is_some())
}

/// Nobody is signed in any more.
pub fn forget() {
    if let Some(storage) = browser::local_storage() {
        // Left behind, it costs a few needless requests at the next start.
        let _ = storage.remove_item(SIGNED_IN);
    }
}

fn is_plain(value: &JsValue) -> bool {
    value.is_object() && !js_sys::Array::is_array(value)
}

fn setting(value: JsValue) -> Setting {
    if value.is_null() || value.is_undefined() {
        return Setting::Absent;
    }
    if let Some(text) = value.as_string() {
        return Setting::Text(text);
    }
    if !is_plain(&value) {
        return Setting::Other;
    }
    let keys = Object::keys(value.unchecked_ref::<Object>());
    let texts: Option<Vec<(String, String)>> = keys
        .iter()
        .filter_map(|key| key.as_string())
        .map(|key| {
            let text = Reflect::get(&value, &key.as_str().into()).ok()?.as_string()?;
            Some((key, text))
        })
        .collect();
    texts.map_or(Setting::Other, Setting::Texts)
}
