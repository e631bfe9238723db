//! Talking to the backend over fetch. This module alone knows HTTP; the rest of the page sees
//! [`Failure`]s. Nothing here repeats a write.

mod early;
mod failure;
mod json;
pub mod retry;
mod stream;

pub use failure::Failure;
pub use stream::Pieces;

use crate::{browser, config::Config};
use contract::{headers, problem::Problem};
use gloo_net::http::{Method, Request, RequestBuilder, Response};
use js_sys::Array;
use serde::{Serialize, de::DeserializeOwned};
use std::cell::RefCell;
use wasm_bindgen::JsValue;
use web_sys::{AbortController, AbortSignal, RequestCredentials};

/// How long an answer may take, in milliseconds.
const PATIENCE: u32 = 20_000;

thread_local! {
    static CONFIG: RefCell<Option<Config>> = const { RefCell::new(None) };
}

/// Says where the backend is. Called once, before the first request.
pub fn configure(config: Config) {
    CONFIG.set(Some(config));
}

/// The session has changed: nothing that was asked before counts for the next one.
pub fn session_changed() {
    early::forget();
}

/// The address of a path of the backend.
pub fn url(path: &str) -> String {
    CONFIG.with_borrow(|config| config.as_ref().map(|c| c.api_base.clone()).unwrap_or_default()) + path
}

/// Whether a request needs nothing that the browser would not send by itself.
pub fn is_plain() -> bool {
    CONFIG.with_borrow(|config| config.as_ref().is_none_or(|c| c.api_base.is_empty() && c.api_headers.is_empty()))
}

/// A request that can be sent.
pub struct Call<'a> {
    method: Method,
    path: &'a str,
    body: Option<(&'static str, String)>,
    headers: Vec<(&'static str, String)>,
    abort: Option<AbortController>,
}

impl<'a> Call<'a> {
    fn new(method: Method, path: &'a str) -> Self {
        Self { method, path, body: None, headers: Vec::new(), abort: None }
    }

    /// Reads.
    pub fn get(path: &'a str) -> Self {
        Self::new(Method::GET, path)
    }

    /// Takes away.
    pub fn delete(path: &'a str) -> Self {
        Self::new(Method::DELETE, path)
    }

    /// Makes, with the key that names the intent.
    pub fn post(path: &'a str, body: &impl Serialize, key: Option<&str>) -> Self {
        let mut call = Self::new(Method::POST, path).json("application/json", body);
        call.headers.extend(key.map(|key| (headers::IDEMPOTENCY_KEY, key.to_owned())));
        call
    }

    /// Sets.
    pub fn put(path: &'a str, body: &impl Serialize) -> Self {
        Self::new(Method::PUT, path).json("application/json", body)
    }

    /// Changes the record that has this version.
    pub fn patch(path: &'a str, body: &impl Serialize, version: u64) -> Self {
        let mut call = Self::new(Method::PATCH, path).json(headers::MERGE_PATCH, body);
        call.headers.push(("if-match", headers::etag(version)));
        call
    }

    /// Lets the request be aborted.
    pub fn abortable(mut self, abort: &AbortController) -> Self {
        self.abort = Some(abort.clone());
        self
    }

    /// Adds a header.
    pub fn with(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }

    fn json(mut self, media_type: &'static str, body: &impl Serialize) -> Self {
        // The contract's types always serialise.
        self.body = json::write(body).map(|text| (media_type, text));
        self
    }

    /// Sends and reads the answer's body.
    ///
    /// # Errors
    /// Every way in which there is no such answer.
    pub async fn json_answer<T: DeserializeOwned>(self) -> Result<T, Failure> {
        let text = self.send().await?;
        json::read(&text).ok_or(Failure::Unreadable)
    }

    /// Sends; the answer has no body.
    ///
    /// # Errors
    /// Every way in which it did not succeed.
    pub async fn no_answer(self) -> Result<(), Failure> {
        self.send().await.map(|_| ())
    }

    async fn send(self) -> Result<String, Failure> {
        if self.method != Method::GET {
            return self.send_once().await;
        }
        let mut tries = retry::Tries::default();
        let began = browser::now();
        loop {
            match self.send_once().await {
                // Whoever has waited out one answer is told, and not made to wait for two more.
                Err(failure) if self.is_aborted() || browser::now() - began >= i64::from(PATIENCE) => {
                    return Err(failure);
                }
                Err(failure) => match tries.next(&failure) {
                    Some(pause) => retry::sleep(pause).await,
                    None => return Err(failure),
                },
                ok => return ok,
            }
        }
    }

    fn is_aborted(&self) -> bool {
        self.abort.as_ref().is_some_and(|abort| abort.signal().aborted())
    }

    async fn send_once(&self) -> Result<String, Failure> {
        let url = url(self.path);
        if self.method == Method::GET
            && let Some(response) = early::take(&url).await
        {
            return read(response).await;
        }
        // Impatience is ours and counts as no answer; only the caller's own signal means that
        // nobody wants it any more.
        let timeout = AbortSignal::timeout_with_u32(PATIENCE);
        let signal = match &self.abort {
            Some(abort) => AbortSignal::any(&Array::of2(&abort.signal(), &timeout)),
            None => timeout,
        };
        match self.request(&url, &signal) {
            Ok(request) => match request.send().await {
                Ok(response) => read(response).await,
                Err(_) => Err(Failure::Unreachable),
            },
            Err(_) => Err(Failure::Unreachable),
        }
    }

    fn request(&self, url: &str, signal: &AbortSignal) -> Result<Request, gloo_net::Error> {
        let mut builder = RequestBuilder::new(url)
            .method(self.method.clone())
            .credentials(RequestCredentials::SameOrigin)
            .abort_signal(Some(signal))
            .header("accept", "application/json");
        if self.method != Method::GET {
            builder = builder.header(headers::CLIENT, headers::CLIENT_VALUE);
        }
        for (name, value) in &self.headers {
            builder = builder.header(name, value);
        }
        builder = CONFIG.with_borrow(|config| {
            let extra = config.iter().flat_map(|c| &c.api_headers);
            extra.fold(builder, |builder, (name, value)| builder.header(name, value))
        });
        match &self.body {
            Some((media_type, text)) => builder.header("content-type", media_type).body(text),
            None => builder.build(),
        }
    }
}

/// Reads a value of the contract out of what `JSON.parse` made; none where it is another type's.
pub fn decode<T: DeserializeOwned>(value: &JsValue) -> Option<T> {
    json::decode(value)
}

/// A value as a JSON text; none where JSON has nothing like it.
pub fn encode(value: &impl Serialize) -> Option<String> {
    json::write(value)
}

async fn read(response: Response) -> Result<String, Failure> {
    let status = response.status();
    let retry_after = response.headers().get("retry-after").and_then(|text| text.parse().ok());
    let text = response.text().await.map_err(|_| Failure::Unreachable)?;
    if response.ok() {
        return Ok(text);
    }
    let problem = json::read::<Problem>(&text);
    Err(Failure::from_answer(status, problem, retry_after))
}
