//! What the boot script (`src/boot.js`) began while this module was still on its way.

use crate::{
    browser,
    config::{Config, ConfigError, Setting},
};
use js_sys::{JSON, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

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
    let promise = browser::take("workgroupsBoot", "config")?.dyn_into::<js_sys::Promise>().ok()?;
    JsFuture::from(promise).await.ok()?.as_string()
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
