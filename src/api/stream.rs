//! An answer that comes in pieces for as long as it is wanted.

use super::{Call, Failure, read, url};
use js_sys::{Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

/// The body of an answer that is being read. What is not read any more is ended by the caller's own
/// abort.
pub struct Pieces(JsValue);

impl Call<'_> {
    /// Sends once; the answer may take as long as it wants, until `abort` ends it.
    ///
    /// # Errors
    /// Every way in which there is no such answer.
    pub async fn open(self, abort: &AbortController) -> Result<Pieces, Failure> {
        let request = self.request(&url(self.path), &abort.signal()).map_err(|_| Failure::Unreachable)?;
        let response = request.send().await.map_err(|_| Failure::Unreachable)?;
        if !response.ok() {
            return read(response).await.and(Err(Failure::Unreadable));
        }
        let body = Reflect::get(&web_sys::Response::from(response), &"body".into()).unwrap_or_default();
        call(&body, "getReader").map(Pieces).ok_or(Failure::Unreadable)
    }
}

impl Pieces {
    /// The next piece; none where the answer has come to its end.
    ///
    /// # Errors
    /// The connection broke.
    pub async fn next(&self) -> Result<Option<Vec<u8>>, Failure> {
        let piece = call(&self.0, "read").and_then(|piece| piece.dyn_into::<Promise>().ok());
        let piece = JsFuture::from(piece.ok_or(Failure::Unreachable)?).await.map_err(|_| Failure::Unreachable)?;
        let bytes = Reflect::get(&piece, &"value".into()).ok().and_then(|bytes| bytes.dyn_into::<Uint8Array>().ok());
        Ok(bytes.map(|bytes| bytes.to_vec()))
    }
}

/// Calls a method without arguments: a binding of its own for each would be in the first load.
fn call(object: &JsValue, method: &str) -> Option<JsValue> {
    let function = Reflect::get(object, &method.into()).ok()?.dyn_into::<Function>().ok()?;
    function.call0(object).ok()
}
