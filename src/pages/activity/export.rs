//! The activity as a file. Where a request needs nothing of the page's own, the browser loads it by
//! itself; where it needs headers, or goes to another origin, the page asks for it and hands it over.

use crate::{
    agent::Agent,
    announce,
    api::{self, Call, Failure},
    text,
};
use js_sys::{Array, Uint8Array};
use leptos::{
    ev::MouseEvent,
    prelude::{document, set_timeout},
    task::spawn_local,
};
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{AbortController, Blob, HtmlAnchorElement, Url};

/// What the file is called.
pub const NAME: &str = "activity.csv";
/// How long a browser has to take the file over.
const TAKEN_OVER: Duration = Duration::from_secs(60);

/// The link to the file at this path was clicked.
pub fn clicked(event: &MouseEvent, path: String, agent: Agent) {
    if api::is_plain() {
        return;
    }
    event.prevent_default();
    spawn_local(async move {
        let loaded = load(&path).await;
        agent.note(&loaded);
        match loaded {
            Ok(file) => give(&file),
            Err(failure) => announce::show(&text::failure(&failure)),
        }
    });
}

/// Reads it to its end, however long that takes.
async fn load(path: &str) -> Result<Blob, Failure> {
    let abort = AbortController::new().map_err(|_| Failure::Unreachable)?;
    let pieces = Call::get(path).with("accept", "text/csv".to_owned()).open(&abort).await?;
    let parts = Array::new();
    while let Some(bytes) = pieces.next().await? {
        parts.push(&Uint8Array::from(&*bytes));
    }
    Blob::new_with_u8_array_sequence(&parts).map_err(|_| Failure::Unreadable)
}

/// Has the browser keep it as a file.
fn give(file: &Blob) {
    let Ok(address) = Url::create_object_url_with_blob(file) else { return };
    let link: HtmlAnchorElement = document().create_element("a").expect("a document makes links").unchecked_into();
    link.set_href(&address);
    link.set_download(NAME);
    link.click();
    // It throws only for what is no address.
    set_timeout(move || drop(Url::revoke_object_url(&address)), TAKEN_OVER);
}
